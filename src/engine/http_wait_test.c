/* Tests of answers that come later, of streams, and of stopping. */
#include "http.h"

#include "http_test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "arena.h"

enum { WORKERS_MAX = 4000, ROUNDS = 1000, CLIENTS = 4, SAID_ALL = -1 };

/* The server, and what its handlers saw. */
struct hall {
    struct arena *arena;
    struct http_server *server;
    char folder[64];
    atomic_int served;
    atomic_int finished;
    atomic_int lost; /* finished, but not with 200 */
    atomic_int closed;
    atomic_int events;                 /* still to be said, or SAID_ALL */
    pthread_mutex_t lock;              /* who wakes a stream and closed() take it */
    struct http_request *_Atomic held; /* of the stream, or never answered */
    pthread_t worker[WORKERS_MAX];
    atomic_int workers;
};

static int64_t body_max(void *context, const struct http_request *request) {
    (void)context;
    (void)request;
    return -1;
}

static void *answer_soon(void *request) {
    nanosleep(&(struct timespec){ .tv_nsec = 20 * 1000 * 1000 }, NULL);
    http_answer_now(request);
    return NULL;
}

static void *answer_at_once(void *request) {
    http_answer_now(request);
    return NULL;
}

static void employ(struct hall *hall, void *(*work)(void *), void *request) {
    const int index = atomic_fetch_add(&hall->workers, 1);

    assert_true(index < WORKERS_MAX);
    assert_int_equal(pthread_create(&hall->worker[index], NULL, work, request), 0);
}

static int64_t next_event(void *context, char *bytes, size_t room) {
    struct hall *hall = context;
    const int events = atomic_load(&hall->events);

    assert_true(room >= 16);
    if (events == SAID_ALL)
        return -1;
    if (events == 0)
        return 0;
    atomic_fetch_sub(&hall->events, 1);
    memcpy(bytes, "data: called\n\n", 14);
    return 14;
}

static void stream_closed(void *context) {
    struct hall *hall = context;

    pthread_mutex_lock(&hall->lock);
    atomic_store(&hall->held, NULL);
    pthread_mutex_unlock(&hall->lock);
    atomic_fetch_add(&hall->closed, 1);
}

static void begin_stream(struct hall *hall, struct http_request *request,
                         struct http_answer *answer) {
    struct http_stream *stream = arena_alloc(request->arena, sizeof *stream);

    *stream = (struct http_stream){ next_event, stream_closed, hall };
    answer->type = "text/event-stream";
    answer->stream = stream;
    atomic_store(&hall->held, request);
}

static enum http_when serve(void *context, struct http_request *request,
                            struct http_answer *answer) {
    struct hall *hall = context;

    atomic_fetch_add(&hall->served, 1);
    answer->status = 200;
    answer->type = "text/plain";
    answer->bytes = "late";
    answer->size = 4;
    if (strcmp(request->path, "/soon") == 0)
        employ(hall, answer_soon, request);
    else if (strcmp(request->path, "/race") == 0)
        employ(hall, answer_at_once, request);
    else if (strcmp(request->path, "/never") == 0)
        atomic_store(&hall->held, request);
    else if (strcmp(request->path, "/stream") == 0)
        begin_stream(hall, request, answer);
    else
        http_answer_now(request);
    return answer->stream ? HTTP_NOW : HTTP_LATER;
}

static void refuse(void *context, struct http_request *request, int status,
                   struct http_answer *answer) {
    (void)context;
    (void)request;
    (void)status;
    (void)answer;
}

static void finished(void *context, struct http_request *request,
                     const struct http_answer *answer) {
    struct hall *hall = context;

    assert_non_null(request->path);
    atomic_fetch_add(&hall->lost, answer->status != 200);
    atomic_fetch_add(&hall->finished, 1);
}

