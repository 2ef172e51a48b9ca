#include "item_import.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "arena.h"
#include "cache.h"
#include "item_element.h"
#include "item_import_inside.h"
#include "item_inside.h"
#include "item_standing.h"
#include "item_tell.h"
#include "page.h"
#include "text.h"
#include "utf8.h"

enum { ROWS_AT_FIRST = 1024, STRETCH_ROWS = 200 };

const struct refusal item_import_refused = {
    REFUSED_INVALID,
    "item.import_refused",
    TEXT("有不合格的行，什么也没有导入。请改正后再导入，或者用 --keep-good "
         "只导入合格的行。"),
    NULL,
};

/* By enum item_import_format; the first whose marks a row has is its format. */
static const struct import_format formats[] = {
    [ITEM_FORMAT_HAOBAN] = { "haoban",
                             { "code", "papers", "ways" },
                             "code",
                             import_haoban,
                             NULL },
    [ITEM_FORMAT_GUANGDONG] = { "guangdong",
                                { "code", "materials", "themes" },
                                "code",
                                import_guangdong,
                                NULL },
    [ITEM_FORMAT_GUANGAN] = { "guangan",
                              { "item_code", "task_type", NULL },
                              "item_code",
                              import_guangan,
                              NULL },
    [ITEM_FORMAT_CHANGCHUN] = { "changchun",
                                { "main_item", "business_item", "area" },
                                "main_item",
                                import_changchun,
                                import_changchun_merge },
    [ITEM_FORMAT_NAMES] = { "names",
                            { "code", "name", NULL },
                            "code",
                            import_names,
                            NULL },
};
enum { FORMAT_COUNT = sizeof formats / sizeof *formats };

/* ---- formats ---- */

int item_import_format_named(const char *name) {
    for (int format = ITEM_FORMAT_HAOBAN; format < FORMAT_COUNT; format++)
        if (strcmp(formats[format].name, name) == 0)
            return format;
    return -1;
}

static bool has_member(const struct json *row, const char *key) {
    for (size_t i = 0; i < row->count; i++)
        if (strcmp(row->member[i].key, key) == 0)
            return true;
    return false;
}

static bool has_marks(const struct json *row, const struct import_format *format) {
    for (size_t i = 0; i < sizeof format->marks / sizeof *format->marks; i++)
        if (format->marks[i] && !has_member(row, format->marks[i]))
            return false;
    return true;
}

static enum item_import_format recognise(const struct json *row) {
    for (int format = ITEM_FORMAT_HAOBAN; format < FORMAT_COUNT; format++)
        if (has_marks(row, &formats[format]))
            return (enum item_import_format)format;
    return ITEM_FORMAT_BY_ROW;
}

/* ---- rows by code ---- */

static size_t hash_of(const char *code) {
    uint64_t hash = 1469598103934665603U;

    for (; *code; code++)
        hash = (hash ^ (unsigned char)*code) * 1099511628211U;
    return (size_t)(hash ^ hash >> 32);
}

/* Where the code stands in the hash, or would. */
static size_t *place_of(struct import_reader *reader, const char *code) {
    const size_t mask = reader->place_count - 1;
    size_t at = hash_of(code) & mask;

    while (reader->places[at] &&
           strcmp(reader->rows[reader->places[at] - 1].version.code, code) != 0)
        at = (at + 1) & mask;
    return &reader->places[at];
}

/* Doubles the room; what the arena held before is left in it. */
static void make_room(struct import_reader *reader) {
    if (reader->count < reader->room)
        return;

    const struct import_row *const before = reader->rows;
    reader->room = reader->room ? reader->room * 2 : ROWS_AT_FIRST;
    reader->rows = arena_alloc(reader->arena, reader->room * sizeof *reader->rows);
    if (reader->count > 0)
        memcpy(reader->rows, before, reader->count * sizeof *before);
    reader->place_count = reader->room * 2;
    reader->places =
        arena_alloc(reader->arena, reader->place_count * sizeof *reader->places);
    for (size_t i = 0; i < reader->count; i++)
        *place_of(reader, reader->rows[i].version.code) = i + 1;
}

static void keep_row(struct import_reader *reader, const struct item_version *version) {
    const struct import_format *const format = &formats[reader->import->format];

    make_room(reader);

    size_t *const place = place_of(reader, version->code);
    if (!*place) {
        reader->rows[reader->count++] = (struct import_row){ reader->line, *version };
        *place = reader->count;
        return;
    }

    struct import_row *const earlier = &reader->rows[*place - 1];
    if (format->merge)
        format->merge(reader, &earlier->version, version);
    else
        import_reject(reader, format->code_key, "事项编码 %s 与第 %d 行重复",
                      version->code, earlier->line);
}

/* ---- a line ---- */

static bool limits_cross(const struct item_version *version) {
    return version->legal.count > 0 && version->promised.count > version->legal.count &&
           version->promised.unit == version->legal.unit;
}

