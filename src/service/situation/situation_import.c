#include "situation_import.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "json.h"
#include "page.h"
#include "situation_import_inside.h"
#include "text.h"

enum { STRETCH_FLOWS = 50 };

const struct refusal situation_import_refused = {
    REFUSED_INVALID,
    "situation.import_refused",
    TEXT("有不合格的情形，什么也没有导入。请改正后再导入，或者用 --keep-good "
         "只导入合格的。"),
    NULL,
};

/* ---- reporting ---- */

void situation_reject(struct situation_reader *reader, int line, int column,
                      const char *format, ...) {
    const struct item_import_listener *const listener = &reader->import->listener;
    va_list args;

    reader->import->report.rejected++;
    va_start(args, format);
    if (listener->reject)
        listener->reject(listener->context, line, column,
                         arena_vformat(reader->arena, format, args));
    va_end(args);
}

void situation_remark(struct situation_reader *reader, int line, const char *format,
                      ...) {
    const struct item_import_listener *const listener = &reader->import->listener;
    va_list args;

    reader->import->report.remarked++;
    va_start(args, format);
    if (listener->remark)
        listener->remark(listener->context, line, 0,
                         arena_vformat(reader->arena, format, args));
    va_end(args);
}

/* ---- our own rows ---- */

static void hear(void *context, struct situation_place place, const char *reason) {
    struct situation_reader *const reader = context;

    situation_reject(reader, reader->line, place.column, "%s", reason);
}

static const struct situation_import_flow *
find_code(const struct situation_reader *reader, const char *code) {
    for (size_t i = 0; i < reader->flow_count; i++)
        if (strcmp(reader->flows[i].code, code) == 0)
            return &reader->flows[i];
    return NULL;
}

/* Room for one more; what the arena held before is left in it. */
struct situation_import_flow *situation_make_room(struct situation_reader *reader) {
    if (reader->flow_count == reader->room) {
        const struct situation_import_flow *const before = reader->flows;

        reader->room = reader->room ? reader->room * 2 : 64;
        reader->flows = arena_alloc(reader->arena, reader->room * sizeof *before);
        if (before)
            memcpy(reader->flows, before, reader->flow_count * sizeof *before);
    }
    return &reader->flows[reader->flow_count];
}

static void read_haoban(struct situation_reader *reader, const struct json *row,
                        const char *text) {
    const struct situation_listener listener = { hear, reader };
    struct situation_import_flow *const flow = situation_make_room(reader);
    const char *const code = json_string(json_get(row, "code"));
    const struct situation_import_flow *const earlier = find_code(reader, code);

    if (!*code || strlen(code) > ITEM_CODE_MAX) {
        situation_reject(reader, reader->line, 1,
                         "缺少字段 code（事项编码），或者它太长");
        return;
    }
    if (earlier) {
        situation_reject(reader, reader->line, 1, "事项编码 %s 与第 %d 行重复", code,
                         earlier->line);
        return;
    }
    *flow = (struct situation_import_flow){ .code = arena_copy(reader->arena, code),
                                            .name = "",
                                            .line = reader->line,
                                            .text = arena_copy(reader->arena, text) };
    if (situation_read_json(reader->arena, row, text, &listener, &flow->flow))
        reader->flow_count++;
}

/* ---- lines ---- */

static const struct json *parse(struct situation_reader *reader, const char *bytes,
                                size_t size) {
    struct json_error error;
    const struct json *row = NULL;

    if (size > SITUATION_LINE_MAX)
        situation_reject(reader, reader->line, 0, "这一行太长，最多 1 MiB");
    else if (!(row = json_read(reader->line_arena, bytes, size, &error)))
        situation_reject(reader, reader->line, error.column, "不是完整的 JSON：%s",
                         error.text);
    else if (row->kind != JSON_OBJECT)
        situation_reject(reader, reader->line, 1, "一行应当是一个 JSON 对象 {…}");
    return row && row->kind == JSON_OBJECT ? row : NULL;
}

static bool has(const struct json *row, const char *key) {
    return json_get(row, key)->kind != JSON_NULL;
}

/* The first row says for all of them which format it is. */
static void read_row(struct situation_reader *reader, const struct json *row,
                     const char *text) {
    if (reader->format == SITUATION_BY_ROW && has(row, "item") && has(row, "materials"))
        reader->format = SITUATION_FLAT;
    else if (reader->format == SITUATION_BY_ROW && has(row, "code"))
        reader->format = SITUATION_HAOBAN;
    if (reader->format == SITUATION_FLAT)
        situation_read_flat(reader, row);
    else if (reader->format == SITUATION_HAOBAN)
        read_haoban(reader, row, text);
    else
        situation_reject(reader, reader->line, 1,
                         "认不出这是哪种格式：一行要有 code、questions、papers，或者"
                         "有 item、situation、materials");
}

