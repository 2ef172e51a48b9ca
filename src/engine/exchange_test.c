/* What becomes of what a handler left: pages, refusals, faults, pages that are kept. */
#include "exchange.h"

#include <stdatomic.h>

#include "serving_answer_test.h"

static const struct refusal wrong_note = { REFUSED_INVALID, "test.note", "这个说明不行",
                                           "note" };
static const struct refusal wrong_password = { REFUSED_UNKNOWN, "test.password",
                                               "密码不对", NULL };
static const struct refusal locked = { REFUSED_FORBIDDEN, "test.locked", "锁住", NULL };

static atomic_int handled_count, race_count;

/* ---- handlers ---- */

static const struct refusal *show(struct work *work, struct exchange *exchange) {
    (void)work;
    exchange_page(exchange, "开放");
    return NULL;
}

static const struct refusal *fault(struct work *work, struct exchange *exchange) {
    exchange_page(exchange, "秘密");
    exchange_cookie(exchange, "hb_secret", "1", 0);
    work_fault(work, "the cable is cut");
    return NULL;
}

static const struct refusal *go_back(struct work *work, struct exchange *exchange) {
    (void)work;
    exchange_redirect(exchange, exchange_back(exchange));
    return NULL;
}

static const struct form_field note_fields[] = {
    { .name = "note", .label = "说明", .kind = FORM_TEXT, .required = true, .max = 9 },
};
static const struct form note_form = { "test.note", note_fields, 1 };

static const struct refusal *show_form(struct work *work, struct exchange *exchange) {
    struct html *out = exchange_page(exchange, "说明");

    (void)work;
    form_put_fields(out, exchange->form);
    return NULL;
}

static const struct refusal *note(struct work *work, struct exchange *exchange) {
    const char *words = form_value(exchange->form, "note");

    insert_probe(work, work_new_id(work), NULL);
    exchange_cookie(exchange, "hb_note", "1", 0);
    exchange_redirect(exchange, "/open");
    if (strcmp(words, "密码") == 0)
        return &wrong_password;
    return strcmp(words, "不行") == 0 ? &wrong_note : NULL;
}

/* Loses its first race; what it wrote then must not be seen. */
static const struct refusal *race(struct work *work, struct exchange *exchange) {
    const int run = atomic_fetch_add(&race_count, 1);

    exchange_cookie(exchange, "hb_run", run ? "second" : "first", 0);
    insert_probe(work, work_new_id(work), run ? "free" : "taken");
    exchange_redirect(exchange, "/open");
    return NULL;
}

static const struct refusal *prepare(struct work *work, struct exchange *exchange) {
    exchange->prepared = arena_copy(work->arena, "ready");
    return exchange_query(exchange, "locked")[0] ? &locked : NULL;
}

static const struct refusal *use_prepared(struct work *work, struct exchange *exchange) {
    (void)work;
    atomic_fetch_add(&handled_count, 1);
    exchange_page(exchange, exchange->prepared);
    return NULL;
}

/* ---- a page that is kept ---- */

static atomic_bool build_waits;
static struct barrier building = CLOSED_BARRIER;

static void *build(struct work *work) {
    struct probe *total = malloc(sizeof *total);

    assert_non_null(total);
    db_one(work, &probe_count, &(struct probe){ 0 }, total);
    if (atomic_load(&build_waits))
        stand_at(&building);
    return total;
}

static const struct cache_class totals = { "items", build, free };

static const struct refusal *show_total(struct work *work, struct exchange *exchange) {
    const struct probe *total = cache_get(work, &totals);

    atomic_fetch_add(&handled_count, 1);
    html_int(exchange_page(exchange, "件数"), total ? total->id : -1);
    return NULL;
}

static const struct refusal *run_insert_and_touch(struct work *work, void *context) {
    insert_probe(work, *(const int64_t *)context, NULL);
    cache_touch(work, "items");
    return NULL;
}

static const struct refusal *run_get_total(struct work *work, void *context) {
    (void)context;
    cache_get(work, &totals);
    return NULL;
}

static const struct refusal *show_cookie(struct work *work, struct exchange *exchange) {
    exchange_cookie(exchange, "hb_own", "1", 0);
    return show_total(work, exchange);
}

static const struct refusal *show_missing(struct work *work, struct exchange *exchange) {
    exchange->status = 404;
    return show_total(work, exchange);
}

