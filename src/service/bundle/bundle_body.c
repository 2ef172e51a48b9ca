#include "bundle_body.h"

#include <string.h>

#include "arena.h"
#include "item_words.h"
#include "json.h"
#include "utf8.h"

struct reading {
    struct arena *arena;
    struct bundle_body *body;
    const char *why; /* NULL: all is well so far */
};

static void reject(struct reading *reading, const char *why) {
    if (!reading->why)
        reading->why = why;
}

/* A text of the row, with its bound. */
static const char *text_of(struct reading *reading, const struct json *from,
                           const char *name, size_t most) {
    const char *const text = json_string(json_get(from, name));

    if (utf8_count(text) > most)
        reject(reading,
               arena_format(reading->arena, "%s 太长，最多 %zu 个字", name, most));
    return text;
}

static bool is_word(const char *text, const char *letters) {
    return text[0] && strspn(text, letters) == strlen(text);
}

/* ---- items ---- */

static size_t place_of(const struct bundle_body *body, const char *code) {
    size_t place = 0;

    while (place < body->item_count && strcmp(body->item[place].code, code) != 0)
        place++;
    return place;
}

static void read_item(struct reading *reading, const struct json *from) {
    struct bundle_body *const body = reading->body;
    const char *const code = text_of(reading, from, "code", 60);

    if (!code[0])
        reject(reading, "items 里有一项没有 code（事项编码）");
    if (place_of(body, code) < body->item_count)
        reject(reading, arena_format(reading->arena, "事项 %s 写了两次", code));
    body->item[body->item_count++] = (struct bundle_item){ .code = code };
}

static void read_order(struct reading *reading, const struct json *from, size_t at) {
    const struct json *const after = json_get(from, "after");

    for (size_t i = 0; i < after->count; i++) {
        const char *const code = json_string(&after->member[i]);
        const size_t place = place_of(reading->body, code);

        if (place == reading->body->item_count)
            reject(reading,
                   arena_format(reading->arena, "after 里的 %s 不在 items 里", code));
        else
            reading->body->item[at].behind |= UINT64_C(1) << place;
    }
}

/* Each round takes those away whose predecessors are gone; what stays waits for itself.
 */
static bool goes_in_circles(const struct bundle_body *body) {
    uint64_t done = 0;

    for (size_t round = 0; round < body->item_count; round++)
        for (size_t i = 0; i < body->item_count; i++)
            if (!(body->item[i].behind & ~done))
                done |= UINT64_C(1) << i;
    return done != (UINT64_C(1) << body->item_count) - 1;
}

static void read_items(struct reading *reading, const struct json *items) {
    if (items->kind != JSON_ARRAY || items->count < 2 ||
        items->count > BUNDLE_ITEMS_MAX) {
        reject(reading, "items 要有 2 到 12 个事项");
        return;
    }
    for (size_t i = 0; i < items->count; i++)
        read_item(reading, &items->member[i]);
    for (size_t i = 0; i < items->count; i++)
        read_order(reading, &items->member[i], i);
    if (goes_in_circles(reading->body))
        reject(reading, "after 绕成了圈，没有一个事项能先办");
}

/* ---- fields ---- */

static const struct {
    const char *name;
    enum form_kind kind;
    int max; /* characters; 0 the kind's own */
} kinds[] = {
    { "text", FORM_TEXT, 100 },   { "long_text", FORM_LONG_TEXT, 300 },
    { "day", FORM_DAY, 0 },       { "integer", FORM_INTEGER, 1000000 },
    { "mobile", FORM_MOBILE, 0 },
};

enum { KINDS = sizeof kinds / sizeof *kinds };

static bool is_taken(const struct bundle_body *body, const char *name) {
    static const char *const own[] = { "phone", "kind", "name", "id_number" };

    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(own[i], name) == 0)
            return true;
    for (size_t i = 0; i < body->field_count; i++)
        if (strcmp(body->field[i].name, name) == 0)
            return true;
    return false;
}

