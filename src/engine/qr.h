/*
 * qr -- a text as a QR code (二维码), for a page to draw.
 *
 *     <svg viewBox="0 0 {{ qr.size }} {{ qr.size }}"><path d="{{ qr.path }}"/></svg>
 *
 * The path is the dark squares, row by row; the size has the quiet zone of four squares
 * on each side in it, without which readers do not find the code.  A page gives it a
 * white ground, in the dark too.
 */
#ifndef QR_H
#define QR_H

#include "arena.h"

enum { QR_TEXT_MAX = 1000 }; /* bytes; beyond a few hundred phones read it badly */

struct qr {
    const char *path; /* of squares of 1 x 1 */
    int size;
    const unsigned char *dark; /* the same for who draws no paths: size x size, row by
                                  row, 1 is dark */
};

/* Encodes a text of 1 to QR_TEXT_MAX bytes, so that a reader mends 15 % of damage. */
struct qr qr_encode(struct arena *arena, const char *text);

#endif
