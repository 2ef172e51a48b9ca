/* What the law says of a case on its way: 行政许可法 and 浙江省保障“最多跑一次”改革规定.
 */
#include "filing_act.h"

#include "filing_law_test.h"

#include "filing_cover.h"
#include "letter.h"
#include "matter_clock.h"
#include "matter_run_out.h"

const struct flow *const matter_flows[] = { &filing_flow, NULL };

/* ---- what is missing is told once ---- */

static void what_is_missing_is_told_once_and_supplied(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = received(hall);
    const struct filing_defect *defects;

    assert_ptr_equal(act(hall, &matter, "supplement", ""), &filing_no_defect);
    assert_null(filing_do(
        &hall->work, &matter,
        &(struct filing_act){ .verb = "supplement",
                              .note = "",
                              .days = 7,
                              .defect = { [1] = "没有签名", [3] = "缺这一份" } }));
    assert_int_equal(national_of(&matter), 6);
    assert_int_equal(civil_day(matter.due_ms), 20261202);
    assert_int_equal(filing_defects(&hall->work, &matter, &defects), 2);
    assert_string_equal(defects[0].name, "申请表");
    assert_string_equal(defects[1].told, "缺这一份");
    act_as_resident(hall, matter.person_id);
    assert_null(act(hall, &matter, "supply", ""));
    assert_int_equal(national_of(&matter), 7);
    assert_int_equal(filing_defects(&hall->work, &matter, &defects), 2);
    assert_true(defects[0].cured_ms == hall->work.now_ms);
    as_clerk(hall);
    assert_null(act(hall, &matter, "accept", ""));
    assert_false(matter.facts & FILING_TOLD_TWICE);
    hall_close(hall);
}

static void a_second_notice_of_an_old_fault_raises_an_alarm(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter same = told_of_first_paper(hall);
    struct matter other = told_of_first_paper(hall);

    assert_null(filing_do(&hall->work, &same,
                          &(struct filing_act){ .verb = "supplement",
                                                .note = "",
                                                .defect = { [1] = "签名不是本人" } }));
    assert_false(same.facts & FILING_TOLD_TWICE);
    assert_null(filing_do(&hall->work, &other,
                          &(struct filing_act){ .verb = "supplement",
                                                .note = "",
                                                .defect = { [3] = "还缺这份" } }));
    assert_true(other.facts & FILING_TOLD_TWICE);
    hall_close(hall);
}

static void late_papers_let_the_application_lapse_in_zhejiang(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = received(hall);
    const char *number = matter.number;

    assert_null(filing_do(&hall->work, &matter,
                          &(struct filing_act){ .verb = "supplement",
                                                .note = "",
                                                .defect = { [1] = "缺" } }));
    assert_null(flow_step(&filing_flow, matter.state, matter.facts, "refuse"));
    assert_string_equal(act(hall, &matter, "lapse", "")->name, "matter.too_early");
    hall->work.now_ms = matter.due_ms + 1;
    act_as(hall, RIGHT_SYSTEM, 0);
    assert_int_equal(matter_run_out(&hall->work), 1);
    assert_int_equal(matter_run_out(&hall->work), 0);
    assert_null(matter_find(&hall->work, number, &matter));
    assert_int_equal(matter.state, FILING_LAPSED);
    hall_close(hall);
}

static void late_papers_are_refused_elsewhere(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = received(hall);

    matter.facts &= ~(unsigned)FILING_BY_ZHEJIANG; /* as if handed in elsewhere */
    assert_null(filing_do(&hall->work, &matter,
                          &(struct filing_act){ .verb = "supplement",
                                                .note = "",
                                                .defect = { [1] = "缺" } }));
    assert_string_equal(act(hall, &matter, "refuse", "没有补交")->name,
                        "matter.too_early");
    hall->work.now_ms = matter.due_ms + 1;
    assert_null(act(hall, &matter, "refuse", "没有补交"));
    assert_int_equal(national_of(&matter), 5);
    hall_close(hall);
}

