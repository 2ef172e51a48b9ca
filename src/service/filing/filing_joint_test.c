/* 联办: several offices examine one filing; the law's words are in joint.h. */
#include "filing.h"

#include "filing_test.h"

#include "filing_cover.h"
#include "joint.h"
#include "matter_clock.h"
#include "place.h"

const struct flow *const matter_flows[] = { &filing_flow, NULL };

static const struct ledger_part_kind *const parts[] = { &filing_part, &joint_part, NULL };

/* Two side by side, then one, then one outside the town. */
static const struct item_office offices[] = {
    { "D11", 1, 3, "用地" },
    { "D13", 1, 0, "河道" },
    { "村镇建设办公室", 2, 2, "风貌" },
    { "供电公司", 5, 60, "" },
};

static void keep_department(struct hall *hall, const char *code, const char *name) {
    place_keep_department(&hall->work,
                          &(struct place_department){
                              .code = code, .name = name, .phone = "", .duty = "" });
}

static int64_t department(struct hall *hall, const char *code) {
    return place_department_coded(place_book(&hall->work), code)->id;
}

static void publish_joint(struct hall *hall, size_t count, struct item_limit promised) {
    struct item_version version = plain_version(item_code, "农村宅基地审批");

    version.department = "农业农村办公室";
    version.kind = 2;
    version.legal = (struct item_limit){ 60, 1 };
    version.promised = promised;
    version.promise = 1;
    version.offices = offices;
    version.office_count = count;
    publish_version(hall, &version);
}

static struct hall *open_joint(void **state, size_t count) {
    struct hall *hall = hall_open(state);

    hall->work.now_ms = monday_ms();
    keep_department(hall, "D08", "农业农村办公室");
    keep_department(hall, "D11", "自然资源和规划所");
    keep_department(hall, "D12", "村镇建设办公室");
    keep_department(hall, "D13", "水利管理站");
    publish_joint(hall, count, (struct item_limit){ 15, 1 });
    return hall;
}

static void as_office(struct hall *hall, const char *code) {
    act_as(hall, RIGHT_REVIEW, department(hall, code));
}

static struct matter accepted(struct hall *hall) {
    struct matter matter = file(hall, FILING_ONLINE);

    act_as(hall, RIGHT_INTAKE, department(hall, "D12"));
    assert_null(act(hall, &matter, "receive", ""));
    assert_null(act(hall, &matter, "accept", ""));
    return matter;
}

static const struct refusal *answer(struct hall *hall, struct matter *matter,
                                    int64_t ordinal, bool agrees, const char *text) {
    return joint_answer(&hall->work, matter,
                        &(struct joint_opinion){ ordinal, agrees, text });
}

static struct joint_office office(struct hall *hall, const struct matter *matter,
                                  size_t place) {
    const struct joint_office *found;

    assert_true(joint_offices(&hall->work, matter->id, &found) > place);
    return found[place];
}

static void expect_states(struct hall *hall, const struct matter *matter,
                          const char *states) {
    const struct joint_office *found;
    const size_t count = joint_offices(&hall->work, matter->id, &found);
    char said[16] = "";

    assert_true(count < sizeof said);
    for (size_t i = 0; i < count; i++)
        said[i] = (char)('0' + (int)found[i].state);
    assert_string_equal(said, states);
}

static void expect_whole(struct hall *hall) {
    struct ledger_report report;

    ledger_verify(&hall->work, parts, &report);
    assert_true(report.broken_matter == 0);
}

/* All of the first three agree. */
static void all_agree(struct hall *hall, struct matter *matter) {
    as_office(hall, "D11");
    assert_null(answer(hall, matter, 1, true, ""));
    as_office(hall, "D13");
    assert_null(answer(hall, matter, 2, true, ""));
    as_office(hall, "D12");
    assert_null(answer(hall, matter, 3, true, ""));
}

static void parallel_offices_are_asked_at_once_and_the_next_behind_them(void **state) {
    struct hall *hall = open_joint(state, 3);
    struct matter matter = accepted(hall);

    expect_states(hall, &matter, "221");
    assert_int_equal(civil_day(office(hall, &matter, 0).due_ms), 20261126);
    assert_int_equal(civil_day(office(hall, &matter, 1).due_ms), 20261214); /* item's */
    assert_true(office(hall, &matter, 2).due_ms == 0);
    as_office(hall, "D13");
    assert_null(answer(hall, &matter, 2, true, ""));
    expect_states(hall, &matter, "231");
    hall->work.now_ms = civil_moment_ms(20261125, 10 * 60);
    as_office(hall, "D11");
    assert_null(answer(hall, &matter, 1, false, "占用永久基本农田"));
    expect_states(hall, &matter, "432");
    assert_int_equal(civil_day(office(hall, &matter, 2).due_ms), 20261127);
    expect_whole(hall);
    hall_close(hall);
}

