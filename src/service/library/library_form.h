/*
 * library_form -- forms made from the table of elements (item_element.h).
 *
 * A page of a draft is a section: elements under one heading that are no lists, at most
 * LIBRARY_CONTROLS_MAX controls of them, else the heading has several sections.  Each
 * list has a page of rows, and each row a page of its fields.  So every journey is one of
 * plain forms, and a new element stands in the right place by its row in the table.
 *
 * A field becomes one control, or, of words that are all known, a tick box for each word.
 * Every form has the hidden field "revision" last: which state of the draft was seen.
 */
#ifndef LIBRARY_FORM_H
#define LIBRARY_FORM_H

#include "form.h"
#include "item_element.h"

enum {
    LIBRARY_FIELDS_MAX = 24,   /* of a form */
    LIBRARY_CONTROLS_MAX = 28, /* likewise; less than FORM_FIELDS_MAX */
    LIBRARY_SECTIONS_MAX = 24,
};

/* Fields that are filled in together, of one struct. */
struct library_fields {
    size_t count;
    const char *name[LIBRARY_FIELDS_MAX]; /* of the control; a path */
    const struct shape_field *field[LIBRARY_FIELDS_MAX];
};

struct library_section {
    const char *heading; /* Chinese */
    int part;            /* 1, 2 … of the heading; 0: it has only this one */
    struct library_fields fields;
};

/* All sections, in the order of the table; in the arena. */
size_t library_sections(struct arena *arena, const struct library_section **sections);

/* The lists, likewise. */
size_t library_lists(struct arena *arena, const struct item_element **lists);

/* Which section holds an element; says no when none does. */
bool library_find_section(struct arena *arena, const char *path, size_t *index);

/* The list of a path; NULL when there is none. */
const struct item_element *library_list(struct arena *arena, const char *path);

/* The fields of a row of a list. */
struct library_fields library_row_fields(const struct shape_field *list);

/* A form of fields, and which controls belong to which. */
struct library_form {
    const struct form *form;
    struct library_fields fields;
    size_t first[LIBRARY_FIELDS_MAX]; /* index in the form */
    size_t controls[LIBRARY_FIELDS_MAX];
};

/* The form for a struct as it is: what has several lines gets a box of several. */
const struct library_form *library_form(struct arena *arena, enum language language,
                                        const struct library_fields *fields,
                                        const void *at);

/* The form filled with what the struct says, as of a revision. */
struct form_input *library_filled(struct arena *arena, const struct library_form *form,
                                  const void *at, int64_t revision);

/* Looks at what no control checks by itself, such as how many words there are; sets
 * errors. */
void library_check(const struct library_form *form, struct form_input *input);

/* Writes what was filled in into the struct. */
void library_apply(const struct library_form *form, const struct form_input *input,
                   void *at);

/* Names the state of the draft that the page shows. */
void library_set_revision(struct form_input *input, int64_t revision);

#endif
