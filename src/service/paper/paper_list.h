/*
 * paper_list -- 材料清单: what an item asks for, beside what was given and how it stands.
 *
 *     required paper  ->  files  ->  grade (paper_trust.h)  ->  standing
 *
 *                   no file         a file              staff looked at it
 *     needed        MISSING   --->  GIVEN   --mark-->   GOOD | FAULTY, with the reason
 *     else          ABSENT, EXEMPT    ^---one more file---+
 *
 * A line is needed when it is 必要, not exempt, and asked for in every situation: whether
 * one of a situation is needed is for people to say, and they may mark a line that has no
 * file, because the paper itself was on the counter.  What lacks is every line that is
 * MISSING or FAULTY: it is what a notice of supplement (补齐补正通知书) lists, at once
 * and whole (行政许可法 art. 32).
 *
 * Marks are rows beside their matter, covered by the ledger as the part "paper_marks".
 */
#ifndef PAPER_LIST_H
#define PAPER_LIST_H

#include "item.h"
#include "paper.h"

enum { PAPER_MARKS_MAX = 300, PAPER_REASON_MAX = 500 };

enum paper_standing {
    PAPER_MISSING, /* must be there and is not */
    PAPER_ABSENT,  /* is not there, and need not be, or follows (容缺后补) */
    PAPER_EXEMPT,  /* taken from shared data */
    PAPER_GIVEN,   /* there, and nobody looked at it yet */
    PAPER_GOOD,
    PAPER_FAULTY,
};

enum paper_mark_state { MARK_GOOD = 1, MARK_FAULTY = 2 };

/* What staff found of a required paper. */
struct paper_mark {
    const char *wanted; /* its name; "" of what answers to none */
    enum paper_mark_state state;
    enum paper_source source; /* of what was seen */
    const char *reason;       /* of a fault: what the asker has to mend; else "" */
    int64_t at_ms;            /* of one that was read */
};

/* One line of the list. */
struct paper_line {
    const struct item_paper *asked; /* NULL: what answers to none */
    const char *name;               /* of the required paper; "" of the last line */
    const struct paper *const *files;
    size_t file_count; /* contents that are not kept any more count too */
    enum paper_standing standing;
    enum paper_source source; /* of a mark, else of the least trusted file; 0 none */
    const char *reason;       /* of a fault; else "" */
};

struct paper_checklist {
    const struct paper_line
        *lines; /* as the item lists them, 必要 first; then the rest */
    size_t count;
    size_t lacking; /* lines that are MISSING or FAULTY */
};

/* The list of a matter and its version of the item.  Asks for no right. */
void paper_checklist(struct work *work, int64_t matter_id, int64_t version_id,
                     struct paper_checklist *list);

/* The list of a draft, whose item says what this version says. */
/*
 * The papers of a case of a bundle: its own, and those of the bundle that its item asks
 * for, called as the item calls them.  They are the same files: nothing is copied.
 */
struct paper_bundle {
    int64_t matter_id, version_id; /* of the bundle */
};
size_t paper_of_child(struct work *work, int64_t matter_id,
                      const struct item_version *version, struct paper_bundle bundle,
                      const struct paper **papers);
void paper_checklist_of_child(struct work *work, int64_t matter_id,
                              const struct item_version *version,
                              struct paper_bundle bundle, struct paper_checklist *list);

/* Writes and reads the papers of a bundle's version, by version->id; nothing else of it
 * is read or set. */
void paper_keep_shared(struct work *work, const struct item_version *version);
void paper_read_shared(struct work *work, struct item_version *version);

/* That a paper of the bundle serves what an item calls otherwise. */
void paper_keep_alias(struct work *work, int64_t version_id, const char *alias,
                      const char *name);

void paper_checklist_of_draft(struct work *work, int64_t draft_id,
                              const struct item_version *version,
                              struct paper_checklist *list);

/* Puts papers and marks to the lines of a version; pure, in the arena. */
void paper_line_up(struct arena *arena, const struct item_version *version,
                   const struct paper *papers, size_t paper_count,
                   const struct paper_mark *marks, size_t mark_count,
                   struct paper_checklist *list);

/* The line of a required paper by its name, or NULL. */
const struct paper_line *paper_line_of(const struct paper_checklist *list,
                                       const char *name);

/* Whether the line lacks: MISSING or FAULTY. */
bool paper_lacks(const struct paper_line *line);

/* What lacks, a numbered line each, in Chinese: "1. 户口簿：没有交"; "" when nothing
 * does. For the notice of supplement. */
const char *paper_say_lacking(struct arena *arena, const struct paper_checklist *list);

extern const struct refusal paper_no_reason; /* a fault says what to mend */

/*
 * Keeps what staff found; a later mark replaces it.  The caller records it with
 * paper_marks_cover() on the matter, whose head guards against another's mark.
 * Refuses paper_not_wanted, paper_no_reason.
 */
const struct refusal *paper_keep_mark(struct work *work, int64_t matter_id,
                                      const struct paper_mark *mark);

/* What verifying reads, and a matter's marks as they are now. */
extern const struct ledger_part_kind paper_marks_part;
struct ledger_part paper_marks_cover(struct work *work, int64_t matter_id);

#endif
