/*
 * item -- a service item (政务服务事项): one thing that the hall does for people.
 *
 * An item is its code.  What it says is a version: publishing makes a new one and never
 * changes an old one, and a matter goes on under the version that it was accepted under.
 * Nothing is deleted.
 *
 *     in use 在用 <--> suspended 暂停, handed down 下放
 *         \                /
 *          `-> cancelled 取消      takes no new matter; running ones are finished
 *
 * A cancelled item stays cancelled: neither a new version nor a new state revives it.
 * All others stand in the directories (by department, subject, way and target); only
 * those in use may be filed and are found by the guide.  Who moves an item along the
 * diagram, and where it is done, is said in item_adjust.h.
 */
#ifndef ITEM_H
#define ITEM_H

#include <stddef.h>
#include <stdint.h>

#include "item_version.h"
#include "work.h"

enum item_state { ITEM_IN_USE = 1, ITEM_SUSPENDED, ITEM_CANCELLED, ITEM_HANDED_DOWN };

enum {
    ITEM_PAPERS_MAX = 60, /* of a version; lines of each other list, too */
    ITEM_WORDS_MAX = 60,  /* of one list of words */
    ITEM_CODE_MAX = 80,   /* bytes */
};

/* The head of an item: what lists show and what filing asks. */
struct item {
    int64_t id, version_id, version, filed_count;
    const char *code, *name, *department;
    enum item_state state;
    const char *holder; /* who does it now, of one handed down; else "" */
    int64_t department_id, kind;
    struct item_limit legal, promised;
    int64_t visits, fee_charged;
    struct item_list ways;
};

extern const struct refusal item_unknown;
extern const struct refusal item_suspended;
extern const struct refusal item_cancelled, item_handed_down;

/* Finds an item in any state.  Refuses: item_unknown. */
const struct refusal *item_find(struct work *work, const char *code, struct item *item);

/* Whether somebody may file it now, anywhere.  Refuses: item_suspended, item_cancelled,
 * item_handed_down.  Pure. */
const struct refusal *item_may_be_filed(const struct item *item);

/* Reads all of a version, published now or earlier.  Refuses: item_unknown. */
const struct refusal *item_read_version(struct work *work, int64_t version_id,
                                        struct item_version *version);

/* Reads a version by its number.  Refuses: item_unknown. */
const struct refusal *item_read_numbered(struct work *work, const char *code,
                                         int64_t number, struct item_version *version);

enum item_outcome { ITEM_NEW, ITEM_CHANGED, ITEM_UNCHANGED };

/* Why, for the record (item_change.h). */
struct item_why {
    const char *reason;
    const char *author_name; /* who wrote what the actor publishes; "" himself */
};

/*
 * Publishes what a code says from now on: a new item, or a new version when anything
 * differs.  Numbers of the version itself (id …) and the state are not read, a text that
 * is NULL is ""; counts over the bounds above are a bug.  Refuses: item_cancelled.
 */
const struct refusal *item_publish(struct work *work, const struct item_version *version,
                                   const struct item_why *why,
                                   enum item_outcome *outcome);

/*
 * Counts more matters of the item: what is asked for often is shown first.  Not with each
 * matter, because many would wait for the row of an item that everybody wants.
 */
void item_count_filings(struct work *work, int64_t item_id, int64_t filed);

/* How many questions the item asks at most before it lists a person's papers (情形引导);
 * 0 none. */
int64_t item_asks(struct work *work, int64_t item_id);
void item_set_asks(struct work *work, int64_t item_id, int64_t questions);

#endif
