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
#include "paper_check.h"
#include "paper_row.h"
#include "paper_scan.h"
#include "paper_store.h"
#include "sealed.h"
#include "tally.h"

const struct refusal paper_too_many = {
    REFUSED_CONFLICT, "paper.too_many",
    TEXT("材料份数已到上限，没有保存。请先删掉不用的，或把几页合成一个 PDF。"), "paper"
};
const struct refusal paper_over_day = {
    REFUSED_BUSY, "paper.over_day",
    TEXT("您今天上传的文件已到上限。请明天再传，或把材料带到便民服务中心窗口。"), "paper"
};
const struct refusal paper_not_wanted = {
    REFUSED_CONFLICT, "paper.not_wanted",
    TEXT("这个事项的材料清单变了，文件没有保存。请刷新页面，重新选是哪一样材料。"),
    "paper"
};
const struct refusal paper_removed = {
    REFUSED_ABSENT, "paper.removed",
    TEXT("这份材料的保存期限已过，内容已经删除。需要时请申请人再交一次。"), NULL
};
const struct refusal paper_unscanned = {
    REFUSED_BUSY, "paper.unscanned",
    TEXT("这份材料还在查毒，查完才能看。请过几分钟再打开。"), NULL
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

/* The bound is a resident's; a counter takes what people bring. */
static int64_t day_most(const struct work *work) {
    return work_may(work, RIGHT_STAFF)
               ? 0
               : work->house->config->integer[CONFIG_UPLOADS_PER_DAY];
}

/* Before it is stored: what is removed again fills the disk until the sweep. */
static const struct refusal *check_day(struct work *work) {
    const int64_t most = day_most(work);

    return most && tally_count(work, counted, whose(work)) >= most ? &paper_over_day
                                                                   : NULL;
}

static const struct refusal *count_upload(struct work *work) {
    const int64_t most = day_most(work);
    const int64_t count = tally_add(work, counted, whose(work),
                                    civil_moment_ms(work_day(work), CIVIL_DAY_MINUTES));

    return most && count > most ? &paper_over_day : NULL;
}

static const struct refusal *check_count(struct work *work, struct paper_place place) {
    const struct paper *papers;
    const size_t count = place.draft_id ? paper_of_draft(work, place.draft_id, &papers)
                                        : paper_of_matter(work, place.matter_id, &papers);
    const size_t most = place.draft_id ? PAPER_COUNT_MAX : PAPER_LIST_MAX;

    return count < most ? NULL : &paper_too_many;
}

static const struct refusal *check_wanted(struct work *work, struct paper_place place,
                                          const char *wanted) {
    struct sql_paper_draft_wants_row of_draft;
    struct sql_paper_matter_wants_row of_matter;
    struct sql_paper_bundle_wants_row of_bundle;
    const bool asked =
        place.draft_id
            ? sql_paper_draft_wants(work, &of_draft, .id = place.draft_id,
                                    .wanted = wanted)
            : sql_paper_matter_wants(work, &of_matter, .id = place.matter_id,
                                     .wanted = wanted) ||
                  sql_paper_bundle_wants(work, &of_bundle, .id = place.matter_id,
                                         .wanted = wanted);

    return !wanted[0] || asked ? NULL : &paper_not_wanted;
}

const struct refusal *paper_may_come(struct work *work, struct paper_place place,
                                     const char *wanted) {
    struct sql_paper_own_draft_row row;
    const struct refusal *refusal = NULL;

    assert((place.draft_id == 0) != (place.matter_id == 0));
    if (place.draft_id && !sql_paper_own_draft(work, &row, .id = place.draft_id,
                                               .account_id = work->actor.id))
        return &paper_no_draft;
    refusal = check_count(work, place);
    if (!refusal)
        refusal = check_day(work);
    return refusal ? refusal : check_wanted(work, place, wanted);
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

const struct refusal *paper_prepare(struct work *work, struct paper_place place,
                                    const struct paper_given *given,
                                    struct paper_ready *ready) {
    const struct refusal *refusal = paper_may_come(work, place, given->wanted);

    if (!refusal)
        refusal = paper_check_size(given->size_bytes);
    if (refusal)
        return refusal;
    *ready = (struct paper_ready){ .name = given->name,
                                   .size_bytes = given->size_bytes,
                                   .wanted = given->wanted,
                                   .source = given->source };

    /* Plain and sealed bytes are let go of before the answer. */
    struct arena *outer = work_stretch_begin(work);
    const struct db_bytes content = read_spooled(work, given);

    if (!work->fault)
        refusal = paper_check(work, given->name, given->type, content, ready);
    work_stretch_end(work, outer);
    return refusal;
}

/* ---- of a draft ---- */

static void add_paper(struct work *work, int64_t id, struct paper_place place,
                      const struct paper_ready *ready) {
    sql_paper_add(
        work, .id = id, .draft_id = place.draft_id, .matter_id = place.matter_id,
        .name = sealed_write(work, "paper.name", id, ready->name),
        .kind = paper_kind_word(ready->kind), .size_bytes = ready->size_bytes,
        .digest = { ready->digest, sizeof ready->digest }, .account_id = work->actor.id,
        .wanted = ready->wanted, .source = ready->source, .pages = ready->pages,
        .scan = ready->scan, .reused_id = ready->reused_id);
    if (ready->scan == SCAN_WAITS)
        paper_scan_later(work);
}

const struct refusal *paper_keep(struct work *work, struct paper_place place,
                                 const struct paper_ready *ready, int64_t *id) {
    const struct refusal *refusal;

    assert(ready->kind != PAPER_UNKNOWN && ready->size_bytes > 0 && ready->source);
    assert((place.draft_id == 0) != (place.matter_id == 0));
    if (place.draft_id &&
        !sql_paper_hold_draft(work, .id = place.draft_id, .account_id = work->actor.id))
        return &paper_no_draft;
    refusal = check_count(work, place);
    if (!refusal)
        refusal = check_wanted(work, place, ready->wanted);
    if (!refusal)
        refusal = count_upload(work);
    if (refusal)
        return refusal;
    *id = work_new_id(work);
    add_paper(work, *id, place, ready);
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

const struct refusal *paper_may_open(const struct paper *paper) {
    if (paper->removed_ms)
        return &paper_removed;
    return paper->scan < SCAN_WAITS ? NULL : &paper_unscanned;
}

void paper_open(struct work *work, const struct paper *paper, struct db_bytes *content) {
    assert(paper->size_bytes > 0 && paper->size_bytes <= PAPER_BYTES_MAX);
    assert(!paper->removed_ms);
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
    paper_scan_resume(work);
    sql_paper_sweep_uploads(work, .before_ms = work->now_ms - PAPER_KEPT_MS);
    sql_paper_sweep_readings(work, .before_ms = work->now_ms - PAPER_KEPT_MS);
    return gone;
}
