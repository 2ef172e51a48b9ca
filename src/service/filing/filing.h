/*
 * filing -- 办件: a citizen's or a firm's case, from asking to the answer.
 *
 *  submitted -receive-> received 1 -accept-> accepted 3 -> in process 8 -grant-> granted
 *   |  ^                 |    |                 |  ^  |                       |
 *  pre_return            | supplement 6      special 9 |-deny-> denied     certify
 *   v  |                 |    |                 v  |   |            |         |
 *  returned              | supplied 7   special over 10|          finish   finish
 *                        |                             |            v         v
 *    withdrawn 2 <-------+--> refused 5, not needed 4  |         done 13   done 11, 12
 *                              taken back 14 <---------+       revoked 15 <--+
 *
 * `haoban flow filing` prints all of it.  The numbers are the national codes of
 * 部门业务办理状态.  To tell the asker takes at most 5 working days from receipt
 * (行政许可法 art. 32), to decide what the item promises, never more than its statutory
 * limit (浙江 art. 12), to hand out the result 10 working days (art. 44).  What the
 * province is stricter about stands in filing_rules.h.
 *
 * A filing keeps the version of the item under which it was handed in.
 */
#ifndef FILING_H
#define FILING_H

#include <stdbool.h>
#include <stdint.h>

#include "matter.h"
#include "person.h"
#include "word.h"
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
    FILING_RETURNED,
    FILING_PRE_REVIEWED,
    FILING_SUPPLEMENTING,
    FILING_SUPPLEMENTED,
    FILING_ACCEPTED_LACKING,
    FILING_LAPSED,
    FILING_IN_PROCESS,
    FILING_SPECIAL,
    FILING_SPECIAL_OVER,
    FILING_ACCEPTANCE_REVOKED,
    FILING_CERTIFIED,
    FILING_DONE_LACKING,
    FILING_CHECKING,
    FILING_CORRECTING,
    FILING_REVOKED,
    FILING_TERMINATED,
};

/* What is true of a filing that its state does not say. */
enum filing_fact {
    FILING_BY_ZHEJIANG = FLOW_FACTS_OWN << 0, /* its rules were those of the province */
    FILING_ON_THE_SPOT = FLOW_FACTS_OWN << 1, /* 即办件 */
    FILING_DEFERS = FLOW_FACTS_OWN << 2,      /* its item lists papers that may follow */
    FILING_MAY_PROMISE = FLOW_FACTS_OWN << 3, /* its item takes 告知承诺 */
    FILING_TOLD = FLOW_FACTS_OWN << 4,        /* what is missing was told once */
    FILING_TOLD_TWICE = FLOW_FACTS_OWN << 5, /* and again, though it could be seen then */
    FILING_LACKS = FLOW_FACTS_OWN << 6,      /* papers still follow */
    FILING_PROMISED = FLOW_FACTS_OWN << 7,   /* decided on a promise */
    FILING_DEEMED = FLOW_FACTS_OWN << 8,     /* accepted because nobody told in time */
    FILING_EXTENSION_ASKED = FLOW_FACTS_OWN << 9,
    FILING_EXTENDED = FLOW_FACTS_OWN << 10,
    FILING_BROKE_PROMISE = FLOW_FACTS_OWN << 11,
    FILING_URGED = FLOW_FACTS_OWN << 12,      /* and not answered yet */
    FILING_SUPERVISED = FLOW_FACTS_OWN << 13, /* likewise */
    FILING_JOINT = FLOW_FACTS_OWN << 14,      /* several offices examine it: joint.h */
    FILING_HEARING_OFFERED = FLOW_FACTS_OWN << 15, /* 告知听证权利; nobody has answered */
    FILING_HEARING = FLOW_FACTS_OWN << 16,         /* asked for, and not over */
    FILING_HEARING_OVER = FLOW_FACTS_OWN << 17, /* held, waived or not asked for */
};

enum filing_channel { FILING_AT_WINDOW = 1, FILING_ONLINE = 2 };
enum filing_outcome { FILING_OPEN = 0, FILING_WAS_GRANTED = 1, FILING_WAS_DENIED = 2 };

enum {
    FILING_STATEMENT_MAX = 2000,
    FILING_RESULT_MAX = 200,
};

extern const struct flow filing_flow;

/* What is handed in; checked by a form. */
struct filing_new {
    const char *item_code;
    struct person asker;   /* id is not read */
    const char *statement; /* what he writes, at most FILING_STATEMENT_MAX */
    const char *received;  /* papers handed over at a window, one a line; NULL none */
    enum filing_channel channel;
    int64_t mandate_id; /* by which he is acted for: then name, number and kind of asker
                           are the principal's and not read; 0 none */
};

extern const struct refusal filing_not_online; /* the item is done at a counter only */
extern const struct refusal filing_not_own;    /* nor by a mandate */
extern const struct refusal filing_too_many;   /* of a resident, on one day */

/*
 * Hands in a case.  A resident's is for himself or, by a mandate, for its principal; at a
 * window it is for whoever stands there, and is received at once.  By a mandate the case
 * is the principal's, and its agent is an agent of it (matter_agent.h).
 * Refuses: item_unknown, what item_may_be_filed_at() refuses, filing_not_online,
 * filing_not_own, filing_too_many (setting submissions-per-day; what he hands in for
 * others counts), what agency_take() refuses, person_other_name, matter_no_number.
 */
const struct refusal *filing_submit(struct work *work, const struct filing_new *given,
                                    struct matter *matter);

/* What filing adds to its matter. */
struct filing {
    enum filing_channel channel;
    enum filing_outcome outcome;
    const char *statement; /* plain */
    const char *result;
    int64_t delivery; /* of item_deliveries, 0 not yet */
    const char *post_number;
    int64_t special; /* of filing_specials, the last one */
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

/* Adds what was filed up to yesterday to the items; for the daily job. */
void filing_count(struct work *work);

#endif