static const struct route routes[] = {
    { .pattern = "/open", .handle = show },
    { .pattern = "/fault", .handle = fault },
    { .pattern = "/go", .handle = go_back },
    { .method = HTTP_POST,
      .pattern = "/note",
      .form = &note_form,
      .handle = note,
      .again = show_form,
      .once = true },
    { .method = HTTP_POST, .pattern = "/race", .handle = race, .once = true },
    { .pattern = "/prepared", .prepare = prepare, .handle = use_prepared },
    { .pattern = "/total", .handle = show_total, .cached = true },
    { .pattern = "/total/cookie", .handle = show_cookie, .cached = true },
    { .pattern = "/total/missing", .handle = show_missing, .cached = true },
};
static const struct route_table table = { routes, sizeof routes / sizeof *routes };

static struct serving *begin(void **state) {
    atomic_store(&handled_count, 0);
    atomic_store(&race_count, 0);
    atomic_store(&build_waits, false);
    building.is_open = false;
    return serve(state, &table, "100");
}

/* ---- refusals and faults ---- */

static void a_fault_says_nothing_of_the_answer_that_was_begun(void **state) {
    struct serving *serving = begin(state);
    const struct told told = tell(serving, (struct ask){ .path = "/fault" });

    assert_int_equal(told.status, 503);
    assert_in("Retry-After: 60", told.headers);
    assert_in("work.fault", told.body);
    assert_not_in("秘密", told.body);
    assert_not_in("hb_secret", told.cookies);
    assert_not_in("cable", told.body);
    stop_serving(serving);
}

/* The database is held by another program, so that no transaction can begin. */
static void a_work_that_cannot_begin_still_answers_a_page(void **state) {
    struct serving *serving = begin(state);
    const struct browser browser = open_page(serving, NULL);
    const char *fields = fields_of(serving, browser, "note=a");
    struct work other = connect_to(state, WORK_WRITE);

    if (is_postgres(state)) {
        leave(&other);
        stop_serving(serving);
        skip();
    }
    set_writer(serving->running, "PRAGMA busy_timeout = 200");
    db_begin(&other);
    db_script(&other, "UPDATE counter SET value = 1");
    const struct told told = tell(
        serving,
        (struct ask){ .path = "/note", .cookies = browser.cookies, .fields = fields });

    assert_int_equal(told.status, 503);
    assert_in("work.fault", told.body);
    assert_in("path=/note", told.body);
    assert_true(db_end(&other, DB_UNDONE));
    leave(&other);
    stop_serving(serving);
}

static struct told send_note(struct serving *serving, const char *words) {
    const struct browser browser = open_page(serving, NULL);
    const char *field = arena_format(serving->running->arena, "note=%s", words);

    return tell(serving, (struct ask){ .path = "/note",
                                       .cookies = browser.cookies,
                                       .fields = fields_of(serving, browser, field) });
}

static void a_wrong_form_is_shown_again_with_its_words(void **state) {
    struct serving *serving = begin(state);
    struct told told = send_note(serving, "一二三四五六七八九十");

    assert_int_equal(told.status, 422);
    assert_in("错误：说明|", told.body);
    assert_in("一二三四五六七八九十", told.body);
    told = send_note(serving, "不行");
    assert_int_equal(told.status, 422);
    assert_in("这个说明不行", told.body);
    assert_null(told.location);
    assert_not_in("hb_note", told.cookies);
    assert_int_equal(count_probes(serving->running), 0);
    assert_int_equal(send_note(serving, "行").status, 303);
    assert_int_equal(count_probes(serving->running), 1);
    stop_serving(serving);
}

/* Once, "not known" always led to the page of sign-in, and the form was lost. */
static void a_wrong_password_shows_its_form_again(void **state) {
    struct serving *serving = begin(state);
    const struct told told = send_note(serving, "密码");

    assert_int_equal(told.status, 401);
    assert_null(told.location);
    assert_in("密码不对", told.body);
    stop_serving(serving);
}

static const struct refusal *run_take_name(struct work *work, void *context) {
    (void)context;
    insert_probe(work, 1, "taken");
    return NULL;
}

static void only_the_last_run_of_a_race_answers(void **state) {
    struct serving *serving = begin(state);
    const struct browser browser = open_page(serving, NULL);
    struct told told;

    assert_null(do_work(serving->running, WORK_WRITE, run_take_name, NULL));
    told = tell(serving, (struct ask){ .path = "/race",
                                       .cookies = browser.cookies,
                                       .fields = fields_of(serving, browser, "") });
    assert_int_equal(told.status, 303);
    assert_in("hb_run=second", told.cookies);
    assert_not_in("first", told.cookies);
    assert_int_equal(atomic_load(&race_count), 2);
    assert_int_equal(count_probes(serving->running), 2);
    stop_serving(serving);
}

