#include "drift.h"

#include <stdlib.h>

#include "item_test.h"

#include "drift_inside.h"
#include "drift_pair.h"
#include "text.h"

/* ---- a library and a list, from lines of files ---- */

static struct item_import read_list(struct hall *hall, const char *text) {
    struct item_import import = { .path = "list.jsonl", .bytes = text };
    const char *why = "";

    if (!item_import_read(hall->work.arena, &import, &why))
        fail_msg("%s", why);
    return import;
}

static void publish_list(struct hall *hall, const char *text) {
    struct item_import import = read_list(hall, text);

    assert_int_equal(import.report.rejected, 0);
    assert_null(item_import_store(&hall->work, &import));
}

static const char *row(struct hall *hall, const char *code, const char *name,
                       const char *more) {
    return arena_format(hall->work.arena,
                        "{\"code\":\"%s\",\"name\":\"%s\",\"papers\":[],\"ways\":[]%s}\n",
                        code, name, more);
}

static struct drift_run compare_with(struct hall *hall,
                                     const struct item_import *import) {
    struct drift_run run = {
        .source_id = drift_keep_source(&hall->work, "省事项库", "").id,
        .file_name = "list.jsonl",
    };

    assert_null(drift_run(&hall->work, import, &run));
    return run;
}

static struct drift_run compare(struct hall *hall, const char *text) {
    const struct item_import import = read_list(hall, text);

    hall->work.now_ms += 1000;
    return compare_with(hall, &import);
}

static size_t list(struct hall *hall, enum drift_state state,
                   const struct drift_difference **differences) {
    const struct drift_source *sources;

    assert_int_equal(drift_sources(&hall->work, &sources), 1);
    return drift_list(&hall->work,
                      &(struct drift_filter){ .source_id = sources[0].id,
                                              .state = state,
                                              .element = "",
                                              .department = "",
                                              .after_code = "",
                                              .after_element = "",
                                              .limit = DRIFT_PAGE_MAX },
                      differences);
}

static struct drift_difference only_one(struct hall *hall, enum drift_state state) {
    const struct drift_difference *differences;

    assert_int_equal(list(hall, state, &differences), 1);
    return differences[0];
}

/* ---- what makes no difference ---- */

static void expect_normal(const char *one, const char *other, unsigned ignored) {
    struct arena *const arena = arena_new();

    assert_string_equal(drift_normal(arena, one, ignored),
                        drift_normal(arena, other, ignored));
    arena_free(arena);
}

static void blanks_widths_and_kinds_of_signs_make_no_difference(void **state) {
    const unsigned all = DRIFT_BLANKS | DRIFT_WIDTH | DRIFT_PUNCTUATION;
    struct arena *const arena = arena_new();

    (void)state;
    expect_normal("年满 60 周岁\n的老人", "年满60周岁的老人", DRIFT_BLANKS);
    expect_normal("第１４２号ＡＢ", "第142号AB", DRIFT_WIDTH);
    expect_normal("《条例》〔2017〕“甲”，乙；", "〈条例〉(2017)「甲」、乙;", all);
    expect_normal("0571－82521111", "0571-82521111", all);
    assert_string_not_equal(drift_normal(arena, "10 日", all),
                            drift_normal(arena, "10 月", all));
    assert_string_not_equal(drift_normal(arena, "甲，乙", DRIFT_BLANKS),
                            drift_normal(arena, "甲、乙", DRIFT_BLANKS));
    arena_free(arena);
}

static void the_order_counts_only_where_it_means_something(void **state) {
    struct hall *hall = hall_open(state);
    const char *const ours =
        ",\"papers\":[{\"name\":\"甲\"},{\"name\":\"乙\"}],\"daily_terms\":[\"a\",\"b\"],"
        "\"steps\":[{\"name\":\"受理\"},{\"name\":\"办结\"}]";
    const char *const theirs =
        ",\"papers\":[{\"name\":\"乙\"},{\"name\":\"甲\"}],\"daily_terms\":[\"b\",\"a\"],"
        "\"steps\":[{\"name\":\"办结\"},{\"name\":\"受理\"}]";
    const char *const form = "{\"code\":\"A\",\"name\":\"甲\",\"ways\":[]%s}\n";

    publish_list(hall, arena_format(hall->work.arena, form, ours));
    compare(hall, arena_format(hall->work.arena, form, theirs));
    assert_string_equal(only_one(hall, DRIFT_OPEN).element, "steps");
    hall_close(hall);
}

/* ---- pairs ---- */

