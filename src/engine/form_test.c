#include "form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "json.h"

enum { TODAY = 20261123 };

static const struct form_choice askers[] = { { "self", "本人" },
                                             { "child", "子女代办" },
                                             { NULL, NULL } };
static const struct form_choice villages[] = {
    { "1", "甲村" }, { "2", "乙村" }, { "3", "丙村" }, { "4", "丁村" }, { "5", "戊村" },
    { "6", "己村" }, { "7", "庚村" }, { "8", "辛村" }, { NULL, NULL }
};
static const struct form_field fields[] = {
    { .name = "name",
      .label = "姓名",
      .kind = FORM_NAME,
      .required = true,
      .autocomplete = "name" },
    { .name = "id_number",
      .label = "身份证号",
      .hint = "第二代身份证上的 18 位号码",
      .kind = FORM_CITIZEN_ID },
    { .name = "phone", .label = "手机号", .kind = FORM_MOBILE },
    { .name = "firm", .label = "统一社会信用代码", .kind = FORM_CREDIT_CODE },
    { .name = "born", .label = "出生日期", .kind = FORM_DAY, .max = TODAY },
    { .name = "count", .label = "份数", .kind = FORM_INTEGER, .min = 1, .max = 20 },
    { .name = "asker", .label = "谁来办？", .kind = FORM_CHOICE, .choices = askers },
    { .name = "village", .label = "村社", .kind = FORM_CHOICE, .choices = villages },
    { .name = "agree", .label = "我已阅读告知书", .kind = FORM_FLAG },
    { .name = "secret", .label = "口令", .kind = FORM_PASSWORD },
    { .name = "note", .label = "说明", .kind = FORM_LONG_TEXT, .max = 10 },
    { .name = "title", .label = "标题", .kind = FORM_TEXT, .min = 2 },
    { .name = "step", .label = "步骤", .kind = FORM_HIDDEN },
    { .name = "photo", .label = "照片", .kind = FORM_FILE, .accept = "image/*" },
};
static const struct form form = { "test.form", fields, sizeof fields / sizeof *fields };

/* ---- helpers ---- */

static int begin(void **state) {
    *state = arena_new();
    return 0;
}

static int end(void **state) {
    arena_free(*state);
    return 0;
}

/* Sends name=王小明 and one more pair. */
struct sent {
    const char *name;
    const char *value;
};

static const char *sent_value(const void *from, const char *name) {
    const struct sent *const sent = from;

    if (sent->name && strcmp(sent->name, name) == 0)
        return sent->value;
    return strcmp(name, "name") == 0 ? "王小明" : NULL;
}

static struct form_input *sending(void **state, const char *name, const char *value) {
    const struct sent sent = { name, value };

    return form_read(*state, &form, (struct form_source){ sent_value, &sent }, TODAY);
}

static void assert_becomes(void **state, const char *name, const char *typed,
                           const char *value) {
    const struct form_input *const input = sending(state, name, typed);

    assert_int_equal(input->error_count, 0);
    assert_string_equal(form_value(input, name), value);
}

static void assert_refused(void **state, const char *name, const char *typed,
                           const char *error) {
    const struct form_input *const input = sending(state, name, typed);

    assert_int_equal(input->error_count, 1);
    assert_string_equal(form_error(input, LANGUAGE_CHINESE, form_index(&form, name)),
                        error);
    assert_string_equal(form_value(input, name), typed);
}

static const char *html_of(void **state, const struct form_input *input,
                           const char *name) {
    struct html *const out = arena_alloc(*state, sizeof *out);

    out->text.arena = *state;
    if (name)
        form_put_field(out, input, name);
    else
        form_put_fields(out, input);
    return text_string(&out->text);
}

/* ---- names ---- */

