/*
 * bundle -- 一件事、事项套餐: what a life event brings, as one form, one set of papers,
 * one number, and one place to follow it.
 *
 *     submitted --receive--> received --accept--> under way --finish--> done
 *         |                   |   ^  |                |
 *      withdrawn      supplement  supply  refuse   withdrawn, lapsed
 *
 * Each step has its letter and message, and the clocks of a filing: who is not told in
 * time is deemed accepted, late papers let it lapse or be refused (filing_rules.h).
 *
 * A bundle is a matter of its own kind.  When it is accepted, its items become filings
 * (children, 子办件), each with its own number, clock and office: those that wait for
 * none at once, all in the same moment (浙江省保障"最多跑一次"改革规定 art. 5(3)), the
 * others when all that come before them are granted.  A child that is denied is shown,
 * and so are those behind it, which cannot begin any more; the others go on.  The bundle
 * is done when nothing of it is open.
 *
 * The papers are the bundle's: an office sees those that its item asks for, the same
 * files under the item's own names (paper_of_child()).
 *
 * To withdraw a bundle withdraws every child that may still be withdrawn.
 */
#ifndef BUNDLE_H
#define BUNDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bundle_body.h"
#include "filing.h"
#include "item.h"
#include "matter_track.h"
#include "word.h"

enum bundle_state {
    BUNDLE_SUBMITTED = 1,
    BUNDLE_RECEIVED,
    BUNDLE_SUPPLEMENTING,
    BUNDLE_UNDER_WAY,
    BUNDLE_DONE,
    BUNDLE_REFUSED,
    BUNDLE_WITHDRAWN,
    BUNDLE_LAPSED,
};

extern const struct flow bundle_flow;

extern const struct refusal bundle_unknown;
extern const struct refusal
    bundle_not_online; /* an item of it is done at a window only */

/* ---- the bundle ---- */

struct bundle {
    int64_t id, version_id, version;
    struct bundle_body body;
    int64_t department_id;
    const char *department;              /* who leads; "" unknown */
    struct item items[BUNDLE_ITEMS_MAX]; /* as they are now; id 0: gone */
    struct item_version papers;          /* each once; nothing else of it is set */
    uint64_t needed_by[ITEM_PAPERS_MAX]; /* of each paper: set of places of items */
    int64_t days;                        /* working days of the longest way through it */
};

/* Reads it as it is now, or as a matter keeps it.  Refuses bundle_unknown. */
const struct refusal *bundle_find(struct work *work, const char *code,
                                  struct bundle *bundle);
const struct refusal *bundle_read(struct work *work, int64_t version_id,
                                  struct bundle *bundle);

struct bundle_line {
    const char *code, *name, *event;
};

enum { BUNDLES_MAX = 200 };

/* All bundles, by life event. */
size_t bundle_list(struct work *work, const struct bundle_line **lines);

/* Why it takes no applications from here now: an item of it is suspended, or, online, is
 * done at a window only; NULL it does. */
const struct refusal *bundle_closed(struct work *work, const struct bundle *bundle,
                                    enum filing_channel channel);

enum bundle_outcome { BUNDLE_UNCHANGED, BUNDLE_NEW, BUNDLE_CHANGED };

/*
 * Publishes what a row of a file says.  Refuses "bundle.bad" with the reason: an item or
 * department that is not there, a name of "same" that no item has.
 */
const struct refusal *bundle_publish(struct work *work, const char *row, size_t size,
                                     enum bundle_outcome *outcome);

/* ---- a case ---- */

struct bundle_new {
    const char *code;
    struct person asker; /* of a window; a resident's is himself, phone alone is read */
    const char *answers; /* a line for each field of the form */
    enum filing_channel channel;
    int64_t mandate_id; /* by which a resident asks for another; 0 for himself */
};

/* Refuses bundle_unknown, what bundle_closed() says, what person_keep() refuses,
 * filing_too_many, matter_no_number, what agency_take() refuses for any of its items. */
const struct refusal *bundle_submit(struct work *work, const struct bundle_new *given,
                                    struct matter *matter);

/* A verb along the flow, with what follows for the children. */
const struct refusal *bundle_do(struct work *work, struct matter *matter,
                                const char *verb, const char *note);

/* An item of a case. */
enum bundle_child_state {
    BUNDLE_WAITING = 1,
    BUNDLE_BEGUN = 2,      /* it has a matter */
    BUNDLE_IMPOSSIBLE = 3, /* what comes before it was not granted */
    BUNDLE_LEFT = 4,       /* withdrawn before it began */
};
extern const struct words bundle_child_states; /* of those without a matter */

struct bundle_child {
    int64_t ordinal; /* from 1 */
    const char *item_code, *name;
    uint64_t behind; /* set of places from 0 */
    enum bundle_child_state state;
    int64_t child_id;
    struct matter matter; /* of one that has begun */
};

size_t bundle_children(struct work *work, int64_t matter_id,
                       const struct bundle_child **children);

struct bundle_case {
    enum filing_channel channel;
    const char *answers; /* plain */
};
void bundle_read_case(struct work *work, const struct matter *matter,
                      struct bundle_case *found);

/* Like matter_find_mine(), and for staff of a department that has one of its children. */
const struct refusal *bundle_find_case(struct work *work, const char *number,
                                       struct matter *matter);

/* What verifying reads. */
extern const struct ledger_part_kind bundle_part;

#endif
