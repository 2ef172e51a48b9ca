/*
 * matter_list -- many matters: a resident's own, and what waits at a desk.
 *
 * Every list goes by keyset along an index, so a page costs the same however long the
 * list is.
 */
#ifndef MATTER_LIST_H
#define MATTER_LIST_H

#include "matter.h"
#include "matter_light.h"

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

/*
 * A resident's matters, newest first, behind the one of that id; INT64_MAX is the start.
 * A list gives at most MATTER_LIST_MAX, and one more that shows whether it goes on.
 */
size_t matter_list_mine(struct work *work, int64_t after_id, size_t limit,
                        const struct matter_line **lines);

/* Where a desk's list goes on: behind this row; zeroes begin at the start. */
struct matter_cursor {
    int64_t due_ms;
    int64_t id;
};

/* As it stands in an address; see cursor.h.  Refuses cursor_bad. */
const struct refusal *matter_read_cursor(const char *text, struct matter_cursor *cursor);
const char *matter_write_cursor(struct arena *arena, struct matter_cursor cursor);

/*
 * What waits at a desk in a stage, next due first.  FLOW_REVIEW shows the actor's
 * department only, unless he may manage.
 */
size_t matter_list_desk(struct work *work, enum flow_desk desk, enum flow_stage stage,
                        struct matter_cursor after, size_t limit,
                        const struct matter_line **lines);

/* What waits for review in a department, likewise; for the deputy of its reviewer. */
size_t matter_list_review(struct work *work, int64_t department_id,
                          struct matter_cursor after, size_t limit,
                          const struct matter_line **lines);

#endif
