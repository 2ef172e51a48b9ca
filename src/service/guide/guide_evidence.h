/*
 * guide_evidence -- 佐证: what visitors opened and filed after a question tells for whom
 * it asks.
 *
 * What counts comes from guide_trace.h.  For each question, by what it says
 * (guide_index_gist()), and item there is one row:
 *
 *     fewer than GUIDE_EVIDENCE_LEAST visitors of a day    it says nothing, not its words
 *     from then on                                         it speaks for the item
 *     half of its weight after --guide-half-life-days      and so on
 *     thrown away by the librarian, or too old             gone; may begin anew
 *
 * One who opened it weighs 1, one who filed it GUIDE_EVIDENCE_FILED more.  An item gains
 * at most GUIDE_EVIDENCE_GAIN of rank, in proportion to its share of all the evidence of
 * the question: enough to tell items apart that are nearly equal, and never enough to
 * stand before one whose name, alias or phrasing was asked just so.  Nothing is evidence
 * for an item that the words do not find.
 */
#ifndef GUIDE_EVIDENCE_H
#define GUIDE_EVIDENCE_H

#include <stddef.h>
#include <stdint.h>

#include "guide_index.h"
#include "work.h"

enum {
    GUIDE_EVIDENCE_LEAST = 5,     /* visitors of a day, before anything is told */
    GUIDE_EVIDENCE_FILED = 3,     /* as much as so many who only opened it */
    GUIDE_EVIDENCE_GAIN = 600,    /* see GUIDE_RANK_NAT */
    GUIDE_EVIDENCE_DOUBT = 5,     /* so much evidence is half believed */
    GUIDE_EVIDENCE_DAYS = 730,    /* after which a row is forgotten that nobody renewed */
    GUIDE_EVIDENCE_FEW_DAYS = 60, /* likewise where too few asked so */
    GUIDE_EVIDENCE_MAX = 2000,    /* rows that speak, the weightiest first */
};

/* What speaks for an item, as the librarian sees it. */
struct guide_evidence {
    const char *words;
    const char *code;
    int64_t item_id, opened, filed;
    int64_t weight; /* thousandths, today */
    int last_day;
};

/* Writes down what the trace holds, if it is due, in a work of its own, soon. */
void guide_evidence_tell(struct work *work);

/* Writes down what the trace holds, in this work. */
void guide_evidence_write(struct work *work);

/* Moves hits, best first, by what speaks for them after a question of this gist. */
void guide_evidence_rank(struct work *work, const char *gist, struct guide_hit *hits,
                         size_t count);

/* What speaks, the weightiest first, at most limit. */
size_t guide_evidence_list(struct work *work, size_t limit,
                           const struct guide_evidence **evidence);

/* Throws away what speaks for an item after a question. */
void guide_evidence_drop(struct work *work, const char *words, int64_t item_id);

/* Forgets what is old: a daily job, which writes down what waits, too. */
void guide_evidence_sweep(struct work *work);

/* A weight after so many days: half of it is left after half_life of them.  Pure. */
int64_t guide_evidence_left(int64_t weight, int64_t days, int64_t half_life);

#endif
