#include "check.h"

#include <assert.h>
#include <string.h>

#include "civil.h"

enum {
    CITIZEN_ID_LENGTH = 18,
    CREDIT_CODE_LENGTH = 18,
    MOBILE_LENGTH = 11,
    AREA_LENGTH = 6,
    BIRTHDAY_LENGTH = 8,
};

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

/* How many decimal digits string begins with. */
static size_t leading_digits(const char *string) {
    return strspn(string, "0123456789");
}

static int read_birthday(const char *id) {
    int day = 0;

    for (int i = 0; i < BIRTHDAY_LENGTH; i++)
        day = day * 10 + (id[AREA_LENGTH + i] - '0');
    return day;
}

static char citizen_id_check_digit(const char *id) {
    static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    int sum = 0;

    for (int i = 0; i < CITIZEN_ID_LENGTH - 1; i++)
        sum += (id[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

bool check_citizen_id(const char *id, int today) {
    assert(civil_day_exists(today));
    if (strlen(id) != CITIZEN_ID_LENGTH || leading_digits(id) < CITIZEN_ID_LENGTH - 1)
        return false;

    const int birthday = read_birthday(id);

    return id[0] != '0' && civil_day_exists(birthday) && birthday <= today &&
           id[CITIZEN_ID_LENGTH - 1] == citizen_id_check_digit(id);
}

static bool is_credit_code_shape(const char *code, const char *alphabet) {
    if (strspn(code, alphabet) != CREDIT_CODE_LENGTH || code[CREDIT_CODE_LENGTH])
        return false;
    return leading_digits(code + 2) >= AREA_LENGTH;
}

bool check_credit_code(const char *code) {
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const int base = sizeof alphabet - 1;
    int sum = 0;
    int weight = 1;

    if (!is_credit_code_shape(code, alphabet))
        return false;
    for (int i = 0; i < CREDIT_CODE_LENGTH - 1; i++) {
        sum += (int)(strchr(alphabet, code[i]) - alphabet) * weight;
        weight = weight * 3 % base;
    }
    return code[CREDIT_CODE_LENGTH - 1] == alphabet[(base - sum % base) % base];
}

bool check_mobile(const char *phone) {
    return strlen(phone) == MOBILE_LENGTH && leading_digits(phone) == MOBILE_LENGTH &&
           phone[0] == '1' && phone[1] >= '3';
}

/* The check digit of the first length digits: from the right, every other doubled. */
static char luhn_digit(const char *digits, size_t length) {
    int sum = 0;

    for (size_t i = 0; i < length; i++) {
        assert(is_digit(digits[i]));

        const int digit = digits[i] - '0';
        const bool is_doubled = (length - i) % 2 == 1;
        const int doubled = digit < 5 ? 2 * digit : 2 * digit - 9;

        sum = (sum + (is_doubled ? doubled : digit)) % 10;
    }
    return (char)('0' + (10 - sum) % 10);
}

char check_luhn_digit(const char *digits) {
    assert(*digits);
    return luhn_digit(digits, strlen(digits));
}

bool check_luhn(const char *digits) {
    const size_t length = strlen(digits);

    return length >= 2 && leading_digits(digits) == length &&
           digits[length - 1] == luhn_digit(digits, length - 1);
}
