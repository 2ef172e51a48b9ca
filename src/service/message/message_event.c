#include "message_event.h"

#include <string.h>

#include "page.h"

/* Which matter, in an SMS and in a whole text. */
#define WHICH "{item}（尾号{tail}）"
#define MATTER "您申请的“{item}”（办件编号 {number}）"
#define ASK "\n咨询电话：{phone}。"
#define REMEDIES "可60日内复议或6个月内诉讼。"
#define WHOLE_REMEDIES                                                                   \
    "\n不服的，可以自收到决定之日起60日内申请行政复议，或者在6个月内提起行政诉讼。"

const struct message_event message_events[] = {
    { "received", "received", MESSAGE_TO_PERSON, false, TEXT("已收件"),
      "{item}已收件，编号{number}，{due}告知是否受理。",
      MATTER "已经收件。窗口会在{due}告诉您是否受理。\n查进度：在网站的“查进度”里输入"
             "办件编号和手机号后四位。" ASK },
    { "returned", "returned", MESSAGE_TO_PERSON, true, TEXT("已退回，请改好再交"),
      WHICH "已退回：{reason}。请改好再提交。咨询{phone}",
      MATTER "没有通过预审，已经退回。\n原因：{reason}\n请改好以后重新提交。" ASK },
    { "supplement", "supplement", MESSAGE_TO_PERSON, true, TEXT("请补正材料"),
      WHICH "请[{until}前]补正：{lacking}[。逾期{late}]。{phone}",
      MATTER "材料不齐或者不合要求，请[在{until}前]补正。需要补正的全部内容："
             "\n{lacking}[\n逾期没有补正的，{late}。]" ASK },
    { "accepted", "accepted", MESSAGE_TO_PERSON, true, TEXT("已受理"),
      WHICH "已受理，{due}办结。咨询{phone}",
      MATTER "已经受理，由{office}办理，{due}办结。" ASK },
    { "accepted_lacking", "accepted_lacking", MESSAGE_TO_PERSON, true,
      TEXT("已容缺受理，请补交材料"),
      WHICH "容缺受理，请[{until}前]补交：{lacking}，逾期撤销。{phone}",
      MATTER "已经容缺受理，由{office}办理。请[在{until}前]补交：\n{lacking}"
             "\n逾期没有补交或者补交的仍不合要求的，撤销受理。" ASK },
    { "refused", "refused", MESSAGE_TO_PERSON, true, TEXT("不予受理"),
      WHICH "不予受理：{reason}。" REMEDIES "{phone}",
      MATTER "不予受理。\n理由：{reason}" WHOLE_REMEDIES ASK },
    { "not_needed", "not_needed", MESSAGE_TO_PERSON, true, TEXT("不需要办理"),
      WHICH "依法不需要办理许可[：{reason}]。咨询{phone}",
      MATTER "依法不需要取得行政许可，不受理。[\n说明：{reason}]" ASK },
    { "special", "special", MESSAGE_TO_PERSON, true, TEXT("进入特别程序"),
      WHICH "进入特别程序：{reason}[，需{days}个工作日]，不计入期限。{phone}",
      MATTER "需要进行特别程序：{reason}。[\n所需时间：{days}个工作日。]"
             "\n这段时间依法不计算在办理期限内。" ASK },
    { "special_over", "special_over", MESSAGE_TO_PERSON, false, TEXT("特别程序结束"),
      WHICH "特别程序已结束，继续办理，{due}办结。咨询{phone}",
      MATTER "的特别程序已经结束，继续办理，{due}办结。" ASK },
    { "hearing", "hearing", MESSAGE_TO_PERSON, true, TEXT("可以要求听证"),
      WHICH "可以要求听证，请[{until}前]提出[：{reason}]。{phone}",
      MATTER "作出决定前，您可以要求听证，不收费。请[在{until}前]向窗口提出，或者在网站"
             "上点“要求听证”。[\n听证事项：{reason}]\n期满没有提出的，视为放弃。" ASK },
    { "hearing_meeting", "hearing_meeting", MESSAGE_TO_PERSON, true, TEXT("听证会通知"),
      WHICH "听证会：{time}，{place}。{phone}",
      MATTER "的听证会定于{time}在{place}举行，请准时参加。" ASK },
    { "extension", "extension", MESSAGE_TO_PERSON, true, TEXT("延长办理期限"),
      WHICH "延长办理期限，{due}办结。理由：{reason}。{phone}",
      MATTER "经批准延长办理期限，{due}办结。\n延长的理由：{reason}" ASK },
    { "granted", "granted", MESSAGE_TO_PERSON, true, TEXT("已批准"),
      WHICH "已批准，{due}送达结果[：{result}]。咨询{phone}",
      MATTER "已经批准，{due}送达结果。[\n结果：{result}]" ASK },
    { "denied", "denied", MESSAGE_TO_PERSON, true, TEXT("不予批准"),
      WHICH "不予批准：{reason}。" REMEDIES "{phone}",
      MATTER "不予批准。\n理由：{reason}" WHOLE_REMEDIES ASK },
    { "done", "done", MESSAGE_TO_PERSON, false, TEXT("已办结"),
      WHICH "已办结[，结果：{result}]。欢迎评价，咨询{phone}",
      MATTER "已经办结。[\n结果：{result}]\n请在“我的办件”里为这次服务打个分。" ASK },
    { "withdrawn", "withdrawn", MESSAGE_TO_PERSON, false, TEXT("已撤回"),
      WHICH "已按申请撤回，需要时可以重新提交。咨询{phone}",
      MATTER "已经按您的申请撤回。需要时可以重新提交。" ASK },
    { "lapsed", "lapsed", MESSAGE_TO_PERSON, true, TEXT("逾期未补正，视为撤回"),
      WHICH "逾期没有补正，视为撤回申请，可以重新提交。{phone}",
      MATTER "逾期没有补正，视为撤回申请。材料备齐后可以重新提交。" ASK },
    { "acceptance_revoked", "acceptance_revoked", MESSAGE_TO_PERSON, true,
      TEXT("撤销受理"), WHICH "撤销受理：{reason}。可以重新提交。咨询{phone}",
      MATTER
      "已经撤销受理。\n理由：{reason}\n材料备齐后可以重新提交。" WHOLE_REMEDIES ASK },
    { "revoked", "revoked", MESSAGE_TO_PERSON, true, TEXT("决定已撤销"),
      WHICH "原决定已撤销：{reason}。" REMEDIES "{phone}",
      MATTER "原来的决定已经撤销。\n理由：{reason}" WHOLE_REMEDIES ASK },
    { "terminated", "terminated", MESSAGE_TO_PERSON, true, TEXT("终止办理"),
      WHICH "终止办理：{reason}。咨询{phone}",
      MATTER "已经终止办理。\n理由：{reason}" ASK },
    { "rectify", "rectify", MESSAGE_TO_PERSON, true, TEXT("请按承诺改正"),
      WHICH "核查与承诺不符，请[{until}前]改正：{reason}。{phone}",
      MATTER "核查发现与您的承诺不符，请[在{until}前]改正。\n要改正的："
             "{reason}\n期满仍不符合的，依法撤销决定。" ASK },
    { "urged", "urged", MESSAGE_TO_PERSON, false, TEXT("催办有了答复"),
      WHICH "您的催办已答复[：{reason}]。{due}办结。{phone}",
      MATTER "您的催办已经答复。[\n答复：{reason}]\n{due}办结。" ASK },
    { "corrected", "corrected", MESSAGE_TO_PERSON, false, TEXT("更正了告诉过您的内容"),
      WHICH "更正：{reason}。咨询{phone}",
      MATTER "的记录有更正，原来的记录也保留。\n{reason}" ASK },
    { "handed_over", "handed_over", MESSAGE_TO_PERSON, false, TEXT("换了办理的科室"),
      WHICH "改由{office}办理，期限不变。咨询{phone}",
      MATTER "改由{office}办理，期限不变。" ASK },
    { "recounted", "recounted", MESSAGE_TO_PERSON, false, TEXT("期限重新计算了"),
      WHICH "因放假安排公布，期限重新计算[：{reason}]。{phone}",
      MATTER "因为国家公布了放假安排，期限重新计算。[\n{reason}]" ASK },

    { "staff-due_soon", "due_soon", MESSAGE_TO_STAFF, false, TEXT("快到期了"), "",
      "“{item}”（办件编号 {number}）{due}要办结[，还剩{left}]，请抓紧办理。" },
    { "staff-urged", "urged", MESSAGE_TO_STAFF, false, TEXT("催办"), "",
      "“{item}”（办件编号 {number}）被催办，请尽快办理，期限是{due}。[\n催办内容："
      "{reason}]" },
    { "staff-supervised", "supervised", MESSAGE_TO_STAFF, false, TEXT("督办"), "",
      "“{item}”（办件编号 {number}）已列入督办[，请在{until}前回复]。[\n督办意见："
      "{reason}]" },
    { "staff-escalated", "escalated", MESSAGE_TO_STAFF, false, TEXT("超期，已上报"), "",
      "“{item}”（办件编号 {number}）已经超过期限，报给您处理。[\n情况：{reason}]" },
    { "staff-paper_follows", "paper_follows", MESSAGE_TO_STAFF, false,
      TEXT("容缺材料交来了"), "",
      "“{item}”（办件编号 {number}）的容缺材料交来了，请核对，齐了就登记。[\n材料："
      "{reason}]" },
    { "staff-handed_over", "handed_over", MESSAGE_TO_STAFF, false, TEXT("转交给您"), "",
      "“{item}”（办件编号 {number}）[由{from}]转交给您办理，期限是{due}。[\n说明："
      "{reason}]" },
};

