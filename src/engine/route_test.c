/* What is decided from a row before its handler runs. */
#include "route.h"

#include "serving_answer_test.h"

#include "route_private.h"

static const struct refusal busy = { REFUSED_CONFLICT, "test.busy", "已经有了", NULL };

/* ---- handlers ---- */

static const struct refusal *show(struct work *work, struct exchange *exchange) {
    (void)work;
    exchange_page(exchange, "开放");
    return NULL;
}

static const struct refusal *show_parameters(struct work *work,
                                             struct exchange *exchange) {
    struct html *out = exchange_page(exchange, "参数");

    (void)work;
    html_text(out, exchange_parameter(exchange, "two"));
    html_text(out, ",");
    html_text(out, exchange_parameter(exchange, "one"));
    return NULL;
}

struct answer {
    int64_t id;
};

static const struct shape_field answer_fields[] = {
    { .name = "id", .kind = SHAPE_INTEGER, .offset = offsetof(struct answer, id) },
};
static const struct shape answer_shape = { "Answer", answer_fields, 1,
                                           sizeof(struct answer) };

static const struct refusal *give(struct work *work, struct exchange *exchange) {
    (void)work;
    exchange_give(exchange, &(struct answer){ 7 });
    return NULL;
}

static const struct refusal *insert(struct work *work, struct exchange *exchange) {
    insert_probe(work, work_new_id(work), NULL);
    exchange_redirect(exchange, "/open?done=1");
    return NULL;
}

static const struct refusal *insert_and_give(struct work *work,
                                             struct exchange *exchange) {
    const struct answer answer = { work_new_id(work) };

    insert_probe(work, answer.id, NULL);
    exchange->status = 201;
    exchange_give(exchange, &answer);
    return NULL;
}

static const struct refusal *insert_and_refuse(struct work *work,
                                               struct exchange *exchange) {
    insert(work, exchange);
    return &busy;
}

static const struct form_field note_fields[] = {
    { .name = "note", .label = "说明", .kind = FORM_TEXT, .required = true, .max = 5 },
};
static const struct form note_form = { "test.note", note_fields, 1 };

/* The form of what is there; there is nothing but "here". */
static const struct form *form_of(struct work *work, struct exchange *exchange) {
    (void)work;
    return strcmp(exchange_parameter(exchange, "what"), "here") == 0 ? &note_form : NULL;
}

static const struct refusal *note(struct work *work, struct exchange *exchange) {
    return exchange->form ? insert(work, exchange) : &busy;
}

static const struct refusal *note_again(struct work *work, struct exchange *exchange) {
    (void)work;
    if (!exchange->form)
        return exchange->refusal;
    form_put_fields(exchange_page(exchange, "说明"), exchange->form);
    return NULL;
}

enum { STAFF = RIGHT_INTAKE | RIGHT_REVIEW };

static const struct route routes[] = {
    { .pattern = "/open", .handle = show },
    { .method = HTTP_POST, .pattern = "/open/do", .handle = insert },
    { .pattern = "/pair/:one/with/:two", .handle = show_parameters },
    { .pattern = "/mine", .rights = RIGHT_RESIDENT, .handle = show },
    { .method = HTTP_POST,
      .pattern = "/mine",
      .rights = RIGHT_RESIDENT,
      .handle = insert },
    { .pattern = "/desk/mine", .rights = STAFF, .face = FACE_DESK, .handle = show },
    { .pattern = "/desk/all", .rights = RIGHT_MANAGE, .face = FACE_DESK, .handle = show },
    { .pattern = "/api/v1/mine",
      .rights = RIGHT_RESIDENT,
      .face = FACE_API,
      .handle = give,
      .answers = &answer_shape,
      .summary = "Mine" },
    { .method = HTTP_POST, .pattern = "/do", .handle = insert, .once = true },
    { .method = HTTP_POST, .pattern = "/do/:what", .handle = insert, .once = true },
    { .method = HTTP_POST, .pattern = "/plain", .handle = insert },
    { .method = HTTP_POST,
      .pattern = "/refused",
      .handle = insert_and_refuse,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/api/v1/do",
      .face = FACE_API,
      .rights = RIGHT_RESIDENT | RIGHT_INTAKE,
      .form = &note_form,
      .once = true,
      .handle = insert_and_give,
      .answers = &answer_shape,
      .summary = "Do" },
    { .pattern = "/guess", .handle = show, .guesses = true },
    { .method = HTTP_POST,
      .pattern = "/note/:what",
      .form_of = form_of,
      .handle = note,
      .again = note_again },
};
static const struct route_table table = { routes, sizeof routes / sizeof *routes };

