/* The same sentences about both databases. */
#include "db_test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

static const char probe_schema[] =
    "CREATE TABLE probe (\n"
    "    town   BIGINT  NOT NULL,\n"
    "    id     BIGINT  NOT NULL,\n"
    "    small  INTEGER NOT NULL,\n"
    "    name   TEXT    NOT NULL,\n"
    "    bytes  BYTEA   NOT NULL,\n"
    "    CONSTRAINT probe_key PRIMARY KEY (town, id),\n"
    "    CONSTRAINT probe_name_once UNIQUE (town, name),\n"
    "    CONSTRAINT probe_small_bound CHECK (small < 1000000)\n"
    ")";

struct probe {
    int64_t id;
    int64_t small;
    const char *name;
    struct db_bytes bytes;
};

#define PLACE(type, member)                                                              \
    { #member, type, offsetof(struct probe, member) }

static const struct db_place probe_columns[] = {
    PLACE(DB_INTEGER, id),
    PLACE(DB_INTEGER, small),
    PLACE(DB_TEXT, name),
    PLACE(DB_BYTES, bytes),
};

static const struct db_parameter probe_parameters[] = {
    { DB_FROM_TOWN, { "town", DB_INTEGER, 0 } },
    { DB_FROM_STRUCT, PLACE(DB_INTEGER, id) },
    { DB_FROM_STRUCT, PLACE(DB_INTEGER, small) },
    { DB_FROM_STRUCT, PLACE(DB_TEXT, name) },
    { DB_FROM_STRUCT, PLACE(DB_BYTES, bytes) },
};

/* Indexes far above those of the program, so that both may live on a connection. */
enum { INSERT = 3000, ADD, FIND, LIST, BUMP, COUNT_UP };

static const struct db_statement insert = {
    .index = INSERT,
    .name = "probe.insert",
    .writes = true,
    .sqlite = "INSERT INTO probe (town, id, small, name, bytes)"
              " VALUES (?1, ?2, ?3, ?4, ?5)",
    .postgres = "INSERT INTO probe (town, id, small, name, bytes)"
                " VALUES ($1, $2, $3, $4, $5)",
    .parameter_count = 5,
    .parameters = probe_parameters,
};

/* As sqlc writes an INSERT of one row: it may wait for the next statement. */
static const struct db_statement add = {
    .index = ADD,
    .name = "probe.add",
    .writes = true,
    .adds_one = true,
    .sqlite = "INSERT INTO probe (town, id, small, name, bytes)"
              " VALUES (?1, ?2, ?3, ?4, ?5)",
    .postgres = "INSERT INTO probe (town, id, small, name, bytes)"
                " VALUES ($1, $2, $3, $4, $5)",
    .parameter_count = 5,
    .parameters = probe_parameters,
};

static const struct db_statement find = {
    .index = FIND,
    .name = "probe.find",
    .sqlite = "SELECT id, small, name, bytes FROM probe WHERE town = ?1 AND id = ?2",
    .postgres = "SELECT id, small, name, bytes FROM probe WHERE town = $1 AND id = $2",
    .parameter_count = 2,
    .parameters = probe_parameters,
    .column_count = 4,
    .columns = probe_columns,
    .row_size = sizeof(struct probe),
};

static const struct db_statement list = {
    .index = LIST,
    .name = "probe.list",
    .sqlite = "SELECT id, small, name, bytes FROM probe WHERE town = ?1"
              " AND (?2 = 0 OR id = ?2) ORDER BY id LIMIT 1000",
    .postgres = "SELECT id, small, name, bytes FROM probe WHERE town = $1"
                " AND ($2 = 0 OR id = $2) ORDER BY id LIMIT 1000",
    .parameter_count = 2,
    .parameters = probe_parameters,
    .column_count = 4,
    .columns = probe_columns,
    .row_size = sizeof(struct probe),
};

static const struct db_statement bump = {
    .index = BUMP,
    .name = "probe.bump",
    .writes = true,
    .sqlite = "UPDATE probe SET small = small + 1 WHERE town = ?1 AND id = ?2"
              " RETURNING id, small, name, bytes",
    .postgres = "UPDATE probe SET small = small + 1 WHERE town = $1 AND id = $2"
                " RETURNING id, small, name, bytes",
    .parameter_count = 2,
    .parameters = probe_parameters,
    .column_count = 4,
    .columns = probe_columns,
    .row_size = sizeof(struct probe),
};

#define COUNT_UP_TEXT(mark)                                                              \
    "WITH RECURSIVE n (id) AS (SELECT CAST(1 AS BIGINT) UNION ALL"                       \
    " SELECT id + 1 FROM n WHERE id < " mark ") SELECT id FROM n"

static const struct db_statement count_up = {
    .index = COUNT_UP,
    .name = "probe.count_up",
    .sqlite = COUNT_UP_TEXT("?1"),
    .postgres = COUNT_UP_TEXT("$1"),
    .parameter_count = 1,
    .parameters = probe_parameters + 1,
    .column_count = 1,
    .columns = probe_columns,
    .row_size = sizeof(struct probe),
};

static const struct db_statement shout = {
    .index = -1,
    .name = "probe.shout",
    .writes = true,
    .sqlite = "DELETE FROM nowhere",
    .postgres = "DELETE FROM nowhere",
};

static struct probe probe_of(int64_t id, const char *name) {
    return (struct probe){ .id = id, .small = 7, .name = name, .bytes = { "", 0 } };
}

static void insert_probe(struct work *work, int64_t id, const char *name) {
    const struct probe probe = probe_of(id, name);

    db_run(work, &insert, &probe);
}

static bool is_there(struct work *work, int64_t id) {
    struct probe row;
    const struct probe key = { .id = id };

    return db_one(work, &find, &key, &row);
}

/* A writer on a database with the table. */
static struct work open_probe(void **state) {
    need_database(state);
    struct work work = connect_to(state, WORK_WRITE);

    run_script(&work, probe_schema);
    return work;
}

/* ---- values ---- */

static void values_come_back_as_they_were(void **state) {
    static const char zeroes[] = { 0, 1, 0, (char)0xff, 0 };
    static const struct probe samples[] = {
        { INT64_MIN, -2147483647 - 1, "", { NULL, 0 } },
        { INT64_MAX, 999999, "𠮷野家𪚥", { zeroes, sizeof zeroes } },
        { 0, 0, "it's \\ \"quoted\"; DROP TABLE probe; --\n\t%_", { zeroes, 1 } },
    };
    struct work work = open_probe(state);

    db_begin(&work);
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct probe row;

        assert_int_equal(db_run(&work, &insert, &samples[i]), 1);
        assert_true(db_one(&work, &find, &samples[i], &row));
        assert_true(row.id == samples[i].id);
        assert_true(row.small == samples[i].small);
        assert_string_equal(row.name, samples[i].name);
        assert_int_equal(row.bytes.size, samples[i].bytes.size);
        if (row.bytes.size > 0)
            assert_memory_equal(row.bytes.data, samples[i].bytes.data, row.bytes.size);
    }
    assert_null(work.fault);
    assert_true(db_end(&work, DB_KEPT));
    leave(&work);
}

