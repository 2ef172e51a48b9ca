/*
 * sheet_stream -- a table that is written piece by piece, and can be gone on with.
 *
 * sheet.h writes a file in one go.  Here the bytes are given to the caller, who keeps
 * them where he likes; between two pieces all that the next one needs is a mark, a short
 * text:
 *
 *     begin ──► rows … pause ──► bytes, mark        a piece
 *     resume(mark) ──► rows … pause ──► bytes, mark another, perhaps in another process
 *     resume(mark) ──► end ──► bytes                the last
 *
 * The pieces one behind the other are the file: CSV as UTF-8 with a mark for Excel, cells
 * that a program would run as formulas behind a ' (sheet.h); JSON Lines, a member for
 * each column; XLSX of strings, with another sheet after SHEET_STREAM_LEAF_ROWS rows.
 * Memory does not grow with the rows.  An XLSX, which is a ZIP, ends at 4 GiB:
 * sheet_stream_room() says when no more rows may come.
 */
#ifndef SHEET_STREAM_H
#define SHEET_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include "sheet.h"
#include "text.h"

enum {
    SHEET_STREAM_LEAF_ROWS = 1000000, /* of a sheet; Excel opens 1,048,576 */
    SHEET_STREAM_LEAVES_MAX = 64,
    SHEET_STREAM_MARK_MAX = 8 * 1024,
    SHEET_STREAM_CELL_MAX = 32000, /* characters of an XLSX cell; the rest is left out */
};

struct sheet_stream;

/* Begins the file of a table, whose columns live as long as the stream.  The stream and
 * its bytes are in the arena. */
struct sheet_stream *sheet_stream_begin(struct arena *arena, enum sheet_format format,
                                        const struct sheet_table *table);

/* Goes on behind a mark; NULL when it is none of this format. */
struct sheet_stream *sheet_stream_resume(struct arena *arena, enum sheet_format format,
                                         const struct sheet_table *table,
                                         const char *mark);

/* Adds a row of as many cells as the table has columns; cells are valid UTF-8. */
void sheet_stream_put(struct sheet_stream *stream, const char *const *cell);

/* Whether more rows may come. */
bool sheet_stream_room(const struct sheet_stream *stream);

/* The bytes of this piece, and the mark behind them; nothing may be put afterwards. */
const struct text *sheet_stream_pause(struct sheet_stream *stream, const char **mark);

/* The bytes of the last piece: with them the file is whole. */
const struct text *sheet_stream_end(struct sheet_stream *stream);

#endif
