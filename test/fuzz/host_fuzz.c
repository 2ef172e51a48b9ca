/* The list of the site's names, and names as they are asked for. */
#include "fuzz.h"

#include "host.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena *arena = arena_new();
    struct host_book *book = host_book_new(arena, 330109113);
    char *header = fuzz_string(bytes, size);
    FILE *file = size ? fmemopen((void *)(size_t)bytes, size, "r") : NULL;

    if (file) {
        host_read(arena, file, book);
        fclose(file);
    }
    for (size_t i = 0; i < book->row_count; i++)
        assert(host_town(book, book->row[i].name) == book->row[i].town);
    assert(host_town(book, header) > 0);
    free(header);
    arena_free(arena);
    return 0;
}
