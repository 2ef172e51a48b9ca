#include "paper.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "civil.h"
#include "config.h"
#include "house.h"
#include "page.h"
#include "paper.sql.h"
#include "paper_store.h"
#include "sealed.h"
#include "tally.h"

const struct refusal paper_empty = {
    REFUSED_INVALID, "paper.empty",
    TEXT("这个文件是空的，里面没有内容。请重新拍照，或换一个文件再传。"), "paper"
};
const struct refusal paper_large = {
    REFUSED_LARGE, "paper.large",
    TEXT("文件超过 10 MB，没有保存。请拍照上传，或把 PDF 拆成几份再传。"), "paper"
};
const struct refusal paper_too_many = {
    REFUSED_CONFLICT, "paper.too_many",
    TEXT("一次申请最多传 20 份材料。请先删掉不用的，或把几页合成一个 PDF。"), "paper"
};
const struct refusal paper_over_day = {
    REFUSED_BUSY, "paper.over_day",
    TEXT("您今天上传的文件已到上限。请明天再传，或把材料带到便民服务中心窗口。"), "paper"
};
const struct refusal paper_wrong_kind = {
    REFUSED_KIND, "paper.wrong_kind",
    TEXT("这个文件的内容和扩展名对不上，或不是照片和 PDF。请传 JPG、PNG 照片或 PDF。"),
    "paper"
};
const struct refusal paper_broken = {
    REFUSED_KIND, "paper.broken",
    TEXT("这个文件不完整，可能没有传完或已经损坏。请重新拍照，或重新保存后再传。"),
    "paper"
};
const struct refusal paper_wide = {
    REFUSED_KIND, "paper.wide",
    TEXT("这张照片的尺寸太大，打不开。请用手机重新拍一张，或缩小后再传。"), "paper"
};
const struct refusal paper_active = {
    REFUSED_KIND, "paper.active",
    TEXT("这个 PDF 里带有脚本或附件，不能收。请打印成新的 PDF，或拍照上传。"), "paper"
};
const struct refusal paper_unknown = {
    REFUSED_ABSENT, "paper.unknown",
    TEXT("没有找到这份材料，可能已经删除。请刷新页面再看。"), NULL
};
const struct refusal paper_no_draft = {
    REFUSED_ABSENT, "paper.no_draft",
    TEXT("没有找到这份草稿，可能已经提交。请到“我的办件”里查看，或重新填写。"), NULL
};

/* ---- checking and storing ---- */

static const char counted[] = "paper.upload";

static const char *whose(struct work *work) {
    assert(work->actor.id);
    return arena_format(work->arena, "%lld", (long long)work->actor.id);
}

/* Before it is stored: what is removed again fills the disk until the sweep. */
static const struct refusal *check_day(struct work *work) {
    const int64_t most = work->house->config->integer[CONFIG_UPLOADS_PER_DAY];

    return most && tally_count(work, counted, whose(work)) >= most ? &paper_over_day
                                                                   : NULL;
}

static const struct refusal *count_upload(struct work *work) {
    const int64_t most = work->house->config->integer[CONFIG_UPLOADS_PER_DAY];
    const int64_t count = tally_add(work, counted, whose(work),
                                    civil_moment_ms(work_day(work), CIVIL_DAY_MINUTES));

    return most && count > most ? &paper_over_day : NULL;
}

static const struct refusal *check_draft(struct work *work, int64_t draft_id) {
    const struct paper *papers;
    struct sql_paper_own_draft_row row;

    if (!sql_paper_own_draft(work, &row, .id = draft_id, .account_id = work->actor.id))
        return &paper_no_draft;
    return paper_of_draft(work, draft_id, &papers) < PAPER_COUNT_MAX ? NULL
                                                                     : &paper_too_many;
}

static const struct refusal *check_content(const struct paper_given *given,
                                           struct db_bytes content,
                                           enum paper_kind *kind) {
    static const struct refusal *const refusals[] = {
        [PAPER_SOUND] = NULL,
        [PAPER_BROKEN] = &paper_broken,
        [PAPER_WIDE] = &paper_wide,
        [PAPER_ACTIVE] = &paper_active,
    };

    *kind = paper_kind_of(content);
    if (*kind == PAPER_UNKNOWN || !paper_kind_agrees(*kind, given->name, given->type))
        return &paper_wrong_kind;
    return refusals[paper_flaw_of(*kind, content)];
}

/* Reads what was spooled; trouble with it is a fault. */
static struct db_bytes read_spooled(struct work *work, const struct paper_given *given) {
    const size_t size = (size_t)given->size_bytes;
    char *bytes = arena_alloc(work->arena, size);
    const int file = open(given->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    size_t at = 0;

    while (file >= 0 && at < size) {
        const ssize_t count = read(file, bytes + at, size - at);

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        at += (size_t)count;
    }
    if (at < size)
        work_fault(work, "paper: the spooled file cannot be read: %s", strerror(errno));
    if (file >= 0)
        close(file);
    return (struct db_bytes){ bytes, at };
}

static const struct refusal *check_and_store(struct work *work,
                                             const struct paper_given *given,
                                             struct paper_ready *ready) {
    const struct db_bytes content = read_spooled(work, given);
    const struct refusal *refusal =
        work->fault ? NULL : check_content(given, content, &ready->kind);

    if (refusal || work->fault)
        return refusal;
    return paper_store_keep(work, content, ready->digest);
}

const struct refusal *paper_prepare(struct work *work, int64_t draft_id,
                                    const struct paper_given *given,
                                    struct paper_ready *ready) {
    const struct refusal *refusal = check_draft(work, draft_id);

