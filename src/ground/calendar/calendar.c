#include "calendar.h"

#include <assert.h>
#include <string.h>

#include "cache.h"
#include "calendar.sql.h"
#include "civil.h"
#include "page.h"

/* One byte a day, so that a question costs no search. */
enum { FIRST_YEAR = 2000, YEARS = 150, DAYS = YEARS * 366 };
enum mark { UNMARKED, OFF, WORKED };

struct calendar {
    struct arena *arena; /* of its own: it outlives the work that built it */
    int first_serial;
    unsigned char mark[DAYS]; /* enum mark */
    unsigned char announced[YEARS];
};

const struct refusal calendar_bad_row = {
    REFUSED_INVALID, "calendar.bad_row",
    TEXT("节假日表里有一行的日期或类型不对，没有导入。类型只能是 off 或 work。"), NULL
};

static void *build(struct work *work) {
    struct arena *arena = arena_new();
    struct calendar *calendar = arena_alloc(arena, sizeof *calendar);
    struct sql_calendar_all_row *rows;
    const size_t count = sql_calendar_all(work, &rows);

    calendar->arena = arena;
    calendar->first_serial = civil_serial(FIRST_YEAR * 10000 + 101);
    for (size_t i = 0; i < count; i++) {
        const int at = civil_serial((int)rows[i].day) - calendar->first_serial;
        const int64_t year = rows[i].year - FIRST_YEAR;

        if (at < 0 || at >= DAYS || year < 0 || year >= YEARS)
            continue;
        calendar->mark[at] = strcmp(rows[i].kind, "off") == 0 ? OFF : WORKED;
        calendar->announced[year] = 1;
    }
    return calendar;
}

static void free_calendar(void *value) {
    arena_free(((struct calendar *)value)->arena);
}

static const struct cache_class calendars = { "calendar", build, free_calendar };

const struct calendar *calendar_of(struct work *work) {
    return cache_get(work, &calendars);
}

bool calendar_is_worked(const struct calendar *calendar, int day) {
    const int at = civil_serial(day) - calendar->first_serial;
    const unsigned char mark = at >= 0 && at < DAYS ? calendar->mark[at] : UNMARKED;

    if (mark != UNMARKED)
        return mark == WORKED;
    return civil_weekday(day) <= 5;
}

int calendar_due_day(const struct calendar *calendar, int day, int working_days) {
    assert(working_days >= 0 && working_days <= CALENDAR_DAYS_MAX);
    while (working_days > 0) {
        day = civil_add_days(day, 1);
        working_days -= calendar_is_worked(calendar, day);
    }
    return day;
}

int calendar_count(const struct calendar *calendar, int first, int last) {
    int count = 0;

    for (int day = first; day < last;) {
        day = civil_add_days(day, 1);
        count += calendar_is_worked(calendar, day);
    }
    return count;
}

int64_t calendar_due_ms(const struct calendar *calendar, int64_t now_ms,
                        int working_days) {
    const int day = calendar_due_day(calendar, civil_day(now_ms), working_days);

    return civil_moment_ms(day, CALENDAR_CLOSING_MINUTE);
}

int calendar_received_day(const struct calendar *calendar, int64_t now_ms) {
    const int day = civil_day(now_ms);
    const bool open = calendar_is_worked(calendar, day) &&
                      civil_minute(now_ms) < CALENDAR_CLOSING_MINUTE;

    return open ? day : calendar_due_day(calendar, day, 1);
}

bool calendar_is_announced(const struct calendar *calendar, int day) {
    const int year = day / 10000 - FIRST_YEAR;

    return year >= 0 && year < YEARS && calendar->announced[year];
}

static bool is_good(const struct calendar_row *row) {
    return civil_day_exists(row->day) && row->year >= FIRST_YEAR &&
           row->year < FIRST_YEAR + YEARS &&
           (strcmp(row->kind, "off") == 0 || strcmp(row->kind, "work") == 0);
}

const struct refusal *calendar_load(struct work *work, const struct calendar_row *rows,
                                    size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!is_good(&rows[i]))
            return &calendar_bad_row;
    for (size_t i = 0; i < count; i++)
        if (i == 0 || rows[i].year != rows[i - 1].year)
            sql_calendar_forget(work, .year = rows[i].year);
    for (size_t i = 0; i < count; i++)
        sql_calendar_add(work, .day = rows[i].day, .kind = rows[i].kind,
                         .name = rows[i].name, .year = rows[i].year);
    calendar_renew(work);
    return NULL;
}

void calendar_renew(struct work *work) {
    cache_touch(work, "calendar");
}
