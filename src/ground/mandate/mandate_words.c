#include "mandate_words.h"

#include "page.h"

static const struct word bases[] = {
    { MANDATE_FAMILY, "family", TEXT("家人代办") },
    { MANDATE_VILLAGE, "village", TEXT("村社代办员代办") },
    { MANDATE_FIRM, "firm", TEXT("单位经办人") },
    { MANDATE_LETTER, "letter", TEXT("书面委托") },
};
static const struct word scopes[] = {
    { MANDATE_ALL, "all", TEXT("所有事项") },
    { MANDATE_ITEMS, "items", TEXT("指定的事项") },
    { MANDATE_SUBJECTS, "subjects", TEXT("指定的主题") },
    { MANDATE_MATTER, "matter", TEXT("一个办件") },
};
static const struct word consents[] = {
    { MANDATE_SILENT, "none", TEXT("还没有同意") },
    { MANDATE_SIGNED_IN, "signed_in", TEXT("本人登录同意") },
    { MANDATE_SIGNED, "letter", TEXT("窗口核对了签字的委托书") },
    { MANDATE_PRESENT, "present", TEXT("本人到窗口当面同意") },
};
static const struct word states[] = {
    { MANDATE_ASKED, "asked", TEXT("等对方同意") },
    { MANDATE_GIVEN, "given", TEXT("有效") },
    { MANDATE_ENDED, "ended", TEXT("已结束") },
    { MANDATE_REVOKED, "revoked", TEXT("已撤销") },
    { MANDATE_REFUSED, "refused", TEXT("没有同意") },
};
const struct words mandate_bases = { bases, sizeof bases / sizeof *bases };
const struct words mandate_scopes = { scopes, sizeof scopes / sizeof *scopes };
const struct words mandate_consents = { consents, sizeof consents / sizeof *consents };
const struct words mandate_states = { states, sizeof states / sizeof *states };

const struct refusal mandate_unknown = {
    REFUSED_ABSENT, "mandate.unknown",
    TEXT("没有找到这份授权。请回到“代办授权”看现有的授权。"), NULL
};
const struct refusal mandate_over = {
    REFUSED_CONFLICT, "mandate.over",
    TEXT("这份授权今天不在有效期内，或已经撤销。请让本人重新授权，或由本人办理。"), NULL
};
const struct refusal mandate_not_covered = {
    REFUSED_CONFLICT, "mandate.not_covered",
    TEXT("这份授权不包括这件事。请让本人补一份包括它的授权，或由本人办理。"), NULL
};
const struct refusal mandate_wrong_state = {
    REFUSED_CONFLICT, "mandate.wrong_state",
    TEXT("这份授权的状态已经变了，刚才的操作没有生效。请刷新页面看最新状态。"), NULL
};
const struct refusal mandate_wrong_days = {
    REFUSED_INVALID, "mandate.wrong_days",
    TEXT("截止日期要在今天以后、开始日期以后，授权最长三年。请改日期，到期可以再授权。"),
    "end_day"
};
const struct refusal mandate_no_scope = {
    REFUSED_INVALID, "mandate.no_scope",
    TEXT("请写明授权办什么：选事项、主题，或填办件编号，最多 20 个。"), NULL
};
const struct refusal mandate_no_letter = {
    REFUSED_INVALID, "mandate.no_letter",
    TEXT("请填委托书的编号或存放的地方，以后要能找到原件。"), "letter"
};
const struct refusal mandate_no_reason = { REFUSED_INVALID, "mandate.no_reason",
                                           TEXT("请写明为什么撤销，双方都会看到。"),
                                           "reason" };
const struct refusal mandate_self = {
    REFUSED_INVALID, "mandate.self",
    TEXT("办自己的事不用授权，直接申请就可以。替别人办请填对方的证件号。"), "id_number"
};
const struct refusal mandate_no_firm = {
    REFUSED_INVALID, "mandate.no_firm",
    TEXT("单位经办人要由单位授权，其他的代办要由个人授权。请改授权的种类。"), NULL
};
const struct refusal mandate_no_village = {
    REFUSED_INVALID, "mandate.no_village",
    TEXT("代办员在村社网点办公，请选一个村或社区的网点。"), "outlet"
};
const struct refusal mandate_there = {
    REFUSED_CONFLICT, "mandate.there",
    TEXT("同样的授权已经有了，不用再办一份。请在“代办授权”里查看。"), NULL
};
const struct refusal mandate_too_many = {
    REFUSED_CONFLICT, "mandate.too_many",
    TEXT("有效的授权已经有 20 份。请先撤销不用的，再给新的。"), NULL
};
const struct refusal mandate_too_many_asked = {
    REFUSED_BUSY, "mandate.too_many_asked",
    TEXT("等对方同意的请求已经有 10 个。请先收回不用的，再提新的。"), NULL
};
const struct refusal mandate_no_person = {
    REFUSED_FORBIDDEN, "mandate.no_person",
    TEXT("这个账号没有登记办事人信息。请带身份证到窗口补登，再来办授权。"), NULL
};
