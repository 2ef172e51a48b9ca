/*
 * item_words -- the enumerations of service items: what is stored, what the API and
 * files say, and what people read.
 *
 * The numbers are those of the national catalogue (GB/T 39554) where it has them.
 * A name is a stable English word.  The Chinese is marked for the catalogue of texts.
 */
#ifndef ITEM_WORDS_H
#define ITEM_WORDS_H

#include <stdint.h>

#include "page.h"
#include "word.h"

struct arena;

extern const struct words item_states;        /* 事项状态 */
extern const struct words item_place_states;  /* 办理状态, at an outlet */
extern const struct words item_schemes;       /* 编码规则 */
extern const struct words item_levels;        /* 行使层级 */
extern const struct words item_body_kinds;    /* 实施主体性质 */
extern const struct words item_power_sources; /* 权力来源 */
extern const struct words item_kinds;         /* 办件类型 */
extern const struct words item_reviews;       /* 审查类型 */
extern const struct words item_units;         /* 时限单位, read behind a number */
extern const struct words item_answers;       /* 是否: no 0, yes 1 */
extern const struct words item_paper_kinds;   /* 材料类型 */
extern const struct words item_paper_forms;   /* 材料形式 */
extern const struct words item_paper_sources; /* 来源渠道 */
extern const struct words item_necessities;   /* 材料必要性 */
extern const struct words item_acceptances;   /* 验收方式 */
extern const struct words item_ways;          /* 办理方式: where one goes */
extern const struct words item_handlings;     /* 办理形式: how one applies */
extern const struct words item_scopes;        /* 通办范围 */
extern const struct words item_depths;        /* 网办深度, Zhejiang's four grades */
extern const struct words item_services;      /* 网上办理深度, the national eight */
extern const struct words item_targets;       /* 服务对象 */
extern const struct words item_subjects;      /* 主题: codes of our own list */
extern const struct words item_life_events;   /* 一件事: likewise */
extern const struct words item_result_kinds;  /* 审批结果类型 */
extern const struct words item_deliveries;    /* 结果送达方式 */
extern const struct words item_zones;         /* 专区 */
extern const struct words item_featured;      /* 特色事项, as a directory */
extern const struct words item_directories;   /* by what items are listed */

/* A limit as people read it, "20 个工作日"; the unit is of item_units. */
const char *item_say_limit(struct arena *arena, enum language language, int64_t count,
                           int64_t unit);

/*
 * The type (事项类型) that a code means in a scheme: the national catalogue's 10 is 其他
 * 行政权力 and 20 公共服务, Guangdong's 20 and 21.  "" when the scheme has no such code.
 */
const char *item_type_name(const char *scheme, const char *type_code);

#endif
