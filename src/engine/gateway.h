/*
 * gateway -- the way of an SMS or a mail out of the house: one interface, many drivers.
 *
 *     log:                       says in the log that it was sent; for demonstrations
 *     smpp://HOST[:2775]         SMS by SMPP 3.4, with receipts on the same line
 *     http://…, https://…        SMS as signed JSON; {town} and {id} in the address are
 *                                filled in, receipts come to POST /api/v1/receipts
 *     smtp://HOST[:587], smtps:  mail, with TLS where the server offers it
 *
 * Every answer is one of five, and the difference between the last two and the rest is
 * what keeps a message from going out twice: LATER and REFUSED say that the other side
 * has certainly not taken it, UNKNOWN that nobody can tell.
 *
 * A gateway is used by one thread, which waits at most deadline_ms for each answer.
 * Phones, mail addresses and texts are never logged; a problem that is told holds words
 * of the program and codes of the other side, and nothing that was sent.
 */
#ifndef GATEWAY_H
#define GATEWAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct config;
struct gateway;

enum gateway_channel { GATEWAY_SMS, GATEWAY_MAIL, GATEWAY_CHANNELS };

enum gateway_outcome {
    GATEWAY_SENT,      /* taken; whether it arrives is told later, or never */
    GATEWAY_DELIVERED, /* it has arrived */
    GATEWAY_REFUSED,   /* not taken, or not delivered, and trying again is of no use */
    GATEWAY_LATER,     /* not taken, but may be later: no line, too many at once */
    GATEWAY_UNKNOWN,   /* it may have been taken */
};

enum { GATEWAY_REFERENCE_MAX = 64, GATEWAY_PROBLEM_SIZE = 80 };

struct gateway_answer {
    enum gateway_outcome outcome;
    char reference[GATEWAY_REFERENCE_MAX + 1]; /* the other side's id; "" none */
    char problem[GATEWAY_PROBLEM_SIZE];        /* "http 500"; "" none */
};

/* What is to be sent. */
struct gateway_letter {
    int64_t town;
    const char *id; /* digits and dots: the same each time that it is tried */
    int64_t now_ms;
    const char *to;      /* a mobile number of eleven digits, or a mail address */
    const char *subject; /* of a mail, one line */
    const char *text;    /* of an SMS at most 70 units of UTF-16 */
};

/* User names, passwords and the key that signs: from a file that only the program's user
 * may read, never from the command line.  "" where it says nothing. */
struct gateway_secrets {
    const char *sms_user, *sms_password, *sms_key;
    const char *mail_user, *mail_password;
};

/*
 * Reads the file, lines NAME = VALUE (sms-user, sms-password, sms-key, mail-user,
 * mail-password); "" as path is no file and no secret.  Says whether, else *why has an
 * English reason that names no secret.
 */
bool gateway_read_secrets(const char *path, struct arena *arena,
                          struct gateway_secrets *secrets, const char **why);

/* How a channel goes out; strings outlive the gateways. */
struct gateway_settings {
    enum gateway_channel channel;
    const char *address;     /* as above; "": the channel is not used */
    const char *ask_address; /* http: where to ask for one by {town} and {id}, or "" */
    const char *from;        /* the number or the mail address that people see */
    const char *trusted;     /* file of certificates (PEM) that the other side's comes
                                from; "": those of the system */
    int64_t deadline_ms;
    struct gateway_secrets secrets;
};

/* NULL when the settings are good, else an English reason that says what to do.  Called
 * once, before there are threads: it readies libcurl. */
const char *gateway_check(struct arena *arena, const struct gateway_settings *settings);

/* Opens no line yet.  The settings are good, and have an address. */
struct gateway *gateway_new(const struct gateway_settings *settings);
void gateway_free(struct gateway *gateway);

/* Hands a letter over and waits for the answer.  Does not try twice by itself. */
void gateway_send(struct gateway *gateway, const struct gateway_letter *letter,
                  struct gateway_answer *answer);

/* One that went out before. */
struct gateway_question {
    int64_t town;
    const char *id;
    int64_t now_ms;
    const char *reference; /* as the answer gave it; "" when there was none */
};

/* Whether the other side can be asked for it. */
bool gateway_may_ask(const struct gateway *gateway, const char *reference);

/*
 * Asks what became of it.  SENT: it is under way; LATER: it never came there; UNKNOWN:
 * no answer, or one that says nothing.
 */
void gateway_ask(struct gateway *gateway, const struct gateway_question *question,
                 struct gateway_answer *answer);

/* What the other side tells by itself of one that went out. */
struct gateway_receipt {
    const char *reference;
    struct gateway_answer told; /* DELIVERED or REFUSED */
};

/*
 * Keeps the line alive and gives the receipts that have come to take(), one by one; one
 * for which it says false is not acknowledged, so that it comes again.
 */
void gateway_hear(struct gateway *gateway,
                  bool (*take)(void *context, const struct gateway_receipt *receipt),
                  void *context);

/* The state that a receipt by JSON names: "delivered" or "failed"; UNKNOWN for others. */
enum gateway_outcome gateway_read_state(const char *word);

/* A reason as it may be kept: words and codes; "other" in place of all else. */
const char *gateway_safe_reason(const char *reason);

/* HMAC-SHA256 of "TIME\nBODY" as 64 hex digits: both directions of JSON are signed so. */
enum { GATEWAY_SIGNATURE_SIZE = 65, GATEWAY_SIGNED_MINUTES = 5 };
void gateway_sign(char signature[GATEWAY_SIGNATURE_SIZE], const char *key,
                  const char *time, const void *body, size_t size);

/* The text with each {town} and {id} replaced, in the arena. */
const char *gateway_fill_address(struct arena *arena, const char *address, int64_t town,
                                 const char *id);

#endif
