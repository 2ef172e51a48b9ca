#include "crypt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <pthread.h>

#include "arena.h"
#include "text.h"

#define KEY_ONE "haoban-key 1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8= 2026-01-01\n"
#define KEY_TWO "haoban-key 2 ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8= 2026-02-01\n"

/* Made by this program on 2026-11-23, with key 1 above. */
#define OLD_AES                                                                          \
    "01000000014af127def651c3c68a56b28fc7e3b506b3799ccb83bf69aca7e6ace3212de2a297"       \
    "02e9fc4a0c916047dce7cc09137b01005a93f960d162ce"
#define OLD_SM                                                                           \
    "0200000001879247978e36832f139c838b334e113bc46f47a11f4f776eefb861190fcaa2e5e1"       \
    "4b7bf4bdd16edbc6f0bc80c1a1952e03537c656934cbb0e7e2f93dae930d3d8622f4873814a6"       \
    "b9e56e567a"
#define OLD_LOOKUP_AES "47bd436e80899efdcd728350e17e2fe125f805e5f38673e0ea9f704abccf8c39"
#define OLD_LOOKUP_SM "62cfe7d67eced29bc940d2c4dfd7e60be88668d6af901c7a8ee22e682efb95d9"

enum { KEY_NUMBER_AT = 4, TEXT_SIZE_MAX = 200 };

static const char context[] = "person.id_number 7";
static const char plain[] = "张小明 330106199001011234";

struct scene {
    struct arena *arena;
    char path[64];
    const char *why;
};

static int set_up(void **state) {
    struct arena *arena = arena_new();
    struct scene *scene = arena_alloc(arena, sizeof *scene);

    scene->arena = arena;
    snprintf(scene->path, sizeof scene->path, "/tmp/crypt_test_%d.keys", getpid());
    unlink(scene->path);
    *state = scene;
    return 0;
}

static int tear_down(void **state) {
    struct scene *scene = *state;

    unlink(scene->path);
    arena_free(scene->arena);
    return 0;
}

static struct keyring *read_keys(struct scene *scene, enum crypt_suite suite,
                                 const char *text) {
    FILE *out = fopen(scene->path, "w");

    assert_non_null(out);
    assert_int_equal(fchmod(fileno(out), 0600), 0);
    fputs(text, out);
    fclose(out);
    return keyring_read(scene->path, suite, scene->arena, &scene->why);
}

static void assert_opens(const struct keyring *keyring, struct scene *scene,
                         struct db_bytes sealed) {
    const char *opened = crypt_open(keyring, scene->arena, context, sealed);

    assert_non_null(opened);
    assert_string_equal(opened, plain);
}

static void what_is_sealed_opens(void **state) {
    struct scene *scene = *state;

    for (enum crypt_suite suite = CRYPT_AES; suite <= CRYPT_SM; suite++) {
        struct keyring *keyring = read_keys(scene, suite, KEY_ONE);
        char text[TEXT_SIZE_MAX + 1] = "";

        for (size_t size = 0; size <= TEXT_SIZE_MAX; size++) {
            const struct db_bytes sealed =
                crypt_seal(keyring, scene->arena, context, text);

            assert_string_equal(crypt_open(keyring, scene->arena, context, sealed), text);
            if (size < TEXT_SIZE_MAX)
                text[size] = (char)('a' + size % 26);
        }
        keyring_free(keyring);
    }
}

static void a_sealed_value_has_the_layout_of_the_header(void **state) {
    static const size_t around[] = {
        [CRYPT_AES] = 5 + 12 + 16, [CRYPT_SM] = 5 + 16 + 32
    };
    struct scene *scene = *state;

    for (enum crypt_suite suite = CRYPT_AES; suite <= CRYPT_SM; suite++) {
        struct keyring *keyring = read_keys(scene, suite, KEY_TWO);
        const struct db_bytes sealed = crypt_seal(keyring, scene->arena, context, plain);
        const uint8_t *bytes = sealed.data;

        assert_int_equal(sealed.size, around[suite] + strlen(plain));
        assert_int_equal(bytes[0], suite);
        assert_memory_equal(bytes + 1, "\0\0\0\2", 4);
        keyring_free(keyring);
    }
}

