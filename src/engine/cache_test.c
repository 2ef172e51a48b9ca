#include "cache.h"

#include <stdatomic.h>

#include "crowd_test.h"

/* ---- a kind of value: how many probes there are ---- */

struct total {
    int64_t count;
};

static atomic_int built_count, freed_count;
static atomic_bool build_waits, build_fails;
static struct barrier build_gate = CLOSED_BARRIER;
static const char topic[] = "probes";

static void *build(struct work *work) {
    struct probe row = { 0 };
    struct total *total = malloc(sizeof *total);

    assert_non_null(total);
    db_one(work, &probe_count, &row, &row);
    if (atomic_load(&build_waits))
        stand_at(&build_gate);
    if (atomic_load(&build_fails))
        work_fault(work, "the builder is ill");
    total->count = row.id;
    atomic_fetch_add(&built_count, 1);
    return total;
}

static void unbuild(void *value) {
    ((struct total *)value)->count = -1;
    atomic_fetch_add(&freed_count, 1);
    free(value);
}

static const struct cache_class totals = { topic, build, unbuild };

static struct running *begin(void **state) {
    struct running *running = run_house(state, CONNECTIONS);

    atomic_store(&built_count, 0);
    atomic_store(&freed_count, 0);
    atomic_store(&build_waits, false);
    atomic_store(&build_fails, false);
    build_gate.is_open = false;
    return running;
}

static void end(struct running *running) {
    stop_house(running);
    assert_int_equal(atomic_load(&freed_count), atomic_load(&built_count));
}

/* ---- works ---- */

/* What a work was given, and whether it was of the newest generation. */
struct look {
    int64_t count;
    bool is_newest;
};

static const struct refusal *run_look(struct work *work, void *context) {
    struct look *look = context;
    const int64_t generation = cache_generation(work, topic);
    const struct total *total = cache_get(work, &totals);

    look->count = total ? total->count : -1;
    look->is_newest = cache_holds_only(work, topic, generation);
    return NULL;
}

static struct look look_at(struct running *running) {
    struct look look = { 0 };

    assert_null(do_work(running, WORK_READ, run_look, &look));
    return look;
}

static int64_t total_of(struct running *running) {
    const struct look look = look_at(running);

    assert_true(look.is_newest);
    return look.count;
}

static const struct refusal *run_insert_and_touch(struct work *work, void *context) {
    insert_probe(work, *(const int64_t *)context, NULL);
    cache_touch(work, topic);
    return NULL;
}

static void insert_and_touch(struct running *running, int64_t id) {
    assert_null(do_work(running, WORK_WRITE, run_insert_and_touch, &id));
}

/* ---- sentences ---- */

static void a_value_is_built_once_and_shared(void **state) {
    struct running *running = begin(state);

    assert_int_equal(total_of(running), 0);
    assert_int_equal(total_of(running), 0);
    assert_int_equal(atomic_load(&built_count), 1);
    end(running);
}

static void what_is_not_touched_is_not_built_again(void **state) {
    struct running *running = begin(state);
    int64_t id = 1;

    assert_int_equal(total_of(running), 0);
    assert_null(do_work(running, WORK_WRITE, run_insert, &id));
    assert_int_equal(total_of(running), 0);
    assert_int_equal(atomic_load(&built_count), 1);
    end(running);
}

static void a_touch_is_seen_by_the_very_next_work(void **state) {
    struct running *running = begin(state);

    for (int64_t id = 1; id <= 20; id++) {
        insert_and_touch(running, id);
        assert_int_equal(total_of(running), id);
    }
    end(running);
}

static void a_touch_by_another_process_is_seen_soon(void **state) {
    struct running *running = begin(state);
    struct work other = connect_to(state, WORK_WRITE);
    int tries = 0;

    nanosleep(&(struct timespec){ .tv_nsec = 300000000 }, NULL);
    assert_int_equal(total_of(running), 0);
    other.house = &running->house;
    db_begin(&other);
    insert_probe(&other, 1, NULL);
    cache_touch(&other, topic);
    assert_int_equal(total_of(running), 0);
    assert_true(db_end(&other, DB_KEPT));
    while (look_at(running).count != 1 && tries++ < 100)
        nanosleep(&(struct timespec){ .tv_nsec = 20000000 }, NULL);
    assert_true(tries < (is_postgres(state) ? 100 : 1));
    leave(&other);
    end(running);
}

