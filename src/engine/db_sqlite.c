#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db_driver.h"

enum {
    BUSY_MS = 5000, /* another program may hold the file so long */
    PREPARED_STEP = 64,
    FILE_MODE = 0600, /* people's data: nobody else on the machine reads it */
};

struct sqlite {
    struct db db; /* first, so that one pointer is both */
    sqlite3 *handle;
    sqlite3_stmt *commands[DB_COMMAND_COUNT + 1]; /* two steps of DB_TAKE_BACK */
    sqlite3_stmt *version;
    sqlite3_stmt **prepared; /* by the statement's index; NULL until first used */
    size_t prepared_count;
};

/* The second step of DB_TAKE_BACK stands behind the last command. */
enum { UNDO_RELEASE = DB_COMMAND_COUNT };

static const char *const command_texts[] = {
    [DB_READ] = "BEGIN",
    [DB_WRITE] = "BEGIN IMMEDIATE",
    [DB_COMMIT] = "COMMIT",
    [DB_ROLLBACK] = "ROLLBACK",
    [DB_SAVEPOINT] = "SAVEPOINT work",
    [DB_RELEASE] = "RELEASE work",
    [DB_TAKE_BACK] = "ROLLBACK TO work",
    [UNDO_RELEASE] = "RELEASE work",
};

/*
 * Small caches: several readers share the bound on the process's memory, and the
 * system's own cache holds the file anyway; the one writer, who comes back to the same
 * pages with each case, has a larger one.  No mmap: with eight readers of 1 M rows it
 * was no faster and made 26 MiB of resident memory 550.  A log of 64 MiB: pages that
 * are written again and again reach the file less often.  LIKE minds case, as on
 * PostgreSQL.
 */
static const char settings[] = "PRAGMA synchronous = FULL;"
                               "PRAGMA foreign_keys = ON;"
                               "PRAGMA mmap_size = 0;"
                               "PRAGMA wal_autocheckpoint = 16000;"
                               "PRAGMA temp_store = MEMORY;"
                               "PRAGMA trusted_schema = OFF;"
                               "PRAGMA case_sensitive_like = ON;";
static const char *const own_settings[] = {
    [WORK_READ] = "PRAGMA cache_size = -2048; PRAGMA query_only = ON",
    [WORK_WRITE] = "PRAGMA cache_size = -16384",
};

static struct sqlite *sqlite_of(struct db *db) {
    assert(db->kind == DB_SQLITE);
    return (struct sqlite *)db;
}

/* ---- failures ---- */

/* What the operator should know of a code, before SQLite's own words. */
static const char *meaning_of(int code) {
    static const struct {
        int code;
        const char *text;
    } meanings[] = {
        { SQLITE_FULL, "the disk is full" },
        { SQLITE_IOERR, "the disk does not read or write" },
        { SQLITE_CORRUPT, "the database file is damaged: stop and restore a backup" },
        { SQLITE_NOTADB, "the file is no database" },
        { SQLITE_BUSY, "another program holds the database" },
        { SQLITE_READONLY, "the database may not be written" },
        { SQLITE_CANTOPEN, "the database file cannot be opened" },
    };

    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if ((code & 0xff) == meanings[i].code)
            return meanings[i].text;
    return "the statement failed";
}

/* Whether running again from the beginning may find another world. */
static bool is_lost_race(int code) {
    return code == SQLITE_BUSY_SNAPSHOT || code == SQLITE_CONSTRAINT_UNIQUE ||
           code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_FOREIGNKEY ||
           code == SQLITE_CONSTRAINT_ROWID;
}

static void explain(struct sqlite *sqlite, int code) {
    snprintf(sqlite->db.why, sizeof sqlite->db.why, "%s: %s (%d)", meaning_of(code),
             sqlite3_errmsg(sqlite->handle), code);
}

