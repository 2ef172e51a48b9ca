/*
 * matter_run_out -- 期满: what happens by itself when a clock has run out.
 *
 * An arrow of a flow that is the system's and leaves behind a clock (RIGHT_SYSTEM and
 * after, flow.h) is gone without anybody: who was not told in time is deemed accepted
 * (行政许可法 art. 32(4)), who did not supply in time is deemed to have withdrawn.  The
 * tables of flows say which; this only finds the matters.
 */
#ifndef MATTER_RUN_OUT_H
#define MATTER_RUN_OUT_H

#include "work.h"

/*
 * Goes all arrows whose clocks ran out before now: a daily job, after the close of
 * service hours.  Says how many matters moved; what an arrow refuses stays where it is
 * and is tried again the next day.
 */
int matter_run_out(struct work *work);

#endif
