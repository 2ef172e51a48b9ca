#include "db_postgres.h"

#include <assert.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db_driver.h"
#include "db_pipeline.h"

enum { SHARD_DIGITS = 5 }; /* shards are numbered from 102008 */

struct postgres {
    struct db db; /* first, so that one pointer is both */
    struct db_pipeline pipeline;
};

static const char *const command_texts[] = {
    [DB_READ] = "",
    [DB_WRITE] = "BEGIN",
    [DB_COMMIT] = "COMMIT",
    [DB_ROLLBACK] = "ROLLBACK",
    [DB_SAVEPOINT] = "SAVEPOINT work",
    [DB_RELEASE] = "RELEASE SAVEPOINT work",
    [DB_TAKE_BACK] = "ROLLBACK TO SAVEPOINT work",
};

/*
 * Each statement is written for an index, and its plan is made once, whatever the tables
 * held then: planning anew would cost more than running it, and what was best for ten
 * rows must not be met again with ten million.  From some millions of rows on, parallel
 * workers make a walk over all rows look cheaper than the index, and a memo of joined
 * rows costs more to make than the few rows of a page.
 */
static const char settings[] =
    "SET statement_timeout = 30000; SET lock_timeout = 5000;"
    "SET default_transaction_isolation = 'read committed';"
    "SET plan_cache_mode = force_generic_plan; SET jit = off;"
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"
    "SET max_parallel_workers_per_gather = 0; SET enable_memoize = off;"
    "SET idle_in_transaction_session_timeout = 60000;"
    "SET standard_conforming_strings = on; SET client_min_messages = error";

static struct postgres *postgres_of(struct db *db) {
    assert(db->kind == DB_POSTGRES);
    return (struct postgres *)db;
}

/* ---- failures ---- */

/* Whether running again from the beginning may find another world. */
static bool is_lost_race(const char *state) {
    static const char *const states[] = {
        "40001", /* serialization_failure */
        "40P01", /* deadlock_detected */
        "23505", /* unique_violation */
        "23503", /* foreign_key_violation */
        "55P03", /* lock_not_available */
    };

    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (strcmp(state, states[i]) == 0)
            return true;
    return false;
}

/* "ticket_number_102008" of a shard's message becomes "ticket_number". */
static void strip_shards(char *text) {
    for (char *quote = strchr(text, '"'); quote; quote = strchr(quote + 1, '"')) {
        char *digit = quote;

        while (digit > text && digit[-1] >= '0' && digit[-1] <= '9')
            digit--;
        if (quote - digit >= SHARD_DIGITS && digit > text && digit[-1] == '_') {
            memmove(digit - 1, quote, strlen(quote) + 1);
            quote = digit - 1;
        }
    }
}

/*
 * Only the first line of an error is told: its detail quotes values, and they may be a
 * person's.
 */
static enum db_outcome explain(struct postgres *postgres,
                               const struct db_statement *failed,
                               const PGresult *result) {
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

    if (PQstatus(postgres->pipeline.connection) == CONNECTION_BAD) {
        snprintf(postgres->db.why, sizeof postgres->db.why, "%s%s%s",
                 failed ? failed->name : "", failed ? ": " : "",
                 "the connection to PostgreSQL was lost");
        return DB_LOST_RACE;
    }
    snprintf(postgres->db.why, sizeof postgres->db.why, "%s%s%s (%s)",
             failed ? failed->name : "", failed ? ": " : "",
             text ? text : "PostgreSQL gave no answer", state ? state : "no state");
    strip_shards(postgres->db.why);
    return state && is_lost_race(state) ? DB_LOST_RACE : DB_FAILED;
}

static void fail(struct work *work, const struct db_statement *failed,
                 const PGresult *result) {
    struct postgres *postgres = postgres_of(work->db);

    if (explain(postgres, failed, result) == DB_LOST_RACE && !work->fault)
        work->lost_race = true;
    work_fault(work, "%s", postgres->db.why);
}

/* ---- rows ---- */

