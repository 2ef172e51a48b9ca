#include "calendar.h"

#include <assert.h>
#include <string.h>

#include "cache.h"
#include "calendar.sql.h"
#include "civil.h"
#include "log.h"
#include "page.h"

/* One byte a day, so that a question costs no search. */
enum {
    FIRST_YEAR = 2000,
    YEARS = 150,
    DAYS = YEARS * 366,
    LAST_WEEK = 1225, /* of a year: from this day on the next notice may reach */
};
enum mark { UNMARKED, OFF, WORKED };

struct calendar {
    struct arena *arena; /* of its own: it outlives the work that built it */
    int first_serial;
    int opening, closing;     /* minutes of the day */
    int last_year;            /* that is announced; 0 none */
    unsigned char mark[DAYS]; /* enum mark */
    unsigned char announced[YEARS];
};

const struct refusal calendar_bad_row = {
    REFUSED_INVALID, "calendar.bad_row",
    TEXT("节假日表里有一行的日期或类型不对，没有导入。类型只能是 off 或 work。"), NULL
};

/* A town that was imported before it said when its hall is open has 0 and 0. */
static void read_hours(struct work *work, struct calendar *calendar) {
    struct sql_calendar_hours_row row = { 0 };
    const bool says = sql_calendar_hours(work, &row) && row.closes_minute > 0;

    calendar->opening = says ? (int)row.opens_minute : CALENDAR_OPENING_MINUTE;
    calendar->closing = says ? (int)row.closes_minute : CALENDAR_CLOSING_MINUTE;
}

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
        if (rows[i].year > calendar->last_year)
            calendar->last_year = (int)rows[i].year;
    }
    read_hours(work, calendar);
    return calendar;
}

static void free_calendar(void *value) {
    arena_free(((struct calendar *)value)->arena);
}

static const struct cache_class calendars = { "calendar", build, free_calendar };

const struct calendar *calendar_of(struct work *work) {
    return cache_get(work, &calendars);
}

/* Days are counted by their serials: a list asks for hundreds of rows. */
static bool is_worked(const struct calendar *calendar, int serial) {
    const int at = serial - calendar->first_serial;
    const unsigned char mark = at >= 0 && at < DAYS ? calendar->mark[at] : UNMARKED;

    if (mark != UNMARKED)
        return mark == WORKED;
    return civil_weekday_of_serial(serial) <= 5;
}

bool calendar_is_worked(const struct calendar *calendar, int day) {
    return is_worked(calendar, civil_serial(day));
}

int calendar_due_day(const struct calendar *calendar, int day, int working_days) {
    int serial = civil_serial(day);

    assert(working_days >= 0 && working_days <= CALENDAR_DAYS_MAX);
    while (working_days > 0)
        working_days -= is_worked(calendar, ++serial);
    return civil_day_of_serial(serial);
}

int calendar_count(const struct calendar *calendar, int first, int last) {
    const int end = civil_serial(last);
    int count = 0;

    for (int serial = civil_serial(first); serial < end;)
        count += is_worked(calendar, ++serial);
    return count;
}

int calendar_worked_from(const struct calendar *calendar, int day) {
    return calendar_is_worked(calendar, day) ? day : calendar_due_day(calendar, day, 1);
}

int64_t calendar_open_ms(const struct calendar *calendar, int day) {
    return civil_moment_ms(day, calendar->opening);
}

int64_t calendar_close_ms(const struct calendar *calendar, int day) {
    return civil_moment_ms(day, calendar->closing);
}

int calendar_received_day(const struct calendar *calendar, int64_t now_ms) {
    const int day = civil_day(now_ms);
    const bool open =
        calendar_is_worked(calendar, day) && civil_minute(now_ms) < calendar->closing;

    return open ? day : calendar_due_day(calendar, day, 1);
}

bool calendar_is_announced(const struct calendar *calendar, int day) {
    const int year = day / 10000 - FIRST_YEAR;

    return year >= 0 && year < YEARS && calendar->announced[year];
}

bool calendar_is_certain(const struct calendar *calendar, int day) {
    const int next_year = day + 10000;

    return calendar_is_announced(calendar, day) &&
           (day % 10000 < LAST_WEEK || calendar_is_announced(calendar, next_year));
}

int calendar_last_year(const struct calendar *calendar) {
    return calendar->last_year;
}

bool calendar_wants_notice(const struct calendar *calendar, int today) {
    return !calendar_is_certain(calendar, civil_add_days(today, CALENDAR_NOTICE_DAYS));
}

void calendar_remind(struct work *work) {
    const struct calendar *const calendar = calendar_of(work);
    const struct log_about about = { work->now_ms, work->id, work->actor.id };

    if (calendar && calendar_wants_notice(calendar, work_day(work)))
        log_event(LOG_WARN, &about, "calendar.ends",
                  "town=%lld last_year=%d do=\"haoban import holidays FILE\"",
                  (long long)work->town, calendar_last_year(calendar));
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
