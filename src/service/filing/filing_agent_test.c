/* Who acts for whom in a case: agents of the asker, owners, and deputies. */
#include "filing_agent.h"

#include "filing_test.h"

#include "account.h"
#include "filing_cover.h"
#include "filing_draft.h"
#include "mandate_use.h"
#include "mandate_words.h"
#include "matter_agent.h"
#include "matter_hand.h"
#include "matter_track.h"
#include "matter_who.h"
#include "message.h"
#include "place.h"

const struct flow *const matter_flows[] = { &filing_flow, NULL };

static const struct ledger_part_kind *const parts[] = {
    &filing_part, &mandate_part, &matter_agent_part, &matter_hand_part, NULL,
};

static const struct person mother = {
    .kind = PERSON_NATURAL,
    .name = "林𠮷祥",
    .id_number = "330109190001010024",
    .phone = "13800000002",
};

/* The son is the asker of filing_test.h; each has an account. */
static void act_as_person(struct hall *hall, const struct person *person, int64_t id) {
    int64_t person_id = 0;

    assert_null(person_keep(&hall->work, person, &person_id));
    hall->work.actor = (struct actor){
        .id = id, .rights = RIGHT_RESIDENT, .person_id = person_id, .name = ""
    };
}

static void act_as_mother(struct hall *hall) {
    act_as_person(hall, &mother, 201);
}

static void act_as_son(struct hall *hall) {
    act_as_person(hall, &asker, 202);
}

static struct mandate_new to_son(void) {
    return (struct mandate_new){ .basis = MANDATE_FAMILY,
                                 .agent = { PERSON_NATURAL, asker.name, asker.id_number },
                                 .relation = "child",
                                 .scope = MANDATE_ALL,
                                 .words = "",
                                 .from_day = 20261123,
                                 .end_day = 20271122 };
}

static int64_t give(struct hall *hall) {
    struct mandate_new given = to_son();
    int64_t id = 0;

    act_as_mother(hall);
    assert_null(agency_give(&hall->work, &given, &id));
    return id;
}

static const struct refusal *file_by(struct hall *hall, int64_t mandate_id,
                                     struct matter *matter) {
    return filing_submit(&hall->work,
                         &(struct filing_new){ .item_code = item_code,
                                               .asker = { .phone = "13800000001" },
                                               .statement = "替母亲办",
                                               .channel = FILING_ONLINE,
                                               .mandate_id = mandate_id },
                         matter);
}

static void a_son_files_and_the_case_is_his_mothers(void **state) {
    struct hall *hall = open_with_item(state);
    const int64_t id = give(hall);
    const int64_t person_id = hall->work.actor.person_id;
    const struct matter_line *lines;
    struct matter_track track;
    struct matter matter, found;

    act_as_son(hall);
    assert_null(file_by(hall, id, &matter));
    assert_true(matter.person_id == person_id);
    assert_null(matter_find_mine(&hall->work, matter.number, &found));
    assert_int_equal(matter_list_acting(&hall->work, INT64_MAX, 10, &lines), 1);
    assert_string_equal(lines[0].asker, "林**");
    assert_int_equal(matter_list_mine(&hall->work, INT64_MAX, 10, &lines), 0);
    act_as_mother(hall);
    assert_null(matter_find_mine(&hall->work, matter.number, &found));
    assert_int_equal(matter_list_mine(&hall->work, INT64_MAX, 10, &lines), 1);
    matter_track(&hall->work, &found, LANGUAGE_CHINESE, &track);
    assert_string_equal(track.agent, "演**");
    act_as_resident(hall, 5);
    assert_ptr_equal(matter_find_mine(&hall->work, matter.number, &found),
                     &matter_unknown);
    hall_close(hall);
}

