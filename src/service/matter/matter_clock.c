#include "matter_clock.h"

#include <assert.h>
#include <string.h>

#include "calendar_span.h"
#include "house.h"
#include "matter.sql.h"
#include "page.h"

static const struct refusal too_late = {
    REFUSED_CONFLICT, "matter.too_late",
    TEXT("期限已经过了，这一步只能在到期之前办。请按已到期的情况处理。"), NULL
};
static const struct refusal too_early = {
    REFUSED_CONFLICT, "matter.too_early",
    TEXT("期限还没到，这一步要到期之后才能办。请等到期再办。"), NULL
};

#define WORKING_DAYS(count_)                                                             \
    { .count = count_, .unit = CALENDAR_WORKING_DAYS }

const struct matter_clock_kind matter_clock_kinds[FLOW_CLOCKS] = {
    [FLOW_CLOCK_TELL] = { .name = "tell",
                          .label = TEXT("告知"),
                          .begin = CALENDAR_FROM_RECEIPT,
                          .span = WORKING_DAYS(5),
                          .by_then = TEXT("告诉您受理不受理"),
                          .why = TEXT(
                              "法律规定：收到材料后 5 个工作日内，要一次告诉您受理不受理"
                              "、还缺什么；到时不说，就算受理了（行政许可法第 32 "
                              "条）。") },
    [FLOW_CLOCK_SUPPLY] = { .name = "supply",
                            .label = TEXT("补交材料"),
                            .of_asker = true,
                            .begin = CALENDAR_FROM_ACT,
                            .span = WORKING_DAYS(15),
                            .by_then = TEXT("补好、改好"),
                            .why = TEXT("这是告知书里写明的补正期限，过期会怎样也写在里面"
                                        "（行政许可法第 32 条）。") },
    [FLOW_CLOCK_DECIDE] = { .name = "decide",
                            .label = TEXT("办理"),
                            .begin = CALENDAR_FROM_ACT,
                            .span = WORKING_DAYS(20),
                            .by_then = TEXT("作出决定"),
                            .why = TEXT(
                                "法律规定：受理后最长 20 个工作日作出决定，大厅承诺的更"
                                "短就按承诺；经负责人批准可以延长一次，要告诉您理由"
                                "（行政许可法第 42 条）。") },
    [FLOW_CLOCK_SPECIAL] = { .name = "special",
                             .label = TEXT("特别程序"),
                             .begin = CALENDAR_FROM_ACT,
                             .span = WORKING_DAYS(20),
                             .by_then = TEXT("做完特别程序"),
                             .why = TEXT(
                                 "听证、检验、检测、鉴定、专家评审要用的时间不计入办理"
                                 "期限，要书面告诉您（行政许可法第 45 条）。") },
    [FLOW_CLOCK_DELIVER] = { .name = "deliver",
                             .label = TEXT("送达"),
                             .begin = CALENDAR_FROM_ACT,
                             .span = WORKING_DAYS(MATTER_DELIVER_DAYS),
                             .by_then = TEXT("把结果送到您手上"),
                             .why = TEXT(
                                 "法律规定：作出决定后 10 个工作日内，要把证照或决定书"
                                 "送到您手上（行政许可法第 44 条）。") },
    [FLOW_CLOCK_CHECK] = { .name = "check",
                           .label = TEXT("承诺核查"),
                           .begin = CALENDAR_FROM_ACT,
                           .span = WORKING_DAYS(60),
                           .by_then = TEXT("核查您的承诺"),
                           .why =
                               TEXT("按告知承诺办的，60 个工作日内要核查是不是和承诺一样"
                                    "（浙江省“最多跑一次”规定第 14 条）。") },
    [FLOW_CLOCK_RECTIFY] = { .name = "rectify",
                             .label = TEXT("整改"),
                             .of_asker = true,
                             .begin = CALENDAR_FROM_ACT,
                             .span = WORKING_DAYS(15),
                             .by_then = TEXT("改好"),
                             .why = TEXT(
                                 "核查发现和承诺不一样，要在整改通知书写明的期限里改好"
                                 "（浙江省“最多跑一次”规定第 14 条）。") },
    [FLOW_CLOCK_URGE] = { .name = "urge",
                          .label = TEXT("催办答复"),
                          .begin = CALENDAR_FROM_ACT,
                          .span = WORKING_DAYS(2),
                          .by_then = TEXT("答复您的催办"),
                          .why =
                              TEXT("您催办以后，大厅要在 2 个工作日内答复。这是大厅自己的"
                                   "规定。") },
    [FLOW_CLOCK_SUPERVISE] = { .name = "supervise",
                               .label = TEXT("督办答复"),
                               .begin = CALENDAR_FROM_ACT,
                               .span = WORKING_DAYS(3),
                               .by_then = TEXT("答复督办"),
                               .why =
                                   TEXT("大厅督办以后要按时答复。这是大厅自己的规定。") },
    [FLOW_CLOCK_HEARING] = { .name = "hearing",
                             .label = TEXT("要求听证"),
                             .of_asker = true,
                             .is_right = true,
                             .begin = CALENDAR_FROM_ACT,
                             .span = WORKING_DAYS(5),
                             .by_then = TEXT("要求听证"),
                             .why = TEXT(
                                 "法律规定：收到听证告知书后 5 个工作日内可以要求听证，"
                                 "不收费；期满没有人要求，就接着办（行政许可法第 47 "
                                 "条）。") },
};

