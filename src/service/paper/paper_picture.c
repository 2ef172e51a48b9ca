#include "paper_picture.h"

#include <assert.h>

#include "page.h"
#include "paper.sql.h"
#include "paper_store.h"
#include "picture.h"
#include "text.h"

const struct refusal paper_not_opened = {
    REFUSED_FORBIDDEN, "paper.not_opened",
    TEXT("打开材料的时间已过，每次查看都要记入台账。请回到办件，重新点“查看”。"), NULL
};
const struct refusal paper_no_page = {
    REFUSED_ABSENT, "paper.no_page",
    TEXT("这份材料没有这一页。请回到第一页，或回到办件重新打开。"), NULL
};
const struct refusal paper_no_picture = {
    REFUSED_KIND, "paper.no_picture",
    TEXT("这份材料打不开，可能已经损坏。请在清单里标为有问题，让申请人再传一次。"), NULL
};

/* ---- reading ---- */

void paper_begin_reading(struct work *work, const struct paper *paper) {
    assert(work->actor.id != 0);
    sql_paper_begin_reading(work, .account_id = work->actor.id, .paper_id = paper->id);
}

const struct refusal *paper_may_read(struct work *work, const struct paper *paper) {
    struct sql_paper_reading_row row;

    if (!sql_paper_reading(work, &row, .account_id = work->actor.id,
                           .paper_id = paper->id) ||
        row.at_ms < work->now_ms - PAPER_READING_MS)
        return &paper_not_opened;
    return paper_may_open(paper);
}

const char *paper_say_mark(struct arena *arena, const struct paper *paper,
                           const char *viewer, const char *moment, const char *number) {
    return arena_format(arena, "%s\n%s  %s\n%s", paper_say_trust(paper->source), viewer,
                        moment, number);
}

/* ---- drawing ---- */

static const struct refusal *make(struct work *work, const struct picture_job *job,
                                  struct picture_made *made) {
    picture_make(work->arena, job, made);
    if (made->state == PICTURE_FAILED)
        work_fault(work, "paper: no process can be begun that draws a page");
    return made->state == PICTURE_GOOD || work->fault ? NULL : &paper_no_picture;
}

int paper_pages(struct work *work, const struct paper *paper) {
    struct arena *outer;
    struct db_bytes content;
    struct picture_made made = { .pages = 1 };

    if (paper->pages || paper->kind != PAPER_PDF)
        return paper->pages ? (int)paper->pages : 1;
    outer = work_stretch_begin(work);
    paper_open(work, paper, &content);
    if (!work->fault)
        picture_make(work->arena,
                     &(struct picture_job){ .verb = PICTURE_LOOK,
                                            .kind = PICTURE_PDF,
                                            .content = content,
                                            .mark = "" },
                     &made);
    work_stretch_end(work, outer);
    return made.pages ? made.pages : 1;
}

static struct db_bytes name_page(struct work *work, const struct paper *paper, int page) {
    uint8_t *digest = arena_alloc(work->arena, CRYPT_DIGEST_SIZE);
    const char *hex = text_hex(work->arena, paper->digest.data, paper->digest.size);

    paper_store_name_other(work, "paper.picture",
                           arena_format(work->arena, "%s %d", hex, page), digest);
    return (struct db_bytes){ digest, CRYPT_DIGEST_SIZE };
}

/* The page without its mark: as it was kept, or drawn now.  A full disk keeps none. */
static const struct refusal *bare_page(struct work *work, const struct paper *paper,
                                       int page, struct db_bytes *bare) {
    const struct db_bytes name = name_page(work, paper, page);
    const struct refusal *refusal = NULL;
    struct picture_made made;
    struct db_bytes content;

    if (paper_store_get(work, SHELF_PICTURES, name, bare))
        return NULL;
    paper_open(work, paper, &content);
    if (!work->fault)
        refusal = make(work,
                       &(struct picture_job){ .verb = PICTURE_PAGE,
                                              .kind = (enum picture_kind)paper->kind,
                                              .page = page,
                                              .side = PAPER_LARGE_SIDE,
                                              .content = content,
                                              .mark = "" },
                       &made);
    if (refusal || work->fault)
        return refusal;
    *bare = made.bytes;
    paper_store_drop(work, SHELF_PICTURES, name);
    paper_store_put(work, SHELF_PICTURES, name, *bare);
    return NULL;
}

const struct refusal *paper_page(struct work *work, const struct paper *paper, int page,
                                 int side, const char *mark, struct db_bytes *picture) {
    struct db_bytes bare;
    struct picture_made made;
    const struct refusal *refusal = NULL;

    assert(side <= PAPER_LARGE_SIDE);
    if (page < 1 || page > paper_pages(work, paper))
        return &paper_no_page;
    refusal = bare_page(work, paper, page, &bare);
    if (!refusal && !work->fault)
        refusal = make(work,
                       &(struct picture_job){ .verb = PICTURE_PAGE,
                                              .kind = PICTURE_JPEG,
                                              .page = 1,
                                              .side = side,
                                              .content = bare,
                                              .mark = mark },
                       &made);
    if (!refusal && !work->fault)
        *picture = made.bytes;
    return refusal;
}

const struct refusal *paper_copy(struct work *work, const struct paper *paper,
                                 const char *mark, struct db_bytes *copy) {
    struct picture_made made;
    struct db_bytes content;
    const struct refusal *refusal = NULL;

    paper_open(work, paper, &content);
    if (!work->fault)
        refusal = make(work,
                       &(struct picture_job){ .verb = PICTURE_COPY,
                                              .kind = (enum picture_kind)paper->kind,
                                              .content = content,
                                              .mark = mark },
                       &made);
    if (!refusal && !work->fault)
        *copy = made.bytes;
    return refusal;
}

void paper_drop_pages(struct work *work, const struct paper *paper) {
    for (int page = 1; page <= PICTURE_PAGES_MAX && page <= (int)paper->pages; page++)
        paper_store_drop(work, SHELF_PICTURES, name_page(work, paper, page));
}
