#include "matter_invent.h"

#include <assert.h>
#include <string.h>

#include "check.h"
#include "matter.sql.h"

const char *matter_invent_number(struct work *work, int day, int64_t ordinal) {
    const char *digits = arena_format(work->arena, "%09lld%08d%06lld",
                                      (long long)work->town, day, (long long)ordinal);

    assert(strlen(digits) == MATTER_NUMBER_SIZE - 2);
    return arena_format(work->arena, "%s%c", digits, check_luhn_digit(digits));
}

int64_t matter_invent_numbers(struct work *work, int day, int64_t count) {
    struct sql_matter_next_numbers_row row;

    return sql_matter_next_numbers(work, &row, .day = day, .count = count)
               ? row.value - count + 1
               : 0;
}

void matter_invent_event(struct work *work, struct matter *matter, const char *verb,
                         int from_state, const struct ledger_part *part) {
    ledger_append(work, matter->id, &matter->head,
                  &(struct ledger_entry){ .verb = verb,
                                          .from_state = from_state,
                                          .to_state = matter->state,
                                          .note = "",
                                          .row = matter_row(matter),
                                          .part = *part });
}

void matter_invent_end(struct work *work, const struct matter *matter,
                       const struct matter_invented_clock *clocks, size_t count) {
    const struct flow_state *state = flow_state(matter->flow, matter->state);

    assert(!matter->answer[0] && !matter->rated);
    sql_matter_invent(
        work, .id = matter->id, .number = matter->number, .kind = matter->kind,
        .state = matter->state, .title = matter->title, .person_id = matter->person_id,
        .phone = matter->phone, .item_id = matter->item_id,
        .version_id = matter->version_id, .department_id = matter->department_id,
        .outlet_id = matter->outlet_id, .desk = state->desk, .stage = state->stage,
        .owner_id = matter->owner_id, .submitted_ms = matter->submitted_ms,
        .received_ms = matter->received_ms, .accepted_ms = matter->accepted_ms,
        .decided_ms = matter->decided_ms, .finished_ms = matter->finished_ms,
        .due_ms = matter->due_ms, .clock_days = matter->clock_days,
        .head_ordinal = matter->head.ordinal,
        .head_digest = { matter->head.digest, LEDGER_DIGEST_SIZE });
    for (size_t i = 0; i < count; i++)
        sql_matter_invent_clock(work, .matter_id = matter->id,
                                .ordinal = clocks[i].ordinal, .kind = clocks[i].kind,
                                .days = clocks[i].days, .begun_ms = clocks[i].begun_ms,
                                .due_ms = clocks[i].due_ms,
                                .ended_ms = clocks[i].ended_ms);
}
