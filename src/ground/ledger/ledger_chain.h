/*
 * ledger_chain -- the chain of one matter, link by link, with all its digests: for who
 * takes it out of the database and proves it elsewhere.
 *
 *     link 1 <- link 2 <- link 3 = head        each holds the digest of the one before
 *
 * A link holds all that its digest is taken over but the town and the matter, so who has
 * the links and those two numbers needs no database to prove them.
 */
#ifndef LEDGER_CHAIN_H
#define LEDGER_CHAIN_H

#include <stdbool.h>

#include "ledger.h"

/* An event as it stands in its row. */
struct ledger_link {
    struct ledger_event event;
    struct db_bytes before;      /* digest of the event before; of the first zeroes */
    struct db_bytes covers;      /* of its matter's row; no bytes in events of before */
    const char *part;            /* whose rows it wrote beside; "" none */
    struct db_bytes part_digest; /* of those; no bytes without a part */
    struct db_bytes digest;      /* of all of it */
};

/* All links of a matter, first to last, in the arena. */
size_t ledger_chain(struct work *work, int64_t matter_id,
                    const struct ledger_link **links);

/* Whether the link is what its digest says, and follows on a head; moves the head. */
bool ledger_link_follows(struct arena *arena, int64_t town, int64_t matter_id,
                         const struct ledger_link *link, struct ledger_head *head);

/* Whether digests are those of a row, and of the values of a part. */
bool ledger_is_row(struct arena *arena, const struct ledger_row *row,
                   struct db_bytes digest);
bool ledger_is_part(struct arena *arena, int64_t town, int64_t matter_id,
                    const struct ledger_part *part, struct db_bytes digest);

/* The seal of a day; says false when that day has none. */
struct ledger_seal {
    int64_t day; /* yyyymmdd */
    int64_t events;
    struct db_bytes before, digest; /* before: no bytes in the first */
};
bool ledger_seal_of(struct work *work, int day, struct ledger_seal *seal);

#endif
