#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "arena.h"
#include "gateway_driver.h"
#include "log.h"
#include "smpp.h"
#include "text.h"

/*
 * One line to a centre, bound as a transceiver.  A submit_sm waits for its answer before
 * the next one goes out; receipts that come meanwhile wait for hear_smpp(), unanswered,
 * so that the centre keeps them should this process end first.
 *
 * A PDU that did not go out whole cannot have been understood, so it is safe to send it
 * again; one that did, and was not answered, may have been taken.
 */

enum {
    PORT_SIZE = 8,
    HOST_SIZE = 256,
    RECEIPTS_MAX = 32,
    IDLE_MS = 30 * 1000,    /* then the line is asked whether it is alive */
    RETRY_MS = 10 * 1000,   /* between two attempts to have a line, when none is needed */
    BACKLOG_TURNS_MAX = 64, /* PDUs read in one look() */
    TEXT_SIZE_MAX = 140,    /* bytes of one SMS */
};

struct waiting {
    uint32_t sequence;
    struct smpp_receipt receipt;
};

struct line {
    char host[HOST_SIZE];
    char port[PORT_SIZE];
    int socket; /* -1: there is none */
    uint32_t sequence;
    uint8_t bytes[SMPP_PDU_MAX];
    size_t size;
    int64_t heard_ms; /* monotonic */
    int64_t tried_ms;
    struct waiting waiting[RECEIPTS_MAX];
    size_t waiting_count;
};

