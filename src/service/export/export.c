#include "export.h"

#include <assert.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "export_inside.h"
#include "house.h"
#include "page.h"
#include "push.h"
#include "utf8.h"

const struct refusal export_unknown = {
    REFUSED_ABSENT, "export.unknown",
    TEXT("没有这个导出文件，可能已经过期删除。请重新导出。"), NULL
};
const struct refusal export_no_such_list = {
    REFUSED_ABSENT, "export.no_such_list",
    TEXT("没有这个清单，或者您的账号不能导出它。请从清单页面上点“导出”。"), NULL
};
const struct refusal export_too_many = {
    REFUSED_BUSY, "export.too_many",
    TEXT("您的导出文件太多了。请等正在写的写完，或删掉不用的，再导出。"), NULL
};
const struct refusal export_no_reason = {
    REFUSED_INVALID, "export.no_reason",
    TEXT("要导出完整的个人信息，请写明用途，会记进每个办件的台账。"), "reason"
};
const struct refusal export_may_not = {
    REFUSED_FORBIDDEN, "export.may_not",
    TEXT("只有大厅管理账号能导出完整的个人信息。请改为导出隐去号码的，或请管理员导出。"),
    "whole"
};
const struct refusal export_not_ready = {
    REFUSED_CONFLICT, "export.not_ready",
    TEXT("文件还没有写完。请回到导出页面等它写完再下载。"), NULL
};

/* ---- lists and rows ---- */

static const struct listing *list_named(const char *name) {
    for (size_t i = 0; listings[i]; i++)
        if (strcmp(listings[i]->name, name) == 0)
            return listings[i];
    return NULL;
}

const struct refusal *export_list(struct work *work, const char *name,
                                  const struct listing **list) {
    *list = list_named(name);
    return *list && work_may(work, (*list)->rights) ? NULL : &export_no_such_list;
}

static int64_t kept_ms(const struct work *work) {
    return work->house->config->integer[CONFIG_EXPORT_DAYS] * 24 * 3600 * 1000;
}

struct export export_of_row(struct work *work, const struct sql_export_row_row *row) {
    return (struct export){
        .id = row->id,
        .account_id = row->account_id,
        .actor_name = row->actor_name,
        .list = list_named(row->list),
        .query = row->query,
        .format = (enum sheet_format)row->format,
        .whole = row->whole != 0,
        .reason = row->reason,
        .state = (enum export_state)row->state,
        .rows = row->rows,
        .end = { row->pieces, row->plain_bytes, row->file_bytes },
        .after = row->after,
        .mark = row->mark,
        .attempts = row->attempts,
        .cut = row->cut != 0,
        .begun_ms = row->begun_ms,
        .ended_ms = row->ended_ms,
        .gone_ms = row->ended_ms ? row->ended_ms + kept_ms(work) : 0,
    };
}

size_t export_mine(struct work *work, const struct export **exports) {
    struct sql_export_row_row *rows;
    const size_t count = sql_export_of_account(work, &rows, .account_id = work->actor.id,
                                               .limit = EXPORT_KEPT_MAX);
    struct export *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = export_of_row(work, &rows[i]);
    *exports = made;
    return count;
}

const struct refusal *export_find(struct work *work, int64_t id, struct export *export) {
    struct sql_export_row_row row;

    if (!sql_export_find(work, &row, .id = id, .account_id = work->actor.id))
        return &export_unknown;
    *export = export_of_row(work, &row);
    return export->list ? NULL : &export_unknown;
}

/* ---- asking ---- */

static size_t count_running(const struct export *exports, size_t count) {
    size_t running = 0;

    for (size_t i = 0; i < count; i++)
        running += exports[i].state == EXPORT_RUNNING;
    return running;
}

static const struct refusal *check_room(struct work *work) {
    const struct export *exports;
    const size_t count = export_mine(work, &exports);

    return count >= EXPORT_KEPT_MAX || count_running(exports, count) >= EXPORT_RUNNING_MAX
               ? &export_too_many
               : NULL;
}

