/*
 * quality_unified -- 八统一: the eight fields that are one wording in all the province.
 *
 * Nobody could confirm their exact wording, so the labels are data: these are what is
 * commonly quoted, and a hall writes its province's own in their place.  A field is good
 * when its check holds, and when none of its elements differs from the provincial list.
 */
#ifndef QUALITY_UNIFIED_H
#define QUALITY_UNIFIED_H

#include "quality.h"

enum { QUALITY_UNIFIED_COUNT = 8, QUALITY_UNIFIED_ELEMENTS = 2, QUALITY_LABEL_MAX = 40 };

struct quality_unified {
    const char *label;                             /* TEXT() */
    const char *check;                             /* that says whether it is filled in */
    const char *element[QUALITY_UNIFIED_ELEMENTS]; /* paths; NULL none */
};

extern const struct quality_unified quality_unified[QUALITY_UNIFIED_COUNT];

/* The labels as the hall has them, in the arena. */
const char *const *quality_unified_labels(struct work *work);

/* Keeps all eight labels in place of those that were read.  Refuses quality_changed. */
const struct refusal *quality_unified_keep(struct work *work, const char *const *was,
                                           const char *const *labels);

/* The fields that an element belongs to, a set: bit 0 is the first. */
unsigned quality_unified_fields(const char *path);

#endif
