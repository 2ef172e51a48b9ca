/*
 * probe_test -- a table of the tests' own, and works that read and write it.
 *
 * A probe is an id and a name, both taken only once.  The statements' indexes are far
 * above those of the program.
 */
#ifndef PROBE_TEST_H
#define PROBE_TEST_H

#include "db_test.h"

enum { PROBE_INSERT = 3000, PROBE_FIND, PROBE_COUNT };

static const char probe_schema[] =
    "CREATE TABLE probe (town BIGINT NOT NULL, id BIGINT NOT NULL, name TEXT NOT NULL,"
    " CONSTRAINT probe_key PRIMARY KEY (town, id),"
    " CONSTRAINT probe_name_once UNIQUE (town, name))";

struct probe {
    int64_t id;
    const char *name;
};

static const struct db_place probe_columns[] = {
    { "id", DB_INTEGER, offsetof(struct probe, id) },
    { "name", DB_TEXT, offsetof(struct probe, name) },
};
static const struct db_parameter probe_parameters[] = {
    { DB_FROM_TOWN, { "town", DB_INTEGER, 0 } },
    { DB_FROM_STRUCT, { "id", DB_INTEGER, offsetof(struct probe, id) } },
    { DB_FROM_STRUCT, { "name", DB_TEXT, offsetof(struct probe, name) } },
};
static const struct db_statement probe_insert = {
    .index = PROBE_INSERT,
    .name = "probe.insert",
    .writes = true,
    .adds_one = true,
    .sqlite = "INSERT INTO probe (town, id, name) VALUES (?1, ?2, ?3)",
    .postgres = "INSERT INTO probe (town, id, name) VALUES ($1, $2, $3)",
    .parameter_count = 3,
    .parameters = probe_parameters,
};
static const struct db_statement probe_find = {
    .index = PROBE_FIND,
    .name = "probe.find",
    .sqlite = "SELECT id, name FROM probe WHERE town = ?1 AND id = ?2",
    .postgres = "SELECT id, name FROM probe WHERE town = $1 AND id = $2",
    .parameter_count = 2,
    .parameters = probe_parameters,
    .column_count = 2,
    .columns = probe_columns,
    .row_size = sizeof(struct probe),
};
static const struct db_statement probe_count = {
    .index = PROBE_COUNT,
    .name = "probe.count",
    .sqlite = "SELECT count(*) FROM probe WHERE town = ?1",
    .postgres = "SELECT count(*) FROM probe WHERE town = $1",
    .parameter_count = 1,
    .parameters = probe_parameters,
    .column_count = 1,
    .columns = probe_columns,
    .row_size = sizeof(struct probe),
};

/* Its name is its id, unless it is told. */
static inline void insert_probe(struct work *work, int64_t id, const char *name) {
    const struct probe probe = {
        id, name ? name : arena_format(work->arena, "%lld", (long long)id)
    };

    db_run(work, &probe_insert, &probe);
}

static inline bool find_probe(struct work *work, int64_t id) {
    struct probe row = { 0 };

    return db_one(work, &probe_find, &(struct probe){ .id = id }, &row);
}

/* ---- works ---- */

static inline const struct refusal *run_count(struct work *work, void *context) {
    struct probe row = { 0 };

    db_one(work, &probe_count, &row, &row);
    *(int64_t *)context = row.id;
    return NULL;
}

/* Minus one becomes of an id that is there. */
static inline const struct refusal *run_find(struct work *work, void *context) {
    int64_t *id = context;

    *id = find_probe(work, *id) ? -1 : 0;
    return NULL;
}

static inline const struct refusal *run_insert(struct work *work, void *context) {
    insert_probe(work, *(const int64_t *)context, NULL);
    return NULL;
}

#endif
