/*
 * item_import -- items from files (事项导入): JSON Lines, one row, one item; or the
 * tables of item_sheet.h as XLSX, a CSV file, or a folder of them.
 *
 *     file -> item_import_read() -> rows -> item_import_store() -> library
 *             parse, map, check             one write work
 *
 * Reading needs no database and writes none.  Every row that cannot be taken is
 * reported with its line and the reason; then nothing at all is stored, unless the
 * caller asked to keep the good ones.  Odd but acceptable rows are remarked upon.
 * Elements for which tables have no column stay as the library has them.
 *
 * Formats, recognised by the members of the first row or named by the caller:
 *
 *     haoban     our own: what the API gives (item_answer.h), with English words for
 *                enumerations; subjects are codes of item_subjects or words
 *     guangdong  Guangdong's open data; its types differ (scheme guangdong)
 *     guangan    a Sichuan district's list; scheme sichuan
 *     changchun  guides of main item x business item x area; a row's situation becomes
 *                that of its papers, and rows that differ in nothing else are one item;
 *                there are no codes, so one is derived: "CC-" and 24 hex digits of
 *                SM3 over areas, main item and business item
 *     names      objects with only code and name
 */
#ifndef ITEM_IMPORT_H
#define ITEM_IMPORT_H

#include "item.h"

enum {
    ITEM_IMPORT_FILE_MAX = 128 * 1024 * 1024, /* bytes */
    ITEM_IMPORT_LINE_MAX = 1024 * 1024,       /* bytes */
    ITEM_IMPORT_ROWS_MAX = 200000,
    ITEM_IMPORT_STEP = 500, /* rows between two progress() */
};

enum item_import_format {
    ITEM_FORMAT_BY_ROW, /* recognised */
    ITEM_FORMAT_HAOBAN,
    ITEM_FORMAT_GUANGDONG,
    ITEM_FORMAT_GUANGAN,
    ITEM_FORMAT_CHANGCHUN,
    ITEM_FORMAT_NAMES,
};

enum item_import_keep { ITEM_KEEP_ALL_OR_NOTHING, ITEM_KEEP_GOOD };

/* What is told while it goes on; any may be NULL.  Reasons are Chinese. */
struct item_import_listener {
    void (*reject)(void *context, int line, int column, const char *reason);
    void (*remark)(void *context, int line, int column, const char *reason);
    /* column 0: not known */
    void (*progress)(void *context, size_t rows);
    void *context;
};

struct item_import_report {
    int64_t imported; /* new items */
    int64_t changed;  /* new versions */
    int64_t unchanged;
    int64_t rejected; /* by reading */
    int64_t refused;  /* by storing: the item is cancelled */
    int64_t remarked;
};

struct import_row;
struct shape_field;

/* One import: asked above, answered below. */
struct item_import {
    const char *path;
    const char *name;               /* of the file as people know it; NULL: path's */
    const char *bytes;              /* the file's text where it is at hand, or NULL */
    enum item_import_format format; /* what it was, once read */
    const char *area;               /* changchun: only this area; "" all */
    const char *columns;            /* of tables that call theirs otherwise, lines
                                       "ours=theirs": others are passed over; "" none */
    enum item_import_keep keep;
    struct item_import_listener listener;

    struct item_import_report report;
    const struct import_row *rows; /* that are good; in the arena of reading */
    size_t row_count;
    const struct shape_field *const *unsaid; /* elements that tables have no column for */
    size_t unsaid_count;
};

/* The format of a name such as "guangdong"; -1 for anything else. */
int item_import_format_named(const char *name);

/*
 * Reads and checks the whole file into the arena.  Says no, with an English reason in
 * *why, when the file cannot be read or its format is not known; rejected rows are
 * counted, not a failure.
 */
bool item_import_read(struct arena *arena, struct item_import *import, const char **why);

/* What the good row at a place says. */
const struct item_version *item_import_row(const struct item_import *import,
                                           size_t place);

/*
 * Reads what the program itself wrote by item_version_shape, such as a draft: one row of
 * format haoban, of which nothing is rejected.  Says no when it is no JSON.
 */
bool item_import_written(struct arena *arena, const char *text,
                         struct item_version *version);

extern const struct refusal item_import_refused;

/*
 * Stores the rows; everything or nothing, as work is.  May be run again.  Refuses:
 * item_import_refused, when rows were rejected and are not to be left out.
 */
const struct refusal *item_import_store(struct work *work, struct item_import *import);

#endif
