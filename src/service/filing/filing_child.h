/*
 * filing_child -- 子办件: a filing that belongs to another matter, as the items of a
 * bundle do (bundle.h).
 *
 * It is an ordinary filing with its own number, clocks and office; only who asks, and
 * where it was taken in, come from its parent.
 */
#ifndef FILING_CHILD_H
#define FILING_CHILD_H

#include "filing.h"

/* Whether a resident may hand in one more today; filing_too_many when not. */
const struct refusal *filing_may_submit(struct work *work);

/*
 * Hands in a case of a bundle: for its asker, where it was taken in, as one of its
 * matters.  Of given, item_code, statement and channel are read.  Refuses item_unknown,
 * what item_may_be_filed_at() refuses, matter_no_number.
 */
const struct refusal *filing_submit_under(struct work *work,
                                          const struct filing_new *given,
                                          const struct matter *parent,
                                          struct matter *matter);

#endif
