#include "item_element.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "arena.h"
#include "item.h"
#include "item_words.h"
#include "text.h"

#define COUNT(fields) (sizeof(fields) / sizeof *(fields))
#define SHAPE(called, fields, type)                                                      \
    { called, fields, COUNT(fields), sizeof(type) }

/* Rows; OF is the struct that the table at hand describes. */
#define ROW(key, what, member, chinese, english)                                         \
    .name = key, .kind = what, .offset = offsetof(OF, member), .label = chinese,         \
    .help = english
#define TEXT_ROW(key, member, most, chinese, english)                                    \
    ROW(key, SHAPE_TEXT, member, chinese, english), .max = most
#define NAME_ROW(key, member, table, chinese, english)                                   \
    TEXT_ROW(key, member, ITEM_NAME_MAX, chinese, english), .words = &table
#define WORD_ROW(key, member, table, chinese, english)                                   \
    ROW(key, SHAPE_WORD, member, chinese, english), .words = &table
#define NUMBER_ROW(key, member, chinese, english)                                        \
    ROW(key, SHAPE_INTEGER, member, chinese, english), .max = ITEM_NUMBER_MAX
#define GRADE_ROW(key, member, table, most, chinese, english)                            \
    ROW(key, SHAPE_INTEGER, member, chinese, english), .words = &table, .max = most
#define FLAG_ROW(key, member, chinese, english)                                          \
    ROW(key, SHAPE_FLAG, member, chinese, english), .max = 1
#define WORDS_ROW(key, member, chinese, english)                                         \
    ROW(key, SHAPE_WORDS, member.word, chinese, english),                                \
        .max = ITEM_NAME_MAX, .count_offset = offsetof(OF, member.count)
#define LIST_ROW(key, member, length, shape, chinese, english)                           \
    ROW(key, SHAPE_LIST, member, chinese, english),                                      \
        .max = ITEM_PAPERS_MAX, .count_offset = offsetof(OF, length), .of = &shape
#define PART_ROW(key, shape, chinese, english)                                           \
    .name = key, .kind = SHAPE_OBJECT, .of = &shape, .label = chinese, .help = english

/* ---- lists ---- */

#define OF struct item_paper
static const struct shape_field paper_fields[] = {
    { TEXT_ROW("situation", situation, ITEM_NAME_MAX, TEXT("情形"),
               "empty: in every situation") },
    { TEXT_ROW("name", name, ITEM_NAME_MAX, TEXT("材料名称"), "what it is"),
      .duty = SHAPE_REQUIRED },
    { WORD_ROW("kind", kind, item_paper_kinds, TEXT("材料类型"), "what is asked for") },
    { WORD_ROW("form", form, item_paper_forms, TEXT("材料形式"), "on what") },
    { WORD_ROW("source", source, item_paper_sources, TEXT("来源渠道"), "from whom"),
      .otherwise = 10 },
    { TEXT_ROW("source_note", source_note, ITEM_SHORT_MAX, TEXT("来源渠道说明"),
               "who issues it") },
    { NUMBER_ROW("copies", copies, TEXT("份数"), "how many"), .otherwise = 1 },
    { TEXT_ROW("size", size, ITEM_NAME_MAX, TEXT("纸质规格"), "such as A4") },
    { WORD_ROW("necessity", necessity, item_necessities, TEXT("材料必要性"),
               "deferrable: it may follow"),
      .otherwise = 1 },
    { NUMBER_ROW("follow_days", follow_days, TEXT("容缺补齐期限（工作日）"),
                 "in how many working days it has to follow, 0 unsaid") },
    { WORD_ROW("acceptance", acceptance, item_acceptances, TEXT("验收方式"),
               "what the window keeps") },
    { TEXT_ROW("standard", standard, ITEM_LONG_MAX, TEXT("受理标准"),
               "what makes it acceptable") },
    { TEXT_ROW("note", note, ITEM_LONG_MAX, TEXT("填报须知"), "how to fill it in") },
    { TEXT_ROW("blank_form", blank_form, ITEM_SHORT_MAX, TEXT("空白表格"),
               "name or address of the empty form") },
    { TEXT_ROW("sample", sample, ITEM_SHORT_MAX, TEXT("示例样表"),
               "name or address of one filled in") },
    { FLAG_ROW("exempt", exempt, TEXT("免提交"),
               "taken from shared data: need not be brought") },
};
static const struct shape paper_shape = SHAPE("ItemPaper", paper_fields, OF);
#undef OF

