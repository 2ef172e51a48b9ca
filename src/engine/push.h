/*
 * push -- tells open pages that something changed, by Server-Sent Events.
 *
 * A verb says push_tell(work, topic); when its work has committed, every stream of that
 * town and topic wakes and sends
 *
 *     data: changed
 *
 * upon which the page fetches itself again.  Nothing about the change travels, so
 * nothing can leak and nothing can be missed: a page that was away fetches once.
 * A comment each PUSH_PING_SECONDS keeps proxies from closing the line.  Other
 * processes on the same PostgreSQL hear of it within PUSH_SPREAD_MS.
 *
 * A stream ends after PUSH_LIFE_MINUTES.  The page opens another, for which its session
 * and rights are asked again: who signed out, or lost a right, hears no more after that.
 */
#ifndef PUSH_H
#define PUSH_H

#include <stdint.h>

#include "work.h"

enum push_topic { PUSH_DESK = 1 << 0, PUSH_MATTER = 1 << 1, PUSH_EXPORT = 1 << 2 };

enum {
    PUSH_PING_SECONDS = 15,
    PUSH_LIFE_MINUTES = 5,
    PUSH_SPREAD_MS = 250,
    PUSH_STREAMS_MAX = 1000,
    PUSH_STREAMS_OF_ONE_MAX = 16, /* of an account, or of a network without one */
};

struct house;
struct http_request;
struct http_stream;
struct push;

struct push *push_start(struct house *house);

/* Ends the thread; http is stopped by then, so no stream is open. */
void push_stop(struct push *push);

/* What the thread does each PUSH_PING_SECONDS: a comment to each stream, and the end of
 * those that are old. */
void push_ping(struct push *push);

/* Takes effect when the work commits. */
void push_tell(struct work *work, enum push_topic topic);

/* What the executor calls after the commit: topics or-ed. */
void push_signal(struct push *push, int64_t town, unsigned topics);

/*
 * A stream for a request of a town's account or network, whose name is holder.  NULL when
 * the holder has PUSH_STREAMS_OF_ONE_MAX open, or all together PUSH_STREAMS_MAX.
 */
const struct http_stream *push_stream(struct push *push, struct http_request *request,
                                      const char *holder, int64_t town, unsigned topics);

#endif
