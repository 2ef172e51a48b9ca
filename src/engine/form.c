#include "form.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "arena.h"
#include "check.h"
#include "civil.h"
#include "form_tidy.h"
#include "json.h"
#include "text.h"
#include "utf8.h"

enum { CHOICES_MAX = 1000 };

/* ---- errors ---- */

/* One field being read. */
struct reading {
    struct form_input *input;
    size_t index;
    const struct form_field *field;
    const char *value; /* normalised */
    int today;
};

/* Values behind the first that is NULL are not used. */
static void wrong(struct reading *reading, const char *pattern, const char *value0,
                  const char *value1, const char *value2) {
    struct form_input *const input = reading->input;

    assert(!input->error[reading->index]);
    input->error[reading->index] = pattern;
    input->error_value[reading->index][0] = value0;
    input->error_value[reading->index][1] = value1;
    input->error_value[reading->index][2] = value2;
    input->error_count++;
}

/* The error speaks of the field by its label. */
static void wrong_label(struct reading *reading, const char *pattern) {
    wrong(reading, pattern, reading->field->label, NULL, NULL);
}

static const char *number_text(struct reading *reading, int64_t number) {
    return arena_format(reading->input->arena, "%lld", (long long)number);
}

const char *form_error(const struct form_input *input, enum language language, size_t i) {
    const char *const *const values = input->error_value[i];
    size_t count = 0;

    assert(i < input->form->count);
    if (!input->error[i])
        return NULL;
    while (count < FORM_ERROR_VALUES_MAX && values[count])
        count++;
    return page_say_with(input->arena, language, input->error[i], values, count);
}

/* ---- checks, one for each kind ---- */

static void check_length(struct reading *reading, int own_min, int own_max) {
    const int min = reading->field->min ? reading->field->min : own_min;
    const int max = reading->field->max ? reading->field->max : own_max;
    const int64_t count = (int64_t)utf8_count(reading->value);

    if (count > max)
        wrong(reading, TEXT("{0}最多填 {1} 个字，现在有 {2} 个字，请缩短。"),
              reading->field->label, number_text(reading, max),
              number_text(reading, count));
    else if (count < min)
        wrong(reading, TEXT("{0}至少填 {1} 个字，现在有 {2} 个字，请补充。"),
              reading->field->label, number_text(reading, min),
              number_text(reading, count));
}

static void check_text(struct reading *reading) {
    if (strpbrk(reading->value, "\t\r\n"))
        wrong_label(reading, TEXT("{0}只能填一行，请去掉换行。"));
    else
        check_length(reading, 0, 200);
}

static void check_long_text(struct reading *reading) {
    check_length(reading, 0, 2000);
}

static void check_password(struct reading *reading) {
    check_length(reading, 0, 100);
}

static void check_hidden(struct reading *reading) {
    check_length(reading, 0, 1000);
}

