/*
 * paper_picture -- papers as staff see them: pages as pictures, each with a watermark.
 *
 *     opened (an event of the ledger) --30 minutes--> pages as pictures, a marked copy
 *
 * Nobody of the staff is given the file as it came: a PDF is drawn by a caged child
 * (picture.h), page by page, and so is a photo.  Pages are given only to who opened the
 * paper lately, and opening is on record; that row is the proof that the record is there.
 * A page without its mark is kept sealed for a week (paper_store.h), since drawing is
 * slow; the mark, which says who looks and when, is drawn each time.
 */
#ifndef PAPER_PICTURE_H
#define PAPER_PICTURE_H

#include "paper.h"

enum {
    PAPER_READING_MS = 30 * 60 * 1000,
    PAPER_PAGE_SIDE = 1200,  /* pixels of the longest side, as shown */
    PAPER_LARGE_SIDE = 2400, /* enlarged, and as kept */
};

extern const struct refusal paper_not_opened; /* or too long ago */
extern const struct refusal paper_no_page;    /* there is none of that number */
extern const struct refusal paper_no_picture; /* it does not open any more */

/* The actor opens a paper: a write.  The caller records it in the ledger. */
void paper_begin_reading(struct work *work, const struct paper *paper);

/* Whether he did so lately, and the content may be read.  Refuses paper_not_opened,
 * paper_removed, paper_unscanned. */
const struct refusal *paper_may_read(struct work *work, const struct paper *paper);

/* How many pages it has, at least 1.  Slow for one that was kept before they were
 * counted. */
int paper_pages(struct work *work, const struct paper *paper);

/* What is drawn across: trust and use, who looks at when, at which case; in the arena. */
const char *paper_say_mark(struct arena *arena, const struct paper *paper,
                           const char *viewer, const char *moment, const char *number);

/* One page as JPEG, in the arena.  Slow; a read.  Refuses paper_no_page,
 * paper_no_picture. */
const struct refusal *paper_page(struct work *work, const struct paper *paper, int page,
                                 int side, const char *mark, struct db_bytes *picture);

/* All of it as a PDF with the mark on each page.  Slow; a read.  Refuses
 * paper_no_picture. */
const struct refusal *paper_copy(struct work *work, const struct paper *paper,
                                 const char *mark, struct db_bytes *copy);

/* Removes the kept pages of a paper. */
void paper_drop_pages(struct work *work, const struct paper *paper);

#endif
