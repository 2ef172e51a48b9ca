#include "guide_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct guide_document hall[] = {
    { 1, "330109-00101-001", "城乡最低生活保障对象审核确认", "低保\n低保户认定",
      "收入证明\n户口簿", 50, "" },
    { 2, "330109-00101-002", "临时救助对象审核确认", "", "身份证\n诊断书", 40, "" },
    { 3, "330109-00202-001", "居民身份证申领", "办身份证", "户口簿", 90, "" },
    { 4, "330109-00202-002", "居民身份证换领", "", "", 80, "" },
    { 5, "330109-00202-003", "居民身份证挂失补领", "补身份证", "", 70, "" },
    { 6, "330109-00303-001", "结婚登记", "", "", 60, "" },
    { 7, "330109-00303-002", "离婚登记", "", "", 60, "" },
    { 8, "许可-00802-007-01", "小餐饮店登记变更", "", "", 10, "" },
    { 9, "许可-00802-007-02", "小餐饮店登记注销", "", "", 10, "" },
    { 10, "A0100", "5000人以上大型群众性活动安全许可", "", "", 5, "" },
};

static const struct guide_synonym sayings[] = {
    { "吃低保", "最低生活保障" }, { "关门", "注销" },
    { "关门", "终止" },           { "改", "变更" },
    { "饭馆", "餐饮店" },
};

static int build_hall(void **state) {
    *state = guide_index_build(hall, COUNT(hall), sayings, COUNT(sayings));
    return 0;
}

static int free_hall(void **state) {
    guide_index_free(*state);
    return 0;
}

static int64_t first_of(const struct guide_index *index, const char *query) {
    struct guide_hit hit;

    return guide_index_search(index, query, &hit, 1) ? hit.id : 0;
}

static int score_of(const struct guide_index *index, const char *query, int64_t id) {
    struct guide_hit hits[GUIDE_HITS_MAX];
    const size_t count = guide_index_search(index, query, hits, GUIDE_HITS_MAX);

    for (size_t i = 0; i < count; i++)
        if (hits[i].id == id)
            return hits[i].score;
    return 0;
}

static void the_name_itself_comes_first_and_scores_the_most(void **state) {
    for (size_t i = 0; i < COUNT(hall); i++) {
        struct guide_hit hits[3];

        assert_true(guide_index_search(*state, hall[i].name, hits, 3) >= 1);
        assert_int_equal(hits[0].id, hall[i].id);
        assert_int_equal(hits[0].score, GUIDE_SCORE_EXACT);
    }
}

static void nothing_but_the_name_or_the_code_scores_the_most(void **state) {
    assert_true(score_of(*state, "结婚登记吗", 6) < GUIDE_SCORE_EXACT - 1);
    assert_true(score_of(*state, "登记结婚", 6) < GUIDE_SCORE_EXACT - 1);
    assert_true(score_of(*state, "登记结婚", 6) > score_of(*state, "登记结婚", 7));
}

static void every_beginning_of_a_name_finds_it(void **state) {
    assert_true(score_of(*state, "居", 5) > 0);
    assert_true(score_of(*state, "居民身份证挂", 5) >
                score_of(*state, "居民身份证挂", 3));
    assert_int_equal(first_of(*state, "居民身份证挂"), 5);
    assert_int_equal(first_of(*state, "小餐饮店登记变"), 8);
}

static void one_character_finds_all_that_have_it(void **state) {
    struct guide_hit hits[GUIDE_HITS_MAX];

    assert_int_equal(guide_index_search(*state, "婚", hits, GUIDE_HITS_MAX), 2);
    assert_int_equal(hits[0].id, 6);
    assert_int_equal(hits[1].id, 7);
    assert_int_equal(guide_index_search(*state, "龘", hits, GUIDE_HITS_MAX), 0);
}

static void words_in_another_order_still_find_the_item(void **state) {
    assert_int_equal(first_of(*state, "注销小餐饮店"), 9);
    assert_int_equal(first_of(*state, "身份证丢了挂失"), 5);
}

static void width_case_and_punctuation_do_not_matter(void **state) {
    assert_int_equal(score_of(*state, "【结婚】　登记！", 6), GUIDE_SCORE_EXACT);
    assert_int_equal(score_of(*state, "５０００人以上，大型群众性活动安全许可", 10),
                     GUIDE_SCORE_EXACT);
    assert_int_equal(score_of(*state, "ａ０１００", 10), GUIDE_SCORE_EXACT);
}

