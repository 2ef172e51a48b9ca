/* What a client may ask of a long answer; RFC 9110, 14.1. */
#include "http_private.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_part(const char *header, int64_t size, int64_t first, int64_t count) {
    int64_t found_first = -1, found_count = -1;

    assert_int_equal(http_range_read(header, size, &found_first, &found_count),
                     HTTP_RANGE_PART);
    assert_int_equal(found_first, first);
    assert_int_equal(found_count, count);
}

static void assert_says(enum http_range range, const char *header, int64_t size) {
    int64_t first, count;

    assert_int_equal(http_range_read(header, size, &first, &count), range);
}

static void a_stretch_is_read_as_it_is_meant(void **state) {
    (void)state;
    assert_part("bytes=0-0", 10, 0, 1);
    assert_part("bytes=0-9", 10, 0, 10);
    assert_part("bytes=3-", 10, 3, 7);
    assert_part("bytes=3-99", 10, 3, 7);
    assert_part("Bytes=-4", 10, 6, 4);
    assert_part("bytes=-99", 10, 0, 10);
    assert_part("bytes=9000000000-", 9000000001, 9000000000, 1);
}

static void behind_the_end_there_is_nothing(void **state) {
    (void)state;
    assert_says(HTTP_RANGE_NONE, "bytes=10-", 10);
    assert_says(HTTP_RANGE_NONE, "bytes=10-20", 10);
    assert_says(HTTP_RANGE_NONE, "bytes=-0", 10);
    assert_says(HTTP_RANGE_NONE, "bytes=0-", 0);
    assert_says(HTTP_RANGE_NONE, "bytes=-1", 0);
}

static void what_is_not_understood_is_the_whole(void **state) {
    static const char *const headers[] = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5-3",
        "lines=0-1",
        "bytes=a-b",
        "bytes=1-2x",
        "bytes=0-1,3-4",
        "bytes= 0-1",
        "bytes=--1",
        "bytes=1",
        "bytes=99999999999999999999-",
    };

    (void)state;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        assert_says(HTTP_RANGE_WHOLE, headers[i], 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stretch_is_read_as_it_is_meant),
        cmocka_unit_test(behind_the_end_there_is_nothing),
        cmocka_unit_test(what_is_not_understood_is_the_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
