#include "item_code.h"

#include <string.h>

#include "arena.h"
#include "check.h"
#include "item.h"
#include "item_words.h"

enum {
    CREDIT_SIZE = 18,
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

/* ---- Zhejiang: 许可-00802-007-01 ---- */

enum { ITEM_DIGITS = 5, SUB_DIGITS = 3, PART_DIGITS = 2 };

/* What the word in front means; NULL: it goes across the types. */
static const struct {
    const char *word;
    const char *type_code;
} zhejiang_types[] = {
    { "许可", "01" },     { "处罚", "02" }, { "强制", "03" },     { "征收", "04" },
    { "给付", "05" },     { "检查", "06" }, { "确认", "07" },     { "奖励", "08" },
    { "裁决", "09" },     { "其他", "10" }, { "公共服务", "20" }, { "审核转报", NULL },
    { "联办事项", NULL },
};
enum { ZHEJIANG_TYPES = sizeof zhejiang_types / sizeof *zhejiang_types };

/* The row of the word in front; ZHEJIANG_TYPES: none. */
static size_t zhejiang_type(const char *code) {
    const size_t size = strcspn(code, "-");

    for (size_t i = 0; i < ZHEJIANG_TYPES; i++)
        if (strlen(zhejiang_types[i].word) == size &&
            memcmp(zhejiang_types[i].word, code, size) == 0)
            return i;
    return ZHEJIANG_TYPES;
}

/* Behind "-" and so many digits, or NULL. */
static const char *behind_digits(const char *at, size_t count) {
    if (!at || *at != '-' || strlen(at) <= count || !are_digits(at + 1, count))
        return NULL;
    return at + 1 + count;
}

static bool is_zhejiang(const char *code) {
    if (zhejiang_type(code) == ZHEJIANG_TYPES)
        return false;

    const char *at = behind_digits(code + strcspn(code, "-"), ITEM_DIGITS);
    at = behind_digits(at, SUB_DIGITS);
    if (at && *at)
        at = behind_digits(at, PART_DIGITS);
    return at && !*at;
}

const char *item_code_scheme(const char *code) {
    if (is_sichuan(code))
        return "sichuan";
    if ((unsigned char)*code >= 0x80)
        return "zhejiang";
    return strlen(code) > ITEM_CODE_LOCAL_MAX ? "national" : "local";
}

/* ---- faults ---- */

static bool has_level(const struct item_version *version, int64_t level) {
    const char *const name = word_name(&item_levels, level);

    for (size_t i = 0; i < version->levels.count; i++)
        if (strcmp(version->levels.word[i], name) == 0)
            return true;
    return version->level == level || (version->level == 0 && version->levels.count == 0);
}

static unsigned level_faults(const struct item_version *version) {
    const int64_t level = version->code[ITEM_CODE_LEVEL_AT] - '0';

    if (level < 1 || level > 6)
        return ITEM_CODE_LEVEL;
    return has_level(version, level) ? 0 : ITEM_CODE_OTHER_LEVEL;
}

/* Whether it is laid out as a base code, and begins like that of the item. */
static bool is_base_of(const struct item_version *version, const char *base,
                       size_t size) {
    return strlen(base) == ITEM_CODE_BASE_SIZE && are_digits(base, ITEM_CODE_BASE_SIZE) &&
           strncmp(version->code + ITEM_CODE_BASE_AT, base, size) == 0;
}

/* The codes and names above the business item. */
static unsigned base_faults(const struct item_version *version) {
    static const size_t main_size = ITEM_CODE_BASE_SIZE - ITEM_CODE_SUB_SIZE;
    const bool is_sub =
        strncmp(version->code + ITEM_CODE_SUB_AT, "000", ITEM_CODE_SUB_SIZE) != 0;
    unsigned faults = 0;

    if (*version->base_code &&
        !is_base_of(version, version->base_code, ITEM_CODE_BASE_SIZE))
        faults |= ITEM_CODE_BASE;
    if (*version->main_code && !is_base_of(version, version->main_code, main_size))
        faults |= ITEM_CODE_MAIN;
    if (is_sub && !*version->main_name && !*version->main_code)
        faults |= ITEM_CODE_LONELY;
    return faults;
}

static unsigned national_faults(struct arena *arena, const struct item_version *version) {
    const char *const code = version->code;
    const size_t size = strlen(code);
    unsigned faults = 0;

    if (size != NATIONAL_SIZE && size != NATIONAL_BUSINESS_SIZE)
        return ITEM_CODE_SHAPE;
    if (!check_credit_code(arena_copy_bytes(arena, code, CREDIT_SIZE)))
        faults |= ITEM_CODE_BODY;
    if (!are_digits(code + ITEM_CODE_LEVEL_AT, size - ITEM_CODE_LEVEL_AT))
        return faults | ITEM_CODE_DIGITS;
    if (*version->type_code &&
        strncmp(code + TYPE_AT, version->type_code, TYPE_SIZE) != 0)
        faults |= ITEM_CODE_TYPE;
    return faults | level_faults(version) | base_faults(version);
}

static unsigned sichuan_faults(struct arena *arena, const struct item_version *version) {
    (void)arena;
    return is_sichuan(version->code) ? 0 : ITEM_CODE_SHAPE;
}

static unsigned zhejiang_faults(struct arena *arena, const struct item_version *version) {
    const size_t row = zhejiang_type(version->code);

    (void)arena;
    if (!is_zhejiang(version->code))
        return ITEM_CODE_SHAPE;

    const char *const type = zhejiang_types[row].type_code;
    return !type || !*version->type_code || strcmp(type, version->type_code) == 0
               ? 0
               : ITEM_CODE_TYPE;
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
    { "national", national_faults }, { "guangdong", national_faults },
    { "sichuan", sichuan_faults },   { "zhejiang", zhejiang_faults },
    { "local", local_faults },
};

static const struct scheme *scheme_of(const struct item_version *version) {
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strcmp(schemes[i].name, version->code_scheme) == 0)
            return &schemes[i];
    return NULL;
}

/* The province's own codes follow whatever scheme they look like. */
static bool is_of_a_scheme(const char *code) {
    const char *const scheme = item_code_scheme(code);

    if (strcmp(scheme, "zhejiang") == 0)
        return is_zhejiang(code);
    return !*code || strcmp(scheme, "local") != 0 || is_local(code);
}

unsigned item_code_faults(struct arena *arena, const struct item_version *version) {
    const struct scheme *const scheme = scheme_of(version);
    unsigned faults = 0;

    if (!is_of_a_scheme(version->local_code))
        faults |= ITEM_CODE_BESIDE;
    if (!is_of_a_scheme(version->local_base_code))
        faults |= ITEM_CODE_BASE_BESIDE;
    if (!*version->code)
        return faults | ITEM_CODE_ABSENT;
    return faults | (scheme ? scheme->faults(arena, version) : ITEM_CODE_SCHEME);
}

bool item_code_may_stand(struct arena *arena, const struct item_version *version) {
    const bool guangdong = strcmp(version->code_scheme, "guangdong") == 0;
    const unsigned odd = ITEM_CODE_LONELY | (guangdong ? ITEM_CODE_BODY : 0u);

    return (item_code_faults(arena, version) & ~odd) == 0;
}

bool item_code_is_national(const struct item_version *version) {
    const struct scheme *const scheme = scheme_of(version);

    return scheme && scheme->faults == national_faults;
}
