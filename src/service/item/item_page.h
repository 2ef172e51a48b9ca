/*
 * item_page -- what the pages of items are given, and the words they share.
 */
#ifndef ITEM_PAGE_H
#define ITEM_PAGE_H

#include "item.h"
#include "item_adjust.h"
#include "item_list.h"
#include "item_words.h"
#include "page.h"

/* ---- /items ---- */

/* A directory as the overview shows it. */
struct item_shelf {
    const struct word *kind;   /* of item_directories */
    const struct words *words; /* what its values read as; NULL as they are */
    struct item_entries entries;
};

/* All directories on one page, and how many items there are in all. */
void item_overview_page(struct html *out, const struct item_shelf *shelves, size_t count,
                        int64_t item_count);

/* ---- /items/list ---- */

/* A page of a directory and the way to the next. */
struct item_list_view {
    const struct word *kind; /* NULL: all items */
    const char *value;       /* as stored */
    const char *heading;     /* as people read it, in the page's language */
    const char *lead;        /* a sentence below it, TEXT(); NULL none */
    const char *after;
    const struct item *items;
    size_t count;
    const char *next; /* "" at the end */
};

void item_list_page(struct html *out, const struct item_list_view *view);

/* ---- /items/outlets ---- */

/* The outlets by which items can be listed. */
void item_outlets_page(struct html *out, const struct place_outlet *outlets,
                       size_t count);

/* ---- /item/:code ---- */

/* The papers of one situation, those that are needed first. */
struct item_situation {
    const char *name; /* "" in every situation */
    const struct item_paper *papers;
    size_t count;
};

/* An element and what it says, which is not "". */
struct item_said {
    const char *label; /* Chinese */
    const char *text;  /* a line for each of several words */
};

struct item_view {
    const struct item *item;
    const struct item_version *version;
    const struct refusal *closed; /* why it takes no matters now; NULL it does */
    bool online;                  /* may be filed from home */
    const struct item_place *places;
    size_t place_count; /* 0: nothing is known of outlets */
    int64_t asks;       /* questions that lead to a person's papers; 0 none */
    const struct item_situation *situations;
    size_t situation_count;
    const char *const *offices;   /* names of those that examine it together, in order */
    const struct item_said *more; /* elements that stand nowhere else on the page */
    size_t more_count;
};

/* Fills in all but item and version. */
void item_fill_view(struct work *work, struct item_view *view);

void item_page(struct html *out, const struct item_view *view);

/* Halls are named one by one; of villages and communities, which are many, those where
 * something was said, and how many do it. */
size_t item_villages_here(const struct item_view *view);

/* ---- words, in the page's language ---- */

/* "5 个工作日". */
const char *item_says_limit(struct html *out, struct item_limit limit);

/* How long it takes: at once, by promise, by law, or that one has to ask. */
const char *item_says_time(struct html *out, int64_t kind, struct item_limit promised,
                           struct item_limit legal);

/* "最多跑 1 次". */
const char *item_says_visits(struct html *out, int64_t visits);

/* "原件 1 份 · 纸质或电子 · 政府部门核发（公安机关签发）". */
const char *item_says_paper(struct html *out, const struct item_paper *paper);

/* "自然人、企业法人". */
const char *item_says_list(struct html *out, const struct words *words,
                           struct item_list list);

/* Whether only so many are given; guides say 无 when there is no limit. */
bool item_is_limited(const struct item_version *version);

/* A text of several lines as its lines. */
struct item_list item_lines_of(struct html *out, const char *text);

/* Each line of a text as a paragraph; a phone number, as a link where it can be one. */
void item_put_lines(struct html *out, const char *text);
void item_put_phone(struct html *out, const char *phone);

/* Whether a phone number can stand in a link: digits and hyphens only. */
bool item_can_be_dialled(const char *phone);

#endif
