#include "calendar.h"

#include "house_test.h"

#include "civil.h"

/* Vectors of the rules, checked by hand against the notices. */
static void limits_end_on_the_days_that_the_notices_make(void **state) {
    static const struct {
        int day;
        int working_days;
        int due;
    } vectors[] = {
        { 20230927, 5, 20231010 }, { 20231127, 15, 20231218 }, { 20231227, 20, 20240125 },
        { 20231229, 5, 20240108 }, { 20240205, 20, 20240308 }, { 20260924, 10, 20261015 },
        { 20261123, 5, 20261130 }, { 20261123, 0, 20261123 },
    };
    struct hall *hall = hall_open(state);
    const struct calendar *calendar = calendar_of(&hall->work);

    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        assert_int_equal(
            calendar_due_day(calendar, vectors[i].day, vectors[i].working_days),
            vectors[i].due);
    hall_close(hall);
}

static void working_days_are_counted_behind_the_first(void **state) {
    struct hall *hall = hall_open(state);
    const struct calendar *calendar = calendar_of(&hall->work);

    assert_int_equal(calendar_count(calendar, 20230101, 20230110), 6);
    assert_int_equal(calendar_count(calendar, 20230105, 20230110), 3);
    assert_int_equal(calendar_count(calendar, 20230111, 20230121), 7);
    assert_int_equal(calendar_count(calendar, 20230110, 20230110), 0);
    hall_close(hall);
}

static void a_make_up_saturday_is_worked_and_a_holiday_is_not(void **state) {
    struct hall *hall = hall_open(state);
    const struct calendar *calendar = calendar_of(&hall->work);

    assert_true(calendar_is_worked(calendar, 20260104));
    assert_true(calendar_is_worked(calendar, 20261010));
    assert_false(calendar_is_worked(calendar, 20261001));
    assert_false(calendar_is_worked(calendar, 20261121));
    assert_true(calendar_is_announced(calendar, 20260101));
    assert_false(calendar_is_announced(calendar, 20270101));
    hall_close(hall);
}

static void what_comes_after_hours_is_received_on_the_next_working_day(void **state) {
    struct hall *hall = hall_open(state);
    const struct calendar *calendar = calendar_of(&hall->work);

    assert_int_equal(calendar_received_day(calendar, civil_moment_ms(20261123, 9 * 60)),
                     20261123);
    assert_int_equal(calendar_received_day(calendar, civil_moment_ms(20261123, 18 * 60)),
                     20261124);
    assert_int_equal(calendar_received_day(calendar, civil_moment_ms(20261121, 9 * 60)),
                     20261123);
    hall_close(hall);
}

static void a_new_notice_takes_the_place_of_the_rule_of_the_week(void **state) {
    static const struct calendar_row notice[] = {
        { 20270104, "off", "元旦", 2027 },
        { 20270109, "work", "元旦", 2027 },
    };
    struct hall *hall = hall_open(state);

    assert_int_equal(calendar_due_day(calendar_of(&hall->work), 20261231, 2), 20270104);
    assert_null(calendar_load(&hall->work, notice, 2));
    hall_end(hall, 1);
    hall_begin(hall);
    assert_int_equal(calendar_due_day(calendar_of(&hall->work), 20270101, 1), 20270105);
    assert_true(calendar_is_worked(calendar_of(&hall->work), 20270109));
    assert_true(calendar_is_announced(calendar_of(&hall->work), 20270601));
    hall_close(hall);
}

static void a_day_that_does_not_exist_is_refused_and_nothing_changes(void **state) {
    static const struct calendar_row notice[] = {
        { 20270104, "off", "元旦", 2027 },
        { 20270230, "off", "元旦", 2027 },
    };
    struct hall *hall = hall_open(state);

    assert_ptr_equal(calendar_load(&hall->work, notice, 2), &calendar_bad_row);
    assert_true(calendar_is_worked(calendar_of(&hall->work), 20270104));
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(limits_end_on_the_days_that_the_notices_make),
        BOTH(working_days_are_counted_behind_the_first),
        BOTH(a_make_up_saturday_is_worked_and_a_holiday_is_not),
        BOTH(what_comes_after_hours_is_received_on_the_next_working_day),
        BOTH(a_new_notice_takes_the_place_of_the_rule_of_the_week),
        BOTH(a_day_that_does_not_exist_is_refused_and_nothing_changes),
    };

    return RUN_ON_BOTH(tests);
}
