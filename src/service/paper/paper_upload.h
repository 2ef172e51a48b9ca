/*
 * paper_upload -- 分片上传: a file that comes in pieces, over lines that break.
 *
 *     begin (name, size, SHA-256) --> upload, pieces 0, 1, 2 … each put and advanced
 *                                 --> with the last: checked, stored, a paper
 *
 * Every piece but the last has UPLOAD_PIECE_BYTES.  A piece lies sealed on the disk
 * before the row counts it, so what was acknowledged is there after a crash, too; a piece
 * that comes twice changes nothing.  Whoever begins the same file for the same place
 * again goes on where he stopped, and what became a paper meanwhile is found by its
 * digest. The whole has to have the length and the digest that were said.
 *
 * One account has at most UPLOADS_MAX under way: a further one takes the place of the
 * oldest.  What does not move for a day is swept (paper_sweep()).
 */
#ifndef PAPER_UPLOAD_H
#define PAPER_UPLOAD_H

#include "paper.h"

enum { UPLOAD_PIECE_BYTES = 256 * 1024, UPLOADS_MAX = 5, UPLOAD_SHA256_DIGITS = 64 };

extern const struct refusal paper_no_upload;  /* none under way, or another's */
extern const struct refusal paper_not_next;   /* another piece comes next */
extern const struct refusal paper_bad_piece;  /* not as long as it has to be */
extern const struct refusal paper_bad_digest; /* the whole is not what was said */

/* What is said before the bytes come. */
struct paper_announced {
    struct paper_place place;
    const char *name;
    const char *type;
    int64_t size_bytes;
    const char *sha256; /* UPLOAD_SHA256_DIGITS digits, lower case */
    const char *wanted;
    enum paper_source source;
};

struct paper_upload {
    int64_t id; /* 0: nothing is under way, since it is a paper already */
    struct paper_announced said; /* sha256 is "" of one that was read */
    struct db_bytes digest;
    int64_t pieces; /* that are there */
    int64_t total;
};

/* Begins one, or finds the one that it goes on.  Refuses what paper_may_come() and
 * paper_check_size() refuse, and paper_bad_digest for what is none. */
const struct refusal *paper_begin_upload(struct work *work,
                                         const struct paper_announced *said,
                                         struct paper_upload *upload);

/* The next piece.  Slow; a read: puts it on the disk, and with the last one checks and
 * stores the whole: then ready->kind is known.  Refuses paper_no_upload, paper_not_next,
 * paper_bad_piece, paper_bad_digest, paper_no_room, and what paper_check() refuses. */
const struct refusal *paper_put_piece(struct work *work, int64_t id, int64_t number,
                                      struct db_bytes piece, struct paper_ready *ready);

/*
 * Counts the piece that was put; with the last one keeps the paper and ends the upload:
 * *paper_id is 0 before that.  Refuses paper_no_upload, paper_not_next, and what
 * paper_keep() refuses.
 */
const struct refusal *paper_count_piece(struct work *work, int64_t id, int64_t number,
                                        const struct paper_ready *ready,
                                        int64_t *paper_id);

/* Ends one whose whole was refused, so that the next begins anew. */
void paper_end_upload(struct work *work, int64_t id);

/* One of the actor's own that is under way.  Refuses paper_no_upload. */
const struct refusal *paper_find_upload(struct work *work, int64_t id,
                                        struct paper_upload *upload);

#endif
