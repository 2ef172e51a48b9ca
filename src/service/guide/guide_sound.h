/*
 * guide_sound -- 拼音: from what is spelt in letters to the terms that it may be.
 *
 * The index keeps its one and two characters long terms under keys: the syllables of
 * both, the first letters of both, or the syllable of the one.  A run of letters is cut
 * into as few syllables and single letters as it can be; two neighbours of these look up
 * the terms they may spell.  Which line is really spelt so is seen when it is looked at
 * closely (guide_hanzi_spells()).
 */
#ifndef GUIDE_SOUND_H
#define GUIDE_SOUND_H

#include "guide_index_inside.h"

enum {
    GUIDE_SOUND_TERMS = 100, /* that two neighbours may be */
};

/* Fills index->sounds; the terms are counted by then. */
void guide_sound_build(struct guide_index *index);

/* Gives each term that a run of letters may stand for. */
void guide_sound_each(const struct guide_index *index, const uint32_t *letters,
                      size_t count, void (*take)(void *context, uint64_t term),
                      void *context);

#endif
