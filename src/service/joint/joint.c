#include "joint.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "calendar_span.h"
#include "deputy.h"
#include "house.h"
#include "joint.sql.h"
#include "joint_cover.h"
#include "matter_clock.h"
#include "page.h"
#include "person.h"
#include "place.h"
#include "push.h"
#include "text.h"
#include "utf8.h"

const struct refusal joint_not_asked = {
    REFUSED_CONFLICT, "joint.not_asked",
    TEXT("这份意见已经有人回复，或者现在不用回复了。请刷新页面看最新状态。"), NULL
};
const struct refusal joint_no_opinion = {
    REFUSED_INVALID, "joint.no_opinion",
    TEXT("不同意的，请写明理由和依据，承办科室要据此作决定。"), "opinion"
};
const struct refusal joint_no_reason = {
    REFUSED_INVALID, "joint.no_reason",
    TEXT("有科室不同意。仍要准予的，请写明理由，申请人会看到这段话。"), "note"
};
const struct refusal joint_on_the_spot = {
    REFUSED_CONFLICT, "joint.on_the_spot",
    TEXT("这个事项要几个科室一起办，不能当场办结。请点“受理”，系统会请各科室办理。"), NULL
};
const struct refusal joint_too_long = {
    REFUSED_INVALID, "joint.too_long",
    TEXT("联办事项延期最多 15 个工作日，而且只能延一次。请改短。"), "days"
};

static const struct word states[] = {
    { JOINT_WAITING, "waiting", TEXT("等前面的科室") },
    { JOINT_ASKED, "asked", TEXT("等回复意见") },
    { JOINT_AGREED, "agreed", TEXT("同意") },
    { JOINT_OPPOSED, "opposed", TEXT("不同意") },
    { JOINT_CLOSED, "closed", TEXT("不用回复了") },
};
const struct words joint_states = { states, sizeof states / sizeof *states };

/* What an office thinks is not decided yet: the asker hears it with the decision. */
static const struct word states_told[] = {
    { JOINT_WAITING, "waiting", TEXT("还没轮到") },
    { JOINT_ASKED, "asked", TEXT("正在办") },
    { JOINT_AGREED, "answered", TEXT("已办好") },
    { JOINT_OPPOSED, "answered", TEXT("已办好") },
    { JOINT_CLOSED, "closed", TEXT("不用再办") },
};
const struct words joint_states_told = { states_told,
                                         sizeof states_told / sizeof *states_told };

static struct calendar_span working_days(int64_t days) {
    return (struct calendar_span){ days, CALENDAR_WORKING_DAYS };
}

struct calendar_span joint_limit(struct calendar_span of_item) {
    const bool longer =
        of_item.unit == CALENDAR_WORKING_DAYS && of_item.count > JOINT_DAYS_MAX;

    return of_item.unit == 0 || longer ? working_days(JOINT_DAYS_MAX) : of_item;
}

/* ---- reading ---- */

size_t joint_offices(struct work *work, int64_t matter_id,
                     const struct joint_office **offices) {
    struct sql_joint_of_matter_row *rows;
    const size_t count = sql_joint_of_matter(work, &rows, .matter_id = matter_id,
                                             .limit = JOINT_OFFICES_MAX);
    struct joint_office *made = arena_alloc(work->arena, (count + 1) * sizeof *made);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct joint_office){
            .ordinal = rows[i].ordinal,
            .stage = rows[i].stage,
            .department_id = rows[i].department_id,
            .department = rows[i].department,
            .examines = rows[i].examines,
            .days = rows[i].days,
            .state = (enum joint_state)rows[i].state,
            .asked_ms = rows[i].asked_ms,
            .due_ms = rows[i].due_ms,
            .stopped_ms = rows[i].stopped_ms,
            .answered_ms = rows[i].answered_ms,
            .account_id = rows[i].account_id,
            .answered_by = rows[i].answered_by,
            .opinion = rows[i].opinion,
        };
    *offices = made;
    return count;
}

bool joint_is_opposed(const struct joint_office *offices, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (offices[i].state == JOINT_OPPOSED)
            return true;
    return false;
}

static bool is_missing(const struct joint_office *office) {
    return office->state == JOINT_WAITING || office->state == JOINT_ASKED;
}

/* ---- deciding ---- */

