/*
 * deputy_listing -- 人员和 AB 岗: who does cases, who stands in, who is away today, for
 * export (listing.h).  It has no query.
 */
#ifndef DEPUTY_LISTING_H
#define DEPUTY_LISTING_H

#include "listing.h"

extern const struct listing deputy_listing;

#endif