static void items_are_paired_by_code_then_by_name(void **state) {
    struct drift_side ours[] = {
        { .code = "1", .name = "甲" }, { .code = "2", .name = "乙（一）" },
        { .code = "3", .name = "丙" }, { .code = "4", .name = "丁" },
        { .code = "5", .name = "戊" },
    };
    struct drift_side theirs[] = {
        { .code = "9", .name = "乙(一)" }, { .code = "1", .name = "改了名" },
        { .code = "8", .name = "丙" },     { .code = "7", .name = "丙" },
        { .code = "6", .name = "己" },     { .code = "5", .name = "乙（一）" },
    };
    struct arena *const arena = arena_new();

    (void)state;
    drift_pair(arena, ours, 5, theirs, 6);
    assert_int_equal(ours[0].match, DRIFT_BY_CODE);
    assert_int_equal(ours[0].other, 1);
    assert_int_equal(ours[1].match, DRIFT_BY_NAME);
    assert_int_equal(ours[1].other, 0);
    assert_int_equal(ours[2].match, DRIFT_AMBIGUOUS);
    assert_int_equal(ours[3].match, DRIFT_ALONE);
    assert_int_equal(ours[4].match, DRIFT_BY_CODE);
    assert_int_equal(theirs[2].match, DRIFT_AMBIGUOUS);
    assert_int_equal(theirs[4].match, DRIFT_ALONE);
    arena_free(arena);
}

static void what_only_one_side_has_is_told(void **state) {
    struct hall *hall = hall_open(state);
    struct arena *const arena = hall->work.arena;
    const struct drift_difference *differences;

    publish_list(hall, arena_format(arena, "%s%s", row(hall, "A", "甲", ""),
                                    row(hall, "B", "乙", "")));
    const struct drift_run run =
        compare(hall, arena_format(arena, "%s%s%s", row(hall, "C", "乙", ""),
                                   row(hall, "D", "丁", ""), row(hall, "E", "乙", "")));

    assert_int_equal(run.only_here, 1);
    assert_int_equal(run.only_there, 1);
    assert_int_equal(run.ambiguous, 1);
    assert_int_equal(list(hall, DRIFT_OPEN, &differences), 3);
    assert_string_equal(differences[0].element, "only_here");
    assert_string_equal(differences[1].element, "unclear");
    assert_string_equal(differences[2].code, "D");
    assert_ptr_equal(drift_accept(&hall->work, differences[0].id), &drift_not_to_take);
    assert_null(drift_accept(&hall->work, differences[2].id));

    struct item item;
    assert_null(item_find(&hall->work, "D", &item));
    hall_close(hall);
}

static void an_item_that_one_side_cancelled_is_not_taken_over(void **state) {
    struct hall *hall = hall_open(state);
    struct item item;

    publish_list(hall, row(hall, "A", "甲", ""));
    compare(hall, arena_format(hall->work.arena, "%s%s", row(hall, "A", "甲", ""),
                               row(hall, "B", "乙", ",\"state\":\"cancelled\"")));
    assert_ptr_equal(drift_accept(&hall->work, only_one(hall, DRIFT_OPEN).id),
                     &drift_not_to_take);
    assert_non_null(item_find(&hall->work, "B", &item));
    hall_close(hall);
}

static void an_item_paired_by_name_differs_in_its_code(void **state) {
    struct hall *hall = hall_open(state);

    publish_list(hall, row(hall, "A", "甲", ""));
    assert_int_equal(compare(hall, row(hall, "B", "甲", "")).by_name, 1);

    const struct drift_difference found = only_one(hall, DRIFT_OPEN);
    assert_string_equal(found.element, "code");
    assert_string_equal(found.theirs, "B");
    assert_false(drift_may_be_accepted(&found));
    hall_close(hall);
}

/* ---- deciding ---- */

static void what_is_explained_comes_again_only_when_a_side_changes(void **state) {
    struct hall *hall = hall_open(state);

    publish_list(hall, row(hall, "A", "甲", ",\"conditions\":\"年满六十\""));
    assert_int_equal(
        compare(hall, row(hall, "A", "甲", ",\"conditions\":\"年满七十\"")).fresh, 1);
    assert_ptr_equal(drift_explain(&hall->work, only_one(hall, DRIFT_OPEN).id, ""),
                     &drift_no_reason);
    assert_null(drift_explain(&hall->work, only_one(hall, DRIFT_OPEN).id, "本镇放宽"));
    assert_int_equal(
        compare(hall, row(hall, "A", "甲", ",\"conditions\":\"年满 七十\"")).fresh, 0);
    assert_string_equal(only_one(hall, DRIFT_EXPLAINED).reason, "本镇放宽");
    assert_int_equal(
        compare(hall, row(hall, "A", "甲", ",\"conditions\":\"年满八十\"")).fresh, 1);
    assert_string_equal(only_one(hall, DRIFT_OPEN).reason, "本镇放宽");
    hall_close(hall);
}

