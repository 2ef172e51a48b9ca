/*
 * rating_web -- rating a matter that is over, by its asker or whoever follows it.
 *
 * The pages are shared by rating_web.c and rating_*.html only.
 */
#ifndef RATING_WEB_H
#define RATING_WEB_H

#include "form.h"
#include "rating.h"

extern const struct route_table rating_routes;

/* The page that the visitor came from: a reference, or NULL for the asker himself. */
struct rating_view {
    const struct matter *matter;
    const char *reference;
    const struct form_input *input; /* NULL once it is rated */
};

void rating_page(struct html *out, const struct rating_view *view);
void rating_thanks_page(struct html *out, const struct rating_view *view);

#endif
