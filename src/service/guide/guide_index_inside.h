/*
 * guide_index_inside -- what guide_index.c builds and guide_search.c reads.
 *
 * Nobody else includes this.  After building nothing in it changes.
 */
#ifndef GUIDE_INDEX_INSIDE_H
#define GUIDE_INDEX_INSIDE_H

#include <stddef.h>
#include <stdint.h>

#include "guide_index.h"
#include "guide_text.h"
#include "guide_words.h"

/* Weights, shares and scores are thousandths. */
enum { GUIDE_WHOLE = 1000 };

/* A logarithm of 1: see guide_index_logarithm(). */
enum { GUIDE_BIT = 1024 };

struct guide_term {
    uint64_t key;
    uint32_t first; /* its postings; while building, its latest line + 1 */
    uint32_t count;
    uint32_t items; /* that have it */
};

enum guide_line_kind { GUIDE_LINE_NAME, GUIDE_LINE_ALIAS, GUIDE_LINE_LEARNT };

/* A name, an alias, or what people said who meant the item. */
struct guide_line {
    uint32_t document;
    uint32_t mass; /* the weight of all its characters */
    uint32_t fingerprint;
    uint32_t first_point; /* in points and weights */
    uint32_t first_mark;
    uint32_t actions;
    uint16_t length;
    uint8_t mark_count;
    uint8_t kind; /* enum guide_line_kind */
};

struct guide_item {
    int64_t id;
    const char *code; /* folded, in index->codes */
    int32_t popularity;
    uint32_t name_length;
    uint32_t actions;      /* of its name */
    uint32_t learnt_count; /* phrasings that are lines */
    uint32_t name_line;
};

/* A term of one or two characters under how it is spelt: see guide_sound.h. */
struct guide_sound {
    uint32_t key;
    uint32_t term;
};

struct guide_index {
    struct guide_item *documents; /* by code, so a lower number is a lower code */
    size_t document_count;
    char *codes;
    struct guide_line *lines;
    size_t line_count;
    size_t named_count; /* of them names and aliases; behind them what was learnt */
    struct guide_term *terms;
    size_t term_count;
    uint32_t *slots;     /* hash table of terms: number + 1, 0 is free */
    size_t slot_count;   /* a power of two */
    uint32_t *postings;  /* line numbers, rising within a term */
    uint16_t *shortness; /* of lines: see guide_index_shortness() */
    struct guide_words *words;
    uint32_t *points;  /* the characters of all lines */
    uint16_t *weights; /* what each of them weighs in its line */
    size_t point_count;
    struct guide_mark *marks; /* the known words of all lines */
    size_t mark_count;
    struct guide_sound *sounds; /* by key */
    size_t sound_count;
    uint64_t usual_length;     /* thousandths of a character */
    struct guide_usage *usage; /* NULL where nothing was learnt */
};

/* The slot where the key is, or the free one where it belongs. */
uint32_t *guide_index_slot(const struct guide_index *index, uint64_t key);

/* What a character weighs that stands with a factor, in thousandths, in a text. */
uint16_t guide_index_weight(const struct guide_index *index, uint32_t point,
                            uint16_t factor);

/* What a length is worth, in thousandths: at most 1 / 0.7 for one shorter than usual. */
uint16_t guide_index_shortness(const struct guide_index *index, size_t length);

/* 1024 times the logarithm to the base 2 of 1 to 2^53 - 1, straight between powers. */
uint32_t guide_index_logarithm(uint64_t value);

/* How rare is what count lines have: BM25's inverse document frequency, times 1024. */
uint32_t guide_index_rarity(const struct guide_index *index, size_t count);

#endif
