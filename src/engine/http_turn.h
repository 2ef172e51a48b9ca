/*
 * http_turn -- one request with its answer, as the files of http see it.
 *
 * A turn lives in its own arena, and so do copies of everything that libmicrohttpd
 * showed, because a worker may still hold the request after the connection died.
 * Its stages:
 *
 *     HEAD --guard--> BODY --serve--> LATER --answer--> ANSWERED
 *       |               '-------- serve, refusal -------^
 *       '---------------------------- refusal ----------'
 *
 * A gate is where a connection sleeps until another thread wakes it; see http_wait.c.
 */
#ifndef HTTP_TURN_H
#define HTTP_TURN_H

#include <stdatomic.h>

#include "http_message.h"
#include "http_multipart.h"
#include "text.h"

struct MHD_Connection;

enum {
    HTTP_HEADERS_IN_MAX = 100,
    HTTP_ADDRESS_SIZE = 46, /* INET6_ADDRSTRLEN */
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
    HEADER_IF_MODIFIED_SINCE,
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
    bool is_trusted; /* the proxy */
    char address[HTTP_ADDRESS_SIZE];
    struct turn *turn;           /* under way, or NULL */
    _Atomic int64_t deadline_ns; /* the janitor cuts the line after it */
};

enum gate_state { GATE_OPEN, GATE_WOKEN, GATE_PAUSED, GATE_ABANDONED, GATE_RELEASED };

struct gate {
    atomic_int state; /* enum gate_state */
};

enum body_kind { BODY_NONE, BODY_FORM, BODY_MULTIPART, BODY_OTHER };

struct body {
    enum body_kind kind;
    int64_t declared; /* Content-Length, or -1: in chunks */
    int64_t limit;
    int64_t received;
    int64_t field_bytes;
    int part_count;
    const char *field_name;
    bool expects_continue;
    bool takes_uploads;
    int refused;      /* a status; the rest is read and dropped */
    struct text text; /* a form, another body, or one field */
    struct multipart multipart;
    struct http_upload *upload; /* the one that is being written */
    int spool;                  /* its file, or -1 */
};

enum turn_stage { STAGE_HEAD, STAGE_BODY, STAGE_LATER, STAGE_ANSWERED };

/* Offsets into head, so that one copy carries all headers over. */
struct head_line {
    uint16_t name;
    uint16_t value;
    uint16_t value_end;
    uint16_t kind; /* enum known_header */
};

struct turn {
    struct http_request request; /* first: request and turn convert */
    struct http_answer answer;
    struct http_server *server;
    struct MHD_Connection *connection;
    struct http_peer *peer;
    enum turn_stage stage;
    bool is_shown; /* to serve() or refuse(): finished() is due */
    bool must_close;
    const char *target_seen; /* in libmicrohttpd's memory */
    size_t target_size;
    char *target;
    char *head; /* the header block */
    size_t head_line_count;
    struct head_line head_line[HTTP_HEADERS_IN_MAX];
    const char *known[HEADER_KINDS]; /* first value, or NULL */
    struct body body;
    int64_t first; /* of a source: where its stretch begins */
    struct gate later;
    struct gate stream;
    struct turn *next_waiting;
    struct turn *previous_waiting;
    bool is_waiting;
};

#endif
