#include "item.h"

#include "item_test.h"

#include "item_directory_web.h"
#include "item_element.h"
#include "item_linked.h"
#include "item_list.h"
#include "item_page.h"
#include "item_web.h"
#include "item_words.h"
#include "json.h"
#include "text.h"

static const char code[] = "11330109000000019G5332000001000";

/* ---- fixtures ---- */

static const struct item_paper papers[] = {
    { .situation = "",
      .name = "委托书",
      .kind = 1,
      .form = 1,
      .source = 10,
      .source_note = "",
      .copies = 1,
      .size = "A4",
      .necessity = 2,
      .standard = "",
      .note = "委托他人时才交",
      .blank_form = "委托书（空白）",
      .sample = "" },
    { .situation = "",
      .name = "居民身份证",
      .kind = 1,
      .form = 3,
      .source = 20,
      .source_note = "公安机关",
      .copies = 1,
      .size = "",
      .necessity = 1,
      .standard = "在有效期内",
      .note = "",
      .blank_form = "",
      .sample = "",
      .exempt = 1 },
};
static const struct item_line basis[] = {
    { .title = "《老年人权益保障法》",
      .detail = "第五十三条",
      .note = "国家和社会优待老年人。" },
};
static const struct item_line steps[] = {
    { .title = "受理", .detail = "综合窗口", .note = "当场核验" },
    { .title = "办结", .detail = "综合窗口", .note = "当场发证" },
};
static const struct item_line questions[] = {
    { .title = "能代办吗？", .detail = "能，带上委托书。", .note = "" },
};
static const char *const ways[] = { "online", "window" };
static const char *const targets[] = { "person" };
static const char *const subjects[] = { "养老助老" };
static const char *const terms[] = { "老年证", "敬老卡" };

static struct item_version make_version(const char *of_code) {
    return (struct item_version){
        .code = of_code,
        .code_scheme = "national",
        .base_code = "332000001000",
        .name = "老年优待证",
        .main_name = "老年人优待",
        .short_name = "",
        .type_code = "20",
        .type_name = "公共服务",
        .department = "民政办",
        .area = "",
        .level = 5,
        .kind = 2,
        .legal = { 20, 1 },
        .promised = { 5, 1 },
        .visits_reason = "",
        .conditions = "满 60 周岁\n有本区户籍",
        .fee_basis = "",
        .result_name = "优待证",
        .result_kind = "certificate",
        .result_sample = "",
        .phone = "0571-82000001",
        .complaint_phone = "0571-12345",
        .place = "一楼 3 号窗口",
        .hours = "工作日 8:30–17:00",
        .scope = "",
        .note = "",
        .daily_terms = { terms, 2 },
        .ways = { ways, 2 },
        .targets = { targets, 1 },
        .subjects = { subjects, 1 },
        .papers = papers,
        .paper_count = 2,
        .basis = { basis, 1 },
        .steps = { steps, 2 },
        .questions = { questions, 1 },
    };
}

static enum item_outcome publish(struct hall *hall, const struct item_version *version) {
    enum item_outcome outcome = ITEM_UNCHANGED;

    assert_null(item_publish(&hall->work, version, &tested, &outcome));
    assert_null(hall->work.fault);
    return outcome;
}

static struct item find(struct hall *hall, const char *of_code) {
    struct item item = { 0 };

    assert_null(item_find(&hall->work, of_code, &item));
    return item;
}

static size_t count_in(struct hall *hall, const char *kind, const char *value) {
    const struct item_choice choice = { kind, value, "", ITEM_PAGE_MAX };
    struct item *items;

    return item_read_page(&hall->work, &choice, &items);
}

/* ---- versions ---- */

static void what_is_published_is_read_back(void **state) {
    struct hall *hall = hall_open(state);
    const struct item_version written = make_version(code);
    struct item_version read;

    assert_int_equal(publish(hall, &written), ITEM_NEW);
    const struct item item = find(hall, code);
    assert_string_equal(item.name, "老年优待证");
    assert_true(item.promised.count == 5);
    assert_int_equal(item.ways.count, 2);
    assert_null(item_read_version(&hall->work, item.version_id, &read));
    assert_string_equal(read.conditions, written.conditions);
    assert_int_equal(read.paper_count, 2);
    assert_string_equal(read.papers[1].name, "居民身份证");
    assert_true(read.papers[1].exempt == 1);
    assert_string_equal(read.basis.line[0].note, "国家和社会优待老年人。");
    assert_int_equal(read.steps.count, 2);
    assert_string_equal(read.questions.line[0].detail, "能，带上委托书。");
    assert_int_equal(read.fees.count, 0);
    assert_string_equal(read.daily_terms.word[1], "敬老卡");
    hall_close(hall);
}

