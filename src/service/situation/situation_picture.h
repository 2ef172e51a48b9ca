/*
 * situation_picture -- a flow as a drawing: what is asked when, and where answers lead.
 *
 *     +------------------+        +------------------+
 *     | 谁来办？         |        | 几位？           |
 *     | 本人            -|------->| 一位    → 材料单 |
 *     | 代办    → 材料单 |        | 多位    → 材料单 |
 *     +------------------+        +------------------+
 *
 * A question stands to the right of all that lead to it, so arrows go one way,
 * behind the boxes that they pass.  Only the
 * layout is made here; the page draws it (situation_desk.html) and says the same in a
 * table beside it.  Numbers are pixels.
 */
#ifndef SITUATION_PICTURE_H
#define SITUATION_PICTURE_H

#include "situation.h"

struct situation_box {
    int x, y, width, height;
};

struct situation_caption {
    int x, y;         /* of the base line's beginning */
    const char *text; /* cut to fit, with … */
    bool strong;
};

struct situation_picture {
    int width, height;                 /* 0: nothing to draw */
    const struct situation_box *boxes; /* of questions */
    size_t box_count;
    const struct situation_caption *captions;
    size_t caption_count;
    const char *const *arrows; /* paths */
    size_t arrow_count;
};

/* Lays out a flow whose answers all lead somewhere and never back. */
void situation_draw(struct arena *arena, const struct situation_flow *flow,
                    struct situation_picture *picture);

#endif
