#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "api.h"
#include "doors.h"
#include "json.h"
#include "text.h"

enum { SHAPES_MAX = 64, SHAPE_DEPTH_MAX = 8 };

/* The rows that are described, and the shapes that their answers are made of. */
struct description {
    struct text *out;
    const struct route *row[ROUTES_MAX];
    size_t row_count;
    const struct shape *shape[SHAPES_MAX];
    size_t shape_count;
};

/* ---- gathering ---- */

/* Shapes are constants that do not hold themselves, so the depth is bounded. */
static void gather_shape(struct description *about, const struct shape *shape,
                         int depth) {
    assert(depth < SHAPE_DEPTH_MAX);
    for (size_t i = 0; i < about->shape_count; i++) {
        if (about->shape[i] == shape)
            return;
        assert(strcmp(about->shape[i]->name, shape->name) != 0);
    }
    assert(about->shape_count < SHAPES_MAX);
    about->shape[about->shape_count++] = shape;
    for (size_t i = 0; i < shape->count; i++)
        if (shape->fields[i].of)
            gather_shape(about, shape->fields[i].of, depth + 1);
}

static void gather(struct description *about) {
    for (size_t t = 0; t < door_table_count; t++) {
        for (size_t i = 0; i < door_tables[t]->count; i++) {
            const struct route *row = &door_tables[t]->routes[i];

            if (row->face != FACE_API)
                continue;
            assert(about->row_count < ROUTES_MAX);
            about->row[about->row_count++] = row;
            if (row->answers)
                gather_shape(about, row->answers, 0);
        }
    }
}

/* ---- names ---- */

static const char *method_of(const struct route *row) {
    static const char *const names[] = {
        [HTTP_GET] = "get",
        [HTTP_POST] = "post",
        [HTTP_PUT] = "put",
        [HTTP_DELETE] = "delete",
    };

    assert(row->method != HTTP_OTHER);
    return names[row->method];
}

/* "/item/:code" as "/item/{code}". */
static const char *path_of(struct arena *arena, const char *pattern) {
    struct text out = { .arena = arena };

    while (*pattern) {
        const bool named = *pattern == ':';
        const size_t size = named ? strcspn(pattern, "/") : 1;

        if (named)
            text_addf(&out, "{%.*s}", (int)size - 1, pattern + 1);
        else
            text_add_byte(&out, *pattern);
        pattern += size;
    }
    return text_string(&out);
}

/* What the interface is about, from its address: "matters". */
static const char *subject_of(const char *pattern) {
    static const char version[] = "/api/v1/";

    return strncmp(pattern, version, sizeof version - 1) == 0
               ? pattern + sizeof version - 1
               : pattern + 1;
}

/* "get_matters_number": as unique as method and pattern are. */
static const char *operation_of(struct arena *arena, const struct route *row) {
    struct text out = { .arena = arena };

    text_add(&out, method_of(row));
    text_add_byte(&out, '_');
    for (const char *at = subject_of(row->pattern); *at; at++)
        if (*at != ':')
            text_add_byte(&out, isalnum((unsigned char)*at) ? *at : '_');
    return text_string(&out);
}

/* ---- what goes in ---- */

static void put_type(struct text *out, const char *key, const char *type) {
    json_open(out, key, '{');
    json_put_string(out, "type", type);
    json_close(out, '}');
}

static void open_parameter(struct text *out, const char *in, const char *name) {
    json_open(out, NULL, '{');
    json_put_string(out, "name", name);
    json_put_string(out, "in", in);
}

static void put_path_parameters(struct text *out, const char *pattern) {
    while ((pattern = strchr(pattern, ':'))) {
        const size_t size = strcspn(++pattern, "/");

        open_parameter(out, "path", arena_copy_bytes(out->arena, pattern, size));
        json_put_bool(out, "required", true);
        put_type(out, "schema", "string");
        json_close(out, '}');
    }
}

