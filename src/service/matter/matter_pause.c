#include "matter_pause.h"

#include "matter.sql.h"
#include "page.h"

bool matter_find_pause(struct work *work, int64_t matter_id, const struct flow *flow,
                       struct matter_pause *pause) {
    struct sql_matter_paused_row row;
    const struct flow_step *step;

    if (!sql_matter_paused(work, &row, .matter_id = matter_id))
        return false;
    step = flow_arrow(flow, (int)row.from_state, row.verb, (int)row.to_state);
    *pause = (struct matter_pause){
        .what = step ? step->done : TEXT("暂停计时"),
        .note = row.note,
        .since_ms = row.begun_ms,
    };
    return true;
}