/* Both hear what becomes of it, as long as the mandate holds. */
static void what_the_asker_is_told_his_agent_is_told(void **state) {
    struct hall *hall = open_with_item(state);
    const int64_t id = give(hall);
    const struct message *messages;
    struct matter matter;
    size_t told;

    act_as_son(hall);
    assert_null(file_by(hall, id, &matter));
    told = message_list(&hall->work, INT64_MAX, 10, &messages);
    message_send(&hall->work, &matter, "accepted", NULL, 0);
    assert_int_equal(message_list(&hall->work, INT64_MAX, 10, &messages), told + 1);
    act_as_mother(hall);
    assert_true(message_list(&hall->work, INT64_MAX, 10, &messages) > 0);
    assert_null(agency_do(&hall->work, id, "revoke", ""));
    message_send(&hall->work, &matter, "accepted", NULL, 0);
    act_as_son(hall);
    assert_int_equal(message_list(&hall->work, INT64_MAX, 10, &messages), told + 1);
    hall_close(hall);
}

/* An agent acts as long as his mandate holds, and not a day longer. */
static void what_is_taken_back_ends_seeing_and_acting(void **state) {
    struct hall *hall = open_with_item(state);
    const int64_t id = give(hall);
    const struct matter_line *lines;
    struct matter matter, found;

    act_as_son(hall);
    assert_null(file_by(hall, id, &matter));
    act_as_mother(hall);
    assert_null(agency_do(&hall->work, id, "revoke", ""));
    act_as_son(hall);
    assert_ptr_equal(matter_find_mine(&hall->work, matter.number, &found),
                     &matter_unknown);
    assert_int_equal(matter_list_acting(&hall->work, INT64_MAX, 10, &lines), 0);
    assert_ptr_equal(act(hall, &matter, "withdraw", ""), &matter_forbidden);
    assert_ptr_equal(file_by(hall, id, &found), &mandate_over);
    act_as_mother(hall);
    assert_null(act(hall, &matter, "withdraw", ""));
    hall_close(hall);
}

static void an_agent_withdraws_for_his_principal(void **state) {
    struct hall *hall = open_with_item(state);
    const int64_t id = give(hall);
    struct matter matter;

    act_as_son(hall);
    assert_null(file_by(hall, id, &matter));
    assert_null(act(hall, &matter, "withdraw", ""));
    assert_int_equal(matter.state, FILING_WITHDRAWN);
    hall_close(hall);
}

static void without_a_mandate_nobody_files_for_another(void **state) {
    struct hall *hall = open_with_item(state);
    const int64_t id = give(hall);
    struct matter matter;

    assert_ptr_equal(file_by(hall, id, &matter), &mandate_unknown); /* she herself */
    act_as_resident(hall, 5);
    assert_ptr_equal(file_by(hall, id, &matter), &mandate_unknown);
    act_as_son(hall);
    assert_ptr_equal(file_by(hall, 4711, &matter), &mandate_unknown);
    hall_close(hall);
}

static void a_mandate_for_another_item_is_not_offered_and_refused(void **state) {
    struct hall *hall = open_with_item(state);
    struct mandate_new given = to_son();
    const struct mandate *list;
    struct matter matter;
    int64_t id = 0;

    given.scope = MANDATE_ITEMS;
    given.words = "NO-SUCH-ITEM";
    act_as_mother(hall);
    assert_ptr_equal(agency_give(&hall->work, &given, &id), &agency_no_item);
    given.words = item_code;
    assert_null(agency_give(&hall->work, &given, &id));
    given.scope = MANDATE_SUBJECTS;
    given.words = "P01";
    assert_null(agency_give(&hall->work, &given, &id));
    act_as_son(hall);
    assert_int_equal(agency_choices(&hall->work, &(const char *){ item_code }, 1, &list),
                     1);
    assert_int_equal(list[0].scope, MANDATE_ITEMS);
    assert_ptr_equal(file_by(hall, id, &matter), &mandate_not_covered);
    hall_close(hall);
}

