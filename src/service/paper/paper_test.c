#include "paper_test.h"

/* ---- limits ---- */

static void an_empty_file_is_refused(void **state) {
    struct scene *scene = open_scene(state);

    assert_ptr_equal(send_file(scene, text_file(""), "a.jpg", "image/jpeg"),
                     &paper_empty);
    close_scene(scene);
}

static void ten_megabytes_are_taken_and_not_a_byte_more(void **state) {
    struct scene *scene = open_scene(state);
    const size_t around = png_of(arena_of(scene), 10, 10, 0).size;
    const size_t most = PAPER_BYTES_MAX - around;

    assert_null(send_file(scene, png_of(arena_of(scene), 10, 10, most), "a.png", ""));
    assert_ptr_equal(
        send_file(scene, png_of(arena_of(scene), 10, 10, most + 1), "b.png", ""),
        &paper_large);
    assert_int_equal(stored_files(scene), 1);
    close_scene(scene);
}

static void a_draft_takes_twenty_papers(void **state) {
    struct scene *scene = open_scene(state);
    struct paper_ready ready;
    int64_t id;

    assert_null(prepare(scene, text_file(pdf), "a.pdf", "", &ready));
    for (int i = 0; i < PAPER_COUNT_MAX; i++)
        assert_null(paper_keep(&scene->hall->work, of_draft, &ready, &id));
    assert_ptr_equal(paper_keep(&scene->hall->work, of_draft, &ready, &id),
                     &paper_too_many);
    assert_ptr_equal(prepare(scene, text_file(pdf), "a.pdf", "", &ready),
                     &paper_too_many);
    assert_null(paper_remove(&scene->hall->work, DRAFT, id));
    assert_null(paper_keep(&scene->hall->work, of_draft, &ready, &id));
    close_scene(scene);
}

/* ---- whose they are ---- */

static void a_day_takes_so_many_uploads_also_of_what_is_removed(void **state) {
    struct scene *scene = open_scene(state);
    struct work *work = &scene->hall->work;
    struct paper_ready ready;
    int64_t id;

    scene->config.integer[CONFIG_UPLOADS_PER_DAY] = 2;
    assert_null(send_file(scene, text_file(pdf), "a.pdf", ""));
    assert_null(paper_remove(work, DRAFT, only_paper(scene).id));
    assert_null(prepare(scene, text_file(pdf), "b.pdf", "", &ready));
    assert_null(paper_keep(work, of_draft, &ready, &id));
    assert_ptr_equal(send_file(scene, text_file(pdf), "c.pdf", ""), &paper_over_day);
    assert_ptr_equal(paper_keep(work, of_draft, &ready, &id), &paper_over_day);
    work->now_ms += day_ms;
    assert_null(send_file(scene, text_file(pdf), "c.pdf", ""));
    close_scene(scene);
}

static void a_paper_is_its_accounts_own(void **state) {
    struct scene *scene = open_scene(state);
    struct work *work = &scene->hall->work;
    struct paper_ready ready;
    struct paper paper;
    int64_t id;

    assert_null(prepare(scene, text_file(pdf), "a.pdf", "", &ready));
    assert_null(paper_keep(work, of_draft, &ready, &id));
    paper = only_paper(scene);
    assert_true(paper_is_of_own_draft(work, &paper));
    act_as(scene, OTHER);
    assert_false(paper_is_of_own_draft(work, &paper));
    assert_ptr_equal(paper_keep(work, of_draft, &ready, &id), &paper_no_draft);
    assert_ptr_equal(prepare(scene, text_file(pdf), "a.pdf", "", &ready),
                     &paper_no_draft);
    assert_ptr_equal(paper_remove(work, DRAFT, paper.id), &paper_no_draft);
    act_as(scene, OWN);
    assert_ptr_equal(paper_remove(work, LATER_DRAFT, paper.id), &paper_unknown);
    assert_null(paper_remove(work, DRAFT, paper.id));
    assert_ptr_equal(paper_find(work, paper.id, &paper), &paper_unknown);
    close_scene(scene);
}

static void papers_are_handed_in_with_their_draft(void **state) {
    struct scene *scene = open_scene(state);
    struct work *work = &scene->hall->work;
    const struct paper *papers;
    struct paper_ready ready;
    struct db_bytes content;
    int64_t id;

    assert_null(prepare(scene, text_file(pdf), "a.pdf", "", &ready));
    assert_null(paper_keep(work, of_draft, &ready, &id));
    drop_draft(scene, DRAFT);
    paper_move_to_matter(work, DRAFT, MATTER);
    assert_int_equal(paper_of_draft(work, DRAFT, &papers), 0);
    assert_int_equal(paper_of_matter(work, MATTER, &papers), 1);
    paper_open(work, &papers[0], &content);
    assert_int_equal(content.size, strlen(pdf));
    assert_memory_equal(content.data, pdf, content.size);
    assert_false(paper_is_of_own_draft(work, &papers[0]));
    assert_ptr_equal(paper_remove(work, LATER_DRAFT, id), &paper_unknown);
    assert_ptr_equal(paper_keep(work, of_draft, &ready, &id), &paper_no_draft);
    close_scene(scene);
}

/* ---- covered by the ledger ---- */

static bool is_same(struct db_bytes one, struct db_bytes other) {
    return one.size == other.size && memcmp(one.data, other.data, one.size) == 0;
}