static void open_hall(struct hall *hall, int threads) {
    const char *why;

    *hall = (struct hall){ .arena = arena_new(), .folder = "/tmp/http_wait.XXXXXX" };
    pthread_mutex_init(&hall->lock, NULL);
    assert_non_null(mkdtemp(hall->folder));
    hall->server = http_start(&(struct http_settings){ .address = "127.0.0.1",
                                                       .threads = threads,
                                                       .spool_folder = hall->folder,
                                                       .body_max = body_max,
                                                       .serve = serve,
                                                       .refuse = refuse,
                                                       .finished = finished,
                                                       .context = hall },
                              hall->arena, &why);
    assert_null(why);
}

static void close_hall(struct hall *hall, int wait_ms) {
    http_stop(hall->server, wait_ms);
    for (int i = 0; i < atomic_load(&hall->workers); i++)
        pthread_join(hall->worker[i], NULL);
    assert_int_equal(atomic_load(&hall->finished), atomic_load(&hall->served));
    rmdir(hall->folder);
    arena_free(hall->arena);
}

static struct hall hall;

static int port(void) {
    return http_port(hall.server);
}

static int64_t now_ms(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void wait_for(atomic_int *number, int wanted) {
    for (int i = 0; i < PATIENCE_MS && atomic_load(number) < wanted; i++)
        usleep(1000);
    assert_int_equal(atomic_load(number), wanted);
}

/* Says one more event, if anybody listens. */
static void wake_stream(int events) {
    pthread_mutex_lock(&hall.lock);
    atomic_store(&hall.events, events);
    if (atomic_load(&hall.held))
        http_wake(atomic_load(&hall.held));
    pthread_mutex_unlock(&hall.lock);
}

/* Opens the stream and waits until its head is there. */
static int open_stream(void) {
    const int line = call(port());

    say(line, GET("/stream") "\r\n");

    const struct reply reply = hear(line, "\r\n\r\n", PATIENCE_MS);

    assert_status(&reply, 200);
    assert_says(&reply, "Transfer-Encoding: chunked");
    return line;
}

static void an_answer_may_come_from_another_thread(void **state) {
    (void)state;
    open_hall(&hall, 1);

    const struct reply reply = ask(port(), GET("/soon") "\r\n" GET("/soon") LAST);

    assert_status(&reply, 200);
    assert_non_null(strstr(reply.bytes + 1, "HTTP/1.1 200"));
    close_hall(&hall, 1000);
}

static void an_answer_may_come_while_it_is_asked_for(void **state) {
    (void)state;
    open_hall(&hall, 1);

    const struct reply reply = ask(port(), GET("/at-once") LAST);

    assert_status(&reply, 200);
    assert_string_equal(body_of(&reply), "late");
    close_hall(&hall, 1000);
}

/* Returns NULL, or what it was given when the line was closed too early. */
static void *ask_often(void *context) {
    const int line = call(port());
    char bytes[512];

    for (int i = 0; i < ROUNDS; i++) {
        size_t size = 0;

        say(line, GET("/race") "\r\n");
        do {
            const ssize_t got = recv(line, bytes + size, sizeof bytes - 1 - size, 0);

            if (got <= 0)
                return context;
            size += (size_t)got;
            bytes[size] = '\0';
        } while (!strstr(bytes, "\r\n\r\nlate"));
    }
    close(line);
    return NULL;
}

static void answers_race_with_sleep_and_none_is_lost(void **state) {
    pthread_t client[CLIENTS];

    (void)state;
    open_hall(&hall, 2);
    for (int i = 0; i < CLIENTS; i++)
        assert_int_equal(pthread_create(&client[i], NULL, ask_often, &hall), 0);
    for (int i = 0; i < CLIENTS; i++) {
        void *complaint = NULL;

        pthread_join(client[i], &complaint);
        assert_null(complaint);
    }
    close_hall(&hall, 1000);
    assert_int_equal(atomic_load(&hall.served), CLIENTS * ROUNDS);
}

static void a_stream_says_what_it_is_woken_for(void **state) {
    (void)state;
    open_hall(&hall, 2);

    const int line = open_stream();

    for (int i = 0; i < 100; i++) {
        wake_stream(1);

        const struct reply reply = hear(line, "data: called\n\n", PATIENCE_MS);

        assert_says(&reply, "data: called\n\n");
    }
    wake_stream(SAID_ALL);

    const struct reply reply = hear(line, "0\r\n\r\n", PATIENCE_MS);

    assert_says(&reply, "0\r\n\r\n");
    wait_for(&hall.closed, 1);
    close(line);
    close_hall(&hall, 1000);
}

static void a_stream_whose_client_left_is_closed_when_it_speaks(void **state) {
    (void)state;
    open_hall(&hall, 2);

    const int line = open_stream();

    close(line);
    for (int i = 0; i < PATIENCE_MS && atomic_load(&hall.closed) == 0; i++) {
        wake_stream(1);
        usleep(1000);
    }
    wait_for(&hall.closed, 1);
    close_hall(&hall, 1000);
}

static void stopping_ends_streams_and_waits_for_answers(void **state) {
    (void)state;
    open_hall(&hall, 2);

    const int stream = open_stream();
    const int line = call(port());

    say(line, GET("/soon") "\r\n");
    wait_for(&hall.served, 2);

    const int64_t begun_ms = now_ms();

    close_hall(&hall, 3000);
    assert_true(now_ms() - begun_ms < 2000);
    assert_int_equal(atomic_load(&hall.closed), 1);
    assert_int_equal(atomic_load(&hall.lost), 0);

    struct reply reply = hear(line, NULL, PATIENCE_MS);

    assert_status(&reply, 200);
    assert_true(reply.is_closed);
    reply = hear(stream, NULL, PATIENCE_MS);
    assert_says(&reply, "0\r\n\r\n");
    assert_true(reply.is_closed);
    close(line);
    close(stream);
}

static void stopping_gives_up_on_an_answer_that_does_not_come(void **state) {
    (void)state;
    open_hall(&hall, 2);

    const int line = call(port());

    say(line, GET("/never") "\r\n");
    wait_for(&hall.served, 1);
    close_hall(&hall, 50);
    assert_int_equal(atomic_load(&hall.lost), 1);

    const struct reply reply = hear(line, NULL, PATIENCE_MS);

    assert_true(reply.is_closed);
    assert_int_equal(reply.size, 0);
    close(line);
    /* The worker comes late, the server is gone; only the memory is left to free. */
    http_answer_now(atomic_load(&hall.held));
}

static void a_stopped_server_takes_no_call(void **state) {
    const struct sockaddr_in place = { .sin_family = AF_INET,
                                       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct sockaddr_in there = place;

    (void)state;
    open_hall(&hall, 1);
    there.sin_port = htons((uint16_t)port());
    close_hall(&hall, 0);

    const int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_int_not_equal(connect(line, (struct sockaddr *)&there, sizeof there), 0);
    close(line);
}

static void a_port_that_is_taken_gives_a_reason(void **state) {
    const char *why;
    struct http_settings settings = { .address = "127.0.0.1",
                                      .threads = 1,
                                      .body_max = body_max,
                                      .serve = serve,
                                      .refuse = refuse };

    (void)state;
    open_hall(&hall, 1);
    settings.port = port();
    settings.spool_folder = hall.folder;
    assert_null(http_start(&settings, hall.arena, &why));
    assert_non_null(strstr(why, "Address already in use"));
    settings.address = "nowhere";
    assert_null(http_start(&settings, hall.arena, &why));
    assert_non_null(strstr(why, "nowhere"));
    settings.spool_folder = "/proc/none";
    assert_null(http_start(&settings, hall.arena, &why));
    assert_non_null(strstr(why, "/proc/none"));
    close_hall(&hall, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_may_come_from_another_thread),
        cmocka_unit_test(an_answer_may_come_while_it_is_asked_for),
        cmocka_unit_test(answers_race_with_sleep_and_none_is_lost),
        cmocka_unit_test(a_stream_says_what_it_is_woken_for),
        cmocka_unit_test(a_stream_whose_client_left_is_closed_when_it_speaks),
        cmocka_unit_test(stopping_ends_streams_and_waits_for_answers),
        cmocka_unit_test(stopping_gives_up_on_an_answer_that_does_not_come),
        cmocka_unit_test(a_stopped_server_takes_no_call),
        cmocka_unit_test(a_port_that_is_taken_gives_a_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
