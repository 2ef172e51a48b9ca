#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "item_export.h"
#include "item_import.h"
#include "library_page.h"
#include "library_web.h"
#include "text.h"

enum {
    FILE_BYTES_MAX = 32 * 1024 * 1024,
    ITEMS_MAX = 20000, /* more would keep everybody else waiting */
};

static const struct refusal no_file = {
    REFUSED_INVALID,
    "library.no_file",
    TEXT("还没有选文件。请先选一个 XLSX、CSV 或 JSON Lines 文件。"),
    "file",
};
static const struct refusal unreadable = {
    REFUSED_INVALID,
    "library.unreadable",
    TEXT("这个文件读不出来。请交 XLSX、CSV 或 JSON Lines 文件，“事项”表的第一行写列名。"),
    "file",
};
static const struct refusal bad_rows = {
    REFUSED_INVALID,
    "library.bad_rows",
    TEXT("有不合格的行，什么也没有导入。请看下面哪里不对，改正后再交。"),
    "file",
};
static const struct refusal too_much = {
    REFUSED_LARGE,
    "library.too_much",
    TEXT("事项太多，在网页上导入导出会让别人等。请交给管理员用命令行做。"),
    "file",
};
static const struct refusal no_such_file = {
    REFUSED_ABSENT,
    "library.no_such_file",
    TEXT("没有这个文件。请回到导入导出页面，从列出的格式里选。"),
    NULL,
};

static const struct form_field files_fields[] = {
    { .name = "file",
      .label = TEXT("事项文件"),
      .hint = TEXT("XLSX、CSV 或 JSON Lines，最大 32 MB"),
      .kind = FORM_FILE,
      .required = true,
      .accept = ".xlsx,.csv,.jsonl" },
    { .name = "keep",
      .label = TEXT("有不合格的行时，只导入合格的行"),
      .kind = FORM_FLAG },
};
static const struct form files_form = {
    "library.files",
    files_fields,
    sizeof files_fields / sizeof *files_fields,
};

/* ---- out ---- */

