#include "deputy_listing.h"

#include "cursor.h"
#include "deputy_web.h"
#include "page.h"

enum { NAME, DEPARTMENT, OUTLET, DEPUTY, TODAY, UNTIL, COLUMNS };

static const char *const columns[COLUMNS] = {
    [NAME] = TEXT("姓名"),   [DEPARTMENT] = TEXT("科室"), [OUTLET] = TEXT("网点"),
    [DEPUTY] = TEXT("B 岗"), [TODAY] = TEXT("今天"),      [UNTIL] = TEXT("不在到哪天"),
};

static const char *const *row_of(struct arena *arena, const struct deputy_row *row) {
    const char **cell = arena_alloc(arena, COLUMNS * sizeof *cell);

    cell[NAME] = row->colleague->name;
    cell[DEPARTMENT] = row->department;
    cell[OUTLET] = row->outlet;
    cell[DEPUTY] = row->deputy;
    cell[TODAY] = row->gap     ? TEXT("没有人顶岗")
                  : row->until ? TEXT("B 岗顶岗")
                               : TEXT("在岗");
    cell[UNTIL] = listing_day(arena, row->until);
    return cell;
}

/* The town's staff is read as one (deputy_book), so a place is how many were written. */
static void read_rows(struct work *work, const char *query, const char *after, bool whole,
                      struct listing_batch *batch) {
    const char *const **cells = arena_alloc(work->arena, LISTING_BATCH * sizeof *cells);
    const struct deputy_row *rows;
    const size_t count = deputy_read_rows(work, &rows);
    int64_t written;

    (void)query, (void)whole;
    if (cursor_read(after, &written, 1, 0))
        work_fault(work, "deputy: no such place: %s", after);
    if (work->fault)
        return;
    *batch = (struct listing_batch){ .row = cells };
    for (size_t i = (size_t)written; i < count && batch->count < LISTING_BATCH; i++)
        cells[batch->count++] = row_of(work->arena, &rows[i]);
    written += (int64_t)batch->count;
    batch->next = cursor_write(work->arena, &written, 1);
    batch->ended = (size_t)written >= count;
}

const struct listing deputy_listing = {
    .name = "people",
    .title = TEXT("人员和 AB 岗"),
    .rights = RIGHT_MANAGE,
    .column = columns,
    .column_count = COLUMNS,
    .page = "/desk/people",
    .check = listing_no_query,
    .read = read_rows,
};
