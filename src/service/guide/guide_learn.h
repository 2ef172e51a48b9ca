/*
 * guide_learn -- 学习: what people say who mean an item, as they were taught.
 *
 * A phrase belongs to an item and is one more line that the index finds it by.  It is
 * loaded from a file or bound by the librarian (guide_desk.h).  A phrase is never
 * personal: what looks like a number of a person is not kept.
 *
 *     file -> guide_learn_read() -> lessons -> guide_learn_store() -> phrases
 *
 * A lesson is a row with "query" and "code" or "name" of an item: JSON Lines, CSV or XLSX
 * (sheet.h).  What is not right is told with line, column and reason; then nothing is
 * learnt, unless the caller asked to keep the good ones.
 */
#ifndef GUIDE_LEARN_H
#define GUIDE_LEARN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "work.h"

enum {
    GUIDE_PHRASE_MAX = 600, /* bytes; of a line only the first characters count */
    GUIDE_NUMBER_MIN = 6,   /* digits in a row that may be a person's */
};

/* Where a phrase is from: the values of guide_phrase.source. */
enum guide_source { GUIDE_LOADED = 1, GUIDE_BOUND = 2 };

enum guide_keep { GUIDE_KEEP_ALL_OR_NOTHING, GUIDE_KEEP_GOOD };

struct guide_lesson {
    int line;
    const char *query;
    const char *code; /* "" when the name says which */
    const char *name;
};

/* One file: asked above, answered below. */
struct guide_learning {
    const char *path;
    enum guide_keep keep;
    void (*reject)(void *context, int line, int column, const char *reason); /* Chinese */
    void *context;

    const struct guide_lesson *lessons; /* that can be read; in the arena of reading */
    size_t lesson_count;
    int64_t unreadable; /* rows that reading rejected */
    int64_t rejected;   /* those, and what storing rejected */
    int64_t learnt;
};

/* Reads a file; says no, with a Chinese reason, when the whole cannot be read. */
bool guide_learn_read(struct arena *arena, struct guide_learning *learning,
                      const char **why);

/* Learns what was read.  Refuses when something was rejected and all was asked for. */
const struct refusal *guide_learn_store(struct work *work,
                                        struct guide_learning *learning);

/* Learns one phrase; the item is in the town.  The caller touches the topic "items". */
void guide_learn_phrase(struct work *work, int64_t item_id, const char *phrase,
                        enum guide_source source);

/*
 * Why a phrase cannot be kept, or NULL: it says nothing, is too long, or has digits or
 * an address that may be a person's.
 */
const char *guide_phrase_wrong(const char *phrase);

/* Gives every phrase, by item. */
void guide_each_phrase(struct work *work,
                       void (*take)(void *context, int64_t item_id, const char *phrase),
                       void *context);

#endif
