/*
 * filing_checklist -- what is done with the papers of a case, each with its right and its
 * event in the ledger.
 *
 *     add           the asker, or who acts for him, until it is decided; the intake while
 *                   it is open
 *     reuse         the same, but the consent is the asker's own
 *     mark          the intake, and the reviewer of the department or his deputy
 *     open, copy    staff who may see the matter: read_paper, copy_paper
 *     forget        the clock, when the days of the item are over: forget_papers
 *
 * An event says which required paper it was about; names of files are sealed, and stay
 * out of it.
 */
#ifndef FILING_CHECKLIST_H
#define FILING_CHECKLIST_H

#include "matter.h"
#include "paper_list.h"

enum { FILING_CONSENT_MAX = 100 };

extern const struct refusal filing_no_more_papers; /* it is decided, or over */

/* The papers of a case, and its checklist; those of its bundle among them. */
size_t filing_papers_of(struct work *work, const struct matter *matter,
                        const struct paper **papers);
void filing_read_checklist(struct work *work, const struct matter *matter,
                           struct paper_checklist *list);

/* Whether a paper is one of them. */
bool filing_has_paper(struct work *work, const struct matter *matter, int64_t paper_id);

/* Whether the actor may add papers, and mark them, now. */
bool filing_may_add_papers(struct work *work, const struct matter *matter);
bool filing_may_mark_papers(struct work *work, const struct matter *matter);

/* Records a paper that paper_keep() gave to the matter.  Refuses filing_no_more_papers,
 * matter_forbidden, matter_lost. */
const struct refusal *filing_record_paper(struct work *work, struct matter *matter,
                                          const char *wanted);

/*
 * Uses a paper of before for the matter; consent says how the asker gave it, "" where he
 * did so himself.  Refuses paper_no_consent, what paper_reuse() and
 * filing_record_paper() refuse.
 */
const struct refusal *filing_reuse_paper(struct work *work, struct matter *matter,
                                         int64_t paper_id, const char *consent);

/* The consents that were given in a draft, as events of the matter that it has become.
 */
const struct refusal *filing_record_consents(struct work *work, struct matter *matter);

/* Keeps a mark and records it.  Refuses matter_forbidden, matter_lost, and what
 * paper_keep_mark() refuses. */
const struct refusal *filing_mark_paper(struct work *work, struct matter *matter,
                                        const struct paper_mark *mark);

/* Opens a paper for the actor, or gives him a marked copy; it goes on record.  Refuses
 * what paper_may_open() refuses, matter_lost. */
const struct refusal *filing_open_paper(struct work *work, struct matter *matter,
                                        const struct paper *paper);
const struct refusal *filing_copy_paper(struct work *work, struct matter *matter,
                                        const struct paper *paper);

/* Removes contents whose days are over and records it with each matter: a daily job. */
void filing_forget_papers(struct work *work);

#endif