static void publishing_the_same_again_changes_nothing(void **state) {
    struct hall *hall = hall_open(state);
    const struct item_version version = make_version(code);

    publish(hall, &version);
    const int64_t version_id = find(hall, code).version_id;
    hall->work.now_ms += 1000;
    assert_int_equal(publish(hall, &version), ITEM_UNCHANGED);
    assert_true(find(hall, code).version_id == version_id);
    hall_close(hall);
}

static void the_old_version_stays_as_it_was(void **state) {
    struct hall *hall = hall_open(state);
    struct item_version version = make_version(code);
    struct item_version old;

    publish(hall, &version);
    const int64_t old_id = find(hall, code).version_id;
    version.promised.count = 1;
    version.paper_count = 1;
    assert_int_equal(publish(hall, &version), ITEM_CHANGED);
    assert_true(find(hall, code).promised.count == 1);
    assert_true(find(hall, code).version == 2);
    assert_null(item_read_version(&hall->work, old_id, &old));
    assert_true(old.promised.count == 5);
    assert_int_equal(old.paper_count, 2);
    hall_close(hall);
}

static void a_department_of_the_town_is_found_by_its_name(void **state) {
    struct hall *hall = hall_open(state);
    const struct item_version version = make_version(code);

    db_script(&hall->work, "INSERT INTO department (town, id, code, name, phone, duty)"
                           " VALUES (330109113, 7, 'D7', '民政办', '', '')");
    publish(hall, &version);
    assert_true(find(hall, code).department_id == 7);
    hall_close(hall);
}

static void an_item_that_nobody_published_is_unknown(void **state) {
    struct hall *hall = hall_open(state);
    struct item item;
    struct item_version version;

    assert_ptr_equal(item_find(&hall->work, code, &item), &item_unknown);
    assert_ptr_equal(item_read_version(&hall->work, 1, &version), &item_unknown);
    assert_ptr_equal(adjust(hall, code, "suspend"), &item_unknown);
    hall_close(hall);
}

/* ---- states ---- */

static void a_suspended_item_is_listed_but_not_filed(void **state) {
    struct hall *hall = hall_open(state);
    const struct item_version version = make_version(code);

    publish(hall, &version);
    struct item item = find(hall, code);
    assert_null(item_may_be_filed(&item));
    assert_null(adjust(hall, code, "suspend"));
    item = find(hall, code);
    assert_ptr_equal(item_may_be_filed(&item), &item_suspended);
    assert_int_equal(count_in(hall, "way", "online"), 1);
    assert_null(adjust(hall, code, "resume"));
    item = find(hall, code);
    assert_null(item_may_be_filed(&item));
    hall_close(hall);
}

static void a_cancelled_item_stays_cancelled_and_leaves_the_lists(void **state) {
    struct hall *hall = hall_open(state);
    struct item_version version = make_version(code);
    enum item_outcome outcome;

    publish(hall, &version);
    assert_null(adjust(hall, code, "cancel"));
    const struct item item = find(hall, code);
    assert_ptr_equal(item_may_be_filed(&item), &item_cancelled);
    assert_int_equal(count_in(hall, "way", "online"), 0);
    assert_int_equal(count_in(hall, "", ""), 0);
    version.name = "换个名字";
    assert_ptr_equal(item_publish(&hall->work, &version, &tested, &outcome),
                     &item_cancelled);
    assert_ptr_equal(adjust(hall, code, "resume"), &item_cancelled);
    hall_close(hall);
}

/* ---- lists ---- */

static void a_changed_item_leaves_the_directories_it_was_in(void **state) {
    struct hall *hall = hall_open(state);
    struct item_version version = make_version(code);

    publish(hall, &version);
    version.department = "社保站";
    version.ways.count = 1;
    publish(hall, &version);
    assert_int_equal(count_in(hall, "department", "民政办"), 0);
    assert_int_equal(count_in(hall, "department", "社保站"), 1);
    assert_int_equal(count_in(hall, "way", "window"), 0);
    assert_int_equal(item_read_directory(&hall->work, "way").count, 1);
    hall_close(hall);
}