/* One case that is there: the son may go on with it, and with nothing else. */
static void a_mandate_for_one_case_is_for_that_one(void **state) {
    struct hall *hall = open_with_item(state);
    struct mandate_new given = to_son();
    struct matter matter, other, found;
    int64_t id = 0;

    act_as_son(hall);
    other = file(hall, FILING_ONLINE); /* his own */
    act_as_mother(hall);
    assert_null(filing_submit(&hall->work,
                              &(struct filing_new){ .item_code = item_code,
                                                    .asker = mother,
                                                    .statement = "",
                                                    .channel = FILING_ONLINE },
                              &matter));
    given.scope = MANDATE_MATTER;
    given.words = other.number;
    assert_ptr_equal(agency_give(&hall->work, &given, &id), &agency_not_his);
    given.words = matter.number;
    assert_null(agency_give(&hall->work, &given, &id));
    act_as_son(hall);
    assert_null(matter_find_mine(&hall->work, matter.number, &found));
    assert_null(act(hall, &found, "withdraw", ""));
    assert_ptr_equal(file_by(hall, id, &found), &mandate_not_covered);
    hall_close(hall);
}

static void a_draft_for_another_is_handed_in_for_him(void **state) {
    struct hall *hall = open_with_item(state);
    const int64_t id = give(hall);
    const int64_t person_id = hall->work.actor.person_id;
    struct filing_draft draft = {
        .item_code = item_code, .phone = "13800000001", .statement = "", .mandate_id = id
    };
    struct matter matter;

    act_as_son(hall);
    assert_null(filing_keep_draft(&hall->work, &draft));
    assert_null(filing_submit_draft(&hall->work, draft.id, &matter));
    assert_true(matter.person_id == person_id);
    draft.id = 0;
    assert_null(filing_keep_draft(&hall->work, &draft));
    act_as_mother(hall);
    assert_null(agency_do(&hall->work, id, "revoke", ""));
    act_as_son(hall);
    assert_ptr_equal(filing_submit_draft(&hall->work, draft.id, &matter), &mandate_over);
    hall_close(hall);
}

/* ---- owners and deputies ---- */

static const struct refusal *hand_to(struct hall *hall, struct matter *matter, int64_t id,
                                     const char *reason) {
    return matter_hand_over(&hall->work, matter,
                            &(struct matter_hand){ .to_id = id, .reason = reason });
}

static void who_was_asked_first_stays_named(void **state) {
    struct hall *hall = open_with_item(state);
    const int64_t a = add_colleague(hall, "演示甲", RIGHT_INTAKE, DEPARTMENT);
    const int64_t b = add_colleague(hall, "演示乙", RIGHT_INTAKE, DEPARTMENT);
    const struct matter_given_away *given;
    const struct message *messages;
    const struct matter_line *lines;
    struct ledger_report report;
    struct matter matter;

    act_as_colleague(hall, a);
    matter = file(hall, FILING_AT_WINDOW);
    assert_true(matter.owner_id == a);
    assert_ptr_equal(hand_to(hall, &matter, b, ""), &matter_hand_no_reason);
    assert_ptr_equal(hand_to(hall, &matter, a, "x"), &matter_hand_same);
    assert_ptr_equal(hand_to(hall, &matter, 12345, "x"), &matter_hand_nobody);
    assert_null(hand_to(hall, &matter, b, "他熟悉这个事项"));
    assert_true(matter.owner_id == b);
    assert_true(matter_first(&hall->work, &matter) == a);
    assert_ptr_equal(hand_to(hall, &matter, a, "还给他"), &matter_forbidden);
    assert_int_equal(matter_list_given_away(&hall->work, &given), 1);
    assert_string_equal(given[0].to, "演示乙");
    act_as_colleague(hall, b);
    assert_int_equal(message_list(&hall->work, INT64_MAX, 10, &messages), 1);
    assert_string_equal(messages[0].event->key, "staff-handed_over");
    assert_non_null(strstr(messages[0].text, "由演示甲转交"));
    assert_non_null(strstr(messages[0].text, "他熟悉这个事项"));
    assert_int_equal(
        matter_list_owned(&hall->work, b, (struct matter_cursor){ 0 }, 10, &lines), 1);
    assert_null(hand_to(hall, &matter, a, "还给他"));
    assert_true(matter_first(&hall->work, &matter) == a);
    ledger_verify(&hall->work, parts, &report);
    assert_true(report.broken_matter == 0);
    hall_close(hall);
}

