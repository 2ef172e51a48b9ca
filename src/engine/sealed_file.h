/*
 * sealed_file -- a file that is written in sealed pieces, and read from any place.
 *
 *     pieces, each: 4 bytes size sealed | 4 bytes size plain | sealed bytes (crypt.h)
 *
 * The context of a piece holds what the file is, its number and its size, so a piece that
 * was changed, left out, swapped, or comes from another file does not open.  Where the
 * file ends is kept by who writes it, in a row: bytes behind that end are of a piece that
 * was never acknowledged, and the next piece is written over them.
 */
#ifndef SEALED_FILE_H
#define SEALED_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "crypt.h"
#include "http_message.h"
#include "work.h"

enum { SEALED_FILE_PIECE_MAX = 16 * 1024 * 1024 };

/* How far a file has come. */
struct sealed_file_end {
    int64_t pieces;
    int64_t plain_bytes;
    int64_t file_bytes;
};

/*
 * Writes a piece of at least one byte behind the end, onto the disk, and moves the end.
 * Says false, with errno, when it could not; the end stays.
 */
bool sealed_file_append(struct work *work, int file, const char *what,
                        struct sealed_file_end *end, struct db_bytes plain);

/*
 * The plain bytes up to the end, for an answer.  It opens the file when it is first read.
 * The arena, in which it is, and the keyring outlive it.
 */
const struct http_source *sealed_file_source(struct arena *arena,
                                             const struct keyring *keyring,
                                             const char *path, const char *what,
                                             struct sealed_file_end end);

#endif
