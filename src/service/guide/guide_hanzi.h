/*
 * guide_hanzi -- 汉字: how a character sounds, and its simplified form.
 *
 * The tables are made at build by tools/hanzi from Unicode's data.  A character has its
 * usual reading without the tone; the second readings of some that items use often (长,
 * 重, 行 ...) are in guide_hanzi.c.  ü is u, so lv and lu are the same.
 *
 *     shenfenzheng, sfz, shenfzh, shenfen证   all spell 身份证
 *
 * A spelling takes of each character its syllable, its beginning, or its first letter.
 */
#ifndef GUIDE_HANZI_H
#define GUIDE_HANZI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    GUIDE_HANZI_FIRST = 0x4e00,
    GUIDE_HANZI_LAST = 0x9fff,
    GUIDE_SPELLING_MIN = 2, /* letters in a row that may be spelling */
    GUIDE_SPELLING_MAX = 60,
};

/* By number, from 1; number 0 is no syllable. */
extern const char guide_syllables[][8];
extern const size_t guide_syllable_count;

/* By code point from GUIDE_HANZI_FIRST on: the syllable's number; the simplified form. */
extern const uint16_t guide_sounds[];
extern const uint16_t guide_simples[];

/* The simplified form of a character, or itself. */
uint32_t guide_hanzi_simple(uint32_t point);

/* The number of a character's usual syllable, 0 when it has none. */
uint16_t guide_hanzi_sound(uint32_t point);

/* Of a character that is read in two ways the other one, else 0. */
uint16_t guide_hanzi_other_sound(uint32_t point);

/* The number of a syllable of so many letters, 0 when it is none. */
uint16_t guide_hanzi_syllable(const uint32_t *letters, size_t length);

/*
 * Where a run of letters ends that begins at a place of a text; there if none does.  One
 * that is parted from the letter before begins another run.
 */
size_t guide_hanzi_run(const uint32_t *points, const bool *parted, size_t length,
                       size_t at);

/*
 * How many characters from the first on a spelling of so many letters spells, the last
 * perhaps in part; 0 when it does not spell them.  At most GUIDE_SPELLING_MAX letters.
 */
size_t guide_hanzi_spells(const uint32_t *letters, size_t letter_count,
                          const uint32_t *points, size_t point_count);

#endif
