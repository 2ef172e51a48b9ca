/*
 * matter_track -- 查进度: what the asker is told of his matter.
 *
 * Who knows a matter's number and the last four digits of its phone gets a reference to
 * it that is good for half an hour, so that neither stands in addresses that are kept:
 *
 *     330109113202611230000457.29856790.0f3c…      number, minute of its end, signature
 *
 * Four digits are soon guessed, so wrong ones are counted for each number (guess.h):
 * ten in an hour by strangers, and the number is answered only where it was before, or
 * to who signs in, or by the hall's phone.  References go on, and so do receipts.
 *
 * A track tells offices, never persons, and only what the flow did: not who read what.
 */
#ifndef MATTER_TRACK_H
#define MATTER_TRACK_H

#include <stddef.h>
#include <stdint.h>

#include "matter.h"
#include "page.h"

struct shape;

enum {
    MATTER_TRACK_MINUTES = 30,
    MATTER_TRACK_GUESSES = 5,           /* of a network */
    MATTER_TRACK_STRANGER_GUESSES = 10, /* of all that are not known */
    MATTER_TRACK_GUESS_MINUTES = 60,
};

extern const struct refusal matter_track_over;
extern const struct refusal matter_track_waits; /* too many wrong digits */

/*
 * Reads a matter for who knows its number and the last four digits of its phone.
 * Refuses matter_unknown for either being wrong, which is counted, matter_track_waits.
 */
const struct refusal *matter_track_by_phone(struct work *work, const char *network,
                                            const char *number, const char *last_four,
                                            struct matter *matter);

/* A reference, in the arena. */
const char *matter_track_reference(struct work *work, const char *number);

/* Reads the matter of a reference.  Refuses: matter_track_over, matter_unknown. */
const struct refusal *matter_track_find(struct work *work, const char *reference,
                                        struct matter *matter);

/* "330109113 20261123 000045 7": how people read a number out. */
const char *matter_say_number(struct arena *arena, const char *number);

/* One thing that happened. */
struct matter_track_event {
    const char *verb;
    const char *label; /* TEXT(): 窗口已收件 */
    const char *note;  /* for the asker; "" none */
    const char *when;  /* 11月27日 09:12 */
    int64_t at_ms;
    int64_t ordinal;  /* in the matter's record; what is not told is left out */
    int64_t corrects; /* ordinal of the event that this one puts right; 0 none */
};

/* One of several that work on it: an office of a joint filing, a case of a bundle. */
struct matter_track_part {
    const char *title;  /* what it is called, Chinese */
    const char *state;  /* stable name */
    const char *label;  /* TEXT() of the state */
    const char *until;  /* "" no clock runs */
    const char *holder; /* the office that has it; "" where that is the title */
    const char *number; /* of a matter of its own; "" none */
    const char *answer; /* what came of it; "" nothing yet */
    int64_t place;      /* its step, from 1; 0: all at once */
    int64_t due_ms;     /* 0: no clock runs */
    int64_t over;       /* 0 or 1 */
};

/* A limit that runs for it, and is the asker's business. */
struct matter_track_clock {
    const char *kind;  /* stable: "decide" */
    const char *label; /* TEXT(): 办理 */
    const char *why;   /* TEXT(): what the law says of it */
    const char *until; /* 11月27日（周五）17:30前; "" it stands still */
    int64_t due_ms;    /* 0 it stands still */
    int64_t of_asker;  /* 1: he must keep it, not the hall */
    int64_t stopped;   /* 0 or 1 */
};

/* A letter or a message that he was given; see matter_tell.h. */
struct matter_track_notice {
    const char *kind;    /* letter, message */
    const char *label;   /* TEXT(): 受理通知书, 已受理 */
    const char *number;  /* of a letter; "" none */
    const char *text;    /* of a message, whole; "" for who came by the number */
    const char *address; /* of its PDF; "" nowhere */
    int64_t id;          /* of the letter or message */
    const char *when;    /* 11月27日 09:12 */
    int64_t at_ms;
};

/* A stage that is still to come, TEXT(); the first one is under way. */
enum { MATTER_TRACK_STAGES = 4 };

struct matter_track {
    const char *number;
    const char *spoken; /* the number in groups */
    const char *kind;
    const char *title;
    const char *state;  /* stable name */
    const char *label;  /* TEXT() of the state */
    const char *next;   /* TEXT(): what may be expected now */
    const char *turn;   /* asker, hall; nobody when it is over */
    const char *says;   /* one sentence: what happens, whose turn it is, until when */
    const char *pause;  /* why a limit stands still; "" none does */
    const char *holder; /* the office that has it; "" nobody */
    const char *agent;  /* who acts for the asker, masked; "" nobody */
    const char *until;  /* 11月27日（周五）17:30前; "" no clock runs */
    const char *answer; /* "" none yet */
    int64_t submitted_ms;
    int64_t due_ms;
    int64_t may_move; /* 1: a holiday notice to come may move due_ms */
    int64_t finished_ms;
    int64_t over;  /* 0 or 1 */
    int64_t rated; /* level, 0 not yet */
    const struct matter_track_event *events;
    size_t event_count;
    const char *parts_heading; /* TEXT(): 联办科室; NULL without any */
    const struct matter_track_part *parts;
    size_t part_count;
    const struct matter_track_clock *clocks; /* next due first */
    size_t clock_count;
    const struct matter_track_notice *notices; /* newest first; see matter_tell.h */
    size_t notice_count;
    const char *to_come[MATTER_TRACK_STAGES];
    size_t to_come_count;
};

/* Fills the track; texts are in the arena. */
void matter_track(struct work *work, const struct matter *matter, enum language language,
                  struct matter_track *track);

/* A track as the API gives it: "Matter". */
extern const struct shape matter_track_shape;

/* Whether its asker may still hand papers in: until it is decided, or as long as the
 * decision left some to follow (容缺). */
bool matter_may_add_papers(const struct matter *matter);

#endif
