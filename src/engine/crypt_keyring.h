/*
 * crypt_keyring -- the keys in memory, and the file that they come from.
 *
 * Only the files of crypt look inside; everybody else passes a `struct keyring *`.
 * The file is text, mode 0600, one key a line, comments behind '#':
 *
 *     haoban-key NUMBER BASE64 CREATED
 *     haoban-key 1 q83vEjRWeJASNFZ4kKvN7xI0VniQEjRWeJCrze8SNFY= 2026-11-23
 *
 * NUMBER is 1 to 4294967295 and stands in every value the key has sealed; BASE64 is the
 * master key of 32 random bytes; CREATED is the day, for people.  To rotate: write a new
 * file elsewhere, give its line a higher number and append it here.
 *
 *     the highest number    seals
 *     every number          opens what it has sealed
 *     the lowest number     makes look-up digests and signatures
 *
 * The last so that a rotation changes no digest that is stored or printed in a link.
 * Hence the lowest key may only leave when every look-up digest is made anew.
 */
#ifndef CRYPT_KEYRING_H
#define CRYPT_KEYRING_H

#include <pthread.h>

#include "crypt_primitive.h"

enum {
    KEYRING_KEYS_MAX = 64,
    KEYRING_FILE_BYTES_MAX = 16 * 1024,
    KEYRING_MASTER_SIZE = 32,
    KEYRING_PURPOSES_MAX = 16,
    KEYRING_PURPOSE_SIZE = 32, /* of a name, with its end */
};

/* Keys that purposes derived from lookup or sign, kept because deriving costs twice. */
struct crypt_purposes {
    pthread_mutex_t lock;
    size_t count;
    struct {
        const struct crypt_mac *from;
        char name[KEYRING_PURPOSE_SIZE];
        struct crypt_mac *mac;
    } kept[KEYRING_PURPOSES_MAX];
};

/* What is derived from one master key; the master itself is forgotten. */
struct crypt_key {
    uint32_t number;
    uint8_t aes[CRYPT_AES_KEY_SIZE];
    uint8_t sm4[CRYPT_SM4_KEY_SIZE];
    struct crypt_mac *sm3;    /* authenticates what sm4 encrypted */
    struct crypt_mac *lookup; /* with the keyring's suite */
    struct crypt_mac *sign;   /* likewise */
};

/* Only read once it is made, but for the purposes; threads share it. */
struct keyring {
    enum crypt_suite suite;                 /* of what is sealed from now on */
    size_t count;                           /* at least 1 */
    struct crypt_key key[KEYRING_KEYS_MAX]; /* in order of number */
    struct crypt_purposes *purposes;
};

/*
 * The key that a purpose derives from another, as HKDF-Expand does.  Purposes are few and
 * are named by the program: more than KEYRING_PURPOSES_MAX are a bug.
 */
const struct crypt_mac *keyring_purpose(const struct keyring *keyring,
                                        const struct crypt_mac *from, const char *name);

/* The key of a number, or NULL. */
const struct crypt_key *keyring_find(const struct keyring *keyring, uint32_t number);

#endif