static void read_line(void *context, const char *bytes, size_t size) {
    struct situation_reader *const reader = context;

    reader->line++;
    if (strspn(bytes, " \t\r") >= size)
        return;
    if (reader->line > SITUATION_LINES_MAX) {
        if (reader->line == SITUATION_LINES_MAX + 1)
            situation_reject(reader, reader->line, 0, "超过了 %d 行，请分成几个文件",
                             SITUATION_LINES_MAX);
        return;
    }

    const struct json *const row = parse(reader, bytes, size);
    if (row)
        read_row(reader, row, arena_copy_bytes(reader->line_arena, bytes, size));
    arena_reset(reader->line_arena);
}

/* ---- checking ---- */

/* Reports what the check finds; version NULL looks at the flow alone. */
static bool report_findings(struct situation_reader *reader,
                            struct situation_import_flow *flow,
                            const struct item_version *version) {
    struct situation_findings *const findings =
        arena_alloc(reader->arena, sizeof *findings);

    situation_check(reader->arena, &flow->flow, version, findings);
    flow->ways = findings->ways;
    flow->longest = findings->longest;
    flow->findings += findings->count;
    for (size_t i = 0; i < findings->count; i++)
        situation_reject(
            reader, flow->line, situation_place(flow->text, &findings->finding[i]).column,
            "%s：%s", *flow->name ? flow->name : flow->code, findings->finding[i].reason);
    return findings->count == 0;
}

void situation_import_read(struct arena *arena, struct situation_import *import) {
    struct situation_reader reader = { .import = import, .arena = arena };

    import->report = (struct situation_import_report){ 0 };
    reader.line_arena = arena_new();
    text_each_line(import->bytes, import->size, read_line, &reader);
    arena_free(reader.line_arena);
    if (reader.format == SITUATION_FLAT)
        situation_derive_all(&reader);
    for (size_t i = 0; i < reader.flow_count; i++)
        report_findings(&reader, &reader.flows[i], NULL);
    import->flows = reader.flows;
    import->flow_count = reader.flow_count;
}

/* ---- storing ---- */

/* Publishes one, or reports what stands against it. */
static void store_flow(struct work *work, struct situation_import *import,
                       const struct situation_import_flow *given) {
    struct situation_reader reader = { .import = import, .arena = work->arena };
    struct situation_import_flow flow = *given;
    struct item_version *const version = arena_alloc(work->arena, sizeof *version);
    struct item item;
    const struct refusal *refusal = item_find(work, flow.code, &item);

    if (!refusal && item.state == ITEM_CANCELLED)
        refusal = &item_cancelled;
    if (!refusal)
        refusal = item_read_version(work, item.version_id, version);
    if (refusal)
        situation_reject(&reader, flow.line, 1, "%s：%s", flow.code, refusal->text);
    if (refusal || !report_findings(&reader, &flow, version))
        import->report.refused++;
    else if (situation_publish(work, &item, &flow.flow))
        import->report.published++;
    else
        import->report.unchanged++;
}

static void store_flows(struct work *work, struct situation_import *import) {
    for (size_t i = 0; i < import->flow_count; i += STRETCH_FLOWS) {
        struct arena *const outer = work_stretch_begin(work);

        for (size_t j = i; j < import->flow_count && j < i + STRETCH_FLOWS; j++)
            if (!work->fault && import->flows[j].findings == 0)
                store_flow(work, import, &import->flows[j]);
        work_stretch_end(work, outer);
    }
}

const struct refusal *situation_import_store(struct work *work,
                                             struct situation_import *import) {
    struct situation_import_report *const report = &import->report;
    const int64_t rejected = report->rejected;

    report->published = report->unchanged = report->refused = 0;
    if (rejected > 0 && import->keep == ITEM_KEEP_ALL_OR_NOTHING)
        return &situation_import_refused;
    if (import->items.row_count > 0) {
        const struct refusal *const refusal = item_import_store(work, &import->items);

        if (refusal)
            return refusal;
    }
    store_flows(work, import);
    report->rejected = rejected; /* those of storing are counted as refused */
    if (report->refused == 0 || import->keep == ITEM_KEEP_GOOD)
        return NULL;
    return &situation_import_refused;
}
