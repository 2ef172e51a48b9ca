#include "matter_hand_web.h"

#include <string.h>

#include "matter_words.h"
#include "page_time.h"
#include "place.h"
#include "text.h"

enum { SOURCES_MAX = 2 * DEPUTY_STOOD_IN_MAX + 1 };

/* ---- one's own cases ---- */

/* What one colleague owns, in the order of the list. */
struct source {
    const struct matter_line *line;
    size_t count, at;
    const char *owner;
};

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

/* What an absent reviewer's department waits for, unless the actor decides there. */
static bool reviews(const struct work *work, const struct deputy_colleague *absent) {
    return (absent->rights & (RIGHT_REVIEW | RIGHT_APPROVE)) &&
           absent->department_id != work->actor.department_id;
}

static size_t read_sources(struct work *work, const struct matter_own *own,
                           struct matter_cursor after, struct source *sources) {
    size_t count = 0;

    sources[count] = (struct source){ .owner = "" };
    sources[count].count = matter_list_owned(work, work->actor.id, after,
                                             MATTER_HAND_PAGE + 1, &sources[count].line);
    count++;
    for (size_t i = 0; i < own->stood_in_count; i++) {
        const struct deputy_colleague *absent = &own->stood_in[i];
        struct source *source = &sources[count++];

        *source = (struct source){ .owner = absent->name };
        source->count = matter_list_owned(work, absent->id, after, MATTER_HAND_PAGE + 1,
                                          &source->line);
        if (!reviews(work, absent))
            continue;
        source = &sources[count++];
        *source = (struct source){ .owner = absent->name };
        source->count = matter_list_review(work, absent->department_id, after,
                                           MATTER_HAND_PAGE + 1, &source->line);
    }
    return count;
}

static void read_own(struct work *work, enum language language,
                     struct matter_cursor after, struct matter_own *own) {
    struct matter_own_line *lines =
        arena_alloc(work->arena, MATTER_HAND_PAGE * sizeof *lines);
    struct source sources[SOURCES_MAX], *source;

    own->stood_in_count = deputy_stood_in(work, &own->stood_in);

    const size_t count = read_sources(work, own, after, sources);

    while (own->count < MATTER_HAND_PAGE && (source = next_source(sources, count))) {
        const struct matter_line *line = &source->line[source->at++];

        if (own->count > 0 && lines[own->count - 1].line.id == line->id)
            continue; /* owned by him, and in his department */
        lines[own->count++] = (struct matter_own_line){
            *line, matter_say_left(work, language, line->due_ms), source->owner
        };
    }
    own->lines = lines;
    own->next = "";
    if (next_source(sources, count)) {
        const struct matter_line *last = &lines[own->count - 1].line;

        own->next = matter_write_cursor(work->arena,
                                        (struct matter_cursor){ last->due_ms, last->id });
    }
}

static void read_given(struct work *work, enum language language,
                       struct matter_own *own) {
    const char **when;

    own->given_count = matter_list_given_away(work, &own->given);
    when = arena_alloc(work->arena, own->given_count * sizeof *when + 1);
    for (size_t i = 0; i < own->given_count; i++)
        when[i] =
            page_say_moment(work->arena, language, own->given[i].at_ms, work_day(work));
    own->given_when = when;
}

static const struct refusal *show_own(struct work *work, struct exchange *exchange) {
    struct matter_own own = { 0 };
    struct matter_cursor after;
    const struct refusal *refusal =
        matter_read_cursor(exchange_query(exchange, "after"), &after);

    if (refusal)
        return refusal;
    own.goes_on = after.id != 0;
    read_own(work, exchange->view.language, after, &own);
    if (!own.goes_on)
        read_given(work, exchange->view.language, &own);
    matter_own_page(exchange_page(exchange, TEXT("我的办件")), &own);
    return NULL;
}

/* ---- handing over ---- */

struct choices {
    struct arena *arena;
    struct form_choice *choice;
    size_t count;
};

static void add(struct choices *to, char kind, int64_t id, const char *label) {
    to->choice[to->count++] =
        (struct form_choice){ arena_format(to->arena, "%c%lld", kind, (long long)id),
                              label };
}

