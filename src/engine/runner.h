/*
 * runner -- a thread that gives each town a turn, as long as there is something to do.
 *
 * For work that goes on for long, bit by bit, beside the jobs (job.h): a turn does one
 * bit of a town's work and says whether there was any; when no town had some, all rest
 * for a second.  So towns share it evenly.
 */
#ifndef RUNNER_H
#define RUNNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

enum { RUNNER_PAUSE_MS = 1000 };

struct house;
struct runner;

/* The towns and the arena outlive it. */
struct runner *runner_start(struct house *house, const int64_t *towns, size_t count,
                            bool (*turn)(struct house *house, int64_t town),
                            struct arena *arena);

/* Waits for the turn that is under way, and ends the thread. */
void runner_stop(struct runner *runner);

#endif
