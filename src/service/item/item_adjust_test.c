#include "item_adjust.h"

#include "item_test.h"

#include "item_change.h"
#include "item_import.h"
#include "item_inside.h"
#include "item_list.h"

enum { HALL = 11, VILLAGE = 12 };

static const char hall_code[] = "330109113";
static const char village_code[] = "330109113203";

/* ---- a town with a hall, a village and an item done in both ---- */

static void publish(struct hall *hall, const char *code, const char *ways) {
    struct arena *const arena = hall->work.arena;
    struct item_import import = {
        .path = "/srv/lists/test.jsonl",
        .bytes = arena_format(arena,
                              "{\"code\":\"%s\",\"name\":\"老年优待证\",\"papers\":[],"
                              "\"ways\":[%s]}",
                              code, ways),
    };
    const char *why = "";

    assert_true(item_import_read(arena, &import, &why));
    assert_int_equal(import.report.rejected, 0);
    assert_null(item_import_store(&hall->work, &import));
}

static struct hall *open_town(void **state) {
    struct hall *hall = hall_open(state);

    db_script(&hall->work,
              "INSERT INTO town VALUES (330109113, '演示镇', '', '', '', '大厅', '', '',"
              " '', '', 0, 0)");
    db_script(&hall->work,
              "INSERT INTO outlet VALUES (330109113, 11, '330109113', '镇大厅', 'hall',"
              " '330109113', '', '', '')");
    db_script(&hall->work,
              "INSERT INTO outlet VALUES (330109113, 12, '330109113203', '航民村',"
              " 'village', '330109113', '', '', '')");
    hall->work.actor = (struct actor){ .id = 5, .name = "演示丁" };
    publish(hall, "A1", "\"window\",\"agent\"");
    publish(hall, "A2", "\"window\"");
    return hall;
}

static struct item find(struct hall *hall, const char *code) {
    struct item item;

    assert_null(item_find(&hall->work, code, &item));
    return item;
}

static const struct refusal *adjust_at(struct hall *hall, const char *code,
                                       const char *verb, const char *outlet) {
    return item_adjust(&hall->work, &(struct item_adjustment){ .code = code,
                                                               .verb = verb,
                                                               .outlet = outlet,
                                                               .holder = "村委会",
                                                               .reason = "试验" });
}

static const struct refusal *may_be_filed_at(struct hall *hall, const char *code,
                                             int64_t outlet_id) {
    const struct item item = find(hall, code);

    return item_may_be_filed_at(&hall->work, &item, outlet_id);
}

/* ---- the whole town ---- */

static void what_is_suspended_is_resumed(void **state) {
    struct hall *hall = open_town(state);

    assert_null(adjust(hall, "A1", "suspend"));
    assert_int_equal(find(hall, "A1").state, ITEM_SUSPENDED);
    assert_ptr_equal(may_be_filed_at(hall, "A1", HALL), &item_suspended);
    assert_ptr_equal(adjust(hall, "A1", "suspend"), &item_not_from_here);
    assert_null(adjust(hall, "A1", "resume"));
    assert_null(may_be_filed_at(hall, "A1", HALL));
    hall_close(hall);
}

static void who_handed_down_must_stop_and_may_take_over_again(void **state) {
    struct hall *hall = open_town(state);
    const struct item_query handed = { "", ITEM_HANDED_DOWN, "", 10 };
    const struct item_query suspended = { "", ITEM_SUSPENDED, "", 10 };
    struct item *items;

    assert_null(adjust(hall, "A1", "hand_down"));
    const struct item item = find(hall, "A1");
    assert_int_equal(item.state, ITEM_HANDED_DOWN);
    assert_string_equal(item.holder, "村委会");
    assert_ptr_equal(may_be_filed_at(hall, "A1", HALL), &item_handed_down);
    assert_ptr_equal(adjust(hall, "A1", "resume"), &item_not_from_here);
    assert_int_equal(item_search(&hall->work, &handed, &items), 1);
    assert_int_equal(item_search(&hall->work, &suspended, &items), 0);
    assert_null(adjust(hall, "A1", "take_over"));
    assert_string_equal(find(hall, "A1").holder, "");
    assert_null(may_be_filed_at(hall, "A1", HALL));
    hall_close(hall);
}

