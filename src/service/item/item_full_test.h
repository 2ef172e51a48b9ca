/*
 * item_full_test -- for tests: a version that says something of every element, and
 * everywhere something else, so that what gets lost or mixed up is seen.
 */
#ifndef ITEM_FULL_TEST_H
#define ITEM_FULL_TEST_H

#include "arena.h"
#include "item_element.h"
#include "item_words.h"

struct filling {
    struct arena *arena;
    int64_t count; /* of the fields that were filled */
};

static inline void fill_shape(struct filling *filling, const struct shape *shape,
                              void *at);

static inline const char *fill_text(struct filling *filling,
                                    const struct shape_field *field) {
    if (field->words)
        return field->words->word[(size_t)filling->count % field->words->count].name;
    return arena_format(filling->arena, field->max < 10 ? "%02lld" : "第%lld个字",
                        (long long)filling->count);
}

static inline int64_t fill_number(struct filling *filling,
                                  const struct shape_field *field) {
    if (field->kind == SHAPE_FLAG)
        return 1;
    if (field->words)
        return field->words->word[(size_t)filling->count % field->words->count].value;
    return filling->count;
}

static inline void fill_field(struct filling *filling, const struct shape_field *field,
                              void *at) {
    void *const place = (char *)at + field->offset;
    size_t *const count = (size_t *)(void *)((char *)at + field->count_offset);

    filling->count++;
    switch (field->kind) {
    case SHAPE_TEXT: *(const char **)place = fill_text(filling, field); break;
    case SHAPE_INTEGER:
    case SHAPE_FLAG:
    case SHAPE_WORD: *(int64_t *)place = fill_number(filling, field); break;
    case SHAPE_OBJECT: fill_shape(filling, field->of, at); break;
    case SHAPE_WORDS: {
        const char **const words = arena_alloc(filling->arena, sizeof *words);

        words[0] = fill_text(filling, field);
        *(const char *const **)place = words;
        *count = 1;
        break;
    }
    case SHAPE_LIST:
        *count = 2;
        *(void **)place = arena_alloc(filling->arena, 2 * field->of->size);
        fill_shape(filling, field->of, *(char **)place);
        fill_shape(filling, field->of, *(char **)place + field->of->size);
        break;
    case SHAPE_DAY:
    case SHAPE_MOMENT: break;
    }
}

static inline void fill_shape(struct filling *filling, const struct shape *shape,
                              void *at) {
    for (size_t i = 0; i < shape->count; i++)
        fill_field(filling, &shape->fields[i], at);
}

/* Its code is "F1"; nothing is said of how it stands. */
static inline struct item_version full_version(struct arena *arena) {
    struct filling filling = { .arena = arena };
    struct item_version version = item_nothing();

    fill_shape(&filling, &item_version_shape, &version);
    version.code = "F1";
    version.code_scheme = "local";
    version.type_code = "01";
    version.type_name = "行政许可";
    version.local_code = "DF-1";
    version.local_base_code = "许可-00802-007-01";
    return version;
}

#endif
