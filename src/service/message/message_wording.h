/*
 * message_wording -- 通知用语: the words of a town in place of the program's.
 *
 * Each change is a new version, and the last is in use; one that says nothing gives the
 * program's words back.  No version is ever changed, so what was told in which words can
 * be seen later: a message keeps the version that it was written with.
 */
#ifndef MESSAGE_WORDING_H
#define MESSAGE_WORDING_H

#include <stddef.h>
#include <stdint.h>

#include "message_event.h"
#include "message_slot.h"
#include "work.h"

enum { MESSAGE_WORDING_MAX = 1000, MESSAGE_SMS_WORDING_MAX = 200, MESSAGE_VERSIONS = 50 };

/* The words that are in use for an event. */
struct message_wording {
    const struct message_event *event;
    int64_t version; /* 0: the program's own, and nobody ever changed them */
    bool own;        /* the town's */
    const char *sms; /* without the sign */
    const char *text;
};

extern const struct refusal message_no_event;
extern const struct refusal message_bad_slot; /* of no such name */
extern const struct refusal message_unclosed; /* a brace or bracket */
extern const struct refusal message_too_long; /* could become more than 70 units */
extern const struct refusal message_says_nothing;
extern const struct refusal message_version_old; /* a colleague was quicker */

/* In use for an event; cached.  Under a fault the program's. */
struct message_wording message_wording(struct work *work,
                                       const struct message_event *event);

/*
 * Keeps new words behind the version that was seen; both "" give the program's back.
 * Refuses: message_bad_slot, message_unclosed, message_too_long, message_says_nothing (of
 * the inbox always; of an SMS where the program has one), message_version_old.
 */
const struct refusal *message_keep_wording(struct work *work,
                                           const struct message_wording *given);

struct message_wording_line {
    int64_t version;
    const char *sms, *text; /* both "": the program's again */
    const char *account_name;
    int64_t made_ms;
};

/* The versions of an event, last first, at most MESSAGE_VERSIONS. */
size_t message_wording_versions(struct work *work, const struct message_event *event,
                                const struct message_wording_line **lines);

/* The sign of the town's SMS, with its brackets: 【瓜沥镇政务】; of a town with a long
 * name 【政务服务】. */
const char *message_sign(struct work *work);

/* How an SMS of these words may look at its longest, for a preview; "" of none. */
const char *message_longest(struct work *work, const char *sms);

#endif
