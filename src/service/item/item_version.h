/*
 * item_version -- what an item says: all its elements (要素).
 *
 * The structs here are described, member by member, by the table of item_element.h:
 * files, the API, forms, sheets and comparisons come from it.  A member that the table
 * does not have is not an element.
 *
 * Three codes and names stand above one another, the main item 主项, the sub-item 子项
 * and the business item 业务办理项, which is what people come for:
 *
 *     main_code, main_name  ->  base_code, sub_name  ->  code, name
 *
 * No text is NULL.  -1 is unknown where 0 means something, else 0 is.  Numbers whose
 * table is named are values of item_words.h.
 */
#ifndef ITEM_VERSION_H
#define ITEM_VERSION_H

#include <stddef.h>
#include <stdint.h>

/* Characters that a text may have; what is longer than short may have lines. */
enum {
    ITEM_NAME_MAX = 200,
    ITEM_SHORT_MAX = 500,
    ITEM_LONG_MAX = 4000,
    ITEM_TEXT_MAX = 20000,
    ITEM_NUMBER_MAX = 10000, /* of a number */
};

/* Words in order, without duplicates; none is "". */
struct item_list {
    const char *const *word;
    size_t count;
};

/* A time limit (时限); count 0 is none.  Units are item_units. */
struct item_limit {
    int64_t count;
    int64_t unit;
};

/* 申请材料.  Those that may follow (necessity 容缺后补) are the 容缺 list. */
struct item_paper {
    const char *situation; /* 情形; "" in every one */
    const char *name;
    int64_t kind; /* item_paper_kinds, and so on */
    int64_t form;
    int64_t source;
    const char *source_note;
    int64_t copies;
    const char *size;
    int64_t necessity;
    int64_t follow_days; /* 容缺补齐期限, in working days */
    int64_t acceptance;
    const char *standard;   /* 受理标准 */
    const char *note;       /* 填报须知 */
    const char *blank_form; /* 空白表格: its name or address; sample likewise */
    const char *sample;     /* 示例样表 */
    int64_t exempt;         /* 1: 免提交, taken from shared data */
};

/* A line of another list; what stands where:
 *     basis     law      clause     what it says
 *     steps     name     office     what is done  days
 *     fees      name     standard   method              relief  basis
 *     questions question answer
 */
struct item_line {
    const char *title;
    const char *detail;
    const char *note;
    int64_t days;
    const char *relief; /* 减免: for whom and by which rule; "" none */
    const char *basis;  /* 收费依据 of this line */
};

struct item_lines {
    const struct item_line *line;
    size_t count;
};

/* One of several offices that examine a filing together (联办).  Those of one stage work
 * side by side, a stage begins when the one before it is through. */
struct item_office {
    const char *department; /* its code in the town, or its name; one that the town does
                               not have is outside, and answers on paper */
    int64_t stage;          /* from 1 */
    int64_t days;           /* working days for its opinion; 0: as long as the item */
    const char *examines;   /* what it looks at; "" unsaid */
};

/* How its item stands at an outlet where it does not stand as usual (item_adjust.h). */
struct item_standing {
    const char *outlet; /* its code */
    int64_t state;      /* item_place_states */
    const char *holder; /* of one handed down; else "" */
};

struct item_version {
    int64_t id, item_id, version, published_ms; /* of a published one */
    int64_t state;      /* of its item when it was read: item_states, 0 unsaid */
    const char *holder; /* of an item handed down; else "" */
    const struct item_standing *places; /* what item_read_standing() found */
    size_t place_count;
    int64_t department_id; /* 0: none of this town's; set by publishing */
    const char *code;
    const char *code_scheme; /* a name of item_schemes */
    const char *base_code, *main_code;
    const char *local_code, *local_base_code; /* 地方实施编码 地方基本编码 */
    const char *name, *sub_name, *main_name, *short_name;
    const char *type_code, *type_name;
    const char *department, *authority; /* 实施主体 主管部门 */
    int64_t body_kind, power_source;
    const char *area;
    int64_t level;        /* of this item; levels are all that exercise it */
    int64_t kind, review; /* 办件类型 审查类型 */
    struct item_limit legal, promised;
    const char *legal_note, *promised_note; /* 时限说明 */
    int64_t visits;                         /* 到办事现场次数, -1 unknown */
    const char *visits_reason, *conditions;
    const char *quantity_limit; /* 数量限制 */
    int64_t fee_charged;        /* -1 unknown */
    int64_t online_payment;     /* likewise */
    const char *fee_basis;
    const char *result_name, *result_kind, *result_sample;
    const char *phone, *complaint_phone, *place, *window, *hours;
    int64_t scope_kind; /* 通办范围; scope says it in words */
    const char *scope, *note;
    int64_t online_depth;                        /* 0 unknown, 1 to 4 */
    int64_t promise, deferral, courier, booking; /* 告知承诺 容缺受理 寄送 预约 */
    const char *promise_note, *deferral_note;
    int64_t paper_days; /* 办结后材料保存天数: 0 the hall's, -1 for ever */
    int64_t featured; /* 1: 特色事项, crosses departments; partners are the others */
    struct item_list daily_terms, levels, ways, handlings, services, deliveries, targets,
        subjects, life_events, zones, partners;
    const struct item_paper *papers;
    size_t paper_count;
    const struct item_office *offices; /* in order; none: one department decides */
    size_t office_count;
    struct item_lines basis, steps, fees, questions;
};

#endif