/* Colleagues who do cases, then departments, then outlets. */
static const struct form_choice *choices_of(struct work *work) {
    const struct deputy_book *people = deputy_book(work);
    const struct place_book *places = place_book(work);
    const size_t most = (people ? people->colleague_count : 0) +
                        (places ? places->department_count + places->outlet_count : 0);
    struct choices to = { work->arena,
                          arena_alloc(work->arena, (most + 1) * sizeof *to.choice), 0 };

    for (size_t i = 0; people && i < people->colleague_count; i++)
        if ((people->colleagues[i].rights &
             (RIGHT_INTAKE | RIGHT_REVIEW | RIGHT_APPROVE)) &&
            people->colleagues[i].id != work->actor.id)
            add(&to, 'a', people->colleagues[i].id, people->colleagues[i].name);
    for (size_t i = 0; places && i < places->department_count; i++)
        add(&to, 'd', places->departments[i].id, places->departments[i].name);
    for (size_t i = 0; places && i < places->outlet_count; i++)
        add(&to, 'o', places->outlets[i].id, places->outlets[i].name);
    to.choice[to.count] = (struct form_choice){ NULL, NULL };
    return to.choice;
}

static const struct form *hand_form(struct work *work) {
    const struct form_field fields[] = {
        { .name = "to",
          .label = TEXT("转给谁"),
          .hint = TEXT("同事、科室或网点；转给科室以后由那个科室作决定"),
          .kind = FORM_CHOICE,
          .required = true,
          .choices = choices_of(work) },
        { .name = "reason",
          .label = TEXT("为什么转交"),
          .hint = TEXT("接手的同事会看到；申请人只看到转到哪个部门"),
          .kind = FORM_LONG_TEXT,
          .required = true,
          .max = MATTER_NOTE_MAX },
    };
    struct form_field *const kept = arena_alloc(work->arena, sizeof fields);
    struct form *const form = arena_alloc(work->arena, sizeof *form);

    memcpy(kept, fields, sizeof fields);
    *form = (struct form){ "matter.hand_over", kept, sizeof fields / sizeof *fields };
    return form;
}

static const struct form *hand_form_of(struct work *work, struct exchange *exchange) {
    (void)exchange;
    return hand_form(work);
}

static const struct refusal *show_hand(struct work *work, struct exchange *exchange) {
    struct matter matter;
    struct matter_hand_view view = { .matter = &matter, .input = exchange->form };
    const struct refusal *refusal =
        matter_find_mine(work, exchange_parameter(exchange, "number"), &matter);
    const struct deputy_book *book = deputy_book(work);
    const struct deputy_colleague *owner;

    if (!refusal && flow_is_over(matter.flow, matter.state))
        refusal = &matter_wrong_state;
    if (!refusal && !matter_may_hand_over(work, &matter))
        refusal = &matter_forbidden;
    if (refusal)
        return refusal;
    owner = book ? deputy_find(book, matter.owner_id) : NULL;
    view.owner = owner ? owner->name : "";
    if (!view.input)
        view.input = form_fresh(work->arena, hand_form(work), (char *)NULL);
    matter_hand_page(exchange_page(exchange, TEXT("转交")), &view);
    return NULL;
}

static const struct refusal *hand(struct work *work, struct exchange *exchange) {
    const char *const to = form_value(exchange->form, "to");
    struct matter_hand given = { .reason = form_value(exchange->form, "reason") };
    struct html out = { .text = { .arena = work->arena } };
    struct matter matter;
    const struct refusal *refusal =
        matter_find_mine(work, exchange_parameter(exchange, "number"), &matter);
    int64_t id = 0;

    if (!refusal && !text_read_int(to + 1, &id))
        refusal = &matter_hand_nobody;
    if (refusal)
        return refusal;
    given.to_id = to[0] == 'a' ? id : 0;
    given.to_department_id = to[0] == 'd' ? id : 0;
    given.to_outlet_id = to[0] == 'o' ? id : 0;
    refusal = matter_hand_over(work, &matter, &given);
    if (!refusal) /* a reviewer may not see it any more */
        exchange_redirect(exchange,
                          matter_find_mine(work, matter.number, &matter)
                              ? "/desk/mine"
                              : route_url(&out, "/desk/case/%s", matter.number));
    return refusal;
}

static const struct route routes[] = {
    { .pattern = "/desk/mine",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .handle = show_own },
    { .pattern = "/desk/hand-over/:number",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .handle = show_hand },
    { .method = HTTP_POST,
      .pattern = "/desk/hand-over/:number",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .form_of = hand_form_of,
      .handle = hand,
      .again = show_hand,
      .once = true },
};

const struct route_table matter_hand_routes = { routes, sizeof routes / sizeof *routes };
