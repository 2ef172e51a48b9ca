#include "paper_upload.h"

#include <assert.h>
#include <string.h>

#include "page.h"
#include "paper.sql.h"
#include "paper_check.h"
#include "paper_store.h"
#include "sealed.h"
#include "text.h"

const struct refusal paper_no_upload = {
    REFUSED_ABSENT, "paper.no_upload",
    TEXT("这次上传已经结束或中断太久，没有保存。请重新选这个文件再传。"), "paper"
};
const struct refusal paper_not_next = {
    REFUSED_CONFLICT, "paper.not_next",
    TEXT("上传的顺序乱了，没有保存。请刷新页面，再选这个文件，会接着传。"), "paper"
};
const struct refusal paper_bad_piece = {
    REFUSED_INVALID, "paper.bad_piece",
    TEXT("文件没有传完整，没有保存。请刷新页面，再选这个文件，会接着传。"), "paper"
};
const struct refusal paper_bad_digest = {
    REFUSED_INVALID, "paper.bad_digest",
    TEXT("文件在路上损坏了，没有保存。请检查网络，再选这个文件重新传。"), "paper"
};

/* How long ago a paper may have come whose answer was lost. */
enum { LOST_MS = 10 * 60 * 1000 };

/* ---- beginning ---- */

static int64_t total_of(int64_t size_bytes) {
    return (size_bytes + UPLOAD_PIECE_BYTES - 1) / UPLOAD_PIECE_BYTES;
}

static bool is_sha256(const char *digits) {
    return strlen(digits) == UPLOAD_SHA256_DIGITS &&
           strspn(digits, "0123456789abcdef") == UPLOAD_SHA256_DIGITS;
}

static bool is_same(struct db_bytes one, struct db_bytes other) {
    return one.size == other.size && memcmp(one.data, other.data, one.size) == 0;
}

/* The answer to the last piece may have been lost on its way. */
static bool is_paper_already(struct work *work, const struct paper_announced *said,
                             struct db_bytes digest) {
    const struct paper *papers;
    const size_t count = said->place.draft_id
                             ? paper_of_draft(work, said->place.draft_id, &papers)
                             : paper_of_matter(work, said->place.matter_id, &papers);

    for (size_t i = 0; i < count; i++)
        if (!papers[i].removed_ms && papers[i].created_ms > work->now_ms - LOST_MS &&
            is_same(papers[i].digest, digest) && papers[i].account_id == work->actor.id &&
            strcmp(papers[i].wanted, said->wanted) == 0)
            return true;
    return false;
}

/* Finds the one that goes on, and makes room for a new one. */
static bool find_under_way(struct work *work, struct paper_upload *upload) {
    const struct paper_announced *said = &upload->said;
    struct sql_paper_uploads_row *rows;
    const size_t count = sql_paper_uploads(work, &rows, .account_id = work->actor.id,
                                           .limit = 2 * UPLOADS_MAX);

    for (size_t i = 0; i < count; i++) {
        if (!is_same(rows[i].digest, upload->digest) ||
            rows[i].draft_id != said->place.draft_id ||
            rows[i].matter_id != said->place.matter_id ||
            rows[i].size_bytes != said->size_bytes ||
            rows[i].source != (int64_t)said->source ||
            strcmp(rows[i].wanted, said->wanted) != 0)
            continue;
        upload->id = rows[i].id;
        upload->pieces = rows[i].pieces;
        return true;
    }
    for (size_t i = 0; i + UPLOADS_MAX <= count; i++)
        sql_paper_remove_upload(work, .id = rows[i].id);
    return false;
}

static void add_upload(struct work *work, struct paper_upload *upload) {
    const struct paper_announced *said = &upload->said;

    upload->id = work_new_id(work);
    sql_paper_add_upload(
        work, .id = upload->id, .account_id = work->actor.id,
        .draft_id = said->place.draft_id, .matter_id = said->place.matter_id,
        .wanted = said->wanted, .source = said->source,
        .name = sealed_write(work, "paper_upload.name", upload->id, said->name),
        .type = said->type, .size_bytes = said->size_bytes, .digest = upload->digest);
}

const struct refusal *paper_begin_upload(struct work *work,
                                         const struct paper_announced *said,
                                         struct paper_upload *upload) {
    uint8_t *digest = arena_alloc(work->arena, CRYPT_DIGEST_SIZE);
    const struct refusal *refusal = paper_check_size(said->size_bytes);

    if (!refusal && !is_sha256(said->sha256))
        refusal = &paper_bad_digest;
    if (refusal)
        return refusal;
    paper_store_name(work, said->sha256, digest);
    *upload = (struct paper_upload){
        .said = *said,
        .digest = { digest, CRYPT_DIGEST_SIZE },
        .total = total_of(said->size_bytes),
    };
    if (is_paper_already(work, said, upload->digest)) {
        upload->pieces = upload->total;
        return NULL;
    }
    refusal = paper_may_come(work, said->place, said->wanted);
    if (!refusal && !find_under_way(work, upload))
        add_upload(work, upload);
    return refusal;
}

