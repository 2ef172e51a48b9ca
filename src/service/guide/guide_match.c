#include "guide_match.h"

#include <assert.h>
#include <string.h>

#include "guide_hanzi.h"

enum {
    WHOLE = 1000,
    SHARE = 10000, /* shares and worths are counted in its parts */
};

/* Measured on questions and their items; the optimum is flat, so none is delicate. */
enum {
    ALONE_COVER = 960, /* a shared character without a shared neighbour */
    ASKED_MEANING_COVER = 480,
    LINE_MEANING_COVER = 770,
    ALIKE_COVER = 800,   /* a slip that sounds the same: 身分证 */
    BETWEEN_COVER = 300, /* a slip between the right neighbours */
    LINE_SHARE_WORTH = 500,
    BOTH_SHARES_WORTH = 1000,
    AGREEING_WORTH = 2100,
    EXCLUDED_LOSS = 1500,
    UNASKED_WORTH = 800, /* nothing is said of what is to be done: probably begin */
    OTHER_ACTION_WORTH = 1600,
    SAME_START_WORTH = 360,
    FILLER_WEIGHT = 150,
    ACTION_WEIGHT = 800,
    ASIDE_WEIGHT = 600,
};

struct cover {
    uint16_t asked[GUIDE_LINE_CHARACTERS_MAX]; /* thousandths */
    uint16_t line[GUIDE_LINE_CHARACTERS_MAX];
};

static void raise(uint16_t *covers, size_t length, uint16_t cover) {
    for (size_t i = 0; i < length; i++)
        if (covers[i] < cover)
            covers[i] = cover;
}

static void cover_characters(const struct guide_side *asked,
                             const struct guide_side *line, struct cover *cover) {
    for (size_t i = 0; i < asked->length; i++)
        for (size_t j = 0; j < line->length; j++) {
            if (asked->points[i] != line->points[j])
                continue;
            raise(&cover->asked[i], 1, ALONE_COVER);
            raise(&cover->line[j], 1, ALONE_COVER);
            if (i + 1 < asked->length && j + 1 < line->length &&
                asked->points[i + 1] == line->points[j + 1]) {
                raise(&cover->asked[i], 2, WHOLE);
                raise(&cover->line[j], 2, WHOLE);
            }
        }
}

/* A run of letters covers the characters that it spells, wherever they stand. */
static void cover_run(const struct guide_side *asked, const struct guide_side *line,
                      size_t at, size_t count, struct cover *cover) {
    for (size_t j = 0; j < line->length; j++) {
        const size_t spelt = guide_hanzi_spells(asked->points + at, count,
                                                line->points + j, line->length - j);

        if (spelt) {
            raise(&cover->asked[at], count, WHOLE);
            raise(&cover->line[j], spelt, WHOLE);
        }
    }
}

static void cover_spelling(const struct guide_side *asked, const struct guide_side *line,
                           struct cover *cover) {
    for (size_t at = 0, end = 0; at<asked->length; at = end> at ? end : at + 1) {
        end = guide_hanzi_run(asked->points, asked->parted, asked->length, at);
        if (end - at >= GUIDE_SPELLING_MIN)
            cover_run(asked, line, at, end - at, cover);
    }
}

/* What a slip puts in a character's place sounds like it, or has both its neighbours. */
static uint16_t slip_cover(const struct guide_side *asked, size_t i,
                           const struct guide_side *line, size_t j) {
    const bool before = i > 0 && j > 0 && asked->points[i - 1] == line->points[j - 1];
    const bool behind = i + 1 < asked->length && j + 1 < line->length &&
                        asked->points[i + 1] == line->points[j + 1];
    const uint16_t sound = guide_hanzi_sound(asked->points[i]);

    if ((before || behind) && sound && sound == guide_hanzi_sound(line->points[j]))
        return ALIKE_COVER;
    return before && behind ? BETWEEN_COVER : 0;
}

static void cover_slips(const struct guide_side *asked, const struct guide_side *line,
                        struct cover *cover) {
    for (size_t i = 0; i < asked->length; i++) {
        if (cover->asked[i])
            continue;
        for (size_t j = 0; j < line->length; j++) {
            const uint16_t slip = cover->line[j] ? 0 : slip_cover(asked, i, line, j);

            raise(&cover->asked[i], 1, slip);
            raise(&cover->line[j], 1, slip);
        }
    }
}

