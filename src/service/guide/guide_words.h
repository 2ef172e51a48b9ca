/*
 * guide_words -- 同义词典: what the words of a text mean, as far as the guide knows.
 *
 * A meaning is a number.  Words that mean the same share it: 小孩 and 儿童.  Three kinds
 * of meanings are told apart:
 *
 *     filler    怎么, 办理, 的     says nearly nothing
 *     action    改, 变更, 换地址   what is to be done: a change, a cancellation ...
 *     synonym   小孩, 儿童         what it is about
 *
 * Marking a text finds every known word in it, spelt in letters too where it is said, and
 * of words of one kind that lie inside one another the longest: in 最低生活保障 not also
 * 保障.
 */
#ifndef GUIDE_WORDS_H
#define GUIDE_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "guide_index.h"
#include "guide_text.h"

enum {
    GUIDE_MARKS_MAX = 64, /* of one text; what stands behind is not marked */
    GUIDE_WORD_CHARACTERS_MAX = 16,
};

enum guide_word_kind { GUIDE_WORD_FILLER, GUIDE_WORD_ACTION, GUIDE_WORD_SYNONYM };

/* On which side a word counts; of words that mean each other, on both. */
enum { GUIDE_WORD_SAID = 1, GUIDE_WORD_MEANT = 2 };

/* A known word where it stands: length characters from first on. */
struct guide_mark {
    uint16_t meaning; /* of an action, the number of its bit */
    uint8_t first;
    uint8_t length;
    uint8_t kind;  /* enum guide_word_kind */
    uint8_t sides; /* GUIDE_WORD_SAID, GUIDE_WORD_MEANT or both */
};

struct guide_words;

/* The built-in fillers and actions, and the caller's synonyms, which are copied. */
struct guide_words *guide_words_build(const struct guide_synonym *synonyms, size_t count);

void guide_words_free(struct guide_words *words);

/* Marks the words of a text that count on a side, by their place; returns how many. */
size_t guide_words_mark(const struct guide_words *words, const struct guide_text *text,
                        uint8_t side, struct guide_mark marks[GUIDE_MARKS_MAX]);

/*
 * Actions exclude one another up to GUIDE_ACTIONS_APART: who wants a change is not
 * served by a cancellation.  The others say more of what is wanted, and exclude nothing.
 */
enum { GUIDE_ACTION_NEW = 1u << 0, GUIDE_ACTIONS_APART = (1u << 6) - 1 };

/* The actions of a text's marks, each a bit. */
uint32_t guide_words_actions(const struct guide_mark *marks, size_t count);

#endif
