#include "executor_run.h"

#include <assert.h>

#include "cache.h"
#include "house.h"
#include "id.h"
#include "log.h"
#include "push.h"

/* ---- one task ---- */

/* version: executor_version() before the transaction began. */
static void start(struct house *house, struct task *task, struct db *db,
                  int64_t version) {
    struct work *work = &task->work;

    cache_unpin(work); /* what an earlier try held */
    work->house = house;
    work->db = db;
    work->now_ms = house_now_ms();
    work->id = id_next(house->ids, work->now_ms);
    work->fault = NULL;
    work->lost_race = false;
    work->keep = false;
    work->wrote = false;
    work->touched = false;
    work->told = 0;
    work->version = version;
}

/* Whether what the task did is to stay. */
static bool is_kept(const struct task *task) {
    return !task->work.fault && (!task->refusal || task->work.keep);
}

static bool may_run_again(const struct task *task, int tries) {
    return task->work.fault && task->work.lost_race && tries < EXECUTOR_TRIES_MAX;
}

static void run(struct task *task) {
    task->refusal = task->work.fault ? NULL : task->run(&task->work, task->context);
}

void run_task(struct house *house, struct task *task, struct db *db) {
    int tries = 0;

    do {
        start(house, task, db, executor_version(house->executor));
        db_begin(&task->work);
        run(task);
        if (!db_end(&task->work, is_kept(task)))
            work_fault(&task->work, "the transaction did not end");
        tries++;
    } while (may_run_again(task, tries));
}

/* Cached values are held until done() has read them; the task may be gone then. */
void run_finish(struct task *task) {
    const struct work *work = &task->work;
    struct work holder = { .pins = work->pins };
    const bool kept = is_kept(task);

    if (work->touched && kept)
        executor_raise(work->house->executor);
    if (work->told && kept && work->house->push)
        push_signal(work->house->push, work->town, work->told);
    if (work->fault)
        log_event(LOG_ERROR,
                  &(struct log_about){ work->now_ms, work->id, work->actor.id },
                  "work.fault", "text=\"%s\"", work->fault);
    task->work.pins = NULL;
    if (task->done)
        task->done(task, task->context);
    cache_unpin(&holder);
}

/* ---- several in one transaction ---- */

struct batch {
    struct house *house;
    struct db *db;
    int64_t version; /* see start() */
    struct task *first;
    struct task *end; /* the first that does not belong to it, or NULL */
};

/* Says whether the batch may be kept. */
static bool run_trusting(const struct batch *batch, struct task *task) {
    start(batch->house, task, batch->db, batch->version);
    run(task);
    return is_kept(task) || (!task->work.fault && !task->work.wrote);
}

static bool run_carefully(const struct batch *batch, struct task *task) {
    int tries = 0;

    do {
        start(batch->house, task, batch->db, batch->version);
        db_savepoint(&task->work);
        run(task);
        db_savepoint_end(&task->work, is_kept(task));
        tries++;
    } while (may_run_again(task, tries));
    return true;
}

/* Runs the tasks up to the last of the batch.  Says whether none spoiled it. */
static bool run_tasks(struct batch *batch,
                      bool (*run_one)(const struct batch *batch, struct task *task)) {
    bool well = true;

    batch->end = NULL;
    for (struct task *task = batch->first; well && task != batch->end;
         task = task->next) {
        well = run_one(batch, task);
        if (task->work.touched && is_kept(task))
            batch->end = task->next;
    }
    return well;
}

enum attempt { KEPT, SPOILED, FAILED };

/* Runs the tasks and ends the transaction.  On FAILED *why says why none is kept. */
static enum attempt attempt(struct batch *batch,
                            bool (*run_one)(const struct batch *, struct task *),
                            const char **why) {
    if (!db_batch_begin(batch->db, why)) {
        for (struct task *task = batch->first; task; task = task->next)
            start(batch->house, task, batch->db, batch->version);
        batch->end = NULL;
        return FAILED;
    }
    if (!run_tasks(batch, run_one)) {
        db_batch_give_up(batch->db);
        return SPOILED;
    }
    switch (db_batch_end(batch->db, why)) {
    case DB_BATCH_KEPT: return KEPT;
    case DB_BATCH_UNDONE: return run_one == run_trusting ? SPOILED : FAILED;
    default: return FAILED;
    }
}

static struct task *run_one_batch(struct house *house, struct task *first,
                                  struct db *db) {
    struct batch batch = { house, db, executor_version(house->executor), first, NULL };
    const char *why = NULL;
    enum attempt result = attempt(&batch, run_trusting, &why);

    if (result == SPOILED)
        result = attempt(&batch, run_carefully, &why);
    assert(result != SPOILED);
    while (first != batch.end) {
        struct task *task = first;

        first = task->next;
        if (result == FAILED)
            work_fault(&task->work, "nothing was committed: %s", why ? why : "unknown");
        run_finish(task);
    }
    return batch.end;
}

/* Takes the tasks of the first one's town out of the list, in order. */
static struct task *take_town(struct task **list) {
    const int64_t town = (*list)->work.town;
    struct task *taken = NULL;
    struct task **end = &taken;

    while (*list) {
        struct task *task = *list;

        if (task->work.town != town) {
            list = &task->next;
            continue;
        }
        *list = task->next;
        *end = task;
        end = &task->next;
    }
    *end = NULL;
    return taken;
}

void run_batch(struct house *house, struct task *first, struct db *db) {
    while (first) {
        struct task *of_town = take_town(&first);

        while (of_town && of_town->next)
            of_town = run_one_batch(house, of_town, db);
        if (of_town) {
            run_task(house, of_town, db);
            run_finish(of_town);
        }
    }
}
