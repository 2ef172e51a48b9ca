/*
 * house -- the services of one process, made by main and handed to every work.
 *
 * Nothing here belongs to a request.  All of it may be used from any thread.
 */
#ifndef HOUSE_H
#define HOUSE_H

#include <stdint.h>

struct cache_room;
struct config;
struct executor;
struct gateway_secrets;
struct id_source;
struct keyring;
struct push;

struct house {
    const struct config *config;
    const struct keyring *keyring; /* of the sealed columns and the signatures */
    struct id_source *ids;         /* of this process's node */
    struct cache_room *caches;
    struct executor *executor; /* NULL in unit tests that run a work by hand */
    struct push *push;         /* NULL where nothing is served */
    const struct gateway_secrets *secrets; /* likewise; of SMS and mail */
};

/* The moment, in milliseconds UTC: main, executor and job read it, nobody else. */
int64_t house_now_ms(void);

#endif
