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
    const struct item_version version = {
        .code = code,
        .code_scheme = "national",
        .base_code = "",
        .name = name,
        .main_name = "",
        .short_name = "",
        .type_code = "20",
        .type_name = "公共服务",
        .department = "",
        .area = "",
        .level = 5,
        .kind = 1,
        .visits_reason = "",
        .conditions = "",
        .fee_basis = "",
        .result_name = "",
        .result_kind = "",
        .result_sample = "",
        .phone = "",
        .complaint_phone = "",
        .place = "",
        .hours = "",
        .scope = "",
        .note = "",
        .daily_terms = { terms, 1 },
    };
    enum item_outcome outcome;

    assert_null(item_publish(&hall->work, &version, &tested, &outcome));
}

#endif
