#include "page_time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "civil.h"

enum { TODAY = 20261123 };

static int begin(void **state) {
    *state = arena_new();
    return 0;
}

static int end(void **state) {
    arena_free(*state);
    return 0;
}

static void a_day_has_its_weekday(void **state) {
    assert_string_equal(page_say_day(*state, LANGUAGE_CHINESE, 20261127, TODAY),
                        "11月27日（周五）");
    assert_string_equal(page_say_day(*state, LANGUAGE_CHINESE, 20261129, TODAY),
                        "11月29日（周日）");
}

static void another_year_is_said(void **state) {
    assert_string_equal(page_say_day(*state, LANGUAGE_CHINESE, 20270104, TODAY),
                        "2027年1月4日（周一）");
}

static void until_says_the_minute(void **state) {
    const int64_t due_ms = civil_moment_ms(20261127, 17 * 60 + 30);

    assert_string_equal(page_say_until(*state, LANGUAGE_CHINESE, due_ms, TODAY),
                        "11月27日（周五）17:30前");
}

static void a_moment_has_two_digits_for_its_hour(void **state) {
    const int64_t moment_ms = civil_moment_ms(20261123, 9 * 60 + 5) + 59999;

    assert_string_equal(page_say_moment(*state, LANGUAGE_CHINESE, moment_ms, TODAY),
                        "11月23日 09:05");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_day_has_its_weekday, begin, end),
        cmocka_unit_test_setup_teardown(another_year_is_said, begin, end),
        cmocka_unit_test_setup_teardown(until_says_the_minute, begin, end),
        cmocka_unit_test_setup_teardown(a_moment_has_two_digits_for_its_hour, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
