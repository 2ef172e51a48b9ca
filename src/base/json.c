#include "json.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Jansson and this module share eleven names.  Here its own are told apart by a
 * prefix; for the linker, json.h renames ours.
 */
#define JSON_NULL JANSSON_NULL
#define JSON_FALSE JANSSON_FALSE
#define JSON_TRUE JANSSON_TRUE
#define JSON_INTEGER JANSSON_INTEGER
#define JSON_REAL JANSSON_REAL
#define JSON_STRING JANSSON_STRING
#define JSON_ARRAY JANSSON_ARRAY
#define JSON_OBJECT JANSSON_OBJECT
#define json_string jansson_string
#define json_integer jansson_integer
#define json_true jansson_true
#include <jansson.h>
#undef JSON_NULL
#undef JSON_FALSE
#undef JSON_TRUE
#undef JSON_INTEGER
#undef JSON_REAL
#undef JSON_STRING
#undef JSON_ARRAY
#undef JSON_OBJECT
#undef json_string
#undef json_integer
#undef json_true

#include "arena.h"
#include "text.h"

enum { REAL_BYTES_MAX = 40 };

static const struct json nothing = { .kind = JSON_NULL };

/*
 * Where the nesting first grows too deep, or NULL.  Looked at before the parser
 * runs, because the parser, the copy and the release all descend once per level.
 */
static const char *find_too_deep(const char *bytes, size_t size) {
    int depth = 0;
    bool in_string = false;

    for (size_t i = 0; i < size; i++) {
        const char byte = bytes[i];

        if (byte == '"')
            in_string = !in_string;
        else if (in_string)
            i += byte == '\\';
        else if (byte == '[' || byte == '{')
            depth++;
        else if (byte == ']' || byte == '}')
            depth--;
        if (depth > JSON_DEPTH_MAX)
            return bytes + i;
    }
    return NULL;
}

static struct json_error error_at(struct arena *arena, const char *bytes,
                                  const char *place, const char *text) {
    struct json_error error = { .line = 1, .column = 1 };

    for (; bytes < place; bytes++) {
        if (*bytes == '\n') {
            error.line++;
            error.column = 1;
        } else if (((unsigned char)*bytes & 0xC0) != 0x80) {
            error.column++;
        }
    }
    error.text = arena_copy(arena, text);
    return error;
}

/* Jansson quotes the input behind "near", and the input may name a citizen. */
static struct json_error error_of(struct arena *arena, const json_error_t *error) {
    const char *quote = strstr(error->text, " near ");
    const size_t length = quote ? (size_t)(quote - error->text) : strlen(error->text);

    return (struct json_error){
        .line = error->line > 0 ? error->line : 1,
        .column = error->column > 0 ? error->column : 1,
        .text = arena_copy_bytes(arena, error->text, length),
    };
}

/* The fewest digits that read back as the same number; seventeen always do. */
static const char *copy_real(struct arena *arena, double real) {
    char digits[REAL_BYTES_MAX];

    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, real);
        if (strtod(digits, NULL) <= real && strtod(digits, NULL) >= real)
            break;
    }
    return arena_copy(arena, digits);
}

static void copy_value(struct arena *arena, json_t *from, struct json *to, int depth);

static void copy_array(struct arena *arena, json_t *from, struct json *to, int depth) {
    const size_t count = json_array_size(from);
    struct json *member = arena_alloc(arena, count * sizeof *member);

    for (size_t i = 0; i < count; i++)
        copy_value(arena, json_array_get(from, i), &member[i], depth);
    to->member = member;
    to->count = count;
}

static void copy_object(struct arena *arena, json_t *from, struct json *to, int depth) {
    struct json *member = arena_alloc(arena, json_object_size(from) * sizeof *member);
    size_t count = 0;
    const char *key;
    json_t *value;

    json_object_foreach(from, key, value) {
        copy_value(arena, value, &member[count], depth);
        member[count++].key = arena_copy(arena, key);
    }
    assert(count == json_object_size(from));
    to->member = member;
    to->count = count;
}

static void copy_value(struct arena *arena, json_t *from, struct json *to, int depth) {
    assert(depth <= JSON_DEPTH_MAX);
    switch (json_typeof(from)) {
    case JANSSON_NULL: to->kind = JSON_NULL; break;
    case JANSSON_FALSE: to->kind = JSON_FALSE; break;
    case JANSSON_TRUE: to->kind = JSON_TRUE; break;
    case JANSSON_INTEGER:
        to->kind = JSON_INTEGER;
        to->integer = json_integer_value(from);
        break;
    case JANSSON_REAL:
        to->kind = JSON_REAL;
        to->string = copy_real(arena, json_real_value(from));
        break;
    case JANSSON_STRING:
        to->kind = JSON_STRING;
        to->string =
            arena_copy_bytes(arena, json_string_value(from), json_string_length(from));
        break;
    case JANSSON_ARRAY:
        to->kind = JSON_ARRAY;
        copy_array(arena, from, to, depth + 1);
        break;
    case JANSSON_OBJECT:
        to->kind = JSON_OBJECT;
        copy_object(arena, from, to, depth + 1);
        break;
    }
}

