/*
 * matter_light -- 红黄灯: how a matter stands against its clock.
 *
 *     ● green 正常     more is left than below
 *     ◆ yellow 临期    --yellow-days working days or less are left, or --yellow-percent
 *                      of the limit, whichever is more
 *     ▲ red 超期       the due moment is past
 *     ■ blue 暂停计时  the limit is stopped
 *     ○ grey 不计时    nothing is due
 *
 * The arithmetic is calendar_light()'s; how people read it is matter_words.h's.
 */
#ifndef MATTER_LIGHT_H
#define MATTER_LIGHT_H

#include <stdint.h>

#include "calendar_span.h"
#include "work.h"

enum matter_light {
    MATTER_GREY = CALENDAR_GREY,
    MATTER_GREEN = CALENDAR_GREEN,
    MATTER_YELLOW = CALENDAR_YELLOW,
    MATTER_RED = CALENDAR_RED,
    MATTER_BLUE = CALENDAR_BLUE,
};

/*
 * The light of a matter: the due moment of the clock that runs, 0 none, its length in
 * working days, 0 unknown, and the matter's facts.  With a clock that is stopped it is
 * blue, and red when what stopped it has taken longer than was told.
 */
enum matter_light matter_light(struct work *work, int64_t due_ms, int64_t clock_days,
                               unsigned facts);

#endif
