/*
 * filing_web -- applying for an item online, the receipt, and the API of filings.
 *
 *     /apply/CODE -> draft -> check your answers <-> edit
 *                                   |
 *                                submit -> /receipt/NUMBER -> /my/NUMBER
 *
 * The pages are shared by filing_web.c and filing_*.html only.
 */
#ifndef FILING_WEB_H
#define FILING_WEB_H

#include "filing_draft.h"
#include "form.h"
#include "item.h"
#include "matter_track.h"
#include "paper_web.h"
#include "person.h"
#include "situation_web.h"

extern const struct route_table filing_routes;

/* An application on its way: what is asked for, by whom, with what. */
struct filing_application {
    const struct item *item;
    const struct item_version *version;
    const struct person *asker;             /* masked; of a mandate its principal */
    const char *agent;                      /* masked; NULL: for himself */
    const struct form_input *input;         /* while it is filled in */
    const struct filing_draft *draft;       /* once it is kept */
    struct paper_box papers;                /* likewise */
    const struct situation_view *situation; /* what the asker answered; NULL nothing */
};

/* What is begun and not handed in. */
struct filing_drafts {
    const struct filing_draft_line *lines;
    size_t count;
    int today;
};

/* What tells that it arrived; it is printed, so its days have their year. */
struct filing_receipt {
    struct matter_track track;
    const char *submitted;
    size_t papers;
};

/* Shows the draft ":id" of the row to be checked; a refused paper stands in its box. */
const struct refusal *filing_show_check(struct work *work, struct exchange *exchange);

void filing_apply_page(struct html *out, const struct filing_application *application);
void filing_check_page(struct html *out, const struct filing_application *application);
void filing_drafts_page(struct html *out, const struct filing_drafts *drafts);
void filing_receipt_page(struct html *out, const struct filing_receipt *receipt);

#endif
