#include "item_tell.h"

#include <string.h>

#include "arena.h"
#include "job.h"
#include "text.h"

enum { MANY = 0 };

/* The moment makes every change a job of its own. */
static void tell(struct work *work, int64_t item_id) {
    job_add(work, ITEM_TOLD,
            arena_format(work->arena, "%lld %lld", (long long)item_id,
                         (long long)work->now_ms),
            work->now_ms);
}

void item_tell(struct work *work, int64_t item_id) {
    tell(work, item_id);
}

void item_tell_many(struct work *work) {
    tell(work, MANY);
}

int64_t item_told(const char *subject) {
    char digits[32];
    const size_t size = strcspn(subject, " ");
    int64_t item_id = MANY;

    if (size < sizeof digits) {
        memcpy(digits, subject, size);
        digits[size] = '\0';
        text_read_int(digits, &item_id);
    }
    return item_id;
}
