#include "executor.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "cache.h"
#include "config.h"
#include "db_listen.h"
#include "house.h"
#include "id.h"
#include "log.h"
#include "push.h"

enum {
    SLOW_THREADS = 2,
    THREADS_MAX = EXECUTOR_READERS_MAX + SLOW_THREADS,
    CONNECTIONS_MAX = 2 * THREADS_MAX,
};

/* Tasks that wait for the same threads. */
struct lane {
    struct task *first;
    struct task *last;
    size_t waiting;
    pthread_cond_t filled;
};

struct executor {
    struct house *house;
    enum db_kind kind;
    struct db_listener *listener; /* PostgreSQL only */
    pthread_mutex_t watch;        /* guards the watcher */
    pthread_mutex_t lock;         /* guards what follows */
    bool stopping;
    struct lane lanes[2]; /* by enum executor_lane */
    int busy;             /* threads that hold tasks */
    pthread_cond_t idle;
    struct db *watcher;                            /* SQLite: asks for versions */
    struct db *idle_readers[EXECUTOR_READERS_MAX]; /* SQLite only */
    int idle_count;
    pthread_cond_t reader_back;
    struct db *connections[CONNECTIONS_MAX]; /* all, to close them */
    int connection_count;
    pthread_t threads[THREADS_MAX];
    int thread_count;
};

/* What one thread works with. */
struct seat {
    struct executor *executor;
    struct lane *lane;
    struct db *db; /* NULL: borrows a reader */
};

/* ---- one task ---- */

static void work_start(struct executor *executor, struct task *task, struct db *db) {
    struct work *work = &task->work;

    cache_unpin(work); /* what an earlier try held */
    work->house = executor->house;
    work->db = db;
    work->now_ms = house_now_ms();
    work->id = id_next(executor->house->ids, work->now_ms);
    work->fault = NULL;
    work->lost_race = false;
    work->keep = false;
    work->touched = false;
    work->told = 0;
    work->version = executor_version(executor);
}

/* Whether what the task did is to stay. */
static bool worth_keeping(const struct task *task) {
    return !task->work.fault && (!task->refusal || task->work.keep);
}

static bool may_run_again(const struct task *task, int tries) {
    return task->work.fault && task->work.lost_race && tries < EXECUTOR_TRIES_MAX;
}

static void run_alone(struct executor *executor, struct task *task, struct db *db) {
    int tries = 0;

    do {
        work_start(executor, task, db);
        db_begin(&task->work);
        task->refusal = task->work.fault ? NULL : task->run(&task->work, task->context);
        if (!db_end(&task->work, worth_keeping(task)))
            work_fault(&task->work, "the transaction did not end");
        tries++;
    } while (may_run_again(task, tries));
}