/* What stands in databases must open for ever. */
static void a_value_of_the_first_release_still_opens(void **state) {
    static const char *const old[] = { OLD_AES, OLD_SM };
    struct scene *scene = *state;
    struct keyring *keyring = read_keys(scene, CRYPT_AES, KEY_ONE);

    for (size_t i = 0; i < sizeof old / sizeof *old; i++) {
        uint8_t bytes[TEXT_SIZE_MAX];
        const size_t size = strlen(old[i]) / 2;

        for (size_t j = 0; j < size; j++)
            assert_int_equal(sscanf(old[i] + 2 * j, "%2hhx", &bytes[j]), 1);
        assert_opens(keyring, scene, (struct db_bytes){ bytes, size });
    }
    keyring_free(keyring);
}

static void the_same_text_seals_differently_each_time(void **state) {
    struct scene *scene = *state;
    struct keyring *keyring = read_keys(scene, CRYPT_SM, KEY_ONE);
    const struct db_bytes one = crypt_seal(keyring, scene->arena, context, plain);
    const struct db_bytes two = crypt_seal(keyring, scene->arena, context, plain);

    assert_int_equal(one.size, two.size);
    assert_memory_not_equal(one.data, two.data, one.size);
    keyring_free(keyring);
}

static void an_empty_text_stays_empty(void **state) {
    struct scene *scene = *state;
    struct keyring *keyring = read_keys(scene, CRYPT_AES, KEY_ONE);
    const struct db_bytes sealed = crypt_seal(keyring, scene->arena, context, "");

    assert_int_equal(sealed.size, 0);
    assert_string_equal(crypt_open(keyring, scene->arena, context, sealed), "");
    keyring_free(keyring);
}

static void a_change_of_any_bit_is_noticed(void **state) {
    struct scene *scene = *state;

    for (enum crypt_suite suite = CRYPT_AES; suite <= CRYPT_SM; suite++) {
        struct keyring *keyring = read_keys(scene, suite, KEY_ONE KEY_TWO);
        const struct db_bytes sealed = crypt_seal(keyring, scene->arena, context, plain);
        uint8_t *bytes =
            (uint8_t *)arena_copy_bytes(scene->arena, sealed.data, sealed.size);

        for (size_t i = 0; i < 8 * sealed.size; i++) {
            bytes[i / 8] ^= (uint8_t)(1 << i % 8);
            assert_null(crypt_open(keyring, scene->arena, context,
                                   (struct db_bytes){ bytes, sealed.size }));
            bytes[i / 8] ^= (uint8_t)(1 << i % 8);
        }
        assert_opens(keyring, scene, (struct db_bytes){ bytes, sealed.size });
        keyring_free(keyring);
    }
}

static void a_value_cut_short_or_made_longer_is_noticed(void **state) {
    struct scene *scene = *state;

    for (enum crypt_suite suite = CRYPT_AES; suite <= CRYPT_SM; suite++) {
        struct keyring *keyring = read_keys(scene, suite, KEY_ONE);
        const struct db_bytes sealed = crypt_seal(keyring, scene->arena, context, plain);

        for (size_t size = 1; size <= sealed.size + 1; size++) {
            /* A heap block of that very size, so that a sanitizer sees a stray read. */
            uint8_t *bytes = test_calloc(1, size);

            memcpy(bytes, sealed.data, size < sealed.size ? size : sealed.size);
            if (size != sealed.size)
                assert_null(crypt_open(keyring, scene->arena, context,
                                       (struct db_bytes){ bytes, size }));
            test_free(bytes);
        }
        keyring_free(keyring);
    }
}

