/*
 * message_delivery -- 发送: an SMS or a mail on its way, and what became of it.
 *
 *     queued ──> sending ──> sent ──receipt, or asked──> delivered
 *       ^           │ │ │      └──────────────────────> failed
 *       │<──later───┘ │ └──refused, or too often later─> failed
 *       │             └──no answer, or a crash────────> unknown ──asked──> any of them
 *       └────────────────by hand, with a reason─────── failed, unknown
 *
 * At most once, unless the other side says that it did not take it: "sending" is
 * committed before the gateway is called, and what is found in it later (the process was
 * killed, the answer could not be recorded) becomes unknown.  What is unknown is asked
 * for where the gateway can be asked, shown to the managers, and never sent again but by
 * a person, who says why.  A receipt that comes twice, late, or before the answer changes
 * nothing that is over.
 *
 * Address and text are sealed.  What was LATER is tried again after 1, 2, 4 … minutes,
 * DELIVERY_ATTEMPTS_MAX times in all (8½ hours).
 */
#ifndef MESSAGE_DELIVERY_H
#define MESSAGE_DELIVERY_H

#include <stddef.h>
#include <stdint.h>

#include "gateway.h"
#include "work.h"

enum delivery_channel { DELIVERY_SMS = 1, DELIVERY_MAIL = 2 };

enum {
    DELIVERY_ATTEMPTS_MAX = 10,
    DELIVERY_ASKED_MAX = 8,    /* about two days */
    DELIVERY_ASK_MINUTES = 10, /* after which the gateway is asked first; then doubled */
    DELIVERY_DEADLINES = 3,    /* of a gateway, and */
    DELIVERY_GRACE_MS = 10000, /* that one stays in "sending"; then it is unknown */
    DELIVERY_DAYS = 180,       /* then it is forgotten */
    DELIVERY_LIST_MAX = 100,
    DELIVERY_REASON_MAX = 200,
    DELIVERY_COUNT_DAYS = 14,
    DELIVERY_BAD_DAYS = 7,
    DELIVERY_BAD_MAX = 100,
};

/* Made by message.c, in the transaction of the act. */
struct delivery_new {
    enum delivery_channel channel;
    int64_t matter_id; /* 0: of none */
    const char *event; /* of message_events; "mail_code", "trial" */
    const char *address;
    const char *text; /* of an SMS with its sign */
};
void delivery_queue(struct work *work, const struct delivery_new *given);

/* ---- the sender's side ---- */

enum delivery_task { DELIVERY_NOTHING, DELIVERY_SEND, DELIVERY_ASK };

/* What is to be done now.  Texts are in the arena that was given. */
struct delivery_taken {
    enum delivery_task task;
    int64_t id;
    int64_t attempts, asked, resent, sent_ms;
    const char *state;
    const char *name; /* for the gateway: "8126346241", by hand again "8126346241.1" */
    const char *address, *subject, *text;
    const char *reference;
};

/* Whether something of a channel is due in the work's town.  A read. */
bool delivery_is_due(struct work *work, enum delivery_channel channel);

/*
 * Takes the next that is due, so that no other takes it: one that is queued becomes
 * "sending", one that stayed in "sending" becomes unknown and is no task.  After the
 * commit, and not before, the gateway may be called.
 */
void delivery_take(struct work *work, enum delivery_channel channel, struct arena *arena,
                   struct delivery_taken *taken);

/* Records what the gateway said.  may_ask: gateway_may_ask() of what it said. */
enum delivery_asking { DELIVERY_CANNOT_ASK, DELIVERY_CAN_ASK };
void delivery_record(struct work *work, enum delivery_channel channel,
                     const struct delivery_taken *taken,
                     const struct gateway_answer *answer, enum delivery_asking asking);

/* A receipt by the gateway's reference; says whether the town has such a delivery. */
bool delivery_hear(struct work *work, enum delivery_channel channel,
                   const struct gateway_receipt *receipt);

/* A receipt by the name that the gateway was given.  Likewise. */
bool delivery_hear_named(struct work *work, const char *name,
                         const struct gateway_answer *told);

/* ---- the managers' side ---- */

struct delivery {
    int64_t id;
    enum delivery_channel channel;
    const char *event;          /* label, TEXT() */
    const char *state;          /* name, as above */
    const char *number, *title; /* of the matter; "" of none */
    const char *address;        /* masked */
    const char *problem;        /* a code; "" none */
    int64_t attempts, resent;
    int64_t queued_ms, sending_ms, sent_ms, over_ms, next_ms; /* 0: not, or none */
};

extern const struct refusal delivery_absent;
extern const struct refusal delivery_not_over; /* it is not failed or unknown */
extern const struct refusal delivery_no_reason;
extern const struct refusal delivery_not_again; /* it is about no matter */

struct delivery_state {
    const char *name, *label; /* TEXT() */
    bool bad;                 /* somebody should look */
};
extern const struct delivery_state delivery_states[];
extern const size_t delivery_state_count;
const struct delivery_state *delivery_state(const char *name);

/* Those in a state ("" any), newest first, behind an id; at most LISTING_BATCH. */
size_t delivery_list(struct work *work, const char *state, int64_t after_id, size_t limit,
                     const struct delivery **deliveries);

/* Refuses delivery_absent. */
const struct refusal *delivery_find(struct work *work, int64_t id,
                                    struct delivery *delivery);

/*
 * Queues one again that is failed or unknown; resent is how often the person saw that it
 * was.  An event of the matter's ledger with the reason.  Refuses: delivery_absent,
 * delivery_not_over, delivery_no_reason, delivery_not_again, what matter_record()
 * refuses.
 */
const struct refusal *delivery_resend(struct work *work, int64_t id, int64_t resent,
                                      const char *reason);

/* How many came into each state on a day. */
struct delivery_count {
    int64_t day, channel, sent, delivered, failed, unknown;
};

/* How many of the last DELIVERY_BAD_DAYS are bad, at most DELIVERY_BAD_MAX of a state. */
int64_t delivery_bad(struct work *work);

/* Of the last DELIVERY_COUNT_DAYS, newest day first, days without any left out. */
size_t delivery_counts(struct work *work, const struct delivery_count **counts);

#endif
