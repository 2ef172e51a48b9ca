#include "bundle.h"

#include "filing_test.h"

#include "bundle_import.h"
#include "filing_checklist.h"
#include "filing_cover.h"
#include "letter.h"
#include "matter_list.h"
#include "matter_run_out.h"
#include "message.h"
#include "paper_list.h"
#include "place.h"

const struct flow *const matter_flows[] = { &filing_flow, &bundle_flow, NULL };

static const struct ledger_part_kind *const parts[] = { &filing_part, &bundle_part,
                                                        NULL };

static const char row[] =
    "{\"code\":\"KD\",\"name\":\"开店一件事\",\"event\":\"E22\",\"department\":\"D21\","
    "\"items\":[{\"code\":\"A1\"},{\"code\":\"A2\",\"after\":[\"A1\"]},"
    "{\"code\":\"A3\"},{\"code\":\"A4\",\"after\":[\"A2\"]}],"
    "\"fields\":[{\"name\":\"shop\",\"label\":\"店名\",\"kind\":\"text\","
    "\"required\":true}],"
    "\"same\":[[\"身份证\",\"经营者身份证\"]]}";

#define PAPER(called, needed)                                                            \
    {                                                                                    \
        .situation = "", .name = called, .source_note = "", .size = "", .standard = "",  \
        .note = "", .blank_form = "", .sample = "", .necessity = needed                  \
    }

static const struct item_paper first[] = { PAPER("身份证", 1), PAPER("租房合同", 2) };
static const struct item_paper second[] = { PAPER("经营者身份证", 1),
                                            PAPER("租房合同", 1) };

static void publish_item(struct hall *hall, const char *code, int64_t days,
                         const struct item_paper *papers, size_t count) {
    struct item_version version = plain_version(code, code);

    version.department = "市场监督管理所";
    version.kind = 2;
    version.promised = (struct item_limit){ days, 1 };
    version.papers = papers;
    version.paper_count = count;
    publish_version(hall, &version);
}

static void keep_department(struct hall *hall, const char *code, const char *name) {
    place_keep_department(&hall->work,
                          &(struct place_department){
                              .code = code, .name = name, .phone = "", .duty = "" });
}

static int64_t department(struct hall *hall, const char *code) {
    return place_department_coded(place_book(&hall->work), code)->id;
}

static struct hall *open_with_bundle(void **state) {
    struct hall *hall = hall_open(state);
    enum bundle_outcome outcome;

    hall->work.now_ms = monday_ms();
    keep_department(hall, "D15", "市场监督管理所");
    keep_department(hall, "D21", "综合代办服务站");
    publish_item(hall, "A1", 3, first, 2);
    publish_item(hall, "A2", 5, second, 2);
    publish_item(hall, "A3", 10, NULL, 0);
    publish_item(hall, "A4", 1, NULL, 0);
    assert_null(bundle_publish(&hall->work, row, strlen(row), &outcome));
    assert_int_equal(outcome, BUNDLE_NEW);
    return hall;
}

static void as_clerk(struct hall *hall) {
    act_as(hall, RIGHT_INTAKE, department(hall, "D21"));
}

static void as_reviewer(struct hall *hall) {
    act_as(hall, RIGHT_REVIEW, department(hall, "D15"));
}

static struct matter submit(struct hall *hall) {
    struct matter matter;

    as_clerk(hall);
    assert_null(bundle_submit(&hall->work,
                              &(struct bundle_new){ .code = "KD",
                                                    .asker = asker,
                                                    .answers = "店名：好味道",
                                                    .channel = FILING_AT_WINDOW },
                              &matter));
    assert_int_equal(matter.state, BUNDLE_RECEIVED);
    return matter;
}

static struct matter accepted(struct hall *hall) {
    struct matter matter = submit(hall);

    assert_null(bundle_do(&hall->work, &matter, "accept", ""));
    return matter;
}

static struct matter again(struct hall *hall, const struct matter *was) {
    struct matter matter;

    assert_null(matter_find(&hall->work, was->number, &matter));
    return matter;
}

/* The children as letters: w waits, b begun, x impossible, l left. */
static void expect_children(struct hall *hall, const struct matter *matter,
                            const char *states) {
    const struct bundle_child *children;
    const size_t count = bundle_children(&hall->work, matter->id, &children);
    char said[BUNDLE_ITEMS_MAX + 1] = "";

    for (size_t i = 0; i < count; i++)
        said[i] = " wbxl"[children[i].state];
    assert_string_equal(said, states);
}

