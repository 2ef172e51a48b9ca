#include "filing_draft.h"

#include "filing_test.h"
#include "paper.h"

#include "calendar.h"
#include "check.h"
#include "civil.h"
#include "filing_cover.h"
#include "item.h"
#include "letter.h"
#include "matter_list.h"

const struct flow *const matter_flows[] = { &filing_flow, NULL };

static void a_number_says_town_and_day_and_checks(void **state) {
    struct hall *hall = open_with_item(state);
    const struct matter first = file(hall, FILING_ONLINE);
    const struct matter second = file(hall, FILING_ONLINE);

    assert_int_equal(strlen(first.number), 24);
    assert_int_equal(strncmp(first.number, "33010911320261123000001", 23), 0);
    assert_int_equal(strncmp(second.number, "33010911320261123000002", 23), 0);
    assert_true(check_luhn(first.number));
    hall_close(hall);
}

static void a_case_goes_the_whole_way(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file(hall, FILING_ONLINE);

    act_as(hall, RIGHT_INTAKE, DEPARTMENT);
    assert_null(act(hall, &matter, "receive", ""));
    assert_null(act(hall, &matter, "accept", ""));
    assert_int_equal(civil_day(matter.due_ms), 20261130);
    assert_int_equal(civil_minute(matter.due_ms), CALENDAR_CLOSING_MINUTE);
    act_as(hall, RIGHT_REVIEW, matter.department_id);
    assert_null(act(hall, &matter, "grant", ""));
    act_as(hall, RIGHT_INTAKE, DEPARTMENT);
    assert_null(act(hall, &matter, "finish", ""));
    assert_int_equal(matter.state, FILING_DONE);
    assert_int_equal(flow_state(&filing_flow, matter.state)->national, 11);
    assert_true(matter.finished_ms == hall->work.now_ms);
    assert_true(matter.due_ms == 0);
    hall_close(hall);
}

static void to_tell_takes_five_days_from_the_day_that_counts(void **state) {
    struct hall *hall = open_with_item(state);

    assert_int_equal(civil_day(file(hall, FILING_ONLINE).due_ms), 20261130);
    hall->work.now_ms = civil_moment_ms(20261121, 10 * 60); /* a Saturday */
    assert_int_equal(civil_day(file(hall, FILING_ONLINE).due_ms), 20261130);
    hall_close(hall);
}

static void what_is_done_on_the_spot_is_due_today(void **state) {
    struct hall *hall = open_with_item(state);

    publish(hall, 1, (struct item_limit){ 0, 1 });
    act_as(hall, RIGHT_INTAKE, DEPARTMENT);
    struct matter matter = file(hall, FILING_AT_WINDOW);

    assert_int_equal(matter.state, FILING_RECEIVED);
    assert_null(act(hall, &matter, "accept", ""));
    assert_int_equal(civil_day(matter.due_ms), 20261123);
    hall_close(hall);
}

static void a_running_case_keeps_its_version_of_the_item(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file(hall, FILING_ONLINE);

    publish(hall, 2, (struct item_limit){ 1, 1 });
    act_as(hall, RIGHT_INTAKE, DEPARTMENT);
    assert_null(act(hall, &matter, "receive", ""));
    assert_null(act(hall, &matter, "accept", ""));
    assert_int_equal(civil_day(matter.due_ms), 20261130);
    hall_close(hall);
}

static void every_arrow_that_is_not_drawn_is_refused(void **state) {
    struct hall *hall = open_with_item(state);
    const struct matter start = file(hall, FILING_ONLINE);
    size_t refused = 0;

    act_as(hall, RIGHT_SYSTEM, 0);
    for (size_t s = 0; s < filing_flow.state_count; s++) {
        for (size_t v = 0; v < filing_flow.step_count; v++) {
            struct matter matter = start;

            matter.state = filing_flow.states[s].state;
            matter.facts = 0;
            if (flow_step(&filing_flow, matter.state, 0, filing_flow.steps[v].verb))
                continue;
            assert_ptr_equal(act(hall, &matter, filing_flow.steps[v].verb, "理由"),
                             &matter_wrong_state);
            refused++;
        }
    }
    assert_true(refused > filing_flow.state_count * filing_flow.step_count / 2);
    hall_close(hall);
}

