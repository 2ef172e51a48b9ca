/* What is typed into a field of each kind: kept and complained of, or normalised. */
#include "fuzz.h"

#include "form.h"
#include "json.h"

enum { TODAY = 20261123 };

static const struct form_choice choices[] = { { "self", "本人" },
                                              { "child", "子女代办" },
                                              { NULL, NULL } };
static const struct form_field fields[] = {
    { .name = "text", .label = "标题", .kind = FORM_TEXT, .required = true, .min = 2 },
    { .name = "long_text", .label = "说明", .kind = FORM_LONG_TEXT, .max = 100 },
    { .name = "name", .label = "姓名", .kind = FORM_NAME },
    { .name = "citizen_id", .label = "身份证号", .kind = FORM_CITIZEN_ID },
    { .name = "credit_code", .label = "信用代码", .kind = FORM_CREDIT_CODE },
    { .name = "mobile", .label = "手机号", .kind = FORM_MOBILE },
    { .name = "digits", .label = "后四位", .kind = FORM_DIGITS, .max = 4 },
    { .name = "day", .label = "日期", .kind = FORM_DAY, .min = 19000101, .max = TODAY },
    { .name = "integer", .label = "份数", .kind = FORM_INTEGER, .min = -5, .max = 20 },
    { .name = "choice", .label = "谁来办", .kind = FORM_CHOICE, .choices = choices },
    { .name = "flag", .label = "同意", .kind = FORM_FLAG },
    { .name = "password", .label = "口令", .kind = FORM_PASSWORD },
    { .name = "hidden", .label = "步骤", .kind = FORM_HIDDEN },
    { .name = "file", .label = "照片", .kind = FORM_FILE, .accept = "image/*" },
};
enum { COUNT = sizeof fields / sizeof *fields };
static const struct form form = { "fuzz.form", fields, COUNT };

/* The same words in one field, or in all. */
struct sent {
    const struct form_field *field;
    const char *value;
};

static const char *value_of(const void *from, const char *name) {
    const struct sent *sent = from;

    return !sent->field || strcmp(sent->field->name, name) == 0 ? sent->value : NULL;
}

static void check_input(const struct form_input *input) {
    size_t error_count = input->whole_error != NULL;

    for (size_t i = 0; i < COUNT; i++) {
        assert(input->value[i]);
        assert(utf8_valid(input->value[i], strlen(input->value[i])));
        assert(strlen(input->value[i]) <= FORM_VALUE_BYTES_MAX);
        assert(!input->error[i] == !form_error(input, LANGUAGE_ENGLISH, i));
        error_count += input->error[i] != NULL;
    }
    assert(error_count == input->error_count);
}

/* What was found right is found right again, and stays as it is. */
static void check_again(struct arena *arena, const struct form_input *input, size_t i) {
    const struct sent sent = { &fields[i], input->value[i] };
    const struct form_input *again =
        form_read(arena, &form, (struct form_source){ value_of, &sent }, TODAY);

    if (input->error[i])
        return;
    assert(!again->error[i]);
    assert(strcmp(again->value[i], input->value[i]) == 0);
    assert(again->number[i] == input->number[i]);
}

static void read_words(struct arena *arena, uint8_t choice, const char *value) {
    const size_t i = choice % (COUNT + 1);
    const struct sent sent = { i < COUNT ? &fields[i] : NULL, value };
    const struct form_input *input =
        form_read(arena, &form, (struct form_source){ value_of, &sent }, TODAY);
    struct html out = { .text = { .arena = arena } };

    check_input(input);
    if (i < COUNT)
        check_again(arena, input, i);
    form_put_fields(&out, input);
}

static void read_json(struct arena *arena, const uint8_t *bytes, size_t size) {
    struct json_error error;
    const struct json *body = json_read(arena, bytes, size, &error);

    if (body && body->kind == JSON_OBJECT)
        check_input(form_read(arena, &form, form_json_source(body), TODAY));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena *arena = arena_new();

    if (size > 0 && bytes[0] == '{') {
        read_json(arena, bytes, size);
    } else if (size > 0) {
        char *value = fuzz_string(bytes + 1, size - 1);

        read_words(arena, bytes[0], value);
        free(value);
    }
    arena_free(arena);
    return 0;
}
