/*
 * item_web -- the item library for people and programs: pages and the open API.
 *
 *     GET /item/:code             all elements of one item
 *     GET /item/:code/data.jsonld the same for search engines (item_linked.h)
 *     GET /api/v1/items           ?by=…&value=…&after=CODE&limit=…
 *     GET /api/v1/items/:code
 *
 * Directories are item_directory_web.h.
 */
#ifndef ITEM_WEB_H
#define ITEM_WEB_H

#include "route.h"

extern const struct route_table item_routes;

#endif
