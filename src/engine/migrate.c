#include "migrate.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "db.h"

enum { DIGEST_SIZE = 17 };

/*
 * These statements stand here and not in a .sql file, because they must run before
 * there is a schema for sqlc to check them against.  Index -1: prepared for one use.
 */
static const char make_table[] =
    "CREATE TABLE IF NOT EXISTS schema_version (\n"
    "    version    BIGINT NOT NULL,\n"
    "    name       TEXT   NOT NULL,\n"
    "    digest     TEXT   NOT NULL,\n"
    "    applied_ms BIGINT NOT NULL,\n"
    "    CONSTRAINT schema_version_key PRIMARY KEY (version)\n"
    ")";

/* Two processes may make the table at once; they queue here, and then on the table. */
static const char lock_making[] = "/*pg SELECT pg_advisory_xact_lock(6840291) */";
static const char lock_table[] =
    "/*pg SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;"
    " LOCK TABLE schema_version IN EXCLUSIVE MODE */";

struct tables {
    int64_t all;
    int64_t ours;
};

static const struct db_place tables_columns[] = {
    { "all", DB_INTEGER, offsetof(struct tables, all) },
    { "ours", DB_INTEGER, offsetof(struct tables, ours) },
};

static const struct db_statement count_tables = {
    .index = -1,
    .name = "migrate.count_tables",
    .sqlite = "SELECT count(*), coalesce(sum(name = 'schema_version'), 0)\n"
              "  FROM sqlite_schema\n"
              " WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!'",
    .postgres = "SELECT count(*), count(*) FILTER (WHERE table_name = 'schema_version')\n"
                "  FROM information_schema.tables\n"
                " WHERE table_schema = current_schema()",
    .column_count = 2,
    .columns = tables_columns,
    .row_size = sizeof(struct tables),
};

struct applied {
    int64_t version;
    const char *name;
    const char *digest;
};

static const struct db_place applied_columns[] = {
    { "version", DB_INTEGER, offsetof(struct applied, version) },
    { "name", DB_TEXT, offsetof(struct applied, name) },
    { "digest", DB_TEXT, offsetof(struct applied, digest) },
};

#define LIST_APPLIED "SELECT version, name, digest FROM schema_version ORDER BY version"

static const struct db_statement list_applied = {
    .index = -1,
    .name = "migrate.list_applied",
    .sqlite = LIST_APPLIED,
    .postgres = LIST_APPLIED,
    .column_count = 3,
    .columns = applied_columns,
    .row_size = sizeof(struct applied),
};

static const struct db_parameter note_parameters[] = {
    { DB_FROM_STRUCT, { "version", DB_INTEGER, offsetof(struct applied, version) } },
    { DB_FROM_STRUCT, { "name", DB_TEXT, offsetof(struct applied, name) } },
    { DB_FROM_STRUCT, { "digest", DB_TEXT, offsetof(struct applied, digest) } },
    { DB_FROM_NOW, { "now_ms", DB_INTEGER, 0 } },
};

#define NOTE_APPLIED                                                                     \
    "INSERT INTO schema_version (version, name, digest, applied_ms) VALUES "

static const struct db_statement note_applied = {
    .index = -1,
    .name = "migrate.note_applied",
    .writes = true,
    .sqlite = NOTE_APPLIED "(?1, ?2, ?3, ?4)",
    .postgres = NOTE_APPLIED "($1, $2, $3, $4)",
    .parameter_count = 4,
    .parameters = note_parameters,
};

struct collation {
    const char *name;
};

static const struct db_place collation_columns[] = {
    { "name", DB_TEXT, offsetof(struct collation, name) },
};

static const struct db_statement read_collation = {
    .index = -1,
    .name = "migrate.read_collation",
    .sqlite = "SELECT 'C'",
    .postgres = "SELECT CAST(datcollate AS text) FROM pg_database\n"
                " WHERE datname = current_database()",
    .column_count = 1,
    .columns = collation_columns,
    .row_size = sizeof(struct collation),
};

/* ---- looking ---- */

struct migration_set migrate_built_in(void) {
    return (struct migration_set){ migrations, migration_count };
}

/* FNV-1a of 64 bits: guards against an accident, not against an attacker. */
static void write_digest(char out[DIGEST_SIZE], const char *script) {
    uint64_t digest = 14695981039346656037u;

    for (const char *at = script; *at; at++)
        digest = (digest ^ (unsigned char)*at) * 1099511628211u;
    snprintf(out, DIGEST_SIZE, "%016" PRIx64, digest);
}

static struct migrate_status say(enum migrate_state state, size_t missing,
                                 const char *text) {
    return (struct migrate_status){ state, missing, text };
}