static void a_decision_waits_for_all_and_says_who_is_missing(void **state) {
    struct hall *hall = open_joint(state, 3);
    struct matter matter = accepted(hall);
    const struct refusal *refusal;

    as_office(hall, "D13");
    assert_null(answer(hall, &matter, 2, true, ""));
    as_office(hall, "D08");
    refusal = act(hall, &matter, "grant", "");
    assert_non_null(refusal);
    assert_string_equal(refusal->name, "joint.missing");
    assert_string_equal(refusal->text, "还缺自然资源和规划所、村镇建设办公室的意见，意见"
                                       "齐了才能作决定。请催他们尽快回复。");
    refusal = act(hall, &matter, "deny", "不符合");
    assert_string_equal(refusal->name, "joint.missing");
    assert_int_equal(matter.state, FILING_ACCEPTED);
    as_office(hall, "D11");
    assert_null(answer(hall, &matter, 1, true, ""));
    as_office(hall, "D12");
    assert_null(answer(hall, &matter, 3, true, ""));
    as_office(hall, "D08");
    assert_null(act(hall, &matter, "grant", ""));
    expect_whole(hall);
    hall_close(hall);
}

static void who_grants_against_an_opinion_says_why(void **state) {
    struct hall *hall = open_joint(state, 2);
    struct matter matter = accepted(hall);

    as_office(hall, "D11");
    assert_ptr_equal(answer(hall, &matter, 1, false, ""), &joint_no_opinion);
    assert_null(answer(hall, &matter, 1, false, "四至不清"));
    as_office(hall, "D13");
    assert_null(answer(hall, &matter, 2, true, ""));
    as_office(hall, "D08");
    assert_ptr_equal(act(hall, &matter, "grant", ""), &joint_no_reason);
    assert_null(act(hall, &matter, "grant", "已补测四至，图纸见附件。"));
    assert_int_equal(matter.state, FILING_GRANTED);
    hall_close(hall);
}

static void an_office_answers_for_itself_once_and_does_nothing_else(void **state) {
    struct hall *hall = open_joint(state, 3);
    struct matter matter = accepted(hall);
    struct person person;

    as_office(hall, "D12");
    assert_ptr_equal(answer(hall, &matter, 1, true, ""), &matter_forbidden);
    assert_ptr_equal(answer(hall, &matter, 3, true, ""), &joint_not_asked);
    assert_ptr_equal(answer(hall, &matter, 9, true, ""), &joint_not_asked);
    act_as(hall, RIGHT_INTAKE, department(hall, "D11"));
    assert_ptr_equal(answer(hall, &matter, 1, true, ""), &matter_forbidden);
    as_office(hall, "D11");
    assert_ptr_equal(act(hall, &matter, "grant", ""), &matter_forbidden);
    assert_ptr_equal(act(hall, &matter, "begin", ""), &matter_forbidden);
    assert_ptr_equal(filing_reveal(&hall->work, &matter, &person), &matter_forbidden);
    assert_null(answer(hall, &matter, 1, true, "同意用地"));
    assert_ptr_equal(answer(hall, &matter, 1, false, "改了主意"), &joint_not_asked);
    hall_close(hall);
}

static void who_was_asked_finds_the_case_and_nobody_else(void **state) {
    struct hall *hall = open_joint(state, 3);
    const struct matter matter = accepted(hall);
    const struct matter_line *lines;
    struct matter found;

    as_office(hall, "D11");
    assert_null(joint_find(&hall->work, matter.number, &found));
    assert_true(found.id == matter.id);
    assert_ptr_equal(matter_find_mine(&hall->work, matter.number, &found),
                     &matter_unknown);
    assert_int_equal(
        joint_list(&hall->work, (struct matter_cursor){ 0 }, MATTER_LIST_MAX, &lines), 1);
    assert_string_equal(lines[0].number, matter.number);
    assert_true(lines[0].due_ms == office(hall, &matter, 0).due_ms);
    as_office(hall, "D12"); /* not its turn yet */
    assert_ptr_equal(joint_find(&hall->work, matter.number, &found), &matter_unknown);
    assert_int_equal(
        joint_list(&hall->work, (struct matter_cursor){ 0 }, MATTER_LIST_MAX, &lines), 0);
    act_as_resident(hall, matter.person_id + 1);
    assert_ptr_equal(joint_find(&hall->work, matter.number, &found), &matter_unknown);
    hall_close(hall);
}

