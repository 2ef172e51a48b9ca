#include "job.h"

#include <stdatomic.h>
#include <time.h>

#include "running_test.h"

#include "civil.h"

static const int64_t minute_ms = 60 * 1000;
static atomic_int jobs_done;
static pthread_mutex_t subject_lock = PTHREAD_MUTEX_INITIALIZER;
static char last_subject[32];

/* ---- kinds ---- */

static void note(struct work *work, const char *subject) {
    insert_probe(work, work_new_id(work), NULL);
    pthread_mutex_lock(&subject_lock);
    snprintf(last_subject, sizeof last_subject, "%s", subject);
    pthread_mutex_unlock(&subject_lock);
    atomic_fetch_add(&jobs_done, 1);
}

static void fail_always(struct work *work, const char *subject) {
    note(work, subject);
    work_fault(work, "the sms gateway is down");
}

static void ask_again(struct work *work, const char *subject) {
    note(work, subject);
    job_add(work, "note", "asked by a job", 0);
}

static const struct job_kind kinds[] = {
    { "note", note, -1 },
    { "fail", fail_always, -1 },
    { "ask", ask_again, -1 },
};
enum { COUNT = sizeof kinds / sizeof *kinds };

static const struct job_towns towns = { &test_town, 1 };

static struct running *begin(void **state) {
    struct running *running = run_house(state, CONNECTIONS);

    atomic_store(&jobs_done, 0);
    last_subject[0] = '\0';
    return running;
}

/* ---- works ---- */

struct wish {
    const char *kind;
    const char *subject;
    int64_t run_ms;
};

static const struct refusal *run_add(struct work *work, void *context) {
    const struct wish *wish = context;

    job_add(work, wish->kind, wish->subject, wish->run_ms);
    return NULL;
}

static void ask_for(struct running *running, const char *kind, const char *subject,
                    int64_t run_ms) {
    assert_null(
        do_work(running, WORK_WRITE, run_add, &(struct wish){ kind, subject, run_ms }));
}

static int run_one(struct running *running) {
    return job_run_one(&running->house, test_town, kinds, COUNT);
}

/* A job as it stands. */
struct standing {
    int64_t run_ms;
    int64_t attempts;
    const char *state;
    const char *problem;
};

