/*
 * matter_invent -- matters that nobody asked for, to fill a database for measuring.
 *
 * A verb of an ordinary matter reads before it writes, and makes numbers one by one; with
 * ten millions of them that takes hours.  Here whoever invents a matter says what
 * happened to it and when, and all of it is added at once: nothing is read, nothing
 * changed.  What is there afterwards is what the verbs would have left: numbers, clocks,
 * the chain of events and what it covers, so `haoban verify` finds it good.  Only for
 * test databases.
 *
 *     matter_invent_event() for each event, then matter_invent_end()
 */
#ifndef MATTER_INVENT_H
#define MATTER_INVENT_H

#include "matter.h"

/* A number of the day: the ordinal is of the block that was taken.  In the arena. */
const char *matter_invent_number(struct work *work, int day, int64_t ordinal);

/* Takes so many numbers of a day, and returns the ordinal of the first. */
int64_t matter_invent_numbers(struct work *work, int day, int64_t count);

/* A clock that began with an event; ended_ms 0: it runs. */
struct matter_invented_clock {
    int64_t ordinal;
    const char *kind;
    int64_t days;
    int64_t begun_ms, due_ms, ended_ms;
};

/* Appends an event that leaves the matter as it is now, at the moment of the work. */
void matter_invent_event(struct work *work, struct matter *matter, const char *verb,
                         int from_state, const struct ledger_part *part);

/* Adds the matter as it is now with its clocks; its phone is sealed already. */
void matter_invent_end(struct work *work, const struct matter *matter,
                       const struct matter_invented_clock *clocks, size_t count);

/* What an event covers of a matter's row. */
struct ledger_row matter_row(const struct matter *matter);

#endif
