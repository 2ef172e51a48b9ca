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

struct item_answer_limit {
    int64_t n;
    const char *unit;
};

struct item_answer_paper {
    struct item_paper paper;
    const char *kind, *form, *source, *necessity;
};

struct item_answer_fee {
    const char *charged; /* yes, no, "" unknown */
    const char *basis;
    struct item_lines lines;
};

struct item_answer_result {
    const char *name, *kind, *sample;
};

struct item_answer {
    struct item_version version;
    const char *state;
    const char *kind;
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

struct item_answer_page *item_answer_page(struct arena *arena, const struct item *items,
                                          size_t count, const char *next);

extern const struct shape item_answer_page_shape;

#endif
