#include "exchange.h"

#include <assert.h>
#include <string.h>

#include "config.h"
#include "crypt.h"
#include "house.h"
#include "json.h"
#include "log.h"
#include "push.h"
#include "route_private.h"

/* ---- what handlers call ---- */

const char *exchange_parameter(const struct exchange *exchange, const char *name) {
    const char *pattern = exchange->route->pattern;
    const size_t size = strlen(name);

    for (int i = 0; (pattern = strchr(pattern, ':')); i++) {
        pattern++;
        if (strncmp(pattern, name, size) == 0 && (!pattern[size] || pattern[size] == '/'))
            return exchange->parameter[i];
    }
    assert(!"the pattern has this parameter");
    return "";
}

const char *exchange_query(const struct exchange *exchange, const char *name) {
    const char *value = http_pair_value(&exchange->request->query, name);

    return value ? value : "";
}

struct html *exchange_page(struct exchange *exchange, const char *title) {
    exchange->title = title;
    exchange->body = (struct html){ .text = { .arena = exchange->request->arena },
                                    .view = &exchange->view };
    return &exchange->body;
}

const struct http_upload *exchange_upload(const struct exchange *exchange,
                                          const char *field) {
    const struct http_request *const request = exchange->request;

    for (size_t i = 0; i < request->upload_count; i++)
        if (strcmp(request->upload[i].field, field) == 0 &&
            request->upload[i].size_bytes > 0)
            return &request->upload[i];
    return NULL;
}

struct text *exchange_json(struct exchange *exchange) {
    return &exchange_page(exchange, NULL)->text;
}

struct html *exchange_text(struct exchange *exchange, const char *type) {
    exchange->type = type;
    return exchange_page(exchange, NULL);
}

void exchange_give(struct exchange *exchange, const void *what) {
    assert(exchange->route->answers);
    shape_put(exchange_json(exchange), NULL, exchange->route->answers, what);
}

void exchange_give_file(struct exchange *exchange, const struct exchange_file *file) {
    assert(file->type && file->name);
    exchange->file = file;
}

void exchange_redirect(struct exchange *exchange, const char *location) {
    assert(location[0] == '/');
    exchange->location = location;
}

void exchange_cookie(struct exchange *exchange, const char *name, const char *value,
                     int64_t seconds) {
    struct arena *arena = exchange->request->arena;
    const char *age = "";

    if (seconds != 0)
        age =
            arena_format(arena, "; Max-Age=%lld", (long long)(seconds < 0 ? 0 : seconds));
    http_answer_header(exchange->answer, "Set-Cookie",
                       arena_format(arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
                                    name, value, age,
                                    exchange->request->secure ? "; Secure" : ""));
}

const char *exchange_session(const struct exchange *exchange) {
    return ((const struct errand *)exchange)->token;
}

const struct http_stream *exchange_push(struct exchange *exchange, unsigned topics) {
    const struct errand *errand = (const struct errand *)exchange;
    const struct work *work = &errand->task.work;
    const char *holder = work->actor.id ? arena_format(exchange->request->arena, "%lld",
                                                       (long long)work->actor.id)
                                        : exchange_network(exchange);

    return push_stream(exchange->router->settings.house->push, exchange->request, holder,
                       work->town, topics);
}

const char *exchange_network(const struct exchange *exchange) {
    char *network = arena_alloc(exchange->request->arena, RATE_NETWORK_SIZE);

    rate_network(network, exchange->request->address);
    assert(network[0]);
    return network;
}

const char *exchange_back(const struct exchange *exchange) {
    const char *back = exchange_query(exchange, "back");
    const bool plain = back[0] == '/' && back[1] != '/' && back[1] != '\\';

    for (const char *byte = back; *byte; byte++)
        if ((unsigned char)*byte <= ' ' || *byte == '\\' || *byte == 127)
            return "/";
    return plain ? back : "/";
}

void exchange_reset(struct exchange *exchange) {
    exchange->form = NULL;
    exchange->refusal = NULL;
    exchange->title = NULL;
    exchange->body = (struct html){ 0 };
    exchange->location = NULL;
    exchange->file = NULL;
    exchange->type = NULL;
    exchange->status = 200;
    exchange->answer->header_count = 0;
    if (exchange->answer->blob)
        http_blob_release(exchange->answer->blob);
    exchange->answer->blob = NULL;
}

/* ---- the view ---- */

enum { FORM_SALT_SIZE = 16 };

/* The cookie that a page's forms are tied to; a visitor gets one with his first page. */
static const char *form_owner(struct errand *errand) {
    if (errand->token[0])
        return errand->token;
    if (!errand->visitor[0] && errand->exchange.route->face != FACE_API &&
        !errand->exchange.route->cached) {
        char *visitor = arena_alloc(errand->exchange.request->arena, CRYPT_TOKEN_SIZE);

        crypt_token(visitor);
        errand->visitor = visitor;
        errand->is_new_visitor = true;
    }
    return errand->visitor;
}

