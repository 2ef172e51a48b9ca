/* Databases in every state that an operator may have, on both kinds. */
#include "migrate.h"

#include <pthread.h>

#include "db_test.h"

static const struct migration three[] = {
    { 1, "house",
      "CREATE TABLE house (id BIGINT NOT NULL,"
      " CONSTRAINT house_key PRIMARY KEY (id));" },
    { 2, "room",
      "CREATE TABLE room (id BIGINT NOT NULL,"
      " CONSTRAINT room_key PRIMARY KEY (id))"
      " /*sqlite WITHOUT ROWID */;\n"
      "/*pg COMMENT ON TABLE room IS 'a room'; */" },
    { 4, "door", "ALTER TABLE room ADD COLUMN door TEXT NOT NULL DEFAULT '';" },
};

static const struct migration broken[] = {
    { 1, "house",
      "CREATE TABLE house (id BIGINT NOT NULL,"
      " CONSTRAINT house_key PRIMARY KEY (id));" },
    { 2, "room", "CREATE TABLE room (id BIGINT); CREATE TABLE room (id BIGINT);" },
};

static struct migration_set first(size_t count) {
    return (struct migration_set){ three, count };
}

static struct work open_empty(void **state) {
    need_database(state);
    return connect_to(state, WORK_WRITE);
}

static struct migrate_status look(struct work *work, struct migration_set set) {
    db_begin(work);
    const struct migrate_status status = migrate_status(work, set);

    assert_true(db_end(work, DB_KEPT));
    return status;
}

static void an_empty_database_gets_all_tables(void **state) {
    struct work work = open_empty(state);
    struct migrate_status status = look(&work, first(3));

    assert_int_equal(status.state, MIGRATE_EMPTY);
    assert_int_equal(status.missing, 3);
    assert_non_null(strstr(status.text, "haoban migrate"));
    status = migrate_apply(&work, first(3));
    assert_null(work.fault);
    assert_int_equal(status.state, MIGRATE_CURRENT);
    run_script(&work, "INSERT INTO room (id, door) VALUES (1, 'red')");
    assert_int_equal(look(&work, first(3)).state, MIGRATE_CURRENT);
    assert_int_equal(migrate_apply(&work, first(3)).state, MIGRATE_CURRENT);
    leave(&work);
}

static void an_older_database_gets_what_is_missing(void **state) {
    struct work work = open_empty(state);

    assert_int_equal(migrate_apply(&work, first(1)).state, MIGRATE_CURRENT);
    run_script(&work, "INSERT INTO house (id) VALUES (1)");
    const struct migrate_status status = look(&work, first(3));

    assert_int_equal(status.state, MIGRATE_OLDER);
    assert_int_equal(status.missing, 2);
    assert_non_null(strstr(status.text, "0002-room"));
    assert_int_equal(migrate_apply(&work, first(3)).state, MIGRATE_CURRENT);
    leave(&work);
}

static void a_newer_database_is_left_alone(void **state) {
    struct work work = open_empty(state);

    migrate_apply(&work, first(3));
    const struct migrate_status status = migrate_apply(&work, first(2));

    assert_int_equal(status.state, MIGRATE_NEWER);
    assert_non_null(strstr(status.text, "newer"));
    assert_null(work.fault);
    leave(&work);
}

static void another_programs_database_is_left_alone(void **state) {
    struct work work = open_empty(state);

    run_script(&work, "CREATE TABLE theirs (id BIGINT)");
    assert_int_equal(migrate_apply(&work, first(3)).state, MIGRATE_FOREIGN);
    run_script(&work, "DROP TABLE theirs");
    assert_int_equal(look(&work, first(3)).state, MIGRATE_EMPTY);
    leave(&work);
}

static void an_edited_migration_is_noticed(void **state) {
    struct work work = open_empty(state);
    struct migration edited[3];

    migrate_apply(&work, first(2));
    memcpy(edited, three, sizeof edited);
    edited[1].script = "CREATE TABLE room (number BIGINT NOT NULL);";
    const struct migrate_status status =
        migrate_apply(&work, (struct migration_set){ edited, 3 });

    assert_int_equal(status.state, MIGRATE_CHANGED);
    assert_non_null(strstr(status.text, "0002-room"));
    leave(&work);
}

static void a_migration_that_fails_leaves_those_before_it(void **state) {
    struct work work = open_empty(state);
    const struct migration_set set = { broken, 2 };

    assert_int_equal(migrate_apply(&work, set).state, MIGRATE_UNKNOWN);
    assert_non_null(strstr(work.fault, "0002-room: "));
    start_again(&work);
    assert_int_equal(look(&work, set).state, MIGRATE_OLDER);
    assert_int_equal(look(&work, set).missing, 1);
    leave(&work);
}

static void *apply_in_thread(void *state) {
    struct work work = connect_to(state, WORK_WRITE);
    const struct migrate_status status = migrate_apply(&work, first(3));
    void *const fine = status.state == MIGRATE_CURRENT ? state : NULL;

    leave(&work);
    return fine;
}

static void two_processes_apply_each_migration_once(void **state) {
    struct work work = open_empty(state);
    pthread_t threads[4];

    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, apply_in_thread, state), 0);
    for (size_t i = 0; i < 4; i++) {
        void *fine = NULL;

        pthread_join(threads[i], &fine);
        assert_non_null(fine);
    }
    leave(&work);
}

#define BOTH(function) cmocka_unit_test_setup(function, empty_database)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(an_empty_database_gets_all_tables),
        BOTH(an_older_database_gets_what_is_missing),
        BOTH(a_newer_database_is_left_alone),
        BOTH(another_programs_database_is_left_alone),
        BOTH(an_edited_migration_is_noticed),
        BOTH(a_migration_that_fails_leaves_those_before_it),
        BOTH(two_processes_apply_each_migration_once),
    };
    const int sqlite =
        cmocka_run_group_tests_name("SQLite", tests, set_up_sqlite, tear_down);

    return sqlite +
           cmocka_run_group_tests_name("PostgreSQL", tests, set_up_postgres, tear_down);
}