    if (!refusal)
        refusal = check_day(work);
    if (refusal)
        return refusal;
    if (given->size_bytes == 0)
        return &paper_empty;
    if (given->size_bytes > PAPER_BYTES_MAX)
        return &paper_large;
    ready->name = given->name;
    ready->size_bytes = given->size_bytes;

    /* Plain and sealed bytes are let go of before the answer. */
    struct arena *outer = work_stretch_begin(work);

    refusal = check_and_store(work, given, ready);
    work_stretch_end(work, outer);
    return refusal;
}

/* ---- of a draft ---- */

const struct refusal *paper_keep(struct work *work, int64_t draft_id,
                                 const struct paper_ready *ready, int64_t *id) {
    const struct paper *papers;

    assert(ready->kind != PAPER_UNKNOWN && ready->size_bytes > 0);
    if (!sql_paper_hold_draft(work, .id = draft_id, .account_id = work->actor.id))
        return &paper_no_draft;
    if (paper_of_draft(work, draft_id, &papers) >= PAPER_COUNT_MAX)
        return &paper_too_many;

    const struct refusal *refusal = count_upload(work);

    if (refusal)
        return refusal;
    *id = work_new_id(work);
    sql_paper_add(work, .id = *id, .draft_id = draft_id,
                  .name = sealed_write(work, "paper.name", *id, ready->name),
                  .kind = paper_kind_word(ready->kind), .size_bytes = ready->size_bytes,
                  .digest = { ready->digest, sizeof ready->digest },
                  .account_id = work->actor.id);
    return NULL;
}

const struct refusal *paper_remove(struct work *work, int64_t draft_id, int64_t id) {
    struct sql_paper_find_row row;

    if (!sql_paper_hold_draft(work, .id = draft_id, .account_id = work->actor.id))
        return &paper_no_draft;
    if (!sql_paper_find(work, &row, .id = id) ||
        !sql_paper_remove(work, .id = id, .draft_id = draft_id))
        return &paper_unknown;
    /* Were the commit to fail, the row would be back: the content waits for the sweep. */
    paper_store_touch(work, row.digest);
    return NULL;
}

int64_t paper_move_to_matter(struct work *work, int64_t draft_id, int64_t matter_id) {
    assert(draft_id > 0 && matter_id > 0);
    return sql_paper_hand_in(work, .draft_id = draft_id, .matter_id = matter_id);
}

/* ---- finding and reading ---- */

/* The rows of the three statements have the same columns, each in a struct of its own. */
#define PAPER_OF_ROW(work, row)                                                          \
    (struct paper) {                                                                     \
        .id = (row).id, .draft_id = (row).draft_id, .matter_id = (row).matter_id,        \
        .name = sealed_read(work, "paper.name", (row).id, (row).name),                   \
        .kind = paper_kind_read((row).kind), .size_bytes = (row).size_bytes,             \
        .digest = (row).digest, .account_id = (row).account_id,                          \
        .created_ms = (row).created_ms,                                                  \
    }

size_t paper_of_draft(struct work *work, int64_t draft_id, const struct paper **papers) {
    struct sql_paper_of_draft_row *rows;
    const size_t count =
        sql_paper_of_draft(work, &rows, .draft_id = draft_id, .limit = PAPER_LIST_MAX);
    struct paper *list = arena_alloc(work->arena, count * sizeof *list);

    assert(draft_id != 0);
    for (size_t i = 0; i < count; i++)
        list[i] = PAPER_OF_ROW(work, rows[i]);
    *papers = list;
    return count;
}

size_t paper_of_matter(struct work *work, int64_t matter_id,
                       const struct paper **papers) {
    struct sql_paper_of_matter_row *rows;
    const size_t count =
        sql_paper_of_matter(work, &rows, .matter_id = matter_id, .limit = PAPER_LIST_MAX);
    struct paper *list = arena_alloc(work->arena, count * sizeof *list);

    assert(matter_id != 0);
    for (size_t i = 0; i < count; i++)
        list[i] = PAPER_OF_ROW(work, rows[i]);
    *papers = list;
    return count;
}

const struct refusal *paper_find(struct work *work, int64_t id, struct paper *paper) {
    struct sql_paper_find_row row;

    if (!sql_paper_find(work, &row, .id = id))
        return &paper_unknown;
    *paper = PAPER_OF_ROW(work, row);
    return NULL;
}

bool paper_is_of_own_draft(struct work *work, const struct paper *paper) {
    struct sql_paper_own_draft_row row;

    return paper->draft_id != 0 && sql_paper_own_draft(work, &row, .id = paper->draft_id,
                                                       .account_id = work->actor.id);
}

void paper_open(struct work *work, const struct paper *paper, struct db_bytes *content) {
    assert(paper->size_bytes > 0 && paper->size_bytes <= PAPER_BYTES_MAX);
    paper_store_read(work, paper->digest, (size_t)paper->size_bytes, content);
}

/* ---- sweeping ---- */

static bool is_named(struct work *work, struct db_bytes digest) {
    struct sql_paper_of_digest_row row;

    return sql_paper_of_digest(work, &row, .digest = digest);
}

enum { SWEPT_AT_ONCE = 1000 };

/* Files first: what is forgotten here may yet be rolled back. */
int paper_sweep(struct work *work) {
    struct sql_paper_left_behind_row *rows;
    const int gone = paper_store_sweep(work, is_named);
    const size_t count = sql_paper_left_behind(work, &rows, .limit = SWEPT_AT_ONCE);

    for (size_t i = 0; i < count; i++) {
        sql_paper_remove(work, .id = rows[i].id, .draft_id = rows[i].draft_id);
        paper_store_touch(work, rows[i].digest);
    }
    return gone;
}
