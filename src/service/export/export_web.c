#include "export_web.h"

#include <string.h>

#include "civil.h"
#include "page_time.h"
#include "push.h"
#include "text.h"

static const struct form_choice formats[] = {
    { "xlsx", TEXT("Excel 表格（XLSX）") },
    { "csv", TEXT("CSV 文本，多数表格软件能打开") },
    { "jsonl", TEXT("JSON Lines，给程序读") },
    { NULL, NULL },
};

#define FIELDS                                                                           \
    { .name = "format",                                                                  \
      .label = TEXT("文件格式"),                                                         \
      .kind = FORM_CHOICE,                                                               \
      .required = true,                                                                  \
      .choices = formats },                                                              \
        { .name = "list", .label = TEXT("清单"), .kind = FORM_HIDDEN }, {                \
        .name = "query", .label = TEXT("筛选条件"), .kind = FORM_HIDDEN                  \
    }

static const struct form_field fields[] = { FIELDS };
static const struct form_field whole_fields[] = {
    FIELDS,
    { .name = "whole",
      .label = TEXT("要完整的姓名、证件号和手机号"),
      .hint = TEXT("默认隐去。选了以后，最多 20000 件，每个办件的台账都会记下是您导出的"),
      .kind = FORM_FLAG },
    { .name = "reason",
      .label = TEXT("用途"),
      .hint = TEXT("只有要完整信息的才填，会记进台账"),
      .kind = FORM_TEXT,
      .max = EXPORT_REASON_MAX },
};
static const struct form form = { "export.ask", fields, sizeof fields / sizeof *fields };
static const struct form whole_form = { "export.ask", whole_fields,
                                        sizeof whole_fields / sizeof *whole_fields };

/* Of a GET the query says which list, of a POST the form. */
static const char *asked(const struct exchange *exchange, const char *name) {
    const char *value = exchange->request->method == HTTP_GET
                            ? exchange_query(exchange, name)
                            : http_pair_value(&exchange->request->fields, name);

    return value ? value : "";
}

static const struct form *form_of(struct work *work, struct exchange *exchange) {
    const struct listing *list;

    if (export_list(work, asked(exchange, "list"), &list))
        return &form;
    return list->reveal && work_may(work, RIGHT_MANAGE) ? &whole_form : &form;
}

/* ---- asking ---- */

static const struct refusal *show_new(struct work *work, struct exchange *exchange) {
    const struct form_input *input = exchange->form;
    const struct listing *list;
    const struct refusal *refusal = export_list(work, asked(exchange, "list"), &list);

    if (refusal)
        return refusal;
    if (exchange->request->method == HTTP_GET)
        input = form_fresh(work->arena, form_of(work, exchange), "list", list->name,
                           "query", asked(exchange, "query"), "format", "xlsx", NULL);
    export_new_page(exchange_page(exchange, TEXT("导出")), list, input);
    return NULL;
}

static const struct refusal *ask(struct work *work, struct exchange *exchange) {
    const bool may = exchange->form->form == &whole_form;
    struct export_wish wish = {
        .query = form_value(exchange->form, "query"),
        .format = sheet_format_named(form_value(exchange->form, "format")),
        .whole = may && form_number(exchange->form, "whole"),
        .reason = may ? form_value(exchange->form, "reason") : "",
    };
    const struct refusal *refusal =
        export_list(work, form_value(exchange->form, "list"), &wish.list);
    int64_t id;

    if (!refusal)
        refusal = export_ask(work, &wish, &id);
    if (!refusal)
        exchange_redirect(exchange, "/desk/exports");
    return refusal;
}

/* ---- what there is ---- */

const char *export_say_size(struct html *out, int64_t bytes) {
    enum { TENTHS_OF_KB = 100, TENTHS_OF_MB = 100000 };
    const bool small = bytes < 1000000;
    const int64_t tenths = bytes / (small ? TENTHS_OF_KB : TENTHS_OF_MB);

    return arena_format(out->text.arena, "%lld.%lld %s", (long long)(tenths / 10),
                        (long long)(tenths % 10), small ? "KB" : "MB");
}

