#include "guide_rank.h"

#include "guide_index_inside.h"

/*
 * The weights were fitted by maximum likelihood of the right item among the best two
 * dozen (a conditional logit model) on 4,829 questions about 587 items, each asked twice:
 * to an index that had learnt the phrasings of other items only, and to one that had
 * learnt half of the item's own.  A fit to the questions about one half of the items
 * found the others as well, to within one and a half percent.  HAS was then raised by
 * 300, which is where both kinds of questions lose about as much.  No weight knows any
 * word.
 */

/* ---- signs ---- */

enum sign {
    EXPLAINED,      /* what its name explains of the question */
    EXPLAINED_EACH, /* that for each character */
    HAS,            /* the item has phrasings */
    HAS_NAMED,
    NAMED_SQUARE,
    HAS_NAMED_SQUARE,
    LEARNT, /* the best phrasing */
    SECOND, /* the next */
    THIRD,
    LEARNT_SQUARE,
    HAS_COUNT, /* the logarithm of how many there are */
    LEARNT_COUNT,
    LEARNT_NAMED,
    BETTER,     /* the better of name and phrasing */
    NAMED,      /* the name or an alias */
    LEAST,      /* explained of the question's characters */
    NAME_LEAST, /* and of the name's */
    BEST_NAMED,
    BEST_LEARNT,
    BEST_EXPLAINED,
    SIGN_COUNT
};

/* Thousandths of a nat for each 1000 of the sign. */
static const int sign_weights[SIGN_COUNT] = {
    [EXPLAINED] = 94,      [EXPLAINED_EACH] = 729, [HAS] = 240,
    [HAS_NAMED] = -959,    [NAMED_SQUARE] = -339,  [HAS_NAMED_SQUARE] = 671,
    [LEARNT] = 369,        [SECOND] = 832,         [THIRD] = -210,
    [LEARNT_SQUARE] = 146, [HAS_COUNT] = -493,     [LEARNT_COUNT] = -144,
    [LEARNT_NAMED] = -461, [BETTER] = 2170,        [NAMED] = 514,
    [LEAST] = 504,         [NAME_LEAST] = 414,     [BEST_NAMED] = 736,
    [BEST_LEARNT] = 346,   [BEST_EXPLAINED] = 503,
};

/* Likewise for the traits of the best name or alias, and of the best phrasing. */
static const struct {
    int named;
    int learnt;
} trait_weights[GUIDE_TRAIT_COUNT] = {
    [GUIDE_ASKED_SAME] = { -2291, -1093 },
    [GUIDE_LINE_SAME] = { -385, 745 },
    [GUIDE_BOTH_SAME] = { -3441, -2599 },
    [GUIDE_ASKED] = { 2127, 1843 },
    [GUIDE_LINE] = { 2765, 417 },
    [GUIDE_BOTH] = { -3691, -419 },
    [GUIDE_ASKED_PAIRS] = { -1494, -330 },
    [GUIDE_LINE_PAIRS] = { 251, -54 },
    [GUIDE_RUN] = { 620, -185 },
    [GUIDE_ASKED_LEFT] = { -1591, 133 },
    [GUIDE_LINE_LEFT] = { -993, -249 },
    [GUIDE_AGREEING] = { 784, 632 },
    [GUIDE_EXCLUDED] = { 301, 220 },
    [GUIDE_BEGINNING] = { -93, 148 },
    [GUIDE_UNASKED] = { -958, 517 },
    [GUIDE_UNOFFERED] = { 648, -300 },
    [GUIDE_OTHER_ACTION] = { 273, -37 },
    [GUIDE_OTHER_UNASKED] = { -170, 229 },
    [GUIDE_OTHER_UNOFFERED] = { 32, -364 },
    [GUIDE_START] = { 201, 161 },
    [GUIDE_END] = { -171, 243 },
    [GUIDE_LONGER] = { 837, -5987 },
    [GUIDE_SHORTER] = { -162, -6336 },
};

enum { NAMED_SIGHT = 1155, LEARNT_SIGHT = 608 };

