#include "qr.h"

#include <assert.h>
#include <string.h>

#include <qrencode.h>

#include "text.h"

enum { QUIET = 4, DARK = 1 };

/* The dark stretches of a row as rectangles of height 1. */
static void add_row(struct text *path, const unsigned char *squares, int width, int row) {
    int at = 0;

    while (at < width) {
        int end = at;

        while (end < width && (squares[end] & DARK))
            end++;
        if (end > at)
            text_addf(path, "M%d %dh%dv1h-%dz", at + QUIET, row + QUIET, end - at,
                      end - at);
        at = end > at ? end : at + 1;
    }
}

static void copy_row(unsigned char *dark, const unsigned char *squares, int width) {
    for (int i = 0; i < width; i++)
        dark[i] = squares[i] & DARK;
}

struct qr qr_encode(struct arena *arena, const char *text) {
    struct text path = { .arena = arena };

    assert(*text);
    assert(strlen(text) <= QR_TEXT_MAX);

    QRcode *const code = QRcode_encodeData((int)strlen(text), (const unsigned char *)text,
                                           0, QR_ECLEVEL_M);
    assert(code);

    const int width = code->width;
    const int size = width + 2 * QUIET;
    unsigned char *const dark = arena_alloc(arena, (size_t)size * (size_t)size);

    for (int row = 0; row < width; row++) {
        const unsigned char *const squares = code->data + (size_t)row * (size_t)width;

        add_row(&path, squares, width, row);
        copy_row(dark + (size_t)(row + QUIET) * (size_t)size + QUIET, squares, width);
    }
    QRcode_free(code);
    return (struct qr){ text_string(&path), size, dark };
}
