/*
 * matter -- 事: everything that someone asks for.
 *
 * A matter has a number, an asker, an owner, a state, a clock, a trail of events and an
 * answer that the asker can rate.  Its kind (filing, …) gives the flow and adds fields.
 *
 * The number is what people see: the town's 9 digits, the day, six digits counted daily,
 * and a Luhn check digit:   330109113 20261123 000045 7
 *
 * Every change goes through matter_move(): it holds the arrow and the right against the
 * flow, writes the event, and changes the row only if nobody changed it meanwhile.
 */
#ifndef MATTER_H
#define MATTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calendar_span.h"
#include "db.h"
#include "flow.h"
#include "ledger.h"
#include "work.h"

enum {
    MATTER_NUMBER_SIZE = 25, /* digits and terminator */
    MATTER_NUMBER_DAILY_MAX = 999999,
    MATTER_LIST_MAX = 100,
    MATTER_NOTE_MAX = 1000,   /* characters that somebody writes */
    MATTER_TOLD_MAX = 5000,   /* of all that an event tells, with what its arrow asked */
    MATTER_DELIVER_DAYS = 10, /* working days, 行政许可法 art. 44 */
};

struct matter {
    int64_t id;
    const char *number; /* 24 digits */
    const char *kind;   /* flow->name */
    const struct flow *flow;
    int state;         /* of the flow */
    unsigned facts;    /* enum flow_fact, and the kind's own */
    const char *title; /* the item's name, or what is asked for */
    int64_t person_id;
    struct db_bytes phone; /* sealed; matter_phone() */
    int64_t item_id, version_id;
    int64_t department_id, outlet_id, owner_id;
    int64_t submitted_ms, received_ms, accepted_ms, decided_ms, finished_ms;
    int64_t due_ms;      /* 0: no clock runs */
    int64_t clock_days;  /* working days of the clock that runs */
    const char *answer;  /* "" until there is one */
    int64_t rated;       /* level, 0 not yet */
    int64_t parent_id;   /* the matter that it belongs to, as of a bundle; 0 none */
    int64_t archived_ms; /* when the first archive of it was made; 0 none */
    struct ledger_head head;
};

extern const struct refusal matter_unknown;
extern const struct refusal matter_wrong_state;
extern const struct refusal matter_forbidden;
extern const struct refusal matter_no_reason;
extern const struct refusal matter_no_number;
extern const struct refusal matter_lost; /* another person was quicker */

/* The flows of all kinds, NULL at the end: defined in door/kinds.c, above all of them. */
extern const struct flow *const matter_flows[];

/* The flow of a kind; asserts that there is one. */
const struct flow *matter_flow(const char *kind);

/* A matter to be made.  All other fields come from the work. */
struct matter_new {
    const struct flow *flow;
    const char *title;
    int64_t person_id;
    const char *phone; /* to call about this matter; plain */
    int64_t item_id;
    int64_t version_id;
    int64_t department_id;
    int64_t outlet_id;
    int64_t parent_id;         /* 0 none */
    unsigned facts;            /* of the kind */
    struct calendar_span tell; /* until the asker must hear */
    const char *note;
    struct ledger_part part; /* what the kind keeps of it beside */
};

/*
 * Makes a matter in the first state of its flow, with its number and first event.
 * Refuses: matter_no_number when a day's numbers are used up.
 */
const struct refusal *matter_submit(struct work *work, const struct matter_new *given,
                                    struct matter *matter);

/* A verb along the flow. */
struct matter_change {
    const char *verb;
    const char *note;   /* reason or remark, for the asker; "" none */
    const char *answer; /* what the asker is told at the end; NULL keeps it */
    struct calendar_span span[FLOW_CLOCKS]; /* of clocks that it begins, or by which it
                                               extends them; unit 0: the usual one */
    int64_t since_ms;                       /* they began then already; 0: now */
    unsigned sets;                          /* facts besides those of the arrow */
    struct ledger_part part; /* what the kind writes with it; none by itself */
};

/*
 * Moves a matter and brings *matter up to date.
 * Refuses: matter_wrong_state, matter_forbidden, matter_no_reason, matter_lost, and
 * matter.too_late or matter.too_early where a clock forbids the arrow.
 */
const struct refusal *matter_move(struct work *work, struct matter *matter,
                                  const struct matter_change *change);

/* A verb with nothing but a note, as the matter's kind does it. */
const struct refusal *matter_act(struct work *work, struct matter *matter,
                                 const char *verb, const char *note);

/* Adds an event that changes no state: reveal, rate, remark; and one that writes rows
 * beside the matter's. */
const struct refusal *matter_record(struct work *work, struct matter *matter,
                                    const char *verb, const char *note);
const struct refusal *matter_record_part(struct work *work, struct matter *matter,
                                         const char *verb, const char *note,
                                         const struct ledger_part *part);

/* Whether the actor may use the verb now: for buttons. */
bool matter_may(struct work *work, const struct matter *matter,
                const struct flow_step *step);

/* Reads a matter, and one for the actor: a resident his own, staff what they may see.
 * Both refuse matter_unknown, also for a number whose check digit is off. */
const struct refusal *matter_find(struct work *work, const char *number,
                                  struct matter *matter);
const struct refusal *matter_find_mine(struct work *work, const char *number,
                                       struct matter *matter);

/* By id; asks for no right.  And what a parent is told when its child moved. */
const struct refusal *matter_find_id(struct work *work, int64_t id,
                                     struct matter *matter);
const struct refusal *matter_tell_parent(struct work *work, const struct matter *matter);
/* The digits of a number that was typed with or without gaps; NULL when it is none. */
const char *matter_read_number(struct arena *arena, const char *typed);
/* The phone that the asker gave for this matter, whole: never log it. */
const char *matter_phone(struct work *work, const struct matter *matter);

/* Keeps the level of the rating in the row.  The rating itself is rating.h's. */
const struct refusal *matter_rate(struct work *work, struct matter *matter, int level,
                                  const struct ledger_part *rating);

#endif
