/* A key file that was edited by hand: read, or refused with a reason. */
#include "fuzz.h"

#include "crypt.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena *arena = arena_new();
    char path[FUZZ_PATH_SIZE];
    const char *why = NULL;
    struct keyring *keyring;

    fuzz_file(path, bytes, size);
    keyring = keyring_read(path, CRYPT_AES, arena, &why);
    assert(!keyring == (why != NULL));
    if (keyring)
        keyring_free(keyring);
    unlink(path);
    arena_free(arena);
    return 0;
}
