/*
 * serving_answer_test -- what the tests of routes say about an answer.
 *
 * Also begins and ends the serving of serving_test.h, and takes tokens off a page.
 */
#ifndef SERVING_ANSWER_TEST_H
#define SERVING_ANSWER_TEST_H

#include "host.h"
#include "serving_test.h"

/* ---- serving ---- */

/* rate is what CONFIG_RATE_PER_MINUTE shall be. */
static inline struct serving *serve(void **state, const struct route_table *table,
                                    const char *rate) {
    struct serving *serving = NULL;
    const char *words[] = { "--rate-per-minute", rate, NULL };
    const char *why = NULL;
    int count = 2;

    need_database(state);
    serving = calloc(1, sizeof *serving);
    assert_non_null(serving);
    serving->running = run_house(state, CONNECTIONS);
    serving->running->house.config =
        config_read(serving->running->arena, &count, (char **)words, &why);
    assert_non_null(serving->running->house.config);
    serving->router = router_new(&(struct router_settings){
        .house = &serving->running->house,
        .hosts = host_book_new(serving->running->arena, test_town),
        .tables = &table,
        .table_count = 1,
        .looks = looks,
        .sign_on = sign_on,
        .view = view });
    return serving;
}

static inline void stop_serving(struct serving *serving) {
    executor_stop(serving->running->house.executor);
    serving->running->house.executor = NULL;
    router_free(serving->router);
    stop_house(serving->running);
    free(serving);
}

/* ---- answers ---- */

/* What came back, copied; in the house's arena. */
struct told {
    int status;
    const char *body;
    const char *location; /* or NULL */
    const char *type;     /* likewise */
    const char *cookies;  /* "" or what Set-Cookie says, one behind the other */
    const char *headers;  /* names and values of all */
    bool is_kept;         /* by the page cache */
};

static inline void copy_headers(struct arena *arena, const struct http_answer *answer,
                                struct told *told) {
    struct text cookies = { .arena = arena }, all = { .arena = arena };

    for (size_t i = 0; i < answer->header_count; i++) {
        const struct http_pair *header = &answer->header[i];

        if (strcmp(header->name, "Location") == 0)
            told->location = arena_copy(arena, header->value);
        if (strcmp(header->name, "Set-Cookie") == 0)
            text_addf(&cookies, "%s\n", header->value);
        text_addf(&all, "%s: %s\n", header->name, header->value);
    }
    told->cookies = text_string(&cookies);
    told->headers = text_string(&all);
}

static inline struct told end_ask(struct serving *serving, struct turn *turn) {
    struct arena *arena = serving->running->arena;
    const struct http_answer *answer = &turn->answer;
    struct told told = { 0 };

    await_answer(turn);
    told.status = answer->status;
    told.type = answer->type ? arena_copy(arena, answer->type) : NULL;
    told.body = arena_copy_bytes(arena, answer->bytes, answer->bytes ? answer->size : 0);
    told.is_kept = answer->blob != NULL;
    copy_headers(arena, answer, &told);
    let_go(serving, turn);
    return told;
}

static inline struct told tell(struct serving *serving, struct ask ask) {
    return end_ask(serving, begin_ask(serving, ask));
}

static inline void assert_in(const char *part, const char *whole) {
    if (!strstr(whole, part))
        fail_msg("\"%s\" is not in: %s", part, whole);
}

static inline void assert_not_in(const char *part, const char *whole) {
    if (strstr(whole, part))
        fail_msg("\"%s\" is in: %s", part, whole);
}

/* ---- forms ---- */

/* A browser that has opened a page with a form. */
struct browser {
    const char *cookies;
    const char *token;
    const char *once;
};

static inline const char *value_of(struct arena *arena, const char *body,
                                   const char *name) {
    const char *at = strstr(body, arena_format(arena, "name=\"%s\" value=\"", name));

    assert_non_null(at);
    at = strstr(at, "value=\"") + strlen("value=\"");
    return arena_copy_bytes(arena, at, strcspn(at, "\""));
}

/* cookies: those that it comes with, NULL none. */
static inline struct browser open_page(struct serving *serving, const char *cookies) {
    struct arena *arena = serving->running->arena;
    const struct told told =
        tell(serving, (struct ask){ .path = "/open", .cookies = cookies });
    const char *given =
        arena_copy_bytes(arena, told.cookies, strcspn(told.cookies, ";\n"));

    assert_int_equal(told.status, 200);
    return (struct browser){
        .cookies = cookies ? cookies : given,
        .token = value_of(arena, told.body, "_token"),
        .once = value_of(arena, told.body, "_once"),
    };
}

/* The fields of a form that the browser sends, with its tokens. */
static inline const char *fields_of(struct serving *serving, struct browser browser,
                                    const char *fields) {
    return arena_format(serving->running->arena, "_token=%s&_once=%s&%s", browser.token,
                        browser.once, fields);
}

#endif
