#include "crypt_primitive.h"

#include <assert.h>
#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOKEN_BYTES = 24, POOL_BYTES = 512 };

struct algorithms {
    EVP_CIPHER *aes;
    EVP_CIPHER *sm4;
    EVP_MD *sha256;
    EVP_MD *sm3;
    EVP_MAC *hmac;
    EVP_KDF *hkdf;
};

struct crypt_mac {
    EVP_MAC_CTX *keyed; /* duplicated for each use */
};

/* For what cannot fail but by a bug, a lack of memory or a crippled OpenSSL. */
static void must(int went_well, const char *what) {
    if (went_well)
        return;
    fprintf(stderr, "crypt: OpenSSL refuses %s; is its default provider there?\n", what);
    abort();
}

static struct algorithms fetched; /* shared: written once, under fetch_once */
static pthread_once_t fetch_once = PTHREAD_ONCE_INIT; /* shared: guards fetched */

static void fetch(void) {
    fetched = (struct algorithms){
        .aes = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL),
        .sm4 = EVP_CIPHER_fetch(NULL, "SM4-CTR", NULL),
        .sha256 = EVP_MD_fetch(NULL, "SHA256", NULL),
        .sm3 = EVP_MD_fetch(NULL, "SM3", NULL),
        .hmac = EVP_MAC_fetch(NULL, "HMAC", NULL),
        .hkdf = EVP_KDF_fetch(NULL, "HKDF", NULL),
    };
    must(fetched.aes != NULL, "AES-256-GCM");
    must(fetched.sm4 != NULL, "SM4-CTR");
    must(fetched.sha256 != NULL, "SHA-256");
    must(fetched.sm3 != NULL, "SM3");
    must(fetched.hmac != NULL, "HMAC");
    must(fetched.hkdf != NULL, "HKDF");
}

static const struct algorithms *algorithms(void) {
    const int code = pthread_once(&fetch_once, fetch);

    assert(code == 0);
    return &fetched;
}

/* OpenSSL takes the names of algorithms by pointers that are not const. */
static OSSL_PARAM hash_parameter(const char *key, enum crypt_suite suite) {
    static char sha256[] = "SHA256"; /* shared: only read */
    static char sm3[] = "SM3";       /* shared: only read */

    assert(suite == CRYPT_AES || suite == CRYPT_SM);
    return OSSL_PARAM_construct_utf8_string(key, suite == CRYPT_SM ? sm3 : sha256, 0);
}

/* ---- ciphers ---- */

static EVP_CIPHER_CTX *cipher_context(void) {
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();

    must(context != NULL, "memory");
    return context;
}

static void authenticate(EVP_CIPHER_CTX *context, struct crypt_parts about) {
    for (size_t i = 0; i < about.count; i++) {
        const struct db_bytes *part = &about.part[i];
        int written;

        assert(part->size <= INT_MAX);
        if (part->size > 0)
            must(EVP_CipherUpdate(context, NULL, &written, part->data, (int)part->size),
                 "additional data");
    }
}

void crypt_aes_seal(const struct crypt_aes *aes, const uint8_t *plain, size_t size,
                    uint8_t *cipher, uint8_t tag[CRYPT_AES_TAG_SIZE]) {
    EVP_CIPHER_CTX *context = cipher_context();
    int written;

    assert(size <= INT_MAX);
    must(EVP_EncryptInit_ex2(context, algorithms()->aes, aes->key, aes->nonce, NULL),
         "a key");
    authenticate(context, aes->about);
    must(EVP_EncryptUpdate(context, cipher, &written, plain, (int)size), "to encrypt");
    must(EVP_EncryptFinal_ex(context, cipher + size, &written), "to encrypt");
    must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, CRYPT_AES_TAG_SIZE, tag),
         "a tag");
    EVP_CIPHER_CTX_free(context);
}

bool crypt_aes_open(const struct crypt_aes *aes, const uint8_t *cipher, size_t size,
                    const uint8_t tag[CRYPT_AES_TAG_SIZE], uint8_t *plain) {
    EVP_CIPHER_CTX *context = cipher_context();
    uint8_t expected[CRYPT_AES_TAG_SIZE];
    int written;

    assert(size <= INT_MAX);
    memcpy(expected, tag, sizeof expected);
    must(EVP_DecryptInit_ex2(context, algorithms()->aes, aes->key, aes->nonce, NULL),
         "a key");
    authenticate(context, aes->about);
    must(EVP_DecryptUpdate(context, plain, &written, cipher, (int)size), "to decrypt");
    must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, sizeof expected, expected),
         "a tag");

    const bool fits = EVP_DecryptFinal_ex(context, plain + size, &written) == 1;

    EVP_CIPHER_CTX_free(context);
    if (!fits)
        OPENSSL_cleanse(plain, size);
    return fits;
}

void crypt_sm4_ctr(const uint8_t key[CRYPT_SM4_KEY_SIZE],
                   const uint8_t nonce[CRYPT_SM4_NONCE_SIZE], const uint8_t *from,
                   size_t size, uint8_t *to) {
    EVP_CIPHER_CTX *context = cipher_context();
    int written;

    assert(size <= INT_MAX);
    must(EVP_EncryptInit_ex2(context, algorithms()->sm4, key, nonce, NULL), "a key");
    must(EVP_EncryptUpdate(context, to, &written, from, (int)size), "to encrypt");
    EVP_CIPHER_CTX_free(context);
}

