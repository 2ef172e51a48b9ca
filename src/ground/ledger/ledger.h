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
 * An event also holds the digest of what it left in its matter's row, and of what it
 * wrote beside (a decision, papers, a rating), so that the rows cannot be rewritten
 * either:
 *
 *     event 3 = head -- covers --> the row of the matter, as it is
 *     the last event that wrote a part -- part --> the rows of that part, as they are
 *
 * Events of before this was kept cover nothing, and stay good.
 *
 * Nothing is ever changed or removed: a correction is another event.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include <stddef.h>
#include <stdint.h>

#include "db.h"
#include "work.h"

enum { LEDGER_DIGEST_SIZE = 32 };

/* The last event of a chain; zeroed before the first. */
struct ledger_head {
    int64_t ordinal;
    uint8_t digest[LEDGER_DIGEST_SIZE];
};

/* All that people see of a matter in its row, as an event leaves it. */
struct ledger_row {
    const char *number, *kind, *title, *answer;
    int64_t state, desk, stage, person_id, item_id, version_id, department_id, outlet_id,
        owner_id, rated, clock_days;
    int64_t submitted_ms, received_ms, accepted_ms, decided_ms, finished_ms, due_ms;
    int64_t facts;     /* digested only where there are any: rows of before had none */
    int64_t parent_id; /* likewise */
};

/* What an event leaves beside it: the values of a part's rows, written in order. */
struct ledger_part {
    const char *name; /* "filing", "papers", "rating"; NULL none */
    struct db_bytes values;
};

/* Who, when and whose town come from the work. */
struct ledger_entry {
    const char *verb; /* "submit", "accept", "reveal" … */
    int from_state;
    int to_state;
    const char *note; /* for people; never an ID number or a phone */
    struct ledger_row row;
    struct ledger_part part;
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

/* The values of a part's rows as they are, of one matter. */
struct ledger_part_rows {
    int64_t matter_id;
    struct db_bytes values;
};

/* How verifying reads a part: matters behind one, by id, whole; none at the end. */
struct ledger_part_kind {
    const char *name;
    size_t (*stretch)(struct work *work, int64_t after_id,
                      const struct ledger_part_rows **rows);
};

/* What verifying found; the first fault ends it. */
struct ledger_report {
    int64_t matters;
    int64_t mandates; /* which have chains of their own */
    int64_t events;
    int64_t seals;
    int64_t uncovered;       /* matters whose last event is too old to cover the row */
    int64_t broken_matter;   /* 0: all is well */
    int64_t broken_ordinal;  /* 0: the head does not fit the last event */
    const char *broken_part; /* "matter" for its row, or of a part; NULL: no row */
    int64_t broken_day;      /* of a seal; 0: none */
};

/*
 * Proves every chain, head, seal and covered row of the town; parts ends with a NULL.
 * A read; memory stays flat.
 */
void ledger_verify(struct work *work, const struct ledger_part_kind *const *parts,
                   struct ledger_report *report);

#endif