static void rare_characters_and_dots_are_names(void **state) {
    assert_becomes(state, "name", "𠮷田𫖯", "𠮷田𫖯");
    assert_becomes(state, "name", "买买提·艾力", "买买提·艾力");
    assert_becomes(state, "name", "阿依•古丽", "阿依·古丽");
    assert_becomes(state, "name", "O'Brien Anne-Marie", "O'Brien Anne-Marie");
    assert_becomes(state, "name", "李〇", "李〇");
}

static void blanks_of_a_name_are_mended(void **state) {
    assert_becomes(state, "name", "  张\xE3\x80\x80三 ", "张三");
    assert_becomes(state, "name", "Ｌｉ  Ｍｉｎｇ", "Li Ming");
}

static void what_is_no_name_is_refused_with_advice(void **state) {
    assert_refused(state, "name", "张3", "姓名里不能有数字，请核对。");
    assert_refused(state, "name", "张三，李四",
                   "姓名里只能有文字和间隔号“·”，请去掉其他符号。");
    assert_refused(state, "name", "张😀", "姓名里只能有文字和间隔号“·”，请去掉其他符号。");
    assert_refused(state, "name", "张", "姓名至少填 2 个字，现在有 1 个字，请补充。");
    assert_refused(state, "name", "", "请填写姓名。");
    assert_refused(state, "name", " \xE3\x80\x80", "请填写姓名。");
}

/* ---- numbers ---- */

static void numbers_typed_by_an_input_method_are_mended(void **state) {
    assert_becomes(state, "phone", "１３８ ００１３ ８０００", "13800138000");
    assert_becomes(state, "phone", "+86 138-0013-8000", "13800138000");
    assert_becomes(state, "id_number", " 110105 19491231 002x ", "11010519491231002X");
    assert_becomes(state, "id_number", "１１０１０５１９４９１２３１００２ｘ",
                   "11010519491231002X");
    assert_becomes(state, "firm", "91350100m000100y43", "91350100M000100Y43");
}

static void a_wrong_identity_number_says_what_is_wrong(void **state) {
    assert_refused(state, "id_number", "110105194912310021",
                   "身份证号最后一位校验不对，请对照证件再核对一遍。");
    assert_refused(state, "id_number", "11010519491231002",
                   "身份证号是 18 位，现在是 17 位，请检查是否少输或多输。");
    assert_refused(state, "id_number", "110105491231002",
                   "15 位的旧身份证号已停用，请填新证上的 18 位号码。");
    assert_refused(state, "id_number", "110105194913310021",
                   "身份证号第 7 到 14 位是出生日期，现在填的日期不对，请再核对一遍。");
    assert_refused(state, "id_number", "11010519491231002A",
                   "身份证号前 17 位是数字，最后一位是数字或 X，请对照证件再核对一遍。");
}

static void a_wrong_phone_or_code_says_what_is_wrong(void **state) {
    assert_refused(state, "phone", "1380013800",
                   "手机号是 11 位数字，以 1 开头，请检查是否少输或多输。");
    assert_refused(state, "firm", "91350100M000100Y4",
                   "统一社会信用代码是 18 位，现在是 17 位，请检查是否少输或多输。");
    assert_refused(state, "firm", "91350100M000100Y44",
                   "统一社会信用代码校验不对，请对照营业执照再核对一遍。");
}

static void days_are_read_as_people_write_them(void **state) {
    assert_becomes(state, "born", "2026-11-23", "2026-11-23");
    assert_becomes(state, "born", "2026/1/3", "2026-01-03");
    assert_becomes(state, "born", "２０２６年１月３日", "2026-01-03");
    assert_becomes(state, "born", "20260103", "2026-01-03");
    assert_int_equal(form_number(sending(state, "born", "2026.1.3"), "born"), 20260103);
    assert_int_equal(form_number(sending(state, "born", ""), "born"), 0);
}

