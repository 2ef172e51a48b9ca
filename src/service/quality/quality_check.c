#include <assert.h>
#include <string.h>

#include "arena.h"
#include "page.h"
#include "quality_inside.h"
#include "utf8.h"

static const char code_rule[] = TEXT("政务服务事项编码要求（GB/T 39554.1）");
static const char checker[] = TEXT("浙江省事项库跨字段校验规则");
static const char province_4[] = TEXT("浙江省保障“最多跑一次”改革规定第 4 条");
static const char province_12[] = TEXT("浙江省保障“最多跑一次”改革规定第 12 条");
static const char province_43[] = TEXT("浙江省保障“最多跑一次”改革规定第 43 条");
static const char order_716[] =
    TEXT("国务院关于在线政务服务的若干规定（国令第 716 号）第 6 条");
static const char unified[] = TEXT("浙江省事项“八统一”");

const struct quality_check quality_checks[] = {
    { 0, "code.shape", TEXT("事项编码合乎它的编码规则（国家编码 31 位或 33 位）"),
      code_rule, "code", NULL, 0, QUALITY_MUST, code_has_its_shape },
    { 1, "code.body", TEXT("编码前 18 位是有效的统一社会信用代码"), code_rule, "code",
      NULL, 0, QUALITY_MUST, code_names_a_body },
    { 2, "code.level", TEXT("编码第 19 位是 1 到 6，与行使层级一致"), code_rule, "level",
      NULL, 0, QUALITY_MUST, code_has_the_level },
    { 3, "code.type", TEXT("编码第 22、23 位与事项类型一致"), code_rule, "type_code",
      NULL, 0, QUALITY_MUST, code_has_the_type },
    { 4, "code.sub_item", TEXT("没有上级主项的，编码里的子项是 000"), code_rule,
      "main_name", NULL, 0, QUALITY_MUST, code_has_no_lonely_sub_item },
    { 5, "code.base", TEXT("基本编码和主项编码与实施编码一致"), code_rule, "base_code",
      NULL, 0, QUALITY_MUST, code_holds_the_base_code },
    { 6, "time.kind", TEXT("即办的是即办件、即审即办；承诺时限的是承诺件、前审后批"),
      checker, "kind", NULL, 0, QUALITY_MUST, kind_fits_the_promise },
    { 7, "time.promise", TEXT("承诺办结时限不长于法定办结时限"), province_12,
      "promised_limit.n", NULL, 0, QUALITY_MUST, promise_keeps_the_law },
    { 8, "result.kind", TEXT("结果名称以证、文、批复结尾的，类型是证照、文书、批复"),
      checker, "result.kind", NULL, 0, QUALITY_MUST, result_kind_fits_its_name },
    { 9, "result.sample", TEXT("有办理结果的，要有结果样本"), checker, "result.sample",
      NULL, 0, QUALITY_MUST, result_has_a_sample },
    { 10, "visits.reason", TEXT("要到现场的写明原因，不用到现场的不写"), checker,
      "visits_reason", NULL, 0, QUALITY_MUST, visits_are_explained },
    { 11, "visits.courier", TEXT("不用到现场又不能网办的，办理形式要有快递申请"), checker,
      "handling", NULL, 0, QUALITY_MUST, nobody_comes_but_by_courier },
    { 12, "visits.online", TEXT("全程网办（Ⅳ级）的，到现场次数是 0"), checker, "visits",
      NULL, 0, QUALITY_MUST, wholly_online_needs_no_visit },
    { 13, "fee.basis", TEXT("收费的写明依据、能否网上支付、收费项目和标准"), checker,
      "fee.basis", NULL, 0, QUALITY_MUST, fee_is_explained },
    { 14, "fee.online", TEXT("不收费的，不设网上支付"), checker, "fee.online", NULL, 0,
      QUALITY_MUST, no_fee_is_paid_online },
    { 15, "phone.both", TEXT("咨询电话和投诉电话都有"), checker, "phone", NULL, 0,
      QUALITY_MUST, both_phones_are_given },
    { 16, "phone.area", TEXT("咨询电话和投诉电话都带区号"), checker, "phone", NULL, 0,
      QUALITY_MUST, phones_have_area_codes },
    { 17, "phone.differ", TEXT("咨询电话和投诉电话不是同一个"), checker,
      "complaint_phone", NULL, 0, QUALITY_MUST, phones_differ },
    { 18, "target.subject", TEXT("服务对象与主题一致：个人有个人主题，法人有法人主题"),
      checker, "subjects", NULL, 0, QUALITY_MUST, subjects_fit_the_targets },
    { 19, "licence.questions", TEXT("行政许可要有常见问题"), checker, "faq",
      TEXT("至少几个问题"), 1, QUALITY_MUST, licence_has_questions },
    { 20, "licence.steps", TEXT("行政许可的流程要有受理、审核、审批、办结、送达"),
      checker, "steps", TEXT("至少几步"), 5, QUALITY_MUST, licence_has_all_steps },
    { 21, "guide.name", TEXT("办事指南要有事项名称"), province_4, "name", NULL, 0,
      QUALITY_MUST, guide_has_a_name },
    { 22, "guide.papers", TEXT("办事指南要有申请材料"), province_4, "papers", NULL, 0,
      QUALITY_MUST, guide_has_papers },
    { 23, "guide.steps", TEXT("办事指南要有办事流程"), province_4, "steps", NULL, 0,
      QUALITY_MUST, guide_has_steps },
    { 24, "guide.basis", TEXT("办事指南要有办事依据"), province_4, "basis", NULL, 0,
      QUALITY_MUST, guide_has_a_basis },
    { 25, "guide.time", TEXT("办事指南要有办事时限"), province_4, "promised_limit.n",
      NULL, 0, QUALITY_MUST, guide_has_a_time },
    { 26, "guide.deferral", TEXT("可以容缺受理的，列明哪些材料可以后补"), province_4,
      "papers", NULL, 0, QUALITY_MUST, guide_lists_what_may_follow },
    { 27, "guide.conditions", TEXT("办事指南要有受理条件"), order_716, "conditions", NULL,
      0, QUALITY_MUST, guide_has_conditions },
    { 28, "paper.catch_all", TEXT("材料不写“其他材料”“有关材料”这类兜底的话"),
      province_43, "papers", NULL, 0, QUALITY_MUST, no_paper_catches_all },
    { 29, "unified.main_name", TEXT("写明它属于哪个主项"), unified, "main_name", NULL, 0,
      QUALITY_SHOULD, item_has_a_main_item },
    { 30, "unified.handling", TEXT("每一步都写明由哪个岗位办"), unified, "steps", NULL, 0,
      QUALITY_SHOULD, steps_name_their_offices },
    { 31, "unified.forms", TEXT("要填的表都有空白表格"), unified, "papers", NULL, 0,
      QUALITY_SHOULD, forms_have_their_blanks },
};