static void who_is_not_told_in_time_is_accepted(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = file(hall, FILING_ONLINE);
    const int64_t submitted_ms = matter.submitted_ms;
    const struct matter_clock *clocks;

    act_as(hall, RIGHT_SYSTEM, 0);
    hall->work.now_ms = matter.due_ms;
    assert_int_equal(matter_run_out(&hall->work), 0);
    hall->work.now_ms = matter.due_ms + 1;
    assert_int_equal(matter_run_out(&hall->work), 1);
    assert_null(matter_find(&hall->work, matter.number, &matter));
    assert_int_equal(matter.state, FILING_ACCEPTED);
    assert_true(matter.facts & FILING_DEEMED);
    assert_true(matter.facts & FLOW_FACT_LATE);
    /* From the day on which the materials were received: five days from Monday. */
    assert_int_equal(matter_clocks(&hall->work, matter.id, &clocks), 2);
    assert_int_equal(clocks[1].kind, FLOW_CLOCK_DECIDE);
    assert_true(clocks[1].begun_ms == submitted_ms);
    assert_int_equal(civil_day(matter.due_ms), 20261130);
    hall_close(hall);
}

/* ---- 容缺 ---- */

static const struct refusal *accept_lacking(struct hall *hall, struct matter *matter,
                                            size_t paper) {
    struct filing_act act = { .verb = "accept_lacking", .note = "" };

    act.defect[paper] = "后补";
    return filing_do(&hall->work, matter, &act);
}

static void only_listed_papers_may_follow(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = received(hall);

    assert_ptr_equal(accept_lacking(hall, &matter, 1), &filing_may_not_follow);
    assert_ptr_equal(act(hall, &matter, "accept_lacking", ""), &filing_may_not_follow);
    assert_null(accept_lacking(hall, &matter, 2));
    assert_int_equal(national_of(&matter), 3);
    assert_true(runs(hall, &matter, FLOW_CLOCK_SUPPLY));
    assert_true(runs(hall, &matter, FLOW_CLOCK_DECIDE));
    hall_close(hall);
}

static void what_did_not_follow_revokes_the_acceptance(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = received(hall);

    assert_null(accept_lacking(hall, &matter, 2));
    assert_string_equal(act(hall, &matter, "revoke_acceptance", "没有补交")->name,
                        "matter.too_early");
    wait_until(hall, 20261201);
    assert_ptr_equal(act(hall, &matter, "revoke_acceptance", ""), &matter_no_reason);
    assert_null(act(hall, &matter, "revoke_acceptance", "照片逾期没有补交"));
    assert_int_equal(matter.state, FILING_ACCEPTANCE_REVOKED);
    assert_true(matter.due_ms == 0);
    hall_close(hall);
}

static void what_follows_later_ends_as_lacking_or_not(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter early = received(hall);
    struct matter late = received(hall);

    assert_null(accept_lacking(hall, &early, 2));
    assert_null(accept_lacking(hall, &late, 2));
    assert_null(act(hall, &early, "complete", ""));
    assert_false(runs(hall, &early, FLOW_CLOCK_SUPPLY));
    as_reviewer(hall, &early);
    assert_null(act(hall, &early, "grant", ""));
    assert_null(act(hall, &early, "finish", ""));
    assert_int_equal(national_of(&early), 11);
    assert_null(act(hall, &late, "grant", ""));
    assert_null(act(hall, &late, "finish", ""));
    assert_int_equal(national_of(&late), 12);
    assert_true(runs(hall, &late, FLOW_CLOCK_SUPPLY));
    as_clerk(hall);
    assert_null(act(hall, &late, "complete", ""));
    assert_int_equal(national_of(&late), 11);
    assert_false(runs(hall, &late, FLOW_CLOCK_SUPPLY));
    hall_close(hall);
}

