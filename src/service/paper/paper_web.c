#include "paper_web.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "json.h"
#include "paper_check.h"
#include "text.h"

static const struct refusal no_file = { REFUSED_INVALID, "paper.none",
                                        TEXT("还没有选文件。请先选一张照片或一个 PDF。"),
                                        "paper" };

enum { NAME_BYTES_MAX = 255, TYPE_BYTES_MAX = 100, WANTED_BYTES_MAX = 800 };

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

struct paper_badge paper_badge_of(enum paper_standing standing) {
    static const struct paper_badge badges[] = {
        [PAPER_MISSING] = { TEXT("还没有交"), "badge is-red", "▲" },
        [PAPER_ABSENT] = { TEXT("没有交，需要时再交"), "badge", "○" },
        [PAPER_EXEMPT] = { TEXT("免交，查共享数据"), "badge is-green", "●" },
        [PAPER_GIVEN] = { TEXT("已交，还没核对"), "badge is-blue", "■" },
        [PAPER_GOOD] = { TEXT("核对无误"), "badge is-green", "●" },
        [PAPER_FAULTY] = { TEXT("要改"), "badge is-red", "▲" },
    };

    return badges[standing];
}

/* ---- fields ---- */

static const char *field_of(const struct exchange *exchange, const char *name,
                            size_t most) {
    const char *value = http_pair_value(&exchange->request->fields, name);

    return value && strlen(value) <= most ? value : "";
}

/* A counter says where it comes from; an asker only whether he wrote it himself. */
static enum paper_source source_of(const struct work *work,
                                   const struct exchange *exchange) {
    const struct word *said =
        word_named(&paper_sources, field_of(exchange, "source", NAME_BYTES_MAX));
    const bool is_own = strcmp(field_of(exchange, "own", NAME_BYTES_MAX), "1") == 0;

    if (work_may(work, RIGHT_STAFF))
        return said ? (enum paper_source)said->value : PAPER_UPLOADED;
    return is_own ? PAPER_DECLARED : PAPER_UPLOADED;
}

/* ---- in, whole ---- */

static const struct http_upload *find_upload(const struct http_request *request,
                                             const char *field) {
    for (size_t i = 0; i < request->upload_count; i++)
        if (strcmp(request->upload[i].field, field) == 0)
            return &request->upload[i];
    return NULL;
}

bool paper_is_sent(const struct exchange *exchange) {
    return find_upload(exchange->request, "paper") != NULL;
}

void paper_prepare_upload(struct work *work, struct exchange *exchange,
                          struct paper_place place) {
    struct upload *upload = arena_alloc(work->arena, sizeof *upload);
    const struct http_upload *file = find_upload(exchange->request, "paper");

    upload->refusal = &no_file;
    if (file)
        upload->refusal =
            paper_prepare(work, place,
                          &(struct paper_given){
                              .path = file->spool_path,
                              .name = file->file_name ? file->file_name : "",
                              .type = file->claimed_type ? file->claimed_type : "",
                              .size_bytes = file->size_bytes,
                              .wanted = field_of(exchange, "wanted", WANTED_BYTES_MAX),
                              .source = source_of(work, exchange) },
                          &upload->ready);
    exchange->prepared = upload;
}

const struct refusal *paper_keep_upload(struct work *work, struct exchange *exchange,
                                        struct paper_place place) {
    const struct upload *upload = exchange->prepared;
    int64_t id;

    if (!upload)
        return &no_file;
    return upload->refusal ? upload->refusal
                           : paper_keep(work, place, &upload->ready, &id);
}

/* ---- in, in pieces ---- */

static void say_state(struct exchange *exchange, const struct paper_upload *upload,
                      const char *location) {
    struct text *out = &exchange_text(exchange, "application/json")->text;

    json_open(out, NULL, '{');
    json_put_string(out, "upload",
                    arena_format(out->arena, "%lld", (long long)upload->id));
    json_put_integer(out, "next", upload->pieces);
    json_put_integer(out, "total", upload->total);
    json_put_integer(out, "piece", UPLOAD_PIECE_BYTES);
    json_put_string(out, "location", location);
    json_close(out, '}');
}

