#include "item_import.h"

#include "house_test.h"

#include "item_import_inside.h"
#include "item_list.h"
#include "text.h"

enum { REASONS_MAX = 8 };

/* What an import said. */
struct said {
    int lines[REASONS_MAX];
    int columns[REASONS_MAX];
    char reasons[REASONS_MAX][300];
    int count;
};

static void hear(void *context, int line, int column, const char *reason) {
    struct said *const said = context;

    if (said->count < REASONS_MAX) {
        said->lines[said->count] = line;
        said->columns[said->count] = column;
        snprintf(said->reasons[said->count], sizeof *said->reasons, "%s", reason);
    }
    said->count++;
}

/* Reads a file with such content; said may be NULL. */
static struct item_import read_content(struct arena *arena, const char *content,
                                       size_t size, struct said *said) {
    char path[] = "/tmp/haoban-import-XXXXXX";
    const int file = mkstemp(path);
    struct item_import import = { .path = arena_copy(arena, path) };
    const char *why = "";

    if (said)
        import.listener =
            (struct item_import_listener){ .reject = hear, .context = said };
    assert_true(file >= 0);
    assert_true(write(file, content, size) == (ssize_t)size);
    close(file);
    if (!item_import_read(arena, &import, &why))
        fail_msg("%s", why);
    unlink(path);
    return import;
}

static struct item_import read_text(struct arena *arena, const char *content,
                                    struct said *said) {
    return read_content(arena, content, strlen(content), said);
}

static void expect_rejected(const char *content, int line, const char *reason) {
    struct arena *arena = arena_new();
    struct said said = { 0 };
    const struct item_import import = read_text(arena, content, &said);

    assert_true(import.report.rejected == 1);
    assert_int_equal(said.lines[0], line);
    if (!strstr(said.reasons[0], reason))
        fail_msg("%s: expected %s", said.reasons[0], reason);
    arena_free(arena);
}

/* ---- our own format ---- */

static const char whole_row[] =
    "{\"code\":\"11330109000000019G5332001001001\",\"name\":\" 老年优待证　\","
    "\"daily_terms\":[\"老年证\",\"老年证\"],\"type_code\":\"20\",\"department\":"
    "\"民政办\","
    "\"level\":5,\"kind\":\"promised\",\"legal_limit\":{\"n\":20,\"unit\":\"working_"
    "day\"},"
    "\"promised_limit\":{\"n\":3,\"unit\":\"day\"},\"visits\":0,"
    "\"papers\":[{\"name\":\"身份证\",\"kind\":\"both\",\"necessity\":\"deferrable\","
    "\"source\":\"government\",\"exempt\":true}],"
    "\"basis\":[{\"law\":\"《某法》\",\"clause\":\"第一条\",\"text\":\"正文\"}],"
    "\"steps\":[{\"name\":\"受理\",\"office\":\"窗口\",\"days\":1,\"note\":\"\"}],"
    "\"fee\":{\"charged\":true,\"basis\":\"文件\",\"lines\":[{\"name\":\"工本费\","
    "\"standard\":\"20元\"}]},\"result\":{\"name\":\"证\",\"kind\":\"certificate\"},"
    "\"ways\":[\"online\",\"window\"],\"targets\":[\"person\"],\"subjects\":[\"P07\","
    "\"别的主题\"],\"faq\":[{\"q\":\"问\",\"a\":\"答\"}]}\n";

static void a_whole_row_of_ours_becomes_a_version(void **state) {
    struct arena *arena = arena_new();
    const struct item_import import = read_text(arena, whole_row, NULL);

    (void)state;
    assert_int_equal(import.format, ITEM_FORMAT_HAOBAN);
    assert_int_equal(import.row_count, 1);

    const struct item_version *const version = &import.rows[0].version;
    assert_string_equal(version->name, "老年优待证");
    assert_string_equal(version->code_scheme, "national");
    assert_string_equal(version->type_name, "公共服务");
    assert_int_equal(version->daily_terms.count, 1);
    assert_true(version->promised.unit == 2);
    assert_true(version->papers[0].necessity == 3);
    assert_true(version->papers[0].source == 20);
    assert_string_equal(version->subjects.word[0], "养老助老");
    assert_string_equal(version->subjects.word[1], "别的主题");
    assert_string_equal(version->fees.line[0].detail, "20元");
    assert_true(version->fee_charged == 1);
    assert_string_equal(version->questions.line[0].detail, "答");
    arena_free(arena);
}