#define OF struct item_line
static const struct shape_field basis_fields[] = {
    { TEXT_ROW("law", title, ITEM_SHORT_MAX, TEXT("法律法规名称"), "its name"),
      .duty = SHAPE_REQUIRED },
    { TEXT_ROW("clause", detail, ITEM_LONG_MAX, TEXT("条款"), "which") },
    { TEXT_ROW("text", note, ITEM_LONG_MAX, TEXT("条款内容"), "what it says") },
};
static const struct shape basis_shape = SHAPE("ItemBasis", basis_fields, OF);

static const struct shape_field step_fields[] = {
    { TEXT_ROW("name", title, ITEM_SHORT_MAX, TEXT("环节名称"), "of the step"),
      .duty = SHAPE_REQUIRED },
    { TEXT_ROW("office", detail, ITEM_LONG_MAX, TEXT("办理部门或岗位"), "who does it") },
    { NUMBER_ROW("days", days, TEXT("环节时限"), "how long it takes") },
    { TEXT_ROW("note", note, ITEM_LONG_MAX, TEXT("办理内容"), "what is done") },
};
static const struct shape step_shape = SHAPE("ItemStep", step_fields, OF);

#undef OF

#define OF struct item_office
static const struct shape_field office_fields[] = {
    { TEXT_ROW("department", department, ITEM_NAME_MAX, TEXT("联办科室"),
               "its code in the town, or the name of one outside"),
      .duty = SHAPE_REQUIRED },
    { NUMBER_ROW("stage", stage, TEXT("第几步"),
                 "from 1: those of one stage work side by side"),
      .otherwise = 1 },
    { NUMBER_ROW("days", days, TEXT("回复意见时限（工作日）"),
                 "for its opinion, 0: as long as the item") },
    { TEXT_ROW("examines", examines, ITEM_LONG_MAX, TEXT("审查内容"),
               "what it looks at") },
};
static const struct shape office_shape = SHAPE("ItemOffice", office_fields, OF);
#undef OF

#define OF struct item_line
static const struct shape_field fee_line_fields[] = {
    { TEXT_ROW("name", title, ITEM_SHORT_MAX, TEXT("收费项目"), "what is paid for"),
      .duty = SHAPE_REQUIRED },
    { TEXT_ROW("standard", detail, ITEM_LONG_MAX, TEXT("收费标准"), "how much") },
    { TEXT_ROW("method", note, ITEM_LONG_MAX, TEXT("收费方式"), "how it is paid") },
    { TEXT_ROW("relief", relief, ITEM_LONG_MAX, TEXT("减免"),
               "who pays less, and by what law") },
    { TEXT_ROW("basis", basis, ITEM_LONG_MAX, TEXT("收费项目依据"), "of this line") },
};
static const struct shape fee_line_shape = SHAPE("ItemFeeLine", fee_line_fields, OF);

static const struct shape_field question_fields[] = {
    { TEXT_ROW("q", title, ITEM_SHORT_MAX, TEXT("问题"), "question"),
      .duty = SHAPE_REQUIRED },
    { TEXT_ROW("a", detail, ITEM_LONG_MAX, TEXT("回答"), "answer") },
};
static const struct shape question_shape = SHAPE("ItemQuestion", question_fields, OF);
#undef OF

#define OF struct item_standing
static const struct shape_field place_fields[] = {
    { TEXT_ROW("outlet", outlet, ITEM_CODE_MAX, TEXT("网点编码"), "its code"),
      .duty = SHAPE_REQUIRED },
    { WORD_ROW("state", state, item_place_states, TEXT("办理状态"),
               "how the item stands there"),
      .otherwise = 1 },
    { TEXT_ROW("holder", holder, ITEM_NAME_MAX, TEXT("由谁办理"),
               "who does what was handed down") },
};
static const struct shape place_shape = SHAPE("ItemPlace", place_fields, OF);
#undef OF

/* ---- parts of the version under a name of their own ---- */