/* A big-endian integer of 2, 4 or 8 bytes; 0 of none, which is SQL's NULL. */
static int64_t number_of(const char *bytes, int size) {
    uint64_t bits = size > 0 && (bytes[0] & 0x80) ? UINT64_MAX : 0;

    for (int i = 0; i < size; i++)
        bits = bits << 8 | (unsigned char)bytes[i];
    return (int64_t)bits;
}

static void read_column(struct arena *arena, const PGresult *result, int row, int column,
                        enum db_type type, void *at) {
    const char *value = PQgetvalue(result, row, column);
    const int size = PQgetlength(result, row, column);

    switch (type) {
    case DB_INTEGER: *(int64_t *)at = number_of(value, size); break;
    case DB_TEXT:
        *(const char **)at = size > 0 ? arena_copy_bytes(arena, value, (size_t)size) : "";
        break;
    case DB_BYTES:
        *(struct db_bytes *)at = (struct db_bytes){
            size > 0 ? arena_copy_bytes(arena, value, (size_t)size) : NULL,
            (size_t)size,
        };
        break;
    }
}

static bool type_fits(Oid oid, enum db_type type) {
    switch (type) {
    case DB_INTEGER: return oid == OID_INT8 || oid == OID_INT4 || oid == OID_INT2;
    case DB_TEXT: return oid == OID_TEXT || oid == OID_VARCHAR;
    case DB_BYTES: return oid == OID_BYTEA;
    }
    return false;
}

/* Whether the server gives the columns that the row struct has; else it is a fault. */
static bool columns_fit(struct work *work, const struct db_statement *statement,
                        const PGresult *result) {
    if (PQnfields(result) != (int)statement->column_count) {
        work_fault(work, "%s: PostgreSQL gives %d columns and not %zu", statement->name,
                   PQnfields(result), statement->column_count);
        return false;
    }
    for (int i = 0; i < PQnfields(result); i++) {
        if (type_fits(PQftype(result, i), statement->columns[i].type))
            continue;
        work_fault(work, "%s: PostgreSQL gives %s another type (%u): CAST it",
                   statement->name, statement->columns[i].name, PQftype(result, i));
        return false;
    }
    return true;
}

static void read_rows(struct work *work, const struct db_statement *statement,
                      const PGresult *result, struct db_sink *sink) {
    const int count = PQntuples(result);

    if (count > DB_ROWS_MAX) {
        work_fault(work, "%s: more than %d rows", statement->name, DB_ROWS_MAX);
        return;
    }
    if (sink->most > 1 && count > 0) {
        sink->capacity = (size_t)count;
        sink->rows = arena_alloc(sink->arena, sink->capacity * sink->row_size);
    }
    for (int i = 0; i < count; i++) {
        char *row = db_sink_row(sink);

        for (size_t c = 0; row && c < statement->column_count; c++)
            read_column(sink->arena, result, i, (int)c, statement->columns[c].type,
                        row + statement->columns[c].offset);
    }
}

/* ---- statements ---- */

static int64_t execute(struct work *work, const struct db_statement *statement,
                       const void *parameters, struct db_sink *sink) {
    struct postgres *postgres = postgres_of(work->db);
    const struct db_statement *failed;
    int64_t changed = 0;

    db_pipeline_statement(&postgres->pipeline, work, statement, parameters);
    if (statement->adds_one && db_pipeline_has_room(&postgres->pipeline))
        return 1;

    PGresult *result = db_pipeline_settle(&postgres->pipeline, &failed);

    if (!db_pipeline_succeeded(result)) {
        fail(work, failed, result);
    } else if (columns_fit(work, statement, result)) {
        read_rows(work, statement, result, sink);
        changed = statement->writes ? strtoll(PQcmdTuples(result), NULL, 10) : 0;
    }
    PQclear(result);
    return changed;
}

