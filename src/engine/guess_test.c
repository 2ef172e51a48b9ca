/* What strangers and owners may try, on both databases. */
#include "guess.h"

#include "house_test.h"

#include "tally.h"

static const int64_t minute = 60 * 1000;
static const struct guess_limit limit = { "door", 3, 15, 8, 60 };

static struct hall *open_hall(void **state) {
    struct hall *hall = hall_open(state);

    hall->work.now_ms = 1780000000000;
    return hall;
}

static struct guess from(const char *network) {
    return (struct guess){ &limit, "lamp", network };
}

/* Guesses wrongly and says whether it was heard. */
static bool miss(struct hall *hall, const char *network) {
    const struct guess guess = from(network);
    const bool heard = guess_is_heard(&hall->work, &guess);

    if (heard)
        guess_was_wrong(&hall->work, &guess);
    return heard;
}

static void a_network_waits_after_three(void **state) {
    struct hall *hall = open_hall(state);

    for (int i = 0; i < 3; i++)
        assert_true(miss(hall, "10.0.0.1"));
    assert_false(miss(hall, "10.0.0.1"));
    assert_true(hall->work.keep);
    hall->work.now_ms += 15 * minute - 1;
    assert_false(miss(hall, "10.0.0.1"));
    hall->work.now_ms += 1;
    assert_true(miss(hall, "10.0.0.1"));
    hall_close(hall);
}

static void another_network_is_heard(void **state) {
    struct hall *hall = open_hall(state);

    while (miss(hall, "10.0.0.1"))
        continue;
    assert_true(
        guess_is_heard(&hall->work, &(struct guess){ &limit, "other", "10.0.0.1" }));
    assert_true(miss(hall, "10.0.0.2"));
    hall_close(hall);
}

static void many_networks_are_bounded_together(void **state) {
    struct hall *hall = open_hall(state);
    int heard = 0;

    for (int i = 0; i < 100; i++)
        heard += miss(hall, arena_format(hall->work.arena, "10.0.1.%d", i));
    assert_int_equal(heard, 8);
    hall->work.now_ms += 60 * minute;
    assert_true(miss(hall, "10.0.2.1"));
    hall_close(hall);
}

static void the_owner_goes_on_where_he_is_known(void **state) {
    struct hall *hall = open_hall(state);
    const struct guess home = from("2001:db8::/64");

    guess_was_right(&hall->work, &home);
    for (int i = 0; i < 100; i++)
        miss(hall, arena_format(hall->work.arena, "10.0.1.%d", i));
    assert_false(miss(hall, "10.0.9.9"));
    assert_true(guess_is_heard(&hall->work, &home));
    for (int i = 0; i < 3; i++)
        assert_true(miss(hall, home.network));
    assert_false(guess_is_heard(&hall->work, &home)); /* nobody guesses without end */
    hall_close(hall);
}

static void a_right_guess_forgets_the_wrong_ones(void **state) {
    struct hall *hall = open_hall(state);
    const struct guess home = from("10.0.0.1");

    miss(hall, home.network);
    miss(hall, home.network);
    guess_was_right(&hall->work, &home);
    for (int i = 0; i < 3; i++)
        assert_true(miss(hall, home.network));
    hall_close(hall);
}

static void another_secret_is_guessed_at_anew(void **state) {
    struct hall *hall = open_hall(state);

    for (int i = 0; i < 100; i++)
        miss(hall, arena_format(hall->work.arena, "10.0.1.%d", i));
    guess_forget(&hall->work, &limit, "lamp");
    assert_true(miss(hall, "10.0.9.9"));
    hall_close(hall);
}

static void the_sweep_takes_what_is_over(void **state) {
    struct hall *hall = open_hall(state);

    tally_add(&hall->work, "short", "x", hall->work.now_ms + minute);
    tally_add(&hall->work, "long", "x", hall->work.now_ms + 10 * minute);
    assert_int_equal(tally_add(&hall->work, "short", "x", hall->work.now_ms + minute), 2);
    hall->work.now_ms += minute;
    tally_sweep(&hall->work);
    hall->work.now_ms -= minute;
    assert_int_equal(tally_count(&hall->work, "short", "x"), 0);
    assert_int_equal(tally_count(&hall->work, "long", "x"), 1);
    hall_close(hall);
}

static void each_town_counts_for_itself(void **state) {
    struct hall *hall = open_hall(state);
    const int64_t town = hall->work.town;

    while (miss(hall, "10.0.0.1"))
        continue;
    hall->work.town = town + 1;
    assert_true(miss(hall, "10.0.0.1"));
    hall->work.town = town;
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_network_waits_after_three),
        BOTH(another_network_is_heard),
        BOTH(many_networks_are_bounded_together),
        BOTH(the_owner_goes_on_where_he_is_known),
        BOTH(a_right_guess_forgets_the_wrong_ones),
        BOTH(another_secret_is_guessed_at_anew),
        BOTH(the_sweep_takes_what_is_over),
        BOTH(each_town_counts_for_itself),
    };

    return RUN_ON_BOTH(tests);
}
