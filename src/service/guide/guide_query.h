/*
 * guide_query -- 问: a question as the search reads it.
 *
 *     words --fold--> characters --known words, spelling--> terms --rarity--> gains
 *
 * What is wanted is every term of the question, those of the meanings of its words, and
 * those that its letters may spell; each says how much a line gains that has it.
 */
#ifndef GUIDE_QUERY_H
#define GUIDE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guide_index_inside.h"
#include "guide_match.h"
#include "guide_text.h"
#include "guide_words.h"

enum { GUIDE_WANTED_MAX = 600 }; /* terms of one query with those of its meanings */

/* A term that the query asks for; said means by itself, not by what it means. */
struct guide_wanted {
    uint64_t key;
    uint32_t weight; /* thousandths */
    bool said;
    uint32_t gain; /* what each of its lines gains */
    const uint32_t *first;
    const uint32_t *next; /* postings not yet read */
    const uint32_t *end;
};

struct guide_query {
    struct guide_text text;
    uint32_t fingerprint;
    uint16_t factors[GUIDE_LINE_CHARACTERS_MAX]; /* of its characters, thousandths */
    uint16_t weights[GUIDE_LINE_CHARACTERS_MAX];
    struct guide_mark marks[GUIDE_MARKS_MAX];
    struct guide_side side; /* all of that, as it is compared */
    struct guide_wanted wanted[GUIDE_WANTED_MAX];
    size_t wanted_count;
    uint64_t ideal; /* what a line that is just this query is worth at first sight */
};

/*
 * Reads at most GUIDE_QUERY_MAX bytes.  What is wanted comes with the rarest first, and
 * of common terms the first postings only, 60,000 in all.
 */
void guide_query_read(const struct guide_index *index, const char *words,
                      struct guide_query *query);

#endif
