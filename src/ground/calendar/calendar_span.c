#include "calendar_span.h"

#include <assert.h>

#include "civil.h"
#include "config.h"

enum { YEAR_MONTHS = 12, PERCENT = 100 };

/* Stops that have begun and not ended reach to here. */
static const int64_t never_ms = INT64_MAX;

static const int64_t longest[] = {
    [CALENDAR_WORKING_DAYS] = CALENDAR_DAYS_MAX,
    [CALENDAR_DAYS] = 3000,
    [CALENDAR_HOURS] = 72000,
    [CALENDAR_MONTHS] = 480,
    [CALENDAR_YEARS] = 40,
};

static bool is_unit(int64_t unit) {
    return unit >= CALENDAR_WORKING_DAYS && unit <= CALENDAR_YEARS;
}

int64_t calendar_span_max(enum calendar_unit unit) {
    assert(is_unit((int64_t)unit));
    return longest[unit];
}

struct calendar_span calendar_span_of(int64_t count, int64_t unit) {
    const enum calendar_unit known =
        is_unit(unit) ? (enum calendar_unit)unit : CALENDAR_WORKING_DAYS;
    const int64_t most = calendar_span_max(known);

    return (struct calendar_span){ count < 0 ? 0 : count > most ? most : count, known };
}

struct calendar_rules calendar_rules(const struct config *config) {
    return (struct calendar_rules){
        .next_day = config->integer[CONFIG_AFTER_HOURS] == 0,
        .moves = config->integer[CONFIG_DUE_ON_DAY_OFF] == 0,
        .yellow_days = config->integer[CONFIG_YELLOW_DAYS],
        .yellow_percent = config->integer[CONFIG_YELLOW_PERCENT],
    };
}

int calendar_receipt_day(const struct calendar *calendar,
                         const struct calendar_rules *rules, int64_t moment_ms) {
    return rules->next_day ? calendar_received_day(calendar, moment_ms)
                           : civil_day(moment_ms);
}

/* ---- stops, one behind the other ---- */

struct stops {
    size_t count;
    struct calendar_stop stop[CALENDAR_STOPS_MAX];
};

static void insert(struct stops *stops, struct calendar_stop stop) {
    size_t at = stops->count++;

    for (; at > 0 && stops->stop[at - 1].from_ms > stop.from_ms; at--)
        stops->stop[at] = stops->stop[at - 1];
    stops->stop[at] = stop;
}

static void join(struct stops *stops) {
    size_t kept = 0;

    for (size_t i = 0; i < stops->count; i++) {
        const struct calendar_stop next = stops->stop[i];
        struct calendar_stop *last = kept ? &stops->stop[kept - 1] : NULL;

        if (!last || next.from_ms > last->to_ms)
            stops->stop[kept++] = next;
        else if (next.to_ms > last->to_ms)
            last->to_ms = next.to_ms;
    }
    stops->count = kept;
}

/* Those that touch the time behind the beginning, in order, none touching another. */
static void arrange(const struct calendar_course *course, struct stops *stops) {
    assert(course->stop_count <= CALENDAR_STOPS_MAX);
    stops->count = 0;
    for (size_t i = 0; i < course->stop_count; i++) {
        struct calendar_stop stop = course->stops[i];

        if (!stop.to_ms)
            stop.to_ms = never_ms;
        assert(stop.to_ms >= stop.from_ms);
        if (stop.from_ms < course->begun_ms)
            stop.from_ms = course->begun_ms;
        if (stop.to_ms > stop.from_ms)
            insert(stops, stop);
    }
    join(stops);
}

/* ---- a leg: one span, from where it begins ---- */

struct leg {
    const struct calendar *calendar;
    const struct calendar_rules *rules;
    enum calendar_unit unit;
    bool waits;    /* what comes in after hours begins when the hall opens */
    int first_day; /* day 0 */
    int64_t from_ms;
    int last_day; /* as counted, before it is moved; of hours not used */
    int64_t due_ms;
};

/* The hall works for people on the day of the moment, and has not closed yet. */
static int64_t opened_ms(const struct calendar *calendar, int64_t begun_ms) {
    const int day = calendar_received_day(calendar, begun_ms);
    const int64_t opens_ms = calendar_open_ms(calendar, day);

    return begun_ms > opens_ms ? begun_ms : opens_ms;
}