static const struct refusal *show_list(struct work *work, struct exchange *exchange) {
    const enum language language = exchange->view.language;
    struct export_list_page page = { .running = false };
    const char **begun, **gone;

    page.count = export_mine(work, &page.exports);
    begun = arena_alloc(work->arena, (page.count + 1) * sizeof *begun);
    gone = arena_alloc(work->arena, (page.count + 1) * sizeof *gone);
    for (size_t i = 0; i < page.count; i++) {
        const struct export *export = &page.exports[i];

        begun[i] =
            page_say_moment(work->arena, language, export->begun_ms, work_day(work));
        gone[i] = export->gone_ms
                      ? page_say_day(work->arena, language, civil_day(export->gone_ms),
                                     work_day(work))
                      : "";
        page.running = page.running || export->state == EXPORT_RUNNING;
    }
    page.begun = begun;
    page.gone = gone;
    export_list_page(exchange_page(exchange, TEXT("导出的文件")), &page);
    return NULL;
}

static const struct http_stream *follow(struct exchange *exchange) {
    return exchange_push(exchange, PUSH_EXPORT);
}

static int64_t id_of(const struct exchange *exchange) {
    int64_t id = 0;

    text_read_int(exchange_parameter(exchange, "id"), &id);
    return id;
}

static const struct refusal *give_file(struct work *work, struct exchange *exchange) {
    static const char *const types[] = {
        [SHEET_BY_CONTENT] = "",
        [SHEET_JSONL] = "application/x-ndjson",
        [SHEET_CSV] = "text/csv; charset=utf-8",
        [SHEET_XLSX] =
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    struct exchange_file *file = arena_alloc(work->arena, sizeof *file);
    const struct http_source *source = NULL;
    struct export export;
    const struct refusal *refusal = export_find(work, id_of(exchange), &export);

    if (!refusal)
        refusal = export_source(work, &export, &source);
    if (refusal)
        return refusal;
    *file = (struct exchange_file){
        .type = types[export.format],
        .name = export_file_name(work->arena, &export),
        .source = source,
        .etag = arena_format(work->arena, "\"%lld\"", (long long)export.id),
    };
    exchange_give_file(exchange, file);
    return NULL;
}

static const struct refusal *stop(struct work *work, struct exchange *exchange) {
    export_stop(work, id_of(exchange));
    exchange_redirect(exchange, "/desk/exports");
    return NULL;
}

static const struct refusal *again(struct work *work, struct exchange *exchange) {
    const struct refusal *refusal = export_again(work, id_of(exchange));

    if (!refusal)
        exchange_redirect(exchange, "/desk/exports");
    return refusal;
}

static const struct refusal *remove_one(struct work *work, struct exchange *exchange) {
    export_remove(work, id_of(exchange));
    exchange_redirect(exchange, "/desk/exports");
    return NULL;
}

#define ACT(address, handler)                                                            \
    {                                                                                    \
        .method = HTTP_POST, .pattern = address, .rights = RIGHT_STAFF,                  \
        .face = FACE_DESK, .handle = handler, .once = true                               \
    }

static const struct route routes[] = {
    { .pattern = "/desk/exports",
      .rights = RIGHT_STAFF,
      .face = FACE_DESK,
      .handle = show_list },
    { .pattern = "/desk/exports/new",
      .rights = RIGHT_STAFF,
      .face = FACE_DESK,
      .handle = show_new },
    { .pattern = "/desk/exports/stream",
      .rights = RIGHT_STAFF,
      .face = FACE_DESK,
      .stream = follow },
    { .method = HTTP_POST,
      .pattern = "/desk/exports",
      .rights = RIGHT_STAFF,
      .face = FACE_DESK,
      .form_of = form_of,
      .handle = ask,
      .again = show_new,
      .once = true },
    { .pattern = "/desk/exports/:id/file",
      .rights = RIGHT_STAFF,
      .face = FACE_DESK,
      .handle = give_file },
    ACT("/desk/exports/:id/stop", stop),
    ACT("/desk/exports/:id/again", again),
    ACT("/desk/exports/:id/remove", remove_one),
};

const struct route_table export_routes = { routes, sizeof routes / sizeof *routes };
