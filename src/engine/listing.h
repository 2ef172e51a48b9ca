/*
 * listing -- 清单: a list that can be read from its beginning to its end, batch by batch.
 *
 * A module that shows a list on pages declares it here once more, and it can be exported
 * (service/export): as a table of texts, read along an index from one place to the next,
 * so that a batch costs the same however long the list is and however far it has come.
 * What of the list somebody may see is settled when he asks, by check(); from then on the
 * program reads in his place.
 */
#ifndef LISTING_H
#define LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "work.h"

enum { LISTING_BATCH = 2000, LISTING_QUERY_MAX = 1500 };

/* A batch that was read, in the arena. */
struct listing_batch {
    const char *const *const *row; /* each has a cell for each column, never NULL */
    const char *const *key; /* of each row, for reveal(); NULL where there is none */
    size_t count;           /* at most LISTING_BATCH; 0 does not say it has ended */
    const char *next;       /* the place behind it */
    bool ended;
};

struct listing {
    const char *name;          /* stable: "cases", of addresses and rows */
    const char *title;         /* TEXT(): what people call it, and the file */
    unsigned rights;           /* any of these exports it */
    const char *const *column; /* TEXT(); of the file's first line, in Chinese */
    size_t column_count;
    const char *page; /* where the list is: "/desk/cases"; the query goes behind it */

    /*
     * Mends the query of a page so that it says the same for the program as for the
     * actor: "me" becomes a name, what he may not see is left out for good.  In the
     * arena, at most LISTING_QUERY_MAX bytes.  Refuses what the page would.
     */
    const struct refusal *(*check)(struct work *work, const char *query,
                                   const char **kept);

    /* Reads on from a place, "" being the start.  whole: personal data is not masked. */
    void (*read)(struct work *work, const char *query, const char *after, bool whole,
                 struct listing_batch *batch);

    /*
     * Records that the actor takes the personal data of the row with that key out, and
     * why.  NULL: the list has no personal data that could be taken out whole.
     */
    const struct refusal *(*reveal)(struct work *work, const char *key, const char *why);
};

/* A value of a query, "state=open&light=red", in the arena; "" when it is not there. */
const char *listing_asked(struct arena *arena, const char *query, const char *name);

/* check() of a list that has no query: everybody who may export it gets all of it. */
const struct refusal *listing_no_query(struct work *work, const char *query,
                                       const char **kept);

/* "2026-11-26 09:30" of a cell, in the arena; "" of 0, which is not yet or never. */
const char *listing_moment(struct arena *arena, int64_t moment_ms);

/* "2026-11-26" of a day as yyyymmdd; "" of 0. */
const char *listing_day(struct arena *arena, int day);

/* All lists, NULL at the end: defined in door/kinds.c, above all of them. */
extern const struct listing *const listings[];

#endif