const size_t quality_check_count = sizeof quality_checks / sizeof *quality_checks;

const struct quality_check *quality_check_named(const char *name) {
    for (size_t i = 0; i < quality_check_count; i++)
        if (strcmp(quality_checks[i].name, name) == 0)
            return &quality_checks[i];
    return NULL;
}

/* One line: what is stored has a line for each check. */
static void add_detail(struct text *details, const char *found) {
    const size_t size = utf8_prefix(found, QUALITY_DETAIL_MAX);

    for (size_t i = 0; i < size && found[i]; i++)
        text_add_byte(details, found[i] == '\n' ? ' ' : found[i]);
    text_add_byte(details, '\n');
}

int64_t quality_judge(struct arena *arena, const struct quality_rules *rules,
                      const struct item_version *version, const char **details) {
    struct text lines = { .arena = arena };
    int64_t failed = 0;

    for (size_t i = 0; i < quality_check_count; i++) {
        const struct quality_check *const check = &quality_checks[i];
        struct quality_question question = {
            .version = version,
            .threshold = rules->rule[check->number].threshold,
            .detail = { .arena = arena },
        };

        assert(check->number >= 0);
        assert(check->number < QUALITY_CHECKS_MAX);
        if (check->holds(&question))
            continue;
        failed |= (int64_t)1 << check->number;
        add_detail(&lines, text_string(&question.detail));
    }
    if (details)
        *details = text_string(&lines);
    return failed;
}
