/* Who may act for whom, from being asked to being over, on both databases. */
#include "mandate_use.h"

#include "house_test.h"

#include "civil.h"
#include "mandate_words.h"
#include "place.h"
#include "text.h"

enum { TODAY = 20261123 };

static const char hall_code[] = "330109113", village[] = "330109113203",
                  community[] = "330109113204";

static const struct person people[] = {
    { 0, PERSON_NATURAL, "林𠮷祥", "330109190001010016", "13800000001" },
    { 0, PERSON_NATURAL, "林小明", "330109190001010024", "13800000002" },
    { 0, PERSON_NATURAL, "张三", "330109190001010032", "13800000003" },
};
enum { MOTHER, SON, STRANGER };

static void add_outlet(struct hall *hall, const char *code, const char *kind) {
    place_keep_outlet(&hall->work, &(struct place_outlet){ .code = code,
                                                           .name = "演示网点",
                                                           .kind = kind,
                                                           .parent = "330109113",
                                                           .address = "",
                                                           .phone = "",
                                                           .hours = "" });
}

static struct hall *open_hall(void **state) {
    struct hall *hall = hall_open(state);

    hall->work.now_ms = civil_moment_ms(TODAY, 9 * 60);
    add_outlet(hall, hall_code, "hall");
    add_outlet(hall, village, "village");
    add_outlet(hall, community, "community");
    return hall;
}

static void act_as(struct hall *hall, size_t who) {
    int64_t id = 0;

    assert_null(person_keep(&hall->work, &people[who], &id));
    hall->work.actor = (struct actor){
        .id = 10 + (int64_t)who, .rights = RIGHT_RESIDENT, .person_id = id, .name = ""
    };
}

static int64_t outlet(struct hall *hall, const char *code) {
    return place_outlet_coded(place_book(&hall->work), code)->id;
}

static void act_as_clerk(struct hall *hall, const char *code) {
    hall->work.actor = (struct actor){ .id = 77,
                                       .rights = RIGHT_INTAKE,
                                       .outlet_id = outlet(hall, code),
                                       .name = "演示甲" };
}

static struct mandate_party party(size_t who) {
    return (struct mandate_party){ people[who].kind, people[who].name,
                                   people[who].id_number };
}

static struct mandate_new for_all(void) {
    return (struct mandate_new){ .basis = MANDATE_FAMILY,
                                 .principal = party(MOTHER),
                                 .agent = party(SON),
                                 .relation = "儿子",
                                 .scope = MANDATE_ALL,
                                 .words = "",
                                 .from_day = TODAY,
                                 .end_day = 20271122,
                                 .consent = MANDATE_SIGNED,
                                 .letter = "2026 年第 3 号" };
}

static int64_t give(struct hall *hall, const struct mandate_new *given) {
    int64_t id = 0;

    act_as(hall, MOTHER);
    assert_null(mandate_give(&hall->work, given, &id));
    return id;
}

static const struct refusal *take(struct hall *hall, int64_t id, const char *item) {
    static const char *const subjects[] = { "P01", "P12" };
    struct mandate mandate;

    return mandate_take(&hall->work, id, &(struct mandate_use){ item, subjects, 2, "" },
                        &mandate);
}

static void a_son_acts_for_his_mother_who_said_so(void **state) {
    struct hall *hall = open_hall(state);
    const struct mandate_new given = for_all();
    const int64_t id = give(hall, &given);
    const struct mandate *list;

    act_as(hall, SON);
    assert_null(take(hall, id, "A1"));
    assert_int_equal(mandate_list_held(&hall->work, INT64_MAX, 10, &list), 1);
    assert_string_equal(list[0].principal.name, people[MOTHER].name);
    assert_int_equal(list[0].consent, MANDATE_SIGNED_IN);
    act_as(hall, STRANGER);
    assert_ptr_equal(take(hall, id, "A1"), &mandate_unknown);
    assert_int_equal(mandate_list_held(&hall->work, INT64_MAX, 10, &list), 0);
    act_as(hall, MOTHER);
    assert_ptr_equal(take(hall, id, "A1"), &mandate_unknown);
    assert_int_equal(mandate_list_given(&hall->work, INT64_MAX, 10, &list), 1);
    hall_close(hall);
}