#define OF struct item_version
static const struct shape_field legal_fields[] = {
    { NUMBER_ROW("n", legal.count, TEXT("法定办结时限"), "0: no limit") },
    { WORD_ROW("unit", legal.unit, item_units, TEXT("法定办结时限单位"), "of n"),
      .otherwise = 1 },
    { TEXT_ROW("note", legal_note, ITEM_LONG_MAX, TEXT("法定时限说明"),
               "what has to be known of it") },
};
static const struct shape legal_shape = SHAPE("ItemLegalLimit", legal_fields, OF);

static const struct shape_field promised_fields[] = {
    { NUMBER_ROW("n", promised.count, TEXT("承诺办结时限"), "0: no limit") },
    { WORD_ROW("unit", promised.unit, item_units, TEXT("承诺办结时限单位"), "of n"),
      .otherwise = 1 },
    { TEXT_ROW("note", promised_note, ITEM_LONG_MAX, TEXT("承诺时限说明"),
               "what has to be known of it") },
};
static const struct shape promised_shape =
    SHAPE("ItemPromisedLimit", promised_fields, OF);

static const struct shape_field fee_fields[] = {
    { WORD_ROW("charged", fee_charged, item_answers, TEXT("是否收费"), "empty: unknown"),
      .otherwise = -1 },
    { TEXT_ROW("basis", fee_basis, ITEM_LONG_MAX, TEXT("收费依据"), "by what law") },
    { WORD_ROW("online", online_payment, item_answers, TEXT("是否支持网上支付"),
               "empty: unknown"),
      .otherwise = -1 },
    { LIST_ROW("lines", fees.line, fees.count, fee_line_shape, TEXT("收费明细"),
               "each fee") },
};
static const struct shape fee_shape = SHAPE("ItemFee", fee_fields, OF);

static const struct shape_field result_fields[] = {
    { TEXT_ROW("name", result_name, ITEM_NAME_MAX, TEXT("结果名称"), "what one gets") },
    { NAME_ROW("kind", result_kind, item_result_kinds, TEXT("结果类型"),
               "empty: unknown") },
    { TEXT_ROW("sample", result_sample, ITEM_LONG_MAX, TEXT("结果样本"),
               "what it looks like") },
    { WORDS_ROW("deliveries", deliveries, TEXT("结果送达方式"), "how it comes"),
      .words = &item_deliveries },
};
static const struct shape result_shape = SHAPE("ItemResult", result_fields, OF);

/* ---- the item ---- */

enum {
    DATED_FIELDS = 2,    /* of one publishing, which no file holds */
    STANDING_FIELDS = 3, /* of the item, which no version holds */
};

