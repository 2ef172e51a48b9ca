#include "runner.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct runner {
    struct house *house;
    const int64_t *towns;
    size_t count;
    bool (*turn)(struct house *house, int64_t town);
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t woken;
    bool stopping;
};

static bool is_stopping(struct runner *runner) {
    bool stopping;

    pthread_mutex_lock(&runner->lock);
    stopping = runner->stopping;
    pthread_mutex_unlock(&runner->lock);
    return stopping;
}

/* Waits for a second, or less when it is to stop. */
static void rest(struct runner *runner) {
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += RUNNER_PAUSE_MS / 1000;
    pthread_mutex_lock(&runner->lock);
    if (!runner->stopping)
        pthread_cond_timedwait(&runner->woken, &runner->lock, &until);
    pthread_mutex_unlock(&runner->lock);
}

static void *run(void *context) {
    struct runner *runner = context;

    while (!is_stopping(runner)) {
        bool found = false;

        for (size_t i = 0; i < runner->count && !is_stopping(runner); i++)
            found = runner->turn(runner->house, runner->towns[i]) || found;
        if (!found)
            rest(runner);
    }
    return NULL;
}

struct runner *runner_start(struct house *house, const int64_t *towns, size_t count,
                            bool (*turn)(struct house *house, int64_t town),
                            struct arena *arena) {
    struct runner *runner = arena_alloc(arena, sizeof *runner);

    *runner = (struct runner){
        .house = house,
        .towns = towns,
        .count = count,
        .turn = turn,
    };
    pthread_mutex_init(&runner->lock, NULL);
    pthread_cond_init(&runner->woken, NULL);
    if (pthread_create(&runner->thread, NULL, run, runner) != 0)
        abort();
    return runner;
}

void runner_stop(struct runner *runner) {
    pthread_mutex_lock(&runner->lock);
    runner->stopping = true;
    pthread_cond_signal(&runner->woken);
    pthread_mutex_unlock(&runner->lock);
    pthread_join(runner->thread, NULL);
    pthread_cond_destroy(&runner->woken);
    pthread_mutex_destroy(&runner->lock);
}