static void days_that_are_none_are_refused(void **state) {
    assert_refused(state, "born", "2026-02-30",
                   "出生日期要写成年-月-日，例如 2026-11-23。");
    assert_refused(state, "born", "昨天", "出生日期要写成年-月-日，例如 2026-11-23。");
    assert_refused(state, "born", "99999999999-1-1",
                   "出生日期要写成年-月-日，例如 2026-11-23。");
    assert_refused(state, "born", "2026-11-24", "出生日期不能晚于 2026-11-23，请改。");
}

static void integers_stay_between_their_bounds(void **state) {
    assert_int_equal(form_number(sending(state, "count", "１２"), "count"), 12);
    assert_refused(state, "count", "21", "份数要填 1 到 20 之间的整数。");
    assert_refused(state, "count", "0", "份数要填 1 到 20 之间的整数。");
    assert_refused(state, "count", "两份", "份数要填整数，例如 3。");
    assert_refused(state, "count", "99999999999999999999", "份数要填整数，例如 3。");
}

/* ---- texts ---- */

static void characters_are_counted_not_bytes(void **state) {
    assert_becomes(state, "note", "一二三四五六七八九𠮷", "一二三四五六七八九𠮷");
    assert_refused(state, "note", "一二三四五六七八九十一",
                   "说明最多填 10 个字，现在有 11 个字，请缩短。");
    assert_refused(state, "title", "短", "标题至少填 2 个字，现在有 1 个字，请补充。");
}

static void lines_are_kept_only_where_there_may_be_several(void **state) {
    assert_becomes(state, "note", "一\r\n二\r三\n", "一\n二\n三");
    assert_refused(state, "title", "一\n二", "标题只能填一行，请去掉换行。");
}

static void broken_bytes_are_refused_and_not_shown(void **state) {
    const struct form_input *const input = sending(state, "title", "ab\xFF");

    assert_int_equal(input->error_count, 1);
    assert_string_equal(form_value(input, "title"), "");
    assert_int_equal(sending(state, "title", "ab\x01")->error_count, 1);
}

static void a_choice_is_one_of_those_offered(void **state) {
    assert_becomes(state, "asker", "child", "child");
    assert_becomes(state, "asker", "", "");
    assert_refused(state, "asker", "king", "谁来办？：请从列出的选项里选一项。");
}

static void a_flag_is_ticked_or_not(void **state) {
    assert_int_equal(form_number(sending(state, "agree", "on"), "agree"), 1);
    assert_int_equal(form_number(sending(state, "agree", "0"), "agree"), 0);
    assert_int_equal(form_number(sending(state, NULL, NULL), "agree"), 0);
}

static void a_password_is_kept_as_typed(void **state) {
    assert_becomes(state, "secret", " １２ ", " １２ ");
}

static void what_lacks_is_asked_for_in_the_words_of_its_kind(void **state) {
    static const struct {
        enum form_kind kind;
        const char *label, *error;
    } lacks[] = {
        { FORM_TEXT, "地址", "请填写地址。" },
        { FORM_CHOICE, "村社", "请选择村社。" },
        { FORM_CHOICE, "谁来办？", "请回答：谁来办？" },
        { FORM_FLAG, "我已阅读", "请先勾选“我已阅读”，再继续。" },
        { FORM_FILE, "照片", "请上传照片。" },
    };

    for (size_t i = 0; i < sizeof lacks / sizeof *lacks; i++) {
        const struct form_field field = { .name = "x",
                                          .label = lacks[i].label,
                                          .kind = lacks[i].kind,
                                          .required = true,
                                          .choices = askers };
        const struct form one = { "test.one", &field, 1 };
        const struct sent sent = { NULL, NULL };
        const struct form_input *const input =
            form_read(*state, &one, (struct form_source){ sent_value, &sent }, TODAY);

        assert_string_equal(form_error(input, LANGUAGE_CHINESE, 0), lacks[i].error);
    }
}

/* ---- JSON ---- */

