/*
 * paper_kind -- what a file is, told by its bytes and not by its name.
 *
 * Three kinds are taken: PDF, JPEG and PNG.  A file is of a kind when it begins as one
 * and its parts hang together to the end; nothing is decoded.  What cameras put behind
 * the end of a photo (previews, depth maps) is let be.
 *
 *     PDF    %PDF-1.x or 2.x … %%EOF, and nothing that would act (paper_pdf.h)
 *     JPEG   SOI, segments, a frame with dimensions, a scan, EOI
 *     PNG    signature, IHDR first, every chunk's CRC, IDAT, IEND
 *
 * Pure functions of the bytes.
 */
#ifndef PAPER_KIND_H
#define PAPER_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "db.h"

enum paper_kind { PAPER_UNKNOWN, PAPER_PDF, PAPER_JPEG, PAPER_PNG, PAPER_KIND_COUNT };

/* What is wrong with a file of a known kind. */
enum paper_flaw {
    PAPER_SOUND,
    PAPER_BROKEN, /* cut short, or its parts do not hang together */
    PAPER_WIDE,   /* too many pixels to be opened safely */
    PAPER_ACTIVE, /* a PDF that would do something */
    PAPER_LOCKED, /* a PDF that cannot be looked into without a password */
};

enum { PAPER_SIDE_MAX = 20000, PAPER_PIXELS_MAX = 100 * 1000 * 1000 };

/* The kind by the first bytes. */
enum paper_kind paper_kind_of(struct db_bytes content);

/* Looks through the whole file, which begins as one of this kind. */
enum paper_flaw paper_flaw_of(enum paper_kind kind, struct db_bytes content);

/*
 * Whether what the sender said agrees with the kind: the ending of the name, and the
 * media type.  No ending, and no type or application/octet-stream, say nothing.
 */
bool paper_kind_agrees(enum paper_kind kind, const char *name, const char *type);

/* "pdf", as in the table, and "application/pdf"; the kind is known. */
const char *paper_kind_word(enum paper_kind kind);
const char *paper_kind_type(enum paper_kind kind);

/* The kind of a word of the table. */
enum paper_kind paper_kind_read(const char *word);

#endif
