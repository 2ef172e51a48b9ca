#include "work.h"

#include <stdarg.h>
#include <time.h>

#include "civil.h"
#include "house.h"
#include "id.h"

void work_fault(struct work *work, const char *format, ...) {
    va_list args;

    if (work->fault)
        return;
    va_start(args, format);
    work->fault = arena_vformat(work->arena, format, args);
    va_end(args);
}

int64_t work_new_id(struct work *work) {
    return id_next(work->house->ids, work->now_ms);
}

void work_keep(struct work *work) {
    work->keep = true;
}

struct arena *work_stretch_begin(struct work *work) {
    struct arena *outer = work->arena;

    work->arena = arena_new();
    return outer;
}

void work_stretch_end(struct work *work, struct arena *outer) {
    if (work->fault)
        work->fault = arena_copy(outer, work->fault);
    arena_free(work->arena);
    work->arena = outer;
}

bool work_may(const struct work *work, unsigned rights) {
    return rights == RIGHT_NONE || (work->actor.rights & rights) != 0;
}

int work_day(const struct work *work) {
    return civil_day(work->now_ms);
}

int64_t house_now_ms(void) {
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
