#include "shape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "civil.h"
#include "json.h"
#include "text.h"

struct paper {
    const char *name;
    int64_t copies;
};

struct item {
    const char *code;
    const char *note;
    int64_t fee_fen;
    int64_t suspended;
    int64_t from_day;
    int64_t changed_ms;
    struct paper main_paper;
    const struct paper *papers;
    size_t paper_count;
    const char *const *words;
    size_t word_count;
};

static const struct shape_field paper_fields[] = {
    { .name = "name", .kind = SHAPE_TEXT, .offset = offsetof(struct paper, name) },
    { .name = "copies", .kind = SHAPE_INTEGER, .offset = offsetof(struct paper, copies) },
};
static const struct shape paper_shape = { "Paper", paper_fields, 2,
                                          sizeof(struct paper) };

#define FIELD(member, which)                                                             \
    .name = #member, .kind = which, .offset = offsetof(struct item, member)
static const struct shape_field item_fields[] = {
    { FIELD(code, SHAPE_TEXT), .help = "The \"national\" code." },
    { FIELD(note, SHAPE_TEXT) },
    { FIELD(fee_fen, SHAPE_INTEGER) },
    { FIELD(suspended, SHAPE_FLAG) },
    { FIELD(from_day, SHAPE_DAY) },
    { FIELD(changed_ms, SHAPE_MOMENT) },
    { FIELD(main_paper, SHAPE_OBJECT), .of = &paper_shape },
    { FIELD(papers, SHAPE_LIST), .count_offset = offsetof(struct item, paper_count),
      .of = &paper_shape },
    { FIELD(words, SHAPE_WORDS), .count_offset = offsetof(struct item, word_count) },
};
enum { FIELDS = sizeof item_fields / sizeof *item_fields };
static const struct shape item_shape = { "Item", item_fields, FIELDS,
                                         sizeof(struct item) };

static int begin(void **state) {
    *state = arena_new();
    return 0;
}

static int end(void **state) {
    arena_free(*state);
    return 0;
}

static const char *written(void **state, const struct item *item) {
    struct text out = { .arena = *state };

    shape_put(&out, NULL, &item_shape, item);
    return text_string(&out);
}

static void every_kind_is_written(void **state) {
    static const struct paper papers[] = { { "照片", 2 }, { "户口簿", 1 } };
    static const char *const words[] = { "低保", "<b>" };
    const struct item item = {
        .code = "11330\"",
        .note = "一\n二",
        .fee_fen = INT64_MIN,
        .suspended = 1,
        .from_day = 20261123,
        .changed_ms = civil_moment_ms(20261123, 9 * 60 + 5) + 7089,
        .main_paper = { "身份证", 0 },
        .papers = papers,
        .paper_count = 2,
        .words = words,
        .word_count = 2,
    };

    assert_string_equal(
        written(state, &item),
        "{\"code\":\"11330\\\"\",\"note\":\"一\\n二\",\"fee_fen\":-9223372036854775808,"
        "\"suspended\":true,\"from_day\":\"2026-11-23\","
        "\"changed_ms\":\"2026-11-23T09:05:07.089+08:00\","
        "\"main_paper\":{\"name\":\"身份证\",\"copies\":0},"
        "\"papers\":[{\"name\":\"照片\",\"copies\":2},{\"name\":\"户口簿\",\"copies\":1}]"
        ","
        "\"words\":[\"低保\",\"\\u003cb>\"]}");
}

static void what_is_empty_is_written_all_the_same(void **state) {
    assert_string_equal(
        written(state, &(struct item){ 0 }),
        "{\"code\":\"\",\"note\":\"\",\"fee_fen\":0,\"suspended\":false,"
        "\"from_day\":null,\"changed_ms\":null,"
        "\"main_paper\":{\"name\":\"\",\"copies\":0},\"papers\":[],\"words\":[]}");
}

static const struct json *read_back(void **state, const char *text) {
    struct json_error error;
    const struct json *value = json_read(*state, text, strlen(text), &error);

    if (!value)
        fail_msg("%s in %s", error.text, text);
    return value;
}

/* Whether a written value has the type that the description gives it. */
static void assert_fits(const struct json *value, const struct json *schema) {
    const char *type = json_string(json_get(schema, "type"));

    if (strcmp(type, "string") == 0)
        assert_int_equal(value->kind, JSON_STRING);
    else if (strcmp(type, "integer") == 0)
        assert_int_equal(value->kind, JSON_INTEGER);
    else if (strcmp(type, "boolean") == 0)
        assert_true(value->kind == JSON_TRUE || value->kind == JSON_FALSE);
    else if (strcmp(type, "array") == 0)
        assert_int_equal(value->kind, JSON_ARRAY);
    else if (json_get(schema, "$ref")->kind == JSON_STRING)
        assert_int_equal(value->kind, JSON_OBJECT);
    else
        assert_true(value->kind == JSON_STRING || value->kind == JSON_NULL);
}

static void what_is_described_is_what_is_written(void **state) {
    struct text out = { .arena = *state };
    const struct json *value = read_back(state, written(state, &(struct item){ 0 }));
    const struct json *schema, *properties;

    json_open(&out, NULL, '{');
    shape_put_schema(&out, &item_shape);
    json_close(&out, '}');
    schema = json_get(read_back(state, text_string(&out)), "Item");
    properties = json_get(schema, "properties");
    assert_int_equal(json_get(schema, "required")->count, FIELDS);
    assert_int_equal(properties->count, FIELDS);
    assert_int_equal(value->count, FIELDS);
    for (size_t i = 0; i < FIELDS; i++) {
        assert_string_equal(properties->member[i].key, value->member[i].key);
        assert_fits(&value->member[i], &properties->member[i]);
    }
    assert_string_equal(json_string(json_get(&properties->member[0], "description")),
                        "The \"national\" code.");
    assert_string_equal(
        json_string(json_get(json_get(json_get(properties, "papers"), "items"), "$ref")),
        "#/components/schemas/Paper");
    assert_string_equal(json_string(json_get(json_get(properties, "from_day"), "format")),
                        "date");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(every_kind_is_written),
        TEST(what_is_empty_is_written_all_the_same),
        TEST(what_is_described_is_what_is_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
