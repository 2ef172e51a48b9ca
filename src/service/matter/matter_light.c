#include "matter_light.h"

#include "house.h"

enum matter_light matter_light(struct work *work, int64_t due_ms, int64_t clock_days) {
    const struct calendar *const calendar = calendar_of(work);
    const struct calendar_rules rules = calendar_rules(work->house->config);
    const struct calendar_end end = { .due_ms = due_ms, .length_days = clock_days };

    return calendar
               ? (enum matter_light)calendar_light(calendar, &rules, &end, work->now_ms)
               : MATTER_GREY;
}
