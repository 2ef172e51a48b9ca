/*
 * db_driver -- what db.c asks of a kind of database.  Only db*.c include this.
 *
 * A driver's connection begins with struct db.  Its functions are called only while the
 * work has no fault, with a statement whose parameters are all there.
 */
#ifndef DB_DRIVER_H
#define DB_DRIVER_H

#include "db.h"

enum { DB_WHY_SIZE = 512 };

struct db {
    enum db_kind kind;
    const struct db_driver *driver;
    char why[DB_WHY_SIZE]; /* English: why the last command failed */
};

/* Where a statement's rows go.  All zero: there must be none. */
struct db_sink {
    struct arena *arena;
    size_t row_size;
    size_t most; /* rows wanted; more are a fault, or passed over if 1 */
    char *rows;  /* the first row, or NULL */
    size_t count;
    size_t capacity;
};

enum db_command {
    DB_READ,
    DB_WRITE,
    DB_COMMIT,
    DB_ROLLBACK,
    DB_SAVEPOINT,
    DB_RELEASE,   /* the savepoint's changes stay */
    DB_TAKE_BACK, /* the savepoint's changes go, and the savepoint */
    DB_COMMAND_COUNT,
};

/* Whether a command succeeded, and how it may be taken if not. */
enum db_outcome {
    DB_DONE,
    DB_FAILED,
    DB_LOST_RACE,
    DB_IN_DOUBT, /* a COMMIT whose answer never came */
};

struct db_driver {
    /* Runs a statement; returns the rows that it changed. */
    int64_t (*execute)(struct work *work, const struct db_statement *statement,
                       const void *parameters, struct db_sink *sink);
    void (*script)(struct work *work, const char *script);
    /* Runs a command; on failure the text is in db->why.  Begins on a lost connection
       connect again, once. */
    enum db_outcome (*command)(struct db *db, enum db_command command);
    /* Whether a transaction is open. */
    bool (*is_open)(struct db *db);
    int64_t (*version)(struct db *db);
    void (*notify)(struct work *work);
    /* Compares the statement's types with the server's; a fault when they differ. */
    void (*check)(struct work *work, const struct db_statement *statement);
    void (*close)(struct db *db);
};

struct db *db_sqlite_open(const char *path, enum work_kind kind, struct arena *arena,
                          const char **why);
struct db *db_postgres_open(const char *url, enum work_kind kind, struct arena *arena,
                            const char **why);

/* Zeroed memory that outlives every work; stops the process when there is none. */
void *db_allocate(size_t size);

/* Makes an array of old_count elements longer, with zeroes behind. */
void *db_enlarge(void *array, size_t old_count, size_t count, size_t size);

/* Room for one more row, or NULL when the sink has as many as it wants. */
void *db_sink_row(struct db_sink *sink);

/* The text of a script as a database sees it: marks for the other one taken out. */
char *db_dialect(struct arena *arena, const char *script, enum db_kind kind);

#endif
