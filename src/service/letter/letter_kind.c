#include "letter_kind.h"

#include <string.h>

#include "page.h"

#define WHO (SLOT(AGENT) | SLOT(AGENT_ID))

/* The article numbers are those of 行政许可法 (2019) and of
 * 浙江省保障“最多跑一次”改革规定 (2019), where no other law is named. */
const struct letter_kind letter_kinds[] = {
    { .name = "receipt",
      .mark = "凭",
      .title = TEXT("收件材料接收凭证"),
      .law = "《浙江省保障“最多跑一次”改革规定》第十一条",
      .needs = SLOT(PAPERS),
      .may = WHO,
      .shows = SLOT(RECEIVED_DAY),
      .by_hand = true },
    { .name = "received",
      .mark = "收",
      .title = TEXT("收件通知书"),
      .law = "《行政许可法》第三十二条",
      .needs = SLOT(PAPERS),
      .may = WHO,
      .shows = SLOT(RECEIVED_DAY) | SLOT(DUE_DAY) },
    { .name = "acceptance",
      .mark = "受",
      .title = TEXT("受理通知书"),
      .law = "《行政许可法》第三十二条第一款第五项、第二款",
      .may = WHO | SLOT(LACKING) | SLOT(UNTIL),
      .shows = SLOT(ACCEPTED_DAY) | SLOT(LEGAL_LIMIT) | SLOT(PROMISED_LIMIT) |
               SLOT(DUE_DAY) | SLOT(RESULT_NAME) | SLOT(DELIVERY) },
    { .name = "not_needed",
      .mark = "告",
      .title = TEXT("不受理告知书"),
      .law = "《行政许可法》第三十二条第一款第一项",
      .needs = SLOT(REASON),
      .may = WHO,
      .shows = SLOT(REMEDIES),
      .tells_remedies = true },
    { .name = "refusal",
      .mark = "拒",
      .title = TEXT("不予受理通知书"),
      .law = "《行政许可法》第三十二条第一款第二项、第二款",
      .needs = SLOT(REASON) | SLOT(COMPETENT),
      .may = WHO | SLOT(BASIS),
      .shows = SLOT(REMEDIES),
      .tells_remedies = true },
    { .name = "supplement",
      .mark = "补",
      .title = TEXT("补齐补正通知书（一次性告知书）"),
      .law = "《行政许可法》第三十二条第一款第四项；《浙江省保障“最多跑一次”改革规定》"
             "第十一条",
      .needs = SLOT(DEFECTS) | SLOT(UNTIL),
      .may = WHO,
      .shows = SLOT(CONSEQUENCE),
      .consequence = "逾期未补正的，视为撤回申请；补正后仍不符合要求的，将作出不予受理的"
                     "书面决定。" },
    { .name = "special",
      .mark = "特",
      .title = TEXT("特别程序告知书"),
      .law = "《行政许可法》第四十五条",
      .needs = SLOT(PROCEDURE) | SLOT(DAYS),
      .may = WHO | SLOT(REASON),
      .shows = SLOT(CONSEQUENCE),
      .consequence =
          "上述程序所需时间不计算在办理期限内；程序结束后，办理期限继续计算。" },
    { .name = "lacking_promise",
      .mark = "缺",
      .title = TEXT("容缺受理信用承诺书"),
      .law = "《浙江省保障“最多跑一次”改革规定》第十一条",
      .needs = SLOT(LACKING) | SLOT(UNTIL),
      .may = WHO,
      .shows = SLOT(CONSEQUENCE),
      .consequence = "逾期未补齐，或者补齐后仍不符合要求的，撤销受理并书面说明理由。",
      .by_hand = true },
    { .name = "promise",
      .mark = "诺",
      .title = TEXT("告知承诺书"),
      .law = "《浙江省保障“最多跑一次”改革规定》第十四条",
      .needs = SLOT(CONDITIONS),
      .may = WHO,
      .shows = SLOT(CONSEQUENCE),
      .consequence =
          "作出决定后六十个工作日内对承诺内容进行核查；与承诺不符的，责令限期"
          "整改，逾期未整改或者整改后仍不符合条件的，依法撤销决定，记入信用档案"
          "，信用修复前不再适用告知承诺。",
      .by_hand = true },
    { .name = "returned",
      .mark = "退",
      .title = TEXT("退件通知书"),
      .law = "《行政许可法》第三十二条",
      .needs = SLOT(REASON),
      .may = WHO,
      .by_hand = true },
    { .name = "grant",
      .mark = "准",
      .title = TEXT("准予决定书"),
      .law = "《行政许可法》第三十八条第一款、第四十四条",
      .needs = SLOT(RESULT),
      .may = WHO | SLOT(BASIS),
      .shows = SLOT(DECIDED_DAY) | SLOT(DELIVERY) },
    { .name = "done",
      .mark = "办",
      .title = TEXT("办结通知书"),
      .law = "《行政许可法》第四十四条",
      .needs = SLOT(RESULT),
      .may = WHO },
    { .name = "denial",
      .mark = "驳",
      .title = TEXT("不予许可决定书"),
      .law = "《行政许可法》第三十八条第二款",
      .needs = SLOT(REASON) | SLOT(BASIS),
      .may = WHO,
      .shows = SLOT(REMEDIES) | SLOT(DECIDED_DAY),
      .tells_remedies = true },
    { .name = "delivery",
      .mark = "送",
      .title = TEXT("送达回执"),
      .law = "《行政许可法》第四十四条",
      .needs = SLOT(RESULTS) | SLOT(MODE) | SLOT(RECEIVER),
      .may = WHO,
      .by_hand = true },
    { .name = "handover",
      .mark = "交",
      .title = TEXT("办理结果交接单"),
      .law = "综合窗口统一出件的内部交接",
      .needs = SLOT(RESULTS) | SLOT(GIVER) | SLOT(TAKER),
      .by_hand = true },
    { .name = "rectify",
      .mark = "改",
      .title = TEXT("整改通知书"),
      .law = "《浙江省保障“最多跑一次”改革规定》第十四条",
      .needs = SLOT(DEFECTS) | SLOT(UNTIL),
      .may = WHO | SLOT(BASIS),
      .shows = SLOT(CONSEQUENCE),
      .consequence = "逾期未整改，或者整改后仍不符合条件的，依法撤销已经作出的决定。",
      .by_hand = true },
    { .name = "extension",
      .mark = "延",
      .title = TEXT("延期告知书"),
      .law = "《行政许可法》第四十二条",
      .needs = SLOT(REASON) | SLOT(NEW_DUE_DAY) | SLOT(APPROVER),
      .may = WHO },
    { .name = "acceptance_revoked",
      .mark = "撤",
      .title = TEXT("撤销受理通知书"),
      .law = "《浙江省保障“最多跑一次”改革规定》第十一条",
      .needs = SLOT(REASON),
      .may = WHO | SLOT(LACKING),
      .shows = SLOT(REMEDIES),
      .tells_remedies = true,
      .ends = { "acceptance" } },
    { .name = "hearing",
      .mark = "听",
      .title = TEXT("听证告知书"),
      .law = "《行政许可法》第三十六条、第四十五条、第四十七条、第四十八条",
      .needs = SLOT(SUBJECT) | SLOT(UNTIL),
      .may = WHO,
      .shows = SLOT(CONSEQUENCE),
      .consequence =
          "告知听证权利和举行听证的时间不计算在办理期限内。"
          "逾期未提出的，视为放弃要求听证的权利。依法举行听证的，自收到听证申请"
          "之日起二十个工作日内组织，并在举行七个工作日前通知时间、地点；申请人、"
          "利害关系人不承担组织听证的费用。",
      .by_hand = true },
    { .name = "hearing_meeting",
      .mark = "会",
      .title = TEXT("听证会通知书"),
      .law = "《行政许可法》第四十八条",
      .needs = SLOT(TIME) | SLOT(PLACE),
      .may = WHO | SLOT(REASON),
      .shows = SLOT(CONSEQUENCE),
      .consequence =
          "听证公开举行。申请人、利害关系人认为主持人与该事项有直接利害关系的，"
          "有权申请回避；可以提出证据，并进行申辩和质证。听证应当制作笔录，交"
          "听证参加人确认无误后签字或者盖章；本机关根据听证笔录作出决定。",
      .by_hand = true,
      .ends = { "hearing_meeting" } },
    { .name = "withdrawn",
      .mark = "回",
      .title = TEXT("撤回申请确认书"),
      .law = "申请人自己的意思表示；没有专门条款",
      .may = WHO | SLOT(REASON),
      .ends = { "received", "acceptance" } },
    { .name = "lapsed",
      .mark = "视",
      .title = TEXT("视为撤回申请告知书"),
      .law = "《浙江省保障“最多跑一次”改革规定》第十一条",
      .needs = SLOT(REASON),
      .may = WHO | SLOT(UNTIL),
      .shows = SLOT(REMEDIES),
      .tells_remedies = true,
      .ends = { "received", "supplement" } },
    { .name = "revocation",
      .mark = "销",
      .title = TEXT("撤销决定书"),
      .law = "《行政许可法》第六十九条；《浙江省保障“最多跑一次”改革规定》第十四条",
      .needs = SLOT(REASON) | SLOT(BASIS) | SLOT(ENDED),
      .may = WHO,
      .shows = SLOT(REMEDIES),
      .tells_remedies = true,
      .ends = { "grant", "done" } },
    { .name = "termination",
      .mark = "终",
      .title = TEXT("终止办理告知书"),
      .law = "行政程序的一般要求：说明理由，告知救济途径",
      .needs = SLOT(REASON),
      .may = WHO | SLOT(BASIS),
      .shows = SLOT(REMEDIES),
      .tells_remedies = true,
      .ends = { "acceptance" } },
    { .name = "voiding",
      .mark = "废",
      .title = TEXT("文书作废通知书"),
      .law = "行政程序的一般要求：出具有误的文书以书面通知收回，说明理由",
      .needs = SLOT(ENDED) | SLOT(REASON),
      .may = WHO,
      .by_hand = true,
      .voids = true },
};

const size_t letter_kind_count = sizeof letter_kinds / sizeof *letter_kinds;

const struct letter_kind *letter_kind_named(const char *name) {
    for (size_t i = 0; i < letter_kind_count; i++)
        if (strcmp(letter_kinds[i].name, name) == 0)
            return &letter_kinds[i];
    return NULL;
}

/* Every common slot has a value, but these have one in some kinds only. */
static uint64_t common_of(const struct letter_kind *kind) {
    uint64_t common = SLOT(AGENT) - 1;

    if (!kind->consequence)
        common &= ~SLOT(CONSEQUENCE);
    if (!kind->tells_remedies)
        common &= ~SLOT(REMEDIES);
    return common;
}

uint64_t letter_kind_all(const struct letter_kind *kind) {
    return common_of(kind) | kind->needs | kind->may;
}

uint64_t letter_kind_must(const struct letter_kind *kind) {
    return kind->needs | kind->shows;
}
