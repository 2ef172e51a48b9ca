/*
 * matter_who -- who may do something with a matter, beside whose desk it is.
 *
 *     the asker himself, and who acts for him by a mandate that holds   (matter_agent.h)
 *     whose desk it is by the flow, and the deputy of one who is away   (deputy.h)
 *
 * What a deputy does stands in the ledger under both names.
 */
#ifndef MATTER_WHO_H
#define MATTER_WHO_H

#include "deputy.h"
#include "matter.h"

/* Whether the actor is the asker, or acts for him today. */
bool matter_is_askers(struct work *work, const struct matter *matter);

/*
 * The colleague for whom the actor stands in at this matter: its owner, or, while it
 * waits for review, a reviewer of its department; NULL when none of them is away.
 */
const struct deputy_colleague *matter_stood_in(struct work *work,
                                               const struct matter *matter);

/* Whether rights of somebody in a department are of use at the matter. */
bool matter_has_desk(const struct matter *matter, unsigned rights, int64_t department_id);

/* The actor as the ledger names him: "演示乙（代演示甲）" where he stands in. */
const char *matter_say_actor(struct work *work, const struct matter *matter);

#endif