static void a_code_finds_its_item_however_it_is_punctuated(void **state) {
    assert_int_equal(first_of(*state, "330109-00202-003"), 5);
    assert_int_equal(score_of(*state, "33010900202003", 5), GUIDE_SCORE_EXACT);
    assert_int_equal(score_of(*state, "许可-00802-007-02", 9), GUIDE_SCORE_EXACT);
}

static void the_beginning_of_a_code_finds_all_items_under_it(void **state) {
    struct guide_hit hits[GUIDE_HITS_MAX];

    assert_int_equal(guide_index_search(*state, "330109-00202", hits, 50), 3);
    assert_int_equal(hits[0].id, 3);
    assert_int_equal(hits[2].id, 5);
    assert_int_equal(hits[0].score, 990);
    assert_int_equal(first_of(*state, "许可-0"), 8);
}

static void plain_words_and_two_digits_are_no_beginning_of_a_code(void **state) {
    assert_int_equal(first_of(*state, "许可"), 10);
    assert_int_equal(score_of(*state, "许可", 8), 0);
    assert_int_equal(score_of(*state, "33", 5), 0);
}

static void an_alias_itself_beats_all_but_the_name(void **state) {
    assert_int_equal(first_of(*state, "低保"), 1);
    assert_int_equal(score_of(*state, "低保", 1), GUIDE_SCORE_EXACT - 1);
    assert_int_equal(score_of(*state, "补身份证", 5), GUIDE_SCORE_EXACT - 1);
}

static void an_item_is_listed_once_however_many_of_its_lines_fit(void **state) {
    struct guide_hit hits[GUIDE_HITS_MAX];
    const size_t count = guide_index_search(*state, "身份证", hits, GUIDE_HITS_MAX);

    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            assert_int_not_equal(hits[i].id, hits[j].id);
}

static void context_finds_an_item_but_weighs_less_than_a_name(void **state) {
    assert_int_equal(first_of(*state, "诊断书"), 2);
    assert_int_equal(first_of(*state, "收入证明"), 1);
    assert_true(score_of(*state, "身份证", 4) > score_of(*state, "身份证", 2));
    assert_true(score_of(*state, "身份证", 2) > 0);
}

static void what_is_said_finds_what_is_meant(void **state) {
    assert_int_equal(first_of(*state, "饭馆关门"), 9);
    assert_int_equal(first_of(*state, "改饭馆"), 8);
    assert_int_equal(first_of(*state, "吃低保"), 1);
}

static void what_is_meant_does_not_find_what_is_said(void **state) {
    const struct guide_document shops[] = { { 1, "1", "饭馆", "", "", 0, "" } };
    struct guide_index *index = guide_index_build(shops, 1, sayings, COUNT(sayings));

    (void)state;
    assert_int_equal(first_of(index, "餐饮店"), 0);
    guide_index_free(index);
}

static void fillers_weigh_nearly_nothing_but_are_not_removed(void **state) {
    const struct guide_document items[] = {
        { 1, "1", "办理手续须知", "", "", 0, "" },
        { 2, "2", "护照", "", "", 0, "" },
    };
    struct guide_index *index = guide_index_build(items, COUNT(items), NULL, 0);

    assert_int_equal(first_of(index, "请问怎么办理护照的手续"), 2);
    assert_int_equal(first_of(index, "办理手续"), 1);
    assert_int_equal(first_of(*state, "我想办理离婚需要什么手续"), 7);
    guide_index_free(index);
}

static void equals_go_by_popularity_then_shorter_name_then_code(void **state) {
    const struct guide_document items[] = {
        { 1, "C", "甲证变更", "", "", 1, "" },
        { 2, "B", "甲证注销", "", "", 1, "" },
        { 3, "A", "甲证换发", "", "", 0, "" },
        { 4, "D", "甲证续期", "", "", 9, "" },
        { 5, "A9", "很长很长的名字", "乙证", "", 1, "" },
        { 6, "B9", "长的名字", "乙证", "", 1, "" },
    };
    struct guide_index *index = guide_index_build(items, COUNT(items), NULL, 0);
    struct guide_hit hits[4];

    (void)state;
    assert_int_equal(guide_index_search(index, "甲证", hits, 4), 4);
    assert_int_equal(hits[0].id, 4);
    assert_int_equal(hits[1].id, 2);
    assert_int_equal(hits[2].id, 1);
    assert_int_equal(hits[3].id, 3);
    assert_int_equal(first_of(index, "乙证"), 6);
    guide_index_free(index);
}

