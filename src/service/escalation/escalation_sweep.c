#include "escalation.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "calendar.h"
#include "civil.h"
#include "deputy.h"
#include "escalation.sql.h"
#include "job.h"
#include "log.h"
#include "matter.h"
#include "matter_words.h"
#include "message.h"
#include "page.h"
#include "place.h"

static const int64_t hour_ms = 3600 * 1000;
static const int64_t day_ms = 24 * 3600 * 1000;

/* ---- who hears ---- */

/* Accounts, each once. */
struct heard {
    const struct deputy_book *book;
    int today;
    int64_t id[ESCALATION_HEARD_MAX];
    size_t count;
};

static void add(struct heard *heard, int64_t id) {
    for (size_t i = 0; i < heard->count; i++)
        if (heard->id[i] == id)
            return;
    if (id && heard->count < ESCALATION_HEARD_MAX && deputy_find(heard->book, id))
        heard->id[heard->count++] = id;
}

/* One who is away hears when he comes back; his deputy hears today. */
static void add_or_deputy(struct heard *heard, const struct deputy_colleague *colleague) {
    add(heard, colleague->id);
    if (deputy_is_away(heard->book, colleague->id, heard->today))
        add(heard, colleague->deputy_id);
}

/* Those with a right, in a department or at an outlet where one is said. */
struct place_of_work {
    unsigned right;
    int64_t department_id, outlet_id;
};

static bool works_there(const struct deputy_colleague *colleague,
                        struct place_of_work where) {
    return (colleague->rights & where.right) &&
           (!where.department_id || where.department_id == colleague->department_id) &&
           (!where.outlet_id || where.outlet_id == colleague->outlet_id);
}

static size_t count_there(const struct heard *heard, struct place_of_work where) {
    size_t count = 0;

    for (size_t i = 0; i < heard->book->colleague_count; i++)
        count += works_there(&heard->book->colleagues[i], where);
    return count;
}

static void add_there(struct heard *heard, struct place_of_work where) {
    for (size_t i = 0; i < heard->book->colleague_count; i++)
        if (works_there(&heard->book->colleagues[i], where))
            add_or_deputy(heard, &heard->book->colleagues[i]);
}

static void add_managers(struct heard *heard) {
    add_there(heard, (struct place_of_work){ .right = RIGHT_MANAGE });
}

/* What came in online is the hall's. */
static int64_t outlet_of(struct work *work, const struct matter *matter) {
    const struct place_book *book = place_book(work);
    const struct place_outlet *hall = book ? place_hall(book) : NULL;

    return matter->outlet_id ? matter->outlet_id : hall ? hall->id : 0;
}

static struct place_of_work desk_of(struct work *work, const struct matter *matter) {
    const struct flow_state *state = flow_state(matter->flow, matter->state);

    if (state->desk == FLOW_REVIEW)
        return (struct place_of_work){ .right = RIGHT_REVIEW,
                                       .department_id = matter->department_id };
    return (struct place_of_work){ .right = RIGHT_INTAKE,
                                   .outlet_id = outlet_of(work, matter) };
}

/* At a window one clerk owns it.  A whole hall that hears is nobody. */
static void add_desk(struct work *work, const struct matter *matter,
                     struct heard *heard) {
    const struct place_of_work desk = desk_of(work, matter);
    const struct deputy_colleague *owner = deputy_find(heard->book, matter->owner_id);
    const size_t count = count_there(heard, desk);

    if (desk.right == RIGHT_INTAKE && owner)
        add_or_deputy(heard, owner);
    else if (count > 0 && count <= ESCALATION_DESK_MAX)
        add_there(heard, desk);
    else
        add_managers(heard);
}