const struct refusal *paper_begin_pieces(struct work *work, struct exchange *exchange,
                                         struct paper_place place, const char *location) {
    struct paper_announced said = {
        .place = place,
        .name = field_of(exchange, "name", NAME_BYTES_MAX),
        .type = field_of(exchange, "type", TYPE_BYTES_MAX),
        .sha256 = field_of(exchange, "sha256", UPLOAD_SHA256_DIGITS),
        .wanted = field_of(exchange, "wanted", WANTED_BYTES_MAX),
        .source = source_of(work, exchange),
    };
    struct paper_upload upload;
    const struct refusal *refusal;

    text_read_int(field_of(exchange, "size", NAME_BYTES_MAX), &said.size_bytes);
    refusal = paper_begin_upload(work, &said, &upload);
    if (!refusal)
        say_state(exchange, &upload, upload.id ? "" : location);
    return refusal;
}

static int64_t number_of(const struct exchange *exchange, const char *name) {
    int64_t number = 0;

    return text_read_int(exchange_parameter(exchange, name), &number) ? number : -1;
}

/* Reads what was spooled; trouble with it is a fault. */
static struct db_bytes read_piece(struct work *work, const struct http_upload *file) {
    const size_t size = (size_t)file->size_bytes;
    char *bytes = arena_alloc(work->arena, size + 1);
    const int spooled = open(file->spool_path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    const ssize_t count = spooled >= 0 ? read(spooled, bytes, size) : -1;

    if (count != (ssize_t)size)
        work_fault(work, "paper: the spooled piece cannot be read: %s", strerror(errno));
    if (spooled >= 0)
        close(spooled);
    return (struct db_bytes){ bytes, size };
}

static bool is_of(const struct paper_upload *upload, struct paper_place place) {
    return upload->said.place.draft_id == place.draft_id &&
           upload->said.place.matter_id == place.matter_id;
}

void paper_prepare_piece(struct work *work, struct exchange *exchange,
                         struct paper_place place) {
    struct upload *upload = arena_alloc(work->arena, sizeof *upload);
    const struct http_upload *file = find_upload(exchange->request, "piece");
    const int64_t id = number_of(exchange, "upload");
    struct paper_upload found;

    exchange->prepared = upload;
    upload->refusal = paper_find_upload(work, id, &found);
    if (!upload->refusal && !is_of(&found, place))
        upload->refusal = &paper_no_upload;
    if (!upload->refusal && (!file || file->size_bytes > UPLOAD_PIECE_BYTES))
        upload->refusal = &paper_bad_piece;
    if (upload->refusal)
        return;

    const struct db_bytes piece = read_piece(work, file);

    if (!work->fault)
        upload->refusal = paper_put_piece(work, id, number_of(exchange, "piece"), piece,
                                          &upload->ready);
}

/* A whole that is no good would be no better the next time. */
static bool is_final(const struct refusal *refusal) {
    return refusal->kind == REFUSED_KIND || refusal == &paper_bad_digest;
}

const struct refusal *paper_keep_piece(struct work *work, struct exchange *exchange,
                                       struct paper_place place, const char *location,
                                       int64_t *paper_id) {
    const struct upload *upload = exchange->prepared;
    const int64_t id = number_of(exchange, "upload");
    const int64_t number = number_of(exchange, "piece");
    struct paper_upload found;
    const struct refusal *refusal = upload ? upload->refusal : &paper_no_upload;

    if (refusal && is_final(refusal)) {
        paper_end_upload(work, id);
        work_keep(work);
    }
    if (!refusal)
        refusal = paper_find_upload(work, id, &found);
    if (!refusal && !is_of(&found, place))
        refusal = &paper_no_upload;
    if (!refusal)
        refusal = paper_count_piece(work, id, number, &upload->ready, paper_id);
    if (refusal)
        return refusal;
    found.pieces = number + 1;
    say_state(exchange, &found, *paper_id ? location : "");
    return NULL;
}

const struct refusal *paper_say_refused(struct work *work, struct exchange *exchange) {
    struct text *out = &exchange_text(exchange, "application/json")->text;

    (void)work;
    json_open(out, NULL, '{');
    json_put_string(out, "refused",
                    page_say(exchange->view.language, exchange->refusal->text));
    json_put_string(out, "name", exchange->refusal->name);
    json_close(out, '}');
    return NULL;
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
