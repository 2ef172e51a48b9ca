/*
 * library_listing -- 变更记录: all that was done to the item library, for export
 * (listing.h).
 *
 * Its query is that of /desk/library/changes: the code of one item, or all.
 */
#ifndef LIBRARY_LISTING_H
#define LIBRARY_LISTING_H

#include "listing.h"

extern const struct listing library_listing;

#endif
