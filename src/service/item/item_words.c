#include "item_words.h"

#include <string.h>

#include "arena.h"
#include "page.h"

#define WORDS(table)                                                                     \
    { table, sizeof table / sizeof *table }

static const struct item_word states[] = {
    { 1, "in_use", TEXT("在用") },
    { 2, "suspended", TEXT("暂停") },
    { 3, "cancelled", TEXT("取消") },
    { 4, "handed_down", TEXT("已下放") },
};

static const struct item_word levels[] = {
    { 1, "national", TEXT("国家级") },   { 2, "province", TEXT("省级") },
    { 3, "city", TEXT("市级") },         { 4, "county", TEXT("县级") },
    { 5, "town", TEXT("镇（街道）级") }, { 6, "village", TEXT("村（社区）级") },
};

static const struct item_word kinds[] = {
    { 1, "on_the_spot", TEXT("即办件") },
    { 2, "promised", TEXT("承诺件") },
};

static const struct item_word units[] = {
    { 1, "working_day", TEXT("个工作日") },
    { 2, "day", TEXT("天") },
    { 3, "hour", TEXT("小时") },
    { 4, "month", TEXT("个月") },
    { 5, "year", TEXT("年") },
};

/* In English one day is no "1 days". */
static const struct item_word single_units[] = {
    { 1, "working_day", TEXT("1 个工作日") },
    { 2, "day", TEXT("1 天") },
    { 3, "hour", TEXT("1 小时") },
    { 4, "month", TEXT("1 个月") },
    { 5, "year", TEXT("1 年") },
};

static const struct item_word answers[] = {
    { 0, "no", TEXT("否") },
    { 1, "yes", TEXT("是") },
};

static const struct item_word paper_kinds[] = {
    { 1, "original", TEXT("原件") },
    { 2, "copy", TEXT("复印件") },
    { 3, "both", TEXT("原件和复印件") },
};

static const struct item_word paper_forms[] = {
    { 1, "paper", TEXT("纸质") },
    { 2, "electronic", TEXT("电子") },
    { 3, "both", TEXT("纸质或电子") },
};

static const struct item_word paper_sources[] = {
    { 10, "applicant", TEXT("申请人自备") },
    { 20, "government", TEXT("政府部门核发") },
    { 99, "other", TEXT("其他") },
};

static const struct item_word necessities[] = {
    { 1, "required", TEXT("必要") },
    { 2, "optional", TEXT("非必要") },
    { 3, "deferrable", TEXT("容缺后补") },
};

static const struct item_word ways[] = {
    { 1, "online", TEXT("网办") },    { 2, "mobile", TEXT("掌办") },
    { 3, "window", TEXT("窗口办") },  { 4, "kiosk", TEXT("自助机办") },
    { 5, "agent", TEXT("村社代办") },
};

static const struct item_word targets[] = {
    { 1, "person", TEXT("自然人") },         { 2, "firm", TEXT("企业法人") },
    { 3, "institution", TEXT("事业法人") },  { 4, "society", TEXT("社会组织法人") },
    { 5, "other_firm", TEXT("非法人企业") }, { 6, "office", TEXT("行政机关") },
    { 9, "other", TEXT("其他组织") },
};

static const struct item_word subjects[] = {
    { 1, "P01", TEXT("生育收养") },   { 2, "P02", TEXT("户籍证件") },
    { 3, "P03", TEXT("教育文化") },   { 4, "P04", TEXT("就业创业") },
    { 5, "P05", TEXT("社会保障") },   { 6, "P06", TEXT("医疗卫生") },
    { 7, "P07", TEXT("养老助老") },   { 8, "P08", TEXT("民政救助") },
    { 9, "P09", TEXT("残疾人服务") }, { 10, "P10", TEXT("退役军人") },
    { 11, "P11", TEXT("住房建房") },  { 12, "P12", TEXT("三农服务") },
    { 13, "P13", TEXT("殡葬服务") },  { 14, "P14", TEXT("法律税费") },
    { 21, "F01", TEXT("准营准办") },  { 22, "F02", TEXT("安全生产") },
    { 23, "F03", TEXT("农业经营") },  { 24, "F04", TEXT("工程建设") },
    { 25, "F05", TEXT("税费用工") },  { 26, "F06", TEXT("社会事业") },
};

