/*
 * guide -- 智慧导引: from what people say to the item that they mean.
 *
 * The index (guide_index.h) of the town's items in use is cached on the topic "items":
 * the first question after a change of the library builds it anew, in some 20 ms for
 * 2,000 items, while others go on with the old one.  What visitors opened and filed
 * moves what was found a little.
 */
#ifndef GUIDE_H
#define GUIDE_H

#include <stddef.h>
#include <stdint.h>

#include "guide_index.h"
#include "work.h"

enum { GUIDE_LIMIT_MAX = GUIDE_HITS_MAX };

/* An item that may be meant; good until the work ends. */
struct guide_answer {
    const char *code;
    const char *name;
    int64_t score; /* thousandths; GUIDE_SCORE_EXACT is the best */
};

/*
 * Finds what a question may mean, best first; of limit, 1 to GUIDE_LIMIT_MAX, returns how
 * many.  Of the question the first GUIDE_QUERY_MAX bytes count.
 */
size_t guide_find(struct work *work, const char *question, size_t limit,
                  const struct guide_answer **answers);

/*
 * Notes that somebody on a network (exchange_network()) opened an item after a question,
 * or filed it after he had opened it, today: evidence (guide_evidence.h) for whom it asks
 * later.  Refuses an item that is not there.  Questions with what may be personal
 * (guide_phrase_wrong()) are no evidence.
 */
const struct refusal *guide_note_opened(struct work *work, const char *question,
                                        const char *code, const char *network);
void guide_note_filed(struct work *work, int64_t item_id, const char *network);

/* What is asked for most, likewise; the score is how often it was filed. */
size_t guide_popular(struct work *work, size_t limit,
                     const struct guide_answer **answers);

/* The pages and the API of finding: guide_web.c. */
extern const struct route_table guide_routes;

#endif