static void what_is_accepted_becomes_a_new_version(void **state) {
    struct hall *hall = hall_open(state);
    struct item_version version;
    struct item item;

    publish_list(hall,
                 row(hall, "A", "甲", ",\"note\":\"留着\",\"promised_limit\":{\"n\":9}"));
    compare(hall, row(hall, "A", "甲", ",\"promised_limit\":{\"n\":3,\"unit\":\"day\"}"));
    assert_null(drift_accept(&hall->work, only_one(hall, DRIFT_OPEN).id));
    assert_null(item_find(&hall->work, "A", &item));
    assert_null(item_read_version(&hall->work, item.version_id, &version));
    assert_int_equal(item.version, 2);
    assert_int_equal(version.promised.count, 3);
    assert_int_equal(version.promised.unit, 2);
    assert_string_equal(version.note, "留着");

    const struct drift_difference done = only_one(hall, DRIFT_ACCEPTED);
    assert_ptr_equal(drift_accept(&hall->work, done.id), &drift_decided);
    assert_ptr_equal(drift_explain(&hall->work, done.id, "不"), &drift_decided);
    assert_int_equal(compare(hall, row(hall, "A", "甲",
                                       ",\"promised_limit\":{\"n\":3,\"unit\":\"day\"}"))
                         .differing,
                     0);
    hall_close(hall);
}

static void all_of_an_item_is_taken_over_as_one_version(void **state) {
    struct hall *hall = hall_open(state);
    const char *const theirs =
        ",\"conditions\":\"有\",\"phone\":\"0571-1\",\"papers\":[{\"name\":\"申请表\"}]";
    const struct drift_difference *differences;
    struct item item;

    publish_list(hall, "{\"code\":\"A\",\"name\":\"甲\",\"papers\":[],\"ways\":[]}\n");
    compare(hall,
            arena_format(hall->work.arena,
                         "{\"code\":\"A\",\"name\":\"甲\",\"ways\":[]%s}\n", theirs));
    assert_int_equal(list(hall, DRIFT_OPEN, &differences), 3);
    assert_null(drift_accept_item(&hall->work, differences[1].id));
    assert_null(item_find(&hall->work, "A", &item));
    assert_int_equal(item.version, 2);
    assert_int_equal(list(hall, DRIFT_ACCEPTED, &differences), 3);
    hall_close(hall);
}

static void nothing_is_taken_over_that_changed_since(void **state) {
    struct hall *hall = hall_open(state);

    publish_list(hall, row(hall, "A", "甲", ",\"conditions\":\"一\""));
    compare(hall, row(hall, "A", "甲", ",\"conditions\":\"二\""));
    publish_list(hall, row(hall, "A", "甲", ",\"conditions\":\"三\""));
    assert_ptr_equal(drift_accept(&hall->work, only_one(hall, DRIFT_OPEN).id),
                     &drift_moved);
    assert_ptr_equal(drift_accept(&hall->work, 1), &drift_unknown);
    hall_close(hall);
}

static void a_difference_that_is_gone_is_settled_and_opens_again(void **state) {
    struct hall *hall = hall_open(state);
    const char *const same = row(hall, "A", "甲", ",\"conditions\":\"一\"");
    const char *const other = row(hall, "A", "甲", ",\"conditions\":\"二\"");

    publish_list(hall, same);
    compare(hall, other);
    assert_int_equal(compare(hall, same).settled, 1);
    assert_string_equal(only_one(hall, DRIFT_SETTLED).element, "conditions");
    assert_int_equal(compare(hall, other).fresh, 1);
    assert_int_equal(
        drift_count(&hall->work, only_one(hall, DRIFT_OPEN).source_id).state[DRIFT_OPEN],
        1);
    hall_close(hall);
}

/* ---- bad lists ---- */

