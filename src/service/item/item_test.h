/*
 * item_test -- how the tests of items and of those above publish and adjust one.
 */
#ifndef ITEM_TEST_H
#define ITEM_TEST_H

#include "house_test.h"

#include "item_adjust.h"

static const struct item_why tested = { "试验", "" };

/* Adjusts an item in the whole town. */
static inline const struct refusal *adjust(struct hall *hall, const char *code,
                                           const char *verb) {
    return item_adjust(&hall->work, &(struct item_adjustment){ .code = code,
                                                               .verb = verb,
                                                               .outlet = "",
                                                               .holder = "村委会",
                                                               .reason = "试验" });
}

#endif
