/*
 * drift_pair -- which item of ours is which of theirs.
 *
 * By code first; what is left over, by name, compared as names are (drift_normal.h).  A
 * name that stands more than once among what is left over on either side pairs nothing:
 * a person has to say which is meant.  Pure.
 */
#ifndef DRIFT_PAIR_H
#define DRIFT_PAIR_H

#include <stddef.h>

struct arena;

enum drift_match { DRIFT_ALONE, DRIFT_BY_CODE, DRIFT_BY_NAME, DRIFT_AMBIGUOUS };

/* An item of one side; match and other are answered. */
struct drift_side {
    const char *code; /* unique on its side */
    const char *name;
    enum drift_match match;
    size_t other; /* its place on the other side, when it is not alone; of an ambiguous
                     one a place of that name */
};

/* Pairs both sides. */
void drift_pair(struct arena *arena, struct drift_side *ours, size_t our_count,
                struct drift_side *theirs, size_t their_count);

#endif
