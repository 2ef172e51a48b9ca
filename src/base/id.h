/*
 * id -- row ids, made by the program and never by a database.
 *
 * 63 bits: 41 of milliseconds since 2020-01-01 UTC (until 2089), 10 of node, 12 of
 * sequence.  Ids of one source rise; 4,096 a millisecond, after which the source
 * borrows from the next millisecond.  Safe to call from several threads.
 */
#ifndef ID_H
#define ID_H

#include <stdint.h>

struct id_source;

/* A source for one process; node is 0 to 1023 and unique among processes. */
struct id_source *id_source_new(int node);
void id_source_free(struct id_source *source);

/*
 * A new id, never 0.  While the clock stands or goes back, ids rise from the last one.
 * A moment before 2020 is a bug.
 */
int64_t id_next(struct id_source *source, int64_t now_ms);

/* Ids made from that moment on are not less than this; no id itself. */
int64_t id_first_of(int64_t moment_ms);

/* The moment in an id, for reading logs; exact unless the source borrowed. */
int64_t id_moment_ms(int64_t id);

#endif
