#include "account_memo.h"

#include <pthread.h>
#include <string.h>

#include "arena.h"
#include "cache.h"

enum { PLACES = 512 };

static const char topic[] = "accounts";

struct place {
    uint8_t digest[CRYPT_DIGEST_SIZE];
    struct account_session session; /* ends_ms 0: free */
    char name[ACCOUNT_MEMO_NAME_MAX + 1];
};

struct account_memo {
    struct arena *arena; /* that it is in */
    pthread_mutex_t lock;
    struct place places[PLACES];
};

/* The cache shares values as const; what is filled in hangs behind one. */
struct holder {
    struct account_memo *memo;
};

static void *build(struct work *work) {
    struct arena *arena = arena_new();
    struct holder *holder = arena_alloc(arena, sizeof *holder);

    (void)work;
    holder->memo = arena_alloc(arena, sizeof *holder->memo);
    holder->memo->arena = arena;
    pthread_mutex_init(&holder->memo->lock, NULL);
    return holder;
}

static void free_holder(void *value) {
    struct holder *holder = value;

    pthread_mutex_destroy(&holder->memo->lock);
    arena_free(holder->memo->arena);
}

static const struct cache_class memos = { topic, build, free_holder };

/* The digest is evenly spread already. */
static struct place *place_of(struct account_memo *memo, const uint8_t *digest) {
    return &memo->places[(digest[0] | digest[1] << 8) % PLACES];
}

struct account_memo *account_memo_of(struct work *work) {
    const struct holder *holder = cache_get(work, &memos);

    return holder ? holder->memo : NULL;
}

bool account_memo_find(struct work *work, struct account_memo *memo,
                       const uint8_t digest[CRYPT_DIGEST_SIZE],
                       struct account_session *session) {
    bool known = false;

    if (!memo)
        return false;
    pthread_mutex_lock(&memo->lock);

    const struct place *place = place_of(memo, digest);

    if (place->session.ends_ms > work->now_ms &&
        crypt_equal(place->digest, digest, CRYPT_DIGEST_SIZE)) {
        known = true;
        *session = place->session;
        session->actor.name = arena_copy(work->arena, place->name);
    }
    pthread_mutex_unlock(&memo->lock);
    return known;
}

void account_memo_keep(struct account_memo *memo, const uint8_t digest[CRYPT_DIGEST_SIZE],
                       const struct account_session *session) {
    const size_t size = strlen(session->actor.name);

    if (!memo || size > ACCOUNT_MEMO_NAME_MAX)
        return;
    pthread_mutex_lock(&memo->lock);

    struct place *place = place_of(memo, digest);

    memcpy(place->digest, digest, CRYPT_DIGEST_SIZE);
    memcpy(place->name, session->actor.name, size + 1);
    place->session = *session;
    place->session.actor.name = "";
    pthread_mutex_unlock(&memo->lock);
}

void account_memo_forget(struct work *work) {
    cache_touch(work, topic);
}
