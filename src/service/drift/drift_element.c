#include "drift_element.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "quality_unified.h"
#include "text.h"

enum {
    TEXT_IGNORES = DRIFT_BLANKS | DRIFT_WIDTH | DRIFT_PUNCTUATION,
    LIST_IGNORES = TEXT_IGNORES | DRIFT_ORDER,
    CODE_IGNORES = DRIFT_BLANKS | DRIFT_WIDTH,
};

/* Elements that differ from their kind; PASSED_OVER ones are not compared. */
enum { PASSED_OVER = 1 << 30 };

static const struct {
    const char *path;
    unsigned ignored;
} exceptions[] = {
    { "code", CODE_IGNORES },
    { "base_code", CODE_IGNORES },
    { "main_code", CODE_IGNORES },
    { "local_code", CODE_IGNORES },
    { "local_base_code", CODE_IGNORES },
    { "type_code", CODE_IGNORES },
    { "steps", TEXT_IGNORES }, /* one comes before the other */
    { "code_scheme", PASSED_OVER },
    { "type_name", PASSED_OVER },
    { "outlets", PASSED_OVER }, /* our own places */
};

static unsigned ignored_of(const char *path, const struct shape_field *field) {
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
        if (strcmp(exceptions[i].path, path) == 0)
            return exceptions[i].ignored;
    return field->kind == SHAPE_LIST || field->kind == SHAPE_WORDS ? LIST_IGNORES
                                                                   : TEXT_IGNORES;
}

/* Whether a path is the unit of the element before. */
static bool is_unit_of(const char *path, const struct drift_element *before) {
    const size_t size = before ? strcspn(before->path, ".") : 0;

    return before && strncmp(path, before->path, size) == 0 &&
           strcmp(path + size, ".unit") == 0;
}

/* Whether the item is in use: a list says it, too, though no version does. */
static struct drift_element state_element(void) {
    size_t i = 0;

    while (strcmp(item_file_shape.fields[i].name, "state") != 0)
        i++;
    assert(i < item_file_shape.count);
    return (struct drift_element){
        .path = "state",
        .label = item_file_shape.fields[i].label,
        .group = "",
        .field = { &item_file_shape.fields[i] },
        .field_count = 1,
    };
}

struct drift_elements drift_elements(struct arena *arena) {
    const struct item_elements all = item_elements(arena);
    struct drift_element *const made = arena_alloc(arena, (all.count + 1) * sizeof *made);
    size_t count = 0;

    made[count++] = state_element();

    for (size_t i = 0; i < all.count; i++) {
        const struct item_element *const from = &all.element[i];
        struct drift_element *const before = count > 0 ? &made[count - 1] : NULL;

        if (is_unit_of(from->path, before)) {
            before->field[before->field_count++] = from->field;
        } else if (!(ignored_of(from->path, from->field) & PASSED_OVER)) {
            made[count++] = (struct drift_element){
                .path = from->path,
                .label = from->field->label,
                .group = from->group,
                .field = { from->field },
                .field_count = 1,
                .ignored = ignored_of(from->path, from->field),
                .unified = quality_unified_fields(from->path),
            };
        }
    }
    return (struct drift_elements){ made, count };
}

const struct drift_element *drift_element(struct drift_elements elements,
                                          const char *path) {
    for (size_t i = 0; i < elements.count; i++)
        if (strcmp(elements.element[i].path, path) == 0)
            return &elements.element[i];
    return NULL;
}

/* ---- how a field is compared ---- */

enum { ROW_END = 0x1E, FIELD_END = 0x1F };

static const void *member_of(const struct shape_field *field, const void *at) {
    return (const char *)at + field->offset;
}

static size_t count_of(const struct shape_field *field, const void *at) {
    return *(const size_t *)(const void *)((const char *)at + field->count_offset);
}