static void what_is_cancelled_is_never_adjusted_again(void **state) {
    struct hall *hall = open_town(state);

    assert_null(adjust(hall, "A1", "cancel"));
    assert_ptr_equal(adjust(hall, "A1", "take_over"), &item_cancelled);
    assert_ptr_equal(adjust_at(hall, "A1", "leave", hall_code), &item_cancelled);
    hall_close(hall);
}

/* ---- one outlet ---- */

static void villages_do_what_agents_may_do(void **state) {
    struct hall *hall = open_town(state);
    const struct item_place *places;
    const struct item item = find(hall, "A2");

    assert_null(may_be_filed_at(hall, "A1", VILLAGE));
    assert_ptr_equal(may_be_filed_at(hall, "A2", VILLAGE), &item_not_here);
    assert_null(may_be_filed_at(hall, "A2", HALL));
    assert_int_equal(item_places(&hall->work, &item, &places), 2);
    assert_string_equal(places[1].outlet->code, village_code);
    assert_int_equal(places[1].state, ITEM_LEFT);
    hall_close(hall);
}

static void an_outlet_is_adjusted_without_the_others(void **state) {
    struct hall *hall = open_town(state);

    assert_null(adjust_at(hall, "A1", "suspend", village_code));
    assert_ptr_equal(may_be_filed_at(hall, "A1", VILLAGE), &item_paused_here);
    assert_null(may_be_filed_at(hall, "A1", HALL));
    assert_null(adjust_at(hall, "A1", "resume", village_code));
    assert_null(adjust_at(hall, "A1", "leave", village_code));
    assert_ptr_equal(may_be_filed_at(hall, "A1", VILLAGE), &item_not_here);
    assert_null(adjust_at(hall, "A1", "recruit", village_code));
    assert_null(adjust_at(hall, "A2", "enter", village_code));
    assert_null(may_be_filed_at(hall, "A2", VILLAGE));
    assert_ptr_equal(adjust_at(hall, "A2", "enter", village_code), &item_not_from_here);
    hall_close(hall);
}

static void the_hall_hands_down_to_a_village(void **state) {
    struct hall *hall = open_town(state);

    assert_null(adjust_at(hall, "A2", "hand_down", hall_code));
    assert_null(adjust_at(hall, "A2", "take_over", village_code));
    assert_ptr_equal(may_be_filed_at(hall, "A2", HALL), &item_not_here);
    assert_ptr_equal(may_be_filed_at(hall, "A2", 0), &item_not_here);
    assert_null(may_be_filed_at(hall, "A2", VILLAGE));
    hall_close(hall);
}

/* ---- words ---- */

static void nothing_is_adjusted_without_a_reason(void **state) {
    struct hall *hall = open_town(state);
    struct item_adjustment given = { "A1", "suspend", "", "", "" };

    assert_ptr_equal(item_adjust(&hall->work, &given), &item_no_reason);
    given.verb = "hand_down";
    assert_ptr_equal(item_adjust(&hall->work, &given), &item_no_holder);
    given.verb = "publish";
    given.reason = "试验";
    assert_ptr_equal(item_adjust(&hall->work, &given), &item_no_such_verb);
    given.verb = "enter"; /* of an outlet only */
    assert_ptr_equal(item_adjust(&hall->work, &given), &item_no_such_verb);
    given.outlet = "1";
    assert_ptr_equal(item_adjust(&hall->work, &given), &item_no_such_outlet);
    given.outlet = "";
    given.verb = "suspend";
    given.code = "none";
    assert_ptr_equal(item_adjust(&hall->work, &given), &item_unknown);
    hall_close(hall);
}

/* ---- the record ---- */

static void every_change_is_on_record_newest_first(void **state) {
    struct hall *hall = open_town(state);
    const struct item_change_choice all = { .limit = 10 };
    const struct item_change *changes;

    hall->work.now_ms += 1000;
    assert_null(adjust_at(hall, "A1", "hand_down", village_code));
    assert_null(adjust(hall, "A2", "suspend"));
    assert_int_equal(item_changes(&hall->work, &all, &changes), 4);
    assert_string_equal(changes[0].verb, "suspend");
    assert_string_equal(changes[0].code, "A2");
    assert_string_equal(changes[0].holder, "");
    assert_string_equal(changes[1].verb, "hand_down");
    assert_string_equal(changes[1].holder, "村委会");
    assert_true(changes[1].outlet_id == VILLAGE);
    assert_true(changes[1].actor_id == 5);
    assert_string_equal(changes[1].actor_name, "演示丁");
    assert_true(changes[1].at_ms == hall->work.now_ms);
    assert_string_equal(changes[3].verb, "add");
    assert_string_equal(changes[3].reason, "导入 test.jsonl");
    assert_true(changes[3].version == 1);
    hall_close(hall);
}