static void check_version(struct import_reader *reader,
                          const struct item_version *version) {
    import_check_code(reader, version, formats[reader->import->format].code_key);
    if (!*version->name)
        import_reject(reader, "name", "缺少事项名称");
    if (limits_cross(version))
        import_remark(reader, "promised_limit", "承诺时限比法定时限长");
}

static void reject_at(struct import_reader *reader, int column, const char *reason) {
    const struct item_import_listener *const listener = &reader->import->listener;

    reader->spoiled = true;
    if (listener->reject)
        listener->reject(listener->context, reader->line, column, reason);
}

/* The column of the first bytes that are no character. */
static int invalid_column(const char *bytes, size_t size) {
    int column = 1;
    size_t at = 0;

    while (at < size) {
        size_t length = 1;

        while (length <= 4 && at + length <= size && !utf8_valid(bytes + at, length))
            length++;
        if (length > 4 || at + length > size)
            return column;
        at += length;
        column++;
    }
    return column;
}

/* Returns NULL when the line is no object; that has been reported then. */
static const struct json *parse(struct import_reader *reader) {
    struct json_error error;

    if (reader->size > ITEM_IMPORT_LINE_MAX) {
        reject_at(reader, 0, "这一行太长，最多 1 MiB");
        return NULL;
    }
    if (!utf8_valid(reader->bytes, reader->size)) {
        reject_at(reader, invalid_column(reader->bytes, reader->size),
                  "不是有效的 UTF-8 文字，请另存为 UTF-8 编码");
        return NULL;
    }

    const struct json *const row =
        json_read(reader->line_arena, reader->bytes, reader->size, &error);
    if (!row)
        reject_at(reader, error.column,
                  arena_format(reader->line_arena, "不是完整的 JSON：%s", error.text));
    else if (row->kind != JSON_OBJECT)
        reject_at(reader, 1, "一行应当是一个 JSON 对象 {…}");
    return row && row->kind == JSON_OBJECT ? row : NULL;
}

static void take_object(struct import_reader *reader, const struct json *row) {
    struct item_import *const import = reader->import;
    struct item_version version = item_nothing();

    if (import->format == ITEM_FORMAT_BY_ROW)
        import->format = recognise(row);
    if (import->format == ITEM_FORMAT_BY_ROW) {
        reject_at(reader, 1, "认不出这是哪种格式，请用 --format 指定");
        return;
    }
    formats[import->format].map(reader, row, &version);
    if (reader->passed_over || reader->spoiled)
        return;
    check_version(reader, &version);
    if (!reader->spoiled)
        keep_row(reader, &version);
}

static void begin_row(struct import_reader *reader) {
    reader->spoiled = false;
    reader->passed_over = false;
    if (reader->count >= ITEM_IMPORT_ROWS_MAX)
        import_reject(reader, NULL, "超过了 %d 行，请分成几个文件", ITEM_IMPORT_ROWS_MAX);
}

static void end_row(struct import_reader *reader) {
    const struct item_import_listener *const listener = &reader->import->listener;

    reader->import->report.rejected += reader->spoiled;
    if (listener->progress && reader->line % ITEM_IMPORT_STEP == 0)
        listener->progress(listener->context, (size_t)reader->line);
    arena_reset(reader->line_arena);
}

void import_take_row(struct import_reader *reader, const struct json *row) {
    begin_row(reader);
    if (!reader->spoiled)
        take_object(reader, row);
    end_row(reader);
}

static bool is_blank(const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (!memchr(" \t\r", bytes[i], 3))
            return false;
    return true;
}

static void read_line(void *context, const char *bytes, size_t size) {
    struct import_reader *const reader = context;
    const struct json *row;

    reader->line++;
    reader->bytes = bytes;
    reader->size = size;
    if (is_blank(bytes, size))
        return;
    begin_row(reader);
    row = reader->spoiled ? NULL : parse(reader);
    if (row)
        take_object(reader, row);
    end_row(reader);
}

/* ---- the file ---- */

/* Returns NULL and the reason. */
static const char *read_bytes(struct arena *arena, const char *path, size_t *size,
                              const char **why) {
    FILE *const file = fopen(path, "rb");
    char *bytes = NULL;

    if (!file) {
        *why = arena_format(arena, "%s: %s", path, strerror(errno));
        return NULL;
    }

    const long end = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    if (end < 0 || end > ITEM_IMPORT_FILE_MAX || fseek(file, 0, SEEK_SET) != 0) {
        *why = arena_format(arena, "%s: not a file of at most %d bytes", path,
                            ITEM_IMPORT_FILE_MAX);
    } else {
        *size = (size_t)end;
        bytes = arena_alloc(arena, *size);
        if (fread(bytes, 1, *size, file) != *size) {
            *why = arena_format(arena, "%s: cannot be read", path);
            bytes = NULL;
        }
    }
    fclose(file);
    return bytes;
}

