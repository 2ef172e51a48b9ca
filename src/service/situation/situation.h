/*
 * situation -- 情形引导: a few questions that lead to exactly the papers a person needs.
 *
 * An item may have a flow: questions, each with answers, and each answer leads to
 * another question or to the result.  Papers say under which answers they are asked for.
 *
 *     question --answer--> question --answer--> … --answer--> result
 *        1                    2                 at most 5
 *
 *     paper  <- any clause     clause <- each of its terms
 *                              term   <- question answered by one of these answers
 *
 * A paper without a clause is asked of everybody.  The same paper may stand twice, once
 * as 免提交 (exempt), under conditions that no one person meets both of.
 *
 * A flow belongs to an item and is published in revisions; the revision in use stays in
 * use when the item gets a new version.  A revision never changes, and knows the item's
 * version that it was published for.
 *
 * What a person answered travels in the address and nowhere else: "who.self-age.old".
 * It names answers, never people.  Ids of questions and answers must keep their meaning
 * as long as printed addresses are about.
 */
#ifndef SITUATION_H
#define SITUATION_H

#include <stddef.h>
#include <stdint.h>

#include "item.h"

enum {
    SITUATION_QUESTIONS_MAX = 40, /* of a flow */
    SITUATION_ANSWERS_MAX = 12,   /* of a question */
    SITUATION_PATH_MAX = 5,       /* questions that one person is asked */
    SITUATION_PAPERS_MAX = 90,    /* lines of papers */
    SITUATION_CLAUSES_MAX = 40,   /* of a paper */
    SITUATION_ID_MAX = 24,        /* bytes: a-z 0-9 _ */
    SITUATION_ADDRESS_MAX = SITUATION_QUESTIONS_MAX * 2 * (SITUATION_ID_MAX + 1),
};

/* Where an answer leads, and what a walk asks next, beside the index of a question. */
enum { SITUATION_RESULT = -1, SITUATION_NOWHERE = -2 };

struct situation_answer {
    const char *id, *words, *hint;
    const char *next_id; /* of a question, or "result" */
    int next;            /* its index, SITUATION_RESULT, or NOWHERE when there is none */
};

struct situation_question {
    const char *id, *words, *hint;
    const struct situation_answer *answers;
    size_t answer_count;
};

/* A question was answered by one of these answers. */
struct situation_term {
    const char *question_id;
    const char *const *answer_ids;
    size_t count;
    int question;        /* its index, or NOWHERE */
    uint32_t answers;    /* bit i: its answer i */
    const char *unknown; /* the first answer that the question has not; NULL none */
};

struct situation_clause {
    const struct situation_term *terms;
    size_t count;
};

struct situation_paper {
    const char *name; /* as the item's list of papers has it */
    const char *why;  /* in the librarian's words; "" none */
    int64_t exempt;   /* 1: 免提交 */
    const struct situation_clause *clauses;
    size_t clause_count; /* 0: everybody */
};

struct situation_flow {
    int64_t id, item_id, revision, item_version, published_ms;
    const char *author;                         /* who published it; "" the program */
    const char *note;                           /* for all who ask: "" none */
    const struct situation_question *questions; /* the first is asked first */
    size_t question_count;
    const struct situation_paper *papers;
    size_t paper_count;
};

extern const struct refusal situation_none;

/* ---- a flow ---- */

/* Fills the indices and bits of answers and terms by their ids.  The parts may be const
 * for all others: this is for who has just made them. */
void situation_resolve(struct situation_flow *flow);

/* The index of a question or of its answer; -1 when there is none. */
int situation_find_question(const struct situation_flow *flow, const char *id);
int situation_find_answer(const struct situation_question *question, const char *id);

/* Whether both ask and demand the same, whoever published them. */
bool situation_is_same(struct arena *arena, const struct situation_flow *one,
                       const struct situation_flow *other);

/* ---- the database ---- */

/* Reads the flow in use of an item.  Refuses: situation_none. */
const struct refusal *situation_read(struct work *work, int64_t item_id,
                                     struct situation_flow *flow);

/* Reads any revision of it. */
const struct refusal *situation_read_revision(struct work *work, int64_t item_id,
                                              int64_t revision,
                                              struct situation_flow *flow);

/*
 * Publishes a flow that was checked (situation_check.h) as the item's next revision, in
 * the actor's name; says 0 and does nothing when the one in use is the same.  A flow
 * without papers and questions takes the situations away.
 */
bool situation_publish(struct work *work, const struct item *item,
                       const struct situation_flow *flow);

/* The heads of published revisions, newest first; at most 50. */
size_t situation_history(struct work *work, int64_t item_id,
                         const struct situation_flow **flows);

/* An item with situations. */
struct situation_item {
    int64_t item_id, revision, published_ms;
    const char *code, *name;
};

/* Items with situations behind a code, by code; at most limit. */
size_t situation_items(struct work *work, const char *after, int64_t limit,
                       const struct situation_item **items);

#endif
