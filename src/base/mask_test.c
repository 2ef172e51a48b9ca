#include "mask.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

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

static void an_identity_number_shows_its_first_six_and_last_four(void **state) {
    assert_string_equal(mask_citizen_id(*state, "330109190001010016"),
                        "330109********0016");
    assert_string_equal(mask_citizen_id(*state, "11010519491231002X"),
                        "110105********002X");
}

static void any_other_identity_shows_nothing(void **state) {
    assert_string_equal(mask_citizen_id(*state, ""), "");
    assert_string_equal(mask_citizen_id(*state, "E12345678"), "*********");
    assert_string_equal(mask_citizen_id(*state, "33010919000101001"),
                        "*****************");
    assert_string_equal(mask_citizen_id(*state, "3301091900010100XX"),
                        "******************");
    assert_string_equal(mask_citizen_id(*state, "护照号码未知"), "******");
}

static void a_phone_shows_its_first_three_and_last_four(void **state) {
    assert_string_equal(mask_phone(*state, "13800001234"), "138****1234");
}

static void any_other_phone_shows_nothing(void **state) {
    assert_string_equal(mask_phone(*state, ""), "");
    assert_string_equal(mask_phone(*state, "12345"), "*****");
    assert_string_equal(mask_phone(*state, "057-8261234"), "***********");
    assert_string_equal(mask_phone(*state, "家里"), "**");
}

static void a_name_shows_its_first_character_and_two_stars_at_most(void **state) {
    assert_string_equal(mask_name(*state, ""), "");
    assert_string_equal(mask_name(*state, "王"), "王");
    assert_string_equal(mask_name(*state, "王芳"), "王*");
    assert_string_equal(mask_name(*state, "欧阳娜"), "欧**");
    assert_string_equal(mask_name(*state, "阿卜杜拉·买买提"), "阿**");
    assert_string_equal(mask_name(*state, "𠮷田"), "𠮷*");
    assert_string_equal(mask_name(*state, "Li"), "L*");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_identity_number_shows_its_first_six_and_last_four),
        cmocka_unit_test(any_other_identity_shows_nothing),
        cmocka_unit_test(a_phone_shows_its_first_three_and_last_four),
        cmocka_unit_test(any_other_phone_shows_nothing),
        cmocka_unit_test(a_name_shows_its_first_character_and_two_stars_at_most),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
