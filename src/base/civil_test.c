#include "civil.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { FIRST_SERIAL = -25567, LAST_SERIAL = 84005 };

static const int64_t hour_ms = 3600000;
static const int64_t day_ms = 86400000;

static void every_supported_day_agrees_with_the_c_library(void **state) {
    (void)state;
    assert_int_equal(civil_serial(CIVIL_FIRST_DAY), FIRST_SERIAL);
    assert_int_equal(civil_serial(CIVIL_LAST_DAY), LAST_SERIAL);
    for (int serial = FIRST_SERIAL; serial <= LAST_SERIAL; serial++) {
        const time_t noon = (time_t)serial * 86400 + 43200;
        struct tm tm;

        assert_non_null(gmtime_r(&noon, &tm));

        const int day = (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
        const int weekday = tm.tm_wday ? tm.tm_wday : 7;

        if (civil_day_of_serial(serial) != day || civil_serial(day) != serial ||
            civil_weekday(day) != weekday || !civil_day_exists(day))
            fail_msg("%d", day);
    }
}

static void every_supported_day_is_written_and_read_back(void **state) {
    char out[11];

    (void)state;
    for (int serial = FIRST_SERIAL; serial <= LAST_SERIAL; serial++) {
        const int day = civil_day_of_serial(serial);

        civil_write_day(out, day);
        if (civil_read_day(out) != day || strlen(out) != 10)
            fail_msg("%d", day);
    }
    civil_write_day(out, 20261123);
    assert_string_equal(out, "2026-11-23");
}

static void numbers_that_are_no_day_do_not_exist(void **state) {
    static const int absent[] = {
        0,        1,        -20260101, 18991231, 22000101, 20260001,
        20261301, 20260100, 20260132,  20260431, 20260229, 19000229,
        21000229, 20240230, 99999999,  2026,     202611,   INT32_MAX,
    };
    int count = 0;

    (void)state;
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_false(civil_day_exists(absent[i]));
    for (int number = 18990000; number < 22010000; number++)
        count += civil_day_exists(number);
    assert_int_equal(count, LAST_SERIAL - FIRST_SERIAL + 1);
    assert_true(civil_day_exists(20000229));
    assert_true(civil_day_exists(20240229));
}

static void known_days_have_their_weekday(void **state) {
    (void)state;
    assert_int_equal(civil_weekday(19000101), 1);
    assert_int_equal(civil_weekday(19491001), 6);
    assert_int_equal(civil_weekday(19700101), 4);
    assert_int_equal(civil_weekday(20000101), 6);
    assert_int_equal(civil_weekday(20240229), 4);
    assert_int_equal(civil_weekday(20261122), 7);
    assert_int_equal(civil_weekday(20261123), 1);
}

static void a_day_begins_at_midnight_in_china(void **state) {
    const int64_t midnight_ms = 1767542400000 + day_ms; /* 2026-01-06 */

    (void)state;
    assert_int_equal(civil_day(0), 19700101);
    assert_int_equal(civil_minute(0), 8 * 60);
    assert_int_equal(civil_day(-8 * hour_ms), 19700101);
    assert_int_equal(civil_day(-8 * hour_ms - 1), 19691231);
    assert_int_equal(civil_minute(-8 * hour_ms - 1), 1439);
    assert_int_equal(civil_day(midnight_ms), 20260106);
    assert_int_equal(civil_minute(midnight_ms), 0);
    assert_int_equal(civil_day(midnight_ms - 1), 20260105);
    assert_int_equal(civil_minute(midnight_ms - 1), 1439);
    assert_int_equal(civil_minute(midnight_ms + 60000), 1);
}

static void a_moment_and_its_day_and_minute_agree(void **state) {
    static const int minutes[] = { 0, 1, 545, 720, 1439 };

    (void)state;
    for (int serial = FIRST_SERIAL; serial <= LAST_SERIAL; serial += 17) {
        const int day = civil_day_of_serial(serial);

        for (size_t i = 0; i < sizeof minutes / sizeof *minutes; i++) {
            const int64_t moment_ms = civil_moment_ms(day, minutes[i]);

            assert_int_equal(civil_day(moment_ms), day);
            assert_int_equal(civil_minute(moment_ms), minutes[i]);
            assert_int_equal(civil_minute(moment_ms + 59999), minutes[i]);
        }
    }
    assert_int_equal(civil_moment_ms(20260105, 540), 1767574800000);
    assert_int_equal(civil_moment_ms(20260105, 1440), civil_moment_ms(20260106, 0));
    assert_int_equal(civil_day(civil_moment_ms(CIVIL_FIRST_DAY, 0)), CIVIL_FIRST_DAY);
    assert_int_equal(civil_day(civil_moment_ms(CIVIL_LAST_DAY, 1440) - 1),
                     CIVIL_LAST_DAY);
}

static void days_are_added_across_months_and_leap_days(void **state) {
    (void)state;
    assert_int_equal(civil_add_days(20261231, 1), 20270101);
    assert_int_equal(civil_add_days(20240228, 1), 20240229);
    assert_int_equal(civil_add_days(20260228, 1), 20260301);
    assert_int_equal(civil_add_days(20260301, -1), 20260228);
    assert_int_equal(civil_add_days(20261123, 0), 20261123);
    assert_int_equal(civil_add_days(20261123, 365), 20271123);
    assert_int_equal(civil_add_days(CIVIL_FIRST_DAY, LAST_SERIAL - FIRST_SERIAL),
                     CIVIL_LAST_DAY);
}

static void months_are_added_and_shortened_to_their_last_day(void **state) {
    (void)state;
    assert_int_equal(civil_add_months(20260131, 1), 20260228);
    assert_int_equal(civil_add_months(20240131, 1), 20240229);
    assert_int_equal(civil_add_months(20260131, 3), 20260430);
    assert_int_equal(civil_add_months(20261115, 2), 20270115);
    assert_int_equal(civil_add_months(20261231, 12), 20271231);
    assert_int_equal(civil_add_months(20270115, -1), 20261215);
    assert_int_equal(civil_add_months(20270115, -13), 20251215);
    assert_int_equal(civil_add_months(20240229, 12), 20250228);
    assert_int_equal(civil_add_months(20260331, -1), 20260228);
    assert_int_equal(civil_add_months(20261123, 0), 20261123);
    assert_int_equal(civil_add_months(20261231, -12), 20251231);
}

static void only_a_day_that_exists_is_read(void **state) {
    static const char *const refused[] = {
        "",
        "2026",
        "2026-11",
        "2026-11-2",
        "2026-11-233",
        "2026-11-23 ",
        " 2026-11-23",
        "2026/11/23",
        "2026-1-23",
        "20261123",
        "2026-02-29",
        "2026-13-01",
        "1899-12-31",
        "2200-01-01",
        "2026-11-2x",
        "-026-11-23",
        "２０２６-11-23",
    };

    (void)state;
    assert_int_equal(civil_read_day("2026-11-23"), 20261123);
    assert_int_equal(civil_read_day("2024-02-29"), 20240229);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_int_equal(civil_read_day(refused[i]), 0);
}

static void only_a_time_that_a_clock_shows_is_read(void **state) {
    static const char *const refused[] = { "",      "9:05", "09:60",  "24:01",
                                           "09-05", "09:5", "09:055", "ab:cd" };
    int64_t moment_ms = 7;

    (void)state;
    assert_int_equal(civil_read_minute("00:00"), 0);
    assert_int_equal(civil_read_minute("17:30"), 1050);
    assert_int_equal(civil_read_minute("24:00"), 1440);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_int_equal(civil_read_minute(refused[i]), -1);
    assert_false(civil_read_moment("2026-11-23x09:05", &moment_ms));
    assert_false(civil_read_moment("2026-11-23T", &moment_ms));
    assert_false(civil_read_moment("2026-11-3", &moment_ms));
    assert_int_equal(moment_ms, 7);
    assert_true(civil_read_moment("2026-11-23", &moment_ms));
    assert_int_equal(moment_ms, civil_moment_ms(20261123, 0));
    assert_true(civil_read_moment("2026-11-23T09:05", &moment_ms));
    assert_int_equal(moment_ms, civil_moment_ms(20261123, 9 * 60 + 5));
}

static void a_moment_is_written_to_the_minute(void **state) {
    char out[17];

    (void)state;
    civil_write_moment(out, civil_moment_ms(20261123, 545) + 59999);
    assert_string_equal(out, "2026-11-23 09:05");
    civil_write_moment(out, 0);
    assert_string_equal(out, "1970-01-01 08:00");
    civil_write_moment(out, civil_moment_ms(20261123, 1439));
    assert_string_equal(out, "2026-11-23 23:59");
}

static void a_moment_is_written_as_feeds_and_http_want_it(void **state) {
    char out[30];
    const int64_t moment_ms = civil_moment_ms(20261123, 7 * 60 + 5) + 9012;

    (void)state;
    civil_write_stamp(out, moment_ms);
    assert_string_equal(out, "2026-11-23T07:05:09.012+08:00");
    civil_write_http_date(out, moment_ms);
    assert_string_equal(out, "Sun, 22 Nov 2026 23:05:09 GMT");
    civil_write_http_date(out, civil_moment_ms(20270101, 8 * 60));
    assert_string_equal(out, "Fri, 01 Jan 2027 00:00:00 GMT");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_supported_day_agrees_with_the_c_library),
        cmocka_unit_test(every_supported_day_is_written_and_read_back),
        cmocka_unit_test(numbers_that_are_no_day_do_not_exist),
        cmocka_unit_test(known_days_have_their_weekday),
        cmocka_unit_test(a_day_begins_at_midnight_in_china),
        cmocka_unit_test(a_moment_and_its_day_and_minute_agree),
        cmocka_unit_test(days_are_added_across_months_and_leap_days),
        cmocka_unit_test(months_are_added_and_shortened_to_their_last_day),
        cmocka_unit_test(only_a_day_that_exists_is_read),
        cmocka_unit_test(only_a_time_that_a_clock_shows_is_read),
        cmocka_unit_test(a_moment_is_written_to_the_minute),
        cmocka_unit_test(a_moment_is_written_as_feeds_and_http_want_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
