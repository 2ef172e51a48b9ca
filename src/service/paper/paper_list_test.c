#include "paper_list.h"

#include "paper_forget.h"
#include "paper_picture.h"
#include "paper_reuse.h"
#include "paper_test.h"

static const struct item_paper asked[] = {
    { .situation = "", .name = "近期照片", .necessity = 2, .standard = "" },
    { .situation = "", .name = "身份证", .necessity = 1, .standard = "" },
    { .situation = "", .name = "户口簿", .necessity = 1, .exempt = 1, .standard = "" },
    { .situation = "代办", .name = "委托书", .necessity = 1, .standard = "" },
};
static const struct item_version version = { .papers = asked, .paper_count = 4 };

static struct paper given(const char *wanted, enum paper_source source, int64_t ms) {
    return (struct paper){
        .id = 1, .name = "", .wanted = wanted, .source = source, .created_ms = ms
    };
}

/* ---- the list ---- */

static void what_must_be_there_stands_first_and_is_missed(void **state) {
    struct arena *arena = arena_new();
    struct paper_checklist list;

    (void)state;
    paper_line_up(arena, &version, NULL, 0, NULL, 0, &list);
    assert_int_equal(list.count, 4);
    assert_string_equal(list.lines[0].name, "身份证");
    assert_int_equal(list.lines[0].standing, PAPER_MISSING);
    assert_int_equal(list.lines[1].standing, PAPER_ABSENT); /* 近期照片 */
    assert_int_equal(list.lines[2].standing, PAPER_EXEMPT); /* 户口簿 */
    assert_int_equal(list.lines[3].standing, PAPER_ABSENT); /* of a situation */
    assert_int_equal(list.lacking, 1);
    assert_string_equal(paper_say_lacking(arena, &list), "1. 身份证：没有交\n");
    arena_free(arena);
}

static void each_file_stands_with_its_paper_and_the_rest_last(void **state) {
    const struct paper papers[] = { given("身份证", PAPER_UPLOADED, 1),
                                    given("", PAPER_DECLARED, 1),
                                    given("身份证", PAPER_ORIGINAL_SEEN, 1),
                                    given("别的清单", PAPER_UPLOADED, 1) };
    struct arena *arena = arena_new();
    struct paper_checklist list;

    (void)state;
    paper_line_up(arena, &version, papers, 4, NULL, 0, &list);
    assert_int_equal(list.count, 5);
    assert_int_equal(list.lines[0].file_count, 2);
    assert_int_equal(list.lines[0].standing, PAPER_GIVEN);
    assert_int_equal(list.lines[0].source, PAPER_UPLOADED); /* the least trusted */
    assert_null(list.lines[4].asked);
    assert_int_equal(list.lines[4].file_count, 2);
    assert_int_equal(list.lacking, 0);
    arena_free(arena);
}

static void a_fault_lacks_until_something_new_comes(void **state) {
    const struct paper_mark marks[] = {
        { "委托书", MARK_GOOD, PAPER_ORIGINAL_SEEN, "", 10 },
        { "身份证", MARK_FAULTY, 0, "照片太暗", 10 },
    };
    const struct paper papers[] = { given("身份证", PAPER_UPLOADED, 5),
                                    given("身份证", PAPER_UPLOADED, 11) };
    struct arena *arena = arena_new();
    struct paper_checklist list;

    (void)state;
    paper_line_up(arena, &version, papers, 1, marks, 2, &list);
    assert_int_equal(list.lines[0].standing, PAPER_FAULTY);
    assert_string_equal(paper_say_lacking(arena, &list), "1. 身份证：照片太暗\n");
    assert_int_equal(list.lines[3].standing, PAPER_GOOD); /* it was on the counter */
    assert_string_equal(paper_grade(list.lines[3].source), "B");
    paper_line_up(arena, &version, papers, 2, marks, 2, &list);
    assert_int_equal(list.lines[0].standing, PAPER_GIVEN);
    assert_int_equal(list.lacking, 0);
    arena_free(arena);
}

