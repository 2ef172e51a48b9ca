/*
 * sheet -- 表格: tables of named columns, read and written row by row.
 *
 *     JSON Lines   one table; a row's columns are its members, those of an object
 *                  within as "limit.n", several words as lines of one cell
 *     CSV          one table; UTF-8 with or without a mark, or GB18030; commas,
 *                  semicolons or tabs; a folder of such files is one table each
 *     XLSX         a table for each visible sheet
 *
 * The first row that is not empty names the columns of CSV and XLSX.  Files are strange:
 * each is bounded (the enum below), memory does not grow with the rows, and whatever is
 * not right is told with table, line and column.  A cell never holds control characters
 * but line breaks, which are always "\n".
 *
 * A CSV cell that begins with = + - @ tab, return or ' would be run as a formula by the
 * programs that show it: it is written behind a ', and read without.
 */
#ifndef SHEET_H
#define SHEET_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum {
    SHEET_FILE_MAX = 128 * 1024 * 1024,     /* bytes, also of what a ZIP packs up */
    SHEET_UNPACKED_MAX = 512 * 1024 * 1024, /* bytes of one entry of a ZIP … */
    SHEET_RATIO_MAX = 200,                  /* … and how often its packed size */
    SHEET_SHARED_MAX = 64 * 1024 * 1024,    /* bytes of strings that XLSX shares */
    SHEET_ROWS_MAX = 500000,                /* of all tables */
    SHEET_TABLES_MAX = 64,
    SHEET_COLUMNS_MAX = 256,
    SHEET_CELL_MAX = 128 * 1024, /* bytes */
    SHEET_WRONG_MAX = 1000,      /* findings, behind which nothing more is read */
};

enum sheet_format { SHEET_BY_CONTENT, SHEET_JSONL, SHEET_CSV, SHEET_XLSX };

/* "jsonl", "csv" or "xlsx"; SHEET_BY_CONTENT for anything else. */
enum sheet_format sheet_format_named(const char *name);

/* ---- reading ---- */

/* One row; good during its call.  Cells are as many as columns and never NULL. */
struct sheet_row {
    const char *table; /* name of the sheet, or of the file without its ending */
    int line;          /* from 1, as the program that shows it counts */
    int heading;       /* the line of the names; 0 in JSON Lines */
    size_t count;
    const char *const *column;
    const char *const *cell;
};

/* The cell of a column, "" when the row has no such column. */
const char *sheet_cell(const struct sheet_row *row, const char *column);

/* The number of a column, from 1; 0 when the row has no such column. */
int sheet_column(const struct sheet_row *row, const char *column);

/* Where something is wrong; line and column 0: nobody knows. */
struct sheet_place {
    const char *table;
    int line;
    int column;
};

/* Both are called while the file is read; reasons are Chinese. */
struct sheet_listener {
    void (*row)(void *context, const struct sheet_row *row);
    void (*wrong)(void *context, const struct sheet_place *place, const char *reason);
    void *context;
};

/*
 * Reads a file, or a folder of CSV files, to its end.  Rows that are not right are told
 * and left out.  Says no, with a Chinese reason in *why, when the whole cannot be read:
 * it is none of these formats, too large, or stops being one in its middle.
 */
bool sheet_read(struct arena *arena, const char *path,
                const struct sheet_listener *listener, const char **why);

/* The same of a file that people know by another name than its path. */
bool sheet_read_named(struct arena *arena, const char *path, const char *name,
                      const struct sheet_listener *listener, const char **why);

/* ---- writing ---- */

/* What a table is called, and its columns. */
struct sheet_table {
    const char *name;
    const char *const *column;
    size_t count;
};

struct sheet_writer;

/*
 * Begins a file of these tables, which live as long as it is written; CSV of several
 * tables is a folder that is made.  Returns NULL and a Chinese reason when it cannot.
 */
struct sheet_writer *sheet_create(enum sheet_format format, const char *path,
                                  const struct sheet_table *tables, size_t count,
                                  const char **why);

/* Adds a row of as many cells as the table has columns. */
void sheet_put(struct sheet_writer *writer, size_t table, const char *const *cell);

/* Ends the file and frees the writer.  False when something was not written. */
bool sheet_close(struct sheet_writer *writer);

#endif
