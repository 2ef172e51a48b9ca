#include "filing.h"

#include "page.h"

static const struct flow_state states[] = {
    { FILING_SUBMITTED, "submitted", TEXT("已提交"), 0, FLOW_INTAKE, FLOW_SUBMITTED,
      TEXT("窗口会在 5 个工作日内告诉您是否受理。") },
    { FILING_RECEIVED, "received", TEXT("已收件"), 1, FLOW_INTAKE, FLOW_TAKEN_IN,
      TEXT("窗口正在核对材料，5 个工作日内告诉您是否受理。") },
    { FILING_WITHDRAWN, "withdrawn", TEXT("已撤件"), 2, FLOW_NOBODY, FLOW_OVER,
      TEXT("您已撤回申请。需要时可以重新提交。") },
    { FILING_ACCEPTED, "accepted", TEXT("已受理"), 3, FLOW_REVIEW, FLOW_UNDER_REVIEW,
      TEXT("承办科室正在审核，会在承诺的期限内作出决定。") },
    { FILING_NOT_NEEDED, "not_needed", TEXT("不受理"), 4, FLOW_NOBODY, FLOW_OVER,
      TEXT("这件事依法不需要办理许可。") },
    { FILING_REFUSED, "refused", TEXT("不予受理"), 5, FLOW_NOBODY, FLOW_OVER,
      TEXT("对不予受理不服的，可以在 60 日内申请行政复议，或在 6 个月内提起行政诉讼。") },
    { FILING_GRANTED, "granted", TEXT("准予，待送达"), 8, FLOW_INTAKE, FLOW_UNDER_REVIEW,
      TEXT("已经批准，正在制作结果，10 个工作日内送达。") },
    { FILING_DENIED, "denied", TEXT("不予批准，待送达"), 8, FLOW_INTAKE,
      FLOW_UNDER_REVIEW, TEXT("已经作出决定，正在送达书面决定。") },
    { FILING_DONE, "done", TEXT("办结（通过）"), 11, FLOW_NOBODY, FLOW_OVER,
      TEXT("已经办好。请为这次服务打个分。") },
    { FILING_DONE_DENIED, "done_denied", TEXT("办结（不通过）"), 13, FLOW_NOBODY,
      FLOW_OVER,
      TEXT("对决定不服的，可以在 60 日内申请行政复议，或在 6 个月内提起行政诉讼。") },
    { FILING_TAKEN_BACK, "taken_back", TEXT("已撤回"), 14, FLOW_NOBODY, FLOW_OVER,
      TEXT("您已撤回申请。需要时可以重新提交。") },
};

/* The order of a state's steps is the order of its buttons. */
static const struct flow_step steps[] = {
    { FILING_SUBMITTED, "receive", FILING_RECEIVED, RIGHT_INTAKE, FLOW_CLOCK_GOES_ON,
      TEXT("收件"), TEXT("窗口已收件"), false },
    { FILING_RECEIVED, "accept", FILING_ACCEPTED, RIGHT_INTAKE, FLOW_CLOCK_DECIDE,
      TEXT("受理"), TEXT("已受理"), false },
    { FILING_RECEIVED, "refuse", FILING_REFUSED, RIGHT_INTAKE, FLOW_CLOCK_ENDS,
      TEXT("不予受理"), TEXT("不予受理"), true },
    { FILING_RECEIVED, "decline", FILING_NOT_NEEDED, RIGHT_INTAKE, FLOW_CLOCK_ENDS,
      TEXT("不受理（不需要许可）"), TEXT("告知不需要办理"), true },
    { FILING_ACCEPTED, "grant", FILING_GRANTED, RIGHT_REVIEW, FLOW_CLOCK_DELIVER,
      TEXT("准予"), TEXT("已批准"), false },
    { FILING_ACCEPTED, "deny", FILING_DENIED, RIGHT_REVIEW, FLOW_CLOCK_DELIVER,
      TEXT("不予批准"), TEXT("决定不予批准"), true },
    { FILING_GRANTED, "finish", FILING_DONE, RIGHT_INTAKE | RIGHT_REVIEW, FLOW_CLOCK_ENDS,
      TEXT("送达并办结"), TEXT("已送达，办结"), false },
    { FILING_DENIED, "finish", FILING_DONE_DENIED, RIGHT_INTAKE | RIGHT_REVIEW,
      FLOW_CLOCK_ENDS, TEXT("送达并办结"), TEXT("已送达，办结"), false },
    { FILING_SUBMITTED, "withdraw", FILING_WITHDRAWN, RIGHT_RESIDENT | RIGHT_INTAKE,
      FLOW_CLOCK_ENDS, TEXT("撤回申请"), TEXT("申请人撤回"), false },
    { FILING_RECEIVED, "withdraw", FILING_WITHDRAWN, RIGHT_RESIDENT | RIGHT_INTAKE,
      FLOW_CLOCK_ENDS, TEXT("撤回申请"), TEXT("申请人撤回"), false },
    { FILING_ACCEPTED, "withdraw", FILING_TAKEN_BACK, RIGHT_RESIDENT | RIGHT_INTAKE,
      FLOW_CLOCK_ENDS, TEXT("撤回申请"), TEXT("申请人撤回"), false },
};

const struct flow filing_flow = {
    .name = "filing",
    .label = TEXT("办件"),
    .states = states,
    .state_count = sizeof states / sizeof *states,
    .steps = steps,
    .step_count = sizeof steps / sizeof *steps,
};
