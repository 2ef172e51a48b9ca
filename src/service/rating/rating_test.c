#include "rating.h"

#include "filing_test.h"

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
    assert_int_equal(ledger_events(&hall->work, matter.id, &events), 3);
    assert_string_equal(events[2].verb, "rate");
    assert_string_equal(events[2].note, "");
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_case_is_rated_once_and_only_when_it_is_over),
        BOTH(the_comment_is_kept_and_the_ledger_names_nobody),
    };

    return RUN_ON_BOTH(tests);
}
