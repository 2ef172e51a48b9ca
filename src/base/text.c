#include "text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"

enum { FIRST_CAPACITY = 64, FORMAT_GUESS_BYTES = 256, INT_DIGITS_MAX = 24 };

/* The rare way, kept out of the callers that write page after page. */
static void __attribute__((noinline, cold)) grow(struct text *out, size_t size) {
    assert(out->arena);
    assert(size < SIZE_MAX / 4 && out->length < SIZE_MAX / 4);

    const size_t capacity = 2 * (out->length + size) + FIRST_CAPACITY;
    char *bytes = arena_room(out->arena, capacity);

    if (out->length > 0)
        memcpy(bytes, out->bytes, out->length);
    out->bytes = bytes;
    out->capacity = capacity;
}

/* Makes room for size more bytes and the terminator. */
static inline void reserve(struct text *out, size_t size) {
    if (size >= out->capacity - out->length)
        grow(out, size);
}

void text_add_bytes(struct text *out, const void *bytes, size_t size) {
    assert(bytes || size == 0);
    reserve(out, size);
    if (size > 0)
        memcpy(out->bytes + out->length, bytes, size);
    out->length += size;
    out->bytes[out->length] = '\0';
}

void text_add(struct text *out, const char *string) {
    text_add_bytes(out, string, strlen(string));
}

void text_add_byte(struct text *out, char byte) {
    text_add_bytes(out, &byte, 1);
}

/* Writes the digits to the end of the buffer; returns the first. */
static char *put_digits(char digits[INT_DIGITS_MAX], int64_t value) {
    char *digit = digits + INT_DIGITS_MAX;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do {
        *--digit = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        *--digit = '-';
    return digit;
}

void text_add_int(struct text *out, int64_t value) {
    char digits[INT_DIGITS_MAX];
    const char *first = put_digits(digits, value);

    text_add_bytes(out, first, (size_t)(digits + INT_DIGITS_MAX - first));
}

char *text_of_int(struct arena *arena, int64_t value) {
    char digits[INT_DIGITS_MAX];
    const char *first = put_digits(digits, value);

    return arena_copy_bytes(arena, first, (size_t)(digits + INT_DIGITS_MAX - first));
}

static void add_vformat(struct text *out, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static void add_vformat(struct text *out, const char *format, va_list args) {
    va_list again;

    va_copy(again, args);
    reserve(out, FORMAT_GUESS_BYTES);

    size_t room = out->capacity - out->length;
    const int length = vsnprintf(out->bytes + out->length, room, format, again);

    va_end(again);
    assert(length >= 0);
    if ((size_t)length >= room) {
        reserve(out, (size_t)length);
        room = out->capacity - out->length;
        vsnprintf(out->bytes + out->length, room, format, args);
    }
    out->length += (size_t)length;
}

void text_addf(struct text *out, const char *format, ...) {
    va_list args;

    va_start(args, format);
    add_vformat(out, format, args);
    va_end(args);
}

const char *text_string(const struct text *out) {
    return out->bytes ? out->bytes : "";
}

int text_begins(const char *string, const char *prefix) {
    return strncmp(string, prefix, strlen(prefix)) == 0;
}

int text_read_int(const char *string, int64_t *value) {
    const int is_negative = *string == '-';
    int64_t sum = 0;

    string += is_negative;
    if (!*string)
        return 0;
    /* Counted downwards, because INT64_MIN has no positive counterpart. */
    for (; *string; string++) {
        if (*string < '0' || *string > '9')
            return 0;
        if (__builtin_mul_overflow(sum, 10, &sum) ||
            __builtin_sub_overflow(sum, *string - '0', &sum))
            return 0;
    }
    if (!is_negative && sum == INT64_MIN)
        return 0;
    *value = is_negative ? sum : -sum;
    return 1;
}

void text_each_line(const char *bytes, size_t size,
                    void (*take)(void *context, const char *line, size_t size),
                    void *context) {
    static const char mark[] = "\xEF\xBB\xBF";
    const char *const end = bytes + size;
    const char *at = bytes;

    assert(bytes || size == 0);
    if (size >= sizeof mark - 1 && memcmp(at, mark, sizeof mark - 1) == 0)
        at += sizeof mark - 1;
    while (at < end) {
        const char *const feed = memchr(at, '\n', (size_t)(end - at));
        const char *const stop = feed ? feed : end;

        take(context, at, (size_t)(stop - at));
        at = feed ? feed + 1 : end;
    }
}

char *text_hex(struct arena *arena, const void *bytes, size_t size) {
    static const char digits[] = "0123456789abcdef";
    const unsigned char *from = bytes;

    assert(bytes || size == 0);
    assert(size < SIZE_MAX / 2);

    char *hex = arena_alloc(arena, 2 * size + 1);

    for (size_t i = 0; i < size; i++) {
        hex[2 * i] = digits[from[i] >> 4];
        hex[2 * i + 1] = digits[from[i] & 15];
    }
    return hex;
}
