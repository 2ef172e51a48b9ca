/*
 * bundle_inside -- what the files of the bundle module share.
 */
#ifndef BUNDLE_INSIDE_H
#define BUNDLE_INSIDE_H

#include "bundle.h"

/* A verb along the flow, and what leaves with it; see filing_out.h. */
struct bundle_act {
    const char *verb, *note;
    const char *answer; /* what the asker is told at the end; NULL the note, if any */
    int64_t days;       /* working days to decide, of an arrow that begins that clock */
    int64_t since_ms;   /* see struct matter_change */
};

/* Refuses what matter_move() and letter_issue() refuse. */
const struct refusal *bundle_move(struct work *work, struct matter *matter,
                                  const struct bundle_act *act);

/* For the flow: what the asker is told of the children, and what follows when one of
 * them moved. */
void bundle_tell(struct work *work, const struct matter *matter, enum language language,
                 struct matter_track *track);
const struct refusal *bundle_child_moved(struct work *work, struct matter *matter,
                                         const struct matter *child);

/* The values of the children of a case, for an event; in the arena. */
struct ledger_part bundle_cover(struct work *work, const struct bundle_child *children,
                                size_t count);

#endif
