#include "item_change.h"

#include <assert.h>

#include "arena.h"
#include "item_adjust.sql.h"

#define CHANGE_OF_ROW(row)                                                               \
    ((struct item_change){                                                               \
        .id = (row)->id,                                                                 \
        .item_id = (row)->item_id,                                                       \
        .at_ms = (row)->at_ms,                                                           \
        .actor_id = (row)->actor_id,                                                     \
        .actor_name = (row)->actor_name,                                                 \
        .author_name = (row)->author_name,                                               \
        .verb = (row)->verb,                                                             \
        .outlet_id = (row)->outlet_id,                                                   \
        .holder = (row)->holder,                                                         \
        .version = (row)->version,                                                       \
        .reason = (row)->reason,                                                         \
        .code = (row)->code,                                                             \
        .name = (row)->name,                                                             \
    })

static size_t read_all(struct work *work, int64_t before, int64_t limit,
                       struct item_change *changes) {
    struct sql_item_adjust_changes_row *rows;
    const size_t count =
        sql_item_adjust_changes(work, &rows, .before = before, .limit = limit);

    for (size_t i = 0; i < count; i++)
        changes[i] = CHANGE_OF_ROW(&rows[i]);
    return count;
}

static size_t read_of(struct work *work, int64_t item_id, int64_t before, int64_t limit,
                      struct item_change *changes) {
    struct sql_item_adjust_changes_of_row *rows;
    const size_t count = sql_item_adjust_changes_of(work, &rows, .item_id = item_id,
                                                    .before = before, .limit = limit);

    for (size_t i = 0; i < count; i++)
        changes[i] = CHANGE_OF_ROW(&rows[i]);
    return count;
}

size_t item_changes(struct work *work, const struct item_change_choice *choice,
                    const struct item_change **changes) {
    const int64_t before = choice->before > 0 ? choice->before : INT64_MAX;
    const int64_t limit = (int64_t)choice->limit;

    assert(choice->limit >= 1);
    assert(choice->limit <= ITEM_CHANGES_MAX);
    struct item_change *const found =
        arena_alloc(work->arena, choice->limit * sizeof *found);

    *changes = found;
    return choice->item_id ? read_of(work, choice->item_id, before, limit, found)
                           : read_all(work, before, limit, found);
}

bool item_published_by(struct work *work, int64_t item_id, int64_t version,
                       struct item_change *change) {
    struct sql_item_adjust_published_row row;

    if (!sql_item_adjust_published(work, &row, .item_id = item_id, .version = version))
        return false;
    *change = CHANGE_OF_ROW(&row);
    return true;
}

void item_record(struct work *work, const struct item_change *change) {
    sql_item_adjust_record(work, .id = work_new_id(work), .item_id = change->item_id,
                           .actor_id = work->actor.id, .actor_name = work->actor.name,
                           .author_name = change->author_name, .verb = change->verb,
                           .outlet_id = change->outlet_id, .holder = change->holder,
                           .version = change->version, .reason = change->reason);
}
