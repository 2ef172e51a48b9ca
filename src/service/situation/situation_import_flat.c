#include <string.h>

#include "arena.h"
#include "crypt.h"
#include "json.h"
#include "situation_import_inside.h"
#include "situation_text.h"
#include "text.h"
#include "utf8.h"

enum { CODE_DIGEST_BYTES = 12, ROW_PAPERS_MAX = ITEM_PAPERS_MAX };

/* ---- members ---- */

/* A text without blanks around it; NULL when it cannot be taken, which was reported. */
static const char *take_text(struct situation_reader *reader, const struct json *member,
                             const char *key, size_t max) {
    const char *said = json_string(member);

    if (member->kind != JSON_STRING && member->kind != JSON_NULL)
        situation_reject(reader, reader->line, 0, "字段 %s 应当是文字", key);
    else if (!utf8_valid_text(said, strlen(said)))
        situation_reject(reader, reader->line, 0, "字段 %s 含有控制字符，请删掉", key);
    else if (utf8_count(said) > max)
        situation_reject(reader, reader->line, 0, "字段 %s 太长，最多 %zu 个字", key,
                         max);
    else {
        size_t size;

        said += strspn(said, " \t\r\n");
        for (size = strlen(said); size > 0 && strchr(" \t\r\n", said[size - 1]); size--)
            ;
        return arena_copy_bytes(reader->arena, said, size);
    }
    return NULL;
}

static bool holds(const char *const *papers, size_t count, const char *paper) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(papers[i], paper) == 0)
            return true;
    return false;
}

/* Takes the papers once each; says false when the row cannot be taken. */
static bool take_papers(struct situation_reader *reader, const struct json *row,
                        struct situation_row *into) {
    const struct json *const list = json_get(row, "materials");
    const char **const papers = arena_alloc(reader->arena, list->count * sizeof *papers);

    if (list->kind != JSON_ARRAY || list->count == 0 || list->count > ROW_PAPERS_MAX) {
        situation_reject(reader, reader->line, 0,
                         "字段 materials 应当是 1 到 %d 份材料的列表", ROW_PAPERS_MAX);
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        const char *const paper =
            take_text(reader, &list->member[i], "materials", SITUATION_NAME_MAX);

        if (!paper)
            return false;
        if (!*paper)
            situation_remark(reader, reader->line, "有一份材料没有名称，略过了");
        else if (holds(papers, into->paper_count, paper))
            situation_remark(reader, reader->line, "材料“%s”写了两次，只算一次", paper);
        else
            papers[into->paper_count++] = paper;
    }
    into->papers = papers;
    return true;
}

/* ---- sheets ---- */

static uint64_t hash_of(const char *item, const char *department) {
    uint64_t hash = 1469598103934665603U;

    for (; *item; item++)
        hash = (hash ^ (unsigned char)*item) * 1099511628211U;
    hash *= 1099511628211U;
    for (; *department; department++)
        hash = (hash ^ (unsigned char)*department) * 1099511628211U;
    return hash;
}

static bool is_of(const struct situation_sheet *sheet, uint64_t hash, const char *item,
                  const char *department) {
    return sheet->hash == hash && strcmp(sheet->item, item) == 0 &&
           strcmp(sheet->department, department) == 0;
}

/* Rows of an item mostly stand together, so the last sheet is looked at first. */
static struct situation_sheet *find_sheet(struct situation_reader *reader,
                                          const char *item, const char *department) {
    const uint64_t hash = hash_of(item, department);
    struct situation_sheet *sheet;

    for (size_t i = reader->sheet_count; i > 0; i--)
        if (is_of(reader->sheets[i - 1], hash, item, department))
            return reader->sheets[i - 1];
    if (reader->sheet_count == reader->sheet_room) {
        struct situation_sheet **const before = reader->sheets;

        reader->sheet_room = reader->sheet_room ? reader->sheet_room * 2 : 64;
        reader->sheets = arena_alloc(reader->arena, reader->sheet_room * sizeof *before);
        if (before)
            memcpy(reader->sheets, before, reader->sheet_count * sizeof *before);
    }
    sheet = arena_alloc(reader->arena, sizeof *sheet);
    *sheet =
        (struct situation_sheet){ item, department, hash, reader->line, { { 0 } }, 0 };
    reader->sheets[reader->sheet_count++] = sheet;
    return sheet;
}

