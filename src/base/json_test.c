#include "json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "text.h"

static int open_arena(void **state) {
    *state = arena_new();
    return 0;
}

static int close_arena(void **state) {
    arena_free(*state);
    return 0;
}

static const struct json *read_string(void **state, const char *string) {
    struct json_error error;
    const struct json *value = json_read(*state, string, strlen(string), &error);

    if (!value)
        fail_msg("%s: %d:%d %s", string, error.line, error.column, error.text);
    return value;
}

static struct json_error refusal_of(void **state, const char *bytes, size_t size) {
    struct json_error error = { 0 };

    assert_null(json_read(*state, bytes, size, &error));
    assert_true(error.line >= 1);
    assert_true(error.column >= 1);
    assert_non_null(error.text);
    return error;
}

static void every_kind_is_read(void **state) {
    const struct json *all =
        read_string(state, " {\"n\":null, \"f\":false, \"t\":true, \"i\":-7, \"r\":0.1,"
                           " \"s\":\"办\","
                           " \"a\":[1,[2]], \"o\":{\"k\":\"v\"}}\n");

    assert_int_equal(all->kind, JSON_OBJECT);
    assert_null(all->key);
    assert_int_equal(all->count, 8);
    assert_int_equal(json_get(all, "n")->kind, JSON_NULL);
    assert_int_equal(json_get(all, "f")->kind, JSON_FALSE);
    assert_int_equal(json_get(all, "t")->kind, JSON_TRUE);
    assert_int_equal(json_get(all, "i")->kind, JSON_INTEGER);
    assert_int_equal(json_get(all, "i")->integer, -7);
    assert_int_equal(json_get(all, "r")->kind, JSON_REAL);
    assert_string_equal(json_get(all, "r")->string, "0.1");
    assert_string_equal(json_string(json_get(all, "s")), "办");
    assert_int_equal(json_get(all, "a")->count, 2);
    assert_int_equal(json_get(all, "a")->member[1].member[0].integer, 2);
    assert_null(json_get(all, "a")->member[0].key);
    assert_string_equal(json_string(json_get(json_get(all, "o"), "k")), "v");
}

static void members_stay_in_their_order_with_their_keys(void **state) {
    static const char *const keys[] = { "z", "a", "m", "", "乡镇" };
    const struct json *object =
        read_string(state, "{\"z\":0,\"a\":1,\"m\":2,\"\":3,\"乡镇\":4}");

    assert_int_equal(object->count, 5);
    for (size_t i = 0; i < object->count; i++) {
        assert_string_equal(object->member[i].key, keys[i]);
        assert_int_equal(object->member[i].integer, i);
    }
}

static void a_value_may_stand_alone(void **state) {
    assert_int_equal(read_string(state, "7")->integer, 7);
    assert_int_equal(read_string(state, " null ")->kind, JSON_NULL);
    assert_string_equal(read_string(state, "\"s\"")->string, "s");
    assert_int_equal(read_string(state, "[]")->count, 0);
    assert_int_equal(read_string(state, "{}")->count, 0);
}

static void what_is_absent_reads_as_null(void **state) {
    const struct json *object = read_string(state, "{\"a\":[1],\"s\":\"t\"}");

    assert_int_equal(json_get(object, "b")->kind, JSON_NULL);
    assert_int_equal(json_get(json_get(object, "b"), "c")->kind, JSON_NULL);
    assert_int_equal(json_get(json_get(object, "a"), "b")->kind, JSON_NULL);
    assert_int_equal(json_get(json_get(object, "s"), "b")->kind, JSON_NULL);
    assert_string_equal(json_string(json_get(object, "a")), "");
    assert_int_equal(json_integer(json_get(object, "b"), -1), -1);
    assert_false(json_true(json_get(object, "b")));
}

static void an_integer_is_also_read_from_a_string_of_digits(void **state) {
    const struct json *array =
        read_string(state, "[5,\"-6\",\"7a\",\"\",1.5,true,[],\"9223372036854775807\"]");
    static const int64_t expected[] = { 5, -6, 99, 99, 99, 99, 99, INT64_MAX };

    for (size_t i = 0; i < array->count; i++)
        assert_int_equal(json_integer(&array->member[i], 99), expected[i]);
}

static void only_true_is_true(void **state) {
    const struct json *array = read_string(state, "[true,false,1,\"true\",null,{}]");

    for (size_t i = 0; i < array->count; i++)
        assert_int_equal(json_true(&array->member[i]), i == 0);
}