/* Once, what prepare() refused was handled all the same. */
static void what_prepare_refuses_is_not_handled(void **state) {
    struct serving *serving = begin(state);
    struct told told = tell(serving, (struct ask){ .path = "/prepared" });

    assert_int_equal(told.status, 200);
    assert_in("ready|", told.body);
    assert_int_equal(atomic_load(&handled_count), 1);
    told = tell(serving, (struct ask){ .path = "/prepared", .query = "locked=1" });
    assert_int_equal(told.status, 403);
    assert_in("test.locked", told.body);
    assert_int_equal(atomic_load(&handled_count), 1);
    stop_serving(serving);
}

static void what_http_refuses_looks_like_the_house(void **state) {
    struct serving *serving = begin(state);
    struct turn *turn = calloc(1, sizeof *turn);
    struct told told;

    assert_non_null(turn);
    write_request(turn, &(struct ask){ .path = "/open" });
    turn->request.path = NULL;
    router_refuse(serving->router, &turn->request, 431, &turn->answer);
    atomic_store(&turn->later.state, GATE_WOKEN);
    told = end_ask(serving, turn);
    assert_int_equal(told.status, 431);
    assert_in("http.long_header", told.body);
    assert_in("Content-Security-Policy", told.headers);
    stop_serving(serving);
}

/* ---- the way back ---- */

static void the_way_back_stays_on_this_site(void **state) {
    static const struct {
        const char *query, *location;
    } cases[] = {
        { "back=/item/1%3Fa=b", "/item/1?a=b" },
        { "back=/", "/" },
        { "back=", "/" },
        { NULL, "/" },
        { "back=//evil.cn", "/" },
        { "back=/%2Fevil.cn", "/" },
        { "back=/%5Cevil.cn", "/" },
        { "back=%5C%5Cevil.cn", "/" },
        { "back=https://evil.cn", "/" },
        { "back=evil.cn", "/" },
        { "back=%09//evil.cn", "/" },
        { "back=/%09/evil.cn", "/" },
        { "back=/a%0D%0ASet-Cookie:x", "/" },
        { "back=/a%7Fb", "/" },
        { "back=javascript:alert(1)", "/" },
        { "back=/a&back=//evil.cn", "/a" },
    };
    struct serving *serving = begin(state);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(
            tell(serving, (struct ask){ .path = "/go", .query = cases[i].query })
                .location,
            cases[i].location);
    stop_serving(serving);
}

/* ---- pages that are kept ---- */

static struct told see(struct serving *serving, const char *path, const char *query,
                       const char *cookies) {
    return tell(serving,
                (struct ask){ .path = path, .query = query, .cookies = cookies });
}

/* On PostgreSQL nothing is kept before the listener stands, and it hears an echo of each
 * touch. */
static void await_quiet(struct serving *serving) {
    struct executor *executor = serving->running->house.executor;
    const long pause_ns = executor_kind(executor) == DB_POSTGRES ? 150000000 : 0;

    for (int tries = 0; tries < 40; tries++) {
        const int64_t version = executor_version(executor);

        nanosleep(&(struct timespec){ .tv_nsec = pause_ns }, NULL);
        if (executor_version(executor) == version)
            return;
    }
    fail_msg("the version does not settle");
}

static void a_kept_page_is_handled_once_until_it_is_touched(void **state) {
    struct serving *serving = begin(state);

    await_quiet(serving);
    for (int64_t id = 1; id <= 3; id++) {
        for (int i = 0; i < 3; i++)
            assert_true(see(serving, "/total", NULL, NULL).is_kept);
        assert_int_equal(atomic_load(&handled_count), id);
        assert_null(do_work(serving->running, WORK_WRITE, run_insert_and_touch, &id));
        await_quiet(serving);
    }
    stop_serving(serving);
}

static void each_way_to_see_a_page_is_kept_apart(void **state) {
    static const struct {
        const char *query, *cookies;
    } ways[] = {
        { NULL, NULL },
        { "a=1", NULL },
        { NULL, "hb_lang=en" },
        { NULL, "hb_elder=1" },
        { NULL, "hb_lang=en; hb_elder=1" },
    };
    struct serving *serving = begin(state);

    await_quiet(serving);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 5; i++)
            see(serving, "/total", ways[i].query, ways[i].cookies);
    assert_int_equal(atomic_load(&handled_count), 5);
    stop_serving(serving);
}

