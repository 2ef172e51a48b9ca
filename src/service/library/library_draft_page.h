/*
 * library_draft_page -- what the pages of drafts and differences are given.
 */
#ifndef LIBRARY_DRAFT_PAGE_H
#define LIBRARY_DRAFT_PAGE_H

#include "library_difference.h"
#include "library_draft.h"
#include "library_form.h"
#include "library_page.h"

/* ---- /desk/library/drafts, /desk/library/new ---- */

struct library_drafts {
    const struct library_draft *drafts;
    const char *const *when; /* each was changed */
    size_t count;
    int64_t after, next; /* 0: the first page; 0 at the end */
};

void library_drafts_page(struct html *out, const struct library_drafts *page);
void library_new_page(struct html *out, const struct form_input *form);

/* ---- /desk/library/draft/:id ---- */

/* A section or list with what is in it. */
struct library_part {
    const char *heading;
    int number;         /* of a heading in several sections; 0 the only one */
    const char *path;   /* of a list; NULL a section */
    size_t index;       /* of a section, in the address */
    size_t said, count; /* fields that say something, of how many; rows of a list */
};

struct library_overview {
    const struct library_draft *draft;
    const struct library_part *parts;
    size_t part_count;
    const struct library_difference *differences; /* from what is published */
    size_t difference_count;
    const struct library_gap *gaps;
    size_t gap_count;
    bool may_write, may_review, may_drop, is_author;
    bool is_overtaken;             /* another version was published meanwhile */
    const struct form_input *form; /* note and revision */
    const char *tried;             /* the act that was refused; "" none */
    const char *done;              /* TEXT(): what was just done, or NULL */
    const char *when;              /* it was changed */
};

void library_overview_page(struct html *out, const struct library_overview *page);

/* ---- a section, a row ---- */

/* An element that was changed by another page meanwhile, as it is now. */
struct library_now {
    const char *label, *text;
};

struct library_fill {
    const struct library_draft *draft;
    const char *heading;
    int number;
    const struct library_form *form;
    const struct form_input *input;
    const struct item_element *list; /* of a row; NULL of a section */
    bool goes_on;                    /* another section follows */
    const struct library_now *now;
    size_t now_count;
};

void library_fill_page(struct html *out, const struct library_fill *page);

/* ---- the rows of a list ---- */

struct library_rows {
    const struct library_draft *draft;
    const struct item_element *list;
    const char *const *titles;
    size_t count;
    const struct form_input *form; /* errors of what was tried, and the revision */
};

void library_rows_page(struct html *out, const struct library_rows *page);

/* ---- differences ---- */

/* Side by side; the headings say what is left and right. */
void library_put_differences(struct html *out, const struct library_difference *found,
                             size_t count, const char *old, const char *now);

/* The bytes of a text from one place on. */
const char *library_cut(struct html *out, const char *text, size_t begin, size_t size);

struct library_versions {
    const struct item *item;
    const struct form_input *form;        /* old and new */
    const struct library_line *old, *now; /* who and why; NULL there is no record */
    const struct library_difference *differences;
    size_t difference_count;
};

void library_versions_page(struct html *out, const struct library_versions *page);

/* ---- preview ---- */

void library_preview_banner(struct html *out, const struct library_draft *draft);

#endif
