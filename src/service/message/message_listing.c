#include "message_listing.h"

#include <string.h>

#include "cursor.h"
#include "message_web.h"
#include "page.h"
#include "text.h"

enum {
    STATE,
    EVENT,
    TITLE,
    NUMBER,
    CHANNEL,
    ADDRESS,
    QUEUED,
    SENT,
    OVER,
    ATTEMPTS,
    RESENT,
    PROBLEM,
    COLUMNS,
};

static const char *const columns[COLUMNS] = {
    [STATE] = TEXT("状态"),        [EVENT] = TEXT("通知"),
    [TITLE] = TEXT("事项"),        [NUMBER] = TEXT("办件编号"),
    [CHANNEL] = TEXT("渠道"),      [ADDRESS] = TEXT("发到"),
    [QUEUED] = TEXT("排队"),       [SENT] = TEXT("网关收下"),
    [OVER] = TEXT("有了结果"),     [ATTEMPTS] = TEXT("试过几次"),
    [RESENT] = TEXT("重发过几次"), [PROBLEM] = TEXT("网关说的原因"),
};

static const struct refusal *check(struct work *work, const char *query,
                                   const char **kept) {
    const char *const state =
        message_asked_state(listing_asked(work->arena, query, "state"));

    *kept = arena_format(work->arena, "state=%s", *state ? state : "all");
    return NULL;
}

static const char *const *row_of(struct arena *arena, const struct delivery *delivery) {
    const char **cell = arena_alloc(arena, COLUMNS * sizeof *cell);

    cell[STATE] = delivery_state(delivery->state)->label;
    cell[EVENT] = delivery->event;
    cell[TITLE] = delivery->title;
    cell[NUMBER] = delivery->number;
    cell[CHANNEL] = message_channel_label(delivery->channel);
    cell[ADDRESS] = delivery->address;
    cell[QUEUED] = listing_moment(arena, delivery->queued_ms);
    cell[SENT] = listing_moment(arena, delivery->sent_ms);
    cell[OVER] = listing_moment(arena, delivery->over_ms);
    cell[ATTEMPTS] = text_of_int(arena, delivery->attempts);
    cell[RESENT] = text_of_int(arena, delivery->resent);
    cell[PROBLEM] = delivery->problem;
    return cell;
}

static void read_rows(struct work *work, const char *query, const char *after, bool whole,
                      struct listing_batch *batch) {
    struct arena *const arena = work->arena;
    const char *const state = message_asked_state(listing_asked(arena, query, "state"));
    const char *const **rows = arena_alloc(arena, LISTING_BATCH * sizeof *rows);
    const struct delivery *found;
    int64_t after_id;

    (void)whole;
    if (cursor_read(after, &after_id, 1, INT64_MAX))
        work_fault(work, "deliveries: no such place: %s", after);
    if (work->fault)
        return;
    *batch = (struct listing_batch){ .row = rows, .next = after };
    batch->count = delivery_list(work, state, after_id, LISTING_BATCH, &found);
    batch->ended = batch->count < LISTING_BATCH;
    for (size_t i = 0; i < batch->count; i++)
        rows[i] = row_of(arena, &found[i]);
    if (batch->count > 0)
        batch->next = cursor_write(arena, &found[batch->count - 1].id, 1);
}

const struct listing message_listing = {
    .name = "deliveries",
    .title = TEXT("发送记录"),
    .rights = RIGHT_MANAGE,
    .column = columns,
    .column_count = COLUMNS,
    .page = "/desk/deliveries",
    .check = check,
    .read = read_rows,
};
