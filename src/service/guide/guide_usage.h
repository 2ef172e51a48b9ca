/*
 * guide_usage -- 说法: which characters people say for which characters of names.
 *
 * Whoever taught that 丢了身份证 means 丢失补领身份证 taught something of other items
 * too: where a name has 补领, people say 丢了.  From all phrasings and the names they
 * belong to it is reckoned how likely each character is said where a name has a given
 * one: model 1 of Brown, Della Pietra, Della Pietra and Mercer, The Mathematics of
 * Statistical Machine Translation (1993), for a few rounds, in whole numbers.
 *
 *     phrasings and names --rounds--> how likely 丢 is said for 补   --question--> how
 *                                                               much a name explains it
 *
 * The same is reckoned the other way round: how likely a name has 补 where people say 丢.
 * A name with a character for which nothing in the question stands is probably not meant,
 * and neither is one that leaves a character of the question unexplained.
 *
 * So an item of which nothing was learnt gains from what was learnt of others.
 */
#ifndef GUIDE_USAGE_H
#define GUIDE_USAGE_H

#include <stddef.h>
#include <stdint.h>

#include "guide_text.h"

struct guide_index;
struct guide_usage;

enum {
    GUIDE_USAGE_PHRASES_MAX = 50000, /* of all items, that are learnt from */
    GUIDE_USAGE_OF_ITEM_MAX = 64,    /* of one item */
    GUIDE_USAGE_LINKS_MAX = 4000,    /* of one question's characters with others */
    GUIDE_USAGE_SLOTS = 2048,        /* a power of two */
};

/* Learns from an index whose lines are there; NULL when nobody taught it anything. */
struct guide_usage *guide_usage_build(const struct guide_index *index);

void guide_usage_free(struct guide_usage *usage); /* or NULL */

/* A character of names and the first of its links; a free slot has point 0. */
struct guide_usage_slot {
    uint32_t point;
    uint32_t link;  /* number + 1 */
    uint32_t usual; /* how likely it is in a name anyhow */
};

/* How likely a character of the question is said for that of the slot, and how likely
 * that one is named where it is said. */
struct guide_usage_link {
    uint32_t likely, named;
    uint16_t next; /* number + 1 */
    uint8_t asked; /* place in the question */
};

/* A question made ready to be explained. */
struct guide_usage_asked {
    size_t length;
    uint32_t usual[GUIDE_LINE_CHARACTERS_MAX]; /* how likely each is said anyhow */
    size_t slot_count, link_count;
    struct guide_usage_slot slots[GUIDE_USAGE_SLOTS];
    struct guide_usage_link links[GUIDE_USAGE_LINKS_MAX];
};

/* Looks up what a question's characters may stand for; something was learnt. */
void guide_usage_ask(const struct guide_index *index, const struct guide_text *question,
                     struct guide_usage_asked *asked);

/* How much better a name and a question explain one another than any other would: the
 * logarithm to the base 2 for each character, in thousandths; 0 is nothing. */
struct guide_explained {
    int all;        /* the sum for the characters of the question */
    int least;      /* for the one that is explained least */
    int name_least; /* likewise of the characters of the name */
};

struct guide_explained guide_usage_explain(const struct guide_usage_asked *asked,
                                           const uint32_t *points, size_t length);

#endif