/* ---- 特别程序 and 延期 ---- */

static void a_special_procedure_stops_the_clock(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = accepted(hall);

    assert_int_equal(civil_day(matter.due_ms), 20261130);
    as_reviewer(hall, &matter);
    assert_null(act(hall, &matter, "begin", ""));
    assert_int_equal(national_of(&matter), 8);
    assert_ptr_equal(act(hall, &matter, "special", ""), &filing_no_special);
    assert_ptr_equal(act_in_days(hall, &matter, "special", 0), &filing_no_days);
    wait_until(hall, 20261124);
    assert_null(act_in_days(hall, &matter, "special", 10));
    assert_int_equal(national_of(&matter), 9);
    assert_true(matter.facts & FLOW_FACT_STOPPED);
    assert_int_equal(civil_day(matter.due_ms), 20261208); /* what was told */
    wait_until(hall, 20261203);                           /* seven working days later */
    assert_null(act(hall, &matter, "special_end", ""));
    assert_int_equal(national_of(&matter), 10);
    assert_false(matter.facts & FLOW_FACT_STOPPED);
    assert_int_equal(civil_day(matter.due_ms), 20261209);
    assert_null(act(hall, &matter, "grant", ""));
    hall_close(hall);
}

static void a_limit_is_extended_once_in_time_and_by_who_approves(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = accepted(hall);

    as_reviewer(hall, &matter);
    assert_null(act(hall, &matter, "ask_extension", "要现场核实"));
    assert_ptr_equal(act_in_days(hall, &matter, "extend", 3), &matter_forbidden);
    act_as(hall, RIGHT_APPROVE, matter.department_id + 1);
    assert_ptr_equal(act_in_days(hall, &matter, "extend", 3), &matter_forbidden);
    as_head(hall, &matter);
    assert_ptr_equal(act(hall, &matter, "extend", "同意"), &filing_no_days);
    assert_ptr_equal(act_in_days(hall, &matter, "extend", 11), &filing_too_long);
    assert_null(act_in_days(hall, &matter, "extend", 3));
    assert_int_equal(civil_day(matter.due_ms), 20261203);
    as_reviewer(hall, &matter);
    assert_ptr_equal(act(hall, &matter, "ask_extension", "再延"), &matter_wrong_state);
    hall_close(hall);
}

static void a_limit_that_is_over_is_not_extended(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = accepted(hall);

    as_reviewer(hall, &matter);
    assert_null(act(hall, &matter, "ask_extension", "要现场核实"));
    hall->work.now_ms = matter.due_ms + 1;
    as_head(hall, &matter);
    assert_string_equal(act_in_days(hall, &matter, "extend", 3)->name, "matter.too_late");
    assert_null(act(hall, &matter, "reject_extension", "已经到期"));
    hall_close(hall);
}

static void a_late_decision_is_possible_and_marked(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = accepted(hall);

    hall->work.now_ms = matter.due_ms + day_ms;
    as_reviewer(hall, &matter);
    assert_null(act(hall, &matter, "grant", ""));
    assert_true(matter.facts & FLOW_FACT_LATE);
    hall_close(hall);
}

/* ---- 告知承诺 ---- */

static struct matter promised_and_done(struct hall *hall) {
    struct matter matter = received(hall);

    assert_null(act(hall, &matter, "accept_promise", ""));
    as_reviewer(hall, &matter);
    assert_null(act(hall, &matter, "grant", ""));
    assert_null(act(hall, &matter, "finish", ""));
    return matter;
}

static void a_promise_is_checked_within_sixty_days(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = promised_and_done(hall);

    assert_int_equal(matter.state, FILING_CHECKING);
    assert_true(flow_is_over(&filing_flow, matter.state));
    assert_true(matter.finished_ms == hall->work.now_ms);
    assert_int_equal(civil_day(matter.due_ms), 20270215);
    assert_null(act(hall, &matter, "check_passed", ""));
    assert_int_equal(matter.state, FILING_DONE);
    assert_true(matter.due_ms == 0);
    hall_close(hall);
}

