/*
 * matter_web -- following a matter, one's own matters, and the API of both.
 *
 * The pages are shared by matter_web.c and matter_*.html only.
 */
#ifndef MATTER_WEB_H
#define MATTER_WEB_H

#include "form.h"
#include "matter_list.h"
#include "matter_track.h"
#include "paper_web.h"

extern const struct route_table matter_routes;

enum { MATTER_MINE_PAGE = 20, MATTER_VIEW_STEPS_MAX = 6 };

/* A tracker as it is shown, to who came by a reference or to the asker himself. */
struct matter_view {
    struct matter_track track;
    const char *reference;      /* NULL for the asker himself, and who acts for him */
    bool is_askers;             /* he is the asker himself */
    const struct paper *papers; /* the asker's own, for himself only */
    size_t paper_count;
    const struct flow_step *step[MATTER_VIEW_STEPS_MAX]; /* what he may do */
    size_t step_count;
    bool may_add_papers;
};

/* A page of a resident's own matters. */
struct matter_mine {
    const struct matter_line *lines;
    size_t count;
    const char *next; /* cursor of the next page; "" none */
    bool first;
    int today;
};

void matter_track_form_page(struct html *out, const struct form_input *input);
void matter_track_page(struct html *out, const struct matter_view *view);
void matter_mine_page(struct html *out, const struct matter_mine *mine);

#endif
