/*
 * cache -- what a process remembers of a town's data.
 *
 * A cached value is built from the database, shared by all readers, and good for one
 * generation of its topic.  Whoever changes what a topic stands for calls cache_touch()
 * in the same transaction; the next work that asks sees the change.  While one work
 * builds a new value, others go on with the old one.
 *
 * Topics: "items" (the library), "town" (town, departments, outlets), "calendar",
 * "accounts" (sessions that ended, accounts that changed), "guide.evidence" (what was
 * opened after questions).
 */
#ifndef CACHE_H
#define CACHE_H

#include "work.h"

struct cache_room;

/* A kind of value; one static constant each. */
struct cache_class {
    const char *topic;
    void *(*build)(struct work *work); /* malloc'd; NULL under a fault */
    void (*free)(void *value);
};

struct cache_room *cache_room_new(void);
void cache_room_free(struct cache_room *room);

/* The value for the work's town; NULL only under a fault.  Good while the task runs. */
const void *cache_get(struct work *work, const struct cache_class *class);

/*
 * The value if the room holds one that is good for this version (executor_version()),
 * without a work.  Let go with cache_let_go().
 */
const void *cache_peek(struct cache_room *room, int64_t town, int64_t version,
                       const struct cache_class *class, struct cache_pin **pin);
void cache_let_go(struct cache_pin *pin);

/*
 * For who keeps something made from a topic's values under its generation: asks for the
 * generation, as the transaction sees it, before he reads anything else, and looks at the
 * end whether all values that the work was given are of it; some may have been older.
 */
int64_t cache_generation(struct work *work, const char *topic);
bool cache_holds_only(const struct work *work, const char *topic, int64_t generation);

/* Says that the topic changed in the work's town; takes effect with the commit. */
void cache_touch(struct work *work, const char *topic);

/* Lets go of all that the work holds; the executor calls it behind done(). */
void cache_unpin(struct work *work);

#endif
