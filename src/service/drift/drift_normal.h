/*
 * drift_normal -- what two texts are compared by: without what makes no difference.
 *
 * Pure.  What is left out is a set; each element has its own (drift_element.h):
 *
 *     DRIFT_BLANKS       blanks and line breaks of every width
 *     DRIFT_WIDTH        full-width letters, digits and signs are half-width ones
 *     DRIFT_PUNCTUATION  kinds of a sign: ， 、 , are one; “ ” 「 」 " too; 《 〈 <;
 *                        （ 〔 【 [ (; － — – -; · • ・
 *     DRIFT_ORDER        the order of a list
 */
#ifndef DRIFT_NORMAL_H
#define DRIFT_NORMAL_H

struct arena;

enum drift_ignored {
    DRIFT_BLANKS = 1 << 0,
    DRIFT_WIDTH = 1 << 1,
    DRIFT_PUNCTUATION = 1 << 2,
    DRIFT_ORDER = 1 << 3,
};

/* The text by which it is compared, in the arena; DRIFT_ORDER means nothing here. */
const char *drift_normal(struct arena *arena, const char *text, unsigned ignored);

#endif
