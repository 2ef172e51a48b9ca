/*
 * letter_kind -- 文书种类: every document that the hall gives people, one row each.
 *
 * A row says what the law wants to stand in the letter.  Three sets of slots:
 *
 *     needs   must be given, or the letter is not issued
 *     may     can be given
 *     shows   common slots that every wording of the kind must print, besides needs
 *
 * and who issues it: a verb of the matter alone, or also somebody at a window by hand.
 */
#ifndef LETTER_KIND_H
#define LETTER_KIND_H

#include "letter_slot.h"

enum { LETTER_ENDS_MAX = 2 };

struct letter_kind {
    const char *name;  /* stable: "acceptance" */
    const char *mark;  /* of its numbers, one character: 受 */
    const char *title; /* TEXT(): 受理通知书 */
    const char *law;   /* article that asks for it, in Chinese; for managers */
    uint64_t needs, may, shows;
    const char *consequence; /* of {consequence}, in Chinese; NULL none */
    bool tells_remedies;     /* 行政复议法, 行政诉讼法: where to turn to */
    bool by_hand;
    bool voids;          /* it takes the effect of the one letter that {ended} names */
    const char *ends[3]; /* kinds whose letters of the matter it takes the effect of */
};

extern const struct letter_kind letter_kinds[];
extern const size_t letter_kind_count;

/* The kind of a name, or NULL. */
const struct letter_kind *letter_kind_named(const char *name);

/* All slots that a wording of the kind may print, and those that it must. */
uint64_t letter_kind_all(const struct letter_kind *kind);
uint64_t letter_kind_must(const struct letter_kind *kind);

#endif
