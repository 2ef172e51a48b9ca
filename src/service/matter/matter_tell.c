#include "matter_tell.h"

#include <stdlib.h>
#include <string.h>

#include "page_time.h"

enum { TELLERS_MAX = 4 };

static int newest_first(const void *left, const void *right) {
    const struct matter_track_notice *const one = left, *const other = right;

    return (one->at_ms < other->at_ms) - (one->at_ms > other->at_ms);
}

void matter_tell_all(struct work *work, const struct matter *matter,
                     enum matter_reader reader, enum language language,
                     struct matter_track *track) {
    struct matter_track_notice *const made =
        arena_alloc(work->arena, TELLERS_MAX * MATTER_NOTICES_MAX * sizeof *made);
    size_t count = 0;

    for (size_t i = 0; matter_tellers[i] && i < TELLERS_MAX; i++) {
        const struct matter_track_notice *told;
        const size_t more = matter_tellers[i]->tell(work, matter, reader, &told);

        memcpy(made + count, told, more * sizeof *made);
        count += more;
    }
    qsort(made, count, sizeof *made, newest_first);
    for (size_t i = 0; i < count; i++)
        made[i].when =
            page_say_moment(work->arena, language, made[i].at_ms, work_day(work));
    track->notices = made;
    track->notice_count = count;
}