static void pages_follow_one_another_without_gap_or_repeat(void **state) {
    struct hall *hall = hall_open(state);
    struct item_choice choice = { "way", "online", "", 4 };
    size_t seen = 0, count;
    struct item *items;

    for (int i = 0; i < 10; i++) {
        struct item_version version = make_version("");
        version.code = arena_format(hall->work.arena, "L-%02d", i);
        publish(hall, &version);
    }
    do {
        count = item_read_page(&hall->work, &choice, &items);
        for (size_t i = 0; i < count; i++, seen++) {
            char expected[8];

            snprintf(expected, sizeof expected, "L-%02zu", seen);
            assert_string_equal(items[i].code, expected);
        }
        if (count > 0)
            choice.after = items[count - 1].code;
    } while (count == 4);
    assert_int_equal(seen, 10);
    assert_true(item_read_directory(&hall->work, "way").entry[0].count == 10);
    assert_true(item_count(&hall->work) == 10);
    hall_close(hall);
}

struct signs {
    size_t count;
    bool has_papers;
    bool has_terms;
};

static void take_sign(void *context, const struct item_sign *sign) {
    struct signs *const signs = context;

    signs->count++;
    signs->has_papers = strstr(sign->context, "居民身份证") != NULL;
    signs->has_terms = strcmp(sign->aliases, "老年证\n敬老卡\n老年人优待") == 0;
}

static void the_guide_sees_every_item_in_use_once(void **state) {
    struct hall *hall = hall_open(state);
    struct signs signs = { 0 };

    for (int i = 0; i < ITEM_BATCH + 5; i++) {
        struct item_version version = make_version("");
        version.code = arena_format(hall->work.arena, "L-%04d", i);
        publish(hall, &version);
    }
    assert_null(adjust(hall, "L-0003", "suspend"));
    item_each(&hall->work, take_sign, &signs);
    assert_int_equal(signs.count, ITEM_BATCH + 4);
    assert_true(signs.has_papers);
    assert_true(signs.has_terms);
    hall_close(hall);
}

/* ---- words, answers, pages ---- */

static void a_type_code_means_what_its_scheme_says(void **state) {
    (void)state;
    assert_string_equal(item_type_name("national", "20"), "公共服务");
    assert_string_equal(item_type_name("guangdong", "20"), "其他行政权力");
    assert_string_equal(item_type_name("guangdong", "21"), "公共服务");
    assert_string_equal(item_type_name("guangdong", "10"), "");
    assert_string_equal(item_type_name("national", "21"), "");
}

static void the_answer_holds_every_element(void **state) {
    struct arena *arena = arena_new();
    struct text text = { .arena = arena };
    const struct item_version version = make_version(code);

    (void)state;
    shape_put(&text, NULL, &item_shape, &version);
    assert_non_null(strstr(text.bytes, "\"necessity\":\"optional\""));
    assert_non_null(strstr(text.bytes, "\"promised_limit\":{\"n\":5,"
                                       "\"unit\":\"working_day\",\"note\":\"\"}"));
    assert_non_null(strstr(text.bytes, "\"charged\":\"no\""));
    assert_non_null(strstr(text.bytes, "\"q\":\"能代办吗？\""));
    arena_free(arena);
}

static const char *print_item(struct arena *arena, enum item_state item_state) {
    static const struct page_view page = { .path = "/item/x",
                                           .form_token = "",
                                           .once_token = "",
                                           .actor_name = "",
                                           .town_name = "",
                                           .hall_name = "",
                                           .phone = "0571-1" };
    struct item_version version = make_version(code);
    const struct item item = { .code = code, .name = "老年优待证", .state = item_state };
    const struct item_situation situation = { "", papers, 2 };
    const struct item_view view = {
        .item = &item,
        .version = &version,
        .closed = item_may_be_filed(&item),
        .online = item_state == ITEM_IN_USE,
        .situations = &situation,
        .situation_count = 1,
    };
    struct html out = { .text = { .arena = arena }, .view = &page };

    item_complete(&version);
    item_page(&out, &view);
    return text_string(&out.text);
}

