/*
 * bare -- what SQLite alone can do: writes the rows of one case again and again.
 *
 *     bare mark DATABASE            prints how many rows each table has
 *     bare write DATABASE SECONDS   reads that, copies the rows that came since then
 *                                   with new keys, 64 cases to a commit, and prints
 *                                   how many cases a second it wrote
 *
 * Between the two, one case is filed through the program.  The benchmark divides the
 * program's filings by this figure.  The copies are nonsense: use a database that is
 * thrown away.
 */
#include <assert.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    TABLES_MAX = 100,
    COLUMNS_MAX = 128,
    ROWS_MAX = 50,
    COMMIT_CASES = 64,
    COUNTED_DIGITS = 12,
    ID_BITS = 22
};

struct table {
    char name[100];
    int64_t mark; /* the last row before the case */
    int column_count;
    bool is_key[COLUMNS_MAX]; /* part of what must be unique */
};

struct row {
    const struct table *table;
    sqlite3_value *value[COLUMNS_MAX];
    sqlite3_stmt *insert;
};

static sqlite3 *db; /* shared: one connection, one thread */

static void check(int code) {
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
        return;
    fprintf(stderr, "bare: %s\n", sqlite3_errmsg(db));
    exit(1);
}

static void run(const char *sql) {
    check(sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static sqlite3_stmt *prepare(const char *format, const char *word) {
    char *sql = sqlite3_mprintf(format, word);
    sqlite3_stmt *statement;

    check(sqlite3_prepare_v2(db, sql, -1, &statement, NULL));
    sqlite3_free(sql);
    return statement;
}

static void mark(void) {
    sqlite3_stmt *names = prepare("SELECT name FROM sqlite_schema WHERE type = 'table' "
                                  "AND name NOT LIKE 'sqlite%%'",
                                  NULL);

    while (sqlite3_step(names) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(names, 0);
        sqlite3_stmt *last = prepare("SELECT coalesce(max(rowid), 0) FROM \"%w\"", name);

        check(sqlite3_step(last));
        printf("%s %lld\n", name, sqlite3_column_int64(last, 0));
        sqlite3_finalize(last);
    }
    sqlite3_finalize(names);
}

/* Columns of any unique index are keys, but the town stays the same. */
static void find_keys(struct table *table) {
    sqlite3_stmt *keys = prepare(
        "SELECT DISTINCT c.cid FROM pragma_index_list('%q') AS i"
        "  JOIN pragma_index_info(i.name) AS c ON c.name <> 'town' WHERE i.\"unique\"",
        table->name);
    while (sqlite3_step(keys) == SQLITE_ROW)
        table->is_key[sqlite3_column_int(keys, 0)] = true;
    sqlite3_finalize(keys);
}

static sqlite3_stmt *prepare_insert(const struct table *table) {
    sqlite3_str *text = sqlite3_str_new(db);

    sqlite3_str_appendf(text, "INSERT INTO \"%w\" VALUES (?", table->name);
    for (int i = 1; i < table->column_count; i++)
        sqlite3_str_appendall(text, ", ?");
    sqlite3_str_appendall(text, ")");

    char *sql = sqlite3_str_finish(text);
    sqlite3_stmt *insert = prepare("%s", sql);

    sqlite3_free(sql);
    return insert;
}

static size_t read_rows(struct row *rows, struct table *table, size_t count) {
    sqlite3_stmt *select = prepare("SELECT * FROM \"%w\" WHERE rowid > ?", table->name);

    check(sqlite3_bind_int64(select, 1, table->mark));
    table->column_count = sqlite3_column_count(select);
    assert(table->column_count <= COLUMNS_MAX);
    find_keys(table);
    while (sqlite3_step(select) == SQLITE_ROW) {
        assert(count < ROWS_MAX);
        rows[count].table = table;
        rows[count].insert = prepare_insert(table);
        for (int i = 0; i < table->column_count; i++)
            rows[count].value[i] = sqlite3_value_dup(sqlite3_column_value(select, i));
        count++;
    }
    sqlite3_finalize(select);
    return count;
}

/* A text of the same size that comes behind the one before, as numbers do. */
static char *next_text(const char *text, int64_t n) {
    const int size = (int)strlen(text);
    const int counted = size < COUNTED_DIGITS ? size : COUNTED_DIGITS;

    return sqlite3_mprintf("%.*s%0*lld", size - counted, text, counted, n);
}

/* Another key of the same kind and size. */
static void bind_key(sqlite3_stmt *insert, int place, sqlite3_value *value, int64_t n) {
    const int64_t number = sqlite3_value_int64(value);
    unsigned char bytes[64];
    char *text;

    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
        check(sqlite3_bind_int64(insert, place,
                                 number + (number >> 40 ? n << ID_BITS : n)));
        break;
    case SQLITE_BLOB:
        sqlite3_randomness(sizeof bytes, bytes);
        check(sqlite3_bind_blob(
            insert, place, bytes,
            sqlite3_value_bytes(value) < 64 ? sqlite3_value_bytes(value) : 64,
            SQLITE_TRANSIENT));
        break;
    default:
        text = next_text((const char *)sqlite3_value_text(value), n);
        check(sqlite3_bind_text(insert, place, text, -1, sqlite3_free));
    }
}

static void write_case(const struct row *rows, size_t count, int64_t n) {
    for (const struct row *row = rows; row < rows + count; row++) {
        for (int i = 0; i < row->table->column_count; i++) {
            if (row->table->is_key[i])
                bind_key(row->insert, i + 1, row->value[i], n);
            else
                check(sqlite3_bind_value(row->insert, i + 1, row->value[i]));
        }
        check(sqlite3_step(row->insert));
        check(sqlite3_reset(row->insert));
    }
}

static double now(void) {
    struct timespec moment;

    clock_gettime(CLOCK_MONOTONIC, &moment);
    return (double)moment.tv_sec + (double)moment.tv_nsec / 1e9;
}

static void write_cases(double seconds) {
    static struct table tables[TABLES_MAX];
    static struct row rows[ROWS_MAX];
    size_t table_count = 0, count = 0;
    int64_t n = 0;

    while (table_count < TABLES_MAX &&
           scanf("%99s %ld", tables[table_count].name, &tables[table_count].mark) == 2) {
        count = read_rows(rows, &tables[table_count], count);
        table_count++;
    }
    assert(count > 0);

    const double begun = now();

    while (now() - begun < seconds) {
        run("BEGIN IMMEDIATE");
        for (int i = 0; i < COMMIT_CASES; i++)
            write_case(rows, count, ++n);
        run("COMMIT");
    }
    printf("%.0f %zu\n", (double)n / (now() - begun), count);
}

int main(int argc, char **argv) {
    assert(argc >= 3);
    check(sqlite3_open(argv[2], &db));
    run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    if (strcmp(argv[1], "mark") == 0)
        mark();
    else
        write_cases(argc > 3 ? strtod(argv[3], NULL) : 1.0);
    sqlite3_close(db);
    return 0;
}