static void what_is_wrong_is_told_with_its_line_and_field(void **state) {
    (void)state;
    expect_rejected("\n{\"code\":\"A1\",\"name\":\"\"}\n", 2, "缺少事项名称");
    expect_rejected("{\"code\":\"\",\"name\":\"甲\"}", 1, "缺少事项编码");
    expect_rejected("{\"code\":\"A 1\",\"name\":\"甲\"}", 1, "A 1");
    expect_rejected("{\"code\":\"A1\",\"name\":7}", 1, "字段 name 应当是文字");
    expect_rejected("{\"code\":\"A1\",\"name\":\"a\\u0001b\"}", 1, "控制字符");
    expect_rejected("{\"code\":\"A1\",\"name\":\"甲\"", 1, "JSON");
    expect_rejected("[1]", 1, "对象");
    expect_rejected("{\"weather\":1}", 1, "--format");
    expect_rejected(
        "{\"code\":\"A1\",\"name\":\"甲\"}\n{\"code\":\"A1\",\"name\":\"乙\"}", 2,
        "与第 1 行重复");
    expect_rejected("{\"code\":\"A1\",\"name\":\"甲\",\"papers\":[],\"ways\":[\"fax\"]}",
                    1, "不认识“fax”");
    expect_rejected("{\"code\":\"A1\",\"name\":\"甲\",\"papers\":[{}],\"ways\":[]}", 1,
                    "papers 第 1 项：缺少材料名称");
}

static void a_name_of_more_than_200_characters_is_too_long(void **state) {
    struct arena *arena = arena_new();
    struct text row = { .arena = arena };

    (void)state;
    text_add(&row, "{\"code\":\"A1\",\"name\":\"");
    for (int i = 0; i < 201; i++)
        text_add(&row, "长");
    text_add(&row, "\"}");
    expect_rejected(row.bytes, 1, "有 201 个字，最多 200 个字");
    arena_free(arena);
}

static void bytes_that_are_no_characters_are_told_with_their_column(void **state) {
    struct arena *arena = arena_new();
    struct said said = { 0 };
    static const char row[] = "{\"code\":\"甲\xFF\",\"name\":\"x\"}";

    (void)state;
    read_content(arena, row, sizeof row - 1, &said);
    assert_int_equal(said.count, 1);
    assert_int_equal(said.columns[0], 11);
    assert_non_null(strstr(said.reasons[0], "UTF-8"));
    arena_free(arena);
}

/* ---- codes ---- */

static void expect_code(const char *code, const char *reason) {
    char row[300];

    snprintf(row, sizeof row, "{\"code\":\"%s\",\"name\":\"甲\"}", code);
    if (*reason) {
        expect_rejected(row, 1, reason);
        return;
    }

    struct arena *arena = arena_new();
    const struct item_import import = read_text(arena, row, NULL);
    assert_int_equal(import.row_count, 1);
    arena_free(arena);
}

static void a_national_code_proves_its_body_level_and_length(void **state) {
    (void)state;
    expect_code("11330109000000019G5332001001001", "");
    expect_code("11330109000000019G533200100100101", "");
    expect_code("11330109000000018G5332001001001", "统一社会信用代码");
    expect_code("11330109000000019G7332001001001", "行使层级");
    expect_code("11330109000000019G53320010010A1", "数字");
    expect_code("11330109000000019G53320010010010", "31 位或 33 位，现在是 32 位");
}

static void a_code_of_sichuan_has_six_parts(void **state) {
    (void)state;
    expect_code("511A0138000000-511602000000-000-115113010833722043-1-00", "");
    expect_code("G-000007-001-511602000000-000-68236467-9-1-00", "");
    expect_code("511A0138000000-51160200000-000-115113010833722043-1-00", "位");
}

/* ---- changchun ---- */

#define CHANGCHUN(area, situation, paper)                                                \
    "{\"area\":\"" area "\",\"parent_area\":\"某市\",\"main_item\":\"户口迁移\","  \
    "\"business_item\":\"投靠\",\"situation\":\"" situation                              \
    "\",\"promised_days\":\"5\","                                                        \
    "\"fee\":\"否\",\"materials\":[\"" paper "\"]}\n"

static void rows_that_differ_in_situation_are_one_item(void **state) {
    struct arena *arena = arena_new();
    const struct item_import import =
        read_text(arena,
                  CHANGCHUN("甲区", "配偶", "结婚证") CHANGCHUN("甲区", "子女", "出生证")
                      CHANGCHUN("乙区", "配偶", "结婚证"),
                  NULL);

    (void)state;
    assert_int_equal(import.format, ITEM_FORMAT_CHANGCHUN);
    assert_int_equal(import.row_count, 2);
    assert_string_equal(import.rows[0].version.name, "户口迁移（投靠）");
    assert_int_equal(import.rows[0].version.paper_count, 2);
    assert_string_equal(import.rows[0].version.papers[1].situation, "子女");
    assert_int_equal(strlen(import.rows[0].version.code), 27);
    assert_string_not_equal(import.rows[0].version.code, import.rows[1].version.code);
    arena_free(arena);
}

static void the_same_situation_twice_is_a_mistake(void **state) {
    (void)state;
    expect_rejected(CHANGCHUN("甲区", "配偶", "结婚证")
                        CHANGCHUN("甲区", "配偶", "户口簿"),
                    2, "两次");
}

/* ---- storing ---- */