#define STANDING(type, member)                                                           \
    { #member, type, offsetof(struct standing, member) }
static const struct db_place standing_columns[] = {
    STANDING(DB_INTEGER, run_ms),
    STANDING(DB_INTEGER, attempts),
    STANDING(DB_TEXT, state),
    STANDING(DB_TEXT, problem),
};
#define STANDING_TEXT(mark)                                                              \
    "SELECT run_ms, attempts, state, problem FROM job WHERE town = " mark                \
    " ORDER BY id LIMIT 1"
static const struct db_statement read_standing = {
    .index = -1,
    .name = "test.standing",
    .sqlite = STANDING_TEXT("?1"),
    .postgres = STANDING_TEXT("$1"),
    .parameter_count = 1,
    .parameters = probe_parameters,
    .column_count = 4,
    .columns = standing_columns,
    .row_size = sizeof(struct standing),
};

static const struct refusal *run_read(struct work *work, void *context) {
    struct standing *standing = context;

    db_one(work, &read_standing, &(struct probe){ 0 }, standing);
    standing->state = strcmp(standing->state, "ready") == 0    ? "ready"
                      : strcmp(standing->state, "failed") == 0 ? "failed"
                                                               : "done";
    standing->problem = strstr(standing->problem, "gateway") ? "gateway" : "";
    return NULL;
}

/* Of the only job; its texts are among those above. */
static struct standing only_job(struct running *running) {
    struct standing standing = { 0 };

    assert_null(do_work(running, WORK_READ, run_read, &standing));
    return standing;
}

static void make_due(struct running *running) {
    assert_null(do_work(running, WORK_WRITE, run_script_of,
                        (char[]){ "UPDATE job SET run_ms = 1" }));
}

/* ---- sentences ---- */

static void a_job_runs_once_with_its_subject(void **state) {
    struct running *running = begin(state);

    assert_false(run_one(running));
    ask_for(running, "note", "filing 7", 0);
    assert_true(run_one(running));
    assert_string_equal(last_subject, "filing 7");
    assert_false(run_one(running));
    assert_int_equal(atomic_load(&jobs_done), 1);
    assert_int_equal(count_probes(running), 1);
    assert_string_equal(only_job(running).state, "done");
    stop_house(running);
}

static void what_is_asked_for_twice_runs_once(void **state) {
    struct running *running = begin(state);

    ask_for(running, "note", "filing 7", 0);
    ask_for(running, "note", "filing 7", 0);
    ask_for(running, "note", "filing 8", 0);
    while (run_one(running))
        continue;
    ask_for(running, "note", "filing 7", 0);
    assert_false(run_one(running));
    assert_int_equal(atomic_load(&jobs_done), 2);
    stop_house(running);
}

static void a_job_waits_for_its_moment(void **state) {
    struct running *running = begin(state);

    ask_for(running, "note", "later", house_now_ms() + minute_ms);
    assert_false(run_one(running));
    make_due(running);
    assert_true(run_one(running));
    stop_house(running);
}

static void jobs_run_in_the_order_of_their_moments(void **state) {
    struct running *running = begin(state);

    ask_for(running, "note", "second", 2000);
    ask_for(running, "note", "first", 1000);
    assert_true(run_one(running));
    assert_string_equal(last_subject, "first");
    assert_true(run_one(running));
    assert_string_equal(last_subject, "second");
    stop_house(running);
}

static void a_job_may_ask_for_another(void **state) {
    struct running *running = begin(state);

    ask_for(running, "ask", "x", 0);
    assert_true(run_one(running));
    assert_true(run_one(running));
    assert_string_equal(last_subject, "asked by a job");
    assert_false(run_one(running));
    stop_house(running);
}

static void after_a_fault_the_pauses_grow_and_the_eighth_is_the_last(void **state) {
    struct running *running = begin(state);

    ask_for(running, "fail", "x", 0);
    for (int attempt = 1; attempt <= JOB_ATTEMPTS_MAX; attempt++) {
        const int64_t begun_ms = house_now_ms();
        struct standing standing;

        assert_true(run_one(running));
        standing = only_job(running);
        assert_int_equal(standing.attempts, attempt);
        assert_string_equal(standing.problem, "gateway");
        assert_string_equal(standing.state,
                            attempt < JOB_ATTEMPTS_MAX ? "ready" : "failed");
        assert_true(standing.run_ms >= begun_ms + (minute_ms << (attempt - 1)));
        assert_true(standing.run_ms <= house_now_ms() + (minute_ms << (attempt - 1)));
        assert_false(run_one(running));
        make_due(running);
    }
    assert_false(run_one(running));
    assert_int_equal(atomic_load(&jobs_done), JOB_ATTEMPTS_MAX);
    assert_int_equal(count_probes(running), 0);
    stop_house(running);
}

static void a_kind_that_nobody_knows_is_put_off(void **state) {
    struct running *running = begin(state);

    ask_for(running, "unheard of", "x", 0);
    assert_true(run_one(running));
    assert_int_equal(only_job(running).attempts, 1);
    assert_string_equal(only_job(running).state, "ready");
    stop_house(running);
}

static void *run_all(void *context) {
    while (run_one(context))
        continue;
    return NULL;
}

static void two_runners_share_the_work_and_do_none_twice(void **state) {
    enum { JOBS = 40 };
    struct running *running = begin(state);
    pthread_t other;
    char subject[16];

    for (int i = 0; i < JOBS; i++) {
        snprintf(subject, sizeof subject, "%d", i);
        ask_for(running, "note", subject, 0);
    }
    assert_int_equal(pthread_create(&other, NULL, run_all, running), 0);
    run_all(running);
    pthread_join(other, NULL);
    run_all(running);
    assert_int_equal(count_probes(running), JOBS);
    stop_house(running);
}

static void daily_kinds_run_each_day_at_their_minute(void **state) {
    struct running *running = begin(state);
    struct job_kind daily[] = { { "daily", note, 0 }, { "evening", note, 24 * 60 } };
    char today[16];

    for (int start = 0; start < 2; start++) {
        struct job_runner *runner = job_start(&running->house, towns, daily, 2);

        for (int i = 0; i < 300 && count_probes(running) == 0; i++)
            nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
        job_stop(runner);
    }
    snprintf(today, sizeof today, "%d", civil_day(house_now_ms()));
    assert_string_equal(last_subject, today);
    assert_int_equal(atomic_load(&jobs_done), 1);
    stop_house(running);
}

/* Once, the thread tried without a pause what it could not even put off. */
static void what_cannot_be_put_off_makes_the_runner_pause(void **state) {
    struct running *running = begin(state);

    ask_for(running, "fail", "x", 0);
    assert_null(do_work(
        running, WORK_WRITE, run_script_of,
        (char[]){
            "CREATE TRIGGER no_fail BEFORE UPDATE ON job WHEN new.attempts > 0 BEGIN"
            " SELECT RAISE(ABORT, 'no'); END" }));
    assert_false(run_one(running));
    assert_int_equal(only_job(running).attempts, 0);
    stop_house(running);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_job_runs_once_with_its_subject),
        BOTH(what_is_asked_for_twice_runs_once),
        BOTH(a_job_waits_for_its_moment),
        BOTH(jobs_run_in_the_order_of_their_moments),
        BOTH(a_job_may_ask_for_another),
        BOTH(after_a_fault_the_pauses_grow_and_the_eighth_is_the_last),
        BOTH(a_kind_that_nobody_knows_is_put_off),
        BOTH(two_runners_share_the_work_and_do_none_twice),
        BOTH(daily_kinds_run_each_day_at_their_minute),
    };
    const struct CMUnitTest of_sqlite[] = {
        BOTH(what_cannot_be_put_off_makes_the_runner_pause),
    };

    return RUN_ON_BOTH(tests) + RUN_ON_SQLITE(of_sqlite);
}
