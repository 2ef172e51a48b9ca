/*
 * situation_derive_inside -- the names of situations as answers read: situation_derive's
 * other half.
 *
 * A list says "医疗机构执业登记（变更）情形3：变更执业地址" on each row; an answer needs
 * only 变更执业地址.  All strings are in the arena, and all of it is pure.
 */
#ifndef SITUATION_DERIVE_INSIDE_H
#define SITUATION_DERIVE_INSIDE_H

#include "situation_derive.h"

/* Two questions that the names of all rows are made of: name i is head[of_head[i]] and
 * then tail[of_tail[i]]. */
struct situation_product {
    const char *head[SITUATION_CHOICES_MAX], *tail[SITUATION_CHOICES_MAX];
    size_t head_count, tail_count;
    int of_head[SITUATION_ROWS_MAX], of_tail[SITUATION_ROWS_MAX];
};

/* Rows without their numbering and without what all of them say; different each. */
void situation_label(struct arena *arena, const struct situation_row *rows, size_t count,
                     const char **labels);

/* Whether the labels are a product; fills it. */
bool situation_factor(struct arena *arena, const char *const *labels, size_t count,
                      struct situation_product *product);

/* Characters that all labels begin with, in bytes; never ends inside a character. */
size_t situation_common_prefix(const char *const *labels, size_t count);

/* Bytes of the first so many characters. */
size_t situation_bytes_of(const char *label, size_t characters);

/* What to ask, so that these are answers. */
const char *situation_ask(const char *const *labels, size_t count);

#endif
