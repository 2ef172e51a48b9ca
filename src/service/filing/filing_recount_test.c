/* A year's holidays are announced when limits already run into it. */
#include "filing.h"

#include "filing_test.h"

#include "filing_cover.h"
#include "job.sql.h"
#include "matter_clock.h"
#include "matter_list.h"
#include "matter_recount.h"
#include "matter_words.h"
#include "message.h"

const struct flow *const matter_flows[] = { &filing_flow, NULL };

static const struct ledger_part_kind *const parts[] = { &filing_part, NULL };

static const struct calendar_row notice[] = {
    { 20270101, "off", "元旦", 2027 },  { 20270102, "off", "元旦", 2027 },
    { 20270103, "off", "元旦", 2027 },  { 20270104, "off", "元旦", 2027 },
    { 20270109, "work", "元旦", 2027 },
};

/* Tuesday 2026-12-29: five working days end on 5 January, when no holiday is known. */
static struct hall *open_in_december(void **state) {
    struct hall *hall = open_with_item(state);

    hall->work.now_ms = civil_moment_ms(20261229, 9 * 60);
    return hall;
}

/* The recount as `serve` runs it: until nothing asks for more.  Says how many runs. */
static int run_jobs(struct hall *hall) {
    struct sql_job_next_row row;
    int runs = 0;

    act_as(hall, RIGHT_SYSTEM, 0);
    hall->work.actor.id = 0;
    hall->work.actor.name = "";
    while (sql_job_next(&hall->work, &row)) {
        if (strcmp(row.kind, MATTER_RECOUNT) == 0) {
            matter_recount(&hall->work, row.subject);
            runs++;
        }
        sql_job_finish(&hall->work, .id = row.id);
    }
    return runs;
}

static int announce(struct hall *hall) {
    assert_null(calendar_load(&hall->work, notice, sizeof notice / sizeof *notice));
    matter_ask_recount(&hall->work);
    hall_end(hall, 1);
    hall_begin(hall);
    return run_jobs(hall);
}

static struct matter again(struct hall *hall, const struct matter *was) {
    struct matter matter;

    assert_null(matter_find(&hall->work, was->number, &matter));
    return matter;
}

static struct ledger_event last_event(struct hall *hall, const struct matter *matter) {
    const struct ledger_event *events;
    const size_t count = ledger_events(&hall->work, matter->id, &events);

    return events[count - 1];
}

static void a_limit_moves_when_its_holidays_are_announced(void **state) {
    struct hall *hall = open_in_december(state);
    const struct matter matter = file(hall, FILING_ONLINE);
    const struct message *messages;
    struct ledger_report report;

    assert_int_equal(civil_day(matter.due_ms), 20270105);
    assert_non_null(strstr(
        matter_say_due(&hall->work, LANGUAGE_CHINESE, matter.due_ms, 0), "可能调整"));
    assert_int_equal(announce(hall), 1);

    const struct matter moved = again(hall, &matter);
    const struct ledger_event event = last_event(hall, &moved);
    struct matter_clock_set clocks;

    assert_int_equal(civil_day(moved.due_ms), 20270107);
    matter_running_clocks(&hall->work, moved.id, &clocks);
    assert_true(clocks.clock[FLOW_CLOCK_TELL].due_ms == moved.due_ms);
    assert_string_equal(event.verb, "recount");
    assert_int_equal(event.actor_id, 0);
    assert_string_equal(event.note, "告知期限原定 2027-01-05 17:30，按公布的放假安排改为 "
                                    "2027-01-07 17:30。");
    assert_null(strstr(matter_say_due(&hall->work, LANGUAGE_CHINESE, moved.due_ms, 0),
                       "可能调整"));
    assert_int_equal(message_of_matter(&hall->work, &moved, &messages), 1);
    assert_string_equal(messages[0].event->name, "recounted");
    assert_non_null(strstr(messages[0].text, "2027-01-07 17:30"));
    ledger_verify(&hall->work, parts, &report);
    assert_int_equal(report.broken_matter, 0);
    hall_close(hall);
}

static void counting_twice_changes_nothing(void **state) {
    struct hall *hall = open_in_december(state);
    const struct matter matter = file(hall, FILING_ONLINE);

    announce(hall);

    const struct matter moved = again(hall, &matter);

    hall->work.now_ms += 60000;
    assert_int_equal(announce(hall), 1);
    assert_int_equal(again(hall, &matter).head.ordinal, moved.head.ordinal);
    hall_close(hall);
}

static void what_is_over_and_what_ends_before_stay(void **state) {
    struct hall *hall = open_in_december(state);
    struct matter over = file(hall, FILING_ONLINE);
    struct matter early;

    act_as(hall, RIGHT_INTAKE, DEPARTMENT);
    assert_null(act(hall, &over, "withdraw_for", "不办了"));
    hall->work.now_ms = civil_moment_ms(20261207, 9 * 60);
    early = file(hall, FILING_ONLINE);
    announce(hall);
    assert_int_equal(again(hall, &over).head.ordinal, over.head.ordinal);
    assert_int_equal(again(hall, &early).head.ordinal, early.head.ordinal);
    hall_close(hall);
}

static void all_matters_are_gone_through_some_at_a_time(void **state) {
    enum { MANY = MATTER_RECOUNT_BATCH + 7 };
    struct hall *hall = open_in_december(state);
    struct matter *matters = calloc(MANY, sizeof *matters);

    for (int i = 0; i < MANY; i++)
        matters[i] = file(hall, FILING_ONLINE);
    assert_true(announce(hall) >= 2);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(civil_day(again(hall, &matters[i]).due_ms), 20270107);
    free(matters);
    hall_close(hall);
}

static enum matter_light light_of(struct hall *hall, const struct matter *matter) {
    return matter_light(&hall->work, matter->due_ms, matter->clock_days, matter->facts);
}

static void a_special_procedure_is_blue_and_red_when_it_takes_too_long(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file(hall, FILING_ONLINE);

    act_as(hall, RIGHT_INTAKE, DEPARTMENT);
    assert_null(act(hall, &matter, "receive", ""));
    assert_null(act(hall, &matter, "accept", ""));
    assert_int_equal(light_of(hall, &matter), MATTER_GREEN);
    act_as(hall, RIGHT_REVIEW, matter.department_id);
    assert_null(
        filing_do(&hall->work, &matter,
                  &(struct filing_act){
                      .verb = "special", .note = "专家评审", .special = 1, .days = 10 }));
    assert_int_equal(light_of(hall, &matter), MATTER_BLUE);
    hall->work.now_ms = matter.due_ms + 1;
    assert_int_equal(light_of(hall, &matter), MATTER_RED);
    assert_null(act(hall, &matter, "special_end", ""));
    assert_int_not_equal(light_of(hall, &matter), MATTER_BLUE);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_limit_moves_when_its_holidays_are_announced),
        BOTH(counting_twice_changes_nothing),
        BOTH(what_is_over_and_what_ends_before_stay),
        BOTH(all_matters_are_gone_through_some_at_a_time),
        BOTH(a_special_procedure_is_blue_and_red_when_it_takes_too_long),
    };

    return RUN_ON_BOTH(tests);
}
