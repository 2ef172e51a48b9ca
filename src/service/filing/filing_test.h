/*
 * filing_test -- a hall with one item, and who acts in it, for the tests of filings.
 *
 * It is Monday 2026-11-23, nine in the morning; the item promises five working days.
 * The program that tests defines matter_flows.
 */
#ifndef FILING_TEST_H
#define FILING_TEST_H

#include "item_test.h"

#include "account.h"
#include "calendar.h"
#include "civil.h"
#include "deputy.h"
#include "filing_act.h"

enum { DEPARTMENT = 7, OTHER_DEPARTMENT = 8 };

static const char item_code[] = "11330109000000019G5332000001000";
static const struct person asker = {
    .kind = PERSON_NATURAL,
    .name = "演示人",
    .id_number = "330109190001010016",
    .phone = "13800000001",
};

/* Monday 2026-11-23, nine in the morning. */
static inline int64_t monday_ms(void) {
    return civil_moment_ms(20261123, 9 * 60);
}

static inline void publish(struct hall *hall, int64_t kind, struct item_limit promised) {
    struct item_version version = plain_version(item_code, "老年优待证");

    version.kind = kind;
    version.legal = (struct item_limit){ 20, 1 };
    version.promised = promised;
    publish_version(hall, &version);
}

/* A hall with one item, promised in five working days. */
static inline struct hall *open_with_item(void **state) {
    struct hall *hall = hall_open(state);

    hall->work.now_ms = monday_ms();
    publish(hall, 2, (struct item_limit){ 5, 1 });
    return hall;
}

static inline void act_as(struct hall *hall, unsigned rights, int64_t department_id) {
    hall->work.actor = (struct actor){
        .id = 100 + rights,
        .rights = rights,
        .department_id = department_id,
        .name = "演示甲",
    };
}

static inline void act_as_resident(struct hall *hall, int64_t person_id) {
    hall->work.actor = (struct actor){
        .id = 99,
        .rights = RIGHT_RESIDENT,
        .person_id = person_id,
        .name = "",
    };
}

static inline struct matter file(struct hall *hall, enum filing_channel channel) {
    struct matter matter;

    assert_null(filing_submit(&hall->work,
                              &(struct filing_new){ .item_code = item_code,
                                                    .asker = asker,
                                                    .statement = "年满六十",
                                                    .channel = channel },
                              &matter));
    return matter;
}

static inline const struct refusal *act(struct hall *hall, struct matter *matter,
                                        const char *verb, const char *note) {
    return filing_do(&hall->work, matter,
                     &(struct filing_act){ .verb = verb, .note = note });
}

static inline int64_t add_colleague(struct hall *hall, const char *name, unsigned rights,
                                    int64_t department_id) {
    int64_t id = 0;

    assert_null(account_add(&hall->work,
                            &(struct account){ .login = name,
                                               .name = name,
                                               .rights = rights,
                                               .department_id = department_id },
                            "", &id));
    return id;
}

static inline void act_as_colleague(struct hall *hall, int64_t id) {
    const struct deputy_colleague *one = deputy_find(deputy_book(&hall->work), id);

    assert_non_null(one);
    hall->work.actor = (struct actor){ .id = id,
                                       .rights = one->rights,
                                       .department_id = one->department_id,
                                       .name = arena_copy(hall->work.arena, one->name) };
}

/* The first is away today, and the second stands in. */
static inline void away(struct hall *hall, int64_t a, int64_t b) {
    act_as_colleague(hall, a);
    assert_null(deputy_name(&hall->work, a, b));
    assert_null(deputy_leave(&hall->work, &(struct deputy_absence){ .account_id = a,
                                                                    .from_day = 20261123,
                                                                    .end_day = 20261123,
                                                                    .reason = "leave" }));
}

#endif
