#include <assert.h>
#include <string.h>

#include "arena.h"
#include "route_private.h"
#include "text.h"

static const struct refusal for_buttons = {
    REFUSED_INVALID, "route.for_buttons",
    TEXT("这个网址是给按钮提交用的，不能直接打开。请回到那一页，再点一次按钮。"), NULL
};

/* ---- what there is ---- */

/* RFC 9110 wants a 405 to say what there is; "" when there is nothing. */
static const char *allowed_methods(const struct router *router, struct arena *arena,
                                   const char *path) {
    static const char *const names[] = {
        [HTTP_GET] = "GET, HEAD",
        [HTTP_POST] = "POST",
        [HTTP_PUT] = "PUT",
        [HTTP_DELETE] = "DELETE",
    };
    struct text out = { .arena = arena };

    for (enum http_method method = HTTP_GET; method < HTTP_OTHER; method++)
        if (router_find(router, method, path))
            text_addf(&out, "%s%s", out.length ? ", " : "", names[method]);
    return text_string(&out);
}

/* The path as an address again; its segments are not empty. */
static const char *address_of(struct arena *arena, const char *path) {
    struct html out = { .text = { .arena = arena } };
    struct text address = { .arena = arena };

    assert(path[0] == '/' && path[1] != '/');
    while (*path == '/') {
        const size_t size = strcspn(path + 1, "/");

        text_add(&address,
                 route_url(&out, "/%s", arena_copy_bytes(arena, path + 1, size)));
        path += 1 + size;
    }
    return text_string(&address);
}

/* ---- a slash too many ---- */

/* The address without it, or NULL where there is none. */
static const char *without_slash(const struct router *router,
                                 const struct http_request *request) {
    const size_t size = strlen(request->path);

    if (request->method != HTTP_GET || size < 2 || request->path[size - 1] != '/')
        return NULL;

    const char *path = arena_copy_bytes(request->arena, request->path, size - 1);

    if (!router_find(router, HTTP_GET, path))
        return NULL;
    return arena_format(request->arena, "%s%s%s", address_of(request->arena, path),
                        request->query_string[0] ? "?" : "", request->query_string);
}

/* ---- pages, said in a work, so that they name the town and the phone ---- */

static const struct refusal *say_absent(struct work *work, struct exchange *exchange) {
    (void)work;
    (void)exchange;
    return refusal_of_status(404);
}

static const char *parent_of(struct arena *arena, const char *path) {
    const char *slash = strrchr(path, '/');

    assert(slash);
    return slash == path ? "/" : arena_copy_bytes(arena, path, (size_t)(slash - path));
}

/* The nearest page above an address that is for buttons only. */
static const char *page_above_of(const struct router *router, struct arena *arena,
                                 const char *path) {
    do {
        path = parent_of(arena, path);
    } while (path[1] && !router_find(router, HTTP_GET, path));
    return address_of(arena, path);
}

/* Whoever loads the answer to a button once more comes to such an address. */
static const struct refusal *say_wrong_method(struct work *work,
                                              struct exchange *exchange) {
    const struct router *router = exchange->router;
    const struct http_request *request = exchange->request;

    (void)work;
    exchange->view.above = page_above_of(router, request->arena, request->path);
    router->settings.looks[exchange->route->face]->refused(
        exchange_page(exchange, for_buttons.text), &for_buttons);
    exchange->status = 405;
    http_answer_header(exchange->answer, "Allow",
                       allowed_methods(router, request->arena, request->path));
    return NULL;
}

static const struct route absent_row = { .pattern = "/", .handle = say_absent };
static const struct route wrong_method_rows[] = {
    [FACE_SITE] = { .pattern = "/", .handle = say_wrong_method },
    [FACE_DESK] = { .pattern = "/", .face = FACE_DESK, .handle = say_wrong_method },
};

/* The page for a GET that has no row; NULL for what programs ask. */
static const struct route *page_row(const struct router *router,
                                    const struct http_request *request) {
    if (request->method != HTTP_GET || text_begins(request->path, "/api/"))
        return NULL;
    for (enum http_method method = HTTP_POST; method < HTTP_OTHER; method++) {
        const struct route *row = router_find(router, method, request->path);

        if (row && row->face != FACE_API)
            return &wrong_method_rows[row->face];
    }
    return &absent_row;
}

const struct route *route_wrong(struct router *router, struct http_request *request,
                                struct http_answer *answer) {
    const char *elsewhere = without_slash(router, request);
    const struct route *row = elsewhere ? NULL : page_row(router, request);

    if (elsewhere) {
        answer->status = 308;
        http_answer_header(answer, "Location", elsewhere);
    } else if (!row) {
        const char *allowed = allowed_methods(router, request->arena, request->path);

        router_refuse(router, request, *allowed ? 405 : 404, answer);
        if (*allowed)
            http_answer_header(answer, "Allow", allowed);
    }
    return row;
}