static const struct item_word result_kinds[] = {
    { 10, "certificate", TEXT("证照") },
    { 20, "document", TEXT("文书") },
    { 25, "approval", TEXT("批复") },
    { 30, "other", TEXT("其他") },
};

static const struct item_word directories[] = {
    { 1, "subject", TEXT("主题") },
    { 2, "department", TEXT("部门") },
    { 3, "way", TEXT("办理方式") },
    { 4, "target", TEXT("服务对象") },
};

const struct item_words item_states = WORDS(states);
const struct item_words item_levels = WORDS(levels);
const struct item_words item_kinds = WORDS(kinds);
const struct item_words item_units = WORDS(units);
const struct item_words item_answers = WORDS(answers);
const struct item_words item_paper_kinds = WORDS(paper_kinds);
const struct item_words item_paper_forms = WORDS(paper_forms);
const struct item_words item_paper_sources = WORDS(paper_sources);
const struct item_words item_necessities = WORDS(necessities);
const struct item_words item_ways = WORDS(ways);
const struct item_words item_targets = WORDS(targets);
const struct item_words item_subjects = WORDS(subjects);
const struct item_words item_result_kinds = WORDS(result_kinds);
const struct item_words item_directories = WORDS(directories);

const struct item_word *item_word_of(const struct item_words *words, int64_t value) {
    for (size_t i = 0; i < words->count; i++)
        if (words->word[i].value == value)
            return &words->word[i];
    return NULL;
}

const struct item_word *item_word_named(const struct item_words *words,
                                        const char *name) {
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->word[i].name, name) == 0)
            return &words->word[i];
    return NULL;
}

const struct item_word *item_word_said(const struct item_words *words,
                                       const char *chinese) {
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->word[i].chinese, chinese) == 0)
            return &words->word[i];
    return NULL;
}

const char *item_word_name(const struct item_words *words, int64_t value) {
    const struct item_word *const word = item_word_of(words, value);

    return word ? word->name : "";
}

const char *item_word_chinese(const struct item_words *words, int64_t value) {
    const struct item_word *const word = item_word_of(words, value);

    return word ? word->chinese : "";
}

const char *item_say_limit(struct arena *arena, enum language language, int64_t count,
                           int64_t unit) {
    const struct item_words singles = WORDS(single_units);

    if (count == 1 && item_word_of(&singles, unit))
        return page_say(language, item_word_chinese(&singles, unit));
    return arena_format(arena, "%lld %s", (long long)count,
                        page_say(language, item_word_chinese(&item_units, unit)));
}

const char *item_word_reads(const struct item_words *words, const char *name) {
    const struct item_word *const word = item_word_named(words, name);

    return word ? word->chinese : name;
}

/* ---- types, by scheme ---- */

struct type {
    const char *scheme; /* NULL: every scheme that has no row of its own for the code */
    const char *code;
    const char *chinese;
};

/* The first row that fits counts. */
static const struct type types[] = {
    { "guangdong", "10", "" },
    { "guangdong", "20", TEXT("其他行政权力") },
    { "guangdong", "21", TEXT("公共服务") },
    { NULL, "01", TEXT("行政许可") },
    { NULL, "02", TEXT("行政处罚") },
    { NULL, "03", TEXT("行政强制") },
    { NULL, "04", TEXT("行政征收") },
    { NULL, "05", TEXT("行政给付") },
    { NULL, "06", TEXT("行政检查") },
    { NULL, "07", TEXT("行政确认") },
    { NULL, "08", TEXT("行政奖励") },
    { NULL, "09", TEXT("行政裁决") },
    { NULL, "10", TEXT("其他行政权力") },
    { NULL, "20", TEXT("公共服务") },
};

const char *item_type_name(const char *scheme, const char *type_code) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].code, type_code) == 0 &&
            (!types[i].scheme || strcmp(types[i].scheme, scheme) == 0))
            return types[i].chinese;
    return "";
}
