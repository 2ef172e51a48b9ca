/*
 * quality -- 事项质量: whether what an item says fits together and says enough.
 *
 * A check is a rule of a law or of the province's own checker: a pure function of a
 * version.  All are rows of one table.  What a check found is kept beside the item and
 * worked out again only when the item, a threshold or the program's checks changed:
 *
 *     item published -> job "item.changed" -> quality_follow() -> quality_item
 *                                                                  |
 *     page, `haoban check items`  <- quality_read(), quality_overview()
 *
 * A hall may switch a check off, grade it otherwise, and set its threshold: quality_keep.
 * A cancelled item is not checked.
 *
 * Score (得分): an item begins with 100; each failing check that must be mended takes
 * must_cost, each that should be should_cost, down to 0.  A department's score is the
 * mean of its items'.
 */
#ifndef QUALITY_H
#define QUALITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "item.h"
#include "text.h"

enum {
    QUALITY_CHECKS_MAX = 60,  /* numbers of checks are bits of an int64_t */
    QUALITY_DETAIL_MAX = 240, /* bytes of what one check found */
    QUALITY_PAGE_MAX = 100,
    QUALITY_BATCH = 200, /* items that quality_refresh() looks at in one work */
    QUALITY_DEPARTMENTS_MAX = 2000,
    QUALITY_GROUPS_MAX = 5000,
};

/* 必须改, 建议改 */
enum quality_severity { QUALITY_SHOULD = 1, QUALITY_MUST = 2 };

/* What a check is asked. */
struct quality_question {
    const struct item_version *version;
    int64_t threshold;
    struct text detail; /* what it found wrong, in the item's own words; may stay "" */
};

struct quality_check {
    int number;           /* its bit; never another's, even when the check is gone */
    const char *name;     /* "time.promise": stable */
    const char *title;    /* TEXT(): what has to be */
    const char *source;   /* TEXT(): who says so */
    const char *element;  /* path of the element to mend (item_element.h) */
    const char *measured; /* TEXT(): what the threshold counts; NULL: it has none */
    int64_t threshold;
    enum quality_severity severity;
    bool (*holds)(struct quality_question *question);
};

extern const struct quality_check quality_checks[];
extern const size_t quality_check_count;

/* The check of a name; NULL when there is none. */
const struct quality_check *quality_check_named(const char *name);

/* ---- what a hall made of the checks ---- */

struct quality_rule {
    int64_t enabled; /* 0 or 1 */
    int64_t severity;
    int64_t threshold;
};

struct quality_rules {
    struct quality_rule rule[QUALITY_CHECKS_MAX]; /* by the number of the check */
    int64_t enabled, must; /* bits of checks that count, and of those that must hold */
    int64_t must_cost, should_cost;
    int64_t stamp; /* changes with the checks and thresholds */
};

/* In the arena. */
const struct quality_rules *quality_rules(struct work *work);

extern const struct refusal quality_changed; /* another was quicker */

/* Keeps a rule, or what a failing check costs (0 to 100), in place of what was read; the
 * items are looked at again.  Both refuse quality_changed. */
const struct refusal *quality_keep_rule(struct work *work,
                                        const struct quality_check *check,
                                        const struct quality_rule *was,
                                        const struct quality_rule *rule);
const struct refusal *quality_keep_costs(struct work *work,
                                         const struct quality_rules *was,
                                         int64_t must_cost, int64_t should_cost);

/* ---- checking ---- */

/*
 * Asks every check and returns the bits of those that fail.  Details, when not NULL,
 * gets a line for each of them, in the order of their numbers.  Pure.
 */
int64_t quality_judge(struct arena *arena, const struct quality_rules *rules,
                      const struct item_version *version, const char **details);

/*
 * Looks at items that changed since, by code behind one ("" the first), at most
 * QUALITY_BATCH; returns how many, and the code of the last in *last.
 */
size_t quality_refresh(struct work *work, const char *after, const char **last);

/* The job "item.changed"; the subject is item_tell()'s. */
void quality_follow(struct work *work, const char *subject);

/* The job QUALITY_GO_ON: the next batch; the subject is a moment and a code. */
#define QUALITY_GO_ON "quality.go_on"
void quality_go_on(struct work *work, const char *subject);

/* ---- what was found ---- */

/* Failing items of a department, of the given checks. */
struct quality_filter {
    const char *department; /* "" all */
    int64_t checks;         /* bits */
    const char *after;      /* the code behind which it begins */
    int64_t limit;          /* 1 .. QUALITY_PAGE_MAX */
};

struct quality_item {
    const char *code, *name, *department;
    int64_t failed;      /* bits, all that failed, switched on or not */
    const char *details; /* a line for each bit */
};

/*
 * Reads a page of items, by code; fewer than the limit is the last.  Where few fail it
 * goes from one that fails to the next, and does not walk the library.
 */
size_t quality_read(struct work *work, const struct quality_filter *filter,
                    struct quality_item **items);

/* What a check found: its line of the details; "" when it did not fail. */
const char *quality_detail(struct arena *arena, const struct quality_item *item,
                           const struct quality_check *check);

#endif
