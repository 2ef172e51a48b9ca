#include "guide_trace.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "cache.h"
#include "crypt.h"

enum { SLOTS = 2048, SALT_SIZE = 32 }; /* slots: a power of two, more than visits */

/* A visitor opened an item after a question. */
struct visit {
    uint64_t visitor; /* 0: free */
    uint64_t gist;    /* a digest too */
    int64_t item_id;
    bool filed;
};

struct trace {
    pthread_mutex_t lock;
    int day; /* whose salt it is */
    uint8_t salt[SALT_SIZE];
    struct visit visits[SLOTS]; /* by visitor, in the next free slot */
    char gists[SLOTS][GUIDE_GIST_MAX];
    size_t visit_count;
    struct guide_happening waiting[GUIDE_TRACE_MOST];
    size_t waiting_count;
    int64_t asked_ms; /* when it was last due */
};

/* The cache shares values as const; what is filled in hangs behind one. */
struct holder {
    struct trace *trace;
};

static void *build(struct work *work) {
    struct holder *holder = calloc(1, sizeof *holder);
    struct trace *trace = calloc(1, sizeof *trace);

    if (!holder || !trace)
        abort();
    pthread_mutex_init(&trace->lock, NULL);
    trace->asked_ms = work->now_ms;
    holder->trace = trace;
    return holder;
}

static void free_holder(void *value) {
    struct holder *holder = value;

    pthread_mutex_destroy(&holder->trace->lock);
    free(holder->trace);
    free(holder);
}

/* Nobody touches this topic, so the trace stays while the process runs. */
static const struct cache_class traces = { "guide.trace", build, free_holder };

static void begin_day(struct trace *trace, int day) {
    if (trace->day == day)
        return;
    trace->day = day;
    crypt_random(trace->salt, sizeof trace->salt);
    memset(trace->visits, 0, sizeof trace->visits);
    memset(trace->gists, 0, sizeof trace->gists);
    trace->visit_count = 0;
}

/* The town's trace, locked and of today; NULL under a fault. */
static struct trace *lock_trace(struct work *work) {
    const struct holder *holder = cache_get(work, &traces);

    if (!holder)
        return NULL;
    pthread_mutex_lock(&holder->trace->lock);
    begin_day(holder->trace, work_day(work));
    return holder->trace;
}

/* A digest that only this day's salt could make again; never 0. */
static uint64_t digest_of(const struct trace *trace, struct work *work,
                          const char *text) {
    const size_t size = strlen(text);
    uint8_t *bytes = arena_alloc(work->arena, SALT_SIZE + size);
    uint8_t digest[CRYPT_DIGEST_SIZE];
    uint64_t number;

    memcpy(bytes, trace->salt, SALT_SIZE);
    memcpy(bytes + SALT_SIZE, text, size);
    crypt_sha256(digest, bytes, SALT_SIZE + size);
    memcpy(&number, digest, sizeof number);
    return number | 1;
}

static void wait_for_writing(struct trace *trace, const char *gist, int64_t item_id,
                             bool filed) {
    if (trace->waiting_count == GUIDE_TRACE_MOST)
        return;
    struct guide_happening *next = &trace->waiting[trace->waiting_count++];

    *next = (struct guide_happening){ .item_id = item_id, .filed = filed };
    memcpy(next->gist, gist, strlen(gist) + 1);
}

/* The slot of a visit like this one, or NULL where it may not be counted any more. */
static struct visit *visit_like(struct trace *trace, const struct visit *visit,
                                size_t *slot) {
    int of_visitor = 0;

    *slot = visit->visitor >> 1 & (SLOTS - 1);
    for (; trace->visits[*slot].visitor; *slot = (*slot + 1) & (SLOTS - 1)) {
        const struct visit *there = &trace->visits[*slot];

        if (there->visitor != visit->visitor)
            continue;
        if (there->gist == visit->gist && there->item_id == visit->item_id)
            return NULL;
        of_visitor++;
    }
    return of_visitor < GUIDE_TRACE_OPENED_MAX &&
                   trace->visit_count < GUIDE_TRACE_VISITS_MAX
               ? &trace->visits[*slot]
               : NULL;
}

void guide_trace_opened(struct work *work, const char *gist, int64_t item_id,
                        const char *network) {
    struct trace *trace = gist[0] ? lock_trace(work) : NULL;
    size_t slot;

    if (!trace)
        return;
    const struct visit visit = { .visitor = digest_of(trace, work, network),
                                 .gist = digest_of(trace, work, gist),
                                 .item_id = item_id };
    struct visit *free_slot = visit_like(trace, &visit, &slot);

    if (free_slot) {
        *free_slot = visit;
        memcpy(trace->gists[slot], gist, strlen(gist) + 1);
        trace->visit_count++;
        wait_for_writing(trace, gist, item_id, false);
    }
    pthread_mutex_unlock(&trace->lock);
}

void guide_trace_filed(struct work *work, int64_t item_id, const char *network) {
    struct trace *trace = lock_trace(work);

    if (!trace)
        return;
    const uint64_t visitor = digest_of(trace, work, network);

    for (size_t slot = visitor >> 1 & (SLOTS - 1); trace->visits[slot].visitor;
         slot = (slot + 1) & (SLOTS - 1)) {
        struct visit *visit = &trace->visits[slot];

        if (visit->visitor != visitor || visit->item_id != item_id || visit->filed)
            continue;
        visit->filed = true;
        wait_for_writing(trace, trace->gists[slot], item_id, true);
    }
    pthread_mutex_unlock(&trace->lock);
}

bool guide_trace_is_due(struct work *work) {
    struct trace *trace = lock_trace(work);
    bool due;

    if (!trace)
        return false;
    due =
        trace->waiting_count && (work->now_ms - trace->asked_ms >= GUIDE_TRACE_WAIT_MS ||
                                 trace->waiting_count > GUIDE_TRACE_MOST / 2);
    if (due)
        trace->asked_ms = work->now_ms;
    pthread_mutex_unlock(&trace->lock);
    return due;
}

size_t guide_trace_take(struct work *work, struct guide_happening **happenings) {
    struct trace *trace = lock_trace(work);
    size_t count;

    *happenings = NULL;
    if (!trace)
        return 0;
    count = trace->waiting_count;
    *happenings = arena_alloc(work->arena, (count + 1) * sizeof **happenings);
    memcpy(*happenings, trace->waiting, count * sizeof **happenings);
    trace->waiting_count = 0;
    pthread_mutex_unlock(&trace->lock);
    return count;
}
