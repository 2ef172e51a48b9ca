/*
 * crypt -- secrets: sealed columns, digests, tokens, passwords.
 *
 * Keys live in one file outside the database (mode 0600; `haoban keys new FILE`).
 * A sealed value says which suite and which key sealed it, so keys can be added and
 * the suite can change without touching what is stored:
 *
 *     1 byte suite | 4 bytes key number | nonce | ciphertext | tag
 *
 *   suite 1   AES-256-GCM, 12-byte nonce, 16-byte tag
 *   suite 2   SM4-CTR then HMAC-SM3 with a separate key (GM/T 0002, 0004), 16-byte
 *             nonce, 32-byte tag, checked before anything is decrypted
 *
 * The context (table.column and row) is authenticated too, so a sealed value cannot be
 * moved to another row.  Keys derive from the file's master keys by HKDF per purpose.
 */
#ifndef CRYPT_H
#define CRYPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db.h"

enum crypt_suite { CRYPT_AES = 1, CRYPT_SM = 2 };
enum { CRYPT_DIGEST_SIZE = 32, CRYPT_TOKEN_SIZE = 33, CRYPT_PASSWORD_HASH_MAX = 128 };

struct keyring;

/* Reads a key file.  Returns NULL and an English reason in *why. */
struct keyring *keyring_read(const char *path, enum crypt_suite suite,
                             struct arena *arena, const char **why);

/* Writes a new key file; refuses to overwrite.  Says whether, with *why. */
bool keyring_create(const char *path, struct arena *arena, const char **why);
void keyring_free(struct keyring *keyring);

/* Seals a text ("" stays empty).  The result is in the arena. */
struct db_bytes crypt_seal(const struct keyring *keyring, struct arena *arena,
                           const char *context, const char *plain);

/* Opens a sealed text.  NULL when it was changed, moved, or its key is missing. */
const char *crypt_open(const struct keyring *keyring, struct arena *arena,
                       const char *context, struct db_bytes sealed);

/*
 * The same for bytes, at least one: a file is sealed piece by piece, and the context of
 * each says which it is and whether it is the last, so none can be left out or change
 * places.  Opening says whether, and *plain is in the arena with a 0 behind it.
 */
struct db_bytes crypt_seal_bytes(const struct keyring *keyring, struct arena *arena,
                                 const char *context, struct db_bytes plain);
bool crypt_open_bytes(const struct keyring *keyring, struct arena *arena,
                      const char *context, struct db_bytes sealed,
                      struct db_bytes *plain);

/*
 * A keyed digest for looking up what is sealed: HMAC with a key of its own per purpose
 * ("person.id_number"); the same suite as the keyring's.
 */
struct db_bytes crypt_lookup(const struct keyring *keyring, struct arena *arena,
                             const char *purpose, const char *plain);

/* A keyed digest of several parts, as 64 hex digits: form tokens, track links. */
const char *crypt_sign(const struct keyring *keyring, struct arena *arena,
                       const char *purpose, const char *text);

/* SM3 (GB/T 32905) of the bytes. */
void crypt_sm3(uint8_t digest[CRYPT_DIGEST_SIZE], const void *bytes, size_t size);

/* SHA-256, for tokens at rest and static files' ETags. */
void crypt_sha256(uint8_t digest[CRYPT_DIGEST_SIZE], const void *bytes, size_t size);

void crypt_random(void *bytes, size_t size);

/* A random token of 32 URL-safe characters (192 bits) and a terminator. */
void crypt_token(char out[CRYPT_TOKEN_SIZE]);

bool crypt_equal(const void *one, const void *other, size_t size);

/*
 * Passwords: argon2id, t=2, m=19 MiB, p=1; 16 ms and the memory each, so at most
 * CRYPT_PASSWORDS_AT_ONCE run at a time and others wait.  Not inside a write.
 */
enum { CRYPT_PASSWORDS_AT_ONCE = 2 };
void crypt_password_hash(char out[CRYPT_PASSWORD_HASH_MAX], const char *password);
bool crypt_password_matches(const char *hash, const char *password);

#endif
