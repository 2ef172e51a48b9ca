#include "matter_who.h"

#include "matter_agent.h"

bool matter_is_askers(struct work *work, const struct matter *matter) {
    return work_may(work, RIGHT_RESIDENT) &&
           (work->actor.person_id == matter->person_id ||
            matter_acts_for(work, matter->id));
}

bool matter_has_desk(const struct matter *matter, unsigned rights,
                     int64_t department_id) {
    return (rights & (RIGHT_INTAKE | RIGHT_MANAGE)) ||
           ((rights & (RIGHT_REVIEW | RIGHT_APPROVE)) &&
            department_id == matter->department_id);
}

/* A reviewer of the department who is away and whose deputy the actor is. */
static const struct deputy_colleague *stood_in_review(struct work *work,
                                                      const struct matter *matter) {
    const struct deputy_colleague *absent;
    const size_t count = deputy_stood_in(work, &absent);

    for (size_t i = 0; i < count; i++)
        if ((absent[i].rights & (RIGHT_REVIEW | RIGHT_APPROVE)) &&
            absent[i].department_id == matter->department_id)
            return &absent[i];
    return NULL;
}

const struct deputy_colleague *matter_stood_in(struct work *work,
                                               const struct matter *matter) {
    const struct deputy_colleague *owner = deputy_stands_for(work, matter->owner_id);
    const bool own = work->actor.department_id == matter->department_id;

    if (owner || own || !work_may(work, RIGHT_REVIEW | RIGHT_APPROVE) ||
        flow_state(matter->flow, matter->state)->desk != FLOW_REVIEW)
        return owner;
    return stood_in_review(work, matter);
}

const char *matter_say_actor(struct work *work, const struct matter *matter) {
    const struct deputy_colleague *absent =
        work_may(work, RIGHT_CASEWORK) ? matter_stood_in(work, matter) : NULL;

    return absent
               ? arena_format(work->arena, "%s（代%s）", work->actor.name, absent->name)
               : work->actor.name;
}
