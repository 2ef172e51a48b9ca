#include "form_tidy.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "text.h"
#include "utf8.h"

/* Marks of direction are blanks too: they turn a reader's line around. */
static bool is_blank(uint32_t point) {
    return point == ' ' || (point >= '\t' && point <= '\r') || point == 0xA0 ||
           (point >= 0x2000 && point <= 0x200F) || (point >= 0x202A && point <= 0x202F) ||
           (point >= 0x2066 && point <= 0x2069) || point == 0x3000 || point == 0xFEFF;
}

static uint32_t narrow(uint32_t point) {
    if (point >= 0xFF01 && point <= 0xFF5E)
        return point - 0xFF01 + '!';
    return is_blank(point) && point != '\n' ? ' ' : point;
}

static void put_point(struct text *out, uint32_t point) {
    char bytes[4];

    text_add_bytes(out, bytes, utf8_put(bytes, point));
}

static uint32_t peek(const char *at) {
    return utf8_next(&at);
}

const char *form_tidy_trimmed(struct arena *arena, const char *text) {
    const char *end = text;

    while (is_blank(peek(text)))
        utf8_next(&text);
    for (const char *at = text; *at;)
        if (!is_blank(utf8_next(&at)))
            end = at;
    return end > text ? arena_copy_bytes(arena, text, (size_t)(end - text)) : "";
}

const char *form_tidy_lines(struct arena *arena, const char *text) {
    struct text out = { .arena = arena };

    for (; *text; text++)
        if (*text != '\r')
            text_add_byte(&out, *text);
        else if (text[1] != '\n')
            text_add_byte(&out, '\n');
    return form_tidy_trimmed(arena, text_string(&out));
}

const char *form_tidy_code(struct arena *arena, const char *text) {
    struct text out = { .arena = arena };

    while (*text) {
        const uint32_t point = narrow(utf8_next(&text));

        if (is_blank(point) || point == '-')
            continue;
        put_point(&out, point < 0x80 ? (uint32_t)toupper((int)point) : point);
    }
    return text_string(&out);
}

const char *form_tidy_phone(struct arena *arena, const char *text) {
    const char *const code = form_tidy_code(arena, text);
    const char *const rest = code + (*code == '+');

    return text_begins(rest, "86") && strlen(rest) == 13 ? rest + 2 : code;
}

static bool is_han(uint32_t point) {
    return (point >= 0x2E80 && point <= 0x9FFF) || (point >= 0xF900 && point <= 0xFAFF) ||
           point == 0xB7 || (point >= 0x20000 && point <= 0x3FFFF);
}

static uint32_t name_point(uint32_t point) {
    switch (point) {
    case 0x2022:
    case 0x2027:
    case 0x22C5:
    case 0x30FB:
    case 0xFF0E:
    case 0xFF65: return 0xB7;
    default: return narrow(point);
    }
}

const char *form_tidy_name(struct arena *arena, const char *text) {
    struct text out = { .arena = arena };
    uint32_t before = 0;
    bool blank = false;

    for (text = form_tidy_trimmed(arena, text); *text;) {
        const uint32_t point = name_point(utf8_next(&text));

        if (is_blank(point)) {
            blank = true;
            continue;
        }
        if (blank && !is_han(before) && !is_han(point))
            text_add_byte(&out, ' ');
        put_point(&out, point);
        before = point;
        blank = false;
    }
    return text_string(&out);
}

const char *form_tidy_integer(struct arena *arena, const char *text) {
    struct text out = { .arena = arena };

    while (*text) {
        const uint32_t point = narrow(utf8_next(&text));

        if (!is_blank(point) && !(point == '+' && out.length == 0))
            put_point(&out, point);
    }
    return text_string(&out);
}

/* Reads digits and the separator behind them; 0 when there are no digits. */
static int read_group(const char **cursor, size_t digits_max) {
    const size_t digits = strspn(*cursor, "0123456789");
    int number = 0;

    if (digits > digits_max)
        return 0;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (*(*cursor)++ - '0');

    const char *behind = *cursor;
    const uint32_t point = utf8_next(&behind);
    if (point && strchr("-/.", (int)point) && point < 0x80)
        *cursor = behind;
    else if (point == 0x5E74 || point == 0x6708 || point == 0x65E5) /* 年月日 */
        *cursor = behind;
    return number;
}

const char *form_tidy_day(struct arena *arena, const char *text) {
    const char *const trimmed = form_tidy_trimmed(arena, text);
    const char *const narrowed = form_tidy_integer(arena, text);
    const char *at = narrowed;
    int year, month, day;

    if (strlen(at) == 8 && strspn(at, "0123456789") == 8)
        return arena_format(arena, "%.4s-%.2s-%.2s", at, at + 4, at + 6);
    year = read_group(&at, 4);
    month = read_group(&at, 2);
    day = read_group(&at, 2);
    if (year < 1000 || month == 0 || day == 0 || *at)
        return trimmed;
    return arena_format(arena, "%04d-%02d-%02d", year, month, day);
}
