/*
 * paper -- 材料: what people hand in as files, photos and PDFs.
 *
 *     file --paper_prepare()--> stored --paper_keep()--> of a draft
 *                                  |                       |  handing the draft in
 *                                  +--------------------> of a matter, for ever
 *                                                          |  its days are over
 *                                                       the row alone: removed
 *
 * A paper answers to one required paper of its item, by that one's name (paper_list.h),
 * or to none.  The name that the file had is sealed in the row; the content lies sealed
 * in the files folder (paper_store.h).  A file is what its bytes say (paper_kind.h,
 * paper_check.h), and whoever claims something else for it is refused.
 *
 * Storing is slow and comes first, outside of any write; the row makes it count.
 */
#ifndef PAPER_H
#define PAPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypt.h"
#include "ledger.h"
#include "paper_kind.h"
#include "paper_trust.h"
#include "work.h"

enum {
    PAPER_BYTES_MAX = 10 * 1024 * 1024,
    PAPER_COUNT_MAX = 20, /* of a draft */
    PAPER_LIST_MAX = 200, /* of a matter */
};

struct paper {
    int64_t id;
    int64_t draft_id;  /* 0: handed in */
    int64_t matter_id; /* 0: not yet */
    const char *name;  /* plain, as given */
    enum paper_kind kind;
    int64_t size_bytes;
    struct db_bytes digest;
    int64_t account_id;
    int64_t created_ms;
    const char *wanted; /* the required paper's name; "" none */
    enum paper_source source;
    int64_t pages; /* 0: not counted */
    enum paper_scan scan;
    int64_t reused_id;  /* the paper of an earlier matter that it was; 0 */
    int64_t removed_ms; /* 0: the content is there */
};

/* All refusals of a file are about the form field "paper"; more in paper_check.h. */
extern const struct refusal paper_too_many;   /* PAPER_COUNT_MAX or PAPER_LIST_MAX */
extern const struct refusal paper_over_day;   /* setting uploads-per-day, of residents */
extern const struct refusal paper_not_wanted; /* the item asks for no such paper */
extern const struct refusal paper_unknown;    /* no such paper, or another's */
extern const struct refusal paper_no_draft;   /* no such draft, or another's */
extern const struct refusal paper_removed;    /* its content is not kept any more */
extern const struct refusal paper_unscanned;  /* waits for the virus scanner */

/* Whose it becomes: of a draft of the actor, or of a matter; one of them is 0.  Who may
 * add to the matter is the caller's to know. */
struct paper_place {
    int64_t draft_id;
    int64_t matter_id;
};

/* A file as it came in. */
struct paper_given {
    const char *path; /* where it lies for now; stays the caller's */
    const char *name; /* as claimed, valid UTF-8 without a path, or "" */
    const char *type; /* as claimed, or "" */
    int64_t size_bytes;
    const char *wanted; /* the required paper's name, or "" */
    enum paper_source source;
};

/* A file that was checked and stored, and that nobody owns yet. */
struct paper_ready {
    enum paper_kind kind;
    const char *name;
    int64_t size_bytes;
    uint8_t digest[CRYPT_DIGEST_SIZE];
    const char *wanted;
    enum paper_source source;
    int64_t pages;
    enum paper_scan scan;
    int64_t reused_id;
};

/* Checks a file for its place and stores it.  Slow; a read.  Refuses what paper_keep()
 * and paper_check() refuse, and paper_no_room. */
const struct refusal *paper_prepare(struct work *work, struct paper_place place,
                                    const struct paper_given *given,
                                    struct paper_ready *ready);

/* What can be said before there is a file: refuses as paper_keep() does. */
const struct refusal *paper_may_come(struct work *work, struct paper_place place,
                                     const char *wanted);

/*
 * Gives it to its place and counts it for the day, also when it is removed later; *id is
 * the new paper.  Refuses paper_no_draft, paper_too_many, paper_over_day,
 * paper_not_wanted.  Of a matter, the caller records paper_cover().
 */
const struct refusal *paper_keep(struct work *work, struct paper_place place,
                                 const struct paper_ready *ready, int64_t *id);

/* The papers of a draft or a matter, oldest first, in the arena.  Asks for no right. */
size_t paper_of_draft(struct work *work, int64_t draft_id, const struct paper **papers);
size_t paper_of_matter(struct work *work, int64_t matter_id, const struct paper **papers);

/* Reads one.  Who may see it is the caller's to know.  Refuses paper_unknown. */
const struct refusal *paper_find(struct work *work, int64_t id, struct paper *paper);

/* Whether the content may be read: refuses paper_removed, paper_unscanned. */
const struct refusal *paper_may_open(const struct paper *paper);

/* Whether the paper is of a draft of the actor's own. */
bool paper_is_of_own_draft(struct work *work, const struct paper *paper);

/* Takes one from a draft of the actor.  Refuses paper_no_draft, paper_unknown. */
const struct refusal *paper_remove(struct work *work, int64_t draft_id, int64_t id);

/* Hands the papers of a draft in with a matter and says how many.  The draft's row is
 * gone by then, so that no paper can come to it any more. */
int64_t paper_move_to_matter(struct work *work, int64_t draft_id, int64_t matter_id);

/* What verifying reads: the papers of a matter are covered by the last event that added
 * or removed one.  The second gives them as they are now, for that event. */
extern const struct ledger_part_kind paper_part;
struct ledger_part paper_cover(struct work *work, int64_t matter_id);

/* Reads the content into the arena; paper_may_open() said yes.  Slow; a file that does
 * not open is a fault. */
void paper_open(struct work *work, const struct paper *paper, struct db_bytes *content);

/* Forgets papers whose draft is gone, uploads and readings that are over, and removes
 * contents that no paper has had for a day: daily.  Returns how many files went. */
int paper_sweep(struct work *work);

#endif