static void find_heard(struct work *work, const struct matter *matter, unsigned hearer,
                       struct heard *heard) {
    const struct deputy_colleague *owner = deputy_find(heard->book, matter->owner_id);

    if (hearer & ESCALATION_DESK || (hearer & ESCALATION_OWNER && !owner))
        add_desk(work, matter, heard);
    if (hearer & ESCALATION_OWNER && owner)
        add_or_deputy(heard, owner);
    if (hearer & ESCALATION_DEPUTY && owner)
        add(heard, owner->deputy_id);
    if (hearer & ESCALATION_HEAD && matter->department_id)
        add_there(heard,
                  (struct place_of_work){ .right = RIGHT_APPROVE,
                                          .department_id = matter->department_id });
    if (hearer & ESCALATION_MANAGER)
        add_managers(heard);
    if (heard->count == 0)
        add_managers(heard); /* somebody has to hear */
}

/* ---- telling ---- */

/* Where a sweep stands: at a step of the table, behind a clock. */
struct sweep {
    int day, minute; /* make the job's subject its own */
    size_t step;
    int64_t due_ms, matter_id;
    size_t left; /* clocks that this run may still look at */
    size_t told;
    struct escalation_table table;
    const struct calendar *calendar;
};

static bool is_told(const struct sql_escalation_told_row *rows, size_t count,
                    const struct escalation_step *step) {
    for (size_t i = 0; i < count; i++)
        if (rows[i].late == step->late && rows[i].days == step->days)
            return true;
    return false;
}

/* Marks the step, and those before it that the clock passed untold; all who should have
 * heard of one of them hear of the gravest. */
static unsigned pass(struct work *work, const struct sweep *sweep,
                     const struct sql_escalation_passed_row *clock) {
    const struct escalation_step *const gravest = &sweep->table.steps[sweep->step];
    const char *const kind = matter_clock_kinds[gravest->kind].name;
    const int extended = clock->more_count > 0;
    struct sql_escalation_told_row *told;
    const size_t count = sql_escalation_told(work, &told, .matter_id = clock->matter_id,
                                             .ordinal = clock->ordinal, .kind = kind,
                                             .extended = extended);
    unsigned hearer = 0;

    for (size_t i = sweep->step + 1; i-- > 0;) {
        const struct escalation_step *const step = &sweep->table.steps[i];

        if (step->kind != gravest->kind || is_told(told, count, step))
            continue;
        hearer |= step->hearer;
        sql_escalation_tell(work, .matter_id = clock->matter_id,
                            .ordinal = clock->ordinal, .kind = kind, .extended = extended,
                            .late = step->late, .days = step->days);
    }
    return hearer;
}

/* "办理期限超期 1 个工作日，已提醒承办岗位、科室负责人。" */
static const char *note_of(struct work *work, const char *what, unsigned hearer) {
    const char *const values[] = { what, escalation_say_hearers(
                                             work->arena, LANGUAGE_CHINESE, hearer) };

    return page_say_with(work->arena, LANGUAGE_CHINESE, TEXT("{0}，已提醒{1}。"), values,
                         2);
}

static const char *say_clock(struct work *work, const struct escalation_step *step,
                             int64_t due_ms) {
    const char *const values[] = {
        page_say(LANGUAGE_CHINESE, matter_clock_kinds[step->kind].label),
        matter_say_left(work, LANGUAGE_CHINESE, due_ms),
    };

    return page_say_with(work->arena, LANGUAGE_CHINESE, TEXT("{0}期限{1}"), values, 2);
}

/* The event first: a matter that somebody changes now is met again in an hour. */
static void tell(struct work *work, struct sweep *sweep,
                 const struct sql_escalation_passed_row *clock) {
    const struct escalation_step *const step = &sweep->table.steps[sweep->step];
    struct heard heard = { .book = deputy_book(work), .today = work_day(work) };
    const char *const what = say_clock(work, step, clock->due_ms);
    const struct message_field fields[] = {
        { "reason", what },
        { "left", matter_say_left(work, LANGUAGE_CHINESE, clock->due_ms) },
    };
    struct matter matter;
    unsigned hearer;

    if (!heard.book || matter_find(work, clock->number, &matter))
        return; /* only under a fault */
    hearer = pass(work, sweep, clock);
    if (matter_record(work, &matter, "escalate", note_of(work, what, hearer))) {
        work_fault(work, "%s was changed while its limit was told", clock->number);
        return;
    }
    find_heard(work, &matter, hearer, &heard);
    for (size_t i = 0; i < heard.count; i++)
        message_tell_staff(work, &matter, heard.id[i],
                           clock->due_ms < work->now_ms ? "escalated" : "due_soon",
                           fields, sizeof fields / sizeof *fields);
    sweep->told++;
}

