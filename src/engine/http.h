/*
 * http -- requests and answers over HTTP/1.1.  Only http*.c knows libmicrohttpd.
 *
 * A request meets three gates before anybody above sees it: libmicrohttpd's own strict
 * parser; the guard, which refuses what smuggles (more than one Content-Length,
 * Content-Length with Transfer-Encoding, any Transfer-Encoding but chunked, control
 * characters in a header, not exactly one Host, invalid UTF-8 in path or query); and the
 * limits below.  A guard's answer closes the connection.
 *
 * Then body_max() says how large a body may be, the body is read (form fields into the
 * request's arena, uploads into spool files), and serve() answers at once or later.
 * Requests and answers themselves are in http_message.h.
 */
#ifndef HTTP_H
#define HTTP_H

#include <stdint.h>

#include "http_message.h"

struct http_server;

enum {
    HTTP_CONNECTIONS_MAX = 4000,
    HTTP_CONNECTIONS_PER_ADDRESS_MAX = 2000,
    HTTP_IDLE_SECONDS = 30,
    HTTP_HEADER_BYTES_MAX = 16 * 1024,
    HTTP_PATH_BYTES_MAX = 1024,
    HTTP_QUERY_BYTES_MAX = 4 * 1024,
    HTTP_FORM_BYTES_MAX = 256 * 1024, /* a body without uploads */
};

/* Whether the answer is ready, or http_answer_now() will say when it is. */
enum http_when { HTTP_NOW, HTTP_LATER };

struct http_settings {
    const char *address; /* "127.0.0.1" or "::1" … */
    int port;            /* 0: any free one; see http_port() */
    int threads;
    int idle_seconds;          /* 0: HTTP_IDLE_SECONDS */
    const char *spool_folder;  /* for uploads; made when missing, emptied at start */
    const char *trusted_proxy; /* address whose X-Forwarded-* count, or "" */

    /* How large a body may be, in bytes; asked when the head is read.  -1: no uploads,
       and HTTP_FORM_BYTES_MAX. */
    int64_t (*body_max)(void *context, const struct http_request *request);

    /* Answers a whole request; zeroed answer. */
    enum http_when (*serve)(void *context, struct http_request *request,
                            struct http_answer *answer);

    /* Writes the page for what http itself refuses: at once, no stream.  The status is
       set already. */
    void (*refuse)(void *context, struct http_request *request, int status,
                   struct http_answer *answer);

    /* Once for each serve() or refuse(), sent or lost; for the log.  May be NULL. */
    void (*finished)(void *context, struct http_request *request,
                     const struct http_answer *answer);
    void *context;
};

/*
 * Returns NULL and an English reason (port taken, …) in *why when it cannot listen.  The
 * arena outlives the server.
 */
struct http_server *http_start(const struct http_settings *settings, struct arena *arena,
                               const char **why);

int http_port(const struct http_server *server);

/*
 * Sends the answer of a request that was HTTP_LATER.  From any thread, once, even before
 * serve() has returned.  The request must not be touched afterwards.
 */
void http_answer_now(struct http_request *request);

/*
 * A stream has something to say again.  From any thread, but never after closed() was
 * called: hold a lock while waking that closed() takes as well.
 */
void http_wake(struct http_request *request);

/*
 * Stops gracefully: takes no new connection, lets requests under way finish for at most
 * that long, ends streams, then frees the server.  A request that was HTTP_LATER and is
 * still unanswered is hung up on, finished() as 503; its http_answer_now() must come one
 * day all the same, and frees the request.
 */
void http_stop(struct http_server *server, int wait_ms);

#endif
