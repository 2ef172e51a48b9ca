#include "archive_listing.h"

#include <string.h>

#include "archive.h"
#include "cursor.h"
#include "page.h"

enum { NUMBER, TITLE, FINISHED, ARCHIVED, COLUMNS };

static const char *const columns[COLUMNS] = {
    [NUMBER] = TEXT("办件编号"),
    [TITLE] = TEXT("事项"),
    [FINISHED] = TEXT("办结时间"),
    [ARCHIVED] = TEXT("归档时间"),
};

static bool is_made(struct arena *arena, const char *query) {
    return strcmp(listing_asked(arena, query, "made"), "1") == 0;
}

static const struct refusal *check(struct work *work, const char *query,
                                   const char **kept) {
    *kept = is_made(work->arena, query) ? "made=1" : "";
    return NULL;
}

static const char *const *row_of(struct arena *arena, bool made,
                                 const struct archive_line *line) {
    const char **cell = arena_alloc(arena, COLUMNS * sizeof *cell);

    cell[NUMBER] = line->number;
    cell[TITLE] = line->title;
    cell[FINISHED] = listing_moment(arena, line->finished_ms);
    cell[ARCHIVED] = listing_moment(arena, made ? line->at_ms : 0);
    return cell;
}

static void read_rows(struct work *work, const char *query, const char *after, bool whole,
                      struct listing_batch *batch) {
    const bool made = is_made(work->arena, query);
    const char *const **rows = arena_alloc(work->arena, LISTING_BATCH * sizeof *rows);
    const struct archive_line *lines;
    int64_t keys[3];

    (void)whole;
    if (cursor_read(after, keys, 3, 0))
        work_fault(work, "archive: no such place: %s", after);
    if (work->fault)
        return;

    const struct archive_cursor from = { keys[0], keys[1], keys[2] };

    *batch = (struct listing_batch){ .row = rows, .next = after };
    batch->count = made ? archive_list_made(work, from, LISTING_BATCH, &lines)
                        : archive_list_due(work, from, LISTING_BATCH, &lines);
    batch->ended = batch->count < LISTING_BATCH;
    for (size_t i = 0; i < batch->count; i++)
        rows[i] = row_of(work->arena, made, &lines[i]);
    if (batch->count > 0) {
        const struct archive_line *const last = &lines[batch->count - 1];

        batch->next = cursor_write(
            work->arena, (int64_t[]){ last->at_ms, last->matter_id, last->ordinal }, 3);
    }
}

const struct listing archive_listing = {
    .name = "archive",
    .title = TEXT("归档"),
    .rights = RIGHT_INTAKE | RIGHT_MANAGE,
    .column = columns,
    .column_count = COLUMNS,
    .page = "/desk/archive",
    .check = check,
    .read = read_rows,
};
