/*
 * bundle_web -- 一件事 for those who ask: the list, the page of one, applying; and its
 * API.  Following it is the tracker's (matter_track.h), adding papers the case's
 * (/my/NUMBER/papers).
 *
 * The pages are shared by bundle_web.c, bundle_desk.c and bundle_*.html only.
 */
#ifndef BUNDLE_WEB_H
#define BUNDLE_WEB_H

#include "bundle.h"
#include "page.h"
#include "route.h"

extern const struct route_table bundle_routes;

/* The form of the bundle that the address names: who asks, of a window, and its own
 * fields; NULL when there is no such bundle. */
const struct form *bundle_form_at_window(struct work *work, struct exchange *exchange);
const struct form *bundle_form_online(struct work *work, struct exchange *exchange);

/* What was filled in of the bundle's own fields, a line for each, in the arena. */
const char *bundle_say_answers(struct arena *arena, const struct bundle *bundle,
                               const struct form_input *form);

/* The page of a bundle, and its form. */
struct bundle_view {
    const struct bundle *bundle;
    const struct refusal *closed; /* why it is not taken online now; NULL it is */
    const struct form_input *form;
    const struct person *asker; /* masked; NULL at a window */
};

void bundle_list_page(struct html *out, const struct bundle_line *lines, size_t count);
void bundle_choose_page(struct html *out, const struct bundle_line *lines, size_t count);
void bundle_page(struct html *out, const struct bundle_view *view);
void bundle_apply_page(struct html *out, const struct bundle_view *view);
void bundle_intake_page(struct html *out, const struct bundle_view *view);

#endif
