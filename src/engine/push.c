#include "push.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "executor.h"
#include "house.h"
#include "http.h"

enum { HOLDER_SIZE = 64, LIFE_PINGS = PUSH_LIFE_MINUTES * 60 / PUSH_PING_SECONDS };

/* One open page. */
struct stream {
    struct http_stream http;
    struct push *push;
    struct http_request *request;
    char holder[HOLDER_SIZE];
    int64_t town;
    unsigned topics;
    bool changed;
    bool pinged;
    int pings; /* so many times, so it is that old */
    struct stream *next;
};

struct push {
    struct house *house;
    pthread_mutex_t lock;
    pthread_cond_t woken;
    struct stream *streams;
    int stream_count;
    bool spreads;        /* other processes are to be told */
    int64_t spread_town; /* about this town; 0: about several */
    bool stopping;
    pthread_t thread;
};

void push_tell(struct work *work, enum push_topic topic) {
    work->told |= topic;
}

/* Under the lock: http_wake() only marks the request. */
static void wake(struct push *push, int64_t town, unsigned topics) {
    for (struct stream *stream = push->streams; stream; stream = stream->next) {
        if ((town && stream->town != town) || !(stream->topics & topics))
            continue;
        stream->changed = true;
        http_wake(stream->request);
    }
}

void push_signal(struct push *push, int64_t town, unsigned topics) {
    pthread_mutex_lock(&push->lock);
    wake(push, town, topics);
    if (executor_kind(push->house->executor) == DB_POSTGRES) {
        push->spread_town = push->spreads && push->spread_town != town ? 0 : town;
        push->spreads = true;
    }
    pthread_mutex_unlock(&push->lock);
}

static void heard(void *context, int64_t town) {
    struct push *push = context;

    pthread_mutex_lock(&push->lock);
    wake(push, town, ~0U);
    pthread_mutex_unlock(&push->lock);
}

/* ---- a stream ---- */

static int64_t next_bytes(void *context, char *bytes, size_t room) {
    static const char changed[] = "data: changed\n\n";
    static const char ping[] = ": ping\n\n";
    struct stream *stream = context;
    const char *text = NULL;
    bool ended;

    pthread_mutex_lock(&stream->push->lock);
    ended = stream->pings >= LIFE_PINGS;
    if (stream->changed)
        text = changed;
    else if (stream->pinged)
        text = ping;
    stream->changed = stream->pinged = false;
    pthread_mutex_unlock(&stream->push->lock);
    if (ended)
        return -1; /* the page comes again, and asks for what changed */
    if (!text)
        return 0;
    assert(room >= sizeof changed);
    memcpy(bytes, text, strlen(text));
    return (int64_t)strlen(text);
}

static void closed(void *context) {
    struct stream *stream = context;
    struct push *push = stream->push;

    pthread_mutex_lock(&push->lock);
    for (struct stream **link = &push->streams; *link; link = &(*link)->next) {
        if (*link == stream) {
            *link = stream->next;
            push->stream_count--;
            break;
        }
    }
    pthread_mutex_unlock(&push->lock);
    free(stream);
}

/* Under the lock. */
static int count_of(const struct push *push, const char *holder, int64_t town) {
    int count = 0;

    for (const struct stream *stream = push->streams; stream; stream = stream->next)
        count += stream->town == town && strcmp(stream->holder, holder) == 0;
    return count;
}

const struct http_stream *push_stream(struct push *push, struct http_request *request,
                                      const char *holder, int64_t town, unsigned topics) {
    struct stream *stream = NULL;

    assert(holder[0] && strlen(holder) < HOLDER_SIZE);
    pthread_mutex_lock(&push->lock);
    if (push->stream_count < PUSH_STREAMS_MAX &&
        count_of(push, holder, town) < PUSH_STREAMS_OF_ONE_MAX) {
        stream = calloc(1, sizeof *stream);
        if (!stream)
            abort();
        *stream = (struct stream){
            .http = { next_bytes, closed, stream },
            .push = push,
            .request = request,
            .town = town,
            .topics = topics,
            .pinged = true,
            .next = push->streams,
        };
        memcpy(stream->holder, holder, strlen(holder) + 1);
        push->streams = stream;
        push->stream_count++;
    }
    pthread_mutex_unlock(&push->lock);
    return stream ? &stream->http : NULL;
}

/* ---- the thread ---- */

static const struct refusal *notify(struct work *work, void *context) {
    (void)context;
    db_notify(work);
    return NULL;
}

/* Under the lock, which it lets go of meanwhile. */
static void spread(struct push *push) {
    struct task task = {
        .work = { .arena = arena_new(), .town = push->spread_town, .kind = WORK_WRITE },
        .run = notify,
    };

    push->spreads = false;
    pthread_mutex_unlock(&push->lock);
    executor_call(push->house->executor, &task);
    arena_free(task.work.arena);
    pthread_mutex_lock(&push->lock);
}

/* Under the lock. */
static void ping_all(struct push *push) {
    for (struct stream *stream = push->streams; stream; stream = stream->next) {
        stream->pinged = true;
        stream->pings++;
        http_wake(stream->request);
    }
}

void push_ping(struct push *push) {
    pthread_mutex_lock(&push->lock);
    ping_all(push);
    pthread_mutex_unlock(&push->lock);
}

static struct timespec soon(int wait_ms) {
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += wait_ms % 1000 * 1000000L;
    until.tv_sec += wait_ms / 1000 + until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    return until;
}

static void *run(void *context) {
    struct push *push = context;
    int waited_ms = 0;

    pthread_mutex_lock(&push->lock);
    while (!push->stopping) {
        const struct timespec until = soon(PUSH_SPREAD_MS);

        if (push->spreads)
            spread(push);
        waited_ms += PUSH_SPREAD_MS;
        if (waited_ms >= PUSH_PING_SECONDS * 1000) {
            ping_all(push);
            waited_ms = 0;
        }
        if (!push->stopping)
            pthread_cond_timedwait(&push->woken, &push->lock, &until);
    }
    if (push->spreads)
        spread(push);
    pthread_mutex_unlock(&push->lock);
    return NULL;
}

struct push *push_start(struct house *house) {
    struct push *push = calloc(1, sizeof *push);

    if (!push)
        abort();
    push->house = house;
    pthread_mutex_init(&push->lock, NULL);
    pthread_cond_init(&push->woken, NULL);
    executor_hear(house->executor, heard, push);
    if (pthread_create(&push->thread, NULL, run, push) != 0)
        abort();
    return push;
}

void push_stop(struct push *push) {
    executor_hear(push->house->executor, NULL, NULL);
    pthread_mutex_lock(&push->lock);
    push->stopping = true;
    pthread_cond_signal(&push->woken);
    pthread_mutex_unlock(&push->lock);
    pthread_join(push->thread, NULL);
    assert(!push->streams);
    pthread_cond_destroy(&push->woken);
    pthread_mutex_destroy(&push->lock);
    free(push);
}
