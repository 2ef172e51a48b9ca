/*
 * item_answer -- an item as the API gives it, with all its elements.
 *
 * Its members are named as in the files of items that the program reads and writes
 * itself (item_import.h, format haoban): what the API gives can be imported again.
 */
#ifndef ITEM_ANSWER_H
#define ITEM_ANSWER_H

#include "item.h"
#include "shape.h"

/* 时限: { n, unit }; n 0 is none. */
struct item_answer_limit {
    int64_t n;
    const char *unit; /* a name of item_units: working_day, day, hour, month, year */
};

/* 申请材料 with the names of its numbers, as item_words.h has them. */
struct item_answer_paper {
    struct item_paper paper;
    const char *kind;      /* original, copy, both */
    const char *form;      /* paper, electronic, both */
    const char *source;    /* applicant, government, other */
    const char *necessity; /* required, optional, deferrable */
};

/* 收费: whether, by which rule, and the lines of the tariff. */
struct item_answer_fee {
    const char *charged; /* yes, no, "" unknown */
    const char *basis;
    struct item_lines lines;
};

/* 审批结果: what the person holds in his hand at the end. */
struct item_answer_result {
    const char *name;
    const char *kind;   /* certificate, document, other, none */
    const char *sample; /* what a specimen looks like */
};

/* Shapes read offsets, so what the version has in numbers stands here in names. */
struct item_answer {
    struct item_version version;
    const char *state; /* in_use, suspended, cancelled */
    const char *kind;  /* on_the_spot, promised */
    struct item_answer_limit legal, promised;
    struct item_answer_fee fee;
    struct item_answer_result result;
    const struct item_answer_paper *papers;
    size_t paper_count;
};

/* The answer of a version; its state is "", for the caller to set. */
struct item_answer *item_answer(struct arena *arena, const struct item_version *version);

extern const struct shape item_answer_shape;

/* One item in a list. */
struct item_answer_head {
    struct item item;
    const char *state;
    const char *kind;
    struct item_answer_limit legal, promised;
};

/* A page of a list; next is the code to ask for after, "" at the end. */
struct item_answer_page {
    const struct item_answer_head *heads;
    size_t count;
    const char *next;
};

/* The answer for a page of items; borrows them. */
struct item_answer_page *item_answer_page(struct arena *arena, const struct item *items,
                                          size_t count, const char *next);

extern const struct shape item_answer_page_shape;

#endif
