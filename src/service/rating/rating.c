#include "rating.h"

#include <assert.h>
#include <string.h>

#include "page.h"
#include "rating.sql.h"
#include "text.h"
#include "utf8.h"

const char *const rating_levels[RATING_LEVELS + 1] = {
    "",           TEXT("非常不满意"), TEXT("不满意"), TEXT("基本满意"),
    TEXT("满意"), TEXT("非常满意"),
};

const struct refusal rating_not_yet = { REFUSED_CONFLICT, "rating.not_yet",
                                        TEXT("这件事还没有办结，办结以后就可以评价。"),
                                        NULL };
const struct refusal rating_given = {
    REFUSED_CONFLICT, "rating.given",
    TEXT("这件事已经评价过了，每件事评价一次。谢谢您。"), NULL
};

/* ---- covered by the ledger ---- */

static struct db_bytes values_of(struct arena *arena, const struct rating *rating,
                                 int64_t at_ms) {
    struct text out = { .arena = arena };

    text_addf(&out, "%d/%d/%lld/%zu:%s,%s", rating->level, (int)rating->channel,
              (long long)at_ms, strlen(rating->tags), rating->tags, rating->comment);
    return (struct db_bytes){ out.bytes, out.length };
}

static size_t stretch(struct work *work, int64_t after_id,
                      const struct ledger_part_rows **rows) {
    struct sql_rating_stretch_row *found;
    const size_t count = sql_rating_stretch(work, &found, .matter_id = after_id);
    struct ledger_part_rows *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++) {
        const struct rating rating = { (int)found[i].level, found[i].tags,
                                       found[i].comment,
                                       (enum rating_channel)found[i].channel };

        made[i] =
            (struct ledger_part_rows){ found[i].matter_id,
                                       values_of(work->arena, &rating, found[i].at_ms) };
    }
    *rows = made;
    return count;
}

const struct ledger_part_kind rating_part = { "rating", stretch };

/* ---- giving ---- */

const struct refusal *rating_give(struct work *work, struct matter *matter,
                                  const struct rating *rating) {
    assert(rating->level >= 1 && rating->level <= RATING_LEVELS);
    assert(utf8_count(rating->comment) <= RATING_COMMENT_MAX);
    if (!flow_is_over(matter->flow, matter->state))
        return &rating_not_yet;
    if (matter->rated ||
        !sql_rating_add(work, .matter_id = matter->id, .level = rating->level,
                        .tags = rating->tags, .comment = rating->comment,
                        .channel = rating->channel))
        return &rating_given;
    return matter_rate(
        work, matter, rating->level,
        &(struct ledger_part){ rating_part.name,
                               values_of(work->arena, rating, work->now_ms) });
}

int rating_find(struct work *work, int64_t matter_id, struct rating *rating) {
    struct sql_rating_find_row row;

    if (!sql_rating_find(work, &row, .matter_id = matter_id))
        return 0;
    *rating = (struct rating){ (int)row.level, row.tags, row.comment,
                               (enum rating_channel)row.channel };
    return 1;
}