/* Salt and signature: no two pages hold the same bytes, so that what a compressed page
 * reflects tells nothing about its token. */
static const char *form_token_of(const struct errand *errand, const char *owner,
                                 const char *salt) {
    const struct keyring *keyring = errand->exchange.router->settings.house->keyring;
    struct arena *arena = errand->exchange.request->arena;
    const char *salted = arena_format(arena, "%.*s\n%s", FORM_SALT_SIZE, salt, owner);

    return arena_format(arena, "%.*s%s", FORM_SALT_SIZE, salt,
                        crypt_sign(keyring, arena, "form", salted));
}

void exchange_view(struct errand *errand) {
    struct exchange *exchange = &errand->exchange;
    const struct http_request *request = exchange->request;
    const char *language = http_pair_value(&request->cookies, "hb_lang");
    const char *elder = http_pair_value(&request->cookies, "hb_elder");

    exchange->view = (struct page_view){
        .language =
            language && strcmp(language, "en") == 0 ? LANGUAGE_ENGLISH : LANGUAGE_CHINESE,
        .elder = elder && strcmp(elder, "1") == 0,
        .path = request->path,
        .query = request->query_string ? request->query_string : "",
        .actor_name = "",
        .town_name = "",
        .hall_name = "",
        .phone = "",
    };
    if (exchange->route && exchange->route->face != FACE_API &&
        (!exchange->route->cached || errand->token[0])) {
        char *once = arena_alloc(request->arena, CRYPT_TOKEN_SIZE);

        crypt_token(once);
        exchange->view.form_token = form_token_of(errand, form_owner(errand), once);
        exchange->view.once_token = once;
    }
}

bool exchange_token_is_good(const struct errand *errand) {
    const char *sent = http_pair_value(&errand->exchange.request->fields, "_token");
    const char *owner = errand->token[0] ? errand->token : errand->visitor;

    if (!sent || !owner[0])
        return false;

    if (strlen(sent) < FORM_SALT_SIZE)
        return false;

    const char *good = form_token_of(errand, owner, sent);
    const size_t size = strlen(good);

    return strlen(sent) == size && crypt_equal(sent, good, size);
}

/* ---- refusals ---- */

int refusal_status(enum refusal_kind kind) {
    static const int statuses[] = {
        [REFUSED_INVALID] = 422, [REFUSED_UNKNOWN] = 401,  [REFUSED_FORBIDDEN] = 403,
        [REFUSED_ABSENT] = 404,  [REFUSED_CONFLICT] = 409, [REFUSED_LARGE] = 413,
        [REFUSED_KIND] = 415,    [REFUSED_BUSY] = 429,     [REFUSED_FULL] = 507,
    };

    return statuses[kind];
}

/* What http and the router refuse by status; the kind is the nearest. */
static const struct {
    int status;
    struct refusal refusal;
} refused_statuses[] = {
    { 400,
      { REFUSED_INVALID, "http.malformed",
        TEXT("请求的格式不对，没有处理。请返回上一页再试。"), NULL } },
    { 404,
      { REFUSED_ABSENT, "http.absent",
        TEXT("没有这个页面。请检查网址，或回到首页搜索要办的事。"), NULL } },
    { 405,
      { REFUSED_INVALID, "http.method",
        TEXT("这个地址不支持这样的操作。请返回上一页再试。"), NULL } },
    { 408,
      { REFUSED_INVALID, "http.slow", TEXT("等待太久，连接已经断开。请检查网络后再试。"),
        NULL } },
    { 413,
      { REFUSED_LARGE, "http.large",
        TEXT("提交的内容太大，没有保存。请压缩文件或减少文字后再交。"), NULL } },
    { 414,
      { REFUSED_INVALID, "http.long_address", TEXT("网址太长，没有处理。请缩短后再试。"),
        NULL } },
    { 417,
      { REFUSED_INVALID, "http.expect",
        TEXT("请求的格式不对，没有处理。请返回上一页再试。"), NULL } },
    { 429,
      { REFUSED_BUSY, "http.streams",
        TEXT("打开的页面太多，这一页不会自己更新。请关掉几页再刷新。"), NULL } },
    { 431,
      { REFUSED_INVALID, "http.long_header",
        TEXT("请求头太长，没有处理。请清除浏览器缓存后再试。"), NULL } },
    { 501,
      { REFUSED_INVALID, "http.unsupported",
        TEXT("这个地址不支持这样的操作。请返回上一页再试。"), NULL } },
    { 503,
      { REFUSED_BUSY, "work.fault",
        TEXT("系统暂时不能办理，您的内容没有提交。请过几分钟再试，或拨打服务电话。"),
        NULL } },
    { 507,
      { REFUSED_FULL, "http.full",
        TEXT("系统暂时存不下文件，您的内容没有提交。请过几分钟再试，或拨打服务电话。"),
        NULL } },
};

