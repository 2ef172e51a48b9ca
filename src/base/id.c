#include "id.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { NODE_BITS = 10, SEQUENCE_BITS = 12, MOMENT_BITS = 41 };
enum { NODE_COUNT = 1 << NODE_BITS, SEQUENCE_COUNT = 1 << SEQUENCE_BITS };

static const int64_t epoch_ms = 1577836800000; /* 2020-01-01 UTC */

/*
 * A tick is a millisecond since the epoch and a sequence in one number, so that the
 * next tick of a full millisecond is the first of the one after it.
 */
struct id_source {
    int64_t node;
    _Atomic int64_t last_tick;
};

struct id_source *id_source_new(int node) {
    assert(node >= 0 && node < NODE_COUNT);

    struct id_source *source = calloc(1, sizeof *source);

    if (!source) {
        fputs("out of memory\n", stderr);
        abort();
    }
    source->node = node;
    atomic_init(&source->last_tick, 0);
    return source;
}

void id_source_free(struct id_source *source) {
    free(source);
}

/* Never less than the moment's first tick, and always more than the last one. */
static int64_t next_tick(struct id_source *source, int64_t first_tick) {
    int64_t last = atomic_load(&source->last_tick);
    int64_t next;

    do {
        next = last + 1 > first_tick ? last + 1 : first_tick;
    } while (!atomic_compare_exchange_weak(&source->last_tick, &last, next));
    return next;
}

int64_t id_next(struct id_source *source, int64_t now_ms) {
    assert(now_ms >= epoch_ms);
    assert(now_ms - epoch_ms < (int64_t)1 << MOMENT_BITS);

    const int64_t tick = next_tick(source, (now_ms - epoch_ms) * SEQUENCE_COUNT);
    const int64_t moment = tick / SEQUENCE_COUNT;
    const int64_t sequence = tick % SEQUENCE_COUNT;

    assert(moment < (int64_t)1 << MOMENT_BITS);
    return (moment * NODE_COUNT + source->node) * SEQUENCE_COUNT + sequence;
}

int64_t id_first_of(int64_t moment_ms) {
    assert(moment_ms >= epoch_ms);
    assert(moment_ms - epoch_ms < (int64_t)1 << MOMENT_BITS);
    return (moment_ms - epoch_ms) * NODE_COUNT * SEQUENCE_COUNT;
}

int64_t id_moment_ms(int64_t id) {
    assert(id > 0);
    return id / SEQUENCE_COUNT / NODE_COUNT + epoch_ms;
}