static void a_content_that_a_virus_took_is_not_there(void **state) {
    struct paper infected = given("身份证", PAPER_UPLOADED, 1);
    struct arena *arena = arena_new();
    struct paper_checklist list;

    (void)state;
    infected.scan = SCAN_INFECTED;
    infected.removed_ms = 2;
    paper_line_up(arena, &version, &infected, 1, NULL, 0, &list);
    assert_int_equal(list.lines[0].standing, PAPER_MISSING);
    assert_ptr_equal(paper_may_open(&infected), &paper_removed);
    infected.removed_ms = 0;
    infected.scan = SCAN_WAITS;
    assert_ptr_equal(paper_may_open(&infected), &paper_unscanned);
    arena_free(arena);
}

/* ---- in the rows ---- */

/* A matter of a person and an item that asks for one paper of this name. */
static void add_matter(struct scene *scene, int64_t id, int64_t finished_ms,
                       int64_t days) {
    struct work *work = &scene->hall->work;

    db_script(work, arena_format(work->arena,
                                 "INSERT INTO item (town, id, code, version_id, state, "
                                 "filed_count, changed_ms) "
                                 "VALUES (%lld, %lld, 'c%lld', %lld, 1, 0, 0)",
                                 (long long)test_town, (long long)id, (long long)id,
                                 (long long)id));
    db_script(
        work,
        arena_format(
            work->arena,
            "INSERT INTO item_version (town, id, item_id, version, published_ms, "
            "code_scheme, base_code, name, main_name, short_name, daily_terms, "
            "type_code, "
            "type_name, department, department_id, area, level, kind, legal_count, "
            "legal_unit, promised_count, promised_unit, visits, visits_reason, "
            "conditions, "
            "fee_charged, fee_basis, result_name, result_kind, phone, complaint_phone, "
            "place, hours, scope, online_depth, promise, deferral, courier, booking, "
            "note, "
            "ways, targets, subjects, paper_days) VALUES (%lld, %lld, %lld, 1, 0, '', "
            "'', "
            "'', '', '', '', '', '', '', 0, '', 0, 0, 0, 1, 0, 1, 0, '', '', 0, '', '', "
            "'', "
            "'', '', '', '', '', 0, 0, 0, 0, 0, '', '', '', '', %lld)",
            (long long)test_town, (long long)id, (long long)id, (long long)days));
    db_script(
        work,
        arena_format(work->arena,
                     "INSERT INTO item_paper (town, version_id, ordinal, situation, "
                     "name, kind, form, "
                     "source, source_note, copies, size, necessity, standard, note, "
                     "exempt) VALUES "
                     "(%lld, %lld, 1, '', '身份证', 1, 1, 10, '', 1, '', 1, '', '', 0)",
                     (long long)test_town, (long long)id));
    db_script(
        work,
        arena_format(
            work->arena,
            "INSERT INTO matter (town, id, number, kind, state, title, person_id, phone, "
            "item_id, version_id, department_id, outlet_id, desk, owner_id, "
            "submitted_ms, "
            "received_ms, accepted_ms, decided_ms, finished_ms, due_ms, clock_days, "
            "answer, "
            "rated, head_ordinal, head_digest, changed_ms) VALUES (%lld, %lld, 'n%lld', "
            "'filing', 1, '老年证', 5, '', %lld, %lld, 0, 0, %d, 0, 0, 0, 0, 0, %lld, 0, "
            "0, "
            "'', 0, 0, '', 0)",
            (long long)test_town, (long long)id, (long long)id, (long long)id,
            (long long)id, finished_ms ? 0 : 1, (long long)finished_ms));
}

static struct scene *open_with_person(void **state) {
    struct scene *scene = open_scene(state);
    struct work *work = &scene->hall->work;

    db_script(
        work,
        arena_format(
            work->arena,
            "INSERT INTO person (town, id, kind, name, id_number, phone, id_digest, "
            "phone_digest, created_ms, changed_ms) VALUES (%lld, 5, 1, '', '', '', '', "
            "'', "
            "0, 0)",
            (long long)test_town));
    return scene;
}

