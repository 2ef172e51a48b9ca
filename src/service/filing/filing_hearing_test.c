/* Hearings: 行政许可法 art. 36 and 46 to 48. */
#include "filing_hearing.h"

#include "filing_law_test.h"

#include <string.h>

#include "matter_run_out.h"

const struct flow *const matter_flows[] = { &filing_flow, NULL };

static struct matter offered(struct hall *hall) {
    struct matter matter = accepted(hall);

    as_reviewer(hall, &matter);
    assert_ptr_equal(act(hall, &matter, "offer_hearing", ""), &matter_no_reason);
    assert_null(act(hall, &matter, "offer_hearing", "拟不予批准，邻居的采光受影响"));
    return matter;
}

static int due_of(struct hall *hall, const struct matter *matter, enum flow_clock kind) {
    struct matter_clock_set set;

    matter_running_clocks(&hall->work, matter->id, &set);
    return set.running & FLOW_SET(kind) ? civil_day(set.clock[kind].due_ms) : 0;
}

static void nothing_is_decided_while_a_hearing_may_be_asked_for(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = offered(hall);

    assert_string_equal(last_letter(hall, &matter), "hearing");
    assert_int_equal(due_of(hall, &matter, FLOW_CLOCK_HEARING), 20261130);
    assert_true(matter.facts & FLOW_FACT_STOPPED);
    assert_ptr_equal(act(hall, &matter, "grant", ""), &matter_wrong_state);
    assert_ptr_equal(act(hall, &matter, "deny", "不符合条件"), &matter_wrong_state);
    assert_ptr_equal(act_in_days(hall, &matter, "special", 3), &matter_wrong_state);
    assert_ptr_equal(act(hall, &matter, "offer_hearing", "再告知"), &matter_wrong_state);
    assert_ptr_equal(act(hall, &matter, "waive_hearing", ""), &matter_no_reason);
    wait_until(hall, 20261125);
    assert_null(act(hall, &matter, "waive_hearing", "双方书面放弃"));
    assert_int_equal(due_of(hall, &matter, FLOW_CLOCK_DECIDE), 20261202);
    assert_int_equal(due_of(hall, &matter, FLOW_CLOCK_HEARING), 0);
    assert_null(act(hall, &matter, "deny", "不符合条件"));
    hall_close(hall);
}

static void who_does_not_ask_in_five_days_has_waived_it(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = offered(hall);
    const char *number = matter.number;

    act_as(hall, RIGHT_SYSTEM, 0);
    assert_int_equal(matter_run_out(&hall->work), 0);
    wait_until(hall, 20261201);
    act_as_resident(hall, matter.person_id);
    assert_string_equal(act(hall, &matter, "ask_hearing", "")->name, "matter.too_late");
    act_as(hall, RIGHT_SYSTEM, 0);
    assert_int_equal(matter_run_out(&hall->work), 1);
    assert_int_equal(matter_run_out(&hall->work), 0);
    assert_null(matter_find(&hall->work, number, &matter));
    assert_true(matter.facts & FILING_HEARING_OVER);
    assert_int_equal(due_of(hall, &matter, FLOW_CLOCK_DECIDE), 20261208);
    as_reviewer(hall, &matter);
    assert_ptr_equal(act(hall, &matter, "offer_hearing", "再告知"), &matter_wrong_state);
    assert_null(act(hall, &matter, "grant", ""));
    assert_false(matter.facts & FLOW_FACT_LATE);
    hall_close(hall);
}

static void a_hearing_stops_the_limit_and_is_held_within_twenty_days(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = offered(hall);
    struct filing filing;

    wait_until(hall, 20261125);
    act_as_resident(hall, matter.person_id);
    assert_null(act(hall, &matter, "ask_hearing", ""));
    assert_int_equal(national_of(&matter), 9);
    assert_string_equal(last_letter(hall, &matter), "special");
    filing_read(&hall->work, &matter, &filing);
    assert_string_equal(word_chinese(&filing_specials, filing.special), "听证");
    assert_int_equal(due_of(hall, &matter, FLOW_CLOCK_HEARING), 0);
    assert_int_equal(due_of(hall, &matter, FLOW_CLOCK_SPECIAL), 20261223);
    assert_true(matter.facts & FLOW_FACT_STOPPED);
    as_reviewer(hall, &matter);
    wait_until(hall, 20261223);
    assert_ptr_equal(act(hall, &matter, "special_end", ""), &matter_no_reason);
    assert_null(act(hall, &matter, "special_end", "笔录：采光影响在规定以内"));
    assert_int_equal(national_of(&matter), 10);
    assert_int_equal(due_of(hall, &matter, FLOW_CLOCK_DECIDE), 20261230);
    assert_null(act(hall, &matter, "grant", ""));
    hall_close(hall);
}

static const struct refusal *call(struct hall *hall, struct matter *matter, int day,
                                  const char *time, const char *place) {
    return filing_do(&hall->work, matter,
                     &(struct filing_act){ .verb = "call_hearing",
                                           .note = "",
                                           .meeting_day = day,
                                           .meeting_time = time,
                                           .place = place });
}

/* Of several notices the last one holds. */
static size_t notices_that_hold(struct hall *hall, const struct matter *matter) {
    const struct letter *letters;
    const size_t count = letters_of(&hall->work, matter, &letters);
    size_t holding = 0;

    for (size_t i = 0; i < count; i++)
        holding +=
            strcmp(letters[i].kind->name, "hearing_meeting") == 0 && !letters[i].ended_by;
    return holding;
}

static void time_and_place_are_told_seven_working_days_before(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = offered(hall);

    assert_ptr_equal(call(hall, &matter, 20261207, "14:30", "三楼"), &matter_wrong_state);
    assert_null(act(hall, &matter, "ask_hearing", "邻居当面提出"));
    assert_ptr_equal(call(hall, &matter, 0, "14:30", "三楼"), &filing_no_meeting);
    assert_ptr_equal(call(hall, &matter, 20261207, "", "三楼"), &filing_no_meeting);
    assert_ptr_equal(call(hall, &matter, 20261207, "14:30", ""), &filing_no_meeting);
    assert_ptr_equal(call(hall, &matter, 20261201, "14:30", "三楼"),
                     &filing_meeting_too_soon);
    assert_null(call(hall, &matter, 20261202, "14:30", "便民中心三楼"));
    assert_string_equal(last_letter(hall, &matter), "hearing_meeting");
    assert_null(call(hall, &matter, 20261209, "09:00", "便民中心二楼"));
    assert_int_equal(notices_that_hold(hall, &matter), 1);
    assert_ptr_equal(call(hall, &matter, 20261222, "09:00", "三楼"),
                     &filing_meeting_too_late);
    wait_until(hall, 20261218); /* too late to keep it: held late, and not never */
    assert_null(call(hall, &matter, 20261230, "09:00", "三楼"));
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(nothing_is_decided_while_a_hearing_may_be_asked_for),
        BOTH(who_does_not_ask_in_five_days_has_waived_it),
        BOTH(a_hearing_stops_the_limit_and_is_held_within_twenty_days),
        BOTH(time_and_place_are_told_seven_working_days_before),
    };

    return RUN_ON_BOTH(tests);
}
