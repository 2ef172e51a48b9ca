/*
 * What a client of ill will sends: none of it may be served, and nothing that lies
 * behind it on the line either.
 */
#include "http.h"

#include "http_test.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "arena.h"

enum { IDLE_SECONDS = 1, LONG_BYTES = 100 * 1024 };

/* Behind each probe, for a server that took its end to be elsewhere. */
#define SMUGGLED "GET /smuggled HTTP/1.1\r\nHost: hall.cn\r\n\r\n"

struct probe {
    const char *what;
    const char *bytes;
    size_t size;
};

#define PROBE(what, bytes)                                                               \
    { what, bytes, sizeof bytes - 1 }

static const struct probe heads[] = {
    PROBE("no Host", "GET / HTTP/1.1\r\n\r\n"),
    PROBE("no Host, 1.0", "GET / HTTP/1.0\r\n\r\n"),
    PROBE("two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
    PROBE("an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
    PROBE("a Host with a slash", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
    PROBE("a Host with a blank", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
    PROBE("a Host with a user", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n"),
    PROBE("LF behind the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n"),
    PROBE("LF behind a header", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"),
    PROBE("LF behind the last header", "GET / HTTP/1.1\r\nHost: a\n\r\n"),
    PROBE("LF for the empty line", "GET / HTTP/1.1\r\nHost: a\r\n\n"),
    PROBE("LF everywhere", "GET / HTTP/1.1\nHost: a\n\n"),
    PROBE("CR in a header", GET("/") "X: a\rb\r\n\r\n"),
    PROBE("CR for a line's end", "GET / HTTP/1.1\rHost: a\r\r"),
    PROBE("LF CR", GET("/") "X: a\n\rY: b\r\n\r\n"),
    PROBE("LF CR LF", GET("/") "X: a\n\r\n"),
    PROBE("CR CR LF", GET("/") "X: a\r\r\n\r\n"),
    PROBE("NUL in a value", GET("/") "X: a\0b\r\n\r\n"),
    PROBE("NUL at a value's end", GET("/") "X: a\0\r\n\r\n"),
    PROBE("NUL in a name", GET("/") "X\0Y: a\r\n\r\n"),
    PROBE("NUL hiding a length", POST("/") "Content-Length: 0\0"
                                           "5\r\n\r\nhello"),
    PROBE("NUL in the target", "GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("NUL in the method", "GE\0T / HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("a control in a value", GET("/") "X: a\x01\r\n\r\n"),
    PROBE("DEL in a value", GET("/") "X: a\x7F\r\n\r\n"),
    PROBE("a folded header", GET("/") "X: a\r\n b\r\n\r\n"),
    PROBE("a folded header, tab", GET("/") "X: a\r\n\tb\r\n\r\n"),
    PROBE("a folded last header", POST("/") "Content-Len: 5\r\n gth\r\n\r\nhello"),
    PROBE("a fold first", "GET / HTTP/1.1\r\n X: a\r\nHost: a\r\n\r\n"),
    PROBE("blank before the colon", GET("/") "X : a\r\n\r\n"),
    PROBE("tab before the colon", GET("/") "X\t: a\r\n\r\n"),
    PROBE("a hidden length", POST("/") "Content-Length : 5\r\n\r\nhello"),
    PROBE("no name", GET("/") ": a\r\n\r\n"),
    PROBE("no colon", GET("/") "nonsense\r\n\r\n"),
    PROBE("a name with brackets", GET("/") "X(y): a\r\n\r\n"),
    PROBE("a name beyond ASCII", GET("/") "X\xE4\xB8\x80: a\r\n\r\n"),
    PROBE("Expect of the unknown",
          POST("/") "Expect: 200-ok\r\nContent-Length: 0\r\n\r\n"),
};

static const struct probe lines[] = {
    PROBE("TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("an unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("a small method", "get / HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("a method with a colon", "G:ET / HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("two blanks behind", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("a blank at the end", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"),
    PROBE("a blank at the front", " GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("tabs", "GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("a blank in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("a tab in the target", "GET /a\tb HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("a control in the target", "GET /a\x01 HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("a fragment", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("the absolute form", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("no slash", "GET a HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("no target", "GET HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("no version", "GET /\r\nHost: a\r\n\r\n"),
    PROBE("version 0.9", "GET / HTTP/0.9\r\nHost: a\r\n\r\n"),
    PROBE("version 1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
    PROBE("version 2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
    PROBE("version 1.10", "GET / HTTP/1.10\r\nHost: a\r\n\r\n"),
    PROBE("a small version", "GET / http/1.1\r\nHost: a\r\n\r\n"),
    PROBE("%00 in the path", "GET /a%00 HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("%0A in the path", "GET /a%0Ab HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("half a percent", "GET /a%4 HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("no hexadecimal", "GET /a%zz HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("invalid UTF-8", "GET /%FF HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("an overlong slash", "GET /%C0%AF HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("a surrogate", "GET /%ED%A0%80 HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("invalid UTF-8, raw", "GET /\xFF HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("invalid UTF-8 in the query", "GET /?a=%FF HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("%00 in the query", "GET /?a=%00 HTTP/1.1\r\nHost: a\r\n\r\n"),
    PROBE("noise", "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n"),
};

static const struct probe bodies[] = {
    PROBE("two lengths, the same",
          POST("/") "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
    PROBE("two lengths that differ",
          POST("/") "Content-Length: 5\r\nContent-Length: 0\r\n\r\nhello"),
    PROBE("a list of lengths", POST("/") "Content-Length: 5, 5\r\n\r\nhello"),
    PROBE("a negative length", POST("/") "Content-Length: -1\r\n\r\nhello"),
    PROBE("a length with a sign", POST("/") "Content-Length: +5\r\n\r\nhello"),
    PROBE("a length in hexadecimal", POST("/") "Content-Length: 0x5\r\n\r\nhello"),
    PROBE("an empty length", POST("/") "Content-Length:\r\n\r\n"),
    PROBE("a length with a blank", POST("/") "Content-Length: 5 5\r\n\r\nhello"),
    PROBE("a huge length", POST("/") "Content-Length: 9999999999999999\r\n\r\n"),
    PROBE("a length beyond 64 bits",
          POST("/") "Content-Length: 18446744073709551621\r\n\r\nhello"),
    PROBE("a length beyond the limit",
          POST("/") "Content-Length: 900000000\r\n\r\nhello"),
    PROBE("a length and chunks",
          POST("/") "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    PROBE("chunks and a length",
          POST("/") "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
    PROBE("chunks twice", POST("/") "Transfer-Encoding: chunked\r\n"
                                    "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    PROBE("chunks and identity",
          POST("/") "Transfer-Encoding: chunked\r\n"
                    "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n"),
    PROBE("chunked, identity",
          POST("/") "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
    PROBE("gzip, chunked", POST("/") "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    PROBE("xchunked", POST("/") "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
    PROBE("chunked;", POST("/") "Transfer-Encoding: chunked;\r\n\r\n0\r\n\r\n"),
    PROBE("\"chunked\"", POST("/") "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"),
    PROBE("chunked behind VT", POST("/") "Transfer-Encoding: \x0B"
                                         "chunked\r\n\r\n0\r\n\r\n"),
    PROBE("chunked and a blank",
          POST("/") "Transfer-Encoding: chunked \r\n\r\n0\r\n\r\n"),
    PROBE("an empty coding", POST("/") "Transfer-Encoding:\r\n\r\n0\r\n\r\n"),
    PROBE("chunks in 1.0", "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                           "Connection: keep-alive\r\n\r\n0\r\n\r\n"),
    PROBE("a GET with a body", GET("/") "Content-Length: 5\r\n\r\nhello"),
    PROBE("a GET in chunks", GET("/") "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
#define CHUNKED POST("/") "Transfer-Encoding: chunked\r\n\r\n"
    PROBE("a chunk beyond 64 bits", CHUNKED "10000000000000005\r\nhello\r\n0\r\n\r\n"),
    PROBE("a chunk of 16 F", CHUNKED "FFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n"),
    PROBE("a negative chunk", CHUNKED "-1\r\nhello\r\n0\r\n\r\n"),
    PROBE("a chunk without a size", CHUNKED "\r\nhello\r\n0\r\n\r\n"),
    PROBE("a chunk with 0x", CHUNKED "0x5\r\nhello\r\n0\r\n\r\n"),
    PROBE("a chunk with a blank", CHUNKED "5 \r\nhello\r\n0\r\n\r\n"),
    PROBE("a chunk longer than it says", CHUNKED "4\r\nhello\r\n0\r\n\r\n"),
    PROBE("a chunk of words", CHUNKED "five\r\nhello\r\n0\r\n\r\n"),
};

struct hall {
    struct arena *arena;
    struct http_server *server;
    char folder[64];
    atomic_int served;
};

static int64_t body_max(void *context, const struct http_request *request) {
    (void)context;
    (void)request;
    return -1;
}

static enum http_when serve(void *context, struct http_request *request,
                            struct http_answer *answer) {
    struct hall *hall = context;

    atomic_fetch_add(&hall->served, 1);
    answer->status = 200;
    answer->type = "text/plain";
    answer->bytes = request->path;
    answer->size = strlen(request->path);
    return HTTP_NOW;
}

static void refuse(void *context, struct http_request *request, int status,
                   struct http_answer *answer) {
    (void)context;
    (void)request;
    (void)status;
    answer->type = "text/plain";
    answer->bytes = "refused";
    answer->size = 7;
}

static int set_up(void **state) {
    static struct hall hall = { .folder = "/tmp/http_probe.XXXXXX" };
    const char *why;

    assert_non_null(mkdtemp(hall.folder));
    hall.arena = arena_new();
    hall.server = http_start(&(struct http_settings){ .address = "127.0.0.1",
                                                      .threads = 2,
                                                      .idle_seconds = IDLE_SECONDS,
                                                      .spool_folder = hall.folder,
                                                      .body_max = body_max,
                                                      .serve = serve,
                                                      .refuse = refuse,
                                                      .context = &hall },
                             hall.arena, &why);
    assert_null(why);
    *state = &hall;
    return 0;
}

static int tear_down(void **state) {
    struct hall *hall = *state;

    http_stop(hall->server, 1000);
    rmdir(hall->folder);
    arena_free(hall->arena);
    return 0;
}

/* A probe is refused or hung up on; nothing is served, and the line is closed. */
static void send_probe(struct hall *hall, const struct probe *probe) {
    const int port = http_port(hall->server);
    const int before = atomic_load(&hall->served);
    char *bytes = malloc(probe->size + sizeof SMUGGLED);

    memcpy(bytes, probe->bytes, probe->size);
    memcpy(bytes + probe->size, SMUGGLED, sizeof SMUGGLED);

    const struct reply reply = ask_bytes(port, bytes, probe->size + sizeof SMUGGLED - 1);

    free(bytes);
    if (!reply.is_closed)
        fail_msg("%s: the line stays open", probe->what);
    if (atomic_load(&hall->served) != before || strstr(reply.bytes, "HTTP/1.1 2"))
        fail_msg("%s: served: %s", probe->what, reply.bytes);
    if (reply.size > 0 && strncmp(reply.bytes, "HTTP/1.1 4", 10) != 0 &&
        strncmp(reply.bytes, "HTTP/1.1 5", 10) != 0)
        fail_msg("%s: answered: %s", probe->what, reply.bytes);
    if (getenv("HTTP_PROBE_SHOWS"))
        print_message("%-32s %.12s\n", probe->what, reply.size ? reply.bytes : "closed");
}

static void malformed_heads_are_refused(void **state) {
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        send_probe(*state, &heads[i]);
}

static void malformed_request_lines_are_refused(void **state) {
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        send_probe(*state, &lines[i]);
}

static void bodies_that_may_be_framed_in_two_ways_are_refused(void **state) {
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        send_probe(*state, &bodies[i]);
}

/* A probe of head, count times middle, and tail. */
static void send_long(struct hall *hall, const char *what, const char *head,
                      const char *middle, int count, const char *tail) {
    const size_t step = strlen(middle);
    const size_t size = strlen(head) + step * (size_t)count + strlen(tail);
    char *bytes = malloc(size + 1);
    char *at = stpcpy(bytes, head);

    for (int i = 0; i < count; i++)
        at = stpcpy(at, middle);
    stpcpy(at, tail);
    send_probe(hall, &(struct probe){ what, bytes, size });
    free(bytes);
}

static void what_is_too_long_is_refused(void **state) {
    struct hall *hall = *state;
    static const char end[] = " HTTP/1.1\r\nHost: a\r\n\r\n";

    send_long(hall, "a line of 100 KB", "GET /", "a", LONG_BYTES, end);
    send_long(hall, "a path of 2 KB", "GET /", "a", 2048, end);
    send_long(hall, "a query of 5 KB", "GET /?a=", "a", 5 * 1024, end);
    send_long(hall, "65 query pairs", "GET /?", "a=1&", 65, end);
    send_long(hall, "2000 query pairs", "GET /?", "a&", 2000, end);
    send_long(hall, "65 cookies", GET("/") "Cookie: ", "a=1;", 65, "\r\n\r\n");
    send_long(hall, "a method of 100 KB", "G", "E", LONG_BYTES, " / HTTP/1.1\r\n\r\n");
    send_long(hall, "1000 headers", GET("/"), "X: a\r\n", 1000, "\r\n");
    send_long(hall, "110 headers", GET("/"), "X: a\r\n", 110, "\r\n");
    send_long(hall, "a header of 100 KB", GET("/") "X: ", "a", LONG_BYTES, "\r\n\r\n");
    send_long(hall, "a header of 16 KB and more", GET("/") "X: ", "a", 16400, "\r\n\r\n");
    send_long(hall, "a name of 100 KB", GET("/"), "X", LONG_BYTES, ": a\r\n\r\n");
    send_long(hall, "a chunk's extension of 100 KB", CHUNKED "5;", "x", LONG_BYTES,
              "\r\nhello\r\n0\r\n\r\n");
    send_long(hall, "a trailer of 100 KB", CHUNKED "0\r\nX: ", "x", LONG_BYTES,
              "\r\n\r\n");
    send_long(hall, "a form above the limit",
              POST("/") FORM "Content-Length: 300000\r\n\r\n", "aaaaaaaaaa", 30000, "");
    send_long(hall, "a form above the limit in chunks",
              POST("/") FORM "Transfer-Encoding: chunked\r\n\r\n493e0\r\n", "aaaaaaaaaa",
              30000, "\r\n0\r\n\r\n");
}

static void a_head_as_long_as_is_allowed_is_served(void **state) {
    struct hall *hall = *state;
    char bytes[9000] = GET("/long") "X: ";
    const size_t size = strlen(bytes);

    memset(bytes + size, 'a', 8000);
    strncat(bytes, "\r\n" LAST, 100);

    const struct reply reply = ask(http_port(hall->server), bytes);

    assert_status(&reply, 200);
}

/* What chunks libmicrohttpd takes with a bare LF may be served, but ends the line. */
static void nothing_behind_a_body_in_chunks_is_served(void **state) {
    struct hall *hall = *state;
    static const char *const tails[] = {
        "5\nhello\r\n0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "5\r\nhello\r\n0\n\r\n",
        "5\r\nhello\r\n0\r\n\n",
        "5;x\n\r\nhel\r\n0\r\n\r\n",
        "5\r\nhello\r\n0\r\nX: a\r\n\r\n",
        "5\r\nhello\r\n0\r\nContent-Length: 5\r\n\r\n",
    };

    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        char bytes[1024];

        snprintf(bytes, sizeof bytes, CHUNKED "%s" SMUGGLED, tails[i]);

        const struct reply reply = ask(http_port(hall->server), bytes);

        assert_true(reply.is_closed);
        assert_silent_on(&reply, "/smuggled");
        assert_null(strstr(reply.bytes + (reply.size > 0), "HTTP/1.1"));
    }
}

static void a_body_longer_than_declared_is_another_request(void **state) {
    struct hall *hall = *state;
    const struct reply reply = ask(http_port(hall->server), POST("/short") FORM
                                   "Content-Length: 3\r\n\r\na=1&b=2");

    assert_status(&reply, 200);
    assert_null(strstr(reply.bytes + 1, "HTTP/1.1 2"));
}

/* ---- time ---- */

static void assert_hung_up_on(struct hall *hall, const char *head, const char *drip,
                              int drips) {
    const int before = atomic_load(&hall->served);
    const int line = call(http_port(hall->server));
    struct reply reply = { 0 };

    say(line, head);
    for (int i = 0; i < drips && !reply.is_closed; i++) {
        say(line, drip);
        reply = hear(line, NULL, 300);
    }
    if (!reply.is_closed)
        reply = hear(line, NULL, 4000 * IDLE_SECONDS);
    assert_true(reply.is_closed);
    assert_int_equal(reply.size, 0);
    assert_int_equal(atomic_load(&hall->served), before);
    close(line);
}

static void who_says_nothing_is_hung_up_on(void **state) {
    assert_hung_up_on(*state, "", "", 0);
    assert_hung_up_on(*state, "GET / HT", "", 0);
    assert_hung_up_on(*state, GET("/"), "", 0);
    assert_hung_up_on(*state, POST("/") FORM "Content-Length: 10\r\n\r\na=1", "", 0);
}

static void who_drips_is_hung_up_on(void **state) {
    enum { DRIPS = 20 }; /* six seconds */

    assert_hung_up_on(*state, "GET /", "a", DRIPS);
    assert_hung_up_on(*state, GET("/"), "X: a\r\n", DRIPS);
    assert_hung_up_on(*state, POST("/") FORM "Content-Length: 1000\r\n\r\n", "a", DRIPS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_heads_are_refused),
        cmocka_unit_test(malformed_request_lines_are_refused),
        cmocka_unit_test(bodies_that_may_be_framed_in_two_ways_are_refused),
        cmocka_unit_test(what_is_too_long_is_refused),
        cmocka_unit_test(a_head_as_long_as_is_allowed_is_served),
        cmocka_unit_test(nothing_behind_a_body_in_chunks_is_served),
        cmocka_unit_test(a_body_longer_than_declared_is_another_request),
        cmocka_unit_test(who_says_nothing_is_hung_up_on),
        cmocka_unit_test(who_drips_is_hung_up_on),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
