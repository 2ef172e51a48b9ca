#include "quality.h"

#include <stdlib.h>

#include "item_test.h"

#include "item_import.h"
#include "item_tell.h"
#include "quality_overview.h"
#include "quality_unified.h"

/* ---- items, from lines of a file ---- */

static void publish(struct hall *hall, const char *code, const char *department,
                    const char *more) {
    struct arena *const arena = hall->work.arena;
    struct item_import import = {
        .path = "test.jsonl",
        .bytes = arena_format(arena,
                              "{\"code\":\"%s\",\"name\":\"事项%s\",\"department\":"
                              "\"%s\",\"papers\":[],\"ways\":[]%s}",
                              code, code, department, more),
    };
    const char *why = "";

    assert_true(item_import_read(arena, &import, &why));
    assert_int_equal(import.report.rejected, 0);
    assert_null(item_import_store(&hall->work, &import));
}

static size_t refresh(struct hall *hall) {
    const char *last;

    return quality_refresh(&hall->work, "", &last);
}

static int64_t bit(const char *check) {
    return (int64_t)1 << quality_check_named(check)->number;
}

static size_t read_failing(struct hall *hall, const char *department, int64_t checks,
                           struct quality_item **items) {
    return quality_read(&hall->work,
                        &(struct quality_filter){ .department = department,
                                                  .checks = checks,
                                                  .after = "",
                                                  .limit = QUALITY_PAGE_MAX },
                        items);
}

/* What the runner does: the jobs that are due, each once. */
static void run_jobs(struct hall *hall, const char *code) {
    struct item item;

    assert_null(item_find(&hall->work, code, &item));
    quality_follow(&hall->work,
                   arena_format(hall->work.arena, "%lld 1", (long long)item.id));
}

static void keep_rule(struct hall *hall, const struct quality_check *check,
                      const struct quality_rule *rule) {
    assert_null(quality_keep_rule(
        &hall->work, check, &quality_rules(&hall->work)->rule[check->number], rule));
}

/* ---- what is checked when ---- */

static void items_are_looked_at_once_and_again_when_something_changed(void **state) {
    struct hall *hall = hall_open(state);
    struct quality_rule rule = { 1, QUALITY_MUST, 2 };

    publish(hall, "A", "民政办", "");
    publish(hall, "B", "民政办", "");
    assert_int_equal(refresh(hall), 2);
    assert_int_equal(refresh(hall), 0);
    publish(hall, "B", "民政办", ",\"note\":\"改了\"");
    assert_int_equal(refresh(hall), 1);
    keep_rule(hall, quality_check_named("licence.questions"), &rule);
    assert_int_equal(refresh(hall), 2);
    hall_close(hall);
}

static void publishing_asks_for_a_job_that_checks_that_item(void **state) {
    struct hall *hall = hall_open(state);
    struct quality_item *items;

    publish(hall, "A", "民政办", "");
    run_jobs(hall, "A");
    assert_int_equal(read_failing(hall, "", bit("guide.conditions"), &items), 1);
    publish(hall, "A", "民政办", ",\"conditions\":\"年满六十。\"");
    run_jobs(hall, "A");
    assert_int_equal(read_failing(hall, "", bit("guide.conditions"), &items), 0);
    assert_int_equal(item_told("17 3"), 17);
    assert_int_equal(item_told("0 3"), 0);
    hall_close(hall);
}

static void a_cancelled_item_is_not_checked(void **state) {
    struct hall *hall = hall_open(state);
    struct quality_item *items;

    publish(hall, "A", "民政办", "");
    publish(hall, "B", "民政办", "");
    assert_int_equal(refresh(hall), 2);
    assert_null(adjust(hall, "A", "cancel"));
    run_jobs(hall, "A");
    assert_int_equal(read_failing(hall, "", -1, &items), 1);
    assert_string_equal(items[0].code, "B");
    assert_null(adjust(hall, "B", "cancel"));
    assert_int_equal(refresh(hall), 0);
    assert_int_equal(read_failing(hall, "", -1, &items), 0);
    hall_close(hall);
}

/* ---- what a hall makes of the checks ---- */

