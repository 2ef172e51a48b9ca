/*
 * quality_listing -- 要改的事项: what the checks found, for export (listing.h).
 *
 * A row for each check that an item fails.  Its query is that of /desk/quality:
 * department, check, grade.
 */
#ifndef QUALITY_LISTING_H
#define QUALITY_LISTING_H

#include "listing.h"

extern const struct listing quality_listing;

#endif