static void a_large_id_may_be_compared_with_zero_first(void **state) {
    struct work work = open_probe(state);
    struct probe *rows;
    struct probe key = { .id = 7000000000000000000 };

    db_begin(&work);
    insert_probe(&work, key.id, "large");
    insert_probe(&work, 1, "one");
    assert_int_equal(db_many(&work, &list, &key, &rows), 1);
    assert_string_equal(rows[0].name, "large");
    key.id = 0;
    assert_int_equal(db_many(&work, &list, &key, &rows), 2);
    assert_string_equal(rows[0].name, "one");
    assert_true(db_end(&work, DB_KEPT));
    leave(&work);
}

static void without_a_row_everything_is_empty_and_nothing_is_null(void **state) {
    struct work work = open_probe(state);
    struct probe row, *rows, key = { .id = 5 };

    memset(&row, 0x55, sizeof row);
    db_begin(&work);
    assert_false(db_one(&work, &find, &key, &row));
    assert_int_equal(row.id, 0);
    assert_string_equal(row.name, "");
    assert_int_equal(row.bytes.size, 0);
    assert_int_equal(db_many(&work, &list, &key, &rows), 0);
    assert_int_equal(db_run(&work, &bump, &key), 0);
    assert_true(db_end(&work, DB_KEPT));
    leave(&work);
}