static void *look_in_thread(void *context) {
    total_of(context);
    return NULL;
}

static void the_old_one_serves_while_the_next_is_built(void **state) {
    struct running *running = begin(state);
    struct look look;
    pthread_t builder;

    assert_int_equal(total_of(running), 0);
    insert_and_touch(running, 1);
    atomic_store(&build_waits, true);
    assert_int_equal(pthread_create(&builder, NULL, look_in_thread, running), 0);
    await_at(&build_gate, 1);
    look = look_at(running);
    assert_int_equal(look.count, 0);
    assert_false(look.is_newest);
    open_barrier(&build_gate);
    pthread_join(builder, NULL);
    assert_int_equal(total_of(running), 1);
    assert_int_equal(atomic_load(&built_count), 2);
    end(running);
}

static void without_an_old_one_all_wait_for_one_builder(void **state) {
    struct running *running = begin(state);
    pthread_t readers[3];

    atomic_store(&build_waits, true);
    for (int i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&readers[i], NULL, look_in_thread, running), 0);
    await_at(&build_gate, 1);
    open_barrier(&build_gate);
    for (int i = 0; i < 3; i++)
        pthread_join(readers[i], NULL);
    assert_int_equal(atomic_load(&built_count), 1);
    end(running);
}

static const struct refusal *touch_look_and_refuse(struct work *work, void *context) {
    static const struct refusal no = { REFUSED_CONFLICT, "test.no", "不行", NULL };

    insert_probe(work, 1, NULL);
    cache_touch(work, topic);
    run_look(work, context);
    return &no;
}

static void who_touched_sees_his_own_and_it_goes_with_him(void **state) {
    struct running *running = begin(state);
    struct look look = { 0 };

    assert_int_equal(total_of(running), 0);
    assert_null(do_work(running, WORK_WRITE, touch_look_and_refuse, &look));
    assert_int_equal(look.count, 1);
    assert_int_equal(total_of(running), 0);
    assert_int_equal(atomic_load(&built_count), 2);
    end(running);
}

static void a_build_that_faults_leaves_the_old_one(void **state) {
    struct running *running = begin(state);
    struct look look = { 0 };

    assert_int_equal(total_of(running), 0);
    insert_and_touch(running, 1);
    atomic_store(&build_fails, true);
    assert_string_equal(do_work(running, WORK_READ, run_look, &look),
                        "the builder is ill");
    assert_int_equal(look.count, -1);
    atomic_store(&build_fails, false);
    assert_int_equal(total_of(running), 1);
    end(running);
}

static void towns_do_not_share(void **state) {
    struct running *running = begin(state);
    struct look look = { 0 };

    insert_and_touch(running, 1);
    assert_int_equal(total_of(running), 1);
    assert_null(do_work_in(running, test_town + 1, WORK_READ, run_look, &look));
    assert_int_equal(look.count, 0);
    end(running);
}

/* On PostgreSQL no two versions are the same before the listener stands. */
static int64_t steady_version(struct running *running) {
    struct executor *executor = running->house.executor;
    int64_t version = executor_version(executor);

    for (int tries = 0; executor_version(executor) != version && tries < 200; tries++) {
        nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
        version = executor_version(executor);
    }
    return version;
}

static void who_peeks_gets_what_is_good_for_his_version(void **state) {
    struct running *running = begin(state);
    struct cache_room *room = running->house.caches;
    const int64_t version = steady_version(running);
    struct cache_pin *pin = NULL;
    const struct total *total;

    assert_null(cache_peek(room, test_town, version, &totals, &pin));
    assert_int_equal(total_of(running), 0);
    assert_null(cache_peek(room, test_town, version + 1, &totals, &pin));
    assert_null(cache_peek(room, test_town, 0, &totals, &pin));
    total = cache_peek(room, test_town, version, &totals, &pin);
    assert_non_null(total);
    insert_and_touch(running, 1);
    assert_int_equal(total_of(running), 1);
    assert_int_equal(total->count, 0);
    assert_int_equal(atomic_load(&freed_count), 0);
    cache_let_go(pin);
    assert_int_equal(atomic_load(&freed_count), 1);
    end(running);
}

