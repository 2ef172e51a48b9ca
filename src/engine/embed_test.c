/* What holds for whatever was embedded in this build. */
#include "embed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#include "migrate.h"

static void every_file_is_found_by_its_name(void **state) {
    (void)state;
    for (size_t i = 0; i < embedded_file_count; i++)
        assert_ptr_equal(embed_find(embedded_files[i].name), &embedded_files[i]);
}

static void every_file_is_found_by_its_address(void **state) {
    (void)state;
    for (size_t i = 0; i < embedded_file_count; i++) {
        const struct embedded_file *file = &embedded_files[i];

        assert_ptr_equal(embed_find_address(file->address), file);
        assert_string_equal(embed_address(file->name), file->address);
    }
}

static void what_was_not_embedded_is_not_found(void **state) {
    (void)state;
    assert_null(embed_find(""));
    assert_null(embed_find("../etc/passwd"));
    assert_null(embed_find_address("/static/"));
    assert_null(embed_find_address("/static/haoban-00000000.css"));
    assert_null(embed_find_data("none"));
}

static void every_gzip_form_unpacks_to_the_bytes(void **state) {
    (void)state;
    for (size_t i = 0; i < embedded_file_count; i++) {
        const struct embedded_file *file = &embedded_files[i];

        if (!file->gzip)
            continue;

        unsigned char *bytes = test_malloc(file->size);
        z_stream stream = { .next_in = (unsigned char *)(uintptr_t)file->gzip,
                            .avail_in = (uInt)file->gzip_size,
                            .next_out = bytes,
                            .avail_out = (uInt)file->size };

        assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
        assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
        inflateEnd(&stream);
        assert_memory_equal(bytes, file->bytes, file->size);
        assert_true(file->gzip_size < file->size);
        test_free(bytes);
    }
}

static void every_data_file_is_found_by_its_name(void **state) {
    (void)state;
    for (size_t i = 0; i < embedded_data_count; i++)
        assert_ptr_equal(embed_find_data(embedded_data_files[i].name),
                         &embedded_data_files[i]);
}

static void migrations_come_in_order_of_their_numbers(void **state) {
    (void)state;
    for (size_t i = 1; i < migration_count; i++)
        assert_true(migrations[i - 1].number < migrations[i].number);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_is_found_by_its_name),
        cmocka_unit_test(every_file_is_found_by_its_address),
        cmocka_unit_test(what_was_not_embedded_is_not_found),
        cmocka_unit_test(every_gzip_form_unpacks_to_the_bytes),
        cmocka_unit_test(every_data_file_is_found_by_its_name),
        cmocka_unit_test(migrations_come_in_order_of_their_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
