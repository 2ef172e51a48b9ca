/*
 * guide_sight -- 初看: the lines that may serve a question, at first sight.
 *
 * A line is worth what it gains from the terms that are wanted, more when it is short.
 * The best are kept, to be looked at closely (guide_match.h).
 */
#ifndef GUIDE_SIGHT_H
#define GUIDE_SIGHT_H

#include <stddef.h>
#include <stdint.h>

#include "guide_query.h"

enum { GUIDE_CANDIDATES_MAX = 80 };

/* A line that may serve, and how well. */
struct guide_candidate {
    uint32_t line;
    uint64_t score; /* thousandths of the query's ideal, times that */
};

/* The best lines: a heap whose first is the worst of them. */
struct guide_candidates {
    struct guide_candidate of[GUIDE_CANDIDATES_MAX];
    size_t count;
    size_t room; /* 1 to GUIDE_CANDIDATES_MAX are kept; set by the caller */
};

/* The lines begin .. end - 1. */
struct guide_range {
    size_t begin;
    size_t end;
};

/*
 * Finds the best of a range of lines.  The ranges of one query are given from the first
 * line on and do not overlap, because postings are read once.
 */
void guide_sight(const struct guide_index *index, struct guide_query *query,
                 struct guide_range lines, struct guide_candidates *candidates);

#endif
