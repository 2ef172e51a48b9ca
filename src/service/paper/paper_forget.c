#include "paper_forget.h"

#include "config.h"
#include "house.h"
#include "paper.sql.h"
#include "paper_picture.h"
#include "paper_store.h"

size_t paper_over(struct work *work, int64_t after_id, const int64_t **matter_ids) {
    struct sql_paper_over_row *rows;
    const size_t count =
        sql_paper_over(work, &rows, .first_after = after_id,
                       .days = work->house->config->integer[CONFIG_PAPER_DAYS],
                       .limit = PAPER_FORGOTTEN_AT_ONCE);
    int64_t *ids = arena_alloc(work->arena, count * sizeof *ids + 1);

    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].matter_id;
    *matter_ids = ids;
    return count;
}

int paper_forget(struct work *work, int64_t matter_id) {
    const struct paper *papers;
    const size_t count = paper_of_matter(work, matter_id, &papers);
    int removed = 0;

    for (size_t i = 0; i < count; i++) {
        if (papers[i].removed_ms || !sql_paper_removed(work, .id = papers[i].id))
            continue;
        /* Were the commit to fail, the row would be back: the file waits a day. */
        paper_store_touch(work, papers[i].digest);
        paper_drop_pages(work, &papers[i]);
        removed++;
    }
    return removed;
}
