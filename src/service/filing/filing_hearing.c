#include "filing_hearing.h"

#include "calendar.h"
#include "civil.h"
#include "letter.h"
#include "matter_clock.h"
#include "page.h"

const struct refusal filing_no_meeting = {
    REFUSED_INVALID, "filing.no_meeting",
    TEXT("请写明听证在哪一天、几点、在哪里举行，要书面通知。"), "meeting_day"
};
const struct refusal filing_meeting_too_soon = {
    REFUSED_INVALID, "filing.meeting_too_soon",
    TEXT(
        "听证要在举行的 7 个工作日前通知（行政许可法第 48 条）。请选 7 个工作日以后的日子"
        "。"),
    "meeting_day"
};
const struct refusal filing_meeting_too_late = {
    REFUSED_INVALID, "filing.meeting_too_late",
    TEXT("听证要在有人要求以后 20 个工作日内举行（行政许可法第 47 "
         "条）。请选这一步的期限以前"
         "的日子。"),
    "meeting_day"
};
static bool is_whole(const struct filing_act *act) {
    return act->meeting_day && act->meeting_time && act->meeting_time[0] && act->place &&
           act->place[0];
}

const struct refusal *filing_check_meeting(struct work *work, const struct matter *matter,
                                           const struct filing_act *act) {
    const struct calendar *const calendar = calendar_of(work);
    struct matter_clock_set set;

    if (!is_whole(act))
        return &filing_no_meeting;
    if (!calendar)
        return NULL; /* only under a fault */
    matter_running_clocks(work, matter->id, &set);

    const int first =
        calendar_due_day(calendar, work_day(work), FILING_MEETING_NOTICE_DAYS);
    const int last = civil_day(set.clock[FLOW_CLOCK_SPECIAL].due_ms);

    if (act->meeting_day < first)
        return &filing_meeting_too_soon;
    return act->meeting_day > last && first <= last ? &filing_meeting_too_late : NULL;
}

const char *filing_say_meeting(struct arena *arena, const struct filing_act *act) {
    return arena_format(arena, "%s %s",
                        letter_say_day(arena, civil_moment_ms(act->meeting_day, 0)),
                        act->meeting_time);
}
