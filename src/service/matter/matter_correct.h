/*
 * matter_correct -- 更正: what was put right in the record of a matter.
 *
 *     event 3 "accept"  <---corrects---  event 7 "correct": was, becomes, reason, by whom
 *
 * Nothing in the ledger is ever changed.  A correction is an event of its own that names
 * the event it corrects; both stay readable, side by side.  It changes neither state nor
 * clock: who decided wrongly needs a step of the flow, and who wrote wrongly this.  All
 * corrections of a matter are covered by the last one's event, as the part "corrections".
 */
#ifndef MATTER_CORRECT_H
#define MATTER_CORRECT_H

#include <stdbool.h>

#include "matter.h"

enum {
    MATTER_CORRECTIONS_MAX = 50,
    MATTER_WRONG_MAX = 200, /* characters: of what was wrong, and of what is right */
    MATTER_CORRECT_REASON_MAX = 300,
};

/* The verb of its event. */
#define MATTER_CORRECTED "correct"

extern const struct refusal matter_correct_absent; /* there is no such event */
extern const struct refusal matter_correct_none;   /* both say the same */
extern const struct refusal matter_correct_too_many;

struct matter_correction {
    int64_t corrects;    /* ordinal of the event that is corrected */
    const char *was;     /* what was wrong; at most MATTER_WRONG_MAX, not "" */
    const char *becomes; /* what is right; likewise */
    const char *reason;  /* at most MATTER_CORRECT_REASON_MAX, not "" */
    int64_t ordinal;     /* of the event that corrects; not read of a new one */
};

/*
 * Corrects an event of the matter, whether it is over or not.  May do so: whoever did
 * what is corrected, a manager, and the head of the matter's department.  The asker
 * reads the event's note where he was told what is corrected; *note is that note.
 * Refuses matter_correct_absent, matter_forbidden, matter_correct_none,
 * matter_correct_too_many, matter_lost.
 */
const struct refusal *matter_correct(struct work *work, struct matter *matter,
                                     const struct matter_correction *given,
                                     const char **note);

/* Whether the actor may correct that event, for the link beside it. */
bool matter_may_correct(struct work *work, const struct matter *matter,
                        const struct ledger_event *event);

/* All corrections of a matter, first to last; in the arena. */
size_t matter_corrections(struct work *work, int64_t matter_id,
                          const struct matter_correction **corrections);

/* The event that a correction corrects in the end: the first that is none itself; 0 for
 * an ordinal that corrects nothing. */
int64_t matter_corrected(const struct matter_correction *corrections, size_t count,
                         int64_t ordinal);

/* What the asker is told of an event, TEXT(), by matter_track.c; NULL when it is no
 * business of his.  A correction is told where what it corrects is. */
const char *matter_track_label(const struct flow *flow, const struct ledger_event *event);

/* What verifying reads. */
extern const struct ledger_part_kind matter_correct_part;

#endif
