#include "guide_words.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guide_hanzi.h"
#include "guide_synonyms.h"

enum { FIRST_POINTS = 0x10000, WORDS_AT_ONCE = 1024, SPELT_MIN = 3 };

struct word {
    uint32_t points[GUIDE_WORD_CHARACTERS_MAX];
    struct guide_mark mark; /* as it will be found; .first is not told yet */
};

/* Words by their characters, so those that begin alike are neighbours. */
struct guide_words {
    struct word *words;
    size_t count, room;
    uint32_t firsts[FIRST_POINTS + 1]; /* where the words that begin so begin */
};

static void *resized(void *memory, size_t size) {
    void *moved = realloc(memory, size);

    if (!moved) {
        fputs("guide words: out of memory\n", stderr);
        abort();
    }
    return moved;
}

static void add_word(struct guide_words *words, const struct guide_text *text,
                     struct guide_mark mark) {
    if (text->length == 0 || text->length > GUIDE_WORD_CHARACTERS_MAX ||
        text->points[0] >= FIRST_POINTS)
        return;
    if (words->count == words->room) {
        words->room += WORDS_AT_ONCE;
        words->words = resized(words->words, words->room * sizeof *words->words);
    }
    struct word *word = &words->words[words->count++];

    *word = (struct word){ .mark = mark };
    word->mark.length = (uint8_t)text->length;
    memcpy(word->points, text->points, text->length * sizeof *text->points);
}

/* Adds the words of a list, which blanks separate. */
static void add_list(struct guide_words *words, const char *list,
                     struct guide_mark mark) {
    while (*list) {
        const size_t size = strcspn(list, " ");
        struct guide_text text;

        guide_text_fold(list, size, 0, &text);
        add_word(words, &text, mark);
        list += size;
        list += strspn(list, " ");
    }
}

static void add_synonym(struct guide_words *words, const struct guide_synonym *synonym,
                        size_t meaning) {
    struct guide_mark mark = { .meaning = (uint16_t)meaning,
                               .kind = GUIDE_WORD_SYNONYM,
                               .sides = GUIDE_WORD_SAID };

    if (!synonym->means[0])
        mark.sides |= GUIDE_WORD_MEANT;
    add_list(words, synonym->said, mark);
    mark.sides = GUIDE_WORD_MEANT;
    add_list(words, synonym->means, mark);
}

static int by_points(const void *one, const void *other) {
    const struct word *a = one, *b = other;

    for (size_t i = 0; i < GUIDE_WORD_CHARACTERS_MAX; i++)
        if (a->points[i] != b->points[i])
            return a->points[i] < b->points[i] ? -1 : 1;
    return memcmp(&a->mark, &b->mark, sizeof a->mark);
}

/* What is there twice is kept once. */
static void drop_repeated(struct guide_words *words) {
    size_t kept = 0;

    for (size_t i = 0; i < words->count; i++) {
        const struct word *word = &words->words[i];
        struct word *last = kept ? &words->words[kept - 1] : NULL;

        if (last && memcmp(last, word, sizeof *word) == 0)
            continue;
        words->words[kept++] = *word;
    }
    words->count = kept;
}

static void find_firsts(struct guide_words *words) {
    size_t at = 0;

    for (uint32_t point = 0; point <= FIRST_POINTS; point++) {
        while (at < words->count && words->words[at].points[0] < point)
            at++;
        words->firsts[point] = (uint32_t)at;
    }
}