/* Makes a fault of the last error.  A full or broken disk ends the transaction too. */
static void fail(struct work *work, const char *name) {
    struct sqlite *sqlite = sqlite_of(work->db);
    const int code = sqlite3_extended_errcode(sqlite->handle);

    if (!work->fault && is_lost_race(code))
        work->lost_race = true;
    explain(sqlite, code);
    work_fault(work, "%s: %s", name, sqlite->db.why);
}

/* ---- statements ---- */

static sqlite3_stmt *prepare(struct sqlite *sqlite, const char *text) {
    sqlite3_stmt *prepared = NULL;

    sqlite3_prepare_v3(sqlite->handle, text, -1, SQLITE_PREPARE_PERSISTENT, &prepared,
                       NULL);
    return prepared;
}

/* The statement's own place in the cache. */
static sqlite3_stmt **place_of(struct sqlite *sqlite, size_t index) {
    if (index >= sqlite->prepared_count) {
        const size_t count = index + PREPARED_STEP;

        sqlite->prepared = db_enlarge(sqlite->prepared, sqlite->prepared_count, count,
                                      sizeof *sqlite->prepared);
        sqlite->prepared_count = count;
    }
    return &sqlite->prepared[index];
}

static sqlite3_stmt *find(struct sqlite *sqlite, const struct db_statement *statement) {
    if (statement->index < 0)
        return prepare(sqlite, statement->sqlite);

    sqlite3_stmt **place = place_of(sqlite, (size_t)statement->index);

    if (!*place)
        *place = prepare(sqlite, statement->sqlite);
    return *place;
}

/* A one-time statement goes; a kept one is made ready for the next time. */
static void let_go(const struct db_statement *statement, sqlite3_stmt *prepared) {
    if (statement->index < 0)
        sqlite3_finalize(prepared);
    else
        sqlite3_reset(prepared);
}

static int bind_place(sqlite3_stmt *prepared, int number, const struct db_place *place,
                      const char *parameters) {
    const void *at = parameters + place->offset;

    switch (place->type) {
    case DB_INTEGER: return sqlite3_bind_int64(prepared, number, *(const int64_t *)at);
    case DB_TEXT: {
        const char *text = *(const char *const *)at;

        assert(text);
        return sqlite3_bind_text(prepared, number, text, -1, SQLITE_STATIC);
    }
    case DB_BYTES: {
        const struct db_bytes *bytes = at;

        assert(bytes->data || bytes->size == 0);
        return sqlite3_bind_blob64(prepared, number, bytes->size ? bytes->data : "",
                                   bytes->size, SQLITE_STATIC);
    }
    }
    return SQLITE_MISUSE;
}

static int bind_one(const struct work *work, sqlite3_stmt *prepared, int number,
                    const struct db_parameter *parameter, const void *parameters) {
    switch (parameter->source) {
    case DB_FROM_TOWN: return sqlite3_bind_int64(prepared, number, work->town);
    case DB_FROM_NOW: return sqlite3_bind_int64(prepared, number, work->now_ms);
    case DB_FROM_STRUCT:
        return bind_place(prepared, number, &parameter->place, parameters);
    }
    return SQLITE_MISUSE;
}

/* The text and bytes stay the caller's, who keeps them until the statement is let go. */
static bool bind(const struct work *work, const struct db_statement *statement,
                 sqlite3_stmt *prepared, const void *parameters) {
    for (size_t i = 0; i < statement->parameter_count; i++)
        if (bind_one(work, prepared, (int)i + 1, &statement->parameters[i], parameters) !=
            SQLITE_OK)
            return false;
    return true;
}