/* Whether the path is a folder, or a file that does not begin as JSON does. */
static bool is_sheets(const char *path) {
    char head[64];
    struct stat about;
    FILE *const file = fopen(path, "rb");
    size_t size;
    size_t at = 0;

    if (!file)
        return false;
    if (fstat(fileno(file), &about) == 0 && S_ISDIR(about.st_mode)) {
        fclose(file);
        return true;
    }
    size = fread(head, 1, sizeof head, file);
    fclose(file);
    if (size >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0)
        at = 3;
    while (at < size && memchr(" \t\r\n", head[at], 4))
        at++;
    return at < size && head[at] != '{' && head[at] != '[';
}

static bool read_json(struct import_reader *reader, const char **why) {
    struct item_import *const import = reader->import;
    size_t size = import->bytes ? strlen(import->bytes) : 0;
    const char *const bytes = import->bytes
                                  ? import->bytes
                                  : read_bytes(reader->arena, import->path, &size, why);

    if (bytes)
        text_each_line(bytes, size, read_line, reader);
    return bytes;
}

bool item_import_read(struct arena *arena, struct item_import *import, const char **why) {
    struct import_reader reader = { .import = import,
                                    .arena = arena,
                                    .line_arena = arena_new() };
    bool whole;

    assert((int)import->format < FORMAT_COUNT);
    import->report = (struct item_import_report){ 0 };
    import->unsaid_count = 0;
    if (!import->area)
        import->area = "";
    if (!import->columns)
        import->columns = "";
    whole = !import->bytes && (*import->columns || is_sheets(import->path))
                ? import_read_sheets(&reader, why)
                : read_json(&reader, why);
    arena_free(reader.line_arena);
    import->rows = reader.rows;
    import->row_count = reader.count;
    return whole;
}

const struct item_version *item_import_row(const struct item_import *import,
                                           size_t place) {
    assert(place < import->row_count);
    return &import->rows[place].version;
}

/* ---- storing ---- */

/* The file's name, for the record; where it lay is nobody's business. */
static const char *why_of(struct arena *arena, const char *path) {
    const char *const slash = strrchr(path, '/');

    return arena_format(arena, "导入 %s", slash ? slash + 1 : path);
}

/* What the file has no column for stays as the library has it. */
static void keep_unsaid(struct work *work, const struct item_import *import,
                        struct item_version *version) {
    struct item item;
    struct item_version before;

    if (import->unsaid_count == 0 || item_find(work, version->code, &item) ||
        item_read_version(work, item.version_id, &before))
        return;
    item_read_standing(work, &before);
    for (size_t i = 0; i < import->unsaid_count; i++)
        item_element_take(import->unsaid[i], version, &before);
    version->type_name = item_type_name(version->code_scheme, version->type_code);
}

static const struct refusal *store_row(struct work *work,
                                       const struct item_import *import,
                                       const struct item_version *given,
                                       const struct item_why *why,
                                       enum item_outcome *outcome) {
    struct item_version version = *given;
    const struct refusal *refusal;

    keep_unsaid(work, import, &version);
    refusal = item_may_stand(work, &version);
    if (!refusal)
        refusal = item_publish_quietly(work, &version, why, outcome);
    if (!refusal)
        refusal = item_stand(work, &version, why, outcome);
    return refusal;
}

static void store_rows(struct work *work, struct item_import *import, size_t first,
                       size_t end) {
    int64_t *const counts[] = {
        [ITEM_NEW] = &import->report.imported,
        [ITEM_CHANGED] = &import->report.changed,
        [ITEM_UNCHANGED] = &import->report.unchanged,
    };
    const struct item_import_listener *const listener = &import->listener;
    const struct item_why why = {
        why_of(work->arena, import->name ? import->name : import->path), ""
    };

    for (size_t i = first; i < end && !work->fault; i++) {
        const struct import_row *const row = &import->rows[i];
        enum item_outcome outcome;
        const struct refusal *const refusal =
            store_row(work, import, &row->version, &why, &outcome);

        if (!refusal)
            ++*counts[outcome];
        else if (listener->reject)
            listener->reject(listener->context, row->line, 0, refusal->text);
        import->report.refused += refusal != NULL;
        if (listener->progress && (i + 1) % ITEM_IMPORT_STEP == 0)
            listener->progress(listener->context, i + 1);
    }
}

const struct refusal *item_import_store(struct work *work, struct item_import *import) {
    struct item_import_report *const report = &import->report;

    report->imported = report->changed = report->unchanged = report->refused = 0;
    if (report->rejected > 0 && import->keep == ITEM_KEEP_ALL_OR_NOTHING)
        return &item_import_refused;
    for (size_t i = 0; i < import->row_count; i += STRETCH_ROWS) {
        struct arena *const outer = work_stretch_begin(work);
        const size_t end =
            i + STRETCH_ROWS < import->row_count ? i + STRETCH_ROWS : import->row_count;

        store_rows(work, import, i, end);
        work_stretch_end(work, outer);
    }
    if (report->imported + report->changed > 0) {
        cache_touch(work, "items");
        item_tell_many(work);
    }
    if (report->refused == 0 || import->keep == ITEM_KEEP_GOOD)
        return NULL;
    return &item_import_refused;
}