static void more_rows_than_the_bound_are_a_fault(void **state) {
    struct work work = open_probe(state);
    struct probe *rows, key = { .id = DB_ROWS_MAX };

    db_begin(&work);
    assert_int_equal(db_many(&work, &count_up, &key, &rows), DB_ROWS_MAX);
    assert_int_equal(rows[DB_ROWS_MAX - 1].id, DB_ROWS_MAX);
    key.id++;
    assert_int_equal(db_many(&work, &count_up, &key, &rows), 0);
    assert_null(rows);
    assert_non_null(strstr(work.fault, "more than 20000 rows"));
    assert_true(db_end(&work, DB_UNDONE));
    leave(&work);
}

static void a_written_row_comes_back(void **state) {
    struct work work = open_probe(state);
    struct probe row, key = { .id = 1 };

    db_begin(&work);
    insert_probe(&work, 1, "one");
    assert_true(db_one(&work, &bump, &key, &row));
    assert_int_equal(row.small, 8);
    assert_true(db_one(&work, &bump, &key, &row));
    assert_int_equal(row.small, 9);
    assert_true(db_end(&work, DB_KEPT));
    leave(&work);
}

/* ---- faults ---- */

static void a_fault_sticks_and_nothing_is_kept(void **state) {
    struct work work = open_probe(state);

    db_begin(&work);
    insert_probe(&work, 1, "one");
    db_run(&work, &shout, NULL);
    assert_non_null(strstr(work.fault, "probe.shout: "));
    assert_false(work.lost_race);
    const char *first = work.fault;
    insert_probe(&work, 2, "two");
    assert_false(is_there(&work, 1));
    assert_ptr_equal(work.fault, first);
    assert_false(db_end(&work, DB_KEPT));

    start_again(&work);
    db_begin(&work);
    assert_false(is_there(&work, 1));
    assert_true(db_end(&work, DB_KEPT));
    leave(&work);
}

static void a_refusal_is_rolled_back_without_a_fault(void **state) {
    struct work work = open_probe(state);

    db_begin(&work);
    insert_probe(&work, 1, "one");
    assert_true(db_end(&work, DB_UNDONE));
    assert_null(work.fault);
    db_begin(&work);
    assert_false(is_there(&work, 1));
    assert_true(db_end(&work, DB_KEPT));
    leave(&work);
}

static void a_taken_key_is_a_lost_race_and_tells_no_value(void **state) {
    struct work work = open_probe(state);

    db_begin(&work);
    insert_probe(&work, 1, "13800000000");
    insert_probe(&work, 2, "13800000000");
    assert_true(work.lost_race);
    assert_null(strstr(work.fault, "138"));
    assert_non_null(strstr(work.fault, "probe.insert"));
    assert_false(db_end(&work, DB_KEPT));
    leave(&work);
}

static void add_probe(struct work *work, int64_t id) {
    const struct probe probe = probe_of(id, arena_format(work->arena, "%d", (int)id));

    db_run(work, &add, &probe);
}

static void what_is_added_is_there_for_the_next_statement(void **state) {
    struct work work = open_probe(state);
    struct probe *rows;
    const struct probe any = { .id = 0 };

    db_begin(&work);
    for (int64_t id = 1; id <= 200; id++)
        add_probe(&work, id);
    assert_int_equal(db_many(&work, &list, &any, &rows), 200);
    add_probe(&work, 201);
    assert_true(db_end(&work, DB_KEPT));
    db_begin(&work);
    assert_true(is_there(&work, 201));
    add_probe(&work, 202);
    assert_true(db_end(&work, DB_UNDONE));
    db_begin(&work);
    assert_false(is_there(&work, 202));
    assert_true(db_end(&work, DB_KEPT));
    leave(&work);
}

static void what_cannot_be_added_is_a_fault_at_the_latest_at_the_end(void **state) {
    struct work work = open_probe(state);

    db_begin(&work);
    add_probe(&work, 1);
    insert_probe(&work, 2, "two");
    add_probe(&work, 3);
    add_probe(&work, 1);
    add_probe(&work, 4);
    assert_false(db_end(&work, DB_KEPT));
    assert_non_null(strstr(work.fault, "probe.add: "));
    assert_true(work.lost_race);

    start_again(&work);
    db_begin(&work);
    assert_false(is_there(&work, 2));
    add_probe(&work, 1);
    add_probe(&work, 1);
    assert_false(is_there(&work, 1)); /* the fault shows with the next answer */
    assert_non_null(strstr(work.fault, "probe.add: "));
    assert_false(db_end(&work, DB_KEPT));
    leave(&work);
}

