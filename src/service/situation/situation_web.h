/*
 * situation_web -- the questions and the list at their end, for people and programs.
 *
 *     GET /item/:code/ask                  ?a=ANSWERS  the next question, or the list
 *                                          &ask=ID     that question again
 *                                          ?was=…&a=…  what the form sends: sent on to
 *                                                      the short address
 *     GET /api/v1/items/:code/situations   ?a=ANSWERS  the same as JSON
 *
 * The address of a list is what its QR code holds.  At the desk it is scanned into a
 * search box; situation_scanned() knows it again.
 */
#ifndef SITUATION_WEB_H
#define SITUATION_WEB_H

#include "qr.h"
#include "route.h"
#include "situation_walk.h"

extern const struct route_table situation_routes;

/* Everything that a page of the questions shows; what is not its own is NULL or 0. */
struct situation_view {
    const struct item *item;
    const struct item_version *version;
    const struct situation_flow *flow;
    const struct situation_walk *walk;
    const char *answers; /* on the way, as an address has them */

    /* a question */
    int question;              /* its index */
    const char *const *values; /* by answer: all answers, with this one */
    const char *back;          /* the answers before it; NULL: back to the item */
    const char *back_ask;      /* the question that is asked again there */
    size_t number, most;       /* the how-manyeth, of how many at most */
    bool missed;               /* it was sent without an answer */

    /* the list */
    struct situation_result result;
    const struct refusal *closed; /* why it takes no matters now; NULL it does */
    bool online;                  /* may be filed from home */
    const char *when;             /* by when it is done if brought now; "" unknown */
    const char *printed;          /* today, with its year */
    struct qr code;
};

void situation_question_page(struct html *out, const struct situation_view *view);
void situation_list_page(struct html *out, const struct situation_view *view);

/* The papers of one treatment with their reasons; nothing when there are none.  For the
 * list, and for who takes the papers in. */
void situation_put_papers(struct html *out, const struct situation_view *view,
                          enum situation_treatment treatment);

/* "因为您选了“代办”", in the page's language. */
const char *situation_says_why(struct html *out, const struct situation_view *view,
                               const struct situation_verdict *verdict);

/* ---- for those who take matters in ---- */

/* Reads an item's situations and the list that answers lead to.  Refuses: item_unknown,
 * situation_none, and situation_unfinished when questions are open. */
const struct refusal *situation_view_list(struct work *work, const char *code,
                                          const char *answers,
                                          struct situation_view *view);
extern const struct refusal situation_unfinished;

/* What was answered, a line each: "谁来办？本人". */
const char *situation_say_answers(struct arena *arena, const struct situation_view *view);

/* The code and the answers in a scanned address of a list; false when it is none. */
bool situation_scanned(struct arena *arena, const char *text, const char **code,
                       const char **answers);

#endif
