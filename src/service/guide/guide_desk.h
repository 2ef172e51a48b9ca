/*
 * guide_desk -- 导引维护: what the librarian teaches the guide.
 *
 * A question that found nothing good is kept when the person who asked leaves it to the
 * hall.  It says nothing of who asked (guide_phrase_wrong()), and is forgotten when
 * nobody asked so for GUIDE_QUESTION_DAYS.
 *
 *     left --bind to an item--> a phrase of that item
 *          --set aside-->       gone, until it is asked again after being forgotten
 *
 * What visitors opened after which question (guide_evidence.h) is shown with its counts,
 * and can be thrown away.  The town's synonyms are pairs of words beside those that the
 * program knows.  Either change is in what the next work finds.
 */
#ifndef GUIDE_DESK_H
#define GUIDE_DESK_H

#include <stddef.h>
#include <stdint.h>

#include "guide_evidence.h"
#include "guide_index.h"
#include "page.h"
#include "work.h"

enum { GUIDE_QUESTION_DAYS = 180, GUIDE_DESK_QUESTIONS = 50, GUIDE_DESK_EVIDENCE = 50 };

enum guide_question_state {
    GUIDE_QUESTION_LEFT = 1,
    GUIDE_QUESTION_BOUND,
    GUIDE_QUESTION_ASIDE
};

struct guide_question {
    const char *question;
    int64_t times, last_day;
};

/* Those that are open, the most often left first. */
struct guide_questions {
    const struct guide_question *question;
    size_t count;
    const char *next; /* where it goes on, "TIMES.QUESTION"; "" nowhere */
};

struct guide_desk {
    struct guide_questions questions;
    bool goes_on; /* they are not the first */
    const struct guide_synonym *synonyms;
    size_t synonym_count;
    const struct guide_evidence *evidence; /* the weightiest first */
    const char **names;                    /* of its items */
    size_t evidence_count;
    const struct refusal *refusal; /* why the last change was not made, or NULL */
};

/* Anybody may leave questions, so they are counted. */
enum { GUIDE_LEFT_A_DAY = 20, GUIDE_LEFT_IN_TOWN_A_DAY = 2000 };

/*
 * Keeps a question from a network (exchange_network()); refuses what may be personal, and
 * more than the bounds above.
 */
const struct refusal *guide_leave_question(struct work *work, const char *question,
                                           const char *network);

/* Binds a question to the item of a code; refuses an unknown one. */
const struct refusal *guide_bind_question(struct work *work, const char *question,
                                          const char *code);

void guide_set_question_aside(struct work *work, const char *question);

/*
 * At most so many that are open, from a place on, "" being the start; refuses what is no
 * place with cursor_bad.
 */
const struct refusal *guide_read_questions(struct work *work, const char *after,
                                           size_t max, struct guide_questions *questions);

/* Who says the one is also searched for by the other; refuses words that are none. */
const struct refusal *guide_add_synonym(struct work *work, const char *said,
                                        const char *means);
void guide_remove_synonym(struct work *work, const char *said, const char *means);

/* Forgets what nobody asked for long: a daily job. */
void guide_sweep(struct work *work);

/* The town's synonyms, at most 2,000; returns how many. */
size_t guide_town_synonyms(struct work *work, const struct guide_synonym **synonyms);

/* The librarian's page, what a citizen sees who left a question, and their routes. */
void guide_desk_page(struct html *out, const struct guide_desk *desk);
void guide_left_page(struct html *out);
extern const struct route_table guide_desk_routes;

#endif
