/*
 * guide_trace -- 去向: what was opened after which question, until it is written down.
 *
 * A page is read without a write, so what visitors open is kept in the memory of the
 * process, and written by a work of its own (guide_evidence.h) when GUIDE_TRACE_WAIT_MS
 * are over or GUIDE_TRACE_MOST happenings wait.  What waits while the process is killed
 * is lost, and so is what happens while the room for it is full: evidence is a count, and
 * misses few.
 *
 *     opened(question, item, network) --new today?--> waits --taken--> a row
 *     filed(item, network)            --opened it today?--^
 *
 * A visitor is a digest of his network with a random salt of the day.  The salt is never
 * stored, and is thrown away with all visitors at midnight, so nobody can tell later who
 * asked what, the hall included.  He counts once a day for a question and an item, and
 * for GUIDE_TRACE_OPENED_MAX of them; of all visitors GUIDE_TRACE_VISITS_MAX happenings
 * count a day.  A network that many share (the hall's own) counts as one, which errs on
 * the side of too little.
 *
 * Calls may come from works that fail or are run again: the second time says nothing new.
 */
#ifndef GUIDE_TRACE_H
#define GUIDE_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guide_index.h"
#include "work.h"

enum {
    GUIDE_TRACE_WAIT_MS = 30 * 1000,
    GUIDE_TRACE_MOST = 256,
    GUIDE_TRACE_OPENED_MAX = 50,
    GUIDE_TRACE_VISITS_MAX = 1536,
};

/* Something that counts: an item was opened, or filed, after a question. */
struct guide_happening {
    char gist[GUIDE_GIST_MAX]; /* guide_index_gist() */
    int64_t item_id;
    bool filed; /* else opened */
};

/* Notes that a visitor from a network (exchange_network()) opened an item. */
void guide_trace_opened(struct work *work, const char *gist, int64_t item_id,
                        const char *network);

/* Notes that he filed it; says nothing new where he did not open it today. */
void guide_trace_filed(struct work *work, int64_t item_id, const char *network);

/* Whether what waits should be written down now; asked again, no for as long as above. */
bool guide_trace_is_due(struct work *work);

/* Takes what waits, at most GUIDE_TRACE_MOST; into the work's arena. */
size_t guide_trace_take(struct work *work, struct guide_happening **happenings);

#endif
