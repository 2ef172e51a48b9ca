/*
 * matter_track_time -- what the asker is told of time: whose turn it is, until when, and
 * why; for matter_track.c.
 *
 * The moment that he is told is that of what is done now: a matter that was urged is
 * still decided by its own limit.  The answer to a supervision (督办) is the hall's own
 * business, and no limit of his.
 */
#ifndef MATTER_TRACK_TIME_H
#define MATTER_TRACK_TIME_H

#include "matter_track.h"

/* Fills in turn, says, pause, clocks, and until, due_ms and may_move of what is done now;
 * the rest of the track is there. */
void matter_track_time(struct work *work, const struct matter *matter,
                       enum language language, struct matter_track *track);

#endif
