/*
 * job -- work that the clock begins.
 *
 * A job is a row: a kind, what it is about (its subject), and a moment before which it
 * does not run.  Kind and subject together are unique, so asking twice is asking once.
 * A job runs in one transaction with the mark that it is done: both happen or neither.
 * After a fault it is tried again after 1, 2, 4 … minutes, JOB_ATTEMPTS_MAX times.
 *
 * Daily kinds get a job each day, at their minute, whose subject is the day.
 */
#ifndef JOB_H
#define JOB_H

#include <stddef.h>
#include <stdint.h>

#include "work.h"

enum { JOB_ATTEMPTS_MAX = 8, JOB_PAUSE_MS = 1000, JOB_WHEN_ASKED = -1 };

struct job_kind {
    const char *name;
    void (*run)(struct work *work, const char *subject); /* faults say why not */
    int daily_minute; /* of each day; JOB_WHEN_ASKED: only then */
};

/* Asks for a job, in the transaction of the work. */
void job_add(struct work *work, const char *kind, const char *subject, int64_t run_ms);

struct house;
struct job_runner;

/* The towns whose jobs a process runs; they outlive the runner. */
struct job_towns {
    const int64_t *town;
    size_t count;
};

/* A thread that runs the towns' jobs as they fall due. */
struct job_runner *job_start(struct house *house, struct job_towns towns,
                             const struct job_kind *kinds, size_t count);
void job_stop(struct job_runner *runner);

/*
 * Runs one job that is due; for the thread and tests.  Says whether there was one, and it
 * is done or put off.
 */
int job_run_one(struct house *house, int64_t town, const struct job_kind *kinds,
                size_t count);

#endif
