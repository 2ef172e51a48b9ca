/*
 * text -- a text being written: pages, JSON, log lines, files.
 *
 * The bytes live in the arena and always end in '\0' once anything was added.
 * A text grows without bound; what it is made from is bounded where it enters.
 * Zero-initialise it with its arena: struct text out = { .arena = arena }.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stddef.h>
#include <stdint.h>

struct arena;

struct text {
    struct arena *arena;
    char *bytes;   /* NULL until something was added */
    size_t length; /* without the terminator */
    size_t capacity;
};

void text_add(struct text *out, const char *string);
void text_add_bytes(struct text *out, const void *bytes, size_t size);
void text_add_byte(struct text *out, char byte);
void text_add_int(struct text *out, int64_t value);
void text_addf(struct text *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The number in decimal digits. */
char *text_of_int(struct arena *arena, int64_t value);

/*
 * Gives the lines of a text one by one, without their ends; what some editors put before
 * the first is passed over.
 */
void text_each_line(const char *bytes, size_t size,
                    void (*take)(void *context, const char *line, size_t size),
                    void *context);

/* The bytes so far, "" when there are none. */
const char *text_string(const struct text *out);

/* Whether string begins with prefix. */
int text_begins(const char *string, const char *prefix);

/*
 * Reads a whole decimal int64, with or without a leading '-'.  Says 1 and sets *value, or
 * says 0 and leaves it alone: empty, blank, '+', trailing bytes and overflow are refused.
 */
int text_read_int(const char *string, int64_t *value);

/* Lower-case hexadecimal of the bytes, in the arena. */
char *text_hex(struct arena *arena, const void *bytes, size_t size);

#endif
