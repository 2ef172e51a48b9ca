#include <assert.h>

#include "paper.h"
#include "paper.sql.h"
#include "text.h"

enum { STRETCH = 2000 }; /* of the statement; more than a matter has */

/* What the asker handed in: the kind of each, its size, and what its bytes were. */
static void add_values(struct text *out, int64_t id, const char *kind, int64_t size_bytes,
                       struct db_bytes digest) {
    text_addf(out, "%lld/%s/%lld/%zu:", (long long)id, kind, (long long)size_bytes,
              digest.size);
    text_add_bytes(out, digest.data, digest.size);
}

struct ledger_part paper_cover(struct work *work, int64_t matter_id) {
    const struct paper *papers;
    const size_t count = paper_of_matter(work, matter_id, &papers);
    struct text out = { .arena = work->arena };

    for (size_t i = 0; i < count; i++)
        add_values(&out, papers[i].id, paper_kind_word(papers[i].kind),
                   papers[i].size_bytes, papers[i].digest);
    return (struct ledger_part){ paper_part.name, { out.bytes, out.length } };
}

/* How many of the rows are whole matters: the last one may go on behind a full stretch.
 */
static size_t whole(const struct sql_paper_stretch_row *rows, size_t count) {
    size_t end = count;

    if (count < STRETCH)
        return count;
    while (end > 0 && rows[end - 1].matter_id == rows[count - 1].matter_id)
        end--;
    assert(end > 0); /* PAPER_LIST_MAX of a matter are fewer */
    return end;
}

static size_t stretch(struct work *work, int64_t after_id,
                      const struct ledger_part_rows **rows) {
    struct sql_paper_stretch_row *found;
    const size_t read = sql_paper_stretch(work, &found, .matter_id = after_id);
    const size_t count = whole(found, read);
    struct ledger_part_rows *made = arena_alloc(work->arena, count * sizeof *made + 1);
    size_t matters = 0;

    for (size_t i = 0; i < count;) {
        const int64_t matter_id = found[i].matter_id;
        struct text out = { .arena = work->arena };

        for (; i < count && found[i].matter_id == matter_id; i++)
            add_values(&out, found[i].id, found[i].kind, found[i].size_bytes,
                       found[i].digest);
        made[matters++] =
            (struct ledger_part_rows){ matter_id, { out.bytes, out.length } };
    }
    *rows = made;
    return matters;
}

const struct ledger_part_kind paper_part = { "papers", stretch };