static void a_refusal_says_why(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file(hall, FILING_ONLINE);

    act_as(hall, RIGHT_INTAKE, DEPARTMENT);
    assert_null(act(hall, &matter, "receive", ""));
    assert_ptr_equal(act(hall, &matter, "refuse", ""), &matter_no_reason);
    assert_null(act(hall, &matter, "refuse", "不属于本镇管辖，请到区行政服务中心办理。"));
    assert_string_equal(matter.answer, "不属于本镇管辖，请到区行政服务中心办理。");
    hall_close(hall);
}

static void only_the_own_department_decides(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file(hall, FILING_ONLINE);

    matter.department_id = DEPARTMENT;
    act_as(hall, RIGHT_INTAKE, OTHER_DEPARTMENT);
    assert_null(act(hall, &matter, "receive", ""));
    assert_null(act(hall, &matter, "accept", ""));
    assert_ptr_equal(act(hall, &matter, "grant", ""), &matter_forbidden);
    act_as(hall, RIGHT_REVIEW, OTHER_DEPARTMENT);
    assert_ptr_equal(act(hall, &matter, "grant", ""), &matter_forbidden);
    act_as(hall, RIGHT_REVIEW, DEPARTMENT);
    assert_null(act(hall, &matter, "grant", ""));
    hall_close(hall);
}

static void a_resident_withdraws_his_own_case_and_no_other(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file(hall, FILING_ONLINE);

    act_as_resident(hall, matter.person_id + 1);
    assert_ptr_equal(act(hall, &matter, "withdraw", ""), &matter_forbidden);
    act_as_resident(hall, matter.person_id);
    assert_null(act(hall, &matter, "withdraw", ""));
    assert_int_equal(matter.state, FILING_WITHDRAWN);
    hall_close(hall);
}

static void of_two_clerks_who_click_at_once_one_wins(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter mine = file(hall, FILING_ONLINE);
    struct matter theirs = mine;

    act_as(hall, RIGHT_INTAKE, DEPARTMENT);
    assert_null(act(hall, &mine, "receive", ""));
    hall_end(hall, 1);
    hall_begin(hall);
    act(hall, &theirs, "receive", "");
    assert_true(hall->work.lost_race); /* the event is there: run again, and read */
    start_again(&hall->work);
    db_end(&hall->work, false);
    hall_begin(hall);
    assert_null(matter_find(&hall->work, mine.number, &theirs));
    assert_ptr_equal(act(hall, &theirs, "receive", ""), &matter_wrong_state);
    hall_close(hall);
}

static void each_case_keeps_the_phone_that_it_was_given(void **state) {
    struct hall *hall = open_with_item(state);
    const struct matter first = file(hall, FILING_ONLINE);
    struct filing_new given = {
        .item_code = item_code, .asker = asker, .statement = "", .channel = FILING_ONLINE
    };
    struct matter second;
    struct matter found;

    given.asker.phone = "13900005678";
    assert_null(filing_submit(&hall->work, &given, &second));
    assert_null(matter_find(&hall->work, first.number, &found));
    assert_string_equal(matter_phone(&hall->work, &found), asker.phone);
    assert_null(matter_find(&hall->work, second.number, &found));
    assert_string_equal(matter_phone(&hall->work, &found), "13900005678");
    given.asker.name = "张三";
    assert_ptr_equal(filing_submit(&hall->work, &given, &second), &person_other_name);
    hall_close(hall);
}

static const struct refusal *hand_in(struct hall *hall, enum filing_channel channel) {
    struct filing_new given = {
        .item_code = item_code, .asker = asker, .statement = "", .channel = channel
    };
    struct matter matter;

    return filing_submit(&hall->work, &given, &matter);
}

/* The setting, for one test. */
static void allow(struct hall *hall, enum config_name name, int64_t most) {
    struct config *config = arena_alloc(hall->work.arena, sizeof *config);

    *config = *hall->house.config;
    config->integer[name] = most;
    hall->house.config = config;
}

