#include "filing_act_form.h"

#include <assert.h>

#include "item_words.h"
#include "page.h"

static const struct form_choice special_choices[] = {
    { "hearing", TEXT("听证") },
    { "tender", TEXT("招标") },
    { "auction", TEXT("拍卖") },
    { "inspection", TEXT("检验") },
    { "testing", TEXT("检测") },
    { "quarantine", TEXT("检疫") },
    { "appraisal", TEXT("鉴定") },
    { "expert_review", TEXT("专家评审") },
    { NULL, NULL },
};

static const struct form_choice delivery_choices[] = {
    { "window", TEXT("窗口领取") }, { "courier", TEXT("邮寄送达") },
    { "online", TEXT("网上下载") }, { "kiosk", TEXT("自助机打印") },
    { "agent", TEXT("村社代领") },  { NULL, NULL },
};

#define HOUR(hour)                                                                       \
    { hour ":00", hour ":00" }, {                                                        \
        hour ":30", hour ":30"                                                           \
    }

static const struct form_choice time_choices[] = {
    HOUR("09"), HOUR("10"), HOUR("11"), HOUR("13"),     HOUR("14"),
    HOUR("15"), HOUR("16"), HOUR("17"), { NULL, NULL },
};

#define DEFECT(name_)                                                                    \
    {                                                                                    \
        .name = name_, .label = TEXT("这份材料缺什么、哪里不对"), .kind = FORM_TEXT,     \
        .max = FILING_DEFECT_MAX                                                         \
    }

static const struct form_field fields[] = {
    { .name = "note",
      .label = TEXT("理由"),
      .kind = FORM_LONG_TEXT,
      .hint = TEXT("申请人会看到这段话"),
      .max = MATTER_NOTE_MAX / 2 },
    { .name = "result",
      .label = TEXT("发给申请人的结果"),
      .kind = FORM_TEXT,
      .hint = TEXT("证照或文书的名称和编号"),
      .max = FILING_RESULT_MAX },
    { .name = "days",
      .label = TEXT("几个工作日"),
      .kind = FORM_INTEGER,
      .min = 1,
      .max = FILING_DAYS_MAX },
    { .name = "special",
      .label = TEXT("哪一种特别程序"),
      .kind = FORM_CHOICE,
      .choices = special_choices },
    { .name = "delivery",
      .label = TEXT("送达方式"),
      .kind = FORM_CHOICE,
      .choices = delivery_choices },
    { .name = "post_number", .label = TEXT("邮寄单号"), .kind = FORM_TEXT, .max = 60 },
    { .name = "body",
      .label = TEXT("有权办理的机关"),
      .kind = FORM_TEXT,
      .hint = TEXT("不归本机关办的，写明该找哪里"),
      .max = 100 },
    { .name = "basis",
      .label = TEXT("法律依据"),
      .kind = FORM_TEXT,
      .hint = TEXT("不填就用办事指南里的设定依据"),
      .max = 300 },
    { .name = "approver",
      .label = TEXT("本级政府哪位负责人批准的"),
      .kind = FORM_TEXT,
      .hint = TEXT("写姓名和职务，会写进延期告知书"),
      .max = 60 },
    { .name = "meeting_day",
      .label = TEXT("哪一天举行"),
      .kind = FORM_DAY,
      .hint = TEXT("至少在 7 个工作日以后") },
    { .name = "meeting_time",
      .label = TEXT("几点开始"),
      .kind = FORM_CHOICE,
      .choices = time_choices },
    { .name = "place",
      .label = TEXT("在哪里举行"),
      .kind = FORM_TEXT,
      .hint = TEXT("哪栋楼、哪个房间"),
      .max = 60 },
    DEFECT("defect_1"),
    DEFECT("defect_2"),
    DEFECT("defect_3"),
    DEFECT("defect_4"),
    DEFECT("defect_5"),
    DEFECT("defect_6"),
    DEFECT("defect_7"),
    DEFECT("defect_8"),
    DEFECT("defect_9"),
    DEFECT("defect_10"),
    DEFECT("defect_11"),
    DEFECT("defect_12"),
    DEFECT("defect_13"),
    DEFECT("defect_14"),
    DEFECT("defect_15"),
    DEFECT("defect_16"),
    DEFECT("defect_17"),
    DEFECT("defect_18"),
    DEFECT("defect_19"),
    DEFECT("defect_20"),
};

enum {
    FIELDS = sizeof fields / sizeof *fields,
    FIRST_DEFECT = FIELDS - FILING_DEFECTS_MAX,
};

const struct form filing_act_form = { "filing.act", fields, FIELDS };

const char *filing_defect_field(size_t paper) {
    assert(paper >= 1 && paper <= FILING_DEFECTS_MAX);
    return fields[FIRST_DEFECT + paper - 1].name;
}

static int64_t value_of(const struct words *words, const char *name) {
    const struct word *const word = word_named(words, name);

    return word ? word->value : 0;
}

struct filing_act filing_read_act(const struct form_input *form, const char *verb) {
    struct filing_act act = {
        .verb = verb,
        .note = form_value(form, "note"),
        .result = form_value(form, "result"),
        .days = form_number(form, "days"),
        .special = value_of(&filing_specials, form_value(form, "special")),
        .delivery = value_of(&item_deliveries, form_value(form, "delivery")),
        .post_number = form_value(form, "post_number"),
        .body = form_value(form, "body"),
        .basis = form_value(form, "basis"),
        .approver = form_value(form, "approver"),
        .meeting_day = (int)form_number(form, "meeting_day"),
        .meeting_time = form_value(form, "meeting_time"),
        .place = form_value(form, "place"),
    };

    for (size_t i = 1; i <= FILING_DEFECTS_MAX; i++)
        act.defect[i] = form_value(form, filing_defect_field(i));
    return act;
}
