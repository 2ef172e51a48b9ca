/* Names of the site and the towns that they stand for. */
#include "host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"

enum { GUALI = 330109113, YAQIAN = 330109108 };

static int open_arena(void **state) {
    *state = arena_new();
    return 0;
}

static int close_arena(void **state) {
    arena_free(*state);
    return 0;
}

static const char *read_text(struct arena *arena, const char *text,
                             struct host_book *book) {
    FILE *file = fmemopen((void *)(size_t)text, strlen(text), "r");
    const char *why;

    assert_non_null(file);
    why = host_read(arena, file, book);
    fclose(file);
    return why;
}

static void a_name_chooses_its_town_and_any_other_the_first(void **state) {
    struct host_book *book = host_book_new(*state, GUALI);

    assert_null(read_text(*state,
                          "# the county\n\nYaqian.xs.gov.cn\t330109108 # 衙前\n"
                          "  guali.xs.gov.cn 330109113",
                          book));
    assert_int_equal(book->town_count, 2);
    assert_int_equal(host_town(book, "yaqian.xs.gov.cn"), YAQIAN);
    assert_int_equal(host_town(book, "YAQIAN.xs.gov.cn:8080"), YAQIAN);
    assert_int_equal(host_town(book, "yaqian.xs.gov.cn."), YAQIAN);
    assert_int_equal(host_town(book, "guali.xs.gov.cn"), GUALI);
    assert_int_equal(host_town(book, "xs.gov.cn"), GUALI);
    assert_int_equal(host_town(book, "a.yaqian.xs.gov.cn"), GUALI);
    assert_int_equal(host_town(book, "[::1]:8080"), GUALI);
    assert_int_equal(host_town(book, ""), GUALI);
    assert_int_equal(host_town(book, NULL), GUALI);
}

static void what_is_wrong_is_named_with_its_line(void **state) {
    static const struct {
        const char *text, *why;
    } bad[] = {
        { "a.cn\n", "line 1: write NAME CODE" },
        { "a.cn 330109113 x\n", "line 1: write NAME CODE" },
        { "\na.cn 3301\n", "line 2: the town is" },
        { "a.cn -30109113\n", "line 1: the town is" },
        { "a_b.cn 330109113\n", "line 1: the name may" },
        { "a.cn:80 330109113\n", "line 1: the name may" },
        { "a.cn. 330109113\n", "line 1: the name may" },
        { "a.cn 330109113\nA.CN 330109108\n", "line 2: the name stands" },
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *why = read_text(*state, bad[i].text, host_book_new(*state, GUALI));

        assert_non_null(why);
        assert_memory_equal(why, bad[i].why, strlen(bad[i].why));
    }
}

static void a_line_without_end_is_refused(void **state) {
    char text[2000];

    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_string_equal(read_text(*state, text, host_book_new(*state, GUALI)),
                        "line 1: the line is too long");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_name_chooses_its_town_and_any_other_the_first,
                                        open_arena, close_arena),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_named_with_its_line, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(a_line_without_end_is_refused, open_arena,
                                        close_arena),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