static struct matter child(struct hall *hall, const struct matter *matter, size_t place) {
    const struct bundle_child *children;

    assert_true(bundle_children(&hall->work, matter->id, &children) > place);
    assert_int_equal(children[place].state, BUNDLE_BEGUN);
    return children[place].matter;
}

static void decide(struct hall *hall, const struct matter *matter, size_t place,
                   const char *verb) {
    struct matter one = child(hall, matter, place);

    as_reviewer(hall);
    assert_null(act(hall, &one, verb, strcmp(verb, "deny") == 0 ? "不符合" : ""));
}

static void deliver(struct hall *hall, const struct matter *matter, size_t place) {
    struct matter one = child(hall, matter, place);

    as_clerk(hall);
    assert_null(act(hall, &one, "finish", ""));
}

static void expect_whole(struct hall *hall) {
    struct ledger_report report;

    ledger_verify(&hall->work, parts, &report);
    assert_true(report.broken_matter == 0);
}

static void each_paper_stands_once_under_one_name(void **state) {
    struct hall *hall = open_with_bundle(state);
    struct bundle bundle;

    assert_null(bundle_find(&hall->work, "KD", &bundle));
    assert_int_equal(bundle.papers.paper_count, 2);
    assert_string_equal(bundle.papers.papers[0].name, "身份证");
    assert_true(bundle.needed_by[0] == 3);
    assert_string_equal(bundle.papers.papers[1].name, "租房合同");
    assert_int_equal(bundle.papers.papers[1].necessity, 1); /* one of them needs it */
    assert_int_equal(bundle.days, 10);
    assert_ptr_equal(bundle_find(&hall->work, "XX", &bundle), &bundle_unknown);
    hall_close(hall);
}

static void what_waits_for_none_begins_at_acceptance(void **state) {
    struct hall *hall = open_with_bundle(state);
    const struct matter matter = accepted(hall);
    const struct matter one = child(hall, &matter, 0);
    const struct matter other = child(hall, &matter, 2);
    struct filing filing;

    expect_children(hall, &matter, "bwbw");
    assert_int_equal(one.state, FILING_ACCEPTED);
    assert_true(one.accepted_ms == other.accepted_ms);
    assert_int_equal(civil_day(one.due_ms), 20261126);
    assert_int_equal(civil_day(matter.due_ms), 20261207); /* all of it */
    assert_true(one.parent_id == matter.id);
    assert_true(one.person_id == matter.person_id);
    filing_read(&hall->work, &one, &filing);
    assert_string_equal(filing.statement, "店名：好味道");
    expect_whole(hall);
    hall_close(hall);
}

static void the_next_begins_when_the_one_before_is_granted(void **state) {
    struct hall *hall = open_with_bundle(state);
    const struct matter matter = accepted(hall);

    hall->work.now_ms = civil_moment_ms(20261124, 10 * 60);
    decide(hall, &matter, 0, "grant");
    expect_children(hall, &matter, "bbbw");
    assert_int_equal(child(hall, &matter, 1).state, FILING_ACCEPTED);
    assert_int_equal(civil_day(child(hall, &matter, 1).due_ms), 20261201);
    assert_int_equal(hall->work.actor.rights, RIGHT_REVIEW); /* as he was */
    decide(hall, &matter, 1, "grant");
    expect_children(hall, &matter, "bbbb");
    expect_whole(hall);
    hall_close(hall);
}

static void who_is_denied_stops_those_behind_and_no_others(void **state) {
    struct hall *hall = open_with_bundle(state);
    const struct matter matter = accepted(hall);

    decide(hall, &matter, 0, "deny");
    expect_children(hall, &matter, "bxbx");
    assert_int_equal(again(hall, &matter).state, BUNDLE_UNDER_WAY);
    decide(hall, &matter, 2, "grant");
    deliver(hall, &matter, 0);
    deliver(hall, &matter, 2);
    assert_int_equal(again(hall, &matter).state, BUNDLE_DONE);
    assert_string_equal(again(hall, &matter).answer, "1 项办成，3 项没有办成。");
    expect_whole(hall);
    hall_close(hall);
}

