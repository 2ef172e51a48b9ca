#include "matter_track.h"

#include "house_test.h"

#include "civil.h"
#include "person.h"
#include "shape.h"
#include "text.h"

enum { ASKED = 1, DONE = 2 };

/* The smallest flow: asked for, done, or taken back. */
static const struct flow_state states[] = {
    { ASKED, "asked", "已提交", 0, FLOW_INTAKE, FLOW_SUBMITTED, "请等窗口回音。" },
    { DONE, "done", "办好了", 0, FLOW_NOBODY, FLOW_OVER, "已经办好。" },
};
static const struct flow_step steps[] = {
    { .from = FLOW_SET(ASKED),
      .verb = "finish",
      .to = DONE,
      .rights = RIGHT_INTAKE,
      .ends = FLOW_SET(FLOW_CLOCK_TELL),
      .label = "办结",
      .done = "窗口已办结" },
};
static const struct flow flow = { .name = "request",
                                  .label = "请求",
                                  .states = states,
                                  .state_count = 2,
                                  .steps = steps,
                                  .step_count = 1 };
const struct flow *const matter_flows[] = { &flow, NULL };

static struct matter ask(struct hall *hall) {
    struct matter matter;
    const struct person asker = { .kind = PERSON_NATURAL,
                                  .name = "演示人",
                                  .id_number = "330109190001010016",
                                  .phone = "13800000001" };

    int64_t person_id = 0;

    hall->work.now_ms = civil_moment_ms(20261123, 9 * 60 + 12);
    assert_null(person_keep(&hall->work, &asker, &person_id));
    assert_null(matter_submit(&hall->work,
                              &(struct matter_new){ .flow = &flow,
                                                    .title = "老年优待证",
                                                    .person_id = person_id,
                                                    .phone = asker.phone,
                                                    .tell = { 4, CALENDAR_WORKING_DAYS },
                                                    .note = "" },
                              &matter));
    return matter;
}

static void finish(struct hall *hall, struct matter *matter) {
    hall->work.actor =
        (struct actor){ .id = 5, .rights = RIGHT_INTAKE, .name = "演示甲" };
    assert_null(matter_record(&hall->work, matter, "reveal", ""));
    assert_null(matter_move(&hall->work, matter,
                            &(struct matter_change){ .verb = "finish",
                                                     .note = "请来领证",
                                                     .answer = "请来领证" }));
}

/* Tells the last four digits from a network. */
static const struct refusal *tell(struct hall *hall, const char *network,
                                  const char *number, const char *last_four) {
    struct matter found;

    return matter_track_by_phone(&hall->work, network, number, last_four, &found);
}

static void number_and_phone_find_a_matter_and_nothing_less_does(void **state) {
    struct hall *hall = hall_open(state);
    const struct matter asked = ask(hall);
    struct matter found;

    assert_null(tell(hall, "192.0.2.1", asked.number, "0001"));
    assert_ptr_equal(tell(hall, "192.0.2.1", asked.number, "0002"), &matter_unknown);
    assert_ptr_equal(tell(hall, "192.0.2.1", asked.number, ""), &matter_unknown);
    assert_ptr_equal(tell(hall, "192.0.2.1", "330109113202611230000772", "0001"),
                     &matter_unknown);
    assert_ptr_equal(tell(hall, "192.0.2.1", "33", "0001"), &matter_unknown);
    assert_ptr_equal(matter_find(&hall->work, "", &found), &matter_unknown);
    hall_close(hall);
}

static void strangers_guess_ten_times_an_hour_at_a_matter(void **state) {
    struct hall *hall = hall_open(state);
    const struct matter asked = ask(hall);
    const char *spoken = matter_say_number(hall->work.arena, asked.number);
    const char *reference = matter_track_reference(&hall->work, asked.number);
    struct matter found;

    assert_null(tell(hall, "192.0.2.1", asked.number, "0001"));
    for (int i = 0; i < MATTER_TRACK_STRANGER_GUESSES; i++)
        assert_ptr_equal(tell(hall, arena_format(hall->work.arena, "198.51.100.%d", i),
                              i % 2 ? spoken : asked.number, "9999"),
                         &matter_unknown);
    /* Nobody new is told, not even the right digits; the owner goes on. */
    assert_ptr_equal(tell(hall, "203.0.113.7", asked.number, "0001"),
                     &matter_track_waits);
    assert_null(tell(hall, "192.0.2.1", asked.number, "0001"));
    assert_null(matter_track_find(&hall->work, reference, &found));
    hall->work.now_ms += MATTER_TRACK_GUESS_MINUTES * 60000LL;
    assert_null(tell(hall, "203.0.113.7", asked.number, "0001"));
    hall_close(hall);
}

