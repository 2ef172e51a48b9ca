/*
 * guide_rank -- 排序: how likely an item is meant, from all that its lines show.
 *
 * While nothing was learnt, an item is worth its best line, and no weight but those of
 * guide_match.h counts.  What was learnt changes that: an item with phrasings is found by
 * more lines than one without, and would win for that alone.  So then each sign has a
 * weight of its own, for items with phrasings and without, fitted so that the right item
 * of a question has the highest sum.  Between the two it goes by how much was learnt.
 */
#ifndef GUIDE_RANK_H
#define GUIDE_RANK_H

#include <stddef.h>
#include <stdint.h>

#include "guide_match.h"
#include "guide_usage.h"

enum { GUIDE_RANK_LEARNT_MAX = 3 };

/* One kind of an item's lines: its name and aliases, or its phrasings. */
struct guide_best {
    int worth;                    /* of the best; 0 where none shares anything */
    int sight;                    /* of the best, thousandths of the ideal */
    int trait[GUIDE_TRAIT_COUNT]; /* likewise, where something was learnt */
};

/* What an item can be the best at, of all that may be meant. */
enum guide_best_at {
    GUIDE_BEST_NAMED = 1 << 0,
    GUIDE_BEST_LEARNT = 1 << 1,
    GUIDE_BEST_EXPLAINED = 1 << 2,
};

/* What is seen of an item that may be meant. */
struct guide_signs {
    struct guide_best named;
    struct guide_best learnt;
    int worths[GUIDE_RANK_LEARNT_MAX]; /* of the best phrasings, best first */
    size_t phrase_count;               /* of the item */
    struct guide_explained explained;  /* by its best name or alias */
    unsigned best;                     /* enum guide_best_at: none is better at it */
    size_t asked_length;               /* characters of the question */
    int popularity;
};

/*
 * What it is ranked by: 0 and more, GUIDE_RANK_NAT for each time that it is e times as
 * likely meant.  learnt: how much was learnt of all items, GUIDE_RANK_LEARNT_WHOLE is
 * enough.
 */
enum { GUIDE_RANK_NAT = 1000, GUIDE_RANK_LEARNT_WHOLE = 1000, GUIDE_RANK_MOST = 1000000 };

uint32_t guide_rank(const struct guide_signs *signs, int learnt);

/* How much so many phrasings teach, 0 to GUIDE_RANK_LEARNT_WHOLE. */
int guide_rank_learnt(size_t phrase_count);

#endif
