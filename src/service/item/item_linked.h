/*
 * item_linked -- an item as JSON-LD of schema.org, for search engines and assistants.
 *
 *     GovernmentService   what it is, who does it, for whom, where, with which result
 *     HowTo               its papers and steps, where there are any
 *     FAQPage             its questions, where there are any
 *
 * Addresses are relative to the document's own.  A limit in working days has no ISO 8601
 * duration, so only others are said as one.
 */
#ifndef ITEM_LINKED_H
#define ITEM_LINKED_H

#include "item_version.h"
#include "page.h"
#include "place.h"

/* Writes the document. */
void item_put_linked(struct html *out, const struct item_version *version,
                     const struct place_town *town);

#endif
