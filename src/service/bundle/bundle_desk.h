/*
 * bundle_desk -- the staff's pages of bundles: taking one in at a window, and the case
 * with all its children.
 */
#ifndef BUNDLE_DESK_H
#define BUNDLE_DESK_H

#include "bundle.h"
#include "letter.h"
#include "matter_words.h"
#include "page.h"
#include "paper.h"
#include "route.h"

extern const struct route_table bundle_desk_routes;

enum { BUNDLE_STEPS_MAX = 8 };

struct bundle_case_view {
    struct matter matter;
    struct bundle_case found;
    struct person asker; /* masked, unless whole */
    bool whole;
    struct matter_track track; /* its events and children */
    const char *department;
    const char *due, *left;
    enum matter_light light;
    const struct paper *papers;
    size_t paper_count;
    const char *lacking; /* for the notice of supplement; "" nothing */
    const struct letter *letters;
    size_t letter_count;
    bool guest; /* sees it because of a child only */
    const struct flow_step *step[BUNDLE_STEPS_MAX];
    size_t step_count;
    const char *tried; /* the verb that was refused, or NULL */
    const struct form_input *form;
};

void bundle_case_page(struct html *out, const struct bundle_case_view *view);

#endif
