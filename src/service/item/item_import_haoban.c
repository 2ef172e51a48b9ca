#include <string.h>

#include "arena.h"
#include "item_code.h"
#include "item_element.h"
#include "item_import_inside.h"

static void take_fields(struct import_reader *reader, const struct json *from,
                        const struct shape *shape, void *to);

/* Codes of the words that are offered become those words; others are words already. */
static void take_offered(struct arena *arena, const struct words *offered,
                         struct item_list *list) {
    const char **const words = arena_alloc(arena, list->count * sizeof *words);

    for (size_t i = 0; i < list->count; i++)
        words[i] = word_reads(offered, list->word[i]);
    list->word = words;
}

static void take_words(struct import_reader *reader, const struct json *from,
                       const struct shape_field *field, void *to) {
    struct item_list list = import_words(reader, from, field->name, field->words);

    if (field->offered)
        take_offered(reader->arena, field->offered, &list);
    *(const char *const **)((char *)to + field->offset) = list.word;
    *(size_t *)(void *)((char *)to + field->count_offset) = list.count;
}

static void take_list(struct import_reader *reader, const struct json *from,
                      const struct shape_field *field, void *to) {
    const size_t count = import_count(reader, from, field->name);
    char *const rows = arena_alloc(reader->arena, count * field->of->size);

    for (size_t i = 0; i < count; i++) {
        reader->row_of = field->name;
        reader->row = i + 1;
        take_fields(reader, &json_get(from, field->name)->member[i], field->of,
                    rows + i * field->of->size);
    }
    reader->row_of = NULL;
    *(char **)(void *)((char *)to + field->offset) = rows;
    *(size_t *)(void *)((char *)to + field->count_offset) = count;
}

static void take_text(struct import_reader *reader, const struct json *from,
                      const struct shape_field *field, void *to) {
    const char *const text =
        field->words ? import_name(reader, from, field->name, field->words)
                     : import_text(reader, from, field->name, (size_t)field->max);

    if (field->duty == SHAPE_REQUIRED && !*text)
        import_reject(reader, field->name, "缺少%s", field->label);
    *(const char **)(void *)((char *)to + field->offset) = text;
}

static void take_number(struct import_reader *reader, const struct json *from,
                        const struct shape_field *field, void *to) {
    int64_t *const number = (int64_t *)(void *)((char *)to + field->offset);

    if (field->kind == SHAPE_FLAG || field->words == &item_answers)
        *number = import_flag(reader, from, field->name, field->otherwise);
    else if (field->kind == SHAPE_WORD)
        *number = import_word(reader, from, field->name, field->words, field->otherwise);
    else
        *number = import_grade(reader, from, field);
}

static void take_part(struct import_reader *reader, const struct json *from,
                      const struct shape_field *field, void *to) {
    const struct json *const part = import_part(reader, from, field->name);

    reader->part = field->name;
    take_fields(reader, part, field->of, to);
    reader->part = NULL;
}

static void take_field(struct import_reader *reader, const struct json *from,
                       const struct shape_field *field, void *to) {
    switch (field->kind) {
    case SHAPE_TEXT: take_text(reader, from, field, to); break;
    case SHAPE_INTEGER:
    case SHAPE_FLAG:
    case SHAPE_WORD: take_number(reader, from, field, to); break;
    case SHAPE_WORDS: take_words(reader, from, field, to); break;
    case SHAPE_LIST: take_list(reader, from, field, to); break;
    case SHAPE_OBJECT: take_part(reader, from, field, to); break;
    case SHAPE_DAY:
    case SHAPE_MOMENT: break;
    }
}

/* The table of elements is two deep: a part may hold a list, whose rows hold neither. */
static void take_fields(struct import_reader *reader, const struct json *from,
                        const struct shape *shape, void *to) {
    for (size_t i = 0; i < shape->count; i++)
        if (shape->fields[i].duty != SHAPE_DERIVED)
            take_field(reader, from, &shape->fields[i], to);
}

bool item_import_written(struct arena *arena, const char *text,
                         struct item_version *version) {
    struct item_import silent = { .path = "" };
    struct import_reader reader = { .import = &silent,
                                    .arena = arena,
                                    .line_arena = arena,
                                    .bytes = text,
                                    .size = strlen(text) };
    struct json_error error;
    const struct json *const row = json_read(arena, text, reader.size, &error);

    *version = item_nothing();
    if (!row)
        return false;
    import_haoban(&reader, row, version);
    return true;
}

void import_haoban(struct import_reader *reader, const struct json *row,
                   struct item_version *version) {
    take_fields(reader, row, &item_file_shape, version);
    if (!*version->code_scheme)
        version->code_scheme = item_code_scheme(version->code);
    version->type_name = item_type_name(version->code_scheme, version->type_code);
    if (*version->type_code && !*version->type_name)
        import_reject(reader, "type_code", "字段 type_code（事项类型）没有 %s 这个编码",
                      version->type_code);
}
