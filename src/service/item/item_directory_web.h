/*
 * item_directory_web -- the directories (目录) as pages.
 *
 *     GET /items           all directories with counts
 *     GET /items/list      ?by=KIND&value=…&after=CODE: a page of one; KIND is a name of
 *                          item_directories
 *     GET /items/outlets   the outlets, by which items can be listed
 *     GET /zone/:zone      便民惠企专区 benefit, 沥家园专区 liyuan: what a zone shows
 */
#ifndef ITEM_DIRECTORY_WEB_H
#define ITEM_DIRECTORY_WEB_H

#include "route.h"

extern const struct route_table item_directory_routes;

#endif