static void a_broken_check_is_no_race(void **state) {
    struct work work = open_probe(state);
    struct probe probe = probe_of(1, "one");

    probe.small = 1000000;
    db_begin(&work);
    db_run(&work, &insert, &probe);
    assert_non_null(strstr(work.fault, "probe_small_bound"));
    assert_false(work.lost_race);
    assert_true(db_end(&work, DB_UNDONE));
    leave(&work);
}

/* ---- batches ---- */

static void a_savepoint_takes_back_only_its_own(void **state) {
    struct work work = open_probe(state);
    const char *why = NULL;

    assert_true(db_batch_begin(work.db, &why));
    for (int64_t id = 1; id <= 3; id++) {
        start_again(&work);
        db_savepoint(&work);
        insert_probe(&work, id, id == 1 ? "one" : id == 2 ? "two" : "three");
        if (id == 2)
            db_run(&work, &shout, NULL);
        db_savepoint_end(&work, DB_KEPT);
    }
    assert_int_equal(db_batch_end(work.db, &why), DB_BATCH_KEPT);
    start_again(&work);
    db_begin(&work);
    assert_true(is_there(&work, 1));
    assert_false(is_there(&work, 2));
    assert_true(is_there(&work, 3));
    assert_true(db_end(&work, DB_KEPT));
    leave(&work);
}

static void sixty_four_works_commit_once(void **state) {
    struct work work = open_probe(state);
    struct work other = connect_to(state, WORK_READ);
    struct probe *rows;
    const struct probe any = { .id = 0 };
    const char *why = NULL;

    assert_true(db_batch_begin(work.db, &why));
    for (int64_t id = 1; id <= 64; id++) {
        db_savepoint(&work);
        insert_probe(&work, id, arena_format(work.arena, "name %d", (int)id));
        db_savepoint_end(&work, id % 8 ? DB_KEPT : DB_UNDONE);
    }
    assert_null(work.fault);
    db_begin(&other);
    assert_int_equal(db_many(&other, &list, &any, &rows), 0);
    assert_true(db_end(&other, DB_KEPT));
    assert_int_equal(db_batch_end(work.db, &why), DB_BATCH_KEPT);
    db_begin(&other);
    assert_int_equal(db_many(&other, &list, &any, &rows), 56);
    assert_true(db_end(&other, DB_KEPT));
    leave(&other);
    leave(&work);
}

/* ---- several connections ---- */

enum { ROUNDS = 100, RACERS = 2 };

struct racer {
    void **state;
    atomic_int failures;
};

static void *race(void *context) {
    struct racer *racer = context;
    struct work work = connect_to(racer->state, WORK_WRITE);
    struct probe row;
    const struct probe key = { .id = 1 };

    for (int i = 0; i < ROUNDS; i++) {
        start_again(&work);
        db_begin(&work);
        db_one(&work, &bump, &key, &row);
        if (!db_end(&work, DB_KEPT))
            atomic_fetch_add(&racer->failures, 1);
    }
    leave(&work);
    return NULL;
}

static void two_connections_lose_no_count(void **state) {
    struct work work = open_probe(state);
    struct racer racer = { .state = state };
    struct probe row;
    const struct probe key = { .id = 1 };
    pthread_t threads[RACERS];

    db_begin(&work);
    insert_probe(&work, 1, "one");
    assert_true(db_end(&work, DB_KEPT));
    for (int i = 0; i < RACERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, race, &racer), 0);
    for (int i = 0; i < RACERS; i++)
        pthread_join(threads[i], NULL);
    db_begin(&work);
    assert_true(db_one(&work, &find, &key, &row));
    assert_int_equal(atomic_load(&racer.failures), 0);
    assert_int_equal(row.small, 7 + RACERS * ROUNDS);
    assert_true(db_end(&work, DB_KEPT));
    leave(&work);
}

