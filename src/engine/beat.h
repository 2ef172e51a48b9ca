/*
 * beat -- a thread that does a turn of something again and again.
 *
 * As long as turn() says that it did something, the next turn follows at once; else the
 * thread waits for BEAT_PAUSE_MS, or until it is told to stop.  A turn that waits for
 * another machine waits in this thread, and nobody else with it.
 */
#ifndef BEAT_H
#define BEAT_H

enum { BEAT_PAUSE_MS = 500 };

struct beat;

/* Begins the thread; the context is whoever's it was and outlives it. */
struct beat *beat_start(int (*turn)(void *context), void *context);

/* Waits until the turn under way is over, and ends the thread. */
void beat_stop(struct beat *beat);

#endif
