#include <string.h>

#include "arena.h"
#include "drift_web.h"
#include "text.h"

enum {
    KEEPERS = RIGHT_LIBRARY | RIGHT_MANAGE,
    LIST_BYTES_MAX = 32 * 1024 * 1024,
    LIST_ROWS_MAX = 20000, /* more would keep everybody else waiting */
    COLUMNS_MAX = 4000,    /* characters */
};

static const struct refusal no_list = {
    REFUSED_INVALID,
    "drift.no_list",
    TEXT("还没有选文件。请先选省里的事项清单。"),
    "list",
};
static const struct refusal unreadable = {
    REFUSED_INVALID,
    "drift.unreadable",
    TEXT("这个文件读不出来。请交 JSON Lines、CSV 或 XLSX 文件，第一行写列名。"),
    "list",
};
static const struct refusal bad_rows = {
    REFUSED_INVALID,
    "drift.bad_rows",
    TEXT("清单里有不合格的行，什么也没有比对。请看下面哪里不对，改正后再交。"),
    "list",
};
static const struct refusal too_long = {
    REFUSED_LARGE,
    "drift.too_long",
    TEXT("清单超过 2 万行，在网页上比对会让别人等。请交给管理员用命令行比对。"),
    "list",
};

static const struct form_field compare_fields[] = {
    { .name = "source",
      .label = TEXT("目录来源"),
      .hint = TEXT("同一个来源每次写同样的名称，以前的说明才接得上"),
      .kind = FORM_TEXT,
      .required = true,
      .min = 2,
      .max = DRIFT_NAME_MAX },
    { .name = "list",
      .label = TEXT("省里的事项清单"),
      .hint = TEXT("JSON Lines、CSV 或 XLSX 文件，最大 32 MB"),
      .kind = FORM_FILE,
      .required = true,
      .accept = ".jsonl,.csv,.xlsx" },
    { .name = "columns",
      .label = TEXT("列名对照"),
      .hint =
          TEXT("清单的列名和我们的不一样时填，每行一条：事项名称=清单里的列名。填一次，"
               "以后不填就沿用"),
      .kind = FORM_LONG_TEXT,
      .max = COLUMNS_MAX },
    { .name = "keep",
      .label = TEXT("有不合格的行时，先比对合格的行"),
      .kind = FORM_FLAG },
};
static const struct form compare_form = {
    "drift.compare",
    compare_fields,
    sizeof compare_fields / sizeof *compare_fields,
};

/* ---- reading the list, before anything is written ---- */

/* What prepare() leaves for handle() and again(). */
struct reading {
    const struct refusal *refusal;
    const char *file_name;
    struct item_import import;
    struct arena *arena;
    struct drift_reject rejects[DRIFT_REJECTS_SHOWN];
    size_t reject_count;
};

static void hear_reject(void *context, int line, int column, const char *reason) {
    struct reading *const reading = context;

    if (reading->reject_count < DRIFT_REJECTS_SHOWN)
        reading->rejects[reading->reject_count++] =
            (struct drift_reject){ line, column, arena_copy(reading->arena, reason) };
}

/* What is left blank is as it was kept for this source. */
static const char *columns_of(struct work *work, const struct form_input *form) {
    const char *const given = form_value(form, "columns");

    return *given ? given : drift_source(work, form_value(form, "source")).columns;
}

static const struct refusal *read_list(struct work *work, struct exchange *exchange) {
    struct reading *const reading = arena_alloc(work->arena, sizeof *reading);
    const struct http_upload *const upload = exchange_upload(exchange, "list");
    const char *why;

    exchange->prepared = reading;
    reading->arena = work->arena;
    if (!upload) {
        reading->refusal = &no_list;
        return NULL;
    }
    reading->file_name = upload->file_name ? upload->file_name : "";
    reading->import =
        (struct item_import){ .path = upload->spool_path,
                              .name = reading->file_name,
                              .columns = columns_of(work, exchange->form),
                              .listener = { .reject = hear_reject, .context = reading } };
    if (!item_import_read(work->arena, &reading->import, &why)) {
        reading->refusal = &unreadable;
        hear_reject(reading, 0, 0, why);
    }
    if (!reading->refusal && reading->import.row_count > LIST_ROWS_MAX)
        reading->refusal = &too_long;
    return NULL;
}

/* ---- the page ---- */

static const struct refusal *show(struct work *work, struct exchange *exchange) {
    const struct reading *const reading = exchange->prepared;
    const struct drift_source *sources;
    const size_t count = drift_sources(work, &sources);
    struct drift_compare_view view = { .input = exchange->form };

    if (!view.input)
        view.input = form_fresh(work->arena, &compare_form, "source",
                                count > 0 ? sources[0].name : DRIFT_USUAL_SOURCE, NULL);
    if (reading) {
        view.rejects = reading->rejects;
        view.reject_count = reading->reject_count;
        view.rejected = reading->import.report.rejected;
        if (view.rejected == 0) /* the whole could not be read */
            view.rejected = (int64_t)reading->reject_count;
    }
    drift_compare_page(exchange_page(exchange, TEXT("比对一次")), &view);
    return NULL;
}

static const struct refusal *compare(struct work *work, struct exchange *exchange) {
    struct reading *const reading = exchange->prepared;
    struct drift_run run = { .file_name = "" };
    const struct refusal *refusal = reading ? reading->refusal : &no_list;

    if (refusal)
        return refusal;
    reading->import.keep =
        form_number(exchange->form, "keep") ? ITEM_KEEP_GOOD : ITEM_KEEP_ALL_OR_NOTHING;
    run.source_id = drift_keep_source(work, form_value(exchange->form, "source"),
                                      reading->import.columns)
                        .id;
    run.file_name = reading->file_name;
    refusal = drift_run(work, &reading->import, &run);
    if (!refusal)
        exchange_redirect(exchange, arena_format(work->arena, "/desk/drift?source=%lld",
                                                 (long long)run.source_id));
    return refusal == &item_import_refused ? &bad_rows : refusal;
}

static const struct route routes[] = {
    { .pattern = "/desk/drift/compare",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .handle = show },
    { .method = HTTP_POST,
      .pattern = "/desk/drift/compare",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .form = &compare_form,
      .prepare = read_list,
      .handle = compare,
      .again = show,
      .once = true,
      .upload_max = LIST_BYTES_MAX },
};

const struct route_table drift_compare_routes = { routes,
                                                  sizeof routes / sizeof *routes };
