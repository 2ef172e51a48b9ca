/*
 * filing_out -- what leaves with a step: the letter and the message that its arrow names.
 *
 * Both are written in the transaction of the step, so what was decided and that it was
 * told stand or fall together.  What the law wants to stand in them is gathered while the
 * act is prepared.
 */
#ifndef FILING_OUT_H
#define FILING_OUT_H

#include "filing_act.h"
#include "text.h"

/* What an act says, for people; "" or empty nothing. */
struct filing_told {
    enum filing_telling telling; /* in writing: the letter alone; above: neither */
    const char *reason;
    const char *result;
    const char *body;       /* the competent body */
    struct text defects;    /* a paper and its fault a line */
    struct text lacking;    /* papers that follow, a line each */
    struct text basis;      /* a law and its clause a line */
    struct text received;   /* papers that were handed over, a line each */
    const char *special;    /* which procedure */
    const char *delivery;   /* how it was delivered */
    int64_t days;           /* working days that were told */
    const char *conditions; /* of the item, which a promise is about */
    const char *approver;   /* NULL the actor */
    const char *time;       /* of a hearing, and where; NULL none */
    const char *place;
};

/*
 * Sends what the step's row names, about the matter as it is now.  Refuses what
 * letter_issue() refuses.
 */
const struct refusal *filing_send_out(struct work *work, struct matter *matter,
                                      const struct flow_step *step,
                                      const struct filing_told *told);

/* For flows: sends word of what no arrow tells. */
void filing_send_word(struct work *work, const struct matter *matter,
                      const struct matter_word *word);

#endif
