#include "situation_import.h"

#include "house_test.h"

#include "json.h"
#include "situation_walk.h"
#include "text.h"

enum { REASONS_MAX = 8 };

/* What an import said. */
struct said {
    int lines[REASONS_MAX], columns[REASONS_MAX];
    char reasons[REASONS_MAX][400];
    int count, remarks;
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

static void hear_remark(void *context, int line, int column, const char *reason) {
    (void)line;
    (void)column;
    (void)reason;
    ((struct said *)context)->remarks++;
}

static struct situation_import read_content(struct arena *arena, const char *content,
                                            struct said *said) {
    struct situation_import import = {
        .bytes = content,
        .size = strlen(content),
        .listener = { .reject = hear, .remark = hear_remark, .context = said },
    };

    situation_import_read(arena, &import);
    return import;
}

static void expect_rejected(const char *content, int line, const char *reason) {
    struct arena *arena = arena_new();
    struct said said = { 0 };
    const struct situation_import import = read_content(arena, content, &said);

    assert_true(import.report.rejected > 0);
    if (said.lines[0] != line || !strstr(said.reasons[0], reason))
        fail_msg("%d: %s: expected %s", said.lines[0], said.reasons[0], reason);
    arena_free(arena);
}

/* ---- a plain list becomes questions ---- */

#define ROW(item, situation, papers)                                                     \
    "{\"item\":\"" item "\",\"department\":\"残联\",\"situation\":\"" situation          \
    "\",\"materials\":[" papers "]}\n"

static const struct situation_flow *derive_from(struct arena *arena,
                                                const char *content) {
    struct said said = { 0 };
    const struct situation_import import = read_content(arena, content, &said);

    if (said.count > 0)
        fail_msg("%s", said.reasons[0]);
    assert_int_equal(import.flow_count, 1);
    return &import.flows[0].flow;
}

static void names_made_of_two_choices_become_two_questions(void **state) {
    struct arena *arena = arena_new();
    const struct situation_flow *const flow = derive_from(
        arena,
        ROW("换证", "残损换新（居住地申请）", "\"申请表\",\"居住证\"")
            ROW("换证", "残损换新（户籍地申请）", "\"申请表\"")
                ROW("换证", "等级变化（居住地申请）", "\"申请表\",\"居住证\",\"评定表\"")
                    ROW("换证", "等级变化（户籍地申请）", "\"申请表\",\"评定表\""));

    (void)state;
    assert_int_equal(flow->question_count, 2);
    assert_string_equal(flow->questions[0].answers[1].words, "等级变化");
    assert_string_equal(flow->questions[1].words, "怎么来办？");
    assert_string_equal(flow->questions[1].answers[0].words, "居住地申请");
    assert_int_equal(flow->papers[0].clause_count, 0);
    /* 居住证 asks for one answer of the second question and for nothing of the first. */
    assert_int_equal(flow->papers[1].clause_count, 1);
    assert_int_equal(flow->papers[1].clauses[0].count, 1);
    assert_int_equal(flow->papers[1].clauses[0].terms[0].question, 1);
    arena_free(arena);
}

static void what_all_say_is_not_said_in_each_answer(void **state) {
    struct arena *arena = arena_new();
    const struct situation_flow *const flow =
        derive_from(arena, ROW("驾照", "驾驶证（校车驾驶人）审验", "\"体检表\"")
                               ROW("驾照", "驾驶证(残疾人)审验", "\"证明\""));

    (void)state;
    assert_string_equal(flow->questions[0].answers[0].words, "校车驾驶人");
    assert_string_equal(flow->questions[0].answers[1].words, "残疾人");
    arena_free(arena);
}

static void numbers_of_situations_are_no_words(void **state) {
    struct arena *arena = arena_new();
    const struct situation_flow *const flow =
        derive_from(arena, ROW("许可", "登记（变更）情形10：变更名称", "\"甲\"")
                               ROW("许可", "登记（变更）情形2：变更地址", "\"乙\""));

    (void)state;
    assert_string_equal(flow->questions[0].answers[0].words, "变更名称");
    assert_string_equal(flow->questions[0].words, "您要办哪一项？");
    arena_free(arena);
}

static void nobody_is_asked_what_makes_no_difference(void **state) {
    struct arena *arena = arena_new();
    const struct situation_flow *const flow = derive_from(
        arena, ROW("证", "新办", "\"甲\",\"乙\"") ROW("证", "补办", "\"乙\",\"甲\""));

    (void)state;
    assert_int_equal(flow->question_count, 0);
    assert_int_equal(flow->paper_count, 2);
    assert_non_null(strstr(flow->note, "补办"));
    arena_free(arena);
}

static void many_situations_are_asked_in_two_steps(void **state) {
    struct arena *arena = arena_new();
    struct text content = { .arena = arena };

    (void)state;
    for (int i = 0; i < 10; i++)
        text_addf(&content, ROW("许可", "变更%c项", "\"表%d\""), 'A' + i, i);
    for (int i = 0; i < 4; i++)
        text_addf(&content, ROW("许可", "%c补", "\"单%d\""), 'a' + i, i);

    const struct situation_flow *const flow = derive_from(arena, text_string(&content));
    assert_true(flow->question_count >= 2);
    assert_string_equal(flow->questions[0].answers[0].words, "变更…（10 种）");
    assert_non_null(strstr(flow->questions[0].answers[0].hint, "J项"));
    for (size_t i = 0; i < flow->question_count; i++)
        assert_true(flow->questions[i].answer_count <= SITUATION_CHOICES_MAX);
    arena_free(arena);
}

/* ---- what is refused ---- */

static void what_is_wrong_is_told_with_its_line_and_column(void **state) {
    (void)state;
    expect_rejected("\n{\"item\":\"证\",", 2, "不是完整的 JSON");
    expect_rejected("[1]\n", 1, "一个 JSON 对象");
    expect_rejected("{\"a\":1}\n", 1, "认不出");
    expect_rejected(ROW("证", "甲", "\"一\"") ROW("证", "甲", "\"二\""), 2,
                    "与第 1 行重复");
    expect_rejected(ROW("证", "甲", ""), 1, "materials");
    expect_rejected(ROW("证", "甲", "7"), 1, "文字");
    expect_rejected(ROW("", "甲", "\"一\""), 1, "缺少字段 item");
    expect_rejected(ROW("证", "甲\\u0007", "\"一\""), 1, "控制字符");
    expect_rejected("{\"code\":\"X\",\"questions\":[{\"id\":\"Who\"}]}", 1, "小写字母");
    expect_rejected("{\"code\":\"X\",\"papers\":[{\"name\":\"表\",\"when\":[]}]}", 1,
                    "when 是空的");
    expect_rejected("{\"code\":\"X\",\"papers\":[{\"name\":\"表\"}]}\n"
                    "{\"code\":\"X\",\"papers\":[{\"name\":\"表\"}]}\n",
                    2, "与第 1 行重复");
}

static void a_cycle_is_refused_with_the_way_it_goes(void **state) {
    static const char cycle[] =
        "{\"code\":\"X\",\"questions\":["
        "{\"id\":\"a\",\"text\":\"甲？\",\"answers\":[{\"id\":\"y\",\"text\":\"是\","
        "\"next\":\"b\"},{\"id\":\"n\",\"text\":\"否\",\"next\":\"result\"}]},"
        "{\"id\":\"b\",\"text\":\"乙？\",\"answers\":[{\"id\":\"y\",\"text\":\"是\","
        "\"next\":\"a\"}]}],\"papers\":[{\"name\":\"表\"}]}\n";

    (void)state;
    expect_rejected(cycle, 1, "a → b → a");
}

static void doubled_papers_and_missing_names_are_remarked(void **state) {
    struct arena *arena = arena_new();
    struct said said = { 0 };
    const struct situation_import import = read_content(
        arena, ROW("证", "", "\"表\",\"表\"") ROW("证", "补", "\"单\""), &said);

    (void)state;
    assert_int_equal(said.count, 0);
    assert_int_equal(said.remarks, 2);
    assert_string_equal(import.flows[0].flow.questions[0].answers[0].words, "其他情形");
    assert_int_equal(import.flows[0].rows[0].paper_count, 1);
    arena_free(arena);
}

/* ---- 289 items of a province ---- */

static const char *read_shared(struct arena *arena, const char *name) {
    const char *const folder = getenv("HAOBAN_SHARED");
    struct text out = { .arena = arena };
    char block[4096];
    size_t got;

    if (!folder || !*folder) {
        print_message("real data is not tested: set HAOBAN_SHARED to its folder\n");
        arena_free(arena);
        skip();
    }

    FILE *const file = fopen(arena_format(arena, "%s/data/%s", folder, name), "rb");
    assert_non_null(file);
    while ((got = fread(block, 1, sizeof block, file)) > 0)
        text_add_bytes(&out, block, got);
    fclose(file);
    return text_string(&out);
}

static bool brings(const struct situation_result *result, const char *paper) {
    for (size_t i = 0; i < result->count; i++)
        if (result->verdicts[i].treatment == SITUATION_BRING &&
            strcmp(result->verdicts[i].name, paper) == 0)
            return true;
    return false;
}

/* The row's papers as the file has them, held against what its answers lead to. */
static void expect_exactly(struct arena *arena, const struct situation_import_flow *flow,
                           const struct situation_row *row,
                           const struct json *materials) {
    struct situation_walk walk;
    struct situation_result result;

    situation_walk(&walk, &flow->flow, row->address);
    assert_int_equal(walk.next, SITUATION_RESULT);
    assert_string_equal(situation_address(arena, &walk), row->address);
    situation_conclude(arena, &walk, NULL, &result);
    for (size_t i = 0; i < materials->count; i++)
        if (!brings(&result, materials->member[i].string))
            fail_msg("%s · %s: lacks %s", flow->name, row->name,
                     materials->member[i].string);
    if (result.bring != row->paper_count)
        fail_msg("%s · %s: %zu papers, not %zu", flow->name, row->name, result.bring,
                 row->paper_count);
}

static const struct json *line_of(struct arena *arena, const char *bytes, int line) {
    struct json_error error;

    while (--line > 0)
        bytes = strchr(bytes, '\n') + 1;
    return json_read(arena, bytes, strcspn(bytes, "\n"), &error);
}

static void each_situation_of_jilin_leads_to_exactly_its_papers(void **state) {
    struct arena *arena = arena_new();
    const char *const bytes = read_shared(arena, "items_jilin_materials.jsonl");
    struct said said = { 0 };
    const struct situation_import import = read_content(arena, bytes, &said);
    size_t rows = 0, ways = 0, longest = 0;

    (void)state;
    if (said.count > 0)
        fail_msg("%d: %s", said.lines[0], said.reasons[0]);
    assert_int_equal(import.flow_count, 289);
    for (size_t i = 0; i < import.flow_count; i++) {
        const struct situation_import_flow *const flow = &import.flows[i];

        rows += flow->row_count;
        ways += flow->ways;
        longest = flow->longest > longest ? flow->longest : longest;
        assert_true(flow->ways == flow->row_count || flow->ways == 1);
        for (size_t j = 0; j < flow->row_count; j++)
            expect_exactly(
                arena, flow, &flow->rows[j],
                json_get(line_of(arena, bytes, flow->rows[j].line), "materials"));
        for (size_t j = 0; j < flow->flow.question_count; j++)
            assert_true(flow->flow.questions[j].answer_count <= SITUATION_CHOICES_MAX);
    }
    assert_int_equal(rows, 906);
    print_message("289 items, %zu ways, at most %zu questions, %d odd rows\n", ways,
                  longest, said.remarks);
    arena_free(arena);
}

/* ---- into the library ---- */

static void set_file(struct situation_import *import, const char *bytes) {
    *import = (struct situation_import){ .bytes = bytes, .size = strlen(bytes) };
}

static void all_of_jilin_comes_in_and_a_second_time_changes_nothing(void **state) {
    struct situation_import import;
    struct situation_flow flow;
    struct item item;

    need_database(state);

    struct arena *arena = arena_new();
    const char *const bytes = read_shared(arena, "items_jilin_materials.jsonl");
    struct hall *hall = hall_open(state);

    set_file(&import, bytes);
    situation_import_read(arena, &import);
    assert_null(situation_import_store(&hall->work, &import));
    assert_true(import.report.published == 289);
    assert_true(import.items.report.imported == 289);
    assert_null(situation_import_store(&hall->work, &import));
    assert_true(import.report.published == 0);
    assert_true(import.report.unchanged == 289);
    for (size_t i = 0; i < import.flow_count; i++) {
        assert_null(item_find(&hall->work, import.flows[i].code, &item));
        assert_null(situation_read(&hall->work, item.id, &flow));
        assert_true(situation_is_same(arena, &flow, &import.flows[i].flow));
        assert_true(item_asks(&hall->work, item.id) == (int64_t)import.flows[i].longest);
    }
    hall_close(hall);
    arena_free(arena);
}

static void a_flow_must_fit_the_items_papers(void **state) {
    static const char item_row[] =
        "{\"code\":\"X-1\",\"name\":\"办证\",\"ways\":[],"
        "\"papers\":[{\"name\":\"表\"},{\"name\":\"照片\"}]}\n";
    static const char wrong[] = "{\"code\":\"X-1\",\"papers\":[{\"name\":\"表\"},"
                                "{\"name\":\"像\"}]}\n";
    static const char right[] = "{\"code\":\"X-1\",\"papers\":[{\"name\":\"表\"},"
                                "{\"name\":\"照片\",\"exempt\":true}]}\n";
    struct hall *hall = hall_open(state);
    struct item_import items = { .path = "x", .bytes = item_row };
    struct situation_import import;
    struct said said = { 0 };
    const char *why;

    assert_true(item_import_read(hall->work.arena, &items, &why));
    assert_null(item_import_store(&hall->work, &items));
    set_file(&import, wrong);
    import.listener = (struct item_import_listener){ .reject = hear, .context = &said };
    situation_import_read(hall->work.arena, &import);
    assert_ptr_equal(situation_import_store(&hall->work, &import),
                     &situation_import_refused);
    assert_int_equal(said.count, 2);
    assert_non_null(strstr(said.reasons[0], "像"));
    assert_non_null(strstr(said.reasons[1], "照片"));
    set_file(&import, right);
    situation_import_read(hall->work.arena, &import);
    assert_null(situation_import_store(&hall->work, &import));
    assert_true(import.report.published == 1);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(all_of_jilin_comes_in_and_a_second_time_changes_nothing),
        BOTH(a_flow_must_fit_the_items_papers),
    };
    const struct CMUnitTest pure[] = {
        cmocka_unit_test(names_made_of_two_choices_become_two_questions),
        cmocka_unit_test(what_all_say_is_not_said_in_each_answer),
        cmocka_unit_test(numbers_of_situations_are_no_words),
        cmocka_unit_test(nobody_is_asked_what_makes_no_difference),
        cmocka_unit_test(many_situations_are_asked_in_two_steps),
        cmocka_unit_test(what_is_wrong_is_told_with_its_line_and_column),
        cmocka_unit_test(a_cycle_is_refused_with_the_way_it_goes),
        cmocka_unit_test(doubled_papers_and_missing_names_are_remarked),
        cmocka_unit_test(each_situation_of_jilin_leads_to_exactly_its_papers),
    };

    return RUN_ON_BOTH(tests) + cmocka_run_group_tests_name("import", pure, NULL, NULL);
}
