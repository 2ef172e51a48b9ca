#include "matter_words.h"

#include <assert.h>

#include "civil.h"
#include "page_time.h"

/* In English one day is no "1 days". */
static const char *say_days(struct work *work, enum language language, int days,
                            const char *one, const char *pattern) {
    const char *const values[] = { arena_format(work->arena, "%d", days) };

    return page_say_with(work->arena, language, days == 1 ? one : pattern, values, 1);
}

const char *matter_say_left(struct work *work, enum language language, int64_t due_ms) {
    const struct calendar *calendar = due_ms ? calendar_of(work) : NULL;

    if (!calendar)
        return "";

    const struct calendar_end end = { .due_ms = due_ms };
    const int left = calendar_days_left(calendar, &end, work->now_ms);
    const int over = calendar_days_over(calendar, &end, work->now_ms);

    if (work->now_ms > due_ms)
        return over ? say_days(work, language, over, TEXT("超期 1 个工作日"),
                               TEXT("超期 {0} 个工作日"))
                    : page_say(language, TEXT("刚刚超期"));
    if (civil_day(due_ms) == work_day(work))
        return page_say(language, TEXT("今天到期"));
    return left ? say_days(work, language, left, TEXT("还剩 1 个工作日"),
                           TEXT("还剩 {0} 个工作日"))
                : page_say(language, TEXT("还剩不到 1 个工作日"));
}

bool matter_due_may_move(struct work *work, int64_t due_ms) {
    const struct calendar *const calendar = due_ms ? calendar_of(work) : NULL;

    return calendar && !calendar_is_certain(calendar, civil_day(due_ms));
}

const char *matter_say_due(struct work *work, enum language language, int64_t due_ms,
                           int today) {
    const char *const due =
        due_ms ? page_say_until(work->arena, language, due_ms, today) : "";

    return matter_due_may_move(work, due_ms)
               ? page_say_with(work->arena, language,
                               TEXT("{0}（放假安排公布后可能调整）"), &due, 1)
               : due;
}

static const struct {
    const char *name, *word;
} lights[] = {
    [MATTER_GREY] = { "grey", TEXT("不计时") },
    [MATTER_GREEN] = { "green", TEXT("正常") },
    [MATTER_YELLOW] = { "yellow", TEXT("临期") },
    [MATTER_RED] = { "red", TEXT("超期") },
    [MATTER_BLUE] = { "blue", TEXT("暂停计时") },
};

const char *matter_light_word(enum matter_light light) {
    assert((size_t)light < sizeof lights / sizeof *lights);
    return lights[light].word;
}

const char *matter_light_name(enum matter_light light) {
    assert((size_t)light < sizeof lights / sizeof *lights);
    return lights[light].name;
}