static void a_mandate_covers_what_it_names_and_nothing_else(void **state) {
    struct hall *hall = open_hall(state);
    struct mandate_new given = for_all();

    given.scope = MANDATE_ITEMS;
    given.words = "A12,\n A3 ";
    const int64_t items = give(hall, &given);

    given.scope = MANDATE_SUBJECTS;
    given.words = "P12";
    const int64_t subjects = give(hall, &given);

    given.words = "P13";
    const int64_t other = give(hall, &given);

    act_as(hall, SON);
    assert_null(take(hall, items, "A3"));
    assert_null(take(hall, items, "A12"));
    assert_ptr_equal(take(hall, items, "A1"), &mandate_not_covered);
    assert_null(take(hall, subjects, "A1"));
    assert_ptr_equal(take(hall, other, "A1"), &mandate_not_covered);
    hall_close(hall);
}

static void it_ends_by_itself_and_at_once_when_taken_back(void **state) {
    struct hall *hall = open_hall(state);
    struct mandate_new given = for_all();

    given.end_day = 20261125;
    const int64_t id = give(hall, &given);

    act_as(hall, SON);
    hall->work.now_ms = civil_moment_ms(20261125, 23 * 60 + 59);
    assert_null(take(hall, id, "A1"));
    hall->work.now_ms = civil_moment_ms(20261126, 0);
    assert_ptr_equal(take(hall, id, "A1"), &mandate_over); /* before any sweep */
    hall->work.now_ms = civil_moment_ms(TODAY, 9 * 60);
    given.end_day = 20270101;

    const int64_t longer = give(hall, &given);

    assert_null(mandate_do(&hall->work, longer, "revoke", "他搬走了"));
    act_as(hall, SON);
    assert_ptr_equal(take(hall, longer, "A1"), &mandate_over);
    assert_ptr_equal(mandate_do(&hall->work, longer, "resign", ""), &mandate_wrong_state);
    hall_close(hall);
}

static void the_night_writes_down_what_is_over(void **state) {
    struct hall *hall = open_hall(state);
    struct mandate_new given = for_all();
    const struct ledger_event *events;
    struct mandate mandate;

    given.end_day = 20261124;
    const int64_t id = give(hall, &given);

    hall->work.actor = (struct actor){ .rights = RIGHT_SYSTEM, .name = "" };
    assert_int_equal(mandate_sweep(&hall->work), 0);
    hall->work.now_ms = civil_moment_ms(20261125, 30);
    assert_int_equal(mandate_sweep(&hall->work), 1);
    assert_int_equal(mandate_sweep(&hall->work), 0);
    act_as(hall, SON);
    assert_null(mandate_find(&hall->work, id, &mandate));
    assert_int_equal(mandate.state, MANDATE_ENDED);
    assert_int_equal(ledger_events(&hall->work, id, &events), 2);
    assert_string_equal(events[1].verb, "expire");
    hall_close(hall);
}

static void who_is_asked_answers_and_nobody_for_him(void **state) {
    struct hall *hall = open_hall(state);
    const struct mandate_new given = for_all();
    struct mandate mandate;
    int64_t id = 0;

    act_as(hall, SON);
    assert_null(mandate_ask(&hall->work, &given, &id));
    assert_ptr_equal(take(hall, id, "A1"), &mandate_over);
    assert_ptr_equal(mandate_do(&hall->work, id, "give", ""), &mandate_wrong_state);
    act_as(hall, STRANGER);
    assert_ptr_equal(mandate_do(&hall->work, id, "give", ""), &mandate_unknown);
    act_as(hall, MOTHER);
    assert_null(mandate_do(&hall->work, id, "give", ""));
    assert_null(mandate_find(&hall->work, id, &mandate));
    assert_int_equal(mandate.consent, MANDATE_SIGNED_IN);
    act_as(hall, SON);
    assert_null(take(hall, id, "A1"));
    assert_null(mandate_do(&hall->work, id, "resign", ""));
    assert_ptr_equal(take(hall, id, "A1"), &mandate_over);
    hall_close(hall);
}