static void a_value_moved_to_another_row_is_noticed(void **state) {
    static const char *const others[] = { "person.id_number 8", "person.name 7", "",
                                          "person.id_number 70" };
    struct scene *scene = *state;

    for (enum crypt_suite suite = CRYPT_AES; suite <= CRYPT_SM; suite++) {
        struct keyring *keyring = read_keys(scene, suite, KEY_ONE);
        const struct db_bytes sealed = crypt_seal(keyring, scene->arena, context, plain);

        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
            assert_null(crypt_open(keyring, scene->arena, others[i], sealed));
        keyring_free(keyring);
    }
}

/* Of any value, zeroes too: a file's piece is no text. */
static void bytes_that_are_sealed_open(void **state) {
    static const size_t sizes[] = { 1, 2, 15, 16, 17, 65536 };
    struct scene *scene = *state;

    for (enum crypt_suite suite = CRYPT_AES; suite <= CRYPT_SM; suite++) {
        struct keyring *keyring = read_keys(scene, suite, KEY_ONE);

        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            char *bytes = arena_alloc(scene->arena, sizes[i]);
            struct db_bytes opened;

            crypt_random(bytes, sizes[i] / 2);
            assert_true(
                crypt_open_bytes(keyring, scene->arena, context,
                                 crypt_seal_bytes(keyring, scene->arena, context,
                                                  (struct db_bytes){ bytes, sizes[i] }),
                                 &opened));
            assert_int_equal(opened.size, sizes[i]);
            assert_memory_equal(opened.data, bytes, sizes[i]);
        }
        keyring_free(keyring);
    }
}

static void a_piece_in_the_place_of_another_is_noticed(void **state) {
    static const char *const others[] = { "file 7 1 more", "file 7 0 last",
                                          "file 8 0 more" };
    struct scene *scene = *state;

    for (enum crypt_suite suite = CRYPT_AES; suite <= CRYPT_SM; suite++) {
        struct keyring *keyring = read_keys(scene, suite, KEY_ONE);
        const struct db_bytes sealed = crypt_seal_bytes(
            keyring, scene->arena, "file 7 0 more", (struct db_bytes){ "\0\1", 2 });
        struct db_bytes opened;

        for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
            assert_false(
                crypt_open_bytes(keyring, scene->arena, others[i], sealed, &opened));
            assert_int_equal(opened.size, 0);
        }
        for (size_t size = 0; size < sealed.size; size++)
            assert_false(crypt_open_bytes(keyring, scene->arena, "file 7 0 more",
                                          (struct db_bytes){ sealed.data, size },
                                          &opened));
        keyring_free(keyring);
    }
}

static void after_a_rotation_the_newest_seals_and_both_open(void **state) {
    struct scene *scene = *state;
    struct keyring *old = read_keys(scene, CRYPT_AES, KEY_ONE);
    const struct db_bytes before = crypt_seal(old, scene->arena, context, plain);
    /* The order of the lines does not matter. */
    struct keyring *both = read_keys(scene, CRYPT_SM, "# two\n" KEY_TWO "\n" KEY_ONE);
    const struct db_bytes after = crypt_seal(both, scene->arena, context, plain);

    assert_int_equal(((const uint8_t *)before.data)[KEY_NUMBER_AT], 1);
    assert_int_equal(((const uint8_t *)after.data)[KEY_NUMBER_AT], 2);
    assert_opens(both, scene, before);
    assert_opens(both, scene, after);
    assert_null(crypt_open(old, scene->arena, context, after));
    keyring_free(old);
    keyring_free(both);
}

static void a_rotation_changes_no_lookup_and_no_signature(void **state) {
    struct scene *scene = *state;
    struct keyring *old = read_keys(scene, CRYPT_SM, KEY_ONE);
    struct keyring *both = read_keys(scene, CRYPT_SM, KEY_TWO KEY_ONE);
    const struct db_bytes one = crypt_lookup(old, scene->arena, "person.name", plain);
    const struct db_bytes two = crypt_lookup(both, scene->arena, "person.name", plain);

    assert_memory_equal(one.data, two.data, CRYPT_DIGEST_SIZE);
    assert_string_equal(crypt_sign(old, scene->arena, "track", "7"),
                        crypt_sign(both, scene->arena, "track", "7"));
    keyring_free(old);
    keyring_free(both);
}

