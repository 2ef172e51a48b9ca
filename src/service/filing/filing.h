/*
 * filing -- 办件: a citizen's or a firm's case, from asking to the answer.
 *
 *  submitted -receive-> received -accept-> accepted -grant-> granted -finish-> done 11
 *      |                   |                  +------deny--> denied -finish-> done 13
 *      |                   |                  +--withdraw--> taken back 14
 *      |                   +--refuse--> refused 5
 *      |                   +--decline-> not needed 4
 *      +-----withdraw------+----------> withdrawn 2
 *
 *  The asker withdraws; a counter does it for him (withdraw_for) and says why.
 *
 * The numbers are the national codes of 部门业务办理状态.  To tell the
 * asker takes at most 5 working days from receipt (行政许可法 art. 32), to decide what
 * the item promises, never more than its statutory limit (浙江 art. 12), to hand out the
 * result 10 working days (art. 44).
 *
 * A filing keeps the version of the item under which it was handed in.
 */
#ifndef FILING_H
#define FILING_H

#include <stdint.h>

#include "matter.h"
#include "person.h"
#include "work.h"

enum filing_state {
    FILING_SUBMITTED = 1,
    FILING_RECEIVED,
    FILING_WITHDRAWN,
    FILING_ACCEPTED,
    FILING_NOT_NEEDED,
    FILING_REFUSED,
    FILING_GRANTED,
    FILING_DENIED,
    FILING_DONE,
    FILING_DONE_DENIED,
    FILING_TAKEN_BACK,
};

enum filing_channel { FILING_AT_WINDOW = 1, FILING_ONLINE = 2 };
enum filing_outcome { FILING_OPEN = 0, FILING_WAS_GRANTED = 1, FILING_WAS_DENIED = 2 };

enum { FILING_TELL_DAYS = 5, FILING_STATEMENT_MAX = 2000, FILING_RESULT_MAX = 200 };

extern const struct flow filing_flow;

/* What is handed in; checked by a form. */
struct filing_new {
    const char *item_code;
    struct person asker;   /* id is not read */
    const char *statement; /* what he writes, at most FILING_STATEMENT_MAX */
    enum filing_channel channel;
};

extern const struct refusal filing_not_online; /* the item is done at a counter only */
extern const struct refusal filing_not_own;    /* a resident files for himself */
extern const struct refusal filing_too_many;   /* of a resident, on one day */

/*
 * Hands in a case.  A resident's is for himself; at a window it is for whoever stands
 * there, and is received at once.
 * Refuses: item_unknown, what item_may_be_filed_at() refuses, filing_not_online,
 * filing_not_own, filing_too_many (setting submissions-per-day), matter_no_number.
 */
const struct refusal *filing_submit(struct work *work, const struct filing_new *given,
                                    struct matter *matter);

/* A verb along the flow, with what it needs. */
struct filing_act {
    const char *verb;
    const char *note;   /* reason or remark, for the asker */
    const char *result; /* of grant: what is handed out; "" none */
};

/* Refuses what matter_move() refuses. */
const struct refusal *filing_do(struct work *work, struct matter *matter,
                                const struct filing_act *act);

/* What filing adds to its matter. */
struct filing {
    enum filing_channel channel;
    enum filing_outcome outcome;
    const char *statement; /* plain */
    const char *result;
};

/* Reads it; the matter is a filing. */
void filing_read(struct work *work, const struct matter *matter, struct filing *filing);

/*
 * The asker whole, and the reading goes on record.  Refuses matter_forbidden for whoever
 * may not act on the matter.
 */
const struct refusal *filing_reveal(struct work *work, struct matter *matter,
                                    struct person *asker);

/* The asker masked, with the phone that he gave for this matter. */
const struct refusal *filing_asker_masked(struct work *work, const struct matter *matter,
                                          struct person *asker);

/* ---- drafts: an application that is not handed in yet; its account's own ---- */

struct filing_draft {
    int64_t id;
    const char *item_code;
    const char *phone;
    const char *statement;
};

extern const struct refusal filing_no_draft;
extern const struct refusal filing_too_many_drafts; /* setting drafts */

/* Keeps a new draft (id 0) or renews one.  Refuses filing_no_draft,
 * filing_too_many_drafts, item_…. */
const struct refusal *filing_keep_draft(struct work *work, struct filing_draft *draft);

/* Reads one of the actor's own.  Refuses filing_no_draft. */
const struct refusal *filing_find_draft(struct work *work, int64_t id,
                                        struct filing_draft *draft);

/* One of a list of drafts. */
struct filing_draft_line {
    int64_t id;
    const char *item_name;
    int64_t changed_ms;
};

/* The actor's own, newest first, at most FILING_DRAFTS_MAX. */
enum { FILING_DRAFTS_MAX = 100 };
size_t filing_drafts(struct work *work, const struct filing_draft_line **lines);

/* Throws one of the actor's own away, and its papers with it.  Refuses
 * filing_no_draft. */
const struct refusal *filing_remove_draft(struct work *work, int64_t id);

/* Adds what was filed up to yesterday to the items; for the daily job. */
void filing_count(struct work *work);

/* Forgets drafts that nobody touched for FILING_DRAFT_DAYS: a daily job. */
enum { FILING_DRAFT_DAYS = 30 };
void filing_sweep_drafts(struct work *work);

/* Hands a draft in with its papers as the actor's own filing, and forgets it. */
const struct refusal *filing_submit_draft(struct work *work, int64_t id,
                                          struct matter *matter);

#endif
