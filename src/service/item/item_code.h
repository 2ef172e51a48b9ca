/*
 * item_code -- what the codes of items (事项编码) look like, by their scheme.
 *
 *     national   31 characters, or 33 for a 业务办理项:
 *
 *         11440300MB2C94128A  3      44        02     17281  000      01
 *         credit code         level  province  type   item   sub-item business item
 *         1 to 18             19     20, 21    22, 23 24-28  29-31    32, 33
 *                                    `------- 基本编码, 12 --------'
 *
 *     guangdong  the same, but bodies without a credit code have numbers of its own,
 *                and its types differ
 *     sichuan    BASE-511602000000-000-BODY-1-00
 *     zhejiang   权力基本码: 许可-00802-007, with -01 for a sub-item
 *     local      1 to 30 letters, digits, hyphens, underscores and dots
 */
#ifndef ITEM_CODE_H
#define ITEM_CODE_H

#include <stdbool.h>

struct arena;
struct item_version;

enum {
    ITEM_CODE_LOCAL_MAX = 30,
    ITEM_CODE_LEVEL_AT = 18,
    ITEM_CODE_BASE_AT = 19, /* of a national code: where 基本编码 begins … */
    ITEM_CODE_BASE_SIZE = 12,
    ITEM_CODE_SUB_AT = 28, /* … and the sub-item in it */
    ITEM_CODE_SUB_SIZE = 3,
};

/* What is wrong with a code; a set. */
enum item_code_fault {
    ITEM_CODE_ABSENT = 1 << 0,
    ITEM_CODE_SCHEME = 1 << 1,       /* nobody knows its scheme */
    ITEM_CODE_SHAPE = 1 << 2,        /* not of its scheme's shape; national: its length */
    ITEM_CODE_LEVEL = 1 << 3,        /* the 19th is none of 1 to 6 */
    ITEM_CODE_DIGITS = 1 << 4,       /* from the 19th on not all are digits */
    ITEM_CODE_TYPE = 1 << 5,         /* the 22nd and 23rd are not the item's type, or the
                                        word in front of a code of Zhejiang is not */
    ITEM_CODE_BODY = 1 << 6,         /* the first 18 are no credit code */
    ITEM_CODE_OTHER_LEVEL = 1 << 7,  /* the 19th is none of the item's levels */
    ITEM_CODE_BASE = 1 << 8,         /* base_code is not the code's 20th to 31st */
    ITEM_CODE_MAIN = 1 << 9,         /* main_code is not that of the item */
    ITEM_CODE_LONELY = 1 << 10,      /* a sub-item of which no main item is named */
    ITEM_CODE_BESIDE = 1 << 11,      /* local_code is of no scheme … */
    ITEM_CODE_BASE_BESIDE = 1 << 12, /* … or local_base_code */
};

/* The faults of a version's codes; 0 is none.  The arena is for copies that it takes. */
unsigned item_code_faults(struct arena *arena, const struct item_version *version);

/*
 * Whether a file with these codes would be taken: they have no fault but what is only
 * odd, a lonely sub-item and, in Guangdong, a body with a number of its own.
 */
bool item_code_may_stand(struct arena *arena, const struct item_version *version);

/* Whether the code is laid out nationally, so that its places mean something. */
bool item_code_is_national(const struct item_version *version);

/* The scheme that a code looks like: national, sichuan, zhejiang or local. */
const char *item_code_scheme(const char *code);

#endif
