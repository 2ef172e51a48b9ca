/*
 * executor -- runs works: which thread, which connection, which transaction.
 *
 *   reads    on SQLite at once, on the caller's thread with a reader connection; on
 *            PostgreSQL in a pool of threads with a connection each.
 *   writes   by one writer thread, which takes every write that waits (at most
 *            EXECUTOR_BATCH_MAX), runs them in one transaction (executor_run.h), commits
 *            once, and only then says that they are done.
 *
 * A work that lost a race is run again from its beginning, EXECUTOR_TRIES_MAX times in
 * all.  A commit that failed makes the fault of every work in it.
 */
#ifndef EXECUTOR_H
#define EXECUTOR_H

#include "db.h"
#include "work.h"

enum {
    EXECUTOR_BATCH_MAX = 256,
    EXECUTOR_TRIES_MAX = 3,
    EXECUTOR_WAITING_MAX = 4096, /* more tasks waiting than this are turned away */
    EXECUTOR_READERS_MAX = 16,
};

struct executor;
struct house;

/* Where a task runs. */
enum executor_lane {
    EXECUTOR_ORDINARY,
    EXECUTOR_SLOW, /* a read that takes long: passwords; a few threads of its own */
};

/*
 * A piece of work to be done.  The caller owns it until done() was called, and reads
 * work.fault then.  run() may be called several times; it returns the refusal, or NULL.
 */
struct task {
    struct work work; /* arena, town and kind are set by the caller */
    enum executor_lane lane;
    const struct refusal *(*run)(struct work *work, void *context);
    void (*done)(struct task *task, void *context); /* from any thread */
    void *context;
    const struct refusal *refusal; /* of the last run */
    struct task *next;             /* while it waits */
};

/* Returns NULL and an English reason in *why when the database cannot be opened. */
struct executor *executor_start(struct house *house, const char *location,
                                int connections, struct arena *arena, const char **why);

/*
 * Runs the task, now or later; done() may have been called when this returns.  When too
 * many wait, done() is called with a fault.
 */
void executor_submit(struct executor *executor, struct task *task);

/* Runs the task and waits for it: for subcommands and jobs.  done is not called. */
void executor_call(struct executor *executor, struct task *task);

/* See db_version(); without a work, for caches that answer before one begins. */
int64_t executor_version(struct executor *executor);

/* Calls heard() when another process changed something of a town; 0: of any. */
void executor_hear(struct executor *executor, void (*heard)(void *context, int64_t town),
                   void *context);

/*
 * Waits until no task waits or runs.  Before what their done() uses is freed: http gives
 * up on answers that come too late, but their tasks go on.
 */
void executor_await_idle(struct executor *executor);

/* Finishes what waits, then closes the connections. */
void executor_stop(struct executor *executor);

enum db_kind executor_kind(const struct executor *executor);

#endif
