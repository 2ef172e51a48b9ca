/*
 * archive_check -- whether an archive is what was made, without a database or a key.
 *
 *     every file has the size, SHA-256 and SM3 of index.json; none is missing or added
 *     every event follows on the one before it, and the last is the head
 *     the row and the parts are what the last events that cover them left
 *     the contents are those of the event "archive"
 *
 * Who changes one and makes every digest anew ends with another head.  So the head that
 * is told is to be held against the house's own: the case's page, or a day's seal.
 *
 * The file may come from anybody: it is read and never unpacked, memory is bounded by the
 * largest file in it, and names lead nowhere (stored_zip.h).
 */
#ifndef ARCHIVE_CHECK_H
#define ARCHIVE_CHECK_H

#include <stddef.h>
#include <stdint.h>

#include "ledger.h"

struct arena;

enum {
    ARCHIVE_FINDINGS_MAX = 50,
    ARCHIVE_EVENTS_MAX = 100000,
    ARCHIVE_INDEX_BYTES_MAX = 4 * 1024 * 1024,
};

/* Something that is wrong. */
struct archive_finding {
    const char *file; /* of the ZIP; "" the ZIP itself */
    const char *text; /* English: what is wrong with it */
};

struct archive_verdict {
    const char *number, *made, *made_by; /* as the index says; "" when unreadable */
    int64_t files;
    struct ledger_head head; /* of the chain that was read */
    struct archive_finding finding[ARCHIVE_FINDINGS_MAX];
    size_t finding_count; /* 0: it is whole */
};

/* Checks an open file.  Texts are in the arena. */
void archive_check(struct arena *arena, int file, struct archive_verdict *verdict);

#endif
