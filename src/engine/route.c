#include "route.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "cache.h"
#include "config.h"
#include "crypt.h"
#include "host.h"
#include "house.h"
#include "json.h"
#include "log.h"
#include "route.sql.h"
#include "route_private.h"
#include "static.h"
#include "text.h"

static const struct refusal sign_in_first = { REFUSED_UNKNOWN, "route.sign_in",
                                              TEXT("请先登录，再继续办理。"), NULL };
static const struct refusal may_not = {
    REFUSED_FORBIDDEN, "route.forbidden",
    TEXT("您的账号没有这项权限。如需办理，请联系管理员或换一个账号登录。"), NULL
};
static const struct refusal stale_form = {
    REFUSED_CONFLICT, "route.stale_form",
    TEXT("页面已经过期，没有提交。请返回上一页刷新后再提交一次。"), NULL
};
static const struct refusal used_before = {
    REFUSED_CONFLICT, "route.used_before",
    TEXT("这一页已经提交过，您刚改的内容没有提交。请打开新的页面再填一次。"), NULL
};
static const struct refusal too_often = { REFUSED_BUSY, "route.too_often",
                                          TEXT("操作太频繁，请等一分钟再试。"), NULL };
static const struct refusal not_json = {
    REFUSED_INVALID, "route.not_json",
    TEXT("请求内容不是有效的 JSON 对象，请检查后再发。"), NULL
};
static const struct refusal no_once = {
    REFUSED_INVALID, "route.no_idempotency_key",
    TEXT("缺少 Idempotency-Key 请求头，请为每次提交生成一个新的值。"), NULL
};
const struct refusal route_form_errors = { REFUSED_INVALID, "route.form",
                                           TEXT("有几处需要改正，请看下面的提示。"),
                                           NULL };

/* ---- rows ---- */

static void check_row(const struct route *row) {
    const bool changes = row->method != HTTP_GET;

    assert(row->pattern[0] == '/');
    assert(row->handle || row->stream);
    assert(changes || !row->once);
    assert(!row->cached || (!changes && row->rights == RIGHT_NONE));
    assert(row->face == FACE_API || !row->answers);
    assert(row->face != FACE_API || row->summary);
    assert(!row->upload_max || changes);
    assert(!row->form_of || (!row->form && row->face != FACE_API));
    (void)changes;
}

struct router *router_new(const struct router_settings *settings) {
    struct router *router = calloc(1, sizeof *router);

    if (!router || !(router->rows = calloc(ROUTES_MAX, sizeof *router->rows)))
        abort();
    router->settings = *settings;
    router->files = static_files_new();
    router->rates =
        rate_room_new(settings->house->config->integer[CONFIG_RATE_PER_MINUTE]);
    for (size_t t = 0; t < settings->table_count; t++) {
        for (size_t i = 0; i < settings->tables[t]->count; i++) {
            assert(router->row_count < ROUTES_MAX);
            check_row(&settings->tables[t]->routes[i]);
            router->rows[router->row_count++] = &settings->tables[t]->routes[i];
        }
    }
    return router;
}

void router_free(struct router *router) {
    static_files_free(router->files);
    rate_room_free(router->rates);
    free(router->rows);
    free(router);
}

const struct route *router_row(const struct router *router, size_t index) {
    assert(index < router->row_count);
    return router->rows[index];
}

size_t router_count(const struct router *router) {
    return router->row_count;
}

