#include "item_words.h"

#include <string.h>

#include "arena.h"
#include "page.h"

#define WORDS(table)                                                                     \
    { table, sizeof table / sizeof *table }

static const struct word states[] = {
    { 1, "in_use", TEXT("在用") },
    { 2, "suspended", TEXT("暂停") },
    { 3, "cancelled", TEXT("取消") },
    { 4, "handed_down", TEXT("已下放") },
};

/* By enum item_place_state. */
static const struct word place_states[] = {
    { 1, "here", TEXT("可办") },
    { 2, "suspended", TEXT("暂停") },
    { 3, "left", TEXT("不在这里办") },
    { 4, "handed_down", TEXT("已下放") },
};

/* Whose rules a code follows; see item_code.h. */
static const struct word schemes[] = {
    { 1, "national", TEXT("国家编码") }, { 2, "guangdong", TEXT("广东编码") },
    { 3, "sichuan", TEXT("四川编码") },  { 4, "zhejiang", TEXT("浙江编码") },
    { 9, "local", TEXT("本地编码") },
};

static const struct word levels[] = {
    { 1, "national", TEXT("国家级") },   { 2, "province", TEXT("省级") },
    { 3, "city", TEXT("市级") },         { 4, "county", TEXT("县级") },
    { 5, "town", TEXT("镇（街道）级") }, { 6, "village", TEXT("村（社区）级") },
};

static const struct word body_kinds[] = {
    { 1, "statutory", TEXT("法定机关") },
    { 2, "authorised", TEXT("授权组织") },
    { 3, "entrusted", TEXT("受委托组织") },
};

static const struct word power_sources[] = {
    { 1, "statutory", TEXT("法定本级行使") },
    { 2, "handed_down", TEXT("上级下放") },
    { 3, "authorised_above", TEXT("上级授权") },
    { 4, "authorised_beside", TEXT("同级授权") },
    { 5, "entrusted_above", TEXT("上级委托") },
    { 6, "entrusted_beside", TEXT("同级委托") },
};

static const struct word kinds[] = {
    { 1, "on_the_spot", TEXT("即办件") },
    { 2, "promised", TEXT("承诺件") },
};

static const struct word reviews[] = {
    { 1, "at_once", TEXT("即审即办") },
    { 2, "staged", TEXT("前审后批") },
};

static const struct word units[] = {
    { 1, "working_day", TEXT("个工作日") },
    { 2, "day", TEXT("天") },
    { 3, "hour", TEXT("小时") },
    { 4, "month", TEXT("个月") },
    { 5, "year", TEXT("年") },
};

/* In English one day is no "1 days". */
static const struct word single_units[] = {
    { 1, "working_day", TEXT("1 个工作日") },
    { 2, "day", TEXT("1 天") },
    { 3, "hour", TEXT("1 小时") },
    { 4, "month", TEXT("1 个月") },
    { 5, "year", TEXT("1 年") },
};

static const struct word answers[] = {
    { 0, "no", TEXT("否") },
    { 1, "yes", TEXT("是") },
};

static const struct word paper_kinds[] = {
    { 1, "original", TEXT("原件") },
    { 2, "copy", TEXT("复印件") },
    { 3, "both", TEXT("原件和复印件") },
};

static const struct word paper_forms[] = {
    { 1, "paper", TEXT("纸质") },
    { 2, "electronic", TEXT("电子") },
    { 3, "both", TEXT("纸质或电子") },
};

static const struct word paper_sources[] = {
    { 10, "applicant", TEXT("申请人自备") },
    { 20, "government", TEXT("政府部门核发") },
    { 99, "other", TEXT("其他") },
};

static const struct word necessities[] = {
    { 1, "required", TEXT("必要") },
    { 2, "optional", TEXT("非必要") },
    { 3, "deferrable", TEXT("容缺后补") },
};

static const struct word acceptances[] = {
    { 1, "original", TEXT("收原件") },
    { 2, "copy", TEXT("验原件收复印件") },
    { 3, "both", TEXT("收原件及复印件") },
};

static const struct word ways[] = {
    { 1, "online", TEXT("网办") },    { 2, "mobile", TEXT("掌办") },
    { 3, "window", TEXT("窗口办") },  { 4, "kiosk", TEXT("自助机办") },
    { 5, "agent", TEXT("村社代办") },
};

static const struct word handlings[] = {
    { 1, "window", TEXT("窗口办理") },
    { 2, "online", TEXT("网上办理") },
    { 3, "courier", TEXT("快递申请") },
};

static const struct word scopes[] = {
    { 1, "national", TEXT("全国通办") },
    { 2, "cross_province", TEXT("跨省通办") },
    { 3, "cross_city", TEXT("跨市通办") },
    { 4, "cross_county", TEXT("跨县（区）通办") },
    { 5, "cross_town", TEXT("跨镇街通办") },
};

static const struct word depths[] = {
    { 1, "I", TEXT("Ⅰ级") },
    { 2, "II", TEXT("Ⅱ级") },
    { 3, "III", TEXT("Ⅲ级") },
    { 4, "IV", TEXT("Ⅳ级（全程网办）") },
};