/* ---- reading ---- */

static enum flow_clock kind_named(const char *name) {
    for (int i = 0; i < FLOW_CLOCKS; i++)
        if (strcmp(matter_clock_kinds[i].name, name) == 0)
            return (enum flow_clock)i;
    assert(!"the kind of clock is known");
    return FLOW_CLOCKS;
}

#define CLOCK_OF_ROW(row)                                                                \
    ((struct matter_clock){                                                              \
        .kind = kind_named((row)->kind),                                                 \
        .ordinal = (row)->ordinal,                                                       \
        .span = { (row)->count, (row)->unit },                                           \
        .more = { (row)->more_count, (row)->more_unit },                                 \
        .begun_ms = (row)->begun_ms,                                                     \
        .due_ms = (row)->due_ms,                                                         \
        .days = (row)->days,                                                             \
        .stopped_ms = (row)->stopped_ms,                                                 \
        .ended_ms = (row)->ended_ms,                                                     \
    })

size_t matter_clocks(struct work *work, int64_t matter_id,
                     const struct matter_clock **clocks) {
    struct sql_matter_clocks_row *rows;
    const size_t count = sql_matter_clocks(work, &rows, .matter_id = matter_id,
                                           .limit = MATTER_CLOCKS_MAX);
    struct matter_clock *made = arena_alloc(work->arena, (count + 1) * sizeof *made);

    for (size_t i = 0; i < count; i++)
        made[i] = CLOCK_OF_ROW(&rows[i]);
    *clocks = made;
    return count;
}

void matter_running_clocks(struct work *work, int64_t matter_id,
                           struct matter_clock_set *set) {
    struct sql_matter_running_clocks_row *rows;
    const size_t count = sql_matter_running_clocks(work, &rows, .matter_id = matter_id);

    *set = (struct matter_clock_set){ 0 };
    for (size_t i = 0; i < count; i++) {
        const struct matter_clock clock = CLOCK_OF_ROW(&rows[i]);

        set->clock[clock.kind] = clock;
        set->running |= FLOW_SET(clock.kind);
    }
}

const struct refusal *matter_clocks_allow(const struct work *work,
                                          const struct matter_clock_set *set,
                                          const struct flow_step *step) {
    for (int i = 0; i < FLOW_CLOCKS; i++) {
        const struct matter_clock *const clock = &set->clock[i];
        const bool over =
            clock->due_ms && !clock->stopped_ms && clock->due_ms < work->now_ms;

        if (step->before & FLOW_SET(i) && over)
            return &too_late;
        if (step->after & FLOW_SET(i) && !over)
            return &too_early;
    }
    return NULL;
}

/* ---- turning ---- */