static void put_query_parameters(struct text *out, const struct form *form) {
    for (size_t i = 0; i < form->count; i++) {
        open_parameter(out, "query", form->fields[i].name);
        json_put_bool(out, "required", form->fields[i].required);
        form_put_field_schema(out, "schema", &form->fields[i]);
        json_close(out, '}');
    }
}

static void put_once_parameter(struct text *out) {
    open_parameter(out, "header", "Idempotency-Key");
    json_put_bool(out, "required", true);
    json_put_string(out, "description",
                    "A new value for each attempt of a person; the same value again "
                    "gives the first answer and changes nothing.");
    json_open(out, "schema", '{');
    json_put_string(out, "type", "string");
    json_put_integer(out, "minLength", 1);
    json_put_integer(out, "maxLength", 200);
    json_close(out, '}');
    json_close(out, '}');
}

static void put_parameters(struct text *out, const struct route *row) {
    json_open(out, "parameters", '[');
    put_path_parameters(out, row->pattern);
    if (row->form && row->method == HTTP_GET)
        put_query_parameters(out, row->form);
    if (row->once)
        put_once_parameter(out);
    json_close(out, ']');
}

static void put_body(struct text *out, const struct route *row) {
    if (!row->form || row->method == HTTP_GET)
        return;
    json_open(out, "requestBody", '{');
    json_put_bool(out, "required", true);
    json_open(out, "content", '{');
    json_open(out, "application/json", '{');
    form_put_schema(out, "schema", row->form);
    json_close(out, '}');
    json_close(out, '}');
    json_close(out, '}');
}

static void put_security(struct text *out, const struct route *row) {
    json_open(out, "security", '[');
    if (row->rights != RIGHT_NONE) {
        json_open(out, NULL, '{');
        json_open(out, "session", '[');
        json_close(out, ']');
        json_close(out, '}');
    }
    json_close(out, ']');
}

/* ---- what comes out ---- */

static bool has_rights(const struct route *row) {
    return row->rights != RIGHT_NONE;
}

static bool has_parameters(const struct route *row) {
    return strchr(row->pattern, ':') != NULL;
}

static bool changes(const struct route *row) {
    return row->method != HTTP_GET;
}

static bool is_checked(const struct route *row) {
    return row->form || row->once;
}

static bool is_limited(const struct route *row) {
    return row->guesses;
}

static bool is_a_route(const struct route *row) {
    return row != NULL;
}

/* What may be refused follows from the row. */
static const struct {
    const char *status;
    const char *when;
    bool (*may)(const struct route *row);
} refusals[] = {
    { "400", "The request is malformed", is_a_route },
    { "401", "No session, or one that is over", has_rights },
    { "403", "The account may not do this", has_rights },
    { "404", "There is no such thing, or not for this account", has_parameters },
    { "409", "Not in its present state, or somebody else was quicker", changes },
    { "422", "A value is missing or wrong; errors names the fields", is_checked },
    { "429", "Too often; wait a minute", is_limited },
    { "503", "The machine failed; nothing has changed; try again later", is_a_route },
};

static void put_content(struct text *out, const char *type, const char *schema) {
    json_open(out, "content", '{');
    json_open(out, type, '{');
    json_open(out, "schema", '{');
    if (schema)
        json_put_string(out, "$ref",
                        arena_format(out->arena, "#/components/schemas/%s", schema));
    else
        json_put_string(out, "type", "object");
    json_close(out, '}');
    json_close(out, '}');
    json_close(out, '}');
}

static void put_answer(struct text *out, const char *status, const char *description,
                       const char *type, const char *schema) {
    json_open(out, status, '{');
    json_put_string(out, "description", description);
    put_content(out, type, schema);
    json_close(out, '}');
}

static void put_answers(struct text *out, const struct route *row) {
    json_open(out, "responses", '{');
    put_answer(out, changes(row) ? "2XX" : "200", "Done", "application/json",
               row->answers ? row->answers->name : NULL);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (refusals[i].may(row))
            put_answer(out, refusals[i].status, refusals[i].when,
                       "application/problem+json", "Problem");
    json_close(out, '}');
}