static void add_row(struct situation_reader *reader, struct situation_sheet *sheet,
                    const struct situation_row *row) {
    for (size_t i = 0; i < sheet->count; i++)
        if (strcmp(sheet->rows[i].name, row->name) == 0) {
            situation_reject(reader, reader->line, 0, "情形“%s”与第 %d 行重复", row->name,
                             sheet->rows[i].line);
            return;
        }
    if (sheet->count == SITUATION_ROWS_MAX) {
        situation_reject(reader, reader->line, 0, "一个事项最多 %d 种情形",
                         SITUATION_ROWS_MAX);
        return;
    }
    if (!*row->name)
        situation_remark(reader, reader->line, "没有写情形的名称，显示为“其他情形”");
    sheet->rows[sheet->count++] = *row;
}

void situation_read_flat(struct situation_reader *reader, const struct json *row) {
    const char *const item =
        take_text(reader, json_get(row, "item"), "item", SITUATION_NAME_MAX);
    const char *const department =
        take_text(reader, json_get(row, "department"), "department", SITUATION_NAME_MAX);
    struct situation_row into = {
        .name = take_text(reader, json_get(row, "situation"), "situation",
                          SITUATION_WORDS_MAX),
        .line = reader->line,
        .address = "",
    };

    if (!item || !department || !into.name)
        return;
    if (!*item)
        situation_reject(reader, reader->line, 0, "缺少字段 item（事项名称）");
    else if (take_papers(reader, row, &into))
        add_row(reader, find_sheet(reader, item, department), &into);
}

/* ---- flows and items ---- */

static const char *code_of(struct arena *arena, const struct situation_sheet *sheet) {
    const char *const both =
        arena_format(arena, "%s\n%s", sheet->department, sheet->item);
    uint8_t digest[CRYPT_DIGEST_SIZE];

    crypt_sm3(digest, both, strlen(both));
    return arena_format(arena, "QX-%s", text_hex(arena, digest, CODE_DIGEST_BYTES));
}

/* The item as a row of our own format: papers of all rows, required where all ask. */
static void write_item(struct situation_reader *reader, struct text *out,
                       const struct situation_sheet *sheet, const char *code) {
    const char **papers;
    const size_t count =
        situation_union(reader->arena, sheet->rows, sheet->count, &papers);

    json_open(out, NULL, '{');
    json_put_string(out, "code", code);
    json_put_string(out, "name", sheet->item);
    json_put_string(out, "department", sheet->department);
    json_open(out, "papers", '[');
    for (size_t i = 0; i < count; i++) {
        const bool always = situation_asks_every(sheet->rows, sheet->count, papers[i]);

        json_open(out, NULL, '{');
        json_put_string(out, "name", papers[i]);
        json_put_string(out, "necessity", always ? "required" : "optional");
        json_close(out, '}');
    }
    json_close(out, ']');
    json_close(out, '}');
    text_add_byte(out, '\n');
}

static void derive(struct situation_reader *reader, struct situation_sheet *sheet,
                   struct text *items) {
    const char **papers;
    const size_t count =
        situation_union(reader->arena, sheet->rows, sheet->count, &papers);
    const char *const code = code_of(reader->arena, sheet);

    if (count > ITEM_PAPERS_MAX) {
        situation_reject(reader, sheet->line, 0, "事项“%s”有 %zu 种材料，最多 %d 种",
                         sheet->item, count, ITEM_PAPERS_MAX);
        return;
    }

    struct situation_import_flow *const flow = situation_make_room(reader);
    *flow = (struct situation_import_flow){ .code = code,
                                            .name = sheet->item,
                                            .line = sheet->line,
                                            .text = "",
                                            .rows = sheet->rows,
                                            .row_count = sheet->count };
    situation_derive(reader->arena, sheet->rows, sheet->count, &flow->flow);
    reader->flow_count++;
    write_item(reader, items, sheet, code);
}

void situation_derive_all(struct situation_reader *reader) {
    struct situation_import *const import = reader->import;
    struct text items = { .arena = reader->arena };
    const char *why;

    for (size_t i = 0; i < reader->sheet_count; i++)
        if (reader->sheets[i]->count > 0)
            derive(reader, reader->sheets[i], &items);
    import->items = (struct item_import){ .path = "",
                                          .bytes = text_string(&items),
                                          .format = ITEM_FORMAT_HAOBAN,
                                          .keep = import->keep,
                                          .listener = {
                                              .reject = import->listener.reject,
                                              .context = import->listener.context
                                          } };
    item_import_read(reader->arena, &import->items, &why);
    import->report.rejected += import->items.report.rejected;
}