static void read_column(struct arena *arena, sqlite3_stmt *prepared, int number,
                        enum db_type type, void *at) {
    switch (type) {
    case DB_INTEGER: *(int64_t *)at = sqlite3_column_int64(prepared, number); break;
    case DB_TEXT: {
        const unsigned char *text = sqlite3_column_text(prepared, number);
        const int size = sqlite3_column_bytes(prepared, number);

        *(const char **)at =
            text && size > 0 ? arena_copy_bytes(arena, text, (size_t)size) : "";
        break;
    }
    case DB_BYTES: {
        const void *data = sqlite3_column_blob(prepared, number);
        const int size = sqlite3_column_bytes(prepared, number);

        *(struct db_bytes *)at = (struct db_bytes){
            data ? arena_copy_bytes(arena, data, (size_t)size) : NULL,
            data ? (size_t)size : 0,
        };
        break;
    }
    }
}

static void read_row(struct arena *arena, const struct db_statement *statement,
                     sqlite3_stmt *prepared, char *row) {
    for (size_t i = 0; i < statement->column_count; i++)
        read_column(arena, prepared, (int)i, statement->columns[i].type,
                    row + statement->columns[i].offset);
}

/* Steps to the end, or to the first row when one is wanted and nothing is written. */
static int read_rows(const struct db_statement *statement, sqlite3_stmt *prepared,
                     struct db_sink *sink) {
    int code;

    while ((code = sqlite3_step(prepared)) == SQLITE_ROW) {
        char *row = db_sink_row(sink);

        if (row)
            read_row(sink->arena, statement, prepared, row);
        else if (sink->most > 1)
            return SQLITE_TOOBIG;
        if (sink->most == 1 && !statement->writes)
            return SQLITE_DONE;
    }
    return code;
}

static int64_t execute(struct work *work, const struct db_statement *statement,
                       const void *parameters, struct db_sink *sink) {
    struct sqlite *sqlite = sqlite_of(work->db);
    sqlite3_stmt *prepared = find(sqlite, statement);
    int64_t changed = 0;

    if (!prepared || !bind(work, statement, prepared, parameters)) {
        fail(work, statement->name);
        return 0;
    }
    assert(sqlite3_column_count(prepared) == (int)statement->column_count);
    switch (read_rows(statement, prepared, sink)) {
    case SQLITE_DONE:
        changed = statement->writes ? sqlite3_changes64(sqlite->handle) : 0;
        break;
    case SQLITE_TOOBIG:
        work_fault(work, "%s: more than %d rows", statement->name, DB_ROWS_MAX);
        break;
    default: fail(work, statement->name);
    }
    let_go(statement, prepared);
    return changed;
}

static void run_script(struct work *work, const char *script) {
    struct sqlite *sqlite = sqlite_of(work->db);

    if (sqlite3_exec(sqlite->handle, script, NULL, NULL, NULL) != SQLITE_OK)
        fail(work, "script");
}

static void check(struct work *work, const struct db_statement *statement) {
    if (!find(sqlite_of(work->db), statement))
        fail(work, statement->name);
}

/* ---- commands ---- */

static bool is_open(struct db *db) {
    return !sqlite3_get_autocommit(sqlite_of(db)->handle);
}

static int run_command(struct sqlite *sqlite, unsigned command) {
    sqlite3_stmt **place = &sqlite->commands[command];

    if (!*place && !(*place = prepare(sqlite, command_texts[command])))
        return sqlite3_extended_errcode(sqlite->handle);

    const int code = sqlite3_step(*place);

    sqlite3_reset(*place);
    return code == SQLITE_DONE ? SQLITE_OK : sqlite3_extended_errcode(sqlite->handle);
}

static enum db_outcome command(struct db *db, enum db_command command) {
    struct sqlite *sqlite = sqlite_of(db);
    int code = run_command(sqlite, command);

    if (code == SQLITE_OK && command == DB_TAKE_BACK)
        code = run_command(sqlite, UNDO_RELEASE);
    if (code == SQLITE_OK)
        return DB_DONE;
    explain(sqlite, code);
    return is_lost_race(code) ? DB_LOST_RACE : DB_FAILED;
}