static const struct shape_field item_fields[] = {
    { .name = "version",
      .kind = SHAPE_INTEGER,
      .offset = offsetof(OF, version),
      .help = "1, 2 ..." },
    { .name = "published",
      .kind = SHAPE_MOMENT,
      .offset = offsetof(OF, published_ms),
      .help = "when this version was" },

    { WORD_ROW("state", state, item_states, TEXT("事项状态"),
               "a file that does not say it leaves it alone") },
    { TEXT_ROW("holder", holder, ITEM_NAME_MAX, TEXT("下放给谁"),
               "who does it, of an item handed down") },
    { LIST_ROW("places", places, place_count, place_shape, TEXT("网点办理情况"),
               "outlets where it does not stand as usual") },

    { TEXT_ROW("code", code, ITEM_CODE_MAX, TEXT("事项编码"), "in its scheme"),
      .duty = SHAPE_REQUIRED, .group = TEXT("名称和编码") },
    { NAME_ROW("code_scheme", code_scheme, item_schemes, TEXT("编码规则"),
               "whose rules the code follows; by its look when unsaid") },
    { TEXT_ROW("name", name, ITEM_NAME_MAX, TEXT("事项名称"),
               "of the business item, which people come for"),
      .duty = SHAPE_REQUIRED },
    { TEXT_ROW("short_name", short_name, ITEM_NAME_MAX, TEXT("事项简称"),
               "as people shorten it") },
    { WORDS_ROW("daily_terms", daily_terms, TEXT("日常用语"), "what people call it") },
    { TEXT_ROW("base_code", base_code, ITEM_CODE_MAX, TEXT("基本编码"),
               "of the sub-item, in the catalogue") },
    { TEXT_ROW("sub_name", sub_name, ITEM_NAME_MAX, TEXT("子项名称"),
               "of the sub-item") },
    { TEXT_ROW("main_code", main_code, ITEM_CODE_MAX, TEXT("主项编码"),
               "of the main item, in the catalogue") },
    { TEXT_ROW("main_name", main_name, ITEM_NAME_MAX, TEXT("主项名称"),
               "of the main item") },
    { TEXT_ROW("local_code", local_code, ITEM_CODE_MAX, TEXT("地方实施编码"),
               "of the province's own") },
    { TEXT_ROW("local_base_code", local_base_code, ITEM_CODE_MAX, TEXT("地方基本编码"),
               "likewise") },

    { TEXT_ROW("type_code", type_code, 2, TEXT("事项类型编码"), "of the scheme"),
      .group = TEXT("类型和实施主体") },
    { TEXT_ROW("type_name", type_name, ITEM_NAME_MAX, TEXT("事项类型"), "in Chinese"),
      .duty = SHAPE_DERIVED },
    { TEXT_ROW("department", department, ITEM_NAME_MAX, TEXT("实施主体"),
               "who decides") },
    { WORD_ROW("body_kind", body_kind, item_body_kinds, TEXT("实施主体性质"),
               "by what right it does") },
    { TEXT_ROW("authority", authority, ITEM_NAME_MAX, TEXT("主管部门"),
               "whose field it is") },
    { WORD_ROW("power_source", power_source, item_power_sources, TEXT("权力来源"),
               "where the power comes from") },
    { GRADE_ROW("level", level, item_levels, 6, TEXT("行使层级"),
                "1 national, 2 province, 3 city, 4 county, 5 town, 6 village, "
                "0 unknown") },
    { WORDS_ROW("levels", levels, TEXT("多级行使的层级"),
                "all levels that exercise it, when there are several"),
      .words = &item_levels },
    { TEXT_ROW("area", area, ITEM_NAME_MAX, TEXT("适用地区"), "where it holds") },
    { FLAG_ROW("featured", featured, TEXT("特色事项（跨部门）"), "crosses departments") },
    { WORDS_ROW("partners", partners, TEXT("联办部门"), "who takes part") },

    { WORD_ROW("kind", kind, item_kinds, TEXT("办件类型"), "empty: unknown"),
      .group = TEXT("办理时限") },
    { WORD_ROW("review", review, item_reviews, TEXT("审查类型"), "empty: unknown") },
    { PART_ROW("legal_limit", legal_shape, TEXT("法定办结时限"), "by law") },
    { PART_ROW("promised_limit", promised_shape, TEXT("承诺办结时限"), "by promise") },

    { WORDS_ROW("targets", targets, TEXT("服务对象"), "whom it serves"),
      .words = &item_targets, .group = TEXT("谁能办") },
    { TEXT_ROW("conditions", conditions, ITEM_TEXT_MAX, TEXT("受理条件"),
               "who can apply") },
    { TEXT_ROW("quantity_limit", quantity_limit, ITEM_LONG_MAX, TEXT("数量限制"),
               "how many are given, if there is a limit") },

    { LIST_ROW("papers", papers, paper_count, paper_shape, TEXT("申请材料"),
               "what is handed in"),
      .group = TEXT("材料") },
    { FLAG_ROW("deferral", deferral, TEXT("容缺受理"), "some papers may follow later") },
    { TEXT_ROW("deferral_note", deferral_note, ITEM_LONG_MAX, TEXT("容缺说明"),
               "what happens until then") },
    { FLAG_ROW("promise", promise, TEXT("告知承诺"),
               "a written promise replaces papers") },
    { TEXT_ROW("promise_note", promise_note, ITEM_LONG_MAX, TEXT("告知承诺内容"),
               "what is promised") },
    { NUMBER_ROW("paper_days", paper_days, TEXT("办结后材料保存天数"),
                 "how long papers are kept after the end; 0: as long as the hall says, "
                 "-1: for ever"),
      .min = -1 },

    { LIST_ROW("steps", steps.line, steps.count, step_shape, TEXT("办理流程"),
               "what happens"),
      .group = TEXT("流程、收费和结果") },
    { LIST_ROW("offices", offices, office_count, office_shape, TEXT("联办安排"),
               "offices that examine it together, in stages") },
    { PART_ROW("fee", fee_shape, TEXT("收费"), "what it costs") },
    { PART_ROW("result", result_shape, TEXT("办理结果"), "what one gets") },

    { WORDS_ROW("ways", ways, TEXT("办理方式"), "where one goes"), .words = &item_ways,
      .group = TEXT("怎么办、到哪办") },
    { WORDS_ROW("handling", handlings, TEXT("办理形式"), "how one applies"),
      .words = &item_handlings },
    { NUMBER_ROW("visits", visits, TEXT("到办事现场次数"), "to the hall, -1 unknown"),
      .min = -1, .otherwise = -1 },
    { TEXT_ROW("visits_reason", visits_reason, ITEM_SHORT_MAX,
               TEXT("必须现场办理原因说明"), "why one has to come") },
    { GRADE_ROW("online_depth", online_depth, item_depths, 4, TEXT("网办深度"),
                "1 to 4 of the province, 0 unknown") },
    { WORDS_ROW("online_services", services, TEXT("网上办理深度"),
                "what can be done online, of the nation's eight"),
      .words = &item_services },
    { WORD_ROW("scope_kind", scope_kind, item_scopes, TEXT("通办范围"),
               "from where one may apply; empty: unknown") },
    { TEXT_ROW("scope", scope, ITEM_SHORT_MAX, TEXT("通办范围说明"), "in words") },
    { TEXT_ROW("place", place, ITEM_LONG_MAX, TEXT("办理地点"), "where") },
    { TEXT_ROW("window", window, ITEM_SHORT_MAX, TEXT("办理窗口"), "which") },
    { TEXT_ROW("hours", hours, ITEM_SHORT_MAX, TEXT("办理时间"), "when") },
    { TEXT_ROW("phone", phone, ITEM_SHORT_MAX, TEXT("咨询电话"), "for questions") },
    { TEXT_ROW("complaint_phone", complaint_phone, ITEM_SHORT_MAX, TEXT("投诉电话"),
               "for complaints") },
    { FLAG_ROW("courier", courier, TEXT("支持寄送"), "the result can be sent") },
    { FLAG_ROW("booking", booking, TEXT("支持预约"), "a time can be booked") },

    { WORDS_ROW("subjects", subjects, TEXT("主题"), "in Chinese; codes are read, too"),
      .offered = &item_subjects, .group = TEXT("分类") },
    { WORDS_ROW("life_events", life_events, TEXT("一件事"), "likewise"),
      .offered = &item_life_events },
    { WORDS_ROW("zones", zones, TEXT("专区"), "of the hall that show it"),
      .words = &item_zones },

    { LIST_ROW("basis", basis.line, basis.count, basis_shape, TEXT("设定和实施依据"),
               "the law"),
      .group = TEXT("依据和问答") },
    { LIST_ROW("faq", questions.line, questions.count, question_shape, TEXT("常见问题"),
               "often asked") },
    { TEXT_ROW("note", note, ITEM_LONG_MAX, TEXT("备注"), "more to know") },
};
#undef OF

