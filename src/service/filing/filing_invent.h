/*
 * filing_invent -- filings that nobody handed in, to fill a database for measuring.
 *
 * Each goes one of three ways, and all of it is added at once (matter_invent.h):
 *
 *     WITHDRAWN   submitted, withdrawn two hours later
 *     OPEN        submitted, or received at a window: it waits since then
 *     DONE        received, accepted, granted and finished within four days
 */
#ifndef FILING_INVENT_H
#define FILING_INVENT_H

#include "filing.h"
#include "item.h"

enum filing_invented_way {
    FILING_INVENTED_WITHDRAWN,
    FILING_INVENTED_OPEN,
    FILING_INVENTED_DONE
};

struct filing_invented {
    int64_t id;         /* made by who invents, of the moment */
    const char *number; /* matter_invent_number() */
    const struct item *item;
    int64_t person_id;
    const char *phone;
    int64_t outlet_id; /* 0: handed in online */
    int64_t owner_id;  /* who was asked first; 0 nobody yet */
    enum filing_invented_way way;
};

enum { FILING_INVENTED_DAYS = 5 }; /* from the first event to the last, at most */

/* Adds it, handed in at the moment of the work, which is the same afterwards. */
void filing_invent(struct work *work, const struct filing_invented *given);

#endif
