#include "http.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "http_private.h"

/* The one whose ways http_guard.c knows; another may lay a head out otherwise. */
static const char proven_version[] = "0.9.75";

enum { STOP_STEP_NS = 2 * 1000 * 1000 };

static struct arena *take_arena(struct http_server *server) {
    struct arena *arena = NULL;

    pthread_mutex_lock(&server->pool_lock);
    if (server->arena_count > 0)
        arena = server->arena[--server->arena_count];
    pthread_mutex_unlock(&server->pool_lock);
    return arena ? arena : arena_new();
}

static void return_arena(struct http_server *server, struct arena *arena) {
    arena_reset(arena);
    pthread_mutex_lock(&server->pool_lock);
    if (server->arena_count < HTTP_ARENAS_KEPT) {
        server->arena[server->arena_count++] = arena;
        arena = NULL;
    }
    pthread_mutex_unlock(&server->pool_lock);
    if (arena)
        arena_free(arena);
}

/* libmicrohttpd calls this with the raw target, before it cuts and decodes it. */
static void *begin_turn(void *context, const char *target,
                        struct MHD_Connection *connection) {
    struct http_server *server = context;
    struct arena *arena = take_arena(server);
    struct turn *turn = arena_alloc(arena, sizeof *turn);

    assert(target);
    turn->server = server;
    turn->connection = connection;
    turn->peer = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
                     ->socket_context;
    turn->peer->turn = turn;
    turn->target_seen = target;
    turn->target_size = strlen(target);
    turn->target = arena_copy_bytes(arena, target, turn->target_size);
    turn->request.arena = arena;
    turn->request.path = "/";
    turn->request.query_string = "";
    turn->request.body = "";
    turn->request.content_type = "";
    turn->request.address = arena_copy(arena, turn->peer->address);
    turn->request.begun_ns = http_clock_ns();
    return turn;
}

static size_t leave_escaped(void *context, struct MHD_Connection *connection,
                            char *text) {
    (void)context;
    (void)connection;
    return strlen(text);
}

static enum MHD_Result take_head(struct turn *turn, const char *method,
                                 const char *version) {
    int status;

    turn->stage = STAGE_BODY;
    atomic_fetch_add(&turn->server->under_way, 1);
    status = http_guard(turn, method, version);
    if (!status)
        status = http_body_begin(turn);
    if (status)
        return http_answer_refuse(turn, status);
    http_peer_expect(turn->peer, turn->request.begun_ns + 2 * turn->server->idle_ns);
    return MHD_YES;
}

static enum MHD_Result serve(struct turn *turn) {
    const struct http_settings *settings = &turn->server->settings;
    const int status = http_body_end(turn);

    http_peer_expect(turn->peer, INT64_MAX);
    if (status)
        return http_answer_refuse(turn, status);
    turn->is_shown = true;
    if (settings->serve(settings->context, &turn->request, &turn->answer) == HTTP_LATER)
        return http_wait_later(turn);
    return http_answer_send(turn);
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection,
                              const char *url, const char *method, const char *version,
                              const char *bytes, size_t *size, void **owner) {
    struct turn *turn = *owner;
    const size_t taken = *size;

    (void)context;
    (void)connection;
    (void)url;
    assert(turn);
    switch (turn->stage) {
    case STAGE_HEAD: return take_head(turn, method, version);
    case STAGE_BODY:
        if (taken == 0)
            return serve(turn);
        *size = 0;
        return http_body_take(turn, bytes, taken) ? MHD_YES : MHD_NO;
    case STAGE_LATER: return http_wait_ended(turn);
    case STAGE_ANSWERED: break;
    }
    return MHD_NO;
}

static void tell_finished(struct turn *turn) {
    static const struct http_answer lost = { .status = MHD_HTTP_SERVICE_UNAVAILABLE };
    const struct http_settings *settings = &turn->server->settings;
    const struct http_answer *answer =
        http_wait_is_abandoned(turn) ? &lost : &turn->answer;

    if (answer->stream && answer->stream->closed)
        answer->stream->closed(answer->stream->context);
    if (answer->source)
        answer->source->closed(answer->source->context);
    if (turn->is_shown && settings->finished)
        settings->finished(settings->context, &turn->request, answer);
    if (answer->blob)
        http_blob_release(answer->blob);
}

void http_turn_end(struct turn *turn) {
    struct http_server *server = turn->server;

    http_wait_leave(turn);
    turn->peer->turn = NULL;
    http_peer_expect(turn->peer, http_clock_ns() + 2 * server->idle_ns);
    tell_finished(turn);
    http_body_clean(turn);
    if (turn->stage != STAGE_HEAD)
        atomic_fetch_sub(&server->under_way, 1);
    /* Of an abandoned one the memory stays with the worker that still holds it. */
    if (!http_wait_is_abandoned(turn) || http_wait_release(turn))
        return_arena(server, turn->request.arena);
}

static void end_turn(void *context, struct MHD_Connection *connection, void **owner,
                     enum MHD_RequestTerminationCode code) {
    (void)context;
    (void)connection;
    (void)code;
    if (*owner)
        http_turn_end(*owner);
    *owner = NULL;
}

/* Returns the size of the address, or 0 when the text is none. */
static socklen_t read_address(const char *text, int port, struct sockaddr_storage *out) {
    struct sockaddr_in *four = (void *)out;
    struct sockaddr_in6 *six = (void *)out;

    *out = (struct sockaddr_storage){ 0 };
    if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons((uint16_t)port);
        return sizeof *four;
    }
    if (inet_pton(AF_INET6, text, &six->sin6_addr) == 1) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons((uint16_t)port);
        return sizeof *six;
    }
    return 0;
}