static void who_broke_a_promise_is_not_believed_until_it_is_repaired(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = promised_and_done(hall);
    struct matter next;

    assert_null(act(hall, &matter, "order_correction", "实际没有场地"));
    as_head(hall, &matter);
    assert_string_equal(act(hall, &matter, "revoke", "没有改好")->name,
                        "matter.too_early");
    hall->work.now_ms = matter.due_ms + 1;
    assert_null(act(hall, &matter, "revoke", "没有改好"));
    assert_int_equal(national_of(&matter), 15);
    next = received(hall);
    assert_ptr_equal(act(hall, &next, "accept_promise", ""), &filing_not_believed);
    assert_ptr_equal(filing_repair(&hall->work, &matter, "改好了"), &matter_forbidden);
    as_head(hall, &matter);
    assert_null(filing_repair(&hall->work, &matter, "改好了"));
    as_clerk(hall);
    assert_null(act(hall, &next, "accept_promise", ""));
    hall_close(hall);
}

/* ---- the rest of the way ---- */

static void pre_review_sends_back_and_takes_again(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = file(hall, FILING_ONLINE);

    as_clerk(hall);
    assert_null(filing_do(&hall->work, &matter,
                          &(struct filing_act){ .verb = "pre_return",
                                                .note = "请重拍",
                                                .defect = { [2] = "看不清" } }));
    assert_int_equal(matter.state, FILING_RETURNED);
    act_as_resident(hall, matter.person_id);
    assert_null(act(hall, &matter, "resubmit", ""));
    assert_int_equal(civil_day(matter.due_ms), 20261130);
    as_clerk(hall);
    assert_null(act(hall, &matter, "pre_pass", ""));
    assert_null(act(hall, &matter, "receive", ""));
    assert_int_equal(matter.state, FILING_RECEIVED);
    hall_close(hall);
}

static void what_is_posted_has_a_number(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = accepted(hall);
    struct filing filing;

    as_reviewer(hall, &matter);
    assert_null(act(hall, &matter, "grant", ""));
    assert_null(filing_do(
        &hall->work, &matter,
        &(struct filing_act){ .verb = "certify", .note = "", .result = "优待证 8 号" }));
    assert_ptr_equal(
        filing_do(&hall->work, &matter,
                  &(struct filing_act){ .verb = "finish", .note = "", .delivery = 2 }),
        &filing_no_post_number);
    assert_null(filing_do(&hall->work, &matter,
                          &(struct filing_act){ .verb = "finish",
                                                .note = "",
                                                .delivery = 2,
                                                .post_number = "EA123456789CN" }));
    filing_read(&hall->work, &matter, &filing);
    assert_string_equal(filing.post_number, "EA123456789CN");
    assert_string_equal(filing.result, "优待证 8 号");
    assert_int_equal(filing.outcome, FILING_WAS_GRANTED);
    hall_close(hall);
}

static void what_is_done_on_the_spot_is_done_in_one_step(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter;

    publish(hall, 1, (struct item_limit){ 0, 1 });
    as_clerk(hall);
    matter = file(hall, FILING_AT_WINDOW);
    assert_null(filing_do(
        &hall->work, &matter,
        &(struct filing_act){ .verb = "settle", .note = "", .result = "盖章" }));
    assert_int_equal(matter.state, FILING_DONE);
    assert_true(matter.accepted_ms && matter.decided_ms && matter.finished_ms);
    assert_true(matter.due_ms == 0);
    hall_close(hall);
}

