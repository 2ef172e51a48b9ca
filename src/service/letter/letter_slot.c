#include "letter_slot.h"

#include <string.h>

#include "page.h"

#define COMMON(slot, chinese)                                                            \
    { .name = slot, .label = chinese }
#define GIVEN(slot, chinese, what, how, refusal)                                         \
    {                                                                                    \
        .name = slot, .label = chinese, .hint = what, .is_given = true, .shape = how,    \
        .lacking = { REFUSED_INVALID, "letter.lacks_" slot, refusal, slot },             \
    }

static const char one_a_line[] = TEXT("每行写一样");

const struct letter_slot letter_slots[LETTER_SLOTS] = {
    [SLOT_NUMBER] = COMMON("number", TEXT("文书编号")),
    [SLOT_CASE] = COMMON("case", TEXT("办件编号")),
    [SLOT_ITEM] = COMMON("item", TEXT("事项名称")),
    [SLOT_ITEM_CODE] = COMMON("item_code", TEXT("实施编码")),
    [SLOT_ASKER] = COMMON("asker", TEXT("申请人")),
    [SLOT_ID_LABEL] = COMMON("id_label", TEXT("证件名称")),
    [SLOT_ID_NUMBER] = COMMON("id_number", TEXT("证件号码")),
    [SLOT_ORGAN] = COMMON("organ", TEXT("实施机关")),
    [SLOT_WINDOW] = COMMON("window", TEXT("窗口")),
    [SLOT_CLERK] = COMMON("clerk", TEXT("经办人")),
    [SLOT_DAY] = COMMON("day", TEXT("出具日期")),
    [SLOT_CONSULT_PHONE] = COMMON("consult_phone", TEXT("咨询电话")),
    [SLOT_COMPLAINT_PHONE] = COMMON("complaint_phone", TEXT("监督投诉电话")),
    [SLOT_SUBMITTED_DAY] = COMMON("submitted_day", TEXT("申请日期")),
    [SLOT_RECEIVED_DAY] = COMMON("received_day", TEXT("收件日期")),
    [SLOT_ACCEPTED_DAY] = COMMON("accepted_day", TEXT("受理日期")),
    [SLOT_DECIDED_DAY] = COMMON("decided_day", TEXT("决定日期")),
    [SLOT_LEGAL_LIMIT] = COMMON("legal_limit", TEXT("法定时限")),
    [SLOT_PROMISED_LIMIT] = COMMON("promised_limit", TEXT("承诺时限")),
    [SLOT_DUE_DAY] = COMMON("due_day", TEXT("期限届满日")),
    [SLOT_RESULT_NAME] = COMMON("result_name", TEXT("审批结果名称")),
    [SLOT_DELIVERY] = COMMON("delivery", TEXT("结果送达方式")),
    [SLOT_ITEM_BASIS] = COMMON("item_basis", TEXT("设定依据")),
    [SLOT_CONSEQUENCE] = COMMON("consequence", TEXT("法律后果")),
    [SLOT_REMEDIES] = COMMON("remedies", TEXT("救济途径")),
    [SLOT_AGENT] = GIVEN("agent", TEXT("代理人"), NULL, LETTER_ONE_LINE,
                         TEXT("请写明代理人的姓名。")),
    [SLOT_AGENT_ID] = GIVEN("agent_id", TEXT("代理人证件号码"), NULL, LETTER_ONE_LINE,
                            TEXT("请写明代理人的证件号码。")),
    [SLOT_PAPERS] = GIVEN("papers", TEXT("收到的材料"),
                          TEXT("每行写一样：名称，原件还是复印件，份数，纸质还是电子"),
                          LETTER_LINES, TEXT("请写明收到了哪些材料，每行一样。")),
    [SLOT_LACKING] = GIVEN("lacking", TEXT("暂缺的材料"), one_a_line, LETTER_LINES,
                           TEXT("请写明暂缺哪些材料，每行一样。")),
    [SLOT_DEFECTS] =
        GIVEN("defects", TEXT("要补正的内容"),
              TEXT("一次写全，每行一样：哪份材料，缺什么，怎样才合格"), LETTER_LINES,
              TEXT("请一次写全要补正的内容，每行一样；漏写的以后不能再要求补。")),
    [SLOT_UNTIL] = GIVEN("until", TEXT("截止日期"), NULL, LETTER_DAY,
                         TEXT("请写明最迟到哪一天，例如 2026年11月30日。")),
    [SLOT_REASON] = GIVEN("reason", TEXT("理由"), TEXT("写清事实，申请人看得懂"),
                          LETTER_LINES, TEXT("请写明理由，申请人会看到。")),
    [SLOT_BASIS] = GIVEN("basis", TEXT("法律依据"), TEXT("法律名称和条款"), LETTER_LINES,
                         TEXT("请写明所依据的法律名称和条款。")),
    [SLOT_COMPETENT] =
        GIVEN("competent", TEXT("有权办理的机关"),
              TEXT("不属于本机关职权的，写应当向哪个机关申请；不涉及的，写“不涉及”"),
              LETTER_ONE_LINE, TEXT("请写明应当向哪个机关申请；不涉及的，写“不涉及”。")),
    [SLOT_PROCEDURE] =
        GIVEN("procedure", TEXT("特别程序"),
              TEXT("听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审"), LETTER_ONE_LINE,
              TEXT("请写明是哪一种特别程序，例如专家评审。")),
    [SLOT_DAYS] =
        GIVEN("days", TEXT("所需时间"), TEXT("例如 15 个工作日"), LETTER_ONE_LINE,
              TEXT("请写明特别程序需要多少时间，例如 15 个工作日。")),
    [SLOT_CONDITIONS] = GIVEN("conditions", TEXT("告知的条件和要求"), one_a_line,
                              LETTER_LINES, TEXT("请写明办理条件和要求，每行一条。")),
    [SLOT_RESULT] = GIVEN("result", TEXT("办理结果"), TEXT("证照或批文的名称和编号"),
                          LETTER_LINES, TEXT("请写明办理结果：证照或批文的名称和编号。")),
    [SLOT_RESULTS] =
        GIVEN("results", TEXT("送达或交接的结果"), TEXT("每行写一样：名称，编号，份数"),
              LETTER_LINES, TEXT("请写明交接了哪些证照或文书，每行一样。")),
    [SLOT_MODE] =
        GIVEN("mode", TEXT("送达方式"), TEXT("窗口领取、邮寄或电子送达"), LETTER_ONE_LINE,
              TEXT("请写明怎样送达：窗口领取、邮寄或电子送达。")),
    [SLOT_RECEIVER] = GIVEN("receiver", TEXT("受送达人"), NULL, LETTER_ONE_LINE,
                            TEXT("请写明送给谁。")),
    [SLOT_GIVER] = GIVEN("giver", TEXT("移交方"), NULL, LETTER_ONE_LINE,
                         TEXT("请写明由哪个科室移交。")),
    [SLOT_TAKER] = GIVEN("taker", TEXT("接收方"), NULL, LETTER_ONE_LINE,
                         TEXT("请写明由哪个窗口接收。")),
    [SLOT_APPROVER] = GIVEN("approver", TEXT("批准人"), TEXT("姓名和职务"),
                            LETTER_ONE_LINE, TEXT("请写明是谁批准的：姓名和职务。")),
    [SLOT_NEW_DUE_DAY] = GIVEN("new_due_day", TEXT("延长后的期限"), NULL, LETTER_DAY,
                               TEXT("请写明延长到哪一天，例如 2026年12月15日。")),
    [SLOT_SUBJECT] =
        GIVEN("subject", TEXT("听证事项"), TEXT("涉及谁的什么重大利益，或拟作出什么决定"),
              LETTER_LINES, TEXT("请写明就什么事项可以要求听证。")),
    [SLOT_TIME] = GIVEN("time", TEXT("举行时间"), TEXT("例如 2026年12月15日 14:30"),
                        LETTER_ONE_LINE, TEXT("请写明听证在哪一天、几点举行。")),
    [SLOT_PLACE] = GIVEN("place", TEXT("举行地点"), TEXT("哪栋楼、哪个房间"),
                         LETTER_ONE_LINE, TEXT("请写明听证在哪里举行。")),
    [SLOT_ENDED] = GIVEN("ended", TEXT("被撤销的文书"), TEXT("名称和编号"),
                         LETTER_ONE_LINE, TEXT("请写明撤销的是哪份文书：名称和编号。")),
};

enum letter_slot_name letter_slot_named(const char *name, size_t size) {
    enum letter_slot_name slot = 0;

    while (slot < LETTER_SLOTS && (strlen(letter_slots[slot].name) != size ||
                                   memcmp(letter_slots[slot].name, name, size) != 0))
        slot++;
    return slot;
}
