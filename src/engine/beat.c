#include "beat.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct beat {
    int (*turn)(void *context);
    void *context;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t woken;
    int stopping;
};

/* Waits, unless there is to be no pause.  Says whether to go on. */
static int go_on(struct beat *beat, int at_once) {
    struct timespec until;
    int stopping;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += BEAT_PAUSE_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&beat->lock);
    if (!beat->stopping && !at_once)
        pthread_cond_timedwait(&beat->woken, &beat->lock, &until);
    stopping = beat->stopping;
    pthread_mutex_unlock(&beat->lock);
    return !stopping;
}

static void *run(void *context) {
    struct beat *beat = context;

    while (go_on(beat, beat->turn(beat->context)))
        continue;
    return NULL;
}

struct beat *beat_start(int (*turn)(void *context), void *context) {
    struct beat *beat = calloc(1, sizeof *beat);

    if (!beat)
        abort();
    beat->turn = turn;
    beat->context = context;
    pthread_mutex_init(&beat->lock, NULL);
    pthread_cond_init(&beat->woken, NULL);
    if (pthread_create(&beat->thread, NULL, run, beat) != 0)
        abort();
    return beat;
}

void beat_stop(struct beat *beat) {
    pthread_mutex_lock(&beat->lock);
    beat->stopping = 1;
    pthread_cond_signal(&beat->woken);
    pthread_mutex_unlock(&beat->lock);
    pthread_join(beat->thread, NULL);
    pthread_cond_destroy(&beat->woken);
    pthread_mutex_destroy(&beat->lock);
    free(beat);
}