static void a_network_guesses_five_times_also_at_what_is_not_there(void **state) {
    struct hall *hall = hall_open(state);
    const char *nothing = "330109113202611230000772";

    ask(hall);
    for (int i = 0; i < MATTER_TRACK_GUESSES; i++)
        assert_ptr_equal(tell(hall, "192.0.2.1", nothing, "0001"), &matter_unknown);
    assert_ptr_equal(tell(hall, "192.0.2.1", nothing, "0001"), &matter_track_waits);
    hall_close(hall);
}

static void a_reference_finds_its_matter_for_half_an_hour(void **state) {
    struct hall *hall = hall_open(state);
    const struct matter asked = ask(hall);
    const char *reference = matter_track_reference(&hall->work, asked.number);
    struct matter found;

    hall->work.now_ms += 29 * 60000;
    assert_null(matter_track_find(&hall->work, reference, &found));
    assert_string_equal(found.number, asked.number);
    hall->work.now_ms += 2 * 60000;
    assert_ptr_equal(matter_track_find(&hall->work, reference, &found),
                     &matter_track_over);
    hall_close(hall);
}

static void a_reference_that_was_changed_is_refused(void **state) {
    struct hall *hall = hall_open(state);
    const struct matter asked = ask(hall);
    const char *reference = matter_track_reference(&hall->work, asked.number);
    char *changed = arena_copy(hall->work.arena, reference);
    struct matter found;

    for (size_t i = 0; changed[i]; i++) {
        changed[i] ^= 1;
        assert_ptr_equal(matter_track_find(&hall->work, changed, &found),
                         &matter_track_over);
        changed[i] ^= 1;
    }
    assert_ptr_equal(matter_track_find(&hall->work, "", &found), &matter_track_over);
    assert_ptr_equal(matter_track_find(&hall->work, "..", &found), &matter_track_over);
    hall_close(hall);
}

static void a_reference_of_another_town_is_refused(void **state) {
    struct hall *hall = hall_open(state);
    const struct matter asked = ask(hall);
    const char *reference = matter_track_reference(&hall->work, asked.number);
    struct matter found;

    hall->work.town++;
    assert_ptr_equal(matter_track_find(&hall->work, reference, &found),
                     &matter_track_over);
    hall->work.town--;
    hall_close(hall);
}

static void a_number_is_said_in_groups(void **state) {
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(matter_say_number(arena, "330109113202611230000457"),
                        "330109113 20261123 000045 7");
    assert_string_equal(matter_say_number(arena, "12"), "12");
    arena_free(arena);
}

static void a_track_says_what_is_done_and_what_is_next(void **state) {
    struct hall *hall = hall_open(state);
    const struct matter asked = ask(hall);
    struct matter_track track;

    matter_track(&hall->work, &asked, LANGUAGE_CHINESE, &track);
    assert_int_equal(track.event_count, 1);
    assert_string_equal(track.events[0].label, "已提交申请");
    assert_string_equal(track.events[0].when, "11月23日 09:12");
    assert_string_equal(track.until, "11月27日（周五）17:30前");
    assert_string_equal(track.to_come[0], "受理");
    assert_int_equal(track.to_come_count, MATTER_TRACK_STAGES);
    assert_false(track.over);
    hall_close(hall);
}

static void a_track_tells_neither_who_read_nor_who_acted(void **state) {
    struct hall *hall = hall_open(state);
    struct matter matter = ask(hall);
    struct text json = { .arena = hall->work.arena };
    struct matter_track track;

    finish(hall, &matter);
    matter_track(&hall->work, &matter, LANGUAGE_CHINESE, &track);
    assert_int_equal(track.event_count, 2);
    assert_string_equal(track.events[1].label, "窗口已办结");
    assert_string_equal(track.events[1].note, "请来领证");
    assert_string_equal(track.answer, "请来领证");
    assert_string_equal(track.holder, "");
    assert_string_equal(track.until, "");
    assert_int_equal(track.to_come_count, 0);
    assert_true(track.over);
    shape_put(&json, NULL, &matter_track_shape, &track);
    assert_null(strstr(text_string(&json), "演示甲"));
    assert_null(strstr(text_string(&json), "reveal"));
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(number_and_phone_find_a_matter_and_nothing_less_does),
        BOTH(strangers_guess_ten_times_an_hour_at_a_matter),
        BOTH(a_network_guesses_five_times_also_at_what_is_not_there),
        BOTH(a_reference_finds_its_matter_for_half_an_hour),
        BOTH(a_reference_that_was_changed_is_refused),
        BOTH(a_reference_of_another_town_is_refused),
        BOTH(a_number_is_said_in_groups),
        BOTH(a_track_says_what_is_done_and_what_is_next),
        BOTH(a_track_tells_neither_who_read_nor_who_acted),
    };

    flow_check(&flow);
    return RUN_ON_BOTH(tests);
}