static int64_t version(struct db *db) {
    struct sqlite *sqlite = sqlite_of(db);
    int64_t number = 0;

    if (!sqlite->version)
        sqlite->version = prepare(sqlite, "PRAGMA data_version");
    if (!sqlite->version)
        return 0;
    if (sqlite3_step(sqlite->version) == SQLITE_ROW)
        number = sqlite3_column_int64(sqlite->version, 0);
    sqlite3_reset(sqlite->version);
    return number;
}

static void notify(struct work *work) {
    (void)work; /* one process serves a file, and sees its own commits */
}

/* ---- opening ---- */

static void close_sqlite(struct db *db) {
    struct sqlite *sqlite = sqlite_of(db);

    for (size_t i = 0; i < sqlite->prepared_count; i++)
        sqlite3_finalize(sqlite->prepared[i]);
    for (size_t i = 0; i <= DB_COMMAND_COUNT; i++)
        sqlite3_finalize(sqlite->commands[i]);
    sqlite3_finalize(sqlite->version);
    sqlite3_close(sqlite->handle);
    free(sqlite->prepared);
    free(sqlite);
}

static const struct db_driver sqlite_driver = {
    .execute = execute,
    .script = run_script,
    .command = command,
    .is_open = is_open,
    .version = version,
    .notify = notify,
    .check = check,
    .close = close_sqlite,
};

/* Makes the file when it is missing, so that its mode is ours from the first byte on. */
static void make_file(const char *path) {
    const int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, FILE_MODE);

    if (file >= 0)
        close(file);
}

static bool is_memory(const char *path) {
    return strcmp(path, ":memory:") == 0;
}

/* Whether the writer could turn on the write-ahead log, which readers rely on. */
static bool use_wal(struct sqlite *sqlite, const char *path) {
    sqlite3_stmt *mode = prepare(sqlite, "PRAGMA journal_mode = WAL");
    const bool answered = mode && sqlite3_step(mode) == SQLITE_ROW;
    const char *word = answered ? (const char *)sqlite3_column_text(mode, 0) : "";
    const bool is_wal = is_memory(path) || strcmp(word, "wal") == 0;

    if (!answered)
        explain(sqlite, sqlite3_extended_errcode(sqlite->handle));
    else if (!is_wal)
        snprintf(sqlite->db.why, sizeof sqlite->db.why,
                 "this disk cannot keep a write-ahead log: use a local one");
    sqlite3_finalize(mode);
    return answered && is_wal;
}

static bool set_up(struct sqlite *sqlite, const char *path, enum work_kind kind) {
    sqlite3_busy_timeout(sqlite->handle, BUSY_MS);
    sqlite3_db_config(sqlite->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(sqlite->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(sqlite->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    if (kind == WORK_WRITE && !use_wal(sqlite, path))
        return false;
    if (sqlite3_exec(sqlite->handle, settings, NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_exec(sqlite->handle, own_settings[kind], NULL, NULL, NULL) == SQLITE_OK)
        return true;
    explain(sqlite, sqlite3_extended_errcode(sqlite->handle));
    return false;
}

struct db *db_sqlite_open(const char *path, enum work_kind kind, struct arena *arena,
                          const char **why) {
    struct sqlite *sqlite = db_allocate(sizeof *sqlite);
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                      SQLITE_OPEN_EXRESCODE | (is_memory(path) ? SQLITE_OPEN_CREATE : 0);

    sqlite->db = (struct db){ .kind = DB_SQLITE, .driver = &sqlite_driver };
    if (kind == WORK_WRITE && !is_memory(path))
        make_file(path);

    const int code = sqlite3_open_v2(path, &sqlite->handle, flags, NULL);

    if (code == SQLITE_OK && set_up(sqlite, path, kind))
        return &sqlite->db;
    if (code != SQLITE_OK)
        explain(sqlite, code);
    *why = arena_format(arena, "%s: %s%s", path, sqlite->db.why,
                        code == SQLITE_OK || kind == WORK_WRITE
                            ? ""
                            : ": run haoban migrate first, which makes it");
    close_sqlite(&sqlite->db);
    return NULL;
}
