/*
 * quality_web -- 事项质量 at the desk: for librarians, and the manager.
 *
 *     GET       /desk/quality               items that fail: ?department=&check=&grade=
 *     GET       /desk/quality/departments   the score of each department
 *     GET       /desk/quality/item/:code    every check of one item, asked now
 *     GET       /desk/quality/rules         what is checked, and how strictly
 *     GET POST  /desk/quality/rule/:name    one rule: on or off, grade, threshold
 *     GET POST  /desk/quality/costs         what a failing check costs
 *     GET POST  /desk/quality/unified       the names of the 八统一 fields
 *
 * The pages are shared by quality_web.c, quality_rules_web.c and quality_*.html only.
 */
#ifndef QUALITY_WEB_H
#define QUALITY_WEB_H

#include "form.h"
#include "quality_overview.h"
#include "quality_unified.h"
#include "route.h"

extern const struct route_table quality_routes;
extern const struct route_table quality_rule_routes;

/* What was asked for; check and grade NULL: all. */
struct quality_list {
    const struct quality_overview *overview;
    const struct quality_rules *rules;
    int64_t unchecked; /* items that nobody has looked at yet */
    const char *department;
    const struct quality_check *check;
    int64_t severity; /* 0: both */
    const char *after;
    const struct quality_item *items;
    size_t count;
    const char *next; /* "" at the end */
};

/* One item: all checks, those that fail first. */
struct quality_sheet {
    const struct quality_rules *rules;
    const struct item *item;
    struct quality_item found;
};

void quality_list_page(struct html *out, const struct quality_list *list);
void quality_departments_page(struct html *out, const struct quality_list *list);
void quality_item_page(struct html *out, const struct quality_sheet *sheet);
void quality_rules_page(struct html *out, const struct quality_list *list,
                        const char *const *unified);

/* A form under a heading; what says what is being set. */
void quality_form_page(struct html *out, const char *heading, const char *what,
                       const struct form_input *input);

/* ---- pieces ---- */

/* The tabs over all pages; path is the address of the one that is open. */
void quality_put_tabs(struct html *out, const char *path);

/* Red ▲ 必须改, yellow ◆ 建议改. */
void quality_put_grade(struct html *out, int64_t severity);

/* Where the page of an item says what a check is about: the id of its section. */
const char *quality_anchor(const struct quality_check *check);

/* 93.4 of 934, in the page's arena. */
const char *quality_says_score(struct html *out, int64_t score);

/* The checks that are asked for by name or grade and switched on, as bits; both may be
 * "". */
int64_t quality_checks_asked(const struct quality_rules *rules, const char *check,
                             const char *grade);

#endif
