#include "item_code.h"

#include <string.h>

#include "arena.h"
#include "check.h"
#include "item.h"

enum {
    CREDIT_SIZE = 18,
    LEVEL_AT = 18,
    TYPE_AT = 21,
    TYPE_SIZE = 2,
    NATIONAL_SIZE = 31,
    NATIONAL_BUSINESS_SIZE = 33,
};

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_capital(char byte) {
    return byte >= 'A' && byte <= 'Z';
}

static bool are_digits(const char *at, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!is_digit(at[i]))
            return false;
    return true;
}

/* ---- Sichuan ---- */

enum {
    AREA_SIZE = 12,
    PART_SIZE = 3,
    BODY_MIN = 6,
    BODY_MAX = 20,
    BASE_MIN = 8,
    BASE_MAX = 16,
};

/* Both old and new kinds of body are seen: 68236467-9, 11511301008778386B; a small
 * letter too, which people mistyped and the province published. */
static bool is_body(const char *at, size_t size) {
    if (size < BODY_MIN || size > BODY_MAX)
        return false;
    for (size_t i = 0; i < size; i++)
        if (!is_digit(at[i]) && !is_capital(at[i]) && at[i] != '-' &&
            !(at[i] >= 'a' && at[i] <= 'z'))
            return false;
    return true;
}

static bool is_base(const char *at, size_t size) {
    if (size < BASE_MIN || size > BASE_MAX)
        return false;
    for (size_t i = 0; i < size; i++)
        if (!is_digit(at[i]) && !is_capital(at[i]) && at[i] != '-')
            return false;
    return true;
}

/* Where "-AREA-PART-" begins, or NULL. */
static const char *find_area(const char *code) {
    const size_t size = 1 + AREA_SIZE + 1 + PART_SIZE + 1;

    for (const char *at = strchr(code, '-'); at; at = strchr(at + 1, '-'))
        if (strlen(at) > size && are_digits(at + 1, AREA_SIZE) &&
            at[1 + AREA_SIZE] == '-' && are_digits(at + AREA_SIZE + 2, PART_SIZE) &&
            at[size - 1] == '-')
            return at;
    return NULL;
}

static bool is_sichuan(const char *code) {
    static const size_t tail = sizeof "-1-00" - 1;
    const char *const area = find_area(code);

    if (!area || !is_base(code, (size_t)(area - code)))
        return false;

    const char *const body = area + 1 + AREA_SIZE + 1 + PART_SIZE + 1;
    const size_t size = strlen(body);
    if (size <= tail)
        return false;

    const char *const end = body + size - tail;
    return is_body(body, size - tail) && end[0] == '-' && is_digit(end[1]) &&
           end[2] == '-' && are_digits(end + 3, 2);
}

/* ---- our own ---- */

static bool is_local(const char *code) {
    const size_t size = strlen(code);

    if (size == 0 || size > ITEM_CODE_LOCAL_MAX)
        return false;
    for (const char *at = code; *at; at++)
        if (!is_digit(*at) && !is_capital(*at) && !(*at >= 'a' && *at <= 'z') &&
            *at != '-' && *at != '_' && *at != '.')
            return false;
    return true;
}

const char *item_code_scheme(const char *code) {
    if (is_sichuan(code))
        return "sichuan";
    return strlen(code) > ITEM_CODE_LOCAL_MAX ? "national" : "local";
}

/* ---- faults ---- */

static unsigned national_faults(struct arena *arena, const struct item_version *version) {
    const char *const code = version->code;
    const size_t size = strlen(code);
    unsigned faults = 0;

    if (size != NATIONAL_SIZE && size != NATIONAL_BUSINESS_SIZE)
        return ITEM_CODE_SHAPE;
    if (code[LEVEL_AT] < '1' || code[LEVEL_AT] > '6')
        faults |= ITEM_CODE_LEVEL;
    if (!are_digits(code + LEVEL_AT, size - LEVEL_AT))
        faults |= ITEM_CODE_DIGITS;
    else if (*version->type_code &&
             strncmp(code + TYPE_AT, version->type_code, TYPE_SIZE) != 0)
        faults |= ITEM_CODE_TYPE;
    if (!check_credit_code(arena_copy_bytes(arena, code, CREDIT_SIZE)))
        faults |= ITEM_CODE_BODY;
    return faults;
}

static unsigned sichuan_faults(struct arena *arena, const struct item_version *version) {
    (void)arena;
    return is_sichuan(version->code) ? 0 : ITEM_CODE_SHAPE;
}

static unsigned local_faults(struct arena *arena, const struct item_version *version) {
    (void)arena;
    return is_local(version->code) ? 0 : ITEM_CODE_SHAPE;
}

struct scheme {
    const char *name;
    unsigned (*faults)(struct arena *arena, const struct item_version *version);
};

static const struct scheme schemes[] = {
    { "national", national_faults },
    { "guangdong", national_faults },
    { "sichuan", sichuan_faults },
    { "local", local_faults },
};

static const struct scheme *scheme_of(const struct item_version *version) {
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strcmp(schemes[i].name, version->code_scheme) == 0)
            return &schemes[i];
    return NULL;
}

unsigned item_code_faults(struct arena *arena, const struct item_version *version) {
    const struct scheme *const scheme = scheme_of(version);

    if (!*version->code)
        return ITEM_CODE_ABSENT;
    return scheme ? scheme->faults(arena, version) : ITEM_CODE_SCHEME;
}

bool item_code_is_national(const struct item_version *version) {
    const struct scheme *const scheme = scheme_of(version);

    return scheme && scheme->faults == national_faults;
}
