/*
 * ledger_digest -- what the ledger's digests are taken over; for ledger's own files.
 *
 * An event's digest is SM3 over its values, each with its length, and the digest of the
 * event before; what it covers comes in front, where it covers anything.  A day's seal
 * folds the digests of its events, in order of moment, onto the seal before.
 */
#ifndef LEDGER_DIGEST_H
#define LEDGER_DIGEST_H

#include "db.h"
#include "ledger.h"

/* What an event covers, as it stands in its row; no bytes where there is nothing. */
struct ledger_cover {
    struct db_bytes row;
    const char *part; /* "" none */
    struct db_bytes part_digest;
};

void ledger_digest_event(struct arena *arena, int64_t town, int64_t matter_id,
                         const struct ledger_event *event,
                         const struct ledger_cover *cover, const uint8_t *before,
                         uint8_t digest[LEDGER_DIGEST_SIZE]);

void ledger_digest_row(struct arena *arena, const struct ledger_row *row,
                       uint8_t digest[LEDGER_DIGEST_SIZE]);
void ledger_digest_part(struct arena *arena, int64_t town, int64_t matter_id,
                        const struct ledger_part *part,
                        uint8_t digest[LEDGER_DIGEST_SIZE]);

/* A day being sealed. */
struct ledger_fold {
    int64_t events;
    uint8_t digest[LEDGER_DIGEST_SIZE];
};

/* Folds all events of a day onto the seal before (empty bytes: the first seal). */
struct ledger_fold ledger_fold_day(struct work *work, int day, struct db_bytes before);

#endif
