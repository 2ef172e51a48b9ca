#include "calendar_span.h"

#include "house_test.h"

#include "civil.h"
#include "place.h"

/* The rules as they are without settings. */
static const struct calendar_rules usual = { .next_day = true,
                                             .moves = true,
                                             .yellow_days = 1,
                                             .yellow_percent = 20 };

static int64_t at(int day, int hour, int minute) {
    return civil_moment_ms(day, hour * 60 + minute);
}

static int64_t closed(int day) {
    return at(day, 17, 30);
}

static struct calendar_end end_of(const struct hall *hall,
                                  struct calendar_course course) {
    return calendar_end(calendar_of((struct work *)&hall->work), &usual, &course);
}

static void assert_moment(int64_t moment_ms, int64_t expected_ms) {
    char is[17], should[17];

    civil_write_moment(is, moment_ms);
    civil_write_moment(should, expected_ms);
    assert_string_equal(is, should);
}

/* ---- each unit ---- */

static void working_days_end_as_the_rules_have_them(void **state) {
    static const struct {
        int day, count, due;
    } vectors[] = {
        { 20230927, 5, 20231010 }, { 20231127, 15, 20231218 }, { 20231227, 20, 20240125 },
        { 20231229, 5, 20240108 }, { 20240205, 20, 20240308 }, { 20260924, 10, 20261015 },
        { 20261123, 5, 20261130 },
    };
    struct hall *hall = hall_open(state);

    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        const struct calendar_end end = end_of(
            hall,
            (struct calendar_course){ .span = { vectors[i].count, CALENDAR_WORKING_DAYS },
                                      .begun_ms = at(vectors[i].day, 9, 0) });

        assert_moment(end.due_ms, closed(vectors[i].due));
        assert_int_equal(end.stopped_ms, 0);
        assert_int_equal(end.length_days, vectors[i].count);
    }
    hall_close(hall);
}

static void other_units_end_as_the_civil_code_has_them(void **state) {
    static const struct {
        struct calendar_span span;
        int day, due;
    } vectors[] = {
        { { 7, CALENDAR_DAYS }, 20260320, 20260327 },
        { { 8, CALENDAR_DAYS }, 20260320, 20260330 }, /* a Saturday moves to Monday */
        { { 10, CALENDAR_DAYS },
          20260922,
          20261008 }, /* 2 October moves behind the holiday */
        { { 11, CALENDAR_DAYS }, 20260103, 20260114 },
        { { 1, CALENDAR_DAYS }, 20260103, 20260104 }, /* a Sunday that is worked */
        { { 1, CALENDAR_MONTHS }, 20250131, 20250228 },
        { { 1, CALENDAR_MONTHS }, 20240131, 20240229 },
        { { 3, CALENDAR_MONTHS }, 20251130, 20260228 }, /* a Saturday that is worked */
        { { 6, CALENDAR_MONTHS }, 20260504, 20261104 },
        { { 1, CALENDAR_YEARS }, 20240229, 20250228 },
        { { 2, CALENDAR_YEARS }, 20240930, 20260930 },
        { { 2, CALENDAR_YEARS }, 20241001, 20261008 },
        { { 0, CALENDAR_WORKING_DAYS }, 20261123, 20261123 },
        { { 0, CALENDAR_WORKING_DAYS },
          20261121,
          20261123 }, /* on the spot, on a Saturday */
    };
    struct hall *hall = hall_open(state);

    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        assert_moment(
            end_of(hall, (struct calendar_course){ .span = vectors[i].span,
                                                   .begun_ms = at(vectors[i].day, 9, 0) })
                .due_ms,
            closed(vectors[i].due));
    assert_moment(
        end_of(hall, (struct calendar_course){ .span = { 48, CALENDAR_HOURS },
                                               .begun_ms = at(20261120, 16, 20) })
            .due_ms,
        at(20261122, 16, 20));
    hall_close(hall);
}

