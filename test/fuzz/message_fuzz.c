/* Wordings that a hall may type: a good one fills, within the bound, as valid UTF-8. */
#include "fuzz.h"

#include "message_slot.h"

enum { MOST = 70 };

static const struct message_slot some[] = {
    { "item", "老年人优待证办理𠮷", true },
    { "reason", "", true },
    { "tail", "0000457", false },
};
static const struct message_slots slots = { some, 3 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char *wording = fuzz_string(bytes, size);
    const char *at = NULL;

    if (utf8_valid(wording, strlen(wording))) {
        struct arena *arena = arena_new();
        const enum message_fault fault = message_check(wording, slots, &at);
        const char *filled = message_fill(arena, wording, slots, MOST);
        const char *line = message_one_line(arena, wording);

        assert(at >= wording && at <= wording + strlen(wording));
        assert(!fault || !*filled);
        assert(message_units(filled) <= MOST);
        assert(utf8_valid(filled, strlen(filled)));
        assert(utf8_valid(line, strlen(line)));
        assert(!strpbrk(line, "\t\r\n"));
        arena_free(arena);
    }
    free(wording);
    return 0;
}
