#include "check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { TODAY = 20261123 };

static void well_formed_identity_numbers_are_accepted(void **state) {
    (void)state;
    assert_true(check_citizen_id("11010519491231002X", TODAY)); /* the standard's */
    assert_true(check_citizen_id("330109190001010016", TODAY)); /* a fake */
}

static void an_identity_number_needs_a_birthday_that_exists(void **state) {
    (void)state;
    assert_false(check_citizen_id("330109190002290021", TODAY)); /* 1900 did not leap */
    assert_false(check_citizen_id("330109189912310038", TODAY)); /* before 1900 */
    assert_false(check_citizen_id("440524188001010014", TODAY)); /* so is this one */
    assert_true(check_citizen_id("330109190001010016", 19000101));
    assert_true(check_citizen_id("11010519491231002X", 19491231));
    assert_false(check_citizen_id("11010519491231002X", 19491230));
}

static void an_identity_number_of_another_shape_is_refused(void **state) {
    static const char *const refused[] = {
        "",
        "X",
        "1101051949123100",
        "11010519491231002",
        "11010519491231002XX",
        " 11010519491231002X",
        "11010519491231002x",
        "1101051949123100X2",
        "11010519491231002１",
        "A1010519491231002X",
        "110105491231002",
    };

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_false(check_citizen_id(refused[i], TODAY));
}

/* The check digit of 030109 with the birthday and sequence of the fake is sought. */
static void an_area_does_not_begin_with_zero(void **state) {
    char id[] = "030109190001010010";

    (void)state;
    for (size_t i = 0; i < 11; i++) {
        id[17] = "0123456789X"[i];
        assert_false(check_citizen_id(id, TODAY));
    }
}

static void any_one_wrong_digit_of_an_identity_number_is_found(void **state) {
    static const char good[] = "330109190001010016";

    (void)state;
    for (size_t place = 0; place < sizeof good - 1; place++) {
        for (char digit = '0'; digit <= '9'; digit++) {
            char id[sizeof good];

            memcpy(id, good, sizeof good);
            id[place] = digit;
            assert_int_equal(check_citizen_id(id, TODAY), digit == good[place]);
        }
    }
}

static void credit_codes_that_were_issued_are_accepted(void **state) {
    static const char *const valid[] = {
        "91350100M000100Y43", /* the standard's example */
        "11330800MB0R57773W", "113306837320115228",
        "11511301008778183N", "115113010833722043",
        "11440300MB2C94128A", "11330109000000019G", /* the rest are made up */
        "91330109MA00000074", "52330109MJ000000XR",
    };

    (void)state;
    for (size_t i = 0; i < sizeof valid / sizeof *valid; i++)
        assert_true(check_credit_code(valid[i]));
}

static void credit_codes_with_a_wrong_check_digit_are_refused(void **state) {
    (void)state;
    assert_false(check_credit_code("91310115591693856W"));
    assert_false(check_credit_code("11330000002482373F"));
    assert_false(check_credit_code("11440300MB2C923879"));
}

static void credit_codes_of_another_shape_are_refused(void **state) {
    static const char *const refused[] = {
        "",
        "91350100M000100Y4",
        "91350100M000100Y433",
        "91350100m000100y43",
        "91350100M000100Y4I",
        "91350100MO00100Y43",
        "9135010AM000100Y43",
        "91350100M000100Y43 ",
        "９1350100M000100Y43",
    };

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_false(check_credit_code(refused[i]));
}

static void any_one_wrong_sign_of_a_credit_code_is_found(void **state) {
    static const char good[] = "91350100M000100Y43";
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    (void)state;
    for (size_t place = 0; place < sizeof good - 1; place++) {
        for (const char *sign = alphabet; *sign; sign++) {
            char code[sizeof good];

            memcpy(code, good, sizeof good);
            code[place] = *sign;
            assert_int_equal(check_credit_code(code), *sign == good[place]);
        }
    }
}

