/*
 * item -- a service item (政务服务事项): one thing that the hall does for people.
 *
 * An item is its code.  What it says is a version: publishing makes a new one and never
 * changes an old one, and a matter goes on under the version that it was accepted under.
 * Nothing is deleted.
 *
 *     in use 在用 <--> suspended 暂停, handed down 下放
 *         \                /
 *          `-> cancelled 取消      takes no new matter; running ones are finished
 *
 * A cancelled item stays cancelled: neither a new version nor a new state revives it.
 * All others stand in the directories (by department, subject, way and target); only
 * those in use may be filed and are found by the guide.  Who moves an item along the
 * diagram, and where it is done, is said in item_adjust.h.
 */
#ifndef ITEM_H
#define ITEM_H

#include <stddef.h>
#include <stdint.h>

#include "work.h"

enum item_state { ITEM_IN_USE = 1, ITEM_SUSPENDED, ITEM_CANCELLED, ITEM_HANDED_DOWN };

enum {
    ITEM_PAPERS_MAX = 60, /* of a version; lines of each other list, too */
    ITEM_WORDS_MAX = 60,  /* of one list of words */
    ITEM_CODE_MAX = 80,   /* bytes */
};

/* Words in order, without duplicates; none is "". */
struct item_list {
    const char *const *word;
    size_t count;
};

/* A time limit (时限); count 0 is none.  Units are item_units of item_words.h. */
struct item_limit {
    int64_t count;
    int64_t unit;
};

/* 申请材料.  Numbers are values of item_words.h, 0 unknown. */
struct item_paper {
    const char *situation; /* 情形; "" in every one */
    const char *name;
    int64_t kind;
    int64_t form;
    int64_t source;
    const char *source_note;
    int64_t copies;
    const char *size;
    int64_t necessity;
    const char *standard; /* 受理标准 */
    const char *note;     /* 填报须知 */
    int64_t exempt;       /* 1: 免提交, taken from shared data */
};

/* A line of another list; what stands where:
 *     basis     law      clause     what it says
 *     steps     name     office     what is done     days
 *     fees      name     standard
 *     questions question answer
 */
struct item_line {
    const char *title;
    const char *detail;
    const char *note;
    int64_t days;
};

struct item_lines {
    const struct item_line *line;
    size_t count;
};

/* What an item says.  No text is NULL; -1 is unknown where 0 means something. */
struct item_version {
    int64_t id, item_id, version, published_ms; /* of a published one */
    const char *code;
    const char *code_scheme; /* national, guangdong, sichuan, local */
    const char *base_code, *name, *main_name, *short_name;
    const char *type_code, *type_name, *department, *area;
    int64_t department_id; /* 0: none of this town's; set by publishing */
    int64_t level, kind;
    struct item_limit legal, promised;
    int64_t visits; /* 到办事现场次数, -1 unknown */
    const char *visits_reason, *conditions;
    int64_t fee_charged; /* -1 unknown */
    const char *fee_basis;
    const char *result_name, *result_kind, *result_sample;
    const char *phone, *complaint_phone, *place, *hours, *scope, *note;
    int64_t online_depth;                        /* 0 unknown, 1 to 4 */
    int64_t promise, deferral, courier, booking; /* 告知承诺 容缺受理 寄送 预约 */
    struct item_list daily_terms, ways, targets, subjects;
    const struct item_paper *papers;
    size_t paper_count;
    struct item_lines basis, steps, fees, questions;
};

/* The head of an item: what lists show and what filing asks. */
struct item {
    int64_t id, version_id, version, filed_count;
    const char *code, *name, *department;
    enum item_state state;
    const char *holder; /* who does it now, of one handed down; else "" */
    int64_t department_id, kind;
    struct item_limit legal, promised;
    int64_t visits, fee_charged;
    struct item_list ways;
};

extern const struct refusal item_unknown;
extern const struct refusal item_suspended;
extern const struct refusal item_cancelled, item_handed_down;

/* Finds an item in any state.  Refuses: item_unknown. */
const struct refusal *item_find(struct work *work, const char *code, struct item *item);

/* Whether somebody may file it now, anywhere.  Refuses: item_suspended, item_cancelled,
 * item_handed_down.  Pure. */
const struct refusal *item_may_be_filed(const struct item *item);

/* Reads all of a version, published now or earlier.  Refuses: item_unknown. */
const struct refusal *item_read_version(struct work *work, int64_t version_id,
                                        struct item_version *version);

enum item_outcome { ITEM_NEW, ITEM_CHANGED, ITEM_UNCHANGED };

/* Why, for the record (item_change.h). */
struct item_why {
    const char *reason;
    const char *author_name; /* who wrote what the actor publishes; "" himself */
};

/*
 * Publishes what a code says from now on: a new item, or a new version when anything
 * differs.  Numbers of the version itself (id …) are not read; counts over the bounds
 * above are a bug.  Refuses: item_cancelled.
 */
const struct refusal *item_publish(struct work *work, const struct item_version *version,
                                   const struct item_why *why,
                                   enum item_outcome *outcome);

/* Counts one more matter of the item: what is asked for often is shown first. */
void item_count_filing(struct work *work, int64_t item_id);

#endif
