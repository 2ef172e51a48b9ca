/*
 * drift_element -- what is compared of an item, and what makes no difference there.
 *
 * One row for each element of item_element.h that a list may hold.  A number of days and
 * its unit are one.  What is worked out from other elements and what only pairs items is
 * not compared.  Signs, blanks and widths make no difference in texts, and the order of
 * a list makes none, unless the table says otherwise.
 */
#ifndef DRIFT_ELEMENT_H
#define DRIFT_ELEMENT_H

#include <stdbool.h>

#include "drift_normal.h"
#include "item_element.h"

enum { DRIFT_FIELDS_MAX = 2 };

struct drift_element {
    const char *path;  /* of the first field */
    const char *label; /* Chinese, as the table of elements has it */
    const char *group;
    const struct shape_field *field[DRIFT_FIELDS_MAX];
    size_t field_count;
    unsigned ignored; /* enum drift_ignored, or-ed */
    unsigned unified; /* quality_unified_fields() */
};

struct drift_elements {
    const struct drift_element *element;
    size_t count;
};

/* All that is compared, in the arena. */
struct drift_elements drift_elements(struct arena *arena);

/* The element of a path; NULL when it is not compared. */
const struct drift_element *drift_element(struct drift_elements elements,
                                          const char *path);

/* By what a version's element is compared: equal texts are no difference. */
const char *drift_canon(struct arena *arena, const struct drift_element *element,
                        const struct item_version *version);

/* What it says, as people read it; of a list a line for each row. */
const char *drift_says(struct arena *arena, const struct drift_element *element,
                       const struct item_version *version);

/* Puts what one version says into another; borrows it. */
void drift_take(const struct drift_element *element, struct item_version *into,
                const struct item_version *from);

/* Several lines as one: what stands in a column. */
const char *drift_on_one_line(struct arena *arena, const char *text);

#endif