static void it_is_done_when_all_are(void **state) {
    struct hall *hall = open_with_bundle(state);
    const struct matter matter = accepted(hall);

    for (size_t i = 0; i < 4; i++) {
        decide(hall, &matter, i, "grant");
        assert_int_equal(again(hall, &matter).state, BUNDLE_UNDER_WAY);
        deliver(hall, &matter, i);
    }
    assert_int_equal(again(hall, &matter).state, BUNDLE_DONE);
    assert_string_equal(again(hall, &matter).answer, "4 项全部办成。");
    assert_true(again(hall, &matter).due_ms == 0);
    expect_whole(hall);
    hall_close(hall);
}

static void to_withdraw_withdraws_all_that_may_be(void **state) {
    struct hall *hall = open_with_bundle(state);
    struct matter matter = accepted(hall);

    decide(hall, &matter, 2, "grant");
    matter = again(hall, &matter);
    act_as_resident(hall, matter.person_id);
    assert_null(matter_act(&hall->work, &matter, "withdraw", ""));
    assert_int_equal(matter.state, BUNDLE_WITHDRAWN);
    expect_children(hall, &matter, "blbl");
    assert_int_equal(child(hall, &matter, 0).state, FILING_TAKEN_BACK);
    assert_int_equal(child(hall, &matter, 2).state, FILING_GRANTED); /* decided */
    deliver(hall, &matter, 2);
    assert_int_equal(again(hall, &matter).state, BUNDLE_WITHDRAWN);
    expect_whole(hall);
    hall_close(hall);
}

static void the_asker_has_one_number_and_sees_all_of_it(void **state) {
    struct hall *hall = open_with_bundle(state);
    const struct matter matter = accepted(hall);
    const struct matter_line *lines;
    struct matter_track track;

    act_as_resident(hall, matter.person_id);
    assert_int_equal(matter_list_mine(&hall->work, INT64_MAX, 10, &lines), 1);
    assert_string_equal(lines[0].number, matter.number);
    matter_track(&hall->work, &matter, LANGUAGE_CHINESE, &track);
    assert_int_equal(track.part_count, 4);
    assert_string_equal(track.parts[0].state, "accepted");
    assert_string_equal(track.parts[0].holder, "市场监督管理所");
    assert_int_equal(track.parts[0].place, 1);
    assert_string_equal(track.parts[3].state, "waiting");
    assert_int_equal(track.parts[3].place, 3);
    hall_close(hall);
}

/* A file that was given, without its content. */
static void hand_over(struct hall *hall, const struct matter *matter,
                      const char *wanted) {
    const struct paper_ready ready = { .kind = PAPER_PDF,
                                       .name = "a.pdf",
                                       .size_bytes = 3,
                                       .wanted = wanted,
                                       .source = PAPER_UPLOADED };
    int64_t id;

    as_clerk(hall);
    assert_null(paper_keep(&hall->work, (struct paper_place){ .matter_id = matter->id },
                           &ready, &id));
}

static void an_office_sees_the_papers_that_its_item_asks_for(void **state) {
    struct hall *hall = open_with_bundle(state);
    const struct matter matter = accepted(hall);
    const struct paper *all, *papers;

    hand_over(hall, &matter, "身份证");
    decide(hall, &matter, 0, "grant");

    const struct matter second_child = child(hall, &matter, 1);
    const struct matter third_child = child(hall, &matter, 2);

    assert_int_equal(paper_of_matter(&hall->work, matter.id, &all), 1);
    assert_int_equal(filing_papers_of(&hall->work, &second_child, &papers), 1);
    assert_true(papers[0].id == all[0].id); /* the same file */
    assert_string_equal(papers[0].wanted, "经营者身份证");
    assert_true(filing_has_paper(&hall->work, &second_child, all[0].id));
    assert_int_equal(filing_papers_of(&hall->work, &third_child, &papers), 0);
    assert_false(filing_has_paper(&hall->work, &third_child, all[0].id));
    hall_close(hall);
}

static void whose_department_has_a_child_sees_the_bundle(void **state) {
    struct hall *hall = open_with_bundle(state);
    const struct matter received = submit(hall);
    struct matter matter = received;
    struct matter found;

    as_reviewer(hall);
    assert_ptr_equal(bundle_find_case(&hall->work, matter.number, &found),
                     &matter_unknown);
    as_clerk(hall);
    assert_null(bundle_do(&hall->work, &matter, "accept", ""));
    as_reviewer(hall);
    assert_null(bundle_find_case(&hall->work, matter.number, &found));
    assert_ptr_equal(bundle_do(&hall->work, &found, "withdraw_for", "不办"),
                     &matter_forbidden);
    act_as_resident(hall, matter.person_id + 1);
    assert_ptr_equal(bundle_find_case(&hall->work, matter.number, &found),
                     &matter_unknown);
    hall_close(hall);
}

