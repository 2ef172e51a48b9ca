/*
 * drift_inside -- what running a comparison and deciding on it share.
 */
#ifndef DRIFT_INSIDE_H
#define DRIFT_INSIDE_H

#include "drift.h"
#include "drift_element.h"

/* The digest of both sides as they are compared, in the arena. */
const char *drift_mark(struct arena *arena, const char *ours, const char *theirs);

/* That of an element of both. */
const char *drift_mark_of(struct arena *arena, const struct drift_element *element,
                          const struct item_version *ours,
                          const struct item_version *theirs);

/* A version as a row of a file of items, and back; false when the row is not whole. */
const char *drift_write_row(struct arena *arena, const struct item_version *version);
bool drift_read_row(struct arena *arena, const char *row, struct item_version *version);

#endif
