/*
 * agency -- 代办: mandates as the hall's people give and use them.
 *
 * A mandate's scope is words to the ground; here they are items, subjects, or one case of
 * the principal's, and are looked up before anybody signs for them.  A mandate for one
 * case makes its agent an agent of that case at once (matter_agent.h); all others do
 * when he hands something in by them.
 */
#ifndef AGENCY_H
#define AGENCY_H

#include "mandate.h"
#include "page.h"
#include "person.h"
#include "word.h"

extern const struct refusal agency_no_item;    /* a code that is no item in use */
extern const struct refusal agency_no_subject; /* a code that is no subject */
extern const struct refusal agency_not_his;    /* a case that is not the principal's */

/* What an agent is to the principal in a family: child 子女 … ; values mean nothing. */
extern const struct words agency_relations;

/*
 * mandate_give(), mandate_ask() and mandate_record() for words that stand for something.
 * Each refuses what those refuse, and agency_no_item, agency_no_subject, agency_not_his
 * (asking looks at the number alone: who asks may learn nothing of another's cases).
 */
const struct refusal *agency_give(struct work *work, struct mandate_new *given,
                                  int64_t *id);
const struct refusal *agency_ask(struct work *work, struct mandate_new *given,
                                 int64_t *id);
const struct refusal *agency_record(struct work *work, struct mandate_new *given,
                                    int64_t *id);

/* mandate_do(); giving what was asked for looks at the case, as agency_give() does. */
const struct refusal *agency_do(struct work *work, int64_t id, const char *verb,
                                const char *reason);

/* What a mandate is for, in words: 所有事项；老年优待证、生育登记；… */
const char *agency_say_scope(struct work *work, enum language language,
                             const struct mandate *mandate);

/*
 * The mandates by which the actor may hand in all of these items today, newest first, at
 * most AGENCY_CHOICES_MAX: a resident's own, or those of a village agent's outlet.
 */
enum { AGENCY_CHOICES_MAX = 50 };
size_t agency_choices(struct work *work, const char *const *item_codes, size_t item_count,
                      const struct mandate **list);

/*
 * Holds a mandate against an item that is handed in by it, and reads it.  Refuses what
 * mandate_take() refuses.
 */
const struct refusal *agency_take(struct work *work, int64_t mandate_id,
                                  const char *item_code, struct mandate *mandate);

#endif
