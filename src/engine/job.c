#include "job.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "civil.h"
#include "executor.h"
#include "house.h"
#include "job.sql.h"

static const int64_t minute_ms = 60 * 1000;
static const int64_t kept_ms = 30LL * 24 * 3600 * 1000; /* what was done, for looking */

void job_add(struct work *work, const char *kind, const char *subject, int64_t run_ms) {
    sql_job_add(work, .id = work_new_id(work), .kind = kind, .subject = subject,
                .run_ms = run_ms);
}

/* ---- running one ---- */

/* A job being tried; the text of a fault outlives the work that it came from. */
struct attempt {
    const struct job_kind *kinds;
    size_t count;
    int64_t id; /* 0: none was due */
    int64_t attempts;
    char problem[400];
};

static const struct job_kind *kind_of(const struct attempt *attempt, const char *name) {
    for (size_t i = 0; i < attempt->count; i++)
        if (strcmp(attempt->kinds[i].name, name) == 0)
            return &attempt->kinds[i];
    return NULL;
}

static const struct refusal *run_next(struct work *work, void *context) {
    struct attempt *attempt = context;
    struct sql_job_next_row row;

    work->actor = (struct actor){ .rights = RIGHT_SYSTEM, .name = "" };
    attempt->id = 0;
    if (!sql_job_next(work, &row) || !sql_job_finish(work, .id = row.id))
        return NULL;
    attempt->id = row.id;
    attempt->attempts = row.attempts;

    const struct job_kind *kind = kind_of(attempt, row.kind);

    if (kind)
        kind->run(work, row.subject);
    else
        work_fault(work, "no such kind of job: %s", row.kind);
    return NULL;
}

static const struct refusal *record_failure(struct work *work, void *context) {
    const struct attempt *attempt = context;
    const int64_t tries = attempt->attempts + 1;

    sql_job_fail(work, .id = attempt->id,
                 .state = tries >= JOB_ATTEMPTS_MAX ? "failed" : "ready",
                 .run_ms = work->now_ms + (minute_ms << (tries - 1)), .attempts = tries,
                 .problem = attempt->problem);
    return NULL;
}

/* Says whether it committed; else the problem is in the attempt. */
static int call(struct house *house, int64_t town, struct attempt *attempt,
                const struct refusal *(*run)(struct work *, void *)) {
    struct task task = {
        .work = { .arena = arena_new(), .town = town, .kind = WORK_WRITE },
        .run = run,
        .context = attempt,
    };
    const char *fault;

    executor_call(house->executor, &task);
    fault = task.work.fault;
    if (fault)
        snprintf(attempt->problem, sizeof attempt->problem, "%s", fault);
    arena_free(task.work.arena);
    return !fault;
}

int job_run_one(struct house *house, int64_t town, const struct job_kind *kinds,
                size_t count) {
    struct attempt attempt = { .kinds = kinds, .count = count };

    if (call(house, town, &attempt, run_next))
        return attempt.id != 0;
    /* What cannot even be recorded is due at once again: let the thread pause first. */
    return attempt.id && call(house, town, &attempt, record_failure);
}

/* ---- the thread ---- */

struct job_runner {
    struct house *house;
    struct job_towns towns;
    const struct job_kind *kinds;
    size_t count;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t woken;
    int stopping;
};

static const struct refusal *ask_for_daily(struct work *work, void *context) {
    const struct attempt *attempt = context;
    const int day = work_day(work);

    for (size_t i = 0; i < attempt->count; i++)
        if (attempt->kinds[i].daily_minute >= 0)
            job_add(work, attempt->kinds[i].name, arena_format(work->arena, "%d", day),
                    civil_moment_ms(day, attempt->kinds[i].daily_minute));
    sql_job_sweep(work, .before_ms = work->now_ms - kept_ms);
    return NULL;
}

static int is_stopping(struct job_runner *runner) {
    int stopping;

    pthread_mutex_lock(&runner->lock);
    stopping = runner->stopping;
    pthread_mutex_unlock(&runner->lock);
    return stopping;
}

/* Waits for a second, or less when it is to stop.  Says whether to go on. */
static int pause_runner(struct job_runner *runner) {
    struct timespec until;
    int stopping;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += JOB_PAUSE_MS / 1000;
    pthread_mutex_lock(&runner->lock);
    if (!runner->stopping)
        pthread_cond_timedwait(&runner->woken, &runner->lock, &until);
    stopping = runner->stopping;
    pthread_mutex_unlock(&runner->lock);
    return !stopping;
}

/* Says whether all towns have been asked. */
static int ask_all(struct job_runner *runner) {
    int asked = 1;

    for (size_t i = 0; i < runner->towns.count; i++) {
        struct attempt attempt = { .kinds = runner->kinds, .count = runner->count };

        asked &= call(runner->house, runner->towns.town[i], &attempt, ask_for_daily);
    }
    return asked;
}

static void *run_jobs(void *context) {
    struct job_runner *runner = context;
    int asked_day = 0;

    do {
        const int today = civil_day(house_now_ms());

        if (asked_day != today && ask_all(runner))
            asked_day = today;
        for (size_t i = 0; i < runner->towns.count; i++)
            while (!is_stopping(runner) &&
                   job_run_one(runner->house, runner->towns.town[i], runner->kinds,
                               runner->count))
                continue;
    } while (pause_runner(runner));
    return NULL;
}

struct job_runner *job_start(struct house *house, struct job_towns towns,
                             const struct job_kind *kinds, size_t count) {
    struct job_runner *runner = calloc(1, sizeof *runner);

    if (!runner)
        abort();
    runner->house = house;
    runner->towns = towns;
    runner->kinds = kinds;
    runner->count = count;
    pthread_mutex_init(&runner->lock, NULL);
    pthread_cond_init(&runner->woken, NULL);
    if (pthread_create(&runner->thread, NULL, run_jobs, runner) != 0)
        abort();
    return runner;
}

void job_stop(struct job_runner *runner) {
    pthread_mutex_lock(&runner->lock);
    runner->stopping = 1;
    pthread_cond_signal(&runner->woken);
    pthread_mutex_unlock(&runner->lock);
    pthread_join(runner->thread, NULL);
    pthread_cond_destroy(&runner->woken);
    pthread_mutex_destroy(&runner->lock);
    free(runner);
}
