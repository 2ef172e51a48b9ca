/*
 * message_wish -- 通知方式: how a reader wishes to be told.
 *
 * The inbox has everything.  SMS of what the law asks for are always sent; the others may
 * be switched off.  Mail is sent to an address that its owner has proven by a code of six
 * digits that was sent there: a slip of the pen would tell a stranger of his matters.
 *
 *     address typed --code sent--> waits --code typed--> mail goes there
 */
#ifndef MESSAGE_WISH_H
#define MESSAGE_WISH_H

#include <stdbool.h>
#include <stdint.h>

#include "message.h"

enum {
    MESSAGE_CODE_DIGITS = 6,
    MESSAGE_CODE_MINUTES = 30,
    MESSAGE_CODE_GUESSES = 5, /* of one code */
    MESSAGE_CODES_A_DAY = 5,  /* of a reader */
};

struct message_wish {
    bool sms;          /* also of what the law does not ask for */
    const char *mail;  /* plain, proven; "" no mail */
    const char *waits; /* plain: waits for its code; "" none */
};

extern const struct refusal message_no_mail;    /* this house sends none */
extern const struct refusal message_bad_mail;   /* no mail address */
extern const struct refusal message_wrong_code; /* or one that is over */
extern const struct refusal message_many_codes; /* today */

/* What a reader wishes; who never said anything wishes SMS and no mail. */
struct message_wish message_wish(struct work *work, struct message_whose whose);

/* Whether this house sends mail at all. */
bool message_has_mail(const struct work *work);

/*
 * Keeps what the actor wishes, but for what waits.  Mail "" ends it; one that is proven
 * already stays; another one gets a code and waits.  Refuses: message_no_mail,
 * message_bad_mail, message_many_codes.
 */
const struct refusal *message_keep_wish(struct work *work,
                                        const struct message_wish *given);

/* Proves the address that waits.  Refuses message_wrong_code, which is counted. */
const struct refusal *message_prove_mail(struct work *work, const char *code);

#endif
