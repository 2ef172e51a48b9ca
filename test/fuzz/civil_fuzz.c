/* Days as they are typed, and numbers that prove themselves. */
#include "fuzz.h"

#include "check.h"
#include "civil.h"

enum { TODAY = 20261123 };

static void check_day(const char *string) {
    const int day = civil_read_day(string);
    char written[11];

    if (!day)
        return;
    assert(civil_day_exists(day));
    civil_write_day(written, day);
    assert(strcmp(written, string) == 0);
    assert(civil_day_of_serial(civil_serial(day)) == day);
}

static void check_numbers(const char *string) {
    const size_t size = strlen(string);

    if (check_luhn(string)) {
        char *digits = fuzz_string((const uint8_t *)string, size - 1);

        assert(check_luhn_digit(digits) == string[size - 1]);
        free(digits);
    }
    assert(!check_citizen_id(string, TODAY) || size == 18);
    assert(!check_credit_code(string) || size == 18);
    assert(!check_mobile(string) || size == 11);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char *string = fuzz_string(bytes, size);

    check_day(string);
    check_numbers(string);
    free(string);
    return 0;
}
