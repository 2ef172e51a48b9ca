/*
 * guide_text -- words as the guide compares them, and the terms they are made of.
 *
 * Folding makes full-width half-width, capitals small and traditional characters
 * simplified, and drops punctuation and blanks.  The terms of a line and of a query come
 * from one function, so that they cannot differ.  A new kind of term is added here and
 * given its weight in the search.
 */
#ifndef GUIDE_TEXT_H
#define GUIDE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guide_index.h"

enum { GUIDE_TOKENS_MAX = 2 * GUIDE_LINE_CHARACTERS_MAX };

enum guide_term_kind {
    GUIDE_TERM_CHARACTER,
    GUIDE_TERM_PAIR,
    GUIDE_TERM_START,
    GUIDE_TERM_CONTEXT_PAIR,
    GUIDE_TERM_MEANING
};

struct guide_text {
    uint32_t points[GUIDE_LINE_CHARACTERS_MAX];
    bool aside[GUIDE_LINE_CHARACTERS_MAX];  /* it stands in brackets */
    bool parted[GUIDE_LINE_CHARACTERS_MAX]; /* a blank or a mark stands before it */
    size_t length;
};

/* A term where it stands in a text: on the characters first .. last. */
struct guide_token {
    uint64_t key;
    size_t first;
    size_t last;
};

/*
 * Folds up to size_max bytes, the terminator, or just behind the stop character, and
 * returns where it ended.  Characters beyond GUIDE_LINE_CHARACTERS_MAX are dropped.
 */
const char *guide_text_fold(const char *begin, size_t size_max, uint32_t stop,
                            struct guide_text *text);

uint32_t guide_text_fingerprint(const struct guide_text *text);

/*
 * Writes the text as UTF-8 with a terminator, at most four bytes for each character;
 * returns the byte behind it.
 */
char *guide_text_write(const struct guide_text *text, char *out);

/* Writes every term of the text where it stands, and returns how many. */
size_t guide_text_tokens(const struct guide_text *text,
                         struct guide_token tokens[GUIDE_TOKENS_MAX]);

enum guide_term_kind guide_term_kind(uint64_t key);

uint64_t guide_term_character_key(uint32_t point);

/* The term of a known word's meaning, whatever the word. */
uint64_t guide_term_meaning_key(int kind, uint16_t meaning);

/* The characters of a term, the second 0 when it has but one. */
uint32_t guide_term_first(uint64_t key);
uint32_t guide_term_second(uint64_t key);

/* The term that stands in context for two neighbours. */
uint64_t guide_term_context_key(uint64_t pair);

#endif
