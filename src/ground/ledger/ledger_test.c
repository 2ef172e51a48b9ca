/* Events of before and after rows were covered, on both databases; the part is made up.
 */
#include "ledger.h"

#include "house_test.h"

#include "civil.h"
#include "ledger.sql.h"
#include "ledger_digest.h"

enum { MATTER = 5 };

static const struct ledger_row row = { .number = "330109113202611230000012",
                                       .kind = "request",
                                       .title = "老年优待证",
                                       .answer = "",
                                       .state = 1,
                                       .desk = 1,
                                       .person_id = 3,
                                       .due_ms = 7000 };

static struct db_bytes colour; /* of the lamp, the part; shared: by one thread's tests */

static size_t read_lamp(struct work *work, int64_t after_id,
                        const struct ledger_part_rows **rows) {
    struct ledger_part_rows *made = arena_alloc(work->arena, sizeof *made);

    *made = (struct ledger_part_rows){ MATTER, colour };
    *rows = made;
    return after_id < MATTER && colour.size > 0;
}

static const struct ledger_part_kind lamp = { "lamp", read_lamp };
static const struct ledger_part_kind *const lamps[] = { &lamp, NULL };

static struct db_bytes bytes_of(const char *text) {
    return (struct db_bytes){ text, strlen(text) };
}

static struct hall *open_with_matter(void **state) {
    struct hall *hall = hall_open(state);

    colour = (struct db_bytes){ NULL, 0 };
    hall->work.now_ms = civil_moment_ms(20261123, 9 * 60);
    db_script(&hall->work, "INSERT INTO person (town, id, kind, name, id_number, phone, "
                           "id_digest, phone_digest, created_ms, changed_ms) VALUES "
                           "(330109113, 3, 1, '', '', '', '', '', 0, 0)");
    db_script(
        &hall->work,
        "INSERT INTO matter (town, id, number, kind, state, title, person_id, phone, "
        "item_id, version_id, department_id, outlet_id, desk, stage, owner_id, "
        "submitted_ms, received_ms, accepted_ms, decided_ms, finished_ms, due_ms, "
        "clock_days, answer, rated, head_ordinal, head_digest, changed_ms) VALUES "
        "(330109113, 5, '330109113202611230000012', 'request', 1, '老年优待证', 3, '', "
        "0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7000, 0, '', 0, 0, '', 0)");
    return hall;
}

static void keep_head(struct hall *hall) {
    db_script(&hall->work,
              "UPDATE matter SET head_ordinal = (SELECT max(ordinal) FROM event), "
              "head_digest = (SELECT digest FROM event ORDER BY ordinal DESC LIMIT 1)");
}

/* As events were written before rows were covered. */
static void append_old(struct hall *hall, struct ledger_head *head) {
    const struct ledger_event event = { .ordinal = head->ordinal + 1,
                                        .verb = "submit",
                                        .to_state = 1,
                                        .actor_name = "",
                                        .note = "",
                                        .at_ms = hall->work.now_ms };
    const struct ledger_cover none = { .part = "" };
    uint8_t digest[LEDGER_DIGEST_SIZE];

    ledger_digest_event(hall->work.arena, hall->work.town, MATTER, &event, &none,
                        head->digest, digest);
    sql_ledger_add(&hall->work, .matter_id = MATTER, .ordinal = event.ordinal,
                   .verb = event.verb, .from_state = 0, .to_state = 1, .actor_id = 0,
                   .actor_name = "", .note = "", .before = { head->digest, 32 },
                   .covers = none.row, .part = "", .part_digest = none.part_digest,
                   .digest = { digest, 32 });
    head->ordinal++;
    memcpy(head->digest, digest, sizeof digest);
    keep_head(hall);
}

static void append(struct hall *hall, struct ledger_head *head, struct ledger_part part) {
    ledger_append(&hall->work, MATTER, head,
                  &(struct ledger_entry){ "remark", 1, 1, "", row, part });
    keep_head(hall);
}

static struct ledger_report verify(struct hall *hall) {
    struct ledger_report report;

    ledger_verify(&hall->work, lamps, &report);
    return report;
}

static void an_old_event_covers_nothing_and_stays_good(void **state) {
    struct hall *hall = open_with_matter(state);
    struct ledger_head head = { 0 };

    append_old(hall, &head);
    colour = bytes_of("red"); /* a row of before, of which no event tells */
    assert_true(verify(hall).broken_matter == 0);
    assert_int_equal(verify(hall).uncovered, 1);
    db_script(&hall->work, "UPDATE matter SET due_ms = 8000");
    assert_true(verify(hall).broken_matter == 0);
    hall_close(hall);
}

static void the_next_event_covers_the_row(void **state) {
    struct hall *hall = open_with_matter(state);
    struct ledger_head head = { 0 };

    append_old(hall, &head);
    append(hall, &head, (struct ledger_part){ 0 });
    assert_true(verify(hall).broken_matter == 0);
    assert_int_equal(verify(hall).uncovered, 0);
    db_script(&hall->work, "UPDATE matter SET due_ms = 8000");
    assert_true(verify(hall).broken_matter == MATTER);
    assert_string_equal(verify(hall).broken_part, "matter");
    hall_close(hall);
}

static void a_part_is_what_its_last_event_left(void **state) {
    struct hall *hall = open_with_matter(state);
    struct ledger_head head = { 0 };

    append(hall, &head, (struct ledger_part){ "lamp", bytes_of("red") });
    append(hall, &head, (struct ledger_part){ "lamp", bytes_of("green") });
    append(hall, &head, (struct ledger_part){ 0 });
    colour = bytes_of("green");
    assert_true(verify(hall).broken_matter == 0);
    colour = bytes_of("red");
    assert_string_equal(verify(hall).broken_part, "lamp");
    colour = (struct db_bytes){ NULL, 0 };
    assert_string_equal(verify(hall).broken_part, "lamp"); /* it is gone */
    hall_close(hall);
}

static void a_part_of_which_no_event_tells_is_found(void **state) {
    struct hall *hall = open_with_matter(state);
    struct ledger_head head = { 0 };

    append(hall, &head, (struct ledger_part){ 0 });
    assert_true(verify(hall).broken_matter == 0);
    colour = bytes_of("red");
    assert_true(verify(hall).broken_matter == MATTER);
    assert_string_equal(verify(hall).broken_part, "lamp");
    hall_close(hall);
}

static void what_an_event_covers_is_part_of_its_digest(void **state) {
    static const char *const tampers[] = {
        "UPDATE event SET covers = ''",
        "UPDATE event SET covers = digest",
        "UPDATE event SET part = 'lamb'",
        "UPDATE event SET part = '', part_digest = ''",
        "UPDATE event SET part_digest = digest",
    };
    struct hall *hall = open_with_matter(state);
    struct ledger_head head = { 0 };

    append(hall, &head, (struct ledger_part){ "lamp", bytes_of("red") });
    colour = bytes_of("red");
    assert_true(verify(hall).broken_matter == 0);
    hall_end(hall, 1);
    for (size_t i = 0; i < sizeof tampers / sizeof *tampers; i++) {
        hall_begin(hall);
        db_script(&hall->work, tampers[i]);
        assert_int_equal(verify(hall).broken_ordinal, 1);
        hall_end(hall, 0);
    }
    hall_begin(hall);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(an_old_event_covers_nothing_and_stays_good),
        BOTH(the_next_event_covers_the_row),
        BOTH(a_part_is_what_its_last_event_left),
        BOTH(a_part_of_which_no_event_tells_is_found),
        BOTH(what_an_event_covers_is_part_of_its_digest),
    };

    return RUN_ON_BOTH(tests);
}
