/* Streams over real connections; the second house is another process on PostgreSQL. */
#include "push.h"

#include <pthread.h>
#include <stdatomic.h>

#include "crowd_test.h"
#include "http_test.h"

#include "http_private.h"

enum { SILENCE_MS = 300, SOON_MS = 5000, OTHER_TOWN = 330109114 };

struct office {
    struct running *running;
    struct http_server *http;
    char spool[64];
};

/* ---- a server whose every address is a stream: /TOWN/TOPICS ---- */

static int64_t body_max(void *context, const struct http_request *request) {
    (void)context;
    (void)request;
    return -1;
}

static enum http_when serve(void *context, struct http_request *request,
                            struct http_answer *answer) {
    const struct office *office = context;
    long long town = 0;
    unsigned topics = 0;

    assert_int_equal(sscanf(request->path, "/%lld/%u", &town, &topics), 2);
    answer->status = 200;
    answer->type = "text/event-stream";
    answer->stream =
        push_stream(office->running->house.push, request, "visitor", town, topics);
    return HTTP_NOW;
}

static void refuse(void *context, struct http_request *request, int status,
                   struct http_answer *answer) {
    (void)context;
    (void)request;
    answer->status = status;
}

/* Once it listens to the database: what it tells first, that it begins, reaches no page.
 */
static struct push *start_push(struct running *running) {
    struct executor *executor = running->house.executor;

    for (int i = 0; executor_version(executor) != executor_version(executor); i++) {
        assert_in_range(i, 0, SOON_MS);
        nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
    }
    return push_start(&running->house);
}

static void open_office(struct office *office, struct running *running) {
    const char *why = NULL;

    office->running = running;
    running->house.push = start_push(running);
    snprintf(office->spool, sizeof office->spool, "/tmp/haoban-push-%d", (int)getpid());
    office->http = http_start(&(struct http_settings){ .address = "127.0.0.1",
                                                       .threads = 2,
                                                       .spool_folder = office->spool,
                                                       .body_max = body_max,
                                                       .serve = serve,
                                                       .refuse = refuse,
                                                       .context = office },
                              running->arena, &why);
    if (!office->http)
        fail_msg("%s", why);
}

static void close_office(struct office *office) {
    http_stop(office->http, 1000);
    push_stop(office->running->house.push);
    office->running->house.push = NULL;
    stop_house(office->running);
    rmdir(office->spool);
}

/* A line on which the first ping was heard. */
static int listen_to(const struct office *office, long long town, unsigned topics) {
    const int line = call(http_port(office->http));
    char text[128];

    snprintf(text, sizeof text, "GET /%lld/%u HTTP/1.1\r\nHost: hall.cn\r\n\r\n", town,
             topics);
    say(line, text);
    assert_non_null(strstr(hear(line, ": ping\n", SOON_MS).bytes, ": ping\n"));
    return line;
}

static bool hears(int line, int patience_ms) {
    return strstr(hear(line, "data: changed\n", patience_ms).bytes, "data: changed\n");
}

/* ---- works ---- */

static const struct refusal *run_tell(struct work *work, void *context) {
    push_tell(work, *(const enum push_topic *)context);
    return NULL;
}

static const struct refusal *run_tell_and_refuse(struct work *work, void *context) {
    static const struct refusal no = { REFUSED_CONFLICT, "test.no", "不行", NULL };

    run_tell(work, context);
    return &no;
}

static void tell(struct running *running, int64_t town, enum push_topic topic) {
    assert_null(do_work_in(running, town, WORK_WRITE, run_tell, &topic));
}

/* ---- sentences ---- */

static void a_page_hears_of_its_own_topic_and_town(void **state) {
    struct office office = { 0 };
    int line;

    need_database(state);
    open_office(&office, run_house(state, 2));
    line = listen_to(&office, test_town, PUSH_DESK);
    tell(office.running, test_town, PUSH_DESK);
    assert_true(hears(line, SOON_MS));
    if (!is_postgres(state)) { /* whose notices tell no topic */
        tell(office.running, test_town, PUSH_MATTER);
        tell(office.running, OTHER_TOWN, PUSH_DESK);
        assert_false(hears(line, SILENCE_MS));
    }
    close(line);
    close_office(&office);
}