static void what_comes_after_hours_begins_the_next_working_day(void **state) {
    struct hall *hall = hall_open(state);
    struct calendar_course course = { .span = { 5, CALENDAR_WORKING_DAYS },
                                      .begin = CALENDAR_FROM_RECEIPT,
                                      .begun_ms = at(20261123, 18, 0) };
    struct calendar_rules same_day = usual;

    same_day.next_day = false;
    assert_moment(end_of(hall, course).due_ms, closed(20261201));
    assert_moment(calendar_end(calendar_of(&hall->work), &same_day, &course).due_ms,
                  closed(20261130));
    assert_int_equal(
        calendar_receipt_day(calendar_of(&hall->work), &usual, course.begun_ms),
        20261124);
    assert_int_equal(
        calendar_receipt_day(calendar_of(&hall->work), &same_day, course.begun_ms),
        20261123);
    course.begun_ms = at(20261121, 9, 0); /* Saturday counts as Monday */
    assert_moment(end_of(hall, course).due_ms, closed(20261130));
    course.span = (struct calendar_span){ 24, CALENDAR_HOURS };
    assert_moment(end_of(hall, course).due_ms, at(20261124, 8, 30));
    course.begin = CALENDAR_FROM_ACT;
    assert_moment(end_of(hall, course).due_ms, at(20261122, 9, 0));
    hall_close(hall);
}

static void a_last_day_off_stays_where_the_operator_says_so(void **state) {
    const struct calendar_course course = { .span = { 8, CALENDAR_DAYS },
                                            .begun_ms = at(20260320, 9, 0) };
    struct calendar_rules stays = usual;
    struct hall *hall = hall_open(state);

    stays.moves = false;
    assert_moment(calendar_end(calendar_of(&hall->work), &stays, &course).due_ms,
                  closed(20260328));
    hall_close(hall);
}

static void counts_out_of_bounds_become_the_bound(void **state) {
    (void)state;
    assert_int_equal(calendar_span_of(20, 1).count, 20);
    assert_int_equal(calendar_span_of(-1, 2).count, 0);
    assert_int_equal(calendar_span_of(99999999, 5).count,
                     calendar_span_max(CALENDAR_YEARS));
    assert_int_equal(calendar_span_of(3, 77).unit, CALENDAR_WORKING_DAYS);
}

static void the_hall_of_a_town_closes_when_it_says(void **state) {
    static const struct place_town town = {
        .name = "演示镇",
        .district = "",
        .city = "",
        .province = "",
        .hall_name = "",
        .phone = "",
        .complaint_phone = "",
        .hours = "",
        .credit_code = "",
        .opens_minute = 9 * 60,
        .closes_minute = 16 * 60,
    };
    struct hall *hall = hall_open(state);
    struct calendar_course course = { .span = { 1, CALENDAR_WORKING_DAYS },
                                      .begin = CALENDAR_FROM_RECEIPT,
                                      .begun_ms = at(20261123, 16, 30) };

    assert_moment(end_of(hall, course).due_ms, closed(20261124));
    place_keep_town(&hall->work, &town);
    hall_end(hall, 1);
    hall_begin(hall);
    assert_moment(end_of(hall, course).due_ms, at(20261125, 16, 0));
    course.span = (struct calendar_span){ 1, CALENDAR_HOURS };
    assert_moment(end_of(hall, course).due_ms, at(20261124, 10, 0));
    hall_close(hall);
}

/* ---- what does not count ---- */

static void a_special_procedure_gives_its_days_back(void **state) {
    const struct calendar_stop stops[] = {
        { at(20261109, 10, 0), at(20261123, 10, 0) }, /* ten working days */
        { at(20261112, 10, 0), at(20261118, 10, 0) }, /* inside the first */
        { at(20250101, 10, 0), at(20250201, 10, 0) }, /* before it began */
        { at(20270301, 10, 0), at(20270401, 10, 0) }, /* when it was over */
    };
    struct hall *hall = hall_open(state);
    struct calendar_course course = { .span = { 20, CALENDAR_WORKING_DAYS },
                                      .begun_ms = at(20261102, 9, 0),
                                      .stop_count = 4,
                                      .stops = stops };

    assert_moment(end_of(hall, course).due_ms, closed(20261214));
    course.span = (struct calendar_span){ 30, CALENDAR_DAYS };
    assert_moment(end_of(hall, course).due_ms, closed(20261216));
    course.span = (struct calendar_span){ 240, CALENDAR_HOURS };
    assert_moment(end_of(hall, course).due_ms, at(20261126, 9, 0));
    course.span = (struct calendar_span){ 1, CALENDAR_MONTHS };
    assert_moment(end_of(hall, course).due_ms, closed(20261216));
    hall_close(hall);
}