/* Letters of any script and what stands between the parts of a name. */
static bool may_stand_in_name(uint32_t point) {
    if (point < 0x80)
        return (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z') ||
               point == ' ' || point == '\'' || point == '-' || point == '.';
    if (point < 0xC0)
        return point == 0xB7;
    if (point >= 0x2000 && point <= 0x2BFF) /* dashes, quotes, arrows, circled digits */
        return false;
    if (point >= 0x3000 && point <= 0x3020) /* 、。《》, but 々 and 〇 are letters */
        return point >= 0x3005 && point <= 0x3007;
    if (point >= 0xE000 && point <= 0xF8FF) /* private: would print as nothing */
        return false;
    return !(point >= 0xFE00 && point <= 0xFFFF) &&
           !(point >= 0x1F000 && point < 0x20000);
}

static void check_name(struct reading *reading) {
    uint32_t point;

    for (const char *at = reading->value; (point = utf8_next(&at)) != 0;) {
        if (point >= '0' && point <= '9') {
            wrong_label(reading, TEXT("{0}里不能有数字，请核对。"));
            return;
        }
        if (!may_stand_in_name(point)) {
            wrong_label(reading, TEXT("{0}里只能有文字和间隔号“·”，请去掉其他符号。"));
            return;
        }
    }
    check_length(reading, 2, 50);
}

/* The eight digits of a birthday, or 0. */
static int birthday_of(const char *id) {
    int day = 0;

    for (int i = 6; i < 14; i++)
        day = day * 10 + (id[i] - '0');
    return civil_day_exists(day) ? day : 0;
}

static void check_citizen(struct reading *reading) {
    const char *const id = reading->value;
    const size_t count = utf8_count(id), digits = strspn(id, "0123456789");
    const int birthday = count == 18 && digits >= 17 ? birthday_of(id) : 0;

    if (count == 15 && digits == 15)
        wrong(reading, TEXT("15 位的旧身份证号已停用，请填新证上的 18 位号码。"), NULL,
              NULL, NULL);
    else if (count != 18)
        wrong(reading, TEXT("身份证号是 18 位，现在是 {0} 位，请检查是否少输或多输。"),
              number_text(reading, (int64_t)count), NULL, NULL);
    else if (digits < 17 || (digits == 17 && id[17] != 'X'))
        wrong(reading,
              TEXT("身份证号前 17 位是数字，最后一位是数字或 X，请对照证件再核对一遍。"),
              NULL, NULL, NULL);
    else if (birthday == 0 || birthday > reading->today)
        wrong(reading,
              TEXT("身份证号第 7 到 14 位是出生日期，现在填的日期不对，请再核对一遍。"),
              NULL, NULL, NULL);
    else if (!check_citizen_id(id, reading->today))
        wrong(reading, TEXT("身份证号最后一位校验不对，请对照证件再核对一遍。"), NULL,
              NULL, NULL);
}

static void check_credit(struct reading *reading) {
    const size_t count = utf8_count(reading->value);

    if (count != 18)
        wrong(reading,
              TEXT("统一社会信用代码是 18 位，现在是 {0} 位，请检查是否少输或多输。"),
              number_text(reading, (int64_t)count), NULL, NULL);
    else if (!check_credit_code(reading->value))
        wrong(reading, TEXT("统一社会信用代码校验不对，请对照营业执照再核对一遍。"), NULL,
              NULL, NULL);
}

static void check_phone(struct reading *reading) {
    if (!check_mobile(reading->value))
        wrong(reading, TEXT("手机号是 11 位数字，以 1 开头，请检查是否少输或多输。"),
              NULL, NULL, NULL);
}

static void check_digits(struct reading *reading) {
    const size_t count = utf8_count(reading->value);
    const int max = reading->field->max;

    assert(max > 0);
    if (strspn(reading->value, "0123456789") != strlen(reading->value))
        wrong_label(reading, TEXT("{0}只能填数字，请核对。"));
    else if (count != (size_t)max)
        wrong(reading, TEXT("{0}是 {1} 位数字，现在是 {2} 位，请检查是否少输或多输。"),
              reading->field->label, number_text(reading, max),
              number_text(reading, (int64_t)count));
}

static const char *day_text(struct reading *reading, int day) {
    char text[11];

    civil_write_day(text, day);
    return arena_copy(reading->input->arena, text);
}

static void check_day(struct reading *reading) {
    const int day = civil_read_day(reading->value);
    const int min = reading->field->min, max = reading->field->max;

    if (day == 0)
        wrong(reading, TEXT("{0}要写成年-月-日，例如 {1}。"), reading->field->label,
              day_text(reading, reading->today), NULL);
    else if (min && day < min)
        wrong(reading, TEXT("{0}不能早于 {1}，请改。"), reading->field->label,
              day_text(reading, min), NULL);
    else if (max && day > max)
        wrong(reading, TEXT("{0}不能晚于 {1}，请改。"), reading->field->label,
              day_text(reading, max), NULL);
    else
        reading->input->number[reading->index] = day;
}

static int integer_max(const struct form_field *field) {
    return field->max ? field->max : INT32_MAX;
}

static void check_integer(struct reading *reading) {
    const int max = integer_max(reading->field);
    int64_t number = 0;

    if (!text_read_int(reading->value, &number)) {
        wrong(reading, TEXT("{0}要填整数，例如 {1}。"), reading->field->label,
              number_text(reading, reading->field->min > 3 ? reading->field->min : 3),
              NULL);
        return;
    }
    if (number < reading->field->min || number > max)
        wrong(reading, TEXT("{0}要填 {1} 到 {2} 之间的整数。"), reading->field->label,
              number_text(reading, reading->field->min), number_text(reading, max));
    else
        reading->input->number[reading->index] = number;
}

static void check_choice(struct reading *reading) {
    const struct form_choice *choice = reading->field->choices;

    assert(choice);
    for (int i = 0; choice->value; choice++, i++) {
        assert(i < CHOICES_MAX);
        if (strcmp(choice->value, reading->value) == 0)
            return;
    }
    wrong_label(reading, TEXT("{0}：请从列出的选项里选一项。"));
}

static void check_flag(struct reading *reading) {
    reading->input->number[reading->index] = 1;
}

static void check_nothing(struct reading *reading) {
    (void)reading;
}

/* ---- kinds ---- */

static const char *as_it_is(struct arena *arena, const char *text) {
    return arena_copy(arena, text);
}

/* Ticked is whatever browsers and integrators send for it; the value becomes "1". */
static const char *tidy_flag(struct arena *arena, const char *text) {
    static const char *const words[] = { "1", "on", "yes", "true" };

    (void)arena;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(text, words[i]) == 0)
            return "1";
    return "";
}