static struct serving *begin(void **state) {
    return serve(state, &table, "5");
}

/* ---- addresses ---- */

static void what_is_not_there_is_404_and_what_is_not_done_there_405(void **state) {
    struct serving *serving = begin(state);
    struct told told = tell(serving, (struct ask){ .path = "/nowhere" });

    assert_int_equal(told.status, 404);
    assert_in("http.absent", told.body);
    told = tell(serving, (struct ask){ .path = "/api/v1/nowhere" });
    assert_int_equal(told.status, 404);
    assert_string_equal(told.type, "application/problem+json");
    told = tell(serving, (struct ask){ .path = "/open", .fields = "a=b" });
    assert_int_equal(told.status, 405);
    assert_in("Allow: GET, HEAD\n", told.headers);
    told = tell(serving, (struct ask){ .path = "/mine", .method = HTTP_DELETE });
    assert_int_equal(told.status, 405);
    assert_in("Allow: GET, HEAD, POST\n", told.headers);
    stop_serving(serving);
}

static void a_parameter_is_one_segment_and_not_empty(void **state) {
    static const char *const others[] = {
        "/pair//with/b", "/pair/a/with/",  "/pair/a/with/b//", "/pair/a/with/b/c",
        "/pair/a",       "/PAIR/a/with/b", "//open",           "//open/",
        "/open//",       "/open/../open",
    };
    struct serving *serving = begin(state);

    assert_in("2&amp;,1号",
              tell(serving, (struct ask){ .path = "/pair/1号/with/2&" }).body);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(tell(serving, (struct ask){ .path = others[i] }).status, 404);
    stop_serving(serving);
}

static void a_slash_too_many_leads_to_the_address_without_it(void **state) {
    struct serving *serving = begin(state);
    struct told told = tell(serving, (struct ask){ .path = "/open/" });

    assert_int_equal(told.status, 308);
    assert_in("Location: /open\n", told.headers);
    told =
        tell(serving, (struct ask){ .path = "/pair/1号/with/2&/", .query = "a=%2F&b" });
    assert_int_equal(told.status, 308);
    assert_in("Location: /pair/1%E5%8F%B7/with/2%26?a=%2F&b\n", told.headers);
    assert_int_equal(
        tell(serving, (struct ask){ .path = "/open/", .method = HTTP_DELETE }).status,
        404);
    stop_serving(serving);
}

static void who_opens_the_address_of_a_button_is_led_back(void **state) {
    struct serving *serving = begin(state);
    const struct told told = tell(serving, (struct ask){ .path = "/open/do" });

    assert_int_equal(told.status, 405);
    assert_in("Allow: POST\n", told.headers);
    assert_in("route.for_buttons", told.body);
    assert_in("above=/open", told.body);
    stop_serving(serving);
}

/* ---- rights ---- */

static void each_right_opens_its_own_pages(void **state) {
    static const struct {
        const char *path, *session;
        int status;
    } cases[] = {
        { "/open", NULL, 200 },
        { "/open", "ended", 200 },
        { "/mine", "resident", 200 },
        { "/mine", "clerk", 403 },
        { "/desk/mine", "clerk", 200 },
        { "/desk/mine", "resident", 403 },
        { "/desk/all", "clerk", 403 },
        { "/desk/all", NULL, 303 },
        { "/mine", NULL, 303 },
        { "/mine", "ended", 303 },
        { "/api/v1/mine", "resident", 401 },
    };
    struct serving *serving = begin(state);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *cookies =
            cases[i].session
                ? arena_format(serving->running->arena, "hb_session=%s", cases[i].session)
                : NULL;

        assert_int_equal(
            tell(serving, (struct ask){ .path = cases[i].path, .cookies = cookies })
                .status,
            cases[i].status);
    }
    stop_serving(serving);
}