/* The first applied row that is not as we have it, or NULL. */
static const struct applied *find_changed(struct migration_set set,
                                          const struct applied *applied, size_t count) {
    for (size_t i = 0; i < count && i < set.count; i++) {
        char digest[DIGEST_SIZE];

        write_digest(digest, set.migration[i].script);
        if (applied[i].version != set.migration[i].number ||
            strcmp(applied[i].digest, digest) != 0)
            return &applied[i];
    }
    return NULL;
}

static struct migrate_status compare(struct work *work, struct migration_set set,
                                     const struct applied *applied, size_t count) {
    struct arena *arena = work->arena;
    const struct applied *changed = find_changed(set, applied, count);

    if (changed)
        return say(
            MIGRATE_CHANGED, 0,
            arena_format(
                arena,
                "migration %04" PRId64
                "-%s is not the one that this program holds. Use the "
                "program that made the database, or restore the file in schema/; nothing "
                "was touched.",
                changed->version, changed->name));
    if (count > set.count)
        return say(
            MIGRATE_NEWER, 0,
            arena_format(
                arena,
                "the database is newer than this program: it has %04" PRId64
                "-%s. Install "
                "the newer program, or restore the backup taken before it; nothing was "
                "touched.",
                applied[count - 1].version, applied[count - 1].name));
    if (count < set.count)
        return say(MIGRATE_OLDER, set.count - count,
                   arena_format(arena,
                                "the database lacks %zu migrations, the first is "
                                "%04d-%s. Make a backup, then "
                                "run haoban migrate.",
                                set.count - count, set.migration[count].number,
                                set.migration[count].name));
    return say(MIGRATE_CURRENT, 0, "the database fits this program.");
}

struct migrate_status migrate_status(struct work *work, struct migration_set set) {
    struct tables tables;
    struct applied *applied = NULL;
    struct migrate_status status;

    db_one(work, &count_tables, NULL, &tables);
    if (tables.all == 0)
        status = say(MIGRATE_EMPTY, set.count,
                     "the database is empty. Run haoban migrate to make the tables.");
    else if (tables.ours == 0)
        status = say(MIGRATE_FOREIGN, 0,
                     "the database has tables of another program. Name an empty one; "
                     "nothing was touched.");
    else {
        const size_t count = db_many(work, &list_applied, NULL, &applied);

        status = count > 0 ? compare(work, set, applied, count)
                           : say(MIGRATE_EMPTY, set.count,
                                 "the database has no tables yet. Run haoban migrate.");
    }
    return work->fault ? say(MIGRATE_UNKNOWN, 0, work->fault) : status;
}

/* ---- applying ---- */

/* Text must sort the same on every database, and a collation cannot be changed later. */
static void check_collation(struct work *work) {
    struct collation collation;

    db_one(work, &read_collation, NULL, &collation);
    if (strcmp(collation.name, "C") != 0 && strcmp(collation.name, "POSIX") != 0 &&
        strcmp(collation.name, "C.UTF-8") != 0 && strcmp(collation.name, "C.utf8") != 0)
        work_fault(work,
                   "the database sorts text by %s: make it with CREATE DATABASE … "
                   "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8' TEMPLATE "
                   "template0",
                   collation.name);
}

/* Makes schema_version in a database that is empty, in its own transaction. */
static struct migrate_status prepare(struct work *work, struct migration_set set) {
    db_begin(work);
    db_script(work, lock_making);

    const struct migrate_status status = migrate_status(work, set);

    if (status.state == MIGRATE_EMPTY) {
        check_collation(work);
        db_script(work, make_table);
    }
    db_end(work, DB_KEPT);
    return status;
}

static void apply_one(struct work *work, const struct migration *migration) {
    char digest[DIGEST_SIZE];
    struct applied note = {
        .version = migration->number,
        .name = migration->name,
        .digest = digest,
    };

    write_digest(digest, migration->script);
    db_script(work, migration->script);
    if (work->fault)
        work->fault = arena_format(work->arena, "%04d-%s: %s", migration->number,
                                   migration->name, work->fault);
    db_run(work, &note_applied, &note);
}

/* Applies the next missing migration, looking again behind the lock. */
static struct migrate_status apply_next(struct work *work, struct migration_set set) {
    db_begin(work);
    db_script(work, lock_table);

    const struct migrate_status status = migrate_status(work, set);

    if (status.missing > 0)
        apply_one(work, &set.migration[set.count - status.missing]);
    db_end(work, DB_KEPT);
    return work->fault ? say(MIGRATE_UNKNOWN, 0, work->fault) : status;
}

struct migrate_status migrate_apply(struct work *work, struct migration_set set) {
    assert(work->kind == WORK_WRITE);
    struct migrate_status status = prepare(work, set);

    while (!work->fault && status.missing > 0)
        status = apply_next(work, set);
    return work->fault ? say(MIGRATE_UNKNOWN, 0, work->fault) : status;
}
