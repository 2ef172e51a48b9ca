/*
 * item_answer -- lists of items as the API gives them.
 *
 * One item with all its elements is item_shape (item_element.h).
 */
#ifndef ITEM_ANSWER_H
#define ITEM_ANSWER_H

#include "item.h"
#include "shape.h"

/* One item in a list.  Shapes read numbers of 64 bits, so the state stands twice. */
struct item_answer_head {
    struct item item;
    int64_t state;
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
