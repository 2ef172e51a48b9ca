#include "desk.h"

#include <assert.h>
#include <string.h>

#include "calendar.h"
#include "deputy.h"
#include "joint.h"
#include "matter_words.h"
#include "push.h"
#include "situation_web.h"

enum {
    AT_INTAKE = 1 << FLOW_INTAKE,
    AT_REVIEW = 1 << FLOW_REVIEW,
    AT_ASKER = 1 << FLOW_ASKER,
    AT_OFFICE = DESK_OFFICES,
    DECIDERS = RIGHT_REVIEW | RIGHT_APPROVE | RIGHT_MANAGE,
};

const struct face_look desk_look = { desk_frame, desk_refused, "/desk/sign-in" };

const struct desk_tab desk_tabs[] = {
    { "all", TEXT("全部"), RIGHT_INTAKE | RIGHT_MANAGE, AT_INTAKE | AT_REVIEW,
      DESK_ANY_STAGE },
    { "receive", TEXT("待收件"), RIGHT_INTAKE | RIGHT_MANAGE, AT_INTAKE, FLOW_SUBMITTED },
    { "accept", TEXT("待受理"), RIGHT_INTAKE | RIGHT_MANAGE, AT_INTAKE, FLOW_TAKEN_IN },
    { "review", TEXT("待审核"), DECIDERS, AT_REVIEW, DESK_ANY_STAGE },
    { "opinion", TEXT("待回复意见"), RIGHT_REVIEW | RIGHT_APPROVE, AT_OFFICE,
      DESK_ANY_STAGE },
    { "deliver", TEXT("待送达"), RIGHT_INTAKE | RIGHT_MANAGE, AT_INTAKE,
      FLOW_UNDER_REVIEW },
    { "asker", TEXT("等申请人"), RIGHT_INTAKE | RIGHT_MANAGE, AT_ASKER, DESK_ANY_STAGE },
};

const size_t desk_tab_count = sizeof desk_tabs / sizeof *desk_tabs;

/* ---- rows of the inbox ---- */

unsigned desk_seen(const struct work *work) {
    return (work_may(work, RIGHT_INTAKE | RIGHT_MANAGE) ? AT_INTAKE | AT_ASKER : 0U) |
           (work_may(work, DECIDERS) ? AT_REVIEW : 0U) |
           (work_may(work, RIGHT_REVIEW | RIGHT_APPROVE) ? AT_OFFICE : 0U);
}

/* Whether some kind of matter waits at the desk in the stage. */
static bool waits(enum flow_desk desk, enum flow_stage stage) {
    for (size_t f = 0; matter_flows[f]; f++)
        for (size_t i = 0; i < matter_flows[f]->state_count; i++)
            if (matter_flows[f]->states[i].desk == desk &&
                matter_flows[f]->states[i].stage == stage)
                return true;
    return false;
}

/* The rows of one desk in one stage, in the order of the inbox. */
struct source {
    const struct matter_line *line;
    size_t count;
    size_t at;
};

enum { SOURCES_MAX = FLOW_ASKER * (FLOW_OVER + 1) + 1 };

static size_t read_sources(struct work *work, const struct desk_tab *tab,
                           struct matter_cursor after, size_t limit,
                           struct source sources[SOURCES_MAX]) {
    const unsigned desks = tab->desks & desk_seen(work);
    size_t count = 0;

    if (desks & AT_OFFICE) {
        sources[count].at = 0;
        sources[count].count = joint_list(work, after, limit, &sources[count].line);
        count++;
    }

    for (enum flow_desk desk = FLOW_INTAKE; desk <= FLOW_ASKER; desk++)
        for (enum flow_stage stage = FLOW_SUBMITTED; stage <= FLOW_OVER; stage++) {
            struct source *source = &sources[count];

            if (!(desks & (1U << desk)) || !waits(desk, stage) ||
                (tab->stage != DESK_ANY_STAGE && tab->stage != (int)stage))
                continue;
            source->at = 0;
            source->count =
                matter_list_desk(work, desk, stage, after, limit, &source->line);
            count++;
        }
    assert(count <= SOURCES_MAX);
    return count;
}

static bool is_before(const struct matter_line *one, const struct matter_line *other) {
    return one->due_ms != other->due_ms ? one->due_ms < other->due_ms
                                        : one->id < other->id;
}

/* The source whose row comes next, or NULL when all are used up. */
static struct source *next_source(struct source *sources, size_t count) {
    struct source *next = NULL;

    for (size_t i = 0; i < count; i++) {
        struct source *source = &sources[i];

        if (source->at < source->count &&
            (!next || is_before(&source->line[source->at], &next->line[next->at])))
            next = source;
    }
    return next;
}

void desk_read(struct work *work, const struct desk_tab *tab, struct matter_cursor after,
               size_t limit, struct desk_rows *rows) {
    struct matter_line *found = arena_alloc(work->arena, limit * sizeof *found);
    struct source sources[SOURCES_MAX];
    const size_t count = read_sources(work, tab, after, limit + 1, sources);
    struct source *source;

    assert(limit > 0 && limit <= MATTER_LIST_MAX);
    *rows = (struct desk_rows){ .line = found, .next = "" };
    while (rows->count < limit && (source = next_source(sources, count)))
        found[rows->count++] = source->line[source->at++];
    if (next_source(sources, count)) {
        const struct matter_line *last = &found[limit - 1];

        rows->next = matter_write_cursor(
            work->arena, (struct matter_cursor){ last->due_ms, last->id });
    }
}

