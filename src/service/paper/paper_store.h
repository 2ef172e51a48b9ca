/*
 * paper_store -- the contents of papers, sealed, outside of the database.
 *
 *     FILES/SHELF/TOWN/ab/cdef…      FILES is the setting "files"
 *
 *     papers     contents, each under its digest: SHA-256, keyed and per town, so that a
 *                name says nothing to who knows the file, and the same is stored once
 *     pictures   pages as pictures, under a keyed digest of content and page; a cache
 *     pieces     of uploads that are under way, under a keyed digest of upload and place
 *
 * A file is
 *
 *     "HBP1", then pieces: 4 bytes length | sealed piece of at most 64 KiB (crypt.h)
 *
 * The context of each piece holds town, digest, number, and whether it is the last: a
 * piece that was changed, left out, swapped, or comes from another file does not open.
 *
 * A file gets its name only when it is whole and on the disk, and its row is written
 * after that: what was acknowledged is not lost, and a row that was rolled back leaves a
 * file that nobody names.  A file's time is the moment of the work that last had to do
 * with it.  The sweep takes files that nobody names and that nothing happened to for a
 * day, holding the folder's lock, so that a content that comes again meanwhile is safe.
 */
#ifndef PAPER_STORE_H
#define PAPER_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "crypt.h"
#include "work.h"

enum paper_shelf { SHELF_PAPERS, SHELF_PICTURES, SHELF_PIECES, SHELF_COUNT };

enum {
    PAPER_PIECE_BYTES = 64 * 1024,
    PAPER_STORED_MAX = 32 * 1024 * 1024, /* of one file, plain */
    PAPER_KEPT_MS = 24 * 3600 * 1000,    /* what nobody names, and pieces */
    PAPER_PICTURE_DAYS = 7,              /* since a picture was last looked at */
};

extern const struct refusal paper_no_room;

/* The keyed digest of a content whose SHA-256 is known, in hex. */
void paper_store_name(struct work *work, const char *sha256,
                      uint8_t digest[CRYPT_DIGEST_SIZE]);

/* A keyed digest of other things that are stored: of a purpose and what it is of. */
void paper_store_name_other(struct work *work, const char *purpose, const char *what,
                            uint8_t digest[CRYPT_DIGEST_SIZE]);

/*
 * Stores a content of at least one byte and fills its digest.  Refuses paper_no_room, and
 * leaves nothing half done; every other trouble with the disk is a fault.
 */
const struct refusal *paper_store_keep(struct work *work, struct db_bytes content,
                                       uint8_t digest[CRYPT_DIGEST_SIZE]);

/* The same on another shelf, under a digest; what is there stays. */
const struct refusal *paper_store_put(struct work *work, enum paper_shelf shelf,
                                      struct db_bytes digest, struct db_bytes content);

/*
 * Reads a content of this size into the work's arena.  A file that is not there or does
 * not open is a fault.
 */
void paper_store_read(struct work *work, struct db_bytes digest, size_t size,
                      struct db_bytes *content);

/* Reads from another shelf and says 1, or says 0 when it is not there or does not open.
 * It counts as something that happened to the file. */
int paper_store_get(struct work *work, enum paper_shelf shelf, struct db_bytes digest,
                    struct db_bytes *content);

/* Says that something happened to a content: the sweep leaves it alone for a day. */
void paper_store_touch(struct work *work, struct db_bytes digest);

/* Removes a picture or a piece at once, if it is there. */
void paper_store_drop(struct work *work, enum paper_shelf shelf, struct db_bytes digest);

/* Removes what nobody names any more, old pictures and old pieces.  Returns how many
 * files went. */
int paper_store_sweep(struct work *work,
                      bool (*is_named)(struct work *work, struct db_bytes digest));

#endif
