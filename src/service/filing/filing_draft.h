/*
 * filing_draft -- 草稿: an application that is not handed in yet; its account's own.
 *
 * What was answered so far is sealed.  Who hands a draft in deletes it, so that is done
 * once; one that nobody touched for FILING_DRAFT_DAYS is forgotten.
 */
#ifndef FILING_DRAFT_H
#define FILING_DRAFT_H

#include "matter.h"

struct filing_draft {
    int64_t id;
    const char *item_code;
    const char *phone;
    const char *statement;
    int64_t mandate_id; /* by which it is for somebody else; 0 for oneself */
};

extern const struct refusal filing_no_draft;
extern const struct refusal filing_too_many_drafts; /* setting drafts */

/* Keeps a new draft (id 0) or renews one.  Refuses filing_no_draft,
 * filing_too_many_drafts, item_…, and of a mandate what agency_take() refuses. */
const struct refusal *filing_keep_draft(struct work *work, struct filing_draft *draft);

/* Reads one of the actor's own.  Refuses filing_no_draft. */
const struct refusal *filing_find_draft(struct work *work, int64_t id,
                                        struct filing_draft *draft);

/* One of a list of drafts. */
struct filing_draft_line {
    int64_t id;
    const char *item_name;
    int64_t changed_ms;
};

/* The actor's own, newest first, at most FILING_DRAFTS_MAX. */
enum { FILING_DRAFTS_MAX = 100 };
size_t filing_drafts(struct work *work, const struct filing_draft_line **lines);

/* Throws one of the actor's own away, and its papers with it.  Refuses
 * filing_no_draft. */
const struct refusal *filing_remove_draft(struct work *work, int64_t id);

/* Forgets drafts that nobody touched for FILING_DRAFT_DAYS: a daily job. */
enum { FILING_DRAFT_DAYS = 30 };
void filing_sweep_drafts(struct work *work);

/* Hands a draft in with its papers, as the actor's own filing or that of the principal of
 * its mandate, and forgets it. */
const struct refusal *filing_submit_draft(struct work *work, int64_t id,
                                          struct matter *matter);

#endif
