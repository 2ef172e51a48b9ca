/*
 * filing_cover -- what the ledger covers of a filing: channel, outcome, result,
 * special procedure and delivery.
 *
 * The event that sets them holds their digest, and verifying holds the rows against it.
 */
#ifndef FILING_COVER_H
#define FILING_COVER_H

#include "filing.h"
#include "ledger.h"

/* What verifying reads. */
extern const struct ledger_part_kind filing_part;

/* The values for the event, in the arena. */
struct ledger_part filing_cover(struct work *work, const struct filing *filing);

#endif
