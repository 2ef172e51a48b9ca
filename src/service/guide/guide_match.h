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

/* The worth of a line that is just what is asked, about; nothing is worth much more. */
enum { GUIDE_MATCH_WHOLE = 25000 };

/* At least 0.  The marks of the question are those said, of the line those meant. */
int guide_match(const struct guide_side *asked, const struct guide_side *line);

/*
 * What a character weighs in a text: its rarity in thousandths for fillers, actions and
 * asides.  Writes the thousandths for each character of the text.
 */
void guide_match_factors(const struct guide_text *text, const struct guide_mark *marks,
                         size_t mark_count, uint16_t factors[GUIDE_LINE_CHARACTERS_MAX]);

#endif
