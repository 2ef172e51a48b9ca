/* Whatever is sent as JSON: read or refused, and what was read is walked through. */
#include <stdint.h>
#include <string.h>

#include "arena.h"
#include "json.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static size_t walk(const struct json *value) {
    size_t found = strlen(json_string(value));

    for (size_t i = 0; i < value->count; i++)
        found += walk(&value->member[i]);
    return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena *arena = arena_new();
    struct json_error error;
    const struct json *value = json_read(arena, bytes, size, &error);

    if (value)
        walk(value);
    arena_free(arena);
    return 0;
}
