/*
 * route -- what the program answers to, one row each.
 *
 * A row holds all that is true of a route: method, pattern, right, form, handler, face.
 * Rights, form token (CSRF), idempotency and rate limit are decided from the row, before
 * any handler runs; so are the API's description and the tests' list of routes.
 *
 *     request -> row -> rate limit -> session -> right -> token -> form -> handler
 *             -> commit or roll back -> answer
 *
 * A handler reads the exchange, calls one verb and writes one page.  It returns NULL, or
 * the refusal to show: then nothing commits (unless work_keep()), and the face shows it,
 * or again() shows the form once more with the refusal beside its field.
 */
#ifndef ROUTE_H
#define ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "form.h"
#include "http.h"
#include "page.h"
#include "shape.h"
#include "work.h"

enum { ROUTES_MAX = 256, ROUTE_PARAMETERS_MAX = 4 };

/* How people come in; each has its frame, its way to refuse, and its sign-in. */
enum face {
    FACE_SITE,      /* citizens: pages, cookie */
    FACE_DESK,      /* staff: pages, cookie */
    FACE_API,       /* JSON, bearer token, RFC 9457 problems */
};

struct exchange;

struct route {
    enum http_method method;
    const char *pattern;        /* "/item/:code"; a parameter is one segment */
    unsigned rights;            /* any of these; RIGHT_NONE is everybody */
    enum face face;
    const struct form *form;    /* the body, or the query of a GET; NULL none */
    const struct refusal *(*handle)(struct work *work, struct exchange *exchange);
    const struct refusal *(*again)(struct work *work, struct exchange *exchange);
    const struct refusal *(*prepare)(struct work *work, struct exchange *exchange);
                                /* slow, a read with the actor, before handle():
                                   passwords, files; a refusal is for handle() to give */
    bool once;                  /* changes the world: an idempotency token is needed */
    bool guesses;               /* somebody may try many values: rate-limited */
    bool cached;                /* the same page for everybody not signed in, good for
                                   one generation of the topic "items" */
    int64_t upload_max;         /* bytes of a multipart body; 0 takes no uploads */
    const struct http_stream *(*stream)(struct exchange *exchange);
    const struct shape *answers;    /* API: the shape of a good answer */
    const char *summary;        /* API: what it does, in English */
};

struct route_table {
    const struct route *routes;
    size_t count;
};

/* How a face looks; the doors give one each. */
struct face_look {
    void (*frame)(struct html *out, const char *title, const struct html *body);
    void (*refused)(struct html *out, const struct refusal *refusal);
    const char *sign_in;        /* address of the page, or NULL */
};

/* Bytes to answer with in place of a page, in the request's arena. */
struct exchange_file {
    const char *type;               /* of the content, checked by who kept it */
    const char *name;               /* as people know it */
    bool shown;                     /* in the browser; else it is saved */
    const void *bytes;
    size_t size;
};

/* One request being answered.  Lives in the request's arena. */
struct exchange {
    struct http_request *request;
    struct http_answer *answer;
    const struct route *route;
    const char *parameter[ROUTE_PARAMETERS_MAX];
    struct form_input *form;        /* of the row's form; NULL without one */
    const struct refusal *refusal;  /* when again() shows the form once more */
    void *prepared;                 /* from prepare() to handle() */
    struct page_view view;
    const char *title;
    struct html body;               /* of a page */
    const char *location;           /* of a redirect */
    const struct exchange_file *file;
    int status;                     /* 200 unless the handler says otherwise */
    struct router *router;
};

/* The value of ":name" in the pattern; asserts that it is there. */
const char *exchange_parameter(const struct exchange *exchange, const char *name);

/* A value of the query, "" when it was not sent. */
const char *exchange_query(const struct exchange *exchange, const char *name);

/* Begins a page: the handler writes its body there; the face frames it. */
struct html *exchange_page(struct exchange *exchange, const char *title);

/* Begins a JSON answer. */
struct text *exchange_json(struct exchange *exchange);

/* Answers with a struct, written by its shape; asserts that the row says so. */
void exchange_give(struct exchange *exchange, const void *what);

/*
 * Answers with a file, which is in the request's arena.  It may do nothing in a browser:
 * no script, no guess at another type, and nobody on the way keeps it.
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

/* The address of the page to go back to, from "?back=": only of this site, else "/". */
const char *exchange_back(const struct exchange *exchange);

struct house;
struct router;

struct router_settings {
    struct house *house;
    int64_t town;                           /* for hosts that no town claims */
    const struct route_table *const *tables;
    size_t table_count;
    const struct face_look *const *looks;   /* by enum face; API has none */
    const struct refusal *(*sign_on)(struct work *work, struct exchange *exchange,
                                     const char *token);
                                            /* fills work->actor from a session */
    void (*view)(struct work *work, struct exchange *exchange);
                                            /* fills town_name, hall_name, phone */
};

/* Asserts that the rows make sense: once with POST, forms of the API … */
struct router *router_new(const struct router_settings *settings);
void router_free(struct router *router);

/* For http_settings; the context is the router. */
int64_t router_body_max(void *context, const struct http_request *request);
enum http_when router_serve(void *context, struct http_request *request,
                            struct http_answer *answer);
void router_refuse(void *context, struct http_request *request, int status,
                   struct http_answer *answer);
void router_finished(void *context, struct http_request *request,
                     const struct http_answer *answer);

/* Forgets idempotency tokens of more than ROUTE_ONCE_DAYS: a daily job. */
enum { ROUTE_ONCE_DAYS = 3 };
void route_sweep(struct work *work);

/* All rows, for the API's description and for tests. */
const struct route *router_row(const struct router *router, size_t index);
size_t router_count(const struct router *router);

#endif
