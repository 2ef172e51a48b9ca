/*
 * route_private -- what route.c, exchange.c and page_cache.c share.
 *
 * An exchange's task runs in an executor; its request belongs to http.  The names of
 * the cookies stand here, since sign-in and settings use them too.
 */
#ifndef ROUTE_PRIVATE_H
#define ROUTE_PRIVATE_H

#include "executor.h"
#include "route.h"

struct route_parts;

struct router {
    struct router_settings settings;
    const struct route **rows;
    size_t row_count;
    struct rate_room *rates;
    struct static_files *files;
};

/* An exchange with the task that carries it out. */
struct errand {
    struct exchange exchange; /* first: the errand of an exchange is its address */
    struct task task;
    struct task slow;           /* prepare() */
    const char *token;          /* of the session, from cookie or bearer; "" none */
    const char *visitor;        /* of a cookie that ties forms to a browser */
    bool is_new_visitor;        /* his cookie goes out with the page */
    int64_t generation;         /* of the page cache's topic, before the handler ran */
    uint8_t once_digest[32];    /* of the token and whose it is */
    uint8_t request_digest[32]; /* of what was handed in with it */
    bool answered;              /* by the record of an earlier attempt */
};

/* Writes the answer from what the handler left, or from the refusal or fault. */
void exchange_answer(struct errand *errand, const struct refusal *refusal,
                     const char *fault);

/* Resets what a handler writes, for a run after a lost race. */
void exchange_reset(struct exchange *exchange);

/* A refusal for people, by its kind; what http refuses itself comes by status. */
int refusal_status(enum refusal_kind kind);
const struct refusal *refusal_of_status(int status);

/* Fills language, elder and tokens; town names come from settings.view(). */
void exchange_view(struct errand *errand);

/* Whether the form token of a POST is the one that its page was given. */
bool exchange_token_is_good(const struct errand *errand);

/* The row of a method and a path, or NULL. */
const struct route *router_find(const struct router *router, enum http_method method,
                                const char *path);

/*
 * See route_wrong.c: for a request that has no row.  The row that says what is wrong, in
 * a work; or NULL, and the answer is written: 308 to the address without its last slash,
 * 404, or 405 with what there is.
 */
const struct route *route_wrong(struct router *router, struct http_request *request,
                                struct http_answer *answer);

/*
 * See page_cache.c: an answer kept for everybody, or NULL.  begin comes before a handler
 * whose page may be kept, keep behind it.
 */
struct http_blob *page_cache_find(struct errand *errand);
void page_cache_begin(struct work *work, struct errand *errand);
void page_cache_keep(struct work *work, struct errand *errand);

/* See rate.c.  A network is an IPv4 address, or the /64 of an IPv6 one. */
enum { RATE_NETWORK_SIZE = 46 };
void rate_network(char out[RATE_NETWORK_SIZE], const char *address);
struct rate_room *rate_room_new(int64_t per_minute);
void rate_room_free(struct rate_room *room);
bool rate_allows(struct rate_room *room, const char *address, int64_t now_ms);

#endif
