/*
 * rating -- 好差评: one rating for each matter, after it is finished, never forced.
 *
 * Five levels: 5 非常满意, 4 满意, 3 基本满意, 2 不满意, 1 非常不满意.  The staff does
 * not learn who gave which rating; statistics come from the table, not from the matter.
 */
#ifndef RATING_H
#define RATING_H

#include <stdint.h>

#include "matter.h"
#include "work.h"

enum { RATING_LEVELS = 5, RATING_COMMENT_MAX = 500 };
enum rating_channel { RATING_AT_WINDOW = 1, RATING_ONLINE = 2 };

struct rating {
    int level;           /* 1 to RATING_LEVELS */
    const char *tags;    /* words, a blank between; "" none */
    const char *comment; /* at most RATING_COMMENT_MAX characters */
    enum rating_channel channel;
};

/* The words of the levels, [1] to [RATING_LEVELS], TEXT(). */
extern const char *const rating_levels[RATING_LEVELS + 1];

extern const struct refusal rating_not_yet; /* the matter is not finished */
extern const struct refusal rating_given;   /* there is one already */

/* Gives the rating.  Refuses: rating_not_yet, rating_given. */
const struct refusal *rating_give(struct work *work, struct matter *matter,
                                  const struct rating *rating);

/* Says 1 and reads the rating of a matter, or says 0. */
int rating_find(struct work *work, int64_t matter_id, struct rating *rating);

/* What verifying reads: a rating is covered by its event. */
extern const struct ledger_part_kind rating_part;

#endif