static void a_json_object_fills_the_form(void **state) {
    const char *const bytes = "{\"name\":\"王小明\",\"count\":3,\"agree\":true,"
                              "\"phone\":null,\"note\":\"a\"}";
    struct json_error error;
    const struct json *const object = json_read(*state, bytes, strlen(bytes), &error);
    const struct form_input *const input =
        form_read(*state, &form, form_json_source(object), TODAY);

    assert_int_equal(input->error_count, 0);
    assert_int_equal(form_number(input, "count"), 3);
    assert_int_equal(form_number(input, "agree"), 1);
    assert_string_equal(form_value(input, "name"), "王小明");
    assert_string_equal(form_value(input, "phone"), "");
}

static void the_schema_says_what_json_is_wanted(void **state) {
    struct text out = { .arena = *state };
    struct json_error error;

    form_put_schema(&out, NULL, &form);

    const struct json *const schema = json_read(*state, out.bytes, out.length, &error);
    const struct json *const properties = json_get(schema, "properties");
    assert_non_null(schema);
    assert_int_equal(properties->count, form.count);
    assert_int_equal(json_get(schema, "required")->count, 1);
    assert_string_equal(json_string(json_get(json_get(properties, "count"), "type")),
                        "integer");
    assert_int_equal(json_integer(json_get(json_get(properties, "count"), "maximum"), 0),
                     20);
    assert_int_equal(json_integer(json_get(json_get(properties, "note"), "maxLength"), 0),
                     10);
    assert_int_equal(json_get(json_get(properties, "asker"), "enum")->count, 3);
    assert_string_equal(json_string(json_get(json_get(properties, "born"), "format")),
                        "date");
}

/* ---- HTML ---- */

static void a_field_has_label_hint_and_control(void **state) {
    const struct form_input *const input = form_fresh(*state, &form, NULL);

    assert_string_equal(
        html_of(state, input, "id_number"),
        "<div class=\"field\"><label for=\"id_number\">\n身份证号\n"
        "<span class=\"hint\">（选填）</span>\n</label>\n"
        "<p class=\"hint\" id=\"id_number-hint\">第二代身份证上的 18 位号码</p>"
        "<input type=\"text\" id=\"id_number\" name=\"id_number\""
        " aria-describedby=\"id_number-hint\" class=\"is-medium\" inputmode=\"text\""
        " value=\"\">\n</div>");
    assert_null(strstr(html_of(state, input, "name"), "选填"));
    assert_non_null(strstr(html_of(state, input, "name"), "autocomplete=\"name\""));
    assert_null(strstr(html_of(state, input, NULL), "maxlength"));
}

static void a_wrong_field_shows_the_words_and_the_error(void **state) {
    const struct form_input *const input = sending(state, "id_number", "<12>");
    const char *const html = html_of(state, input, "id_number");

    assert_non_null(strstr(html, "class=\"field is-wrong\""));
    assert_non_null(strstr(html, "<p class=\"error\" id=\"id_number-error\">"
                                 "<span class=\"unseen\">错误：</span>"));
    assert_non_null(strstr(html, "aria-describedby=\"id_number-hint id_number-error\""));
    assert_non_null(strstr(html, "aria-invalid=\"true\""));
    assert_non_null(strstr(html, "value=\"&lt;12&gt;\""));
}

static void the_summary_links_to_each_wrong_field(void **state) {
    struct form_input *const input = sending(state, "phone", "1");

    form_set_error(input, NULL, "今天的号已取完，请明天再来。");
    form_set_error(input, "title", "已有同名的标题，请换一个。");
    form_set_error(input, "title", "已有同名的标题，请换一个。");

    const char *const html = html_of(state, input, NULL);
    assert_int_equal(input->error_count, 3);
    assert_non_null(strstr(html, "<div class=\"summary\" id=\"summary\" role=\"alert\" "
                                 "tabindex=\"-1\"><h2>有 3 处要改</h2><ul>"
                                 "<li>今天的号已取完，请明天再来。</li>"
                                 "<li><a href=\"#phone\">手机号是 11 位数字"));
    assert_non_null(strstr(html, "<li><a href=\"#title\">已有同名的标题"));
    assert_null(strstr(html_of(state, form_fresh(*state, &form, NULL), NULL), "summary"));
}

