/*
 * db -- statements and their rows, the same for SQLite and PostgreSQL.
 *
 * Modules do not call these functions: tools/sqlc writes a typed one for each
 * statement of a .sql file (see there), and those call these.  A query reads all its
 * rows into the work's arena, so no cursor stays open and nothing needs closing.
 *
 * A failing statement is a fault of the work: it sticks, the statement gives no rows
 * and no changes, and so do all later ones.  One that adds a row may fail later, on
 * PostgreSQL: it goes to the server with the next statement that has something to tell,
 * at the latest with COMMIT.  A broken constraint is a fault too unless
 * the statement expects it (ON CONFLICT).  Broken UNIQUE, PRIMARY and FOREIGN KEYs,
 * deadlocks, lock timeouts and a connection lost before COMMIT are marked as lost races;
 * a broken CHECK is not, nor is a COMMIT whose answer never came ("commit unknown").
 * SQL's NULL, as a LEFT JOIN gives it, reads as 0, "" or no bytes.
 */
#ifndef DB_H
#define DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "work.h"

enum { DB_PARAMETERS_MAX = 80, DB_COLUMNS_MAX = 80, DB_ROWS_MAX = 20000 };

enum db_type { DB_INTEGER, DB_TEXT, DB_BYTES };

/* A value of type DB_BYTES; in rows the bytes are in the work's arena. */
struct db_bytes {
    const void *data; /* NULL only with size 0 */
    size_t size;
};

/* Where a parameter or a column stands in its C struct. */
struct db_place {
    const char *name;
    enum db_type type;
    size_t offset;
};

enum db_source { DB_FROM_STRUCT, DB_FROM_TOWN, DB_FROM_NOW };

struct db_parameter {
    enum db_source source;
    struct db_place place; /* DB_FROM_STRUCT only */
};

/* One statement, generated.  All are in db_statements[], at their index. */
struct db_statement {
    int index;
    const char *name;     /* "module.statement" */
    const char *sqlite;   /* parameters ?1, ?2 … */
    const char *postgres; /* parameters $1, $2 … */
    bool writes;
    bool adds_one; /* an INSERT of one row: it changes one, or is a fault */
    size_t parameter_count;
    const struct db_parameter *parameters;
    size_t column_count;
    const struct db_place *columns;
    size_t row_size;
};

/* Written by sqlc. */
extern const struct db_statement *const db_statements[];
extern const int db_statement_count;

/* Runs a statement that gives no rows.  Returns the number of rows it changed. */
int64_t db_run(struct work *work, const struct db_statement *statement,
               const void *parameters);

/*
 * Reads one row into *row and says whether there was any; more are passed over.  Without
 * one *row is empty: 0, "" and no bytes, never a NULL text.
 */
bool db_one(struct work *work, const struct db_statement *statement,
            const void *parameters, void *row);

/* Reads all rows into the arena, says how many; more than DB_ROWS_MAX are a fault. */
size_t db_many(struct work *work, const struct db_statement *statement,
               const void *parameters, void *rows);

/* A script of the program's own, for migrations and tests: no parameters, no rows. */
void db_script(struct work *work, const char *script);

/* Prepares every statement of the program; a fault names the first that does not fit. */
void db_check_statements(struct work *work);

/*
 * Connections.  A db is one connection; one thread uses it at a time.
 * Locations: "sqlite:PATH" ("sqlite::memory:" for tests), "postgresql://…".
 */
enum db_kind { DB_SQLITE, DB_POSTGRES };

/* What becomes of the changes of a work. */
enum db_ending { DB_UNDONE, DB_KEPT };

/* Returns NULL and an English reason in *why (in the arena) when it cannot be opened. */
struct db *db_open(const char *location, enum work_kind kind, struct arena *arena,
                   const char **why);
void db_close(struct db *db);
enum db_kind db_kind(const struct db *db);

/* The kind that a location names; -1 when it names none. */
int db_location_kind(const char *location);

/*
 * The transaction of a work on its db.  A read on PostgreSQL opens none.  In a batch
 * several works share one, and each may be a savepoint in it.  A fault undoes whatever
 * the ending says.  db_end() says whether what was asked for happened.  After a lost
 * connection db_begin() and db_batch_begin() reconnect once.
 */
enum db_batch_ending { DB_BATCH_KEPT, DB_BATCH_UNDONE, DB_BATCH_UNKNOWN };

void db_begin(struct work *work);
bool db_end(struct work *work, enum db_ending ending);
bool db_batch_begin(struct db *db, const char **why);
void db_savepoint(struct work *work);
void db_savepoint_end(struct work *work, enum db_ending ending);
enum db_batch_ending db_batch_end(struct db *db, const char **why);
void db_batch_give_up(struct db *db); /* undoes all of it */

/*
 * Wakes the listeners of other processes when this transaction commits: NOTIFY on
 * PostgreSQL, nothing on SQLite.  Commits that notify queue behind each other there, so
 * it is for what changes seldom.
 */
void db_notify(struct work *work);

/*
 * SQLite: a number that changes when another connection has committed something since;
 * only numbers of the same connection compare, and 0 is unknown.  PostgreSQL: always 0;
 * the listener keeps an epoch there, see db_listen.h.  Needs no arena.
 */
int64_t db_version(struct work *work);

#endif