static void urging_has_a_clock_of_its_own(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = accepted(hall);
    const int64_t due_ms = matter.due_ms;

    act_as_resident(hall, matter.person_id);
    assert_null(act(hall, &matter, "urge", "还要多久"));
    assert_ptr_equal(act(hall, &matter, "urge", "还要多久"), &matter_wrong_state);
    assert_int_equal(civil_day(matter.due_ms), 20261125);
    as_reviewer(hall, &matter);
    assert_ptr_equal(act(hall, &matter, "answer_urge", ""), &matter_no_reason);
    assert_null(act(hall, &matter, "answer_urge", "明天能办好"));
    assert_true(matter.due_ms == due_ms);
    assert_string_equal(matter.answer, "");
    act_as(hall, RIGHT_MANAGE, 0);
    assert_null(act(hall, &matter, "supervise", "请今天办"));
    assert_true(runs(hall, &matter, FLOW_CLOCK_SUPERVISE));
    as_reviewer(hall, &matter);
    assert_null(act(hall, &matter, "grant", ""));
    assert_null(act(hall, &matter, "finish", ""));
    assert_true(matter.due_ms == 0); /* nothing runs any more */
    hall_close(hall);
}

static void what_was_granted_wrongly_is_revoked_by_the_head(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = accepted(hall);

    as_reviewer(hall, &matter);
    assert_null(act(hall, &matter, "grant", ""));
    assert_null(act(hall, &matter, "finish", ""));
    assert_ptr_equal(act(hall, &matter, "revoke", "材料是假的"), &matter_forbidden);
    as_head(hall, &matter);
    assert_null(act(hall, &matter, "revoke", "材料是假的"));
    assert_int_equal(national_of(&matter), 15);
    hall_close(hall);
}

/* Every event of all of it verifies, with what it wrote beside. */
static void the_record_of_it_verifies(void **state) {
    static const struct ledger_part_kind *const parts[] = { &filing_part, &letter_part,
                                                            NULL };
    struct hall *hall = open_with_papers(state);
    struct matter matter = told_of_first_paper(hall);
    struct ledger_report report;

    assert_null(act(hall, &matter, "accept_promise", ""));
    as_reviewer(hall, &matter);
    assert_null(act_in_days(hall, &matter, "special", 3));
    assert_null(act(hall, &matter, "special_end", ""));
    assert_null(act(hall, &matter, "grant", ""));
    assert_null(act(hall, &matter, "finish", ""));
    ledger_verify(&hall->work, parts, &report);
    assert_true(report.broken_matter == 0);
    assert_int_equal(report.events, 16); /* nine of the flow, seven letters */
    db_script(&hall->work, "UPDATE filing SET special = 5");
    ledger_verify(&hall->work, parts, &report);
    assert_string_equal(report.broken_part, "filing");
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(what_is_missing_is_told_once_and_supplied),
        BOTH(a_second_notice_of_an_old_fault_raises_an_alarm),
        BOTH(late_papers_let_the_application_lapse_in_zhejiang),
        BOTH(late_papers_are_refused_elsewhere),
        BOTH(who_is_not_told_in_time_is_accepted),
        BOTH(only_listed_papers_may_follow),
        BOTH(what_did_not_follow_revokes_the_acceptance),
        BOTH(what_follows_later_ends_as_lacking_or_not),
        BOTH(a_special_procedure_stops_the_clock),
        BOTH(a_limit_is_extended_once_in_time_and_by_who_approves),
        BOTH(a_limit_that_is_over_is_not_extended),
        BOTH(a_late_decision_is_possible_and_marked),
        BOTH(a_promise_is_checked_within_sixty_days),
        BOTH(who_broke_a_promise_is_not_believed_until_it_is_repaired),
        BOTH(pre_review_sends_back_and_takes_again),
        BOTH(what_is_posted_has_a_number),
        BOTH(what_is_done_on_the_spot_is_done_in_one_step),
        BOTH(urging_has_a_clock_of_its_own),
        BOTH(what_was_granted_wrongly_is_revoked_by_the_head),
        BOTH(the_record_of_it_verifies),
    };

    return RUN_ON_BOTH(tests);
}