static void a_mobile_number_has_eleven_digits_from_13_to_19(void **state) {
    static const char *const refused[] = {
        "",
        "1",
        "1380000123",
        "138000012345",
        "12800001234",
        "11000001234",
        "03800001234",
        "23800001234",
        "1380000123a",
        " 13800001234",
        "138 0000 1234",
        "+8613800001234",
        "0571-82612345",
    };
    char phone[] = "1x800001234";

    (void)state;
    for (char second = '3'; second <= '9'; second++) {
        phone[1] = second;
        assert_true(check_mobile(phone));
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_false(check_mobile(refused[i]));
}

static void luhn_digits_are_those_of_the_known_examples(void **state) {
    (void)state;
    assert_int_equal(check_luhn_digit("7992739871"), '3');
    assert_int_equal(check_luhn_digit("1789372997"), '4');
    assert_int_equal(check_luhn_digit("411111111111111"), '1');
    assert_int_equal(check_luhn_digit("0"), '0');
    assert_int_equal(check_luhn_digit("1"), '8');
    assert_int_equal(check_luhn_digit("5"), '9');
    assert_true(check_luhn("79927398713"));
    assert_true(check_luhn("17893729974"));
    assert_true(check_luhn("4111111111111111"));
    assert_true(check_luhn("18"));
}

static void luhn_refuses_what_is_no_number_with_a_check_digit(void **state) {
    (void)state;
    assert_false(check_luhn(""));
    assert_false(check_luhn("0"));
    assert_false(check_luhn("79927398710"));
    assert_false(check_luhn("7992739871 3"));
    assert_false(check_luhn("79927398713\n"));
    assert_false(check_luhn("-18"));
}

static bool luhn_of(const char *first_digits, int swapped) {
    char number[20];

    snprintf(number, sizeof number, "%s%c", first_digits, check_luhn_digit(first_digits));
    if (swapped >= 0) {
        const char kept = number[swapped];

        number[swapped] = number[swapped + 1];
        number[swapped + 1] = kept;
    }
    return check_luhn(number);
}

static void luhn_finds_swapped_neighbours_but_09_for_90(void **state) {
    char digits[] = "330109?\?0612";

    (void)state;
    for (char left = '0'; left <= '9'; left++) {
        for (char right = '0'; right <= '9'; right++) {
            const bool is_blind = left == right || (left == '0' && right == '9') ||
                                  (left == '9' && right == '0');

            digits[6] = left;
            digits[7] = right;
            assert_true(luhn_of(digits, -1));
            assert_int_equal(luhn_of(digits, 6), is_blind);
        }
    }
}

static void luhn_finds_any_one_wrong_digit(void **state) {
    static const char good[] = "79927398713";

    (void)state;
    for (size_t place = 0; place < sizeof good - 1; place++) {
        for (char digit = '0'; digit <= '9'; digit++) {
            char number[sizeof good];

            memcpy(number, good, sizeof good);
            number[place] = digit;
            assert_int_equal(check_luhn(number), digit == good[place]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_identity_numbers_are_accepted),
        cmocka_unit_test(an_identity_number_needs_a_birthday_that_exists),
        cmocka_unit_test(an_identity_number_of_another_shape_is_refused),
        cmocka_unit_test(an_area_does_not_begin_with_zero),
        cmocka_unit_test(any_one_wrong_digit_of_an_identity_number_is_found),
        cmocka_unit_test(credit_codes_that_were_issued_are_accepted),
        cmocka_unit_test(credit_codes_with_a_wrong_check_digit_are_refused),
        cmocka_unit_test(credit_codes_of_another_shape_are_refused),
        cmocka_unit_test(any_one_wrong_sign_of_a_credit_code_is_found),
        cmocka_unit_test(a_mobile_number_has_eleven_digits_from_13_to_19),
        cmocka_unit_test(luhn_digits_are_those_of_the_known_examples),
        cmocka_unit_test(luhn_refuses_what_is_no_number_with_a_check_digit),
        cmocka_unit_test(luhn_finds_swapped_neighbours_but_09_for_90),
        cmocka_unit_test(luhn_finds_any_one_wrong_digit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
