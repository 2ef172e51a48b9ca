#include "situation_listing.h"

#include "page.h"
#include "situation_desk.h"
#include "text.h"

enum { CODE, NAME, FINDINGS, QUESTIONS, WAYS, REVISION, PUBLISHED, COLUMNS };

enum { ITEMS = 200 }; /* of a batch: each item's flow is read and checked */

static const char *const columns[COLUMNS] = {
    [CODE] = TEXT("事项编码"),  [NAME] = TEXT("事项"), [FINDINGS] = TEXT("几处要改"),
    [QUESTIONS] = TEXT("问题"), [WAYS] = TEXT("走法"), [REVISION] = TEXT("版本"),
    [PUBLISHED] = TEXT("发布"),
};

static const char *const *row_of(struct work *work, const struct situation_item *item) {
    const char **cell = arena_alloc(work->arena, COLUMNS * sizeof *cell);
    const struct situation_desk_row row =
        situation_desk_row_of(work, LANGUAGE_CHINESE, item);

    cell[CODE] = row.code;
    cell[NAME] = row.name;
    cell[FINDINGS] = text_of_int(work->arena, (int64_t)row.findings);
    cell[QUESTIONS] = text_of_int(work->arena, (int64_t)row.questions);
    cell[WAYS] = text_of_int(work->arena, (int64_t)row.ways);
    cell[REVISION] = text_of_int(work->arena, row.revision);
    cell[PUBLISHED] = listing_moment(work->arena, item->published_ms);
    return cell;
}

static void read_rows(struct work *work, const char *query, const char *after, bool whole,
                      struct listing_batch *batch) {
    const char *const **rows = arena_alloc(work->arena, ITEMS * sizeof *rows);
    const struct situation_item *items;

    (void)query, (void)whole;
    *batch = (struct listing_batch){ .row = rows, .next = after };
    batch->count = situation_items(work, after, ITEMS, &items);
    batch->ended = batch->count < ITEMS;
    for (size_t i = 0; i < batch->count; i++)
        rows[i] = row_of(work, &items[i]);
    if (batch->count > 0)
        batch->next = items[batch->count - 1].code;
}

const struct listing situation_listing = {
    .name = "situations",
    .title = TEXT("情形引导"),
    .rights = RIGHT_LIBRARY | RIGHT_MANAGE,
    .column = columns,
    .column_count = COLUMNS,
    .page = "/desk/situations",
    .check = listing_no_query,
    .read = read_rows,
};
