#include "page_time.h"

#include "arena.h"
#include "civil.h"
#include "text.h"

static const char *const weekdays[] = {
    "",           TEXT("周一"), TEXT("周二"), TEXT("周三"),
    TEXT("周四"), TEXT("周五"), TEXT("周六"), TEXT("周日"),
};

static const char *const months[] = {
    "",           TEXT("1月"),  TEXT("2月"),  TEXT("3月"), TEXT("4月"),
    TEXT("5月"),  TEXT("6月"),  TEXT("7月"),  TEXT("8月"), TEXT("9月"),
    TEXT("10月"), TEXT("11月"), TEXT("12月"),
};

/* "11月27日", and its year in front when that is another one. */
static const char *say_date(struct arena *arena, enum language language, int day,
                            int today) {
    const char *const values[] = { months[day / 100 % 100], text_of_int(arena, day % 100),
                                   text_of_int(arena, day / 10000) };

    return page_say_with(arena, language,
                         day / 10000 == today / 10000 ? TEXT("{0}{1}日")
                                                      : TEXT("{2}年{0}{1}日"),
                         values, 3);
}

static const char *clock_of(struct arena *arena, int64_t moment_ms) {
    const int minute = civil_minute(moment_ms);
    const char digits[] = { (char)('0' + minute / 600), (char)('0' + minute / 60 % 10),
                            ':', (char)('0' + minute % 60 / 10),
                            (char)('0' + minute % 10) };

    return arena_copy_bytes(arena, digits, sizeof digits);
}

const char *page_say_day(struct arena *arena, enum language language, int day,
                         int today) {
    const char *const values[] = { say_date(arena, language, day, today),
                                   weekdays[civil_weekday(day)] };

    return page_say_with(arena, language, TEXT("{0}（{1}）"), values, 2);
}

const char *page_say_until(struct arena *arena, enum language language, int64_t until_ms,
                           int today) {
    const char *const values[] = { page_say_day(arena, language, civil_day(until_ms),
                                                today),
                                   clock_of(arena, until_ms) };

    return page_say_with(arena, language, TEXT("{0}{1}前"), values, 2);
}

const char *page_say_moment(struct arena *arena, enum language language,
                            int64_t moment_ms, int today) {
    struct text out = { .arena = arena };

    text_add(&out, say_date(arena, language, civil_day(moment_ms), today));
    text_add_byte(&out, ' ');
    text_add(&out, clock_of(arena, moment_ms));
    return text_string(&out);
}
