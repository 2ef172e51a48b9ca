#include "library_difference.h"

#include "house_test.h"

#include "item.h"
#include "library_form.h"

/* ---- an item ---- */

static const struct item_paper papers[] = {
    { .name = "居民身份证", .standard = "在有效期内", .copies = 1 },
    { .name = "户口簿", .copies = 1 },
    { .name = "委托书", .copies = 1 },
};

static struct item_version make_version(void) {
    struct item_version version = item_nothing();

    version.code = "A1";
    version.name = "老年优待证";
    version.conditions = "满 60 周岁\n有本区户籍";
    version.papers = papers;
    version.paper_count = 3;
    return version;
}

static struct arena *arena;

static size_t compare(const struct item_version *old, const struct item_version *now,
                      const struct library_difference **found) {
    return library_differences(arena, old, now, found);
}

static int begin(void **state) {
    (void)state;
    arena = arena_new();
    return 0;
}

static int end(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

/* ---- differences ---- */

static void what_is_the_same_does_not_differ(void **state) {
    const struct item_version one = make_version(), other = make_version();
    const struct library_difference *found;

    (void)state;
    assert_int_equal(compare(&one, &other, &found), 0);
}

static void only_the_characters_that_differ_are_marked(void **state) {
    const struct item_version old = make_version();
    struct item_version now = make_version();
    const struct library_difference *found;

    (void)state;
    now.conditions = "满 65 周岁\n有本区户籍";
    assert_int_equal(compare(&old, &now, &found), 1);
    assert_string_equal(found->label, "受理条件");
    assert_int_equal(found->mark, LIBRARY_CHANGED);
    assert_string_equal(found->old, old.conditions);
    assert_int_equal(found->now_part.size, 1);
    assert_true(found->now[found->now_part.begin] == '5');

    now.name = "老人优待证"; /* 年 and 人 have no byte in common but the first */
    assert_int_equal(compare(&old, &now, &found), 2);
    assert_int_equal(found->old_part.size, strlen("年"));
    assert_int_equal(
        strncmp(found->now + found->now_part.begin, "人", found->now_part.size), 0);
}

static void words_stand_for_their_numbers(void **state) {
    const struct item_version old = make_version();
    struct item_version now = make_version();
    const struct library_difference *found;

    (void)state;
    now.kind = 1;
    assert_int_equal(compare(&old, &now, &found), 1);
    assert_string_equal(found->old, "");
    assert_string_equal(found->now, "即办件");
}

static void rows_are_added_changed_moved_and_taken_out(void **state) {
    const struct item_paper later[] = {
        papers[2],
        { .name = "居民身份证", .standard = "在有效期内，人证一致", .copies = 1 },
        { .name = "照片", .copies = 2 },
    };
    const struct item_version old = make_version();
    struct item_version now = make_version();
    const struct library_difference *found;

    (void)state;
    now.papers = later;
    assert_int_equal(compare(&old, &now, &found), 3);
    assert_string_equal(found[0].row, "居民身份证");
    assert_string_equal(found[0].list, "申请材料");
    assert_string_equal(found[0].label, "受理标准");
    assert_int_equal(found[1].mark, LIBRARY_ADDED);
    assert_non_null(strstr(found[1].now, "材料名称：照片\n"));
    assert_int_equal(found[2].mark, LIBRARY_REMOVED);
    assert_string_equal(found[2].row, "户口簿");
}

static void a_row_that_only_moved_says_from_where_to_where(void **state) {
    const struct item_paper later[] = { papers[2], papers[0], papers[1] };
    const struct item_version old = make_version();
    struct item_version now = make_version();
    const struct library_difference *found;

    (void)state;
    now.papers = later;
    assert_int_equal(compare(&old, &now, &found), 1);
    assert_int_equal(found->mark, LIBRARY_MOVED);
    assert_string_equal(found->row, "委托书");
    assert_string_equal(found->old, "3");
    assert_string_equal(found->now, "1");
}

/* ---- merging ---- */

static void merging_keeps_what_the_draft_changed(void **state) {
    const struct item_version base = make_version();
    struct item_version now = make_version(), draft = make_version();

    (void)state;
    now.phone = "0571-1";
    now.conditions = "新的";
    now.paper_count = 1;
    draft.conditions = "草稿的";
    draft.hours = "全天";
    library_merge(arena, &base, &now, &draft);
    assert_string_equal(draft.phone, "0571-1");
    assert_string_equal(draft.conditions, "草稿的");
    assert_string_equal(draft.hours, "全天");
    assert_int_equal(draft.paper_count, 1);
}

static void a_required_element_that_is_missing_is_named(void **state) {
    const struct item_paper nameless[] = { papers[0], { .name = "" } };
    struct item_version version = make_version();
    const struct library_gap *gaps;

    (void)state;
    assert_int_equal(library_gaps(arena, &version, &gaps), 0);
    version.name = "";
    version.papers = nameless;
    version.paper_count = 2;
    assert_int_equal(library_gaps(arena, &version, &gaps), 2);
    assert_string_equal(gaps[0].path, "name");
    assert_string_equal(gaps[1].path, "papers");
    assert_int_equal(gaps[1].row, 2);
}

/* ---- forms ---- */

/* What a browser sends back when nobody touched the form. */
static const char *sent(const void *from, const char *name) {
    const struct form_input *const shown = from;

    return shown->value[form_index(shown->form, name)];
}

static struct form_input *read_back(const struct form_input *shown) {
    const struct form_source source = { sent, shown };

    return form_read(arena, shown->form, source, 20261123);
}

static void every_section_gives_back_what_it_was_filled_with(void **state) {
    struct item_version version = make_version();
    const struct library_section *sections;
    const struct library_difference *found;
    const size_t count = library_sections(arena, &sections);
    static const char *const ways[] = { "online", "agent" };
    static const char *const terms[] = { "老年证", "敬老卡" };

    (void)state;
    version.ways = (struct item_list){ ways, 2 };
    version.daily_terms = (struct item_list){ terms, 2 };
    version.level = 5;
    version.kind = 2;
    version.visits = -1;
    version.fee_charged = -1;
    version.result_kind = "certificate";
    version.promise = 1;
    assert_true(count >= 8);
    for (size_t i = 0; i < count; i++) {
        struct item_version again = version;
        const struct library_form *const form =
            library_form(arena, LANGUAGE_CHINESE, &sections[i].fields, &version);
        struct form_input *const input =
            read_back(library_filled(arena, form, &version, 7));

        assert_int_equal(input->error_count, 0);
        assert_string_equal(form_value(input, "revision"), "7");
        library_check(form, input);
        library_apply(form, input, &again);
        assert_int_equal(compare(&version, &again, &found), 0);
    }
}

static void every_element_stands_in_one_section_or_list(void **state) {
    const struct item_elements all = item_elements(arena);
    const struct library_section *sections;
    const struct item_element *lists;
    const size_t section_count = library_sections(arena, &sections);
    size_t placed = library_lists(arena, &lists), derived = 0;

    (void)state;
    for (size_t i = 0; i < section_count; i++)
        placed += sections[i].fields.count;
    for (size_t i = 0; i < all.count; i++)
        derived += all.element[i].field->duty == SHAPE_DERIVED;
    assert_int_equal(placed + derived + 1, all.count); /* the code is the item */
}

static void words_are_few_short_and_said_once(void **state) {
    const struct library_section *sections;
    struct item_version version = make_version();

    (void)state;
    library_sections(arena, &sections);
    const struct library_form *const form =
        library_form(arena, LANGUAGE_CHINESE, &sections[0].fields, &version);
    struct form_input *const input = library_filled(arena, form, &version, 1);
    const size_t terms = form_index(input->form, "daily_terms");

    input->value[terms] = "老年证\n 敬老卡　\n\n老年证";
    library_check(form, input);
    assert_int_equal(input->error_count, 0);
    library_apply(form, input, &version);
    assert_int_equal(version.daily_terms.count, 2);
    assert_string_equal(version.daily_terms.word[1], "敬老卡");

    char *const many = arena_alloc(arena, 2 * (ITEM_WORDS_MAX + 1) + 1);
    for (size_t i = 0; i <= ITEM_WORDS_MAX; i++)
        memcpy(many + 2 * i, "a\n", 2);
    input->value[terms] = many;
    library_check(form, input);
    assert_int_equal(input->error_count, 1);
}

int main(void) {
#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(what_is_the_same_does_not_differ),
        TEST(only_the_characters_that_differ_are_marked),
        TEST(words_stand_for_their_numbers),
        TEST(rows_are_added_changed_moved_and_taken_out),
        TEST(a_row_that_only_moved_says_from_where_to_where),
        TEST(merging_keeps_what_the_draft_changed),
        TEST(a_required_element_that_is_missing_is_named),
        TEST(every_section_gives_back_what_it_was_filled_with),
        TEST(every_element_stands_in_one_section_or_list),
        TEST(words_are_few_short_and_said_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
