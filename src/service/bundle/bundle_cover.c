#include <assert.h>
#include <string.h>

#include "bundle.sql.h"
#include "bundle_inside.h"
#include "text.h"

enum { STRETCH = 2000 }; /* of the statement; more than a case has */

static void add_values(struct text *out, const struct bundle_child *child) {
    text_addf(out, "%lld/%lld/%d/%lld/%zu:%s/%zu:%s/", (long long)child->ordinal,
              (long long)child->behind, (int)child->state, (long long)child->child_id,
              strlen(child->item_code), child->item_code, strlen(child->name),
              child->name);
}

struct ledger_part bundle_cover(struct work *work, const struct bundle_child *children,
                                size_t count) {
    struct text out = { .arena = work->arena };

    for (size_t i = 0; i < count; i++)
        add_values(&out, &children[i]);
    return (struct ledger_part){ bundle_part.name, { out.bytes, out.length } };
}

/* How many of the rows are whole cases: the last may go on behind a full stretch. */
static size_t whole(const struct sql_bundle_stretch_row *rows, size_t count) {
    size_t end = count;

    if (count < STRETCH)
        return count;
    while (end > 0 && rows[end - 1].matter_id == rows[count - 1].matter_id)
        end--;
    assert(end > 0); /* BUNDLE_ITEMS_MAX of a case are fewer */
    return end;
}

static size_t stretch(struct work *work, int64_t after_id,
                      const struct ledger_part_rows **rows) {
    struct sql_bundle_stretch_row *found;
    const size_t read = sql_bundle_stretch(work, &found, .matter_id = after_id);
    const size_t count = whole(found, read);
    struct ledger_part_rows *made = arena_alloc(work->arena, count * sizeof *made + 1);
    size_t cases = 0;

    for (size_t i = 0; i < count;) {
        const int64_t matter_id = found[i].matter_id;
        struct text out = { .arena = work->arena };

        for (; i < count && found[i].matter_id == matter_id; i++)
            add_values(&out, &(struct bundle_child){
                                 .ordinal = found[i].ordinal,
                                 .item_code = found[i].item_code,
                                 .name = found[i].name,
                                 .behind = (uint64_t)found[i].behind,
                                 .state = (enum bundle_child_state)found[i].state,
                                 .child_id = found[i].child_id,
                             });
        made[cases++] = (struct ledger_part_rows){ matter_id, { out.bytes, out.length } };
    }
    *rows = made;
    return cases;
}

const struct ledger_part_kind bundle_part = { "bundle", stretch };
