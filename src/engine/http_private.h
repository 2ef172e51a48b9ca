/*
 * http_private -- what the files of http share, and nobody else reads: the server, and
 * what each file does for the others.  A turn (http_turn.h) is one request with its
 * answer.
 */
#ifndef HTTP_PRIVATE_H
#define HTTP_PRIVATE_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/types.h>

#include "arena.h"
#include "http.h"
#include "http_turn.h"

enum {
    HTTP_MEMORY_PER_CONNECTION = 32 * 1024,      /* libmicrohttpd's pool: head and bit */
    HTTP_BACKLOG = 1024,                         /* connections not yet taken */
    HTTP_ARENAS_KEPT = 256,                      /* spare ones, for the next requests */
    HTTP_SWALLOWED_BYTES_MAX = 32 * 1024 * 1024, /* of a body that is refused */
    HTTP_BODY_BYTES_PER_SECOND_MIN = 2 * 1024,   /* slower senders are cut off */
    HTTP_COMPRESSED_BYTES_MIN = 1024,            /* shorter answers go as they are */
};

/* Of an upload in chunks, which says no length. */
#define HTTP_SWALLOWED_UPLOAD_BYTES_MAX (4LL * 1024 * 1024 * 1024)

struct deflater;

/* One listening server; its threads are libmicrohttpd's, and the janitor. */
struct http_server {
    struct http_settings settings;
    struct MHD_Daemon *daemon;
    int socket; /* made by us, so that a taken port can be named */
    int port;   /* the one it got */
    int64_t idle_ns;
    atomic_bool is_stopping;   /* streams end, no new ones begin */
    atomic_bool is_abandoning; /* answers that are late are not waited for */
    atomic_int under_way;      /* requests between their head and their end */

    pthread_mutex_t pool_lock; /* of the spare things */
    struct arena *arena[HTTP_ARENAS_KEPT];
    size_t arena_count;
    struct deflater *deflaters;

    pthread_mutex_t wait_lock; /* of those who sleep */
    struct turn *waiting;

    pthread_mutex_t peer_lock;
    pthread_cond_t peer_cond;
    struct http_peer *peers;
    bool janitor_ends;
    pthread_t janitor;
};

int64_t http_clock_ns(void);

/* http.c: gives back all that a turn held. */
void http_turn_end(struct turn *turn);

/* http_peer.c: connections, and the janitor that ends those that dawdle. */
void http_peer_notify(void *server, struct MHD_Connection *connection, void **context,
                      enum MHD_ConnectionNotificationCode code);
void http_peer_expect(struct http_peer *peer, int64_t deadline_ns);
bool http_janitor_start(struct http_server *server);
void http_janitor_stop(struct http_server *server);

/* http_guard.c: fills the request from the head.  Returns 0, or the status to refuse. */
int http_guard(struct turn *turn, const char *method, const char *version);

/* http_pairs.c: decoding in place.  Each returns 0, or the status to refuse. */
int http_pairs_decode(struct http_pairs *pairs, char *bytes, size_t size);
int http_cookies_decode(struct http_pairs *pairs, char *bytes);
int http_path_decode(char *path);
int http_pairs_add(struct http_pairs *pairs, const char *name, const char *value);
bool http_text_is_valid(const char *bytes, size_t size);
bool http_list_accepts_gzip(const char *list);
bool http_list_has_etag(const char *list, const char *etag);

/*
 * http_body.c.  begin and end return 0, or the status to refuse; take says whether the
 * connection may live on.
 */
int http_body_begin(struct turn *turn);
bool http_body_take(struct turn *turn, const char *bytes, size_t size);
int http_body_end(struct turn *turn);
void http_body_clean(struct turn *turn);
bool http_spool_prepare(const char *folder);

/* http_answer.c: queues the turn's answer. */
enum MHD_Result http_answer_send(struct turn *turn);
enum MHD_Result http_answer_refuse(struct turn *turn, int status);
void http_deflaters_free(struct deflater *deflaters);

/* http_range.c: what a Range header asks of so many bytes. */
enum http_range { HTTP_RANGE_WHOLE, HTTP_RANGE_PART, HTTP_RANGE_NONE };
enum http_range http_range_read(const char *header, int64_t size, int64_t *first,
                                int64_t *count);

/*
 * http_wait.c: answers that come later, and streams.  A turn that sleeps is in
 * server->waiting until libmicrohttpd has it again.
 */
enum MHD_Result http_wait_later(struct turn *turn);
enum MHD_Result http_wait_ended(struct turn *turn);
ssize_t http_wait_read_stream(void *turn, uint64_t position, char *bytes, size_t room);
void http_wait_leave(struct turn *turn);
bool http_wait_is_empty(struct http_server *server);
void http_wait_end_streams(struct http_server *server);

/* Gives up on answers that did not come; their memory goes with who comes last. */
void http_wait_abandon(struct http_server *server);
bool http_wait_is_abandoned(const struct turn *turn);
bool http_wait_release(struct turn *turn);

#endif
