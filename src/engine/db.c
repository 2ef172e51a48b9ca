#include "db.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "db_driver.h"
#include "text.h"

enum { FIRST_ROWS = 16 };

static const char sqlite_prefix[] = "sqlite:";

/* ---- memory ---- */

void *db_allocate(size_t size) {
    void *memory = calloc(1, size);

    if (!memory)
        abort();
    return memory;
}

void *db_enlarge(void *array, size_t old_count, size_t count, size_t size) {
    assert(count > old_count);
    char *longer = realloc(array, count * size);

    if (!longer)
        abort();
    memset(longer + old_count * size, 0, (count - old_count) * size);
    return longer;
}

void *db_sink_row(struct db_sink *sink) {
    if (sink->count == sink->most)
        return NULL;
    if (sink->count == sink->capacity) {
        const size_t capacity = sink->capacity ? 2 * sink->capacity : FIRST_ROWS;
        char *rows = arena_alloc(sink->arena, capacity * sink->row_size);

        if (sink->count > 0)
            memcpy(rows, sink->rows, sink->count * sink->row_size);
        sink->rows = rows;
        sink->capacity = capacity;
    }
    return sink->rows + sink->row_size * sink->count++;
}

/* ---- statements ---- */

static int64_t execute(struct work *work, const struct db_statement *statement,
                       const void *parameters, struct db_sink *sink) {
    assert(work->db);
    assert(!statement->writes || work->kind == WORK_WRITE);
    assert(statement->parameter_count <= DB_PARAMETERS_MAX);
    assert(statement->column_count <= DB_COLUMNS_MAX);
    if (work->fault)
        return 0;
    work->wrote |= statement->writes;
    return work->db->driver->execute(work, statement, parameters, sink);
}

int64_t db_run(struct work *work, const struct db_statement *statement,
               const void *parameters) {
    struct db_sink sink = { .most = 0 };
    const int64_t changed = execute(work, statement, parameters, &sink);

    return work->fault ? 0 : changed;
}

/* No row: every text is "" and not NULL, for the code that goes on under a fault. */
static void empty_row(const struct db_statement *statement, char *row) {
    memset(row, 0, statement->row_size);
    for (size_t i = 0; i < statement->column_count; i++) {
        const struct db_place *column = &statement->columns[i];

        if (column->type == DB_TEXT)
            memcpy(row + column->offset, &(const char *){ "" }, sizeof(const char *));
    }
}

bool db_one(struct work *work, const struct db_statement *statement,
            const void *parameters, void *row) {
    struct db_sink sink = {
        .arena = work->arena,
        .row_size = statement->row_size,
        .most = 1,
        .rows = row,
        .capacity = 1,
    };

    execute(work, statement, parameters, &sink);
    if (sink.count == 0 || work->fault)
        empty_row(statement, row);
    return sink.count > 0 && !work->fault;
}

size_t db_many(struct work *work, const struct db_statement *statement,
               const void *parameters, void *rows) {
    struct db_sink sink = {
        .arena = work->arena,
        .row_size = statement->row_size,
        .most = DB_ROWS_MAX,
    };

    execute(work, statement, parameters, &sink);
    if (work->fault)
        sink.rows = NULL;
    memcpy(rows, &sink.rows, sizeof sink.rows);
    return work->fault ? 0 : sink.count;
}

void db_check_statements(struct work *work) {
    for (int i = 0; i < db_statement_count && !work->fault; i++)
        work->db->driver->check(work, db_statements[i]);
}

/* ---- scripts ---- */

char *db_dialect(struct arena *arena, const char *script, enum db_kind kind) {
    static const char *const marks[] = {
        [DB_SQLITE] = "/*sqlite",
        [DB_POSTGRES] = "/*pg",
    };
    const size_t length = strlen(marks[kind]);
    char *text = arena_copy(arena, script);

    for (char *mark = text; (mark = strstr(mark, marks[kind]));) {
        char *end = strstr(mark, "*/");

        if (!end)
            break;
        memset(mark, ' ', length);
        memset(end, ' ', 2);
        mark = end;
    }
    return text;
}

