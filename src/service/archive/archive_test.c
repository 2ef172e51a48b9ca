#include "archive.h"

#include "filing_test.h"

#include "archive_check.h"
#include "filing_correct.h"
#include "filing_cover.h"
#include "letter.h"
#include "rating.h"

const struct flow *const matter_flows[] = { &filing_flow, NULL };
const struct ledger_part_kind *const door_parts[] = {
    &filing_part, &letter_part, &rating_part, &matter_correct_part, &archive_part, NULL,
};

static struct matter file_and_withdraw(struct hall *hall) {
    struct matter matter = file(hall, FILING_ONLINE);

    act_as_resident(hall, matter.person_id);
    assert_null(act(hall, &matter, "withdraw", ""));
    act_as(hall, RIGHT_INTAKE, 0);
    return matter;
}

/* A file that nobody else sees. */
static int new_file(void) {
    char path[] = "/tmp/haoban-archive-XXXXXX";
    const int made = mkstemp(path);

    assert_true(made >= 0);
    unlink(path);
    return made;
}

static struct archive archive_into(struct hall *hall) {
    return (struct archive){ .arena = hall->work.arena, .file = new_file() };
}

static struct archive begin(struct hall *hall, const struct matter *matter) {
    struct archive archive = archive_into(hall);

    assert_null(archive_begin(&hall->work, matter->number, &archive));
    return archive;
}

static size_t findings(struct hall *hall, const struct archive *archive) {
    struct archive_verdict *verdict = arena_alloc(hall->work.arena, sizeof *verdict);

    archive_check(hall->work.arena, archive->file, verdict);
    for (size_t i = 0; i < verdict->finding_count; i++)
        print_message("%s: %s\n", verdict->finding[i].file, verdict->finding[i].text);
    return verdict->finding_count;
}

static void only_what_is_over_is_archived(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file(hall, FILING_ONLINE);
    struct archive archive = archive_into(hall);

    act_as(hall, RIGHT_INTAKE, 0);
    assert_ptr_equal(archive_begin(&hall->work, matter.number, &archive),
                     &archive_not_over);
    close(archive.file);
    hall_close(hall);
}

static void a_reviewer_and_another_office_may_not(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file_and_withdraw(hall);
    struct archive archive = archive_into(hall);

    act_as(hall, RIGHT_REVIEW, matter.department_id);
    assert_ptr_equal(archive_begin(&hall->work, matter.number, &archive),
                     &matter_forbidden);
    act_as(hall, RIGHT_APPROVE, OTHER_DEPARTMENT);
    assert_ptr_equal(archive_begin(&hall->work, matter.number, &archive),
                     &matter_unknown);
    act_as(hall, RIGHT_APPROVE, matter.department_id);
    assert_null(archive_begin(&hall->work, matter.number, &archive));
    close(archive.file);
    hall_close(hall);
}

static void the_staff_sees_no_rating(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file_and_withdraw(hall);
    struct archive archive = archive_into(hall);

    assert_null(rating_give(&hall->work, &matter,
                            &(struct rating){ 1, "", "慢", RATING_ONLINE }));
    assert_ptr_equal(archive_begin(&hall->work, matter.number, &archive), &archive_rated);
    act_as(hall, RIGHT_MANAGE, 0);
    assert_null(archive_begin(&hall->work, matter.number, &archive));
    close(archive.file);
    hall_close(hall);
}

static void an_archive_proves_itself(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file_and_withdraw(hall);
    struct archive archive = begin(hall, &matter);
    struct matter after;

    assert_null(archive_finish(&hall->work, &archive));
    assert_true(archive.size_bytes > 0);
    assert_int_equal(findings(hall, &archive), 0);
    assert_null(matter_find(&hall->work, matter.number, &after));
    assert_true(after.archived_ms == hall->work.now_ms);
    assert_true(after.head.ordinal == matter.head.ordinal + 1);
    close(archive.file);
    hall_close(hall);
}

