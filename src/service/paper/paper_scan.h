/*
 * paper_scan -- papers that came while the virus scanner did not answer.
 *
 *     SCAN_WAITS --scanner answers--> SCAN_CLEAN | SCAN_INFECTED, and its content goes
 *
 * A job of each quarter of a minute in which some wait begins the scanning, which is slow
 * and so runs beside all writes, and only then writes what was found.  Doing it twice
 * does no harm, and as long as one waits the next turn has its job.
 */
#ifndef PAPER_SCAN_H
#define PAPER_SCAN_H

#include "work.h"

/* The kind of the job, and what it does; without an executor, nothing. */
#define PAPER_SCAN_JOB "paper.scan"
void paper_scan_job(struct work *work, const char *subject);

/* Asks for the job of the next turn, if a paper waits or one is about to. */
void paper_scan_later(struct work *work);

/* The same only if one waits: daily, for what was lost with the process. */
void paper_scan_resume(struct work *work);

#endif
