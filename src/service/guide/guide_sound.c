#include "guide_sound.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "guide_hanzi.h"

enum { SYLLABLE_BITS = 10, KEYS_OF_TERM = 3, SYLLABLE_LETTERS_MAX = 6 };

/* What a key is of, in its highest bits. */
enum { KEY_ONE = 1u << 28, KEY_SYLLABLES = 2u << 28, KEY_LETTERS = 3u << 28 };

static uint32_t first_letter(uint16_t sound) {
    return (uint32_t)guide_syllables[sound][0];
}

static void add(struct guide_index *index, uint32_t key, size_t term) {
    index->sounds[index->sound_count++] = (struct guide_sound){ key, (uint32_t)term };
}

/* A pair whose reading is not the usual one is found by its letters at least. */
static void add_term(struct guide_index *index, size_t term) {
    const uint64_t key = index->terms[term].key;
    const uint16_t first = guide_hanzi_sound(guide_term_first(key));
    const uint16_t second = guide_hanzi_sound(guide_term_second(key));

    if (guide_term_kind(key) == GUIDE_TERM_CHARACTER && first)
        add(index, KEY_ONE | first, term);
    if (guide_term_kind(key) != GUIDE_TERM_PAIR || !first || !second)
        return;

    const uint16_t other_first = guide_hanzi_other_sound(guide_term_first(key));
    const uint16_t read = other_first ? other_first : first;

    add(index, KEY_SYLLABLES | (uint32_t)first << SYLLABLE_BITS | second, term);
    add(index, KEY_LETTERS | first_letter(first) << 8 | first_letter(second), term);
    if (read != first)
        add(index, KEY_SYLLABLES | (uint32_t)read << SYLLABLE_BITS | second, term);
}

static int by_key(const void *one, const void *other) {
    const struct guide_sound *a = one, *b = other;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->term > b->term) - (a->term < b->term);
}

void guide_sound_build(struct guide_index *index) {
    index->sounds =
        malloc((index->term_count * KEYS_OF_TERM + 1) * sizeof *index->sounds);
    if (!index->sounds) {
        fputs("guide sound: out of memory\n", stderr);
        abort();
    }
    for (size_t i = 0; i < index->term_count; i++)
        add_term(index, i);
    qsort(index->sounds, index->sound_count, sizeof *index->sounds, by_key);
}

static void take_key(const struct guide_index *index, uint32_t key,
                     void (*take)(void *context, uint64_t term), void *context) {
    size_t low = 0, high = index->sound_count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (index->sounds[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = 0; i < GUIDE_SOUND_TERMS && low + i < index->sound_count; i++) {
        const struct guide_sound *sound = &index->sounds[low + i];

        if (sound->key != key)
            break;
        take(context, index->terms[sound->term].key);
    }
}

/*
 * Cuts letters into as few pieces as can be, from the end: ends[i] is where the piece
 * that begins at i ends.
 */
static void cut(const uint32_t *letters, size_t count,
                size_t ends[GUIDE_SPELLING_MAX + 1]) {
    size_t pieces[GUIDE_SPELLING_MAX + 1];

    pieces[count] = 0;
    for (size_t at = count; at-- > 0;) {
        pieces[at] = pieces[at + 1] + 1;
        ends[at] = at + 1;
        for (size_t size = 2; size <= SYLLABLE_LETTERS_MAX && at + size <= count; size++)
            if (pieces[at + size] + 1 <= pieces[at] &&
                guide_hanzi_syllable(letters + at, size)) {
                pieces[at] = pieces[at + size] + 1;
                ends[at] = at + size;
            }
    }
}

void guide_sound_each(const struct guide_index *index, const uint32_t *letters,
                      size_t count, void (*take)(void *context, uint64_t term),
                      void *context) {
    size_t ends[GUIDE_SPELLING_MAX + 1];

    assert(count >= GUIDE_SPELLING_MIN);
    assert(count <= GUIDE_SPELLING_MAX);
    cut(letters, count, ends);
    if (ends[0] == count)
        take_key(index, KEY_ONE | guide_hanzi_syllable(letters, count), take, context);
    for (size_t at = 0; ends[at] < count; at = ends[at]) {
        const size_t next = ends[at];
        const uint32_t first = guide_hanzi_syllable(letters + at, next - at);
        const uint32_t second = guide_hanzi_syllable(letters + next, ends[next] - next);

        if (next - at > 1 && ends[next] - next > 1)
            take_key(index, KEY_SYLLABLES | first << SYLLABLE_BITS | second, take,
                     context);
        else
            take_key(index, KEY_LETTERS | letters[at] << 8 | letters[next], take,
                     context);
    }
}
