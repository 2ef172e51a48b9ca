/*
 * matter_hand -- 首问负责 and 转交: whose a matter is, whose it was first, and whom it
 * was handed to.
 *
 *     first asked: A --hand_over--> B --hand_over--> an outlet or a department
 *
 * The first member of the staff who took up a matter owns it until he hands it over, with
 * a reason: to a colleague, or to an outlet or department where whoever takes it up next
 * owns it.  Who was first never changes.  Every handing over is an event ("hand_over")
 * that covers all of them, as the part "hands".  Who asked for the matter is told the
 * office, never a name.
 *
 * While the owner is away his deputy acts for him (deputy.h), and the event says so.
 */
#ifndef MATTER_HAND_H
#define MATTER_HAND_H

#include "deputy.h"
#include "matter_list.h"

enum { MATTER_HANDS_MAX = 100, MATTER_GIVEN_AWAY_DAYS = 30, MATTER_GIVEN_AWAY_MAX = 50 };

extern const struct refusal matter_hand_nobody; /* to whom it goes */
extern const struct refusal matter_hand_same;   /* it is there already */
extern const struct refusal matter_hand_no_reason;
extern const struct refusal matter_hand_too_often; /* MATTER_HANDS_MAX */

/* To whom: exactly one of the three. */
struct matter_hand {
    int64_t to_id; /* a colleague who takes in or reviews */
    int64_t to_outlet_id;
    int64_t to_department_id; /* it decides from now on */
    const char *reason;
};

/* One that happened. */
struct matter_handed {
    int64_t first_id, from_id, to_id, to_outlet_id, to_department_id, by_id;
    const char *reason;
    int64_t ordinal; /* of its event */
    int64_t at_ms;
};

/*
 * Hands a matter over that is not finished, as its owner, the deputy of an owner who is
 * away, a manager, or, while nobody owns it, whoever may act on it.  Refuses
 * matter_wrong_state, matter_forbidden, matter_hand_nobody, matter_hand_same,
 * matter_hand_no_reason, matter_hand_too_often, matter_lost.
 */
const struct refusal *matter_hand_over(struct work *work, struct matter *matter,
                                       const struct matter_hand *hand);

/* Whether the actor may, for the button. */
bool matter_may_hand_over(struct work *work, const struct matter *matter);

/* All of a matter, first to last; in the arena. */
size_t matter_hands(struct work *work, int64_t matter_id,
                    const struct matter_handed **hands);

/* The account that was asked first; 0 when nobody has taken it up. */
int64_t matter_first(struct work *work, const struct matter *matter);

/* The office that one went to: of a colleague his outlet; for the asker. */
const char *matter_hand_office(struct work *work, const struct matter_handed *handed);

/* The office it was handed to last, "" when it never was; for the asker. */
const char *matter_handed_to(struct work *work, int64_t matter_id);

/* What a colleague owns and has to be done, next due first; as matter_list_desk(). */
size_t matter_list_owned(struct work *work, int64_t owner_id, struct matter_cursor after,
                         size_t limit, const struct matter_line **lines);

/* A matter that was handed over. */
struct matter_given_away {
    const char *number, *title;
    const char *to; /* a name or an office */
    int64_t at_ms;
};

/* What the actor handed over in the last MATTER_GIVEN_AWAY_DAYS, newest first. */
size_t matter_list_given_away(struct work *work, const struct matter_given_away **list);

/* What verifying reads. */
extern const struct ledger_part_kind matter_hand_part;

#endif
