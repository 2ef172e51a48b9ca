/*
 * item_element -- 要素: the one table of what a service item says.
 *
 * A row of the table is an element: its name in files and the API, its Chinese label,
 * its kind, where it stands in struct item_version, the words that it may hold, its
 * bounds and what it is when nothing is said.  From it come the answers of the API and
 * their description, the reading of files, the columns of sheets, forms, and every
 * comparison of two versions.  A new element is a row here, a member of the struct and
 * its column in item.sql.
 *
 *     item_version_shape   the elements: what a version says
 *     item_file_shape      how its item stands now, and the elements: what a file holds
 *     item_shape           number and moment of the version, and these: what the API says
 *
 * The objects fee, result and both limits are headings in JSON only: their fields are
 * members of the version, so offsets of all fields but those of lists count from there.
 */
#ifndef ITEM_ELEMENT_H
#define ITEM_ELEMENT_H

#include "item_version.h"
#include "shape.h"

struct arena;

extern const struct shape item_shape;
extern const struct shape item_file_shape;
extern const struct shape item_version_shape;

/* One element by itself; of a list, the whole list. */
struct item_element {
    const char *path;  /* the names that lead to it: "promised_limit.unit" */
    const char *group; /* Chinese heading that it stands under */
    const struct shape_field *field;
};

struct item_elements {
    const struct item_element *element;
    size_t count;
};

/* The elements of item_version_shape in order, objects resolved; in the arena. */
struct item_elements item_elements(struct arena *arena);

/*
 * What a field says, as people read it: Chinese words for enumerations, a line for each
 * of several words, 是 or 否, "" when it is unknown.  At is the version, or the row of a
 * list that the field belongs to.  A list itself has no such text: "".
 */
const char *item_element_text(struct arena *arena, const struct shape_field *field,
                              const void *at);

/* Makes one version say of an element what the other says; lists are borrowed. */
void item_element_take(const struct shape_field *field, struct item_version *version,
                       const struct item_version *other);

/* A version that says nothing: texts "", numbers as their rows have them. */
struct item_version item_nothing(void);

/* Makes texts that are NULL "", in the version itself; its lists are left alone. */
void item_complete(struct item_version *version);

#endif