static void a_resident_hands_in_so_many_a_day(void **state) {
    struct hall *hall = open_with_item(state);
    const struct matter first = file(hall, FILING_ONLINE);

    allow(hall, CONFIG_SUBMISSIONS_PER_DAY, 3);
    act_as_resident(hall, first.person_id);
    assert_null(hand_in(hall, FILING_ONLINE));
    assert_null(hand_in(hall, FILING_ONLINE));
    assert_ptr_equal(hand_in(hall, FILING_ONLINE), &filing_too_many);
    act_as(hall, RIGHT_INTAKE, 0);
    assert_null(hand_in(hall, FILING_AT_WINDOW)); /* a counter serves who comes */
    act_as_resident(hall, first.person_id);
    allow(hall, CONFIG_SUBMISSIONS_PER_DAY, 0);
    assert_null(hand_in(hall, FILING_ONLINE));
    allow(hall, CONFIG_SUBMISSIONS_PER_DAY, 3);
    hall->work.now_ms += 24 * 3600 * 1000LL;
    assert_null(hand_in(hall, FILING_ONLINE));
    hall_close(hall);
}

static void a_resident_keeps_so_many_drafts(void **state) {
    struct hall *hall = open_with_item(state);
    struct filing_draft draft = { .item_code = item_code,
                                  .phone = asker.phone,
                                  .statement = "" };
    const struct filing_draft_line *lines;
    const struct filing_draft_line *others;

    allow(hall, CONFIG_DRAFTS, 2);
    act_as_resident(hall, 5);
    assert_null(filing_keep_draft(&hall->work, &draft));
    assert_null(filing_keep_draft(&hall->work, &draft)); /* renewed */
    draft.id = 0;
    assert_null(filing_keep_draft(&hall->work, &draft));
    draft.id = 0;
    assert_ptr_equal(filing_keep_draft(&hall->work, &draft), &filing_too_many_drafts);
    assert_int_equal(filing_drafts(&hall->work, &lines), 2);
    assert_true(lines[0].id > lines[1].id);
    assert_string_equal(lines[0].item_name, "老年优待证");
    hall->work.actor.id++;
    assert_int_equal(filing_drafts(&hall->work, &others), 0);
    assert_ptr_equal(filing_remove_draft(&hall->work, lines[0].id), &filing_no_draft);
    hall->work.actor.id--;
    assert_null(filing_remove_draft(&hall->work, lines[0].id));
    assert_null(filing_keep_draft(&hall->work, &draft));
    hall_close(hall);
}

static void a_counter_withdraws_for_the_asker_and_says_why(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file(hall, FILING_ONLINE);

    act_as(hall, RIGHT_INTAKE, DEPARTMENT);
    assert_ptr_equal(act(hall, &matter, "withdraw", ""), &matter_forbidden);
    assert_ptr_equal(act(hall, &matter, "withdraw_for", ""), &matter_no_reason);
    assert_null(act(hall, &matter, "withdraw_for", "申请人到窗口要求撤回"));
    assert_int_equal(matter.state, FILING_WITHDRAWN);
    hall_close(hall);
}

static void a_suspended_item_takes_no_case(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter;

    assert_null(adjust(hall, item_code, "suspend"));
    assert_ptr_equal(filing_submit(&hall->work,
                                   &(struct filing_new){ .item_code = item_code,
                                                         .asker = asker,
                                                         .statement = "",
                                                         .channel = FILING_ONLINE },
                                   &matter),
                     &item_suspended);
    hall_close(hall);
}

static void who_reads_a_person_whole_is_on_record(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file(hall, FILING_ONLINE);
    const struct ledger_event *events;
    struct person whole;

    act_as_resident(hall, matter.person_id);
    assert_ptr_equal(filing_reveal(&hall->work, &matter, &whole), &matter_forbidden);
    act_as(hall, RIGHT_INTAKE, DEPARTMENT);
    assert_null(filing_reveal(&hall->work, &matter, &whole));
    assert_string_equal(whole.id_number, asker.id_number);
    assert_int_equal(ledger_events(&hall->work, matter.id, &events), 2);
    assert_string_equal(events[1].verb, "reveal");
    assert_string_equal(events[1].actor_name, "演示甲");
    hall_close(hall);
}

