/*
 * ledger -- 台账: what happened to a matter, and that nobody rewrote it.
 *
 * Every event holds the SM3 digest of the one before it, so a matter's events are a
 * chain; the head of the chain stands in the matter's row.  The events of a day are
 * sealed together, and the seals are a chain too, so that neither an event nor a whole
 * matter can be taken away unnoticed:
 *
 *     event 1 <- event 2 <- event 3 = head          one chain for each matter
 *     seal of Monday <- seal of Tuesday <- …        one chain for the town
 *
 * Nothing is ever changed or removed: a correction is another event.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include <stddef.h>
#include <stdint.h>

#include "work.h"

enum { LEDGER_DIGEST_SIZE = 32 };

/* The last event of a chain; zeroed before the first. */
struct ledger_head {
    int64_t ordinal;
    uint8_t digest[LEDGER_DIGEST_SIZE];
};

/* Who, when and whose town come from the work. */
struct ledger_entry {
    const char *verb; /* "submit", "accept", "reveal" … */
    int from_state;
    int to_state;
    const char *note; /* for people; never an ID number or a phone */
};

/* Appends an event and moves the head; the caller keeps the head in the matter's row. */
void ledger_append(struct work *work, int64_t matter_id, struct ledger_head *head,
                   const struct ledger_entry *entry);

struct ledger_event {
    int64_t ordinal;
    const char *verb;
    int64_t from_state;
    int64_t to_state;
    const char *actor_name; /* "" the asker, the public or the program */
    int64_t actor_id;
    const char *note;
    int64_t at_ms;
};

enum { LEDGER_EVENTS_MAX = 500 };

/* The events of a matter, first to last, at most LEDGER_EVENTS_MAX. */
size_t ledger_events(struct work *work, int64_t matter_id,
                     const struct ledger_event **events);

/*
 * Seals the days that are over and not sealed, at most a month of them: a daily job.
 * Says how many it sealed.
 */
int ledger_seal_days(struct work *work);

/* What verifying found; the first fault ends it. */
struct ledger_report {
    int64_t matters;
    int64_t events;
    int64_t seals;
    int64_t broken_matter;  /* 0: all is well */
    int64_t broken_ordinal; /* 0: the head does not fit the last event */
    int64_t broken_day;     /* of a seal; 0: none */
};

/* Proves every chain, head, state and seal of the town.  A read; memory stays flat. */
void ledger_verify(struct work *work, struct ledger_report *report);

#endif
