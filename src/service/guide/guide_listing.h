/*
 * guide_listing -- 没有找到的问法: the questions that found nothing good, for export
 * (listing.h).  It has no query.
 */
#ifndef GUIDE_LISTING_H
#define GUIDE_LISTING_H

#include "listing.h"

extern const struct listing guide_listing;

#endif