static const struct kind {
    const char *(*tidy)(struct arena *arena, const char *text);
    void (*check)(struct reading *reading); /* not of an empty value */
    const char *missing;
} kinds[] = {
    [FORM_TEXT] = { form_tidy_trimmed, check_text, TEXT("请填写{0}。") },
    [FORM_LONG_TEXT] = { form_tidy_lines, check_long_text, TEXT("请填写{0}。") },
    [FORM_NAME] = { form_tidy_name, check_name, TEXT("请填写{0}。") },
    [FORM_CITIZEN_ID] = { form_tidy_code, check_citizen, TEXT("请填写{0}。") },
    [FORM_CREDIT_CODE] = { form_tidy_code, check_credit, TEXT("请填写{0}。") },
    [FORM_MOBILE] = { form_tidy_phone, check_phone, TEXT("请填写{0}。") },
    [FORM_DIGITS] = { form_tidy_code, check_digits, TEXT("请填写{0}。") },
    [FORM_DAY] = { form_tidy_day, check_day, TEXT("请选择{0}。") },
    [FORM_INTEGER] = { form_tidy_integer, check_integer, TEXT("请填写{0}。") },
    [FORM_CHOICE] = { form_tidy_trimmed, check_choice, TEXT("请选择{0}。") },
    [FORM_FLAG] = { tidy_flag, check_flag, TEXT("请先勾选“{0}”，再继续。") },
    [FORM_PASSWORD] = { as_it_is, check_password, TEXT("请输入{0}。") },
    [FORM_HIDDEN] = { as_it_is, check_hidden,
                      TEXT("页面已经过期，请回到上一页重新打开。") },
    [FORM_FILE] = { as_it_is, check_nothing, TEXT("请上传{0}。") },
};

/* "谁来办？" cannot be filled in or chosen, it is answered. */
static bool is_question(const char *label) {
    const size_t size = strlen(label), mark = strlen("？");

    return size > mark && strcmp(label + size - mark, "？") == 0;
}

static void check_missing(struct reading *reading) {
    const struct form_field *const field = reading->field;

    if (!field->required)
        return;
    wrong_label(reading, is_question(field->label) && field->kind != FORM_FLAG
                             ? TEXT("请回答：{0}")
                             : kinds[field->kind].missing);
}

