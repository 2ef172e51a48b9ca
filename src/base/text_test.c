#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"

static int open_arena(void **state) {
    *state = arena_new();
    return 0;
}

static int close_arena(void **state) {
    arena_free(*state);
    return 0;
}

static void an_empty_text_reads_as_an_empty_string(void **state) {
    struct text out = { .arena = *state };

    assert_string_equal(text_string(&out), "");
    assert_null(out.bytes);
    text_add(&out, "");
    assert_string_equal(text_string(&out), "");
    assert_int_equal(out.length, 0);
}

static void everything_added_stands_in_order(void **state) {
    struct text out = { .arena = *state };

    text_add(&out, "号");
    text_add_byte(&out, ' ');
    text_add_int(&out, -42);
    text_add_bytes(&out, "; rest", 1);
    text_add_bytes(&out, NULL, 0);
    text_addf(&out, "%s=%d", "n", 7);
    assert_string_equal(text_string(&out), "号 -42;n=7");
    assert_int_equal(out.length, strlen("号 -42;n=7"));
}

static void the_least_and_the_greatest_integer_are_written(void **state) {
    struct text out = { .arena = *state };

    text_add_int(&out, INT64_MIN);
    text_add_byte(&out, ',');
    text_add_int(&out, INT64_MAX);
    assert_string_equal(text_string(&out), "-9223372036854775808,9223372036854775807");
}

static void a_text_always_ends_with_a_terminator_while_it_grows(void **state) {
    struct text out = { .arena = *state };

    for (size_t i = 0; i < 20000; i++) {
        text_add_byte(&out, (char)('a' + i % 26));
        assert_int_equal(out.length, i + 1);
        assert_int_equal(out.bytes[i + 1], '\0');
        assert_true(out.length < out.capacity);
    }
    for (size_t i = 0; i < out.length; i++)
        assert_int_equal(out.bytes[i], 'a' + (int)(i % 26));
}

static void a_format_longer_than_the_room_is_written_whole(void **state) {
    for (int width = 1; width < 3000; width += 13) {
        struct text out = { .arena = *state };

        text_add(&out, "before ");
        text_addf(&out, "%0*d|", width, 5);
        assert_int_equal(out.length, 7 + width + 1);
        assert_int_equal(strlen(out.bytes), out.length);
        assert_string_equal(out.bytes + out.length - 2, "5|");
    }
}

static void a_text_may_hold_any_bytes(void **state) {
    struct text out = { .arena = *state };

    text_add_bytes(&out, "a\0b", 3);
    assert_int_equal(out.length, 3);
    assert_memory_equal(out.bytes, "a\0b", 4);
}

static void a_string_begins_with_its_prefixes_only(void **state) {
    (void)state;
    assert_true(text_begins("/filing/7", "/filing/"));
    assert_true(text_begins("/filing", ""));
    assert_true(text_begins("", ""));
    assert_false(text_begins("/fil", "/filing"));
    assert_false(text_begins("x/filing", "/filing"));
}

static void whole_decimals_are_read(void **state) {
    static const struct {
        const char *string;
        int64_t value;
    } rows[] = {
        { "0", 0 },
        { "-0", 0 },
        { "007", 7 },
        { "-1", -1 },
        { "9223372036854775807", INT64_MAX },
        { "-9223372036854775808", INT64_MIN },
        { "000000000000000000000000000001", 1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t value = 99;

        assert_int_equal(text_read_int(rows[i].string, &value), 1);
        assert_int_equal(value, rows[i].value);
    }
}

static void anything_but_a_decimal_is_refused_and_leaves_the_value(void **state) {
    static const char *const refused[] = {
        "",
        "-",
        "--1",
        "+1",
        " 1",
        "1 ",
        "1\n",
        "1.0",
        "1e3",
        "0x10",
        "12a",
        "a",
        "１",
        "9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999999",
        "-99999999999999999999999",
    };

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        int64_t value = 99;

        assert_int_equal(text_read_int(refused[i], &value), 0);
        assert_int_equal(value, 99);
    }
}

static void hexadecimal_has_two_lower_case_digits_a_byte(void **state) {
    assert_string_equal(text_hex(*state, "\x00\x0f\xa5\xff", 4), "000fa5ff");
    assert_string_equal(text_hex(*state, NULL, 0), "");
}

static void take_line(void *context, const char *line, size_t size) {
    struct text *out = context;

    text_add_byte(out, '[');
    text_add_bytes(out, line, size);
    text_add_byte(out, ']');
}

static void lines_are_given_without_ends_and_without_the_mark(void **state) {
    static const struct {
        const char *text;
        const char *lines;
    } texts[] = {
        { "", "" },
        { "\xEF\xBB\xBF", "" },
        { "\xEF\xBB\xBF甲\n\n乙", "[甲][][乙]" },
        { "甲\r\n\xEF\xBB\xBF\n", "[甲\r][\xEF\xBB\xBF]" },
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct text out = { .arena = *state };

        text_each_line(texts[i].text, strlen(texts[i].text), take_line, &out);
        assert_string_equal(text_string(&out), texts[i].lines);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_text_reads_as_an_empty_string),
        cmocka_unit_test(everything_added_stands_in_order),
        cmocka_unit_test(the_least_and_the_greatest_integer_are_written),
        cmocka_unit_test(a_text_always_ends_with_a_terminator_while_it_grows),
        cmocka_unit_test(a_format_longer_than_the_room_is_written_whole),
        cmocka_unit_test(a_text_may_hold_any_bytes),
        cmocka_unit_test(a_string_begins_with_its_prefixes_only),
        cmocka_unit_test(whole_decimals_are_read),
        cmocka_unit_test(anything_but_a_decimal_is_refused_and_leaves_the_value),
        cmocka_unit_test(lines_are_given_without_ends_and_without_the_mark),
        cmocka_unit_test(hexadecimal_has_two_lower_case_digits_a_byte),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