const struct refusal *refusal_of_status(int status) {
    for (size_t i = 0; i < sizeof refused_statuses / sizeof *refused_statuses; i++)
        if (refused_statuses[i].status == status)
            return &refused_statuses[i].refusal;
    return &refused_statuses[0].refusal;
}

/* ---- answers ---- */

static void put_problem(struct exchange *exchange, const struct refusal *refusal,
                        int status) {
    const enum language language = exchange->view.language;
    struct text *out = exchange_json(exchange);
    const struct form_input *input = exchange->form;

    json_open(out, NULL, '{');
    json_put_string(out, "type", "about:blank");
    json_put_string(out, "title", refusal->name);
    json_put_integer(out, "status", status);
    json_put_string(out, "detail", page_say(language, refusal->text));
    if (input && input->error_count) {
        json_open(out, "errors", '[');
        for (size_t i = 0; i < input->form->count; i++) {
            if (!input->error[i])
                continue;
            json_open(out, NULL, '{');
            json_put_string(out, "field", input->form->fields[i].name);
            json_put_string(out, "detail", form_error(input, language, i));
            json_close(out, '}');
        }
        json_close(out, ']');
    }
    json_close(out, '}');
}

/* What http refuses itself has no row; its path tells whose page it was. */
static enum face face_of(const struct exchange *exchange) {
    const char *const path = exchange->request->path;

    if (exchange->route)
        return exchange->route->face;
    if (text_begins(path, "/api/"))
        return FACE_API;
    return text_begins(path, "/desk/") ? FACE_DESK : FACE_SITE;
}

static const struct face_look *look_of(const struct exchange *exchange) {
    return exchange->router->settings.looks[face_of(exchange)];
}

static void add_safety(struct http_answer *answer) {
    http_answer_header(answer, "Content-Security-Policy",
                       "default-src 'none'; script-src 'self'; style-src 'self'; "
                       "img-src 'self' data:; connect-src 'self'; form-action 'self'; "
                       "frame-ancestors 'none'; base-uri 'none'");
    http_answer_header(answer, "X-Content-Type-Options", "nosniff");
    http_answer_header(answer, "Referrer-Policy", "same-origin");
}

static void send_bytes(struct exchange *exchange, const char *type, struct text *text) {
    struct http_answer *answer = exchange->answer;

    answer->status = exchange->status;
    answer->type = type;
    answer->bytes = text_string(text);
    answer->size = text->length;
    answer->compress = true;
    add_safety(answer);
    if (!exchange->route || !exchange->route->cached || exchange_session(exchange)[0])
        http_answer_header(answer, "Cache-Control", "no-store");
}

/* A page with errors says so first: it is what a screen reader reads first. */
static const char *title_of(const struct exchange *exchange) {
    const enum language language = exchange->view.language;

    if (!exchange->refusal)
        return exchange->title;
    return page_say_with(exchange->request->arena, language, TEXT("错误：{0}"),
                         &exchange->title, 1);
}

/* Every exchange is the first member of its errand. */
static const struct errand *errand_of(const struct exchange *exchange) {
    return (const struct errand *)(const void *)exchange;
}

static void send_page(struct exchange *exchange) {
    struct html *page = arena_alloc(exchange->request->arena, sizeof *page);

    page->text.arena = exchange->request->arena;
    page->view = &exchange->view;
    look_of(exchange)->frame(page, title_of(exchange), &exchange->body);
    if (errand_of(exchange)->is_new_visitor)
        exchange_cookie(exchange, "hb_visitor", errand_of(exchange)->visitor, 0);
    send_bytes(exchange, "text/html; charset=utf-8", &page->text);
}