static void who_is_away_is_stood_in_for(void **state) {
    struct hall *hall = open_joint(state, 3);
    const int64_t a =
        add_colleague(hall, "演示甲", RIGHT_REVIEW, department(hall, "D11"));
    const int64_t b =
        add_colleague(hall, "演示乙", RIGHT_REVIEW, department(hall, "D13"));
    struct matter matter = accepted(hall);
    const struct matter_line *lines;
    struct matter found;

    act_as_colleague(hall, b);
    assert_int_equal(joint_list(&hall->work, (struct matter_cursor){ 0 }, 10, &lines), 1);
    assert_ptr_equal(answer(hall, &matter, 1, true, ""), &matter_forbidden);
    away(hall, a, b);
    act_as_colleague(hall, b);
    /* His own office's and the other's, next due first. */
    assert_int_equal(joint_list(&hall->work, (struct matter_cursor){ 0 }, 10, &lines), 2);
    assert_true(lines[0].due_ms == office(hall, &matter, 0).due_ms);
    assert_null(joint_find(&hall->work, matter.number, &found));
    assert_null(answer(hall, &matter, 1, true, ""));
    assert_string_equal(office(hall, &matter, 0).answered_by, "演示乙（代演示甲）");
    assert_null(answer(hall, &matter, 2, true, ""));
    assert_string_equal(office(hall, &matter, 1).answered_by, "演示乙");
    expect_whole(hall);
    hall_close(hall);
}

static void an_inbox_goes_on_behind_its_last_row(void **state) {
    enum { MANY = 5 };
    struct hall *hall = open_joint(state, 1);
    struct matter_cursor after = { 0 };
    const struct matter_line *lines;
    int64_t last_ms = 0;
    int seen = 0;

    for (int i = 0; i < MANY; i++) {
        accepted(hall);
        hall->work.now_ms -= 24LL * 3600 * 1000;
    }
    hall->work.now_ms = monday_ms();
    as_office(hall, "D11");
    while (joint_list(&hall->work, after, 2, &lines) > 0) {
        assert_true(lines[0].due_ms >= last_ms);
        last_ms = lines[0].due_ms;
        after = (struct matter_cursor){ lines[0].due_ms, lines[0].id };
        seen++;
    }
    assert_int_equal(seen, MANY);
    hall_close(hall);
}

static void a_special_procedure_stops_the_offices_too(void **state) {
    struct hall *hall = open_joint(state, 3);
    struct matter matter = accepted(hall);
    const struct filing_act special = {
        .verb = "special", .note = "", .special = 8, .days = 10
    };

    as_office(hall, "D08");
    hall->work.now_ms = civil_moment_ms(20261124, 10 * 60);
    assert_null(filing_do(&hall->work, &matter, &special));
    assert_true(office(hall, &matter, 0).stopped_ms == hall->work.now_ms);
    assert_true(office(hall, &matter, 2).stopped_ms == 0);
    as_office(hall, "D11");
    assert_null(answer(hall, &matter, 1, true, ""));
    as_office(hall, "D13");
    assert_null(answer(hall, &matter, 2, true, ""));
    assert_true(office(hall, &matter, 2).stopped_ms > 0); /* asked meanwhile */
    hall->work.now_ms = civil_moment_ms(20261201, 10 * 60);
    as_office(hall, "D08");
    assert_null(act(hall, &matter, "special_end", ""));
    assert_true(office(hall, &matter, 2).stopped_ms == 0);
    /* Asked on 24 November, stopped at once: two working days behind 1 December. */
    assert_int_equal(civil_day(office(hall, &matter, 2).due_ms), 20261203);
    expect_whole(hall);
    hall_close(hall);
}

static void what_is_withdrawn_leaves_the_inboxes(void **state) {
    struct hall *hall = open_joint(state, 3);
    struct matter matter = accepted(hall);
    const struct matter_line *lines;

    act_as_resident(hall, matter.person_id);
    assert_null(act(hall, &matter, "withdraw", ""));
    expect_states(hall, &matter, "555");
    as_office(hall, "D11");
    assert_int_equal(joint_list(&hall->work, (struct matter_cursor){ 0 }, 10, &lines), 0);
    assert_ptr_equal(answer(hall, &matter, 1, true, ""), &joint_not_asked);
    expect_whole(hall);
    hall_close(hall);
}

static void it_takes_45_days_at_most_and_15_more(void **state) {
    struct hall *hall = open_joint(state, 1);
    struct filing_act extend = { .verb = "extend", .note = "镇长批准", .days = 16 };
    struct matter_clock_set clocks;
    struct matter matter;

    publish_joint(hall, 1, (struct item_limit){ 50, 1 });
    matter = accepted(hall);
    matter_running_clocks(&hall->work, matter.id, &clocks);
    assert_int_equal(clocks.clock[FLOW_CLOCK_DECIDE].span.count, JOINT_DAYS_MAX);
    as_office(hall, "D08");
    assert_null(act(hall, &matter, "ask_extension", "案情复杂"));
    act_as(hall, RIGHT_APPROVE, department(hall, "D08"));
    assert_ptr_equal(filing_do(&hall->work, &matter, &extend), &joint_too_long);
    extend.days = 15;
    assert_ptr_equal(filing_do(&hall->work, &matter, &extend), &filing_no_approver);
    extend.approver = "王某某 镇长";
    assert_null(filing_do(&hall->work, &matter, &extend));
    hall_close(hall);
}

