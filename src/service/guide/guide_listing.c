#include "guide_listing.h"

#include "arena.h"
#include "guide_desk.h"
#include "text.h"

enum { QUESTION, TIMES, LAST, COLUMNS };

static const char *const columns[COLUMNS] = {
    [QUESTION] = TEXT("问法"),
    [TIMES] = TEXT("问过几次"),
    [LAST] = TEXT("最近一次"),
};

static const char *const *row_of(struct arena *arena,
                                 const struct guide_question *question) {
    const char **cell = arena_alloc(arena, COLUMNS * sizeof *cell);

    cell[QUESTION] = question->question;
    cell[TIMES] = text_of_int(arena, question->times);
    cell[LAST] = listing_day(arena, (int)question->last_day);
    return cell;
}

static void read_rows(struct work *work, const char *query, const char *after, bool whole,
                      struct listing_batch *batch) {
    const char *const **rows = arena_alloc(work->arena, LISTING_BATCH * sizeof *rows);
    struct guide_questions questions;

    (void)query, (void)whole;
    *batch = (struct listing_batch){ .row = rows };
    if (guide_read_questions(work, after, LISTING_BATCH, &questions))
        work_fault(work, "guide: no such place: %s", after);
    if (work->fault)
        return;
    for (size_t i = 0; i < questions.count; i++)
        rows[batch->count++] = row_of(work->arena, &questions.question[i]);
    batch->next = questions.next;
    batch->ended = !questions.next[0];
}

const struct listing guide_listing = {
    .name = "questions",
    .title = TEXT("没有找到的问法"),
    .rights = RIGHT_LIBRARY,
    .column = columns,
    .column_count = COLUMNS,
    .page = "/desk/guide",
    .check = listing_no_query,
    .read = read_rows,
};