static int by_text(const void *one, const void *other) {
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static const char *join(struct arena *arena, const char **parts, size_t count,
                        unsigned ignored) {
    struct text out = { .arena = arena };

    if (ignored & DRIFT_ORDER && count > 1)
        qsort(parts, count, sizeof *parts, by_text);
    for (size_t i = 0; i < count; i++) {
        text_add(&out, parts[i]);
        text_add_byte(&out, ROW_END);
    }
    return text_string(&out);
}

static const char *canon_of_words(struct arena *arena, const struct shape_field *field,
                                  const void *at, unsigned ignored) {
    const char *const *const words = *(const char *const *const *)member_of(field, at);
    const size_t count = count_of(field, at);
    const char **const parts = arena_alloc(arena, count * sizeof *parts);

    for (size_t i = 0; i < count; i++)
        parts[i] = drift_normal(arena, words[i], ignored);
    return join(arena, parts, count, ignored);
}

/* One field of a version or of a row of a list; no list itself. */
static const char *canon_of_plain(struct arena *arena, const struct shape_field *field,
                                  const void *at, unsigned ignored) {
    switch (field->kind) {
    case SHAPE_TEXT: {
        const char *const text = *(const char *const *)member_of(field, at);

        return drift_normal(arena, text ? text : "", ignored);
    }
    case SHAPE_INTEGER:
    case SHAPE_FLAG:
    case SHAPE_WORD:
        return arena_format(arena, "%lld",
                            (long long)*(const int64_t *)member_of(field, at));
    case SHAPE_WORDS: return canon_of_words(arena, field, at, ignored);
    case SHAPE_DAY:
    case SHAPE_MOMENT:
    case SHAPE_OBJECT:
    case SHAPE_LIST: break;
    }
    assert(!"a field that items do not have");
    return "";
}

static const char *canon_of_row(struct arena *arena, const struct shape *shape,
                                const void *row, unsigned ignored) {
    struct text out = { .arena = arena };

    for (size_t i = 0; i < shape->count; i++) {
        text_add(&out, canon_of_plain(arena, &shape->fields[i], row, ignored));
        text_add_byte(&out, FIELD_END);
    }
    return text_string(&out);
}

static const char *canon_of_list(struct arena *arena, const struct shape_field *field,
                                 const void *at, unsigned ignored) {
    const char *const rows = *(const char *const *)member_of(field, at);
    const size_t count = count_of(field, at);
    const char **const parts = arena_alloc(arena, count * sizeof *parts);

    for (size_t i = 0; i < count; i++)
        parts[i] = canon_of_row(arena, field->of, rows + i * field->of->size, ignored);
    return join(arena, parts, count, ignored);
}

/* A unit of no time means nothing. */
static bool is_idle_unit(const struct drift_element *element,
                         const struct item_version *version) {
    return element->field_count > 1 &&
           *(const int64_t *)member_of(element->field[0], version) == 0;
}

const char *drift_canon(struct arena *arena, const struct drift_element *element,
                        const struct item_version *version) {
    const struct shape_field *const first = element->field[0];
    const char *const canon =
        first->kind == SHAPE_LIST
            ? canon_of_list(arena, first, version, element->ignored)
            : canon_of_plain(arena, first, version, element->ignored);

    if (element->field_count == 1 || is_idle_unit(element, version))
        return canon;
    return arena_format(arena, "%s %s", canon,
                        canon_of_plain(arena, element->field[1], version, 0));
}

/* ---- how it reads ---- */

const char *drift_on_one_line(struct arena *arena, const char *text) {
    char *const line = arena_copy(arena, text);

    for (char *at = line; *at; at++)
        if (*at == '\n' || *at == '\r' || *at == '\t')
            *at = ' ';
    return line;
}

static const char *row_says(struct arena *arena, const struct shape *shape,
                            const void *row) {
    struct text out = { .arena = arena };

    for (size_t i = 0; i < shape->count; i++) {
        const char *const said = item_element_text(arena, &shape->fields[i], row);

        if (*said && out.length > 0)
            text_addf(&out, "；%s：%s", shape->fields[i].label, said);
        else if (*said)
            text_add(&out, said);
    }
    return drift_on_one_line(arena, text_string(&out));
}

static const char *list_says(struct arena *arena, const struct shape_field *field,
                             const void *at) {
    const char *const rows = *(const char *const *)member_of(field, at);
    struct text out = { .arena = arena };

    for (size_t i = 0; i < count_of(field, at); i++)
        text_addf(&out, "%s%s", i > 0 ? "\n" : "",
                  row_says(arena, field->of, rows + i * field->of->size));
    return text_string(&out);
}

const char *drift_says(struct arena *arena, const struct drift_element *element,
                       const struct item_version *version) {
    const struct shape_field *const first = element->field[0];
    const char *const said = first->kind == SHAPE_LIST
                                 ? list_says(arena, first, version)
                                 : item_element_text(arena, first, version);

    if (element->field_count == 1)
        return said;
    if (is_idle_unit(element, version))
        return "";
    return arena_format(arena, "%s %s", said,
                        item_element_text(arena, element->field[1], version));
}

/* ---- taking over ---- */

void drift_take(const struct drift_element *element, struct item_version *into,
                const struct item_version *from) {
    for (size_t i = 0; i < element->field_count; i++)
        item_element_take(element->field[i], into, from);
}
