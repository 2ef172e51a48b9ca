/*
 * library_page -- what the pages of the library are given, and the words they share.
 */
#ifndef LIBRARY_PAGE_H
#define LIBRARY_PAGE_H

#include "form.h"
#include "item_adjust.h"
#include "item_change.h"
#include "work.h"

enum { LIBRARY_KEEPERS = RIGHT_LIBRARY | RIGHT_MANAGE };

/* ---- /desk/library ---- */

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

/* ---- /desk/library/files ---- */

enum { LIBRARY_REJECTS_SHOWN = 100 };

/* A row of a file that cannot be taken, and why. */
struct library_reject {
    int line, column; /* 0: nobody knows */
    const char *reason;
};

struct library_files {
    const struct form_input *input;
    const char *done; /* what was brought in; "" nothing yet */
    const struct library_reject *rejects;
    size_t reject_count; /* of those that are shown */
    int64_t rejected;
};

void library_files_page(struct html *out, const struct library_files *files);

/* ---- changes ---- */

/* A change as people read it, in the page's language. */
struct library_line {
    const struct item_change *change;
    const char *label; /* 暂停 */
    const char *where; /* the outlet, or the whole town, or which version */
    const char *party; /* "下放给：村委会"; "" there is none */
    const char *who;   /* "" where that is not shown */
    const char *when;
};

struct library_changes {
    const struct form_input *asked; /* item: its code; of a public page NULL */
    const char *item;               /* the code, "" all */
    const struct library_line *lines;
    size_t count;
    int64_t before; /* not 0: this is not the first page */
    int64_t next;   /* 0 at the end */
};

enum library_reader { LIBRARY_FOR_STAFF, LIBRARY_FOR_ALL };

/* A change as its reader may see it. */
struct library_line library_line_of(struct work *work, enum language language,
                                    enum library_reader reader,
                                    const struct item_change *change);

/* Reads changes into the arena, at most ITEM_CHANGES_MAX. */
size_t library_read_lines(struct work *work, enum language language,
                          enum library_reader reader,
                          const struct item_change_choice *choice,
                          const struct library_line **lines);

void library_changes_page(struct html *out, const struct library_changes *changes);
void library_public_page(struct html *out, const struct library_changes *changes);

/* The table of lines, for pages that show some. */
void library_put_lines(struct html *out, const struct library_line *lines, size_t count);

/* ---- /desk/library/item/:code ---- */

struct library_item {
    const struct item *item;
    const struct item_place *places;
    size_t place_count;
    const struct form_input *form; /* of the adjustment */
    const struct item_verb *done;  /* what was just done, or NULL */
    const char *element;           /* path of what is to be written first; "" none */
    const char *label;             /* its Chinese */
    const struct library_line *lines;
    size_t line_count;
};

void library_item_page(struct html *out, const struct library_item *page);

#endif
