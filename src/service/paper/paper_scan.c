#include "paper_scan.h"

#include "clamd.h"
#include "config.h"
#include "executor.h"
#include "house.h"
#include "job.h"
#include "log.h"
#include "paper.sql.h"
#include "paper_row.h"
#include "paper_store.h"

enum { SCANNED_AT_ONCE = 20, TURN_MS = 15 * 1000 };

/* What becomes of the papers of one job; in an arena of its own. */
struct scanning {
    struct task read, write;
    struct paper paper[SCANNED_AT_ONCE];
    enum paper_scan scan[SCANNED_AT_ONCE];
    size_t count;
};

static enum paper_scan ask(struct work *work, const struct paper *paper) {
    struct arena *outer = work_stretch_begin(work);
    const char *where = work->house->config->text[CONFIG_CLAMD];
    enum clamd_verdict verdict = CLAMD_CLEAN; /* none is set up any more */
    struct db_bytes content;

    if (where[0]) {
        paper_open(work, paper, &content);
        verdict = work->fault ? CLAMD_SILENT : clamd_scan(where, content);
    }
    work_stretch_end(work, outer);
    return verdict == CLAMD_CLEAN      ? SCAN_CLEAN
           : verdict == CLAMD_INFECTED ? SCAN_INFECTED
                                       : SCAN_WAITS;
}

/* Up to the first for which there is no answer: the next would have none either. */
static const struct refusal *scan(struct work *work, void *context) {
    struct scanning *scanning = context;
    struct sql_paper_waiting_row *rows;
    const size_t count =
        sql_paper_waiting(work, &rows, .after_id = 0, .limit = SCANNED_AT_ONCE);

    scanning->count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct paper paper = PAPER_OF_ROW(work, rows[i]);
        const enum paper_scan found = ask(work, &paper);

        if (found == SCAN_WAITS)
            break;
        scanning->paper[i] = paper;
        scanning->scan[i] = found;
        scanning->count++;
    }
    return NULL;
}

/* An infected content goes; the row stays and says why it is not there. */
static const struct refusal *keep(struct work *work, void *context) {
    const struct scanning *scanning = context;

    for (size_t i = 0; i < scanning->count; i++) {
        const struct paper *paper = &scanning->paper[i];

        sql_paper_scanned(work, .id = paper->id, .scan = scanning->scan[i]);
        if (scanning->scan[i] != SCAN_INFECTED)
            continue;
        log_event(LOG_WARN, NULL, "paper.infected", "paper=%lld", (long long)paper->id);
        sql_paper_removed(work, .id = paper->id);
        paper_store_touch(work, paper->digest);
    }
    return NULL;
}

static void kept(struct task *task, void *context) {
    (void)context;
    arena_free(task->work.arena);
}

static void scanned(struct task *task, void *context) {
    struct scanning *scanning = context;

    if (task->work.fault)
        scanning->count = 0; /* the job of the next turn tries again */
    executor_submit(task->work.house->executor, &scanning->write);
}

void paper_scan_job(struct work *work, const char *subject) {
    struct executor *executor = work->house->executor;
    struct arena *arena = executor ? arena_new() : NULL;
    struct scanning *scanning = executor ? arena_alloc(arena, sizeof *scanning) : NULL;

    (void)subject;
    paper_scan_resume(work);
    if (!executor)
        return;
    scanning->read = (struct task){
        .work = { .arena = arena, .house = work->house, .town = work->town },
        .lane = EXECUTOR_SLOW,
        .run = scan,
        .done = scanned,
        .context = scanning,
    };
    scanning->write = (struct task){
        .work = { .arena = arena,
                  .house = work->house,
                  .town = work->town,
                  .kind = WORK_WRITE },
        .run = keep,
        .done = kept,
        .context = scanning,
    };
    executor_submit(executor, &scanning->read);
}

void paper_scan_later(struct work *work) {
    const int64_t next = work->now_ms / TURN_MS + 1;

    job_add(work, PAPER_SCAN_JOB, arena_format(work->arena, "%lld", (long long)next),
            next * TURN_MS);
}

void paper_scan_resume(struct work *work) {
    struct sql_paper_waiting_row *rows;

    if (sql_paper_waiting(work, &rows, .after_id = 0, .limit = 1))
        paper_scan_later(work);
}
