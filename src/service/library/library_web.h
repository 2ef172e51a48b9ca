/*
 * library_web -- the item library (事项库) at the desk: for librarians, and the manager.
 *
 *     GET /desk/library           every item, ?q=…&state=…&after=CODE
 */
#ifndef LIBRARY_WEB_H
#define LIBRARY_WEB_H

#include "route.h"

extern const struct route_table library_routes;

#endif
