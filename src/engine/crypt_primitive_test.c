/* Each algorithm against the vectors that its standard publishes. */
#include "crypt_primitive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "text.h"

enum { BYTES_MAX = 256 };

struct bytes {
    uint8_t data[BYTES_MAX];
    size_t size;
};

static struct bytes from_hex(const char *hex) {
    struct bytes bytes = { .size = strlen(hex) / 2 };

    assert_true(bytes.size <= BYTES_MAX);
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned byte = 0;

        assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
        bytes.data[i] = (uint8_t)byte;
    }
    return bytes;
}

static void assert_hex(const void *bytes, size_t size, const char *hex) {
    struct arena *arena = arena_new();

    assert_string_equal(text_hex(arena, bytes, size), hex);
    arena_free(arena);
}

/* GB/T 32905-2016, appendix A.1. */
static void sm3_of_abc(void **state) {
    uint8_t digest[CRYPT_DIGEST_SIZE];

    (void)state;
    crypt_sm3(digest, "abc", 3);
    assert_hex(digest, sizeof digest,
               "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}

/* GB/T 32905-2016, appendix A.2. */
static void sm3_of_sixty_four_bytes(void **state) {
    const char *text = "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd";
    uint8_t digest[CRYPT_DIGEST_SIZE];

    (void)state;
    assert_int_equal(strlen(text), 64);
    crypt_sm3(digest, text, 64);
    assert_hex(digest, sizeof digest,
               "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

/* FIPS 180-2, appendix B.1. */
static void sha256_of_abc(void **state) {
    uint8_t digest[CRYPT_DIGEST_SIZE];

    (void)state;
    crypt_sha256(digest, "abc", 3);
    assert_hex(digest, sizeof digest,
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* GB/T 32907-2016, appendix A.1: one block, which is the stream of a zero text. */
static void sm4_of_one_block(void **state) {
    const struct bytes key = from_hex("0123456789abcdeffedcba9876543210");
    const uint8_t zeroes[CRYPT_SM4_NONCE_SIZE] = { 0 };
    uint8_t block[CRYPT_SM4_NONCE_SIZE];

    (void)state;
    crypt_sm4_ctr(key.data, key.data, zeroes, sizeof zeroes, block);
    assert_hex(block, sizeof block, "681edf34d206965e86b3e94f536e4246");
}

/* draft-ribose-cfrg-sm4-10, appendix A.2.5.1. */
static void sm4_in_counter_mode(void **state) {
    const struct bytes key = from_hex("0123456789abcdeffedcba9876543210");
    const struct bytes nonce = from_hex("000102030405060708090a0b0c0d0e0f");
    const struct bytes plain =
        from_hex("aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
                 "eeeeeeeeeeeeeeeeffffffffffffffffaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb");
    uint8_t cipher[64];
    uint8_t again[64];

    (void)state;
    crypt_sm4_ctr(key.data, nonce.data, plain.data, plain.size, cipher);
    assert_hex(cipher, sizeof cipher,
               "ac3236cb970cc20791364c395a1342d1a3cbc1878c6f30cd074cce385cdd70c7"
               "f234bc0e24c11980fd1286310ce37b926e02fcd0faa0baf38b2933851d824514");
    crypt_sm4_ctr(key.data, nonce.data, cipher, sizeof cipher, again);
    assert_memory_equal(again, plain.data, sizeof again);
}

static void assert_mac(enum crypt_suite suite, struct bytes key, const char *text,
                       const char *hex) {
    struct crypt_mac *mac = crypt_mac_new(suite, key.data, key.size);
    const struct db_bytes halves[] = { { text, 3 }, { text + 3, strlen(text) - 3 } };
    uint8_t digest[CRYPT_DIGEST_SIZE];

    /* Twice, in pieces: a key made ready is not used up. */
    for (int i = 0; i < 2; i++) {
        crypt_mac_of(digest, mac, (struct crypt_parts){ halves, 2 });
        assert_hex(digest, sizeof digest, hex);
    }
    crypt_mac_free(mac);
}

/* GM/T 0042-2015, appendix D.3. */
static void hmac_sm3_of_its_standard(void **state) {
    (void)state;
    assert_mac(CRYPT_SM,
               from_hex("0102030405060708090a0b0c0d0e0f10"
                        "1112131415161718191a1b1c1d1e1f20"),
               "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
               "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
               "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a");
    assert_mac(CRYPT_SM, from_hex("4a656665"), "what do ya want for nothing?",
               "2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882");
}

/* RFC 4231, test case 2. */
static void hmac_sha256_of_its_standard(void **state) {
    (void)state;
    assert_mac(CRYPT_AES, from_hex("4a656665"), "what do ya want for nothing?",
               "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

/* RFC 5869, appendix A.1. */
static void hkdf_of_its_standard(void **state) {
    const struct bytes secret = from_hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
    const struct bytes salt = from_hex("000102030405060708090a0b0c");
    const struct bytes info = from_hex("f0f1f2f3f4f5f6f7f8f9");
    uint8_t out[42];

    (void)state;
    crypt_derive(CRYPT_AES, (struct db_bytes){ secret.data, secret.size },
                 (struct db_bytes){ salt.data, salt.size },
                 (struct db_bytes){ info.data, info.size }, out, sizeof out);
    assert_hex(out, sizeof out,
               "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
               "34007208d5b887185865");
}

struct gcm_case {
    const char *key, *nonce, *plain, *about, *cipher, *tag;
};

static void assert_gcm(const struct gcm_case *wanted) {
    const struct bytes key = from_hex(wanted->key);
    const struct bytes nonce = from_hex(wanted->nonce);
    const struct bytes plain = from_hex(wanted->plain);
    const struct bytes about = from_hex(wanted->about);
    const struct db_bytes part = { about.data, about.size };
    const struct crypt_aes aes = { key.data, nonce.data, { &part, 1 } };
    uint8_t cipher[BYTES_MAX];
    uint8_t again[BYTES_MAX];
    uint8_t tag[CRYPT_AES_TAG_SIZE];

    crypt_aes_seal(&aes, plain.data, plain.size, cipher, tag);
    assert_hex(cipher, plain.size, wanted->cipher);
    assert_hex(tag, sizeof tag, wanted->tag);
    assert_true(crypt_aes_open(&aes, cipher, plain.size, tag, again));
    assert_memory_equal(again, plain.data, plain.size);

    tag[0] ^= 1;
    assert_false(crypt_aes_open(&aes, cipher, plain.size, tag, again));
    for (size_t i = 0; i < plain.size; i++)
        assert_int_equal(again[i], 0);
}

/* McGrew and Viega's submission to NIST, test cases 14 and 16. */
static void aes_gcm_of_its_standard(void **state) {
    static const struct gcm_case cases[] = {
        {
            .key = "0000000000000000000000000000000000000000000000000000000000000000",
            .nonce = "000000000000000000000000",
            .plain = "00000000000000000000000000000000",
            .about = "",
            .cipher = "cea7403d4d606b6e074ec5d3baf39d18",
            .tag = "d0d1c8a799996bf0265b98b5d48ab919",
        },
        {
            .key = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
            .nonce = "cafebabefacedbaddecaf888",
            .plain = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                     "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
            .about = "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            .cipher = "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                      "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
            .tag = "76fc6ece0f4e1768cddf8853bb2d551b",
        },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_gcm(&cases[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sm3_of_abc),
        cmocka_unit_test(sm3_of_sixty_four_bytes),
        cmocka_unit_test(sha256_of_abc),
        cmocka_unit_test(sm4_of_one_block),
        cmocka_unit_test(sm4_in_counter_mode),
        cmocka_unit_test(hmac_sm3_of_its_standard),
        cmocka_unit_test(hmac_sha256_of_its_standard),
        cmocka_unit_test(hkdf_of_its_standard),
        cmocka_unit_test(aes_gcm_of_its_standard),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