/* Names what is missing: who decides must know whom to ask. */
static const struct refusal *
say_missing(struct work *work, const struct joint_office *offices, size_t count) {
    struct refusal *refusal = arena_alloc(work->arena, sizeof *refusal);
    struct text names = { .arena = work->arena };

    for (size_t i = 0; i < count; i++)
        if (is_missing(&offices[i]))
            text_addf(&names, "%s%s", names.length ? "、" : "", offices[i].department);
    *refusal = (struct refusal){
        REFUSED_CONFLICT, "joint.missing",
        arena_format(work->arena, "还缺%s的意见，意见齐了才能作决定。请催他们尽快回复。",
                     text_string(&names)),
        NULL
    };
    return refusal;
}

const struct refusal *joint_allows(struct work *work, const struct matter *matter,
                                   const struct flow_step *step,
                                   const struct item_version *version, const char *note) {
    const struct joint_office *offices;
    size_t count;

    if (!(step->marks & FLOW_MARK_DECIDED))
        return NULL;
    if (step->marks & FLOW_MARK_ACCEPTED)
        return version->office_count ? &joint_on_the_spot : NULL;
    count = joint_offices(work, matter->id, &offices);
    for (size_t i = 0; i < count; i++)
        if (is_missing(&offices[i]))
            return say_missing(work, offices, count);
    return joint_is_opposed(offices, count) && !step->says_why && !note[0]
               ? &joint_no_reason
               : NULL;
}

/* ---- clocks ---- */

/* What stops the decision stops the offices: the same stretches, since they were asked.
 */
static void set_clock(struct work *work, int64_t matter_id,
                      const struct joint_office *office) {
    const struct calendar *const calendar = calendar_of(work);
    const struct calendar_rules rules = calendar_rules(work->house->config);
    const struct calendar_stop *stops;
    const size_t count = matter_stops(work, matter_id, FLOW_CLOCK_DECIDE, &stops);

    if (!calendar)
        return; /* only under a fault */

    const struct calendar_end end =
        calendar_end(calendar, &rules,
                     &(struct calendar_course){ .span = working_days(office->days),
                                                .begin = CALENDAR_FROM_ACT,
                                                .begun_ms = office->asked_ms,
                                                .stop_count = count,
                                                .stops = stops });

    sql_joint_set_clock(work, .matter_id = matter_id, .ordinal = office->ordinal,
                        .due_ms = end.due_ms, .stopped_ms = end.stopped_ms);
}

void joint_recount(struct work *work, int64_t matter_id) {
    const struct joint_office *offices;
    const size_t count = joint_offices(work, matter_id, &offices);

    for (size_t i = 0; i < count; i++)
        if (offices[i].state == JOINT_ASKED)
            set_clock(work, matter_id, &offices[i]);
}

/* ---- asking ---- */

/* What the rows are now is covered by an event that says what was done. */
static const struct refusal *record(struct work *work, struct matter *matter,
                                    const char *verb, const char *note) {
    const struct joint_office *offices;
    const size_t count = joint_offices(work, matter->id, &offices);
    const struct ledger_part part = joint_cover(work, offices, count);

    return matter_record_part(work, matter, verb, note, &part);
}

/* The stage whose turn it is: the first that has somebody waiting, when nobody is asked
 * any more; 0 none. */
static int64_t next_stage(const struct joint_office *offices, size_t count) {
    int64_t stage = 0;

    for (size_t i = 0; i < count; i++) {
        if (offices[i].state == JOINT_ASKED)
            return 0;
        if (offices[i].state == JOINT_WAITING && (!stage || offices[i].stage < stage))
            stage = offices[i].stage;
    }
    return stage;
}

static const struct refusal *ask_next(struct work *work, struct matter *matter) {
    const struct joint_office *offices;
    const size_t count = joint_offices(work, matter->id, &offices);
    const int64_t stage = next_stage(offices, count);
    struct text names = { .arena = work->arena };

    if (!stage)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        if (offices[i].stage != stage || offices[i].state != JOINT_WAITING)
            continue;
        sql_joint_ask(work, .matter_id = matter->id, .ordinal = offices[i].ordinal);
        text_addf(&names, "%s%s", names.length ? "、" : "", offices[i].department);
    }
    joint_recount(work, matter->id);
    return record(work, matter, "ask_offices", text_string(&names));
}