/* Whether the path has the pattern's shape; copies parameters when arena is given. */
static bool matches(const char *pattern, const char *path, struct arena *arena,
                    const char **parameters) {
    int found = 0;

    while (*pattern && *path) {
        if (*pattern == ':') {
            const size_t size = strcspn(path, "/");

            if (size == 0)
                return false;
            assert(found < ROUTE_PARAMETERS_MAX);
            if (arena)
                parameters[found++] = arena_copy_bytes(arena, path, size);
            path += size;
            pattern += strcspn(pattern, "/");
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return !*pattern && !*path;
}

/* Literal rows come before those with parameters of the same shape in their tables. */
const struct route *router_find(const struct router *router, enum http_method method,
                                const char *path) {
    for (size_t i = 0; i < router->row_count; i++) {
        const struct route *row = router->rows[i];

        if (row->pattern[1] != path[1] && row->pattern[1] != ':')
            continue;
        if (!matches(row->pattern, path, NULL, NULL))
            continue;
        if (row->method == method)
            return row;
    }
    return NULL;
}

int64_t router_body_max(void *context, const struct http_request *request) {
    const struct route *row = router_find(context, request->method, request->path);

    return row && row->upload_max ? row->upload_max : -1;
}

/* ---- gates, in a work ---- */

static const struct refusal *check_rights(struct work *work, struct errand *errand) {
    const struct route *row = errand->exchange.route;
    const struct refusal *refusal = NULL;

    if (errand->token[0])
        refusal = errand->exchange.router->settings.sign_on(work, &errand->exchange,
                                                            errand->token);
    if (refusal && row->rights != RIGHT_NONE)
        return refusal;
    if (work_may(work, row->rights))
        return NULL;
    return work->actor.id ? &may_not : &sign_in_first;
}

static const char *once_token(const struct errand *errand) {
    const struct http_request *request = errand->exchange.request;
    const char *token = errand->exchange.route->face == FACE_API
                            ? http_header(request, "Idempotency-Key")
                            : http_pair_value(&request->fields, "_once");

    return token && strlen(token) <= 200 ? token : "";
}

/* What was handed in, without the tokens. */
static void digest_request(struct errand *errand) {
    const struct http_request *request = errand->exchange.request;
    struct text whole = { .arena = request->arena };

    for (size_t i = 0; i < request->fields.count; i++) {
        const struct http_pair *pair = &request->fields.pair[i];

        if (strcmp(pair->name, "_token") != 0 && strcmp(pair->name, "_once") != 0)
            text_addf(&whole, "%zu:%s%zu:%s", strlen(pair->name), pair->name,
                      strlen(pair->value), pair->value);
    }
    for (size_t i = 0; i < request->upload_count; i++)
        text_addf(&whole, "%s:%lld;", request->upload[i].field,
                  (long long)request->upload[i].size_bytes);
    text_add_bytes(&whole, request->body, request->body_size);
    crypt_sha256(errand->request_digest, text_string(&whole), whole.length);
}

/* Answers from the record when this token was used before; else the work goes on. */
static const struct refusal *check_once(struct work *work, struct errand *errand) {
    struct exchange *exchange = &errand->exchange;
    const char *token = once_token(errand);
    struct sql_route_once_find_row row;

    if (!token[0])
        return exchange->route->face == FACE_API ? &no_once : &stale_form;

    const char *whole =
        arena_format(work->arena, "%s\n%s\n%d\n%s\n%s", token, exchange->request->path,
                     exchange->route->method, errand->token, errand->visitor);

    crypt_sha256(errand->once_digest, whole, strlen(whole));
    digest_request(errand);
    if (sql_route_once_find(work, &row,
                            .digest = { errand->once_digest, CRYPT_DIGEST_SIZE })) {
        if (row.request.size != CRYPT_DIGEST_SIZE ||
            memcmp(row.request.data, errand->request_digest, CRYPT_DIGEST_SIZE) != 0)
            return &used_before;
        errand->answered = true;
        exchange->status = (int)row.status;
        exchange->location = row.location[0] ? row.location : NULL;
        if (row.body[0])
            text_add(exchange_json(exchange), row.body);
    }
    return NULL;
}

static void keep_once(struct work *work, struct errand *errand) {
    const struct exchange *exchange = &errand->exchange;
    const bool json = exchange->route->face == FACE_API;

    sql_route_once_keep(work, .digest = { errand->once_digest, CRYPT_DIGEST_SIZE },
                        .request = { errand->request_digest, CRYPT_DIGEST_SIZE },
                        .status = exchange->location ? 303 : exchange->status,
                        .location = exchange->location ? exchange->location : "",
                        .body = json ? text_string(&exchange->body.text) : "");
}

void route_sweep(struct work *work) {
    const int64_t kept_ms = ROUTE_ONCE_DAYS * 24LL * 3600 * 1000;

    sql_route_once_sweep(work, .before_ms = work->now_ms - kept_ms);
}

/* ---- forms ---- */

static const char *field_value(const void *from, const char *name) {
    const struct http_request *request = from;
    const char *value = http_pair_value(
        request->method == HTTP_GET ? &request->query : &request->fields, name);

    for (size_t i = 0; !value && i < request->upload_count; i++)
        if (strcmp(request->upload[i].field, name) == 0 &&
            request->upload[i].size_bytes > 0)
            value = request->upload[i].spool_path;
    return value;
}

static const struct refusal *read_form(struct work *work, struct exchange *exchange) {
    const struct http_request *request = exchange->request;
    const struct route *row = exchange->route;
    const struct form *form = row->form_of ? row->form_of(work, exchange) : row->form;
    struct form_source source = { field_value, request };

    if (!form)
        return NULL;
    if (exchange->route->face == FACE_API && request->method != HTTP_GET) {
        struct json_error error;
        const struct json *body =
            json_read(work->arena, request->body, request->body_size, &error);

        if (!body || body->kind != JSON_OBJECT)
            return &not_json;
        source = form_json_source(body);
    }
    exchange->form = form_read(work->arena, form, source, work_day(work));
    return exchange->form->error_count ? &route_form_errors : NULL;
}

/* ---- running ---- */

static const struct refusal *show_again(struct work *work, struct exchange *exchange,
                                        const struct refusal *refusal) {
    struct form_input *form = exchange->form;

    exchange_reset(exchange);
    exchange->form = form;
    exchange->refusal = refusal;
    exchange->status = refusal_status(refusal->kind);
    if (refusal->field && exchange->form)
        form_set_error(exchange->form, refusal->field, refusal->text);
    else if (exchange->form && refusal != &route_form_errors)
        form_set_error(exchange->form, NULL, refusal->text);
    refusal = exchange->route->again(work, exchange);
    if (refusal)
        exchange->refusal = NULL; /* no page was written: the face refuses */
    return refusal;
}

static const struct refusal *pass_gates(struct work *work, struct errand *errand) {
    struct exchange *exchange = &errand->exchange;
    const struct route *row = exchange->route;
    const struct refusal *refusal = check_rights(work, errand);

    exchange_view(errand);
    exchange->router->settings.view(work, exchange);
    exchange->view.actor_name = work->actor.name ? work->actor.name : "";
    exchange->view.rights = work->actor.rights;
    if (refusal)
        return refusal;
    if (row->method != HTTP_GET && row->face != FACE_API &&
        !exchange_token_is_good(errand))
        return &stale_form;
    return row->once ? check_once(work, errand) : NULL;
}

static bool keeps_page(const struct errand *errand) {
    return errand->exchange.route->cached && !errand->token[0];
}

static const struct refusal *run(struct work *work, void *context) {
    struct errand *errand = context;
    struct exchange *exchange = &errand->exchange;
    const struct route *row = exchange->route;
    const struct refusal *refusal;

    exchange_reset(exchange);
    work->actor = (struct actor){ .name = "" };
    errand->answered = false;
    refusal = pass_gates(work, errand);
    if (refusal || errand->answered)
        return refusal;
    if (keeps_page(errand))
        page_cache_begin(work, errand);
    refusal = read_form(work, exchange);
    if (!refusal)
        refusal = errand->slow.refusal;
    if (!refusal && row->handle)
        refusal = row->handle(work, exchange);
    if (refusal && row->again && !work->fault) {
        /* The page is shown, the change is not kept. */
        const struct refusal *instead = show_again(work, exchange, refusal);

        if (!instead)
            return refusal;
        exchange->refusal = NULL; /* there is no form to show it in */
        return instead;
    }
    if (!refusal && row->once)
        keep_once(work, errand);
    if (!refusal && keeps_page(errand) && !work->fault)
        page_cache_keep(work, errand);
    return refusal;
}

static void done(struct task *task, void *context) {
    struct errand *errand = context;

    exchange_answer(errand, task->refusal, task->work.fault);
    http_answer_now(errand->exchange.request);
}

/* ---- prepare(): before the write begins ---- */

static const struct refusal *run_prepare(struct work *work, void *context) {
    struct errand *errand = context;
    struct exchange *exchange = &errand->exchange;
    const struct refusal *refusal;

    exchange_reset(exchange);
    work->actor = (struct actor){ .name = "" };
    exchange_view(errand);
    if (exchange->route->method != HTTP_GET && exchange->route->face != FACE_API &&
        !exchange_token_is_good(errand))
        return NULL; /* run() refuses it */
    if (check_rights(work, errand))
        return NULL; /* likewise */
    if (exchange->route->once && (check_once(work, errand) || errand->answered))
        return NULL; /* run() answers it: nothing is made ready twice */
    refusal = read_form(work, exchange);
    return refusal ? NULL : exchange->route->prepare(work, exchange);
}

static void prepared(struct task *slow, void *context) {
    struct errand *errand = context;

    if (slow->work.fault) {
        exchange_answer(errand, NULL, slow->work.fault);
        http_answer_now(errand->exchange.request);
        return;
    }
    executor_submit(errand->exchange.router->settings.house->executor, &errand->task);
}

/* ---- serving ---- */

static const char *cookie(const struct http_request *request, const char *name) {
    const char *value = http_pair_value(&request->cookies, name);

    return value && strlen(value) <= 64 ? value : "";
}

static const char *session_token(const struct http_request *request, enum face face) {
    const char *bearer = http_header(request, "Authorization");

    if (face != FACE_API)
        return cookie(request, "hb_session");
    if (!bearer || strncmp(bearer, "Bearer ", 7) != 0 || strlen(bearer) > 7 + 64)
        return "";
    return bearer + 7;
}

static struct errand *errand_new(struct router *router, const struct route *row,
                                 struct http_request *request,
                                 struct http_answer *answer) {
    struct errand *errand = arena_alloc(request->arena, sizeof *errand);
    const struct work work = {
        .arena = request->arena,
        .kind = row->method == HTTP_GET ? WORK_READ : WORK_WRITE,
        .town = host_town(router->settings.hosts, http_header(request, "Host")),
    };

    errand->exchange = (struct exchange){
        .request = request,
        .answer = answer,
        .route = row,
        .router = router,
    };
    errand->token = session_token(request, row->face);
    errand->visitor = cookie(request, "hb_visitor");
    errand->task =
        (struct task){ .work = work, .run = run, .done = done, .context = errand };
    errand->slow = (struct task){ .work = work,
                                  .lane = EXECUTOR_SLOW,
                                  .run = run_prepare,
                                  .done = prepared,
                                  .context = errand };
    errand->slow.work.kind = WORK_READ;
    matches(row->pattern, request->path, request->arena, errand->exchange.parameter);
    request->owner = errand;
    return errand;
}

/* What is refused before any work begins. */
static enum http_when refuse_now(struct errand *errand, const struct refusal *refusal) {
    exchange_view(errand);
    exchange_answer(errand, refusal, NULL);
    return HTTP_NOW;
}

enum http_when router_serve(void *context, struct http_request *request,
                            struct http_answer *answer) {
    struct router *router = context;
    const struct route *row;

    if (request->method == HTTP_GET &&
        (answer->blob = static_files_find(router->files, request->path)))
        return HTTP_NOW;
    row = router_find(router, request->method, request->path);
    if (!row)
        row = route_wrong(router, request, answer);
    if (!row)
        return HTTP_NOW;

    struct errand *errand = errand_new(router, row, request, answer);

    if (row->guesses && !rate_allows(router->rates, request->address, house_now_ms()))
        return refuse_now(errand, &too_often);
    if (row->cached && (answer->blob = page_cache_find(errand)))
        return HTTP_NOW;
    executor_submit(router->settings.house->executor,
                    row->prepare ? &errand->slow : &errand->task);
    return HTTP_LATER;
}
