/*
 * paper_check -- whether a file that came in may be kept: by its bytes, in this order.
 *
 *     size, kind and structure (paper_kind.h), a decoder in its cage (picture.h), the
 *     virus scanner (clamd.h) where one is set up
 *
 * The refusals say in one sentence how to mend it.  A scanner that does not answer makes
 * the paper wait for it, unshown (paper_scan.h), or with the setting clamd-down=refuse is
 * a reason to refuse.
 */
#ifndef PAPER_CHECK_H
#define PAPER_CHECK_H

#include "paper.h"

extern const struct refusal paper_empty;      /* no bytes */
extern const struct refusal paper_large;      /* more than PAPER_BYTES_MAX */
extern const struct refusal paper_wrong_kind; /* not taken, or not what it claims */
extern const struct refusal paper_broken;     /* cut short or damaged */
extern const struct refusal paper_wide;       /* too many pixels */
extern const struct refusal paper_active;     /* a PDF with scripts or files within */
extern const struct refusal paper_locked;     /* a PDF behind a password */
extern const struct refusal paper_long;       /* more than PICTURE_PAGES_MAX pages */
extern const struct refusal paper_infected;   /* the scanner found something */
extern const struct refusal paper_no_scanner; /* it does not answer, and must */

/* Refuses paper_empty, paper_large. */
const struct refusal *paper_check_size(int64_t size_bytes);

/* Looks through a content and stores it; fills kind, digest, pages and scan of *ready.
 * Slow.  Refuses the others, and paper_no_room. */
const struct refusal *paper_check(struct work *work, const char *name, const char *type,
                                  struct db_bytes content, struct paper_ready *ready);

#endif
