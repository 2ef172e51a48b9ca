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

#include "exchange.h"
#include "form.h"
#include "http.h"
#include "page.h"
#include "shape.h"
#include "work.h"

enum { ROUTES_MAX = 256 };

/* How people come in; each has its frame, its way to refuse, and its sign-in. */
enum face {
    FACE_SITE, /* citizens: pages, cookie */
    FACE_DESK, /* staff: pages, cookie */
    FACE_API,  /* JSON, bearer token, RFC 9457 problems */
};

struct route {
    enum http_method method;
    const char *pattern; /* "/item/:code"; a parameter is one segment */
    unsigned rights;     /* any of these; RIGHT_NONE is everybody */
    enum face face;
    const struct form *form; /* the body, or the query of a GET; NULL none */
    const struct form *(*form_of)(struct work *work, struct exchange *exchange);
    /* in place of form, where its fields depend on what is
       there; NULL leaves it to handle() to refuse */
    const struct refusal *(*handle)(struct work *work, struct exchange *exchange);
    const struct refusal *(*again)(struct work *work, struct exchange *exchange);
    const struct refusal *(*prepare)(struct work *work, struct exchange *exchange);
    /* slow, a read with the actor, before handle():
       passwords, files; a refusal is for handle() to give */
    bool once;          /* changes the world: an idempotency token is needed */
    bool guesses;       /* somebody may try many values: rate-limited */
    bool cached;        /* the same page for everybody not signed in, good for
                           one generation of the topic "items" */
    int64_t upload_max; /* bytes of a multipart body; 0 takes no uploads */
    const struct http_stream *(*stream)(struct exchange *exchange);
    const struct shape *answers; /* API: the shape of a good answer */
    const char *summary;         /* API: what it does, in English */
};

/* There are errors beside fields: for handlers that look at a form once more. */
extern const struct refusal route_form_errors;

struct route_table {
    const struct route *routes;
    size_t count;
};

/* How a face looks; the doors give one each. */
struct face_look {
    void (*frame)(struct html *out, const char *title, const struct html *body);
    void (*refused)(struct html *out, const struct refusal *refusal);
    const char *sign_in; /* address of the page, or NULL */
};

struct host_book;
struct house;
struct router;

struct router_settings {
    struct house *house;
    const struct host_book *hosts; /* which town a request is for */
    const struct route_table *const *tables;
    size_t table_count;
    const struct face_look *const *looks; /* by enum face; API has none */
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