static void the_order_in_which_items_are_given_does_not_matter(void **state) {
    static const char *const queries[] = { "身份证", "登记", "确认", "3301", "办" };
    struct guide_document turned[COUNT(hall)];

    for (size_t i = 0; i < COUNT(hall); i++)
        turned[i] = hall[COUNT(hall) - 1 - i];
    struct guide_index *index =
        guide_index_build(turned, COUNT(hall), sayings, COUNT(sayings));
    for (size_t i = 0; i < COUNT(queries); i++) {
        struct guide_hit here[GUIDE_HITS_MAX];
        struct guide_hit there[GUIDE_HITS_MAX];
        const size_t count = guide_index_search(*state, queries[i], here, 50);

        assert_int_equal(guide_index_search(index, queries[i], there, 50), count);
        for (size_t j = 0; j < count; j++) {
            assert_int_equal(here[j].id, there[j].id);
            assert_int_equal(here[j].score, there[j].score);
        }
    }
    guide_index_free(index);
}

static void letters_spell_what_is_meant(void **state) {
    static const char *const spelt[] = { "jumin shenfenzheng guashi", "jmsfzgs",
                                         "shenfenz挂失", "居民sfz挂失" };

    for (size_t i = 0; i < COUNT(spelt); i++)
        assert_int_equal(first_of(*state, spelt[i]), 5);
    assert_int_equal(first_of(*state, "jiehun"), 6);
    assert_int_equal(first_of(*state, "lihdj"), 7);
    assert_int_equal(first_of(*state, "chidibao"), 1);
    assert_int_equal(first_of(*state, "fanguan guanmen"), 9);
}

static void traditional_characters_are_the_same_as_simplified(void **state) {
    assert_int_equal(score_of(*state, "結婚登記", 6), GUIDE_SCORE_EXACT);
    assert_int_equal(first_of(*state, "居民身份證換領"), 4);
}

static void one_slip_of_the_hand_does_no_harm(void **state) {
    assert_int_equal(first_of(*state, "身分证挂失"), 5); /* sounds the same */
    assert_int_equal(first_of(*state, "离昏登记"), 7);
    assert_int_equal(first_of(*state, "小餐次店登记注销"), 9); /* another character */
    assert_int_equal(first_of(*state, "小餐店登记注销"), 9);   /* one is missing */
    assert_int_equal(first_of(*state, "临时求助对象"), 2);
}

static void what_was_learnt_finds_its_item(void **state) {
    const struct guide_document items[] = {
        { 1, "1", "结婚登记", "", "", 0, "娶媳妇\n办喜事领证" },
        { 2, "2", "离婚登记", "", "", 0, "" },
    };
    struct guide_index *index = guide_index_build(items, COUNT(items), NULL, 0);

    (void)state;
    assert_int_equal(first_of(index, "要娶媳妇了怎么办"), 1);
    assert_int_equal(first_of(index, "离婚登记"), 2);
    assert_int_equal(score_of(index, "结婚登记", 1), GUIDE_SCORE_EXACT);
    assert_true(score_of(index, "娶媳妇", 1) < GUIDE_SCORE_EXACT - 1);
    guide_index_free(index);
}

static void who_wants_one_action_is_not_served_by_another(void **state) {
    assert_true(score_of(*state, "餐饮店不开了要注销", 9) >
                score_of(*state, "餐饮店不开了要注销", 8));
    assert_int_equal(first_of(*state, "餐饮店改名"), 8);
    assert_int_equal(first_of(*state, "第一次办身份证"), 3);
}

static void fewer_places_show_the_first_of_more(void **state) {
    struct guide_hit all[GUIDE_HITS_MAX];
    const size_t count = guide_index_search(*state, "居民身份证登记", all, 50);

    assert_true(count > 3);
    for (size_t limit = 1; limit <= count; limit++) {
        struct guide_hit some[GUIDE_HITS_MAX];

        assert_int_equal(guide_index_search(*state, "居民身份证登记", some, limit),
                         limit);
        for (size_t i = 0; i < limit; i++)
            assert_int_equal(some[i].id, all[i].id);
    }
}

static void a_long_query_is_cut_between_two_characters(void **state) {
    char query[GUIDE_QUERY_MAX + 20] = "";

    memset(query, '-', GUIDE_QUERY_MAX - 1);
    strncat(query, "婚", 4);
    assert_int_equal(first_of(*state, query), 0);
    memmove(query, query + 2, strlen(query + 2) + 1);
    assert_int_equal(first_of(*state, query), 6);
}

static void nothing_said_or_nothing_known_finds_nothing(void **state) {
    struct guide_index *empty = guide_index_build(NULL, 0, NULL, 0);

    assert_int_equal(first_of(empty, "身份证"), 0);
    guide_index_free(empty);
    assert_int_equal(first_of(*state, ""), 0);
    assert_int_equal(first_of(*state, "？！ 、"), 0);
    assert_int_equal(first_of(*state, "x"), 0);
}

