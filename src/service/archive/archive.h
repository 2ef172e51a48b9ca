/*
 * archive -- 归档: a matter's whole file as one ZIP that proves itself.
 *
 *     papers/01.pdf …   what was handed in        letters/01.pdf …   what was issued
 *     record.json       all that is known of it, with the asker whole, in tables
 *     index.html        the same for people: opens and prints without haoban
 *     ledger.jsonl      every event with its digests      matter.json   the row
 *     covered.jsonl     the values that events cover beside the row
 *     index.json        each file with size, SHA-256 and SM3; head of the chain; seals
 *     SHA256SUMS        for "sha256sum -c"
 *
 * Making one is slow and then quick.  First, a read: the contents go into the file.
 * Then, a write: the event "archive" and its row say the SM3 of the list of contents, and
 * the ledger, which now holds that event, goes behind them.  So the chain proves the
 * contents, and the day's seal the chain.  What is in the ZIP is whole, and whoever takes
 * one is on record.  Memory is that of the largest paper.
 *
 * An archive is made of what is over, as often as somebody needs one.  The rating is in
 * it, which the staff may not see (rating.h): one of a rated matter is a manager's.
 */
#ifndef ARCHIVE_H
#define ARCHIVE_H

#include <stddef.h>
#include <stdint.h>

#include "ledger.h"
#include "matter.h"
#include "stored_zip.h"
#include "work.h"

enum { ARCHIVES_MAX = 100, ARCHIVE_LIST_PAGE = 50 };

/* What index.json says that it is. */
#define ARCHIVE_FORMAT "haoban-archive-1"

extern const struct refusal archive_not_over;   /* the matter is not finished */
extern const struct refusal archive_of_filings; /* a bundle's cases have one each */
extern const struct refusal archive_rated;      /* only managers see ratings */
extern const struct refusal archive_changed;    /* something happened meanwhile */
extern const struct refusal archive_too_many;   /* ARCHIVES_MAX of the matter */

/* All that the ledger covers beside rows, NULL at the end: defined in door/kinds.c, above
 * all kinds. */
extern const struct ledger_part_kind *const door_parts[];

/* One being made. */
struct archive {
    struct arena *arena; /* the caller's: lives until it is finished */
    int file;            /* likewise, open for reading and writing, empty */
    const char *number;
    int64_t head_ordinal; /* of the matter when its contents were read */
    struct stored_zip zip;
    struct text sums;    /* a line "SHA-256  NAME" for each file */
    struct text files;   /* of index.json */
    struct text covered; /* lines of covered.jsonl */
    int64_t size_bytes;  /* of the whole, at the end */
};

/* Writes the contents of a matter.  Slow; a read.  Refuses matter_unknown, what
 * archive_finish() refuses, and paper_unscanned. */
const struct refusal *archive_begin(struct work *work, const char *number,
                                    struct archive *archive);

/*
 * Records the archive and writes the rest behind the contents; may be run again.  Refuses
 * matter_forbidden, archive_of_filings, archive_not_over, archive_rated, archive_changed,
 * archive_too_many, matter_lost.
 */
const struct refusal *archive_finish(struct work *work, struct archive *archive);

/* ---- which were made ---- */

/* A matter in the list of what is to be archived, or an archive that was made. */
struct archive_line {
    int64_t matter_id, ordinal;
    const char *number, *title;
    int64_t at_ms; /* when it was over, or archived */
    int64_t finished_ms;
};

/* Where a list goes on: behind this line; zeroes begin at the start. */
struct archive_cursor {
    int64_t at_ms, matter_id, ordinal;
};

/* Matters that are over and have no archive, longest over first. */
size_t archive_list_due(struct work *work, struct archive_cursor after, size_t limit,
                        const struct archive_line **lines);

/* Archives, oldest first. */
size_t archive_list_made(struct work *work, struct archive_cursor after, size_t limit,
                         const struct archive_line **lines);

/* What verifying reads: a matter's archives are covered by their events. */
extern const struct ledger_part_kind archive_part;

#endif