/* An office is named by its code or its name; the name is what people read. */
static const struct place_department *find_office(const struct place_book *book,
                                                  const char *said) {
    const struct place_department *const coded = place_department_coded(book, said);

    for (size_t i = 0; !coded && i < book->department_count; i++)
        if (strcmp(book->departments[i].name, said) == 0)
            return &book->departments[i];
    return coded;
}

/* As long as the item where nothing is said, and never longer than the law. */
static int64_t days_of(const struct item_version *version,
                       const struct item_office *office) {
    const struct item_limit limit =
        version->promised.count ? version->promised : version->legal;
    int64_t days = office->days;

    if (!days && limit.unit == CALENDAR_WORKING_DAYS)
        days = limit.count;
    return days && days < JOINT_DAYS_MAX ? days : JOINT_DAYS_MAX;
}

static void begin(struct work *work, struct matter *matter,
                  const struct item_version *version) {
    const struct place_book *const book = place_book(work);

    for (size_t i = 0; book && i < version->office_count; i++) {
        const struct item_office *const office = &version->offices[i];
        const struct place_department *const department =
            find_office(book, office->department);

        sql_joint_add(work, .matter_id = matter->id, .ordinal = (int64_t)i + 1,
                      .stage = office->stage,
                      .department_id = department ? department->id : 0,
                      .department = department ? department->name : office->department,
                      .examines = office->examines, .days = days_of(version, office));
    }
    ask_next(work, matter);
}

static void close_all(struct work *work, struct matter *matter) {
    if (sql_joint_close(work, .matter_id = matter->id))
        record(work, matter, "close_offices", "");
}

void joint_follow(struct work *work, struct matter *matter, const struct flow_step *step,
                  const struct item_version *version) {
    const uint64_t decide = FLOW_SET(FLOW_CLOCK_DECIDE);

    if (step->marks & FLOW_MARK_ACCEPTED)
        begin(work, matter, version);
    else if ((step->stops | step->resumes) & decide)
        joint_recount(work, matter->id);
    else if (step->ends & decide)
        close_all(work, matter);
}

/* ---- answering ---- */

/* The offices for which the actor may answer: his own, and those of colleagues who are
 * away and for whom he stands in. */
struct posts {
    struct {
        int64_t department_id;
        const char *absent; /* whose post it is; "" his own */
    } post[1 + DEPUTY_STOOD_IN_MAX];
    size_t count;
};

static void add_post(struct posts *posts, int64_t department_id, const char *absent) {
    for (size_t i = 0; i < posts->count; i++)
        if (posts->post[i].department_id == department_id)
            return;
    if (!department_id)
        return;
    posts->post[posts->count].department_id = department_id;
    posts->post[posts->count++].absent = absent;
}

static void read_posts(struct work *work, struct posts *posts) {
    const struct deputy_colleague *absent;
    const unsigned rights = RIGHT_REVIEW | RIGHT_APPROVE;
    size_t count;

    posts->count = 0;
    if (!work_may(work, rights))
        return;
    add_post(posts, work->actor.department_id, "");
    count = deputy_stood_in(work, &absent);
    assert(count <= DEPUTY_STOOD_IN_MAX);
    for (size_t i = 0; i < count; i++)
        if (absent[i].rights & rights)
            add_post(posts, absent[i].department_id, absent[i].name);
}

/* The name under which the actor answers for an office; NULL when he may not. */
static const char *answers_as(struct work *work, const struct matter *matter,
                              const struct joint_office *office) {
    const int64_t whose =
        office->department_id ? office->department_id : matter->department_id;
    struct posts posts;

    read_posts(work, &posts);
    for (size_t i = 0; i < posts.count; i++)
        if (posts.post[i].department_id == whose)
            return posts.post[i].absent[0]
                       ? arena_format(work->arena, "%s（代%s）", work->actor.name,
                                      posts.post[i].absent)
                       : work->actor.name;
    return NULL;
}

bool joint_may_answer(struct work *work, const struct matter *matter,
                      const struct joint_office *office) {
    return office->state == JOINT_ASKED && answers_as(work, matter, office);
}

/* "资规所：同意" and what it wrote below. */
static const char *say_opinion(struct work *work, const struct joint_office *office,
                               const struct joint_opinion *opinion) {
    return arena_format(work->arena, "%s：%s%s%s", office->department,
                        opinion->agrees ? "同意" : "不同意", opinion->text[0] ? "\n" : "",
                        opinion->text);
}