/* What somebody handed in is trusted with nothing; the name is RFC 8187's. */
static void send_file(struct exchange *exchange) {
    struct http_answer *answer = exchange->answer;
    const struct exchange_file *file = exchange->file;
    struct html out = { .text = { .arena = exchange->request->arena } };
    const char *name = route_url(&out, "/%s", file->name) + 1;

    answer->status = exchange->status;
    answer->type = file->type;
    answer->bytes = file->bytes;
    answer->path = file->path;
    answer->size = file->size;
    answer->source = file->source;
    if (file->etag)
        http_answer_header(answer, "ETag", file->etag);
    http_answer_header(answer, "Content-Disposition",
                       arena_format(exchange->request->arena, "%s; filename*=UTF-8''%s",
                                    file->shown ? "inline" : "attachment", name));
    http_answer_header(answer, "Content-Security-Policy",
                       file->own
                           ? "default-src 'none'; style-src 'unsafe-inline'; "
                             "object-src 'self'; frame-ancestors 'none'"
                           : "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    http_answer_header(answer, "X-Content-Type-Options", "nosniff");
    http_answer_header(answer, "Referrer-Policy", "same-origin");
    http_answer_header(answer, "Cross-Origin-Resource-Policy", "same-origin");
    http_answer_header(answer, "Cache-Control", "no-store");
}

static void send_redirect(struct exchange *exchange, const char *location) {
    exchange->answer->status = 303;
    exchange->answer->size = 0;
    http_answer_header(exchange->answer, "Location", location);
    http_answer_header(exchange->answer, "Cache-Control", "no-store");
}

static void send_refusal(struct exchange *exchange, const struct refusal *refusal,
                         int status) {
    exchange->status = status;
    if (face_of(exchange) == FACE_API) {
        put_problem(exchange, refusal, status);
        send_bytes(exchange, "application/problem+json", &exchange->body.text);
        return;
    }

    struct html *out = exchange_page(exchange, refusal->text);

    look_of(exchange)->refused(out, refusal);
    send_page(exchange);
}

/* Where somebody who is not signed in is sent, to come back to a page that he saw. */
static const char *sign_in_address(struct exchange *exchange) {
    const char *sign_in =
        face_of(exchange) == FACE_API ? NULL : look_of(exchange)->sign_in;
    const struct http_request *request = exchange->request;
    struct html out = { .text = { .arena = request->arena } };

    if (!sign_in)
        return NULL;
    if (request->method != HTTP_GET)
        return sign_in;

    const char *here =
        request->query_string[0]
            ? arena_format(request->arena, "%s?%s", request->path, request->query_string)
            : request->path;

    return arena_format(request->arena, "%s%s", sign_in,
                        route_url(&out, "?back=%s", here));
}

static void send_stream(struct exchange *exchange) {
    struct http_answer *answer = exchange->answer;

    answer->stream = exchange->route->stream(exchange);
    if (!answer->stream) {
        send_refusal(exchange, refusal_of_status(429), 429);
        return;
    }
    answer->status = 200;
    answer->type = "text/event-stream";
    http_answer_header(answer, "Cache-Control", "no-store");
    http_answer_header(answer, "X-Accel-Buffering", "no");
}

void exchange_answer(struct errand *errand, const struct refusal *refusal,
                     const char *fault) {
    struct exchange *exchange = &errand->exchange;
    const char *sign_in = NULL;

    if (fault) {
        if (!exchange->view.path)
            exchange_view(errand); /* the work did not even begin */
        exchange_reset(exchange);
        http_answer_header(exchange->answer, "Retry-After", "60");
        send_refusal(exchange, refusal_of_status(503), 503);
        return;
    }
    if (refusal && refusal->kind == REFUSED_UNKNOWN && exchange->refusal != refusal)
        sign_in = sign_in_address(exchange);
    if (sign_in)
        send_redirect(exchange, sign_in);
    else if (refusal && exchange->refusal != refusal)
        send_refusal(exchange, refusal, refusal_status(refusal->kind));
    else if (exchange->answer->blob)
        return;
    else if (exchange->route->stream)
        send_stream(exchange);
    else if (exchange->location && face_of(exchange) != FACE_API)
        send_redirect(exchange, exchange->location);
    else if (exchange->file)
        send_file(exchange);
    else if (exchange->type)
        send_bytes(exchange, exchange->type, &exchange->body.text);
    else if (face_of(exchange) == FACE_API)
        send_bytes(exchange, "application/json", &exchange->body.text);
    else
        send_page(exchange);
}

/* ---- what http refuses itself ---- */

void router_refuse(void *context, struct http_request *request, int status,
                   struct http_answer *answer) {
    struct errand *errand = arena_alloc(request->arena, sizeof *errand);

    errand->exchange = (struct exchange){
        .request = request,
        .answer = answer,
        .router = context,
    };
    errand->token = errand->visitor = "";
    if (!request->path)
        request->path = "/";
    exchange_view(errand);
    send_refusal(&errand->exchange, refusal_of_status(status), status);
}

void router_finished(void *context, struct http_request *request,
                     const struct http_answer *answer) {
    const struct errand *errand = request->owner;

    (void)context;
    if (errand && request->method != HTTP_GET)
        log_event(LOG_INFO,
                  &(struct log_about){ errand->task.work.now_ms, errand->task.work.id,
                                       errand->task.work.actor.id },
                  "http.answered", "route=%s status=%d refused=%s",
                  errand->exchange.route->pattern, answer->status,
                  errand->task.refusal ? errand->task.refusal->name : "-");
}