static void the_page_shows_the_key_facts_and_marks_papers(void **state) {
    struct arena *arena = arena_new();
    const char *const page = print_item(arena, ITEM_IN_USE);

    (void)state;
    assert_non_null(strstr(page, "5 个工作日"));
    assert_non_null(strstr(page, "免提交"));
    assert_non_null(strstr(page, "需要时才交"));
    assert_non_null(strstr(page, "委托书（空白）"));
    assert_non_null(strstr(page, "/apply/11330109000000019G5332000001000"));
    assert_non_null(strstr(page, "id=\"questions\""));
    assert_non_null(strstr(page, "href=\"tel:0571-82000001\""));
    arena_free(arena);
}

static void a_cancelled_item_says_so_and_cannot_be_applied_for(void **state) {
    struct arena *arena = arena_new();
    const char *const page = print_item(arena, ITEM_CANCELLED);

    (void)state;
    assert_non_null(strstr(page, "已取消"));
    assert_null(strstr(page, "/apply/"));
    arena_free(arena);
}

/* ---- JSON-LD ---- */

static const struct json *thing(const struct json *document, const char *type) {
    const struct json *const graph = json_get(document, "@graph");

    for (size_t i = 0; i < graph->count; i++)
        if (strcmp(json_string(json_get(&graph->member[i], "@type")), type) == 0)
            return &graph->member[i];
    fail_msg("no %s", type);
    return NULL;
}

static void expect_says(const struct json *object, const char *key, const char *value) {
    assert_string_equal(json_string(json_get(object, key)), value);
}

static void linked_data_says_who_for_whom_and_how(void **state) {
    static const struct place_town town = {
        .name = "演示镇", .hall_name = "大厅", .phone = "0571-1", .hours = ""
    };
    struct arena *arena = arena_new();
    struct html out = { .text = { .arena = arena } };
    struct item_version version = make_version(code);
    struct json_error error;

    (void)state;
    item_complete(&version);
    item_put_linked(&out, &version, &town);
    const struct json *const document =
        json_read(arena, out.text.bytes, out.text.length, &error);
    assert_non_null(document);
    expect_says(document, "@context", "https://schema.org");

    const struct json *const service = thing(document, "GovernmentService");
    expect_says(service, "name", "老年优待证");
    expect_says(service, "url", "/item/11330109000000019G5332000001000");
    expect_says(json_get(service, "serviceOperator"), "name", "民政办");
    expect_says(json_get(service, "areaServed"), "name", "演示镇");
    expect_says(json_get(service, "serviceOutput"), "@type", "Permit");
    expect_says(json_get(service, "offers"), "price", "0");
    expect_says(&json_get(service, "audience")->member[0], "@type", "PeopleAudience");

    const struct json *const channels = json_get(service, "availableChannel");
    assert_int_equal(channels->count, 2);
    expect_says(&channels->member[0], "serviceUrl",
                "/item/11330109000000019G5332000001000");
    expect_says(json_get(&channels->member[1], "serviceLocation"), "address",
                "一楼 3 号窗口");

    const struct json *const how = thing(document, "HowTo");
    assert_int_equal(json_get(how, "step")->count, 2);
    assert_int_equal(json_get(how, "supply")->count, 2);
    expect_says(&json_get(how, "step")->member[1], "text", "综合窗口：当场发证");
    expect_says(json_get(&json_get(thing(document, "FAQPage"), "mainEntity")->member[0],
                         "acceptedAnswer"),
                "text", "能，带上委托书。");
    arena_free(arena);
}

/* ---- routes ---- */

/* What a route answers to a request with a parameter and a query. */
static const char *ask(struct hall *hall, const char *pattern, const char *parameter,
                       const struct http_pairs *query, const struct refusal **refusal) {
    const struct route *route = NULL;
    struct http_request *const request = arena_alloc(hall->work.arena, sizeof *request);

    for (size_t i = 0; i < item_routes.count; i++)
        if (strcmp(item_routes.routes[i].pattern, pattern) == 0)
            route = &item_routes.routes[i];
    for (size_t i = 0; i < item_directory_routes.count; i++)
        if (strcmp(item_directory_routes.routes[i].pattern, pattern) == 0)
            route = &item_directory_routes.routes[i];
    assert_non_null(route);
    request->arena = hall->work.arena;
    request->query = *query;

    struct exchange exchange = {
        .request = request,
        .route = route,
        .parameter = { parameter },
        .view = { .path = "/", .phone = "12345" },
    };
    if (route->form)
        exchange.form = form_fresh(hall->work.arena, route->form, "by", "way", "value",
                                   "online", NULL);
    *refusal = route->handle(&hall->work, &exchange);
    return *refusal ? "" : text_string(&exchange.body.text);
}

