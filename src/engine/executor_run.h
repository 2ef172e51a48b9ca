/*
 * executor_run -- runs tasks on a connection, alone or several in one transaction.
 *
 * Only the files of executor include this.  A batch trusts its tasks: none has a
 * savepoint, which most do not need and each would pay for.  A task that is to be taken
 * back after it wrote, or that met a fault, spoils the batch; it is undone and run again
 * carefully, each task in a savepoint.  So a task may run once more than
 * EXECUTOR_TRIES_MAX says, and what refusals cost others is bounded by twice the work.
 */
#ifndef EXECUTOR_RUN_H
#define EXECUTOR_RUN_H

#include "executor.h"

/* Runs the task in a transaction of its own; after a lost race again. */
void run_task(struct house *house, struct task *task, struct db *db);

/* What follows a commit, then done(); the task may be gone when this returns. */
void run_finish(struct task *task);

/*
 * Runs the tasks of a list and finishes them.  Those of a town share a transaction, which
 * on shards stays in one place; one that touched a cache is the last of it: the next
 * would build from what may never be committed, and others would be shown it.
 */
void run_batch(struct house *house, struct task *first, struct db *db);

/* A cache was touched: the next work of this process need not wait for the notice. */
void executor_raise(struct executor *executor);

#endif
