/*
 * person -- 办事人: a natural person or a firm that asks for something.
 *
 * Name, ID number and phone are sealed in their columns (crypt.h) and found again by
 * keyed digests.  Pages show them masked:
 *
 *     王**   330109********0016   138****0001
 *
 * Who needs them whole asks person_open(), and must record that in the ledger of the
 * matter that he needs them for (PIPL art. 51; see filing_reveal()).
 */
#ifndef PERSON_H
#define PERSON_H

#include <stddef.h>
#include <stdint.h>

#include "db.h"
#include "work.h"

enum person_kind { PERSON_NATURAL = 1, PERSON_FIRM = 2 };

/* Plain, in the work's arena: never log it, never keep it. */
struct person {
    int64_t id;
    enum person_kind kind;
    const char *name;
    const char *id_number; /* of a firm its credit code */
    const char *phone;
};

extern const struct refusal person_unknown;

extern const struct refusal person_other_name;

/*
 * Finds the person by ID number, or makes him.  What is known of a person is never
 * rewritten by who hands something in: a matter keeps the phone that it was given.
 * Refuses person_other_name when the number belongs to another name.
 */
const struct refusal *person_keep(struct work *work, const struct person *given,
                                  int64_t *person_id);

/* Reads a person whole.  Refuses person_unknown. */
const struct refusal *person_open(struct work *work, int64_t person_id,
                                  struct person *person);

/* The same, masked for display. */
const struct refusal *person_masked(struct work *work, int64_t person_id,
                                    struct person *person);

/* Masks each value in place of the plain one; the strings are new. */
void person_mask(struct arena *arena, struct person *person);

/* The name alone, masked, from its sealed column: for lists. */
const char *person_masked_name(struct work *work, int64_t person_id,
                               enum person_kind kind, const void *sealed, size_t size);

/* The keyed digest by which an ID number is found, in the arena. */
struct db_bytes person_digest(struct work *work, const char *id_number);

/* The id of the person with this ID number; 0 when there is none. */
int64_t person_by_id_number(struct work *work, const char *id_number);

/* Likewise of a phone.  Both stand in addresses in place of what they say nothing of. */
struct db_bytes person_phone_digest(struct work *work, const char *phone);

enum { PERSON_OF_PHONE_MAX = 8 };

/* The person of an ID number's digest; 0 none.  Those who gave the phone of a digest, at
 * most PERSON_OF_PHONE_MAX: says how many. */
int64_t person_by_id_digest(struct work *work, struct db_bytes digest);
size_t person_by_phone_digest(struct work *work, struct db_bytes digest,
                              int64_t ids[PERSON_OF_PHONE_MAX]);

#endif
