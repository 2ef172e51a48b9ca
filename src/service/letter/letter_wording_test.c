#include "letter_wording.h"

#include "house_test.h"

#include "text.h"

static struct letter_wording wording; /* shared: by one thread's tests */
static struct letter_wording_fault fault;

static bool reads(struct arena *arena, const char *kind, const char *text) {
    return letter_wording_read(arena, letter_kind_named(kind), text, &wording, &fault);
}

static void every_line_is_what_it_begins_with(void **state) {
    struct arena *const arena = arena_new();

    (void)state;
    assert_true(reads(arena, "supplement",
                      "% note\n# 标题\n\n> {asker}：\n| 期限 | {until}前\r\n- {defects}\n"
                      "_ 签名：\n?agent 代理人{agent}\n{consequence}"));
    assert_int_equal(wording.count, 7);
    assert_int_equal(wording.line[0].kind, LETTER_HEADING);
    assert_string_equal(wording.line[0].text, "标题");
    assert_int_equal(wording.line[1].kind, LETTER_PLAIN);
    assert_int_equal(wording.line[2].kind, LETTER_ROW);
    assert_string_equal(wording.line[2].label, "期限");
    assert_string_equal(wording.line[2].text, "{until}前");
    assert_int_equal(wording.line[3].kind, LETTER_LIST);
    assert_int_equal(wording.line[3].list, SLOT_DEFECTS);
    assert_int_equal(wording.line[4].kind, LETTER_SIGN);
    assert_int_equal(wording.line[5].when, SLOT_AGENT);
    assert_string_equal(wording.line[5].text, "代理人{agent}");
    assert_int_equal(wording.line[6].kind, LETTER_PARAGRAPH);
    arena_free(arena);
}

static void what_is_wrong_is_told_with_its_line(void **state) {
    static const struct {
        const char *text;
        int line;
        const char *what;
    } wrong[] = {
        { "好\n{nonsense}", 2, "nonsense" },
        { "{papers}", 1, "papers" }, /* of another kind */
        { "{remedies}", 1, "remedies" },
        { "{reason", 1, "{reason}" },
        { "reason}", 1, "{reason}" },
        { "{{reason}}", 1, "{reason}" },
        { "{rea\nson}", 1, "{reason}" },
        { "{}", 1, "" },
        { "{agent}", 1, "agent" }, /* may be empty */
        { "?agent_id {agent}", 1, "agent" },
        { "| 没有第二格", 1, "" },
        { "| {reason} | 内容", 1, "" },
        { "- 材料 {reason}", 1, "{papers}" },
        { "- {asker}", 1, "asker" }, /* is one line */
        { "#", 1, "" },
        { "?agent", 1, "" },
        { "?nonsense 好", 1, "nonsense" },
        { "好", 0, "{reason}" }, /* the law wants the reason */
        { "", 0, "{reason}" },
        { "?agent {reason}", 0, "{reason}" }, /* printed for agents only */
    };
    struct arena *const arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        if (reads(arena, "returned", wrong[i].text))
            fail_msg("%s reads", wrong[i].text);
        if (fault.line != wrong[i].line || strcmp(fault.what, wrong[i].what) != 0)
            fail_msg("%s: line %d, %s", wrong[i].text, fault.line, fault.what);
    }
    arena_free(arena);
}

static void too_much_is_refused(void **state) {
    struct arena *const arena = arena_new();
    struct text lines = { .arena = arena };
    struct text wide = { .arena = arena };

    (void)state;
    for (int i = 0; i <= LETTER_LINES_MAX; i++)
        text_add(&lines, "{reason}\n");
    assert_false(reads(arena, "returned", text_string(&lines)));
    assert_int_equal(fault.line, LETTER_LINES_MAX + 1);
    for (int i = 0; i <= LETTER_WORDING_MAX; i++)
        text_add(&wide, "长");
    assert_false(reads(arena, "returned", text_string(&wide)));
    assert_false(reads(arena, "returned", "{reason}\x01"));
    arena_free(arena);
}

static void slots_are_filled_in_and_lists_numbered(void **state) {
    struct arena *const arena = arena_new();
    struct letter_values values = { .of = { [SLOT_ASKER] = "演示{reason}人",
                                            [SLOT_DEFECTS] = "一\n\n 二 \n三",
                                            [SLOT_UNTIL] = "月底" } };
    const struct letter_printed *printed;

    (void)state;
    assert_true(reads(arena, "supplement",
                      "> {asker}：{asker}\n- {defects}\n?agent 代理人\n| 到 | "
                      "{until}\n{consequence}"));
    assert_int_equal(letter_wording_fill(arena, &wording, &values, &printed), 6);
    assert_string_equal(printed[0].text, "演示{reason}人：演示{reason}人");
    assert_string_equal(printed[1].label, "1.");
    assert_string_equal(printed[2].label, "2.");
    assert_string_equal(printed[2].text, "二");
    assert_string_equal(printed[3].text, "三");
    assert_string_equal(printed[4].text, "月底");
    assert_string_equal(printed[5].text, "");
    arena_free(arena);
}

static void the_program_has_a_wording_for_every_kind(void **state) {
    struct arena *const arena = arena_new();
    struct work work = { .arena = arena };

    (void)state;
    for (size_t i = 0; i < letter_kind_count; i++) {
        const struct letter_kind *const kind = &letter_kinds[i];
        const int64_t last = letter_wording_built_in(arena, kind);

        for (int64_t version = 1; version <= last; version++)
            if (!reads(arena, kind->name, letter_wording_text(&work, kind, version)))
                fail_msg("%s.%d:%d: %s (%s)", kind->name, (int)version, fault.line,
                         fault.reason, fault.what);
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_is_what_it_begins_with),
        cmocka_unit_test(what_is_wrong_is_told_with_its_line),
        cmocka_unit_test(too_much_is_refused),
        cmocka_unit_test(slots_are_filled_in_and_lists_numbered),
        cmocka_unit_test(the_program_has_a_wording_for_every_kind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
