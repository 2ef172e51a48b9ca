/*
 * library_difference -- 差异: what differs between two versions, element by element.
 *
 * Both are compared along the table of elements (item_element.h), so a new element is
 * compared without a word here.  The rows of a list are matched: those that are the same
 * keep their places, those of the same title were changed or moved, others were added or
 * taken out.
 */
#ifndef LIBRARY_DIFFERENCE_H
#define LIBRARY_DIFFERENCE_H

#include <stdbool.h>

#include "item_element.h"

enum library_mark { LIBRARY_CHANGED, LIBRARY_ADDED, LIBRARY_REMOVED, LIBRARY_MOVED };

/* A stretch of bytes of a text, between whole characters. */
struct library_span {
    size_t begin, size;
};

struct library_difference {
    const char *group; /* Chinese heading of the element */
    const char *label; /* of the element */
    const char *list;  /* label of the list that it stands in; "" none */
    const char *row;   /* title of the row there */
    enum library_mark mark;
    const char *old, *now;                  /* as people read them; "" nothing */
    struct library_span old_part, now_part; /* what differs in them */
};

/* All differences, in the order of the table, in the arena. */
size_t library_differences(struct arena *arena, const struct item_version *old,
                           const struct item_version *now,
                           const struct library_difference **differences);

/*
 * Brings content up to now: elements that it has as in base become as they are now.  Of
 * those that both changed, content's stay; a list is one element.
 */
void library_merge(struct arena *arena, const struct item_version *base,
                   const struct item_version *now, struct item_version *content);

/* A required element that is missing. */
struct library_gap {
    const char *path;  /* of item_elements(); of a list for a row of it */
    const char *label; /* Chinese */
    size_t row;        /* from 1; 0: of no list */
};

size_t library_gaps(struct arena *arena, const struct item_version *content,
                    const struct library_gap **gaps);

/* Whether two structs say the same in a field. */
bool library_same(struct arena *arena, const struct shape_field *field, const void *one,
                  const void *other);

/* The rows of a list, and the title of one: its first required text. */
const char *library_rows(const struct shape_field *list, const void *at, size_t *count);
const char *library_row_title(const struct shape_field *list, const void *row);

#endif