/* Those behind the event of an ordinal, in the arena. */
static size_t stops_behind(struct work *work, int64_t matter_id, enum flow_clock kind,
                           int64_t ordinal, const struct calendar_stop **stops) {
    struct sql_matter_stops_row *rows;
    const size_t count =
        sql_matter_stops(work, &rows, .matter_id = matter_id,
                         .kind = matter_clock_kinds[kind].name, .from = ordinal);
    struct calendar_stop *made = arena_alloc(work->arena, (count + 1) * sizeof *made);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct calendar_stop){ rows[i].begun_ms, rows[i].ended_ms };
    *stops = made;
    return count;
}

/* The stretches in which the clock stood still. */
static size_t stops_of(struct work *work, int64_t matter_id,
                       const struct matter_clock *clock,
                       const struct calendar_stop **stops) {
    return stops_behind(work, matter_id, clock->kind, clock->ordinal, stops);
}

size_t matter_stops(struct work *work, int64_t matter_id, enum flow_clock kind,
                    const struct calendar_stop **stops) {
    return stops_behind(work, matter_id, kind, 0, stops);
}

static void set_due(struct work *work, struct matter_clock *clock, size_t stop_count,
                    const struct calendar_stop *stops) {
    const struct calendar *const calendar = calendar_of(work);
    const struct calendar_rules rules = calendar_rules(work->house->config);

    if (!calendar)
        return; /* only under a fault */

    const struct calendar_end end =
        calendar_end(calendar, &rules,
                     &(struct calendar_course){
                         .span = clock->span,
                         .extension = clock->more,
                         .begin = matter_clock_kinds[clock->kind].begin,
                         .begun_ms = clock->begun_ms,
                         .stop_count = stop_count,
                         .stops = stops,
                     });

    clock->due_ms = end.due_ms;
    clock->days = end.length_days;
}

/* Of a clock that never stood still. */
static void set_first_due(struct work *work, struct matter_clock *clock) {
    set_due(work, clock, 0, NULL);
}

static void set_due_again(struct work *work, int64_t matter_id,
                          struct matter_clock *clock) {
    const struct calendar_stop *stops;
    const size_t count = stops_of(work, matter_id, clock, &stops);

    set_due(work, clock, count, stops);
}

static void keep(struct work *work, int64_t matter_id, const struct matter_clock *clock) {
    sql_matter_change_clock(work, .matter_id = matter_id, .ordinal = clock->ordinal,
                            .kind = matter_clock_kinds[clock->kind].name,
                            .due_ms = clock->due_ms, .days = clock->days,
                            .more_count = clock->more.count,
                            .more_unit = clock->more.unit,
                            .stopped_ms = clock->stopped_ms, .ended_ms = clock->ended_ms);
}

static void add(struct work *work, int64_t matter_id, const struct matter_clock *clock) {
    sql_matter_add_clock(work, .matter_id = matter_id, .ordinal = clock->ordinal,
                         .kind = matter_clock_kinds[clock->kind].name,
                         .count = clock->span.count, .unit = clock->span.unit,
                         .begun_ms = clock->begun_ms, .due_ms = clock->due_ms,
                         .days = clock->days);
}

static void end(struct work *work, struct matter *matter, struct matter_clock *clock) {
    const bool late = clock->due_ms < work->now_ms && !clock->stopped_ms;

    if (late && !matter_clock_kinds[clock->kind].of_asker)
        matter->facts |= FLOW_FACT_LATE;
    if (clock->stopped_ms)
        sql_matter_end_stop(work, .matter_id = matter->id,
                            .kind = matter_clock_kinds[clock->kind].name);
    clock->ended_ms = work->now_ms;
    clock->stopped_ms = 0;
    keep(work, matter->id, clock);
}

static void stop(struct work *work, struct matter *matter, struct matter_clock *clock) {
    clock->stopped_ms = work->now_ms;
    keep(work, matter->id, clock);
    sql_matter_add_stop(work, .matter_id = matter->id,
                        .ordinal = matter->head.ordinal + 1,
                        .kind = matter_clock_kinds[clock->kind].name);
}

static void resume(struct work *work, struct matter *matter, struct matter_clock *clock) {
    sql_matter_end_stop(work, .matter_id = matter->id,
                        .kind = matter_clock_kinds[clock->kind].name);
    clock->stopped_ms = 0;
    set_due_again(work, matter->id, clock);
    keep(work, matter->id, clock);
}

