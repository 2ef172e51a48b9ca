#include "matter.h"

#include <assert.h>
#include <string.h>

#include "check.h"
#include "matter.sql.h"
#include "matter_clock.h"
#include "matter_invent.h"
#include "matter_who.h"
#include "page.h"
#include "push.h"
#include "sealed.h"
#include "utf8.h"

const struct refusal matter_unknown = {
    REFUSED_ABSENT, "matter.unknown",
    TEXT("没有查到这个办件。请核对编号和手机号后四位，或拨打服务电话询问。"), NULL
};
const struct refusal matter_wrong_state = {
    REFUSED_CONFLICT, "matter.wrong_state",
    TEXT("这个办件的状态已经变了，刚才的操作没有生效。请刷新页面看最新状态。"), NULL
};
const struct refusal matter_forbidden = {
    REFUSED_FORBIDDEN, "matter.forbidden",
    TEXT("您的账号不能对这个办件做这一步，请交给承办的窗口或科室。"), NULL
};
const struct refusal matter_no_reason = { REFUSED_INVALID, "matter.no_reason",
                                          TEXT("请写明理由，申请人会看到这段话。"),
                                          "note" };
const struct refusal matter_no_number = {
    REFUSED_BUSY, "matter.no_number",
    TEXT("今天的办件编号已用完，请明天再提交，或到窗口登记。"), NULL
};
const struct refusal matter_lost = {
    REFUSED_CONFLICT, "matter.lost",
    TEXT("另一位同事刚刚先处理了这个办件。请刷新页面看最新状态。"), NULL
};

const struct flow *matter_flow(const char *kind) {
    for (size_t i = 0; matter_flows[i]; i++)
        if (strcmp(matter_flows[i]->name, kind) == 0)
            return matter_flows[i];
    assert(!"the kind has a flow");
    return NULL;
}

/* ---- making ---- */

static const struct refusal *next_number(struct work *work, char *number) {
    struct sql_matter_next_number_row row;
    const int day = work_day(work);

    if (!sql_matter_next_number(work, &row, .day = day))
        return NULL; /* only under a fault */
    if (row.value > MATTER_NUMBER_DAILY_MAX)
        return &matter_no_number;

    const char *digits = arena_format(work->arena, "%09lld%08d%06lld",
                                      (long long)work->town, day, (long long)row.value);

    assert(strlen(digits) == MATTER_NUMBER_SIZE - 2);
    memcpy(number, digits, MATTER_NUMBER_SIZE - 2);
    number[MATTER_NUMBER_SIZE - 2] = check_luhn_digit(digits);
    number[MATTER_NUMBER_SIZE - 1] = '\0';
    return NULL;
}

static struct db_bytes head_bytes(const struct matter *matter) {
    return (struct db_bytes){ matter->head.digest, LEDGER_DIGEST_SIZE };
}

/* The row as it is now, for the event that has brought it there. */
struct ledger_row matter_row(const struct matter *matter) {
    const struct flow_state *state = flow_state(matter->flow, matter->state);

    return (struct ledger_row){
        .number = matter->number,
        .kind = matter->kind,
        .title = matter->title,
        .answer = matter->answer,
        .state = matter->state,
        .desk = state->desk,
        .stage = state->stage,
        .person_id = matter->person_id,
        .item_id = matter->item_id,
        .version_id = matter->version_id,
        .department_id = matter->department_id,
        .outlet_id = matter->outlet_id,
        .owner_id = matter->owner_id,
        .rated = matter->rated,
        .clock_days = matter->clock_days,
        .submitted_ms = matter->submitted_ms,
        .received_ms = matter->received_ms,
        .accepted_ms = matter->accepted_ms,
        .decided_ms = matter->decided_ms,
        .finished_ms = matter->finished_ms,
        .due_ms = matter->due_ms,
        .facts = matter->facts,
        .parent_id = matter->parent_id,
    };
}

const char *matter_phone(struct work *work, const struct matter *matter) {
    return sealed_read(work, "matter.phone", matter->id, matter->phone);
}

