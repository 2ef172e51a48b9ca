#include "rating.h"

#include <assert.h>

#include "page.h"
#include "rating.sql.h"
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
    return matter_rate(work, matter, rating->level);
}

int rating_find(struct work *work, int64_t matter_id, struct rating *rating) {
    struct sql_rating_find_row row;

    if (!sql_rating_find(work, &row, .matter_id = matter_id))
        return 0;
    *rating = (struct rating){ (int)row.level, row.tags, row.comment,
                               (enum rating_channel)row.channel };
    return 1;
}
