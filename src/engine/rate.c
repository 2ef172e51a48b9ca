#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "route_private.h"

/*
 * A token bucket for each address, in a table of fixed size: addresses that share a
 * slot share a bucket, which errs on the side of refusing and never grows.
 */
enum { SLOTS = 8192, MINUTE_MS = 60000 };

/* A part is a token over MINUTE_MS, so that each millisecond fills in a whole number. */
struct bucket {
    int64_t filled_ms;
    int64_t parts;
};

struct rate_room {
    pthread_mutex_t lock;
    int64_t per_minute;
    struct bucket buckets[SLOTS];
};

struct rate_room *rate_room_new(int64_t per_minute) {
    struct rate_room *room = calloc(1, sizeof *room);

    if (!room)
        abort();
    pthread_mutex_init(&room->lock, NULL);
    room->per_minute = per_minute;
    return room;
}

void rate_room_free(struct rate_room *room) {
    pthread_mutex_destroy(&room->lock);
    free(room);
}

/* Whoever has an IPv6 address has a whole /64 of them, so that is what counts. */
void rate_network(char out[RATE_NETWORK_SIZE], const char *address) {
    struct in6_addr six;

    if (inet_pton(AF_INET6, address, &six) == 1) {
        memset(six.s6_addr + sizeof six / 2, 0, sizeof six / 2);
        inet_ntop(AF_INET6, &six, out, RATE_NETWORK_SIZE);
    } else {
        snprintf(out, RATE_NETWORK_SIZE, "%s", address);
    }
}

static size_t slot_of(const char *address) {
    char network[RATE_NETWORK_SIZE];
    uint64_t hash = 14695981039346656037U;

    rate_network(network, address);
    for (const char *at = network; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 1099511628211U;
    return (size_t)(hash % SLOTS);
}

bool rate_allows(struct rate_room *room, const char *address, int64_t now_ms) {
    struct bucket *bucket = &room->buckets[slot_of(address)];
    const int64_t full = room->per_minute * MINUTE_MS;
    bool allowed;

    pthread_mutex_lock(&room->lock);

    const int64_t passed_ms = now_ms - bucket->filled_ms;

    if (passed_ms >= MINUTE_MS || passed_ms < 0)
        bucket->parts = full;
    else
        bucket->parts += passed_ms * room->per_minute;
    if (bucket->parts > full)
        bucket->parts = full;
    bucket->filled_ms = now_ms;
    allowed = bucket->parts >= MINUTE_MS;
    if (allowed)
        bucket->parts -= MINUTE_MS;
    pthread_mutex_unlock(&room->lock);
    return allowed;
}
