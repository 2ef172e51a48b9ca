#include "bundle_inside.h"

#include "filing_out.h"
#include "filing_rules.h"
#include "paper_list.h"

/* A file a line, once for each time that it was handed over. */
static void say_papers(struct work *work, const struct matter *matter,
                       struct text *papers) {
    struct paper_checklist list;

    paper_checklist(work, matter->id, matter->version_id, &list);
    for (size_t i = 0; i < list.count; i++)
        if (list.lines[i].file_count && list.lines[i].asked)
            text_addf(papers, "%s%s（电子）", papers->length ? "\n" : "",
                      list.lines[i].name);
}

static struct filing_told told_of(struct work *work, const struct matter *matter,
                                  const struct flow_step *step, const char *note,
                                  const char *answer) {
    struct arena *const arena = work->arena;
    struct filing_told told = {
        .reason = note[0] ? note : step->done,
        .result = answer,
        .defects.arena = arena,
        .lacking.arena = arena,
        .basis.arena = arena,
        .received.arena = arena,
    };

    if (step->begins & FLOW_SET(FLOW_CLOCK_SUPPLY))
        text_add(&told.defects, note);
    say_papers(work, matter, &told.received);
    return told;
}

/* A step within a state tells no answer. */
static const char *answer_of(const struct flow_step *step, const struct bundle_act *act) {
    if (act->answer || !act->note[0] || !step || step->to == FLOW_SAME)
        return act->answer;
    return act->note;
}

const struct refusal *bundle_move(struct work *work, struct matter *matter,
                                  const struct bundle_act *act) {
    const struct flow_step *const step =
        flow_step(matter->flow, matter->state, matter->facts, act->verb);
    struct matter_change change = {
        .verb = act->verb,
        .note = act->note,
        .answer = answer_of(step, act),
        .span[FLOW_CLOCK_SUPPLY] = filing_rules_of(matter->facts)->supply,
        .span[FLOW_CLOCK_DECIDE] = { act->days, CALENDAR_WORKING_DAYS },
        .since_ms = act->since_ms,
    };
    const struct refusal *const refusal = matter_move(work, matter, &change);
    struct filing_told told;

    if (refusal)
        return refusal;
    told = told_of(work, matter, step, act->note, act->answer);
    return filing_send_out(work, matter, step, &told);
}
