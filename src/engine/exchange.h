/*
 * exchange -- one request being answered: what a handler reads, and what it answers.
 *
 * A handler answers in one way: a page, JSON, a file, or a redirect.  What it wrote is
 * sent only when its work has committed (route.h).  All of it lives in the request's
 * arena.
 */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "form.h"
#include "http_message.h"
#include "page.h"
#include "work.h"

enum { ROUTE_PARAMETERS_MAX = 4 };

struct route;
struct router;

/* Bytes to answer with in place of a page, in the request's arena. */
struct exchange_file {
    const char *type; /* of the content, checked by who kept it */
    const char *name; /* as people know it */
    bool shown;       /* in the browser; else it is saved */
    bool own;         /* the program made it: a browser may open it outside of a sandbox,
                         which shows no PDF */
    const void *bytes;
    const char *path; /* in place of bytes: of http_make_file() */
    size_t size;
    const struct http_source *source; /* instead of bytes */
    const char *etag; /* of a source: what is the same for ever; or NULL */
};

/* One request being answered.  Lives in the request's arena. */
struct exchange {
    struct http_request *request;
    struct http_answer *answer;
    const struct route *route;
    const char *parameter[ROUTE_PARAMETERS_MAX];
    struct form_input *form;       /* of the row's form; NULL without one */
    const struct refusal *refusal; /* when again() shows the form once more */
    void *prepared;                /* from prepare() to handle() */
    struct page_view view;
    const char *title;
    struct html body;     /* of a page */
    const char *location; /* of a redirect */
    const struct exchange_file *file;
    const char *type; /* of the body when it is neither page nor JSON */
    int status;       /* 200 unless the handler says otherwise */
    struct router *router;
};

/* The value of ":name" in the pattern; asserts that it is there. */
const char *exchange_parameter(const struct exchange *exchange, const char *name);

/* A value of the query, "" when it was not sent. */
const char *exchange_query(const struct exchange *exchange, const char *name);

/* The file that was sent in a field; NULL when none was, or an empty one. */
const struct http_upload *exchange_upload(const struct exchange *exchange,
                                          const char *field);

/* Begins a page: the handler writes its body there; the face frames it. */
struct html *exchange_page(struct exchange *exchange, const char *title);

/* Begins a JSON answer. */
struct text *exchange_json(struct exchange *exchange);

/* Begins an answer of another kind of text, such as a feed. */
struct html *exchange_text(struct exchange *exchange, const char *type);

/* Answers with a struct, written by its shape; asserts that the row says so. */
void exchange_give(struct exchange *exchange, const void *what);

/*
 * Answers with a file, which is in the request's arena; so is a source, which is closed
 * when it was sent or lost.  It may do nothing in a browser: no script, no guess at
 * another type, and nobody on the way keeps it; what somebody handed in is put into a
 * sandbox besides.
 */
void exchange_give_file(struct exchange *exchange, const struct exchange_file *file);

/* 303 to an address made by route_url() or a literal. */
void exchange_redirect(struct exchange *exchange, const char *location);

/* Sets a cookie: HttpOnly, SameSite=Lax, Path=/, Secure behind https.  0 seconds: for
 * as long as the browser runs; a negative number takes it away. */
void exchange_cookie(struct exchange *exchange, const char *name, const char *value,
                     int64_t seconds);

/* The token of the session that the request came with, "" without one. */
const char *exchange_session(const struct exchange *exchange);

/* What a row's stream() gives: one that tells of the topics (push.h), or NULL. */
const struct http_stream *exchange_push(struct exchange *exchange, unsigned topics);

/* Where the request came from, for what is counted: an IPv4 address, or the /64 of an
 * IPv6 one.  Never log it. */
const char *exchange_network(const struct exchange *exchange);

/* The address of the page to go back to, from "?back=": only of this site, else "/". */
const char *exchange_back(const struct exchange *exchange);

#endif