const struct shape item_shape = SHAPE("Item", item_fields, struct item_version);
const struct shape item_file_shape = { "Item", item_fields + DATED_FIELDS,
                                       COUNT(item_fields) - DATED_FIELDS,
                                       sizeof(struct item_version) };
const struct shape item_version_shape = {
    "Item",
    item_fields + DATED_FIELDS + STANDING_FIELDS,
    COUNT(item_fields) - DATED_FIELDS - STANDING_FIELDS,
    sizeof(struct item_version),
};

/* ---- one by one ---- */

struct walk {
    struct arena *arena;
    struct item_element *element; /* NULL: only counted */
    size_t count;
    const char *group;
};

static void walk_field(struct walk *walk, const char *path,
                       const struct shape_field *field) {
    if (walk->element)
        walk->element[walk->count] = (struct item_element){ path, walk->group, field };
    walk->count++;
}

static void walk_part(struct walk *walk, const struct shape_field *part) {
    assert(part->offset == 0);
    for (size_t i = 0; i < part->of->count; i++) {
        const struct shape_field *const field = &part->of->fields[i];

        assert(field->kind != SHAPE_OBJECT);
        walk_field(walk, arena_format(walk->arena, "%s.%s", part->name, field->name),
                   field);
    }
}

static void walk_all(struct walk *walk) {
    for (size_t i = 0; i < item_version_shape.count; i++) {
        const struct shape_field *const field = &item_version_shape.fields[i];

        if (field->group)
            walk->group = field->group;
        if (field->kind == SHAPE_OBJECT)
            walk_part(walk, field);
        else
            walk_field(walk, field->name, field);
    }
}