static void what_is_still_stopped_says_what_was_left(void **state) {
    const struct calendar_stop stop = { at(20261109, 10, 0), 0 };
    struct hall *hall = hall_open(state);
    const struct calendar *calendar = calendar_of(&hall->work);
    const struct calendar_end end =
        end_of(hall, (struct calendar_course){ .span = { 20, CALENDAR_WORKING_DAYS },
                                               .begun_ms = at(20261102, 9, 0),
                                               .stop_count = 1,
                                               .stops = &stop });

    assert_moment(end.stopped_ms, stop.from_ms);
    assert_moment(end.due_ms, closed(20261130));
    assert_int_equal(calendar_days_left(calendar, &end, at(20261201, 9, 0)), 15);
    assert_int_equal(calendar_days_over(calendar, &end, at(20261231, 9, 0)), 0);
    assert_int_equal(calendar_light(calendar, &usual, &end, at(20261231, 9, 0)),
                     CALENDAR_BLUE);
    hall_close(hall);
}

static void a_stop_on_the_last_day_does_not_end_overdue(void **state) {
    struct calendar_stop stop = { at(20261125, 10, 0), at(20261127, 9, 0) };
    struct hall *hall = hall_open(state);
    struct calendar_course course = { .span = { 2, CALENDAR_WORKING_DAYS },
                                      .begun_ms = at(20261123, 9, 0),
                                      .stop_count = 1,
                                      .stops = &stop };

    assert_moment(end_of(hall, course).due_ms, closed(20261127));
    stop.to_ms = at(20261127, 18, 0); /* goes on when the hall has closed: Monday */
    assert_moment(end_of(hall, course).due_ms, closed(20261130));
    stop.from_ms = at(20261125, 18, 0); /* begun when it was over: gives nothing */
    assert_moment(end_of(hall, course).due_ms, closed(20261125));
    hall_close(hall);
}

static void an_extension_of_another_unit_begins_where_the_span_ends(void **state) {
    struct hall *hall = hall_open(state);
    struct calendar_course course = { .span = { 20, CALENDAR_WORKING_DAYS },
                                      .extension = { 10, CALENDAR_WORKING_DAYS },
                                      .begun_ms = at(20261012, 9, 0) };

    assert_moment(end_of(hall, course).due_ms, closed(20261123));
    assert_int_equal(end_of(hall, course).length_days, 30);
    course.span =
        (struct calendar_span){ 30, CALENDAR_DAYS }; /* due 11 November, a Wednesday */
    assert_moment(end_of(hall, course).due_ms, closed(20261125));
    course.extension = (struct calendar_span){ 1, CALENDAR_MONTHS };
    assert_moment(end_of(hall, course).due_ms, closed(20261211));
    hall_close(hall);
}

static void a_day_behind_the_last_notice_is_provisional(void **state) {
    struct hall *hall = hall_open(state);
    struct calendar_course course = { .span = { 20, CALENDAR_WORKING_DAYS },
                                      .begun_ms = at(20261101, 9, 0) };

    assert_int_equal(calendar_last_year(calendar_of(&hall->work)), 2026);
    assert_false(end_of(hall, course).provisional);
    course.begun_ms = at(20261201, 9, 0);
    assert_true(end_of(hall, course).provisional); /* 29 December may be made a day off */
    course.begun_ms = at(20261223, 9, 0);
    assert_true(end_of(hall, course).provisional);
    course.span = (struct calendar_span){ 48, CALENDAR_HOURS };
    assert_false(end_of(hall, course).provisional);
    course.span = (struct calendar_span){ 1, CALENDAR_MONTHS };
    assert_true(end_of(hall, course).provisional);
    assert_true(calendar_is_certain(calendar_of(&hall->work), 20251231));
    assert_false(calendar_wants_notice(calendar_of(&hall->work), 20261001));
    assert_true(calendar_wants_notice(calendar_of(&hall->work), 20261115));
    hall_close(hall);
}

