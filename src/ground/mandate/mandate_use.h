/*
 * mandate_use -- acting by a mandate, and the lists of them.
 *
 * Whether it holds is decided when it is used, by the day, the scope and who the actor
 * is; never by a list that was read before.
 */
#ifndef MANDATE_USE_H
#define MANDATE_USE_H

#include "mandate.h"

enum { MANDATE_LIST_MAX = 100 };

/* What the actor may do with it now: words for mandate_do(), NULL at the end. */
enum { MANDATE_VERBS_MAX = 3 };
void mandate_may(struct work *work, const struct mandate *mandate,
                 const char *verbs[MANDATE_VERBS_MAX + 1]);

/* Reads one for whoever may see what it is used in; says 1 when there is one. */
int mandate_look_up(struct work *work, int64_t id, struct mandate *mandate);

/* Whether it was given and the day is one of its days. */
int mandate_holds(const struct mandate *mandate, int day);

/* Whether the actor is its agent: the person himself, or a clerk of its outlet. */
int mandate_is_agent(struct work *work, const struct mandate *mandate);

/* What somebody is about to do for the principal. */
struct mandate_use {
    const char *item;            /* code */
    const char *const *subjects; /* of the item */
    size_t subject_count;
    const char *number; /* of a case that is there; "" for a new one */
};

/* Whether it holds on a day and its scope has that. */
int mandate_covers(const struct mandate *mandate, const struct mandate_use *use, int day);

/*
 * Reads a mandate and holds it against what it is used for, today.  The actor must be its
 * agent, or a clerk at a window before whom the agent stands.  Refuses mandate_unknown,
 * mandate_over, mandate_not_covered.
 */
const struct refusal *mandate_take(struct work *work, int64_t id,
                                   const struct mandate_use *use,
                                   struct mandate *mandate);

/*
 * Lists, newest first, behind the one of that id; INT64_MAX is the start.  Each gives at
 * most limit, which is MANDATE_LIST_MAX + 1 at most; all are in the arena.
 */
size_t
mandate_list_given(struct work *work, int64_t after_id, size_t limit,
                   const struct mandate **list); /* by the actor, or asked of him */
size_t mandate_list_held(struct work *work, int64_t after_id, size_t limit,
                         const struct mandate **list); /* by which the actor may act */
size_t mandate_list_of(struct work *work, const char *id_number, int64_t after_id,
                       size_t limit, const struct mandate **list); /* a principal's */
size_t mandate_list_outlet(struct work *work, int64_t outlet_id, int64_t after_id,
                           size_t limit, const struct mandate **list);
size_t mandate_list_latest(struct work *work, int64_t after_id, size_t limit,
                           const struct mandate **list);

#endif