const struct refusal *paper_find_upload(struct work *work, int64_t id,
                                        struct paper_upload *upload) {
    struct sql_paper_find_upload_row row;

    if (!sql_paper_find_upload(work, &row, .id = id, .account_id = work->actor.id))
        return &paper_no_upload;
    *upload = (struct paper_upload){
        .id = id,
        .said = { .place = { row.draft_id, row.matter_id },
                  .name = sealed_read(work, "paper_upload.name", id, row.name),
                  .type = row.type,
                  .size_bytes = row.size_bytes,
                  .sha256 = "",
                  .wanted = row.wanted,
                  .source = (enum paper_source)row.source },
        .digest = row.digest,
        .pieces = row.pieces,
        .total = total_of(row.size_bytes),
    };
    return NULL;
}

/* ---- pieces ---- */

static struct db_bytes name_piece(struct work *work, int64_t id, int64_t number) {
    uint8_t *digest = arena_alloc(work->arena, CRYPT_DIGEST_SIZE);

    paper_store_name_other(
        work, "paper.piece",
        arena_format(work->arena, "%lld %lld", (long long)id, (long long)number), digest);
    return (struct db_bytes){ digest, CRYPT_DIGEST_SIZE };
}

static int64_t size_of_piece(const struct paper_upload *upload, int64_t number) {
    const int64_t before = number * UPLOAD_PIECE_BYTES;

    return number + 1 < upload->total ? UPLOAD_PIECE_BYTES
                                      : upload->said.size_bytes - before;
}

/* A piece is put anew each time: one that came wrong before must not stay. */
static const struct refusal *put(struct work *work, const struct paper_upload *upload,
                                 int64_t number, struct db_bytes piece) {
    const struct db_bytes name = name_piece(work, upload->id, number);

    paper_store_drop(work, SHELF_PIECES, name);
    return paper_store_put(work, SHELF_PIECES, name, piece);
}

/* All pieces one behind the other; false when one is not there. */
static bool put_together(struct work *work, const struct paper_upload *upload,
                         char *whole) {
    bool good = true;

    for (int64_t number = 0; good && number < upload->total; number++) {
        struct arena *outer = work_stretch_begin(work);
        const size_t size = (size_t)size_of_piece(upload, number);
        struct db_bytes piece;

        good = paper_store_get(work, SHELF_PIECES, name_piece(work, upload->id, number),
                               &piece) &&
               piece.size == size;
        if (good)
            memcpy(whole + number * UPLOAD_PIECE_BYTES, piece.data, size);
        work_stretch_end(work, outer);
    }
    return good;
}

/* Whether the bytes are those whose digest was said. */
static bool is_as_said(struct work *work, const struct paper_upload *upload,
                       struct db_bytes content) {
    uint8_t plain[CRYPT_DIGEST_SIZE];
    uint8_t digest[CRYPT_DIGEST_SIZE];

    crypt_sha256(plain, content.data, content.size);
    paper_store_name(work, text_hex(work->arena, plain, sizeof plain), digest);
    return is_same(upload->digest, (struct db_bytes){ digest, sizeof digest });
}

static const struct refusal *finish(struct work *work, const struct paper_upload *upload,
                                    struct paper_ready *ready) {
    struct arena *outer = work_stretch_begin(work);
    const size_t size = (size_t)upload->said.size_bytes;
    char *whole = arena_room(work->arena, size);
    const struct db_bytes content = { whole, size };
    const struct refusal *refusal = NULL;

    if (!put_together(work, upload, whole))
        refusal = &paper_no_upload;
    else if (!is_as_said(work, upload, content))
        refusal = &paper_bad_digest;
    else
        refusal = paper_check(work, upload->said.name, upload->said.type, content, ready);
    work_stretch_end(work, outer);
    return refusal;
}

const struct refusal *paper_put_piece(struct work *work, int64_t id, int64_t number,
                                      struct db_bytes piece, struct paper_ready *ready) {
    struct paper_upload upload;
    const struct refusal *refusal = paper_find_upload(work, id, &upload);

    *ready = (struct paper_ready){ .kind = PAPER_UNKNOWN };
    if (refusal)
        return refusal;
    if (number != upload.pieces)
        return &paper_not_next;
    if ((int64_t)piece.size != size_of_piece(&upload, number))
        return &paper_bad_piece;
    refusal = put(work, &upload, number, piece);
    if (refusal || work->fault || number + 1 < upload.total)
        return refusal;
    *ready = (struct paper_ready){ .name = upload.said.name,
                                   .size_bytes = upload.said.size_bytes,
                                   .wanted = upload.said.wanted,
                                   .source = upload.said.source };
    return finish(work, &upload, ready);
}

/* The pieces of one that is done wait for the sweep: were the commit to fail, the row
 * would be back. */
const struct refusal *paper_count_piece(struct work *work, int64_t id, int64_t number,
                                        const struct paper_ready *ready,
                                        int64_t *paper_id) {
    struct paper_upload upload;
    const struct refusal *refusal = paper_find_upload(work, id, &upload);

    *paper_id = 0;
    if (refusal)
        return refusal;
    if (!sql_paper_advance_upload(work, .id = id, .pieces = number))
        return &paper_not_next;
    if (number + 1 < upload.total)
        return NULL;
    refusal = paper_keep(work, upload.said.place, ready, paper_id);
    if (!refusal)
        sql_paper_remove_upload(work, .id = id);
    return refusal;
}

void paper_end_upload(struct work *work, int64_t id) {
    struct paper_upload upload;

    if (!paper_find_upload(work, id, &upload))
        sql_paper_remove_upload(work, .id = id);
}