static void what_is_made_for_one_is_not_kept_for_all(void **state) {
    struct serving *serving = begin(state);
    struct told told;

    await_quiet(serving);
    for (int i = 0; i < 2; i++) {
        told = see(serving, "/total", NULL, "hb_session=resident");
        assert_false(told.is_kept);
        assert_in("Cache-Control: no-store", told.headers);
        told = see(serving, "/total/cookie", NULL, NULL);
        assert_false(told.is_kept);
        assert_in("hb_own", told.cookies);
        told = see(serving, "/total/missing", NULL, NULL);
        assert_int_equal(told.status, 404);
        assert_false(told.is_kept);
    }
    assert_int_equal(atomic_load(&handled_count), 6);
    stop_serving(serving);
}

static void *get_total(void *context) {
    do_work(context, WORK_READ, run_get_total, NULL);
    return NULL;
}

/* Once, a page made from the old library while the new one was built was kept under the
 * new generation: stale until the next change. */
static void a_page_made_from_an_old_value_is_not_kept(void **state) {
    struct serving *serving = begin(state);
    pthread_t builder;
    int64_t id = 1;

    await_quiet(serving);
    assert_true(see(serving, "/total", NULL, NULL).is_kept);
    assert_null(do_work(serving->running, WORK_WRITE, run_insert_and_touch, &id));
    await_quiet(serving);
    atomic_store(&build_waits, true);
    assert_int_equal(pthread_create(&builder, NULL, get_total, serving->running), 0);
    await_at(&building, 1);
    for (int i = 0; i < 2; i++) {
        const struct told told = see(serving, "/total", NULL, NULL);

        assert_false(told.is_kept);
        assert_in("|0", told.body);
    }
    open_barrier(&building);
    pthread_join(builder, NULL);
    assert_true(see(serving, "/total", NULL, NULL).is_kept);
    assert_int_equal(atomic_load(&handled_count), 4);
    stop_serving(serving);
}

/* ---- many at once; for the sanitizers ---- */

enum { VIEWERS = 3, VIEWS = 150, TOUCHES = 40 };

struct viewer {
    pthread_t thread;
    struct serving *serving;
    int bad_count;
};

static void *view_on(void *context) {
    static const char *const queries[] = { "a=0", "a=1", "a=2" };
    struct viewer *viewer = context;

    for (int i = 0; i < VIEWS; i++) {
        struct turn *turn = begin_ask(
            viewer->serving, (struct ask){ .path = "/total", .query = queries[i % 3] });

        await_answer(turn);
        viewer->bad_count += !turn->answer.blob && turn->answer.status != 200;
        let_go(viewer->serving, turn);
    }
    return NULL;
}

static void pages_are_seen_while_their_library_changes(void **state) {
    struct serving *serving = begin(state);
    struct viewer viewers[VIEWERS] = { 0 };

    for (int i = 0; i < VIEWERS; i++) {
        viewers[i].serving = serving;
        assert_int_equal(pthread_create(&viewers[i].thread, NULL, view_on, &viewers[i]),
                         0);
    }
    for (int64_t id = 1; id <= TOUCHES; id++)
        assert_null(do_work(serving->running, WORK_WRITE, run_insert_and_touch, &id));
    for (int i = 0; i < VIEWERS; i++) {
        pthread_join(viewers[i].thread, NULL);
        assert_int_equal(viewers[i].bad_count, 0);
    }
    stop_serving(serving);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_fault_says_nothing_of_the_answer_that_was_begun),
        BOTH(a_work_that_cannot_begin_still_answers_a_page),
        BOTH(a_wrong_form_is_shown_again_with_its_words),
        BOTH(a_wrong_password_shows_its_form_again),
        BOTH(only_the_last_run_of_a_race_answers),
        BOTH(what_prepare_refuses_is_not_handled),
        BOTH(what_http_refuses_looks_like_the_house),
        BOTH(the_way_back_stays_on_this_site),
        BOTH(a_kept_page_is_handled_once_until_it_is_touched),
        BOTH(each_way_to_see_a_page_is_kept_apart),
        BOTH(what_is_made_for_one_is_not_kept_for_all),
        BOTH(a_page_made_from_an_old_value_is_not_kept),
        BOTH(pages_are_seen_while_their_library_changes),
    };

    return RUN_ON_BOTH(tests);
}