static void the_inbox_shows_what_is_due_next_first(void **state) {
    struct hall *hall = open_with_item(state);
    const struct matter_line *lines;
    struct matter early = file(hall, FILING_ONLINE);

    hall->work.now_ms += 3 * 24 * 3600000LL;
    struct matter late = file(hall, FILING_ONLINE);

    act_as(hall, RIGHT_INTAKE, DEPARTMENT);
    assert_int_equal(matter_list_desk(&hall->work, FLOW_INTAKE, FLOW_SUBMITTED,
                                      (struct matter_cursor){ 0, 0 }, 10, &lines),
                     2);
    assert_string_equal(lines[0].number, early.number);
    assert_string_equal(lines[0].asker, "演**");
    assert_int_equal(
        matter_list_desk(&hall->work, FLOW_INTAKE, FLOW_SUBMITTED,
                         (struct matter_cursor){ lines[0].due_ms, lines[0].id }, 10,
                         &lines),
        1);
    assert_string_equal(lines[0].number, late.number);
    hall_close(hall);
}

static const struct ledger_part_kind *const parts[] = { &filing_part, &letter_part,
                                                        &paper_part, NULL };

static void what_was_rewritten_is_found(void **state) {
    static const char *const tampers[] = {
        "UPDATE event SET note = 'x' WHERE ordinal = 2",
        "UPDATE event SET at_ms = at_ms + 1 WHERE ordinal = 1",
        "DELETE FROM event WHERE ordinal = 3",
        "DELETE FROM event WHERE ordinal = 1",
        "UPDATE matter SET head_ordinal = head_ordinal - 1",
        "UPDATE matter SET state = 9 WHERE id = (SELECT min(id) FROM matter)",
        "UPDATE matter SET due_ms = due_ms + 1 WHERE id = (SELECT min(id) FROM matter)",
        "UPDATE matter SET owner_id = 1 WHERE id = (SELECT min(id) FROM matter)",
        "UPDATE matter SET answer = '同意' WHERE id = (SELECT min(id) FROM matter)",
        "UPDATE matter SET facts = facts + 2 WHERE id = (SELECT min(id) FROM matter)",
        "UPDATE matter SET desk = 0, stage = 3 WHERE id = (SELECT min(id) FROM matter)",
        "UPDATE filing SET result = '假' WHERE matter_id = (SELECT min(id) FROM matter)",
        "UPDATE filing SET outcome = 1 WHERE matter_id = (SELECT min(id) FROM matter)",
        "DELETE FROM filing WHERE matter_id = (SELECT min(id) FROM matter)",
    };
    struct hall *hall = open_with_item(state);
    struct matter matter = file(hall, FILING_ONLINE);
    struct ledger_report report;

    act_as(hall, RIGHT_INTAKE, DEPARTMENT);
    assert_null(act(hall, &matter, "receive", ""));
    assert_null(act(hall, &matter, "accept", ""));
    file(hall, FILING_ONLINE);
    ledger_verify(&hall->work, parts, &report);
    assert_int_equal(report.events, 6); /* with the letters of two */
    assert_int_equal(report.matters, 2);
    assert_true(report.broken_matter == 0);
    hall_end(hall, 1);
    for (size_t i = 0; i < sizeof tampers / sizeof *tampers; i++) {
        hall_begin(hall);
        db_script(&hall->work, tampers[i]);
        ledger_verify(&hall->work, parts, &report);
        assert_true(report.broken_matter == matter.id);
        hall_end(hall, 0);
    }
    hall_begin(hall);
    hall_close(hall);
}