static void lines_and_characters_beyond_the_bounds_do_not_count(void **state) {
    char aliases[GUIDE_LINES_MAX * 2 + 16] = "";
    char name[4 * GUIDE_LINE_CHARACTERS_MAX] = "";

    (void)state;
    for (int i = 0; i < GUIDE_LINES_MAX; i++)
        strncat(aliases, "a\n", 3);
    strncat(aliases, "龙", 4);
    for (int i = 0; i < GUIDE_LINE_CHARACTERS_MAX; i++)
        strncat(name, "b", 2);
    strncat(name, "虎", 4);
    const struct guide_document document = { 1, "1", name, aliases, "", 0, "" };
    struct guide_index *index = guide_index_build(&document, 1, NULL, 0);

    assert_int_equal(first_of(index, "龙"), 0);
    assert_int_equal(first_of(index, "虎"), 0);
    assert_int_equal(first_of(index, "a"), 1);
    assert_int_equal(first_of(index, "b"), 1);
    guide_index_free(index);
}

static void the_rare_word_is_found_among_very_many_that_share_the_rest(void **state) {
    enum { MANY = 120000, CODE_SIZE = 16 };
    struct guide_document *many = calloc(MANY, sizeof *many);
    char *codes = calloc(MANY, CODE_SIZE);

    (void)state;
    assert_non_null(many);
    assert_non_null(codes);
    for (int i = 0; i < MANY; i++) {
        snprintf(codes + i * CODE_SIZE, CODE_SIZE, "C%07d", i);
        many[i] =
            (struct guide_document){ i + 1, codes + i * CODE_SIZE, "村民证明", "", "", 0,
                                     "" };
    }
    many[MANY - 2].name = "村民鹤证明";
    struct guide_index *index = guide_index_build(many, MANY, NULL, 0);

    assert_int_equal(first_of(index, "村民鹤证明"), MANY - 1);
    assert_int_equal(first_of(index, "证明鹤"), MANY - 1);
    assert_int_equal(first_of(index, "村民证明"), 1);
    assert_int_equal(first_of(index, "C0119999"), MANY);
    guide_index_free(index);
    free(codes);
    free(many);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_name_itself_comes_first_and_scores_the_most),
        cmocka_unit_test(nothing_but_the_name_or_the_code_scores_the_most),
        cmocka_unit_test(every_beginning_of_a_name_finds_it),
        cmocka_unit_test(one_character_finds_all_that_have_it),
        cmocka_unit_test(words_in_another_order_still_find_the_item),
        cmocka_unit_test(width_case_and_punctuation_do_not_matter),
        cmocka_unit_test(a_code_finds_its_item_however_it_is_punctuated),
        cmocka_unit_test(the_beginning_of_a_code_finds_all_items_under_it),
        cmocka_unit_test(plain_words_and_two_digits_are_no_beginning_of_a_code),
        cmocka_unit_test(an_alias_itself_beats_all_but_the_name),
        cmocka_unit_test(an_item_is_listed_once_however_many_of_its_lines_fit),
        cmocka_unit_test(context_finds_an_item_but_weighs_less_than_a_name),
        cmocka_unit_test(what_is_said_finds_what_is_meant),
        cmocka_unit_test(what_is_meant_does_not_find_what_is_said),
        cmocka_unit_test(fillers_weigh_nearly_nothing_but_are_not_removed),
        cmocka_unit_test(equals_go_by_popularity_then_shorter_name_then_code),
        cmocka_unit_test(the_order_in_which_items_are_given_does_not_matter),
        cmocka_unit_test(letters_spell_what_is_meant),
        cmocka_unit_test(traditional_characters_are_the_same_as_simplified),
        cmocka_unit_test(one_slip_of_the_hand_does_no_harm),
        cmocka_unit_test(what_was_learnt_finds_its_item),
        cmocka_unit_test(who_wants_one_action_is_not_served_by_another),
        cmocka_unit_test(fewer_places_show_the_first_of_more),
        cmocka_unit_test(a_long_query_is_cut_between_two_characters),
        cmocka_unit_test(nothing_said_or_nothing_known_finds_nothing),
        cmocka_unit_test(lines_and_characters_beyond_the_bounds_do_not_count),
        cmocka_unit_test(the_rare_word_is_found_among_very_many_that_share_the_rest),
    };

    return cmocka_run_group_tests(tests, build_hall, free_hall);
}