static void it_is_recorded_anew_when_the_work_runs_again(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file_and_withdraw(hall);
    struct archive archive = begin(hall, &matter);

    hall_end(hall, 1);
    hall_begin(hall);
    assert_null(archive_finish(&hall->work, &archive));
    hall_end(hall, 0); /* the commit was lost */
    hall_begin(hall);
    hall->work.now_ms += 1000;
    assert_null(archive_finish(&hall->work, &archive));
    assert_int_equal(findings(hall, &archive), 0);
    close(archive.file);
    hall_close(hall);
}

static void what_happened_meanwhile_is_not_left_out(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file_and_withdraw(hall);
    struct archive archive = begin(hall, &matter);

    assert_null(matter_record(&hall->work, &matter, "remark", ""));
    assert_ptr_equal(archive_finish(&hall->work, &archive), &archive_changed);
    close(archive.file);
    hall_close(hall);
}

static void both_lists_know_it(void **state) {
    struct hall *hall = open_with_item(state);
    struct matter matter = file_and_withdraw(hall);
    struct archive archive = begin(hall, &matter);
    const struct archive_cursor start = { 0 };
    const struct archive_line *lines;

    assert_int_equal(archive_list_due(&hall->work, start, 10, &lines), 1);
    assert_string_equal(lines[0].number, matter.number);
    assert_int_equal(archive_list_made(&hall->work, start, 10, &lines), 0);
    assert_null(archive_finish(&hall->work, &archive));
    assert_int_equal(archive_list_due(&hall->work, start, 10, &lines), 0);
    assert_int_equal(archive_list_made(&hall->work, start, 10, &lines), 1);
    assert_int_equal(
        archive_list_made(&hall->work,
                          (struct archive_cursor){ lines[0].at_ms, lines[0].matter_id,
                                                   lines[0].ordinal },
                          10, &lines),
        0);
    close(archive.file);
    hall_close(hall);
}

static void archives_and_corrections_are_covered(void **state) {
    static const struct {
        const char *tamper, *part;
    } tries[] = {
        { "UPDATE archive SET digest = ''", "archives" },
        { "UPDATE archive SET account_id = 1", "archives" },
        { "DELETE FROM archive", "archives" },
        { "UPDATE correction SET was = 'x'", "corrections" },
        { "UPDATE correction SET corrects = 2", "corrections" },
        { "UPDATE correction SET reason = ''", "corrections" },
        { "DELETE FROM correction", "corrections" },
    };
    struct hall *hall = open_with_item(state);
    struct matter matter = file_and_withdraw(hall);
    struct ledger_report report;
    struct archive archive;

    act_as(hall, RIGHT_MANAGE, 0);
    assert_null(filing_correct(&hall->work, &matter,
                               &(struct matter_correction){ 1, "甲", "乙", "写错", 0 }));
    archive = begin(hall, &matter);
    assert_null(archive_finish(&hall->work, &archive));
    assert_int_equal(findings(hall, &archive), 0);
    ledger_verify(&hall->work, door_parts, &report);
    assert_true(report.broken_matter == 0);
    hall_end(hall, 1);
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        hall_begin(hall);
        db_script(&hall->work, tries[i].tamper);
        ledger_verify(&hall->work, door_parts, &report);
        assert_true(report.broken_matter == matter.id);
        assert_string_equal(report.broken_part, tries[i].part);
        hall_end(hall, 0);
    }
    close(archive.file);
    hall_begin(hall);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(only_what_is_over_is_archived),
        BOTH(a_reviewer_and_another_office_may_not),
        BOTH(the_staff_sees_no_rating),
        BOTH(an_archive_proves_itself),
        BOTH(it_is_recorded_anew_when_the_work_runs_again),
        BOTH(what_happened_meanwhile_is_not_left_out),
        BOTH(both_lists_know_it),
        BOTH(archives_and_corrections_are_covered),
    };

    return RUN_ON_BOTH(tests);
}
