/*
 * gateway_driver -- what a kind of gateway provides; for gateway*.c only.
 *
 * A driver keeps what it needs in gateway->state.  Its functions fill an answer that says
 * GATEWAY_UNKNOWN when they are called, so what a driver forgets to say errs on the side
 * of not sending again.
 */
#ifndef GATEWAY_DRIVER_H
#define GATEWAY_DRIVER_H

#include "gateway.h"

struct gateway {
    const struct gateway_driver *driver;
    struct gateway_settings settings;
    struct arena *arena; /* emptied before each call */
    void *state;
};

struct gateway_driver {
    const char *schemes; /* of the address: " http https " */
    unsigned channels;   /* 1 << enum gateway_channel, or-ed */
    void *(*open)(const struct gateway_settings *settings);
    void (*close)(void *state);
    void (*send)(struct gateway *gateway, const struct gateway_letter *letter,
                 struct gateway_answer *answer);
    bool (*may_ask)(const struct gateway *gateway, const char *reference); /* NULL: no */
    void (*ask)(struct gateway *gateway, const struct gateway_question *question,
                struct gateway_answer *answer);
    void (*hear)(struct gateway *gateway,
                 bool (*take)(void *context, const struct gateway_receipt *receipt),
                 void *context); /* NULL: receipts come another way */
};

extern const struct gateway_driver gateway_log;
extern const struct gateway_driver gateway_smpp;
extern const struct gateway_driver gateway_http;
extern const struct gateway_driver gateway_mail;

/* Sets outcome and problem, printf-style. */
void gateway_say(struct gateway_answer *answer, enum gateway_outcome outcome,
                 const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
