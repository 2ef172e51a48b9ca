#include "id.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const int64_t epoch_ms = 1577836800000;          /* 2020-01-01 UTC */
static const int64_t monday_morning_ms = 1767574800000; /* 2026-01-05 09:00 +0800 */

static void an_id_holds_its_moment_node_and_sequence(void **state) {
    struct id_source *source = id_source_new(5);
    const int64_t id = id_next(source, monday_morning_ms);

    (void)state;
    assert_int_equal(id >> 22, monday_morning_ms - epoch_ms);
    assert_int_equal(id >> 12 & 1023, 5);
    assert_int_equal(id & 4095, 0);
    assert_int_equal(id_next(source, monday_morning_ms), id + 1);
    assert_int_equal(id_moment_ms(id), monday_morning_ms);
    id_source_free(source);
}

static void the_4097th_id_of_a_millisecond_borrows_from_the_next(void **state) {
    struct id_source *source = id_source_new(1023);
    int64_t last = 0;

    (void)state;
    for (int i = 0; i < 4096; i++) {
        const int64_t id = id_next(source, monday_morning_ms);

        assert_true(id > last);
        assert_int_equal(id_moment_ms(id), monday_morning_ms);
        last = id;
    }

    const int64_t borrowed = id_next(source, monday_morning_ms);

    assert_true(borrowed > last);
    assert_int_equal(id_moment_ms(borrowed), monday_morning_ms + 1);
    assert_int_equal(id_next(source, monday_morning_ms + 1), borrowed + 1);
    id_source_free(source);
}

static void ids_rise_while_the_clock_goes_back(void **state) {
    struct id_source *source = id_source_new(0);
    const int64_t first = id_next(source, monday_morning_ms);

    (void)state;
    assert_true(id_next(source, monday_morning_ms - 60000) > first);
    assert_true(id_next(source, epoch_ms) > first);
    id_source_free(source);
}

static void the_first_and_the_last_moment_give_positive_ids(void **state) {
    struct id_source *source = id_source_new(0);

    (void)state;
    assert_true(id_next(source, epoch_ms) > 0);
    assert_true(id_next(source, epoch_ms + ((int64_t)1 << 41) - 1) > 0);
    id_source_free(source);
}

static void two_nodes_never_make_the_same_id(void **state) {
    struct id_source *one = id_source_new(1);
    struct id_source *two = id_source_new(2);

    (void)state;
    for (int i = 0; i < 10000; i++)
        assert_int_not_equal(id_next(one, monday_morning_ms),
                             id_next(two, monday_morning_ms));
    id_source_free(one);
    id_source_free(two);
}

enum { THREADS = 8, IDS_PER_THREAD = 20000 };

struct maker {
    struct id_source *source;
    int64_t *ids;
};

static void *make_ids(void *argument) {
    const struct maker *maker = argument;

    for (int i = 0; i < IDS_PER_THREAD; i++)
        maker->ids[i] = id_next(maker->source, monday_morning_ms + i / 4096);
    return NULL;
}

static int compare_ids(const void *left, const void *right) {
    const int64_t a = *(const int64_t *)left;
    const int64_t b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

static void threads_share_a_source_without_a_double(void **state) {
    static int64_t ids[THREADS * IDS_PER_THREAD];
    struct id_source *source = id_source_new(7);
    struct maker makers[THREADS];
    pthread_t threads[THREADS];

    (void)state;
    for (int i = 0; i < THREADS; i++) {
        makers[i] = (struct maker){ source, ids + i * IDS_PER_THREAD };
        assert_int_equal(pthread_create(&threads[i], NULL, make_ids, &makers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (int i = 0; i < THREADS * IDS_PER_THREAD; i++)
        if (i % IDS_PER_THREAD != 0)
            assert_true(ids[i - 1] < ids[i]);

    qsort(ids, THREADS * IDS_PER_THREAD, sizeof *ids, compare_ids);
    for (int i = 1; i < THREADS * IDS_PER_THREAD; i++)
        assert_int_not_equal(ids[i - 1], ids[i]);
    id_source_free(source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_holds_its_moment_node_and_sequence),
        cmocka_unit_test(the_4097th_id_of_a_millisecond_borrows_from_the_next),
        cmocka_unit_test(ids_rise_while_the_clock_goes_back),
        cmocka_unit_test(the_first_and_the_last_moment_give_positive_ids),
        cmocka_unit_test(two_nodes_never_make_the_same_id),
        cmocka_unit_test(threads_share_a_source_without_a_double),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
