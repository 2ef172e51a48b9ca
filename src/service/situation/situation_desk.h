/*
 * situation_desk -- the librarian's pages of situations: which items have them, what is
 * wrong with them, and one item's flow, drawn, told in tables, and edited.
 *
 *     GET  /desk/situations                 items with situations; ?after=CODE
 *     GET  /desk/situations/find            ?code=CODE to the page of an item
 *     GET  /desk/situations/:code           the flow in use; ?revision=N an older one
 *     POST /desk/situations/:code/check     what was written: findings and preview;
 *                                           changes nothing
 *     POST /desk/situations/:code/publish   the same, and publishes it when all is well
 *     POST /desk/situations/:code/remove    asks nothing any more
 *
 * A flow is edited as the text of situation_text.h.  Only what was checked and previewed
 * is offered for publishing, and it is checked once more.
 */
#ifndef SITUATION_DESK_H
#define SITUATION_DESK_H

#include "route.h"
#include "situation_check.h"
#include "situation_picture.h"
#include "situation_walk.h"

enum { SITUATION_DESK_ROWS = 20, SITUATION_DESK_WAYS = 60, SITUATION_DESK_FAULTS = 50 };

struct situation_desk_row {
    const char *code, *name, *when; /* published */
    int64_t revision;
    size_t questions, ways, findings;
};

/* The row of an item: reads its flow and checks it. */
struct situation_desk_row situation_desk_row_of(struct work *work, enum language language,
                                                const struct situation_item *item);

struct situation_desk_list {
    struct situation_desk_row rows[SITUATION_DESK_ROWS];
    size_t count;
    const char *after, *next;       /* codes; "" at the ends */
    const struct form_input *input; /* the code to go to */
};

/* What is wrong, where in the text. */
struct situation_desk_fault {
    struct situation_place place;
    const char *reason;
};

/* One way through: its answers in one line, and what it comes to. */
struct situation_desk_way {
    const char *answers;
    struct situation_result result;
};

struct situation_desk_page {
    const struct item *item;
    const struct item_version *version;
    const char *text;           /* what stands in the field */
    struct situation_flow flow; /* of that text, or empty */
    int64_t in_use;             /* the revision in use; 0 none */
    int64_t newest;             /* the last published, also one that took them away */
    int64_t seen;               /* what was newest when the librarian began */
    int64_t shown;              /* the revision that is shown; 0 what was written */
    bool published;             /* it has just been */
    bool checked;               /* what was written may be published */
    struct situation_desk_fault fault[SITUATION_DESK_FAULTS];
    size_t fault_count;
    struct situation_picture picture;
    struct situation_desk_way way[SITUATION_DESK_WAYS];
    size_t way_count, ways; /* shown, and all */
    const struct situation_flow *history;
    const char *const *when; /* by history */
    size_t history_count;
    const struct form_input *input;
};

extern const struct route_table situation_desk_routes;

void situation_desk_list_page(struct html *out, const struct situation_desk_list *list);
void situation_desk_item_page(struct html *out, const struct situation_desk_page *page);

#endif
