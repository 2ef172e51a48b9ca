/*
 * archive_web -- 归档 at the desk: the button of a case that is over, which answers with
 * the ZIP, and the two lists: what waits for its archive, and what was archived.
 */
#ifndef ARCHIVE_WEB_H
#define ARCHIVE_WEB_H

#include <stdbool.h>

#include "archive.h"
#include "page.h"
#include "route.h"

struct archive_list_view {
    bool made; /* archives that were made; else what waits for one */
    const struct archive_line *lines;
    const char *const *when; /* by line */
    size_t count;
    const char *next; /* where the list goes on; "" at the end */
};
void archive_list_page(struct html *out, const struct archive_list_view *view);

extern const struct route_table archive_routes;

#endif
