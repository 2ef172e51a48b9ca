#include "archive_web.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "cursor.h"
#include "house.h"
#include "page_time.h"

/* ---- one case ---- */

/* What prepare() leaves for handle(). */
struct making {
    struct archive archive;
    const struct refusal *refusal;
};

static const char *spool_folder(const struct work *work) {
    return arena_format(work->arena, "%s/spool", work->house->config->text[CONFIG_FILES]);
}

/* Another works on the file later: it is opened by its name then. */
static const struct refusal *prepare(struct work *work, struct exchange *exchange) {
    struct making *making = arena_alloc(exchange->request->arena, sizeof *making);
    const int file = http_make_file(exchange->request, spool_folder(work));

    exchange->prepared = making;
    making->archive.arena = exchange->request->arena;
    making->archive.file = file;
    if (file < 0) {
        work_fault(work, "archive: the spool folder: %s", strerror(errno));
        return NULL;
    }
    making->refusal =
        archive_begin(work, exchange_parameter(exchange, "number"), &making->archive);
    close(file);
    return NULL;
}

static const struct refusal *finish(struct work *work, struct exchange *exchange,
                                    struct making *making) {
    const struct refusal *refusal;

    making->archive.zip.file = making->archive.file =
        http_open_made_file(exchange->request);
    if (making->archive.file < 0) {
        work_fault(work, "archive: its file: %s", strerror(errno));
        return NULL;
    }
    refusal = archive_finish(work, &making->archive);
    close(making->archive.file);
    return refusal;
}

static const struct refusal *archive(struct work *work, struct exchange *exchange) {
    struct making *making = exchange->prepared;
    struct exchange_file *file = arena_alloc(exchange->request->arena, sizeof *file);
    const struct refusal *refusal = making ? making->refusal : &matter_unknown;

    if (!refusal)
        refusal = finish(work, exchange, making);
    if (refusal || work->fault)
        return refusal;
    *file = (struct exchange_file){
        .type = "application/zip",
        .name = arena_format(exchange->request->arena, "%s.zip", making->archive.number),
        .path = exchange->request->made_path,
        .size = (size_t)making->archive.size_bytes,
    };
    exchange_give_file(exchange, file);
    return NULL;
}

/* ---- lists ---- */

static size_t read_lines(struct work *work, struct archive_list_view *view,
                         struct archive_cursor after) {
    const size_t limit = ARCHIVE_LIST_PAGE + 1;

    return view->made ? archive_list_made(work, after, limit, &view->lines)
                      : archive_list_due(work, after, limit, &view->lines);
}

static const struct refusal *list(struct work *work, struct exchange *exchange) {
    struct archive_list_view view = {
        .made = strcmp(exchange_query(exchange, "made"), "1") == 0, .next = ""
    };
    int64_t keys[3];
    const struct refusal *refusal =
        cursor_read(exchange_query(exchange, "after"), keys, 3, 0);
    const char **when;

    if (refusal)
        return refusal;
    view.count =
        read_lines(work, &view, (struct archive_cursor){ keys[0], keys[1], keys[2] });
    if (view.count > ARCHIVE_LIST_PAGE) {
        const struct archive_line *last = &view.lines[--view.count - 1];

        view.next = cursor_write(
            work->arena, (int64_t[]){ last->at_ms, last->matter_id, last->ordinal }, 3);
    }
    when = arena_alloc(work->arena, view.count * sizeof *when + 1);
    for (size_t i = 0; i < view.count; i++)
        when[i] = page_say_moment(work->arena, exchange->view.language,
                                  view.lines[i].at_ms, work_day(work));
    view.when = when;
    archive_list_page(exchange_page(exchange, TEXT("归档")), &view);
    return NULL;
}

static const struct route routes[] = {
    { .pattern = "/desk/archive",
      .rights = RIGHT_INTAKE | RIGHT_MANAGE,
      .face = FACE_DESK,
      .handle = list },
    { .method = HTTP_POST,
      .pattern = "/desk/case/:number/archive",
      .rights = RIGHT_INTAKE | RIGHT_APPROVE | RIGHT_MANAGE,
      .face = FACE_DESK,
      .prepare = prepare,
      .handle = archive },
};

const struct route_table archive_routes = { routes, sizeof routes / sizeof *routes };
