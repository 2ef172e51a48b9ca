/*
 * situation_import_inside -- what the parts of the importer of situations share.
 *
 *     situation_import        lines, our own format, checking, storing
 *     situation_import_flat   rows of a flat list, gathered by item and derived from
 *
 * A row's JSON lives until the next line; all that is kept is copied into the arena.
 */
#ifndef SITUATION_IMPORT_INSIDE_H
#define SITUATION_IMPORT_INSIDE_H

#include "situation_import.h"

struct json;

enum situation_format { SITUATION_BY_ROW, SITUATION_HAOBAN, SITUATION_FLAT };

/* The rows of one item of a flat list. */
struct situation_sheet {
    const char *item, *department;
    uint64_t hash; /* of both */
    int line;      /* of its first row */
    struct situation_row rows[SITUATION_ROWS_MAX];
    size_t count;
};

struct situation_reader {
    struct situation_import *import;
    struct arena *arena;      /* of what is kept */
    struct arena *line_arena; /* reset for each line */
    int line;
    enum situation_format format;
    struct situation_import_flow *flows;
    size_t flow_count, room;
    struct situation_sheet **sheets; /* of a flat list, by their first rows */
    size_t sheet_count, sheet_room;
};

/* Reports what is wrong, or only odd; column 0 is not known. */
void situation_reject(struct situation_reader *reader, int line, int column,
                      const char *format, ...) __attribute__((format(printf, 4, 5)));
void situation_remark(struct situation_reader *reader, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Where the next flow comes to stand; the caller counts it. */
struct situation_import_flow *situation_make_room(struct situation_reader *reader);

/* Adds a row of a flat list to its sheet; then makes flows and items of all sheets. */
void situation_read_flat(struct situation_reader *reader, const struct json *row);
void situation_derive_all(struct situation_reader *reader);

#endif
