#include "escalation.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "civil.h"
#include "escalation.sql.h"
#include "page.h"
#include "text.h"

const struct refusal escalation_forbidden = {
    REFUSED_FORBIDDEN, "escalation.forbidden",
    TEXT("提醒表由大厅管理人员维护。要改请找他们。"), NULL
};
const struct refusal escalation_changed = {
    REFUSED_CONFLICT, "escalation.changed",
    TEXT("提醒表刚刚被同事改过。请看新的表，再改一次。"), NULL
};
const struct refusal escalation_nobody = { REFUSED_INVALID, "escalation.nobody",
                                           TEXT("没有选提醒谁。请至少选一种人。"),
                                           "desk" };
const struct refusal escalation_full = {
    REFUSED_CONFLICT, "escalation.full",
    TEXT("提醒表已经有 100 行。请先删掉不用的，再加新的。"), NULL
};
const struct refusal escalation_unknown = {
    REFUSED_ABSENT, "escalation.unknown",
    TEXT("提醒表里没有这一行，可能已经删掉了。请看现在的表。"), NULL
};

const char *const escalation_hearers[ESCALATION_HEARERS] = {
    TEXT("承办岗位"),   TEXT("首问人"),   TEXT("首问人的 B 岗"),
    TEXT("科室负责人"), TEXT("大厅管理"),
};

#define DESK ESCALATION_DESK
#define OWNER ESCALATION_OWNER
#define DEPUTY ESCALATION_DEPUTY
#define HEAD ESCALATION_HEAD
#define MANAGER ESCALATION_MANAGER

const struct escalation_step escalation_built_in[] = {
    { FLOW_CLOCK_TELL, 0, 1, DESK | OWNER },
    { FLOW_CLOCK_TELL, 0, 0, DESK | OWNER | DEPUTY | MANAGER },
    { FLOW_CLOCK_TELL, 1, 1, MANAGER },
    { FLOW_CLOCK_SUPPLY, 1, 1, DESK | OWNER },
    { FLOW_CLOCK_DECIDE, 0, 2, DESK | OWNER },
    { FLOW_CLOCK_DECIDE, 0, 0, DESK | OWNER | HEAD },
    { FLOW_CLOCK_DECIDE, 1, 1, OWNER | DEPUTY | HEAD },
    { FLOW_CLOCK_DECIDE, 1, 3, HEAD | MANAGER },
    { FLOW_CLOCK_SPECIAL, 0, 1, DESK },
    { FLOW_CLOCK_SPECIAL, 1, 1, DESK | HEAD },
    { FLOW_CLOCK_DELIVER, 0, 2, DESK | OWNER },
    { FLOW_CLOCK_DELIVER, 1, 1, OWNER | DEPUTY | MANAGER },
    { FLOW_CLOCK_CHECK, 0, 5, DESK },
    { FLOW_CLOCK_CHECK, 1, 1, DESK | HEAD },
    { FLOW_CLOCK_RECTIFY, 1, 1, DESK | HEAD },
    { FLOW_CLOCK_URGE, 0, 0, DESK | OWNER },
    { FLOW_CLOCK_URGE, 1, 1, HEAD | MANAGER },
    { FLOW_CLOCK_SUPERVISE, 0, 0, DESK | OWNER | DEPUTY },
    { FLOW_CLOCK_SUPERVISE, 1, 1, HEAD | MANAGER },
};
const size_t escalation_built_in_count =
    sizeof escalation_built_in / sizeof *escalation_built_in;

/* ---- words ---- */

const char *escalation_say(struct arena *arena, enum language language,
                           const struct escalation_step *step) {
    const char *const values[] = {
        page_say(language, matter_clock_kinds[step->kind].label),
        text_of_int(arena, step->days),
    };
    const char *pattern;

    if (step->late)
        pattern = step->days == 0   ? TEXT("{0}期限刚刚超期")
                  : step->days == 1 ? TEXT("{0}期限超期 1 个工作日")
                                    : TEXT("{0}期限超期 {1} 个工作日");
    else
        pattern = step->days == 0   ? TEXT("{0}期限今天到期")
                  : step->days == 1 ? TEXT("{0}期限还剩 1 个工作日")
                                    : TEXT("{0}期限还剩 {1} 个工作日");
    return page_say_with(arena, language, pattern, values, 2);
}

const char *escalation_say_hearers(struct arena *arena, enum language language,
                                   unsigned hearer) {
    struct text out = { .arena = arena };

    for (int i = 0; i < ESCALATION_HEARERS; i++)
        if (hearer & 1U << i)
            text_addf(&out, "%s%s",
                      !out.length                    ? ""
                      : language == LANGUAGE_ENGLISH ? ", "
                                                     : "、",
                      page_say(language, escalation_hearers[i]));
    return text_string(&out);
}

/* ---- when ---- */

/* The last day on which so many working days, or more, lie between it and today. */
static int day_over(const struct calendar *calendar, int today, int days) {
    int day = today;

    while (calendar_count(calendar, day, today) < days)
        day = civil_add_days(day, -1);
    return day;
}