static void read_field(struct reading *reading, const struct json *from) {
    struct bundle_body *const body = reading->body;
    const char *const kind = json_string(json_get(from, "kind"));
    const char *const hint = text_of(reading, from, "hint", 100);
    struct form_field field = {
        .name = text_of(reading, from, "name", BUNDLE_CODE_MAX),
        .label = text_of(reading, from, "label", 40),
        .hint = hint[0] ? hint : NULL,
        .required = json_true(json_get(from, "required")),
    };
    size_t known = 0;

    while (known < KINDS && strcmp(kinds[known].name, kind) != 0)
        known++;
    if (known == KINDS)
        reject(reading, "字段的 kind 只能是 text、long_text、day、integer 或 mobile");
    if (!is_word(field.name, "abcdefghijklmnopqrstuvwxyz_") || is_taken(body, field.name))
        reject(reading, "字段的 name 要用小写字母，不能重复，也不能用 phone、kind、name、"
                        "id_number");
    if (!field.label[0])
        reject(reading, "字段缺少 label（名称）");
    field.kind = known < KINDS ? kinds[known].kind : FORM_TEXT;
    field.max = known < KINDS ? kinds[known].max : 0;
    body->field[body->field_count++] = field;
}

static void read_fields(struct reading *reading, const struct json *fields) {
    if (fields->count > BUNDLE_FIELDS_MAX) {
        reject(reading, "fields 最多 12 个字段");
        return;
    }
    for (size_t i = 0; i < fields->count; i++)
        read_field(reading, &fields->member[i]);
}

/* ---- papers under several names ---- */

static void read_group(struct reading *reading, const struct json *group) {
    const char **const words =
        arena_alloc(reading->arena, group->count * sizeof *words + 1);

    if (group->kind != JSON_ARRAY || group->count < 2)
        reject(reading, "same 里每一组至少写两个材料名称");
    for (size_t i = 0; i < group->count; i++)
        words[i] = json_string(&group->member[i]);
    reading->body->same[reading->body->same_count++] =
        (struct item_list){ words, group->count };
}

static void read_same(struct reading *reading, const struct json *same) {
    if (same->count > BUNDLE_SAME_MAX) {
        reject(reading, "same 最多 20 组");
        return;
    }
    for (size_t i = 0; i < same->count; i++)
        read_group(reading, &same->member[i]);
}

/* ---- all of it ---- */

static void read_row(struct reading *reading, const struct json *row) {
    struct bundle_body *const body = reading->body;

    body->code = text_of(reading, row, "code", BUNDLE_CODE_MAX);
    body->name = text_of(reading, row, "name", BUNDLE_NAME_MAX);
    body->event = text_of(reading, row, "event", 10);
    body->summary = text_of(reading, row, "summary", ITEM_SHORT_MAX);
    body->department = text_of(reading, row, "department", BUNDLE_CODE_MAX);
    if (!is_word(body->code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"))
        reject(reading, "code 要用大写字母、数字和短横线");
    if (!body->name[0])
        reject(reading, "缺少 name（套餐名称）");
    if (!word_named(&item_life_events, body->event))
        reject(reading, "event 要写一件事的编码，如 E01");
    read_items(reading, json_get(row, "items"));
    read_fields(reading, json_get(row, "fields"));
    read_same(reading, json_get(row, "same"));
}

bool bundle_body_read(struct arena *arena, const char *row, size_t size,
                      struct bundle_body *body, const char **why) {
    struct reading reading = { .arena = arena, .body = body };
    struct json_error error;
    const struct json *const json =
        size <= BUNDLE_ROW_MAX ? json_read(arena, row, size, &error) : NULL;

    *body = (struct bundle_body){ .code = "" };
    if (size > BUNDLE_ROW_MAX)
        reading.why = "这一行太长";
    else if (!json || json->kind != JSON_OBJECT)
        reading.why = "这一行不是一个 JSON 对象";
    else
        read_row(&reading, json);
    *why = reading.why;
    return !reading.why;
}

const char *bundle_body_paper(const struct bundle_body *body, const char *name) {
    for (size_t i = 0; i < body->same_count; i++)
        for (size_t j = 0; j < body->same[i].count; j++)
            if (strcmp(body->same[i].word[j], name) == 0)
                return body->same[i].word[0];
    return name;
}
