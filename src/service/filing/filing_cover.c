#include "filing_cover.h"

#include "filing.sql.h"
#include "text.h"

/* What was asked for and what was decided.  The statement needs no cover: it is sealed.
 */
static struct db_bytes values_of(struct arena *arena, int64_t channel, int64_t outcome,
                                 const char *result) {
    struct text out = { .arena = arena };

    text_add_int(&out, channel);
    text_add_byte(&out, '/');
    text_add_int(&out, outcome);
    text_add_byte(&out, '/');
    text_add(&out, result);
    return (struct db_bytes){ out.bytes, out.length };
}

struct ledger_part filing_cover(struct work *work, enum filing_channel channel,
                                enum filing_outcome outcome, const char *result) {
    return (struct ledger_part){ filing_part.name,
                                 values_of(work->arena, channel, outcome, result) };
}

static size_t stretch(struct work *work, int64_t after_id,
                      const struct ledger_part_rows **rows) {
    struct sql_filing_stretch_row *found;
    const size_t count = sql_filing_stretch(work, &found, .matter_id = after_id);
    struct ledger_part_rows *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] =
            (struct ledger_part_rows){ found[i].matter_id,
                                       values_of(work->arena, found[i].channel,
                                                 found[i].outcome, found[i].result) };
    *rows = made;
    return count;
}

const struct ledger_part_kind filing_part = { "filing", stretch };
