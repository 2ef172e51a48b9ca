#include "guide_desk.h"

#include "guide_test.h"

#include "guide.h"

static const char *best(struct hall *hall, const char *question) {
    const struct guide_answer *answers;

    hall_end(hall, 1);
    hall_begin(hall);
    return guide_find(&hall->work, question, 1, &answers) ? answers[0].code : "";
}

static void a_bound_question_finds_its_item(void **state) {
    struct hall *hall = hall_open(state);

    publish(hall, "A1", "结婚登记", "");
    publish(hall, "A2", "失业登记", "");
    assert_null(guide_leave_question(&hall->work, "娶媳妇", "192.0.2.1"));
    assert_non_null(guide_bind_question(&hall->work, "娶媳妇", "A9"));
    assert_null(guide_bind_question(&hall->work, "娶媳妇", "A1"));
    assert_string_equal(best(hall, "要娶媳妇"), "A1");
    hall_close(hall);
}

static void what_may_be_personal_is_not_kept(void **state) {
    struct hall *hall = hall_open(state);

    assert_non_null(
        guide_leave_question(&hall->work, "110101190001011009 低保", "192.0.2.1"));
    assert_non_null(guide_leave_question(&hall->work, "", "192.0.2.1"));
    hall_close(hall);
}

static void a_word_of_the_town_finds_and_is_taken_away(void **state) {
    struct hall *hall = hall_open(state);

    publish(hall, "A1", "结婚登记", "");
    publish(hall, "A2", "失业登记", "");
    assert_non_null(guide_add_synonym(&hall->work, "拢堂", ""));
    assert_non_null(guide_add_synonym(&hall->work, "拢堂", "拢堂"));
    assert_null(guide_add_synonym(&hall->work, "拢堂", "结婚"));
    assert_string_equal(best(hall, "拢堂"), "A1");
    guide_remove_synonym(&hall->work, "拢堂", "结婚");
    assert_string_equal(best(hall, "拢堂"), "");
    hall_close(hall);
}

static void a_network_leaves_so_many_questions_a_day(void **state) {
    struct hall *hall = hall_open(state);

    for (int i = 0; i < GUIDE_LEFT_A_DAY; i++)
        assert_null(guide_leave_question(&hall->work, "娶媳妇", "192.0.2.1"));
    assert_non_null(guide_leave_question(&hall->work, "娶媳妇", "192.0.2.1"));
    assert_null(guide_leave_question(&hall->work, "娶媳妇", "192.0.2.2"));
    hall->work.now_ms += 24LL * 3600 * 1000;
    assert_null(guide_leave_question(&hall->work, "娶媳妇", "192.0.2.1"));
    hall_close(hall);
}

static void each_open_question_is_read_once_page_by_page(void **state) {
    static const char *const order[] = { "办个啥证", "乙", "丙.丁", "甲" };
    struct hall *hall = hall_open(state);
    struct guide_questions page;
    const char *after = "";
    size_t read = 0;

    publish(hall, "A1", "结婚登记", "");
    for (size_t i = 0; i < 4; i++) {
        assert_null(guide_leave_question(&hall->work, order[i], "192.0.2.1"));
        assert_null(guide_leave_question(&hall->work, "娶媳妇", "192.0.2.2"));
    }
    assert_null(guide_leave_question(&hall->work, order[0], "192.0.2.1"));
    assert_null(guide_bind_question(&hall->work, "娶媳妇", "A1"));
    do {
        assert_null(guide_read_questions(&hall->work, after, 1, &page));
        assert_int_equal(page.count, 1);
        assert_int_equal(page.question[0].times, read == 0 ? 2 : 1);
        if (read == 0)
            assert_string_equal(page.question[0].question, order[0]);
        guide_set_question_aside(&hall->work, page.question[0].question);
        after = page.next;
        read++;
    } while (after[0]);
    assert_int_equal(read, 4);
    assert_null(guide_read_questions(&hall->work, "", 9, &page));
    assert_int_equal(page.count, 0);
    assert_non_null(guide_read_questions(&hall->work, "乙", 9, &page));
    assert_non_null(guide_read_questions(&hall->work, "x.乙", 9, &page));
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_network_leaves_so_many_questions_a_day),
        BOTH(a_bound_question_finds_its_item),
        BOTH(each_open_question_is_read_once_page_by_page),
        BOTH(what_may_be_personal_is_not_kept),
        BOTH(a_word_of_the_town_finds_and_is_taken_away),
    };

    return RUN_ON_BOTH(tests);
}
