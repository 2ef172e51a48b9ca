/* A file of items in each format: rows are taken, or rejected with line and reason. */
#include "fuzz.h"

#include "item_import.h"

static void hear(void *context, int line, int column, const char *reason) {
    int64_t *heard = context;

    assert(line >= 0);
    assert(column >= 0);
    assert(utf8_valid(reason, strlen(reason)));
    ++*heard;
}

/* The first byte chooses the format; none is recognised by the row. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena *arena = arena_new();
    char *string = size > 0 ? fuzz_string(bytes + 1, size - 1) : NULL;
    int64_t heard = 0;
    const char *why = NULL;
    struct item_import import = {
        .path = "fuzz",
        .bytes = string,
        .format = (enum item_import_format)(size > 0 ? bytes[0] % 6 : 0),
        .area = "",
        .keep = ITEM_KEEP_GOOD,
        .listener = { .reject = hear, .context = &heard },
    };

    if (string && item_import_read(arena, &import, &why)) {
        assert(heard >= import.report.rejected);
        assert(import.row_count <= ITEM_IMPORT_ROWS_MAX);
        assert(import.format != ITEM_FORMAT_BY_ROW || import.row_count == 0);
    } else if (string) {
        assert(why);
    }
    free(string);
    arena_free(arena);
    return 0;
}
