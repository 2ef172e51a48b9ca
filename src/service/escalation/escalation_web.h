/*
 * escalation_web -- the managers' page of who hears when a limit runs out.
 *
 *     /desk/escalation                   the table, and a form that adds or changes a
 * step /desk/escalation?kind=decide&late=1&days=3      the form filled in with that step
 *
 * Every change carries the revision of the table that was seen.  The page is shared by
 * escalation_web.c and escalation_table.html only.
 */
#ifndef ESCALATION_WEB_H
#define ESCALATION_WEB_H

#include "escalation.h"
#include "form.h"
#include "route.h"

extern const struct route_table escalation_routes;

struct escalation_view {
    struct escalation_table table;
    const struct form_input *input; /* of a step */
    bool changes;                   /* the form has a step of the table in it */
};

void escalation_table_page(struct html *out, const struct escalation_view *view);

#endif