/* Refuses what Jansson must not see: it overlooks a NUL behind a number, for one. */
static bool is_fit_to_parse(struct arena *arena, const char *bytes, size_t size,
                            struct json_error *error) {
    const char *nul = memchr(bytes, '\0', size);
    const char *too_deep = find_too_deep(bytes, size);

    if (nul)
        *error = error_at(arena, bytes, nul, "NUL byte");
    else if (too_deep)
        *error = error_at(arena, bytes, too_deep, "nested too deeply");
    return !nul && !too_deep;
}

const struct json *json_read(struct arena *arena, const void *bytes, size_t size,
                             struct json_error *error) {
    assert(bytes || size == 0);
    assert(error);
    if (size == 0)
        bytes = "";
    if (!is_fit_to_parse(arena, bytes, size, error))
        return NULL;

    json_error_t parse_error;
    json_t *parsed =
        json_loadb(bytes, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &parse_error);

    if (!parsed) {
        assert(json_error_code(&parse_error) != json_error_out_of_memory);
        *error = error_of(arena, &parse_error);
        return NULL;
    }

    struct json *value = arena_alloc(arena, sizeof *value);

    copy_value(arena, parsed, value, 0);
    json_decref(parsed);
    return value;
}

const struct json *json_get(const struct json *object, const char *key) {
    assert(object && key);
    if (object->kind != JSON_OBJECT)
        return &nothing;
    for (size_t i = 0; i < object->count; i++)
        if (strcmp(object->member[i].key, key) == 0)
            return &object->member[i];
    return &nothing;
}

const char *json_string(const struct json *value) {
    return value->kind == JSON_STRING ? value->string : "";
}

int64_t json_integer(const struct json *value, int64_t otherwise) {
    int64_t integer = otherwise;

    if (value->kind == JSON_INTEGER)
        return value->integer;
    if (value->kind == JSON_STRING)
        text_read_int(value->string, &integer);
    return integer;
}

bool json_true(const struct json *value) {
    return value->kind == JSON_TRUE;
}

/* Whether the last byte ends a value, so that a comma must follow before the next. */
static bool comma_is_due(const struct text *out) {
    if (out->length == 0)
        return false;

    const char last = out->bytes[out->length - 1];

    return last == '"' || last == '}' || last == ']' || last == 'e' || last == 'l' ||
           (last >= '0' && last <= '9');
}

static void put_escape(struct text *out, char byte) {
    switch (byte) {
    case '"': text_add(out, "\\\""); break;
    case '\\': text_add(out, "\\\\"); break;
    case '\n': text_add(out, "\\n"); break;
    case '\r': text_add(out, "\\r"); break;
    case '\t': text_add(out, "\\t"); break;
    default: text_addf(out, "\\u%04x", (unsigned)(unsigned char)byte); break;
    }
}

static bool needs_escape(char byte) {
    return (unsigned char)byte < ' ' || byte == '"' || byte == '\\' || byte == '<' ||
           byte == 0x7F;
}

static void put_quoted(struct text *out, const char *string) {
    text_add_byte(out, '"');
    while (*string) {
        size_t plain = 0;

        while (string[plain] && !needs_escape(string[plain]))
            plain++;
        text_add_bytes(out, string, plain);
        string += plain;
        if (*string)
            put_escape(out, *string++);
    }
    text_add_byte(out, '"');
}

static void begin_value(struct text *out, const char *key) {
    if (comma_is_due(out))
        text_add_byte(out, ',');
    if (key) {
        put_quoted(out, key);
        text_add_byte(out, ':');
    }
}

void json_open(struct text *out, const char *key, char bracket) {
    assert(bracket == '{' || bracket == '[');
    begin_value(out, key);
    text_add_byte(out, bracket);
}

void json_close(struct text *out, char bracket) {
    assert(bracket == '}' || bracket == ']');
    text_add_byte(out, bracket);
}

void json_put_string(struct text *out, const char *key, const char *value) {
    assert(value);
    begin_value(out, key);
    put_quoted(out, value);
}

void json_put_integer(struct text *out, const char *key, int64_t value) {
    begin_value(out, key);
    text_add_int(out, value);
}

void json_put_bool(struct text *out, const char *key, int value) {
    begin_value(out, key);
    text_add(out, value ? "true" : "false");
}

void json_put_null(struct text *out, const char *key) {
    begin_value(out, key);
    text_add(out, "null");
}
