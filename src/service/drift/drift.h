/*
 * drift -- 与省目录比对: what our items say otherwise than the province's list, field by
 * field, until each difference is decided.
 *
 *     list -> item_import_read() -> drift_run() -> differences
 *
 *         open 待处理 --accept 采用省里的--> accepted
 *           |  ^--- either side says something else; or it came back
 *           `-- explain 说明 --> explained 已说明, as long as both sides stand
 *         open, explained --> settled 已一致, when a later run finds none
 *
 * Items are paired by code, then by name (drift_pair.h).  Of a pair every element is
 * compared that the list holds: one that is empty in all its rows is not (drift_element.h
 * says what makes no difference).  An item that only one side has is a difference too,
 * and so is one whose name fits several.  Lists come from sources (来源), by name; what
 * was decided belongs to a source.
 *
 * Accepting takes the list's value over into a new version, or a new item.  The code,
 * which pairs them, the state, which is adjusted elsewhere, and what is only here or
 * ambiguous cannot be accepted, only explained.
 */
#ifndef DRIFT_H
#define DRIFT_H

#include <stddef.h>
#include <stdint.h>

#include "item_import.h"
#include "work.h"

enum {
    DRIFT_PAGE_MAX = 100,
    DRIFT_NAME_MAX = 60,    /* characters of a source's name */
    DRIFT_REASON_MAX = 500, /* characters */
};

enum drift_kind { DRIFT_DIFFERS = 1, DRIFT_ONLY_HERE, DRIFT_ONLY_THERE, DRIFT_UNCLEAR };
enum drift_state { DRIFT_OPEN = 1, DRIFT_EXPLAINED, DRIFT_ACCEPTED, DRIFT_SETTLED };

/* What a source is called when nobody says. */
#define DRIFT_USUAL_SOURCE "省事项库"

struct drift_source {
    int64_t id;
    const char *name;
    const char *columns; /* how its sheets are read, kept for the next one */
};

/* Of a name; id 0 and no columns when there is none yet. */
struct drift_source drift_source(struct work *work, const char *name);

/* Keeps a source and its columns, as item_import.h has them. */
struct drift_source drift_keep_source(struct work *work, const char *name,
                                      const char *columns);

/* The source last compared with first.  Returns how many. */
size_t drift_sources(struct work *work, const struct drift_source **sources);

/* One comparison: asked above, answered below; also what is kept of one. */
struct drift_run {
    int64_t source_id;
    const char *file_name;

    int64_t id, at_ms;
    const char *source, *actor_name;
    int64_t row_count, rejected;
    int64_t by_code, by_name, ambiguous, only_here, only_there;
    int64_t differing;    /* fields */
    int64_t fresh;        /* open since this run */
    int64_t settled;      /* gone since the run before */
    const char *compared; /* paths of the elements, one a line */
};

/*
 * Compares all items in use or suspended with the good rows of a list that was read.
 * With rejected rows nothing is done unless the import keeps the good ones; then what is
 * only here is not told, as it may stand in a rejected row, and nothing of it settles.
 * Refuses: item_import_refused.
 */
const struct refusal *drift_run(struct work *work, const struct item_import *import,
                                struct drift_run *run);

/* Runs, the newest first, older than one (0: from the newest). */
size_t drift_runs(struct work *work, int64_t before, size_t limit,
                  const struct drift_run **runs);

struct drift_difference {
    int64_t id, source_id;
    const char *source;
    int64_t kind, state;
    const char *code, *element, *name, *department;
    int64_t unified; /* quality_unified_fields() */
    const char *ours, *theirs;
    const char *mark;
    const char *reason, *decided_by;
    int64_t decided_ms;
};

/* Which differences; 0 and "" ask for all, but state is one. */
struct drift_filter {
    int64_t source_id, state, kind, fresh_run_id;
    const char *element, *department;
    int64_t only_unified;
    const char *after_code, *after_element; /* behind which it begins */
    int64_t limit;                          /* 1 .. DRIFT_PAGE_MAX */
};

/* By code and element; fewer than the limit is the last page. */
size_t drift_list(struct work *work, const struct drift_filter *filter,
                  const struct drift_difference **differences);

/* How many there are of each state, and how many open ones of each 八统一 field. */
struct drift_counts {
    int64_t state[DRIFT_SETTLED + 1];
    int64_t unified[8]; /* open ones, by field */
};
struct drift_counts drift_count(struct work *work, int64_t source_id);

extern const struct refusal drift_unknown;
extern const struct refusal drift_decided; /* by somebody else, or settled */
extern const struct refusal drift_moved;   /* one side says something else by now */
extern const struct refusal drift_no_reason;
extern const struct refusal drift_not_to_take; /* it can only be explained */

const struct refusal *drift_find(struct work *work, int64_t id,
                                 struct drift_difference *difference);

/* Whether the list's value can be taken over.  Pure. */
bool drift_may_be_accepted(const struct drift_difference *difference);

/* Keeps a reason.  Refuses: drift_unknown, drift_decided, drift_no_reason. */
const struct refusal *drift_explain(struct work *work, int64_t id, const char *reason);

/*
 * Takes over what the list says.  Refuses: drift_unknown, drift_decided, drift_moved,
 * drift_not_to_take, and what item_publish() refuses.
 */
const struct refusal *drift_accept(struct work *work, int64_t id);

/* Takes over all open fields of the item of a difference, as one version. */
const struct refusal *drift_accept_item(struct work *work, int64_t id);

#endif
