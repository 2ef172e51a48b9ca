/*
 * item_web -- the item library for people and programs: pages and the open API.
 *
 *     GET /items                  directories with counts
 *     GET /items/list             ?by=subject|department|way|target&value=…&after=CODE
 *     GET /item/:code             all elements of one item
 *     GET /api/v1/items           ?by=…&value=…&after=CODE&limit=…
 *     GET /api/v1/items/:code
 */
#ifndef ITEM_WEB_H
#define ITEM_WEB_H

#include "route.h"

extern const struct route_table item_routes;

#endif
