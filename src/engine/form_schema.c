#include "form.h"

#include <string.h>

#include "json.h"
#include "text.h"

/* What the JSON value of a kind looks like; texts are normalised before the check, so
   a pattern describes what is best sent, not all that is taken. */
static const struct {
    const char *type, *format, *pattern;
    int min, max; /* characters, 0: none stated */
} looks[] = {
    [FORM_TEXT] = { .type = "string", .max = 200 },
    [FORM_LONG_TEXT] = { .type = "string", .max = 2000 },
    [FORM_NAME] = { .type = "string", .min = 2, .max = 50 },
    [FORM_CITIZEN_ID] = { .type = "string", .pattern = "^[1-9][0-9]{16}[0-9X]$" },
    [FORM_CREDIT_CODE] = { .type = "string",
                           .pattern = "^[0-9A-HJ-NP-RTUW-Y]{2}[0-9]{6}"
                                      "[0-9A-HJ-NP-RTUW-Y]{10}$" },
    [FORM_MOBILE] = { .type = "string", .pattern = "^1[3-9][0-9]{9}$" },
    [FORM_DIGITS] = { .type = "string", .pattern = "^[0-9]+$", .max = 1 },
    [FORM_DAY] = { .type = "string", .format = "date" },
    [FORM_INTEGER] = { .type = "integer" },
    [FORM_CHOICE] = { .type = "string" },
    [FORM_FLAG] = { .type = "boolean" },
    [FORM_PASSWORD] = { .type = "string", .format = "password", .max = 100 },
    [FORM_HIDDEN] = { .type = "string", .max = 1000 },
    [FORM_FILE] = { .type = "string" },
};

static void put_bounds(struct text *out, const struct form_field *field) {
    const int min = field->min ? field->min : looks[field->kind].min;
    const int max = field->max ? field->max : looks[field->kind].max;

    if (field->kind == FORM_INTEGER) {
        json_put_integer(out, "minimum", field->min);
        json_put_integer(out, "maximum", field->max ? field->max : INT32_MAX);
    } else if (looks[field->kind].max) {
        if (min || field->required)
            json_put_integer(out, "minLength", min ? min : 1);
        json_put_integer(out, "maxLength", max);
    }
}

static void put_choices(struct text *out, const struct form_field *field) {
    json_open(out, "enum", '[');
    for (const struct form_choice *choice = field->choices; choice->value; choice++)
        json_put_string(out, NULL, choice->value);
    if (!field->required)
        json_put_string(out, NULL, "");
    json_close(out, ']');
}

void form_put_field_schema(struct text *out, const char *key,
                           const struct form_field *field) {
    json_open(out, key, '{');
    json_put_string(out, "type", looks[field->kind].type);
    if (field->label)
        json_put_string(out, "title", field->label);
    if (field->hint)
        json_put_string(out, "description", field->hint);
    if (looks[field->kind].format)
        json_put_string(out, "format", looks[field->kind].format);
    if (looks[field->kind].pattern)
        json_put_string(out, "pattern", looks[field->kind].pattern);
    if (field->kind == FORM_CHOICE)
        put_choices(out, field);
    if (field->kind == FORM_FLAG && field->required)
        json_put_bool(out, "const", true);
    if (field->kind == FORM_PASSWORD)
        json_put_bool(out, "writeOnly", true);
    if (field->kind == FORM_FILE)
        json_put_string(out, "contentMediaType", "application/octet-stream");
    put_bounds(out, field);
    json_close(out, '}');
}

void form_put_schema(struct text *out, const char *key, const struct form *form) {
    json_open(out, key, '{');
    json_put_string(out, "type", "object");
    json_open(out, "properties", '{');
    for (size_t i = 0; i < form->count; i++)
        form_put_field_schema(out, form->fields[i].name, &form->fields[i]);
    json_close(out, '}');
    json_open(out, "required", '[');
    for (size_t i = 0; i < form->count; i++)
        if (form->fields[i].required)
            json_put_string(out, NULL, form->fields[i].name);
    json_close(out, ']');
    json_close(out, '}');
}
