/*
 * item_adjust -- 动态调整: an item is adjusted while people use it, for the whole town or
 * for one outlet (网点), and the next request sees it.
 *
 *   in the whole town:
 *     in use --suspend 暂停--> suspended --resume 恢复--> in use
 *     in use, suspended --hand_down 下放--> handed down --take_over 承接--> in use
 *     all of these --cancel 取消--> cancelled, for ever
 *
 *   at one outlet:
 *     away --enter 进驻, recruit 招增, take_over 承接--> here
 *     here --suspend 暂停--> suspended --resume 恢复--> here
 *     here, suspended --leave 核减--> away, --hand_down 下放--> handed down, which is
 * away
 *
 * To enter and to be recruited is the same and reported apart: what was planned, and what
 * people asked for.  Who handed an item down must stop, so it takes no new matter there;
 * matters that run are finished under the version they began under.
 *
 * Of what nobody said anything, an item is done as usual: at the hall and the halls of
 * the neighbours, and at villages and communities when an agent (代办) is one of its ways
 * or it names none.
 */
#ifndef ITEM_ADJUST_H
#define ITEM_ADJUST_H

#include "item.h"
#include "place.h"

enum item_place_state { ITEM_HERE = 1, ITEM_PAUSED = 2, ITEM_LEFT = 3, ITEM_GIVEN = 4 };

enum { ITEM_HOLDER_MAX = 100 /* characters */ };

/* A row of the diagram; also of what publishing records, which leads nowhere. */
struct item_verb {
    const char *name;
    const char *label;   /* TEXT(): 暂停 */
    const char *holder;  /* TEXT(): what the other party is called; NULL there is none */
    unsigned from;       /* 1 << enum item_state, or-ed; 0: not for the whole town */
    enum item_state to;  /* of the whole town */
    unsigned place_from; /* 1 << enum item_place_state, or-ed; 0: not for one outlet */
    enum item_place_state place_to;
};

extern const struct item_verb item_verbs[];
extern const size_t item_verb_count;

/* By its name; NULL when there is none. */
const struct item_verb *item_verb_named(const char *name);

/* How an item stands at an outlet. */
struct item_place {
    const struct place_outlet *outlet;
    enum item_place_state state;
    const char *holder; /* of one handed down; else "" */
};

/* All outlets of the town with how the item stands there, its hall first and then by
 * code, in the arena. */
size_t item_places(struct work *work, const struct item *item,
                   const struct item_place **places);

/* One of them; state ITEM_HERE where the town has no such outlet. */
struct item_place item_place_at(struct work *work, const struct item *item,
                                int64_t outlet_id);

extern const struct refusal item_paused_here;
extern const struct refusal item_not_here;

/*
 * Whether somebody may file it at an outlet now; outlet 0 is the hall, which also takes
 * in what is filed online.  Refuses what item_may_be_filed() refuses, item_paused_here,
 * item_not_here.
 */
const struct refusal *item_may_be_filed_at(struct work *work, const struct item *item,
                                           int64_t outlet_id);

/* What is to be done, and why. */
struct item_adjustment {
    const char *code;   /* of the item */
    const char *verb;   /* a name of item_verbs */
    const char *outlet; /* code of an outlet; "" the whole town */
    const char *holder; /* who hands it down, or takes it over; "" */
    const char *reason; /* never "" */
};

extern const struct refusal item_no_such_verb;
extern const struct refusal item_no_such_outlet;
extern const struct refusal item_not_from_here; /* not in this state */
extern const struct refusal item_no_reason;
extern const struct refusal item_no_holder;

/*
 * Does it and records it (item_change.h).  Refuses: item_unknown, item_cancelled and
 * those above.
 */
const struct refusal *item_adjust(struct work *work, const struct item_adjustment *given);

#endif