/* ---- the sweep ---- */

/* Steps are gone through backwards, the gravest first: what it has told the lighter ones
 * need not tell again. */
static void ask(struct work *work, const struct sweep *sweep) {
    job_add(work, ESCALATION_SWEEP,
            arena_format(work->arena, "%d %d %zu %" PRId64 " %" PRId64, sweep->day,
                         sweep->minute, sweep->step, sweep->due_ms, sweep->matter_id),
            civil_moment_ms(sweep->day, sweep->minute));
}

static bool read_sweep(const char *subject, struct sweep *sweep) {
    *sweep = (struct sweep){ .left = ESCALATION_BATCH };
    return sscanf(subject, "%d %d %zu %" SCNd64 " %" SCNd64, &sweep->day, &sweep->minute,
                  &sweep->step, &sweep->due_ms, &sweep->matter_id) == 5;
}

/* Some of one step; then it stands behind them, or before the first of the next step. */
static void sweep_some(struct work *work, struct sweep *sweep) {
    const struct escalation_step *const step = &sweep->table.steps[sweep->step];
    const int64_t until_ms = escalation_until(sweep->calendar, step, work->now_ms);
    const int64_t since_ms = until_ms - ESCALATION_BEHIND_DAYS * day_ms;
    struct sql_escalation_passed_row *rows;
    const size_t count = sql_escalation_passed(
        work, &rows, .kind = matter_clock_kinds[step->kind].name, .late = step->late,
        .days = step->days, .due_ms = sweep->due_ms > since_ms ? sweep->due_ms : since_ms,
        .matter_id = sweep->due_ms > since_ms ? sweep->matter_id : 0,
        .until_ms = until_ms, .limit = (int64_t)sweep->left);

    assert(count <= sweep->left);
    for (size_t i = 0; i < count && !work->fault; i++)
        tell(work, sweep, &rows[i]);
    if (count == sweep->left) {
        sweep->due_ms = rows[count - 1].due_ms;
        sweep->matter_id = rows[count - 1].matter_id;
    } else {
        sweep->step--;
        sweep->due_ms = sweep->matter_id = 0;
    }
    sweep->left -= count;
}

void escalation_sweep(struct work *work, const char *subject) {
    struct sweep sweep;

    if (!read_sweep(subject, &sweep)) {
        work_fault(work, "a sweep begins nowhere: %s", subject);
        return;
    }
    sweep.calendar = calendar_of(work);
    escalation_read(work, &sweep.table);
    if (sweep.step >= sweep.table.count) /* the first run, or the table became shorter */
        sweep.step = sweep.table.count - 1;
    while (sweep.left > 0 && sweep.step < sweep.table.count && !work->fault)
        sweep_some(work, &sweep);
    if (sweep.step < sweep.table.count && !work->fault)
        ask(work, &sweep);
    if (sweep.told && !work->fault)
        log_event(LOG_INFO, &(struct log_about){ work->now_ms, work->id, work->actor.id },
                  ESCALATION_SWEEP, "town=%" PRId64 " told=%zu", work->town, sweep.told);
}

void escalation_day(struct work *work, const char *subject) {
    const struct calendar *const calendar = calendar_of(work);
    const int today = work_day(work);

    (void)subject;
    if (!calendar || !calendar_is_worked(calendar, today))
        return;
    for (int64_t at_ms = calendar_open_ms(calendar, today);
         at_ms <= calendar_close_ms(calendar, today); at_ms += hour_ms)
        if (at_ms > work->now_ms - hour_ms)
            ask(work, &(struct sweep){ .day = today,
                                       .minute = civil_minute(at_ms),
                                       .step = ESCALATION_STEPS_MAX });
}
