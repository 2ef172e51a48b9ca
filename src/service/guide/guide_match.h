/*
 * guide_match -- 比对: how well a line serves what is asked, looked at closely.
 *
 * Question and line are laid side by side.  A character of either is covered when the
 * other has it too, a little more so when a neighbour is shared with it, when letters of
 * the question spell it, and partly when it stands in a word that means what a word of
 * the other means, or when a slip of the hand put another into its place.  Characters
 * weigh by their rarity, fillers and what stands in brackets less.  From the two covered
 * shares, of the question and of the line, comes the worth; actions add to it when they
 * agree, and take from it when they exclude one another.
 *
 * The worth is what a line is ranked by while nothing was learnt.  Else the traits that
 * it is made of are weighed one by one (guide_rank.h).
 */
#ifndef GUIDE_MATCH_H
#define GUIDE_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guide_words.h"

/* A text ready to be compared: its characters, what each weighs, its known words. */
struct guide_side {
    const uint32_t *points;
    const bool *parted; /* of what is asked only: see guide_text.h */
    const uint16_t *weights;
    size_t length;
    uint32_t mass; /* the sum of the weights */
    const struct guide_mark *marks;
    size_t mark_count;
    uint32_t actions;
};

/*
 * What makes a line like a question, each 0 to 1000: shares in thousandths, and 1000
 * where a sentence is true.
 */
enum guide_trait {
    GUIDE_ASKED_SAME, /* share of the question that the line has character by character */
    GUIDE_LINE_SAME,  /* share of the line that the question has so */
    GUIDE_BOTH_SAME,  /* their product */
    GUIDE_ASKED,      /* likewise with what means the same, is spelt, or is a slip */
    GUIDE_LINE,
    GUIDE_BOTH,
    GUIDE_ASKED_PAIRS, /* share of the question's neighbours that are the line's too */
    GUIDE_LINE_PAIRS,
    GUIDE_RUN,        /* the heaviest run of both, as a share of the lighter text */
    GUIDE_ASKED_LEFT, /* the weightiest character not covered, GUIDE_LEFT_WHOLE: 1000 */
    GUIDE_LINE_LEFT,
    GUIDE_AGREEING,      /* both want the same of the actions that exclude others */
    GUIDE_EXCLUDED,      /* they want such that exclude one another */
    GUIDE_BEGINNING,     /* none is asked for, and the line begins something */
    GUIDE_UNASKED,       /* none is asked for, and the line has another */
    GUIDE_UNOFFERED,     /* one is asked for, and the line has none */
    GUIDE_OTHER_ACTION,  /* both have the same of the other actions */
    GUIDE_OTHER_UNASKED, /* only the line has one */
    GUIDE_OTHER_UNOFFERED,
    GUIDE_START, /* they begin with the same character */
    GUIDE_END,
    GUIDE_LONGER, /* how much longer the line is, as a share of both */
    GUIDE_SHORTER,
    GUIDE_TRAIT_COUNT
};

enum { GUIDE_LEFT_WHOLE = 10000 };

/* The worth of a line that is just what is asked, about; nothing is worth much more. */
enum { GUIDE_MATCH_WHOLE = 25000 };

/* The worth, at least 0.  The marks of the question are those said, of the line meant. */
int guide_match(const struct guide_side *asked, const struct guide_side *line);

/* Tells the traits apart that the worth is made of, and some more. */
void guide_match_traits(const struct guide_side *asked, const struct guide_side *line,
                        int trait[GUIDE_TRAIT_COUNT]);

/*
 * What a character weighs in a text: its rarity in thousandths for fillers, actions and
 * asides.  Writes the thousandths for each character of the text.
 */
void guide_match_factors(const struct guide_text *text, const struct guide_mark *marks,
                         size_t mark_count, uint16_t factors[GUIDE_LINE_CHARACTERS_MAX]);

#endif