static void papers_that_are_needed_stand_first(void **state) {
    struct hall *hall = hall_open(state);
    const struct item_version version = make_version(code);
    const struct http_pairs query = { 0 };
    const struct refusal *refusal;

    publish(hall, &version);
    const char *const page = ask(hall, "/item/:code", code, &query, &refusal);
    assert_null(refusal);
    assert_non_null(strstr(page, ">居民身份证</b>"));
    assert_non_null(strstr(page, ">委托书</b>"));
    assert_true(strstr(page, ">居民身份证</b>") < strstr(page, ">委托书</b>"));
    assert_string_equal(ask(hall, "/item/:code", "nothing", &query, &refusal), "");
    assert_ptr_equal(refusal, &item_unknown);
    hall_close(hall);
}

static void lists_show_thirty_and_where_the_rest_is(void **state) {
    struct hall *hall = hall_open(state);
    const struct http_pairs by_way = {
        .count = 2,
        .pair = { { "by", "way" }, { "value", "window" } },
    };
    const struct http_pairs by_moon = { .count = 1, .pair = { { "by", "moon" } } };
    const struct refusal *refusal;

    for (int i = 0; i < 31; i++) {
        struct item_version version = make_version("");
        version.code = arena_format(hall->work.arena, "L-%02d", i);
        publish(hall, &version);
    }
    const char *const page = ask(hall, "/items/list", "", &by_way, &refusal);
    assert_non_null(strstr(page, "/item/L-29"));
    assert_null(strstr(page, "/item/L-30"));
    assert_non_null(strstr(page, "after=L-29"));
    ask(hall, "/items/list", "", &by_moon, &refusal);
    assert_non_null(refusal);
    assert_non_null(strstr(ask(hall, "/items", "", &by_way, &refusal), "31"));
    hall_close(hall);
}

static void the_api_gives_lists_and_items(void **state) {
    struct hall *hall = hall_open(state);
    const struct item_version version = make_version(code);
    const struct http_pairs query = { 0 };
    const struct refusal *refusal;

    publish(hall, &version);
    const char *answer = ask(hall, "/api/v1/items", "", &query, &refusal);
    assert_non_null(strstr(answer, "\"items\":[{\"code\":\"11330109000000019G"));
    assert_non_null(strstr(answer, "\"next\":\"\""));
    answer = ask(hall, "/api/v1/items/:code", code, &query, &refusal);
    assert_non_null(strstr(answer, "\"state\":\"in_use\""));
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(what_is_published_is_read_back),
        BOTH(publishing_the_same_again_changes_nothing),
        BOTH(the_old_version_stays_as_it_was),
        BOTH(a_department_of_the_town_is_found_by_its_name),
        BOTH(an_item_that_nobody_published_is_unknown),
        BOTH(a_suspended_item_is_listed_but_not_filed),
        BOTH(a_cancelled_item_stays_cancelled_and_leaves_the_lists),
        BOTH(a_changed_item_leaves_the_directories_it_was_in),
        BOTH(pages_follow_one_another_without_gap_or_repeat),
        BOTH(the_guide_sees_every_item_in_use_once),
        BOTH(papers_that_are_needed_stand_first),
        BOTH(lists_show_thirty_and_where_the_rest_is),
        BOTH(the_api_gives_lists_and_items),
    };
    const struct CMUnitTest pure[] = {
        cmocka_unit_test(a_type_code_means_what_its_scheme_says),
        cmocka_unit_test(the_answer_holds_every_element),
        cmocka_unit_test(linked_data_says_who_for_whom_and_how),
        cmocka_unit_test(the_page_shows_the_key_facts_and_marks_papers),
        cmocka_unit_test(a_cancelled_item_says_so_and_cannot_be_applied_for),
    };

    return RUN_ON_BOTH(tests) + cmocka_run_group_tests_name("item", pure, NULL, NULL);
}
