#include "matter_track_time.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "matter_clock.h"
#include "matter_pause.h"
#include "matter_words.h"
#include "text.h"

/* ---- which limit it is about ---- */

/* The hall answers an urging besides what it does. */
static bool is_beside(enum flow_clock kind) {
    return kind == FLOW_CLOCK_URGE || kind == FLOW_CLOCK_SUPERVISE;
}

/* The clock of what is done now: the asker's while it is his turn, else the hall's that
 * ends next; NULL none. */
static const struct matter_clock *current_of(const struct matter_clock_set *set,
                                             bool of_asker) {
    const struct matter_clock *found = NULL;

    for (int kind = 0; kind < FLOW_CLOCKS; kind++) {
        const struct matter_clock *const clock = &set->clock[kind];

        if ((set->running & FLOW_SET(kind)) && !clock->stopped_ms &&
            !is_beside((enum flow_clock)kind) &&
            matter_clock_kinds[kind].of_asker == of_asker &&
            (!found || clock->due_ms < found->due_ms))
            found = clock;
    }
    return found;
}

/* ---- the limits ---- */

static int by_due(const void *left, const void *right) {
    const struct matter_track_clock *const one = left, *const other = right;

    if (one->stopped != other->stopped)
        return one->stopped ? 1 : -1;
    return (one->due_ms > other->due_ms) - (one->due_ms < other->due_ms);
}

static void set_clocks(struct work *work, const struct matter_clock_set *set,
                       enum language language, struct matter_track *track) {
    struct matter_track_clock *made =
        arena_alloc(work->arena, FLOW_CLOCKS * sizeof *made);

    for (int kind = 0; kind < FLOW_CLOCKS; kind++) {
        const struct matter_clock *const clock = &set->clock[kind];
        const int64_t due_ms = clock->stopped_ms ? 0 : clock->due_ms;

        if (!(set->running & FLOW_SET(kind)) || kind == FLOW_CLOCK_SUPERVISE)
            continue;
        made[track->clock_count++] = (struct matter_track_clock){
            .kind = matter_clock_kinds[kind].name,
            .label = matter_clock_kinds[kind].label,
            .why = matter_clock_kinds[kind].why,
            .until = matter_say_due(work, language, due_ms, work_day(work)),
            .due_ms = due_ms,
            .of_asker =
                matter_clock_kinds[kind].of_asker && !matter_clock_kinds[kind].is_right,
            .stopped = clock->stopped_ms != 0,
        };
    }
    qsort(made, track->clock_count, sizeof *made, by_due);
    track->clocks = made;
}

/* ---- the sentence ---- */

static const char *say_over(struct work *work, enum language language,
                            const struct matter_track *track) {
    const char *const values[] = { track->label };

    return page_say_with(work->arena, language, TEXT("这件事已经办完了：{0}。"), values,
                         1);
}

static const char *say_asker(struct work *work, enum language language,
                             const struct matter_track *track,
                             const struct matter_clock *clock) {
    const char *const values[] = {
        track->label,
        track->until,
        clock ? matter_clock_kinds[clock->kind].by_then : "",
    };

    return page_say_with(work->arena, language,
                         clock ? TEXT("轮到您了：现在是“{0}”，请在 {1}{2}。")
                               : TEXT("轮到您了：现在是“{0}”，请接着办。"),
                         values, 3);
}

static const char *holder_of(const struct matter_track *track) {
    return track->holder[0] ? track->holder : TEXT("大厅");
}

/* Past its limit nothing is promised any more. */
static const char *say_late(struct work *work, enum language language,
                            const struct matter_track *track) {
    const char *const values[] = { track->label, holder_of(track) };

    return page_say_with(
        work->arena, language,
        TEXT("现在是“{0}”，由{1}办理，已经超过期限。您可以催一催，或打大厅电话问。"),
        values, 2);
}

static const char *say_hall(struct work *work, enum language language,
                            const struct matter_track *track,
                            const struct matter_clock *clock,
                            const struct matter_clock *own) {
    const bool may = own && matter_clock_kinds[own->kind].is_right;
    const char *const values[] = {
        track->label,
        holder_of(track),
        track->until,
        clock ? matter_clock_kinds[clock->kind].by_then : "",
        own ? matter_say_due(work, language, own->due_ms, work_day(work)) : "",
        own ? matter_clock_kinds[own->kind].by_then : "",
    };

    if (clock && clock->due_ms < work->now_ms)
        return say_late(work, language, track);
    return page_say_with(
        work->arena, language,
        may      ? TEXT("现在是“{0}”，由{1}办理；您可以在 {4}{5}。")
        : !clock ? TEXT("现在是“{0}”，由{1}办理，您不用做什么。")
        : own    ? TEXT("现在是“{0}”，由{1}办理，最晚 {2}{3}；您还要在 {4}补齐材料。")
              : TEXT("现在是“{0}”，由{1}办理，您不用做什么，最晚 {2}{3}。"),
        values, 6);
}

/* "开始特别程序：鉴定" */
static const char *say_pause(struct work *work, enum language language,
                             const struct matter *matter) {
    struct matter_pause pause;

    if (!(matter->facts & FLOW_FACT_STOPPED) ||
        !matter_find_pause(work, matter->id, matter->flow, &pause))
        return "";

    const char *const values[] = { pause.what, pause.note };

    return page_say_with(work->arena, language,
                         pause.note[0] ? TEXT("办理期限停着没有走：{0}，{1}。")
                                       : TEXT("办理期限停着没有走：{0}。"),
                         values, 2);
}

void matter_track_time(struct work *work, const struct matter *matter,
                       enum language language, struct matter_track *track) {
    const struct flow_state *const state = flow_state(matter->flow, matter->state);
    const bool askers = state->desk == FLOW_ASKER;
    const struct matter_clock *current, *own;
    struct matter_clock_set set;

    matter_running_clocks(work, matter->id, &set);
    current = current_of(&set, askers);
    own = current_of(&set, true);
    if (current) {
        track->due_ms = current->due_ms;
        track->until = matter_say_due(work, language, current->due_ms, work_day(work));
        track->may_move = matter_due_may_move(work, current->due_ms);
    }
    set_clocks(work, &set, language, track);
    track->pause = say_pause(work, language, matter);
    track->turn = track->over || state->desk == FLOW_NOBODY ? "nobody"
                  : askers                                  ? "asker"
                                                            : "hall";
    track->says = strcmp(track->turn, "nobody") == 0 ? say_over(work, language, track)
                  : askers ? say_asker(work, language, track, current)
                           : say_hall(work, language, track, current, own);
    assert(track->says[0]);
}