static void an_error_of_another_forms_field_is_the_whole_ones(void **state) {
    struct form_input *const input = sending(state, "phone", "13800000001");

    form_set_error(input, "paper", "材料清单变了。");
    assert_string_equal(input->whole_error, "材料清单变了。");
    assert_int_equal(input->error_count, 1);
    assert_non_null(strstr(html_of(state, input, NULL), "<li>材料清单变了。</li>"));
}

static void few_choices_are_radios_and_many_a_select(void **state) {
    const struct form_input *const input =
        form_fresh(*state, &form, "asker", "child", "village", "2", NULL);
    const char *const radios = html_of(state, input, "asker");
    const char *const list = html_of(state, input, "village");

    assert_non_null(strstr(radios, "<fieldset class=\"field\"><legend>谁来办？"));
    assert_non_null(strstr(radios, "<label><input type=\"radio\" name=\"asker\" "
                                   "value=\"self\" id=\"asker\"> <span>本人</span>"));
    assert_non_null(strstr(radios, "value=\"child\" checked=\"\">"));
    assert_non_null(strstr(list, "<select id=\"village\" name=\"village\">"));
    assert_non_null(strstr(list, "<option value=\"2\" selected=\"\">乙村</option>"));
}

static void a_password_is_never_shown_again(void **state) {
    const struct form_input *const input = sending(state, "secret", "open sesame");
    const char *const html = html_of(state, input, NULL);

    assert_null(strstr(html, "sesame"));
    assert_null(strstr(html_of(state, input, "secret"), "value="));
}

static void a_text_of_several_lines_keeps_its_first_line_break(void **state) {
    const struct form_input *const input =
        form_fresh(*state, &form, "note", "\n一", NULL);

    assert_non_null(strstr(html_of(state, input, "note"), ">\n\n一</textarea>"));
}

static void files_say_what_they_accept(void **state) {
    assert_non_null(strstr(html_of(state, form_fresh(*state, &form, NULL), "photo"),
                           "<input type=\"file\" id=\"photo\" name=\"photo\" "
                           "accept=\"image/*\">"));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(rare_characters_and_dots_are_names),
        TEST(blanks_of_a_name_are_mended),
        TEST(what_is_no_name_is_refused_with_advice),
        TEST(numbers_typed_by_an_input_method_are_mended),
        TEST(a_wrong_identity_number_says_what_is_wrong),
        TEST(a_wrong_phone_or_code_says_what_is_wrong),
        TEST(days_are_read_as_people_write_them),
        TEST(days_that_are_none_are_refused),
        TEST(integers_stay_between_their_bounds),
        TEST(characters_are_counted_not_bytes),
        TEST(lines_are_kept_only_where_there_may_be_several),
        TEST(broken_bytes_are_refused_and_not_shown),
        TEST(a_choice_is_one_of_those_offered),
        TEST(a_flag_is_ticked_or_not),
        TEST(a_password_is_kept_as_typed),
        TEST(what_lacks_is_asked_for_in_the_words_of_its_kind),
        TEST(a_json_object_fills_the_form),
        TEST(the_schema_says_what_json_is_wanted),
        TEST(a_field_has_label_hint_and_control),
        TEST(a_wrong_field_shows_the_words_and_the_error),
        TEST(the_summary_links_to_each_wrong_field),
        TEST(an_error_of_another_forms_field_is_the_whole_ones),
        TEST(few_choices_are_radios_and_many_a_select),
        TEST(a_password_is_never_shown_again),
        TEST(a_text_of_several_lines_keeps_its_first_line_break),
        TEST(files_say_what_they_accept),
    };

    return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