enum {
    WORTH_UNIT = 10,       /* of a worth, a thousandth of a sign */
    PLAIN_WEIGHT = 6000,   /* of the best line while little was learnt */
    POPULAR_WEIGHT = 24,   /* for each time that it doubles: so it tells equals apart */
    ENOUGH_PHRASES = 1000, /* that teach all there is to be learnt */
    MIDDLE = GUIDE_RANK_MOST / 2,
};

static int64_t product(int64_t one, int64_t other) {
    return one * other / GUIDE_WHOLE;
}

static void read_signs(const struct guide_signs *signs, int64_t sign[SIGN_COUNT]) {
    const int64_t has = signs->phrase_count ? GUIDE_WHOLE : 0;
    const int64_t count =
        (int64_t)guide_index_logarithm(signs->phrase_count + 1) * GUIDE_WHOLE / GUIDE_BIT;
    const int64_t named = signs->named.worth / WORTH_UNIT;
    const int64_t learnt = signs->worths[0] / WORTH_UNIT;

    sign[EXPLAINED] = signs->explained.all;
    sign[EXPLAINED_EACH] = signs->explained.all / (int64_t)signs->asked_length;
    sign[LEAST] = signs->explained.least;
    sign[NAME_LEAST] = signs->explained.name_least;
    sign[BEST_NAMED] = signs->best & GUIDE_BEST_NAMED ? GUIDE_WHOLE : 0;
    sign[BEST_LEARNT] = signs->best & GUIDE_BEST_LEARNT ? GUIDE_WHOLE : 0;
    sign[BEST_EXPLAINED] = signs->best & GUIDE_BEST_EXPLAINED ? GUIDE_WHOLE : 0;
    sign[HAS] = has;
    sign[HAS_NAMED] = product(has, named);
    sign[NAMED_SQUARE] = product(named, named);
    sign[HAS_NAMED_SQUARE] = product(has, sign[NAMED_SQUARE]);
    sign[LEARNT] = learnt;
    sign[SECOND] = signs->worths[1] / WORTH_UNIT;
    sign[THIRD] = signs->worths[2] / WORTH_UNIT;
    sign[LEARNT_SQUARE] = product(learnt, learnt);
    sign[HAS_COUNT] = product(has, count);
    sign[LEARNT_COUNT] = product(learnt, count);
    sign[LEARNT_NAMED] = product(learnt, named);
    sign[BETTER] = named > learnt ? named : learnt;
    sign[NAMED] = named;
}

static int64_t weigh_traits(const struct guide_signs *signs) {
    int64_t sum = (int64_t)signs->named.sight * NAMED_SIGHT +
                  (int64_t)signs->learnt.sight * LEARNT_SIGHT;

    for (size_t i = 0; i < GUIDE_TRAIT_COUNT; i++)
        sum += (int64_t)signs->named.trait[i] * trait_weights[i].named +
               (int64_t)signs->learnt.trait[i] * trait_weights[i].learnt;
    return sum;
}

/* ---- ranks ---- */

static int doublings_of(int popularity) {
    int doublings = 0;

    for (; popularity > 0; popularity /= 2)
        doublings++;
    return doublings;
}

uint32_t guide_rank(const struct guide_signs *signs, int learnt) {
    int64_t sign[SIGN_COUNT];

    read_signs(signs, sign);
    int64_t sum = weigh_traits(signs);

    for (size_t i = 0; i < SIGN_COUNT; i++)
        sum += sign[i] * sign_weights[i];
    const int64_t plain = sign[BETTER] * PLAIN_WEIGHT;
    const int64_t rank = MIDDLE +
                         (sum * learnt + plain * (GUIDE_RANK_LEARNT_WHOLE - learnt)) /
                             GUIDE_RANK_LEARNT_WHOLE / GUIDE_WHOLE +
                         POPULAR_WEIGHT * doublings_of(signs->popularity);

    return rank < 0 ? 0 : rank < GUIDE_RANK_MOST ? (uint32_t)rank : GUIDE_RANK_MOST - 1;
}

int guide_rank_learnt(size_t phrase_count) {
    return phrase_count < ENOUGH_PHRASES
               ? (int)(phrase_count * GUIDE_RANK_LEARNT_WHOLE / ENOUGH_PHRASES)
               : GUIDE_RANK_LEARNT_WHOLE;
}