const struct refusal *matter_submit(struct work *work, const struct matter_new *given,
                                    struct matter *matter) {
    const struct flow_state *first = &given->flow->states[0];
    char *number = arena_alloc(work->arena, MATTER_NUMBER_SIZE);
    const int64_t id = work_new_id(work);
    struct matter_clock tell = { .kind = FLOW_CLOCK_TELL,
                                 .ordinal = 1,
                                 .span = given->tell,
                                 .begun_ms = work->now_ms };
    const struct refusal *refusal;

    *matter = (struct matter){
        .id = id,
        .number = number,
        .kind = given->flow->name,
        .flow = given->flow,
        .state = first->state,
        .facts = given->facts,
        .title = given->title,
        .person_id = given->person_id,
        .phone = sealed_write(work, "matter.phone", id, given->phone),
        .item_id = given->item_id,
        .version_id = given->version_id,
        .department_id = given->department_id,
        .outlet_id = given->outlet_id,
        .parent_id = given->parent_id,
        .owner_id = work->actor.person_id ? 0 : work->actor.id,
        .submitted_ms = work->now_ms,
        .answer = "",
    };
    matter_set_clock(work, matter, &tell);
    /* Late: until the commit, nobody else in the town takes a number. */
    refusal = next_number(work, number);
    if (refusal || work->fault)
        return refusal; /* without its number there is no row to cover */
    ledger_append(work, matter->id, &matter->head,
                  &(struct ledger_entry){ .verb = "submit",
                                          .to_state = matter->state,
                                          .note = given->note,
                                          .row = matter_row(matter),
                                          .part = given->part });
    sql_matter_add(work, .id = matter->id, .number = number, .kind = matter->kind,
                   .state = matter->state, .facts = matter->facts, .title = matter->title,
                   .person_id = matter->person_id, .phone = matter->phone,
                   .item_id = matter->item_id, .version_id = matter->version_id,
                   .department_id = matter->department_id, .outlet_id = matter->outlet_id,
                   .desk = first->desk, .stage = first->stage,
                   .owner_id = matter->owner_id, .due_ms = matter->due_ms,
                   .clock_days = matter->clock_days, .parent_id = matter->parent_id,
                   .head_ordinal = matter->head.ordinal,
                   .head_digest = head_bytes(matter));
    matter_add_clock(work, matter, &tell);
    push_tell(work, PUSH_DESK);
    return NULL;
}

/* ---- changing ---- */

static const struct refusal *keep(struct work *work, const struct matter *matter,
                                  int64_t was) {
    const struct flow_state *state = flow_state(matter->flow, matter->state);
    const int64_t changed = sql_matter_move(
        work, .id = matter->id, .was = was, .state = matter->state, .desk = state->desk,
        .stage = state->stage, .owner_id = matter->owner_id,
        .received_ms = matter->received_ms, .accepted_ms = matter->accepted_ms,
        .decided_ms = matter->decided_ms, .finished_ms = matter->finished_ms,
        .due_ms = matter->due_ms, .clock_days = matter->clock_days,
        .facts = matter->facts, .answer = matter->answer, .rated = matter->rated,
        .head_ordinal = matter->head.ordinal, .head_digest = head_bytes(matter));

    push_tell(work, PUSH_DESK);
    return changed == 1 || work->fault ? NULL : &matter_lost;
}

/* The moments that everybody asks for. */
static void set_moments(struct work *work, struct matter *matter,
                        const struct flow_step *step) {
    if (step->marks && !matter->received_ms)
        matter->received_ms = work->now_ms;
    if (step->marks & FLOW_MARK_ACCEPTED && !matter->accepted_ms)
        matter->accepted_ms = work->now_ms;
    if (step->marks & FLOW_MARK_DECIDED && !matter->decided_ms)
        matter->decided_ms = work->now_ms;
    if (flow_is_over(matter->flow, matter->state) && !matter->finished_ms)
        matter->finished_ms = work->now_ms;
}

static bool uses_clocks(const struct flow_step *step) {
    return step->before | step->after | step->ends | step->begins | step->stops |
           step->resumes | step->extends;
}

bool matter_may(struct work *work, const struct matter *matter,
                const struct flow_step *step) {
    const struct deputy_colleague *absent;

    if (work_may(work, RIGHT_SYSTEM) ||
        matter_has_desk(matter, step->rights & work->actor.rights,
                        work->actor.department_id) ||
        ((step->rights & RIGHT_RESIDENT) && matter_is_askers(work, matter)))
        return true;
    absent = matter_stood_in(work, matter);
    return absent &&
           matter_has_desk(matter, step->rights & absent->rights, absent->department_id);
}

const struct refusal *matter_move(struct work *work, struct matter *matter,
                                  const struct matter_change *change) {
    const struct flow_step *step =
        flow_step(matter->flow, matter->state, matter->facts, change->verb);
    const int64_t was = matter->head.ordinal;
    const int from = matter->state;
    struct matter_clock_set clocks;
    const struct refusal *refusal;
    const char *const name = work->actor.name;

    if (!step)
        return &matter_wrong_state;
    if (!matter_may(work, matter, step))
        return &matter_forbidden;
    if (step->says_why && !change->note[0])
        return &matter_no_reason;
    assert(utf8_count(change->note) <= MATTER_TOLD_MAX);
    if (uses_clocks(step))
        matter_running_clocks(work, matter->id, &clocks);
    refusal = uses_clocks(step) ? matter_clocks_allow(work, &clocks, step) : NULL;
    if (refusal)
        return refusal;
    work->actor.name = matter_say_actor(work, matter); /* as it is before the step */
    if (step->to != FLOW_SAME)
        matter->state = step->to;
    if (!matter->owner_id && !work->actor.person_id)
        matter->owner_id = work->actor.id;
    if (change->answer)
        matter->answer = change->answer;
    matter->facts = (matter->facts | step->sets | change->sets) & ~step->clears;
    set_moments(work, matter, step);
    if (uses_clocks(step))
        matter_turn_clocks(work, matter, step, change, &clocks);
    ledger_append(work, matter->id, &matter->head,
                  &(struct ledger_entry){ step->verb, from, matter->state, change->note,
                                          matter_row(matter), change->part });
    work->actor.name = name;
    return keep(work, matter, was);
}

