#include <assert.h>
#include <string.h>

#include "paper.h"
#include "paper.sql.h"
#include "paper_list.h"
#include "text.h"

enum { STRETCH = 2000 }; /* of the statements; more than a matter has */

/*
 * What the asker handed in: the kind of each, its size, and what its bytes were.  What it
 * answers to stands behind that, but only where it says more than papers could say
 * before there was such a thing: their events still hold.
 */
static void add_values(struct text *out, const struct sql_paper_stretch_row *row) {
    text_addf(out, "%lld/%s/%lld/%zu:", (long long)row->id, row->kind,
              (long long)row->size_bytes, row->digest.size);
    text_add_bytes(out, row->digest.data, row->digest.size);
    if (row->wanted[0] || row->source != PAPER_UPLOADED || row->reused_id)
        text_addf(out, "/%lld/%lld/%zu:%s", (long long)row->source,
                  (long long)row->reused_id, strlen(row->wanted), row->wanted);
}

struct ledger_part paper_cover(struct work *work, int64_t matter_id) {
    const struct paper *papers;
    const size_t count = paper_of_matter(work, matter_id, &papers);
    struct text out = { .arena = work->arena };

    for (size_t i = 0; i < count; i++)
        add_values(&out, &(struct sql_paper_stretch_row){
                             .id = papers[i].id,
                             .kind = paper_kind_word(papers[i].kind),
                             .size_bytes = papers[i].size_bytes,
                             .digest = papers[i].digest,
                             .wanted = papers[i].wanted,
                             .source = papers[i].source,
                             .reused_id = papers[i].reused_id });
    return (struct ledger_part){ paper_part.name, { out.bytes, out.length } };
}

static void add_mark(struct text *out, const struct sql_paper_mark_stretch_row *row) {
    text_addf(out, "%zu:%s/%lld/%lld/%zu:%s", strlen(row->wanted), row->wanted,
              (long long)row->state, (long long)row->source, strlen(row->reason),
              row->reason);
}

struct ledger_part paper_marks_cover(struct work *work, int64_t matter_id) {
    struct sql_paper_marks_row *rows;
    const size_t count =
        sql_paper_marks(work, &rows, .matter_id = matter_id, .limit = PAPER_MARKS_MAX);
    struct text out = { .arena = work->arena };

    for (size_t i = 0; i < count; i++)
        add_mark(&out, &(struct sql_paper_mark_stretch_row){ .wanted = rows[i].wanted,
                                                             .state = rows[i].state,
                                                             .source = rows[i].source,
                                                             .reason = rows[i].reason });
    return (struct ledger_part){ paper_marks_part.name, { out.bytes, out.length } };
}

/*
 * How many of the rows are whole matters: the last one may go on behind a full stretch.
 * Rows differ, but begin with their matter's id.
 */
static size_t whole(const void *rows, size_t row_size, size_t count) {
    const char *const bytes = rows;
    const int64_t *last;
    size_t end = count;

    if (count < STRETCH)
        return count;
    last = (const int64_t *)(const void *)(bytes + (count - 1) * row_size);
    while (end > 0 &&
           *(const int64_t *)(const void *)(bytes + (end - 1) * row_size) == *last)
        end--;
    assert(end > 0); /* a matter has fewer */
    return end;
}

static size_t stretch(struct work *work, int64_t after_id,
                      const struct ledger_part_rows **rows) {
    struct sql_paper_stretch_row *found;
    const size_t read = sql_paper_stretch(work, &found, .matter_id = after_id);
    const size_t count = whole(found, sizeof *found, read);
    struct ledger_part_rows *made = arena_alloc(work->arena, count * sizeof *made + 1);
    size_t matters = 0;

    for (size_t i = 0; i < count;) {
        const int64_t matter_id = found[i].matter_id;
        struct text out = { .arena = work->arena };

        for (; i < count && found[i].matter_id == matter_id; i++)
            add_values(&out, &found[i]);
        made[matters++] =
            (struct ledger_part_rows){ matter_id, { out.bytes, out.length } };
    }
    *rows = made;
    return matters;
}

static size_t mark_stretch(struct work *work, int64_t after_id,
                           const struct ledger_part_rows **rows) {
    struct sql_paper_mark_stretch_row *found;
    const size_t read = sql_paper_mark_stretch(work, &found, .matter_id = after_id);
    const size_t count = whole(found, sizeof *found, read);
    struct ledger_part_rows *made = arena_alloc(work->arena, count * sizeof *made + 1);
    size_t matters = 0;

    for (size_t i = 0; i < count;) {
        const int64_t matter_id = found[i].matter_id;
        struct text out = { .arena = work->arena };

        for (; i < count && found[i].matter_id == matter_id; i++)
            add_mark(&out, &found[i]);
        made[matters++] =
            (struct ledger_part_rows){ matter_id, { out.bytes, out.length } };
    }
    *rows = made;
    return matters;
}

const struct ledger_part_kind paper_part = { "papers", stretch };
const struct ledger_part_kind paper_marks_part = { "paper_marks", mark_stretch };
