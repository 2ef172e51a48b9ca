/*
 * item_standing -- how an item stands (item_adjust.h), as one thing that files hold:
 * state, holder and the outlets where it is not done as usual.
 *
 * A file that says the state of an item says all of it: outlets that it does not name
 * are as usual.  Without the state it says nothing, and nothing is touched.
 */
#ifndef ITEM_STANDING_H
#define ITEM_STANDING_H

#include "item.h"

/* Reads the outlets into a version that was read, by code. */
void item_read_standing(struct work *work, struct item_version *version);

/* Whether an item may stand so.  Refuses: item_no_holder, item_no_such_outlet. */
const struct refusal *item_may_stand(struct work *work,
                                     const struct item_version *version);

/*
 * Makes the item of the version's code stand as the version says, and records what that
 * changed.  Sets *outcome to ITEM_CHANGED when it did and it was ITEM_UNCHANGED.  The
 * topic "items" is left to the caller.  Refuses: item_unknown, item_cancelled, and what
 * item_may_stand() refuses.
 */
const struct refusal *item_stand(struct work *work, const struct item_version *version,
                                 const struct item_why *why, enum item_outcome *outcome);

#endif
