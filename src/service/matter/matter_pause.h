/*
 * matter_pause -- 停表的原因: what made a limit of a matter stand still.
 *
 * The event that stopped a clock says why, and what was told with it: "开始特别程序",
 * "鉴定" (行政许可法 art. 45).  How long it may last is the clock FLOW_CLOCK_SPECIAL's.
 */
#ifndef MATTER_PAUSE_H
#define MATTER_PAUSE_H

#include <stdbool.h>
#include <stdint.h>

#include "flow.h"
#include "work.h"

struct matter_pause {
    const char *what; /* TEXT(): 开始特别程序 */
    const char *note; /* as it was told, in the arena; "" none */
    int64_t since_ms;
};

/* Says whether a clock of the matter stands still, and fills in why. */
bool matter_find_pause(struct work *work, int64_t matter_id, const struct flow *flow,
                       struct matter_pause *pause);

#endif