/* ---- the inbox ---- */

/* The tab of a name that the actor may see, or his first one. */
static const struct desk_tab *find_tab(const struct work *work, const char *name) {
    const struct desk_tab *first = NULL;

    for (size_t i = 0; i < desk_tab_count; i++) {
        if (!work_may(work, desk_tabs[i].rights))
            continue;
        if (strcmp(desk_tabs[i].name, name) == 0)
            return &desk_tabs[i];
        if (!first)
            first = &desk_tabs[i];
    }
    assert(first);
    return first;
}

static const char *const *say_left(struct work *work, enum language language,
                                   const struct desk_rows *rows) {
    const char **left = arena_alloc(work->arena, (rows->count + 1) * sizeof *left);

    for (size_t i = 0; i < rows->count; i++)
        left[i] = matter_say_left(work, language, rows->line[i].due_ms);
    return left;
}

/* Whoever answers for the hall hears that limits will soon be guessed. */
static int year_to_follow(struct work *work) {
    const struct calendar *const calendar =
        work_may(work, RIGHT_MANAGE) ? calendar_of(work) : NULL;

    return calendar && calendar_wants_notice(calendar, work_day(work))
               ? calendar_last_year(calendar)
               : 0;
}

/* Who is away: what a deputy and a manager must know before all else. */
static void read_people(struct work *work, struct desk_inbox *page) {
    const struct deputy_colleague *colleagues;

    page->stood_in = deputy_stood_in(work, &colleagues);
    if (work_may(work, RIGHT_MANAGE))
        page->gaps = deputy_gaps(work, work_day(work), &colleagues);
}

static const struct refusal *inbox(struct work *work, struct exchange *exchange) {
    struct desk_inbox page = { .tab = find_tab(work, exchange_query(exchange, "tab")) };
    struct matter_cursor after;
    const struct refusal *refusal =
        matter_read_cursor(exchange_query(exchange, "after"), &after);

    if (refusal)
        return refusal;
    page.goes_on = after.id != 0;
    desk_read(work, page.tab, after, DESK_ROWS, &page.rows);
    page.last_year = year_to_follow(work);
    page.left = say_left(work, exchange->view.language, &page.rows);
    read_people(work, &page);
    desk_inbox_page(exchange_page(exchange, TEXT("待办")), &page);
    return NULL;
}

/* Who has no matters begins with what he has. */
static const struct refusal *begin(struct work *work, struct exchange *exchange) {
    if (work_may(work, RIGHT_CASEWORK))
        return inbox(work, exchange);
    exchange_redirect(exchange, "/desk/library");
    return NULL;
}

static const struct http_stream *follow(struct exchange *exchange) {
    return exchange_push(exchange, PUSH_DESK);
}

/* ---- finding a case by its number ---- */

static const struct form_field find_fields[] = {
    { .name = "number",
      .label = TEXT("办件编号"),
      .kind = FORM_DIGITS,
      .required = true,
      .hint = TEXT("回执上的 24 位数字，空格不用输"),
      .max = MATTER_NUMBER_SIZE - 1 },
};
static const struct form find_form = { "desk.find", find_fields, 1 };

/* What was scanned may be an applicant's list of papers: it is taken in elsewhere. */
static bool is_list(struct work *work, struct exchange *exchange, const char *scanned) {
    struct html out = { .text = { .arena = work->arena } };
    const char *code, *answers;

    if (!work_may(work, RIGHT_INTAKE) ||
        !situation_scanned(work->arena, scanned, &code, &answers))
        return false;
    exchange_redirect(exchange,
                      route_url(&out, "/desk/intake?item=%s&a=%s", code, answers));
    return true;
}

static const struct refusal *find(struct work *work, struct exchange *exchange) {
    const char *number = exchange_query(exchange, "number");
    struct form_input *input =
        form_fresh(work->arena, &find_form, "number", number, NULL);
    struct matter matter;

    if (is_list(work, exchange, number))
        return NULL;
    if (number[0] && !joint_find(work, number, &matter)) {
        exchange_redirect(exchange,
                          arena_format(work->arena, "/desk/case/%s", matter.number));
        return NULL;
    }
    if (number[0]) {
        form_set_error(input, "number",
                       TEXT("没有查到这个办件。请核对编号，或确认它归您的科室办理。"));
        exchange->status = 404;
    }
    desk_find_page(
        exchange_page(exchange, number[0] ? TEXT("错误：查办件") : TEXT("查办件")),
        input);
    return NULL;
}

static const struct route routes[] = {
    { .pattern = "/desk", .rights = RIGHT_STAFF, .face = FACE_DESK, .handle = begin },
    { .pattern = "/desk/stream",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .stream = follow },
    { .pattern = "/desk/find",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .handle = find },
    { .pattern = "/api/v1/desk",
      .rights = RIGHT_CASEWORK,
      .face = FACE_API,
      .form = &desk_api_form,
      .handle = desk_api_list,
      .answers = &desk_api_shape,
      .summary = "What waits at a desk, next due first" },
};

const struct route_table desk_routes = { routes, sizeof routes / sizeof *routes };
