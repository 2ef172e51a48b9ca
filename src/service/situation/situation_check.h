/*
 * situation_check -- what is wrong with a flow, before anybody is led by it.
 *
 * What is looked for:
 *     unknown       an answer or condition names a question or answer that is not there
 *     dead_end      a question without answers, an answer that leads nowhere
 *     cycle         questions that lead back to themselves
 *     unreached     a question that nobody comes to
 *     too_long      a way of more than SITUATION_PATH_MAX questions
 *     too_many      more ways than can be looked at
 *     never_asked   a paper that no way asks for, or that the item lists and the flow not
 *     asked_twice   a paper that one way both asks for and exempts, or asks for twice
 *     no_such_paper a paper that the item does not list
 *
 * A flow is published only when nothing is found.
 */
#ifndef SITUATION_CHECK_H
#define SITUATION_CHECK_H

#include <stdbool.h>

#include "situation.h"
#include "situation_text.h"

enum { SITUATION_WAYS_MAX = 4096, SITUATION_FINDINGS_MAX = 200 };

enum situation_fault {
    SITUATION_UNKNOWN,
    SITUATION_DEAD_END,
    SITUATION_CYCLE,
    SITUATION_UNREACHED,
    SITUATION_TOO_LONG,
    SITUATION_TOO_MANY,
    SITUATION_NEVER_ASKED,
    SITUATION_ASKED_TWICE,
    SITUATION_NO_SUCH_PAPER,
};

/* One thing that is wrong, and of what: ids, or the name of a paper; "" none. */
struct situation_finding {
    enum situation_fault fault;
    const char *question, *answer, *paper;
    const char *reason; /* Chinese: what is wrong, and what to do */
};

struct situation_findings {
    struct situation_finding finding[SITUATION_FINDINGS_MAX];
    size_t count;
    size_t ways;    /* from the first question to the result */
    size_t longest; /* questions on the longest of them */
    /* Every answer leads on, without a cycle and within SITUATION_PATH_MAX: whatever else
       was found, situation_each_way() and situation_draw() take the flow. */
    bool can_be_walked;
};

/* "dead_end": stable, for tables and programs. */
const char *situation_fault_name(enum situation_fault fault);

/*
 * Looks for all of it, in the flow as the librarian wrote it.  The item's papers are
 * looked at with a version, NULL when it is not at hand.  Pure.
 */
void situation_check(struct arena *arena, const struct situation_flow *flow,
                     const struct item_version *version,
                     struct situation_findings *findings);

/* Where a finding stands in the text of the flow. */
struct situation_place situation_place(const char *text,
                                       const struct situation_finding *finding);

/*
 * Gives each way through a checked flow to take(), in the order of the answers, at most
 * SITUATION_WAYS_MAX; says how many there were.
 */
struct situation_walk;
size_t situation_each_way(const struct situation_flow *flow,
                          void (*take)(void *context, const struct situation_walk *walk),
                          void *context);

#endif