static void a_version_that_is_not_known_is_good_for_nobody(void **state) {
    struct running *running = begin(state);
    struct work work = connect_to(state, WORK_READ);
    struct cache_pin *pin = NULL;

    work.house = &running->house;
    db_begin(&work);
    assert_non_null(cache_get(&work, &totals));
    assert_true(db_end(&work, DB_KEPT));
    cache_unpin(&work);
    assert_null(cache_peek(running->house.caches, test_town, 0, &totals, &pin));
    leave(&work);
    end(running);
}

/* ---- mended faults ---- */

/* The answer's frame is written in done(), from names that a cache holds. */
static void look_after_the_work(struct task *task, void *context) {
    struct member *member = context;

    stand_at(member->gate);
    member->runs = (int)((const struct total *)task->work.actor.name)->count;
    count_done(task, context);
}

static const struct refusal *run_get(struct work *work, void *context) {
    (void)context;
    work->actor.name = cache_get(work, &totals);
    return NULL;
}

static void *submit_in_thread(void *context) {
    void **both = context;
    struct member *member = both[1];

    executor_submit(((struct running *)both[0])->house.executor, &member->task);
    return NULL;
}

static void a_value_stays_until_the_task_is_done_with_it(void **state) {
    struct running *running = begin(state);
    struct crowd crowd = NOBODY;
    struct barrier gate = CLOSED_BARRIER;
    struct member member = { .crowd = &crowd, .gate = &gate, .runs = -2 };
    pthread_t thread;

    member.task = (struct task){
        .work = { .arena = arena_new(), .town = test_town, .kind = WORK_READ },
        .run = run_get,
        .done = look_after_the_work,
        .context = &member,
    };
    assert_int_equal(
        pthread_create(&thread, NULL, submit_in_thread, (void *[]){ running, &member }),
        0);
    await_at(&gate, 1);
    insert_and_touch(running, 1);
    assert_int_equal(total_of(running), 1);
    open_barrier(&gate);
    await_done(&crowd, 1);
    pthread_join(thread, NULL);
    assert_int_equal(member.runs, 0);
    forget(&member, 1);
    end(running);
}

static const struct refusal *look_and_burst(struct work *work, void *context) {
    struct look look;

    (void)context;
    run_look(work, &look);
    db_script(work, "PRAGMA max_page_count = 1");
    db_script(work, "INSERT INTO probe (town, id, name)"
                    " VALUES (1, 1, hex(zeroblob(4000000)))");
    return NULL;
}

static const struct refusal *run_touch_member(struct work *work, void *context) {
    return run_insert_and_touch(work, &((struct member *)context)->id);
}

static void what_a_batch_gave_up_is_in_no_cache(void **state) {
    struct running *running = begin(state);
    struct crowd crowd = NOBODY;
    struct barrier gate = CLOSED_BARRIER;
    struct member members[3] = { { .gate = &gate }, { .id = 1 } };

    submit(running, &members[0], &crowd, WORK_WRITE, run_gate_member);
    await_at(&gate, 1);
    submit(running, &members[1], &crowd, WORK_WRITE, run_touch_member);
    submit(running, &members[2], &crowd, WORK_WRITE, look_and_burst);
    open_barrier(&gate);
    await_done(&crowd, 3);
    assert_non_null(members[2].task.work.fault);
    assert_int_equal(total_of(running), members[1].task.work.fault ? 0 : 1);
    assert_int_equal(count_probes(running), total_of(running));
    forget(members, 3);
    end(running);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_value_is_built_once_and_shared),
        BOTH(what_is_not_touched_is_not_built_again),
        BOTH(a_touch_is_seen_by_the_very_next_work),
        BOTH(a_touch_by_another_process_is_seen_soon),
        BOTH(the_old_one_serves_while_the_next_is_built),
        BOTH(without_an_old_one_all_wait_for_one_builder),
        BOTH(who_touched_sees_his_own_and_it_goes_with_him),
        BOTH(a_build_that_faults_leaves_the_old_one),
        BOTH(towns_do_not_share),
        BOTH(who_peeks_gets_what_is_good_for_his_version),
        BOTH(a_version_that_is_not_known_is_good_for_nobody),
        BOTH(a_value_stays_until_the_task_is_done_with_it),
    };
    const struct CMUnitTest of_sqlite[] = {
        BOTH(what_a_batch_gave_up_is_in_no_cache),
    };

    return RUN_ON_BOTH(tests) + RUN_ON_SQLITE(of_sqlite);
}
