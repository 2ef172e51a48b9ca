#include "crypt.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <string.h>

#include "crypt_keyring.h"
#include "text.h"

enum { HEADER_SIZE = 5, LENGTH_SIZE = 8 };

/* One value on its way: the bytes around the ciphertext, and its length. */
struct box {
    const struct crypt_key *key;
    const char *context;
    const uint8_t *header; /* HEADER_SIZE */
    const uint8_t *nonce;
    size_t size; /* of the plain text, and of the ciphertext */
};

/* What a suite adds to HEADER_SIZE and the ciphertext, and how it works. */
struct suite {
    size_t nonce_size;
    size_t tag_size;
    void (*seal)(const struct box *box, const char *plain, uint8_t *cipher, uint8_t *tag);
    bool (*open)(const struct box *box, const uint8_t *cipher, const uint8_t *tag,
                 char *plain);
};

static void seal_aes(const struct box *box, const char *plain, uint8_t *cipher,
                     uint8_t *tag) {
    const struct db_bytes about[] = { { box->header, HEADER_SIZE },
                                      { box->context, strlen(box->context) } };
    const struct crypt_aes aes = { box->key->aes, box->nonce, { about, 2 } };

    crypt_aes_seal(&aes, (const uint8_t *)plain, box->size, cipher, tag);
}

static bool open_aes(const struct box *box, const uint8_t *cipher, const uint8_t *tag,
                     char *plain) {
    const struct db_bytes about[] = { { box->header, HEADER_SIZE },
                                      { box->context, strlen(box->context) } };
    const struct crypt_aes aes = { box->key->aes, box->nonce, { about, 2 } };

    return crypt_aes_open(&aes, cipher, box->size, tag, (uint8_t *)plain);
}

/* The length keeps a byte from moving between the context and the ciphertext. */
static void tag_sm(const struct box *box, const uint8_t *cipher,
                   uint8_t tag[CRYPT_DIGEST_SIZE]) {
    const size_t context_size = strlen(box->context);
    uint8_t length[LENGTH_SIZE];

    for (size_t i = 0; i < sizeof length; i++)
        length[i] = (uint8_t)((uint64_t)context_size >> (56 - 8 * i));

    const struct db_bytes parts[] = {
        { box->header, HEADER_SIZE }, { box->nonce, CRYPT_SM4_NONCE_SIZE },
        { length, sizeof length },    { box->context, context_size },
        { cipher, box->size },
    };

    crypt_mac_of(tag, box->key->sm3,
                 (struct crypt_parts){ parts, sizeof parts / sizeof *parts });
}

static void seal_sm(const struct box *box, const char *plain, uint8_t *cipher,
                    uint8_t *tag) {
    crypt_sm4_ctr(box->key->sm4, box->nonce, (const uint8_t *)plain, box->size, cipher);
    tag_sm(box, cipher, tag);
}

static bool open_sm(const struct box *box, const uint8_t *cipher, const uint8_t *tag,
                    char *plain) {
    uint8_t expected[CRYPT_DIGEST_SIZE];

    tag_sm(box, cipher, expected);
    if (!crypt_equal(expected, tag, sizeof expected))
        return false;
    crypt_sm4_ctr(box->key->sm4, box->nonce, cipher, box->size, (uint8_t *)plain);
    return true;
}

static const struct suite suites[] = {
    [CRYPT_AES] = { CRYPT_AES_NONCE_SIZE, CRYPT_AES_TAG_SIZE, seal_aes, open_aes },
    [CRYPT_SM] = { CRYPT_SM4_NONCE_SIZE, CRYPT_DIGEST_SIZE, seal_sm, open_sm },
};

static void write_header(uint8_t *header, enum crypt_suite suite, uint32_t number) {
    header[0] = (uint8_t)suite;
    header[1] = (uint8_t)(number >> 24);
    header[2] = (uint8_t)(number >> 16);
    header[3] = (uint8_t)(number >> 8);
    header[4] = (uint8_t)number;
}

