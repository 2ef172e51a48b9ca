/*
 * message_slot -- 填空: a wording with slots, and the text that it becomes.
 *
 *     {item}（尾号{tail}）已批准[，结果：{result}]。咨询{phone}
 *
 * A slot is a name in braces.  What stands in brackets is left out when a slot in it has
 * nothing to say; brackets do not stand within each other.  No brace or bracket has
 * another use.
 *
 * An SMS is paid and cut by units of UTF-16, so that is what is counted.  Where the whole
 * must not be longer than so many, values that bend are shortened to end in "…", the
 * longest first, as little as is needed, down to MESSAGE_LEAST_UNITS.  Pure.
 */
#ifndef MESSAGE_SLOT_H
#define MESSAGE_SLOT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { MESSAGE_PARTS_MAX = 64, MESSAGE_LEAST_UNITS = 5 };

/* A name and what it stands for. */
struct message_slot {
    const char *name;
    const char *value; /* "" nothing */
    bool bends;
};

struct message_slots {
    const struct message_slot *slot;
    size_t count;
};

/* What is wrong with a wording. */
enum message_fault {
    MESSAGE_GOOD,
    MESSAGE_UNKNOWN_SLOT, /* of no such name */
    MESSAGE_UNCLOSED,     /* a brace or bracket without its other half */
    MESSAGE_TOO_MANY_PARTS,
};

/* Units of UTF-16 in a text. */
size_t message_units(const char *text);

/* Reads a wording; on a fault *at is where it stands. */
enum message_fault message_check(const char *wording, struct message_slots slots,
                                 const char **at);

/*
 * Fills a good wording, in the arena.  most is in units, 0 is any number.  Only what is
 * longer still with all that bends at its shortest is cut at its end.
 */
const char *message_fill(struct arena *arena, const char *wording,
                         struct message_slots slots, size_t most);

/* The value on one line: a line break becomes "；", or nothing behind a mark, and a run
 * of blanks one. */
const char *message_one_line(struct arena *arena, const char *value);

#endif
