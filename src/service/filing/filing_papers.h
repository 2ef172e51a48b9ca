/*
 * filing_papers -- the ways to the papers of a filing, each with its own right.
 *
 *     his draft      uploads, reuses, looks at, removes   the account that it belongs to
 *     his matter     looks at, adds                       the asker
 *     a case         looks at, marks, adds                staff who may see the matter
 *
 * Whole files come by a form, pieces by the script (paper_web.h).  The asker gets his own
 * file as it was; staff gets pictures with a watermark, and opening goes on record.
 * Looking is slow work, so it is done before the answer's own work begins; the right is
 * asked for in both.
 */
#ifndef FILING_PAPERS_H
#define FILING_PAPERS_H

#include "item_version.h"
#include "matter.h"
#include "paper_web.h"
#include "route.h"

extern const struct route_table filing_paper_routes;  /* of askers */
extern const struct route_table filing_review_routes; /* of staff: filing_review.c */

/* What the page of a draft shows of its papers. */
void filing_read_draft_box(struct work *work, struct exchange *exchange, int64_t draft_id,
                           const struct item_version *version, struct paper_box *box);

/* What is there of a matter, and what its person gave before. */
void filing_read_matter_box(struct work *work, struct exchange *exchange,
                            const struct matter *matter, struct paper_box *box);

/* Handlers of both tables: one more by a form, in pieces, or used again. */
extern const struct form filing_reuse_form;
const struct refusal *filing_prepare_more(struct work *work, struct exchange *exchange);
const struct refusal *filing_add_more(struct work *work, struct exchange *exchange);
const struct refusal *filing_reuse_more(struct work *work, struct exchange *exchange);
const struct refusal *filing_begin_pieces(struct work *work, struct exchange *exchange);
const struct refusal *filing_prepare_piece(struct work *work, struct exchange *exchange);
const struct refusal *filing_keep_piece(struct work *work, struct exchange *exchange);

/* The page on which the asker adds papers to his matter. */
struct filing_more {
    const char *number, *title;
    struct paper_box box;
};
void filing_more_page(struct html *out, const struct filing_more *more);

#endif
