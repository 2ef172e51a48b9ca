/*
 * message_listing -- 发送记录: what went out by SMS and mail, for export (listing.h).
 *
 * Its query is that of /desk/deliveries: a state, "all" for any.  Addresses are masked;
 * what was said is in no file.
 */
#ifndef MESSAGE_LISTING_H
#define MESSAGE_LISTING_H

#include "listing.h"

extern const struct listing message_listing;

#endif