/* ---- reading ---- */

static const char *json_member(const void *from, const char *name) {
    const struct json *const value = json_get(from, name);

    switch (value->kind) {
    case JSON_STRING:
    case JSON_REAL: return value->string;
    case JSON_TRUE: return "true";
    case JSON_FALSE: return "false";
    default: return NULL;
    }
}

struct form_source form_json_source(const struct json *object) {
    return (struct form_source){ json_member, object };
}

/* A JSON integer has no text of its own yet. */
static const char *raw_value(struct arena *arena, struct form_source source,
                             const char *name) {
    const char *const raw = source.value(source.from, name);

    if (!raw && source.value == json_member) {
        const struct json *const value = json_get(source.from, name);

        if (value->kind == JSON_INTEGER)
            return arena_format(arena, "%lld", (long long)value->integer);
    }
    return raw ? raw : "";
}

static void read_field(struct reading *reading, const char *raw) {
    struct form_input *const input = reading->input;
    const struct kind *const kind = &kinds[reading->field->kind];
    const size_t size = strlen(raw);

    input->value[reading->index] = "";
    if (!utf8_valid_text(raw, size)) {
        wrong_label(reading, TEXT("{0}里有看不见的特殊字符，请删掉后重新输入。"));
        return;
    }
    if (size > FORM_VALUE_BYTES_MAX) {
        wrong_label(reading, TEXT("{0}太长了，请分开提交，或者作为附件上传。"));
        return;
    }
    reading->value = kind->tidy(input->arena, raw);
    if (*reading->value == '\0')
        check_missing(reading);
    else
        kind->check(reading);
    input->value[reading->index] =
        input->error[reading->index] ? arena_copy(input->arena, raw) : reading->value;
}

static struct form_input *input_new(struct arena *arena, const struct form *form) {
    struct form_input *const input = arena_alloc(arena, sizeof *input);

    assert(form->count <= FORM_FIELDS_MAX);
    input->arena = arena;
    input->form = form;
    for (size_t i = 0; i < form->count; i++)
        input->value[i] = "";
    return input;
}

struct form_input *form_read(struct arena *arena, const struct form *form,
                             struct form_source source, int today) {
    struct form_input *const input = input_new(arena, form);

    assert(civil_day_exists(today));
    for (size_t i = 0; i < form->count; i++) {
        struct reading reading = {
            .input = input, .index = i, .field = &form->fields[i], .today = today
        };

        read_field(&reading, raw_value(arena, source, form->fields[i].name));
    }
    return input;
}

struct form_input *form_fresh(struct arena *arena, const struct form *form, ...) {
    struct form_input *const input = input_new(arena, form);
    const char *name;
    va_list args;

    va_start(args, form);
    while ((name = va_arg(args, const char *)) != NULL) {
        const char *const value = va_arg(args, const char *);

        assert(value);
        input->value[form_index(form, name)] = arena_copy(arena, value);
    }
    va_end(args);
    return input;
}

/* ---- asking ---- */

static size_t find_field(const struct form *form, const char *name) {
    size_t i = 0;

    while (i < form->count && strcmp(form->fields[i].name, name) != 0)
        i++;
    return i;
}

size_t form_index(const struct form *form, const char *name) {
    const size_t i = find_field(form, name);

    assert(i < form->count);
    return i;
}

const char *form_value(const struct form_input *input, const char *name) {
    return input->value[form_index(input->form, name)];
}

int64_t form_number(const struct form_input *input, const char *name) {
    return input->number[form_index(input->form, name)];
}

void form_set_error(struct form_input *input, const char *name, const char *error) {
    const size_t i = name ? find_field(input->form, name) : input->form->count;
    const bool has_field = i < input->form->count;
    const char **const place = has_field ? &input->error[i] : &input->whole_error;

    assert(error);
    input->error_count += *place == NULL;
    *place = error;
    if (has_field)
        memset(input->error_value[i], 0, sizeof input->error_value[0]);
}