/* ---- 红黄灯 ---- */

static enum calendar_light light_at(const struct hall *hall, int count, int begun,
                                    int64_t now_ms) {
    const struct calendar_end end =
        end_of(hall, (struct calendar_course){ .span = { count, CALENDAR_WORKING_DAYS },
                                               .begun_ms = at(begun, 9, 0) });

    return calendar_light(calendar_of((struct work *)&hall->work), &usual, &end, now_ms);
}

static void the_light_turns_with_what_is_left(void **state) {
    struct hall *hall = hall_open(state);

    /* Twenty days from 2 November: due on the 30th; a fifth is four days. */
    assert_int_equal(light_at(hall, 20, 20261102, at(20261102, 9, 0)), CALENDAR_GREEN);
    assert_int_equal(light_at(hall, 20, 20261102, at(20261123, 23, 59)), CALENDAR_GREEN);
    assert_int_equal(light_at(hall, 20, 20261102, at(20261124, 0, 0)), CALENDAR_YELLOW);
    assert_int_equal(light_at(hall, 20, 20261102, closed(20261130)), CALENDAR_YELLOW);
    assert_int_equal(light_at(hall, 20, 20261102, closed(20261130) + 1), CALENDAR_RED);
    /* Three days from the 23rd: due on the 26th; at least one day. */
    assert_int_equal(light_at(hall, 3, 20261123, at(20261124, 9, 0)), CALENDAR_GREEN);
    assert_int_equal(light_at(hall, 3, 20261123, at(20261125, 9, 0)), CALENDAR_YELLOW);
    /* On the spot: red when the day's hours are over. */
    assert_int_equal(light_at(hall, 0, 20261123, at(20261123, 17, 0)), CALENDAR_YELLOW);
    assert_int_equal(light_at(hall, 0, 20261123, at(20261123, 17, 31)), CALENDAR_RED);
    hall_close(hall);
}

static void days_left_and_over_are_working_days(void **state) {
    struct hall *hall = hall_open(state);
    const struct calendar *calendar = calendar_of(&hall->work);
    const struct calendar_end end = { .due_ms = closed(20260930), .length_days = 5 };

    assert_int_equal(calendar_days_left(calendar, &end, at(20260928, 9, 0)), 2);
    assert_int_equal(calendar_days_left(calendar, &end, at(20260930, 9, 0)), 0);
    assert_int_equal(calendar_days_over(calendar, &end, at(20260930, 20, 0)), 0);
    assert_int_equal(calendar_days_over(calendar, &end, at(20261007, 9, 0)), 0);
    assert_int_equal(calendar_days_over(calendar, &end, at(20261009, 9, 0)), 2);
    hall_close(hall);
}

/* ---- properties, over many courses of a fixed seed ---- */

enum { ROUNDS = 3000, SOME_STOPS = 5 };

struct dice {
    uint64_t value;
};

static int throw_die(struct dice *dice, int sides) {
    dice->value = dice->value * 6364136223846793005u + 1442695040888963407u;
    return (int)((dice->value >> 33) % (uint64_t)sides);
}

static int64_t some_moment(struct dice *dice, int64_t from_ms, int days) {
    return from_ms + (int64_t)throw_die(dice, days) * 24 * CALENDAR_HOUR_MS +
           (int64_t)throw_die(dice, 24 * 60) * 60000;
}

struct sample {
    struct calendar_course course;
    struct calendar_stop stops[SOME_STOPS * 2];
};

