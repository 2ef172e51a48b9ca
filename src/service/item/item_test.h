/*
 * item_test -- how the tests of items and of those above publish and adjust one.
 */
#ifndef ITEM_TEST_H
#define ITEM_TEST_H

#include "house_test.h"

#include "item_adjust.h"

static const struct item_why tested = { "试验", "" };

/* A public service that is open to everybody and says nothing else of itself. */
static inline struct item_version plain_version(const char *code, const char *name) {
    return (struct item_version){
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
    };
}

static inline void publish_version(struct hall *hall,
                                   const struct item_version *version) {
    enum item_outcome outcome;

    assert_null(item_publish(&hall->work, version, &tested, &outcome));
}

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