static void cover_meanings(const struct guide_side *asked, const struct guide_side *line,
                           struct cover *cover) {
    for (size_t i = 0; i < asked->mark_count; i++)
        for (size_t j = 0; j < line->mark_count; j++) {
            const struct guide_mark *said = &asked->marks[i];
            const struct guide_mark *meant = &line->marks[j];

            if (said->kind == GUIDE_WORD_FILLER || said->kind != meant->kind ||
                said->meaning != meant->meaning)
                continue;
            raise(&cover->asked[said->first], said->length, ASKED_MEANING_COVER);
            raise(&cover->line[meant->first], meant->length, LINE_MEANING_COVER);
        }
}

static int64_t share(const struct guide_side *side, const uint16_t *covers) {
    uint64_t covered = 0;

    for (size_t i = 0; i < side->length; i++)
        covered += (uint64_t)side->weights[i] * covers[i];
    return (int64_t)(covered * (SHARE / WHOLE) / (side->mass + 1));
}

static int actions_worth(uint32_t asked, uint32_t line) {
    const uint32_t apart = asked & GUIDE_ACTIONS_APART;
    const uint32_t offered = line & GUIDE_ACTIONS_APART;
    int worth = asked & line & ~(uint32_t)GUIDE_ACTIONS_APART ? OTHER_ACTION_WORTH : 0;

    if (apart & offered)
        worth += AGREEING_WORTH;
    else if (apart && offered)
        worth -= EXCLUDED_LOSS;
    else if (offered)
        worth += offered & GUIDE_ACTION_NEW ? UNASKED_WORTH : -UNASKED_WORTH;
    return worth;
}

/* ---- traits ---- */

/* What neighbours and runs two sides share, found in one pass over both. */
struct shared {
    bool asked[GUIDE_LINE_CHARACTERS_MAX]; /* it and the one before it are the line's */
    bool line[GUIDE_LINE_CHARACTERS_MAX];
    uint32_t run; /* weight of the heaviest */
};

static void find_shared(const struct guide_side *asked, const struct guide_side *line,
                        struct shared *shared) {
    uint32_t runs[GUIDE_LINE_CHARACTERS_MAX + 1] = { 0 }; /* that end before a place */

    *shared = (struct shared){ .run = 0 };
    for (size_t i = 0; i < asked->length; i++)
        for (size_t j = line->length; j > 0; j--) {
            if (asked->points[i] != line->points[j - 1]) {
                runs[j] = 0;
                continue;
            }
            shared->asked[i] |= runs[j - 1] > 0;
            shared->line[j - 1] |= runs[j - 1] > 0;
            runs[j] = runs[j - 1] + asked->weights[i];
            if (runs[j] > shared->run)
                shared->run = runs[j];
        }
}

/* How much of a side's neighbours, by weight, stand in the other side too. */
static int pairs_share(const struct guide_side *side, const bool *shared) {
    uint64_t all = 1, there = 0;

    for (size_t i = 1; i < side->length; i++) {
        const uint32_t weight = (uint32_t)side->weights[i - 1] + side->weights[i];

        all += weight;
        if (shared[i])
            there += weight;
    }
    return (int)(there * WHOLE / all);
}

static int run_share(const struct guide_side *asked, const struct guide_side *line,
                     uint32_t run) {
    const uint32_t lighter = asked->mass < line->mass ? asked->mass : line->mass;
    const uint64_t share = (uint64_t)run * WHOLE / (lighter + 1);

    return share < WHOLE ? (int)share : WHOLE;
}

/* What the weightiest character weighs as far as it is not covered. */
static int left_of(const struct guide_side *side, const uint16_t *covers) {
    uint32_t most = 0;

    for (size_t i = 0; i < side->length; i++) {
        const uint32_t left = (uint32_t)side->weights[i] * (uint32_t)(WHOLE - covers[i]);

        if (left > most)
            most = left;
    }
    return (int)(most / GUIDE_LEFT_WHOLE);
}

static int sentence(bool is_true) {
    return is_true ? WHOLE : 0;
}

static void note_actions(uint32_t asked, uint32_t line, int *trait) {
    const uint32_t apart = asked & GUIDE_ACTIONS_APART;
    const uint32_t offered = line & GUIDE_ACTIONS_APART;
    const uint32_t other = asked & ~(uint32_t)GUIDE_ACTIONS_APART;
    const uint32_t other_offered = line & ~(uint32_t)GUIDE_ACTIONS_APART;

    trait[GUIDE_AGREEING] = sentence(apart & offered);
    trait[GUIDE_EXCLUDED] = sentence(apart && offered && !(apart & offered));
    trait[GUIDE_BEGINNING] = sentence(!apart && offered & GUIDE_ACTION_NEW);
    trait[GUIDE_UNASKED] = sentence(!apart && offered && !(offered & GUIDE_ACTION_NEW));
    trait[GUIDE_UNOFFERED] = sentence(apart && !offered);
    trait[GUIDE_OTHER_ACTION] = sentence(other & other_offered);
    trait[GUIDE_OTHER_UNASKED] = sentence(other_offered & ~other);
    trait[GUIDE_OTHER_UNOFFERED] = sentence(other & ~other_offered);
}

