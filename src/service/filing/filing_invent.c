#include "filing_invent.h"

#include <assert.h>

#include "calendar.h"
#include "civil.h"
#include "filing.sql.h"
#include "filing_cover.h"
#include "matter_invent.h"
#include "sealed.h"

enum { TELL_DAYS = 5, DECIDE_DAYS = 5, CLOCKS_MAX = 3 };
static const int64_t hour_ms = 3600 * 1000;

/* A filing while it is invented. */
struct tale {
    struct work *work;
    struct matter matter;
    enum filing_channel channel;
    enum filing_outcome outcome;
    struct matter_invented_clock clock[CLOCKS_MAX];
    size_t clock_count;
};

static void end_clock(struct tale *tale) {
    if (tale->clock_count > 0)
        tale->clock[tale->clock_count - 1].ended_ms = tale->work->now_ms;
    tale->matter.due_ms = 0;
    tale->matter.clock_days = 0;
}

/* As the calendar has it by default. */
static int64_t due_ms_of(const struct calendar *calendar, int64_t now_ms, int days) {
    return civil_moment_ms(calendar_due_day(calendar, civil_day(now_ms), days),
                           CALENDAR_CLOSING_MINUTE);
}

/* With the event that comes next. */
static void begin_clock(struct tale *tale, const char *kind, int days) {
    const struct calendar *calendar = calendar_of(tale->work);
    const int64_t now_ms = tale->work->now_ms;

    end_clock(tale);
    assert(tale->clock_count < CLOCKS_MAX);
    tale->matter.due_ms = calendar ? due_ms_of(calendar, now_ms, days) : 0;
    tale->matter.clock_days = days;
    tale->clock[tale->clock_count++] = (struct matter_invented_clock){
        .ordinal = tale->matter.head.ordinal + 1,
        .kind = kind,
        .days = days,
        .begun_ms = now_ms,
        .due_ms = tale->matter.due_ms,
    };
}

static void happen(struct tale *tale, const char *verb, enum filing_state to,
                   enum filing_outcome outcome) {
    const int from = tale->matter.head.ordinal ? tale->matter.state : 0;
    struct ledger_part part = { 0 };

    if (from == 0 || outcome != tale->outcome)
        part = filing_cover(tale->work, &(struct filing){ .channel = tale->channel,
                                                          .outcome = outcome,
                                                          .result = "" });
    tale->outcome = outcome;
    tale->matter.state = (int)to;
    matter_invent_event(tale->work, &tale->matter, verb, from, &part);
}

static void receive(struct tale *tale) {
    tale->work->now_ms += tale->channel == FILING_ONLINE ? hour_ms : 0;
    tale->matter.received_ms = tale->work->now_ms;
    happen(tale, "receive", FILING_RECEIVED, FILING_OPEN);
}

static void withdraw(struct tale *tale) {
    tale->work->now_ms += 2 * hour_ms;
    tale->matter.finished_ms = tale->work->now_ms;
    end_clock(tale);
    happen(tale, "withdraw", FILING_WITHDRAWN, FILING_OPEN);
}

static void decide(struct tale *tale) {
    tale->work->now_ms += 24 * hour_ms;
    tale->matter.accepted_ms = tale->work->now_ms;
    begin_clock(tale, "decide", DECIDE_DAYS);
    happen(tale, "accept", FILING_ACCEPTED, FILING_OPEN);
    tale->work->now_ms += 48 * hour_ms;
    tale->matter.decided_ms = tale->work->now_ms;
    begin_clock(tale, "deliver", MATTER_DELIVER_DAYS);
    happen(tale, "grant", FILING_GRANTED, FILING_WAS_GRANTED);
    tale->work->now_ms += 24 * hour_ms;
    tale->matter.finished_ms = tale->work->now_ms;
    end_clock(tale);
    happen(tale, "finish", FILING_DONE, FILING_WAS_GRANTED);
}

static void tell(struct tale *tale, enum filing_invented_way way) {
    begin_clock(tale, "tell", TELL_DAYS);
    happen(tale, "submit", FILING_SUBMITTED, FILING_OPEN);
    if (tale->channel == FILING_AT_WINDOW || way == FILING_INVENTED_DONE)
        receive(tale);
    if (way == FILING_INVENTED_WITHDRAWN)
        withdraw(tale);
    if (way == FILING_INVENTED_DONE)
        decide(tale);
}

void filing_invent(struct work *work, const struct filing_invented *given) {
    const int64_t begun_ms = work->now_ms;
    struct tale tale = {
        .work = work,
        .channel = given->outlet_id ? FILING_AT_WINDOW : FILING_ONLINE,
        .matter = { .id = given->id,
                    .number = given->number,
                    .kind = filing_flow.name,
                    .flow = &filing_flow,
                    .state = FILING_SUBMITTED,
                    .title = given->item->name,
                    .person_id = given->person_id,
                    .phone = sealed_write(work, "matter.phone", given->id, given->phone),
                    .item_id = given->item->id,
                    .version_id = given->item->version_id,
                    .department_id = given->item->department_id,
                    .outlet_id = given->outlet_id,
                    .owner_id = given->owner_id,
                    .submitted_ms = begun_ms,
                    .answer = "" },
    };

    tell(&tale, given->way);
    matter_invent_end(work, &tale.matter, tale.clock, tale.clock_count);
    sql_filing_invent(work, .matter_id = given->id, .channel = tale.channel,
                      .outcome = tale.outcome);
    work->now_ms = begun_ms;
}
