/*
 * running_test -- a house that runs: an executor on an empty database of either kind.
 *
 * For the tests of what runs works: executor, cache, route, job and push.  The schema is
 * the program's own with the table of probe_test.h.
 */
#ifndef RUNNING_TEST_H
#define RUNNING_TEST_H

#include <pthread.h>

#include "house_test.h"

#include "executor.h"
#include "probe_test.h"

enum { CONNECTIONS = 4 };

/* For what only the one writer of SQLite does. */
#define RUN_ON_SQLITE(tests)                                                             \
    cmocka_run_group_tests_name("SQLite alone", tests, set_up_sqlite, tear_down)

struct running {
    struct house house;
    struct arena *arena;
    char keys[64];
};

static inline void prepare_database(void **state) {
    struct work work = connect_to(state, WORK_WRITE);
    struct house house = { .ids = id_source_new(1) };

    work.house = &house;
    migrate_apply(&work, migrate_built_in());
    if (work.fault)
        fail_msg("%s", work.fault);
    run_script(&work, probe_schema);
    id_source_free(house.ids);
    leave(&work);
}

/* words are settings as on the command line, NULL none. */
static inline void fill_house(struct running *running, int count, char **words) {
    struct house *house = &running->house;
    const char *why = NULL;

    snprintf(running->keys, sizeof running->keys, "/tmp/haoban-keys-%d", (int)getpid());
    unlink(running->keys);
    assert_true(keyring_create(running->keys, running->arena, &why));
    house->config = config_read(running->arena, &count, words, &why);
    if (!house->config)
        fail_msg("%s", why);
    house->keyring = keyring_read(running->keys, CRYPT_AES, running->arena, &why);
    house->ids = id_source_new(0);
    house->caches = cache_room_new();
}

static inline void start_executor(void **state, struct running *running,
                                  int connections) {
    const struct place *place = *state;
    const char *why = NULL;

    running->house.executor = executor_start(&running->house, place->location,
                                             connections, running->arena, &why);
    if (!running->house.executor)
        fail_msg("%s", why);
}

/* Leaves the test where there is no such database. */
static inline struct running *run_house(void **state, int connections) {
    struct running *running = NULL;

    need_database(state);
    prepare_database(state);
    running = calloc(1, sizeof *running);
    assert_non_null(running);
    running->arena = arena_new();
    fill_house(running, 0, NULL);
    start_executor(state, running, connections);
    return running;
}

static inline void stop_house(struct running *running) {
    if (running->house.executor)
        executor_stop(running->house.executor);
    cache_room_free(running->house.caches);
    id_source_free(running->house.ids);
    keyring_free((struct keyring *)running->house.keyring);
    unlink(running->keys);
    arena_free(running->arena);
    free(running);
}

/* Runs a work in a town and waits; its fault is in the house's arena, or NULL. */
static inline const char *
do_work_in(struct running *running, int64_t town, enum work_kind kind,
           const struct refusal *(*run)(struct work *work, void *context),
           void *context) {
    struct task task = {
        .work = { .arena = arena_new(), .town = town, .kind = kind },
        .run = run,
        .context = context,
    };
    const char *fault;

    executor_call(running->house.executor, &task);
    fault = task.work.fault ? arena_copy(running->arena, task.work.fault) : NULL;
    arena_free(task.work.arena);
    return fault;
}

static inline const char *
do_work(struct running *running, enum work_kind kind,
        const struct refusal *(*run)(struct work *work, void *context), void *context) {
    return do_work_in(running, test_town, kind, run, context);
}

static inline int64_t count_probes(struct running *running) {
    int64_t count = -1;

    assert_null(do_work(running, WORK_READ, run_count, &count));
    return count;
}

static inline bool has_probe(struct running *running, int64_t id) {
    assert_null(do_work(running, WORK_READ, run_find, &id));
    return id == -1;
}

/* Runs a script on the writer's own connection. */
static inline const struct refusal *run_script_of(struct work *work, void *context) {
    db_script(work, context);
    return NULL;
}

static inline void set_writer(struct running *running, const char *pragma) {
    assert_null(do_work(running, WORK_WRITE, run_script_of, (void *)(uintptr_t)pragma));
}

#endif