static void throw_sample(struct dice *dice, struct sample *sample) {
    static const int most[] = { 0, 60, 90, 600, 6, 2 };
    const int unit = 1 + throw_die(dice, 5);
    const int64_t begun_ms = some_moment(dice, at(20190101, 0, 0), 7 * 365);

    sample->course = (struct calendar_course){
        .span = { throw_die(dice, most[unit]) + 1, unit },
        .extension = { throw_die(dice, 2) * throw_die(dice, most[unit]), unit },
        .begin = throw_die(dice, 2) ? CALENDAR_FROM_ACT : CALENDAR_FROM_RECEIPT,
        .begun_ms = begun_ms,
        .stop_count = (size_t)throw_die(dice, SOME_STOPS),
        .stops = sample->stops,
    };
    for (size_t i = 0; i < sample->course.stop_count; i++) {
        const int64_t from_ms =
            some_moment(dice, begun_ms - 240LL * CALENDAR_HOUR_MS, 100);

        sample->stops[i] =
            (struct calendar_stop){ from_ms, some_moment(dice, from_ms, 20) };
    }
}

static int64_t due(const struct calendar *calendar, const struct sample *sample) {
    struct calendar_course course = sample->course;

    course.stops = sample->stops;
    return calendar_end(calendar, &usual, &course).due_ms;
}

static void each_sample(void **state,
                        void (*check)(const struct calendar *calendar, struct dice *dice,
                                      struct sample *sample)) {
    struct hall *hall = hall_open(state);
    const struct calendar *calendar = calendar_of(&hall->work);
    struct dice dice = { 20261126 };

    for (int i = 0; i < ROUNDS; i++) {
        struct sample sample;

        throw_sample(&dice, &sample);
        check(calendar, &dice, &sample);
    }
    hall_close(hall);
}

static void check_split(const struct calendar *calendar, struct dice *dice,
                        struct sample *sample) {
    const int64_t whole = due(calendar, sample);
    const size_t count = sample->course.stop_count;

    for (size_t i = 0; i < count; i++) {
        struct calendar_stop *stop = &sample->stops[i];
        const int64_t minutes = (stop->to_ms - stop->from_ms) / 60000;
        const int64_t cut_ms =
            stop->from_ms + throw_die(dice, (int)minutes + 1) * (int64_t)60000;

        sample->stops[sample->course.stop_count++] =
            (struct calendar_stop){ cut_ms, stop->to_ms };
        stop->to_ms = cut_ms;
    }
    assert_moment(due(calendar, sample), whole);
}

static void a_stop_cut_in_two_that_touch_changes_nothing(void **state) {
    each_sample(state, check_split);
}

static void check_order(const struct calendar *calendar, struct dice *dice,
                        struct sample *sample) {
    const int64_t before = due(calendar, sample);

    for (size_t i = 1; i < sample->course.stop_count; i++) {
        const size_t other = (size_t)throw_die(dice, (int)i + 1);
        const struct calendar_stop stop = sample->stops[i];

        sample->stops[i] = sample->stops[other];
        sample->stops[other] = stop;
    }
    assert_moment(due(calendar, sample), before);
    if (sample->course.stop_count > 0) /* said twice is said once */
        sample->stops[sample->course.stop_count++] = sample->stops[0];
    assert_moment(due(calendar, sample), before);
}

static void the_order_of_stops_and_saying_one_twice_change_nothing(void **state) {
    each_sample(state, check_order);
}

/* A stop that ends while the hall is open, and an extension: whichever comes first. */
static void check_extension(const struct calendar *calendar, struct dice *dice,
                            struct sample *sample) {
    const int extra = throw_die(dice, 30);
    const int64_t begun_ms = sample->course.begun_ms;
    struct sample plain = { .course = {
                                .span = { 1 + throw_die(dice, 40),
                                          CALENDAR_WORKING_DAYS },
                                .extension = { 0, CALENDAR_WORKING_DAYS },
                                .begun_ms = begun_ms,
                            } };
    const int minutes = (int)((due(calendar, &plain) - begun_ms) / 60000);
    const int64_t from_ms = begun_ms + (int64_t)throw_die(dice, minutes + 1) * 60000;
    const int64_t to_ms = some_moment(dice, from_ms, 30);

    plain.course.stop_count = 1;
    plain.stops[0].from_ms = from_ms;
    plain.stops[0].to_ms = at(calendar_due_day(calendar, civil_day(to_ms), 1), 10, 0);

    const int stopped_due = civil_day(due(calendar, &plain));
    const int64_t expected_ms = closed(calendar_due_day(calendar, stopped_due, extra));

    plain.course.extension.count = extra;
    assert_moment(due(calendar, &plain), expected_ms);
    plain.course.span.count += extra;
    plain.course.extension.count = 0;
    assert_moment(due(calendar, &plain), expected_ms);
}

