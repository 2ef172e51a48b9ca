/*
 * paper_trust -- 可信等级: how far a paper is trusted, and what a scanner said of it.
 *
 * The grades are those of 国办函〔2016〕108号 for what people hand in electronically:
 *
 *     A   issued by its agency, used as it is
 *     B   held against the original at a window, may be used again
 *     C   sent by the asker; the original has to be checked
 *     D   made by the asker himself, who answers for it
 *
 * The grade follows from where the paper comes from and never says more than that.
 */
#ifndef PAPER_TRUST_H
#define PAPER_TRUST_H

#include "word.h"

enum paper_source {
    PAPER_ISSUED = 1,    /* A: an e-licence of its issuer */
    PAPER_ORIGINAL_SEEN, /* B: the window held it against the original */
    PAPER_SEALED_COPY,   /* C: a copy that bears a seal; the original was not seen */
    PAPER_UPLOADED,      /* C */
    PAPER_DECLARED,      /* D */
};

/* Their names and words. */
extern const struct words paper_sources;

/* "A" to "D"; "" for no source. */
const char *paper_grade(enum paper_source source);

/* What the watermark says of it, a whole sentence in Chinese; of C and D only the use. */
const char *paper_say_trust(enum paper_source source);

/* What a virus scanner said; while it has not, the paper is shown to nobody but its
 * asker. */
enum paper_scan { SCAN_NOT_ASKED, SCAN_CLEAN, SCAN_WAITS, SCAN_INFECTED };

#endif
