/* What runs out next, who was pressed, and what the asker is told of time; on both
 * databases. */
#include "matter_asked.h"

#include "filing_law_test.h"

#include "matter_pause.h"
#include "matter_track.h"

const struct flow *const matter_flows[] = { &filing_flow, NULL };

static struct matter file_and(struct hall *hall, const char *const *verbs) {
    struct matter matter;

    act_as(hall, RIGHT_INTAKE, 0);
    matter = file(hall, FILING_AT_WINDOW);
    act_as(hall, RIGHT_INTAKE | RIGHT_REVIEW, matter.department_id);
    for (; *verbs; verbs++)
        assert_null(act(hall, &matter, *verbs, "说明"));
    return matter;
}

static struct matter file_accepted(struct hall *hall) {
    return file_and(hall, (const char *const[]){ "accept", NULL });
}

static void urge(struct hall *hall, struct matter *matter) {
    act_as_resident(hall, matter->person_id);
    assert_null(act(hall, matter, "urge", "还要多久"));
}

static void supervise(struct hall *hall, struct matter *matter) {
    act_as(hall, RIGHT_MANAGE, 0);
    assert_null(act(hall, matter, "supervise", "三天没有动了"));
}

static struct matter_filter asked_for(struct hall *hall, const char *query) {
    const struct matter_asked asked = matter_asked_read(hall->work.arena, query);
    struct matter_filter filter;

    act_as(hall, RIGHT_MANAGE, 0);
    assert_null(matter_asked_filter(&hall->work, &asked, &filter));
    return filter;
}

static struct matter_found_page look(struct hall *hall, const char *query) {
    const struct matter_filter filter = asked_for(hall, query);
    struct matter_found_page page;

    matter_filter_read(&hall->work, &filter, MATTER_ASKER_MASKED,
                       (struct matter_cursor){ 0, 0 }, 10, MATTER_LOOKS, &page);
    return page;
}

/* ---- the board ---- */

static void who_was_pressed_stands_on_the_board_until_he_answers(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter urged = file_accepted(hall), supervised = file_accepted(hall);
    struct matter_found_page page;

    file_accepted(hall);
    urge(hall, &urged);
    supervise(hall, &supervised);
    page = look(hall, "pressed=1");
    assert_int_equal(page.count, 2);
    assert_string_equal(page.found[0].line.number, urged.number); /* due first */
    assert_string_equal(page.found[1].line.number, supervised.number);
    act_as(hall, RIGHT_INTAKE | RIGHT_REVIEW, urged.department_id);
    assert_null(act(hall, &urged, "answer_urge", "后天办好"));
    page = look(hall, "pressed=1");
    assert_int_equal(page.count, 1);
    assert_string_equal(page.found[0].line.number, supervised.number);
    hall_close(hall);
}

/* One who sees a department sees what is pressed in it, and no more. */
static void what_is_pressed_elsewhere_is_not_shown(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter urged = file_accepted(hall);
    struct matter_filter filter;

    urge(hall, &urged);
    act_as(hall, RIGHT_REVIEW, urged.department_id + 1);
    filter = matter_filter_all(&hall->work);
    filter.order = MATTER_NEXT_DUE;
    filter.pressed = true;
    assert_int_equal(matter_filter_count(&hall->work, &filter, 99, 300).count, 0);
    act_as(hall, RIGHT_REVIEW, urged.department_id);
    filter.scope_id = urged.department_id;
    assert_int_equal(matter_filter_count(&hall->work, &filter, 99, 300).count, 1);
    hall_close(hall);
}

static void counting_stops_where_enough_were_counted_or_looked_at(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter_filter filter;
    struct matter_count counted;

    for (int i = 0; i < 5; i++)
        file_accepted(hall);
    filter = asked_for(hall, "light=green");
    counted = matter_filter_count(&hall->work, &filter, 99, 300);
    assert_true(counted.count == 5 && !counted.more);
    counted = matter_filter_count(&hall->work, &filter, 5, 300);
    assert_true(counted.count == 5 && !counted.more);
    counted = matter_filter_count(&hall->work, &filter, 3, 300);
    assert_true(counted.count == 3 && counted.more);
    counted = matter_filter_count(&hall->work, &filter, 99, 2);
    assert_true(counted.count == 2 && counted.more);
    filter = asked_for(hall, "light=red");
    counted = matter_filter_count(&hall->work, &filter, 99, 300);
    assert_true(counted.count == 0 && !counted.more);
    hall_close(hall);
}

