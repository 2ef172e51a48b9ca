#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "item_element.h"
#include "item_import_inside.h"
#include "text.h"
#include "utf8.h"

/* ---- reporting ---- */

/* The element that a member of the row at hand is; NULL: none of ours. */
static const struct shape_field *field_in(const struct shape *shape, const char *key) {
    for (size_t i = 0; shape && key && i < shape->count; i++)
        if (strcmp(shape->fields[i].name, key) == 0)
            return &shape->fields[i];
    return NULL;
}

static const struct shape_field *field_of(const struct import_reader *reader,
                                          const char *key) {
    const struct shape_field *const part = field_in(&item_file_shape, reader->part);
    const struct shape *const within = part ? part->of : &item_file_shape;
    const struct shape_field *const list = field_in(within, reader->row_of);

    return field_in(list ? list->of : within, key);
}

/* What a member is called where its row was written. */
static const char *called(const struct import_reader *reader, const char *key) {
    const struct shape_field *const field = reader->sheets ? field_of(reader, key) : NULL;

    return field ? field->label : key;
}

/* Where a member's name stands in the line, from a place on; the size: nowhere. */
static size_t place_of(const struct import_reader *reader, size_t from, const char *key) {
    const size_t size = strlen(key);

    for (size_t i = from; i + size + 2 <= reader->size; i++) {
        const char *const at = reader->bytes + i;

        if (at[0] == '"' && memcmp(at + 1, key, size) == 0 && at[size + 1] == '"')
            return i;
    }
    return reader->size;
}

/* The column of a member's name, from 1; 0 when it is not there.  What stands within a
 * part or a list is looked for behind its name. */
static int column_of(const struct import_reader *reader, const char *key) {
    const char *const within[] = { reader->part, reader->row_of, key };
    size_t place = 0;
    int column = 1;

    if (!key)
        return 0;
    for (size_t i = 0; i < sizeof within / sizeof *within; i++)
        if (within[i])
            place = place_of(reader, place, within[i]);
    for (size_t i = 0; i < place; i++)
        column += ((unsigned char)reader->bytes[i] & 0xC0) != 0x80;
    return place < reader->size ? column : 0;
}

static struct sheet_place where(const struct import_reader *reader, const char *key) {
    struct sheet_place place = { NULL, reader->line, 0 };

    if (reader->sheets)
        import_sheet_place(reader, field_of(reader, key), &place);
    else
        place.column = column_of(reader, key);
    return place;
}

/* Tells it, with the table where there are several. */
static void tell(struct import_reader *reader,
                 void (*hear)(void *context, int line, int column, const char *reason),
                 const struct sheet_place *place, const char *reason) {
    if (!hear)
        return;
    if (place->table)
        reason = arena_format(reader->line_arena, "表“%s”：%s", place->table, reason);
    hear(reader->import->listener.context, place->line, place->column, reason);
}

void import_reject(struct import_reader *reader, const char *key, const char *format,
                   ...) {
    const struct sheet_place place = where(reader, key);
    va_list args;

    va_start(args, format);
    const char *reason = arena_vformat(reader->line_arena, format, args);
    va_end(args);
    if (reader->row_of && !place.table)
        reason = arena_format(reader->line_arena, "%s 第 %zu 项：%s", reader->row_of,
                              reader->row, reason);
    tell(reader, reader->import->listener.reject, &place, reason);
    reader->spoiled = true;
}

void import_remark(struct import_reader *reader, const char *key, const char *format,
                   ...) {
    const struct sheet_place place = where(reader, key);
    va_list args;

    va_start(args, format);
    tell(reader, reader->import->listener.remark, &place,
         arena_vformat(reader->line_arena, format, args));
    va_end(args);
    reader->import->report.remarked++;
}

void import_reject_at(struct import_reader *reader, const struct sheet_place *place,
                      const char *reason) {
    tell(reader, reader->import->listener.reject, place, reason);
    reader->import->report.rejected++;
}

void import_remark_at(struct import_reader *reader, const struct sheet_place *place,
                      const char *reason) {
    tell(reader, reader->import->listener.remark, place, reason);
    reader->import->report.remarked++;
}

/* ---- texts ---- */

static const char ideographic_blank[] = "\xE3\x80\x80";
enum { IDEOGRAPHIC_SIZE = 3 };

