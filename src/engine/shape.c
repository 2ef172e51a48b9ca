#include "shape.h"

#include <assert.h>
#include <stdio.h>

#include "arena.h"
#include "civil.h"
#include "json.h"
#include "text.h"
#include "word.h"

enum { DEPTH_MAX = 8 };

static void put_struct(struct text *out, const char *key, const struct shape *shape,
                       const void *what, int depth);

static void put_day(struct text *out, const char *key, int64_t day) {
    char written[11];

    if (!day) {
        json_put_null(out, key);
        return;
    }
    civil_write_day(written, (int)day);
    json_put_string(out, key, written);
}

static void put_moment(struct text *out, const char *key, int64_t moment_ms) {
    char written[30];

    if (!moment_ms) {
        json_put_null(out, key);
        return;
    }

    civil_write_stamp(written, moment_ms);
    json_put_string(out, key, written);
}

static void put_list(struct text *out, const struct shape_field *field,
                     const unsigned char *at, size_t count, int depth) {
    const unsigned char *rows = *(const unsigned char *const *)(const void *)at;

    json_open(out, field->name, '[');
    for (size_t i = 0; i < count; i++)
        put_struct(out, NULL, field->of, rows + i * field->of->size, depth + 1);
    json_close(out, ']');
}

static void put_words(struct text *out, const struct shape_field *field,
                      const unsigned char *at, size_t count) {
    const char *const *words = *(const char *const *const *)(const void *)at;

    json_open(out, field->name, '[');
    for (size_t i = 0; i < count; i++)
        json_put_string(out, NULL, words[i]);
    json_close(out, ']');
}

static void put_field(struct text *out, const struct shape_field *field,
                      const unsigned char *what, int depth) {
    const unsigned char *at = what + field->offset;
    const size_t *count = (const size_t *)(const void *)(what + field->count_offset);

    switch (field->kind) {
    case SHAPE_TEXT: {
        const char *string = *(const char *const *)(const void *)at;

        json_put_string(out, field->name, string ? string : "");
        break;
    }
    case SHAPE_INTEGER:
        json_put_integer(out, field->name, *(const int64_t *)(const void *)at);
        break;
    case SHAPE_FLAG:
        json_put_bool(out, field->name, *(const int64_t *)(const void *)at != 0);
        break;
    case SHAPE_WORD:
        json_put_string(out, field->name,
                        word_name(field->words, *(const int64_t *)(const void *)at));
        break;
    case SHAPE_DAY: put_day(out, field->name, *(const int64_t *)(const void *)at); break;
    case SHAPE_MOMENT:
        put_moment(out, field->name, *(const int64_t *)(const void *)at);
        break;
    case SHAPE_OBJECT: put_struct(out, field->name, field->of, at, depth + 1); break;
    case SHAPE_LIST: put_list(out, field, at, *count, depth); break;
    case SHAPE_WORDS: put_words(out, field, at, *count); break;
    }
}

/* Shapes are constants that do not hold themselves, so the depth is bounded. */
static void put_struct(struct text *out, const char *key, const struct shape *shape,
                       const void *what, int depth) {
    assert(depth < DEPTH_MAX);
    json_open(out, key, '{');
    for (size_t i = 0; i < shape->count; i++)
        put_field(out, &shape->fields[i], what, depth);
    json_close(out, '}');
}

void shape_put(struct text *out, const char *key, const struct shape *shape,
               const void *what) {
    put_struct(out, key, shape, what, 0);
}

/* ---- description ---- */

static void put_reference(struct text *out, const char *key, const struct shape *shape) {
    json_open(out, key, '{');
    json_put_string(out, "$ref",
                    arena_format(out->arena, "#/components/schemas/%s", shape->name));
    json_close(out, '}');
}

static void put_or_null(struct text *out, const char *format) {
    json_open(out, "type", '[');
    json_put_string(out, NULL, "string");
    json_put_string(out, NULL, "null");
    json_close(out, ']');
    json_put_string(out, "format", format);
}

/* A word of a table; one alone is "" when it is not known. */
static void put_words_schema(struct text *out, const struct words *words, int alone) {
    json_put_string(out, "type", "string");
    if (!words)
        return;
    json_open(out, "enum", '[');
    if (alone)
        json_put_string(out, NULL, "");
    for (size_t i = 0; i < words->count; i++)
        json_put_string(out, NULL, words->word[i].name);
    json_close(out, ']');
}

static void put_array(struct text *out, const struct shape_field *field) {
    json_put_string(out, "type", "array");
    if (field->of) {
        put_reference(out, "items", field->of);
        return;
    }
    json_open(out, "items", '{');
    put_words_schema(out, field->words, 0);
    json_close(out, '}');
}

static void put_field_schema(struct text *out, const struct shape_field *field) {
    if (field->kind == SHAPE_OBJECT) {
        put_reference(out, field->name, field->of);
        return;
    }
    json_open(out, field->name, '{');
    switch (field->kind) {
    case SHAPE_TEXT:
    case SHAPE_WORD: put_words_schema(out, field->words, 1); break;
    case SHAPE_INTEGER: json_put_string(out, "type", "integer"); break;
    case SHAPE_FLAG: json_put_string(out, "type", "boolean"); break;
    case SHAPE_DAY: put_or_null(out, "date"); break;
    case SHAPE_MOMENT: put_or_null(out, "date-time"); break;
    case SHAPE_LIST:
    case SHAPE_WORDS: put_array(out, field); break;
    case SHAPE_OBJECT: break;
    }
    if (field->help)
        json_put_string(out, "description", field->help);
    json_close(out, '}');
}

void shape_put_schema(struct text *out, const struct shape *shape) {
    json_open(out, shape->name, '{');
    json_put_string(out, "type", "object");
    json_open(out, "required", '[');
    for (size_t i = 0; i < shape->count; i++)
        json_put_string(out, NULL, shape->fields[i].name);
    json_close(out, ']');
    json_open(out, "properties", '{');
    for (size_t i = 0; i < shape->count; i++)
        put_field_schema(out, &shape->fields[i]);
    json_close(out, '}');
    json_close(out, '}');
}