static const struct refusal *check_whole(struct work *work,
                                         const struct export_wish *wish) {
    if (!wish->whole)
        return NULL;
    if (!wish->list->reveal || !work_may(work, RIGHT_MANAGE))
        return &export_may_not;
    return wish->reason[0] ? NULL : &export_no_reason;
}

const struct refusal *export_ask(struct work *work, const struct export_wish *wish,
                                 int64_t *id) {
    const char *query = "";
    const struct refusal *refusal = check_whole(work, wish);

    assert(wish->format != SHEET_BY_CONTENT);
    assert(work_may(work, wish->list->rights));
    assert(utf8_count(wish->reason) <= EXPORT_REASON_MAX);
    if (!refusal)
        refusal = wish->list->check(work, wish->query, &query);
    if (!refusal)
        refusal = check_room(work);
    if (refusal)
        return refusal;
    assert(strlen(query) <= LISTING_QUERY_MAX);
    *id = work_new_id(work);
    sql_export_add(work, .id = *id, .account_id = work->actor.id,
                   .actor_name = work->actor.name, .list = wish->list->name,
                   .query = query, .format = wish->format, .whole = wish->whole,
                   .reason = wish->whole ? wish->reason : "");
    return NULL;
}

void export_stop(struct work *work, int64_t id) {
    sql_export_stop(work, .id = id, .account_id = work->actor.id);
    push_tell(work, PUSH_EXPORT);
}

const struct refusal *export_again(struct work *work, int64_t id) {
    struct export export;
    const struct refusal *refusal = export_find(work, id, &export);
    const struct export *exports;

    if (refusal)
        return refusal;

    const size_t count = export_mine(work, &exports);

    if (count_running(exports, count) >= EXPORT_RUNNING_MAX)
        return &export_too_many;
    sql_export_again(work, .id = id, .account_id = work->actor.id);
    push_tell(work, PUSH_EXPORT);
    return NULL;
}

void export_remove(struct work *work, int64_t id) {
    sql_export_remove(work, .id = id, .account_id = work->actor.id);
    push_tell(work, PUSH_EXPORT);
}

void export_sweep(struct work *work) {
    sql_export_expire(work, .before_ms = work->now_ms - kept_ms(work));
}

/* ---- files ---- */

const char *export_path(struct work *work, int64_t id) {
    return arena_format(work->arena, "%s/exports/%lld/%lld",
                        work->house->config->text[CONFIG_FILES], (long long)work->town,
                        (long long)id);
}

const char *export_what(struct work *work, int64_t id) {
    return arena_format(work->arena, "export.content %lld %lld", (long long)work->town,
                        (long long)id);
}

/* Folders that are there already are no trouble; what else is wrong, open() says. */
int export_open_file(struct work *work, int64_t id) {
    const char *files = work->house->config->text[CONFIG_FILES];

    mkdir(arena_format(work->arena, "%s/exports", files), 0700);
    mkdir(arena_format(work->arena, "%s/exports/%lld", files, (long long)work->town),
          0700);
    return open(export_path(work, id), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

const struct refusal *export_source(struct work *work, const struct export *export,
                                    const struct http_source **source) {
    const char *path = export_path(work, export->id);

    if (export->state != EXPORT_READY || access(path, R_OK) != 0)
        return &export_not_ready;
    if (!work_may(work, export->whole ? RIGHT_MANAGE : export->list->rights))
        return &export_may_not;
    *source = sealed_file_source(work->arena, work->house->keyring, path,
                                 export_what(work, export->id), export->end);
    return NULL;
}

const char *export_file_name(struct arena *arena, const struct export *export) {
    static const char *const endings[] = {
        [SHEET_BY_CONTENT] = "",
        [SHEET_JSONL] = "jsonl",
        [SHEET_CSV] = "csv",
        [SHEET_XLSX] = "xlsx",
    };

    return arena_format(arena, "%s-%lld.%s", export->list->title, (long long)export->id,
                        endings[export->format]);
}