static void another_connections_commit_moves_the_version(void **state) {
    struct work work = open_probe(state);

    if (is_postgres(state)) {
        assert_int_equal(db_version(&work), 0);
        leave(&work);
        return;
    }
    struct work other = connect_to(state, WORK_READ);
    const int64_t before = db_version(&other);

    assert_true(before != 0);
    assert_true(db_version(&other) == before);
    db_begin(&work);
    insert_probe(&work, 1, "one");
    assert_true(db_version(&other) == before);
    assert_true(db_end(&work, DB_KEPT));
    assert_true(db_version(&other) != before);
    leave(&other);
    leave(&work);
}

/* ---- connections ---- */

static void kill_others(struct work *work) {
    run_script(work, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                     " WHERE pid <> pg_backend_pid() AND datname = current_database()"
                     "   AND application_name = 'haoban' AND state LIKE 'idle%'"
                     "   AND query NOT LIKE 'LISTEN%'");
    usleep(50000);
}

static void a_lost_connection_is_mended_when_a_work_begins(void **state) {
    struct work work = open_probe(state);

    if (!is_postgres(state)) {
        leave(&work);
        return;
    }
    struct work killer = connect_to(state, WORK_WRITE);

    db_begin(&work);
    insert_probe(&work, 1, "one");
    assert_true(db_end(&work, DB_KEPT));
    kill_others(&killer);
    db_begin(&work);
    assert_true(is_there(&work, 1));
    assert_true(db_end(&work, DB_KEPT));
    assert_null(work.fault);

    db_begin(&work); /* lost in the middle: nothing was kept, run again */
    kill_others(&killer);
    insert_probe(&work, 2, "two");
    assert_non_null(strstr(work.fault, "was lost"));
    assert_true(work.lost_race);
    assert_false(db_end(&work, DB_KEPT));

    start_again(&work); /* lost before COMMIT was answered: nobody knows */
    db_begin(&work);
    insert_probe(&work, 3, "three");
    kill_others(&killer);
    assert_false(db_end(&work, DB_KEPT));
    assert_non_null(strstr(work.fault, "commit unknown"));
    assert_false(work.lost_race);
    leave(&killer);
    leave(&work);
}

static void a_reader_of_a_file_cannot_write(void **state) {
    struct work work = open_probe(state);

    if (!is_postgres(state)) {
        struct work reader = connect_to(state, WORK_READ);

        db_begin(&reader);
        db_script(&reader, "DELETE FROM probe");
        assert_non_null(strstr(reader.fault, "may not be written"));
        assert_true(db_end(&reader, DB_UNDONE));
        leave(&reader);
    }
    leave(&work);
}

static void nobody_else_may_read_the_file(void **state) {
    struct work work = open_probe(state);
    const struct place *place = *state;
    struct stat found;

    if (!is_postgres(state)) {
        assert_int_equal(stat(place->location + strlen("sqlite:"), &found), 0);
        assert_int_equal(found.st_mode & 0777, 0600);
    }
    leave(&work);
}

#define BOTH(function) cmocka_unit_test_setup(function, empty_database)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(values_come_back_as_they_were),
        BOTH(a_large_id_may_be_compared_with_zero_first),
        BOTH(without_a_row_everything_is_empty_and_nothing_is_null),
        BOTH(more_rows_than_the_bound_are_a_fault),
        BOTH(a_written_row_comes_back),
        BOTH(a_fault_sticks_and_nothing_is_kept),
        BOTH(a_refusal_is_rolled_back_without_a_fault),
        BOTH(a_taken_key_is_a_lost_race_and_tells_no_value),
        BOTH(what_is_added_is_there_for_the_next_statement),
        BOTH(what_cannot_be_added_is_a_fault_at_the_latest_at_the_end),
        BOTH(a_broken_check_is_no_race),
        BOTH(a_savepoint_takes_back_only_its_own),
        BOTH(sixty_four_works_commit_once),
        BOTH(two_connections_lose_no_count),
        BOTH(another_connections_commit_moves_the_version),
        BOTH(a_lost_connection_is_mended_when_a_work_begins),
        BOTH(a_reader_of_a_file_cannot_write),
        BOTH(nobody_else_may_read_the_file),
    };
    const int sqlite =
        cmocka_run_group_tests_name("SQLite", tests, set_up_sqlite, tear_down);

    return sqlite +
           cmocka_run_group_tests_name("PostgreSQL", tests, set_up_postgres, tear_down);
}
