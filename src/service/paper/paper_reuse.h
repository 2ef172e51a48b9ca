/*
 * paper_reuse -- what somebody gave before is used again, with his consent.
 *
 *     a paper of an earlier matter of the same person, for a required paper of the same
 *     name --consent--> a paper of this draft or matter; the content is there once
 *
 * The consent is the asker's alone: he gives it where he applies, or a counter records
 * how he gave it.  It is an event of the new matter's ledger, with its scope: which
 * paper, from which matter, for this matter only (个人信息保护法 art. 14, 15).  What was
 * held against its original keeps its grade; what was found faulty is not offered.
 */
#ifndef PAPER_REUSE_H
#define PAPER_REUSE_H

#include "paper.h"

enum { PAPER_BEFORE_MAX = 100 };

/* A paper that was given before. */
struct paper_before {
    struct paper paper; /* its source is that of a mark, where there is one */
    const char *number; /* of the matter with which it was handed in */
    const char *title;
};

extern const struct refusal paper_no_consent; /* it was not given */

/* Those of a person's matters but one, newest first, in the arena.  Asks for no right. */
size_t paper_given_before(struct work *work, int64_t person_id, int64_t but_matter_id,
                          const struct paper_before **before);

/*
 * Gives one of them to a place, whose item asks for a paper of the same name; *id is the
 * new paper.  Of a matter, the caller records the consent and paper_cover().
 * Refuses paper_unknown for one that is not offered, and what paper_keep() refuses.
 */
const struct refusal *paper_reuse(struct work *work, struct paper_place place,
                                  int64_t person_id, int64_t paper_id, int64_t *id);

#endif
