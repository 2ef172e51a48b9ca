/*
 * flow -- 流程: the states of a kind of matter and what may be done in each, as a table.
 *
 * A row of steps is an arrow: the states that it leaves from, its verb, the state that it
 * leads to, whose right it is, which facts and clocks allow it, what it does to them, and
 * which letter and message go out with it.  Pages, the API, `haoban flow` and the checks
 * are drawn from the table; there is no second list of verbs or states.
 *
 * A fact is true of the matter and not said by its state: its limit was extended once.
 * Facts are bits; a kind names its own from FLOW_FACTS_OWN on.
 *
 * Of several rows of one verb and state, the first whose facts hold is the arrow.
 */
#ifndef FLOW_H
#define FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "page.h"
#include "work.h"

enum {
    FLOW_STATES_MAX = 63, /* numbered from 1: sets are 64 bits */
    FLOW_SAME = 0,        /* the arrow leads back to where it began */
};

/* A set of states, of clocks. */
#define FLOW_SET(number) (UINT64_C(1) << (number))

/* Who acts next. */
enum flow_desk { FLOW_NOBODY = 0, FLOW_INTAKE = 1, FLOW_REVIEW = 2, FLOW_ASKER = 3 };

/* What the asker sees on his way: 提交 受理 审核 办结. */
enum flow_stage { FLOW_SUBMITTED, FLOW_TAKEN_IN, FLOW_UNDER_REVIEW, FLOW_OVER };

struct flow_state {
    int state;
    const char *name;    /* stable, for the API: "accepted" */
    const char *label;   /* TEXT(): 已受理 */
    int national;        /* code of 部门业务办理状态, 0 none */
    enum flow_desk desk; /* who acts next */
    enum flow_stage stage;
    const char *next; /* TEXT(): what the asker may expect now */
};

/* Each kind of time that the law names; matter_clock.h has their table. */
enum flow_clock {
    FLOW_CLOCK_TELL,      /* to tell what is missing, or whether it is accepted */
    FLOW_CLOCK_SUPPLY,    /* the asker's: to bring what is missing */
    FLOW_CLOCK_DECIDE,    /* to decide */
    FLOW_CLOCK_SPECIAL,   /* the days that were told for a special procedure */
    FLOW_CLOCK_DELIVER,   /* to issue and deliver */
    FLOW_CLOCK_CHECK,     /* to check a promise afterwards */
    FLOW_CLOCK_RECTIFY,   /* the asker's: to put right what a check found */
    FLOW_CLOCK_URGE,      /* to answer an urging, 催办 */
    FLOW_CLOCK_SUPERVISE, /* to answer the manager, 督办 */
    FLOW_CLOCK_HEARING,   /* the asker's and other parties': to ask for a hearing */
    FLOW_CLOCKS,
};

/* Facts that matter itself keeps. */
enum flow_fact {
    FLOW_FACT_STOPPED = 1 << 0, /* a clock stands still */
    FLOW_FACT_LATE = 1 << 1,    /* a clock of the hall ended too late */
    FLOW_FACTS_OWN = 1 << 4,    /* the first of the kind's */
};

/* Moments that an arrow marks, besides the end, which follows from the stage. */
enum flow_mark {
    FLOW_MARK_RECEIVED = 1 << 0,
    FLOW_MARK_ACCEPTED = 1 << 1,
    FLOW_MARK_DECIDED = 1 << 2,
};

struct flow_step {
    uint64_t from;    /* FLOW_SET() of each state that it leaves from */
    const char *verb; /* "accept": of the route, the ledger and the API */
    int to;           /* or FLOW_SAME */
    unsigned rights;  /* any of these; RIGHT_RESIDENT only for his own matter */

    unsigned when, unless;   /* facts: all of these, none of those */
    uint64_t before, after;  /* clocks that must still run in time; that must be over */
    unsigned sets, clears;   /* facts */
    unsigned marks;          /* enum flow_mark */
    uint64_t ends, begins;   /* clocks; ended before begun */
    uint64_t stops, resumes; /* likewise */
    uint64_t extends;        /* clocks that get more time, once */

    const char *letter;  /* kind of letter.h that goes out, or NULL */
    const char *message; /* event of message.h that the asker hears, or NULL */
    const char *tells;   /* likewise, that the owner among the staff hears */
    const char *label;   /* TEXT(): of the button: 受理 */
    const char *done;    /* TEXT(): of the timeline: 已受理 */
    unsigned asks;       /* what must be told with it: bits of the kind */
    bool says_why;       /* a reason for the asker must be given */
    bool is_quiet;       /* no business of the asker's: not in his track */
};

struct matter;
struct matter_track;
struct matter_word;
struct flow {
    const char *name;  /* of the matter's kind: "filing" */
    const char *label; /* TEXT(): 办件 */
    /* A verb with no more than a note; NULL: matter_move() is all there is to it. */
    const struct refusal *(*act)(struct work *work, struct matter *matter,
                                 const char *verb, const char *note);
    /* For the asker; of new holidays; of a child; of what no arrow tells.  NULL: not. */
    void (*tell)(struct work *work, const struct matter *matter, enum language language,
                 struct matter_track *track);
    void (*recount)(struct work *work, const struct matter *matter);
    const struct refusal *(*child_moved)(struct work *work, struct matter *matter,
                                         const struct matter *child);
    void (*send)(struct work *work, const struct matter *matter,
                 const struct matter_word *word);
    bool (*owes_papers)(const struct matter *matter); /* after deciding; NULL: never */
    const struct flow_state *states;
    size_t state_count;
    const struct flow_step *steps;
    size_t step_count;
};

/* The state's row; asserts that the flow has it. */
const struct flow_state *flow_state(const struct flow *flow, int state);
/* The arrow from a state by a verb whose facts hold, or NULL. */
const struct flow_step *flow_step(const struct flow *flow, int from, unsigned facts,
                                  const char *verb);
/* The arrow that an event went: from a state, by a verb, to a state; or NULL. */
const struct flow_step *flow_arrow(const struct flow *flow, int from, const char *verb,
                                   int to);

/* Any arrow of the verb, for its label; NULL when the flow has no such verb. */
const struct flow_step *flow_verb(const struct flow *flow, const char *verb);

/* Whether it leaves from the state while the facts hold. */
bool flow_leaves(const struct flow_step *step, int from, unsigned facts);

/* Whether the asker has nothing more to expect. */
bool flow_is_over(const struct flow *flow, int state);

/* Asserts that the table makes sense: every state reached, every arrow between states,
 * none hidden behind another, somebody's where something can be done in time. */
void flow_check(const struct flow *flow);

/* Prints the table for a lawyer: a line for each arrow, with labels and codes. */
void flow_print(struct text *out, const struct flow *flow);

#endif
