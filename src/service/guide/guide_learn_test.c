#include "guide_learn.h"

#include "guide_test.h"

#include "guide.h"

static const char *best(struct hall *hall, const char *question) {
    const struct guide_answer *answers;

    hall_end(hall, 1);
    hall_begin(hall);
    return guide_find(&hall->work, question, 1, &answers) ? answers[0].code : "";
}

static void numbers_and_addresses_of_people_are_not_kept(void **state) {
    (void)state;
    assert_null(guide_phrase_wrong("5000人以上的活动怎么办"));
    assert_null(guide_phrase_wrong("60岁老人2026年补贴"));
    assert_non_null(guide_phrase_wrong("110101190001011009的低保"));
    assert_non_null(guide_phrase_wrong("打 138 0000 0000"));
    assert_non_null(guide_phrase_wrong("１３８００００００００"));
    assert_non_null(guide_phrase_wrong("a@b.cn"));
    assert_non_null(guide_phrase_wrong("？！"));
    assert_non_null(guide_phrase_wrong(""));
}

static void a_lesson_is_learnt_by_code_or_by_name(void **state) {
    struct hall *hall = hall_open(state);
    const struct guide_lesson lessons[] = {
        { 1, "娶媳妇", "A1", "" },
        { 2, "分道扬镳", "", "离婚登记" },
    };
    struct guide_learning learning = { .lessons = lessons, .lesson_count = 2 };

    publish(hall, "A1", "结婚登记", "");
    publish(hall, "A2", "离婚登记", "");
    assert_null(guide_learn_store(&hall->work, &learning));
    assert_int_equal(learning.learnt, 2);
    assert_string_equal(best(hall, "怎么娶媳妇"), "A1");
    assert_string_equal(best(hall, "分道扬镳"), "A2");
    hall_close(hall);
}

static void a_lesson_of_no_item_or_of_several_refuses_all(void **state) {
    struct hall *hall = hall_open(state);
    const struct guide_lesson lessons[] = {
        { 1, "好的", "A1", "" },
        { 2, "没有", "A9", "" },
        { 3, "几个", "", "社会团体登记" },
    };
    struct guide_learning learning = { .lessons = lessons, .lesson_count = 3 };

    publish(hall, "A1", "社会团体登记", "");
    publish(hall, "A2", "社会团体登记", "");
    assert_non_null(guide_learn_store(&hall->work, &learning));
    assert_int_equal(learning.rejected, 2);
    learning.keep = GUIDE_KEEP_GOOD;
    assert_null(guide_learn_store(&hall->work, &learning));
    assert_int_equal(learning.learnt, 1);
    assert_int_equal(learning.rejected, 2);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_addresses_of_people_are_not_kept),
        BOTH(a_lesson_is_learnt_by_code_or_by_name),
        BOTH(a_lesson_of_no_item_or_of_several_refuses_all),
    };

    return RUN_ON_BOTH(tests);
}
