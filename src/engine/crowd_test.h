/*
 * crowd_test -- many works at once: a barrier that holds them until the test has set its
 * scene, and a crowd that counts how many are done.
 */
#ifndef CROWD_TEST_H
#define CROWD_TEST_H

#include <pthread.h>
#include <time.h>

#include "running_test.h"

enum { PATIENCE_SECONDS = 20 };

/* ---- a barrier ---- */

/* Works wait at it until it opens; a test waits until so many stand there. */
struct barrier {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int waiting;
    bool is_open;
};

#define CLOSED_BARRIER                                                                   \
    { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER }

static inline void stand_at(struct barrier *gate) {
    pthread_mutex_lock(&gate->lock);
    gate->waiting++;
    pthread_cond_broadcast(&gate->changed);
    while (!gate->is_open)
        pthread_cond_wait(&gate->changed, &gate->lock);
    gate->waiting--;
    pthread_mutex_unlock(&gate->lock);
}

static inline void await_at(struct barrier *gate, int count) {
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_SECONDS;
    pthread_mutex_lock(&gate->lock);
    while (gate->waiting < count)
        if (pthread_cond_timedwait(&gate->changed, &gate->lock, &until) != 0)
            fail_msg("%d of %d came to the gate", gate->waiting, count);
    pthread_mutex_unlock(&gate->lock);
}

static inline void open_barrier(struct barrier *gate) {
    pthread_mutex_lock(&gate->lock);
    gate->is_open = true;
    pthread_cond_broadcast(&gate->changed);
    pthread_mutex_unlock(&gate->lock);
}

static inline const struct refusal *run_at_gate(struct work *work, void *context) {
    (void)work;
    stand_at(context);
    return NULL;
}

/* ---- works that are not waited for one by one ---- */

struct crowd {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int done_count;
};

/* One of a crowd.  Its task's context is the member itself. */
struct member {
    struct task task;
    struct crowd *crowd;
    struct barrier *gate;
    int64_t id;
    int64_t town; /* 0: the test's */
    int runs;
};

#define NOBODY                                                                           \
    { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER }

static inline void count_done(struct task *task, void *context) {
    struct crowd *crowd = ((struct member *)context)->crowd;

    (void)task;
    pthread_mutex_lock(&crowd->lock);
    crowd->done_count++;
    pthread_cond_broadcast(&crowd->changed);
    pthread_mutex_unlock(&crowd->lock);
}

static inline void submit(struct running *running, struct member *member,
                          struct crowd *crowd, enum work_kind kind,
                          const struct refusal *(*run)(struct work *work,
                                                       void *context)) {
    member->crowd = crowd;
    member->task.work = (struct work){ .arena = arena_new(),
                                       .town = member->town ? member->town : test_town,
                                       .kind = kind };
    member->task.run = run;
    member->task.done = count_done;
    member->task.context = member;
    executor_submit(running->house.executor, &member->task);
}

static inline void await_done(struct crowd *crowd, int count) {
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_SECONDS;
    pthread_mutex_lock(&crowd->lock);
    while (crowd->done_count < count)
        if (pthread_cond_timedwait(&crowd->changed, &crowd->lock, &until) != 0)
            fail_msg("%d of %d works are done", crowd->done_count, count);
    pthread_mutex_unlock(&crowd->lock);
}

static inline void forget(struct member *members, size_t count) {
    for (size_t i = 0; i < count; i++)
        arena_free(members[i].task.work.arena);
}

static inline const struct refusal *run_gate_member(struct work *work, void *context) {
    return run_at_gate(work, ((struct member *)context)->gate);
}

static inline const struct refusal *run_insert_member(struct work *work, void *context) {
    struct member *member = context;

    member->runs++;
    insert_probe(work, member->id, NULL);
    return NULL;
}

#endif