const struct refusal *matter_act(struct work *work, struct matter *matter,
                                 const char *verb, const char *note) {
    if (matter->flow->act)
        return matter->flow->act(work, matter, verb, note);
    return matter_move(work, matter,
                       &(struct matter_change){ .verb = verb, .note = note });
}

const struct refusal *matter_record_part(struct work *work, struct matter *matter,
                                         const char *verb, const char *note,
                                         const struct ledger_part *part) {
    const int64_t was = matter->head.ordinal;
    const char *const name = work->actor.name;

    work->actor.name = matter_say_actor(work, matter);
    ledger_append(work, matter->id, &matter->head,
                  &(struct ledger_entry){ verb, matter->state, matter->state, note,
                                          matter_row(matter), *part });
    work->actor.name = name;
    return keep(work, matter, was);
}

const struct refusal *matter_record(struct work *work, struct matter *matter,
                                    const char *verb, const char *note) {
    return matter_record_part(work, matter, verb, note, &(struct ledger_part){ 0 });
}

const struct refusal *matter_rate(struct work *work, struct matter *matter, int level,
                                  const struct ledger_part *rating) {
    assert(level >= 1 && level <= 5);
    assert(rating->name);
    matter->rated = level;
    return matter_record_part(work, matter, "rate", "", rating);
}

/* ---- finding ---- */

static void read_row(const struct sql_matter_by_number_row *row, struct matter *matter) {
    *matter = (struct matter){
        .id = row->id,
        .number = row->number,
        .kind = row->kind,
        .flow = matter_flow(row->kind),
        .state = (int)row->state,
        .facts = (unsigned)row->facts,
        .title = row->title,
        .person_id = row->person_id,
        .phone = row->phone,
        .item_id = row->item_id,
        .version_id = row->version_id,
        .department_id = row->department_id,
        .outlet_id = row->outlet_id,
        .owner_id = row->owner_id,
        .submitted_ms = row->submitted_ms,
        .received_ms = row->received_ms,
        .accepted_ms = row->accepted_ms,
        .decided_ms = row->decided_ms,
        .finished_ms = row->finished_ms,
        .due_ms = row->due_ms,
        .clock_days = row->clock_days,
        .answer = row->answer,
        .rated = row->rated,
        .parent_id = row->parent_id,
        .archived_ms = row->archived_ms,
        .head = { .ordinal = row->head_ordinal },
    };
    assert(row->head_digest.size == LEDGER_DIGEST_SIZE);
    memcpy(matter->head.digest, row->head_digest.data, LEDGER_DIGEST_SIZE);
}

/* Blanks and dashes are how people copy numbers down. */
static const char *without_gaps(struct arena *arena, const char *number) {
    char *digits = arena_alloc(arena, strlen(number) + 1);
    size_t size = 0;

    for (; *number; number++)
        if (*number != ' ' && *number != '-')
            digits[size++] = *number;
    return digits;
}

const char *matter_read_number(struct arena *arena, const char *typed) {
    const char *digits = without_gaps(arena, typed);

    return strlen(digits) == MATTER_NUMBER_SIZE - 1 && check_luhn(digits) ? digits : NULL;
}

const struct refusal *matter_find(struct work *work, const char *number,
                                  struct matter *matter) {
    const char *digits = matter_read_number(work->arena, number);
    struct sql_matter_by_number_row row;

    if (!digits || !sql_matter_by_number(work, &row, .number = digits))
        return &matter_unknown;
    read_row(&row, matter);
    return NULL;
}

const struct refusal *matter_find_id(struct work *work, int64_t id,
                                     struct matter *matter) {
    struct sql_matter_number_of_row row;

    return sql_matter_number_of(work, &row, .id = id)
               ? matter_find(work, row.number, matter)
               : &matter_unknown;
}

const struct refusal *matter_tell_parent(struct work *work, const struct matter *matter) {
    struct matter parent;
    const struct refusal *const refusal =
        matter->parent_id ? matter_find_id(work, matter->parent_id, &parent) : NULL;

    if (refusal || !matter->parent_id || !parent.flow->child_moved)
        return refusal;
    return parent.flow->child_moved(work, &parent, matter);
}

static bool may_see(struct work *work, const struct matter *matter) {
    if (work_may(work, RIGHT_INTAKE | RIGHT_MANAGE | RIGHT_SYSTEM))
        return true;
    if (work_may(work, RIGHT_REVIEW | RIGHT_APPROVE))
        return work->actor.department_id == matter->department_id ||
               matter_stood_in(work, matter);
    return matter_is_askers(work, matter);
}

const struct refusal *matter_find_mine(struct work *work, const char *number,
                                       struct matter *matter) {
    const struct refusal *refusal = matter_find(work, number, matter);

    if (!refusal && !may_see(work, matter))
        refusal = &matter_unknown;
    return refusal;
}