/* What was read before somebody else acted is not handed over on top of it. */
static void handing_over_is_not_done_twice(void **state) {
    struct hall *hall = open_with_item(state);
    const int64_t a = add_colleague(hall, "演示甲", RIGHT_INTAKE, DEPARTMENT);
    const int64_t b = add_colleague(hall, "演示乙", RIGHT_INTAKE, DEPARTMENT);
    struct matter matter, stale;

    act_as_colleague(hall, a);
    matter = file(hall, FILING_AT_WINDOW);
    stale = matter;
    hall_end(hall, 1);
    hall_begin(hall);
    assert_null(hand_to(hall, &matter, b, "换人"));
    hall_end(hall, 1);
    hall_begin(hall);
    hand_to(hall, &stale, b, "再换一次");
    assert_true(hall->work.lost_race); /* the same ordinal: run again, and refused then */
    start_again(&hall->work);
    db_end(&hall->work, false);
    hall_begin(hall);
    hall_close(hall);
}

static void the_asker_is_told_the_office_and_no_name(void **state) {
    struct hall *hall = open_with_item(state);
    const int64_t a = add_colleague(hall, "演示甲", RIGHT_INTAKE, DEPARTMENT);
    const struct message *messages;
    struct matter_track track;
    struct matter matter;
    int64_t department_id;
    size_t told;

    place_keep_department(&hall->work,
                          &(struct place_department){
                              .code = "D09", .name = "民政科", .phone = "", .duty = "" });
    department_id = place_department_coded(place_book(&hall->work), "D09")->id;
    act_as_colleague(hall, a);
    matter = file(hall, FILING_AT_WINDOW);
    assert_null(matter_hand_over(&hall->work, &matter,
                                 &(struct matter_hand){ .to_department_id = department_id,
                                                        .reason = "演示甲不管这个" }));
    assert_true(matter.owner_id == 0);
    assert_true(matter.department_id == department_id);
    matter_track(&hall->work, &matter, LANGUAGE_CHINESE, &track);
    assert_string_equal(track.holder, "民政科");
    assert_string_equal(track.events[track.event_count - 1].verb, "hand_over");
    assert_string_equal(track.events[track.event_count - 1].note, "民政科");
    told = message_of_matter(&hall->work, &matter, &messages);
    assert_string_equal(messages[told - 1].event->key, "handed_over");
    assert_non_null(strstr(messages[told - 1].text, "改由民政科办理"));
    assert_null(strstr(messages[told - 1].text, "演示甲"));
    hall_close(hall);
}

/* Who did a verb last, as the ledger names him. */
static const char *actor_of(struct hall *hall, const struct matter *matter,
                            const char *verb) {
    const struct ledger_event *events;
    const size_t count = ledger_events(&hall->work, matter->id, &events);
    const char *name = "";

    for (size_t i = 0; i < count; i++)
        if (strcmp(events[i].verb, verb) == 0)
            name = events[i].actor_name;
    return name;
}

static void a_deputy_acts_and_the_event_names_both(void **state) {
    struct hall *hall = open_with_item(state);
    const int64_t a = add_colleague(hall, "演示甲", RIGHT_INTAKE, DEPARTMENT);
    const int64_t b = add_colleague(hall, "演示乙", RIGHT_INTAKE, DEPARTMENT);
    struct matter matter;

    act_as_colleague(hall, a);
    matter = file(hall, FILING_AT_WINDOW);
    away(hall, a, b);
    act_as_colleague(hall, b);
    assert_null(act(hall, &matter, "accept", ""));
    assert_string_equal(actor_of(hall, &matter, "accept"), "演示乙（代演示甲）");
    assert_string_equal(hall->work.actor.name, "演示乙");
    assert_true(matter.owner_id == a); /* the case stays his */
    assert_null(hand_to(hall, &matter, b, "他要请很久的假"));
    assert_string_equal(actor_of(hall, &matter, "hand_over"), "演示乙（代演示甲）");
    hall_close(hall);
}