static void a_lookup_depends_on_key_suite_purpose_and_text(void **state) {
    struct scene *scene = *state;
    struct keyring *aes = read_keys(scene, CRYPT_AES, KEY_ONE);
    struct keyring *other = read_keys(scene, CRYPT_AES, KEY_TWO);
    struct keyring *sm = read_keys(scene, CRYPT_SM, KEY_ONE);
    const struct db_bytes digests[] = {
        crypt_lookup(aes, scene->arena, "person.name", plain),
        crypt_lookup(aes, scene->arena, "person.phone", plain),
        crypt_lookup(aes, scene->arena, "person.name", "张小"),
        crypt_lookup(other, scene->arena, "person.name", plain),
        crypt_lookup(sm, scene->arena, "person.name", plain),
    };
    const size_t count = sizeof digests / sizeof *digests;

    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            assert_memory_not_equal(digests[i].data, digests[j].data, CRYPT_DIGEST_SIZE);
    assert_string_not_equal(crypt_sign(aes, scene->arena, "person.name", plain),
                            text_hex(scene->arena, digests[0].data, digests[0].size));
    keyring_free(aes);
    keyring_free(other);
    keyring_free(sm);
}

/* Stored digests must stay findable, so their making may not change. */
static void lookups_of_the_first_release_are_still_found(void **state) {
    static const char *const old[] = {
        [CRYPT_AES] = OLD_LOOKUP_AES, [CRYPT_SM] = OLD_LOOKUP_SM
    };
    struct scene *scene = *state;

    for (enum crypt_suite suite = CRYPT_AES; suite <= CRYPT_SM; suite++) {
        struct keyring *keyring = read_keys(scene, suite, KEY_ONE);
        const struct db_bytes digest =
            crypt_lookup(keyring, scene->arena, "person.name", plain);

        assert_string_equal(text_hex(scene->arena, digest.data, digest.size), old[suite]);
        keyring_free(keyring);
    }
}

static void a_new_key_file_is_private_and_can_be_read(void **state) {
    struct scene *scene = *state;
    struct stat status;

    assert_true(keyring_create(scene->path, scene->arena, &scene->why));
    assert_int_equal(stat(scene->path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);

    struct keyring *keyring =
        keyring_read(scene->path, CRYPT_AES, scene->arena, &scene->why);

    assert_non_null(keyring);
    assert_opens(keyring, scene, crypt_seal(keyring, scene->arena, context, plain));
    keyring_free(keyring);
}

static void a_key_file_is_never_overwritten(void **state) {
    struct scene *scene = *state;

    assert_true(keyring_create(scene->path, scene->arena, &scene->why));
    assert_false(keyring_create(scene->path, scene->arena, &scene->why));
    assert_non_null(strstr(scene->why, "never overwritten"));
}

static void a_key_file_that_others_may_use_is_refused(void **state) {
    static const mode_t modes[] = { 0640, 0604, 0660, 0610 };
    struct scene *scene = *state;

    assert_true(keyring_create(scene->path, scene->arena, &scene->why));
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        assert_int_equal(chmod(scene->path, modes[i]), 0);
        assert_null(keyring_read(scene->path, CRYPT_AES, scene->arena, &scene->why));
        assert_string_equal(scene->why,
                            arena_format(scene->arena,
                                         "%s: others may use it (mode %04o); run: "
                                         "chmod 600 %s",
                                         scene->path, modes[i], scene->path));
    }
}

static void a_key_file_that_is_not_there_says_how_to_make_one(void **state) {
    struct scene *scene = *state;

    assert_null(keyring_read("/nonexistent", CRYPT_AES, scene->arena, &scene->why));
    assert_non_null(strstr(scene->why, "`haoban keys new FILE` writes a key file"));
}

