#include "crypt.h"

#include <argon2.h>
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PASSES = 2,
    MEMORY_KIB = 19 * 1024,
    LANES = 1,
    SALT_SIZE = 16,
    HASH_SIZE = 32,
    /* A stored hash may ask for more than ours, but not for any amount. */
    PASSES_MAX = 10,
    MEMORY_KIB_MAX = 64 * 1024,
    LANES_MAX = 4,
};

/* shared: counts the hashes under way in the process, because memory is the limit */
static struct {
    pthread_mutex_t mutex;
    pthread_cond_t one_left;
    int inside;
} room = { .mutex = PTHREAD_MUTEX_INITIALIZER, .one_left = PTHREAD_COND_INITIALIZER };

static void enter(void) {
    pthread_mutex_lock(&room.mutex);
    while (room.inside == CRYPT_PASSWORDS_AT_ONCE)
        pthread_cond_wait(&room.one_left, &room.mutex);
    room.inside++;
    pthread_mutex_unlock(&room.mutex);
}

static void leave(void) {
    pthread_mutex_lock(&room.mutex);
    assert(room.inside > 0);
    room.inside--;
    pthread_cond_signal(&room.one_left);
    pthread_mutex_unlock(&room.mutex);
}

void crypt_password_hash(char out[CRYPT_PASSWORD_HASH_MAX], const char *password) {
    uint8_t salt[SALT_SIZE];

    crypt_random(salt, sizeof salt);
    enter();

    const int code =
        argon2id_hash_encoded(PASSES, MEMORY_KIB, LANES, password, strlen(password), salt,
                              sizeof salt, HASH_SIZE, out, CRYPT_PASSWORD_HASH_MAX);

    leave();
    if (code != ARGON2_OK) {
        fprintf(stderr, "crypt: argon2 stops: %s\n", argon2_error_message(code));
        abort();
    }
}

/* Whether the hash is argon2id and asks for no more than this machine shall give. */
static bool is_bearable(const char *hash) {
    unsigned memory_kib, passes, lanes;

    return strlen(hash) < CRYPT_PASSWORD_HASH_MAX &&
           sscanf(hash, "$argon2id$v=19$m=%8u,t=%8u,p=%8u$", &memory_kib, &passes,
                  &lanes) == 3 &&
           memory_kib <= MEMORY_KIB_MAX && passes <= PASSES_MAX && lanes <= LANES_MAX;
}

bool crypt_password_matches(const char *hash, const char *password) {
    if (!is_bearable(hash))
        return false;
    enter();

    const int code = argon2id_verify(hash, password, strlen(password));

    leave();
    return code == ARGON2_OK;
}
