/*
 * filing_correct -- 更正: putting right what stands in the record of a filing, on a page
 * of its own and by the API; and the whole record as programs read it.
 *
 * What a correction is, is matter_correct.h's.  Who was told what is corrected is told
 * the correction too, by a message, in the same transaction.
 */
#ifndef FILING_CORRECT_H
#define FILING_CORRECT_H

#include "matter_correct.h"
#include "page.h"
#include "route.h"

/* was, becomes, reason; all are needed. */
extern const struct form filing_correct_form;

/*
 * Corrects an event of a filing, and tells the asker where he was told of that event.
 * Refuses what matter_correct() refuses.
 */
const struct refusal *filing_correct(struct work *work, struct matter *matter,
                                     const struct matter_correction *given);

/* What the page shows: what is corrected, and the form. */
struct filing_correct_view {
    const struct matter *matter;
    const char *what; /* TEXT(): 已受理 */
    const char *who, *when, *note;
    bool told; /* the asker saw it, and will be told */
    const struct form_input *input;
};
void filing_correct_page(struct html *out, const struct filing_correct_view *view);

extern const struct route_table filing_correct_routes;

#endif