static void a_suspended_item_closes_the_bundle(void **state) {
    struct hall *hall = open_with_bundle(state);
    struct bundle bundle;
    struct matter matter = submit(hall);

    assert_null(adjust(hall, "A3", "suspend"));
    assert_null(bundle_find(&hall->work, "KD", &bundle));
    assert_ptr_equal(bundle_closed(&hall->work, &bundle, FILING_AT_WINDOW),
                     &item_suspended);
    as_clerk(hall);
    assert_ptr_equal(bundle_do(&hall->work, &matter, "accept", ""), &item_suspended);
    hall_end(hall, 0);
    hall_begin(hall);
    hall_close(hall);
}

static void what_is_suspended_meanwhile_waits_and_undoes_nothing(void **state) {
    struct hall *hall = open_with_bundle(state);
    struct matter matter = accepted(hall);

    assert_null(adjust(hall, "A2", "suspend"));
    decide(hall, &matter, 0, "grant");
    assert_int_equal(child(hall, &matter, 0).state, FILING_GRANTED);
    expect_children(hall, &matter, "bwbw");
    assert_null(adjust(hall, "A2", "resume"));
    as_clerk(hall);
    matter = again(hall, &matter);
    assert_null(bundle_do(&hall->work, &matter, "go_on", ""));
    expect_children(hall, &matter, "bbbw");
    expect_whole(hall);
    hall_close(hall);
}

/* The kinds of the letters of a matter, and what its asker was told, in order. */
static void expect_told(struct hall *hall, const struct matter *matter, const char *kinds,
                        const char *events) {
    struct text said = { .arena = hall->work.arena };
    struct text told = { .arena = hall->work.arena };
    const struct letter *letters;
    const struct message *messages;
    const size_t letter_count = letters_of(&hall->work, matter, &letters);
    const size_t message_count = message_of_matter(&hall->work, matter, &messages);

    for (size_t i = 0; i < letter_count; i++)
        text_addf(&said, "%s%s", i ? " " : "", letters[i].kind->name);
    for (size_t i = 0; i < message_count; i++)
        text_addf(&told, "%s%s", i ? " " : "", messages[i].event->name);
    assert_string_equal(text_string(&said), kinds);
    assert_string_equal(text_string(&told), events);
}

static void each_step_has_its_letter_and_message(void **state) {
    struct hall *hall = open_with_bundle(state);
    const struct matter matter = accepted(hall);
    const struct matter first_child = child(hall, &matter, 0);

    expect_told(hall, &matter, "received acceptance", "received accepted");
    /* The child's acceptance has its own letter, and its asker was told by the whole. */
    expect_told(hall, &first_child, "acceptance", "");
    decide(hall, &matter, 0, "grant");
    /* What begins later is told by itself. */
    const struct matter second_child = child(hall, &matter, 1);
    expect_told(hall, &second_child, "acceptance", "accepted");
    decide(hall, &matter, 1, "deny");
    decide(hall, &matter, 2, "grant");
    for (size_t i = 0; i < 3; i++)
        deliver(hall, &matter, i);
    expect_told(hall, &matter, "received acceptance done", "received accepted done");
    expect_whole(hall);
    hall_close(hall);
}

static void who_is_not_told_in_time_is_accepted(void **state) {
    struct hall *hall = open_with_bundle(state);
    const struct matter matter = submit(hall);

    act_as(hall, RIGHT_SYSTEM, 0);
    hall->work.now_ms = matter.due_ms;
    assert_int_equal(matter_run_out(&hall->work), 0);
    hall->work.now_ms = matter.due_ms + 1;
    assert_int_equal(matter_run_out(&hall->work), 1);
    assert_int_equal(matter_run_out(&hall->work), 0);
    assert_int_equal(again(hall, &matter).state, BUNDLE_UNDER_WAY);
    expect_children(hall, &matter, "bwbw");
    expect_told(hall, &matter, "received acceptance", "received accepted");
    /* From the day of receipt on. */
    assert_int_equal(civil_day(again(hall, &matter).due_ms), 20261207);
    expect_whole(hall);
    hall_close(hall);
}