static void what_is_handed_in_is_covered_as_it_lies_there(void **state) {
    struct scene *scene = open_scene(state);
    struct work *work = &scene->hall->work;
    const struct ledger_part_rows *rows;
    struct ledger_part cover;

    assert_null(send_file(scene, text_file(pdf), "a.pdf", ""));
    assert_null(send_file(scene, jpeg_of(arena_of(scene), 4, 3), "b.jpg", ""));
    assert_int_equal(paper_part.stretch(work, 0, &rows), 0); /* drafts are not covered */
    assert_int_equal(paper_move_to_matter(work, DRAFT, MATTER), 2);
    cover = paper_cover(work, MATTER);
    assert_int_equal(paper_part.stretch(work, 0, &rows), 1);
    assert_int_equal(rows[0].matter_id, MATTER);
    assert_true(is_same(rows[0].values, cover.values));
    assert_int_equal(paper_part.stretch(work, MATTER, &rows), 0);
    db_script(work, "UPDATE paper SET size_bytes = size_bytes + 1 WHERE kind = 'jpeg'");
    paper_part.stretch(work, 0, &rows);
    assert_false(is_same(rows[0].values, cover.values));
    close_scene(scene);
}

/* 41 matters of 50 papers: the 2000th row is the last of a matter, the next goes on. */
static void a_stretch_holds_whole_matters(void **state) {
    struct scene *scene = open_scene(state);
    struct work *work = &scene->hall->work;
    const struct ledger_part_rows *rows;

    db_script(work, "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n "
                    "WHERE i < 2049) INSERT INTO paper (town, id, draft_id, matter_id, "
                    "name, kind, size_bytes, digest, account_id, created_ms) SELECT "
                    "330109113, i + 1, 0, i / 50 + 1, '', 'pdf', 1, '', 7, 0 FROM n");
    assert_int_equal(paper_part.stretch(work, 0, &rows), 39);
    assert_true(is_same(rows[38].values, paper_cover(work, 39).values));
    assert_int_equal(paper_part.stretch(work, 39, &rows), 2);
    assert_true(is_same(rows[1].values, paper_cover(work, 41).values));
    close_scene(scene);
}

/* ---- sweeping ---- */

static void the_sweep_takes_only_what_nobody_had_for_a_day(void **state) {
    struct scene *scene = open_scene(state);
    struct work *work = &scene->hall->work;
    struct paper_ready ready;

    assert_null(send_file(scene, text_file(pdf), "kept.pdf", ""));
    assert_null(
        prepare(scene, jpeg_of(arena_of(scene), 4, 3), "rolled-back.jpg", "", &ready));
    assert_int_equal(paper_sweep(work), 0);
    work->now_ms += day_ms + 1000;
    assert_int_equal(paper_sweep(work), 1);
    assert_int_equal(stored_files(scene), 1);

    const struct paper paper = only_paper(scene);
    struct db_bytes content;

    paper_open(work, &paper, &content);
    assert_null(work->fault);
    close_scene(scene);
}

static void a_content_that_came_again_today_is_not_swept(void **state) {
    struct scene *scene = open_scene(state);
    struct paper_ready ready;

    assert_null(prepare(scene, text_file(pdf), "a.pdf", "", &ready));
    scene->hall->work.now_ms += day_ms + 1000;
    assert_null(prepare(scene, text_file(pdf), "a.pdf", "", &ready));
    assert_int_equal(paper_sweep(&scene->hall->work), 0);
    assert_int_equal(stored_files(scene), 1);
    close_scene(scene);
}

static void papers_go_with_their_draft(void **state) {
    struct scene *scene = open_scene(state);
    struct work *work = &scene->hall->work;
    const struct paper *papers;

    assert_null(send_file(scene, text_file(pdf), "a.pdf", ""));
    drop_draft(scene, DRAFT);
    work->now_ms += 2 * day_ms;
    assert_int_equal(paper_sweep(work), 0);
    assert_int_equal(paper_of_draft(work, DRAFT, &papers), 0);
    assert_int_equal(stored_files(scene), 1);
    work->now_ms += 2 * day_ms;
    assert_int_equal(paper_sweep(work), 1);
    assert_int_equal(stored_files(scene), 0);
    close_scene(scene);
}

static void what_the_power_cut_left_half_written_is_swept(void **state) {
    struct scene *scene = open_scene(state);
    struct work *work = &scene->hall->work;
    char path[1024];
    FILE *out;

    assert_null(send_file(scene, text_file(pdf), "a.pdf", ""));
    assert_int_equal(stored_files(scene), 1);
    snprintf(path, sizeof path, "%.*s/.new-7",
             (int)(strrchr(scene->found, '/') - scene->found), scene->found);
    out = fopen(path, "w");
    assert_non_null(out);
    fclose(out);
    work->now_ms = INT64_C(4102444800000);
    assert_int_equal(paper_sweep(work), 1);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(stored_files(scene), 1);
    close_scene(scene);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        BOTH(an_empty_file_is_refused),
        BOTH(ten_megabytes_are_taken_and_not_a_byte_more),
        BOTH(a_draft_takes_twenty_papers),
        BOTH(a_day_takes_so_many_uploads_also_of_what_is_removed),
        BOTH(a_paper_is_its_accounts_own),
        BOTH(papers_are_handed_in_with_their_draft),
        BOTH(what_is_handed_in_is_covered_as_it_lies_there),
        BOTH(a_stretch_holds_whole_matters),
        BOTH(the_sweep_takes_only_what_nobody_had_for_a_day),
        BOTH(a_content_that_came_again_today_is_not_swept),
        BOTH(papers_go_with_their_draft),
        BOTH(what_the_power_cut_left_half_written_is_swept),
    };

    return RUN_PAPER_TESTS(argc, argv, tests);
}
