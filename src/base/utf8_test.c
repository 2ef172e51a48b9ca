#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void well_formed_text_is_valid(void **state) {
    static const char *const valid[] = {
        "",
        "plain",
        "办事大厅",
        "\xC2\x80",         /* U+0080, the first of two bytes */
        "\xDF\xBF",         /* U+07FF */
        "\xE0\xA0\x80",     /* U+0800, the first of three */
        "\xED\x9F\xBF",     /* U+D7FF, before the surrogates */
        "\xEE\x80\x80",     /* U+E000, behind them */
        "\xEF\xBF\xBF",     /* U+FFFF */
        "\xF0\x90\x80\x80", /* U+10000, the first of four */
        "\xF0\xA0\xAE\xB7", /* U+20BB7, a surname of plane 2 */
        "\xF0\xB0\x80\x80", /* U+30000, plane 3 */
        "\xF4\x8F\xBF\xBF", /* U+10FFFF, the last */
    };

    (void)state;
    for (size_t i = 0; i < sizeof valid / sizeof *valid; i++)
        assert_true(utf8_valid(valid[i], strlen(valid[i])));
    assert_true(utf8_valid(NULL, 0));
    assert_true(utf8_valid("a\0b", 3));
}

static const char *const malformed[] = {
    "\x80", /* a continuation alone */
    "\xBF",
    "a\x80z",
    "\xC0\x80", /* overlong NUL */
    "\xC0\xAF", /* overlong slash */
    "\xC1\xBF",
    "\xE0\x80\xAF",
    "\xE0\x9F\xBF",
    "\xF0\x80\x80\xAF",
    "\xF0\x8F\xBF\xBF",
    "\xED\xA0\x80",             /* the first surrogate */
    "\xED\xBF\xBF",             /* the last */
    "\xED\xA1\x82\xED\xBE\xB7", /* a pair of them, as CESU-8 has it */
    "\xF4\x90\x80\x80",         /* U+110000 */
    "\xF5\x80\x80\x80",
    "\xF8\x88\x80\x80\x80",
    "\xFC\x84\x80\x80\x80\x80",
    "\xFE",
    "\xFF",
    "\xC3", /* cut short */
    "\xE5\x8A",
    "\xE5",
    "\xF0\xA0\xAE",
    "\xF0\xA0",
    "\xF0",
    "\xE5\x8Az", /* cut short by another character */
    "\xC3(",
    "\xF0\xA0\xAE(",
    "\xE5\xE5\x8A\x9E",
    "\xB0\xEC", /* GBK */
};

static void malformed_text_is_not(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        assert_false(utf8_valid(malformed[i], strlen(malformed[i])));
        assert_false(utf8_valid_text(malformed[i], strlen(malformed[i])));
    }
}

static void nothing_is_read_beyond_the_size(void **state) {
    (void)state;
    assert_false(utf8_valid("办", 1));
    assert_false(utf8_valid("办", 2));
    assert_true(utf8_valid("办\xFF", 3));
}

static void text_has_no_noncharacters(void **state) {
    (void)state;
    assert_false(utf8_valid_text("名\xEF\xBF\xBF", 6));   /* U+FFFF */
    assert_false(utf8_valid_text("\xEF\xBF\xBE", 3));     /* U+FFFE */
    assert_false(utf8_valid_text("\xEF\xB7\x90", 3));     /* U+FDD0 */
    assert_false(utf8_valid_text("\xF0\x9F\xBF\xBF", 4)); /* U+1FFFF */
    assert_true(utf8_valid_text("\xEF\xBF\xBD", 3));      /* U+FFFD */
    assert_true(utf8_valid_text("\xF0\xA0\xAE\xB7", 4));  /* U+20BB7 */
    assert_true(utf8_valid("\xEF\xBF\xBF", 3));
}

static void text_has_no_controls_but_tab_newline_and_return(void **state) {
    (void)state;
    assert_true(utf8_valid_text("一\t二\r\n三", strlen("一\t二\r\n三")));
    assert_true(utf8_valid_text("\xC2\xA0", 2));
    for (int control = 0; control < ' '; control++) {
        const char byte = (char)control;
        const bool is_fine = byte == '\t' || byte == '\n' || byte == '\r';

        assert_int_equal(utf8_valid_text(&byte, 1), is_fine);
    }
    assert_false(utf8_valid_text("\x7F", 1));
    for (int last = 0x80; last <= 0x9F; last++) {
        const char bytes[] = { (char)0xC2, (char)last };

        assert_true(utf8_valid(bytes, 2));
        assert_false(utf8_valid_text(bytes, 2));
    }
}

static void every_code_point_is_written_and_read_back(void **state) {
    (void)state;
    for (uint32_t point = 1; point <= 0x10FFFF; point++) {
        char bytes[5] = { 0 };

        if (point == 0xD800)
            point = 0xE000;

        const size_t size = utf8_put(bytes, point);
        const char *cursor = bytes;

        if (strlen(bytes) != size || !utf8_valid(bytes, size) ||
            utf8_next(&cursor) != point || cursor != bytes + size)
            fail_msg("U+%04X", (unsigned)point);
    }
}

static void the_cursor_stays_at_the_terminator(void **state) {
    const char *cursor = "办𠮷";

    (void)state;
    assert_int_equal(utf8_next(&cursor), 0x529E);
    assert_int_equal(utf8_next(&cursor), 0x20BB7);
    assert_int_equal(utf8_next(&cursor), 0);
    assert_int_equal(utf8_next(&cursor), 0);
    assert_int_equal(*cursor, '\0');
}

static void code_points_are_counted_not_bytes(void **state) {
    (void)state;
    assert_int_equal(utf8_count(""), 0);
    assert_int_equal(utf8_count("abc"), 3);
    assert_int_equal(utf8_count("张𠮷A"), 3);
}

static void a_prefix_never_cuts_a_character(void **state) {
    static const size_t expected[] = { 0, 1, 1, 1, 4, 4, 4, 4, 8, 8, 8 };

    (void)state;
    for (size_t size = 0; size < sizeof expected / sizeof *expected; size++)
        assert_int_equal(utf8_prefix("a办𠮷", size), expected[size]);
    assert_int_equal(utf8_prefix("", 5), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_text_is_valid),
        cmocka_unit_test(malformed_text_is_not),
        cmocka_unit_test(nothing_is_read_beyond_the_size),
        cmocka_unit_test(text_has_no_noncharacters),
        cmocka_unit_test(text_has_no_controls_but_tab_newline_and_return),
        cmocka_unit_test(every_code_point_is_written_and_read_back),
        cmocka_unit_test(the_cursor_stays_at_the_terminator),
        cmocka_unit_test(code_points_are_counted_not_bytes),
        cmocka_unit_test(a_prefix_never_cuts_a_character),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