static void a_folder_is_no_key_file(void **state) {
    struct scene *scene = *state;

    assert_null(keyring_read("/tmp", CRYPT_AES, scene->arena, &scene->why));
    assert_string_equal(scene->why, "/tmp: is no file; correct the setting keys");
}

static void a_bad_line_is_refused_by_its_number_and_not_shown(void **state) {
    static const char key[] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    static const char *const formats[] = {
        "haoban-key 2 %s\n",
        "haoban-key 2 %s 2026-02-30\n",
        "haoban-key 2 %s 2026-02-01 more\n",
        "haoban-key 0 %s 2026-02-01\n",
        "haoban-key -2 %s 2026-02-01\n",
        "haoban-key 4294967296 %s 2026-02-01\n",
        "haoban-kez 2 %s 2026-02-01\n",
        "haoban-key 2 %s= 2026-02-01\n",
        "haoban-key 2 A%s 2026-02-01\n",
        "haoban-key 2 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9= 2026-02-01 %.0s\n",
        "haoban-key 2 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9= 2026-02-01\n%.0s",
        "haoban-key 2 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh!= 2026-02-01\n%.0s",
    };
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        char line[160];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(line, sizeof line, formats[i], key);
#pragma GCC diagnostic pop
        assert_null(read_keys(scene, CRYPT_AES,
                              arena_format(scene->arena, KEY_ONE "\n%s", line)));
        assert_non_null(strstr(scene->why, ".keys:3: is not `haoban-key NUMBER"));
        assert_null(strstr(scene->why, "AAECAw"));
    }
}

static void a_number_used_twice_is_refused(void **state) {
    struct scene *scene = *state;

    assert_null(read_keys(scene, CRYPT_AES, KEY_ONE KEY_ONE));
    assert_non_null(strstr(scene->why, ":2: uses a number again"));
}

static void a_file_without_keys_is_refused(void **state) {
    struct scene *scene = *state;

    assert_null(read_keys(scene, CRYPT_AES, "# nothing\n\n"));
    assert_non_null(strstr(scene->why, "holds no key"));
}

static void a_file_that_is_too_large_is_refused(void **state) {
    struct scene *scene = *state;
    char *text = arena_alloc(scene->arena, 20000);

    memset(text, '#', 19999);
    assert_null(read_keys(scene, CRYPT_AES, text));
    assert_non_null(strstr(scene->why, "is no key file"));
}

static void tokens_are_url_safe_and_differ(void **state) {
    char one[CRYPT_TOKEN_SIZE], two[CRYPT_TOKEN_SIZE];

    (void)state;
    crypt_token(one);
    crypt_token(two);
    assert_int_equal(strlen(one), CRYPT_TOKEN_SIZE - 1);
    assert_int_equal(strspn(one, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                 "0123456789-_"),
                     CRYPT_TOKEN_SIZE - 1);
    assert_string_not_equal(one, two);
}

static void equal_compares_every_byte(void **state) {
    (void)state;
    assert_true(crypt_equal("abc", "abc", 3));
    assert_false(crypt_equal("abc", "abd", 3));
    assert_false(crypt_equal("xbc", "abc", 3));
    assert_true(crypt_equal("x", "y", 0));
}

/* The reference implementation's test.c: version 0x13, argon2id. */
static void a_password_hash_of_the_reference_matches(void **state) {
    static const char *const hashes[] = {
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ"
        "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
        "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    };

    (void)state;
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++) {
        assert_true(crypt_password_matches(hashes[i], "password"));
        assert_false(crypt_password_matches(hashes[i], "Password"));
    }
}

