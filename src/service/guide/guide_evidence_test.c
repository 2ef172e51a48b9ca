#include "guide_evidence.h"

#include "guide_test.h"

#include "guide.h"
#include "guide_trace.h"

static const int64_t day_ms = 24LL * 3600 * 1000;

static struct hall *open_with_items(void **state) {
    struct hall *hall = hall_open(state);

    publish(hall, "A2", "高龄老人补贴", "");
    publish(hall, "A1", "高龄老人津贴", "");
    publish(hall, "A3", "结婚登记", "");
    hall_end(hall, 1);
    hall_begin(hall);
    return hall;
}

static const char *best(struct hall *hall, const char *question) {
    const struct guide_answer *answers;

    hall_end(hall, 1);
    hall_begin(hall);
    return guide_find(&hall->work, question, 3, &answers) ? answers[0].code : "";
}

static void open_from(struct hall *hall, const char *question, const char *code,
                      int network) {
    char address[32];

    snprintf(address, sizeof address, "192.0.2.%d", network);
    assert_null(guide_note_opened(&hall->work, question, code, address));
}

/* So many visitors, each from a network of his own. */
static void open_by(struct hall *hall, const char *question, const char *code,
                    int visitors) {
    for (int i = 0; i < visitors; i++)
        open_from(hall, question, code, i + 1);
    guide_evidence_write(&hall->work);
}

static size_t list(struct hall *hall, const struct guide_evidence **evidence) {
    return guide_evidence_list(&hall->work, 10, evidence);
}

static void five_visitors_are_evidence_and_four_are_not(void **state) {
    struct hall *hall = open_with_items(state);
    const struct guide_evidence *evidence;

    assert_string_equal(best(hall, "高龄老人"), "A1");
    open_by(hall, "高龄老人怎么办理", "A2", GUIDE_EVIDENCE_LEAST - 1);
    assert_string_equal(best(hall, "高龄老人"), "A1");
    assert_int_equal(list(hall, &evidence), 0);
    open_by(hall, "请问高龄老人", "A2", GUIDE_EVIDENCE_LEAST);
    assert_string_equal(best(hall, "高龄老人"), "A2");
    assert_int_equal(list(hall, &evidence), 1);
    assert_string_equal(evidence[0].words, "高龄老人");
    assert_string_equal(evidence[0].code, "A2");
    assert_int_equal(evidence[0].opened, GUIDE_EVIDENCE_LEAST);
    hall_close(hall);
}

static void one_visitor_who_clicks_a_hundred_times_counts_once_a_day(void **state) {
    struct hall *hall = open_with_items(state);
    const struct guide_evidence *evidence;

    for (int i = 0; i < 100; i++)
        open_from(hall, "高龄老人", "A2", 1);
    guide_evidence_write(&hall->work);
    for (int day = 1; day < GUIDE_EVIDENCE_LEAST - 1; day++) {
        hall->work.now_ms += day_ms;
        open_from(hall, "高龄老人", "A2", 1);
        guide_evidence_write(&hall->work);
    }
    assert_int_equal(list(hall, &evidence), 0);
    assert_string_equal(best(hall, "高龄老人"), "A1");
    hall->work.now_ms += day_ms;
    open_by(hall, "高龄老人", "A2", 1);
    assert_int_equal(list(hall, &evidence), 1);
    hall_close(hall);
}

static void one_visitor_counts_for_so_many_items_and_questions_a_day(void **state) {
    struct hall *hall = open_with_items(state);
    struct guide_happening *happenings;
    char question[32];

    for (int i = 0; i < 2 * GUIDE_TRACE_OPENED_MAX; i++) {
        snprintf(question, sizeof question, "老人%d", i);
        open_from(hall, question, "A2", 1);
    }
    assert_int_equal(guide_trace_take(&hall->work, &happenings), GUIDE_TRACE_OPENED_MAX);
    hall_close(hall);
}

static void the_name_itself_stays_first_whatever_is_opened(void **state) {
    struct hall *hall = open_with_items(state);
    const struct guide_answer *answers;

    for (int day = 0; day < 20; day++) {
        open_by(hall, "高龄老人津贴", "A2", 40);
        open_by(hall, "高龄老人津贴", "A3", 40);
        hall->work.now_ms += day_ms;
    }
    assert_string_equal(best(hall, "高龄老人津贴"), "A1");
    assert_true(guide_find(&hall->work, "高龄老人津贴", 3, &answers) >= 2);
    assert_int_equal(answers[0].score, GUIDE_SCORE_EXACT);
    assert_true(answers[1].score <= answers[0].score);
    hall_close(hall);
}