static void a_pause_says_why_and_since_when(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file_accepted(hall);
    struct matter_pause pause;

    assert_false(matter_find_pause(&hall->work, matter.id, matter.flow, &pause));
    act_as(hall, RIGHT_REVIEW, matter.department_id);
    hall->work.now_ms += 3600000;
    assert_null(filing_do(
        &hall->work, &matter,
        &(struct filing_act){ .verb = "special", .note = "", .days = 10, .special = 1 }));
    assert_true(matter_find_pause(&hall->work, matter.id, matter.flow, &pause));
    assert_string_equal(pause.what, "开始特别程序");
    assert_non_null(strstr(pause.note, word_chinese(&filing_specials, 1)));
    assert_int_equal(pause.since_ms, hall->work.now_ms);
    assert_null(act(hall, &matter, "special_end", ""));
    assert_false(matter_find_pause(&hall->work, matter.id, matter.flow, &pause));
    hall_close(hall);
}

/* ---- what the asker is told ---- */

static struct matter_track track_of(struct hall *hall, const struct matter *matter) {
    struct matter_track track;

    matter_track(&hall->work, matter, LANGUAGE_CHINESE, &track);
    return track;
}

static void one_sentence_says_whose_turn_it_is_and_until_when(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = file_and(hall, (const char *const[]){ NULL });
    struct matter_track track = track_of(hall, &matter);

    assert_string_equal(track.turn, "hall");
    assert_string_equal(track.says, "现在是“已收件”，由大厅办理，您不用做什么，最晚 "
                                    "11月23日（周一）17:30前告诉您受理不受理。");
    act_as(hall, RIGHT_INTAKE, 0);
    assert_null(filing_do(&hall->work, &matter,
                          &(struct filing_act){ .verb = "supplement",
                                                .note = "",
                                                .defect = { [1] = "没有签字" } }));
    track = track_of(hall, &matter);
    assert_string_equal(track.turn, "asker");
    assert_string_equal(
        track.says, "轮到您了：现在是“待补正”，请在 12月14日（周一）17:30前补好、改好。");
    assert_int_equal(track.clock_count, 1);
    assert_string_equal(track.clocks[0].kind, "supply");
    assert_int_equal(track.clocks[0].of_asker, 1);
    assert_non_null(strstr(track.clocks[0].why, "行政许可法"));
    hall_close(hall);
}

/* An urging is answered in two days, which is not when the matter is decided; and that
 * the hall supervises itself is no business of his. */
static void pressing_does_not_change_what_was_promised(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file_accepted(hall);
    const int64_t due_ms = matter.due_ms;
    struct matter_track track;

    urge(hall, &matter);
    supervise(hall, &matter);
    assert_true(matter.due_ms < due_ms);
    track = track_of(hall, &matter);
    assert_int_equal(track.due_ms, due_ms);
    assert_non_null(strstr(track.says, "作出决定"));
    assert_int_equal(track.clock_count, 2);
    assert_string_equal(track.clocks[0].kind, "urge");
    assert_string_equal(track.clocks[1].kind, "decide");
    hall_close(hall);
}

static void what_stands_still_says_why(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file_accepted(hall);
    struct matter_track track;

    act_as(hall, RIGHT_REVIEW, matter.department_id);
    assert_null(filing_do(
        &hall->work, &matter,
        &(struct filing_act){ .verb = "special", .note = "", .days = 10, .special = 1 }));
    track = track_of(hall, &matter);
    assert_non_null(strstr(track.pause, "办理期限停着没有走：开始特别程序"));
    assert_string_equal(track.clocks[0].kind, "special");
    assert_int_equal(track.clocks[1].stopped, 1);
    assert_string_equal(track.clocks[1].until, "");
    assert_non_null(strstr(track.says, "12月7日（周一）17:30前做完特别程序"));
    hall_close(hall);
}

static void past_its_limit_nothing_is_promised(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file_accepted(hall);
    struct matter_track track;

    hall->work.now_ms = civil_moment_ms(20261201, 9 * 60);
    track = track_of(hall, &matter);
    assert_non_null(strstr(track.says, "已经超过期限。您可以催一催"));
    assert_null(strstr(track.says, "最晚"));
    act_as(hall, RIGHT_REVIEW | RIGHT_INTAKE, matter.department_id);
    assert_null(act(hall, &matter, "grant", ""));
    assert_null(act(hall, &matter, "finish", ""));
    track = track_of(hall, &matter);
    assert_string_equal(track.turn, "nobody");
    assert_string_equal(track.says, "这件事已经办完了：办结（通过）。");
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(who_was_pressed_stands_on_the_board_until_he_answers),
        BOTH(what_is_pressed_elsewhere_is_not_shown),
        BOTH(counting_stops_where_enough_were_counted_or_looked_at),
        BOTH(a_pause_says_why_and_since_when),
        BOTH(one_sentence_says_whose_turn_it_is_and_until_when),
        BOTH(pressing_does_not_change_what_was_promised),
        BOTH(what_stands_still_says_why),
        BOTH(past_its_limit_nothing_is_promised),
    };

    return RUN_ON_BOTH(tests);
}