/* Sends what waits and needs no answer.  Says whether all went well; if not, why. */
static enum db_outcome catch_up(struct postgres *postgres) {
    const struct db_statement *failed;
    PGresult *result = db_pipeline_settle(&postgres->pipeline, &failed);
    const enum db_outcome outcome = !result || db_pipeline_succeeded(result)
                                        ? DB_DONE
                                        : explain(postgres, failed, result);

    PQclear(result);
    return PQstatus(postgres->pipeline.connection) == CONNECTION_OK ? outcome
                                                                    : DB_LOST_RACE;
}

static void run_script(struct work *work, const char *script) {
    struct postgres *postgres = postgres_of(work->db);

    catch_up(postgres); /* what failed makes the script fail too */

    PGresult *result = PQexec(postgres->pipeline.connection, script);

    if (!db_pipeline_succeeded(result) && PQresultStatus(result) != PGRES_EMPTY_QUERY)
        fail(work, NULL, result);
    PQclear(result);
}

static void check(struct work *work, const struct db_statement *statement) {
    struct postgres *postgres = postgres_of(work->db);
    const struct db_statement *failed;

    db_pipeline_describe(&postgres->pipeline, statement);

    PGresult *result = db_pipeline_settle(&postgres->pipeline, &failed);

    if (!db_pipeline_succeeded(result))
        fail(work, failed, result);
    else
        columns_fit(work, statement, result);
    PQclear(result);
}

/* ---- commands ---- */

static bool set_up(struct postgres *postgres) {
    const char *encoding =
        PQparameterStatus(postgres->pipeline.connection, "server_encoding");

    if (PQstatus(postgres->pipeline.connection) != CONNECTION_OK) {
        snprintf(postgres->db.why, sizeof postgres->db.why, "PostgreSQL: %s",
                 PQerrorMessage(postgres->pipeline.connection));
        postgres->db.why[strcspn(postgres->db.why, "\n")] = '\0';
        return false;
    }
    if (!encoding || strcmp(encoding, "UTF8") != 0) {
        snprintf(
            postgres->db.why, sizeof postgres->db.why,
            "PostgreSQL: the database is encoded in %s: make it with CREATE DATABASE "
            "… ENCODING 'UTF8' TEMPLATE template0",
            encoding ? encoding : "?");
        return false;
    }

    PGresult *result = PQexec(postgres->pipeline.connection, settings);
    const bool done = db_pipeline_succeeded(result);

    if (!done)
        explain(postgres, NULL, result);
    PQclear(result);
    return done;
}

/* A server that ends a connection at rest says why first; behind that stands the end. */
static bool stands(struct postgres *postgres) {
    return PQstatus(postgres->pipeline.connection) == CONNECTION_OK &&
           PQconsumeInput(postgres->pipeline.connection) &&
           PQconsumeInput(postgres->pipeline.connection) &&
           PQstatus(postgres->pipeline.connection) == CONNECTION_OK;
}

/* Connects again when the server has closed the connection.  Says whether there is one.
 */
static bool revive(struct postgres *postgres) {
    if (stands(postgres))
        return true;
    PQreset(postgres->pipeline.connection);
    db_pipeline_forget(&postgres->pipeline);
    return set_up(postgres);
}