const struct refusal *joint_answer(struct work *work, struct matter *matter,
                                   const struct joint_opinion *opinion) {
    const struct joint_office *offices;
    const size_t count = joint_offices(work, matter->id, &offices);
    const struct joint_office *office = NULL;
    const struct refusal *refusal;

    assert(utf8_count(opinion->text) <= JOINT_OPINION_MAX);
    for (size_t i = 0; i < count; i++)
        if (offices[i].ordinal == opinion->ordinal)
            office = &offices[i];
    if (!office || office->state != JOINT_ASKED)
        return &joint_not_asked;
    if (!joint_may_answer(work, matter, office))
        return &matter_forbidden;
    if (!opinion->agrees && !opinion->text[0])
        return &joint_no_opinion;
    if (!sql_joint_answer(work, .matter_id = matter->id, .ordinal = office->ordinal,
                          .state = opinion->agrees ? JOINT_AGREED : JOINT_OPPOSED,
                          .account_id = work->actor.id,
                          .answered_by = answers_as(work, matter, office),
                          .opinion = opinion->text))
        return &joint_not_asked;
    refusal = record(work, matter, "opinion", say_opinion(work, office, opinion));
    if (!refusal)
        refusal = ask_next(work, matter);
    push_tell(work, PUSH_DESK);
    return refusal;
}

/* ---- finding ---- */

static bool was_asked(struct work *work, const struct matter *matter) {
    struct sql_joint_was_asked_row row;
    struct posts posts;

    read_posts(work, &posts);
    for (size_t i = 0; i < posts.count; i++)
        if (sql_joint_was_asked(work, &row, .matter_id = matter->id,
                                .department_id = posts.post[i].department_id))
            return true;
    return false;
}

const struct refusal *joint_find(struct work *work, const char *number,
                                 struct matter *matter) {
    const struct refusal *const refusal = matter_find_mine(work, number, matter);

    if (!refusal || matter_find(work, number, matter))
        return refusal;
    return was_asked(work, matter) ? NULL : refusal;
}

static int by_due(const void *left, const void *right) {
    const struct sql_joint_asked_row *const one = left, *const other = right;

    if (one->due_ms != other->due_ms)
        return one->due_ms < other->due_ms ? -1 : 1;
    return (one->matter_id > other->matter_id) - (one->matter_id < other->matter_id);
}

/* What all the offices are asked, next due first, at most limit; in the arena. */
static size_t read_asked(struct work *work, struct matter_cursor after, size_t limit,
                         struct sql_joint_asked_row **rows) {
    struct sql_joint_asked_row *found, *all;
    struct posts posts;
    size_t count = 0;

    read_posts(work, &posts);
    all = arena_alloc(work->arena, posts.count * limit * sizeof *all + 1);
    for (size_t i = 0; i < posts.count; i++) {
        const size_t more = sql_joint_asked(
            work, &found, .department_id = posts.post[i].department_id,
            .due_ms = after.due_ms, .matter_id = after.id, .limit = (int64_t)limit);

        if (more)
            memcpy(all + count, found, more * sizeof *all);
        count += more;
    }
    qsort(all, count, sizeof *all, by_due);
    *rows = all;
    return count < limit ? count : limit;
}

size_t joint_list(struct work *work, struct matter_cursor after, size_t limit,
                  const struct matter_line **lines) {
    struct sql_joint_asked_row *rows;
    const size_t count = read_asked(work, after, limit, &rows);
    struct matter_line *made = arena_alloc(work->arena, count * sizeof *made + 1);

    assert(limit <= MATTER_LIST_MAX + 1);
    for (size_t i = 0; i < count; i++)
        made[i] = (struct matter_line){
            .id = rows[i].matter_id,
            .number = rows[i].number,
            .title = rows[i].title,
            .state = flow_state(matter_flow(rows[i].kind), (int)rows[i].state),
            .asker = person_masked_name(
                work, rows[i].person_id, (enum person_kind)rows[i].person_kind,
                rows[i].person_name.data, rows[i].person_name.size),
            .submitted_ms = rows[i].submitted_ms,
            .due_ms = rows[i].due_ms,
            .light = matter_light(work, rows[i].due_ms, rows[i].days,
                                  rows[i].stopped_ms ? FLOW_FACT_STOPPED : 0),
        };
    *lines = made;
    return count;
}
