#include "library_listing.h"

#include "cursor.h"
#include "item_change.h"
#include "library_page.h"
#include "page.h"

enum { WHEN, VERB, CODE, NAME, WHERE, PARTY, REASON, WHO, COLUMNS };

static const char *const columns[COLUMNS] = {
    [WHEN] = TEXT("时间"),   [VERB] = TEXT("变更"),  [CODE] = TEXT("事项编码"),
    [NAME] = TEXT("事项"),   [WHERE] = TEXT("范围"), [PARTY] = TEXT("来去何处"),
    [REASON] = TEXT("理由"), [WHO] = TEXT("谁"),
};

static const struct refusal *find(struct work *work, const char *query,
                                  struct item *item) {
    const char *const code = listing_asked(work->arena, query, "item");

    *item = (struct item){ .id = 0, .code = "" };
    return *code ? item_find(work, code, item) : NULL;
}

static const struct refusal *check(struct work *work, const char *query,
                                   const char **kept) {
    struct html out = { .text = { .arena = work->arena } };
    struct item item;
    const struct refusal *const refusal = find(work, query, &item);

    *kept = item.id ? route_url(&out, "?item=%s", item.code) + 1 : "";
    return refusal;
}

static const char *const *row_of(struct arena *arena, const struct library_line *line) {
    const char **cell = arena_alloc(arena, COLUMNS * sizeof *cell);

    cell[WHEN] = listing_moment(arena, line->change->at_ms);
    cell[VERB] = line->label;
    cell[CODE] = line->change->code;
    cell[NAME] = line->change->name;
    cell[WHERE] = line->where;
    cell[PARTY] = line->party;
    cell[REASON] = line->change->reason;
    cell[WHO] = line->who;
    return cell;
}

static void read_rows(struct work *work, const char *query, const char *after, bool whole,
                      struct listing_batch *batch) {
    struct arena *const arena = work->arena;
    const char *const **rows = arena_alloc(arena, ITEM_CHANGES_MAX * sizeof *rows);
    const struct library_line *lines;
    int64_t before;
    struct item item;

    (void)whole;
    if (cursor_read(after, &before, 1, 0) || find(work, query, &item))
        work_fault(work, "changes: no such place: %s of %s", after, query);
    if (work->fault)
        return;
    *batch = (struct listing_batch){ .row = rows, .next = after };
    batch->count = library_read_lines(
        work, LANGUAGE_CHINESE, LIBRARY_FOR_STAFF,
        &(struct item_change_choice){ item.id, before, ITEM_CHANGES_MAX }, &lines);
    batch->ended = batch->count < ITEM_CHANGES_MAX;
    for (size_t i = 0; i < batch->count; i++)
        rows[i] = row_of(arena, &lines[i]);
    if (batch->count > 0)
        batch->next = cursor_write(arena, &lines[batch->count - 1].change->id, 1);
}

const struct listing library_listing = {
    .name = "changes",
    .title = TEXT("事项变更"),
    .rights = LIBRARY_KEEPERS,
    .column = columns,
    .column_count = COLUMNS,
    .page = "/desk/library/changes",
    .check = check,
    .read = read_rows,
};