/* ---- digests ---- */

struct crypt_mac *crypt_mac_new(enum crypt_suite suite, const void *key, size_t size) {
    struct crypt_mac *mac = OPENSSL_zalloc(sizeof *mac);
    const OSSL_PARAM parameters[] = { hash_parameter(OSSL_MAC_PARAM_DIGEST, suite),
                                      OSSL_PARAM_construct_end() };

    must(mac != NULL, "memory");
    mac->keyed = EVP_MAC_CTX_new(algorithms()->hmac);
    must(mac->keyed != NULL, "memory");
    must(EVP_MAC_init(mac->keyed, key, size, parameters), "an HMAC key");
    return mac;
}

void crypt_mac_free(struct crypt_mac *mac) {
    if (!mac)
        return;
    EVP_MAC_CTX_free(mac->keyed);
    OPENSSL_free(mac);
}

void crypt_mac_of(uint8_t digest[CRYPT_DIGEST_SIZE], const struct crypt_mac *mac,
                  struct crypt_parts parts) {
    EVP_MAC_CTX *context = EVP_MAC_CTX_dup(mac->keyed);
    size_t written = 0;

    must(context != NULL, "memory");
    for (size_t i = 0; i < parts.count; i++)
        must(EVP_MAC_update(context, parts.part[i].data, parts.part[i].size), "bytes");
    must(EVP_MAC_final(context, digest, &written, CRYPT_DIGEST_SIZE), "an HMAC");
    EVP_MAC_CTX_free(context);
    assert(written == CRYPT_DIGEST_SIZE);
}

static OSSL_PARAM bytes_parameter(const char *key, struct db_bytes bytes) {
    return OSSL_PARAM_construct_octet_string(key, (void *)(uintptr_t)bytes.data,
                                             bytes.size);
}

void crypt_derive(enum crypt_suite suite, struct db_bytes secret, struct db_bytes salt,
                  struct db_bytes info, uint8_t *out, size_t size) {
    EVP_KDF_CTX *context = EVP_KDF_CTX_new(algorithms()->hkdf);
    const OSSL_PARAM parameters[] = {
        hash_parameter(OSSL_KDF_PARAM_DIGEST, suite),
        bytes_parameter(OSSL_KDF_PARAM_KEY, secret),
        bytes_parameter(OSSL_KDF_PARAM_SALT, salt),
        bytes_parameter(OSSL_KDF_PARAM_INFO, info),
        OSSL_PARAM_construct_end(),
    };

    must(context != NULL, "memory");
    must(EVP_KDF_derive(context, out, size, parameters) == 1, "to derive a key");
    EVP_KDF_CTX_free(context);
}

static void digest_of(uint8_t digest[CRYPT_DIGEST_SIZE], const EVP_MD *kind,
                      const void *bytes, size_t size) {
    unsigned written = 0;

    must(EVP_Digest(bytes, size, digest, &written, kind, NULL), "a digest");
    assert(written == CRYPT_DIGEST_SIZE);
}

void crypt_sm3(uint8_t digest[CRYPT_DIGEST_SIZE], const void *bytes, size_t size) {
    digest_of(digest, algorithms()->sm3, bytes, size);
}

void crypt_sha256(uint8_t digest[CRYPT_DIGEST_SIZE], const void *bytes, size_t size) {
    digest_of(digest, algorithms()->sha256, bytes, size);
}

/* ---- chance ---- */

/* What a thread has asked for in one go, because most need a few bytes each time. */
struct pool {
    size_t left; /* at the end */
    uint8_t bytes[POOL_BYTES];
};

static _Thread_local struct pool pool; /* shared: no; each thread has its own */

void crypt_random(void *bytes, size_t size) {
    assert(size <= INT_MAX);
    if (size > sizeof pool.bytes) {
        must(RAND_bytes(bytes, (int)size) == 1, "random bytes");
        return;
    }
    if (pool.left < size) {
        must(RAND_bytes(pool.bytes, sizeof pool.bytes) == 1, "random bytes");
        pool.left = sizeof pool.bytes;
    }

    uint8_t *from = pool.bytes + sizeof pool.bytes - pool.left;

    memcpy(bytes, from, size);
    OPENSSL_cleanse(from, size);
    pool.left -= size;
}

void crypt_token(char out[CRYPT_TOKEN_SIZE]) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                 "0123456789-_";
    uint8_t bytes[TOKEN_BYTES];

    _Static_assert(TOKEN_BYTES / 3 * 4 + 1 == CRYPT_TOKEN_SIZE, "no padding");
    crypt_random(bytes, sizeof bytes);
    for (size_t i = 0; i < TOKEN_BYTES / 3; i++) {
        const unsigned group = (unsigned)bytes[3 * i] << 16 |
                               (unsigned)bytes[3 * i + 1] << 8 | bytes[3 * i + 2];

        for (size_t j = 0; j < 4; j++)
            out[4 * i + j] = digits[group >> (18 - 6 * j) & 63];
    }
    out[CRYPT_TOKEN_SIZE - 1] = '\0';
}

bool crypt_equal(const void *one, const void *other, size_t size) {
    return CRYPTO_memcmp(one, other, size) == 0;
}
