/*
 * db_test -- an empty database of each kind, for the tests that run on both.
 *
 * SQLite is a file in a folder of its own.  PostgreSQL is the one that the environment
 * variable HAOBAN_TEST_POSTGRES names by URL, in a schema that is made anew for each
 * program; where it is not set, its tests are skipped and say so.
 */
#ifndef DB_TEST_H
#define DB_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "db.h"

enum { PLACE_SIZE = 1024 };

static const int64_t test_town = 330109113;
static const int64_t test_now_ms = 1795395600000;

/* Where the database of a group of tests is. */
struct place {
    enum db_kind kind;
    char location[PLACE_SIZE];  /* "" where there is none */
    char folder[64];            /* SQLite: holds the file */
};

/* A connection with a work on it, no transaction begun. */
static inline struct work connect_to(void **state, enum work_kind kind) {
    const struct place *place = *state;
    struct work work = {
        .arena = arena_new(), .kind = kind, .town = test_town, .now_ms = test_now_ms,
    };
    const char *why = NULL;

    work.db = db_open(place->location, kind, work.arena, &why);
    if (!work.db)
        fail_msg("%s", why);
    return work;
}

static inline void leave(struct work *work) {
    db_close(work->db);
    arena_free(work->arena);
}

/* Runs a script in a transaction of its own. */
static inline void run_script(struct work *work, const char *script) {
    db_begin(work);
    db_script(work, script);
    const bool done = db_end(work, true);
    if (work->fault)
        fail_msg("%s", work->fault);
    assert_true(done);
}

/* A fresh work on the same connection, as after a fault. */
static inline void start_again(struct work *work) {
    work->fault = NULL;
    work->lost_race = false;
}

static inline int set_up_sqlite(void **state) {
    struct place *place = calloc(1, sizeof *place);

    if (!place)
        return -1;
    snprintf(place->folder, sizeof place->folder, "/tmp/haoban-db-XXXXXX");
    if (!mkdtemp(place->folder))
        return -1;
    place->kind = DB_SQLITE;
    snprintf(place->location, sizeof place->location, "sqlite:%s/town.db",
             place->folder);
    *state = place;
    return 0;
}

static inline int set_up_postgres(void **state) {
    struct place *place = calloc(1, sizeof *place);
    const char *url = getenv("HAOBAN_TEST_POSTGRES");

    if (!place)
        return -1;
    place->kind = DB_POSTGRES;
    *state = place;
    if (!url || !*url) {
        print_message("PostgreSQL is not tested: set HAOBAN_TEST_POSTGRES to the URL of "
                      "a database\n");
        return 0;
    }
    snprintf(place->location, sizeof place->location, "%s%coptions=-csearch_path%%3Dt%d",
             url, strchr(url, '?') ? '&' : '?', (int)getpid());
    return 0;
}

static inline void remove_files(const struct place *place) {
    static const char *const endings[] = { "", "-wal", "-shm" };
    char path[PLACE_SIZE];

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(path, sizeof path, "%s/town.db%s", place->folder, endings[i]);
        unlink(path);
    }
}

static inline int tear_down(void **state) {
    struct place *place = *state;
    char script[PLACE_SIZE];

    if (place->kind == DB_SQLITE) {
        remove_files(place);
        rmdir(place->folder);
    } else if (*place->location) {
        struct work work = connect_to(state, WORK_WRITE);

        snprintf(script, sizeof script, "DROP SCHEMA IF EXISTS t%d CASCADE",
                 (int)getpid());
        run_script(&work, script);
        leave(&work);
    }
    free(place);
    return 0;
}

/* Before each test: an empty database, or the test is skipped. */
static inline int empty_database(void **state) {
    struct place *place = *state;
    char script[PLACE_SIZE];

    if (place->kind == DB_SQLITE)
        remove_files(place);
    if (place->kind == DB_SQLITE || !*place->location)
        return 0;
    struct work work = connect_to(state, WORK_WRITE);

    snprintf(script, sizeof script,
             "DROP SCHEMA IF EXISTS t%d CASCADE; CREATE SCHEMA t%d", (int)getpid(),
             (int)getpid());
    run_script(&work, script);
    leave(&work);
    return 0;
}

/* First line of a test: leaves it where there is no such database. */
static inline void need_database(void **state) {
    const struct place *place = *state;

    if (!*place->location)
        skip();
}

static inline bool is_postgres(void **state) {
    const struct place *place = *state;

    return place->kind == DB_POSTGRES;
}

#endif