/* Cached values are held until done() has read them; the task may be gone then. */
static void finish(struct task *task) {
    const struct work *work = &task->work;
    struct work holder = { .pins = work->pins };
    const bool kept = worth_keeping(task);

    /* The next request of this process need not wait for the notice to come round. */
    if (work->touched && kept && work->house->executor->listener)
        db_listen_raise(work->house->executor->listener);
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

/* ---- SQLite: readers ---- */

static struct db *borrow_reader(struct executor *executor) {
    pthread_mutex_lock(&executor->lock);
    while (executor->idle_count == 0)
        pthread_cond_wait(&executor->reader_back, &executor->lock);

    struct db *db = executor->idle_readers[--executor->idle_count];

    pthread_mutex_unlock(&executor->lock);
    return db;
}

static void give_back_reader(struct executor *executor, struct db *db) {
    pthread_mutex_lock(&executor->lock);
    executor->idle_readers[executor->idle_count++] = db;
    pthread_cond_signal(&executor->reader_back);
    pthread_mutex_unlock(&executor->lock);
}

static void run_on_reader(struct executor *executor, struct task *task) {
    struct db *db = borrow_reader(executor);

    run_alone(executor, task, db);
    give_back_reader(executor, db);
    finish(task);
}

/* ---- waiting ---- */

/* Says whether there was room. */
static bool enqueue(struct executor *executor, struct lane *lane, struct task *task) {
    bool room;

    pthread_mutex_lock(&executor->lock);
    room = !executor->stopping && lane->waiting < EXECUTOR_WAITING_MAX;
    if (room) {
        task->next = NULL;
        if (lane->last)
            lane->last->next = task;
        else
            lane->first = task;
        lane->last = task;
        lane->waiting++;
        pthread_cond_signal(&lane->filled);
    }
    pthread_mutex_unlock(&executor->lock);
    return room;
}

/* Takes at most most tasks, in order; NULL when the executor stops and none waits. */
static struct task *dequeue(struct executor *executor, struct lane *lane, size_t most) {
    pthread_mutex_lock(&executor->lock);
    while (!lane->first && !executor->stopping)
        pthread_cond_wait(&lane->filled, &executor->lock);

    struct task *taken = lane->first;
    struct task *end = NULL;

    for (struct task *task = taken; task && most > 0; task = task->next, most--) {
        end = task;
        lane->waiting--;
    }
    if (end) {
        executor->busy++;
        lane->first = end->next;
        if (!lane->first)
            lane->last = NULL;
        end->next = NULL;
    }
    pthread_mutex_unlock(&executor->lock);
    return taken;
}

static bool is_idle(const struct executor *executor) {
    return executor->busy == 0 && !executor->lanes[EXECUTOR_ORDINARY].first &&
           !executor->lanes[EXECUTOR_SLOW].first;
}

/* Behind dequeue(), when what was taken is finished. */
static void rest(struct executor *executor) {
    pthread_mutex_lock(&executor->lock);
    executor->busy--;
    if (is_idle(executor))
        pthread_cond_broadcast(&executor->idle);
    pthread_mutex_unlock(&executor->lock);
}

void executor_await_idle(struct executor *executor) {
    pthread_mutex_lock(&executor->lock);
    while (!is_idle(executor))
        pthread_cond_wait(&executor->idle, &executor->lock);
    pthread_mutex_unlock(&executor->lock);
}

/* ---- SQLite: the writer ---- */

static void run_in_batch(struct executor *executor, struct task *task, struct db *db) {
    int tries = 0;

    do {
        work_start(executor, task, db);
        db_savepoint(&task->work);
        task->refusal = task->work.fault ? NULL : task->run(&task->work, task->context);
        db_savepoint_end(&task->work, worth_keeping(task));
        tries++;
    } while (may_run_again(task, tries));
}

/*
 * Runs tasks in one transaction and returns those that are left.  It ends behind a task
 * that touched a cache: the next would build from what may never be committed, and
 * others would be shown it.
 */
static struct task *run_batch(struct executor *executor, struct task *first,
                              struct db *db) {
    const char *why = NULL;
    const bool begun = db_batch_begin(db, &why);
    struct task *end = NULL;

    for (struct task *task = first; begun && task != end; task = task->next) {
        run_in_batch(executor, task, db);
        if (task->work.touched && worth_keeping(task))
            end = task->next;
    }

    const bool committed = begun && db_batch_end(db, &why);

    while (first != end) {
        struct task *task = first;

        first = task->next;
        if (!begun)
            work_start(executor, task, db);
        if (!committed)
            work_fault(&task->work, "nothing was committed: %s", why ? why : "unknown");
        finish(task);
    }
    return end;
}

static void *writer_thread(void *context) {
    const struct seat *seat = context;
    struct task *first;

    while ((first = dequeue(seat->executor, seat->lane, EXECUTOR_BATCH_MAX))) {
        while (first)
            first = run_batch(seat->executor, first, seat->db);
        rest(seat->executor);
    }
    return NULL;
}

/* ---- threads that run one task at a time ---- */

static void *single_thread(void *context) {
    const struct seat *seat = context;
    struct task *task;

    while ((task = dequeue(seat->executor, seat->lane, 1))) {
        if (seat->db) {
            run_alone(seat->executor, task, seat->db);
            finish(task);
        } else {
            run_on_reader(seat->executor, task);
        }
        rest(seat->executor);
    }
    return NULL;
}

/* ---- start and stop ---- */

static struct db *connect_one(struct executor *executor, const char *location,
                              enum work_kind kind, struct arena *arena,
                              const char **why) {
    struct db *db = db_open(location, kind, arena, why);

    if (db) {
        assert(executor->connection_count < CONNECTIONS_MAX);
        executor->connections[executor->connection_count++] = db;
    }
    return db;
}

static void seat_thread(struct executor *executor, enum executor_lane lane, struct db *db,
                        struct seat *seat, void *(*body)(void *)) {
    *seat = (struct seat){ executor, &executor->lanes[lane], db };
    if (pthread_create(&executor->threads[executor->thread_count], NULL, body, seat) != 0)
        abort();
    executor->thread_count++;
}

static bool start_sqlite(struct executor *executor, const char *location, int readers,
                         struct seat *seats, struct arena *arena, const char **why) {
    struct db *writer = connect_one(executor, location, WORK_WRITE, arena, why);

    if (!writer ||
        !(executor->watcher = connect_one(executor, location, WORK_READ, arena, why)))
        return false;
    for (int i = 0; i < readers; i++) {
        struct db *reader = connect_one(executor, location, WORK_READ, arena, why);

        if (!reader)
            return false;
        executor->idle_readers[executor->idle_count++] = reader;
    }
    seat_thread(executor, EXECUTOR_ORDINARY, writer, &seats[0], writer_thread);
    for (int i = 0; i < SLOW_THREADS; i++)
        seat_thread(executor, EXECUTOR_SLOW, NULL, &seats[1 + i], single_thread);
    return true;
}

static bool start_postgres(struct executor *executor, const char *location,
                           int connections, struct seat *seats, struct arena *arena,
                           const char **why) {
    struct db *db[THREADS_MAX];

    for (int i = 0; i < connections + SLOW_THREADS; i++)
        if (!(db[i] = connect_one(executor, location, WORK_WRITE, arena, why)))
            return false;
    executor->listener = db_listen_start(location);
    for (int i = 0; i < connections + SLOW_THREADS; i++)
        seat_thread(executor, i < connections ? EXECUTOR_ORDINARY : EXECUTOR_SLOW, db[i],
                    &seats[i], single_thread);
    return true;
}

struct executor *executor_start(struct house *house, const char *location,
                                int connections, struct arena *arena, const char **why) {
    struct executor *executor = calloc(1, sizeof *executor);
    struct seat *seats = arena_alloc(arena, THREADS_MAX * sizeof *seats);
    const int kind = db_location_kind(location);
    bool started = false;

    if (!executor)
        abort();
    if (connections > EXECUTOR_READERS_MAX)
        connections = EXECUTOR_READERS_MAX;
    executor->house = house;
    pthread_mutex_init(&executor->lock, NULL);
    pthread_mutex_init(&executor->watch, NULL);
    pthread_cond_init(&executor->reader_back, NULL);
    pthread_cond_init(&executor->idle, NULL);
    for (int i = 0; i < 2; i++)
        pthread_cond_init(&executor->lanes[i].filled, NULL);
    if (kind < 0) {
        *why = arena_format(arena,
                            "'%s' names no database: write sqlite:PATH or "
                            "postgresql://…",
                            location);
    } else {
        executor->kind = (enum db_kind)kind;
        started =
            kind == DB_SQLITE
                ? start_sqlite(executor, location, connections, seats, arena, why)
                : start_postgres(executor, location, connections, seats, arena, why);
    }
    if (started)
        return executor;
    executor_stop(executor);
    return NULL;
}

void executor_stop(struct executor *executor) {
    pthread_mutex_lock(&executor->lock);
    executor->stopping = true;
    for (int i = 0; i < 2; i++)
        pthread_cond_broadcast(&executor->lanes[i].filled);
    pthread_mutex_unlock(&executor->lock);
    for (int i = 0; i < executor->thread_count; i++)
        pthread_join(executor->threads[i], NULL);
    if (executor->listener)
        db_listen_stop(executor->listener);
    for (int i = 0; i < executor->connection_count; i++)
        db_close(executor->connections[i]);
    for (int i = 0; i < 2; i++)
        pthread_cond_destroy(&executor->lanes[i].filled);
    pthread_cond_destroy(&executor->reader_back);
    pthread_cond_destroy(&executor->idle);
    pthread_mutex_destroy(&executor->watch);
    pthread_mutex_destroy(&executor->lock);
    free(executor);
}

/* ---- callers ---- */

void executor_submit(struct executor *executor, struct task *task) {
    const bool at_once = executor->kind == DB_SQLITE && task->work.kind == WORK_READ &&
                         task->lane == EXECUTOR_ORDINARY;

    if (at_once) {
        run_on_reader(executor, task);
    } else if (!enqueue(executor, &executor->lanes[task->lane], task)) {
        task->work.house = executor->house;
        task->work.now_ms = house_now_ms();
        work_fault(&task->work, "more than %d works wait, or the program is ending",
                   EXECUTOR_WAITING_MAX);
        finish(task);
    }
}

/* A caller that waits for its task. */
struct waiter {
    pthread_mutex_t lock;
    pthread_cond_t over;
    bool is_over;
    const struct refusal *(*run)(struct work *, void *);
    void *context;
};

static const struct refusal *run_for_waiter(struct work *work, void *context) {
    const struct waiter *waiter = context;

    return waiter->run(work, waiter->context);
}

static void tell_waiter(struct task *task, void *context) {
    struct waiter *waiter = context;

    (void)task;
    pthread_mutex_lock(&waiter->lock);
    waiter->is_over = true;
    pthread_cond_signal(&waiter->over);
    pthread_mutex_unlock(&waiter->lock);
}

void executor_call(struct executor *executor, struct task *task) {
    struct waiter waiter = {
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .over = PTHREAD_COND_INITIALIZER,
        .run = task->run,
        .context = task->context,
    };

    task->run = run_for_waiter;
    task->done = tell_waiter;
    task->context = &waiter;
    executor_submit(executor, task);
    pthread_mutex_lock(&waiter.lock);
    while (!waiter.is_over)
        pthread_cond_wait(&waiter.over, &waiter.lock);
    pthread_mutex_unlock(&waiter.lock);
    task->run = waiter.run;
    task->context = waiter.context;
    task->done = NULL;
}

int64_t executor_version(struct executor *executor) {
    if (executor->kind == DB_POSTGRES)
        return db_listen_epoch(executor->listener);

    pthread_mutex_lock(&executor->watch);

    struct work work = { .db = executor->watcher, .kind = WORK_READ };
    const int64_t version = db_version(&work);

    pthread_mutex_unlock(&executor->watch);
    return version;
}

void executor_hear(struct executor *executor, void (*heard)(void *context, int64_t town),
                   void *context) {
    if (executor->listener)
        db_listen_hear(executor->listener, heard, context);
}

enum db_kind executor_kind(const struct executor *executor) {
    return executor->kind;
}