static void what_was_not_committed_is_not_told(void **state) {
    enum push_topic topic = PUSH_DESK;
    struct office office = { 0 };
    int line;

    need_database(state);
    open_office(&office, run_house(state, 2));
    line = listen_to(&office, test_town, PUSH_DESK);
    assert_null(do_work(office.running, WORK_WRITE, run_tell_and_refuse, &topic));
    assert_false(hears(line, SILENCE_MS));
    close(line);
    close_office(&office);
}

static const struct http_stream *open_stream(struct push *push, struct turn *turn,
                                             int account) {
    char holder[16];

    snprintf(holder, sizeof holder, "%d", account);
    return push_stream(push, &turn->request, holder, test_town, PUSH_DESK);
}

static void nobody_takes_all_streams(void **state) {
    struct running *running = run_house(state, 2);
    struct push *push = start_push(running);
    struct turn *turn = calloc(1, sizeof *turn);
    const struct http_stream *streams[PUSH_STREAMS_OF_ONE_MAX];
    const struct http_stream *other;

    assert_non_null(turn);
    for (int i = 0; i < PUSH_STREAMS_OF_ONE_MAX; i++)
        assert_non_null(streams[i] = open_stream(push, turn, 1));
    assert_null(open_stream(push, turn, 1));
    other = open_stream(push, turn, 2);
    assert_non_null(other);
    streams[3]->closed(streams[3]->context);
    streams[3] = open_stream(push, turn, 1);
    assert_non_null(streams[3]);
    for (int i = 0; i < PUSH_STREAMS_OF_ONE_MAX; i++)
        streams[i]->closed(streams[i]->context);
    other->closed(other->context);
    free(turn);
    push_stop(push);
    stop_house(running);
}

/* The page comes again, and whoever signed out meanwhile is not let in. */
static void a_stream_ends_before_long(void **state) {
    struct running *running = run_house(state, 2);
    struct push *push = start_push(running);
    struct turn *turn = calloc(1, sizeof *turn);
    const struct http_stream *stream = open_stream(push, turn, 1);
    int pings = 0;
    char room[4096];

    while (stream->next(stream->context, room, sizeof room) >= 0) {
        push_ping(push);
        pings++;
    }
    assert_int_equal(pings, PUSH_LIFE_MINUTES * 60 / PUSH_PING_SECONDS);
    push_signal(push, test_town, PUSH_DESK);
    assert_int_equal(stream->next(stream->context, room, sizeof room), -1);
    stream->closed(stream->context);
    free(turn);
    push_stop(push);
    stop_house(running);
}

static void only_so_many_streams_are_open(void **state) {
    struct running *running = run_house(state, 2);
    struct push *push = start_push(running);
    struct turn *turn = calloc(1, sizeof *turn);
    const struct http_stream **streams = calloc(PUSH_STREAMS_MAX, sizeof *streams);
    char room[4096];

    assert_non_null(turn);
    assert_non_null(streams);
    for (int i = 0; i < PUSH_STREAMS_MAX; i++) {
        streams[i] = open_stream(push, turn, i / PUSH_STREAMS_OF_ONE_MAX);
        assert_non_null(streams[i]);
    }
    assert_null(open_stream(push, turn, PUSH_STREAMS_MAX));
    push_signal(push, test_town, PUSH_DESK);
    assert_int_equal(streams[7]->next(streams[7]->context, room, sizeof room), 15);
    if (!is_postgres(state)) /* whose own notice comes back */
        assert_int_equal(streams[7]->next(streams[7]->context, room, sizeof room), 0);
    streams[7]->closed(streams[7]->context);
    streams[7] = open_stream(push, turn, 0);
    assert_non_null(streams[7]);
    for (int i = 0; i < PUSH_STREAMS_MAX; i++)
        streams[i]->closed(streams[i]->context);
    free(streams);
    free(turn);
    push_stop(push);
    stop_house(running);
}

/* ---- many at once ---- */

enum { VISITORS = 4, VISITS = 25 };

struct visitor {
    pthread_t thread;
    const struct office *office;
};

