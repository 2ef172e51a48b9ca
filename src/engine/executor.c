#include "executor.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "config.h"
#include "db_listen.h"
#include "executor_run.h"
#include "house.h"

enum {
    SLOW_THREADS = 2,
    THREADS_MAX = 1 + EXECUTOR_READERS_MAX + SLOW_THREADS,
    CONNECTIONS_MAX = 2 * THREADS_MAX,
};

/* Who waits for the same threads. */
enum queue { READS, SLOW_READS, WRITES, QUEUES };

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
    struct lane lanes[QUEUES];
    int busy; /* threads that hold tasks */
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

    run_task(executor->house, task, db);
    give_back_reader(executor, db);
    run_finish(task);
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
    for (int i = 0; i < QUEUES; i++)
        if (executor->lanes[i].first)
            return false;
    return executor->busy == 0;
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

/* ---- threads ---- */

/* Runs all that waits together. */
static void *writer_thread(void *context) {
    const struct seat *seat = context;
    struct task *first;

    while ((first = dequeue(seat->executor, seat->lane, EXECUTOR_BATCH_MAX))) {
        run_batch(seat->executor->house, first, seat->db);
        rest(seat->executor);
        sched_yield(); /* who was just answered may ask again, and share the next */
    }
    return NULL;
}

/* Runs one task at a time. */
static void *single_thread(void *context) {
    const struct seat *seat = context;
    struct task *task;

    while ((task = dequeue(seat->executor, seat->lane, 1))) {
        if (seat->db) {
            run_task(seat->executor->house, task, seat->db);
            run_finish(task);
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

static void seat_thread(struct executor *executor, enum queue queue, struct db *db,
                        struct seat *seat, void *(*body)(void *)) {
    *seat = (struct seat){ executor, &executor->lanes[queue], db };
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
    seat_thread(executor, WRITES, writer, &seats[0], writer_thread);
    for (int i = 0; i < SLOW_THREADS; i++)
        seat_thread(executor, SLOW_READS, NULL, &seats[1 + i], single_thread);
    return true;
}

static bool start_postgres(struct executor *executor, const char *location,
                           int connections, struct seat *seats, struct arena *arena,
                           const char **why) {
    const int reads = connections + SLOW_THREADS;
    struct db *db[THREADS_MAX];

    for (int i = 0; i < 1 + reads; i++)
        if (!(db[i] = connect_one(executor, location, WORK_WRITE, arena, why)))
            return false;
    executor->listener = db_listen_start(location);
    for (int i = 0; i < reads; i++)
        seat_thread(executor, i < connections ? READS : SLOW_READS, db[i], &seats[i],
                    single_thread);
    seat_thread(executor, WRITES, db[reads], &seats[reads], writer_thread);
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
    for (int i = 0; i < QUEUES; i++)
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
    for (int i = 0; i < QUEUES; i++)
        pthread_cond_broadcast(&executor->lanes[i].filled);
    pthread_mutex_unlock(&executor->lock);
    for (int i = 0; i < executor->thread_count; i++)
        pthread_join(executor->threads[i], NULL);
    if (executor->listener)
        db_listen_stop(executor->listener);
    for (int i = 0; i < executor->connection_count; i++)
        db_close(executor->connections[i]);
    for (int i = 0; i < QUEUES; i++)
        pthread_cond_destroy(&executor->lanes[i].filled);
    pthread_cond_destroy(&executor->reader_back);
    pthread_cond_destroy(&executor->idle);
    pthread_mutex_destroy(&executor->watch);
    pthread_mutex_destroy(&executor->lock);
    free(executor);
}

/* ---- callers ---- */

void executor_submit(struct executor *executor, struct task *task) {
    const enum queue queue = task->work.kind == WORK_WRITE ? WRITES
                             : task->lane == EXECUTOR_SLOW ? SLOW_READS
                                                           : READS;

    if (executor->kind == DB_SQLITE && queue == READS) {
        run_on_reader(executor, task);
    } else if (!enqueue(executor, &executor->lanes[queue], task)) {
        task->work.house = executor->house;
        task->work.now_ms = house_now_ms();
        work_fault(&task->work, "more than %d works wait, or the program is ending",
                   EXECUTOR_WAITING_MAX);
        run_finish(task);
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

void executor_raise(struct executor *executor) {
    if (executor->listener)
        db_listen_raise(executor->listener);
}

void executor_hear(struct executor *executor, void (*heard)(void *context, int64_t town),
                   void *context) {
    if (executor->listener)
        db_listen_hear(executor->listener, heard, context);
}

enum db_kind executor_kind(const struct executor *executor) {
    return executor->kind;
}
