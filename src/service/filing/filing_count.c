#include "cache.h"
#include "civil.h"
#include "filing.h"
#include "filing.sql.h"
#include "id.h"
#include "item.h"

/* Ids are made when a work begins: those of yesterday have all been committed. */
void filing_count(struct work *work) {
    const int64_t to = id_first_of(civil_moment_ms(work_day(work), 0));
    struct sql_filing_counted_row counted;
    struct sql_filing_filed_row *rows;
    int64_t after = 0; /* no item has this id */
    size_t count;

    sql_filing_counted(work, &counted);
    while ((count = sql_filing_filed(work, &rows, .from = counted.value, .to = to,
                                     .after = after)) > 0) {
        for (size_t i = 0; i < count; i++)
            item_count_filings(work, rows[i].item_id, rows[i].filed);
        after = rows[count - 1].item_id;
        cache_touch(work, "items");
    }
    sql_filing_count_up_to(work, .value = to);
}