static void begin_leg(struct leg *leg, const struct calendar_course *course) {
    leg->first_day = leg->waits || course->span.count == 0
                         ? calendar_received_day(leg->calendar, course->begun_ms)
                         : civil_day(course->begun_ms);
    leg->from_ms =
        leg->waits ? opened_ms(leg->calendar, course->begun_ms) : course->begun_ms;
}

static int add_worked(const struct calendar *calendar, int day, int count) {
    for (; count > CALENDAR_DAYS_MAX; count -= CALENDAR_DAYS_MAX)
        day = calendar_due_day(calendar, day, CALENDAR_DAYS_MAX);
    return calendar_due_day(calendar, day, count);
}

static void settle(struct leg *leg) {
    const int day = leg->unit != CALENDAR_WORKING_DAYS && leg->rules->moves
                        ? calendar_worked_from(leg->calendar, leg->last_day)
                        : leg->last_day;

    leg->due_ms = calendar_close_ms(leg->calendar, day);
}

static void run_leg(struct leg *leg, int count) {
    switch (leg->unit) {
    case CALENDAR_HOURS:
        leg->due_ms = leg->from_ms + (int64_t)count * CALENDAR_HOUR_MS;
        return;
    case CALENDAR_WORKING_DAYS:
        leg->last_day = add_worked(leg->calendar, leg->first_day, count);
        break;
    case CALENDAR_DAYS: leg->last_day = civil_add_days(leg->first_day, count); break;
    case CALENDAR_MONTHS: leg->last_day = civil_add_months(leg->first_day, count); break;
    case CALENDAR_YEARS:
        leg->last_day = civil_add_months(leg->first_day, YEAR_MONTHS * count);
        break;
    }
    settle(leg);
}

/* The first day whose service hours are not over when the stop is. */
static int first_going_on(const struct leg *leg, int64_t to_ms) {
    const int day = civil_day(to_ms);
    const int next =
        calendar_close_ms(leg->calendar, day) < to_ms ? civil_add_days(day, 1) : day;

    return leg->unit == CALENDAR_WORKING_DAYS ? calendar_worked_from(leg->calendar, next)
                                              : next;
}

static int given_back(const struct leg *leg, int from_day, int to_day) {
    const int first = from_day > leg->first_day ? from_day : leg->first_day;

    if (to_day <= first)
        return 0;
    return leg->unit == CALENDAR_WORKING_DAYS
               ? calendar_count(leg->calendar, first, to_day)
               : civil_serial(to_day) - civil_serial(first);
}

static void take_out(struct leg *leg, const struct calendar_stop *stop) {
    if (leg->unit == CALENDAR_HOURS) {
        leg->due_ms += stop->to_ms - stop->from_ms;
        return;
    }

    const int days = given_back(leg, civil_day(stop->from_ms), civil_day(stop->to_ms));
    const int goes_on = first_going_on(leg, stop->to_ms);

    leg->last_day = leg->unit == CALENDAR_WORKING_DAYS
                        ? add_worked(leg->calendar, leg->last_day, days)
                        : civil_add_days(leg->last_day, days);
    if (goes_on > leg->last_day)
        leg->last_day = goes_on;
    settle(leg);
}

/* Takes the stops that begin in time, and those that then do.  Says when the leg is
 * stopped for good, or 0. */
static int64_t pass_stops(struct leg *leg, const struct stops *stops, size_t *next) {
    for (; *next < stops->count && stops->stop[*next].from_ms <= leg->due_ms; ++*next) {
        if (stops->stop[*next].to_ms == never_ms)
            return stops->stop[*next].from_ms;
        take_out(leg, &stops->stop[*next]);
    }
    return 0;
}

/* ---- the whole ---- */

static struct leg begin_first(const struct calendar *calendar,
                              const struct calendar_rules *rules,
                              const struct calendar_course *course) {
    const bool one = course->extension.unit == course->span.unit;
    const int64_t count = course->span.count + (one ? course->extension.count : 0);
    struct leg leg = {
        .calendar = calendar,
        .rules = rules,
        .unit = (enum calendar_unit)course->span.unit,
        .waits = course->begin == CALENDAR_FROM_RECEIPT && rules->next_day,
    };

    begin_leg(&leg, course);
    run_leg(&leg, (int)count);
    return leg;
}

