#include "matter_run_out.h"

#include "matter.h"
#include "matter.sql.h"

static bool go(struct work *work, int64_t id, const char *verb) {
    struct matter matter;

    return !matter_find_id(work, id, &matter) && !matter_act(work, &matter, verb, "");
}

/* All that stand where somebody acts next, and that the arrow may leave. */
static int go_from(struct work *work, const struct flow *flow,
                   const struct flow_step *step, const struct flow_state *state) {
    struct sql_matter_run_out_row *rows;
    int64_t due_ms = 0, id = 0;
    int gone = 0;

    for (;;) {
        const size_t count = sql_matter_run_out(
            work, &rows, .kind = flow->name, .state = state->state, .desk = state->desk,
            .stage = state->stage, .with = step->when, .due_ms = due_ms, .id = id);

        for (size_t i = 0; i < count; i++)
            gone += go(work, rows[i].id, step->verb);
        if (count == 0 || work->fault)
            return gone;
        due_ms = rows[count - 1].due_ms;
        id = rows[count - 1].id;
    }
}

static int run_out_of(struct work *work, const struct flow *flow) {
    int gone = 0;

    for (size_t i = 0; i < flow->step_count; i++) {
        const struct flow_step *const step = &flow->steps[i];

        if (!(step->rights & RIGHT_SYSTEM) || !step->after)
            continue;
        for (size_t j = 0; j < flow->state_count; j++)
            if (step->from & FLOW_SET(flow->states[j].state))
                gone += go_from(work, flow, step, &flow->states[j]);
    }
    return gone;
}

int matter_run_out(struct work *work) {
    int gone = 0;

    for (size_t i = 0; matter_flows[i]; i++)
        gone += run_out_of(work, matter_flows[i]);
    return gone;
}