static const struct {
    const char *name;
    enum sheet_format format;
    const char *type;
} outputs[] = {
    { "library.jsonl", SHEET_JSONL, "application/x-ndjson" },
    { "library.xlsx", SHEET_XLSX,
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
};
enum { OUTPUTS = sizeof outputs / sizeof *outputs };

/* What was written, in the arena; NULL when it is too much. */
static const struct exchange_file *content_of(struct arena *arena, FILE *file,
                                              size_t output) {
    struct exchange_file *const content = arena_alloc(arena, sizeof *content);
    const long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;

    if (size < 0 || size > FILE_BYTES_MAX)
        return NULL;

    char *const bytes = arena_alloc(arena, (size_t)size);
    rewind(file);
    *content = (struct exchange_file){ .type = outputs[output].type,
                                       .name = outputs[output].name,
                                       .bytes = bytes,
                                       .size = fread(bytes, 1, (size_t)size, file) };
    return content->size == (size_t)size ? content : NULL;
}

/* Written before the answer begins, to a file that has no name and ends when closed. */
static const struct refusal *write_file(struct work *work, struct exchange *exchange) {
    const char *const name = exchange_parameter(exchange, "name");
    size_t output = 0;

    while (output < OUTPUTS && strcmp(outputs[output].name, name) != 0)
        output++;
    if (output == OUTPUTS)
        return &no_such_file;

    FILE *const file = tmpfile();
    if (!file)
        return &item_export_unwritable;

    struct item_export export = {
        .format = outputs[output].format,
        .path = arena_format(work->arena, "/proc/self/fd/%d", fileno(file)),
    };
    const struct refusal *refusal = item_export(work, &export);
    if (!refusal) {
        const struct exchange_file *const content = content_of(work->arena, file, output);

        exchange->prepared = (void *)content;
        refusal = content ? NULL : &too_much;
    }
    fclose(file);
    return refusal;
}

static const struct refusal *give_file(struct work *work, struct exchange *exchange) {
    (void)work;
    exchange_give_file(exchange, exchange->prepared);
    return NULL;
}

/* ---- in ---- */

/* What prepare() leaves for handle() and again(). */
struct reading {
    const struct refusal *refusal;
    struct item_import import;
    struct arena *arena;
    struct library_reject rejects[LIBRARY_REJECTS_SHOWN];
    size_t reject_count;
};

static void hear_reject(void *context, int line, int column, const char *reason) {
    struct reading *const reading = context;

    if (reading->reject_count < LIBRARY_REJECTS_SHOWN)
        reading->rejects[reading->reject_count++] =
            (struct library_reject){ line, column, arena_copy(reading->arena, reason) };
}

static const struct refusal *read_file(struct work *work, struct exchange *exchange) {
    struct reading *const reading = arena_alloc(work->arena, sizeof *reading);
    const struct http_upload *const upload = exchange_upload(exchange, "file");
    const char *why = "";

    exchange->prepared = reading;
    reading->arena = work->arena;
    if (!upload) {
        reading->refusal = &no_file;
        return NULL;
    }
    reading->import =
        (struct item_import){ .path = upload->spool_path,
                              .name = upload->file_name ? upload->file_name : "",
                              .listener = { .reject = hear_reject, .context = reading } };
    if (!item_import_read(work->arena, &reading->import, &why)) {
        reading->refusal = &unreadable;
        hear_reject(reading, 0, 0, why);
    } else if (reading->import.row_count > ITEMS_MAX) {
        reading->refusal = &too_much;
    }
    return NULL;
}

static const char *say_done(const struct exchange *exchange, struct arena *arena) {
    const char *const values[] = {
        exchange_query(exchange, "new"),
        exchange_query(exchange, "changed"),
        exchange_query(exchange, "same"),
    };

    if (!*values[0])
        return "";
    return page_say_with(arena, exchange->view.language,
                         TEXT("新增 {0} 项，更新 {1} 项，{2} 项没有变化。"), values,
                         sizeof values / sizeof *values);
}

static const struct refusal *show(struct work *work, struct exchange *exchange) {
    const struct reading *const reading = exchange->prepared;
    struct library_files files = { .input = exchange->form,
                                   .done = say_done(exchange, work->arena) };

    if (!files.input)
        files.input = form_fresh(work->arena, &files_form, NULL);
    if (reading) {
        files.rejects = reading->rejects;
        files.reject_count = reading->reject_count;
        files.rejected = reading->import.report.rejected;
    }
    library_files_page(exchange_page(exchange, TEXT("导入导出")), &files);
    return NULL;
}

static const struct refusal *bring_in(struct work *work, struct exchange *exchange) {
    struct reading *const reading = exchange->prepared;
    const struct refusal *refusal = reading ? reading->refusal : &no_file;

    if (refusal)
        return refusal;

    struct item_import *const import = &reading->import;
    import->keep =
        form_number(exchange->form, "keep") ? ITEM_KEEP_GOOD : ITEM_KEEP_ALL_OR_NOTHING;
    refusal = item_import_store(work, import);
    if (refusal)
        return refusal == &item_import_refused ? &bad_rows : refusal;

    struct html out = { .text = { .arena = work->arena } };
    exchange_redirect(
        exchange,
        route_url(&out, "/desk/library/files?new=%lld&changed=%lld&same=%lld",
                  (long long)import->report.imported, (long long)import->report.changed,
                  (long long)import->report.unchanged));
    return NULL;
}

static const struct route routes[] = {
    { .pattern = "/desk/library/files",
      .rights = LIBRARY_KEEPERS,
      .face = FACE_DESK,
      .handle = show },
    { .pattern = "/desk/library/files/:name",
      .rights = LIBRARY_KEEPERS,
      .face = FACE_DESK,
      .prepare = write_file,
      .handle = give_file },
    { .method = HTTP_POST,
      .pattern = "/desk/library/files",
      .rights = RIGHT_MANAGE,
      .face = FACE_DESK,
      .form = &files_form,
      .prepare = read_file,
      .handle = bring_in,
      .again = show,
      .once = true,
      .upload_max = FILE_BYTES_MAX },
};

const struct route_table library_file_routes = { routes, sizeof routes / sizeof *routes };
