#include "flow.h"

#include <assert.h>
#include <string.h>

#include "text.h"

const struct flow_state *flow_state(const struct flow *flow, int state) {
    for (size_t i = 0; i < flow->state_count; i++)
        if (flow->states[i].state == state)
            return &flow->states[i];
    assert(!"the flow has this state");
    return flow->states;
}

const struct flow_step *flow_step(const struct flow *flow, int from, const char *verb) {
    for (size_t i = 0; i < flow->step_count; i++)
        if (flow->steps[i].from == from && strcmp(flow->steps[i].verb, verb) == 0)
            return &flow->steps[i];
    return NULL;
}

const struct flow_step *flow_verb(const struct flow *flow, const char *verb) {
    for (size_t i = 0; i < flow->step_count; i++)
        if (strcmp(flow->steps[i].verb, verb) == 0)
            return &flow->steps[i];
    return NULL;
}

bool flow_is_over(const struct flow *flow, int state) {
    for (size_t i = 0; i < flow->step_count; i++)
        if (flow->steps[i].from == state)
            return false;
    return true;
}

static bool is_reached(const struct flow *flow, int state) {
    for (size_t i = 0; i < flow->step_count; i++)
        if (flow->steps[i].to == state)
            return true;
    return false;
}

void flow_check(const struct flow *flow) {
    for (size_t i = 0; i < flow->state_count; i++)
        assert(i == 0 || is_reached(flow, flow->states[i].state));
    for (size_t i = 0; i < flow->step_count; i++) {
        const struct flow_step *step = &flow->steps[i];

        assert(flow_state(flow, step->from) && flow_state(flow, step->to));
        assert(flow_step(flow, step->from, step->verb) == step);
        assert(step->rights != RIGHT_NONE);
        assert((flow_state(flow, step->to)->desk == FLOW_NOBODY) ==
               flow_is_over(flow, step->to));
    }
}

void flow_print(struct text *out, const struct flow *flow) {
    text_addf(out, "%s %s\n", flow->name, flow->label);
    for (size_t i = 0; i < flow->step_count; i++) {
        const struct flow_step *step = &flow->steps[i];
        const struct flow_state *from = flow_state(flow, step->from);
        const struct flow_state *to = flow_state(flow, step->to);

        text_addf(
            out, "%s(%d %s)\t%s(%s)\t%s(%d %s)\t%s%s%s%s\n", from->name, from->national,
            from->label, step->verb, step->label, to->name, to->national, to->label,
            step->rights & RIGHT_RESIDENT ? "resident " : "",
            step->rights & RIGHT_INTAKE ? "intake " : "",
            step->rights & RIGHT_REVIEW ? "review " : "", step->says_why ? "reason" : "");
    }
}
