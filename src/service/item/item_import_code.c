#include <string.h>

#include "arena.h"
#include "check.h"
#include "item_import_inside.h"

/*
 * The national 实施编码: 18 characters of the body's credit code, one of level, twelve
 * of 基本编码 (province 2, type 2, item 5, sub-item 3), and two more for a 业务办理项.
 */
enum {
    CREDIT_SIZE = 18,
    LEVEL_AT = 18,
    TYPE_AT = 21,
    TYPE_SIZE = 2,
    NATIONAL_SIZE = 31,
    NATIONAL_BUSINESS_SIZE = 33,
    LOCAL_MAX = 30,
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

/* ---- Sichuan: BASE-511602000000-000-BODY-1-00 ---- */

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

    if (size == 0 || size > LOCAL_MAX)
        return false;
    for (const char *at = code; *at; at++)
        if (!is_digit(*at) && !is_capital(*at) && !(*at >= 'a' && *at <= 'z') &&
            *at != '-' && *at != '_' && *at != '.')
            return false;
    return true;
}

const char *import_scheme(const char *code) {
    if (is_sichuan(code))
        return "sichuan";
    return strlen(code) > LOCAL_MAX ? "national" : "local";
}

/* ---- reports ---- */

static void check_national(struct import_reader *reader,
                           const struct item_version *version, const char *key) {
    const char *const code = version->code;
    const size_t size = strlen(code);

    if (size != NATIONAL_SIZE && size != NATIONAL_BUSINESS_SIZE) {
        import_reject(reader, key, "事项编码 %s 应当是 31 位或 33 位，现在是 %zu 位",
                      code, size);
        return;
    }
    if (code[LEVEL_AT] < '1' || code[LEVEL_AT] > '6')
        import_reject(reader, key, "事项编码 %s 第 19 位（行使层级）应当是 1 到 6", code);
    if (!are_digits(code + LEVEL_AT, size - LEVEL_AT))
        import_reject(reader, key, "事项编码 %s 第 19 位以后应当都是数字", code);
    else if (*version->type_code &&
             strncmp(code + TYPE_AT, version->type_code, TYPE_SIZE) != 0)
        import_reject(reader, key, "事项编码 %s 第 22、23 位与事项类型 %s 不一致", code,
                      version->type_code);

    const char *const body = arena_copy_bytes(reader->line_arena, code, CREDIT_SIZE);
    if (check_credit_code(body))
        return;
    /* Guangdong publishes bodies without a credit code under numbers of its own. */
    if (strcmp(version->code_scheme, "guangdong") == 0)
        import_remark(reader, key, "事项编码 %s 前 18 位不是有效的统一社会信用代码",
                      code);
    else
        import_reject(reader, key, "事项编码 %s 前 18 位不是有效的统一社会信用代码",
                      code);
}

static void check_sichuan(struct import_reader *reader,
                          const struct item_version *version, const char *key) {
    if (!is_sichuan(version->code))
        import_reject(
            reader, key,
            "事项编码 %s 不合四川的格式：基本编码-12位区划-3位-机构代码-1位-2位",
            version->code);
}

static void check_local(struct import_reader *reader, const struct item_version *version,
                        const char *key) {
    if (!is_local(version->code))
        import_reject(reader, key,
                      "事项编码 %s 应当是 1 到 %d 个字母、数字、横线、下划线或点",
                      version->code, LOCAL_MAX);
}

void import_check_code(struct import_reader *reader, const struct item_version *version,
                       const char *key) {
    static const struct {
        const char *scheme;
        void (*check)(struct import_reader *reader, const struct item_version *version,
                      const char *key);
    } schemes[] = {
        { "national", check_national },
        { "guangdong", check_national },
        { "sichuan", check_sichuan },
        { "local", check_local },
    };

    if (!*version->code) {
        import_reject(reader, key, "缺少事项编码");
        return;
    }
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strcmp(schemes[i].scheme, version->code_scheme) == 0) {
            schemes[i].check(reader, version, key);
            return;
        }
    import_reject(reader, "code_scheme", "没有“%.60s”这种编码规则", version->code_scheme);
}