static int64_t clock_ms(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* ---- the line ---- */

static void *open_smpp(const struct gateway_settings *settings) {
    struct line *line = calloc(1, sizeof *line);
    CURLU *url = curl_url();
    char *host = NULL, *port = NULL;

    if (!line || !url)
        abort();
    curl_url_set(url, CURLUPART_URL, settings->address, CURLU_NON_SUPPORT_SCHEME);
    curl_url_get(url, CURLUPART_HOST, &host, 0);
    curl_url_get(url, CURLUPART_PORT, &port, 0);
    snprintf(line->host, sizeof line->host, "%s", host ? host : "");
    snprintf(line->port, sizeof line->port, "%s", port ? port : "2775");
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(url);
    line->socket = -1;
    line->tried_ms = -RETRY_MS;
    return line;
}

static void hang_up(struct line *line) {
    if (line->socket >= 0)
        close(line->socket);
    line->socket = -1;
    line->size = 0;
    line->waiting_count = 0; /* unanswered, so they come again */
}

/* Says whether the socket is ready before the deadline. */
static bool await(int socket, short events, int64_t until_ms) {
    struct pollfd poll_of = { .fd = socket, .events = events };
    int64_t left_ms;

    while ((left_ms = until_ms - clock_ms()) >= 0) {
        const int ready = poll(&poll_of, 1, (int)left_ms);

        if (ready > 0)
            return true;
        if (ready < 0 && errno != EINTR)
            return false;
    }
    return false;
}

static int connect_one(const struct addrinfo *address, int64_t until_ms) {
    const int fd = socket(address->ai_family,
                          address->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int error = 0;
    socklen_t size = sizeof error;

    if (fd < 0)
        return -1;
    if (connect(fd, address->ai_addr, address->ai_addrlen) == 0)
        return fd;
    if (errno == EINPROGRESS && await(fd, POLLOUT, until_ms) &&
        getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0)
        return fd;
    close(fd);
    return -1;
}

static bool dial(struct line *line, int64_t until_ms) {
    const struct addrinfo wanted = { .ai_socktype = SOCK_STREAM, .ai_family = AF_UNSPEC };
    struct addrinfo *found = NULL;

    hang_up(line);
    if (getaddrinfo(line->host, line->port, &wanted, &found) != 0)
        return false;
    for (const struct addrinfo *one = found; one && line->socket < 0; one = one->ai_next)
        line->socket = connect_one(one, until_ms);
    freeaddrinfo(found);
    line->heard_ms = clock_ms();
    return line->socket >= 0;
}

/* Says whether all of it went out; the line is given up when not. */
static bool put(struct line *line, const struct text *pdu, int64_t until_ms) {
    size_t sent = 0;

    while (line->socket >= 0 && sent < pdu->length) {
        const ssize_t size =
            send(line->socket, pdu->bytes + sent, pdu->length - sent, MSG_NOSIGNAL);

        if (size > 0)
            sent += (size_t)size;
        else if (size < 0 && errno == EINTR)
            continue;
        else if (size == 0 || errno != EAGAIN || !await(line->socket, POLLOUT, until_ms))
            hang_up(line);
    }
    return line->socket >= 0;
}

/* Reads what is there.  Says whether the line stands. */
static bool fill(struct line *line) {
    const ssize_t size =
        recv(line->socket, line->bytes + line->size, sizeof line->bytes - line->size, 0);

    if (size > 0) {
        line->size += (size_t)size;
        line->heard_ms = clock_ms();
    } else if (size == 0 || (errno != EAGAIN && errno != EINTR)) {
        hang_up(line);
    }
    return line->socket >= 0;
}

/*
 * The next PDU, its body copied into the arena.  Waits until the deadline; false when
 * there is none, and also when the line is gone.
 */
static bool next_pdu(struct gateway *gateway, struct smpp_pdu *pdu, int64_t until_ms) {
    struct line *line = gateway->state;

    while (line->socket >= 0) {
        const int taken = smpp_read(line->bytes, line->size, pdu);

        if (taken > 0) {
            pdu->body = (const uint8_t *)arena_copy_bytes(gateway->arena, pdu->body,
                                                          pdu->body_size);
            line->size -= (size_t)taken;
            memmove(line->bytes, line->bytes + taken, line->size);
            return true;
        }
        if (taken < 0)
            hang_up(line);
        else if (!await(line->socket, POLLIN, until_ms))
            return false;
        else
            fill(line);
    }
    return false;
}

/* ---- what the centre says by itself ---- */

static void answer_plain(struct gateway *gateway, uint32_t command, uint32_t status,
                         uint32_t sequence) {
    struct text out = { .arena = gateway->arena };

    smpp_write_plain(&out, command, status, sequence);
    put(gateway->state, &out, clock_ms() + gateway->settings.deadline_ms);
}

static void answer_delivered(struct gateway *gateway, uint32_t status,
                             uint32_t sequence) {
    struct text out = { .arena = gateway->arena };

    smpp_write_delivered(&out, status, sequence);
    put(gateway->state, &out, clock_ms() + gateway->settings.deadline_ms);
}

static void take_delivered(struct gateway *gateway, const struct smpp_pdu *pdu) {
    struct line *line = gateway->state;
    struct waiting *place = &line->waiting[line->waiting_count];

    if (line->waiting_count == RECEIPTS_MAX)
        answer_delivered(gateway, SMPP_NOT_NOW, pdu->sequence);
    else if (!smpp_read_receipt(pdu, &place->receipt))
        answer_delivered(gateway, SMPP_OK, pdu->sequence); /* somebody wrote to us */
    else {
        place->sequence = pdu->sequence;
        line->waiting_count++;
    }
}

/* Whatever is no answer that is waited for. */
static void attend(struct gateway *gateway, const struct smpp_pdu *pdu) {
    switch (pdu->command) {
    case SMPP_DELIVER: take_delivered(gateway, pdu); break;
    case SMPP_ENQUIRE:
        answer_plain(gateway, SMPP_ENQUIRE | SMPP_ANSWER, SMPP_OK, pdu->sequence);
        break;
    case SMPP_UNBIND:
        answer_plain(gateway, SMPP_UNBIND | SMPP_ANSWER, SMPP_OK, pdu->sequence);
        hang_up(gateway->state);
        break;
    default:
        if (!(pdu->command & SMPP_ANSWER))
            answer_plain(gateway, SMPP_ANSWER, SMPP_BAD_COMMAND, pdu->sequence);
    }
}

/* ---- asking and being answered ---- */

enum asked { ASKED_NOT_SENT, ASKED_NO_ANSWER, ASKED_ANSWERED };

/* Sends a question and waits for its answer; the line is given up when none comes. */
static enum asked ask_pdu(struct gateway *gateway, const struct text *question,
                          uint32_t sequence, struct smpp_pdu *answer) {
    struct line *line = gateway->state;
    const int64_t until_ms = clock_ms() + gateway->settings.deadline_ms;

    if (!put(line, question, until_ms))
        return ASKED_NOT_SENT;
    while (next_pdu(gateway, answer, until_ms)) {
        if ((answer->command & SMPP_ANSWER) && answer->sequence == sequence)
            return ASKED_ANSWERED;
        attend(gateway, answer);
    }
    hang_up(line);
    return ASKED_NO_ANSWER;
}

static uint32_t next_sequence(struct line *line) {
    line->sequence = line->sequence >= 0x7fffffff ? 1 : line->sequence + 1;
    return line->sequence;
}

/* Reads what came while nobody looked: a line that was closed shows so. */
static void look(struct gateway *gateway) {
    struct line *line = gateway->state;
    struct smpp_pdu pdu;

    for (int i = 0; i < BACKLOG_TURNS_MAX && line->socket >= 0; i++) {
        if (!next_pdu(gateway, &pdu, clock_ms()))
            return;
        attend(gateway, &pdu);
    }
}

/* Has a line, and says nothing; or says why there is none. */
static bool has_line(struct gateway *gateway, struct gateway_answer *answer) {
    struct line *line = gateway->state;
    struct text bind = { .arena = gateway->arena };
    const uint32_t sequence = next_sequence(line);
    struct smpp_pdu pdu = { .status = SMPP_OK };

    if (line->socket >= 0)
        look(gateway);
    if (line->socket >= 0)
        return true;
    line->tried_ms = clock_ms();
    if (!dial(line, clock_ms() + gateway->settings.deadline_ms)) {
        gateway_say(answer, GATEWAY_LATER, "no line");
        return false;
    }
    smpp_write_bind(&bind, sequence, gateway->settings.secrets.sms_user,
                    gateway->settings.secrets.sms_password);
    if (ask_pdu(gateway, &bind, sequence, &pdu) == ASKED_ANSWERED &&
        pdu.status == SMPP_OK)
        return true;
    hang_up(line);
    gateway_say(answer, GATEWAY_LATER, "smpp bind refused 0x%02x", (unsigned)pdu.status);
    return false;
}

/* ---- sending ---- */

static void say_submitted(const struct smpp_pdu *pdu, struct gateway_answer *answer) {
    const bool later = pdu->status == SMPP_THROTTLED || pdu->status == SMPP_QUEUE_FULL ||
                       pdu->status == SMPP_SYSTEM_ERROR;

    if (pdu->status != SMPP_OK)
        gateway_say(answer, later ? GATEWAY_LATER : GATEWAY_REFUSED, "smpp 0x%02x",
                    (unsigned)pdu->status);
    else if (pdu->command != (SMPP_SUBMIT | SMPP_ANSWER))
        gateway_say(answer, GATEWAY_UNKNOWN, "smpp answer of another kind");
    else if (!smpp_read_submitted(pdu, answer->reference))
        gateway_say(answer, GATEWAY_SENT, "no message id");
    else
        gateway_say(answer, GATEWAY_SENT, "%s", "");
}

static void send_smpp(struct gateway *gateway, const struct gateway_letter *letter,
                      struct gateway_answer *answer) {
    struct line *line = gateway->state;
    struct text out = { .arena = gateway->arena };
    struct smpp_message message = { .from = gateway->settings.from, .to = letter->to };
    struct smpp_pdu pdu;

    message.text = smpp_ucs2(gateway->arena, letter->text, &message.text_size);
    if (message.text_size > TEXT_SIZE_MAX) {
        gateway_say(answer, GATEWAY_REFUSED, "longer than 70");
        return;
    }
    if (!has_line(gateway, answer))
        return;

    const uint32_t sequence = next_sequence(line);

    smpp_write_submit(&out, sequence, &message);
    switch (ask_pdu(gateway, &out, sequence, &pdu)) {
    case ASKED_NOT_SENT: gateway_say(answer, GATEWAY_LATER, "line broke"); break;
    case ASKED_NO_ANSWER: gateway_say(answer, GATEWAY_UNKNOWN, "no answer"); break;
    case ASKED_ANSWERED: say_submitted(&pdu, answer); break;
    }
}

/* ---- asking for one, and hearing of it ---- */

static enum gateway_outcome outcome_of(enum smpp_state state) {
    switch (state) {
    case SMPP_DELIVERED: return GATEWAY_DELIVERED;
    case SMPP_EXPIRED:
    case SMPP_DELETED:
    case SMPP_UNDELIVERABLE:
    case SMPP_REJECTED: return GATEWAY_REFUSED;
    case SMPP_ENROUTE:
    case SMPP_ACCEPTED: return GATEWAY_SENT;
    default: return GATEWAY_UNKNOWN;
    }
}

/* The centre knows a message by the id that it gave, so without one it knows nothing. */
static bool may_ask_smpp(const struct gateway *gateway, const char *reference) {
    (void)gateway;
    return reference[0] != '\0';
}

static void ask_smpp(struct gateway *gateway, const struct gateway_question *question,
                     struct gateway_answer *answer) {
    struct text out = { .arena = gateway->arena };
    enum smpp_state state;
    struct smpp_pdu pdu;
    int error = 0;

    if (!has_line(gateway, answer)) {
        answer->outcome = GATEWAY_UNKNOWN; /* LATER would say that it never came there */
        return;
    }

    const uint32_t sequence = next_sequence(gateway->state);

    smpp_write_query(&out, sequence, question->reference, gateway->settings.from);
    if (ask_pdu(gateway, &out, sequence, &pdu) != ASKED_ANSWERED ||
        pdu.status != SMPP_OK || !smpp_read_queried(&pdu, &state, &error))
        gateway_say(answer, GATEWAY_UNKNOWN, "asked: no answer");
    else
        gateway_say(answer, outcome_of(state), "smpp state %d error %d", (int)state,
                    error);
}

static void give_receipt(struct gateway *gateway, const struct waiting *waiting,
                         bool (*take)(void *context,
                                      const struct gateway_receipt *receipt),
                         void *context) {
    struct gateway_receipt receipt = { .reference = waiting->receipt.message_id };
    bool taken = true;

    gateway_say(&receipt.told, outcome_of(waiting->receipt.state),
                "smpp state %d error %s", (int)waiting->receipt.state,
                gateway_safe_reason(waiting->receipt.error));
    if (receipt.told.outcome == GATEWAY_DELIVERED)
        receipt.told.problem[0] = '\0';
    if (receipt.told.outcome == GATEWAY_DELIVERED ||
        receipt.told.outcome == GATEWAY_REFUSED)
        taken = take(context, &receipt);
    answer_delivered(gateway, taken ? SMPP_OK : SMPP_NOT_NOW, waiting->sequence);
}

static void keep_alive(struct gateway *gateway) {
    struct line *line = gateway->state;
    struct text out = { .arena = gateway->arena };
    struct smpp_pdu pdu;

    if (line->socket < 0 || clock_ms() - line->heard_ms < IDLE_MS)
        return;

    const uint32_t sequence = next_sequence(line);

    smpp_write_plain(&out, SMPP_ENQUIRE, SMPP_OK, sequence);
    ask_pdu(gateway, &out, sequence, &pdu);
}

static void hear_smpp(struct gateway *gateway,
                      bool (*take)(void *context, const struct gateway_receipt *receipt),
                      void *context) {
    struct line *line = gateway->state;
    struct gateway_answer ignored;

    if (line->socket < 0 && clock_ms() - line->tried_ms < RETRY_MS)
        return;
    if (!has_line(gateway, &ignored)) {
        log_event(LOG_WARN, NULL, "gateway.no_line", "channel=sms reason=\"%s\"",
                  ignored.problem);
        return;
    }
    keep_alive(gateway);
    while (line->socket >= 0 && line->waiting_count > 0) {
        const struct waiting first = line->waiting[0];

        line->waiting_count--;
        memmove(line->waiting, line->waiting + 1,
                line->waiting_count * sizeof *line->waiting);
        give_receipt(gateway, &first, take, context);
    }
}

static void close_smpp(void *state) {
    struct line *line = state;
    struct arena *arena = arena_new();
    struct text out = { .arena = arena };

    smpp_write_plain(&out, SMPP_UNBIND, SMPP_OK, next_sequence(line));
    put(line, &out, clock_ms());
    hang_up(line);
    arena_free(arena);
    free(line);
}

const struct gateway_driver gateway_smpp = {
    .schemes = " smpp ",
    .channels = 1U << GATEWAY_SMS,
    .open = open_smpp,
    .close = close_smpp,
    .send = send_smpp,
    .may_ask = may_ask_smpp,
    .ask = ask_smpp,
    .hear = hear_smpp,
};
