#include "paper_upload.h"

#include "paper_test.h"

/* A PDF of two pieces and a bit, and what is said of it. */
struct sending {
    struct paper_upload upload;
    struct db_bytes file;
    struct paper_announced said;
};

static struct db_bytes long_pdf(struct arena *arena) {
    struct text out = { .arena = arena };
    const size_t head = strlen("%PDF-1.7\n");

    text_add_bytes(&out, pdf, head);
    text_add_byte(&out, '%');
    for (int i = 0; i < 2 * UPLOAD_PIECE_BYTES + 1000; i++)
        text_add_byte(&out, 'x');
    text_add_byte(&out, '\n');
    text_add(&out, pdf + head);
    return bytes_of(&out);
}

static struct sending begin(struct scene *scene) {
    struct work *work = &scene->hall->work;
    struct sending sending = { .file = long_pdf(work->arena) };
    uint8_t digest[CRYPT_DIGEST_SIZE];

    crypt_sha256(digest, sending.file.data, sending.file.size);
    sending.said = (struct paper_announced){
        .place = of_draft,
        .name = "长.pdf",
        .type = "application/pdf",
        .size_bytes = (int64_t)sending.file.size,
        .sha256 = text_hex(work->arena, digest, sizeof digest),
        .wanted = "",
        .source = PAPER_UPLOADED,
    };
    assert_null(paper_begin_upload(work, &sending.said, &sending.upload));
    return sending;
}

static struct db_bytes piece_of(const struct sending *sending, int64_t number) {
    const size_t at = (size_t)number * UPLOAD_PIECE_BYTES;
    const size_t left = sending->file.size - at;

    return (struct db_bytes){ (const char *)sending->file.data + at,
                              left < UPLOAD_PIECE_BYTES ? left : UPLOAD_PIECE_BYTES };
}

static const struct refusal *send_piece(struct scene *scene,
                                        const struct sending *sending, int64_t number,
                                        int64_t *paper_id) {
    struct work *work = &scene->hall->work;
    struct paper_ready ready;
    const struct refusal *refusal = paper_put_piece(work, sending->upload.id, number,
                                                    piece_of(sending, number), &ready);

    return refusal
               ? refusal
               : paper_count_piece(work, sending->upload.id, number, &ready, paper_id);
}

static void a_file_in_pieces_becomes_the_paper_that_it_was(void **state) {
    struct scene *scene = open_scene(state);
    struct work *work = &scene->hall->work;
    struct sending sending = begin(scene);
    struct db_bytes content;
    int64_t id = 0;

    assert_int_equal(sending.upload.total, 3);
    for (int64_t number = 0; number < 3; number++) {
        assert_int_equal(id, 0);
        assert_null(send_piece(scene, &sending, number, &id));
    }
    assert_true(id != 0);

    const struct paper paper = only_paper(scene);

    paper_open(work, &paper, &content);
    assert_int_equal(content.size, sending.file.size);
    assert_memory_equal(content.data, sending.file.data, content.size);
    assert_ptr_equal(send_piece(scene, &sending, 2, &id), &paper_no_upload);
    close_scene(scene);
}

static void an_upload_goes_on_where_it_stopped(void **state) {
    struct scene *scene = open_scene(state);
    struct work *work = &scene->hall->work;
    struct sending sending = begin(scene);
    struct paper_upload again;
    int64_t id;

    assert_null(send_piece(scene, &sending, 0, &id));
    assert_ptr_equal(send_piece(scene, &sending, 0, &id), &paper_not_next);
    assert_ptr_equal(send_piece(scene, &sending, 2, &id), &paper_not_next);
    assert_null(paper_begin_upload(work, &sending.said, &again));
    assert_true(again.id == sending.upload.id);
    assert_int_equal(again.pieces, 1);
    assert_null(send_piece(scene, &sending, 1, &id));
    assert_null(send_piece(scene, &sending, 2, &id));
    /* The answer was lost: it is a paper already, and stays one. */
    assert_null(paper_begin_upload(work, &sending.said, &again));
    assert_true(again.id == 0);
    assert_int_equal(again.pieces, again.total);
    close_scene(scene);
}

static void what_is_not_as_it_was_said_becomes_no_paper(void **state) {
    struct scene *scene = open_scene(state);
    struct work *work = &scene->hall->work;
    struct sending sending = begin(scene);
    const struct paper *papers;
    struct paper_ready ready;
    int64_t id;

    assert_ptr_equal(paper_put_piece(work, sending.upload.id, 0,
                                     (struct db_bytes){ sending.file.data, 7 }, &ready),
                     &paper_bad_piece);
    ((char *)sending.file.data)[20] = 'y';
    assert_null(send_piece(scene, &sending, 0, &id));
    assert_null(send_piece(scene, &sending, 1, &id));
    assert_ptr_equal(send_piece(scene, &sending, 2, &id), &paper_bad_digest);
    paper_end_upload(work, sending.upload.id);
    assert_ptr_equal(send_piece(scene, &sending, 2, &id), &paper_no_upload);
    assert_int_equal(paper_of_draft(work, DRAFT, &papers), 0);
    sending.said.sha256 = "no digest";
    assert_ptr_equal(paper_begin_upload(work, &sending.said, &sending.upload),
                     &paper_bad_digest);
    sending.said.size_bytes = INT64_C(2) << 30;
    assert_ptr_equal(paper_begin_upload(work, &sending.said, &sending.upload),
                     &paper_large);
    close_scene(scene);
}

static void an_upload_is_its_accounts_own(void **state) {
    struct scene *scene = open_scene(state);
    struct sending sending = begin(scene);
    int64_t id;

    act_as(scene, OTHER);
    assert_ptr_equal(send_piece(scene, &sending, 0, &id), &paper_no_upload);
    act_as(scene, OWN);
    assert_null(send_piece(scene, &sending, 0, &id));
    close_scene(scene);
}

static void an_account_has_so_many_under_way_and_the_oldest_yields(void **state) {
    struct scene *scene = open_scene(state);
    struct work *work = &scene->hall->work;
    struct sending first = begin(scene);
    struct paper_upload other;

    for (int i = 0; i < UPLOADS_MAX; i++) {
        struct paper_announced said = first.said;

        said.size_bytes -= i + 1;
        assert_null(paper_begin_upload(work, &said, &other));
    }
    assert_ptr_equal(paper_find_upload(work, first.upload.id, &other), &paper_no_upload);
    work->now_ms += day_ms + 1000;
    paper_sweep(work);
    assert_null(paper_begin_upload(work, &first.said, &other));
    assert_int_equal(other.pieces, 0);
    close_scene(scene);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        BOTH(a_file_in_pieces_becomes_the_paper_that_it_was),
        BOTH(an_upload_goes_on_where_it_stopped),
        BOTH(what_is_not_as_it_was_said_becomes_no_paper),
        BOTH(an_upload_is_its_accounts_own),
        BOTH(an_account_has_so_many_under_way_and_the_oldest_yields),
    };

    return RUN_PAPER_TESTS(argc, argv, tests);
}