/* Naming a stranger wrongly must neither tell who he is nor bind him. */
static void a_wrong_name_finds_nobody_and_tells_nothing(void **state) {
    struct hall *hall = open_hall(state);
    struct mandate_new given = for_all();
    const struct mandate *list;
    int64_t id = 0;

    act_as(hall, MOTHER);
    act_as(hall, SON);
    given.principal.name = "王五";
    assert_null(mandate_ask(&hall->work, &given, &id));
    act_as(hall, MOTHER);
    assert_int_equal(mandate_list_given(&hall->work, INT64_MAX, 10, &list), 0);
    assert_ptr_equal(mandate_do(&hall->work, id, "give", ""), &mandate_unknown);
    hall_close(hall);
}

static void agents_of_a_village_act_at_their_own_village(void **state) {
    struct hall *hall = open_hall(state);
    struct mandate_new given = for_all();
    const struct mandate *list;
    int64_t id = 0;

    given.basis = MANDATE_VILLAGE;
    given.outlet_id = outlet(hall, village);
    given.consent = MANDATE_PRESENT;
    act_as_clerk(hall, village);
    assert_null(mandate_record(&hall->work, &given, &id));
    assert_null(take(hall, id, "A1"));
    assert_int_equal(
        mandate_list_outlet(&hall->work, outlet(hall, village), INT64_MAX, 10, &list), 1);
    assert_string_equal(list[0].agent.name, "");
    act_as_clerk(hall, community);
    assert_ptr_equal(take(hall, id, "A1"), &mandate_unknown);
    given.outlet_id = outlet(hall, hall_code);
    assert_ptr_equal(mandate_record(&hall->work, &given, &id), &mandate_no_village);
    hall_close(hall);
}

static void a_window_needs_the_letter_and_a_reason(void **state) {
    struct hall *hall = open_hall(state);
    struct mandate_new given = for_all();
    int64_t id = 0;

    act_as_clerk(hall, hall_code);
    given.letter = "";
    assert_ptr_equal(mandate_record(&hall->work, &given, &id), &mandate_no_letter);
    given.letter = "2026 年第 3 号";
    assert_null(mandate_record(&hall->work, &given, &id));
    assert_null(take(hall, id, "A1")); /* the agent stands there */
    assert_ptr_equal(mandate_do(&hall->work, id, "revoke", ""), &mandate_no_reason);
    assert_null(mandate_do(&hall->work, id, "revoke", "本人来窗口撤销"));
    hall_close(hall);
}

static void what_makes_no_sense_is_refused(void **state) {
    struct hall *hall = open_hall(state);
    struct mandate_new given = for_all();
    int64_t id = 0;

    act_as(hall, MOTHER);
    given.end_day = 20261122;
    assert_ptr_equal(mandate_give(&hall->work, &given, &id), &mandate_wrong_days);
    given.end_day = 20291124;
    assert_ptr_equal(mandate_give(&hall->work, &given, &id), &mandate_wrong_days);
    given = for_all();
    given.scope = MANDATE_ITEMS;
    given.words = " , ";
    assert_ptr_equal(mandate_give(&hall->work, &given, &id), &mandate_no_scope);
    given = for_all();
    given.agent = party(MOTHER);
    assert_ptr_equal(mandate_give(&hall->work, &given, &id), &mandate_self);
    given = for_all();
    given.basis = MANDATE_FIRM;
    assert_ptr_equal(mandate_give(&hall->work, &given, &id), &mandate_no_firm);
    given = for_all();
    assert_null(mandate_give(&hall->work, &given, &id));
    assert_ptr_equal(mandate_give(&hall->work, &given, &id), &mandate_there);
    hall_close(hall);
}

