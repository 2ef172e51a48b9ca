#include "http_private.h"

#include <assert.h>

/*
 * A gate settles who is first: the thread of libmicrohttpd that puts a connection to
 * sleep, or the one that wakes it.
 *
 *     OPEN --wake--> WOKEN           the sleeper sees it, and does not sleep
 *     OPEN --sleep--> PAUSED --wake--> OPEN, and the waker resumes the connection
 *     PAUSED --stop--> ABANDONED     only of answers; the memory is then freed by the
 *                                    last of the two who use it (RELEASED)
 */

static bool change(struct gate *gate, int from, int to) {
    return atomic_compare_exchange_strong(&gate->state, &from, to);
}

/*
 * Returns the state that it found: after PAUSED the caller has to resume the connection.
 * After any but PAUSED and ABANDONED the turn may be over before this returns.
 */
static enum gate_state wake(struct gate *gate) {
    for (;;) {
        int found = GATE_OPEN;

        if (atomic_compare_exchange_strong(&gate->state, &found, GATE_WOKEN))
            return GATE_OPEN;
        if (found != GATE_PAUSED || change(gate, GATE_PAUSED, GATE_OPEN))
            return (enum gate_state)found;
    }
}

/* A connection must sleep before anybody may wake it, hence this order. */
static void sleep_at(struct gate *gate, struct MHD_Connection *connection) {
    MHD_suspend_connection(connection);
    if (!change(gate, GATE_OPEN, GATE_PAUSED))
        MHD_resume_connection(connection);
}

/* Says false when the server would not wait for it any more. */
static bool enter(struct turn *turn, const atomic_bool *is_over) {
    struct http_server *server = turn->server;

    assert(!turn->is_waiting);
    pthread_mutex_lock(&server->wait_lock);
    turn->is_waiting = !atomic_load(is_over);
    if (turn->is_waiting) {
        turn->previous_waiting = NULL;
        turn->next_waiting = server->waiting;
        if (server->waiting)
            server->waiting->previous_waiting = turn;
        server->waiting = turn;
    }
    pthread_mutex_unlock(&server->wait_lock);
    return turn->is_waiting;
}

void http_wait_leave(struct turn *turn) {
    struct http_server *server = turn->server;

    if (!turn->is_waiting)
        return;
    pthread_mutex_lock(&server->wait_lock);
    if (turn->previous_waiting)
        turn->previous_waiting->next_waiting = turn->next_waiting;
    else
        server->waiting = turn->next_waiting;
    if (turn->next_waiting)
        turn->next_waiting->previous_waiting = turn->previous_waiting;
    pthread_mutex_unlock(&server->wait_lock);
    turn->is_waiting = false;
}

enum MHD_Result http_wait_later(struct turn *turn) {
    struct gate *gate = &turn->later;

    assert(turn->stage == STAGE_BODY);
    if (atomic_load(&gate->state) == GATE_WOKEN)
        return http_answer_send(turn);
    turn->stage = STAGE_LATER;
    if (enter(turn, &turn->server->is_abandoning)) {
        sleep_at(gate, turn->connection);
        return MHD_YES;
    }
    return change(gate, GATE_OPEN, GATE_ABANDONED) ? MHD_NO : http_answer_send(turn);
}

enum MHD_Result http_wait_ended(struct turn *turn) {
    assert(turn->stage == STAGE_LATER);
    http_wait_leave(turn);
    if (http_wait_is_abandoned(turn))
        return MHD_NO;
    return http_answer_send(turn);
}

bool http_wait_is_abandoned(const struct turn *turn) {
    return atomic_load(&turn->later.state) >= GATE_ABANDONED;
}

bool http_wait_release(struct turn *turn) {
    return atomic_exchange(&turn->later.state, GATE_RELEASED) == GATE_RELEASED;
}

/* Of an answer that came after the server had given up on it. */
static void drop_answer(const struct http_answer *answer) {
    if (answer->stream && answer->stream->closed)
        answer->stream->closed(answer->stream->context);
    if (answer->source)
        answer->source->closed(answer->source->context);
    if (answer->blob)
        http_blob_release(answer->blob);
}

void http_answer_now(struct http_request *request) {
    struct turn *turn = (struct turn *)request;

    switch (wake(&turn->later)) {
    case GATE_OPEN:
    case GATE_WOKEN: return;
    case GATE_PAUSED: MHD_resume_connection(turn->connection); return;
    case GATE_ABANDONED:
    case GATE_RELEASED: break;
    }
    drop_answer(&turn->answer);
    if (http_wait_release(turn))
        arena_free(turn->request.arena);
}

void http_wake(struct http_request *request) {
    struct turn *turn = (struct turn *)request;

    if (wake(&turn->stream) == GATE_PAUSED)
        MHD_resume_connection(turn->connection);
}

ssize_t http_wait_read_stream(void *context, uint64_t position, char *bytes,
                              size_t room) {
    struct turn *turn = context;
    const struct http_stream *stream = turn->answer.stream;
    struct http_server *server = turn->server;

    (void)position;
    http_wait_leave(turn);
    if (atomic_load(&server->is_stopping))
        return MHD_CONTENT_READER_END_OF_STREAM;
    atomic_store(&turn->stream.state, GATE_OPEN);

    const int64_t size = stream->next(stream->context, bytes, room);

    assert(size <= (int64_t)room);
    if (size > 0)
        return (ssize_t)size;
    if (size < 0 || !enter(turn, &server->is_stopping))
        return MHD_CONTENT_READER_END_OF_STREAM;
    sleep_at(&turn->stream, turn->connection);
    return 0;
}

void http_wait_end_streams(struct http_server *server) {
    assert(atomic_load(&server->is_stopping));
    pthread_mutex_lock(&server->wait_lock);
    for (struct turn *at = server->waiting; at; at = at->next_waiting)
        if (at->stage == STAGE_ANSWERED)
            http_wake(&at->request);
    pthread_mutex_unlock(&server->wait_lock);
}

void http_wait_abandon(struct http_server *server) {
    assert(atomic_load(&server->is_abandoning));
    pthread_mutex_lock(&server->wait_lock);
    for (struct turn *at = server->waiting; at; at = at->next_waiting)
        if (at->stage == STAGE_LATER && change(&at->later, GATE_PAUSED, GATE_ABANDONED))
            MHD_resume_connection(at->connection);
    pthread_mutex_unlock(&server->wait_lock);
}

bool http_wait_is_empty(struct http_server *server) {
    pthread_mutex_lock(&server->wait_lock);
    const bool is_empty = !server->waiting;

    pthread_mutex_unlock(&server->wait_lock);
    return is_empty;
}
