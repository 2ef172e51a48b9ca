/*
 * letter -- 文书: what the hall gives people in writing about their matters.
 *
 *     letter_issue() -- in the work of the verb --> issued --> printed, kept for ever
 *                                                     |
 *               a later letter that takes its effect: ended
 *
 * A letter of acceptance or decision only a step ends.  One of a kind that goes by hand
 * too and that is wrong is ended by a letter of the kind "voiding"; the asker is told.
 *
 * A letter has a kind (letter_kind.h), and a number without gaps in its kind and year:
 * 瓜沥受〔2026〕12号.  Its row keeps the version of the wording (letter_wording.h), all
 * that stands in it, sealed, and the SM3 digest of its text; the event "letter" of its
 * matter covers the row, so that `haoban verify` proves it.  Nothing of it changes, and
 * one that a later letter ended says so wherever it is shown.
 *
 * The printed page (a PDF) is made from the row after the commit, and kept sealed as
 * papers are: the same bytes whenever somebody asks.  A row whose text does not have its
 * digest any more is not printed: that is a fault.
 *
 * On the letter to himself the asker's name stands whole, his ID number masked; a firm's
 * credit code is public.
 */
#ifndef LETTER_H
#define LETTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "letter_kind.h"
#include "matter.h"

enum {
    LETTER_DIGEST_SIZE = 32,
    LETTER_LIST_MAX = 200,   /* of a matter */
    LETTER_CODE_DIGITS = 16, /* of the digest, that people may type */
};

struct letter {
    int64_t id, matter_id;
    const char *matter_number;
    const struct letter_kind *kind;
    const char *number;
    int64_t wording;
    struct db_bytes slots; /* sealed */
    uint8_t digest[LETTER_DIGEST_SIZE];
    int64_t issued_ms, account_id;
    int64_t ended_by; /* id of the letter that took its effect; 0 none */
};

/* What whoever issues says; names are those of letter_slots[], values plain text. */
struct letter_field {
    const char *name, *value;
};

extern const struct refusal letter_unknown;  /* no such letter, or another's */
extern const struct refusal letter_too_many; /* LETTER_LIST_MAX of the matter are there */
extern const struct refusal letter_long;     /* a field is over its bound */
extern const struct refusal letter_not_voidable; /* not by hand, or ended already */

/*
 * Issues a letter of a kind about a matter as it stands now, with an event "letter" that
 * brings *matter up to date, and asks for its printing.  What is not given is known by
 * itself where the matter says it: the consequence of the kind, the agent whose mandate
 * holds, "ended" of a kind that ends others, and days that a running clock sets
 * (letter_content.c).  A name that is no given slot of the kind is a bug; of a list each
 * line is one entry.  Refuses letter_slots[].lacking of the first slot that the kind
 * needs and that is empty, letter_long, letter_too_many, letter_not_voidable where
 * "ended" is not the number of one that may be voided, and what matter_record_part()
 * refuses.
 */
const struct refusal *letter_issue(struct work *work, struct matter *matter,
                                   const char *kind, const struct letter_field *fields,
                                   size_t count, struct letter *letter);

/* The letters of a matter, oldest first, in the arena.  Asks for no right. */
size_t letters_of(struct work *work, const struct matter *matter,
                  const struct letter **letters);

/* Whether it holds and its kind goes by hand, so that it may be voided. */
bool letter_may_be_voided(const struct letter *letter);

/* Reads one.  Who may see it is the caller's to know.  Refuses letter_unknown. */
const struct refusal *letter_find(struct work *work, int64_t id, struct letter *letter);

/* All that stands in it, personal data too: never log it.  A fault when it was changed.
 */
void letter_read(struct work *work, const struct letter *letter,
                 struct letter_values *values);

/* Its digest as 64 hex digits, in the arena. */
const char *letter_say_digest(struct arena *arena, const struct letter *letter);

/* 2026年11月23日: as letters say a moment's day, in the arena. */
const char *letter_say_day(struct arena *arena, int64_t moment_ms);

/* ---- the printed page ---- */

/* The page, from where it is kept or made anew; slow.  NULL bytes under a fault. */
struct db_bytes letter_page(struct work *work, const struct letter *letter);

/* Keeps the page if it is not kept yet.  Slow; a write. */
void letter_keep_page(struct work *work, const struct letter *letter);

/* The kind of job that keeps pages, and what runs it; see job.h. */
#define LETTER_PRINT "letter.print"
void letter_print_job(struct work *work, const char *subject);

/* ---- proving one from outside ---- */

/* What anybody may know of a letter whose number and digest he has. */
struct letter_proof {
    const char *number, *title; /* TEXT() */
    const char *digest;         /* 64 hex digits */
    int64_t issued_ms;
    const char *ended_by; /* number of the letter that took its effect; "" it is valid */
    int64_t ended_ms;
};

extern const struct refusal letter_not_ours; /* no letter has both */

/*
 * Looks a letter up by its number as people type it and the first 16 or more hex digits
 * of its digest.  Refuses letter_not_ours for either being wrong.
 */
const struct refusal *letter_prove(struct work *work, const char *number,
                                   const char *digest, struct letter_proof *proof);

/* What verifying reads. */
extern const struct ledger_part_kind letter_part;

#endif
