/*
 * letter_slot -- 填充项: what can stand in a letter, one row each.
 *
 *     common   filled in by letter itself from the matter, its item, the asker, the
 *              place and the calendar; never left empty where it exists
 *     given    by whoever issues it: a verb of the matter, or a form at the window
 *
 * A wording writes {name}.  A slot of several lines is a list: each line one entry.
 */
#ifndef LETTER_SLOT_H
#define LETTER_SLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "work.h"

/* The order of letter_slots[]. */
enum letter_slot_name {
    /* common */
    SLOT_NUMBER,
    SLOT_CASE,
    SLOT_ITEM,
    SLOT_ITEM_CODE,
    SLOT_ASKER,
    SLOT_ID_LABEL,
    SLOT_ID_NUMBER,
    SLOT_ORGAN,
    SLOT_WINDOW,
    SLOT_CLERK,
    SLOT_DAY,
    SLOT_CONSULT_PHONE,
    SLOT_COMPLAINT_PHONE,
    SLOT_SUBMITTED_DAY,
    SLOT_RECEIVED_DAY,
    SLOT_ACCEPTED_DAY,
    SLOT_DECIDED_DAY,
    SLOT_LEGAL_LIMIT,
    SLOT_PROMISED_LIMIT,
    SLOT_DUE_DAY,
    SLOT_RESULT_NAME,
    SLOT_DELIVERY,
    SLOT_ITEM_BASIS,
    SLOT_CONSEQUENCE,
    SLOT_REMEDIES,
    /* given */
    SLOT_AGENT,
    SLOT_AGENT_ID,
    SLOT_PAPERS,
    SLOT_LACKING,
    SLOT_DEFECTS,
    SLOT_UNTIL,
    SLOT_REASON,
    SLOT_BASIS,
    SLOT_COMPETENT,
    SLOT_PROCEDURE,
    SLOT_DAYS,
    SLOT_CONDITIONS,
    SLOT_RESULT,
    SLOT_RESULTS,
    SLOT_MODE,
    SLOT_RECEIVER,
    SLOT_GIVER,
    SLOT_TAKER,
    SLOT_APPROVER,
    SLOT_NEW_DUE_DAY,
    SLOT_SUBJECT,
    SLOT_TIME,
    SLOT_PLACE,
    SLOT_ENDED,
    LETTER_SLOTS,
};

enum {
    LETTER_LINE_MAX = 300,   /* characters of a slot of one line */
    LETTER_TEXT_MAX = 4000,  /* of one of several */
    LETTER_ENTRIES_MAX = 60, /* lines of a list */
};

/* A set of slots: bit by enum letter_slot_name. */
#define SLOT(name) ((uint64_t)1 << SLOT_##name)

enum letter_shape {
    LETTER_ONE_LINE,
    LETTER_LINES, /* a list, or a text of several paragraphs */
    LETTER_DAY,   /* 2026年11月23日; a form asks for a day */
};

struct letter_slot {
    const char *name;
    const char *label; /* TEXT(): of the form, and of the manager's list */
    const char *hint;  /* TEXT() or NULL: of the form */
    bool is_given;
    enum letter_shape shape;
    struct refusal lacking; /* of a given one: what to do when it must be there */
};

extern const struct letter_slot letter_slots[LETTER_SLOTS];

/* The slot of a name of size bytes; LETTER_SLOTS when there is none. */
enum letter_slot_name letter_slot_named(const char *name, size_t size);

/* What stands in a letter; NULL or "" is nothing. */
struct letter_values {
    const char *of[LETTER_SLOTS];
};

#endif
