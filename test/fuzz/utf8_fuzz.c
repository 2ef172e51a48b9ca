/* Text: what is valid is walked through and written back byte by byte the same. */
#include "fuzz.h"

#include "text.h"

static void check_string(const char *string) {
    const char *cursor = string;
    size_t count = 0;

    while (*cursor) {
        const char *before = cursor;
        const uint32_t point = utf8_next(&cursor);
        char bytes[4];
        const size_t size = utf8_put(bytes, point);

        assert(size == (size_t)(cursor - before));
        assert(memcmp(bytes, before, size) == 0);
        assert(point <= 0x10ffff && (point < 0xd800 || point > 0xdfff));
        count++;
    }
    assert(utf8_count(string) == count);
    for (size_t most = 0; most <= strlen(string) && most < 16; most++) {
        const size_t size = utf8_prefix(string, most);

        assert(size <= most && most - size < 4);
        assert(utf8_valid(string, size));
    }
}

static void check_number(struct arena *arena, const char *string) {
    int64_t value;

    if (!text_read_int(string, &value))
        return;

    const char *written = arena_format(arena, "%lld", (long long)value);
    int64_t again = 0;

    assert(text_read_int(written, &again));
    assert(again == value);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena *arena = arena_new();
    char *string = fuzz_string(bytes, size);

    if (utf8_valid_text(bytes, size))
        assert(utf8_valid(bytes, size));
    if (utf8_valid(string, strlen(string)))
        check_string(string);
    check_number(arena, string);
    free(string);
    arena_free(arena);
    return 0;
}