static void an_office_outside_answers_on_paper(void **state) {
    struct hall *hall = open_joint(state, 4);
    struct matter matter = accepted(hall);

    all_agree(hall, &matter);
    expect_states(hall, &matter, "3332");
    assert_true(office(hall, &matter, 3).department_id == 0);
    assert_int_equal(office(hall, &matter, 3).days, JOINT_DAYS_MAX);
    assert_ptr_equal(answer(hall, &matter, 4, true, ""), &matter_forbidden);
    as_office(hall, "D08"); /* whose department decides enters it */
    assert_null(answer(hall, &matter, 4, true, "回函〔2026〕3号"));
    assert_null(act(hall, &matter, "grant", ""));
    hall_close(hall);
}

static void neither_on_the_spot_nor_on_a_promise_is_anybody_asked(void **state) {
    struct hall *hall = open_joint(state, 2);
    struct item_version version = plain_version(item_code, "农村宅基地审批");
    struct matter matter;

    act_as(hall, RIGHT_INTAKE, department(hall, "D12"));
    matter = file(hall, FILING_AT_WINDOW);
    assert_null(act(hall, &matter, "accept_promise", ""));
    expect_states(hall, &matter, "");
    version.kind = 1;
    version.offices = offices;
    version.office_count = 2;
    publish_version(hall, &version);
    matter = file(hall, FILING_AT_WINDOW);
    assert_ptr_equal(act(hall, &matter, "settle", ""), &joint_on_the_spot);
    hall_close(hall);
}

static void the_asker_reads_offices_and_no_names_nor_opinions(void **state) {
    struct hall *hall = open_joint(state, 3);
    struct matter matter = accepted(hall);
    struct matter_track track;

    as_office(hall, "D11");
    assert_null(answer(hall, &matter, 1, false, "四至不清"));
    matter_track(&hall->work, &matter, LANGUAGE_CHINESE, &track);
    assert_int_equal(track.part_count, 3);
    assert_string_equal(track.parts[0].title, "自然资源和规划所");
    assert_string_equal(track.parts[0].state, "answered");
    assert_string_equal(track.parts[0].answer, "");
    assert_string_equal(track.parts[1].state, "asked");
    assert_true(track.parts[1].due_ms > 0);
    assert_int_equal(track.parts[2].place, 2);
    for (size_t i = 0; i < track.event_count; i++)
        assert_null(strstr(track.events[i].note, "四至"));
    hall_close(hall);
}

static void opinions_are_covered_by_their_events(void **state) {
    static const char *const tampers[] = {
        "UPDATE joint_office SET state = 3",
        "UPDATE joint_office SET opinion = '同意'",
        "UPDATE joint_office SET answered_by = '演示乙' WHERE ordinal = 1",
        "UPDATE joint_office SET department = '别的科室'",
        "DELETE FROM joint_office WHERE ordinal = 2",
    };
    struct hall *hall = open_joint(state, 2);
    struct matter matter = accepted(hall);
    struct ledger_report report;

    as_office(hall, "D11");
    assert_null(answer(hall, &matter, 1, false, "四至不清"));
    hall_end(hall, 1);
    for (size_t i = 0; i < sizeof tampers / sizeof *tampers; i++) {
        hall_begin(hall);
        db_script(&hall->work, tampers[i]);
        ledger_verify(&hall->work, parts, &report);
        assert_true(report.broken_matter == matter.id);
        assert_string_equal(report.broken_part, "joint");
        hall_end(hall, 0);
    }
    hall_begin(hall);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(parallel_offices_are_asked_at_once_and_the_next_behind_them),
        BOTH(a_decision_waits_for_all_and_says_who_is_missing),
        BOTH(who_grants_against_an_opinion_says_why),
        BOTH(an_office_answers_for_itself_once_and_does_nothing_else),
        BOTH(who_was_asked_finds_the_case_and_nobody_else),
        BOTH(who_is_away_is_stood_in_for),
        BOTH(an_inbox_goes_on_behind_its_last_row),
        BOTH(a_special_procedure_stops_the_offices_too),
        BOTH(what_is_withdrawn_leaves_the_inboxes),
        BOTH(it_takes_45_days_at_most_and_15_more),
        BOTH(an_office_outside_answers_on_paper),
        BOTH(neither_on_the_spot_nor_on_a_promise_is_anybody_asked),
        BOTH(the_asker_reads_offices_and_no_names_nor_opinions),
        BOTH(opinions_are_covered_by_their_events),
    };

    return RUN_ON_BOTH(tests);
}
