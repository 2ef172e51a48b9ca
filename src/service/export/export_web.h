/*
 * export_web -- asking for the file of a list, watching it grow, fetching it.
 *
 * The page shows how many rows are written: by itself where a script runs (PUSH_EXPORT),
 * otherwise when it is fetched again.  A file is fetched with Range, so a download that
 * broke off goes on.  Shared by export_web.c and export_*.html only, but for the routes.
 */
#ifndef EXPORT_WEB_H
#define EXPORT_WEB_H

#include "export.h"
#include "form.h"
#include "route.h"

extern const struct route_table export_routes;

struct export_list_page {
    const struct export *exports;
    size_t count;
    const char *const *begun; /* of each: when it was asked for */
    const char *const *gone;  /* of each: when it is removed; "" not yet known */
    bool running;             /* some are being written */
};

/* "12.3 MB", in the page's arena. */
const char *export_say_size(struct html *out, int64_t bytes);

void export_new_page(struct html *out, const struct listing *list,
                     const struct form_input *input);
void export_list_page(struct html *out, const struct export_list_page *page);

#endif
