#include "clamd.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK_BYTES = 64 * 1024, HOST_SIZE = 256 };

/* One conversation, until which moment. */
struct talk {
    int socket;
    int64_t until_ms;
};

static int64_t monotonic_ms(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static bool await(const struct talk *talk, short what, int64_t until_ms) {
    struct pollfd one = { .fd = talk->socket, .events = what };
    int64_t left;
    int ready;

    do {
        left = until_ms - monotonic_ms();
        ready = left > 0 ? poll(&one, 1, (int)left) : 0;
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

/* ---- connecting ---- */

static bool connect_to(struct talk *talk, int family, const struct sockaddr *address,
                       socklen_t size) {
    const int64_t until_ms = monotonic_ms() + CLAMD_CONNECT_MS;
    int problem = 0;
    socklen_t problem_size = sizeof problem;

    talk->socket = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (talk->socket < 0)
        return false;
    if (connect(talk->socket, address, size) == 0)
        return true;
    if (errno == EINPROGRESS && await(talk, POLLOUT, until_ms) &&
        getsockopt(talk->socket, SOL_SOCKET, SO_ERROR, &problem, &problem_size) == 0 &&
        problem == 0)
        return true;
    close(talk->socket);
    return false;
}

static bool connect_unix(struct talk *talk, const char *path) {
    struct sockaddr_un address = { .sun_family = AF_UNIX };

    if (strlen(path) >= sizeof address.sun_path)
        return false;
    memcpy(address.sun_path, path, strlen(path));
    return connect_to(talk, AF_UNIX, (const struct sockaddr *)&address, sizeof address);
}

static bool connect_host(struct talk *talk, const char *where) {
    const struct addrinfo wanted = { .ai_socktype = SOCK_STREAM };
    const char *colon = strrchr(where, ':');
    struct addrinfo *found = NULL;
    char host[HOST_SIZE];
    bool good = false;

    if (!colon || (size_t)(colon - where) >= sizeof host)
        return false;
    memcpy(host, where, (size_t)(colon - where));
    host[colon - where] = '\0';
    if (getaddrinfo(host, colon + 1, &wanted, &found) != 0)
        return false;
    for (const struct addrinfo *one = found; one && !good; one = one->ai_next)
        good = connect_to(talk, one->ai_family, one->ai_addr, one->ai_addrlen);
    freeaddrinfo(found);
    return good;
}

/* ---- talking ---- */

static bool send_all(const struct talk *talk, const void *bytes, size_t size) {
    const char *from = bytes;

    while (size > 0) {
        const ssize_t count = send(talk->socket, from, size, MSG_NOSIGNAL);

        if (count < 0 && errno != EAGAIN && errno != EINTR)
            return false;
        if (count > 0) {
            from += count;
            size -= (size_t)count;
        } else if (!await(talk, POLLOUT, talk->until_ms)) {
            return false;
        }
    }
    return true;
}

static bool send_chunk(const struct talk *talk, const char *bytes, size_t size) {
    const uint8_t length[] = { (uint8_t)(size >> 24), (uint8_t)(size >> 16),
                               (uint8_t)(size >> 8), (uint8_t)size };

    return send_all(talk, length, sizeof length) && send_all(talk, bytes, size);
}

static bool send_content(const struct talk *talk, struct db_bytes content) {
    static const char command[] = "zINSTREAM";
    const char *bytes = content.data;
    bool good = send_all(talk, command, sizeof command);

    for (size_t at = 0; good && at < content.size; at += CHUNK_BYTES)
        good =
            send_chunk(talk, bytes + at,
                       content.size - at < CHUNK_BYTES ? content.size - at : CHUNK_BYTES);
    return good && send_chunk(talk, "", 0);
}

/* Reads up to the 0 that ends an answer. */
static bool read_answer(const struct talk *talk, char answer[CLAMD_ANSWER_MAX]) {
    size_t size = 0;

    while (size < CLAMD_ANSWER_MAX) {
        const ssize_t count =
            recv(talk->socket, answer + size, CLAMD_ANSWER_MAX - size, 0);

        if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR))
            return false;
        if (count < 0 && !await(talk, POLLIN, talk->until_ms))
            return false;
        if (count > 0 && memchr(answer + size, '\0', (size_t)count))
            return true;
        if (count > 0)
            size += (size_t)count;
    }
    return false;
}

enum clamd_verdict clamd_read_answer(const char *answer) {
    static const char found[] = " FOUND";
    const size_t size = strlen(answer);

    if (strcmp(answer, "stream: OK") == 0)
        return CLAMD_CLEAN;
    if (strncmp(answer, "stream: ", 8) == 0 && size > 8 + sizeof found - 1 &&
        strcmp(answer + size - (sizeof found - 1), found) == 0)
        return CLAMD_INFECTED;
    return CLAMD_SILENT;
}

/* What it found it may say before it has heard all. */
enum clamd_verdict clamd_scan(const char *where, struct db_bytes content) {
    struct talk talk = { .until_ms = monotonic_ms() + CLAMD_WHOLE_MS };
    char answer[CLAMD_ANSWER_MAX];
    const bool connected = strncmp(where, "unix:", 5) == 0
                               ? connect_unix(&talk, where + 5)
                               : connect_host(&talk, where);
    enum clamd_verdict verdict = CLAMD_SILENT;

    if (!connected)
        return CLAMD_SILENT;

    const bool sent = send_content(&talk, content);

    if (read_answer(&talk, answer))
        verdict = clamd_read_answer(answer);
    close(talk.socket);
    return !sent && verdict == CLAMD_CLEAN ? CLAMD_SILENT : verdict;
}
