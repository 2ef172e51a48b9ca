#include "utf8.h"

#include <assert.h>
#include <string.h>

enum {
    SURROGATE_FIRST = 0xD800,
    SURROGATE_LAST = 0xDFFF,
    POINT_LAST = 0x10FFFF,
    C1_FIRST = 0x80,
    C1_LAST = 0x9F,
    DELETE = 0x7F,
};

static bool continues(unsigned char byte) {
    return (byte & 0xC0) == 0x80;
}

/* How many bytes a sequence has, told by its first; 0 when none begins so. */
static size_t sequence_size(unsigned char first) {
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    if (first >= 0xF0 && first <= 0xF4)
        return 4;
    return 0;
}

/* The code point of a sequence that has size bytes. */
static uint32_t decode(const unsigned char *bytes, size_t size) {
    static const unsigned char lead_bits[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
    uint32_t point = bytes[0] & lead_bits[size];

    for (size_t i = 1; i < size; i++)
        point = point << 6 | (bytes[i] & 0x3F);
    return point;
}

/*
 * Reads the first code point of left > 0 bytes.  Returns the size of its sequence,
 * or 0 when none begins there.
 */
static size_t read_point(const unsigned char *bytes, size_t left, uint32_t *point) {
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const size_t size = sequence_size(bytes[0]);

    if (size == 0 || size > left)
        return 0;
    for (size_t i = 1; i < size; i++)
        if (!continues(bytes[i]))
            return 0;
    *point = decode(bytes, size);
    if (*point < least[size] || *point > POINT_LAST)
        return 0;
    if (*point >= SURROGATE_FIRST && *point <= SURROGATE_LAST)
        return 0;
    return size;
}

bool utf8_valid(const void *bytes, size_t size) {
    const unsigned char *at = bytes;
    uint32_t point;

    assert(bytes || size == 0);
    while (size > 0) {
        const size_t step = read_point(at, size, &point);

        if (step == 0)
            return false;
        at += step;
        size -= step;
    }
    return true;
}

static bool is_control(uint32_t point) {
    if (point < ' ')
        return point != '\t' && point != '\n' && point != '\r';
    return point == DELETE || (point >= C1_FIRST && point <= C1_LAST);
}

/* Unicode promises that these never mean anything; XML allows no U+FFFE and U+FFFF. */
static bool is_noncharacter(uint32_t point) {
    return (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF);
}

bool utf8_valid_text(const void *bytes, size_t size) {
    const unsigned char *at = bytes;
    uint32_t point;

    assert(bytes || size == 0);
    while (size > 0) {
        const size_t step = read_point(at, size, &point);

        if (step == 0 || is_control(point) || is_noncharacter(point))
            return false;
        at += step;
        size -= step;
    }
    return true;
}

uint32_t utf8_next(const char **cursor) {
    const unsigned char *bytes = (const unsigned char *)*cursor;

    if (!bytes[0])
        return 0;

    const size_t size = sequence_size(bytes[0]);

    assert(size > 0);
    for (size_t i = 1; i < size; i++)
        assert(continues(bytes[i]));
    *cursor += size;
    return decode(bytes, size);
}

size_t utf8_count(const char *string) {
    size_t count = 0;

    for (; *string; string++)
        count += !continues((unsigned char)*string);
    return count;
}

size_t utf8_put(char out[4], uint32_t point) {
    assert(point <= POINT_LAST);
    assert(point < SURROGATE_FIRST || point > SURROGATE_LAST);
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }

    const size_t size = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    static const unsigned char lead_mark[] = { 0, 0, 0xC0, 0xE0, 0xF0 };

    for (size_t i = size - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (point & 0x3F));
        point >>= 6;
    }
    out[0] = (char)(lead_mark[size] | point);
    return size;
}

size_t utf8_prefix(const char *string, size_t size) {
    size_t length = strnlen(string, size);

    if (length < size)
        return length;
    /* The byte at length may be read: it is the terminator or stands before it. */
    while (length > 0 && continues((unsigned char)string[length]))
        length--;
    return length;
}
