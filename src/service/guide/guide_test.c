#include "guide.h"

#include "guide_test.h"

static struct hall *open_with_items(void **state) {
    struct hall *hall = hall_open(state);

    publish(hall, "A1", "老年优待证办理", "老年证");
    publish(hall, "A2", "最低生活保障审核确认", "穷困补助");
    publish(hall, "A3", "失业登记", "没工作了");
    return hall;
}

static const char *best(struct hall *hall, const char *question) {
    const struct guide_answer *answers;

    return guide_find(&hall->work, question, 1, &answers) ? answers[0].code : "";
}

static void names_daily_terms_and_synonyms_find_an_item(void **state) {
    struct hall *hall = open_with_items(state);

    assert_string_equal(best(hall, "失业登记"), "A3");
    assert_string_equal(best(hall, "老年证"), "A1");
    assert_string_equal(best(hall, "怎么办低保"), "A2");
    assert_string_equal(best(hall, ""), "");
    assert_string_equal(best(hall, "QQQ"), "");
    hall_close(hall);
}

static void the_name_itself_scores_best(void **state) {
    struct hall *hall = open_with_items(state);
    const struct guide_answer *answers;

    assert_true(guide_find(&hall->work, "失业登记", GUIDE_LIMIT_MAX, &answers) >= 1);
    assert_int_equal(answers[0].score, GUIDE_SCORE_EXACT);
    assert_string_equal(answers[0].name, "失业登记");
    hall_close(hall);
}

static void a_change_of_the_library_is_found_by_the_next_work(void **state) {
    struct hall *hall = open_with_items(state);

    assert_string_equal(best(hall, "生育登记"), "A3");
    publish(hall, "A4", "生育登记", "准生证");
    assert_null(adjust(hall, "A1", "suspend"));
    hall_end(hall, 1);
    hall_begin(hall);
    assert_string_equal(best(hall, "生育登记"), "A4");
    assert_string_not_equal(best(hall, "老年证"), "A1");
    hall_close(hall);
}

static void what_is_filed_most_is_popular(void **state) {
    struct hall *hall = open_with_items(state);
    const struct guide_answer *answers;
    struct item item;

    assert_int_equal(guide_popular(&hall->work, 2, &answers), 2);
    assert_string_equal(answers[0].code, "A3"); /* the shorter name goes first */
    assert_null(item_find(&hall->work, "A2", &item));
    item_count_filings(&hall->work, item.id, 1);
    publish(hall, "A5", "居住证申领", "暂住证");
    hall_end(hall, 1);
    hall_begin(hall);
    assert_int_equal(guide_popular(&hall->work, 9, &answers), 4);
    assert_string_equal(answers[0].code, "A2");
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(names_daily_terms_and_synonyms_find_an_item),
        BOTH(the_name_itself_scores_best),
        BOTH(a_change_of_the_library_is_found_by_the_next_work),
        BOTH(what_is_filed_most_is_popular),
    };

    return RUN_ON_BOTH(tests);
}