static void what_was_filed_is_counted_once_and_the_day_after(void **state) {
    struct hall *hall = open_with_item(state);
    const int64_t now_ms = hall->work.now_ms;
    struct item item;

    file(hall, FILING_ONLINE);
    file(hall, FILING_ONLINE);
    filing_count(&hall->work);
    assert_null(item_find(&hall->work, item_code, &item));
    assert_int_equal(item.filed_count, 0);
    for (int nights = 1; nights <= 2; nights++) {
        hall->work.now_ms = now_ms + nights * 24LL * 3600 * 1000;
        filing_count(&hall->work);
        assert_null(item_find(&hall->work, item_code, &item));
        assert_int_equal(item.filed_count, 2);
    }
    hall_close(hall);
}

static void a_decision_is_covered_as_it_was_made(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file(hall, FILING_ONLINE);
    struct ledger_report report;

    act_as(hall, RIGHT_SYSTEM, DEPARTMENT);
    assert_null(act(hall, &matter, "receive", ""));
    assert_null(act(hall, &matter, "accept", ""));
    assert_null(filing_do(&hall->work, &matter,
                          &(struct filing_act){ .verb = "grant",
                                                .note = "",
                                                .result = "老年优待证 001 号" }));
    assert_null(act(hall, &matter, "finish", ""));
    ledger_verify(&hall->work, parts, &report);
    assert_true(report.broken_matter == 0);
    db_script(&hall->work, "UPDATE filing SET result = '老年优待证 002 号'");
    ledger_verify(&hall->work, parts, &report);
    assert_true(report.broken_matter == matter.id);
    assert_string_equal(report.broken_part, "filing");
    hall_close(hall);
}

static void days_are_sealed_and_a_vanished_case_is_missed(void **state) {
    struct hall *hall = open_with_item(state);
    struct ledger_report report;

    file(hall, FILING_ONLINE);
    file(hall, FILING_ONLINE);
    hall->work.now_ms += 2 * 24 * 3600000LL;
    file(hall, FILING_ONLINE);
    hall->work.now_ms += 24 * 3600000LL;
    assert_int_equal(ledger_seal_days(&hall->work), 2);
    assert_int_equal(ledger_seal_days(&hall->work), 0);
    ledger_verify(&hall->work, parts, &report);
    assert_int_equal(report.seals, 2);
    assert_true(report.broken_day == 0);
    db_script(&hall->work, "DELETE FROM event WHERE matter_id = (SELECT max(id) FROM "
                           "matter)");
    db_script(&hall->work,
              "DELETE FROM matter_clock WHERE matter_id = (SELECT max(id) FROM "
              "matter)");
    db_script(&hall->work, "DELETE FROM filing WHERE matter_id = (SELECT max(id) FROM "
                           "matter)");
    db_script(&hall->work, "DELETE FROM matter WHERE id = (SELECT max(id) FROM matter)");
    ledger_verify(&hall->work, parts, &report);
    assert_true(report.broken_matter == 0);
    assert_true(report.broken_day == 20261125);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_number_says_town_and_day_and_checks),
        BOTH(a_case_goes_the_whole_way),
        BOTH(to_tell_takes_five_days_from_the_day_that_counts),
        BOTH(what_is_done_on_the_spot_is_due_today),
        BOTH(a_running_case_keeps_its_version_of_the_item),
        BOTH(every_arrow_that_is_not_drawn_is_refused),
        BOTH(a_refusal_says_why),
        BOTH(only_the_own_department_decides),
        BOTH(a_resident_withdraws_his_own_case_and_no_other),
        BOTH(of_two_clerks_who_click_at_once_one_wins),
        BOTH(each_case_keeps_the_phone_that_it_was_given),
        BOTH(a_resident_hands_in_so_many_a_day),
        BOTH(a_resident_keeps_so_many_drafts),
        BOTH(a_counter_withdraws_for_the_asker_and_says_why),
        BOTH(a_suspended_item_takes_no_case),
        BOTH(who_reads_a_person_whole_is_on_record),
        BOTH(the_inbox_shows_what_is_due_next_first),
        BOTH(what_was_rewritten_is_found),
        BOTH(what_was_filed_is_counted_once_and_the_day_after),
        BOTH(a_decision_is_covered_as_it_was_made),
        BOTH(days_are_sealed_and_a_vanished_case_is_missed),
    };

    flow_check(&filing_flow);
    return RUN_ON_BOTH(tests);
}
