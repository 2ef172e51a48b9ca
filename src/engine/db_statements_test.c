/* The program's own schema and statements, on both databases. */
#include "db_test.h"

#include <sqlite3.h>

#include "migrate.h"

static void make_tables(struct work *work) {
    assert_int_equal(migrate_apply(work, migrate_built_in()).state, MIGRATE_CURRENT);
}

static void every_statement_fits_both_databases(void **state) {
    need_database(state);
    struct work work = connect_to(state, WORK_WRITE);

    make_tables(&work);
    db_check_statements(&work);
    if (work.fault)
        fail_msg("%s", work.fault);
    leave(&work);
}

/* ---- plans ---- */

/* Those that walk a whole table or sort what they found: what is short stays so, and
 * what is long has an index. */
static const struct {
    const char *statement, *because;
} walking[] = {
    { "calendar.all", "a few hundred days" },
    { "calendar.forget", "likewise, once a year" },
    { "place.towns", "one row for each town" },
    { "place.departments", "some dozen, read once" },
    { "deputy.colleagues", "the town's staff, read once" },
    { "bundle.all", "some dozen" },
    { "drift.sources", "a handful" },
    { "drift.counts", "six groups of one comparison" },
    { "item.directory", "the values of one directory" },
    { "guide.evidence", "bounded as it is kept" },
    { "matter.pressed", "few at a time, whatever else runs" },
    { "matter.stopped", "likewise" },
    { "matter_agent.holding", "the agents of one matter" },
    { "matter_hand.given_away", "of one moment only: the index has the rest" },
    { "message.counts", "of one day only: likewise" },
    { "message.unread", "counts no further than its limit" },
    { "message.bad", "likewise" },
};

static bool may_walk(const char *statement) {
    for (size_t i = 0; i < sizeof walking / sizeof *walking; i++)
        if (strcmp(walking[i].statement, statement) == 0)
            return true;
    return false;
}

static bool is_a_walk(const char *step) {
    return strncmp(step, "SCAN ", 5) == 0 || strstr(step, "TEMP B-TREE") ||
           strstr(step, "AUTOMATIC");
}

/* The first step of its plan that walks or sorts, in the arena; NULL none does. */
static const char *walk_of(sqlite3 *file, struct arena *arena, const char *sql) {
    const char *const asked = arena_format(arena, "EXPLAIN QUERY PLAN %s", sql);
    const char *walk = NULL;
    sqlite3_stmt *plan;

    if (sqlite3_prepare_v2(file, asked, -1, &plan, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(file));
    while (!walk && sqlite3_step(plan) == SQLITE_ROW) {
        const char *const step = (const char *)sqlite3_column_text(plan, 3);

        if (is_a_walk(step))
            walk = arena_copy(arena, step);
    }
    sqlite3_finalize(plan);
    return walk;
}

/* Once, an index that came for one list made two others walk all that was due: those are
 * here because they have to sort. */
static void a_statement_goes_by_an_index_unless_its_table_is_short(void **state) {
    const struct place *place = *state;
    struct work work = connect_to(state, WORK_WRITE);
    sqlite3 *file;

    make_tables(&work);
    assert_int_equal(sqlite3_open(place->location + strlen("sqlite:"), &file), SQLITE_OK);
    for (int i = 0; i < db_statement_count; i++) {
        const char *const walk = walk_of(file, work.arena, db_statements[i]->sqlite);

        if (!!walk != may_walk(db_statements[i]->name))
            fail_msg("%s: %s", db_statements[i]->name,
                     walk ? walk : "goes by an index: it need not be listed");
    }
    sqlite3_close(file);
    leave(&work);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_statement_fits_both_databases, empty_database),
    };
    const struct CMUnitTest of_sqlite[] = {
        cmocka_unit_test_setup(every_statement_fits_both_databases, empty_database),
        cmocka_unit_test_setup(a_statement_goes_by_an_index_unless_its_table_is_short,
                               empty_database),
    };
    const int sqlite =
        cmocka_run_group_tests_name("SQLite", of_sqlite, set_up_sqlite, tear_down);

    return sqlite +
           cmocka_run_group_tests_name("PostgreSQL", tests, set_up_postgres, tear_down);
}
