/*
 * flow -- 流程: the states of a kind of matter and what may be done in each, as a table.
 *
 * One row of steps is an arrow: from state, verb, to state, whose right it is, what it
 * does to the clocks.  Pages, the API, `haoban flow` and the checks are drawn from the
 * table; there is no second list of verbs or states.
 */
#ifndef FLOW_H
#define FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "work.h"

enum flow_desk { FLOW_NOBODY = 0, FLOW_INTAKE = 1, FLOW_REVIEW = 2 };

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

/* What a step does to the clock: decide begins with acceptance (行政许可法 art. 42 or the
 * promise), deliver with the decision (art. 44). */
enum flow_clock_effect {
    FLOW_CLOCK_GOES_ON,
    FLOW_CLOCK_DECIDE,
    FLOW_CLOCK_DELIVER,
    FLOW_CLOCK_ENDS,
};

struct flow_step {
    int from;
    const char *verb; /* "accept": of the route, the ledger and the API */
    int to;
    unsigned rights; /* any of these; RIGHT_RESIDENT only for his own matter */
    enum flow_clock_effect clock;
    const char *label; /* TEXT(): of the button: 受理 */
    const char *done;  /* TEXT(): of the timeline: 已受理 */
    bool says_why;     /* a reason for the asker must be given */
};

struct flow {
    const char *name;  /* of the matter's kind: "filing" */
    const char *label; /* TEXT(): 办件 */
    const struct flow_state *states;
    size_t state_count;
    const struct flow_step *steps;
    size_t step_count;
};

/* The state's row; asserts that the flow has it. */
const struct flow_state *flow_state(const struct flow *flow, int state);

/* The arrow from a state by a verb, or NULL. */
const struct flow_step *flow_step(const struct flow *flow, int from, const char *verb);

/* Any arrow of the verb, for its label; NULL when the flow has no such verb. */
const struct flow_step *flow_verb(const struct flow *flow, const char *verb);

/* Whether no arrow leaves the state. */
bool flow_is_over(const struct flow *flow, int state);

/* Asserts that the table makes sense: every state reached, every arrow between states. */
void flow_check(const struct flow *flow);

/* Prints the table for a lawyer: one line an arrow, with labels and national codes. */
struct text;
void flow_print(struct text *out, const struct flow *flow);

#endif
