/*
 * guide_test -- how the tests of the guide publish what is to be found.
 */
#ifndef GUIDE_TEST_H
#define GUIDE_TEST_H

#include "item_test.h"

/* An item with a name and one daily term. */
static inline void publish(struct hall *hall, const char *code, const char *name,
                           const char *daily_term) {
    const char *const terms[] = { daily_term };
    struct item_version version = plain_version(code, name);

    version.daily_terms = (struct item_list){ terms, 1 };
    publish_version(hall, &version);
}

#endif
