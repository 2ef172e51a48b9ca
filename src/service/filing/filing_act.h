/*
 * filing_act -- what is done with a filing: a verb along the flow, with what the law asks
 * to be told with it.
 *
 * A notice tells everything that is missing once (一次性告知, 行政许可法 art. 32(4)); the
 * papers that it names are kept, so that a second notice of what could have been told
 * the first time raises an alarm (FILING_TOLD_TWICE).  Who broke a promise (告知承诺) is
 * not believed again until that is repaired (浙江 art. 14).
 */
#ifndef FILING_ACT_H
#define FILING_ACT_H

#include <stdbool.h>
#include <stdint.h>

#include "filing.h"
#include "word.h"

extern const struct words filing_specials; /* 特别程序, 行政许可法 art. 45 */

enum {
    FILING_DEFECTS_MAX = 20, /* papers that a notice can name; from 1 */
    FILING_DEFECT_MAX = 300, /* characters */
    FILING_DAYS_MAX = 250,   /* working days that a step can give */
};

/* What must be told with an arrow; see struct filing_act. */
enum filing_asks {
    FILING_ASKS_RESULT = 1 << 0,
    FILING_ASKS_DAYS = 1 << 1,
    FILING_ASKS_DEFECTS = 1 << 2,
    FILING_ASKS_LACKING = 1 << 3,
    FILING_ASKS_SPECIAL = 1 << 4,
    FILING_ASKS_DELIVERY = 1 << 5,
    FILING_ASKS_BODY = 1 << 6,
    FILING_ASKS_BASIS = 1 << 7,
    FILING_ASKS_MEETING = 1 << 8,
};

/* Whether the asker hears of it by this act, or by one that it belongs to. */
enum filing_telling { FILING_TELLS, FILING_TELLS_IN_WRITING, FILING_IS_TOLD_ABOVE };

/* A verb along the flow, with what its arrow asks for (flow_step.asks). */
struct filing_act {
    const char *verb;
    const char *note;        /* reason or remark, for the asker */
    const char *result;      /* what is handed out; NULL or "" none; so all below */
    int64_t days;            /* working days; 0 the usual */
    int64_t special;         /* of filing_specials */
    int64_t delivery;        /* of item_deliveries; 0 at the window */
    const char *post_number; /* of a delivery by post */
    const char *received;    /* papers that were handed over, one a line */
    const char *body;        /* the competent body, of a refusal; NULL none */
    const char *basis;       /* of a denial; NULL or "" what the item says */
    /* Of the extension of a joint case, who of the government approved it: 行政许可法
     * art. 42(2).  NULL or "" the actor. */
    const char *approver;
    /* Of a hearing that is called: yyyymmdd, "14:30", and where. */
    int meeting_day;
    const char *meeting_time, *place;
    enum filing_telling telling;
    /* What is missing or wrong of the version's papers, by their number from 1; NULL or
     * "" nothing.  Of accept_lacking: those that follow. */
    const char *defect[FILING_DEFECTS_MAX + 1];
};

extern const struct refusal filing_no_defect;
extern const struct refusal filing_may_not_follow; /* a paper that is not on the list */
extern const struct refusal filing_too_wordy;      /* over MATTER_TOLD_MAX in all */
extern const struct refusal filing_no_special;
extern const struct refusal filing_no_days;
extern const struct refusal filing_no_post_number;
extern const struct refusal filing_too_long;     /* an extension beyond the law */
extern const struct refusal filing_no_approver;  /* of a joint case's extension */
extern const struct refusal filing_not_believed; /* broke a promise before */

/* Refuses what matter_move() refuses, and those above. */
const struct refusal *filing_do(struct work *work, struct matter *matter,
                                const struct filing_act *act);

/* Does what is done on the spot at once: its result is the one of the item.  Refuses
 * matter_wrong_state for what takes longer. */
const struct refusal *filing_settle(struct work *work, struct matter *matter);

/* What an item allows, as facts of its filings once they are received. */
struct item_version;
unsigned filing_facts_of(const struct item_version *version);

/* Something that a notice told of a paper. */
struct filing_defect {
    int64_t ordinal; /* of the event that told it */
    int64_t paper;   /* number in the version from 1, 0 none of them */
    const char *name;
    const char *told;
    int64_t cured_ms; /* 0 not yet */
};

enum { FILING_TOLD_MAX = 200 };

/* All that was told of a filing, in order. */
size_t filing_defects(struct work *work, const struct matter *matter,
                      const struct filing_defect **defects);

/* Whether somebody broke a promise that is not repaired; repairing it, with a reason, by
 * who approves. */
bool filing_is_in_breach(struct work *work, int64_t person_id);
const struct refusal *filing_repair(struct work *work, struct matter *matter,
                                    const char *reason);

/* What is deemed accepted is so from the day on which the materials were received. */
int64_t filing_received_since_ms(struct work *work, const struct matter *matter);

#endif
