/*
 * crypt_primitive -- the algorithms under crypt, each as published and nothing more.
 *
 * Only the files of crypt call these; everybody else uses crypt.h.  They stand apart so
 * that the tests can hold each against its standard's own vectors:
 *
 *     AES-256-GCM  NIST SP 800-38D        SM4-CTR   GB/T 32907, SP 800-38A
 *     HMAC-SM3     GM/T 0042, RFC 2104    HMAC-SHA-256   RFC 4231
 *     HKDF         RFC 5869
 *
 * OpenSSL does the work.  Its algorithms are looked up once per process, because a
 * look-up costs more than sealing a name does.  None of these functions can fail but by
 * a bug or for want of memory, and then the process stops; only crypt_aes_open() answers.
 * All are safe to call from several threads.
 */
#ifndef CRYPT_PRIMITIVE_H
#define CRYPT_PRIMITIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypt.h"

enum {
    CRYPT_AES_KEY_SIZE = 32,
    CRYPT_AES_NONCE_SIZE = 12,
    CRYPT_AES_TAG_SIZE = 16,
    CRYPT_SM4_KEY_SIZE = 16,
    CRYPT_SM4_NONCE_SIZE = 16,
    CRYPT_MAC_KEY_SIZE = 32,
};

/* Bytes handed in pieces; as if they stood one behind the other. */
struct crypt_parts {
    const struct db_bytes *part;
    size_t count;
};

/* What one AES-256-GCM operation is about. */
struct crypt_aes {
    const uint8_t *key;       /* CRYPT_AES_KEY_SIZE */
    const uint8_t *nonce;     /* CRYPT_AES_NONCE_SIZE, never twice with a key */
    struct crypt_parts about; /* authenticated, not encrypted */
};

/* Encrypts size bytes of plain into cipher, and writes the tag. */
void crypt_aes_seal(const struct crypt_aes *aes, const uint8_t *plain, size_t size,
                    uint8_t *cipher, uint8_t tag[CRYPT_AES_TAG_SIZE]);

/* Decrypts.  False when the tag does not fit; then plain holds zeroes. */
bool crypt_aes_open(const struct crypt_aes *aes, const uint8_t *cipher, size_t size,
                    const uint8_t tag[CRYPT_AES_TAG_SIZE], uint8_t *plain);

/* Encrypts or decrypts, which in counter mode is the same. */
void crypt_sm4_ctr(const uint8_t key[CRYPT_SM4_KEY_SIZE],
                   const uint8_t nonce[CRYPT_SM4_NONCE_SIZE], const uint8_t *from,
                   size_t size, uint8_t *to);

/*
 * An HMAC key made ready, so that its own blocks are hashed once.  It is only read
 * after crypt_mac_new(); the hash is SHA-256 for CRYPT_AES, SM3 for CRYPT_SM.
 */
struct crypt_mac;

struct crypt_mac *crypt_mac_new(enum crypt_suite suite, const void *key, size_t size);
void crypt_mac_free(struct crypt_mac *mac);
void crypt_mac_of(uint8_t digest[CRYPT_DIGEST_SIZE], const struct crypt_mac *mac,
                  struct crypt_parts parts);

/* HKDF with the suite's hash: fills out from the secret. */
void crypt_derive(enum crypt_suite suite, struct db_bytes secret, struct db_bytes salt,
                  struct db_bytes info, uint8_t *out, size_t size);

#endif