static size_t blank_before(const char *at) {
    if (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')
        return 1;
    return strncmp(at, ideographic_blank, IDEOGRAPHIC_SIZE) == 0 ? IDEOGRAPHIC_SIZE : 0;
}

static size_t blank_behind(const char *begin, size_t size) {
    if (size >= 1 && memchr(" \t\r\n", begin[size - 1], 4))
        return 1;
    if (size >= IDEOGRAPHIC_SIZE &&
        memcmp(begin + size - IDEOGRAPHIC_SIZE, ideographic_blank, IDEOGRAPHIC_SIZE) == 0)
        return IDEOGRAPHIC_SIZE;
    return 0;
}

const char *import_trimmed(struct arena *arena, const char *string) {
    size_t blank;

    while ((blank = blank_before(string)) > 0)
        string += blank;

    size_t size = strlen(string);
    while ((blank = blank_behind(string, size)) > 0)
        size -= blank;
    return size > 0 ? arena_copy_bytes(arena, string, size) : "";
}

static const char *take_string(struct import_reader *reader, const char *key,
                               const struct json *value, size_t max) {
    if (value->kind == JSON_NULL)
        return "";
    if (value->kind != JSON_STRING) {
        import_reject(reader, key, "字段 %s 应当是文字", called(reader, key));
        return "";
    }

    const char *const string = import_trimmed(reader->arena, value->string);
    const size_t count = utf8_count(string);

    if (!utf8_valid_text(string, strlen(string)))
        import_reject(reader, key, "字段 %s 里有控制字符", called(reader, key));
    if (count > max)
        import_reject(reader, key, "字段 %s 太长：有 %zu 个字，最多 %zu 个字",
                      called(reader, key), count, max);
    return string;
}

const char *import_text(struct import_reader *reader, const struct json *object,
                        const char *key, size_t max) {
    return take_string(reader, key, json_get(object, key), max);
}

/* ---- lists ---- */

size_t import_count(struct import_reader *reader, const struct json *object,
                    const char *key) {
    const struct json *const array = json_get(object, key);

    if (array->kind == JSON_NULL)
        return 0;
    if (array->kind != JSON_ARRAY) {
        import_reject(reader, key, "字段 %s 应当是列表", called(reader, key));
        return 0;
    }
    if (array->count > ITEM_PAPERS_MAX) {
        import_reject(reader, key, "字段 %s 有 %zu 项，最多 %d 项", called(reader, key),
                      array->count, ITEM_PAPERS_MAX);
        return 0;
    }
    return array->count;
}

static bool has_word(struct item_list list, const char *word) {
    for (size_t i = 0; i < list.count; i++)
        if (strcmp(list.word[i], word) == 0)
            return true;
    return false;
}

/* The stored form of a word: a line break would end it. */
static const char *one_line(struct arena *arena, const char *word) {
    char *const line = arena_copy(arena, word);

    for (char *at = line; *at; at++)
        if (*at == '\n' || *at == '\r' || *at == '\t')
            *at = ' ';
    return line;
}

/* What people write for a word that reads differently where it is shown. */
static const struct {
    const struct words *words;
    const char *said;
    const char *name;
} aliases[] = {
    { &item_units, "工作日", "working_day" },
    { &item_units, "自然日", "day" },
};

/* The name of a word by its name, its Chinese or another wording; NULL: none. */
static const char *name_of(const struct words *words, const char *said) {
    const struct word *const named = word_named(words, said);
    const struct word *const word = named ? named : word_said(words, said);

    for (size_t i = 0; !word && i < sizeof aliases / sizeof *aliases; i++)
        if (aliases[i].words == words && strcmp(aliases[i].said, said) == 0)
            return aliases[i].name;
    return word ? word->name : NULL;
}

static const char *word_in(struct import_reader *reader, const char *key,
                           const struct words *words, const char *said) {
    const char *const name = name_of(words, said);

    if (name)
        return name;

    struct text known = { .arena = reader->line_arena };
    for (size_t i = 0; i < words->count; i++)
        text_addf(&known, "%s%s", i > 0 ? "、" : "", words->word[i].name);
    import_reject(reader, key, "字段 %s 不认识“%.60s”，可以是 %s", called(reader, key),
                  said, text_string(&known));
    return "";
}

struct item_list import_words(struct import_reader *reader, const struct json *object,
                              const char *key, const struct words *words) {
    const size_t count = import_count(reader, object, key);
    const char **const taken = arena_alloc(reader->arena, count * sizeof *taken);
    struct item_list list = { taken, 0 };

    for (size_t i = 0; i < count; i++) {
        const char *word =
            take_string(reader, key, &json_get(object, key)->member[i], ITEM_NAME_MAX);

        if (*word && words)
            word = word_in(reader, key, words, word);
        if (*word && !has_word(list, word))
            taken[list.count++] = one_line(reader->arena, word);
    }
    return list;
}

/* ---- numbers and words ---- */

static int64_t number_of(struct import_reader *reader, const char *key,
                         const struct json *value, int64_t min, int64_t max,
                         int64_t otherwise) {
    if (value->kind == JSON_NULL || (value->kind == JSON_STRING && !*value->string))
        return otherwise;

    const int64_t number = json_integer(value, INT64_MIN);
    if (number < min || number > max) {
        import_reject(reader, key, "字段 %s 应当是 %lld 到 %lld 的整数",
                      called(reader, key), (long long)min, (long long)max);
        return otherwise;
    }
    return number;
}

int64_t import_number(struct import_reader *reader, const struct json *object,
                      const char *key, int64_t min, int64_t otherwise) {
    return number_of(reader, key, json_get(object, key), min, ITEM_NUMBER_MAX, otherwise);
}

int64_t import_grade(struct import_reader *reader, const struct json *object,
                     const struct shape_field *field) {
    const struct json *const value = json_get(object, field->name);
    const struct word *const said =
        field->words ? word_said(field->words, json_string(value)) : NULL;

    if (said)
        return said->value;
    return number_of(reader, field->name, value, field->min, field->max,
                     field->otherwise);
}

int64_t import_word(struct import_reader *reader, const struct json *object,
                    const char *key, const struct words *words, int64_t otherwise) {
    const char *const said = import_text(reader, object, key, ITEM_NAME_MAX);

    if (!*said)
        return otherwise;

    const struct word *const word = word_named(words, word_in(reader, key, words, said));
    return word ? word->value : otherwise;
}

const char *import_name(struct import_reader *reader, const struct json *object,
                        const char *key, const struct words *words) {
    const char *const said = import_text(reader, object, key, ITEM_NAME_MAX);

    return *said ? word_in(reader, key, words, said) : "";
}

const struct json *import_part(struct import_reader *reader, const struct json *object,
                               const char *key) {
    const struct json *const part = json_get(object, key);

    if (part->kind != JSON_NULL && part->kind != JSON_OBJECT)
        import_reject(reader, key, "字段 %s 应当是一个对象 {…}", called(reader, key));
    return part;
}

int64_t import_flag(struct import_reader *reader, const struct json *object,
                    const char *key, int64_t otherwise) {
    static const struct {
        const char *said;
        int64_t value;
    } words[] = {
        { "是", 1 }, { "1", 1 }, { "yes", 1 }, { "支持", 1 },
        { "否", 0 }, { "0", 0 }, { "no", 0 },  { "不支持", 0 },
    };
    const struct json *const value = json_get(object, key);

    if (value->kind == JSON_TRUE || value->kind == JSON_FALSE)
        return value->kind == JSON_TRUE;
    if (value->kind == JSON_INTEGER && (value->integer == 0 || value->integer == 1))
        return value->integer;
    if (value->kind == JSON_NULL || (value->kind == JSON_STRING && !*value->string))
        return otherwise;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(json_string(value), words[i].said) == 0)
            return words[i].value;
    import_reject(reader, key, "字段 %s 应当是 是 或 否（true 或 false）",
                  called(reader, key));
    return otherwise;
}

