#include "matter_recount.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "civil.h"
#include "job.h"
#include "log.h"
#include "matter.h"
#include "matter.sql.h"
#include "matter_clock.h"
#include "matter_tell.h"
#include "page.h"

/* Where the job stands: matters are gone through desk by desk, stage by stage, along the
 * index of the inbox.  One whose due moment moves on is met again, and is right then. */
struct place {
    int64_t asked_ms; /* makes the job's subject its own */
    int desk, stage;
    int64_t due_ms, id;
    size_t left; /* matters that this run may still look at */
    int64_t moved;
};

static const int last_desk = FLOW_ASKER;
static const int last_stage = FLOW_OVER;

static void ask(struct work *work, const struct place *place) {
    job_add(work, MATTER_RECOUNT,
            arena_format(work->arena, "%" PRId64 " %d %d %" PRId64 " %" PRId64,
                         place->asked_ms, place->desk, place->stage, place->due_ms,
                         place->id),
            work->now_ms);
}

void matter_ask_recount(struct work *work) {
    ask(work, &(struct place){ .asked_ms = work->now_ms, .desk = FLOW_INTAKE });
}

static bool read_place(const char *subject, struct place *place) {
    *place = (struct place){ .left = MATTER_RECOUNT_BATCH };
    return sscanf(subject, "%" SCNd64 " %d %d %" SCNd64 " %" SCNd64, &place->asked_ms,
                  &place->desk, &place->stage, &place->due_ms, &place->id) == 5;
}

/* "办理期限由 2027-01-05 17:30 改为 2027-01-06 17:30" */
static const char *say_change(struct work *work,
                              const struct matter_clock_change *change) {
    char was[17], is[17];

    civil_write_moment(was, change->was_ms);
    civil_write_moment(is, change->is_ms);

    const char *const values[] = {
        page_say(LANGUAGE_CHINESE, matter_clock_kinds[change->kind].label), was, is
    };

    return page_say_with(work->arena, LANGUAGE_CHINESE,
                         TEXT("{0}期限原定 {1}，按公布的放假安排改为 {2}。"), values, 3);
}

static const char *say_changes(struct work *work,
                               const struct matter_clock_change *changes, size_t count) {
    const char *note = "";

    for (size_t i = 0; i < count; i++)
        note = arena_format(work->arena, "%s%s", note, say_change(work, &changes[i]));
    return note;
}

static void recount_one(struct work *work, const char *number, struct place *place) {
    struct matter_clock_change changes[FLOW_CLOCKS];
    struct matter matter;
    const char *note;
    size_t count;

    if (matter_find(work, number, &matter))
        return; /* only under a fault */
    if (matter.flow->recount)
        matter.flow->recount(work, &matter);
    count = matter_recount_clocks(work, &matter, changes);
    if (count == 0)
        return;
    place->moved++;
    note = say_changes(work, changes, count);
    if (matter_record(work, &matter, MATTER_RECOUNTED, note))
        work_fault(work, "%s was changed while it was counted anew", number);
    else if (matter.flow->send)
        matter.flow->send(work, &matter,
                          &(struct matter_word){ "recounted", 0, "", note });
}

/* Some of one desk and stage; then it stands behind them, or at the next stage. */
static void recount_some(struct work *work, struct place *place) {
    struct sql_matter_open_row *rows;
    const size_t count = sql_matter_open(work, &rows, .desk = place->desk,
                                         .stage = place->stage, .due_ms = place->due_ms,
                                         .id = place->id, .limit = (int64_t)place->left);

    assert(count <= place->left);
    for (size_t i = 0; i < count && !work->fault; i++)
        recount_one(work, rows[i].number, place);
    if (count == place->left) {
        place->due_ms = rows[count - 1].due_ms;
        place->id = rows[count - 1].id;
    } else {
        place->desk += place->stage == last_stage;
        place->stage = place->stage == last_stage ? 0 : place->stage + 1;
        place->due_ms = place->id = 0;
    }
    place->left -= count;
}

void matter_recount(struct work *work, const char *subject) {
    struct place place;

    if (!read_place(subject, &place)) {
        work_fault(work, "a recount begins nowhere: %s", subject);
        return;
    }
    while (place.left > 0 && place.desk <= last_desk && !work->fault)
        recount_some(work, &place);
    if (place.desk <= last_desk)
        ask(work, &place);
    if (place.moved && !work->fault)
        log_event(LOG_INFO, &(struct log_about){ work->now_ms, work->id, work->actor.id },
                  MATTER_RECOUNT, "town=%" PRId64 " moved=%" PRId64, work->town,
                  place.moved);
}
