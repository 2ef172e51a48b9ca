/*
 * matter_clock -- 时限: each kind of time that the law names, as its own clock.
 *
 * A clock is begun, stopped, resumed, extended and ended by the arrows of a flow, and
 * several of a matter may run at once.  Its due moment follows from its span, from the
 * stretches in which it stood still (行政许可法 art. 45) and from its extension (art.
 * 42), and is computed anew from all of them each time:
 *
 *     due = begun + span + working days of the stretches + extension
 *
 * The matter's own due_ms is that of the clock that ends next.
 */
#ifndef MATTER_CLOCK_H
#define MATTER_CLOCK_H

#include "calendar_span.h"
#include "matter.h"

struct matter_clock_kind {
    const char *name;  /* stable: of the row */
    const char *label; /* TEXT(): 受理告知 */
    bool of_asker;     /* he must keep it, not the hall */
    enum calendar_begin begin;
    struct calendar_span span; /* where an act gives none */
    const char *by_then;       /* TEXT(): 作出决定: what is done when it ends */
    const char *why;           /* TEXT(): what the law says of it, in plain words */
    bool is_right;             /* of the asker: he may, and need not */
};

/* By enum flow_clock. */
extern const struct matter_clock_kind matter_clock_kinds[FLOW_CLOCKS];

struct matter_clock {
    enum flow_clock kind;
    int64_t ordinal; /* of the event that began it */
    struct calendar_span span;
    struct calendar_span more; /* that it was extended by; count 0 not */
    int64_t begun_ms, due_ms;
    int64_t days;       /* working days of span and extension, for the light */
    int64_t stopped_ms; /* 0: it does not stand still */
    int64_t ended_ms;   /* 0: it runs */
};

enum { MATTER_CLOCKS_MAX = 64 };

/* All clocks of a matter, in the order in which they began. */
size_t matter_clocks(struct work *work, int64_t matter_id,
                     const struct matter_clock **clocks);

/* Those that have not ended, by kind; due_ms of the others is 0. */
struct matter_clock_set {
    struct matter_clock clock[FLOW_CLOCKS];
    uint64_t running; /* FLOW_SET() of their kinds; also of those that stand still */
};
void matter_running_clocks(struct work *work, int64_t matter_id,
                           struct matter_clock_set *set);

/* All stretches in which the clocks of a kind stood still, first to last. */
size_t matter_stops(struct work *work, int64_t matter_id, enum flow_clock kind,
                    const struct calendar_stop **stops);

/* Why the clocks forbid the arrow at the work's moment, or NULL. */
const struct refusal *matter_clocks_allow(const struct work *work,
                                          const struct matter_clock_set *set,
                                          const struct flow_step *step);

/* For matter.c: what the arrow does to the clocks; all end where nobody acts any more.
 * Sets due_ms, clock_days and facts. */
void matter_turn_clocks(struct work *work, struct matter *matter,
                        const struct flow_step *step, const struct matter_change *change,
                        struct matter_clock_set *set);

/* A due moment that was counted anew. */
struct matter_clock_change {
    enum flow_clock kind;
    int64_t was_ms, is_ms;
};

/*
 * For matter_recount.c: counts the clocks that have not ended anew, keeps those that came
 * out otherwise, says which and how many, and sets the matter's due_ms and clock_days.
 */
size_t matter_recount_clocks(struct work *work, struct matter *matter,
                             struct matter_clock_change changes[FLOW_CLOCKS]);

/* For matter.c: the first clock of a new matter, whose row is there only when it is
 * added. */
void matter_set_clock(struct work *work, struct matter *matter,
                      struct matter_clock *clock);
void matter_add_clock(struct work *work, const struct matter *matter,
                      const struct matter_clock *clock);

#endif
