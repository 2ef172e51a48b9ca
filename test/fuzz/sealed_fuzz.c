/* A sealed value that somebody forged opens as nothing. */
#include "fuzz.h"

#include "crypt.h"

static const char key_file[] =
    "haoban-key 1 q83vEjRWeJASNFZ4kKvN7xI0VniQEjRWeJCrze8SNFY= 2026-11-23\n"
    "haoban-key 7 q83vEjRWeJASNFZ4kKvN7xI0VniQEjRWeJCrze8SNFA= 2026-11-24\n";

static struct keyring *keyring_of(enum crypt_suite suite) {
    struct arena *arena = arena_new();
    char path[FUZZ_PATH_SIZE];
    const char *why = NULL;
    struct keyring *keyring;

    fuzz_file(path, (const uint8_t *)key_file, sizeof key_file - 1);
    keyring = keyring_read(path, suite, arena, &why);
    unlink(path);
    assert(keyring);
    arena_free(arena);
    return keyring;
}

/* One bit of a true value is turned, or its end is cut off. */
static void check_changed(const struct keyring *keyring, struct arena *arena,
                          const uint8_t *bytes, size_t size) {
    const struct db_bytes sealed = crypt_seal(keyring, arena, "fuzz.row 1", "演示甲");
    uint8_t *copy = (uint8_t *)arena_copy_bytes(arena, sealed.data, sealed.size);
    const size_t at = bytes[1] % sealed.size;

    assert(strcmp(crypt_open(keyring, arena, "fuzz.row 1", sealed), "演示甲") == 0);
    assert(!crypt_open(keyring, arena, "fuzz.row 2", sealed));
    if (size % 2)
        copy[at] = (uint8_t)(copy[at] ^ 1U << bytes[2] % 8);
    assert(!crypt_open(keyring, arena, "fuzz.row 1",
                       (struct db_bytes){ copy, size % 2 ? sealed.size : at }) ||
           (size % 2 == 0 && at == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    /* shared: made once, they never change */
    static struct keyring *keyrings[2];
    struct arena *arena = arena_new();

    if (!keyrings[0]) {
        keyrings[0] = keyring_of(CRYPT_AES);
        keyrings[1] = keyring_of(CRYPT_SM);
    }
    if (size >= 3) {
        const struct keyring *keyring = keyrings[bytes[0] % 2];

        assert(!crypt_open(keyring, arena, "fuzz.row 1",
                           (struct db_bytes){ bytes + 1, size - 1 }));
        check_changed(keyring, arena, bytes, size);
    }
    arena_free(arena);
    return 0;
}
