/* A file of settings: read within its bounds, or refused with a reason. */
#include "fuzz.h"

#include "config.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena *arena = arena_new();
    char path[FUZZ_PATH_SIZE];
    char option[] = "--config";
    char *words[] = { option, path, NULL };
    int count = 2;
    const char *why = NULL;
    const struct config *config;

    fuzz_file(path, bytes, size);
    config = config_read(arena, &count, words, &why);
    assert(!config == (why != NULL));
    for (int i = 0; config && i < CONFIG_COUNT; i++) {
        const struct config_row *row = &config_rows[i];

        if (row->kind != CONFIG_INTEGER) {
            assert(config->text[i]);
            assert(utf8_valid(config->text[i], strlen(config->text[i])));
        } else {
            assert(config->integer[i] >= row->min);
            assert(config->integer[i] <= row->max);
        }
    }
    unlink(path);
    arena_free(arena);
    return 0;
}
