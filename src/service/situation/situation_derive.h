/*
 * situation_derive -- questions made from a plain list: situation 情形 -> its papers.
 *
 * Many halls keep no questions but rows such as "残疾人证换领 · 残损换新（户籍地）: 五样
 * 材料".  From the rows of one item comes a flow in which each situation is one way, and
 * that way asks for exactly the row's papers:
 *
 *     all rows ask for the same      no question at all
 *     names are {A, B} x {C, D}      two questions: A or B?  C or D?
 *     at most 8 rows                 one question: which situation?
 *     more                           rows that begin alike become one answer, behind
 *                                    which a second question tells them apart; what is
 *                                    still more than 8 goes on a next page, behind the
 *                                    answer 以上都不是
 *
 * A paper of all rows has no condition.  Answers' ids are digests of their words, so an
 * address keeps its meaning when rows are added or change places.
 */
#ifndef SITUATION_DERIVE_H
#define SITUATION_DERIVE_H

#include "situation.h"

enum {
    SITUATION_CHOICES_MAX = 8, /* answers of a question that can be taken in at once */
    SITUATION_ROWS_MAX = 50,   /* situations of one item */
};

/* A row: one situation of the item. */
struct situation_row {
    const char *name;          /* "" when the list says none */
    const char *const *papers; /* without duplicates */
    size_t paper_count;
    int line;            /* of the file */
    const char *address; /* filled by situation_derive(): the answers that lead to it */
};

/* Makes the flow, in the arena.  Names are different, and there is at least one row. */
void situation_derive(struct arena *arena, struct situation_row *rows, size_t count,
                      struct situation_flow *flow);

/* What the rows ask for together, in the order in which they say so; and whether each of
 * them asks for one. */
size_t situation_union(struct arena *arena, const struct situation_row *rows,
                       size_t count, const char ***papers);
bool situation_asks_every(const struct situation_row *rows, size_t count,
                          const char *paper);

#endif
