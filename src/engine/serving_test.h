/*
 * serving_test -- a router in a running house, asked without any network.
 *
 * A request is written down in a struct ask; what came back is a struct turn, as http
 * has it, whose gate says when a later answer is there.  Routes are in route_test.c and
 * exchange_test.c; who comes with the session "resident" or "clerk" is one.
 */
#ifndef SERVING_TEST_H
#define SERVING_TEST_H

#include <time.h>

#include "crowd_test.h"

#include "http_private.h"
#include "route.h"

struct ask {
    const char *path;
    const char *query;
    const char *cookies;
    const char *fields; /* urlencoded; makes it a POST */
    const char *json;   /* likewise */
    const char *bearer;
    const char *key; /* Idempotency-Key */
    const char *address;
    enum http_method method;
};

struct serving {
    struct running *running;
    struct router *router;
};

/* ---- how the faces look ---- */

static inline void frame(struct html *out, const char *title, const struct html *body) {
    html_text(out, title);
    html_raw(out, "|path=", 6);
    html_text(out, out->view->path);
    html_text(out, out->view->hall_name);
    html_raw(out, "|", 1);
    html_append(out, body);
    html_form_tokens(out);
}

static inline void refused(struct html *out, const struct refusal *refusal) {
    html_text(out, refusal->name);
    if (out->view->above)
        text_addf(&out->text, " above=%s", out->view->above);
}

static const struct face_look site = { frame, refused, "/sign-in" };
static const struct face_look desk = { frame, refused, "/desk/sign-in" };
static const struct face_look *const looks[] = { &site, &desk, NULL };

static const struct refusal ended = { REFUSED_UNKNOWN, "test.ended", "请登录", NULL };

static inline const struct refusal *sign_on(struct work *work, struct exchange *exchange,
                                            const char *token) {
    (void)exchange;
    if (strcmp(token, "resident") == 0)
        work->actor = (struct actor){ .id = 1, .rights = RIGHT_RESIDENT, .name = "" };
    else if (strcmp(token, "clerk") == 0)
        work->actor = (struct actor){ .id = 2, .rights = RIGHT_INTAKE, .name = "甲" };
    else
        return &ended;
    return NULL;
}

static inline void view(struct work *work, struct exchange *exchange) {
    (void)work;
    exchange->view.town_name = "演示镇";
}

/* ---- asking ---- */

static inline void add_header(struct turn *turn, const char *name, const char *value) {
    struct head_line *line = &turn->head_line[turn->head_line_count];
    char *head = arena_alloc(turn->request.arena, 4096);
    const size_t used = turn->head_line_count ? turn->head_line[0].value_end : 0;

    if (!value)
        return;
    memcpy(head, turn->head ? turn->head : "", used);
    line->name = (uint16_t)used;
    line->value = (uint16_t)(used + strlen(name) + 1);
    memcpy(head + line->name, name, strlen(name) + 1);
    memcpy(head + line->value, value, strlen(value) + 1);
    turn->head = head;
    turn->head_line_count++;
    turn->head_line[0].value_end = (uint16_t)(line->value + strlen(value) + 1);
}

static inline void decode(struct arena *arena, struct http_pairs *pairs,
                          const char *text) {
    if (text)
        assert_int_equal(http_pairs_decode(pairs, arena_copy(arena, text), strlen(text)),
                         0);
}

static inline void write_request(struct turn *turn, const struct ask *ask) {
    struct http_request *request = &turn->request;
    struct arena *arena = request->arena = arena_new();
    const bool has_body = ask->fields || ask->json;

    request->method = ask->method ? ask->method : has_body ? HTTP_POST : HTTP_GET;
    request->path = ask->path;
    request->query_string = ask->query ? ask->query : "";
    request->address = ask->address ? ask->address : "192.0.2.1";
    request->body = ask->json ? ask->json : "";
    request->body_size = strlen(request->body);
    request->content_type = "";
    decode(arena, &request->query, ask->query);
    decode(arena, &request->fields, ask->fields);
    if (ask->cookies)
        http_cookies_decode(&request->cookies, arena_copy(arena, ask->cookies));
    if (ask->bearer)
        add_header(turn, "Authorization", ask->bearer);
    add_header(turn, "Idempotency-Key", ask->key);
}

static inline void await_answer(struct turn *turn) {
    for (int tries = 0; atomic_load(&turn->later.state) != GATE_WOKEN; tries++) {
        if (tries > 20000)
            fail_msg("%s was not answered", turn->request.path);
        nanosleep(&(struct timespec){ .tv_nsec = 500000 }, NULL);
    }
}

/* Begins a request; its answer may come later. */
static inline struct turn *begin_ask(struct serving *serving, struct ask ask) {
    struct turn *turn = calloc(1, sizeof *turn);

    assert_non_null(turn);
    write_request(turn, &ask);
    if (router_serve(serving->router, &turn->request, &turn->answer) == HTTP_NOW)
        atomic_store(&turn->later.state, GATE_WOKEN);
    return turn;
}

static inline void let_go(struct serving *serving, struct turn *turn) {
    router_finished(serving->router, &turn->request, &turn->answer);
    if (turn->answer.blob)
        http_blob_release(turn->answer.blob);
    arena_free(turn->request.arena);
    free(turn);
}

#endif