static void the_least_and_the_greatest_integer_are_read(void **state) {
    assert_int_equal(read_string(state, "9223372036854775807")->integer, INT64_MAX);
    assert_int_equal(read_string(state, "-9223372036854775808")->integer, INT64_MIN);
    refusal_of(state, "9223372036854775808", 19);
    refusal_of(state, "-9223372036854775809", 20);
    refusal_of(state, "1e999", 5);
}

static void a_real_keeps_the_digits_it_needs(void **state) {
    static const char *const rows[][2] = {
        { "0.1", "0.1" },
        { "1.50", "1.5" },
        { "120.123456789", "120.123456789" },
        { "1e3", "1000" },
        { "-2.5e-3", "-0.0025" },
        { "0.30000000000000004", "0.30000000000000004" },
        { "1e300", "1e+300" },
        { "0.0", "0" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct json *value = read_string(state, rows[i][0]);

        assert_int_equal(value->kind, JSON_REAL);
        assert_string_equal(value->string, rows[i][1]);
    }
}

static void escapes_are_read(void **state) {
    assert_string_equal(
        read_string(state, "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u529e\\ud842\\udfb7\"")->string,
        "\"\\/\b\f\n\r\t办𠮷");
}

static void what_is_not_one_json_value_is_refused(void **state) {
    static const char *const refused[] = {
        "",
        " ",
        "{",
        "[1,]",
        "[1 2]",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "{1:1}",
        "'a'",
        "01",
        "+1",
        ".5",
        "1.",
        "NaN",
        "Infinity",
        "True",
        "nul",
        "1 2",
        "{} x",
        "[1] ]",
        "\"open",
        "\"\\x\"",
        "\"\\u12\"",
        "\"line\nbreak\"",
        "// no\n1",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "\"\\u0000\"",
        "{\"\\u0000\":1}",
        "\"\\ud842\"",
        "\"\\udfb7\\ud842\"",
        "\"\xFF\"",
        "\"\xC0\x80\"",
        "\"\xED\xA0\x80\"",
        "\"\xE5\x8A\"",
        "\xEF\xBB\xBF{}",
    };

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        refusal_of(state, refused[i], strlen(refused[i]));
    refusal_of(state, NULL, 0);
    refusal_of(state, "1\0", 2);
    refusal_of(state, "[1\0]", 4);
    refusal_of(state, "\"a\0b\"", 5);
}

static void nothing_is_read_beyond_the_size(void **state) {
    struct json_error error;

    assert_int_equal(json_read(*state, "12", 1, &error)->integer, 1);
    refusal_of(state, "[1]", 2);
}

static void an_error_tells_its_place_and_quotes_nothing(void **state) {
    static const char secret[] = "{\n  \"name\": \"王芳\",\n  \"name\": \"王芳\" }";
    const struct json_error error = refusal_of(state, secret, strlen(secret));

    assert_int_equal(error.line, 3);
    assert_true(error.column > 1);
    assert_string_equal(error.text, "duplicate object key");
}

static char *nest(void **state, int levels) {
    struct text out = { .arena = *state };

    for (int level = 0; level < levels; level++)
        text_add(&out, level % 2 ? "{\"k\":" : "[");
    text_add_byte(&out, '1');
    for (int level = levels - 1; level >= 0; level--)
        text_add_byte(&out, level % 2 ? '}' : ']');
    return out.bytes;
}

static void sixty_four_levels_are_read_and_no_more(void **state) {
    const struct json *value = read_string(state, nest(state, JSON_DEPTH_MAX));
    int levels = 0;

    for (; value->count > 0; value = &value->member[0])
        levels++;
    assert_int_equal(levels, JSON_DEPTH_MAX);
    assert_int_equal(value->integer, 1);

    const char *deep = nest(state, JSON_DEPTH_MAX + 1);
    const struct json_error error = refusal_of(state, deep, strlen(deep));

    assert_string_equal(error.text, "nested too deeply");
    assert_int_equal(error.line, 1);
}

static void a_bracket_bomb_is_refused_with_its_place(void **state) {
    enum { SIZE = 1000000 };
    char *bomb = arena_alloc(*state, SIZE);

    memset(bomb, '[', SIZE);
    memcpy(bomb, "\n\n", 2);

    const struct json_error error = refusal_of(state, bomb, SIZE);

    assert_int_equal(error.line, 3);
    assert_int_equal(error.column, JSON_DEPTH_MAX + 1);
}

static void brackets_within_strings_do_not_nest(void **state) {
    struct text out = { .arena = *state };

    text_add(&out, "\"\\\"");
    for (int i = 0; i < 1000; i++)
        text_add(&out, "[{\\\"\\\\");
    text_add(&out, "\"");
    assert_int_equal(strlen(json_string(read_string(state, out.bytes))), 4001);
}

static void commas_stand_where_they_are_due(void **state) {
    struct text out = { .arena = *state };

    json_open(&out, NULL, '{');
    json_put_string(&out, "s", "t");
    json_put_integer(&out, "i", -5);
    json_put_bool(&out, "yes", true);
    json_put_bool(&out, "no", false);
    json_put_null(&out, "n");
    json_open(&out, "a", '[');
    json_open(&out, NULL, '[');
    json_close(&out, ']');
    json_open(&out, NULL, '{');
    json_close(&out, '}');
    json_put_string(&out, NULL, "");
    json_put_string(&out, NULL, "{");
    json_put_integer(&out, NULL, 1);
    json_put_null(&out, NULL);
    json_put_bool(&out, NULL, true);
    json_put_integer(&out, NULL, 2);
    json_close(&out, ']');
    json_put_integer(&out, "z", 0);
    json_close(&out, '}');
    assert_string_equal(text_string(&out),
                        "{\"s\":\"t\",\"i\":-5,\"yes\":true,\"no\":false,\"n\":null,"
                        "\"a\":[[],{},\"\",\"{\",1,null,true,2],\"z\":0}");
}

static void a_newline_begins_another_document(void **state) {
    struct text out = { .arena = *state };

    for (int i = 0; i < 2; i++) {
        json_open(&out, NULL, '[');
        json_put_integer(&out, NULL, i);
        json_close(&out, ']');
        text_add_byte(&out, '\n');
    }
    assert_string_equal(text_string(&out), "[0]\n[1]\n");
}

static void strings_are_escaped_so_that_they_may_stand_in_a_page(void **state) {
    struct text out = { .arena = *state };

    json_open(&out, NULL, '{');
    json_put_string(&out, "a\"<b", "</script>\\\"\n\r\t\b\x1F\x7F办𠮷");
    json_close(&out, '}');
    assert_string_equal(text_string(&out),
                        "{\"a\\\"\\u003cb\":\"\\u003c/script>\\\\\\\"\\n\\r\\t\\u0008"
                        "\\u001f\\u007f办𠮷\"}");
}

static void whatever_is_written_reads_back(void **state) {
    char all[128];
    struct text out = { .arena = *state };

    for (size_t i = 0; i < sizeof all - 1; i++)
        all[i] = (char)(i + 1);
    all[sizeof all - 1] = '\0';
    json_open(&out, NULL, '{');
    json_put_string(&out, all, all);
    json_put_integer(&out, "least", INT64_MIN);
    json_close(&out, '}');

    const struct json *value = read_string(state, text_string(&out));

    assert_string_equal(json_string(json_get(value, all)), all);
    assert_int_equal(json_integer(json_get(value, "least"), 0), INT64_MIN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_read),
        cmocka_unit_test(members_stay_in_their_order_with_their_keys),
        cmocka_unit_test(a_value_may_stand_alone),
        cmocka_unit_test(what_is_absent_reads_as_null),
        cmocka_unit_test(an_integer_is_also_read_from_a_string_of_digits),
        cmocka_unit_test(only_true_is_true),
        cmocka_unit_test(the_least_and_the_greatest_integer_are_read),
        cmocka_unit_test(a_real_keeps_the_digits_it_needs),
        cmocka_unit_test(escapes_are_read),
        cmocka_unit_test(what_is_not_one_json_value_is_refused),
        cmocka_unit_test(nothing_is_read_beyond_the_size),
        cmocka_unit_test(an_error_tells_its_place_and_quotes_nothing),
        cmocka_unit_test(sixty_four_levels_are_read_and_no_more),
        cmocka_unit_test(a_bracket_bomb_is_refused_with_its_place),
        cmocka_unit_test(brackets_within_strings_do_not_nest),
        cmocka_unit_test(commas_stand_where_they_are_due),
        cmocka_unit_test(a_newline_begins_another_document),
        cmocka_unit_test(strings_are_escaped_so_that_they_may_stand_in_a_page),
        cmocka_unit_test(whatever_is_written_reads_back),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
