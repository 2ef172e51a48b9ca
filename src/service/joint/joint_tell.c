#include "joint.h"

#include "page_time.h"

static bool has_stages(const struct joint_office *offices, size_t count) {
    for (size_t i = 1; i < count; i++)
        if (offices[i].stage != offices[0].stage)
            return true;
    return false;
}

int64_t joint_place(const struct joint_office *offices, size_t count, size_t of) {
    int64_t place = 1;

    if (!has_stages(offices, count))
        return 0;
    for (size_t i = 0; i < count; i++) {
        bool is_new = offices[i].stage < offices[of].stage;

        for (size_t j = 0; j < i && is_new; j++)
            is_new = offices[j].stage != offices[i].stage;
        place += is_new;
    }
    return place;
}

static struct matter_track_part part_of(struct work *work, enum language language,
                                        const struct joint_office *office) {
    const bool runs = office->state == JOINT_ASKED && !office->stopped_ms;

    return (struct matter_track_part){
        .title = office->department,
        .state = word_name(&joint_states_told, office->state),
        .label = word_chinese(&joint_states_told, office->state),
        .until =
            runs ? page_say_until(work->arena, language, office->due_ms, work_day(work))
                 : "",
        .number = "",
        .holder = "",
        .answer = "",
        .due_ms = runs ? office->due_ms : 0,
        .over = office->state != JOINT_WAITING && office->state != JOINT_ASKED,
    };
}

void joint_tell(struct work *work, const struct matter *matter, enum language language,
                struct matter_track *track) {
    const struct joint_office *offices;
    const size_t count = joint_offices(work, matter->id, &offices);
    struct matter_track_part *parts = arena_alloc(work->arena, count * sizeof *parts + 1);

    for (size_t i = 0; i < count; i++) {
        parts[i] = part_of(work, language, &offices[i]);
        parts[i].place = joint_place(offices, count, i);
    }
    track->parts_heading = TEXT("联办科室");
    track->parts = parts;
    track->part_count = count;
}
