/*
 * item_list -- many items: directories (目录), pages of them, and all for the guide.
 */
#ifndef ITEM_LIST_H
#define ITEM_LIST_H

#include <stdbool.h>

#include "item.h"

enum {
    ITEM_PAGE_MAX = 100,       /* items of one page */
    ITEM_BATCH = 300,          /* items that item_each() reads at a time */
    ITEM_DIRECTORY_MAX = 2000, /* values of one directory */
};

/* A page of a directory, or of all items when kind is "". */
struct item_choice {
    const char *kind;  /* a name of item_directories (item_words.h), or "" */
    const char *value; /* of "outlet" its code */
    const char *after; /* the code behind which it begins; "" at the first */
    int64_t limit;     /* 1 .. ITEM_PAGE_MAX, one less with the next page */
};

/*
 * Reads the items in use or suspended of a page, by code, into the work's arena.
 * Returns how many; fewer than the limit is the last page.
 */
size_t item_read_page(struct work *work, const struct item_choice *choice,
                      struct item **items);

/* The same, with *next the code to begin behind for the next page; "" at the end. */
size_t item_read_page_and_next(struct work *work, const struct item_choice *choice,
                               struct item **items, const char **next);

/* Whether a list can go on behind a code: behind one that there is, or from "".  Lists go
 * by code, and items stay for ever. */
bool item_is_place(struct work *work, const char *after);

/* One value of a directory and how many items stand under it. */
struct item_entry {
    const char *value;
    int64_t count;
};

struct item_entries {
    const struct item_entry *entry;
    size_t count;
};

/* Reads a directory, the fullest value first; that of outlets is place_book()'s. */
struct item_entries item_read_directory(struct work *work, const char *kind);

/* How many items are in use or suspended. */
int64_t item_count(struct work *work);

/* What a librarian looks for, in every state; empty words and state 0 are all. */
struct item_query {
    const char *words; /* part of a name or code */
    int64_t state;     /* enum item_state */
    const char *after; /* the code behind which it begins; "" at the first */
    int64_t limit;     /* 1 .. ITEM_PAGE_MAX */
};

/* Reads a page of what fits, by code.  It looks at every item: for the desk only. */
size_t item_search(struct work *work, const struct item_query *query,
                   struct item **items);

/* What the guide has to know of an item; texts of several lines have a word on each. */
struct item_sign {
    int64_t id;
    const char *code;
    const char *name;
    const char *aliases; /* daily terms, short name, main name */
    const char *context; /* subjects, result, papers */
    int64_t popularity;
};

/*
 * Gives every item in use to take(), by code.  A sign is good during its call only: it
 * is read in batches, and the memory of one is let go before the next.
 */
void item_each(struct work *work,
               void (*take)(void *context, const struct item_sign *sign), void *context);

#endif
