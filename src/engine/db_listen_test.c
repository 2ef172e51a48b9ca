/* What one process hears of another. */
#include "db_listen.h"

#include <stdatomic.h>
#include <unistd.h>

#include "db_test.h"

/* Waits until the epoch is another and stands still.  At most five seconds. */
static int64_t wait_for_epoch(struct db_listener *listener, int64_t before) {
    for (int i = 0; i < 500; i++) {
        const int64_t epoch = db_listen_epoch(listener);

        usleep(10000);
        if (epoch != before && db_listen_epoch(listener) == epoch)
            return epoch;
    }
    return before;
}

static void count_call(void *context, int64_t town) {
    if (town == test_town)
        atomic_fetch_add((atomic_int *)context, 1);
}

static void a_notice_raises_the_epoch_when_it_commits(void **state) {
    need_database(state);
    struct work work = connect_to(state, WORK_WRITE);

    if (!is_postgres(state)) {
        db_begin(&work);
        db_notify(&work); /* does nothing, and is allowed */
        assert_true(db_end(&work, DB_KEPT));
        leave(&work);
        return;
    }
    struct db_listener *listener = db_listen_start(((struct place *)*state)->location);
    const int64_t before = wait_for_epoch(listener, 0);
    atomic_int calls = 0;

    assert_true(before > 0);
    db_listen_hear(listener, count_call, &calls);
    db_begin(&work);
    db_notify(&work);
    assert_true(db_end(&work, DB_UNDONE));
    usleep(100000);
    assert_true(db_listen_epoch(listener) == before);
    db_begin(&work);
    db_notify(&work);
    assert_true(db_end(&work, DB_KEPT));
    const int64_t after = wait_for_epoch(listener, before);

    assert_true(after > before);
    assert_int_equal(atomic_load(&calls), 1);
    run_script(&work, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                      " WHERE query = 'LISTEN haoban' AND datname = current_database()");
    assert_true(wait_for_epoch(listener, after) > after);
    db_listen_stop(listener);
    leave(&work);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_notice_raises_the_epoch_when_it_commits, empty_database),
    };
    const int sqlite =
        cmocka_run_group_tests_name("SQLite", tests, set_up_sqlite, tear_down);

    return sqlite +
           cmocka_run_group_tests_name("PostgreSQL", tests, set_up_postgres, tear_down);
}
