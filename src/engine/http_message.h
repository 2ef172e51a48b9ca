/*
 * http_message -- a request as it came, and the answer that goes; see http.h.
 *
 * All text of a request is valid UTF-8 and decoded once.  It belongs to the request's
 * arena, which lives until the answer was sent or lost.
 */
#ifndef HTTP_MESSAGE_H
#define HTTP_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum {
    HTTP_PAIRS_MAX = 64, /* query, cookies, fields: each */
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
    const char *file_name; /* as claimed; valid UTF-8, no path, at most 255 bytes */
    const char *claimed_type;
    const char *spool_path; /* removed when the request ends, unless renamed away */
    int64_t size_bytes;
};

/* Read-only for those above, and valid until the answer has been sent. */
struct http_request {
    struct arena *arena;      /* the request's own */
    enum http_method method;  /* HEAD reads as HTTP_GET */
    const char *path;         /* percent-decoded, valid UTF-8, no controls; begins with
                                 '/', and is "/" in refuse() when it is unreadable */
    const char *query_string; /* as sent, "" without one */
    struct http_pairs query;
    struct http_pairs cookies;
    struct http_pairs fields; /* of an urlencoded or multipart body */
    size_t upload_count;
    struct http_upload upload[HTTP_UPLOADS_MAX];
    const char *body; /* any other body, e.g. JSON; "" when none */
    size_t body_size;
    const char *content_type; /* "" when none */
    const char *address;      /* of the peer, or as the trusted proxy says */
    bool accepts_gzip;
    bool secure;           /* the proxy says that people use https */
    int64_t begun_ns;      /* monotonic, for the log */
    const char *made_path; /* of http_make_file(); removed when the request ends */
    void *owner;           /* for serve() to hang its own state on */
};

/* Decodes the %XX of a part of an address in place; false when that gives no text. */
bool http_decode(char *bytes);

/* A value by name, or NULL.  The first one wins. */
const char *http_pair_value(const struct http_pairs *pairs, const char *name);

/* Makes a file in the spool folder to answer the request with, anew if there is one, and
 * returns it open for reading and writing, or -1 with errno. */
int http_make_file(struct http_request *request, const char *spool_folder);

/* Opens that file once more; -1 with errno.  Closing it leaves it there. */
int http_open_made_file(const struct http_request *request);

/* A request header, or NULL.  Names compare without case. */
const char *http_header(const struct http_request *request, const char *name);

enum { HTTP_HEADERS_MAX = 12 };

/* Bytes that several requests are answered with; counted references. */
struct http_blob;

struct http_answer {
    int status;
    const char *type;  /* Content-Type; NULL with an empty body */
    const void *bytes; /* in the request's arena or static */
    size_t size;
    struct http_blob *blob; /* instead of bytes; its reference passes to http */
    const char *path;       /* instead of bytes: a file of that size, which is read as
                               it is sent and there until the request ends */
    size_t header_count;    /* with an ETag, If-None-Match is answered by http; with
                               Last-Modified, If-Modified-Since likewise */
    struct http_pair header[HTTP_HEADERS_MAX];
    bool compress; /* gzip when the client accepts and it pays; not for pages
                      with secrets beside what a stranger chose (BREACH) */
    bool close;    /* end the connection after this answer */
    const struct http_stream *stream; /* instead of bytes: Server-Sent Events */
    const struct http_source *source; /* instead of bytes: read while they are sent */
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
 * Bytes that are too many for memory, of a size that is known.  Of a GET http answers
 * Range (one stretch) and If-Range with the answer's ETag, so that what broke off can be
 * gone on with.  read() fills at most room bytes from a place on, at least one, on a
 * thread of http; -1 breaks the connection off.  closed() is called once when the answer
 * was sent or lost, also when it was never read; of an answer that was dropped it is not,
 * so nothing is opened before the first read.
 */
struct http_source {
    int64_t size;
    int64_t (*read)(void *context, int64_t at, char *bytes, size_t room);
    void (*closed)(void *context);
    void *context;
};

/*
 * A stream pulls: next() writes at most room bytes and returns how many; 0 says
 * nothing now (http_wake() the request when there is), -1 ends it.
 */
struct http_stream {
    int64_t (*next)(void *context, char *bytes, size_t room);
    void (*closed)(void *context);
    void *context;
};

#endif
