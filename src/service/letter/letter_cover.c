#include "letter_inside.h"

#include <assert.h>

#include "letter.sql.h"
#include "text.h"

enum { STRETCH = 2000 }; /* of the statement; more than a matter has */

/* All of a row; what stands in the letter is proven by its digest. */
static void add_values(struct text *out, const struct sql_letter_stretch_row *row) {
    text_addf(out, "%lld/%s/%s/%lld/%lld/%lld/%lld/%zu:", (long long)row->id, row->kind,
              row->number, (long long)row->wording, (long long)row->issued_ms,
              (long long)row->account_id, (long long)row->ended_by, row->digest.size);
    text_add_bytes(out, row->digest.data, row->digest.size);
}

/* How many of the rows are whole matters: the last one may go on behind a full stretch.
 */
static size_t whole(const struct sql_letter_stretch_row *rows, size_t count) {
    size_t end = count;

    if (count < STRETCH)
        return count;
    while (end > 0 && rows[end - 1].matter_id == rows[count - 1].matter_id)
        end--;
    assert(end > 0); /* LETTER_LIST_MAX of a matter are fewer */
    return end;
}

static size_t stretch(struct work *work, int64_t after_id,
                      const struct ledger_part_rows **rows) {
    struct sql_letter_stretch_row *found;
    const size_t read = sql_letter_stretch(work, &found, .matter_id = after_id);
    const size_t count = whole(found, read);
    struct ledger_part_rows *const made =
        arena_alloc(work->arena, count * sizeof *made + 1);
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

const struct ledger_part_kind letter_part = { "letters", stretch };

struct ledger_part letter_cover(struct work *work, int64_t matter_id, size_t *count) {
    struct sql_letter_covered_row *rows;
    struct text out = { .arena = work->arena };

    *count = sql_letter_covered(work, &rows, .matter_id = matter_id);
    for (size_t i = 0; i < *count; i++)
        add_values(&out, &(struct sql_letter_stretch_row){
                             .id = rows[i].id,
                             .kind = rows[i].kind,
                             .number = rows[i].number,
                             .wording = rows[i].wording,
                             .digest = rows[i].digest,
                             .issued_ms = rows[i].issued_ms,
                             .account_id = rows[i].account_id,
                             .ended_by = rows[i].ended_by,
                         });
    return (struct ledger_part){ letter_part.name, { out.bytes, out.length } };
}
