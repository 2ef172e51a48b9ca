/*
 * matter_recount -- 重算期限: the clocks that run are counted anew when what they are
 * counted by has changed.
 *
 * Until a year's holidays are announced, limits that end in it follow the rule of the
 * week.  When `haoban import holidays` loads the year, each town gets the job
 * MATTER_RECOUNT; it goes through all matters that somebody has to act on, some at a
 * time, and asks for itself again until it has seen them all:
 *
 *     import holidays → job of each town → due moments that differ are changed, and the
 *                       matter gets an event "recount" of the program that says from
 *                       when to when; the matter's row, its clocks and the event
 *                       change together
 *
 * Asking twice changes nothing: a clock is counted from its course (calendar_span.h) and
 * not from what it was.  Clocks that have ended stay as they were.
 */
#ifndef MATTER_RECOUNT_H
#define MATTER_RECOUNT_H

#include <stddef.h>

#include "work.h"

#define MATTER_RECOUNT "matter.recount" /* kind of the job */
#define MATTER_RECOUNTED "recount"      /* verb of the event */

enum { MATTER_RECOUNT_BATCH = 200 };

/* Asks for it in the work's town, from now on, in the transaction of the work. */
void matter_ask_recount(struct work *work);

/* Runs the job: at most MATTER_RECOUNT_BATCH matters, then asks for the rest.  Faults
 * when a colleague was quicker: it is tried again. */
void matter_recount(struct work *work, const char *subject);

#endif
