/*
 * drift_listing -- 差异清单: what differs from the province's list, for export
 * (listing.h).
 *
 * Its query is that of /desk/drift: source, state, kind, element, department, unified.
 */
#ifndef DRIFT_LISTING_H
#define DRIFT_LISTING_H

#include "listing.h"

extern const struct listing drift_listing;

#endif