static void one_bad_row_keeps_all_out_unless_the_good_are_wanted(void **state) {
    struct hall *hall = hall_open(state);
    struct item_import import = read_text(
        hall->work.arena,
        "{\"code\":\"A1\",\"name\":\"甲\"}\n{\"code\":\"A2\",\"name\":\"\"}\n", NULL);

    assert_ptr_equal(item_import_store(&hall->work, &import), &item_import_refused);
    assert_true(item_count(&hall->work) == 0);
    import.keep = ITEM_KEEP_GOOD;
    assert_null(item_import_store(&hall->work, &import));
    assert_true(item_count(&hall->work) == 1);
    assert_true(import.report.imported == 1);
    hall_close(hall);
}

static void importing_again_changes_only_what_differs(void **state) {
    struct hall *hall = hall_open(state);
    struct item_import import = read_text(hall->work.arena, whole_row, NULL);

    assert_null(item_import_store(&hall->work, &import));
    assert_null(item_import_store(&hall->work, &import));
    assert_true(import.report.imported == 0);
    assert_true(import.report.unchanged == 1);
    ((struct import_row *)import.rows)->version.note = "改了";
    assert_null(item_import_store(&hall->work, &import));
    assert_true(import.report.changed == 1);
    hall_close(hall);
}

/* ---- real data ---- */

/* Leaves the test where the data is absent. */
static struct item_import read_shared(struct arena *arena, const char *name,
                                      struct said *said) {
    const char *const folder = getenv("HAOBAN_SHARED");
    const char *why = "";

    if (!folder || !*folder) {
        print_message("real data is not tested: set HAOBAN_SHARED to its folder\n");
        arena_free(arena);
        skip();
    }

    struct item_import import = {
        .path = arena_format(arena, "%s/data/%s", folder, name),
        .listener = { .reject = hear, .context = said },
    };
    if (!item_import_read(arena, &import, &why))
        fail_msg("%s", why);
    return import;
}

static void all_of_guangdong_is_taken_and_six_bodies_remarked(void **state) {
    struct arena *arena = arena_new();
    struct said said = { 0 };
    const struct item_import import = read_shared(arena, "items_guangdong.jsonl", &said);

    (void)state;
    assert_int_equal(import.row_count, 2262);
    assert_true(import.report.rejected == 0);
    assert_true(import.report.remarked == 6);
    arena_free(arena);
}

static void exactly_the_three_malformed_codes_of_guangan_are_rejected(void **state) {
    struct arena *arena = arena_new();
    struct said said = { 0 };
    const struct item_import import = read_shared(arena, "items_guangan.jsonl", &said);
    static const int lines[] = { 166, 367, 631 };

    (void)state;
    assert_int_equal(import.row_count, 1132);
    assert_true(import.report.rejected == 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(said.lines[i], lines[i]);
    arena_free(arena);
}

static void changchun_can_be_taken_one_area_at_a_time(void **state) {
    struct arena *arena = arena_new();
    struct said said = { 0 };
    struct item_import import = read_shared(arena, "items_changchun_guides.jsonl", &said);
    const char *why = "";

    (void)state;
    assert_int_equal(import.row_count, 1118);
    import.area = "双阳区";
    assert_true(item_import_read(arena, &import, &why));
    assert_int_equal(import.row_count, 61);
    arena_free(arena);
}

static void a_list_of_names_is_enough(void **state) {
    struct arena *arena = arena_new();
    struct said said = { 0 };
    const struct item_import import = read_shared(arena, "guide_catalogue.jsonl", &said);

    (void)state;
    assert_int_equal(import.format, ITEM_FORMAT_NAMES);
    assert_int_equal(import.row_count, 1077);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(one_bad_row_keeps_all_out_unless_the_good_are_wanted),
        BOTH(importing_again_changes_only_what_differs),
    };
    const struct CMUnitTest pure[] = {
        cmocka_unit_test(a_whole_row_of_ours_becomes_a_version),
        cmocka_unit_test(what_is_wrong_is_told_with_its_line_and_field),
        cmocka_unit_test(a_name_of_more_than_200_characters_is_too_long),
        cmocka_unit_test(bytes_that_are_no_characters_are_told_with_their_column),
        cmocka_unit_test(a_national_code_proves_its_body_level_and_length),
        cmocka_unit_test(a_code_of_sichuan_has_six_parts),
        cmocka_unit_test(rows_that_differ_in_situation_are_one_item),
        cmocka_unit_test(the_same_situation_twice_is_a_mistake),
        cmocka_unit_test(all_of_guangdong_is_taken_and_six_bodies_remarked),
        cmocka_unit_test(exactly_the_three_malformed_codes_of_guangan_are_rejected),
        cmocka_unit_test(changchun_can_be_taken_one_area_at_a_time),
        cmocka_unit_test(a_list_of_names_is_enough),
    };

    return RUN_ON_BOTH(tests) + cmocka_run_group_tests_name("import", pure, NULL, NULL);
}
