/*
 * agency_listing -- 代办授权: who may act for whom, for export (listing.h).
 *
 * Names and numbers are masked.  Who sits at a village's outlet gets that outlet's, which
 * is kept with the query: "outlet=7".
 */
#ifndef AGENCY_LISTING_H
#define AGENCY_LISTING_H

#include "listing.h"

extern const struct listing agency_listing;

#endif
