/*
 * guess -- 猜: wrong guesses at a secret, such as a password or four digits of a phone.
 *
 * What a secret belongs to (a login, a number) is no secret itself.  Counted by that
 * alone, any stranger could lock its owner out; counted by his network alone, a thousand
 * networks could guess.  So both are counted, and a network from which the secret was
 * told rightly goes on by itself, whatever strangers do:
 *
 *     a network                per_network wrong ones, then it waits
 *     all strangers together   over_all wrong ones, then none of them is heard
 *     a known network          counts for itself only, for GUESS_KNOWN_DAYS
 *
 * Whether there is such a login or number makes no difference here, and so none is told.
 */
#ifndef GUESS_H
#define GUESS_H

#include <stdbool.h>
#include <stdint.h>

#include "work.h"

enum { GUESS_KNOWN_DAYS = 30 };

struct guess_limit {
    const char *name; /* of the tallies: "account" */
    int per_network;
    int network_minutes; /* from the first wrong one of a network on */
    int over_all;
    int over_all_minutes; /* from the first wrong one of any stranger on */
};

/* Somebody's guess. */
struct guess {
    const struct guess_limit *limit;
    const char *at;      /* what the secret belongs to, as it was typed */
    const char *network; /* exchange_network() */
};

/* Whether the secret is to be looked at at all. */
bool guess_is_heard(struct work *work, const struct guess *guess);

/* Counts a wrong one; the count is kept though the answer is a refusal. */
void guess_was_wrong(struct work *work, const struct guess *guess);

/* Makes the network known, and forgets its wrong ones. */
void guess_was_right(struct work *work, const struct guess *guess);

/* Forgets what strangers did: the secret is another one now. */
void guess_forget(struct work *work, const struct guess_limit *limit, const char *at);

#endif
