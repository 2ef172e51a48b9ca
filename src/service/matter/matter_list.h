/*
 * matter_list -- many matters: a resident's own, and what waits at a desk.
 *
 * Every list goes by keyset along an index, so a page costs the same however long the
 * list is.
 */
#ifndef MATTER_LIST_H
#define MATTER_LIST_H

#include "matter.h"

/* A row of a list. */
struct matter_line {
    int64_t id;
    const char *number;
    const char *title;
    const struct flow_state *state;
    const char *asker; /* masked; "" in a resident's own list */
    int64_t submitted_ms;
    int64_t due_ms;
    enum matter_light light;
    int64_t rated;
};

/* Where a list goes on: behind this row; zeroes begin at the start. */
struct matter_cursor {
    int64_t due_ms;
    int64_t id;
};

/* A resident's matters, newest first; cursor.id as returned last. */
size_t matter_list_mine(struct work *work, struct matter_cursor after, size_t limit,
                        const struct matter_line **lines);

/*
 * What waits at a desk, next due first.  FLOW_REVIEW shows the actor's department only,
 * unless he may manage.
 */
size_t matter_list_desk(struct work *work, enum flow_desk desk,
                        struct matter_cursor after, size_t limit,
                        const struct matter_line **lines);

#endif
