/* Wordings of letters, and the numbers and codes that people type: what a wording of a
 * kind reads as prints all that the law wants, and nothing typed is taken for a letter.
 */
#include "fuzz.h"

#include "letter_wording.h"
#include "matter.h"

const struct flow *const matter_flows[] = { NULL };

static void fill_in(struct arena *arena, const struct letter_kind *kind,
                    const struct letter_wording *wording) {
    struct letter_values values = { 0 };
    const struct letter_printed *printed;
    size_t count;

    for (int slot = 0; slot < LETTER_SLOTS; slot++)
        values.of[slot] = letter_slots[slot].shape == LETTER_LINES ? "{x}\n二" : "{x}";
    count = letter_wording_fill(arena, wording, &values, &printed);
    assert((letter_kind_must(kind) & ~wording->shown) == 0);
    for (size_t i = 0; i < count; i++)
        assert(utf8_valid(printed[i].text, strlen(printed[i].text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct letter_wording_fault fault;
    struct letter_wording *wording;
    struct arena *arena;
    char *text;

    if (size < 1)
        return 0;
    arena = arena_new();
    wording = arena_alloc(arena, sizeof *wording);
    text = fuzz_string(bytes + 1, size - 1);

    const struct letter_kind *const kind = &letter_kinds[*bytes % letter_kind_count];

    if (letter_wording_read(arena, kind, text, wording, &fault))
        fill_in(arena, kind, wording);
    else
        assert(fault.reason && fault.what);
    free(text);
    arena_free(arena);
    return 0;
}
