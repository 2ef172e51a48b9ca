#include "word.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct word rows[] = {
    { 1, "online", "网办" },
    { 3, "window", "窗口办" },
};
static const struct words ways = { rows, 2 };

static void a_word_is_found_by_value_name_and_wording(void **state) {
    (void)state;
    assert_ptr_equal(word_of(&ways, 3), &rows[1]);
    assert_ptr_equal(word_named(&ways, "online"), &rows[0]);
    assert_ptr_equal(word_said(&ways, "窗口办"), &rows[1]);
    assert_null(word_of(&ways, 2));
    assert_null(word_named(&ways, "网办"));
    assert_null(word_said(&ways, "online"));
}

static void what_no_row_has_reads_as_nothing_or_as_itself(void **state) {
    (void)state;
    assert_string_equal(word_name(&ways, 1), "online");
    assert_string_equal(word_chinese(&ways, 1), "网办");
    assert_string_equal(word_name(&ways, 0), "");
    assert_string_equal(word_chinese(&ways, 0), "");
    assert_string_equal(word_reads(&ways, "window"), "窗口办");
    assert_string_equal(word_reads(&ways, "门口办"), "门口办");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_is_found_by_value_name_and_wording),
        cmocka_unit_test(what_no_row_has_reads_as_nothing_or_as_itself),
    };

    return cmocka_run_group_tests_name("word", tests, NULL, NULL);
}
