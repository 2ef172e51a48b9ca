/* Cursors of addresses: what is read is what was written, to the byte. */
#include "fuzz.h"

#include "cursor.h"

static void check(const char *string, size_t count) {
    int64_t keys[CURSOR_KEYS_MAX];
    struct arena *arena;

    if (cursor_read(string, keys, count, 0) || !*string)
        return;
    arena = arena_new();
    assert(strcmp(cursor_write(arena, keys, count), string) == 0);
    arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char *string = fuzz_string(bytes, size);

    for (size_t count = 1; count <= CURSOR_KEYS_MAX; count++)
        check(string, count);
    free(string);
    return 0;
}
