#include "filing.h"

#include "filing_act.h"
#include "filing_out.h"
#include "filing_steps.h"
#include "joint.h"
#include "page.h"

/* Every refusal names the remedies: 行政复议法 art. 20, 行政诉讼法 art. 46. */
static const struct flow_state states[] = {
    { FILING_SUBMITTED, "submitted", TEXT("已提交"), 0, FLOW_INTAKE, FLOW_SUBMITTED,
      TEXT("窗口会在 5 个工作日内告诉您是否受理。") },
    { FILING_RETURNED, "returned", TEXT("预审退回"), 0, FLOW_ASKER, FLOW_SUBMITTED,
      TEXT("请按窗口说的修改后再提交。") },
    { FILING_PRE_REVIEWED, "pre_reviewed", TEXT("预审通过"), 0, FLOW_INTAKE,
      FLOW_SUBMITTED, TEXT("材料看过了，窗口正在收件。") },
    { FILING_RECEIVED, "received", TEXT("已收件"), 1, FLOW_INTAKE, FLOW_TAKEN_IN,
      TEXT("窗口正在核对材料，5 个工作日内告诉您是否受理。") },
    { FILING_WITHDRAWN, "withdrawn", TEXT("已撤件"), 2, FLOW_NOBODY, FLOW_OVER,
      TEXT("申请已经撤回。需要时可以重新提交。") },
    { FILING_SUPPLEMENTING, "supplementing", TEXT("待补正"), 6, FLOW_ASKER, FLOW_TAKEN_IN,
      TEXT("请按一次性告知书补齐材料，补齐后窗口接着办。") },
    { FILING_SUPPLEMENTED, "supplemented", TEXT("已补正"), 7, FLOW_INTAKE, FLOW_TAKEN_IN,
      TEXT("窗口正在核对您补交的材料。") },
    { FILING_ACCEPTED, "accepted", TEXT("已受理"), 3, FLOW_REVIEW, FLOW_UNDER_REVIEW,
      TEXT("承办科室正在审核，会在承诺的期限内作出决定。") },
    { FILING_ACCEPTED_LACKING, "accepted_lacking", TEXT("容缺受理"), 3, FLOW_REVIEW,
      FLOW_UNDER_REVIEW, TEXT("已经先受理。请在期限内补齐容缺的材料。") },
    { FILING_NOT_NEEDED, "not_needed", TEXT("不受理"), 4, FLOW_NOBODY, FLOW_OVER,
      TEXT("这件事依法不需要办理许可。") },
    { FILING_REFUSED, "refused", TEXT("不予受理"), 5, FLOW_NOBODY, FLOW_OVER,
      TEXT("不服的，可以在 60 日内申请行政复议，或在 6 个月内提起行政诉讼。") },
    { FILING_LAPSED, "lapsed", TEXT("视为撤回"), 2, FLOW_NOBODY, FLOW_OVER,
      TEXT("补正期限过了，申请视为撤回。需要时可以重新提交。") },
    { FILING_IN_PROCESS, "in_process", TEXT("审查中"), 8, FLOW_REVIEW, FLOW_UNDER_REVIEW,
      TEXT("承办科室正在审核，会在承诺的期限内作出决定。") },
    { FILING_SPECIAL, "special", TEXT("特别程序中"), 9, FLOW_REVIEW, FLOW_UNDER_REVIEW,
      TEXT("正在听证、检验、检测或专家评审，所需时间不计入办理期限。") },
    { FILING_SPECIAL_OVER, "special_over", TEXT("特别程序结束"), 10, FLOW_REVIEW,
      FLOW_UNDER_REVIEW, TEXT("特别程序结束了，承办科室接着审核。") },
    { FILING_ACCEPTANCE_REVOKED, "acceptance_revoked", TEXT("撤销受理"), 5, FLOW_NOBODY,
      FLOW_OVER,
      TEXT("不服的，可以在 60 日内申请行政复议，或在 6 个月内提起行政诉讼。") },
    { FILING_GRANTED, "granted", TEXT("准予，待送达"), 8, FLOW_INTAKE, FLOW_UNDER_REVIEW,
      TEXT("已经批准，正在制作结果，10 个工作日内送达。") },
    { FILING_CERTIFIED, "certified", TEXT("已制证，待送达"), 8, FLOW_INTAKE,
      FLOW_UNDER_REVIEW, TEXT("证照或文书已经做好，正在送达。") },
    { FILING_DENIED, "denied", TEXT("不予批准，待送达"), 8, FLOW_INTAKE,
      FLOW_UNDER_REVIEW, TEXT("已经作出决定，正在送达书面决定。") },
    { FILING_DONE, "done", TEXT("办结（通过）"), 11, FLOW_NOBODY, FLOW_OVER,
      TEXT("已经办好。请为这次服务打个分。") },
    { FILING_DONE_LACKING, "done_lacking", TEXT("办结（容缺通过）"), 12, FLOW_INTAKE,
      FLOW_OVER, TEXT("已经办好，还有容缺的材料，请在期限内补交。") },
    { FILING_DONE_DENIED, "done_denied", TEXT("办结（不通过）"), 13, FLOW_NOBODY,
      FLOW_OVER,
      TEXT("不服的，可以在 60 日内申请行政复议，或在 6 个月内提起行政诉讼。") },
    { FILING_TAKEN_BACK, "taken_back", TEXT("已撤回"), 14, FLOW_NOBODY, FLOW_OVER,
      TEXT("申请已经撤回。需要时可以重新提交。") },
    { FILING_CHECKING, "checking", TEXT("办结（通过），待核查承诺"), 11, FLOW_REVIEW,
      FLOW_OVER, TEXT("已经办好。科室会在 60 个工作日内核查您的承诺。") },
    { FILING_CORRECTING, "correcting", TEXT("办结（通过），责令整改"), 11, FLOW_REVIEW,
      FLOW_OVER, TEXT("核查发现与承诺不符，请按整改通知书在期限内改好。") },
    { FILING_REVOKED, "revoked", TEXT("已撤销"), 15, FLOW_NOBODY, FLOW_OVER,
      TEXT("不服的，可以在 60 日内申请行政复议，或在 6 个月内提起行政诉讼。") },
    { FILING_TERMINATED, "terminated", TEXT("已终止"), 0, FLOW_NOBODY, FLOW_OVER,
      TEXT("办理已经终止，原因见经过。") },
};

static const struct refusal *act(struct work *work, struct matter *matter,
                                 const char *verb, const char *note) {
    return filing_do(work, matter, &(struct filing_act){ .verb = verb, .note = note });
}

static void tell(struct work *work, const struct matter *matter, enum language language,
                 struct matter_track *track) {
    if (matter->facts & FILING_JOINT)
        joint_tell(work, matter, language, track);
}

static void recount(struct work *work, const struct matter *matter) {
    if (matter->facts & FILING_JOINT)
        joint_recount(work, matter->id);
}

static bool owes_papers(const struct matter *matter) {
    return matter->facts & FILING_LACKS &&
           (matter->state == FILING_GRANTED || matter->state == FILING_CERTIFIED ||
            matter->state == FILING_DONE_LACKING);
}

const struct flow filing_flow = {
    .name = "filing",
    .label = TEXT("办件"),
    .act = act,
    .tell = tell,
    .recount = recount,
    .send = filing_send_word,
    .owes_papers = owes_papers,
    .states = states,
    .state_count = sizeof states / sizeof *states,
    .steps = filing_steps,
    .step_count = FILING_STEPS,
};
