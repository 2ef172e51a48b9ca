/*
 * export -- 导出: a list as a file, CSV, XLSX or JSON Lines, however long it is.
 *
 *     asked for ──► being written ──► ready ──► gone, after export-days days
 *                     │     ▲  │
 *                     │     │  '──► broken off ──► again
 *                     '──► stopped
 *
 * Whoever asks does not wait: the file is written in batches of LISTING_BATCH rows, each
 * a read of its own beside all other work, and fetched when it is ready.  A batch becomes
 * a sealed piece of the file (sealed_file.h); after it the row of the export holds the
 * place in the list, the mark of the format and the end of the file, so that a server
 * that was ended goes on with the next piece and nothing is written twice.  Memory does
 * not grow with the rows.
 *
 * A row is as it was when its batch was read.  A case that is handed in while a file is
 * written is not in it; one that is due at another moment meanwhile may be in it twice,
 * or not at all, where the list goes by what is due.
 *
 * Personal data is masked.  Who may manage gets it whole for a reason that he writes
 * down, of EXPORT_WHOLE_MAX rows at most; the ledger of each matter records it before the
 * file can be fetched (PIPL art. 51).  Only who asked may fetch.
 */
#ifndef EXPORT_H
#define EXPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "listing.h"
#include "sealed_file.h"
#include "sheet.h"
#include "work.h"

enum {
    EXPORT_RUNNING_MAX = 3, /* of an account at a time */
    EXPORT_KEPT_MAX = 30,   /* files of an account */
    EXPORT_WHOLE_MAX = 20000,
    EXPORT_REASON_MAX = 200, /* characters */
    EXPORT_ATTEMPTS_MAX = 8, /* of a batch, 1, 2, 4 … minutes apart */
};

enum export_state { EXPORT_RUNNING = 1, EXPORT_READY, EXPORT_BROKEN, EXPORT_STOPPED };

struct export {
    int64_t id;
    int64_t account_id;
    const char *actor_name;
    const struct listing *list;
    const char *query; /* as check() kept it */
    enum sheet_format format;
    bool whole;
    const char *reason;
    enum export_state state;
    int64_t rows;
    struct sealed_file_end end;
    const char *after, *mark;
    int64_t attempts;
    bool cut; /* the list goes on, but no more may be in one file */
    int64_t begun_ms, ended_ms;
    int64_t gone_ms; /* when it is removed; 0: not ended yet */
};

extern const struct refusal export_unknown;
extern const struct refusal export_no_such_list;
extern const struct refusal export_too_many;  /* being written, or kept */
extern const struct refusal export_no_reason; /* for the whole */
extern const struct refusal export_may_not;   /* have it whole */
extern const struct refusal export_not_ready;

/* The list of a name that the actor may export.  Refuses export_no_such_list. */
const struct refusal *export_list(struct work *work, const char *name,
                                  const struct listing **list);

/* What is asked for. */
struct export_wish {
    const struct listing *list;
    const char *query; /* of the list's page */
    enum sheet_format format;
    bool whole;
    const char *reason;
};

/* Asks for a file.  Refuses export_too_many, export_may_not, export_no_reason, and what
 * the list refuses. */
const struct refusal *export_ask(struct work *work, const struct export_wish *wish,
                                 int64_t *id);

/* The actor's exports, newest first, at most EXPORT_KEPT_MAX. */
size_t export_mine(struct work *work, const struct export **exports);

/* One of the actor's.  Refuses export_unknown. */
const struct refusal *export_find(struct work *work, int64_t id, struct export *export);

/* Stops one that is being written; any other stays as it is. */
void export_stop(struct work *work, int64_t id);

/* Goes on with one that broke off.  Refuses export_unknown, export_too_many. */
const struct refusal *export_again(struct work *work, int64_t id);

/* Removes one; its file goes soon after. */
void export_remove(struct work *work, int64_t id);

/* The bytes of one that is ready, in the arena, for an answer.  Refuses export_not_ready,
 * and export_may_not when the right to have it whole is gone. */
const struct refusal *export_source(struct work *work, const struct export *export,
                                    const struct http_source **source);

/* "办件.csv": what the file is called. */
const char *export_file_name(struct arena *arena, const struct export *export);

/* Removes those that were kept long enough; for the nightly sweep. */
void export_sweep(struct work *work);

/* ---- writing ---- */

/* The next batch of one export: read and written, not acknowledged yet. */
struct export_batch;

/*
 * Prepares the next batch that is due, a read in the slow lane: reads the rows and
 * appends the piece to the file, which stays locked until export_let_go().  NULL when
 * none is due, or another process is at it.  In the work's arena.
 */
struct export_batch *export_prepare(struct work *work);

/* Acknowledges it: a write. */
void export_acknowledge(struct work *work, struct export_batch *batch);

/* Puts the batch off that failed: a write. */
void export_put_off(struct work *work, const struct export_batch *batch,
                    const char *problem);

void export_let_go(struct export_batch *batch);

/* Removes the files of those that are gone, a read, and then their rows, a write. */
void export_clear_files(struct work *work, const int64_t **ids, size_t *count);
void export_clear_rows(struct work *work, const int64_t *ids, size_t count);

struct house;

/* All of these together, for one town: what a runner does (runner.h).  Says whether there
 * was something to do. */
bool export_turn(struct house *house, int64_t town);

#endif