static void a_page_of_the_record_goes_on_behind_another(void **state) {
    struct hall *hall = open_town(state);
    struct item_change_choice choice = { .item_id = find(hall, "A1").id, .limit = 2 };
    const struct item_change *changes;

    for (int i = 0; i < 2; i++) {
        assert_null(adjust(hall, "A1", "suspend"));
        assert_null(adjust(hall, "A1", "resume"));
    }
    assert_null(adjust(hall, "A2", "suspend"));
    assert_int_equal(item_changes(&hall->work, &choice, &changes), 2);
    assert_string_equal(changes[0].verb, "resume");
    choice.before = changes[1].id;
    assert_int_equal(item_changes(&hall->work, &choice, &changes), 2);
    choice.before = changes[1].id;
    assert_int_equal(item_changes(&hall->work, &choice, &changes), 1);
    assert_string_equal(changes[0].verb, "add");
    hall_close(hall);
}

static size_t count_at(struct hall *hall, const char *outlet) {
    const struct item_choice choice = { "outlet", outlet, "", ITEM_PAGE_MAX };
    struct item *items;

    return item_read_page(&hall->work, &choice, &items);
}

static void an_outlet_lists_what_is_done_there_now(void **state) {
    struct hall *hall = open_town(state);

    assert_int_equal(count_at(hall, hall_code), 2);
    assert_int_equal(count_at(hall, village_code), 1);
    assert_int_equal(count_at(hall, "nowhere"), 0);
    assert_null(adjust_at(hall, "A1", "suspend", village_code));
    assert_null(adjust_at(hall, "A2", "enter", village_code));
    assert_int_equal(count_at(hall, village_code), 2);
    assert_null(adjust_at(hall, "A1", "leave", village_code));
    assert_null(adjust_at(hall, "A1", "leave", hall_code));
    assert_int_equal(count_at(hall, village_code), 1);
    assert_int_equal(count_at(hall, hall_code), 1);
    hall_close(hall);
}

/* What a file brings is told by the verb that leads there from where it stood. */
static void a_change_is_told_by_its_verb(void **state) {
    static const struct {
        enum item_scope scope;
        unsigned from, to;
        const char *verb;
    } changes[] = {
        { ITEM_OF_TOWN, ITEM_IN_USE, ITEM_SUSPENDED, "suspend" },
        { ITEM_OF_TOWN, ITEM_SUSPENDED, ITEM_IN_USE, "resume" },
        { ITEM_OF_TOWN, ITEM_HANDED_DOWN, ITEM_IN_USE, "take_over" },
        { ITEM_OF_TOWN, ITEM_HANDED_DOWN, ITEM_SUSPENDED, "suspend" },
        { ITEM_OF_TOWN, ITEM_SUSPENDED, ITEM_CANCELLED, "cancel" },
        { ITEM_OF_OUTLET, ITEM_PAUSED, ITEM_HERE, "resume" },
        { ITEM_OF_OUTLET, ITEM_LEFT, ITEM_HERE, "enter" },
        { ITEM_OF_OUTLET, ITEM_GIVEN, ITEM_HERE, "take_over" },
        { ITEM_OF_OUTLET, ITEM_LEFT, ITEM_PAUSED, "suspend" },
        { ITEM_OF_OUTLET, ITEM_GIVEN, ITEM_GIVEN, "hand_down" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        assert_string_equal(
            item_verb_between(changes[i].scope, changes[i].from, changes[i].to)->name,
            changes[i].verb);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_is_told_by_its_verb),
        BOTH(an_outlet_lists_what_is_done_there_now),
        BOTH(what_is_suspended_is_resumed),
        BOTH(who_handed_down_must_stop_and_may_take_over_again),
        BOTH(what_is_cancelled_is_never_adjusted_again),
        BOTH(villages_do_what_agents_may_do),
        BOTH(an_outlet_is_adjusted_without_the_others),
        BOTH(the_hall_hands_down_to_a_village),
        BOTH(nothing_is_adjusted_without_a_reason),
        BOTH(every_change_is_on_record_newest_first),
        BOTH(a_page_of_the_record_goes_on_behind_another),
    };

    return RUN_ON_BOTH(tests);
}