static const struct refusal *give(struct scene *scene, int64_t matter_id,
                                  const char *wanted, int64_t *id) {
    struct paper_ready ready;

    assert_null(prepare(scene, text_file(pdf), "a.pdf", "", &ready));
    ready.wanted = wanted;
    return paper_keep(&scene->hall->work, (struct paper_place){ .matter_id = matter_id },
                      &ready, id);
}

static void a_paper_answers_only_to_what_the_item_asks_for(void **state) {
    struct scene *scene = open_with_person(state);
    struct work *work = &scene->hall->work;
    struct paper_checklist list;
    int64_t id;

    add_matter(scene, 301, 0, 0);
    assert_ptr_equal(give(scene, 301, "结婚证", &id), &paper_not_wanted);
    assert_null(give(scene, 301, "身份证", &id));
    paper_checklist(work, 301, 301, &list);
    assert_int_equal(list.lines[0].standing, PAPER_GIVEN);
    assert_int_equal(list.lines[0].files[0]->pages, 1);
    assert_ptr_equal(
        paper_keep_mark(work, 301, &(struct paper_mark){ "结婚证", MARK_GOOD, 2, "", 0 }),
        &paper_not_wanted);
    close_scene(scene);
}

static void a_mark_is_covered_and_a_fault_says_why(void **state) {
    struct scene *scene = open_with_person(state);
    struct work *work = &scene->hall->work;
    const struct ledger_part_rows *rows;
    struct ledger_part cover;
    struct paper_mark mark = { "身份证", MARK_FAULTY, 0, "", 0 };

    add_matter(scene, 301, 0, 0);
    assert_ptr_equal(paper_keep_mark(work, 301, &mark), &paper_no_reason);
    mark.reason = "看不清";
    assert_null(paper_keep_mark(work, 301, &mark));
    cover = paper_marks_cover(work, 301);
    assert_int_equal(paper_marks_part.stretch(work, 0, &rows), 1);
    assert_int_equal(rows[0].values.size, cover.values.size);
    assert_memory_equal(rows[0].values.data, cover.values.data, cover.values.size);
    db_script(work, "UPDATE paper_mark SET reason = '看得清'");
    paper_marks_part.stretch(work, 0, &rows);
    assert_memory_not_equal(rows[0].values.data, cover.values.data, cover.values.size);
    close_scene(scene);
}

/* ---- given before ---- */

static void a_paper_is_used_again_with_the_trust_that_it_has_won(void **state) {
    struct scene *scene = open_with_person(state);
    struct work *work = &scene->hall->work;
    const struct paper_place later = { .matter_id = 302 };
    const struct paper_before *before;
    struct paper again;
    int64_t id, reused;

    add_matter(scene, 301, 0, 0);
    add_matter(scene, 302, 0, 0);
    assert_null(give(scene, 301, "身份证", &id));
    assert_null(paper_keep_mark(
        work, 301,
        &(struct paper_mark){ "身份证", MARK_GOOD, PAPER_ORIGINAL_SEEN, "", 0 }));
    assert_int_equal(paper_given_before(work, 5, 302, &before), 1);
    assert_int_equal(paper_given_before(work, 5, 301, &before), 0);
    assert_int_equal(paper_given_before(work, 6, 302, &before), 0);
    assert_ptr_equal(paper_reuse(work, later, 6, id, &reused), &paper_unknown);
    assert_null(paper_reuse(work, later, 5, id, &reused));
    assert_null(paper_find(work, reused, &again));
    assert_true(again.reused_id == id);
    assert_int_equal(again.source, PAPER_ORIGINAL_SEEN);
    assert_int_equal(stored_files(scene), 1);
    assert_null(paper_keep_mark(
        work, 301, &(struct paper_mark){ "身份证", MARK_FAULTY, 0, "过期", 0 }));
    assert_int_equal(paper_given_before(work, 5, 302, &before), 0);
    close_scene(scene);
}