static void a_password_matches_its_own_hash_only(void **state) {
    char one[CRYPT_PASSWORD_HASH_MAX], two[CRYPT_PASSWORD_HASH_MAX];

    (void)state;
    crypt_password_hash(one, "好办 correct horse");
    crypt_password_hash(two, "好办 correct horse");
    assert_true(text_begins(one, "$argon2id$v=19$m=19456,t=2,p=1$"));
    assert_string_not_equal(one, two);
    assert_true(crypt_password_matches(one, "好办 correct horse"));
    assert_false(crypt_password_matches(one, "好办 correct hors"));
    assert_false(crypt_password_matches(one, ""));
}

static void what_is_no_bearable_hash_matches_nothing(void **state) {
    static const char *const hashes[] = {
        "",
        "x",
        "$argon2id$v=19$",
        "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$AAAA",
        "$argon2id$v=19$m=4000000,t=2,p=1$c29tZXNhbHQ"
        "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2000000,p=1$c29tZXNhbHQ"
        "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
    };

    (void)state;
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
        assert_false(crypt_password_matches(hashes[i], "password"));
}

static void *seal_and_hash(void *context_keyring) {
    const struct keyring *keyring = context_keyring;
    struct arena *arena = arena_new();
    char hash[CRYPT_PASSWORD_HASH_MAX];
    int wrong = 0;

    for (int i = 0; i < 500; i++) {
        const struct db_bytes sealed = crypt_seal(keyring, arena, context, plain);
        const char *opened = crypt_open(keyring, arena, context, sealed);

        wrong += !opened || strcmp(opened, plain) != 0;
    }
    crypt_password_hash(hash, "password");
    wrong += !crypt_password_matches(hash, "password");
    arena_free(arena);
    return wrong ? context_keyring : NULL;
}

static void threads_share_a_keyring(void **state) {
    struct scene *scene = *state;
    struct keyring *keyring = read_keys(scene, CRYPT_SM, KEY_ONE);
    pthread_t threads[6];

    for (size_t i = 0; i < 6; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, seal_and_hash, keyring), 0);
    for (size_t i = 0; i < 6; i++) {
        void *result;

        assert_int_equal(pthread_join(threads[i], &result), 0);
        assert_null(result);
    }
    keyring_free(keyring);
}

#define SENTENCE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        SENTENCE(what_is_sealed_opens),
        SENTENCE(a_sealed_value_has_the_layout_of_the_header),
        SENTENCE(a_value_of_the_first_release_still_opens),
        SENTENCE(the_same_text_seals_differently_each_time),
        SENTENCE(an_empty_text_stays_empty),
        SENTENCE(a_change_of_any_bit_is_noticed),
        SENTENCE(a_value_cut_short_or_made_longer_is_noticed),
        SENTENCE(a_value_moved_to_another_row_is_noticed),
        SENTENCE(bytes_that_are_sealed_open),
        SENTENCE(a_piece_in_the_place_of_another_is_noticed),
        SENTENCE(after_a_rotation_the_newest_seals_and_both_open),
        SENTENCE(a_rotation_changes_no_lookup_and_no_signature),
        SENTENCE(a_lookup_depends_on_key_suite_purpose_and_text),
        SENTENCE(lookups_of_the_first_release_are_still_found),
        SENTENCE(a_new_key_file_is_private_and_can_be_read),
        SENTENCE(a_key_file_is_never_overwritten),
        SENTENCE(a_key_file_that_others_may_use_is_refused),
        SENTENCE(a_key_file_that_is_not_there_says_how_to_make_one),
        SENTENCE(a_folder_is_no_key_file),
        SENTENCE(a_bad_line_is_refused_by_its_number_and_not_shown),
        SENTENCE(a_number_used_twice_is_refused),
        SENTENCE(a_file_without_keys_is_refused),
        SENTENCE(a_file_that_is_too_large_is_refused),
        SENTENCE(tokens_are_url_safe_and_differ),
        SENTENCE(equal_compares_every_byte),
        SENTENCE(a_password_hash_of_the_reference_matches),
        SENTENCE(a_password_matches_its_own_hash_only),
        SENTENCE(what_is_no_bearable_hash_matches_nothing),
        SENTENCE(threads_share_a_keyring),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
