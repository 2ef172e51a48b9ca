/*
 * guide_web -- the pages of finding, shared by guide_web.c and guide_*.html only.
 */
#ifndef GUIDE_WEB_H
#define GUIDE_WEB_H

#include <stdbool.h>

#include "guide.h"
#include "item.h"
#include "page.h"

enum { GUIDE_PAGE = 10, GUIDE_NEAREST = 3, GUIDE_SUGGESTIONS = 8 };

/*
 * A hit below this shares too little with the question to be called found; it is shown
 * as "nearest" only.
 */
enum { GUIDE_SCORE_FOUND = 200 };

struct guide_results {
    const char *question;
    bool cut;   /* it was longer than what counts */
    bool found; /* else the items are only the nearest */
    const struct item *items;
    size_t count;
};

void guide_search_page(struct html *out, const struct guide_results *results);

#endif