void db_script(struct work *work, const char *script) {
    assert(work->db);
    work->wrote = true;
    if (!work->fault)
        work->db->driver->script(work, db_dialect(work->arena, script, work->db->kind));
}

/* ---- connections ---- */

int db_location_kind(const char *location) {
    if (text_begins(location, sqlite_prefix))
        return DB_SQLITE;
    if (text_begins(location, "postgresql://") || text_begins(location, "postgres://"))
        return DB_POSTGRES;
    return -1;
}

struct db *db_open(const char *location, enum work_kind kind, struct arena *arena,
                   const char **why) {
    switch (db_location_kind(location)) {
    case DB_SQLITE:
        return db_sqlite_open(location + strlen(sqlite_prefix), kind, arena, why);
    case DB_POSTGRES: return db_postgres_open(location, kind, arena, why);
    default:
        *why = arena_format(arena,
                            "'%s' is no database: write sqlite:PATH or "
                            "postgresql://USER@HOST/NAME",
                            location);
        return NULL;
    }
}

void db_close(struct db *db) {
    if (db)
        db->driver->close(db);
}

enum db_kind db_kind(const struct db *db) {
    return db->kind;
}

/* ---- transactions ---- */

/* Runs a command for a work.  Says whether it succeeded; if not, the work has a fault. */
static bool command(struct work *work, enum db_command command) {
    const enum db_outcome outcome = work->db->driver->command(work->db, command);

    if (outcome == DB_LOST_RACE && !work->fault)
        work->lost_race = true;
    if (outcome != DB_DONE)
        work_fault(work, "%s", work->db->why);
    return outcome == DB_DONE;
}

static void roll_back(struct db *db) {
    if (db->driver->is_open(db))
        db->driver->command(db, DB_ROLLBACK);
}

void db_begin(struct work *work) {
    if (!work->fault)
        command(work, work->kind == WORK_READ ? DB_READ : DB_WRITE);
}

bool db_end(struct work *work, enum db_ending ending) {
    const bool commits = ending == DB_KEPT && !work->fault;
    const bool committed = commits && command(work, DB_COMMIT);

    if (!committed)
        roll_back(work->db);
    return committed || ending == DB_UNDONE;
}

bool db_batch_begin(struct db *db, const char **why) {
    db->why[0] = '\0';
    if (db->driver->command(db, DB_WRITE) == DB_DONE)
        return true;
    *why = db->why;
    return false;
}

void db_savepoint(struct work *work) {
    struct db *db = work->db;

    if (work->fault)
        return;
    if (db->driver->is_open(db))
        command(work, DB_SAVEPOINT);
    else
        work_fault(work, "the batch was given up: %s", db->why);
}

void db_savepoint_end(struct work *work, enum db_ending ending) {
    struct db *db = work->db;

    if (ending == DB_KEPT && !work->fault && command(work, DB_RELEASE))
        return;
    /* What cannot be taken back alone is taken back with the whole batch. */
    if (db->driver->is_open(db) && db->driver->command(db, DB_TAKE_BACK) != DB_DONE)
        roll_back(db);
}

void db_batch_give_up(struct db *db) {
    roll_back(db);
}

enum db_batch_ending db_batch_end(struct db *db, const char **why) {
    enum db_outcome outcome = DB_FAILED;

    *why = db->why;
    if (db->driver->is_open(db))
        outcome = db->driver->command(db, DB_COMMIT);
    if (outcome == DB_DONE)
        return DB_BATCH_KEPT;
    roll_back(db);
    return outcome == DB_IN_DOUBT ? DB_BATCH_UNKNOWN : DB_BATCH_UNDONE;
}

/* ---- change ---- */

void db_notify(struct work *work) {
    if (!work->fault)
        work->db->driver->notify(work);
}

int64_t db_version(struct work *work) {
    return work->db->driver->version(work->db);
}
