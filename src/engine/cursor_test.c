/* Cursors as they come back: the ones we wrote, and those that nobody did. */
#include "cursor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"

static void what_was_written_is_read(void **state) {
    const int64_t cursors[][2] = { { 0, 1 },
                                   { 1795402800000, 8126346241 },
                                   { INT64_MAX, INT64_MAX } };
    struct arena *arena = arena_new();
    int64_t keys[2];

    (void)state;
    for (size_t i = 0; i < sizeof cursors / sizeof *cursors; i++) {
        assert_null(cursor_read(cursor_write(arena, cursors[i], 2), keys, 2, 0));
        assert_memory_equal(keys, cursors[i], sizeof keys);
    }
    assert_string_equal(cursor_write(arena, cursors[1], 2), "1795402800000.8126346241");
    arena_free(arena);
}

static void nothing_is_the_start(void **state) {
    int64_t keys[2] = { 7, 7 };

    (void)state;
    assert_null(cursor_read("", keys, 2, INT64_MAX));
    assert_true(keys[0] == INT64_MAX && keys[1] == INT64_MAX);
}

static void what_nobody_wrote_is_refused(void **state) {
    static const char *const bad[] = {
        "abc",
        "-1.2",
        "1",
        "1.",
        ".2",
        "1.2.3",
        "1.2 ",
        " 1.2",
        "1..2",
        "+1.2",
        "01.2",
        "1.9223372036854775808",
        "1.99999999999999999999",
        "1,2",
        "1.2\xe3\x80\x82",
    };
    int64_t keys[2];

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_ptr_equal(cursor_read(bad[i], keys, 2, 0), &cursor_bad);
    assert_null(cursor_read("12", keys, 1, 0));
    assert_ptr_equal(cursor_read("1.2", keys, 1, 0), &cursor_bad);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read),
        cmocka_unit_test(nothing_is_the_start),
        cmocka_unit_test(what_nobody_wrote_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