static void note_shape(const struct guide_side *asked, const struct guide_side *line,
                       int *trait) {
    const int both = (int)(asked->length + line->length);
    const int longer = ((int)line->length - (int)asked->length) * WHOLE / both;
    struct shared shared;

    find_shared(asked, line, &shared);
    trait[GUIDE_ASKED_PAIRS] = pairs_share(asked, shared.asked);
    trait[GUIDE_LINE_PAIRS] = pairs_share(line, shared.line);
    trait[GUIDE_RUN] = run_share(asked, line, shared.run);
    trait[GUIDE_START] = sentence(asked->points[0] == line->points[0]);
    trait[GUIDE_END] =
        sentence(asked->points[asked->length - 1] == line->points[line->length - 1]);
    trait[GUIDE_LONGER] = longer > 0 ? longer : 0;
    trait[GUIDE_SHORTER] = longer < 0 ? -longer : 0;
}

/* Three traits in a row: of the question, of the line, and their product. */
static void note_shares(const struct guide_side *asked, const struct guide_side *line,
                        const struct cover *cover, int trait[3]) {
    trait[0] = (int)share(asked, cover->asked) * WHOLE / SHARE;
    trait[1] = (int)share(line, cover->line) * WHOLE / SHARE;
    trait[2] = trait[0] * trait[1] / WHOLE;
}

static void cover_more(const struct guide_side *asked, const struct guide_side *line,
                       struct cover *cover) {
    cover_spelling(asked, line, cover);
    cover_meanings(asked, line, cover);
    cover_slips(asked, line, cover);
}

static void cover_same(const struct guide_side *asked, const struct guide_side *line,
                       struct cover *cover) {
    assert(asked->length > 0);
    assert(line->length > 0);
    memset(cover->asked, 0, asked->length * sizeof *cover->asked);
    memset(cover->line, 0, line->length * sizeof *cover->line);
    cover_characters(asked, line, cover);
}

int guide_match(const struct guide_side *asked, const struct guide_side *line) {
    struct cover cover;

    cover_same(asked, line, &cover);
    cover_more(asked, line, &cover);

    const int64_t of_asked = share(asked, cover.asked);
    const int64_t of_line = share(line, cover.line);
    int64_t worth = of_asked + of_line * LINE_SHARE_WORTH / WHOLE +
                    of_asked * of_line / SHARE * BOTH_SHARES_WORTH / WHOLE;

    worth += actions_worth(asked->actions, line->actions);
    if (asked->points[0] == line->points[0])
        worth += SAME_START_WORTH;
    return worth > 0 ? (int)worth : 0;
}

void guide_match_traits(const struct guide_side *asked, const struct guide_side *line,
                        int trait[GUIDE_TRAIT_COUNT]) {
    struct cover cover;

    cover_same(asked, line, &cover);
    note_shares(asked, line, &cover, trait + GUIDE_ASKED_SAME);
    cover_more(asked, line, &cover);
    note_shares(asked, line, &cover, trait + GUIDE_ASKED);
    trait[GUIDE_ASKED_LEFT] = left_of(asked, cover.asked);
    trait[GUIDE_LINE_LEFT] = left_of(line, cover.line);
    note_actions(asked->actions, line->actions, trait);
    note_shape(asked, line, trait);
}

static uint16_t factor_of(enum guide_word_kind kind) {
    switch (kind) {
    case GUIDE_WORD_FILLER: return FILLER_WEIGHT;
    case GUIDE_WORD_ACTION: return ACTION_WEIGHT;
    case GUIDE_WORD_SYNONYM: break;
    }
    return WHOLE;
}

void guide_match_factors(const struct guide_text *text, const struct guide_mark *marks,
                         size_t mark_count, uint16_t factors[GUIDE_LINE_CHARACTERS_MAX]) {
    for (size_t i = 0; i < text->length; i++)
        factors[i] = text->aside[i] ? ASIDE_WEIGHT : WHOLE;
    for (size_t i = 0; i < mark_count; i++) {
        const uint16_t factor = factor_of((enum guide_word_kind)marks[i].kind);

        for (size_t j = 0; j < marks[i].length; j++) {
            uint16_t *at = &factors[marks[i].first + j];

            *at = (uint16_t)((uint32_t)*at * factor / WHOLE);
        }
    }
}
