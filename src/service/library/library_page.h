/*
 * library_page -- what the pages of the library at the desk are given.
 */
#ifndef LIBRARY_PAGE_H
#define LIBRARY_PAGE_H

#include "form.h"
#include "item.h"

/* A page of the list, and what was asked for. */
struct library_list {
    const struct form_input *asked; /* q and state */
    const struct item *items;
    size_t count;
    const char *after;
    const char *next; /* "" at the end */
};

void library_list_page(struct html *out, const struct library_list *list);

/* The badge of a state, with its words: green ● 在用, yellow ◆ 暂停, grey ○ 取消. */
void library_put_state(struct html *out, enum item_state state);

#endif
