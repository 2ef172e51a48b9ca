/*
 * joint -- 联办: several offices examine one filing, each with its own clock and its own
 * opinion; the department of the item decides, once.
 *
 *     stage 1   office A  asked ──agreed or opposed──┐
 *               office B  asked ──agreed or opposed──┴─> stage 2   office C  asked ──> …
 *                                                        all are in: grant or deny
 *
 *     waiting ──> asked ──> agreed | opposed         closed: no longer needed
 *
 * The offices are data of the item (item_office).  Those of the first stage are asked in
 * the moment of acceptance: parallel departments are all deemed to receive it at the
 * same time, and the next is asked when the one before has said in writing that it is
 * through (浙江省保障"最多跑一次"改革规定 art. 5(3)).  The whole takes what the item
 * promises, at most 45 working days, and 15 more with the approval of the head of the
 * government (行政许可法 art. 26 and 42).
 *
 * A special procedure (art. 45) stops the clocks of all offices that are asked, and of
 * those that are asked meanwhile, for the same stretch as the clock of the decision:
 * what it finds is before all of them.  An opinion may be given all the same.
 *
 * A decision on a promise (告知承诺) asks nobody: it is made first and checked later.
 *
 * An office that the town does not have answers on paper, and the department that
 * decides enters what it wrote.
 *
 * Every change is an event of the matter's ledger that covers the rows.
 */
#ifndef JOINT_H
#define JOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "item.h"
#include "matter_list.h"
#include "matter_track.h"
#include "word.h"

enum {
    JOINT_OFFICES_MAX = ITEM_PAPERS_MAX,
    JOINT_OPINION_MAX = 500,  /* characters */
    JOINT_DAYS_MAX = 45,      /* working days, 行政许可法 art. 42 */
    JOINT_EXTENSION_MAX = 15, /* likewise */
};

enum joint_state {
    JOINT_WAITING = 1, /* an earlier stage is not through */
    JOINT_ASKED = 2,   /* its clock runs */
    JOINT_AGREED = 3,
    JOINT_OPPOSED = 4,
    JOINT_CLOSED = 5, /* the filing ended before */
};

/* By state: what staff reads, and what the asker does. */
extern const struct words joint_states, joint_states_told;

struct joint_office {
    int64_t ordinal; /* from 1, as the item lists them */
    int64_t stage;
    int64_t department_id;  /* 0: outside the town */
    const char *department; /* its name as of acceptance */
    const char *examines;   /* "" unsaid */
    int64_t days;           /* working days for its opinion */
    enum joint_state state;
    int64_t asked_ms, due_ms, stopped_ms, answered_ms; /* 0: not */
    int64_t account_id;
    const char *answered_by; /* staff; never told the asker */
    const char *opinion;     /* "" none */
};

extern const struct refusal joint_not_asked;   /* it was answered, or is not its turn */
extern const struct refusal joint_no_opinion;  /* who opposes must say why */
extern const struct refusal joint_no_reason;   /* granted against an opinion */
extern const struct refusal joint_on_the_spot; /* with offices to ask */
extern const struct refusal joint_too_long;    /* an extension beyond the law */

/* The limit of a filing that is examined jointly: the item's, or 45 working days. */
struct calendar_span joint_limit(struct calendar_span of_item);

/*
 * Whether an arrow may be gone: a decision when all opinions are in, and a grant against
 * one of them with a reason.  Refuses "joint.missing", which names the offices that are
 * missing, joint_no_reason, joint_on_the_spot.
 */
const struct refusal *joint_allows(struct work *work, const struct matter *matter,
                                   const struct flow_step *step,
                                   const struct item_version *version, const char *note);

/* After the arrow was gone: asks the first stage, stops the clocks or lets them go on,
 * or closes what is no longer needed. */
void joint_follow(struct work *work, struct matter *matter, const struct flow_step *step,
                  const struct item_version *version);

/* Counts the clocks of those that are asked anew: their stops or the holidays changed. */
void joint_recount(struct work *work, int64_t matter_id);

/* The offices of a matter, as the item lists them; in the arena.  Asks for no right. */
size_t joint_offices(struct work *work, int64_t matter_id,
                     const struct joint_office **offices);

/* The stage of one of them as people count: those that there are, from 1; 0 when there
 * is only one. */
int64_t joint_place(const struct joint_office *offices, size_t count, size_t of);

/* Whether an office of the list opposed. */
bool joint_is_opposed(const struct joint_office *offices, size_t count);

/* Whether the actor may answer for the office now: as one of it, or as the deputy of one
 * who is away. */
bool joint_may_answer(struct work *work, const struct matter *matter,
                      const struct joint_office *office);

struct joint_opinion {
    int64_t ordinal;
    bool agrees;
    const char *text; /* at most JOINT_OPINION_MAX; needed of who opposes */
};

/*
 * Gives an office's opinion, and asks the next stage when it was the last one of its own.
 * Refuses matter_forbidden, joint_not_asked, joint_no_opinion, matter_lost.
 */
const struct refusal *joint_answer(struct work *work, struct matter *matter,
                                   const struct joint_opinion *opinion);

/* Like matter_find_mine(), and for the staff of an office that was asked, too. */
const struct refusal *joint_find(struct work *work, const char *number,
                                 struct matter *matter);

/* What waits for the opinion of the actor's department, next due first, by keyset. */
size_t joint_list(struct work *work, struct matter_cursor after, size_t limit,
                  const struct matter_line **lines);

/* Adds the offices to what the asker is told: which, how far, until when, and no names.
 */
void joint_tell(struct work *work, const struct matter *matter, enum language language,
                struct matter_track *track);

/* What verifying reads. */
extern const struct ledger_part_kind joint_part;

#endif
