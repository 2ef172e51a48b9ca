/*
 * deputy_web -- who is away and who stands in: one's own page, and the manager's of all.
 *
 *     /desk/people/absence      one's own deputy and absences, and whom one stands in for
 *     /desk/people              the manager's: everybody, and where nobody is left
 *     /desk/people/ID           his page of one colleague
 *
 * Shared by deputy_web.c, deputy_listing.c and deputy_*.html only.
 */
#ifndef DEPUTY_WEB_H
#define DEPUTY_WEB_H

#include "deputy.h"
#include "form.h"
#include "route.h"

extern const struct route_table deputy_routes;

/* An absence in words. */
struct deputy_away {
    int64_t id;
    const char *from, *end;
    const char *reason; /* TEXT() */
    bool begun;
};

/* One colleague. */
struct deputy_one {
    const struct deputy_colleague *colleague;
    const char *deputy; /* name, "" nobody is named */
    const struct deputy_away *away;
    size_t away_count;
    const struct deputy_colleague *stood_in; /* by the actor, on his own page */
    size_t stood_in_count;
    bool own;
    bool gap;                              /* away today with nobody left */
    const struct form_input *leave, *name; /* the forms */
};

/* A row of the manager's page. */
struct deputy_row {
    const struct deputy_colleague *colleague;
    const char *department, *outlet; /* names, "" none */
    const char *deputy;              /* "" nobody */
    int until;                       /* the last day away, 0 when he is here */
    bool gap;
};

/* All of them, in the arena: where nobody is left first, then who is away. */
size_t deputy_read_rows(struct work *work, const struct deputy_row **rows);

struct deputy_people {
    const struct deputy_row *rows;
    size_t count;
    size_t gaps; /* today, of all */
    int today;
    bool goes_on;     /* others stand before them */
    const char *next; /* "" the list ends here */
};

void deputy_one_page(struct html *out, const struct deputy_one *one);
void deputy_people_page(struct html *out, const struct deputy_people *people);

#endif