static void what_is_suspended_waits_when_the_clock_accepts(void **state) {
    struct hall *hall = open_with_bundle(state);
    const struct matter matter = submit(hall);

    assert_null(adjust(hall, "A3", "suspend"));
    act_as(hall, RIGHT_SYSTEM, 0);
    hall->work.now_ms = matter.due_ms + 1;
    assert_int_equal(matter_run_out(&hall->work), 1);
    assert_int_equal(again(hall, &matter).state, BUNDLE_UNDER_WAY);
    expect_children(hall, &matter, "wwww");
    expect_whole(hall);
    hall_close(hall);
}

static void late_papers_let_it_lapse(void **state) {
    struct hall *hall = open_with_bundle(state);
    struct matter matter = submit(hall);

    assert_ptr_equal(bundle_do(&hall->work, &matter, "supplement", ""),
                     &matter_no_reason);
    assert_null(bundle_do(&hall->work, &matter, "supplement", "1. 身份证：没有交"));
    assert_int_equal(civil_day(matter.due_ms), 20261214); /* 15 working days */
    expect_told(hall, &matter, "received supplement", "received supplement");
    assert_null(flow_step(&bundle_flow, matter.state, matter.facts, "refuse"));
    act_as(hall, RIGHT_SYSTEM, 0);
    hall->work.now_ms = matter.due_ms + 1;
    assert_int_equal(matter_run_out(&hall->work), 1);
    assert_int_equal(again(hall, &matter).state, BUNDLE_LAPSED);
    expect_told(hall, &matter, "received supplement lapsed",
                "received supplement lapsed");
    expect_children(hall, &matter, "wwww");
    hall_close(hall);
}

static void what_was_supplied_is_received_in_writing(void **state) {
    struct hall *hall = open_with_bundle(state);
    struct matter matter = submit(hall);

    hand_over(hall, &matter, "身份证");
    assert_null(bundle_do(&hall->work, &matter, "supplement", "租房合同：没有交"));
    hand_over(hall, &matter, "租房合同");
    act_as_resident(hall, matter.person_id);
    assert_null(matter_act(&hall->work, &matter, "supply", ""));
    assert_int_equal(matter.state, BUNDLE_RECEIVED);
    expect_told(hall, &matter, "received supplement receipt", "received supplement");
    as_clerk(hall);
    assert_null(bundle_do(&hall->work, &matter, "refuse", "不属于本镇管理"));
    expect_told(hall, &matter, "received supplement receipt refusal",
                "received supplement refused");
    hall_close(hall);
}

static void a_bad_row_is_told_and_nothing_is_stored(void **state) {
    static const struct {
        const char *row, *why;
    } bad[] = {
        { "{", "JSON" },
        { "{\"code\":\"x\",\"name\":\"n\",\"event\":\"E22\"}", "code" },
        { "{\"code\":\"X\",\"name\":\"n\",\"event\":\"E99\"}", "event" },
        { "{\"code\":\"X\",\"name\":\"n\",\"event\":\"E22\",\"items\":[{\"code\":\"A1\"}]"
          "}",
          "items" },
        { "{\"code\":\"X\",\"name\":\"n\",\"event\":\"E22\",\"items\":[{\"code\":\"A1\","
          "\"after\":[\"A2\"]},{\"code\":\"A2\",\"after\":[\"A1\"]}]}",
          "圈" },
        { "{\"code\":\"X\",\"name\":\"n\",\"event\":\"E22\",\"department\":\"D21\","
          "\"items\":[{\"code\":\"A1\"},{\"code\":\"A9\"}]}",
          "A9" },
        { "{\"code\":\"X\",\"name\":\"n\",\"event\":\"E22\",\"department\":\"D99\","
          "\"items\":[{\"code\":\"A1\"},{\"code\":\"A2\"}]}",
          "D99" },
        { "{\"code\":\"X\",\"name\":\"n\",\"event\":\"E22\",\"department\":\"D21\","
          "\"items\":[{\"code\":\"A1\"},{\"code\":\"A2\"}],"
          "\"same\":[[\"护照\",\"签证\"]]}",
          "护照" },
        { "{\"code\":\"X\",\"name\":\"n\",\"event\":\"E22\",\"items\":[{\"code\":\"A1\"},"
          "{\"code\":\"A2\"}],\"fields\":[{\"name\":\"phone\",\"label\":\"电话\","
          "\"kind\":\"text\"}]}",
          "name" },
    };
    struct hall *hall = open_with_bundle(state);
    struct bundle bundle;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *const text =
            arena_format(hall->work.arena, "%s\n%s\n", row, bad[i].row);
        struct bundle_import import = { .arena = hall->work.arena,
                                        .bytes = text,
                                        .size = strlen(text) };

        assert_ptr_equal(bundle_import_store(&hall->work, &import),
                         &bundle_import_refused);
        assert_int_equal(import.fault_count, 1);
        assert_int_equal(import.fault[0].line, 2);
        if (!strstr(import.fault[0].why, bad[i].why))
            fail_msg("%s: %s", bad[i].why, import.fault[0].why);
    }
    assert_ptr_equal(bundle_find(&hall->work, "X", &bundle), &bundle_unknown);
    hall_close(hall);
}

