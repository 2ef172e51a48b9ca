/*
 * http_test -- a client for the tests of http: raw sockets, for what a client of ill
 * will sends is not what a library would let us send.
 */
#ifndef HTTP_TEST_H
#define HTTP_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define GET(path) "GET " path " HTTP/1.1\r\nHost: hall.cn\r\n"
#define POST(path) "POST " path " HTTP/1.1\r\nHost: hall.cn\r\n"
#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"
#define PARTS "Content-Type: multipart/form-data; boundary=qq\r\n"
#define LAST "Connection: close\r\n\r\n"

enum { REPLY_BYTES_MAX = 1 << 20, PATIENCE_MS = 10000 };

/* What came back; the bytes are good until the next one. */
struct reply {
    char *bytes;
    size_t size;
    bool is_closed;
};

static inline int call(int port) {
    const int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in place = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };

    assert_true(line >= 0);
    assert_int_equal(connect(line, (struct sockaddr *)&place, sizeof place), 0);
    return line;
}

/* A server that has refused may close before it has read all. */
static inline void say_bytes(int line, const char *bytes, size_t size) {
    while (size > 0) {
        const ssize_t sent = send(line, bytes, size, MSG_NOSIGNAL);

        if (sent < 0)
            return;
        bytes += sent;
        size -= (size_t)sent;
    }
}

static inline void say(int line, const char *text) {
    say_bytes(line, text, strlen(text));
}

/* Reads until the server closes, wanted appears, or patience ends. */
static inline struct reply hear(int line, const char *wanted, int patience_ms) {
    static char bytes[REPLY_BYTES_MAX + 1];
    struct reply reply = { .bytes = bytes };

    bytes[0] = '\0';
    while (reply.size < REPLY_BYTES_MAX) {
        struct pollfd event = { .fd = line, .events = POLLIN };

        if (poll(&event, 1, patience_ms) != 1)
            return reply;

        const ssize_t size =
            recv(line, bytes + reply.size, REPLY_BYTES_MAX - reply.size, 0);

        if (size <= 0) {
            reply.is_closed = true;
            return reply;
        }
        reply.size += (size_t)size;
        bytes[reply.size] = '\0';
        if (wanted && strstr(bytes, wanted))
            return reply;
    }
    return reply;
}

/* One connection, one exchange of bytes, until the server closes. */
static inline struct reply ask_bytes(int port, const char *bytes, size_t size) {
    const int line = call(port);

    say_bytes(line, bytes, size);

    const struct reply reply = hear(line, NULL, PATIENCE_MS);

    close(line);
    return reply;
}

static inline struct reply ask(int port, const char *text) {
    return ask_bytes(port, text, strlen(text));
}

static inline void assert_says(const struct reply *reply, const char *text) {
    if (!strstr(reply->bytes, text))
        fail_msg("\"%s\" is not in: %s", text, reply->bytes);
}

static inline void assert_silent_on(const struct reply *reply, const char *text) {
    if (strstr(reply->bytes, text))
        fail_msg("\"%s\" is in: %s", text, reply->bytes);
}

static inline void assert_status(const struct reply *reply, int status) {
    char line[32];

    snprintf(line, sizeof line, "HTTP/1.1 %d ", status);
    if (strncmp(reply->bytes, line, strlen(line)) != 0)
        fail_msg("not %d but: %.60s", status, reply->bytes);
}

static inline const char *body_of(const struct reply *reply) {
    const char *end = strstr(reply->bytes, "\r\n\r\n");

    assert_non_null(end);
    return end + 4;
}

#endif