static void put_problem_schema(struct text *out) {
    json_open(out, "Problem", '{');
    json_put_string(out, "type", "object");
    json_put_string(out, "description",
                    "RFC 9457. title is a stable name, detail is for people.");
    json_open(out, "required", '[');
    json_put_string(out, NULL, "title");
    json_put_string(out, NULL, "status");
    json_put_string(out, NULL, "detail");
    json_close(out, ']');
    json_open(out, "properties", '{');
    put_type(out, "type", "string");
    put_type(out, "title", "string");
    put_type(out, "status", "integer");
    put_type(out, "detail", "string");
    json_open(out, "errors", '{');
    json_put_string(out, "type", "array");
    json_open(out, "items", '{');
    json_put_string(out, "type", "object");
    json_open(out, "properties", '{');
    put_type(out, "field", "string");
    put_type(out, "detail", "string");
    json_close(out, '}');
    json_close(out, '}');
    json_close(out, '}');
    json_close(out, '}');
    json_close(out, '}');
}

/* ---- the whole ---- */

static void put_operation(struct text *out, const struct route *row) {
    const char *const subject = subject_of(row->pattern);
    const size_t size = strcspn(subject, "/.");

    json_open(out, method_of(row), '{');
    json_put_string(out, "operationId", operation_of(out->arena, row));
    json_put_string(out, "summary", row->summary);
    json_open(out, "tags", '[');
    json_put_string(out, NULL, arena_copy_bytes(out->arena, subject, size));
    json_close(out, ']');
    put_security(out, row);
    put_parameters(out, row);
    put_body(out, row);
    put_answers(out, row);
    json_close(out, '}');
}

/* The rows of a pattern stand together, where the first of them is. */
static void put_path(const struct description *about, size_t first) {
    const char *pattern = about->row[first]->pattern;

    for (size_t i = 0; i < first; i++)
        if (strcmp(about->row[i]->pattern, pattern) == 0)
            return;
    json_open(about->out, path_of(about->out->arena, pattern), '{');
    for (size_t i = first; i < about->row_count; i++)
        if (strcmp(about->row[i]->pattern, pattern) == 0)
            put_operation(about->out, about->row[i]);
    json_close(about->out, '}');
}

static void put_info(struct text *out) {
    json_open(out, "info", '{');
    json_put_string(out, "title", "haoban 好办");
    json_put_string(out, "version", "1");
    json_put_string(out, "summary", "A township's public business");
    json_put_string(out, "description",
                    "Whatever a page can do. Moments are RFC 3339 at +08:00, days are "
                    "China's; personal data is masked.");
    json_open(out, "license", '{');
    json_put_string(out, "name", "Mulan PSL v2");
    json_put_string(out, "identifier", "MulanPSL-2.0");
    json_close(out, '}');
    json_close(out, '}');
    json_open(out, "servers", '[');
    json_open(out, NULL, '{');
    json_put_string(out, "url", "/");
    json_close(out, '}');
    json_close(out, ']');
}

static void put_components(const struct description *about) {
    struct text *out = about->out;

    json_open(out, "components", '{');
    json_open(out, "schemas", '{');
    put_problem_schema(out);
    for (size_t i = 0; i < about->shape_count; i++)
        shape_put_schema(out, about->shape[i]);
    json_close(out, '}');
    json_open(out, "securitySchemes", '{');
    json_open(out, "session", '{');
    json_put_string(out, "type", "http");
    json_put_string(out, "scheme", "bearer");
    json_put_string(out, "description", "The token of a session");
    json_close(out, '}');
    json_close(out, '}');
    json_close(out, '}');
}

void api_describe(struct text *out) {
    struct description about = { .out = out };

    gather(&about);
    json_open(out, NULL, '{');
    json_put_string(out, "openapi", "3.1.0");
    put_info(out);
    json_open(out, "paths", '{');
    for (size_t i = 0; i < about.row_count; i++)
        put_path(&about, i);
    json_close(out, '}');
    put_components(&about);
    json_close(out, '}');
}
