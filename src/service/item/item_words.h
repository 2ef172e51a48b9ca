/*
 * item_words -- the enumerations of service items: what is stored, what the API and
 * files say, and what people read.
 *
 * The numbers are those of the national catalogue (GB/T 39554) where it has them.
 * A name is a stable English word.  The Chinese is marked for the catalogue of texts.
 */
#ifndef ITEM_WORDS_H
#define ITEM_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "page.h"

struct arena;

struct item_word {
    int64_t value;
    const char *name;
    const char *chinese; /* TEXT() */
};

struct item_words {
    const struct item_word *word;
    size_t count;
};

extern const struct item_words item_states;      /* 事项状态 */
extern const struct item_words item_levels;      /* 行使层级 */
extern const struct item_words item_kinds;       /* 办件类型 */
extern const struct item_words item_units;       /* 时限单位, read behind a number */
extern const struct item_words item_answers;     /* 是否: no 0, yes 1 */
extern const struct item_words item_paper_kinds; /* 材料类型 */
extern const struct item_words item_paper_forms; /* 材料形式 */
extern const struct item_words item_paper_sources; /* 来源渠道 */
extern const struct item_words item_necessities;   /* 材料必要性 */
extern const struct item_words item_ways;          /* 办理方式 */
extern const struct item_words item_targets;       /* 服务对象 */
extern const struct item_words item_subjects;      /* 主题: codes of our own list */
extern const struct item_words item_result_kinds;  /* 审批结果类型 */
extern const struct item_words item_directories;   /* by what items are listed */

/* The word of a value, a name or a Chinese wording; NULL when there is none. */
const struct item_word *item_word_of(const struct item_words *words, int64_t value);
const struct item_word *item_word_named(const struct item_words *words, const char *name);
const struct item_word *item_word_said(const struct item_words *words,
                                       const char *chinese);

/* The name or the Chinese of a value, "" when it is unknown. */
const char *item_word_name(const struct item_words *words, int64_t value);
const char *item_word_chinese(const struct item_words *words, int64_t value);

/* A limit as people read it, "20 个工作日"; the unit is of item_units. */
const char *item_say_limit(struct arena *arena, enum language language, int64_t count,
                           int64_t unit);

/* What a name stands for in Chinese; the name itself when no table has it. */
const char *item_word_reads(const struct item_words *words, const char *name);

/*
 * The type (事项类型) that a code means in a scheme: the national catalogue's 10 is 其他
 * 行政权力 and 20 公共服务, Guangdong's 20 and 21.  "" when the scheme has no such code.
 */
const char *item_type_name(const char *scheme, const char *type_code);

#endif
