/*
 * quality_overview -- how a town's items stand, department by department.
 *
 * Made from one count of the items that fail alike, and cached until an item or a rule
 * changes; see quality.h for what a score is.
 */
#ifndef QUALITY_OVERVIEW_H
#define QUALITY_OVERVIEW_H

#include "quality.h"

struct quality_department {
    const char *name; /* "" of items without one */
    int64_t items, clean, must, should;
    int64_t score; /* in tenths: 934 is 93.4 */
};

/* Items of a department that fail alike: the same checks, as bits. */
struct quality_group {
    const char *department;
    int64_t failed, items;
};

struct quality_overview {
    struct quality_department all;
    const struct quality_department *department; /* the lowest score first */
    size_t count;
    int64_t failing[QUALITY_CHECKS_MAX]; /* items that fail, by number of the check */
    const struct quality_group *group;
    size_t group_count; /* 0 where there are more than QUALITY_GROUPS_MAX */
};

/* Cached, good until the work ends; NULL only under a fault. */
const struct quality_overview *quality_overview(struct work *work);

#endif