static bool is_open(struct db *db) {
    catch_up(postgres_of(db));

    const PGTransactionStatusType status =
        PQtransactionStatus(postgres_of(db)->pipeline.connection);

    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

static enum db_outcome run_command(struct postgres *postgres, enum db_command command) {
    const struct db_statement *failed;

    db_pipeline_command(&postgres->pipeline, command_texts[command]);
    if (command == DB_TAKE_BACK)
        db_pipeline_command(&postgres->pipeline, command_texts[DB_RELEASE]);

    PGresult *result = db_pipeline_settle(&postgres->pipeline, &failed);
    enum db_outcome outcome = DB_DONE;

    if (!db_pipeline_succeeded(result)) {
        outcome = explain(postgres, failed, result);
    } else if (command == DB_COMMIT && strcmp(PQcmdStatus(result), "COMMIT") != 0) {
        snprintf(postgres->db.why, sizeof postgres->db.why,
                 "PostgreSQL rolled back what was to be committed");
        outcome = DB_FAILED;
    }
    PQclear(result);
    return outcome;
}

/* The answer to a COMMIT never came: nobody knows whether it happened. */
static enum db_outcome doubt(struct postgres *postgres) {
    snprintf(postgres->db.why, sizeof postgres->db.why,
             "commit unknown: the connection to PostgreSQL was lost");
    return DB_IN_DOUBT;
}

/* A read has no transaction, and BEGIN waits for the first statement. */
static enum db_outcome begin(struct postgres *postgres, enum db_command command) {
    if (!revive(postgres))
        return DB_FAILED;
    if (command == DB_WRITE)
        db_pipeline_command(&postgres->pipeline, command_texts[command]);
    return DB_DONE;
}

static enum db_outcome command(struct db *db, enum db_command command) {
    struct postgres *postgres = postgres_of(db);

    if (command == DB_READ || command == DB_WRITE)
        return begin(postgres, command);
    if (command == DB_COMMIT && postgres->pipeline.sent_count == 0 &&
        PQtransactionStatus(postgres->pipeline.connection) == PQTRANS_IDLE)
        return DB_DONE; /* of a read */

    const enum db_outcome outcome = run_command(postgres, command);

    return command == DB_COMMIT &&
                   PQstatus(postgres->pipeline.connection) == CONNECTION_BAD
               ? doubt(postgres)
               : outcome;
}

static int64_t version(struct db *db) {
    (void)db;
    return 0; /* only the listener knows; see db_listen.h */
}

static void notify(struct work *work) {
    static const struct db_parameter town = {
        DB_FROM_TOWN,
        { "town", DB_INTEGER, 0 },
    };
    static const struct db_place told = { "told", DB_TEXT, 0 };
    static const struct db_statement statement = {
        .index = -1,
        .name = "db.notify",
        .writes = true,
        .postgres = "SELECT CAST(pg_notify('" DB_CHANNEL "', CAST($1 AS text)) AS text)",
        .parameter_count = 1,
        .parameters = &town,
        .column_count = 1,
        .columns = &told,
        .row_size = sizeof(const char *),
    };
    const char *row;

    db_one(work, &statement, NULL, &row);
}

/* ---- opening ---- */

static void ignore_notice(void *context, const char *text) {
    (void)context;
    (void)text;
}

/* What the location does not say itself; silence is noticed within half a minute. */
PGconn *db_postgres_connect(const char *url) {
    static const char *const names[] = {
        "connect_timeout",  "keepalives_idle",  "keepalives_interval",
        "keepalives_count", "tcp_user_timeout", "dbname",
        "application_name", "client_encoding",  NULL,
    };
    const char *const values[] = {
        "5", "10", "5", "3", "20000", url, "haoban", "UTF8", NULL,
    };
    PGconn *connection = PQconnectdbParams(names, values, true);

    if (!connection)
        abort();
    PQsetNoticeProcessor(connection, ignore_notice, NULL);
    return connection;
}

static void close_postgres(struct db *db) {
    struct postgres *postgres = postgres_of(db);

    PQfinish(postgres->pipeline.connection);
    free(postgres->pipeline.prepared);
    free(postgres);
}

static const struct db_driver postgres_driver = {
    .execute = execute,
    .script = run_script,
    .command = command,
    .is_open = is_open,
    .version = version,
    .notify = notify,
    .check = check,
    .close = close_postgres,
};

struct db *db_postgres_open(const char *url, enum work_kind kind, struct arena *arena,
                            const char **why) {
    struct postgres *postgres = db_allocate(sizeof *postgres);

    (void)kind; /* on PostgreSQL a work's own kind tells */
    postgres->db = (struct db){ .kind = DB_POSTGRES, .driver = &postgres_driver };
    postgres->pipeline.connection = db_postgres_connect(url);
    if (set_up(postgres))
        return &postgres->db;
    *why = arena_copy(arena, postgres->db.why);
    close_postgres(&postgres->db);
    return NULL;
}
