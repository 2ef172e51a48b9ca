#include "arena.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#define ARENA_IS_WATCHED 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define ARENA_IS_WATCHED 1
#endif

enum { BLOCK_SIZE = 16 * 1024 };

static void assert_zeroed(const unsigned char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++)
        assert_int_equal(bytes[i], 0);
}

static void memory_is_zeroed_and_aligned_for_any_type(void **state) {
    struct arena *arena = arena_new();

    (void)state;
    for (size_t size = 1; size < 3000; size += 7) {
        unsigned char *bytes = arena_alloc(arena, size);

        assert_int_equal((uintptr_t)bytes % alignof(max_align_t), 0);
        assert_zeroed(bytes, size);
        memset(bytes, 0xAA, size);
    }
    arena_free(arena);
}

static void allocations_do_not_overlap(void **state) {
    enum { COUNT = 2000 };
    struct arena *arena = arena_new();
    unsigned char *bytes[COUNT];

    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        bytes[i] = arena_alloc(arena, i + 1);
        memset(bytes[i], (int)(i % 251), i + 1);
    }
    for (size_t i = 0; i < COUNT; i++)
        for (size_t j = 0; j <= i; j++)
            assert_int_equal(bytes[i][j], i % 251);
    arena_free(arena);
}

static void a_reset_arena_hands_out_zeroed_memory_again(void **state) {
    struct arena *arena = arena_new();
    void *first = arena_alloc(arena, 100);

    (void)state;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 1000; i++) {
            unsigned char *bytes = arena_alloc(arena, 77);

            assert_zeroed(bytes, 77);
            memset(bytes, 0xBB, 77);
        }
        memset(arena_alloc(arena, 3 * BLOCK_SIZE), 0xCC, 3 * BLOCK_SIZE);
        arena_reset(arena);
        assert_int_equal(arena_used(arena), 0);
        assert_ptr_equal(arena_alloc(arena, 100), first);
    }
    arena_free(arena);
}

static void a_large_allocation_does_not_end_the_block_it_did_not_fit(void **state) {
    struct arena *arena = arena_new();
    char *before = arena_alloc(arena, 16);
    unsigned char *large = arena_alloc(arena, 5 * BLOCK_SIZE);
    char *after = arena_alloc(arena, 16);

    (void)state;
    assert_zeroed(large, 5 * BLOCK_SIZE);
    assert_true(after > before && after - before <= 64);
    arena_reset(arena);
    assert_ptr_equal(arena_alloc(arena, 16), before);
    arena_free(arena);
}

static void an_allocation_of_nothing_has_an_address(void **state) {
    struct arena *arena = arena_new();

    (void)state;
    assert_non_null(arena_alloc(arena, 0));
    assert_int_equal(arena_used(arena), 0);
    arena_free(arena);
}

static void used_counts_the_bytes_asked_for(void **state) {
    struct arena *arena = arena_new();

    (void)state;
    assert_int_equal(arena_used(arena), 0);
    arena_alloc(arena, 10);
    arena_alloc(arena, 100000);
    assert_int_equal(arena_used(arena), 100010);
    arena_free(arena);
}

static void copies_end_with_a_terminator(void **state) {
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(arena_copy(arena, ""), "");
    assert_string_equal(arena_copy(arena, "便民服务中心"), "便民服务中心");
    assert_string_equal(arena_copy_bytes(arena, "abcdef", 3), "abc");
    assert_string_equal(arena_copy_bytes(arena, NULL, 0), "");
    assert_memory_equal(arena_copy_bytes(arena, "a\0b", 3), "a\0b", 4);
    arena_free(arena);
}

static void a_format_of_any_length_is_written_whole(void **state) {
    struct arena *arena = arena_new();
    char digits[400];

    (void)state;
    assert_string_equal(arena_format(arena, "%s-%03d", "A", 7), "A-007");
    for (int length = 250; length < 260; length++) {
        char *text = arena_format(arena, "%0*d", length, 1);

        assert_int_equal(strlen(text), length);
        assert_int_equal(text[length - 1], '1');
    }
    memset(digits, '9', sizeof digits - 1);
    digits[sizeof digits - 1] = '\0';
    assert_string_equal(arena_format(arena, "%s", digits), digits);
    arena_free(arena);
}

#ifdef ARENA_IS_WATCHED
static void a_step_beyond_an_allocation_is_seen_by_the_sanitizer(void **state) {
    struct arena *arena = arena_new();
    char *bytes = arena_alloc(arena, 13);
    char *whole = arena_alloc(arena, 32);

    (void)state;
    assert_false(__asan_address_is_poisoned(bytes + 12));
    assert_true(__asan_address_is_poisoned(bytes + 13));
    assert_false(__asan_address_is_poisoned(whole + 31));
    assert_true(__asan_address_is_poisoned(whole + 32));
    arena_reset(arena);
    assert_true(__asan_address_is_poisoned(bytes));
    arena_free(arena);
}
#else
static void a_step_beyond_an_allocation_is_seen_by_the_sanitizer(void **state) {
    (void)state;
    skip();
}
#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned_for_any_type),
        cmocka_unit_test(allocations_do_not_overlap),
        cmocka_unit_test(a_reset_arena_hands_out_zeroed_memory_again),
        cmocka_unit_test(a_large_allocation_does_not_end_the_block_it_did_not_fit),
        cmocka_unit_test(an_allocation_of_nothing_has_an_address),
        cmocka_unit_test(used_counts_the_bytes_asked_for),
        cmocka_unit_test(copies_end_with_a_terminator),
        cmocka_unit_test(a_format_of_any_length_is_written_whole),
        cmocka_unit_test(a_step_beyond_an_allocation_is_seen_by_the_sanitizer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
