/*
 * message -- 通知: what people are told of a matter.
 *
 *     message_send()  ──>  inbox of the asker            always, sealed
 *     message_tell_staff() inbox of an account           always, sealed
 *                     └──> an SMS to the matter's phone  askers, as they wish
 *                     └──> a mail to a proven address    who wishes it
 *
 * All of it is rows, written in the transaction of the act itself: what was done and that
 * it was told stand or fall together.  SMS and mails leave the house afterwards
 * (message_delivery.h, message_sender.h).
 *
 * The words are those of message_event.h or the town's own (message_wording.h).  An SMS
 * is at most MESSAGE_SMS_UNITS with its sign 【…】 and says all without a link; what is
 * too long in it is shortened, and whole in the inbox.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stddef.h>
#include <stdint.h>

#include "matter.h"
#include "message_event.h"
#include "work.h"

enum {
    MESSAGE_SMS_UNITS = 70,
    MESSAGE_SIGN_UNITS = 7, /* without its brackets: what the wordings leave room for */
    MESSAGE_LIST_MAX = 100,
    MESSAGE_UNREAD_MAX = 99, /* more are shown as so many */
    MESSAGE_DAYS = 2 * 365,  /* then a message is forgotten */
};

/* A value for a slot that whoever tells of the event must give, such as "reason". */
struct message_field {
    const char *name, *value;
};

/*
 * Tells the asker of a matter: his inbox, an SMS to the phone of the matter, and a mail
 * when he wishes so.  The matter is as the event has left it; its item, number, office
 * and limits, and the phone of the hall, are filled in here: {due} is by when the hall
 * does what comes next, {until}, unless given, by when the asker does.  An event of which
 * only staff is told goes to the account that owns the matter, and to nobody while there
 * is none; one of no row in message_events is a bug.  An SMS is left out where the
 * setting sms-gateway is "", where the matter has no mobile phone, and where the asker
 * wishes none and the law does not ask for it; likewise a mail.  Who acts for the asker
 * by a mandate that holds (matter_agent.h) is told the same, on a phone of his own.
 */
void message_send(struct work *work, const struct matter *matter, const char *event,
                  const struct message_field *fields, size_t count);

/* Tells an account of the staff: its inbox, and a mail when it wishes so. */
void message_tell_staff(struct work *work, const struct matter *matter,
                        int64_t account_id, const char *event,
                        const struct message_field *fields, size_t count);

/* ---- reading one's own ---- */

/* Who reads: the asker's person, or an account of the staff. */
struct message_whose {
    enum message_reader reader;
    int64_t id; /* 0: nobody, who has no messages */
};

/* The actor as a reader. */
struct message_whose message_whose(const struct work *work);

struct message {
    int64_t id;
    const struct message_event *event;
    const char *text;           /* plain */
    const char *number, *title; /* of the matter */
    int64_t made_ms;
    int64_t read_ms; /* 0: not read */
};

extern const struct refusal message_absent; /* or another's */

/* The actor's messages, newest first, behind the one of that id; INT64_MAX is the start.
 * At most MESSAGE_LIST_MAX, and one more that shows whether it goes on. */
size_t message_list(struct work *work, int64_t after_id, size_t limit,
                    const struct message **messages);

/* Reads one of the actor's own.  Refuses message_absent. */
const struct refusal *message_find(struct work *work, int64_t id,
                                   struct message *message);

/* All that the asker of a matter was told of it, first to last; what is older than
 * MESSAGE_DAYS is forgotten.  Asks for no right. */
size_t message_of_matter(struct work *work, const struct matter *matter,
                         const struct message **messages);

/* Marks one of the actor's own as read; the first time counts.  Refuses
 * message_absent. */
const struct refusal *message_open(struct work *work, int64_t id);

/* Marks all that the actor has not read, up to an id: what came later stays unread. */
void message_open_all(struct work *work, int64_t up_to_id);

/* How many the actor has not read, MESSAGE_UNREAD_MAX + 1 for any more. */
int64_t message_unread(struct work *work);

/* Forgets messages of more than MESSAGE_DAYS, and deliveries of more than
 * DELIVERY_DAYS: a daily job. */
void message_sweep(struct work *work);

#endif