static void a_file_again_changes_only_what_differs(void **state) {
    struct hall *hall = open_with_bundle(state);
    struct bundle bundle;
    enum bundle_outcome outcome;

    assert_null(bundle_publish(&hall->work, row, strlen(row), &outcome));
    assert_int_equal(outcome, BUNDLE_UNCHANGED);
    publish_item(hall, "A3", 10, first, 2); /* its papers are the bundle's */
    assert_null(bundle_publish(&hall->work, row, strlen(row), &outcome));
    assert_int_equal(outcome, BUNDLE_UNCHANGED);
    publish_item(hall, "A3", 10, (const struct item_paper[]){ PAPER("照片", 1) }, 1);
    assert_null(bundle_publish(&hall->work, row, strlen(row), &outcome));
    assert_int_equal(outcome, BUNDLE_CHANGED);
    assert_null(bundle_find(&hall->work, "KD", &bundle));
    assert_int_equal(bundle.version, 2);
    assert_int_equal(bundle.papers.paper_count, 3);
    hall_close(hall);
}

static void children_are_covered_by_the_ledger(void **state) {
    static const char *const tampers[] = {
        "UPDATE bundle_child SET state = 4 WHERE ordinal = 2",
        "UPDATE bundle_child SET behind = 0",
        "DELETE FROM bundle_child WHERE ordinal = 4",
    };
    struct hall *hall = open_with_bundle(state);
    const struct matter matter = accepted(hall);
    struct ledger_report report;

    hall_end(hall, 1);
    for (size_t i = 0; i < sizeof tampers / sizeof *tampers; i++) {
        hall_begin(hall);
        db_script(&hall->work, tampers[i]);
        ledger_verify(&hall->work, parts, &report);
        assert_true(report.broken_matter == matter.id);
        assert_string_equal(report.broken_part, "bundle");
        hall_end(hall, 0);
    }
    hall_begin(hall);
    db_script(&hall->work, "UPDATE matter SET parent_id = 0");
    ledger_verify(&hall->work, parts, &report);
    assert_true(report.broken_matter != 0);
    hall_end(hall, 0);
    hall_begin(hall);
    hall_close(hall);
}

static void the_flow_makes_sense(void **state) {
    (void)state;
    flow_check(&bundle_flow);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(the_flow_makes_sense),
        BOTH(each_paper_stands_once_under_one_name),
        BOTH(what_waits_for_none_begins_at_acceptance),
        BOTH(the_next_begins_when_the_one_before_is_granted),
        BOTH(who_is_denied_stops_those_behind_and_no_others),
        BOTH(it_is_done_when_all_are),
        BOTH(to_withdraw_withdraws_all_that_may_be),
        BOTH(the_asker_has_one_number_and_sees_all_of_it),
        BOTH(an_office_sees_the_papers_that_its_item_asks_for),
        BOTH(whose_department_has_a_child_sees_the_bundle),
        BOTH(a_suspended_item_closes_the_bundle),
        BOTH(what_is_suspended_meanwhile_waits_and_undoes_nothing),
        BOTH(each_step_has_its_letter_and_message),
        BOTH(who_is_not_told_in_time_is_accepted),
        BOTH(what_is_suspended_waits_when_the_clock_accepts),
        BOTH(late_papers_let_it_lapse),
        BOTH(what_was_supplied_is_received_in_writing),
        BOTH(a_bad_row_is_told_and_nothing_is_stored),
        BOTH(a_file_again_changes_only_what_differs),
        BOTH(children_are_covered_by_the_ledger),
    };

    return RUN_ON_BOTH(tests);
}
