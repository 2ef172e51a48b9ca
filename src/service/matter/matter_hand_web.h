/*
 * matter_hand_web -- the staff's own cases, and handing one over.
 *
 *     /desk/mine                  what the actor owns, and who is away whose deputy he is
 *     /desk/hand-over/NUMBER      to whom, and why
 *
 * Shared by matter_hand_web.c and matter_hand_*.html only.
 */
#ifndef MATTER_HAND_WEB_H
#define MATTER_HAND_WEB_H

#include "form.h"
#include "matter_hand.h"
#include "route.h"

extern const struct route_table matter_hand_routes;

enum { MATTER_HAND_PAGE = 30 };

/* A row of one's own cases. */
struct matter_own_line {
    struct matter_line line;
    const char *left;  /* as matter_say_left() */
    const char *owner; /* for whom the actor stands in; "" his own */
};

struct matter_own {
    const struct matter_own_line *lines;
    size_t count;
    const char *next; /* cursor, "" at the end */
    bool goes_on;     /* this is not the first page */
    const struct deputy_colleague *stood_in;
    size_t stood_in_count;
    const struct matter_given_away *given; /* on the first page */
    const char *const *given_when;
    size_t given_count;
};

/* The form of handing over. */
struct matter_hand_view {
    const struct matter *matter;
    const char *owner; /* name, "" nobody */
    const struct form_input *input;
};

void matter_own_page(struct html *out, const struct matter_own *own);
void matter_hand_page(struct html *out, const struct matter_hand_view *view);

#endif
