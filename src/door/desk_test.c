/* The inbox: each tab goes on page by page, in the order in which things are due. */
#include "desk.h"

#include "filing_test.h"

enum { FILED = 12 };

static const struct desk_tab *tab_named(const char *name) {
    for (size_t i = 0; i < desk_tab_count; i++)
        if (strcmp(desk_tabs[i].name, name) == 0)
            return &desk_tabs[i];
    fail_msg("there is no tab %s", name);
    return NULL;
}

/* Of three that come in on a day one stays, one is received, one accepted. */
static struct hall *open_busy(void **state) {
    struct hall *hall = open_with_item(state);

    for (int i = 0; i < FILED; i++) {
        struct matter matter = file(hall, FILING_ONLINE);

        act_as(hall, RIGHT_INTAKE | RIGHT_MANAGE, DEPARTMENT);
        if (i % 3 > 0)
            assert_null(act(hall, &matter, "receive", ""));
        if (i % 3 > 1)
            assert_null(act(hall, &matter, "accept", ""));
        hall->work.now_ms += 7 * 3600000LL;
    }
    return hall;
}

/* Reads a tab in pages of three and says how many rows it has; the order is looked at. */
static size_t read_through(struct hall *hall, const char *name) {
    struct matter_cursor after = { 0, 0 };
    struct desk_rows rows;
    size_t count = 0;

    do {
        desk_read(&hall->work, tab_named(name), after, 3, &rows);
        for (size_t i = 0; i < rows.count; i++) {
            assert_true(
                rows.line[i].due_ms > after.due_ms ||
                (rows.line[i].due_ms == after.due_ms && rows.line[i].id > after.id));
            after = (struct matter_cursor){ rows.line[i].due_ms, rows.line[i].id };
        }
        count += rows.count;
        assert_true(rows.count == 3 || !rows.next[0]);
        if (rows.next[0])
            assert_null(matter_read_cursor(rows.next, &after));
    } while (rows.next[0]);
    return count;
}

static void each_tab_is_a_list_of_its_own(void **state) {
    struct hall *hall = open_busy(state);

    assert_int_equal(read_through(hall, "all"), FILED);
    assert_int_equal(read_through(hall, "receive"), FILED / 3);
    assert_int_equal(read_through(hall, "accept"), FILED / 3);
    assert_int_equal(read_through(hall, "review"), FILED / 3);
    assert_int_equal(read_through(hall, "deliver"), 0);
    hall_close(hall);
}

static void rights_bound_what_a_tab_shows(void **state) {
    struct hall *hall = open_busy(state);

    act_as(hall, RIGHT_INTAKE, DEPARTMENT);
    assert_int_equal(read_through(hall, "all"), 2 * FILED / 3);
    act_as(hall, RIGHT_REVIEW, OTHER_DEPARTMENT);
    assert_int_equal(read_through(hall, "review"), 0);
    act_as(hall, RIGHT_REVIEW, 0); /* the item of the tests has no department */
    assert_int_equal(read_through(hall, "review"), FILED / 3);
    hall_close(hall);
}

static void a_full_last_page_has_no_next(void **state) {
    struct hall *hall = open_busy(state);
    struct desk_rows rows;

    desk_read(&hall->work, tab_named("receive"), (struct matter_cursor){ 0, 0 },
              FILED / 3, &rows);
    assert_int_equal(rows.count, FILED / 3);
    assert_string_equal(rows.next, "");
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(each_tab_is_a_list_of_its_own),
        BOTH(rights_bound_what_a_tab_shows),
        BOTH(a_full_last_page_has_no_next),
    };

    return RUN_ON_BOTH(tests);
}
