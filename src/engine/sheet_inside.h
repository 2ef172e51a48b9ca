/*
 * sheet_inside -- what the readers of the formats share, and the writers.
 *
 * A reader begins a table, gives each line its cells, and ends the line; names of
 * columns, bounds and controls are dealt with here.
 */
#ifndef SHEET_INSIDE_H
#define SHEET_INSIDE_H

#include <stdint.h>
#include <stdio.h>

#include "sheet.h"

struct sheet_reading {
    struct arena *arena;      /* of names */
    struct arena *line_arena; /* reset for each line */
    const struct sheet_listener *listener;
    const char *name; /* of the file, or NULL */
    const char *table;
    size_t table_count;
    const char **column; /* NULL: the table has no names yet */
    size_t column_count;
    int line;
    int heading;       /* the line of the names */
    bool spoiled;      /* this line is left out */
    const char **cell; /* of this line, SHEET_COLUMNS_MAX of them */
    size_t cell_count; /* up to the last that was given */
    int rows;
    int findings;
    bool stopped;    /* nothing more is read */
    const char *why; /* why the whole cannot be read, or NULL */
};

/* Tells what is wrong at a column of this line, from 1; 0 the whole line. */
void sheet_wrong(struct sheet_reading *reading, int column, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Stops: the whole cannot be read. */
void sheet_fail(struct sheet_reading *reading, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void sheet_begin_table(struct sheet_reading *reading, const char *name);
void sheet_begin_line(struct sheet_reading *reading, int line);

/* Gives the cell of a column, from 0; the bytes need no terminator. */
void sheet_give(struct sheet_reading *reading, size_t column, const char *bytes,
                size_t size);

void sheet_end_line(struct sheet_reading *reading);

/* Gives a line whose columns are its own. */
void sheet_give_named(struct sheet_reading *reading, const char *const *column,
                      size_t count);

/* The formats; the file stands at its beginning. */
void sheet_read_json(struct sheet_reading *reading, FILE *file);
void sheet_read_csv(struct sheet_reading *reading, FILE *file);
void sheet_read_xlsx(struct sheet_reading *reading, const char *path);

/* A row as a line of CSV or of JSON, with the line's end. */
struct text;
void sheet_add_csv(struct text *line, const char *const *cell, size_t count);
void sheet_add_json(struct text *line, const char *const *column, const char *const *cell,
                    size_t count);

/* Whether a CSV cell that begins so would be run as a formula. */
bool sheet_is_formula(char byte);

#endif
