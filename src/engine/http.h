/*
 * http -- requests and answers over HTTP/1.1.  The only file that knows libmicrohttpd.
 *
 * A request meets three gates before anybody above sees it: libmicrohttpd's own strict
 * parser; the guard, which refuses what smuggles (more than one Content-Length,
 * Content-Length with Transfer-Encoding, any Transfer-Encoding but chunked, control
 * characters in a header, not exactly one Host, invalid UTF-8 in path or query); and the
 * limits below.  A guard's answer closes the connection.
 *
 * Then admit() says how large a body may be, the body is read (form fields into the
 * request's arena, uploads into spool files), and serve() answers at once or later.
 */
#ifndef HTTP_H
#define HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text.h"

struct arena;
struct http_server;

enum {
    HTTP_CONNECTIONS_MAX = 4000,
    HTTP_CONNECTIONS_PER_ADDRESS_MAX = 2000,
    HTTP_IDLE_SECONDS = 30,
    HTTP_HEADER_BYTES_MAX = 16 * 1024,
    HTTP_PATH_BYTES_MAX = 1024,
    HTTP_QUERY_BYTES_MAX = 4 * 1024,
    HTTP_PAIRS_MAX = 64,                    /* query, cookies, fields: each */
    HTTP_FORM_BYTES_MAX = 256 * 1024,       /* a body without uploads */
    HTTP_UPLOADS_MAX = 20,
};

enum http_method { HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_OTHER };

struct http_pair {
    const char *name;
    const char *value;
};

struct http_pairs {
    size_t count;
    struct http_pair pair[HTTP_PAIRS_MAX];
};

struct http_upload {
    const char *field;
    const char *file_name;      /* as claimed; valid UTF-8, no path, at most 255 bytes */
    const char *claimed_type;
    const char *spool_path;     /* removed when the request ends, unless renamed away */
    int64_t size_bytes;
};

/* Read-only for those above, and valid until the answer has been sent. */
struct http_request {
    struct arena *arena;        /* the request's own */
    enum http_method method;    /* HEAD reads as HTTP_GET */
    const char *path;           /* percent-decoded, valid UTF-8, begins with '/' */
    const char *query_string;   /* as sent, "" without one */
    struct http_pairs query;
    struct http_pairs cookies;
    struct http_pairs fields;   /* of an urlencoded or multipart body */
    size_t upload_count;
    struct http_upload upload[HTTP_UPLOADS_MAX];
    const char *body;           /* any other body, e.g. JSON; "" when none */
    size_t body_size;
    const char *content_type;   /* "" when none */
    const char *address;        /* of the peer, or as the trusted proxy says */
    bool accepts_gzip;
    bool secure;                /* the proxy says that people use https */
    int64_t begun_ns;           /* monotonic, for the log */
    void *owner;                /* for serve() to hang its own state on */
};

/* A value by name, or NULL.  The first one wins. */
const char *http_pair_value(const struct http_pairs *pairs, const char *name);

/* A request header, or NULL.  Names compare without case. */
const char *http_header(const struct http_request *request, const char *name);

enum { HTTP_HEADERS_MAX = 12 };

/* Bytes that several requests are answered with; counted references. */
struct http_blob;

struct http_answer {
    int status;
    const char *type;           /* Content-Type; NULL with an empty body */
    const void *bytes;          /* in the request's arena or static */
    size_t size;
    struct http_blob *blob;     /* instead of bytes; its reference passes to http */
    size_t header_count;
    struct http_pair header[HTTP_HEADERS_MAX];
    bool compress;              /* gzip when the client accepts and it pays */
    bool close;                 /* end the connection after this answer */
    const struct http_stream *stream;  /* instead of bytes: Server-Sent Events */
};

/* Adds a header; both strings outlive the request or are in its arena. */
void http_answer_header(struct http_answer *answer, const char *name, const char *value);

/*
 * A ready answer kept by a cache: body, type, status and headers fixed, a gzip form made
 * once.  Sending it copies nothing.  blob_new copies what it is given.
 */
struct http_blob *http_blob_new(int status, const char *type, const void *bytes,
                                size_t size, const struct http_pair *headers,
                                size_t header_count);
struct http_blob *http_blob_hold(struct http_blob *blob);
void http_blob_release(struct http_blob *blob);

/*
 * A stream pulls: next() writes at most room bytes and returns how many; 0 says
 * nothing now (http_wake() the request when there is), -1 ends it.
 */
struct http_stream {
    int64_t (*next)(void *context, char *bytes, size_t room);
    void (*closed)(void *context);
    void *context;
};

enum http_when { HTTP_NOW, HTTP_LATER };

struct http_settings {
    const char *address;        /* "127.0.0.1" or "::1" … */
    int port;                   /* 0: any free one; see http_port() */
    int threads;
    int idle_seconds;           /* 0: HTTP_IDLE_SECONDS */
    const char *spool_folder;   /* for uploads; made when missing, emptied at start */
    const char *trusted_proxy;  /* address whose X-Forwarded-* count, or "" */
    int64_t (*body_max)(void *context, const struct http_request *request);
                                /* bytes; called after the headers; -1: no uploads and
                                   HTTP_FORM_BYTES_MAX */
    enum http_when (*serve)(void *context, struct http_request *request,
                            struct http_answer *answer);
    void (*refuse)(void *context, struct http_request *request, int status,
                   struct http_answer *answer);
                                /* writes the page for what http itself refuses */
    void (*finished)(void *context, struct http_request *request,
                     const struct http_answer *answer);  /* sent or lost; for the log */
    void *context;
};

/* Returns NULL and an English reason (port taken, …) in *why when it cannot listen. */
struct http_server *http_start(const struct http_settings *settings, struct arena *arena,
                               const char **why);

int http_port(const struct http_server *server);

/* Sends the answer of a request that was HTTP_LATER.  From any thread, once. */
void http_answer_now(struct http_request *request);

/* A stream has something to say again.  From any thread. */
void http_wake(struct http_request *request);

/*
 * Stops gracefully: takes no new connection, lets requests under way finish for at most
 * that long, ends streams, then frees the server.
 */
void http_stop(struct http_server *server, int wait_ms);

#endif