/* ---- the end of their days ---- */

static size_t over(struct scene *scene, const int64_t **ids) {
    return paper_over(&scene->hall->work, 0, ids);
}

static void contents_go_when_the_days_of_the_item_are_over(void **state) {
    struct scene *scene = open_with_person(state);
    struct work *work = &scene->hall->work;
    const int64_t ended = work->now_ms;
    const struct paper *papers;
    const int64_t *ids;
    int64_t id;

    add_matter(scene, 301, ended, 30); /* thirty days */
    add_matter(scene, 302, ended, -1); /* for ever */
    add_matter(scene, 303, ended, 0);  /* as long as the hall says */
    add_matter(scene, 304, 0, 1);      /* open */
    for (int64_t matter = 301; matter <= 304; matter++)
        assert_null(give(scene, matter, "身份证", &id));
    scene->config.integer[CONFIG_PAPER_DAYS] = 60;
    work->now_ms = ended + 30 * day_ms - 1;
    assert_int_equal(over(scene, &ids), 0);
    work->now_ms++;
    assert_int_equal(over(scene, &ids), 1);
    assert_true(ids[0] == 301);
    assert_int_equal(paper_forget(work, 301), 1);
    assert_int_equal(over(scene, &ids), 0);
    work->now_ms = ended + 60 * day_ms;
    assert_int_equal(over(scene, &ids), 1);
    scene->config.integer[CONFIG_PAPER_DAYS] = 0;
    assert_int_equal(over(scene, &ids), 0);
    assert_int_equal(paper_of_matter(work, 301, &papers), 1);
    assert_ptr_equal(paper_may_open(&papers[0]), &paper_removed);
    /* The same content is still another's. */
    work->now_ms += 2 * day_ms;
    paper_sweep(work);
    assert_int_equal(stored_files(scene), 1);
    close_scene(scene);
}

/* ---- looking ---- */

static void pages_are_for_who_opened_the_paper_lately(void **state) {
    struct scene *scene = open_with_person(state);
    struct work *work = &scene->hall->work;
    struct db_bytes picture;
    struct paper paper;
    int64_t id;

    add_matter(scene, 301, 0, 0);
    assert_null(give(scene, 301, "", &id));
    assert_null(paper_find(work, id, &paper));
    assert_ptr_equal(paper_may_read(work, &paper), &paper_not_opened);
    paper_begin_reading(work, &paper);
    assert_null(paper_may_read(work, &paper));
    act_as(scene, OTHER);
    assert_ptr_equal(paper_may_read(work, &paper), &paper_not_opened);
    act_as(scene, OWN);
    assert_null(paper_page(work, &paper, 1, PAPER_PAGE_SIDE, "仅供办理", &picture));
    assert_memory_equal(picture.data, "\xff\xd8\xff", 3);
    assert_ptr_equal(paper_page(work, &paper, 2, PAPER_PAGE_SIDE, "", &picture),
                     &paper_no_page);
    work->now_ms += PAPER_READING_MS + 1;
    assert_ptr_equal(paper_may_read(work, &paper), &paper_not_opened);
    close_scene(scene);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        BOTH(a_paper_answers_only_to_what_the_item_asks_for),
        BOTH(a_mark_is_covered_and_a_fault_says_why),
        BOTH(a_paper_is_used_again_with_the_trust_that_it_has_won),
        BOTH(contents_go_when_the_days_of_the_item_are_over),
        BOTH(pages_are_for_who_opened_the_paper_lately),
        cmocka_unit_test(what_must_be_there_stands_first_and_is_missed),
        cmocka_unit_test(each_file_stands_with_its_paper_and_the_rest_last),
        cmocka_unit_test(a_fault_lacks_until_something_new_comes),
        cmocka_unit_test(a_content_that_a_virus_took_is_not_there),
    };

    return RUN_PAPER_TESTS(argc, argv, tests);
}