struct item_elements item_elements(struct arena *arena) {
    struct walk count = { .arena = arena };
    struct walk walk = { .arena = arena };

    walk_all(&count);
    walk.element = arena_alloc(arena, count.count * sizeof *walk.element);
    walk_all(&walk);
    return (struct item_elements){ walk.element, walk.count };
}

/* ---- what is said ---- */

static const void *member_of(const struct shape_field *field, const void *at) {
    return (const char *)at + field->offset;
}

static int64_t number_of(const struct shape_field *field, const void *at) {
    return *(const int64_t *)member_of(field, at);
}

static const char *text_of(const struct shape_field *field, const void *at) {
    const char *const string = *(const char *const *)member_of(field, at);

    if (!string)
        return "";
    return field->words ? word_reads(field->words, string) : string;
}

static const char *words_of(struct arena *arena, const struct shape_field *field,
                            const void *at) {
    const char *const *const words = *(const char *const *const *)member_of(field, at);
    const size_t count =
        *(const size_t *)(const void *)((const char *)at + field->count_offset);
    struct text text = { .arena = arena };

    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            text_add_byte(&text, '\n');
        text_add(&text, field->words ? word_reads(field->words, words[i]) : words[i]);
    }
    return text_string(&text);
}

/* A number with words is one of them or unknown; one that is as unsaid says nothing. */
static const char *number_text(struct arena *arena, const struct shape_field *field,
                               const void *at) {
    const int64_t number = number_of(field, at);

    if (field->words)
        return word_chinese(field->words, number);
    return number < 0 ? "" : arena_format(arena, "%lld", (long long)number);
}

const char *item_element_text(struct arena *arena, const struct shape_field *field,
                              const void *at) {
    switch (field->kind) {
    case SHAPE_TEXT: return text_of(field, at);
    case SHAPE_INTEGER:
    case SHAPE_WORD: return number_text(arena, field, at);
    case SHAPE_FLAG: return word_chinese(&item_answers, number_of(field, at));
    case SHAPE_WORDS: return words_of(arena, field, at);
    case SHAPE_DAY:
    case SHAPE_MOMENT:
    case SHAPE_OBJECT:
    case SHAPE_LIST: break;
    }
    return "";
}

void item_element_take(const struct shape_field *field, struct item_version *version,
                       const struct item_version *other) {
    char *const to = (char *)version;
    const char *const from = (const char *)other;
    const bool is_number = field->kind == SHAPE_INTEGER || field->kind == SHAPE_FLAG ||
                           field->kind == SHAPE_WORD;

    assert(field->kind != SHAPE_OBJECT);
    memcpy(to + field->offset, from + field->offset,
           is_number ? sizeof(int64_t) : sizeof(void *));
    if (field->kind == SHAPE_WORDS || field->kind == SHAPE_LIST)
        memcpy(to + field->count_offset, from + field->count_offset, sizeof(size_t));
}

/* ---- nothing said ---- */

static void begin_fields(const struct shape *shape, struct item_version *version) {
    for (size_t i = 0; i < shape->count; i++) {
        const struct shape_field *const field = &shape->fields[i];
        int64_t *const number = (int64_t *)(void *)((char *)version + field->offset);

        if (field->kind == SHAPE_OBJECT)
            begin_fields(field->of, version);
        else if (field->kind == SHAPE_INTEGER || field->kind == SHAPE_WORD)
            *number = field->otherwise;
    }
}

struct item_version item_nothing(void) {
    struct item_version version = { .id = 0 };

    begin_fields(&item_file_shape, &version);
    item_complete(&version);
    return version;
}

static void complete_fields(const struct shape *shape, struct item_version *version) {
    for (size_t i = 0; i < shape->count; i++) {
        const struct shape_field *const field = &shape->fields[i];
        const char **const string =
            (const char **)(void *)((char *)version + field->offset);

        if (field->kind == SHAPE_OBJECT)
            complete_fields(field->of, version);
        else if (field->kind == SHAPE_TEXT && !*string)
            *string = "";
    }
}

void item_complete(struct item_version *version) {
    complete_fields(&item_file_shape, version);
}
