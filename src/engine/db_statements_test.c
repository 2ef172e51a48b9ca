/* The program's own schema and statements, on both databases. */
#include "db_test.h"

#include "migrate.h"

static void every_statement_fits_both_databases(void **state) {
    need_database(state);
    struct work work = connect_to(state, WORK_WRITE);

    assert_int_equal(migrate_apply(&work, migrate_built_in()).state, MIGRATE_CURRENT);
    db_check_statements(&work);
    if (work.fault)
        fail_msg("%s", work.fault);
    leave(&work);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_statement_fits_both_databases, empty_database),
    };
    const int sqlite =
        cmocka_run_group_tests_name("SQLite", tests, set_up_sqlite, tear_down);

    return sqlite +
           cmocka_run_group_tests_name("PostgreSQL", tests, set_up_postgres, tear_down);
}