struct item_limit import_limit(struct import_reader *reader, const struct json *object,
                               const char *key) {
    const struct json *const limit = json_get(object, key);
    struct item_limit taken = { 0, 1 };

    if (limit->kind == JSON_NULL)
        return taken;
    if (limit->kind != JSON_OBJECT) {
        import_reject(reader, key, "字段 %s 应当写成 {\"n\": 5, \"unit\": …}",
                      called(reader, key));
        return taken;
    }
    taken.count = import_number(reader, limit, "n", 0, 0);
    taken.unit = import_word(reader, limit, "unit", &item_units, 1);
    return taken;
}

/* ---- papers ---- */

void import_paper_names(struct import_reader *reader, const struct json *object,
                        const char *key, const char *situation,
                        struct item_version *version) {
    const struct item_list names = import_words(reader, object, key, NULL);
    struct item_paper *const papers =
        arena_alloc(reader->arena, names.count * sizeof *papers);

    /* A source that is not named is the applicant, a paper that is asked for needed. */
    for (size_t i = 0; i < names.count; i++)
        papers[i] = (struct item_paper){
            .situation = situation,
            .name = names.word[i],
            .source = 10,
            .source_note = "",
            .copies = 1,
            .size = "",
            .necessity = 1,
            .standard = "",
            .note = "",
            .blank_form = "",
            .sample = "",
        };
    version->papers = papers;
    version->paper_count = names.count;
}
