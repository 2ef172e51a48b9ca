/*
 * matter_tell -- 每一次告知: every letter and message that the asker of a matter was
 * given, for his track.
 *
 * Letters and messages are kept by modules above matter, so matter only declares who
 * reads them; door/kinds.c lists them, above all.
 *
 *     matter_tell_all()  ──>  letters   title and number; their PDF for the asker
 *                        ──>  messages  what they were about; their words for the asker
 *
 * Who came by the number and four digits is told that there was a notice, and when; what
 * stands in it may name people, so it is the asker's alone, and of who acts for him.
 */
#ifndef MATTER_TELL_H
#define MATTER_TELL_H

#include <stddef.h>

#include "matter_track.h"

enum matter_reader { MATTER_BY_NUMBER, MATTER_ITS_OWN };

enum { MATTER_NOTICES_MAX = 100 }; /* of each teller, the newest */

struct matter_teller {
    /* Fills at most MATTER_NOTICES_MAX, newest first, in the arena; gives how many. */
    size_t (*tell)(struct work *work, const struct matter *matter,
                   enum matter_reader reader, const struct matter_track_notice **notices);
};

/* Word of what no arrow tells: that a matter was handed over, that its days moved.  The
 * flow of the kind sends it (flow.h). */
struct matter_word {
    const char *event;  /* of message.h */
    int64_t account_id; /* who of the staff hears it; 0 the asker */
    const char *from;   /* who handed it over; "" nobody */
    const char *reason;
};

/* NULL at the end: defined in door/kinds.c. */
extern const struct matter_teller *const matter_tellers[];

/* Fills in the notices of a track, newest first, and when each was. */
void matter_tell_all(struct work *work, const struct matter *matter,
                     enum matter_reader reader, enum language language,
                     struct matter_track *track);

#endif