int64_t escalation_until(const struct calendar *calendar,
                         const struct escalation_step *step, int64_t now_ms) {
    const int today = civil_day(now_ms);

    assert(step->days >= 0 && step->days <= ESCALATION_DAYS_MAX);
    if (step->late && step->days == 0)
        return now_ms - 1;
    if (step->late)
        return civil_moment_ms(civil_add_days(day_over(calendar, today, step->days), 1),
                               0) -
               1;
    return civil_moment_ms(calendar_due_day(calendar, today, step->days + 1), 0) - 1;
}

/* ---- the table ---- */

/* By clock, and along its course: much left, little left, a bit over, long over. */
static int along_its_course(const void *left, const void *right) {
    const struct escalation_step *const one = left, *const other = right;

    if (one->kind != other->kind)
        return one->kind < other->kind ? -1 : 1;
    if (one->late != other->late)
        return one->late - other->late;
    return one->late ? one->days - other->days : other->days - one->days;
}

static size_t read_steps(struct work *work, struct escalation_step *steps) {
    struct sql_escalation_steps_row *rows;
    const size_t found = sql_escalation_steps(work, &rows);
    size_t count = 0;

    for (size_t i = 0; i < found && count < ESCALATION_STEPS_MAX; i++)
        for (int kind = 0; kind < FLOW_CLOCKS; kind++)
            if (strcmp(matter_clock_kinds[kind].name, rows[i].kind) == 0)
                steps[count++] = (struct escalation_step){
                    (enum flow_clock)kind,
                    (int)rows[i].late,
                    (int)rows[i].days,
                    (unsigned)rows[i].hearer,
                };
    qsort(steps, count, sizeof *steps, along_its_course);
    return count;
}

void escalation_read(struct work *work, struct escalation_table *table) {
    struct escalation_step *steps =
        arena_alloc(work->arena, ESCALATION_STEPS_MAX * sizeof *steps);
    struct sql_escalation_table_row row;

    *table =
        (struct escalation_table){ escalation_built_in, escalation_built_in_count, 0 };
    if (sql_escalation_table(work, &row))
        *table =
            (struct escalation_table){ steps, read_steps(work, steps), row.revision };
}

static void keep_step(struct work *work, const struct escalation_step *step) {
    sql_escalation_keep_step(work, .kind = matter_clock_kinds[step->kind].name,
                             .late = step->late, .days = step->days,
                             .hearer = step->hearer);
}

/* The town's own begins as the program's. */
static const struct refusal *change(struct work *work, int64_t revision) {
    if (!work_may(work, RIGHT_MANAGE))
        return &escalation_forbidden;
    if (revision)
        return sql_escalation_change_table(work, .was = revision,
                                           .changed_by = work->actor.id)
                   ? NULL
                   : &escalation_changed;
    if (!sql_escalation_begin_table(work, .changed_by = work->actor.id))
        return &escalation_changed;
    for (size_t i = 0; i < escalation_built_in_count; i++)
        keep_step(work, &escalation_built_in[i]);
    return NULL;
}

static bool is_same(const struct escalation_step *one,
                    const struct escalation_step *other) {
    return one->kind == other->kind && one->late == other->late &&
           one->days == other->days;
}

static bool has_step(const struct escalation_table *table,
                     const struct escalation_step *step) {
    for (size_t i = 0; i < table->count; i++)
        if (is_same(&table->steps[i], step))
            return true;
    return false;
}

const struct refusal *escalation_keep(struct work *work, int64_t revision,
                                      const struct escalation_step *step) {
    struct escalation_table table;
    const struct refusal *refusal;

    assert(step->kind < FLOW_CLOCKS && (step->late == 0 || step->late == 1));
    assert(step->days >= 0 && step->days <= ESCALATION_DAYS_MAX);
    if (!(step->hearer & ESCALATION_ALL))
        return &escalation_nobody;
    refusal = change(work, revision);
    if (refusal)
        return refusal;
    escalation_read(work, &table);
    if (table.count >= ESCALATION_STEPS_MAX && !has_step(&table, step))
        return &escalation_full;
    keep_step(work, step);
    return NULL;
}

const struct refusal *escalation_remove(struct work *work, int64_t revision,
                                        const struct escalation_step *step) {
    const struct refusal *refusal = change(work, revision);

    if (!refusal &&
        !sql_escalation_remove_step(work, .kind = matter_clock_kinds[step->kind].name,
                                    .late = step->late, .days = step->days))
        refusal = &escalation_unknown;
    return refusal;
}

const struct refusal *escalation_restore(struct work *work, int64_t revision) {
    if (!work_may(work, RIGHT_MANAGE))
        return &escalation_forbidden;
    if (revision && !sql_escalation_end_table(work, .was = revision))
        return &escalation_changed;
    if (revision)
        sql_escalation_remove_steps(work);
    return NULL;
}
