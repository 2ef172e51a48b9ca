#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "drift_web.h"

static const char *drawn(struct arena *arena, struct drift_lines lines) {
    struct text out = { .arena = arena };

    for (size_t i = 0; i < lines.count; i++)
        text_addf(&out, "%s%s[%s]%s", i > 0 ? "|" : "", lines.line[i].before,
                  lines.line[i].marked, lines.line[i].behind);
    return text_string(&out);
}

static void expect(const char *ours, const char *theirs, const char *our_drawing,
                   const char *their_drawing) {
    struct arena *const arena = arena_new();
    struct drift_lines here, there;

    drift_compare_lines(arena, ours, theirs, &here, &there);
    assert_string_equal(drawn(arena, here), our_drawing);
    assert_string_equal(drawn(arena, there), their_drawing);
    arena_free(arena);
}

static void what_lines_do_not_share_is_marked(void **state) {
    (void)state;
    expect("年满六十", "年满七十", "年满[六]十", "年满[七]十");
    expect("甲\n乙", "甲\n乙丙", "甲[]|乙[]", "甲[]|乙[丙]");
    expect("甲\n乙", "乙", "[甲]|乙[]", "乙[]");
    expect("", "甲", "", "[甲]");
    expect("aa", "a", "a[a]", "a[]");
}

/* 乙 and 乚 begin with the same two bytes. */
static void a_character_is_never_cut(void **state) {
    (void)state;
    expect("乙", "乚", "[乙]", "[乚]");
    expect("一", "䀀", "[一]", "[䀀]");
}

static void lines_that_are_written_otherwise_are_not_marked(void **state) {
    (void)state;
    expect("甲，乙\n丙", "甲, 乙\n丁", "甲，乙[]|[丙]", "甲, 乙[]|[丁]");
}

static void an_excerpt_shows_the_place_that_differs(void **state) {
    struct arena *const arena = arena_new();
    struct drift_lines here, there;

    (void)state;
    drift_compare_lines(arena, "甲\n乙", "甲\n乙丙", &here, &there);
    assert_string_equal(drift_excerpt(arena, here).before, "乙");
    assert_string_equal(drift_excerpt(arena, there).marked, "丙");
    drift_compare_lines(arena, "", "甲", &here, &there);
    assert_string_equal(drift_excerpt(arena, here).before, "");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_lines_do_not_share_is_marked),
        cmocka_unit_test(a_character_is_never_cut),
        cmocka_unit_test(lines_that_are_written_otherwise_are_not_marked),
        cmocka_unit_test(an_excerpt_shows_the_place_that_differs),
    };

    return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
