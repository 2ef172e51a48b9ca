#include "drift_normal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "text.h"
#include "utf8.h"

enum {
    WIDE_FIRST = 0xFF01,
    WIDE_LAST = 0xFF5E,
    WIDE_STEP = 0xFEE0,
    WIDE_BLANK = 0x3000,
    ASCII_END = 0x80,
};

/* What stands for a kind of sign, and all that are of it. */
static const struct {
    char sign;
    const char *kinds;
} signs[] = {
    { ',', "，、﹐､," },
    { '.', "．﹒｡。" },
    { ';', "；﹔" },
    { ':', "：﹕∶" },
    { '"', "“”„‟「」『』〝〞＂" },
    { '\'', "‘’‚‛＇" },
    { '(', "（〔［【[" },
    { ')', "）〕］】]" },
    { '<', "《〈«‹" },
    { '>', "》〉»›" },
    { '-', "－—–‐‑―─−" },
    { '~', "～〜" },
    { '*', "·•・‧∙" },
};

static bool is_blank(uint32_t point) {
    return point == ' ' || (point >= '\t' && point <= '\r') || point == 0xA0 ||
           point == WIDE_BLANK || (point >= 0x2000 && point <= 0x200B) || point == 0xFEFF;
}

static bool is_of(const char *kinds, uint32_t point) {
    uint32_t kind;

    while ((kind = utf8_next(&kinds)) != 0)
        if (kind == point)
            return true;
    return false;
}

static uint32_t half_width(uint32_t point) {
    if (point >= WIDE_FIRST && point <= WIDE_LAST)
        return point - WIDE_STEP;
    return point == WIDE_BLANK ? ' ' : point;
}

static uint32_t one_sign(uint32_t point) {
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (is_of(signs[i].kinds, point))
            return (unsigned char)signs[i].sign;
    return point;
}

/* Most characters of a text are neither signs nor wide: they are not looked up. */
static bool may_be_sign(uint32_t point) {
    return point < ASCII_END ? point == '[' || point == ']'
                             : point < 0x3020 || point > 0xFE00;
}

const char *drift_normal(struct arena *arena, const char *text, unsigned ignored) {
    struct text out = { .arena = arena };
    uint32_t point;

    while ((point = utf8_next(&text)) != 0) {
        char bytes[4];

        if (ignored & DRIFT_BLANKS && is_blank(point))
            continue;
        if (ignored & DRIFT_PUNCTUATION && may_be_sign(point))
            point = one_sign(point);
        if (ignored & DRIFT_WIDTH)
            point = half_width(point);
        text_add_bytes(&out, bytes, utf8_put(bytes, point));
    }
    return text_string(&out);
}
