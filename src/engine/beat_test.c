/* A thread that takes turns, and stops when it is told. */
#include "beat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

enum { BUSY_TURNS = 5 };

static int turn(void *context) {
    atomic_int *turns = context;

    return ++*turns < BUSY_TURNS;
}

static void a_turn_follows_at_once_while_there_is_something_to_do(void **state) {
    const struct timespec moment = { .tv_nsec = BEAT_PAUSE_MS * 1000000L / 2 };
    atomic_int turns = 0;
    struct beat *beat = beat_start(turn, &turns);

    (void)state;
    nanosleep(&moment, NULL);
    assert_int_equal(turns, BUSY_TURNS);
    beat_stop(beat);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_turn_follows_at_once_while_there_is_something_to_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
