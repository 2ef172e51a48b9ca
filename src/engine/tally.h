/*
 * tally -- 计次: how often something was done lately, for whom or to what.
 *
 *     tally_add()    1, 2, 3 …      until ends_ms, which the first one sets
 *                    1, 2 …         from then on
 *
 * What is counted has a name ("paper.upload"), and for whom is any text: an account, a
 * login, a network.  The text is kept as a keyed digest only, so the table tells nobody
 * who tried what from where.  A tally that is over counts as none; the nightly sweep
 * removes it.
 */
#ifndef TALLY_H
#define TALLY_H

#include <stdint.h>

#include "work.h"

/* How often so far; 0 when there is none, or it is over. */
int64_t tally_count(struct work *work, const char *name, const char *whose);

/* Counts once more and says how often it is now.  ends_ms lies ahead. */
int64_t tally_add(struct work *work, const char *name, const char *whose,
                  int64_t ends_ms);

/* Makes it one that lasts until ends_ms, or last until then: a mark and no count. */
void tally_renew(struct work *work, const char *name, const char *whose, int64_t ends_ms);

void tally_forget(struct work *work, const char *name, const char *whose);

/* Removes what is over; for the daily job. */
void tally_sweep(struct work *work);

#endif