static void extend(struct work *work, struct matter *matter, struct matter_clock *clock,
                   struct calendar_span more) {
    assert(clock->more.count == 0); /* once: the flow's facts see to it */
    clock->more = more;
    set_due_again(work, matter->id, clock);
    keep(work, matter->id, clock);
}

static struct calendar_span span_of(const struct matter_change *change,
                                    enum flow_clock kind) {
    const struct calendar_span given = change->span[kind];

    return given.unit ? given : matter_clock_kinds[kind].span;
}

static void begin(struct work *work, struct matter *matter,
                  const struct matter_change *change, struct matter_clock *clock) {
    *clock = (struct matter_clock){
        .kind = clock->kind,
        .ordinal = matter->head.ordinal + 1,
        .span = span_of(change, clock->kind),
        .begun_ms = change->since_ms ? change->since_ms : work->now_ms,
    };
    set_first_due(work, clock);
    add(work, matter->id, clock);
}

/* The clock that ends next is the matter's. */
static void choose(struct matter *matter, const struct matter_clock_set *set) {
    const struct matter_clock *next = NULL;

    matter->facts &= ~(unsigned)FLOW_FACT_STOPPED;
    for (int i = 0; i < FLOW_CLOCKS; i++) {
        const struct matter_clock *const clock = &set->clock[i];

        if (!clock->due_ms || clock->ended_ms)
            continue;
        if (clock->stopped_ms)
            matter->facts |= FLOW_FACT_STOPPED;
        else if (!next || clock->due_ms < next->due_ms)
            next = clock;
    }
    matter->due_ms = next ? next->due_ms : 0;
    matter->clock_days = next ? next->days : 0;
}

void matter_turn_clocks(struct work *work, struct matter *matter,
                        const struct flow_step *step, const struct matter_change *change,
                        struct matter_clock_set *set) {
    const bool nobody = flow_state(matter->flow, matter->state)->desk == FLOW_NOBODY;
    const uint64_t ends = nobody ? UINT64_MAX : step->ends;

    for (int i = 0; i < FLOW_CLOCKS; i++) {
        struct matter_clock *const clock = &set->clock[i];
        const uint64_t this = FLOW_SET(i);
        const bool runs = set->running & this;

        clock->kind = (enum flow_clock)i;
        if (runs && ends & this)
            end(work, matter, clock);
        if (runs && step->stops & this)
            stop(work, matter, clock);
        if (runs && step->resumes & this)
            resume(work, matter, clock);
        if (runs && step->extends & this)
            extend(work, matter, clock, span_of(change, clock->kind));
        if (step->begins & this)
            begin(work, matter, change, clock);
    }
    choose(matter, set);
}

/* Clocks of before spans were kept have a span of nothing and a due moment all the same;
 * what is due on the spot is not worth counting anew either. */
static bool is_counted(const struct matter_clock_set *set, int kind) {
    return set->running & FLOW_SET(kind) && set->clock[kind].span.count > 0;
}

size_t matter_recount_clocks(struct work *work, struct matter *matter,
                             struct matter_clock_change changes[FLOW_CLOCKS]) {
    struct matter_clock_set set;
    size_t count = 0;

    matter_running_clocks(work, matter->id, &set);
    for (int i = 0; i < FLOW_CLOCKS; i++) {
        struct matter_clock *const clock = &set.clock[i];
        const int64_t was_ms = clock->due_ms;

        if (!is_counted(&set, i))
            continue;
        set_due_again(work, matter->id, clock);
        if (clock->due_ms == was_ms)
            continue;
        keep(work, matter->id, clock);
        changes[count++] =
            (struct matter_clock_change){ (enum flow_clock)i, was_ms, clock->due_ms };
    }
    if (count > 0)
        choose(matter, &set);
    return count;
}

void matter_set_clock(struct work *work, struct matter *matter,
                      struct matter_clock *clock) {
    set_first_due(work, clock);
    matter->due_ms = clock->due_ms;
    matter->clock_days = clock->days;
}

void matter_add_clock(struct work *work, const struct matter *matter,
                      const struct matter_clock *clock) {
    add(work, matter->id, clock);
}
