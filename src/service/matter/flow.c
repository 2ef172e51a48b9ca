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

bool flow_leaves(const struct flow_step *step, int from, unsigned facts) {
    return (step->from & FLOW_SET(from)) && (facts & step->when) == step->when &&
           !(facts & step->unless);
}

const struct flow_step *flow_step(const struct flow *flow, int from, unsigned facts,
                                  const char *verb) {
    for (size_t i = 0; i < flow->step_count; i++)
        if (flow_leaves(&flow->steps[i], from, facts) &&
            strcmp(flow->steps[i].verb, verb) == 0)
            return &flow->steps[i];
    return NULL;
}

const struct flow_step *flow_arrow(const struct flow *flow, int from, const char *verb,
                                   int to) {
    for (size_t i = 0; i < flow->step_count; i++) {
        const struct flow_step *step = &flow->steps[i];
        const int led_to = step->to == FLOW_SAME ? from : step->to;

        if ((step->from & FLOW_SET(from)) && led_to == to &&
            strcmp(step->verb, verb) == 0)
            return step;
    }
    return NULL;
}

const struct flow_step *flow_verb(const struct flow *flow, const char *verb) {
    for (size_t i = 0; i < flow->step_count; i++)
        if (strcmp(flow->steps[i].verb, verb) == 0)
            return &flow->steps[i];
    return NULL;
}

bool flow_is_over(const struct flow *flow, int state) {
    return flow_state(flow, state)->stage == FLOW_OVER;
}

/* ---- checking ---- */

static bool is_reached(const struct flow *flow, int state) {
    for (size_t i = 0; i < flow->step_count; i++)
        if (flow->steps[i].to == state)
            return true;
    return false;
}

static bool is_left(const struct flow *flow, int state) {
    for (size_t i = 0; i < flow->step_count; i++)
        if (flow->steps[i].from & FLOW_SET(state) && flow->steps[i].to != FLOW_SAME)
            return true;
    return false;
}

static void check_state(const struct flow *flow, const struct flow_state *state) {
    assert(state->state >= 1 && state->state <= FLOW_STATES_MAX);
    assert(state == flow->states || is_reached(flow, state->state));
    assert(is_left(flow, state->state) || state->desk == FLOW_NOBODY);
    assert(state->desk != FLOW_NOBODY || state->stage == FLOW_OVER);
}

/* Whether no row before it takes all that this one would. */
static bool is_seen(const struct flow *flow, const struct flow_step *step, int from) {
    const struct flow_step *first = flow_step(flow, from, step->when, step->verb);

    return first == step;
}

static void check_step(const struct flow *flow, const struct flow_step *step) {
    assert(step->from != 0 && step->rights != RIGHT_NONE);
    assert(!(step->when & step->unless) && !(step->sets & step->clears));
    assert(step->to == FLOW_SAME || flow_state(flow, step->to));
    for (int state = 1; state <= FLOW_STATES_MAX; state++)
        if (step->from & FLOW_SET(state))
            assert(flow_state(flow, state) && is_seen(flow, step, state));
}

void flow_check(const struct flow *flow) {
    for (size_t i = 0; i < flow->state_count; i++)
        check_state(flow, &flow->states[i]);
    for (size_t i = 0; i < flow->step_count; i++)
        check_step(flow, &flow->steps[i]);
}

/* ---- printing ---- */

static const char *const clock_names[FLOW_CLOCKS] = {
    "tell",  "supply",  "decide", "special",   "deliver",
    "check", "rectify", "urge",   "supervise", "hearing",
};

static const struct {
    unsigned right;
    const char *name;
} rights[] = {
    { RIGHT_RESIDENT, "resident" }, { RIGHT_INTAKE, "intake" },
    { RIGHT_REVIEW, "review" },     { RIGHT_APPROVE, "approve" },
    { RIGHT_MANAGE, "manage" },     { RIGHT_SYSTEM, "system" },
};

static void put_clocks(struct text *out, const char *what, uint64_t clocks) {
    for (int i = 0; i < FLOW_CLOCKS; i++)
        if (clocks & FLOW_SET(i))
            text_addf(out, " %s:%s", what, clock_names[i]);
}

static const char *const desk_names[] = {
    [FLOW_NOBODY] = "nobody",
    [FLOW_INTAKE] = "intake",
    [FLOW_REVIEW] = "review",
    [FLOW_ASKER] = "asker",
};

static void put_state(struct text *out, const struct flow_state *state) {
    text_addf(out, "state\t%s\t%d\t%s\t%s\n", state->name, state->national,
              desk_names[state->desk], state->label);
}

static void put_step(struct text *out, const struct flow *flow,
                     const struct flow_step *step) {
    const char *between = "step\t";

    for (size_t i = 0; i < flow->state_count; i++)
        if (step->from & FLOW_SET(flow->states[i].state)) {
            text_addf(out, "%s%s", between, flow->states[i].name);
            between = " ";
        }
    text_addf(out, "\t%s(%s)\t", step->verb, step->label);
    text_addf(out, "%s\t",
              step->to == FLOW_SAME ? "=" : flow_state(flow, step->to)->name);
    between = "";
    for (size_t i = 0; i < sizeof rights / sizeof *rights; i++)
        if (step->rights & rights[i].right) {
            text_addf(out, "%s%s", between, rights[i].name);
            between = " ";
        }
    text_add(out, "\t");
    put_clocks(out, "before", step->before);
    put_clocks(out, "after", step->after);
    put_clocks(out, "ends", step->ends);
    put_clocks(out, "begins", step->begins);
    put_clocks(out, "stops", step->stops);
    put_clocks(out, "resumes", step->resumes);
    put_clocks(out, "extends", step->extends);
    text_addf(out, "\t%s\t%s\t%s\n", step->letter ? step->letter : "",
              step->message ? step->message : "", step->says_why ? "reason" : "");
}

void flow_print(struct text *out, const struct flow *flow) {
    text_addf(out, "%s %s\n", flow->name, flow->label);
    for (size_t i = 0; i < flow->state_count; i++)
        put_state(out, &flow->states[i]);
    for (size_t i = 0; i < flow->step_count; i++)
        put_step(out, flow, &flow->steps[i]);
}
