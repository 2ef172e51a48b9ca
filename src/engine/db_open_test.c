/* What needs no database: locations, and the two views of a script. */
#include "db_test.h"

#include "db_driver.h"

static void what_cannot_be_opened_says_why(void **state) {
    struct arena *arena = arena_new();
    const char *why = NULL;

    (void)state;
    assert_null(db_open("sqlite:/nowhere/town.db", WORK_WRITE, arena, &why));
    assert_non_null(strstr(why, "cannot be opened"));
    assert_null(db_open("sqlite:/tmp/no-such-town.db", WORK_READ, arena, &why));
    assert_non_null(strstr(why, "haoban migrate"));
    assert_null(db_open("postgresql://127.0.0.1:1/none", WORK_READ, arena, &why));
    assert_non_null(strstr(why, "refused"));
    assert_null(db_open("mysql://", WORK_READ, arena, &why));
    assert_non_null(strstr(why, "write sqlite:PATH"));
    assert_int_equal(db_location_kind("postgres://x"), DB_POSTGRES);
    assert_int_equal(db_location_kind("sqlite::memory:"), DB_SQLITE);
    assert_int_equal(db_location_kind("/tmp/town.db"), -1);
    arena_free(arena);
}

static void a_script_shows_each_database_its_own_marks(void **state) {
    struct arena *arena = arena_new();
    static const char script[] = "a /*pg b */ c /*sqlite d */ e /* f */";

    (void)state;
    assert_string_equal(db_dialect(arena, script, DB_POSTGRES),
                        "a      b    c /*sqlite d */ e /* f */");
    assert_string_equal(db_dialect(arena, script, DB_SQLITE),
                        "a /*pg b */ c          d    e /* f */");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_opened_says_why),
        cmocka_unit_test(a_script_shows_each_database_its_own_marks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