/* The only reviewer of a department is away; his deputy sits in another. */
static void a_deputy_decides_for_the_absent_reviewer_only(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file(hall, FILING_ONLINE), found;
    const struct matter_line *lines;
    const int64_t clerk = add_colleague(hall, "演示甲", RIGHT_INTAKE, DEPARTMENT);
    const int64_t a = add_colleague(hall, "演示乙", RIGHT_REVIEW, matter.department_id);
    const int64_t b = add_colleague(hall, "演示丙", RIGHT_REVIEW, OTHER_DEPARTMENT);

    act_as_colleague(hall, clerk);
    assert_null(act(hall, &matter, "receive", ""));
    assert_null(act(hall, &matter, "accept", ""));
    act_as_colleague(hall, b);
    assert_ptr_equal(matter_find_mine(&hall->work, matter.number, &found),
                     &matter_unknown);
    assert_ptr_equal(act(hall, &matter, "grant", ""), &matter_forbidden);
    away(hall, a, b);
    act_as_colleague(hall, b);
    assert_null(matter_find_mine(&hall->work, matter.number, &found));
    assert_int_equal(matter_list_review(&hall->work, matter.department_id,
                                        (struct matter_cursor){ 0 }, 10, &lines),
                     1);
    assert_null(act(hall, &matter, "grant", ""));
    assert_string_equal(actor_of(hall, &matter, "grant"), "演示丙（代演示乙）");
    hall_close(hall);
}

static void nobody_rewrites_who_had_it_or_who_acted(void **state) {
    static const char *const tampers[][2] = {
        { "UPDATE hand_over SET first_id = 1", "hands" },
        { "UPDATE hand_over SET reason = ''", "hands" },
        { "DELETE FROM hand_over", "hands" },
        { "UPDATE matter_agent SET account_id = 1", "agents" },
        { "DELETE FROM matter_agent", "agents" },
    };
    struct hall *hall = open_with_item(state);
    const int64_t id = give(hall);
    const int64_t a = add_colleague(hall, "演示甲", RIGHT_INTAKE, DEPARTMENT);
    struct ledger_report report;
    struct matter matter;

    act_as_son(hall);
    assert_null(file_by(hall, id, &matter));
    act_as_colleague(hall, a);
    assert_null(hand_to(hall, &matter, a, "我来办"));
    ledger_verify(&hall->work, parts, &report);
    assert_true(report.broken_matter == 0);
    hall_end(hall, 1);
    for (size_t i = 0; i < sizeof tampers / sizeof *tampers; i++) {
        hall_begin(hall);
        db_script(&hall->work, tampers[i][0]);
        ledger_verify(&hall->work, parts, &report);
        assert_true(report.broken_matter == matter.id);
        assert_string_equal(report.broken_part, tampers[i][1]);
        hall_end(hall, 0);
    }
    hall_begin(hall);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_son_files_and_the_case_is_his_mothers),
        BOTH(what_the_asker_is_told_his_agent_is_told),
        BOTH(what_is_taken_back_ends_seeing_and_acting),
        BOTH(an_agent_withdraws_for_his_principal),
        BOTH(without_a_mandate_nobody_files_for_another),
        BOTH(a_mandate_for_another_item_is_not_offered_and_refused),
        BOTH(a_mandate_for_one_case_is_for_that_one),
        BOTH(a_draft_for_another_is_handed_in_for_him),
        BOTH(who_was_asked_first_stays_named),
        BOTH(handing_over_is_not_done_twice),
        BOTH(the_asker_is_told_the_office_and_no_name),
        BOTH(a_deputy_acts_and_the_event_names_both),
        BOTH(a_deputy_decides_for_the_absent_reviewer_only),
        BOTH(nobody_rewrites_who_had_it_or_who_acted),
    };

    return RUN_ON_BOTH(tests);
}
