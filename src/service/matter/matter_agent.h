/*
 * matter_agent -- 代理人: who acts for the asker in a matter, and by which mandate.
 *
 *     matter -- asker: whose case it is
 *        +----- agents: each by a mandate that holds, or did when he handed it in
 *
 * The case is the principal's; the agent sees it, acts on it and hears of it as long as
 * his mandate holds, and the principal always.  Who became an agent of it is an event
 * ("entrust") that covers all of them, as the part "agents".
 */
#ifndef MATTER_AGENT_H
#define MATTER_AGENT_H

#include "mandate.h"
#include "matter_list.h"

enum { MATTER_AGENTS_MAX = 50 };

extern const struct refusal matter_too_many_agents;

/* One of them, as pages show him. */
struct matter_agent {
    int64_t mandate_id;
    const char *name;  /* masked; of an outlet its name */
    const char *basis; /* TEXT(): 家人代办 */
    enum mandate_basis kind;
    bool holds; /* the mandate holds today */
};

/*
 * Adds the agent of a mandate to a matter, and the event; once.  The caller has checked
 * that the mandate is for it.  Refuses matter_too_many_agents, matter_lost.
 */
const struct refusal *matter_agent_add(struct work *work, struct matter *matter,
                                       const struct mandate *mandate);

/* Makes those who act in its parent agents of a matter, too, while their mandates hold.
 * Refuses what matter_agent_add() refuses. */
const struct refusal *matter_agent_inherit(struct work *work, struct matter *matter);

/* Those of a matter, by age of their mandates; in the arena. */
size_t matter_agents(struct work *work, int64_t matter_id,
                     const struct matter_agent **agents);

/* The names of those whose mandates hold, 、 between; "" when there are none. */
const char *matter_say_agents(struct work *work, int64_t matter_id);

/* The persons among them who are known here and whose mandates hold: what the asker is
 * told, they are told too.  In the arena. */
size_t matter_agent_people(struct work *work, int64_t matter_id,
                           const int64_t **person_ids);

/* Whether the resident who is signed in acts for the asker by a mandate that holds. */
bool matter_acts_for(struct work *work, int64_t matter_id);

/*
 * The matters in which the resident acts for others, newest first, behind the one of that
 * id; INT64_MAX is the start.  At most limit of them, which is MATTER_LIST_MAX + 1 at
 * most.  The asker is masked.
 */
size_t matter_list_acting(struct work *work, int64_t after_id, size_t limit,
                          const struct matter_line **lines);

/* How many he handed in for others from an id on: those count as his own. */
int64_t matter_count_acted(struct work *work, int64_t from_id);

/* What verifying reads. */
extern const struct ledger_part_kind matter_agent_part;

#endif
