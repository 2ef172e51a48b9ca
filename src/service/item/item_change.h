/*
 * item_change -- 变更记录: everything that was done to the item library, with who and
 * why.
 *
 * A change is written once, with what it records, and never altered.  What each verb does
 * stands in item_adjust.h; "add" and "publish" are those of publishing.
 */
#ifndef ITEM_CHANGE_H
#define ITEM_CHANGE_H

#include <stdbool.h>

#include "item.h"

enum { ITEM_CHANGES_MAX = 100, ITEM_REASON_MAX = 500 /* characters */ };

struct item_change {
    int64_t id; /* rises with time */
    int64_t item_id, at_ms, actor_id;
    const char *actor_name;  /* "" the program itself */
    const char *author_name; /* who wrote what the actor published; "" the same */
    const char *verb;        /* a name of item_verbs */
    int64_t outlet_id;       /* 0: the whole town */
    const char *holder;      /* from whom or to whom; "" */
    int64_t version;         /* the published one, then */
    const char *reason;
    const char *code, *name; /* of the item, as it is called now */
};

/* Which changes: of one item or of all (0); older than a change, or from the newest (0).
 */
struct item_change_choice {
    int64_t item_id;
    int64_t before;
    size_t limit; /* 1 .. ITEM_CHANGES_MAX */
};

/* Reads changes, newest first, into the work's arena.  Returns how many. */
size_t item_changes(struct work *work, const struct item_change_choice *choice,
                    const struct item_change **changes);

/* Reads what published a version of an item; says no when there is no record of it. */
bool item_published_by(struct work *work, int64_t item_id, int64_t version,
                       struct item_change *change);

/* Records a change by the work's actor, now; id, moment, actor, code and name are not
 * read. */
void item_record(struct work *work, const struct item_change *change);

#endif
