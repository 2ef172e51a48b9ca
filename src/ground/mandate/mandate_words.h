/*
 * mandate_words -- what mandates are called, and why they are refused.
 *
 * Words are the names of the API and the Chinese that people read, one row a value.
 */
#ifndef MANDATE_WORDS_H
#define MANDATE_WORDS_H

#include "mandate.h"
#include "word.h"

/* Their words: names for the API, Chinese for people. */
extern const struct words mandate_bases, mandate_scopes, mandate_consents, mandate_states;

extern const struct refusal mandate_unknown;
extern const struct refusal mandate_over;        /* it does not hold, or not today */
extern const struct refusal mandate_not_covered; /* the scope has not this */
extern const struct refusal mandate_wrong_state; /* it was answered or ended meanwhile */
extern const struct refusal mandate_wrong_days;
extern const struct refusal mandate_no_scope; /* which items, subjects, case */
extern const struct refusal mandate_no_reason;
extern const struct refusal mandate_no_letter;  /* where the signed letter is */
extern const struct refusal mandate_self;       /* for oneself none is needed */
extern const struct refusal mandate_no_firm;    /* a firm's clerk acts for a firm */
extern const struct refusal mandate_no_village; /* the clerk sits at no village */
extern const struct refusal mandate_there;      /* one that says the same holds already */
extern const struct refusal mandate_too_many;   /* MANDATE_GIVEN_MAX */
extern const struct refusal mandate_too_many_asked;
extern const struct refusal mandate_no_person; /* the account belongs to nobody */

#endif