static uint32_t read_key_number(const uint8_t *header) {
    return (uint32_t)header[1] << 24 | (uint32_t)header[2] << 16 |
           (uint32_t)header[3] << 8 | header[4];
}

struct db_bytes crypt_seal_bytes(const struct keyring *keyring, struct arena *arena,
                                 const char *context, struct db_bytes plain) {
    const struct suite *suite = &suites[keyring->suite];
    const size_t total = HEADER_SIZE + suite->nonce_size + plain.size + suite->tag_size;
    uint8_t *sealed = arena_alloc(arena, total);
    uint8_t *nonce = sealed + HEADER_SIZE;
    uint8_t *cipher = nonce + suite->nonce_size;
    const struct box box = {
        .key = &keyring->key[keyring->count - 1],
        .context = context,
        .header = sealed,
        .nonce = nonce,
        .size = plain.size,
    };

    assert(plain.size > 0);
    write_header(sealed, keyring->suite, box.key->number);
    crypt_random(nonce, suite->nonce_size);
    suite->seal(&box, plain.data, cipher, cipher + plain.size);
    return (struct db_bytes){ sealed, total };
}

struct db_bytes crypt_seal(const struct keyring *keyring, struct arena *arena,
                           const char *context, const char *plain) {
    const struct db_bytes bytes = { plain, strlen(plain) };

    if (bytes.size == 0)
        return (struct db_bytes){ NULL, 0 };
    return crypt_seal_bytes(keyring, arena, context, bytes);
}

bool crypt_open_bytes(const struct keyring *keyring, struct arena *arena,
                      const char *context, struct db_bytes sealed,
                      struct db_bytes *plain) {
    const uint8_t *header = sealed.data;

    *plain = (struct db_bytes){ NULL, 0 };
    if (sealed.size < HEADER_SIZE || (header[0] != CRYPT_AES && header[0] != CRYPT_SM))
        return false;

    const struct suite *suite = &suites[header[0]];
    const struct crypt_key *key = keyring_find(keyring, read_key_number(header));
    const size_t around = HEADER_SIZE + suite->nonce_size + suite->tag_size;

    if (!key || sealed.size <= around)
        return false;

    const struct box box = {
        .key = key,
        .context = context,
        .header = header,
        .nonce = header + HEADER_SIZE,
        .size = sealed.size - around,
    };
    const uint8_t *cipher = box.nonce + suite->nonce_size;
    char *opened = arena_alloc(arena, box.size + 1);

    if (!suite->open(&box, cipher, cipher + box.size, opened))
        return false;
    *plain = (struct db_bytes){ opened, box.size };
    return true;
}

const char *crypt_open(const struct keyring *keyring, struct arena *arena,
                       const char *context, struct db_bytes sealed) {
    struct db_bytes plain;

    if (sealed.size == 0)
        return "";
    return crypt_open_bytes(keyring, arena, context, sealed, &plain) ? plain.data : NULL;
}

/* HMAC of the text with a key that the purpose derives from another. */
static void keyed_digest(uint8_t digest[CRYPT_DIGEST_SIZE], const struct keyring *keyring,
                         const struct crypt_mac *from, const char *purpose,
                         const char *text) {
    const struct db_bytes message = { text, strlen(text) };

    crypt_mac_of(digest, keyring_purpose(keyring, from, purpose),
                 (struct crypt_parts){ &message, 1 });
}

struct db_bytes crypt_lookup(const struct keyring *keyring, struct arena *arena,
                             const char *purpose, const char *plain) {
    uint8_t *digest = arena_alloc(arena, CRYPT_DIGEST_SIZE);

    assert(keyring->count > 0);
    keyed_digest(digest, keyring, keyring->key[0].lookup, purpose, plain);
    return (struct db_bytes){ digest, CRYPT_DIGEST_SIZE };
}

const char *crypt_sign(const struct keyring *keyring, struct arena *arena,
                       const char *purpose, const char *text) {
    uint8_t digest[CRYPT_DIGEST_SIZE];

    assert(keyring->count > 0);
    keyed_digest(digest, keyring, keyring->key[0].sign, purpose, text);
    return text_hex(arena, digest, sizeof digest);
}
