#include "paper_web.h"

#include <assert.h>
#include <string.h>

static const struct refusal no_file = { REFUSED_INVALID, "paper.none",
                                        TEXT("还没有选文件。请先选一张照片或一个 PDF。"),
                                        "paper" };

/* What prepare() leaves for handle(). */
struct upload {
    const struct refusal *refusal;
    struct paper_ready ready;
};

const char *paper_say_kind(enum paper_kind kind) {
    return kind == PAPER_PDF ? "PDF" : TEXT("照片");
}

const char *paper_say_size(struct arena *arena, int64_t size_bytes) {
    const int64_t tenths = (10 * size_bytes + (1 << 19)) >> 20;

    if (tenths >= 10)
        return arena_format(arena, "%lld.%lld MB", (long long)(tenths / 10),
                            (long long)(tenths % 10));
    return arena_format(arena, "%lld KB", (long long)((size_bytes + 1023) / 1024));
}

/* ---- in ---- */

static const struct http_upload *find_upload(const struct http_request *request) {
    for (size_t i = 0; i < request->upload_count; i++)
        if (strcmp(request->upload[i].field, "paper") == 0)
            return &request->upload[i];
    return NULL;
}

bool paper_is_sent(const struct exchange *exchange) {
    return find_upload(exchange->request) != NULL;
}

void paper_prepare_upload(struct work *work, struct exchange *exchange,
                          int64_t draft_id) {
    struct upload *upload = arena_alloc(work->arena, sizeof *upload);
    const struct http_upload *file = find_upload(exchange->request);

    upload->refusal = &no_file;
    if (file)
        upload->refusal = paper_prepare(
            work, draft_id,
            &(struct paper_given){ .path = file->spool_path,
                                   .name = file->file_name ? file->file_name : "",
                                   .type = file->claimed_type ? file->claimed_type : "",
                                   .size_bytes = file->size_bytes },
            &upload->ready);
    exchange->prepared = upload;
}

const struct refusal *paper_keep_upload(struct work *work, struct exchange *exchange,
                                        int64_t draft_id) {
    const struct upload *upload = exchange->prepared;
    int64_t id;

    if (!upload)
        return &no_file;
    return upload->refusal ? upload->refusal
                           : paper_keep(work, draft_id, &upload->ready, &id);
}

/* ---- out ---- */

/* A name that says nothing would be saved under the number in the address. */
static const char *name_of(const struct paper *paper) {
    return paper->name[0] ? paper->name : paper_kind_word(paper->kind);
}

void paper_give(struct exchange *exchange, const struct paper *paper,
                struct db_bytes content) {
    struct exchange_file *file = arena_alloc(exchange->request->arena, sizeof *file);

    assert((int64_t)content.size == paper->size_bytes);
    *file = (struct exchange_file){
        .type = paper_kind_type(paper->kind),
        .name = name_of(paper),
        .shown = paper->kind != PAPER_PDF,
        .bytes = content.data,
        .size = content.size,
    };
    exchange_give_file(exchange, file);
}