static void *come_and_go(void *context) {
    const struct visitor *visitor = context;

    for (int i = 0; i < VISITS; i++) {
        const int line = call(http_port(visitor->office->http));
        char text[128];

        snprintf(text, sizeof text, "GET /%lld/1 HTTP/1.1\r\nHost: hall.cn\r\n\r\n",
                 (long long)test_town);
        say(line, text);
        if (i % 3)
            nanosleep(&(struct timespec){ .tv_nsec = 3000000 }, NULL);
        close(line);
    }
    return NULL;
}

struct teller {
    pthread_t thread;
    struct running *running;
    atomic_bool ends;
};

static void *go_on_telling(void *context) {
    struct teller *teller = context;

    while (!atomic_load(&teller->ends))
        tell(teller->running, test_town, PUSH_DESK);
    return NULL;
}

/* Under the thread sanitizer this looks at the order of locks too. */
static void pages_come_and_go_while_everybody_is_told(void **state) {
    struct office office = { 0 };
    struct visitor visitors[VISITORS];
    struct teller teller = { 0 };

    need_database(state);
    open_office(&office, run_house(state, 2));
    teller.running = office.running;
    pthread_create(&teller.thread, NULL, go_on_telling, &teller);
    for (int i = 0; i < VISITORS; i++) {
        visitors[i].office = &office;
        pthread_create(&visitors[i].thread, NULL, come_and_go, &visitors[i]);
    }
    for (int i = 0; i < VISITORS; i++)
        pthread_join(visitors[i].thread, NULL);
    atomic_store(&teller.ends, true);
    pthread_join(teller.thread, NULL);
    close_office(&office);
}

/* ---- two processes ---- */

/* Another house on the same database, with an executor of its own. */
static struct running *run_neighbour(void **state) {
    struct running *running = calloc(1, sizeof *running);

    assert_non_null(running);
    running->arena = arena_new();
    fill_house(running, 0, NULL);
    start_executor(state, running, 2);
    running->house.push = start_push(running);
    return running;
}

static void stop_neighbour(struct running *running) {
    push_stop(running->house.push);
    stop_house(running);
}

/* Once, of two towns within a quarter of a second the second was not told. */
static void another_process_is_told_of_every_town(void **state) {
    struct office office = { 0 };
    struct running *neighbour;
    int line, other_line;

    need_database(state);
    open_office(&office, run_house(state, 2));
    neighbour = run_neighbour(state);
    line = listen_to(&office, test_town, PUSH_DESK);
    other_line = listen_to(&office, OTHER_TOWN, PUSH_DESK);
    tell(neighbour, test_town, PUSH_DESK);
    tell(neighbour, OTHER_TOWN, PUSH_DESK);
    assert_true(hears(line, SOON_MS));
    assert_true(hears(other_line, SOON_MS));
    close(line);
    close(other_line);
    stop_neighbour(neighbour);
    close_office(&office);
}

/* Once, what was told in the last quarter of a second went with the process. */
static void what_was_told_last_is_spread_before_the_end(void **state) {
    struct office office = { 0 };
    struct running *neighbour;
    int line;

    need_database(state);
    open_office(&office, run_house(state, 2));
    neighbour = run_neighbour(state);
    line = listen_to(&office, test_town, PUSH_DESK);
    tell(neighbour, test_town, PUSH_DESK);
    stop_neighbour(neighbour);
    assert_true(hears(line, SOON_MS));
    close(line);
    close_office(&office);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_page_hears_of_its_own_topic_and_town),
        BOTH(what_was_not_committed_is_not_told),
        BOTH(nobody_takes_all_streams),
        BOTH(a_stream_ends_before_long),
        BOTH(only_so_many_streams_are_open),
        BOTH(pages_come_and_go_while_everybody_is_told),
    };
    const struct CMUnitTest of_postgres[] = {
        BOTH(another_process_is_told_of_every_town),
        BOTH(what_was_told_last_is_spread_before_the_end),
    };

    return RUN_ON_BOTH(tests) + cmocka_run_group_tests_name("PostgreSQL alone",
                                                            of_postgres, set_up_postgres,
                                                            tear_down);
}
