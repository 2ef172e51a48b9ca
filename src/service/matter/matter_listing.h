/*
 * matter_listing -- 办件: the list of all matters, for export (listing.h).
 *
 * Its query is that of /desk/cases; one batch goes on where the one before ended, in the
 * same order.  What somebody may see is kept with the query: "scope=7" is one department.
 */
#ifndef MATTER_LISTING_H
#define MATTER_LISTING_H

#include "listing.h"

extern const struct listing matter_listing;

#endif
