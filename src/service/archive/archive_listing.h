/*
 * archive_listing -- 归档: what waits for its archive, and what was archived, for export
 * (listing.h).
 *
 * Its query is that of /desk/archive: made=1 is what was archived, oldest first.
 */
#ifndef ARCHIVE_LISTING_H
#define ARCHIVE_LISTING_H

#include "listing.h"

extern const struct listing archive_listing;

#endif
