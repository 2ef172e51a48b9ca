/*
 * message_event -- 通知事由: what people are told of, and in which words.
 *
 * One row for each event and reader says whether the law asks for the notice, and has the
 * program's own two wordings: an SMS of at most 70 units with its sign, complete without
 * a link, and the whole text for the inbox and for mail.  A town may have words of its
 * own (message_wording.h).  The slots that a wording may use are a table too.
 *
 * Sources of what has to be told: 行政许可法 art. 32 (received, supplement, accepted,
 * refused, not needed), 38 (reason and remedies of a denial), 42 (extension), 44
 * (result), 45 (time that does not count); 浙江省保障"最多跑一次"改革规定 art. 11
 * (deferred papers, acceptance revoked, lapsed), 14 (rectify).  60 days: 行政复议法
 * art. 20; 6 months: 行政诉讼法 art. 46.
 */
#ifndef MESSAGE_EVENT_H
#define MESSAGE_EVENT_H

#include <stdbool.h>
#include <stddef.h>

enum message_reader { MESSAGE_TO_PERSON = 1, MESSAGE_TO_STAFF = 2 };

struct message_event {
    const char *key;  /* stable and its own: "accepted", "staff-urged" */
    const char *name; /* of what happened; to either reader at most once */
    enum message_reader reader;
    bool statutory;    /* its SMS cannot be switched off */
    const char *label; /* TEXT(): 已受理 */
    const char *sms;   /* "" none: staff is told in the house and by mail */
    const char *text;  /* lines end in '\n' but the last */
};

extern const struct message_event message_events[];
extern const size_t message_event_count;

/* The row of a key, or NULL. */
const struct message_event *message_event(const char *key);

/* The row of what happened, for a reader; NULL when he is not told of it. */
const struct message_event *message_event_for(enum message_reader reader,
                                              const char *name);

/* What a slot stands for. */
struct message_slot_row {
    const char *name;
    const char *means; /* TEXT() */
    bool given;        /* by whoever tells of the event; else message finds it itself */
    bool bends;        /* may be shortened in an SMS */
    const char *most;  /* the longest that it becomes; of one that bends the shortest */
};

extern const struct message_slot_row message_slot_rows[];
extern const size_t message_slot_count;

#endif
