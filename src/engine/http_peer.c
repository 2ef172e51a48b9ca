#include "http_private.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

/*
 * libmicrohttpd ends a connection that says nothing for idle_seconds; one byte before
 * that keeps it alive for ever.  The janitor bounds the whole: a head within twice that
 * time, a body at no less than HTTP_BODY_BYTES_PER_SECOND_MIN.
 */

enum { JANITOR_SECONDS = 1 };

int64_t http_clock_ns(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* An IPv4 address that came through an IPv6 socket is written as what it is. */
static void write_address(char out[HTTP_ADDRESS_SIZE], const struct sockaddr *address) {
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *four = (const void *)address;

        inet_ntop(AF_INET, &four->sin_addr, out, HTTP_ADDRESS_SIZE);
    } else if (address->sa_family == AF_INET6) {
        const struct sockaddr_in6 *six = (const void *)address;

        if (IN6_IS_ADDR_V4MAPPED(&six->sin6_addr))
            inet_ntop(AF_INET, six->sin6_addr.s6_addr + 12, out, HTTP_ADDRESS_SIZE);
        else
            inet_ntop(AF_INET6, &six->sin6_addr, out, HTTP_ADDRESS_SIZE);
    }
}

static void admit(struct http_server *server, struct http_peer *peer,
                  struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info;

    info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info && info->client_addr)
        write_address(peer->address, info->client_addr);
    info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    assert(info);
    peer->socket = info->connect_fd;
    peer->is_trusted = *server->settings.trusted_proxy &&
                       strcmp(peer->address, server->settings.trusted_proxy) == 0;
    atomic_init(&peer->deadline_ns, http_clock_ns() + 2 * server->idle_ns);

    pthread_mutex_lock(&server->peer_lock);
    peer->next = server->peers;
    if (peer->next)
        peer->next->previous = peer;
    server->peers = peer;
    pthread_mutex_unlock(&server->peer_lock);
}

static void dismiss(struct http_server *server, struct http_peer *peer) {
    /* libmicrohttpd 0.9.75 forgets to tell the end of a request when it runs out of
       memory for a second time while it refuses. */
    if (peer->turn)
        http_turn_end(peer->turn);
    pthread_mutex_lock(&server->peer_lock);
    if (peer->previous)
        peer->previous->next = peer->next;
    else
        server->peers = peer->next;
    if (peer->next)
        peer->next->previous = peer->previous;
    pthread_mutex_unlock(&server->peer_lock);
    free(peer);
}

void http_peer_notify(void *context, struct MHD_Connection *connection, void **owner,
                      enum MHD_ConnectionNotificationCode code) {
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        struct http_peer *peer = calloc(1, sizeof *peer);

        if (!peer)
            abort();
        *owner = peer;
        admit(context, peer, connection);
    } else {
        dismiss(context, *owner);
        *owner = NULL;
    }
}

void http_peer_expect(struct http_peer *peer, int64_t deadline_ns) {
    atomic_store_explicit(&peer->deadline_ns, deadline_ns, memory_order_relaxed);
}

/* Under the lock no socket of the list is closed, so none is another's by now. */
static void cut_the_late(struct http_server *server, int64_t now_ns) {
    for (struct http_peer *peer = server->peers; peer; peer = peer->next)
        if (atomic_load_explicit(&peer->deadline_ns, memory_order_relaxed) < now_ns) {
            shutdown(peer->socket, SHUT_RDWR);
            http_peer_expect(peer, INT64_MAX);
        }
}

static void *watch(void *context) {
    struct http_server *server = context;
    struct timespec until;

    pthread_mutex_lock(&server->peer_lock);
    while (!server->janitor_ends) {
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += JANITOR_SECONDS;
        pthread_cond_timedwait(&server->peer_cond, &server->peer_lock, &until);
        cut_the_late(server, http_clock_ns());
    }
    pthread_mutex_unlock(&server->peer_lock);
    return NULL;
}

bool http_janitor_start(struct http_server *server) {
    pthread_condattr_t attributes;

    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&server->peer_cond, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&server->janitor, NULL, watch, server) == 0)
        return true;
    pthread_cond_destroy(&server->peer_cond);
    return false;
}

void http_janitor_stop(struct http_server *server) {
    pthread_mutex_lock(&server->peer_lock);
    server->janitor_ends = true;
    pthread_cond_signal(&server->peer_cond);
    pthread_mutex_unlock(&server->peer_lock);
    pthread_join(server->janitor, NULL);
    pthread_cond_destroy(&server->peer_cond);
}