static void begin_second(struct leg *leg, const struct calendar_course *course) {
    leg->unit = (enum calendar_unit)course->extension.unit;
    leg->waits = false;
    leg->from_ms = leg->due_ms;
    leg->first_day = civil_day(leg->due_ms);
    run_leg(leg, (int)course->extension.count);
}

static bool has_second(const struct calendar_course *course) {
    return course->extension.count > 0 && course->extension.unit != course->span.unit;
}

static bool is_provisional(const struct leg *leg, int first_day) {
    if (leg->unit == CALENDAR_HOURS) /* their beginning may wait for the hall to open */
        return leg->waits && !calendar_is_certain(leg->calendar, first_day);
    if (leg->unit != CALENDAR_WORKING_DAYS)
        return leg->rules->moves &&
               !calendar_is_certain(leg->calendar, civil_day(leg->due_ms));
    return !calendar_is_certain(leg->calendar, first_day) ||
           !calendar_is_certain(leg->calendar, civil_day(leg->due_ms));
}

static int length_of(const struct calendar *calendar, const struct calendar_rules *rules,
                     const struct calendar_course *course) {
    struct leg leg = begin_first(calendar, rules, course);
    const int first_day = leg.first_day;

    if (has_second(course))
        begin_second(&leg, course);
    return calendar_count(calendar, first_day, civil_day(leg.due_ms));
}

/* Rows and items say what people once typed. */
static struct calendar_course within_bounds(const struct calendar_course *given) {
    struct calendar_course course = *given;
    const struct calendar_span more = given->extension;

    course.span = calendar_span_of(given->span.count, given->span.unit);
    course.extension = more.count > 0 ? calendar_span_of(more.count, more.unit)
                                      : (struct calendar_span){ 0, course.span.unit };
    return course;
}

struct calendar_end calendar_end(const struct calendar *calendar,
                                 const struct calendar_rules *rules,
                                 const struct calendar_course *given) {
    const struct calendar_course bounded = within_bounds(given);
    const struct calendar_course *const course = &bounded;
    struct leg leg = begin_first(calendar, rules, course);
    const int first_day = leg.first_day;
    struct calendar_end end = { 0 };
    struct stops stops;
    size_t next = 0;

    arrange(course, &stops);
    end.stopped_ms = pass_stops(&leg, &stops, &next);
    end.provisional = is_provisional(&leg, first_day);
    if (has_second(course)) {
        begin_second(&leg, course);
        if (!end.stopped_ms)
            end.stopped_ms = pass_stops(&leg, &stops, &next);
        end.provisional = end.provisional || is_provisional(&leg, leg.first_day);
    }
    end.due_ms = leg.due_ms;
    end.length_days = length_of(calendar, rules, course);
    return end;
}

/* ---- how it stands ---- */

static int64_t seen_ms(const struct calendar_end *end, int64_t now_ms) {
    return end->stopped_ms && end->stopped_ms < now_ms ? end->stopped_ms : now_ms;
}

int calendar_days_left(const struct calendar *calendar, const struct calendar_end *end,
                       int64_t now_ms) {
    return calendar_count(calendar, civil_day(seen_ms(end, now_ms)),
                          civil_day(end->due_ms));
}

int calendar_days_over(const struct calendar *calendar, const struct calendar_end *end,
                       int64_t now_ms) {
    return calendar_count(calendar, civil_day(end->due_ms),
                          civil_day(seen_ms(end, now_ms)));
}

enum calendar_light calendar_light(const struct calendar *calendar,
                                   const struct calendar_rules *rules,
                                   const struct calendar_end *end, int64_t now_ms) {
    if (!end->due_ms)
        return CALENDAR_GREY;
    if (end->stopped_ms)
        return CALENDAR_BLUE;
    if (now_ms > end->due_ms)
        return CALENDAR_RED;

    const int64_t left = calendar_days_left(calendar, end, now_ms);
    const bool few = left <= rules->yellow_days;
    const bool small = left * PERCENT <= rules->yellow_percent * end->length_days;

    return few || small ? CALENDAR_YELLOW : CALENDAR_GREEN;
}
