#include "picture.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "arena.h"
#include "picture_private.h"

/* ---- beginning ---- */

/* What decoders complain of is for nobody; what a sanitizer says is. */
#ifdef __SANITIZE_ADDRESS__
enum { IS_HEARD = 1 };
#else
enum { IS_HEARD = 0 };
#endif

static bool prepare_files(posix_spawn_file_actions_t *files, int theirs) {
    return posix_spawn_file_actions_adddup2(files, theirs, STDIN_FILENO) == 0 &&
           posix_spawn_file_actions_adddup2(files, theirs, STDOUT_FILENO) == 0 &&
           (IS_HEARD || posix_spawn_file_actions_addopen(files, STDERR_FILENO,
                                                         "/dev/null", O_WRONLY, 0) == 0);
}

/* Signals are as in a new program: this one blocks some. */
static bool prepare_signals(posix_spawnattr_t *attributes) {
    sigset_t none;

    sigemptyset(&none);
    return posix_spawnattr_setsigmask(attributes, &none) == 0 &&
           posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK) == 0;
}

/* Nothing of ours is in its environment. */
static pid_t begin(int theirs) {
    char program[] = "haoban", verb[] = "picture";
    char locale[] = "LC_ALL=C.UTF-8", home[] = "HOME=/nonexistent";
    char *const words[] = { program, verb, NULL };
    char *const environment[] = { locale, home, NULL };
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    pid_t child = -1;

    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    if (!prepare_files(&files, theirs) || !prepare_signals(&attributes) ||
        posix_spawn(&child, "/proc/self/exe", &files, &attributes, words, environment) !=
            0)
        child = -1;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return child;
}

/* ---- talking ---- */

static int64_t monotonic_ms(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* What goes out, part by part, and what comes in. */
struct talk {
    int socket;
    struct db_bytes out[3];
    size_t part;
    size_t sent; /* of the part */
    struct picture_answer answer;
    char *bytes;
    size_t received;
};

/* Says whether the talk may go on. */
static bool send_some(struct talk *talk) {
    const struct db_bytes *part = &talk->out[talk->part];
    const char *from = part->data;
    const ssize_t count = send(talk->socket, from + talk->sent, part->size - talk->sent,
                               MSG_NOSIGNAL | MSG_DONTWAIT);

    if (count < 0)
        return errno == EAGAIN || errno == EINTR;
    talk->sent += (size_t)count;
    while (talk->part < 3 && talk->sent == talk->out[talk->part].size) {
        talk->part++;
        talk->sent = 0;
    }
    if (talk->part == 3)
        shutdown(talk->socket, SHUT_WR);
    return true;
}

static ssize_t receive(struct talk *talk, void *to, size_t size) {
    const ssize_t count = recv(talk->socket, to, size, MSG_DONTWAIT);

    return count < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : count ? count : -1;
}

/* Reads the answer's head, then as many bytes as it says; says whether to go on. */
static bool receive_some(struct arena *arena, struct talk *talk) {
    const size_t head = sizeof talk->answer;
    ssize_t count;

    if (talk->received < head) {
        count =
            receive(talk, (char *)&talk->answer + talk->received, head - talk->received);
    } else {
        const size_t at = talk->received - head;

        count = receive(talk, talk->bytes + at, (size_t)talk->answer.size - at);
    }
    if (count < 0)
        return false;
    talk->received += (size_t)count;
    if (talk->received == head && !talk->bytes) {
        if (talk->answer.size > PICTURE_OUT_MAX)
            return false;
        talk->bytes = arena_room(arena, (size_t)talk->answer.size + 1);
    }
    return true;
}

static bool is_answered(const struct talk *talk) {
    return talk->received >= sizeof talk->answer &&
           talk->received == sizeof talk->answer + (size_t)talk->answer.size;
}

static bool talk_until(struct arena *arena, struct talk *talk, int64_t until_ms) {
    while (!is_answered(talk)) {
        const int64_t left = until_ms - monotonic_ms();
        struct pollfd one = { .fd = talk->socket,
                              .events =
                                  (short)(talk->part < 3 ? POLLIN | POLLOUT : POLLIN) };

        if (left <= 0)
            return false;
        if (poll(&one, 1, (int)left) < 0 && errno != EINTR)
            return false;
        if ((one.revents & POLLOUT) && talk->part < 3 && !send_some(talk))
            return false;
        if ((one.revents & (POLLIN | POLLHUP | POLLERR)) && !receive_some(arena, talk))
            return false;
    }
    return true;
}

static void end(pid_t child) {
    kill(child, SIGKILL);
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
}

static bool is_known_state(int state) {
    return state >= PICTURE_GOOD && state <= PICTURE_LONG;
}

static void read_answer(const struct talk *talk, struct picture_made *made) {
    const struct picture_answer *answer = &talk->answer;

    if (!is_known_state(answer->state) || answer->pages < 0 ||
        answer->pages > PICTURE_PAGES_MAX)
        return;
    made->state = (enum picture_state)answer->state;
    made->pages = made->state == PICTURE_GOOD ? answer->pages : 0;
    made->bytes = (struct db_bytes){ talk->bytes, (size_t)answer->size };
}

void picture_make(struct arena *arena, const struct picture_job *job,
                  struct picture_made *made) {
    const size_t mark_size = strlen(job->mark);
    const struct picture_order order = {
        .magic = PICTURE_MAGIC,
        .verb = (int)job->verb,
        .kind = (int)job->kind,
        .page = job->page,
        .side = job->side,
        .mark_size = (int)mark_size,
        .size = job->content.size,
    };
    struct talk talk = {
        .out = { { &order, sizeof order }, { job->mark, mark_size }, job->content }
    };
    int pair[2];

    assert(job->side <= PICTURE_SIDE_MAX && job->content.size <= PICTURE_IN_MAX);
    assert(mark_size <= PICTURE_MARK_MAX && job->content.size > 0);
    *made = (struct picture_made){ .state = PICTURE_FAILED };
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return;

    const pid_t child = begin(pair[1]);

    close(pair[1]);
    talk.socket = pair[0];
    if (child > 0) {
        made->state = PICTURE_BROKEN;
        if (talk_until(arena, &talk, monotonic_ms() + PICTURE_SECONDS * 1000LL))
            read_answer(&talk, made);
        end(child);
    }
    close(pair[0]);
}