static void an_extension_after_a_stop_is_a_stop_after_an_extension(void **state) {
    each_sample(state, check_extension);
}

static void check_longer(const struct calendar *calendar, struct dice *dice,
                         struct sample *sample) {
    const int64_t shorter = due(calendar, sample);
    const int64_t begun_ms = sample->course.begun_ms;

    sample->course.span.count += throw_die(dice, 3);
    assert_true(due(calendar, sample) >= shorter);
    if (sample->course.extension.count == 0)
        sample->course.extension.count = 1;
    assert_true(due(calendar, sample) >= shorter);

    const int64_t before = due(calendar, sample);
    const int64_t from_ms = some_moment(dice, begun_ms, 60);

    sample->stops[sample->course.stop_count++] =
        (struct calendar_stop){ from_ms, some_moment(dice, from_ms, 20) };
    assert_true(due(calendar, sample) >= before);
}

static void more_of_the_span_or_of_stops_never_ends_earlier(void **state) {
    each_sample(state, check_longer);
}

static void check_day(const struct calendar *calendar, struct dice *dice,
                      struct sample *sample) {
    const int64_t due_ms = due(calendar, sample);

    (void)dice;
    assert_true(due_ms > sample->course.begun_ms);
    if (sample->course.span.unit == CALENDAR_HOURS)
        return;
    assert_true(calendar_is_worked(calendar, civil_day(due_ms)));
    assert_moment(due_ms, closed(civil_day(due_ms)));
}

static void a_span_ends_on_a_working_day_when_the_hall_closes(void **state) {
    each_sample(state, check_day);
}

/* Stopped now and going on at once is not having been stopped. */
static void check_open(const struct calendar *calendar, struct dice *dice,
                       struct sample *sample) {
    struct calendar_course course = sample->course;
    const int64_t from_ms = some_moment(dice, course.begun_ms, 60);

    sample->stops[course.stop_count++] = (struct calendar_stop){ from_ms, 0 };
    course.stops = sample->stops;

    const struct calendar_end end = calendar_end(calendar, &usual, &course);

    if (end.stopped_ms) {
        assert_true(end.stopped_ms <= from_ms);
        assert_true(end.stopped_ms <= end.due_ms);
        assert_true(end.due_ms <= due(calendar, sample));
    } else {
        assert_true(end.due_ms < from_ms);
        assert_moment(end.due_ms, due(calendar, sample));
    }
}

static void an_open_stop_stops_what_has_not_run_out(void **state) {
    each_sample(state, check_open);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(working_days_end_as_the_rules_have_them),
        BOTH(other_units_end_as_the_civil_code_has_them),
        BOTH(what_comes_after_hours_begins_the_next_working_day),
        BOTH(a_last_day_off_stays_where_the_operator_says_so),
        BOTH(counts_out_of_bounds_become_the_bound),
        BOTH(the_hall_of_a_town_closes_when_it_says),
        BOTH(a_special_procedure_gives_its_days_back),
        BOTH(what_is_still_stopped_says_what_was_left),
        BOTH(a_stop_on_the_last_day_does_not_end_overdue),
        BOTH(an_extension_of_another_unit_begins_where_the_span_ends),
        BOTH(a_day_behind_the_last_notice_is_provisional),
        BOTH(the_light_turns_with_what_is_left),
        BOTH(days_left_and_over_are_working_days),
        BOTH(a_stop_cut_in_two_that_touch_changes_nothing),
        BOTH(the_order_of_stops_and_saying_one_twice_change_nothing),
        BOTH(an_extension_after_a_stop_is_a_stop_after_an_extension),
        BOTH(more_of_the_span_or_of_stops_never_ends_earlier),
        BOTH(a_span_ends_on_a_working_day_when_the_hall_closes),
        BOTH(an_open_stop_stops_what_has_not_run_out),
    };

    return RUN_ON_BOTH(tests);
}
