#include "filing_correct.h"

#include "filing_test.h"

#include "matter_track.h"
#include "message.h"

const struct flow *const matter_flows[] = { &filing_flow, NULL };

static const struct refusal *correct(struct hall *hall, struct matter *matter,
                                     int64_t corrects, const char *becomes) {
    return filing_correct(
        &hall->work, matter,
        &(struct matter_correction){ corrects, "身份正", becomes, "写错了字", 0 });
}

/* Received and accepted by a clerk; the events 2 and further are his. */
static struct matter accepted(struct hall *hall) {
    struct matter matter = file(hall, FILING_ONLINE);

    act_as(hall, RIGHT_INTAKE, 0);
    assert_null(act(hall, &matter, "receive", ""));
    assert_null(act(hall, &matter, "accept", ""));
    return matter;
}

/* The last event of a verb. */
static int64_t event_of(struct hall *hall, const struct matter *matter,
                        const char *verb) {
    const struct ledger_event *events;
    const size_t count = ledger_events(&hall->work, matter->id, &events);
    int64_t ordinal = 0;

    for (size_t i = 0; i < count; i++)
        if (strcmp(events[i].verb, verb) == 0)
            ordinal = events[i].ordinal;
    assert_true(ordinal > 0);
    return ordinal;
}

static size_t told(struct hall *hall, const struct matter *matter) {
    const struct message *messages;
    const size_t count = message_of_matter(&hall->work, matter, &messages);
    size_t corrected = 0;

    for (size_t i = 0; i < count; i++)
        corrected += strcmp(messages[i].event->key, "corrected") == 0;
    return corrected;
}

static void a_correction_stands_beside_and_changes_nothing(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = accepted(hall);
    const int64_t wrong = event_of(hall, &matter, "accept");
    const int was = matter.state;
    const struct ledger_event *before, *after;
    const struct matter_correction *fixes;
    const size_t count = ledger_events(&hall->work, matter.id, &before);

    assert_null(correct(hall, &matter, wrong, "身份证"));
    assert_int_equal(ledger_events(&hall->work, matter.id, &after), count + 1);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(before[i].note, after[i].note);
    assert_int_equal(matter.state, was);
    assert_int_equal(matter_corrections(&hall->work, matter.id, &fixes), 1);
    assert_true(fixes[0].corrects == wrong);
    assert_true(fixes[0].ordinal == (int64_t)count + 1);
    hall_close(hall);
}

static void who_did_it_the_manager_and_the_head_may(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = accepted(hall);
    const int64_t wrong = event_of(hall, &matter, "accept");

    assert_null(correct(hall, &matter, wrong, "身份证"));
    act_as(hall, RIGHT_REVIEW, matter.department_id);
    assert_ptr_equal(correct(hall, &matter, wrong, "身份证"), &matter_forbidden);
    act_as(hall, RIGHT_APPROVE, OTHER_DEPARTMENT);
    assert_ptr_equal(correct(hall, &matter, wrong, "身份证"), &matter_forbidden);
    act_as(hall, RIGHT_APPROVE, matter.department_id);
    assert_null(correct(hall, &matter, wrong, "身份证"));
    act_as(hall, RIGHT_MANAGE, 0);
    assert_null(correct(hall, &matter, wrong, "身份证"));
    act_as_resident(hall, matter.person_id);
    assert_ptr_equal(correct(hall, &matter, 1, "身份证"), &matter_forbidden);
    hall_close(hall);
}

static void what_is_not_there_or_the_same_is_refused(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = accepted(hall);

    assert_ptr_equal(correct(hall, &matter, 0, "身份证"), &matter_correct_absent);
    assert_ptr_equal(correct(hall, &matter, 99, "身份证"), &matter_correct_absent);
    assert_ptr_equal(correct(hall, &matter, event_of(hall, &matter, "accept"), "身份正"),
                     &matter_correct_none);
    for (int i = 0; i < MATTER_CORRECTIONS_MAX; i++)
        assert_null(correct(hall, &matter, event_of(hall, &matter, "accept"), "身份证"));
    assert_ptr_equal(correct(hall, &matter, event_of(hall, &matter, "accept"), "身份证"),
                     &matter_correct_too_many);
    hall_close(hall);
}

static void who_was_told_is_told_the_correction(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = accepted(hall);
    struct person asker_whole;
    struct matter_track track;
    const int64_t wrong = event_of(hall, &matter, "accept");

    assert_null(filing_reveal(&hall->work, &matter, &asker_whole));
    assert_null(correct(hall, &matter, event_of(hall, &matter, "reveal"), "误点"));
    assert_int_equal(told(hall, &matter), 0);
    assert_null(correct(hall, &matter, wrong, "身份证"));
    assert_int_equal(told(hall, &matter), 1);
    /* A correction of the correction is about the same. */
    assert_null(correct(hall, &matter, matter.head.ordinal, "居民身份证"));
    assert_int_equal(told(hall, &matter), 2);
    matter_track(&hall->work, &matter, LANGUAGE_CHINESE, &track);
    assert_string_equal(track.events[track.event_count - 1].verb, MATTER_CORRECTED);
    assert_true(track.events[track.event_count - 1].corrects == wrong);
    for (size_t i = 0; i < track.event_count; i++)
        assert_null(strstr(track.events[i].note, "误点"));
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_correction_stands_beside_and_changes_nothing),
        BOTH(who_did_it_the_manager_and_the_head_may),
        BOTH(what_is_not_there_or_the_same_is_refused),
        BOTH(who_was_told_is_told_the_correction),
    };

    return RUN_ON_BOTH(tests);
}
