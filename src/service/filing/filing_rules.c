#include "filing_rules.h"

#include <string.h>

#include "config.h"
#include "filing.h"
#include "house.h"

#define DAYS(count_)                                                                     \
    { count_, CALENDAR_WORKING_DAYS }

static const struct filing_rules national = {
    .name = "national",
    .tell_online = DAYS(5), /* 行政许可法 art. 32(4) */
    .tell_at_window = DAYS(5),
    .supply = DAYS(15),
    .follow = DAYS(15),
    .check = DAYS(60),
    .rectify = DAYS(15),
    .extension_max = 10, /* art. 42 */
    .late = "不予受理",
    .late_in_full = "逾期未补正，或者补正后仍不符合要求的，将作出不予受理的书面决定。",
};

/* 浙江省保障"最多跑一次"改革规定 */
static const struct filing_rules zhejiang = {
    .name = "zhejiang",
    .facts = FILING_BY_ZHEJIANG, /* late papers: the application lapses, art. 11 */
    .tell_online = DAYS(5),
    .tell_at_window = DAYS(0), /* on the spot, art. 11 */
    .supply = DAYS(15),
    .follow = DAYS(15),
    .check = DAYS(60), /* art. 14 */
    .rectify = DAYS(15),
    .extension_max = 10,
    .late = "视为撤回申请",
};

enum { ZHEJIANG_PROVINCE = 33, BELOW_PROVINCE = 10000000 }; /* of a town's 9 digits */

const struct filing_rules *filing_rules_now(const struct work *work) {
    const char *const name = work->house->config->text[CONFIG_RULES];

    if (strcmp(name, national.name) == 0)
        return &national;
    if (strcmp(name, zhejiang.name) == 0)
        return &zhejiang;
    return work->town / BELOW_PROVINCE == ZHEJIANG_PROVINCE ? &zhejiang : &national;
}

const struct filing_rules *filing_rules_of(unsigned facts) {
    return facts & FILING_BY_ZHEJIANG ? &zhejiang : &national;
}
