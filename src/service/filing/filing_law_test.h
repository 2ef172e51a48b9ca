/*
 * filing_law_test -- an item with three papers, and cases on their way, for the tests of
 * what the law says of them.
 */
#ifndef FILING_LAW_TEST_H
#define FILING_LAW_TEST_H

#include "filing_test.h"

#include "letter.h"
#include "matter_clock.h"

static const int64_t day_ms = 24LL * 3600 * 1000;

/* Three papers: one must be there, one may follow within five working days. */
static const struct item_paper papers[] = {
    { .situation = "",
      .name = "申请表",
      .source_note = "",
      .size = "",
      .standard = "",
      .note = "",
      .blank_form = "",
      .sample = "",
      .necessity = 1 },
    { .situation = "",
      .name = "照片",
      .source_note = "",
      .size = "",
      .standard = "",
      .note = "",
      .blank_form = "",
      .sample = "",
      .necessity = 3,
      .follow_days = 5 },
    { .situation = "",
      .name = "证明",
      .source_note = "",
      .size = "",
      .standard = "",
      .note = "",
      .blank_form = "",
      .sample = "",
      .necessity = 1 },
};

static inline struct hall *open_with_papers(void **state) {
    struct hall *hall = hall_open(state);
    struct item_version version = plain_version(item_code, "老年优待证");

    hall->work.now_ms = monday_ms();
    version.kind = 2;
    version.legal = (struct item_limit){ 20, 1 };
    version.promised = (struct item_limit){ 5, 1 };
    version.papers = papers;
    version.paper_count = 3;
    version.promise = 1;
    publish_version(hall, &version);
    return hall;
}

static inline void as_clerk(struct hall *hall) {
    act_as(hall, RIGHT_INTAKE, DEPARTMENT);
}

static inline void as_reviewer(struct hall *hall, const struct matter *matter) {
    act_as(hall, RIGHT_REVIEW, matter->department_id);
}

static inline void as_head(struct hall *hall, const struct matter *matter) {
    act_as(hall, RIGHT_APPROVE, matter->department_id);
}

static inline struct matter received(struct hall *hall) {
    struct matter matter = file(hall, FILING_ONLINE);

    as_clerk(hall);
    assert_null(act(hall, &matter, "receive", ""));
    return matter;
}

static inline struct matter accepted(struct hall *hall) {
    struct matter matter = received(hall);

    assert_null(act(hall, &matter, "accept", ""));
    return matter;
}

static inline void wait_until(struct hall *hall, int day) {
    hall->work.now_ms = civil_moment_ms(day, 10 * 60);
}

static inline int national_of(const struct matter *matter) {
    return flow_state(&filing_flow, matter->state)->national;
}

static inline bool runs(struct hall *hall, const struct matter *matter,
                        enum flow_clock kind) {
    struct matter_clock_set set;

    matter_running_clocks(&hall->work, matter->id, &set);
    return set.running & FLOW_SET(kind);
}

static inline struct matter told_of_first_paper(struct hall *hall) {
    struct matter matter = received(hall);

    assert_null(filing_do(&hall->work, &matter,
                          &(struct filing_act){ .verb = "supplement",
                                                .note = "",
                                                .defect = { [1] = "没有签名" } }));
    act_as_resident(hall, matter.person_id);
    assert_null(act(hall, &matter, "supply", ""));
    as_clerk(hall);
    return matter;
}

/* The kind of the last letter that went out. */
static inline const char *last_letter(struct hall *hall, const struct matter *matter) {
    const struct letter *letters;
    const size_t count = letters_of(&hall->work, matter, &letters);

    return count ? letters[count - 1].kind->name : "";
}

static inline const struct refusal *act_in_days(struct hall *hall, struct matter *matter,
                                                const char *verb, int64_t days) {
    return filing_do(
        &hall->work, matter,
        &(struct filing_act){ .verb = verb, .note = "理由", .days = days, .special = 4 });
}

#endif
