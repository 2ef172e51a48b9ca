/* Whatever comes as a file of rows: CSV in any encoding, JSON Lines, a broken ZIP. */
#include "fuzz.h"

#include "sheet.h"

static void take_row(void *context, const struct sheet_row *row) {
    (void)context;
    assert(row->line >= 1);
    assert(row->count <= SHEET_COLUMNS_MAX);
    for (size_t i = 0; i < row->count; i++)
        assert(utf8_valid_text(row->cell[i], strlen(row->cell[i])));
}

static void take_wrong(void *context, const struct sheet_place *place,
                       const char *reason) {
    int *const findings = context;

    assert(place->line >= 0 && place->column >= 0);
    assert(utf8_valid(reason, strlen(reason)));
    assert(++*findings <= SHEET_WRONG_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char path[FUZZ_PATH_SIZE];
    struct arena *arena = arena_new();
    int findings = 0;
    const struct sheet_listener listener = { take_row, take_wrong, &findings };
    const char *why = NULL;

    fuzz_file(path, bytes, size);
    if (!sheet_read(arena, path, &listener, &why))
        assert(utf8_valid(why, strlen(why)));
    unlink(path);
    arena_free(arena);
    return 0;
}
