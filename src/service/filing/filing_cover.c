#include "filing_cover.h"

#include "filing.sql.h"
#include "text.h"

/* What was asked for and what was decided.  The statement needs no cover: it is sealed.
 */
static struct db_bytes values_of(struct arena *arena, const struct filing *filing) {
    struct text out = { .arena = arena };

    text_add_int(&out, filing->channel);
    text_add_byte(&out, '/');
    text_add_int(&out, filing->outcome);
    text_add_byte(&out, '/');
    text_add(&out, filing->result);
    if (filing->special || filing->delivery) /* filings of before had neither */
        text_addf(&out, "/%lld/%lld/%s", (long long)filing->special,
                  (long long)filing->delivery, filing->post_number);
    return (struct db_bytes){ out.bytes, out.length };
}

struct ledger_part filing_cover(struct work *work, const struct filing *filing) {
    return (struct ledger_part){ filing_part.name, values_of(work->arena, filing) };
}

static size_t stretch(struct work *work, int64_t after_id,
                      const struct ledger_part_rows **rows) {
    struct sql_filing_stretch_row *found;
    const size_t count = sql_filing_stretch(work, &found, .matter_id = after_id);
    struct ledger_part_rows *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct ledger_part_rows){
            found[i].matter_id,
            values_of(work->arena,
                      &(struct filing){
                          .channel = (enum filing_channel)found[i].channel,
                          .outcome = (enum filing_outcome)found[i].outcome,
                          .result = found[i].result,
                          .special = found[i].special,
                          .delivery = found[i].delivery,
                          .post_number = found[i].post_number,
                      }),
        };
    *rows = made;
    return count;
}

const struct ledger_part_kind filing_part = { "filing", stretch };