static const struct word services[] = {
    { 1, "consultation", TEXT("互联网咨询") },
    { 2, "receipt", TEXT("互联网收件") },
    { 3, "preview", TEXT("互联网预审") },
    { 4, "acceptance", TEXT("互联网受理") },
    { 5, "handling", TEXT("互联网办理") },
    { 6, "result", TEXT("互联网办理结果信息反馈") },
    { 7, "licence", TEXT("互联网电子证照反馈") },
    { 8, "other", TEXT("其他") },
};

static const struct word targets[] = {
    { 1, "person", TEXT("自然人") },         { 2, "firm", TEXT("企业法人") },
    { 3, "institution", TEXT("事业法人") },  { 4, "society", TEXT("社会组织法人") },
    { 5, "other_firm", TEXT("非法人企业") }, { 6, "office", TEXT("行政机关") },
    { 9, "other", TEXT("其他组织") },
};

static const struct word subjects[] = {
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

/* 高效办成一件事 and what people of a town call theirs. */
static const struct word life_events[] = {
    { 1, "E01", TEXT("新生儿出生") },
    { 2, "E02", TEXT("教育入学") },
    { 3, "E03", TEXT("员工录用") },
    { 4, "E04", TEXT("社会保障卡居民服务") },
    { 5, "E05", TEXT("结婚生育") },
    { 6, "E06", TEXT("农民建房") },
    { 7, "E07", TEXT("残疾人服务") },
    { 8, "E08", TEXT("退役军人服务") },
    { 9, "E09", TEXT("退休") },
    { 10, "E10", TEXT("身后事") },
    { 21, "E21", TEXT("开办企业") },
    { 22, "E22", TEXT("开办餐饮店") },
    { 23, "E23", TEXT("个体工商户开业") },
    { 24, "E24", TEXT("企业信息变更") },
    { 25, "E25", TEXT("水电气网联合报装") },
    { 26, "E26", TEXT("企业注销登记") },
};

static const struct word result_kinds[] = {
    { 10, "certificate", TEXT("证照") },
    { 20, "document", TEXT("文书") },
    { 25, "approval", TEXT("批复") },
    { 30, "other", TEXT("其他") },
};

static const struct word deliveries[] = {
    { 1, "window", TEXT("窗口领取") }, { 2, "courier", TEXT("邮寄送达") },
    { 3, "online", TEXT("网上下载") }, { 4, "kiosk", TEXT("自助机打印") },
    { 5, "agent", TEXT("村社代领") },
};

static const struct word zones[] = {
    { 1, "benefit", TEXT("便民惠企专区") },
    { 2, "liyuan", TEXT("沥家园专区") },
};

static const struct word directories[] = {
    { 1, "subject", TEXT("主题") },    { 5, "event", TEXT("一件事") },
    { 6, "zone", TEXT("专区") },       { 7, "featured", TEXT("特色事项") },
    { 3, "way", TEXT("办理方式") },    { 4, "target", TEXT("服务对象") },
    { 2, "department", TEXT("部门") }, { 8, "outlet", TEXT("网点") },
};

/* What the directory of featured items has for its one value. */
static const struct word featured[] = {
    { 1, "yes", TEXT("跨部门的特色事项") },
};

const struct words item_states = WORDS(states);
const struct words item_place_states = WORDS(place_states);
const struct words item_schemes = WORDS(schemes);
const struct words item_levels = WORDS(levels);
const struct words item_body_kinds = WORDS(body_kinds);
const struct words item_power_sources = WORDS(power_sources);
const struct words item_kinds = WORDS(kinds);
const struct words item_reviews = WORDS(reviews);
const struct words item_units = WORDS(units);
const struct words item_answers = WORDS(answers);
const struct words item_paper_kinds = WORDS(paper_kinds);
const struct words item_paper_forms = WORDS(paper_forms);
const struct words item_paper_sources = WORDS(paper_sources);
const struct words item_necessities = WORDS(necessities);
const struct words item_acceptances = WORDS(acceptances);
const struct words item_ways = WORDS(ways);
const struct words item_handlings = WORDS(handlings);
const struct words item_scopes = WORDS(scopes);
const struct words item_depths = WORDS(depths);
const struct words item_services = WORDS(services);
const struct words item_targets = WORDS(targets);
const struct words item_subjects = WORDS(subjects);
const struct words item_life_events = WORDS(life_events);
const struct words item_result_kinds = WORDS(result_kinds);
const struct words item_deliveries = WORDS(deliveries);
const struct words item_zones = WORDS(zones);
const struct words item_featured = WORDS(featured);
const struct words item_directories = WORDS(directories);

const char *item_say_limit(struct arena *arena, enum language language, int64_t count,
                           int64_t unit) {
    const struct words singles = WORDS(single_units);

    if (count == 1 && word_of(&singles, unit))
        return page_say(language, word_chinese(&singles, unit));
    return arena_format(arena, "%lld %s", (long long)count,
                        page_say(language, word_chinese(&item_units, unit)));
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