/* Returns a socket that listens, or -1 with errno set. */
static int listen_at(const char *address, int port) {
    struct sockaddr_storage place;
    const socklen_t size = read_address(address, port, &place);
    const int on = 1;

    if (size == 0) {
        errno = EINVAL;
        return -1;
    }

    const int listener =
        socket(place.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (listener < 0)
        return -1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&place, size) == 0 &&
        listen(listener, HTTP_BACKLOG) == 0)
        return listener;

    const int reason = errno;

    close(listener);
    errno = reason;
    return -1;
}

static int port_of(int listener) {
    struct sockaddr_storage place = { 0 };
    socklen_t size = sizeof place;
    const struct sockaddr_in6 *six = (const void *)&place;
    const struct sockaddr_in *four = (const void *)&place;

    if (getsockname(listener, (struct sockaddr *)&place, &size) != 0)
        return 0;
    return ntohs(place.ss_family == AF_INET6 ? six->sin6_port : four->sin_port);
}

static struct MHD_Daemon *start_daemon(struct http_server *server) {
    const unsigned threads = (unsigned)server->settings.threads;
    const struct MHD_OptionItem pool[] = {
        { threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)threads,
          NULL },
        { MHD_OPTION_END, 0, NULL },
    };

    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle,
        server, MHD_OPTION_LISTEN_SOCKET, server->socket, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HTTP_MEMORY_PER_CONNECTION,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS_MAX,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS_PER_ADDRESS_MAX,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)(server->idle_ns / 1000000000),
        MHD_OPTION_URI_LOG_CALLBACK, begin_turn, server, MHD_OPTION_UNESCAPE_CALLBACK,
        leave_escaped, NULL, MHD_OPTION_NOTIFY_COMPLETED, end_turn, server,
        MHD_OPTION_NOTIFY_CONNECTION, http_peer_notify, server, MHD_OPTION_ARRAY, pool,
        MHD_OPTION_END);
}

static struct http_server *server_new(const struct http_settings *settings,
                                      struct arena *arena) {
    struct http_server *server = calloc(1, sizeof *server);
    const int idle_seconds =
        settings->idle_seconds ? settings->idle_seconds : HTTP_IDLE_SECONDS;

    assert(settings->body_max);
    assert(settings->serve);
    assert(settings->refuse);
    if (!server)
        abort();
    server->settings = *settings;
    server->settings.spool_folder = arena_copy(arena, settings->spool_folder);
    server->settings.trusted_proxy =
        arena_copy(arena, settings->trusted_proxy ? settings->trusted_proxy : "");
    server->idle_ns = (int64_t)idle_seconds * 1000000000;
    pthread_mutex_init(&server->pool_lock, NULL);
    pthread_mutex_init(&server->wait_lock, NULL);
    pthread_mutex_init(&server->peer_lock, NULL);
    return server;
}

static void server_free(struct http_server *server) {
    assert(!server->waiting);
    assert(!server->peers);
    while (server->arena_count > 0)
        arena_free(server->arena[--server->arena_count]);
    http_deflaters_free(server->deflaters);
    if (server->socket >= 0)
        close(server->socket);
    pthread_mutex_destroy(&server->pool_lock);
    pthread_mutex_destroy(&server->wait_lock);
    pthread_mutex_destroy(&server->peer_lock);
    free(server);
}

/* Returns NULL, or why the server cannot be. */
static const char *start(struct http_server *server, struct arena *arena) {
    const struct http_settings *settings = &server->settings;

    server->socket = -1;
    if (strncmp(MHD_get_version(), proven_version, strlen(proven_version)) != 0)
        return arena_format(arena, "libmicrohttpd is %s, and only %s is proven",
                            MHD_get_version(), proven_version);
    if (!http_spool_prepare(settings->spool_folder))
        return arena_format(arena, "the spool folder %s: %s", settings->spool_folder,
                            strerror(errno));
    server->socket = listen_at(settings->address, settings->port);
    if (server->socket < 0)
        return arena_format(arena, "cannot listen at %s port %d: %s", settings->address,
                            settings->port, strerror(errno));
    server->port = port_of(server->socket);
    if (!http_janitor_start(server))
        return "cannot start a thread";
    server->daemon = start_daemon(server);
    if (server->daemon)
        return NULL;
    http_janitor_stop(server);
    return "libmicrohttpd did not start";
}

struct http_server *http_start(const struct http_settings *settings, struct arena *arena,
                               const char **why) {
    struct http_server *server = server_new(settings, arena);

    *why = start(server, arena);
    if (!*why)
        return server;
    server_free(server);
    return NULL;
}

int http_port(const struct http_server *server) {
    return server->port;
}

static void pause_briefly(void) {
    nanosleep(&(struct timespec){ .tv_nsec = STOP_STEP_NS }, NULL);
}

void http_stop(struct http_server *server, int wait_ms) {
    const int64_t end_ns = http_clock_ns() + (int64_t)wait_ms * 1000000;

    atomic_store(&server->is_stopping, true);
    MHD_quiesce_daemon(server->daemon);
    /* Or else clients queue up before a door that will never open. */
    shutdown(server->socket, SHUT_RDWR);
    http_wait_end_streams(server);
    while (atomic_load(&server->under_way) > 0 && http_clock_ns() < end_ns)
        pause_briefly();
    atomic_store(&server->is_abandoning, true);
    /* libmicrohttpd stops the process when it finds a sleeper at its end, and one may
       just be falling asleep. */
    while (!http_wait_is_empty(server)) {
        http_wait_abandon(server);
        pause_briefly();
    }
    MHD_stop_daemon(server->daemon);
    http_janitor_stop(server);
    server_free(server);
}