static void a_check_that_is_switched_off_counts_no_more(void **state) {
    struct hall *hall = hall_open(state);
    struct quality_rule off = { 0, QUALITY_MUST, 0 };
    struct quality_rule mild = { 1, QUALITY_SHOULD, 0 };
    const struct quality_check *const conditions =
        quality_check_named("guide.conditions");

    publish(hall, "A", "民政办", "");
    assert_int_equal(refresh(hall), 1);
    assert_true(quality_rules(&hall->work)->must & bit("guide.conditions"));
    keep_rule(hall, conditions, &mild);
    assert_false(quality_rules(&hall->work)->must & bit("guide.conditions"));
    assert_true(quality_rules(&hall->work)->enabled & bit("guide.conditions"));
    keep_rule(hall, conditions, &off);
    assert_false(quality_rules(&hall->work)->enabled & bit("guide.conditions"));
    hall_close(hall);
}

static void what_another_has_just_changed_is_kept(void **state) {
    struct hall *hall = hall_open(state);
    const struct quality_check *const check = quality_check_named("guide.conditions");
    const struct quality_rules *const was = quality_rules(&hall->work);
    const struct quality_rule one = { 1, QUALITY_SHOULD, 0 },
                              other = { 0, QUALITY_MUST, 0 };

    assert_null(quality_keep_rule(&hall->work, check, &was->rule[check->number], &one));
    assert_ptr_equal(
        quality_keep_rule(&hall->work, check, &was->rule[check->number], &other),
        &quality_changed);
    assert_true(quality_rules(&hall->work)->enabled & bit("guide.conditions"));
    assert_null(quality_keep_costs(&hall->work, was, 20, 5));
    assert_ptr_equal(quality_keep_costs(&hall->work, was, 30, 5), &quality_changed);
    assert_int_equal(quality_rules(&hall->work)->must_cost, 20);
    hall_close(hall);
}

/* Switches off all but the named checks. */
static void keep_only(struct hall *hall, const char *must, const char *should) {
    for (size_t i = 0; i < quality_check_count; i++) {
        const struct quality_check *const check = &quality_checks[i];
        const struct quality_rule rule = {
            .enabled = strcmp(check->name, must) == 0 || strcmp(check->name, should) == 0,
            .severity = strcmp(check->name, must) == 0 ? QUALITY_MUST : QUALITY_SHOULD,
            .threshold = check->threshold,
        };

        keep_rule(hall, check, &rule);
    }
}

static void the_score_of_a_department_is_the_mean_of_its_items(void **state) {
    struct hall *hall = hall_open(state);

    keep_only(hall, "guide.conditions", "unified.main_name");
    assert_null(quality_keep_costs(&hall->work, quality_rules(&hall->work), 20, 5));
    publish(hall, "A", "民政办", "");
    publish(hall, "B", "民政办", ",\"conditions\":\"有。\",\"main_name\":\"主项\"");
    publish(hall, "C", "城建办", ",\"conditions\":\"有。\"");
    assert_int_equal(refresh(hall), 3);

    const struct quality_overview *const overview = quality_overview(&hall->work);
    assert_int_equal(overview->count, 2);
    assert_string_equal(overview->department[0].name, "民政办");
    assert_int_equal(overview->department[0].score, 875); /* (75 + 100) / 2 */
    assert_int_equal(overview->department[0].clean, 1);
    assert_int_equal(overview->department[0].must, 1);
    assert_int_equal(overview->department[0].should, 1);
    assert_int_equal(overview->department[1].score, 950);
    assert_int_equal(overview->all.items, 3);
    assert_int_equal(overview->all.score, 900);
    assert_int_equal(overview->failing[quality_check_named("guide.conditions")->number],
                     1);
    hall_close(hall);
}

static void an_item_loses_no_more_than_it_has(void **state) {
    struct hall *hall = hall_open(state);

    keep_only(hall, "guide.conditions", "unified.main_name");
    assert_null(quality_keep_costs(&hall->work, quality_rules(&hall->work), 90, 60));
    publish(hall, "A", "民政办", "");
    assert_int_equal(refresh(hall), 1);
    assert_int_equal(quality_overview(&hall->work)->all.score, 0);
    hall_close(hall);
}

static void failing_items_are_read_page_by_page_and_by_department(void **state) {
    struct hall *hall = hall_open(state);
    struct quality_filter filter = {
        .department = "", .checks = bit("guide.conditions"), .after = "", .limit = 2
    };
    struct quality_item *items;

    publish(hall, "A", "民政办", "");
    publish(hall, "B", "城建办", "");
    publish(hall, "C", "民政办", "");
    publish(hall, "D", "民政办", ",\"conditions\":\"有。\"");
    assert_int_equal(refresh(hall), 4);
    assert_int_equal(quality_read(&hall->work, &filter, &items), 2);
    assert_string_equal(items[1].code, "B");
    filter.after = "B";
    assert_int_equal(quality_read(&hall->work, &filter, &items), 1);
    assert_string_equal(items[0].code, "C");
    assert_int_equal(read_failing(hall, "民政办", filter.checks, &items), 2);
    hall_close(hall);
}