const size_t message_event_count = sizeof message_events / sizeof *message_events;

const struct message_event *message_event(const char *key) {
    for (size_t i = 0; i < message_event_count; i++)
        if (strcmp(message_events[i].key, key) == 0)
            return &message_events[i];
    return NULL;
}

const struct message_event *message_event_for(enum message_reader reader,
                                              const char *name) {
    for (size_t i = 0; i < message_event_count; i++)
        if (message_events[i].reader == reader &&
            strcmp(message_events[i].name, name) == 0)
            return &message_events[i];
    return NULL;
}

#define SHORT "一二三四五" /* MESSAGE_LEAST_UNITS */

const struct message_slot_row message_slot_rows[] = {
    { "item", TEXT("事项名称"), false, true, SHORT },
    { "number", TEXT("办件编号，24 位"), false, false, "330109113202611230000457" },
    { "tail", TEXT("办件编号的最后 7 位"), false, false, "0000457" },
    { "office", TEXT("承办科室"), false, true, SHORT },
    { "due", TEXT("正在走的期限，如“11月27日前”"), false, false, "2027年12月31日前" },
    { "phone", TEXT("大厅电话"), false, false, "0571-82000100" },
    { "hall", TEXT("大厅名称"), false, true, SHORT },
    { "reason", TEXT("理由或说明"), true, true, SHORT },
    { "lacking", TEXT("缺的材料"), true, true, SHORT },
    { "until", TEXT("补交、回复或完成的日期"), true, false, "2027年12月31日" },
    { "late", TEXT("逾期的后果，如“视为撤回申请”"), true, true, SHORT },
    { "days", TEXT("工作日数"), true, false, "120" },
    { "result", TEXT("发给申请人的结果"), true, true, SHORT },
    { "left", TEXT("还剩多少时间"), true, true, SHORT },
    { "from", TEXT("转交的人"), true, true, SHORT },
    { "time", TEXT("听证会的日期和时间"), true, false, "2027年12月31日 14:30" },
    { "place", TEXT("听证会的地点"), true, true, SHORT },
};

const size_t message_slot_count = sizeof message_slot_rows / sizeof *message_slot_rows;
