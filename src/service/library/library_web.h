/*
 * library_web -- the item library (事项库) at the desk: for librarians, and the manager.
 *
 *     GET  /desk/library                       every item, ?q=…&state=…&after=CODE
 *     GET  /desk/library/changes               all changes, ?item=CODE&before=ID
 *     GET  /desk/library/item/:code            one item: its state, where it is done
 *     POST /desk/library/item/:code/adjust     suspends it, takes it out of an outlet …
 *
 * and what everybody may know of it:
 *
 *     GET  /items/changes                      likewise, without who
 *     GET  /feed/items.atom                    the newest LIBRARY_FEED_ENTRIES as Atom
 */
#ifndef LIBRARY_WEB_H
#define LIBRARY_WEB_H

#include "route.h"

extern const struct route_table library_routes;
extern const struct route_table library_change_routes; /* library_changes.c */

#endif
