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

/* Weights, shares and scores are thousandths. */
enum { GUIDE_WHOLE = 1000 };

struct guide_term {
    uint64_t key;
    uint32_t first; /* its postings; while building, its latest line + 1 */
    uint32_t count;
};

/* A name or an alias. */
struct guide_line {
    uint32_t document;
    uint32_t mass; /* the rarity of all its characters */
    uint32_t fingerprint;
    uint16_t length;
    uint16_t weight; /* GUIDE_WHOLE for the name */
};

struct guide_item {
    int64_t id;
    const char *code; /* folded, in index->codes */
    int32_t popularity;
    uint32_t name_length;
};

/* Words of a query that mean others, or, when means is empty, nothing much. */
struct guide_phrase {
    struct guide_text said;
    struct guide_text means;
};

struct guide_index {
    struct guide_item *documents; /* by code, so a lower number is a lower code */
    size_t document_count;
    char *codes;
    struct guide_line *lines;
    size_t line_count;
    struct guide_term *terms;
    size_t term_count;
    uint32_t *slots;              /* hash table of terms: number + 1, 0 is free */
    size_t slot_count;            /* a power of two */
    uint32_t *postings;           /* line numbers, rising within a term */
    struct guide_phrase *phrases; /* by their first character */
    size_t phrase_count;
    uint64_t usual_length; /* thousandths of a character */
};

/* The slot where the key is, or the free one where it belongs. */
uint32_t *guide_index_slot(const struct guide_index *index, uint64_t key);

/* How rare is what count lines have: BM25's inverse document frequency, times 1024. */
uint32_t guide_index_rarity(const struct guide_index *index, size_t count);

#endif
