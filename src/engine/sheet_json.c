#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "json.h"
#include "sheet_inside.h"
#include "text.h"

enum { LINE_SIZE_MAX = 1024 * 1024, PATH_DEPTH_MAX = 4 };

struct members {
    struct sheet_reading *sheet;
    const char **name;
    size_t count;
};

static void give_member(struct members *members, const char *path,
                        const struct json *value, int depth);

static bool are_scalars(const struct json *array) {
    for (size_t i = 0; i < array->count; i++)
        if (array->member[i].kind == JSON_ARRAY || array->member[i].kind == JSON_OBJECT)
            return false;
    return true;
}

static const char *scalar_text(struct arena *arena, const struct json *value) {
    switch (value->kind) {
    case JSON_TRUE: return "true";
    case JSON_FALSE: return "false";
    case JSON_INTEGER: return arena_format(arena, "%lld", (long long)value->integer);
    case JSON_REAL:
    case JSON_STRING: return value->string;
    case JSON_NULL:
    case JSON_ARRAY:
    case JSON_OBJECT: break;
    }
    return "";
}

/* Several words are the lines of a cell; a list of objects is too much for one. */
static const char *array_text(struct arena *arena, const struct json *array) {
    struct text text = { .arena = arena };

    for (size_t i = 0; are_scalars(array) && i < array->count; i++) {
        if (i > 0)
            text_add_byte(&text, '\n');
        text_add(&text, scalar_text(arena, &array->member[i]));
    }
    return text_string(&text);
}

static void give_cell(struct members *members, const char *path, const char *text) {
    if (members->count < SHEET_COLUMNS_MAX)
        members->name[members->count] = path;
    sheet_give(members->sheet, members->count++, text, strlen(text));
}

static void give_object(struct members *members, const char *path,
                        const struct json *object, int depth) {
    struct arena *const arena = members->sheet->line_arena;

    for (size_t i = 0; i < object->count; i++) {
        const struct json *const member = &object->member[i];
        const char *const name =
            *path ? arena_format(arena, "%s.%s", path, member->key) : member->key;

        give_member(members, name, member, depth + 1);
    }
}

static void give_member(struct members *members, const char *path,
                        const struct json *value, int depth) {
    struct arena *const arena = members->sheet->line_arena;

    if (depth > PATH_DEPTH_MAX)
        sheet_wrong(members->sheet, 0, "“%.60s”里的对象套得太深", path);
    else if (value->kind == JSON_OBJECT)
        give_object(members, path, value, depth);
    else if (value->kind == JSON_ARRAY)
        give_cell(members, path, array_text(arena, value));
    else
        give_cell(members, path, scalar_text(arena, value));
}

static void read_line(struct sheet_reading *reading, const char *bytes, size_t size) {
    struct json_error error;
    struct members members = { .sheet = reading };
    const struct json *const object = json_read(reading->line_arena, bytes, size, &error);

    if (!object) {
        sheet_wrong(reading, error.column, "不是完整的 JSON：%s", error.text);
        return;
    }
    if (object->kind != JSON_OBJECT) {
        sheet_wrong(reading, 1, "一行应当是一个 JSON 对象 {…}");
        return;
    }
    members.name =
        arena_alloc(reading->line_arena, SHEET_COLUMNS_MAX * sizeof *members.name);
    give_object(&members, "", object, 0);
    if (!reading->spoiled)
        sheet_give_named(reading, members.name, members.count);
}

static bool is_blank(const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (!memchr(" \t\r", bytes[i], 3))
            return false;
    return true;
}

void sheet_read_json(struct sheet_reading *reading, FILE *file) {
    char *line = NULL;
    size_t room = 0;
    ssize_t size;
    int number = 0;

    while (!reading->stopped && (size = getline(&line, &room, file)) > 0) {
        size_t length = (size_t)size;
        const char *at = line;

        if (line[length - 1] == '\n')
            length--;
        if (number == 0 && length >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0) {
            at += 3;
            length -= 3;
        }
        sheet_begin_line(reading, ++number);
        if (length > LINE_SIZE_MAX)
            sheet_wrong(reading, 0, "这一行太长，最多 1 MiB");
        else if (!is_blank(at, length))
            read_line(reading, at, length);
    }
    free(line);
}
