/*
 * matter_asked -- a filter of matters as it stands in an address, and is saved.
 *
 *     /desk/cases?order=due&state=at-taken-in&light=red&department=D04
 *
 *     order       "" newest first; due: next due first, of what is not over
 *     state       open; at-submitted, at-taken-in, at-under-review, at-over; or the name
 *                 of a state
 *     light       red, yellow, green, blue, grey    due_from, due_to    days
 *     department  code   owner  login, or me        item  code          outlet  code
 *     channel     window, online                    from, to  days of submission
 *     asker       i or p, and the digest of an ID number or a phone in hex
 *
 *     pressed     1: urged or supervised (催办、督办), and not answered
 *
 * Days are both counted in.  A light or a window of due days is about clocks that run, so
 * it lists by what is due next.  Neither numbers nor phones stand in an address: who
 * types one in is sent to its digest, which only this hall's keys make.
 */
#ifndef MATTER_ASKED_H
#define MATTER_ASKED_H

#include "matter_filter.h"

enum matter_asked_name {
    MATTER_ASKED_ORDER,
    MATTER_ASKED_STATE,
    MATTER_ASKED_LIGHT,
    MATTER_ASKED_DUE_FROM,
    MATTER_ASKED_DUE_TO,
    MATTER_ASKED_DEPARTMENT,
    MATTER_ASKED_OWNER,
    MATTER_ASKED_ITEM,
    MATTER_ASKED_OUTLET,
    MATTER_ASKED_CHANNEL,
    MATTER_ASKED_FROM,
    MATTER_ASKED_TO,
    MATTER_ASKED_ASKER,
    MATTER_ASKED_PRESSED,
    MATTER_ASKED_COUNT,
};

enum { MATTER_ASKED_BYTES_MAX = 1000 }; /* of a query that is written */

/* What was asked for; a value is never NULL, "" is any. */
struct matter_asked {
    const char *value[MATTER_ASKED_COUNT];
};

/* The names of the values, in their order. */
extern const char *const matter_asked_names[MATTER_ASKED_COUNT];

/* The channels by their names in an address; numbers are those of the filing. */
extern const struct words matter_channels;

extern const struct refusal matter_asked_bad;     /* no such word, code or day */
extern const struct refusal matter_asked_no_item; /* no item of that code */

/* Reads a query, "state=open&light=red"; what it does not name is "". */
struct matter_asked matter_asked_read(struct arena *arena, const char *query);

/* Writes what is not "", in the order above, percent-encoded, in the arena. */
const char *matter_asked_write(struct arena *arena, const struct matter_asked *asked);

/*
 * The filter that it stands for, within what the actor may see.  Refuses
 * matter_asked_bad, matter_asked_no_item.
 */
const struct refusal *matter_asked_filter(struct work *work,
                                          const struct matter_asked *asked,
                                          struct matter_filter *filter);

/* The value of "asker" for an ID number, a credit code or a mobile number that was typed
 * in, in the arena; NULL for anything else. */
const char *matter_asked_asker(struct work *work, const char *typed);

/* ---- saved filters ---- */

enum { MATTER_SAVED_MAX = 30, MATTER_SAVED_NAME_MAX = 30 };

struct matter_saved {
    int64_t id;
    const char *name;
    struct matter_asked asked;
};

extern const struct refusal matter_saved_full;

/* The filters that the actor saved, by name. */
size_t matter_saved_read(struct work *work, const struct matter_saved **saved);

/* Saves one under a name; of the same name it takes the place.  Refuses
 * matter_saved_full. */
const struct refusal *matter_saved_keep(struct work *work, const char *name,
                                        const struct matter_asked *asked);

/* Removes one of the actor's; one that is gone is fine. */
void matter_saved_remove(struct work *work, int64_t id);

#endif
