/*
 * house_test -- a hall on an empty database, for the tests of the domain on both kinds.
 *
 * The schema is the program's own; there is no executor, so a test begins and ends its
 * works itself and says what time it is and who acts.
 */
#ifndef HOUSE_TEST_H
#define HOUSE_TEST_H

#include "db_test.h"

#include "cache.h"
#include "config.h"
#include "crypt.h"
#include "house.h"
#include "id.h"
#include "migrate.h"

struct hall {
    struct house house;
    struct work work;
    char keys[64];
};

static inline void hall_migrate(struct hall *hall) {
    const struct migrate_status status = migrate_apply(&hall->work, migrate_built_in());

    if (hall->work.fault)
        fail_msg("%s", hall->work.fault);
    assert_int_equal(status.state, MIGRATE_CURRENT);
}

/* Begins a work: the moment stays what the test has set. */
static inline void hall_begin(struct hall *hall) {
    hall->work.fault = NULL;
    hall->work.lost_race = false;
    hall->work.keep = false;
    hall->work.touched = false;
    db_begin(&hall->work);
}

/* Ends it; keep says whether it commits. */
static inline void hall_end(struct hall *hall, int keep) {
    if (hall->work.fault)
        fail_msg("%s", hall->work.fault);
    assert_true(db_end(&hall->work, keep != 0));
    cache_unpin(&hall->work);
}

static inline struct hall *hall_open(void **state) {
    struct hall *hall = NULL;
    const char *why = NULL;
    int none = 0;

    need_database(state); /* leaves the test where there is none */
    hall = calloc(1, sizeof *hall);
    assert_non_null(hall);
    hall->work = connect_to(state, WORK_WRITE);
    hall->work.house = &hall->house;
    hall->work.actor.name = "";
    snprintf(hall->keys, sizeof hall->keys, "/tmp/haoban-keys-%d", (int)getpid());
    unlink(hall->keys);
    assert_true(keyring_create(hall->keys, hall->work.arena, &why));
    hall->house.config = config_read(hall->work.arena, &none, NULL, &why);
    hall->house.keyring = keyring_read(hall->keys, CRYPT_AES, hall->work.arena, &why);
    hall->house.ids = id_source_new(0);
    hall->house.caches = cache_room_new();
    assert_non_null(hall->house.keyring);
    hall_migrate(hall);
    hall_begin(hall);
    return hall;
}

static inline void hall_close(struct hall *hall) {
    hall_end(hall, 1);
    cache_room_free(hall->house.caches);
    id_source_free(hall->house.ids);
    keyring_free((struct keyring *)hall->house.keyring);
    unlink(hall->keys);
    leave(&hall->work);
    free(hall);
}

#define BOTH(function) cmocka_unit_test_setup(function, empty_database)

/* Runs a table of tests on SQLite and on PostgreSQL. */
#define RUN_ON_BOTH(tests)                                                               \
    (cmocka_run_group_tests_name("SQLite", tests, set_up_sqlite, tear_down) +            \
     cmocka_run_group_tests_name("PostgreSQL", tests, set_up_postgres, tear_down))

#endif
