#include "guide_text.h"

#include <assert.h>
#include <stdbool.h>

#include "guide_hanzi.h"
#include "utf8.h"

static bool point_is_dropped(uint32_t point) {
    static const struct {
        uint32_t from;
        uint32_t to;
    } dropped[] = {
        { 0x0000, 0x002f }, { 0x003a, 0x0060 },   { 0x007b, 0x00bf }, { 0x00d7, 0x00d7 },
        { 0x00f7, 0x00f7 }, { 0x2000, 0x206f },   { 0x2190, 0x23ff }, { 0x2500, 0x2bff },
        { 0x3000, 0x3004 }, { 0x3008, 0x3020 },   { 0x3030, 0x3030 }, { 0x303d, 0x303f },
        { 0x30fb, 0x30fb }, { 0xe000, 0xf8ff },   { 0xfe00, 0xfe6f }, { 0xfeff, 0xff65 },
        { 0xffe0, 0xffff }, { 0x1f000, 0x1faff },
    };

    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
        if (point >= dropped[i].from && point <= dropped[i].to)
            return true;
    return false;
}

/* Returns the character that counts for a code point, 0 when none does. */
static uint32_t point_fold(uint32_t point) {
    if (point >= 0x3400 && point <= 0x9fff)
        return guide_hanzi_simple(point);
    if (point >= 0xff01 && point <= 0xff5e)
        point -= 0xfee0;
    if (point >= 'A' && point <= 'Z')
        point += 'a' - 'A';
    return point_is_dropped(point) ? 0 : point;
}

/* How many brackets are open behind a character. */
static int depth_behind(uint32_t point, int depth) {
    if (point == '(' || point == 0xff08)
        return depth + 1;
    return (point == ')' || point == 0xff09) && depth > 0 ? depth - 1 : depth;
}

/*
 * Folds up to size_max bytes, the terminator, or just behind the stop character, and
 * returns where it ended.
 */
const char *guide_text_fold(const char *begin, size_t size_max, uint32_t stop,
                            struct guide_text *text) {
    const char *cursor = begin;
    int depth = 0;
    bool parted = false;

    text->length = 0;
    for (;;) {
        const char *ahead = cursor;
        const uint32_t point = utf8_next(&ahead);

        if (point == 0 || (size_t)(ahead - begin) > size_max)
            return cursor;
        cursor = ahead;
        if (point == stop)
            return cursor;
        const uint32_t folded = point_fold(point);
        depth = depth_behind(point, depth);
        if (folded && text->length < GUIDE_LINE_CHARACTERS_MAX) {
            text->aside[text->length] = depth > 0;
            text->parted[text->length] = parted;
            text->points[text->length++] = folded;
        }
        parted = !folded;
    }
}

uint32_t guide_text_fingerprint(const struct guide_text *text) {
    uint32_t fingerprint = 2166136261u;

    for (size_t i = 0; i < text->length; i++)
        fingerprint = (fingerprint ^ text->points[i]) * 16777619u;
    return fingerprint;
}

/* Writes the text as UTF-8 with a terminator; returns the byte behind it. */
char *guide_text_write(const struct guide_text *text, char *out) {
    for (size_t i = 0; i < text->length; i++)
        out += utf8_put(out, text->points[i]);
    *out = '\0';
    return out + 1;
}

enum { POINT_MASK = (1 << 21) - 1 };

static uint64_t term_key(enum guide_term_kind kind, uint32_t first, uint32_t second) {
    assert(first < 1u << 21);
    assert(second < 1u << 21);
    return (uint64_t)kind << 42 | (uint64_t)first << 21 | second;
}

enum guide_term_kind guide_term_kind(uint64_t key) {
    return (enum guide_term_kind)(key >> 42);
}

uint64_t guide_term_character_key(uint32_t point) {
    return term_key(GUIDE_TERM_CHARACTER, point, 0);
}

uint64_t guide_term_meaning_key(int kind, uint16_t meaning) {
    return term_key(GUIDE_TERM_MEANING, (uint32_t)kind, meaning);
}

uint32_t guide_term_first(uint64_t key) {
    return (uint32_t)(key >> 21) & POINT_MASK;
}

uint32_t guide_term_second(uint64_t key) {
    return (uint32_t)key & POINT_MASK;
}

uint64_t guide_term_context_key(uint64_t pair) {
    assert(guide_term_kind(pair) == GUIDE_TERM_PAIR);
    return pair ^ (uint64_t)GUIDE_TERM_PAIR << 42 ^
           (uint64_t)GUIDE_TERM_CONTEXT_PAIR << 42;
}

/* The one place that says what the terms of a text are, in lines and in queries. */
size_t guide_text_tokens(const struct guide_text *text,
                         struct guide_token tokens[GUIDE_TOKENS_MAX]) {
    const uint32_t *points = text->points;
    size_t count = 0;

    for (size_t i = 0; i < text->length; i++) {
        tokens[count++] =
            (struct guide_token){ term_key(GUIDE_TERM_CHARACTER, points[i], 0), i, i };
        tokens[count++] =
            i == 0
                ? (struct guide_token){ term_key(GUIDE_TERM_START, points[0], 0), 0, 0 }
                : (struct guide_token){
                      term_key(GUIDE_TERM_PAIR, points[i - 1], points[i]), i - 1, i
                  };
    }
    assert(count <= GUIDE_TOKENS_MAX);
    return count;
}
