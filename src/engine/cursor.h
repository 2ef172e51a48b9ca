/*
 * cursor -- where a list goes on: behind the row that has these keys.
 *
 *     ?after=1795402800000.8126346241      the keys of the last row that was shown
 *
 * Every list goes by keyset, so a page costs the same however far back it lies, and its
 * keys are whole numbers: moments, ids.  A list knows how many it has, and a cursor that
 * nobody wrote is refused and does not begin at the start again.  A list that goes by a
 * code of its own looks whether there is such a code, and refuses with cursor_bad too.
 */
#ifndef CURSOR_H
#define CURSOR_H

#include <stddef.h>
#include <stdint.h>

#include "work.h"

enum { CURSOR_KEYS_MAX = 3, CURSOR_TEXT_MAX = 62 };

extern const struct refusal cursor_bad; /* of the field "after" */

/* Reads as many keys as the list has.  "" is the start: all are start.  Refuses
 * cursor_bad. */
const struct refusal *cursor_read(const char *text, int64_t *keys, size_t count,
                                  int64_t start);

/* Writes it, in the arena.  No key is negative. */
const char *cursor_write(struct arena *arena, const int64_t *keys, size_t count);

#endif