static void
a_list_with_bad_rows_changes_nothing_unless_the_good_are_wanted(void **state) {
    struct hall *hall = hall_open(state);
    struct arena *const arena = hall->work.arena;
    const char *const lines =
        arena_format(arena, "%s%s%s", row(hall, "A", "甲", ",\"conditions\":\"二\""),
                     row(hall, "A", "又一个", ""), "{\"code\":\n");
    struct drift_run run = { .file_name = "list.jsonl" };
    const struct drift_difference *differences;

    publish_list(hall, arena_format(arena, "%s%s", row(hall, "A", "甲", ""),
                                    row(hall, "B", "乙", "")));
    compare(hall, row(hall, "A", "甲", ""));
    assert_string_equal(only_one(hall, DRIFT_OPEN).element, "only_here");

    struct item_import import = read_list(hall, lines);
    run.source_id = drift_keep_source(&hall->work, "省事项库", "").id;
    assert_int_equal(import.report.rejected, 2);
    assert_ptr_equal(drift_run(&hall->work, &import, &run), &item_import_refused);
    import.keep = ITEM_KEEP_GOOD;
    run = compare_with(hall, &import);
    assert_int_equal(run.differing, 1);
    assert_int_equal(run.only_here, 0);
    assert_int_equal(run.settled, 0);
    assert_int_equal(list(hall, DRIFT_OPEN, &differences), 2);
    hall_close(hall);
}

static void columns_that_a_list_leaves_empty_are_not_compared(void **state) {
    struct hall *hall = hall_open(state);

    publish_list(hall, row(hall, "A", "甲", ",\"conditions\":\"一\",\"note\":\"注\""));
    const struct drift_run run = compare(hall, "{\"code\":\"A\",\"name\":\"甲\"}\n");
    const struct drift_run *runs;

    assert_int_equal(run.differing, 0);
    assert_int_equal(drift_runs(&hall->work, 0, 10, &runs), 1);
    assert_string_equal(runs[0].compared, "code\nname");
    hall_close(hall);
}

static void a_list_settles_nothing_of_which_it_says_nothing(void **state) {
    struct hall *hall = hall_open(state);
    const char *const whole = row(hall, "A", "甲", ",\"conditions\":\"二\"");

    publish_list(hall, row(hall, "A", "甲", ",\"conditions\":\"一\""));
    compare(hall, whole);
    assert_null(drift_explain(&hall->work, only_one(hall, DRIFT_OPEN).id, "本镇更宽"));
    assert_int_equal(compare(hall, "{\"code\":\"A\",\"name\":\"甲\"}\n").settled, 0);
    assert_int_equal(compare(hall, whole).fresh, 0);
    assert_string_equal(only_one(hall, DRIFT_EXPLAINED).reason, "本镇更宽");
    hall_close(hall);
}

static void a_rejected_row_settles_nothing_of_theirs(void **state) {
    struct hall *hall = hall_open(state);
    const char *const ours = row(hall, "A", "甲", "");

    publish_list(hall, ours);
    compare(hall, arena_format(hall->work.arena, "%s%s", ours, row(hall, "B", "乙", "")));
    assert_null(drift_explain(&hall->work, only_one(hall, DRIFT_OPEN).id, "不归本镇"));

    struct item_import import = read_list(
        hall, arena_format(hall->work.arena, "%s{\"code\":\"B\",\"name\":7}\n", ours));

    assert_int_equal(import.report.rejected, 1);
    import.keep = ITEM_KEEP_GOOD;
    assert_int_equal(compare_with(hall, &import).settled, 0);
    assert_string_equal(only_one(hall, DRIFT_EXPLAINED).reason, "不归本镇");
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest pure[] = {
        cmocka_unit_test(blanks_widths_and_kinds_of_signs_make_no_difference),
        cmocka_unit_test(items_are_paired_by_code_then_by_name),
    };
    const struct CMUnitTest tests[] = {
        BOTH(the_order_counts_only_where_it_means_something),
        BOTH(what_only_one_side_has_is_told),
        BOTH(an_item_that_one_side_cancelled_is_not_taken_over),
        BOTH(an_item_paired_by_name_differs_in_its_code),
        BOTH(what_is_explained_comes_again_only_when_a_side_changes),
        BOTH(what_is_accepted_becomes_a_new_version),
        BOTH(all_of_an_item_is_taken_over_as_one_version),
        BOTH(nothing_is_taken_over_that_changed_since),
        BOTH(a_difference_that_is_gone_is_settled_and_opens_again),
        BOTH(a_list_with_bad_rows_changes_nothing_unless_the_good_are_wanted),
        BOTH(columns_that_a_list_leaves_empty_are_not_compared),
        BOTH(a_list_settles_nothing_of_which_it_says_nothing),
        BOTH(a_rejected_row_settles_nothing_of_theirs),
    };

    return RUN_ON_BOTH(tests) + cmocka_run_group_tests_name("drift", pure, NULL, NULL);
}
