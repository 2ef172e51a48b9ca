#include "db_listen.h"

#include <libpq-fe.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "db_driver.h"
#include "db_postgres.h"

enum { FIRST_PAUSE_MS = 100, LONGEST_PAUSE_MS = 10000 };

struct db_listener {
    char *location;
    pthread_t thread;
    int stop; /* an eventfd: readable when the thread is to end */
    atomic_llong epoch;
    atomic_bool listening;
    pthread_mutex_t lock; /* guards what follows */
    void (*heard)(void *context, int64_t town);
    void *context;
};

void db_listen_raise(struct db_listener *listener) {
    atomic_fetch_add(&listener->epoch, 1);
}

static void tell(struct db_listener *listener, int64_t town) {
    db_listen_raise(listener);
    pthread_mutex_lock(&listener->lock);
    if (listener->heard)
        listener->heard(listener->context, town);
    pthread_mutex_unlock(&listener->lock);
}

/* Waits for a socket (or -1) or a time (or -1).  Says false when it is time to stop. */
static bool wait_for(struct db_listener *listener, int socket, int timeout_ms) {
    struct pollfd files[] = {
        { .fd = listener->stop, .events = POLLIN },
        { .fd = socket, .events = POLLIN },
    };

    poll(files, 2, timeout_ms);
    return files[0].revents == 0;
}

/* Passes on what has come.  Says whether the connection still stands. */
static bool take_notices(struct db_listener *listener, PGconn *connection) {
    PGnotify *notice;

    if (!PQconsumeInput(connection))
        return false;
    while ((notice = PQnotifies(connection))) {
        tell(listener, strtoll(notice->extra, NULL, 10));
        PQfreemem(notice);
    }
    return PQstatus(connection) == CONNECTION_OK;
}

/* Listens until the connection is lost or the thread is to end.  Says whether it did. */
static bool listen_once(struct db_listener *listener) {
    PGconn *connection = db_postgres_connect(listener->location);
    PGresult *result = PQexec(connection, "LISTEN " DB_CHANNEL);
    const bool begun = PQresultStatus(result) == PGRES_COMMAND_OK;

    PQclear(result);
    if (begun) {
        tell(listener, 0); /* what happened before nobody heard */
        atomic_store(&listener->listening, true);
        while (take_notices(listener, connection) &&
               wait_for(listener, PQsocket(connection), -1))
            ;
        atomic_store(&listener->listening, false);
        tell(listener, 0);
    }
    PQfinish(connection);
    return begun;
}

static void *listen_thread(void *context) {
    struct db_listener *listener = context;
    int pause_ms = FIRST_PAUSE_MS;

    while (wait_for(listener, -1, 0)) {
        if (listen_once(listener))
            pause_ms = FIRST_PAUSE_MS;
        if (!wait_for(listener, -1, pause_ms))
            break;
        pause_ms = pause_ms < LONGEST_PAUSE_MS / 2 ? 2 * pause_ms : LONGEST_PAUSE_MS;
    }
    return NULL;
}

struct db_listener *db_listen_start(const char *location) {
    struct db_listener *listener = db_allocate(sizeof *listener);
    const size_t size = strlen(location) + 1;

    listener->location = memcpy(db_allocate(size), location, size);
    listener->stop = eventfd(0, EFD_CLOEXEC);
    atomic_init(&listener->epoch, 1);
    pthread_mutex_init(&listener->lock, NULL);
    if (listener->stop < 0 ||
        pthread_create(&listener->thread, NULL, listen_thread, listener) != 0)
        abort();
    return listener;
}

void db_listen_stop(struct db_listener *listener) {
    if (eventfd_write(listener->stop, 1) != 0)
        abort();
    pthread_join(listener->thread, NULL);
    close(listener->stop);
    pthread_mutex_destroy(&listener->lock);
    free(listener->location);
    free(listener);
}

int64_t db_listen_epoch(struct db_listener *listener) {
    return atomic_load(&listener->listening) ? atomic_load(&listener->epoch)
                                             : atomic_fetch_add(&listener->epoch, 1) + 1;
}

void db_listen_hear(struct db_listener *listener,
                    void (*heard)(void *context, int64_t town), void *context) {
    pthread_mutex_lock(&listener->lock);
    listener->heard = heard;
    listener->context = context;
    pthread_mutex_unlock(&listener->lock);
}
