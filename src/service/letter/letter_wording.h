/*
 * letter_wording -- 措辞: the text of a kind of letter, with places for what differs.
 *
 * Each line of a wording is one thing on the page; what it begins with says which:
 *
 *     # 告知事项               a heading
 *     > {asker}：              a paragraph without indent
 *     | 受理日期 | {accepted_day}      a row of a ruled table
 *     - {papers}               a list: each line of the slot, numbered
 *     _ 收件人（签名）：        words and a line to write on
 *     现予受理。               a paragraph
 *     % for who reads the file, not printed; nor are empty lines
 *
 * In front of any of them "?agent " prints the line only where the slot holds something;
 * a slot that may be empty stands in such lines only.  {name} is a slot of the kind;
 * there are no other braces, and nothing else is special.
 *
 * A version is never changed: a letter keeps the one that it was issued with.  Versions
 * below LETTER_TOWN_WORDING are the program's own, embedded from letter/KIND.N.txt; those
 * from there on are a town's.
 */
#ifndef LETTER_WORDING_H
#define LETTER_WORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db.h"
#include "letter_kind.h"
#include "work.h"

enum {
    LETTER_TOWN_WORDING = 1001,
    LETTER_WORDING_MAX = 8000, /* characters */
    LETTER_LINES_MAX = 120,
};

enum letter_line_kind {
    LETTER_HEADING,
    LETTER_PLAIN,
    LETTER_ROW,
    LETTER_LIST,
    LETTER_SIGN,
    LETTER_PARAGRAPH,
};

struct letter_line {
    enum letter_line_kind kind;
    const char *label;                /* of a row; NULL */
    const char *text;                 /* with its {slots}; of a list "" */
    enum letter_slot_name list, when; /* LETTER_SLOTS none */
};

struct letter_wording {
    struct letter_line line[LETTER_LINES_MAX];
    size_t count;
    uint64_t shown; /* slots that are printed */
};

/* What is wrong with a wording. */
struct letter_wording_fault {
    int line;           /* from 1; 0: of the whole */
    const char *reason; /* TEXT(), with {0} for what */
    const char *what;   /* in the arena; "" nothing */
};

/* Reads a wording of a kind, in the arena.  Says whether it is right, and what is not. */
bool letter_wording_read(struct arena *arena, const struct letter_kind *kind,
                         const char *text, struct letter_wording *wording,
                         struct letter_wording_fault *fault);

/* A line as it is printed: slots filled in, a list taken apart. */
struct letter_printed {
    enum letter_line_kind kind;
    const char *label; /* of a row, or "1." of an entry; NULL */
    const char *text;
};

/* Fills it in. The lines are in the arena. */
size_t letter_wording_fill(struct arena *arena, const struct letter_wording *wording,
                           const struct letter_values *values,
                           const struct letter_printed **printed);

/* The page of one that is not in use yet, filled with samples and marked so. */
struct db_bytes letter_sample_page(struct work *work, const struct letter_kind *kind,
                                   const struct letter_wording *wording);

/* ---- versions ---- */

/* The text of a version, or NULL when there is none. */
const char *letter_wording_text(struct work *work, const struct letter_kind *kind,
                                int64_t version);

/* The version that letters are issued with now: the town's last, else the program's. */
int64_t letter_wording_current(struct work *work, const struct letter_kind *kind);

/* The last of the program's own versions. */
int64_t letter_wording_built_in(struct arena *arena, const struct letter_kind *kind);

extern const struct refusal letter_wording_bad;     /* field "text" */
extern const struct refusal letter_wording_same;    /* nothing was changed */
extern const struct refusal letter_wording_changed; /* a colleague was quicker */

/*
 * Adds a version of the town, when seen is still the current one.  Refuses
 * letter_wording_bad and fills *fault, letter_wording_same, letter_wording_changed.
 */
const struct refusal *letter_wording_add(struct work *work,
                                         const struct letter_kind *kind, int64_t seen,
                                         const char *text,
                                         struct letter_wording_fault *fault);

/* A version for the manager's page, newest first; at most 100 of the town. */
struct letter_wording_line {
    int64_t version;
    const char *author;
    int64_t created_ms;
};
size_t letter_wording_list(struct work *work, const struct letter_kind *kind,
                           const struct letter_wording_line **lines);

#endif
