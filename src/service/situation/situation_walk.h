/*
 * situation_walk -- one person's way through a flow, and what it comes to.
 *
 *     "who.self-age.old"  ->  walk: who is answered, age is answered  ->  result
 *
 * What is no question, no answer, or off the way is passed over: a changed earlier
 * answer keeps those behind it that are still asked.  All of this is pure.
 */
#ifndef SITUATION_WALK_H
#define SITUATION_WALK_H

#include "situation.h"

/* A question that was answered, by their indices. */
struct situation_step {
    int question, answer;
};

struct situation_walk {
    const struct situation_flow *flow;
    struct situation_step step[SITUATION_PATH_MAX];
    size_t count;
    int next; /* the question that is asked now, or SITUATION_RESULT */
    /* what was answered, by question, on the way or off it; -1 nothing */
    int chosen[SITUATION_QUESTIONS_MAX];
};

/* Goes as far as the answers lead; the flow was checked and outlives the walk. */
void situation_walk(struct situation_walk *walk, const struct situation_flow *flow,
                    const char *answers);

/* The answers on the way as an address holds them; "" none. */
const char *situation_address(struct arena *arena, const struct situation_walk *walk);

/* Likewise with all that was answered, and one question answered by this answer. */
const char *situation_address_with(struct arena *arena, const struct situation_walk *walk,
                                   int question, int answer);

/* The answers before a step, for going back to it. */
const char *situation_address_before(struct arena *arena,
                                     const struct situation_walk *walk, size_t step);

/* Questions of the longest way; and of the longest that begins at a question, with it. */
int situation_longest(const struct situation_flow *flow);
int situation_longest_from(const struct situation_flow *flow, int question);

/* ---- the result ---- */

enum situation_treatment {
    SITUATION_BRING,   /* 要带 */
    SITUATION_EXEMPT,  /* 免提交 */
    SITUATION_NO_NEED, /* 不用带 */
};

/* What becomes of a paper, and which answers say so. */
struct situation_verdict {
    const struct situation_paper
        *paper;                       /* of the flow; NULL: the flow does not know it */
    const struct item_paper *of_item; /* its details; NULL: the item does not list it */
    const char *name;
    enum situation_treatment treatment;
    struct situation_step because[SITUATION_PATH_MAX]; /* no step: everybody */
    size_t because_count;
};

struct situation_result {
    const struct situation_verdict *verdicts; /* as the flow has them, then the rest */
    size_t count;
    size_t bring, exempt, no_need; /* how many of each */
};

/*
 * What a walk that is over comes to.  A paper that the item lists and the flow does not
 * know (the item was changed since) is to be brought by everybody; one that the item
 * exempts need not be.  version may be NULL.
 */
void situation_conclude(struct arena *arena, const struct situation_walk *walk,
                        const struct item_version *version,
                        struct situation_result *result);

/* Whether these steps meet a paper's conditions; the clause that holds, or NULL. */
bool situation_asks_for(const struct situation_paper *paper,
                        const struct situation_walk *walk,
                        const struct situation_clause **clause);

#endif