static void who_filed_what_he_opened_today_counts_more(void **state) {
    struct hall *hall = open_with_items(state);
    const struct guide_evidence *evidence;
    struct item item;

    assert_null(item_find(&hall->work, "A2", &item));
    for (int i = 1; i <= GUIDE_EVIDENCE_LEAST; i++)
        open_from(hall, "高龄老人", "A2", i);
    guide_note_filed(&hall->work, item.id, "192.0.2.1");
    guide_note_filed(&hall->work, item.id, "192.0.2.1");
    guide_note_filed(&hall->work, item.id, "192.0.2.99");
    guide_evidence_write(&hall->work);
    assert_int_equal(list(hall, &evidence), 1);
    assert_int_equal(evidence[0].filed, 1);
    assert_int_equal(evidence[0].weight,
                     (GUIDE_EVIDENCE_LEAST + GUIDE_EVIDENCE_FILED) * 1000);
    hall->work.now_ms += day_ms;
    guide_note_filed(&hall->work, item.id, "192.0.2.2");
    guide_evidence_write(&hall->work);
    assert_int_equal(list(hall, &evidence), 1);
    assert_int_equal(evidence[0].filed, 1);
    hall_close(hall);
}

static void evidence_halves_and_is_forgotten(void **state) {
    struct hall *hall = open_with_items(state);
    const struct guide_evidence *evidence;
    const int64_t half = hall->house.config->integer[CONFIG_GUIDE_HALF_LIFE_DAYS];

    open_by(hall, "高龄老人", "A2", 8);
    hall->work.now_ms += half * day_ms;
    assert_int_equal(list(hall, &evidence), 1);
    assert_int_equal(evidence[0].weight, 4000);
    hall->work.now_ms += GUIDE_EVIDENCE_DAYS * day_ms;
    guide_evidence_sweep(&hall->work);
    assert_int_equal(list(hall, &evidence), 0);
    hall_close(hall);
}

static void what_is_left_falls_from_day_to_day(void **state) {
    (void)state;
    assert_int_equal(guide_evidence_left(1000, 0, 90), 1000);
    assert_int_equal(guide_evidence_left(1000, 45, 90), 750);
    assert_int_equal(guide_evidence_left(1000, 90, 90), 500);
    assert_int_equal(guide_evidence_left(1000, 180, 90), 250);
    assert_int_equal(guide_evidence_left(INT64_MAX / 4, 10000, 1), 0);
    for (int day = 0; day < 400; day++)
        assert_true(guide_evidence_left(1000, day, 90) >=
                    guide_evidence_left(1000, day + 1, 90));
}

static void the_librarian_throws_evidence_away(void **state) {
    struct hall *hall = open_with_items(state);
    const struct guide_evidence *evidence;

    open_by(hall, "高龄老人", "A2", GUIDE_EVIDENCE_LEAST);
    assert_string_equal(best(hall, "高龄老人"), "A2");
    assert_int_equal(list(hall, &evidence), 1);
    guide_evidence_drop(&hall->work, evidence[0].words, evidence[0].item_id);
    assert_string_equal(best(hall, "高龄老人"), "A1");
    assert_int_equal(list(hall, &evidence), 0);
    hall_close(hall);
}

static void what_may_be_personal_is_no_evidence(void **state) {
    struct hall *hall = open_with_items(state);
    struct guide_happening *happenings;

    open_from(hall, "110101190001011009的补贴", "A2", 1);
    assert_int_equal(guide_trace_take(&hall->work, &happenings), 0);
    assert_non_null(guide_note_opened(&hall->work, "补贴", "A9", "192.0.2.1"));
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_falls_from_day_to_day),
        BOTH(five_visitors_are_evidence_and_four_are_not),
        BOTH(one_visitor_who_clicks_a_hundred_times_counts_once_a_day),
        BOTH(one_visitor_counts_for_so_many_items_and_questions_a_day),
        BOTH(the_name_itself_stays_first_whatever_is_opened),
        BOTH(who_filed_what_he_opened_today_counts_more),
        BOTH(evidence_halves_and_is_forgotten),
        BOTH(the_librarian_throws_evidence_away),
        BOTH(what_may_be_personal_is_no_evidence),
    };

    return RUN_ON_BOTH(tests);
}
