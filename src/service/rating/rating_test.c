#include "rating.h"

#include "filing_test.h"

#include "filing_cover.h"

const struct flow *const matter_flows[] = { &filing_flow, NULL };

static void a_case_is_rated_once_and_only_when_it_is_over(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file(hall, FILING_ONLINE);
    const struct rating five = { 5, "", "很快", RATING_ONLINE };

    assert_ptr_equal(rating_give(&hall->work, &matter, &five), &rating_not_yet);
    act_as_resident(hall, matter.person_id);
    assert_null(act(hall, &matter, "withdraw", ""));
    assert_null(rating_give(&hall->work, &matter, &five));
    assert_int_equal(matter.rated, 5);
    assert_ptr_equal(rating_give(&hall->work, &matter, &five), &rating_given);
    hall_close(hall);
}

static void the_comment_is_kept_and_the_ledger_names_nobody(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file(hall, FILING_ONLINE);
    const struct ledger_event *events;
    struct rating found;

    act_as_resident(hall, matter.person_id);
    assert_null(act(hall, &matter, "withdraw", ""));
    assert_null(rating_give(&hall->work, &matter,
                            &(struct rating){ 1, "", "等了两小时", RATING_ONLINE }));
    assert_int_equal(rating_find(&hall->work, matter.id, &found), 1);
    assert_string_equal(found.comment, "等了两小时");
    assert_int_equal(ledger_events(&hall->work, matter.id, &events), 4);
    assert_string_equal(events[3].verb, "rate"); /* behind the letter of withdrawal */
    assert_string_equal(events[3].note, "");
    hall_close(hall);
}

static void a_rating_is_covered_by_its_event(void **state) {
    static const struct ledger_part_kind *const parts[] = { &filing_part, &rating_part,
                                                            NULL };
    static const char *const tampers[] = {
        "UPDATE rating SET level = 5",
        "UPDATE rating SET tags = '态度好'",
        "UPDATE rating SET comment = '很快'",
        "DELETE FROM rating",
    };
    struct hall *hall = open_with_item(state);
    struct matter matter = file(hall, FILING_ONLINE);
    struct ledger_report report;

    act_as_resident(hall, matter.person_id);
    assert_null(act(hall, &matter, "withdraw", ""));
    assert_null(
        rating_give(&hall->work, &matter,
                    &(struct rating){ 1, "等得久", "等了两小时", RATING_ONLINE }));
    ledger_verify(&hall->work, parts, &report);
    assert_true(report.broken_matter == 0);
    hall_end(hall, 1);
    for (size_t i = 0; i < sizeof tampers / sizeof *tampers; i++) {
        hall_begin(hall);
        db_script(&hall->work, tampers[i]);
        ledger_verify(&hall->work, parts, &report);
        assert_true(report.broken_matter == matter.id);
        assert_string_equal(report.broken_part, "rating");
        hall_end(hall, 0);
    }
    hall_begin(hall);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_case_is_rated_once_and_only_when_it_is_over),
        BOTH(the_comment_is_kept_and_the_ledger_names_nobody),
        BOTH(a_rating_is_covered_by_its_event),
    };

    return RUN_ON_BOTH(tests);
}