static void nobody_gives_or_asks_without_end(void **state) {
    struct hall *hall = open_hall(state);
    struct mandate_new given = for_all();
    int64_t id = 0, asked = 0;

    given.scope = MANDATE_ITEMS;
    for (int i = 0; i < MANDATE_GIVEN_MAX; i++) {
        given.words = arena_format(hall->work.arena, "A%d", i);
        give(hall, &given);
    }
    given.words = "B";
    assert_ptr_equal(mandate_give(&hall->work, &given, &id), &mandate_too_many);
    act_as(hall, SON);
    for (int i = 0; i < MANDATE_ASKED_MAX; i++) {
        given.words = arena_format(hall->work.arena, "C%d", i);
        assert_null(mandate_ask(&hall->work, &given, &asked));
    }
    given.words = "D";
    assert_ptr_equal(mandate_ask(&hall->work, &given, &id), &mandate_too_many_asked);
    act_as(hall, MOTHER);
    assert_ptr_equal(mandate_do(&hall->work, asked, "give", ""), &mandate_too_many);
    hall_close(hall);
}

static void nobody_rewrites_a_mandate_unnoticed(void **state) {
    static const struct ledger_part_kind *const parts[] = { &mandate_part, NULL };
    static const char *const tampers[][2] = {
        { "UPDATE mandate SET end_day = 20991231", "mandate" },
        { "UPDATE mandate SET words = 'A9'", "mandate" },
        { "UPDATE mandate SET scope = 1", "mandate" },
        { "UPDATE mandate SET consent = 3", "mandate" },
        { "UPDATE mandate SET agent_digest = principal_digest", "mandate" },
        { "UPDATE mandate SET recorded_by = 5", "matter" },
        { "UPDATE mandate SET over_ms = 5", "matter" },
        { "UPDATE mandate SET state = 3", NULL },
        { "DELETE FROM mandate", NULL },
        { "DELETE FROM event WHERE ordinal = 2", NULL },
        { "UPDATE event SET note = '' WHERE ordinal = 2", NULL },
    };
    struct hall *hall = open_hall(state);
    struct mandate_new given = for_all();
    struct ledger_report report;

    given.scope = MANDATE_ITEMS;
    given.words = "A1";
    const int64_t id = give(hall, &given);

    assert_null(mandate_do(&hall->work, id, "revoke", "不用了"));
    ledger_verify(&hall->work, parts, &report);
    assert_true(report.broken_matter == 0);
    assert_int_equal(report.mandates, 1);
    assert_int_equal(report.matters, 0);
    hall_end(hall, 1);
    for (size_t i = 0; i < sizeof tampers / sizeof *tampers; i++) {
        hall_begin(hall);
        db_script(&hall->work, tampers[i][0]);
        ledger_verify(&hall->work, parts, &report);
        assert_true(report.broken_matter == id);
        if (tampers[i][1])
            assert_string_equal(report.broken_part, tampers[i][1]);
        hall_end(hall, 0);
    }
    hall_begin(hall);
    hall_close(hall);
}

static void nothing_of_a_mandate_stands_plain_in_the_database(void **state) {
    struct hall *hall = open_hall(state);
    const struct place *place = *state;
    const struct mandate_new given = for_all();
    char command[PLACE_SIZE + 120];

    give(hall, &given);
    hall_close(hall);
    if (place->kind != DB_SQLITE)
        return;
    snprintf(command, sizeof command,
             "cat %s/town.db* | grep -a -c -e 330109190001010024 -e 林小明 -e 儿子 "
             "> /dev/null",
             place->folder);
    assert_int_not_equal(system(command), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_son_acts_for_his_mother_who_said_so),
        BOTH(a_mandate_covers_what_it_names_and_nothing_else),
        BOTH(it_ends_by_itself_and_at_once_when_taken_back),
        BOTH(the_night_writes_down_what_is_over),
        BOTH(who_is_asked_answers_and_nobody_for_him),
        BOTH(a_wrong_name_finds_nobody_and_tells_nothing),
        BOTH(agents_of_a_village_act_at_their_own_village),
        BOTH(a_window_needs_the_letter_and_a_reason),
        BOTH(what_makes_no_sense_is_refused),
        BOTH(nobody_gives_or_asks_without_end),
        BOTH(nobody_rewrites_a_mandate_unnoticed),
        BOTH(nothing_of_a_mandate_stands_plain_in_the_database),
    };

    return RUN_ON_BOTH(tests);
}
