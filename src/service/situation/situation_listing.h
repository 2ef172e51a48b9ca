/*
 * situation_listing -- 情形引导: the items that ask questions, for export (listing.h). It
 * has no query.
 */
#ifndef SITUATION_LISTING_H
#define SITUATION_LISTING_H

#include "listing.h"

extern const struct listing situation_listing;

#endif