/* Of forty in two departments, three fail a check that the others pass. */
static void few_that_fail_are_found_among_many(void **state) {
    struct hall *hall = hall_open(state);
    struct quality_filter filter = {
        .department = "", .checks = bit("guide.conditions"), .after = "", .limit = 2
    };
    struct quality_item *items;

    for (int i = 0; i < 40; i++)
        publish(hall, arena_format(hall->work.arena, "C%02d", i),
                i % 2 ? "民政办" : "城建办", i % 15 ? ",\"conditions\":\"有。\"" : "");
    while (refresh(hall) > 0)
        continue;
    hall_end(hall, 1);
    hall_begin(hall);
    assert_int_equal(quality_read(&hall->work, &filter, &items), 2);
    assert_string_equal(items[0].code, "C00");
    assert_string_equal(items[1].code, "C15");
    filter.after = "C15";
    assert_int_equal(quality_read(&hall->work, &filter, &items), 1);
    assert_string_equal(items[0].code, "C30");
    filter.after = "C30";
    assert_int_equal(quality_read(&hall->work, &filter, &items), 0);
    assert_int_equal(read_failing(hall, "民政办", filter.checks, &items), 1);
    assert_int_equal(read_failing(hall, "没有", filter.checks, &items), 0);
    hall_close(hall);
}

static void the_unified_fields_have_the_halls_own_names(void **state) {
    struct hall *hall = hall_open(state);
    static const char *const own[QUALITY_UNIFIED_COUNT] = { "一", "二", "三", "四",
                                                            "五", "六", "七", "八" };

    assert_string_equal(quality_unified_labels(&hall->work)[6], "办理时限");
    const char *const *const was = quality_unified_labels(&hall->work);

    assert_null(quality_unified_keep(&hall->work, was, own));
    assert_ptr_equal(quality_unified_keep(&hall->work, was, was), &quality_changed);
    assert_string_equal(quality_unified_labels(&hall->work)[6], "七");
    for (size_t i = 0; i < QUALITY_UNIFIED_COUNT; i++)
        assert_non_null(quality_check_named(quality_unified[i].check));
    assert_int_equal(quality_unified_fields("papers"), 1 << 3 | 1 << 7);
    assert_int_equal(quality_unified_fields("steps"), 1 << 4 | 1 << 5);
    assert_int_equal(quality_unified_fields("note"), 0);
    hall_close(hall);
}

/* ---- real data ---- */

static void all_of_guangdong_is_checked(void **state) {
    const char *const folder = getenv("HAOBAN_SHARED");
    const char *why = "";
    size_t count, all = 0;

    if (!folder || !*folder) {
        print_message("real data is not tested: set HAOBAN_SHARED to its folder\n");
        skip();
    }

    struct hall *hall = hall_open(state);
    struct item_import import = {
        .path = arena_format(hall->work.arena, "%s/data/items_guangdong.jsonl", folder),
    };
    assert_true(item_import_read(hall->work.arena, &import, &why));
    assert_null(item_import_store(&hall->work, &import));
    while ((count = refresh(hall)) > 0)
        all += count;
    assert_int_equal(all, 2262);

    const struct quality_overview *const overview = quality_overview(&hall->work);
    assert_int_equal(overview->all.items, 2262);
    assert_int_equal(overview->failing[quality_check_named("code.body")->number], 6);
    assert_int_equal(overview->failing[quality_check_named("code.type")->number], 0);
    assert_int_equal(overview->failing[quality_check_named("guide.conditions")->number],
                     950);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(items_are_looked_at_once_and_again_when_something_changed),
        BOTH(publishing_asks_for_a_job_that_checks_that_item),
        BOTH(a_cancelled_item_is_not_checked),
        BOTH(a_check_that_is_switched_off_counts_no_more),
        BOTH(what_another_has_just_changed_is_kept),
        BOTH(the_score_of_a_department_is_the_mean_of_its_items),
        BOTH(an_item_loses_no_more_than_it_has),
        BOTH(failing_items_are_read_page_by_page_and_by_department),
        BOTH(few_that_fail_are_found_among_many),
        BOTH(the_unified_fields_have_the_halls_own_names),
        BOTH(all_of_guangdong_is_checked),
    };

    return RUN_ON_BOTH(tests);
}