struct guide_words *guide_words_build(const struct guide_synonym *synonyms,
                                      size_t count) {
    struct guide_words *words = resized(NULL, sizeof *words);
    const uint8_t both = GUIDE_WORD_SAID | GUIDE_WORD_MEANT;

    assert(count <= GUIDE_SYNONYMS_MAX);
    words->words = NULL;
    words->count = words->room = 0;
    add_list(words, guide_fillers,
             (struct guide_mark){ .kind = GUIDE_WORD_FILLER, .sides = both });
    for (size_t i = 0; i < guide_action_count; i++)
        add_list(words, guide_actions[i],
                 (struct guide_mark){
                     .meaning = (uint16_t)i, .kind = GUIDE_WORD_ACTION, .sides = both });
    for (size_t i = 0; i < count; i++)
        add_synonym(words, &synonyms[i], i);
    if (words->count)
        qsort(words->words, words->count, sizeof *words->words, by_points);
    drop_repeated(words);
    find_firsts(words);
    return words;
}

void guide_words_free(struct guide_words *words) {
    free(words->words);
    free(words);
}

static bool lies_inside(const struct guide_mark *inner, const struct guide_mark *outer) {
    return inner->kind == outer->kind && inner->length < outer->length &&
           inner->first >= outer->first &&
           inner->first + inner->length <= outer->first + outer->length;
}

static size_t drop_inner(struct guide_mark *marks, size_t count) {
    bool inner[GUIDE_MARKS_MAX] = { false };
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            if (lies_inside(&marks[i], &marks[j]))
                inner[i] = true;
    for (size_t i = 0; i < count; i++)
        if (!inner[i])
            marks[kept++] = marks[i];
    return kept;
}

static bool stands_at(const struct word *word, const struct guide_text *text, size_t at) {
    const size_t length = word->mark.length;

    return length <= text->length - at &&
           memcmp(word->points, text->points + at, length * sizeof *word->points) == 0;
}

/* Marks while they are found. */
struct marking {
    const struct guide_words *words;
    const struct guide_text *text;
    uint8_t side;
    struct guide_mark *marks;
    size_t count;
};

static void add_mark(struct marking *marking, const struct word *word, size_t at,
                     size_t length) {
    if (marking->count == GUIDE_MARKS_MAX)
        return;
    struct guide_mark *mark = &marking->marks[marking->count++];

    *mark = word->mark;
    mark->first = (uint8_t)at;
    mark->length = (uint8_t)length;
}

static void mark_written(struct marking *marking, size_t at) {
    const struct guide_words *words = marking->words;
    const uint32_t point = marking->text->points[at];

    if (point >= FIRST_POINTS)
        return;
    for (size_t i = words->firsts[point]; i < words->firsts[point + 1]; i++)
        if (words->words[i].mark.sides & marking->side &&
            stands_at(&words->words[i], marking->text, at))
            add_mark(marking, &words->words[i], at, words->words[i].mark.length);
}

/* A run of letters is every word that it spells whole. */
static void mark_spelt(struct marking *marking, size_t at, size_t count) {
    for (size_t i = 0; i < marking->words->count; i++) {
        const struct word *word = &marking->words->words[i];

        if (word->mark.sides & marking->side && word->mark.length > 1 &&
            guide_hanzi_spells(marking->text->points + at, count, word->points,
                               word->mark.length) == word->mark.length)
            add_mark(marking, word, at, count);
    }
}

size_t guide_words_mark(const struct guide_words *words, const struct guide_text *text,
                        uint8_t side, struct guide_mark marks[GUIDE_MARKS_MAX]) {
    struct marking marking = { words, text, side, marks, 0 };

    for (size_t at = 0; at < text->length; at++)
        mark_written(&marking, at);
    for (size_t at = 0, end = 0; at<text->length; at = end> at ? end : at + 1) {
        end = guide_hanzi_run(text->points, text->parted, text->length, at);
        if (side == GUIDE_WORD_SAID && end - at >= SPELT_MIN)
            mark_spelt(&marking, at, end - at);
    }
    return drop_inner(marks, marking.count);
}

uint32_t guide_words_actions(const struct guide_mark *marks, size_t count) {
    uint32_t actions = 0;

    for (size_t i = 0; i < count; i++)
        if (marks[i].kind == GUIDE_WORD_ACTION)
            actions |= 1u << marks[i].meaning;
    return actions;
}
