#include "matter_light.h"

#include "flow.h"
#include "house.h"

enum matter_light matter_light(struct work *work, int64_t due_ms, int64_t clock_days,
                               unsigned facts) {
    const struct calendar *const calendar = calendar_of(work);
    const struct calendar_rules rules = calendar_rules(work->house->config);
    const bool stopped = facts & FLOW_FACT_STOPPED;
    const bool late = due_ms && work->now_ms > due_ms;
    const struct calendar_end end = { .due_ms = due_ms, .length_days = clock_days };

    if (!calendar)
        return MATTER_GREY; /* only under a fault */
    if (stopped && !late)
        return MATTER_BLUE;
    return (enum matter_light)calendar_light(calendar, &rules, &end, work->now_ms);
}
