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
    char location[PLACE_SIZE]; /* "" where there is none */
    char folder[64];           /* SQLite: holds the file */
};

/* A connection with a work on it, no transaction begun. */
static inline struct work connect_to(void **state, enum work_kind kind) {
    const struct place *place = *state;
    struct work work = {
        .arena = arena_new(),
        .kind = kind,
        .town = test_town,
        .now_ms = test_now_ms,
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
    const bool done = db_end(work, DB_KEPT);
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

    *state = place;
    assert_non_null(place);
    snprintf(place->folder, sizeof place->folder, "/tmp/haoban-db-XXXXXX");
    if (!mkdtemp(place->folder))
        return -1;
    snprintf(place->location, sizeof place->location, "sqlite:%s/town.db", place->folder);
    return 0;
}

static inline int set_up_postgres(void **state) {
    struct place *place = calloc(1, sizeof *place);
    const char *url = getenv("HAOBAN_TEST_POSTGRES");

    *state = place;
    assert_non_null(place);
    place->kind = DB_POSTGRES;
    if (url && *url)
        snprintf(place->location, sizeof place->location,
                 "%s%coptions=-csearch_path%%3Dt%d", url, strchr(url, '?') ? '&' : '?',
                 (int)getpid());
    else
        print_message("PostgreSQL is not tested: set HAOBAN_TEST_POSTGRES to the URL of "
                      "a database\n");
    return 0;
}

/* Removes all tables; on PostgreSQL the last command is about the tests' own schema. */
static inline void clear(void **state, const char *last) {
    static const char *const endings[] = { "", "-wal", "-shm" };
    const struct place *place = *state;
    char text[PLACE_SIZE];

    for (size_t i = 0; place->kind == DB_SQLITE && i < 3; i++) {
        snprintf(text, sizeof text, "%s/town.db%s", place->folder, endings[i]);
        unlink(text);
    }
    if (place->kind == DB_SQLITE || !*place->location)
        return;
    struct work work = connect_to(state, WORK_WRITE);

    snprintf(text, sizeof text, "DROP SCHEMA IF EXISTS t%d CASCADE; %s t%d",
             (int)getpid(), last, (int)getpid());
    run_script(&work, text);
    leave(&work);
}

/* Before each test. */
static inline int empty_database(void **state) {
    clear(state, "CREATE SCHEMA");
    return 0;
}

static inline int tear_down(void **state) {
    struct place *place = *state;

    clear(state, "DROP SCHEMA IF EXISTS");
    if (place->kind == DB_SQLITE)
        rmdir(place->folder);
    free(place);
    return 0;
}

/* First line of a test: leaves it where there is no such database. */
static inline void need_database(void **state) {
    if (!*((const struct place *)*state)->location)
        skip();
}

static inline bool is_postgres(void **state) {
    return ((const struct place *)*state)->kind == DB_POSTGRES;
}

#endif