static void who_is_not_signed_in_is_sent_there_and_back(void **state) {
    struct serving *serving = begin(state);
    struct told told =
        tell(serving, (struct ask){ .path = "/mine", .query = "a=1&b=%2F" });

    assert_string_equal(told.location, "/sign-in?back=%2Fmine%3Fa%3D1%26b%3D%252F");
    assert_in("Cache-Control: no-store", told.headers);
    told = tell(serving, (struct ask){ .path = "/desk/mine" });
    assert_string_equal(told.location, "/desk/sign-in?back=%2Fdesk%2Fmine");
    told = tell(serving, (struct ask){ .path = "/mine", .fields = "a=b" });
    assert_int_equal(told.status, 303);
    assert_string_equal(told.location, "/sign-in");
    stop_serving(serving);
}

static void the_api_knows_only_bearer_tokens(void **state) {
    static const struct {
        const char *bearer;
        int status;
    } cases[] = {
        { "Bearer resident", 200 },
        { "Bearer clerk", 403 },
        { NULL, 401 },
        { "Bearer ended", 401 },
        { "bearer resident", 401 },
        { "Basic resident", 401 },
        { "Bearer ", 401 },
        { "Bearer  resident", 401 },
    };
    struct serving *serving = begin(state);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct told told = tell(
            serving, (struct ask){ .path = "/api/v1/mine", .bearer = cases[i].bearer });

        assert_int_equal(told.status, cases[i].status);
        assert_in(told.status == 200 ? "{\"id\":7}" : "\"title\":", told.body);
        assert_null(told.location);
    }
    stop_serving(serving);
}

/* ---- form tokens ---- */

