#include "executor.h"

#include <time.h>

#include "crowd_test.h"

#include "db_driver.h"

static const struct refusal no = { REFUSED_CONFLICT, "test.no", "不行", NULL };

static int64_t clock_ms(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- one work ---- */

static void what_was_written_is_read_by_the_next(void **state) {
    struct running *running = run_house(state, CONNECTIONS);

    for (int64_t id = 1; id <= 20; id++) {
        assert_null(do_work(running, WORK_WRITE, run_insert, &id));
        assert_true(has_probe(running, id));
    }
    assert_int_equal(count_probes(running), 20);
    stop_house(running);
}

static const struct refusal *insert_and_refuse(struct work *work, void *context) {
    insert_probe(work, *(const int64_t *)context, NULL);
    return &no;
}

static const struct refusal *insert_keep_and_refuse(struct work *work, void *context) {
    work_keep(work);
    return insert_and_refuse(work, context);
}

static void a_refusal_commits_nothing_unless_it_is_kept(void **state) {
    struct running *running = run_house(state, CONNECTIONS);
    int64_t id = 1;

    assert_null(do_work(running, WORK_WRITE, insert_and_refuse, &id));
    assert_false(has_probe(running, 1));
    assert_null(do_work(running, WORK_WRITE, insert_keep_and_refuse, &id));
    assert_true(has_probe(running, 1));
    stop_house(running);
}

static const struct refusal *insert_and_fault(struct work *work, void *context) {
    insert_probe(work, *(const int64_t *)context, NULL);
    work_keep(work);
    work_fault(work, "the printer burns");
    return NULL;
}

static void a_fault_commits_nothing_even_if_it_is_kept(void **state) {
    struct running *running = run_house(state, CONNECTIONS);
    int64_t id = 1;

    assert_string_equal(do_work(running, WORK_WRITE, insert_and_fault, &id),
                        "the printer burns");
    assert_int_equal(count_probes(running), 0);
    stop_house(running);
}

/* ---- batches ---- */

static const struct refusal *behave_by_number(struct work *work, void *context) {
    struct member *member = context;

    insert_probe(work, member->id, NULL);
    if (member->id % 3 == 1)
        return &no;
    if (member->id % 3 == 2)
        db_script(work, "DELETE FROM nowhere");
    return NULL;
}

enum { BATCH = 90 };

/* The gate makes all of them wait together, so they are one batch. */
static void run_as_batch(struct running *running, struct member members[BATCH + 1],
                         const struct refusal *(*run)(struct work *work, void *context)) {
    struct crowd crowd = NOBODY;
    struct barrier gate = CLOSED_BARRIER;

    members[BATCH].gate = &gate;
    submit(running, &members[BATCH], &crowd, WORK_WRITE, run_gate_member);
    await_at(&gate, 1);
    for (int i = 0; i < BATCH; i++) {
        members[i].id = i;
        submit(running, &members[i], &crowd, WORK_WRITE, run);
    }
    open_barrier(&gate);
    await_done(&crowd, BATCH + 1);
}

static void a_fault_or_refusal_takes_back_its_own_and_not_its_neighbours(void **state) {
    struct running *running = run_house(state, 1);
    struct member members[BATCH + 1] = { 0 };

    run_as_batch(running, members, behave_by_number);
    for (int i = 0; i < BATCH; i++) {
        assert_int_equal(members[i].task.work.fault != NULL, i % 3 == 2);
        assert_int_equal(members[i].task.refusal == &no, i % 3 == 1);
        assert_int_equal(has_probe(running, i), i % 3 == 0);
    }
    assert_int_equal(count_probes(running), BATCH / 3);
    forget(members, BATCH + 1);
    stop_house(running);
}

/* Two have each name; that it is taken shows late, when the second has said all. */
static const struct refusal *share_a_name(struct work *work, void *context) {
    struct member *member = context;

    insert_probe(work, member->id, arena_format(work->arena, "%d", (int)member->id / 2));
    return NULL;
}

static void who_comes_second_in_a_batch_loses_alone(void **state) {
    struct running *running = run_house(state, 1);
    struct member members[BATCH + 1] = { 0 };

    run_as_batch(running, members, share_a_name);
    for (int i = 0; i < BATCH; i++) {
        assert_int_equal(members[i].task.work.fault != NULL, i % 2 == 1);
        assert_int_equal(has_probe(running, i), i % 2 == 0);
    }
    forget(members, BATCH + 1);
    stop_house(running);
}

static const struct refusal *refuse_before_writing(struct work *work, void *context) {
    struct member *member = context;

    member->runs++;
    if (member->id % 2)
        return &no;
    insert_probe(work, member->id, NULL);
    return NULL;
}

static const struct refusal *fail_in_another_town(struct work *work, void *context) {
    struct member *member = context;

    member->runs++;
    insert_probe(work, member->id, NULL);
    return member->town ? &no : NULL;
}

static void what_one_town_spoils_is_run_again_in_that_town_only(void **state) {
    struct running *running = run_house(state, 1);
    struct member members[BATCH + 1] = { 0 };

    for (int i = 0; i < BATCH; i += 3)
        members[i].town = test_town + 1;
    run_as_batch(running, members, fail_in_another_town);
    for (int i = 0; i < BATCH; i++) {
        assert_true(i % 3 == 0 || members[i].runs == 1);
        assert_int_equal(has_probe(running, i), i % 3 != 0);
    }
    forget(members, BATCH + 1);
    stop_house(running);
}

static void a_refusal_that_wrote_nothing_costs_the_others_nothing(void **state) {
    struct running *running = run_house(state, 1);
    struct member members[BATCH + 1] = { 0 };

    run_as_batch(running, members, refuse_before_writing);
    for (int i = 0; i < BATCH; i++)
        assert_int_equal(members[i].runs, 1);
    assert_int_equal(count_probes(running), BATCH / 2);
    forget(members, BATCH + 1);
    stop_house(running);
}

enum { THREADS = 8, EACH = 2 * EXECUTOR_BATCH_MAX / THREADS };

struct clerk {
    pthread_t thread;
    struct running *running;
    struct crowd *crowd;
    struct member members[EACH];
    int number;
};

static void *hand_in(void *context) {
    struct clerk *clerk = context;

    for (int i = 0; i < EACH; i++) {
        clerk->members[i].id = clerk->number * EACH + i + 1;
        submit(clerk->running, &clerk->members[i], clerk->crowd, WORK_WRITE,
               run_insert_member);
    }
    return NULL;
}

static void two_batches_from_many_threads_are_each_done_once(void **state) {
    struct running *running = run_house(state, CONNECTIONS);
    struct crowd crowd = NOBODY;
    struct clerk *clerks = calloc(THREADS, sizeof *clerks);

    assert_non_null(clerks);
    for (int i = 0; i < THREADS; i++) {
        clerks[i].running = running;
        clerks[i].crowd = &crowd;
        clerks[i].number = i;
        assert_int_equal(pthread_create(&clerks[i].thread, NULL, hand_in, &clerks[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(clerks[i].thread, NULL);
    await_done(&crowd, THREADS * EACH);
    for (int i = 0; i < THREADS; i++) {
        for (int at = 0; at < EACH; at++) {
            assert_null(clerks[i].members[at].task.work.fault);
            assert_int_equal(clerks[i].members[at].runs, 1);
        }
        forget(clerks[i].members, EACH);
    }
    assert_int_equal(count_probes(running), THREADS * EACH);
    free(clerks);
    stop_house(running);
}

/* ---- lost races ---- */

static const struct refusal *take_the_same_name(struct work *work, void *context) {
    ++*(int *)context;
    insert_probe(work, 2, "taken");
    return NULL;
}

static const struct refusal *take_another_name_next(struct work *work, void *context) {
    const int run = ++*(int *)context;

    insert_probe(work, 3, run < EXECUTOR_TRIES_MAX ? "taken" : "free");
    return NULL;
}

static const struct refusal *take_a_name(struct work *work, void *context) {
    (void)context;
    insert_probe(work, 1, "taken");
    return NULL;
}

static void a_lost_race_runs_again_and_at_most_three_times(void **state) {
    struct running *running = run_house(state, CONNECTIONS);
    int runs = 0;

    assert_null(do_work(running, WORK_WRITE, take_a_name, NULL));
    assert_non_null(do_work(running, WORK_WRITE, take_the_same_name, &runs));
    assert_int_equal(runs, EXECUTOR_TRIES_MAX);
    runs = 0;
    assert_null(do_work(running, WORK_WRITE, take_another_name_next, &runs));
    assert_int_equal(runs, EXECUTOR_TRIES_MAX);
    assert_int_equal(count_probes(running), 2);
    stop_house(running);
}

static const struct refusal *break_a_rule(struct work *work, void *context) {
    ++*(int *)context;
    db_script(work, "INSERT INTO job (town, id, kind, subject, state, run_ms, attempts,"
                    " problem) VALUES (1, 1, '', '', 'strange', 0, 0, '')");
    return NULL;
}

static void a_fault_that_is_no_race_runs_once(void **state) {
    struct running *running = run_house(state, CONNECTIONS);
    int runs = 0;

    assert_non_null(do_work(running, WORK_WRITE, break_a_rule, &runs));
    assert_int_equal(runs, 1);
    stop_house(running);
}

/* ---- lanes, bounds, the end ---- */

static void slow_reads_keep_no_other_read_waiting(void **state) {
    struct running *running = run_house(state, 3);
    struct crowd crowd = NOBODY;
    struct barrier gate = CLOSED_BARRIER;
    struct member slow[8] = { 0 };
    int64_t id = 1;

    for (int i = 0; i < 8; i++) {
        slow[i].gate = &gate;
        slow[i].task.lane = EXECUTOR_SLOW;
        submit(running, &slow[i], &crowd, WORK_READ, run_gate_member);
    }
    await_at(&gate, 2);
    assert_null(do_work(running, WORK_WRITE, run_insert, &id));
    assert_true(has_probe(running, id));
    assert_int_equal(crowd.done_count, 0);
    open_barrier(&gate);
    await_done(&crowd, 8);
    forget(slow, 8);
    stop_house(running);
}

static void when_too_many_wait_the_next_is_turned_away(void **state) {
    enum { MANY = EXECUTOR_WAITING_MAX + 5 };
    struct running *running = run_house(state, 1);
    struct crowd crowd = NOBODY;
    struct barrier gate = CLOSED_BARRIER;
    struct member *members = calloc(MANY + 1, sizeof *members);

    assert_non_null(members);
    members[MANY].gate = &gate;
    submit(running, &members[MANY], &crowd, WORK_WRITE, run_gate_member);
    await_at(&gate, 1);
    for (int i = 0; i < MANY; i++) {
        members[i].id = i + 1;
        submit(running, &members[i], &crowd, WORK_WRITE, run_insert_member);
    }
    assert_int_equal(crowd.done_count, MANY - EXECUTOR_WAITING_MAX);
    assert_non_null(strstr(members[MANY - 1].task.work.fault, "works wait"));
    open_barrier(&gate);
    await_done(&crowd, MANY + 1);
    for (int i = 0; i < EXECUTOR_WAITING_MAX; i++)
        assert_null(members[i].task.work.fault);
    assert_int_equal(count_probes(running), EXECUTOR_WAITING_MAX);
    forget(members, MANY + 1);
    free(members);
    stop_house(running);
}

static void *open_later(void *context) {
    nanosleep(&(struct timespec){ .tv_nsec = 50000000 }, NULL);
    open_barrier(context);
    return NULL;
}

static void stopping_finishes_what_waits(void **state) {
    enum { COUNT = 300 };
    struct running *running = run_house(state, 1);
    struct crowd crowd = NOBODY;
    struct barrier gate = CLOSED_BARRIER;
    struct member members[COUNT + 1] = { 0 };
    pthread_t opener;

    members[COUNT].gate = &gate;
    submit(running, &members[COUNT], &crowd, WORK_WRITE, run_gate_member);
    await_at(&gate, 1);
    for (int i = 0; i < COUNT; i++) {
        members[i].id = i + 1;
        submit(running, &members[i], &crowd, WORK_WRITE, run_insert_member);
    }
    assert_int_equal(pthread_create(&opener, NULL, open_later, &gate), 0);
    executor_stop(running->house.executor);
    pthread_join(opener, NULL);
    assert_int_equal(crowd.done_count, COUNT + 1);
    for (int i = 0; i < COUNT; i++)
        assert_null(members[i].task.work.fault);
    start_executor(state, running, 1);
    assert_int_equal(count_probes(running), COUNT);
    forget(members, COUNT + 1);
    stop_house(running);
}

static void who_waits_until_all_is_quiet_finds_all_done(void **state) {
    enum { COUNT = 50 };
    struct running *running = run_house(state, 2);
    struct crowd crowd = NOBODY;
    struct barrier barrier = CLOSED_BARRIER;
    struct member members[COUNT] = { 0 };
    pthread_t opener;

    executor_await_idle(running->house.executor);
    members[0].gate = &barrier;
    members[0].task.lane = EXECUTOR_SLOW;
    submit(running, &members[0], &crowd, WORK_READ, run_gate_member);
    for (int i = 1; i < COUNT; i++) {
        members[i].id = i;
        submit(running, &members[i], &crowd, WORK_WRITE, run_insert_member);
    }
    assert_int_equal(pthread_create(&opener, NULL, open_later, &barrier), 0);
    executor_await_idle(running->house.executor);
    assert_int_equal(crowd.done_count, COUNT);
    pthread_join(opener, NULL);
    forget(members, COUNT);
    stop_house(running);
}

static void a_database_that_is_not_there_is_explained(void **state) {
    struct arena *arena = arena_new();
    struct house house = { 0 };
    const char *why = NULL;

    (void)state;
    assert_null(executor_start(&house, "sqlite:/nowhere/town.db", 2, arena, &why));
    assert_non_null(strstr(why, "/nowhere/town.db"));
    assert_null(executor_start(&house, "mysql://x", 2, arena, &why));
    assert_non_null(strstr(why, "mysql://x"));
    assert_null(
        executor_start(&house, "postgresql://nobody@127.0.0.1:1/x", 2, arena, &why));
    arena_free(arena);
}

/* ---- a full disk; SQLite's own limit on pages stands for it ---- */

/* A statement of one row keeps no journal of its own: SQLite rolls the whole
 * transaction back. */
static const char one_row[] = "INSERT INTO probe (town, id, name)"
                              " VALUES (330109113, 1000, hex(zeroblob(4000000)))";
static const char many_rows[] =
    "INSERT INTO probe (town, id, name) WITH RECURSIVE n (id) AS (SELECT 1000 UNION ALL"
    " SELECT id + 1 FROM n WHERE id < 9000)"
    " SELECT 330109113, id, id || hex(zeroblob(500)) FROM n";

static const struct refusal *insert_much(struct work *work, void *context) {
    const struct member *member = context;

    insert_probe(work, member->id, NULL);
    db_script(work, member->id % 2 ? one_row : many_rows);
    insert_probe(work, member->id + 100, NULL);
    return NULL;
}

/* Works 0 to 9 in one batch; the one in the middle, an odd or even number, is too
 * large. */
static void fill_disk(struct running *running, struct member *members, int large) {
    struct crowd crowd = NOBODY;
    struct barrier gate = CLOSED_BARRIER;
    struct member first = { .gate = &gate };

    submit(running, &first, &crowd, WORK_WRITE, run_gate_member);
    await_at(&gate, 1);
    for (int i = 0; i < 10; i++) {
        members[i].id = i;
        submit(running, &members[i], &crowd, WORK_WRITE,
               i == large ? insert_much : run_insert_member);
    }
    open_barrier(&gate);
    await_done(&crowd, 11);
    forget(&first, 1);
}

static void check_full_disk(struct running *running, int large) {
    struct member members[10] = { 0 };
    int64_t id = 500, done_count = 0;

    set_writer(running, "PRAGMA max_page_count = 400");
    fill_disk(running, members, large);
    assert_non_null(strstr(members[large].task.work.fault, "the disk is full"));
    assert_false(members[large].task.work.lost_race);
    for (int i = 0; i < 10; i++) {
        const bool done = !members[i].task.work.fault;

        assert_int_equal(has_probe(running, i), done);
        done_count += done;
    }
    assert_int_equal(count_probes(running), done_count);
    assert_null(do_work(running, WORK_WRITE, run_insert, &id));
    assert_true(has_probe(running, id));
    set_writer(running, "PRAGMA max_page_count = 1000000; DELETE FROM probe");
    forget(members, 10);
}

static void on_a_full_disk_a_work_is_done_exactly_if_it_is_said_so(void **state) {
    struct running *running = run_house(state, 2);

    check_full_disk(running, 5);
    check_full_disk(running, 4);
    check_full_disk(running, 9);
    check_full_disk(running, 0);
    stop_house(running);
}

static void a_batch_that_sqlite_rolled_back_is_given_up_whole(void **state) {
    struct running *running = run_house(state, 2);
    struct member members[10] = { 0 };

    set_writer(running, "PRAGMA max_page_count = 400");
    fill_disk(running, members, 5);
    for (int i = 0; i < 10; i++)
        assert_non_null(members[i].task.work.fault);
    assert_non_null(strstr(members[0].task.work.fault, "nothing was committed"));
    assert_non_null(strstr(members[9].task.work.fault, "the batch was given up"));
    assert_int_equal(members[9].runs, 0);
    assert_int_equal(count_probes(running), 0);
    forget(members, 10);
    stop_house(running);
}

/* ---- another program ---- */

static void a_database_that_another_program_holds_is_a_fault_in_time(void **state) {
    struct running *running = run_house(state, 2);
    struct work other = connect_to(state, WORK_WRITE);
    int64_t id = 1;
    const char *fault;
    int64_t begun_ms;

    set_writer(running, "PRAGMA busy_timeout = 300");
    db_begin(&other);
    insert_probe(&other, 7, NULL);
    begun_ms = clock_ms();
    fault = do_work(running, WORK_WRITE, run_insert, &id);
    assert_non_null(fault);
    assert_non_null(strstr(fault, "another program holds the database"));
    assert_true(clock_ms() - begun_ms < 3000);
    assert_int_equal(count_probes(running), 0);
    assert_true(db_end(&other, DB_KEPT));
    assert_null(do_work(running, WORK_WRITE, run_insert, &id));
    assert_int_equal(count_probes(running), 2);
    leave(&other);
    stop_house(running);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(what_was_written_is_read_by_the_next),
        BOTH(a_refusal_commits_nothing_unless_it_is_kept),
        BOTH(a_fault_commits_nothing_even_if_it_is_kept),
        BOTH(a_fault_or_refusal_takes_back_its_own_and_not_its_neighbours),
        BOTH(who_comes_second_in_a_batch_loses_alone),
        BOTH(what_one_town_spoils_is_run_again_in_that_town_only),
        BOTH(a_refusal_that_wrote_nothing_costs_the_others_nothing),
        BOTH(two_batches_from_many_threads_are_each_done_once),
        BOTH(a_lost_race_runs_again_and_at_most_three_times),
        BOTH(a_fault_that_is_no_race_runs_once),
        BOTH(slow_reads_keep_no_other_read_waiting),
        BOTH(when_too_many_wait_the_next_is_turned_away),
        BOTH(stopping_finishes_what_waits),
        BOTH(who_waits_until_all_is_quiet_finds_all_done),
        BOTH(a_database_that_is_not_there_is_explained),
    };
    const struct CMUnitTest of_sqlite[] = {
        BOTH(on_a_full_disk_a_work_is_done_exactly_if_it_is_said_so),
        BOTH(a_batch_that_sqlite_rolled_back_is_given_up_whole),
        BOTH(a_database_that_another_program_holds_is_a_fault_in_time),
    };

    return RUN_ON_BOTH(tests) + RUN_ON_SQLITE(of_sqlite);
}
