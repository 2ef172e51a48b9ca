/*
 * http_private -- what the files of http share, and nobody else reads.
 *
 * A turn is one request with its answer.  It lives in its own arena, and so do
 * copies of everything that libmicrohttpd showed, because a worker may still hold the
 * request after the connection died.  Its stages:
 *
 *     HEAD --guard--> BODY --whole--> SERVED --answer--> ANSWERED
 *       |               |               '--> LATER --^
 *       '---refusal-----'--------------------------->'
 *
 * A gate is where a connection sleeps until another thread wakes it.
 */
#ifndef HTTP_PRIVATE_H
#define HTTP_PRIVATE_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "arena.h"
#include "http.h"
#include "http_multipart.h"

enum {
    HTTP_HEADERS_IN_MAX = 100,
    HTTP_MEMORY_PER_CONNECTION = 32 * 1024,
    HTTP_BACKLOG = 1024,
    HTTP_ADDRESS_SIZE = 46,                 /* INET6_ADDRSTRLEN */
    HTTP_ARENAS_KEPT = 256,
    HTTP_SWALLOWED_BYTES_MAX = 32 * 1024 * 1024,  /* of a body that is refused */
    HTTP_BODY_BYTES_PER_SECOND_MIN = 2 * 1024,
    HTTP_COMPRESSED_BYTES_MIN = 1024,
};

/* The headers that http itself reads. */
enum known_header {
    HEADER_OTHER,
    HEADER_HOST,
    HEADER_CONTENT_LENGTH,
    HEADER_TRANSFER_ENCODING,
    HEADER_EXPECT,
    HEADER_CONTENT_TYPE,
    HEADER_ACCEPT_ENCODING,
    HEADER_IF_NONE_MATCH,
    HEADER_COOKIE,
    HEADER_FORWARDED_FOR,
    HEADER_FORWARDED_PROTO,
    HEADER_KINDS,
};

/* A connection's other end. */
struct http_peer {
    struct http_peer *next;
    struct http_peer *previous;
    int socket;
    bool is_trusted;                        /* the proxy */
    char address[HTTP_ADDRESS_SIZE];
    _Atomic int64_t deadline_ns;            /* the janitor cuts the line after it */
};

enum gate_state { GATE_OPEN, GATE_WOKEN, GATE_PAUSED, GATE_ABANDONED, GATE_RELEASED };

struct gate {
    atomic_int state;                       /* enum gate_state */
};

enum body_kind { BODY_NONE, BODY_FORM, BODY_MULTIPART, BODY_OTHER };

struct body {
    enum body_kind kind;
    int64_t declared;                       /* Content-Length, or -1: in chunks */
    int64_t limit;
    int64_t received;
    int64_t field_bytes;
    int part_count;
    const char *field_name;
    bool expects_continue;
    bool takes_uploads;
    int refused;                            /* a status; the rest is read and dropped */
    struct text text;                       /* a form, another body, or one field */
    struct multipart multipart;
    struct http_upload *upload;             /* the one that is being written */
    int spool;                              /* its file, or -1 */
};

enum turn_stage { STAGE_HEAD, STAGE_BODY, STAGE_LATER, STAGE_ANSWERED };

/* Offsets into head, so that one copy carries all headers over. */
struct head_line {
    uint16_t name;
    uint16_t value;
    uint16_t value_end;
    uint16_t kind;                          /* enum known_header */
};

struct turn {
    struct http_request request;            /* first: request and turn convert */
    struct http_answer answer;
    struct http_server *server;
    struct MHD_Connection *connection;
    struct http_peer *peer;
    enum turn_stage stage;
    bool is_shown;                          /* to serve() or refuse(): finished() is due */
    bool must_close;
    const char *target_seen;                /* in libmicrohttpd's memory */
    size_t target_size;
    char *target;
    char *head;                             /* the header block */
    size_t head_line_count;
    struct head_line head_line[HTTP_HEADERS_IN_MAX];
    const char *known[HEADER_KINDS];        /* first value, or NULL */
    struct body body;
    struct gate later;
    struct gate stream;
    struct turn *next_waiting;
    struct turn *previous_waiting;
    bool is_waiting;
};

struct deflater;

struct http_server {
    struct http_settings settings;
    struct MHD_Daemon *daemon;
    int socket;
    int port;
    int64_t idle_ns;
    atomic_bool is_stopping;
    atomic_bool is_abandoning;
    atomic_int under_way;

    pthread_mutex_t pool_lock;              /* of the spare things */
    struct arena *arena[HTTP_ARENAS_KEPT];
    size_t arena_count;
    struct deflater *deflaters;

    pthread_mutex_t wait_lock;              /* of those who sleep */
    struct turn *waiting;

    pthread_mutex_t peer_lock;
    pthread_cond_t peer_cond;
    struct http_peer *peers;
    bool janitor_ends;
    pthread_t janitor;
};

int64_t http_clock_ns(void);

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

/*
 * http_wait.c: answers that come later, and streams.  A turn that sleeps is in
 * server->waiting until libmicrohttpd has it again.
 */
enum MHD_Result http_wait_later(struct turn *turn);
enum MHD_Result http_wait_ended(struct turn *turn);
ssize_t http_wait_read_stream(void *turn, uint64_t position, char *bytes,
                              size_t room);
void http_wait_leave(struct turn *turn);
bool http_wait_is_empty(struct http_server *server);
void http_wait_end_streams(struct http_server *server);

/* Gives up on answers that did not come; their memory goes with who comes last. */
void http_wait_abandon(struct http_server *server);
bool http_wait_is_abandoned(const struct turn *turn);
bool http_wait_release(struct turn *turn);

#endif