static void a_form_without_its_own_token_changes_nothing(void **state) {
    struct serving *serving = begin(state);
    const struct browser one = open_page(serving, NULL);
    const struct browser other = open_page(serving, NULL);
    const struct browser resident = open_page(serving, "hb_session=resident");
    const char *good = fields_of(serving, one, "");
    const struct ask bad[] = {
        { .path = "/plain", .fields = "" },
        { .path = "/plain", .fields = "_token=", .cookies = one.cookies },
        { .path = "/plain", .fields = good },
        { .path = "/plain", .fields = good, .cookies = other.cookies },
        { .path = "/plain", .fields = good, .cookies = "hb_visitor=" },
        { .path = "/plain", .fields = good, .cookies = "hb_session=resident" },
        { .path = "/plain",
          .fields = fields_of(serving, resident, ""),
          .cookies = "hb_session=clerk" },
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(tell(serving, bad[i]).status, 409);
    assert_int_equal(count_probes(serving->running), 0);
    assert_int_equal(
        tell(serving,
             (struct ask){ .path = "/plain", .fields = good, .cookies = one.cookies })
            .status,
        303);
    assert_int_equal(
        tell(serving, (struct ask){ .path = "/mine",
                                    .fields = fields_of(serving, resident, ""),
                                    .cookies = resident.cookies })
            .status,
        303);
    assert_int_equal(count_probes(serving->running), 2);
    stop_serving(serving);
}

/* ---- once ---- */

static void what_is_handed_in_twice_is_done_once(void **state) {
    struct serving *serving = begin(state);
    struct browser browser = open_page(serving, NULL);
    struct ask ask = { .path = "/do",
                       .cookies = browser.cookies,
                       .fields = fields_of(serving, browser, "") };

    for (int i = 0; i < 3; i++) {
        const struct told told = tell(serving, ask);

        assert_int_equal(told.status, 303);
        assert_string_equal(told.location, "/open?done=1");
    }
    assert_int_equal(count_probes(serving->running), 1);
    browser.once = open_page(serving, browser.cookies).once;
    ask.fields = fields_of(serving, browser, "");
    assert_int_equal(tell(serving, ask).status, 303);
    assert_int_equal(count_probes(serving->running), 2);
    ask.fields = arena_format(serving->running->arena, "_token=%s", browser.token);
    assert_int_equal(tell(serving, ask).status, 409);
    assert_int_equal(count_probes(serving->running), 2);
    stop_serving(serving);
}

static void two_clicks_at_the_same_moment_are_one(void **state) {
    enum { CLICKS = 8 };
    struct serving *serving = begin(state);
    const struct browser browser = open_page(serving, NULL);
    struct turn *turns[CLICKS];

    for (int i = 0; i < CLICKS; i++)
        turns[i] =
            begin_ask(serving, (struct ask){ .path = "/do",
                                             .cookies = browser.cookies,
                                             .fields = fields_of(serving, browser, "") });
    for (int i = 0; i < CLICKS; i++) {
        const struct told told = end_ask(serving, turns[i]);

        assert_int_equal(told.status, 303);
        assert_string_equal(told.location, "/open?done=1");
    }
    assert_int_equal(count_probes(serving->running), 1);
    stop_serving(serving);
}

static void one_key_for_two_things_does_both(void **state) {
    struct serving *serving = begin(state);
    const struct browser browser = open_page(serving, NULL);
    const char *fields = fields_of(serving, browser, "");

    tell(serving, (struct ask){
                      .path = "/do/this", .fields = fields, .cookies = browser.cookies });
    tell(serving, (struct ask){
                      .path = "/do/that", .fields = fields, .cookies = browser.cookies });
    assert_int_equal(count_probes(serving->running), 2);
    stop_serving(serving);
}

static void what_was_refused_may_be_tried_again(void **state) {
    struct serving *serving = begin(state);
    const struct browser browser = open_page(serving, NULL);
    const struct ask ask = { .path = "/refused",
                             .cookies = browser.cookies,
                             .fields = fields_of(serving, browser, "") };

    for (int i = 0; i < 2; i++) {
        const struct told told = tell(serving, ask);

        assert_int_equal(told.status, 409);
        assert_in("test.busy", told.body);
    }
    assert_int_equal(count_probes(serving->running), 0);
    stop_serving(serving);
}

static void the_api_wants_a_key_and_does_each_once(void **state) {
    struct serving *serving = begin(state);
    struct ask ask = { .path = "/api/v1/do",
                       .json = "{\"note\":\"好\"}",
                       .bearer = "Bearer resident" };
    struct told first, second;

    first = tell(serving, ask);
    assert_int_equal(first.status, 422);
    assert_in("route.no_idempotency_key", first.body);
    ask.key = "k-1";
    first = tell(serving, ask);
    second = tell(serving, ask);
    assert_int_equal(first.status, 201);
    assert_int_equal(second.status, 201);
    assert_string_equal(first.body, second.body);
    assert_int_equal(count_probes(serving->running), 1);
    ask.bearer = "Bearer clerk";
    second = tell(serving, ask);
    assert_int_equal(second.status, 201);
    assert_string_not_equal(first.body, second.body);
    assert_int_equal(count_probes(serving->running), 2);
    stop_serving(serving);
}

/* Four days later. */
static const struct refusal *run_sweep_late(struct work *work, void *context) {
    (void)context;
    work->now_ms += (ROUTE_ONCE_DAYS + 1) * 24LL * 3600 * 1000;
    route_sweep(work);
    return NULL;
}

static void a_swept_key_is_forgotten(void **state) {
    struct serving *serving = begin(state);
    const struct ask ask = { .path = "/api/v1/do",
                             .json = "{\"note\":\"好\"}",
                             .bearer = "Bearer resident",
                             .key = "k" };

    assert_int_equal(tell(serving, ask).status, 201);
    assert_null(do_work(serving->running, WORK_WRITE, run_sweep_late, NULL));
    assert_int_equal(tell(serving, ask).status, 201);
    assert_int_equal(count_probes(serving->running), 2);
    stop_serving(serving);
}

/* ---- forms ---- */

static void what_is_wrong_with_a_form_is_said_field_by_field(void **state) {
    struct serving *serving = begin(state);
    struct ask ask = { .path = "/api/v1/do", .bearer = "Bearer resident", .key = "k" };
    struct told told;

    ask.json = "{\"note\":\"一二三四五六\"}";
    told = tell(serving, ask);
    assert_int_equal(told.status, 422);
    assert_string_equal(told.type, "application/problem+json");
    assert_in("\"title\":\"route.form\",\"status\":422", told.body);
    assert_in("\"errors\":[{\"field\":\"note\",\"detail\":\"", told.body);
    ask.json = "{}";
    assert_in("\"field\":\"note\"", tell(serving, ask).body);
    ask.json = "[1]";
    assert_in("route.not_json", tell(serving, ask).body);
    ask.json = "{\"note\":";
    assert_in("route.not_json", tell(serving, ask).body);
    ask.json = NULL;
    ask.fields = "note=a";
    assert_in("route.not_json", tell(serving, ask).body);
    assert_int_equal(count_probes(serving->running), 0);
    stop_serving(serving);
}

static void a_form_may_depend_on_what_is_there(void **state) {
    struct serving *serving = begin(state);
    const struct browser one = open_page(serving, NULL);
    struct ask ask = { .path = "/note/here", .cookies = one.cookies };
    struct told told;

    ask.fields = fields_of(serving, one, "&note=");
    told = tell(serving, ask);
    assert_int_equal(told.status, 422);
    assert_in("id=\"note-error\"", told.body);
    ask.fields = fields_of(serving, one, "&note=a");
    assert_int_equal(tell(serving, ask).status, 303);
    ask.path = "/note/there";
    assert_int_equal(tell(serving, ask).status, 409);
    assert_int_equal(count_probes(serving->running), 1);
    stop_serving(serving);
}

/* ---- rate ---- */

static void who_tries_too_often_waits_and_nobody_else(void **state) {
    struct serving *serving = begin(state);
    struct ask ask = { .path = "/guess" };

    for (int i = 0; i < 5; i++)
        assert_int_equal(tell(serving, ask).status, 200);
    assert_int_equal(tell(serving, ask).status, 429);
    assert_in("route.too_often", tell(serving, ask).body);
    ask.path = "/open";
    assert_int_equal(tell(serving, ask).status, 200);
    ask.path = "/guess";
    ask.address = "192.0.2.2";
    assert_int_equal(tell(serving, ask).status, 200);
    stop_serving(serving);
}

static int allowed_within(struct rate_room *room, int64_t from_ms, int64_t to_ms,
                          int64_t step_ms) {
    int count = 0;

    for (int64_t now_ms = from_ms; now_ms < to_ms; now_ms += step_ms)
        count += rate_allows(room, "192.0.2.1", now_ms);
    return count;
}

/* Once, a try each millisecond rounded every refill down to nothing. */
static void who_hammers_on_gets_his_share_and_no_more(void **state) {
    struct rate_room *room = rate_room_new(30);
    const int64_t minute_ms = 60000;

    (void)state;
    assert_int_equal(allowed_within(room, 5 * minute_ms, 6 * minute_ms, 1), 30 + 29);
    assert_int_equal(allowed_within(room, 6 * minute_ms, 9 * minute_ms, 1), 3 * 30);
    assert_int_equal(allowed_within(room, 20 * minute_ms, 20 * minute_ms + 10, 1), 10);
    assert_true(rate_allows(room, "192.0.2.9", minute_ms));
    rate_room_free(room);
}

static void a_whole_ipv6_network_is_one_address(void **state) {
    struct rate_room *room = rate_room_new(2);

    (void)state;
    assert_true(rate_allows(room, "2001:db8:1:2::1", 100000));
    assert_true(rate_allows(room, "2001:db8:1:2::2", 100000));
    assert_false(rate_allows(room, "2001:db8:1:2:ffff::3", 100000));
    assert_true(rate_allows(room, "2001:db8:1:3::1", 100000));
    rate_room_free(room);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_slash_too_many_leads_to_the_address_without_it),
        BOTH(who_opens_the_address_of_a_button_is_led_back),
        BOTH(what_is_not_there_is_404_and_what_is_not_done_there_405),
        BOTH(a_parameter_is_one_segment_and_not_empty),
        BOTH(each_right_opens_its_own_pages),
        BOTH(who_is_not_signed_in_is_sent_there_and_back),
        BOTH(the_api_knows_only_bearer_tokens),
        BOTH(a_form_without_its_own_token_changes_nothing),
        BOTH(what_is_handed_in_twice_is_done_once),
        BOTH(two_clicks_at_the_same_moment_are_one),
        BOTH(one_key_for_two_things_does_both),
        BOTH(what_was_refused_may_be_tried_again),
        BOTH(the_api_wants_a_key_and_does_each_once),
        BOTH(a_swept_key_is_forgotten),
        BOTH(what_is_wrong_with_a_form_is_said_field_by_field),
        BOTH(a_form_may_depend_on_what_is_there),
        BOTH(who_tries_too_often_waits_and_nobody_else),
        BOTH(who_hammers_on_gets_his_share_and_no_more),
        BOTH(a_whole_ipv6_network_is_one_address),
    };

    return RUN_ON_BOTH(tests);
}
