/*
 * calendar_span -- 期限: a length of time that a law or a promise names, when it ends,
 * and how it stands.
 *
 *     begun       1    2    3   stopped  goes on   4    5
 *     ──●─────────┼────┼────┼────▒▒▒▒▒▒▒▒▒▒┼───────┼────┼──● due: the hall closes
 *       day 0                (from,     to]
 *
 * The day on which a span begins does not count (民法典 art. 201).  It ends when the
 * service hours of its last day end (art. 203), which is for
 *
 *     working days   the n-th day that is worked (行政许可法 art. 82)
 *     days           the n-th day; when that is a day off, the next that is worked
 *     months, years  the day of the same number, or the month's last where there is none
 *                    (art. 202); moved off days off, too
 *     hours          so many hours after the moment, by night and on days off as well
 *
 * and a span of 0 ends on the day on which it begins: what is done on the spot.  When
 * that begins after hours or on a day off, it ends on the next working day.
 *
 * What stops a span (特别程序, 行政许可法 art. 45) is taken out of it in the measure in
 * which the span runs: working days of a span of working days, days of one of days,
 * months or years, milliseconds of one of hours.  The day on which a stop begins is not
 * taken out, the day on which it ends is, so a stop of ten working days gives ten back.
 * Stops that overlap or touch are one.  One that begins when the span has run out gives
 * nothing back, and none before the span begins.  A span never ends while it is stopped:
 * what goes on after hours ends on the next working day at the earliest.
 *
 * An extension (延期, once) is a span behind the span: of the same unit they are one
 * span of the sum, else the second begins on the day on which the first is due.
 *
 * All is pure: the calendar, the course and the moment decide.
 */
#ifndef CALENDAR_SPAN_H
#define CALENDAR_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calendar.h"

struct config;

/* The numbers of item_units, which are stored. */
enum calendar_unit {
    CALENDAR_WORKING_DAYS = 1,
    CALENDAR_DAYS = 2,
    CALENDAR_HOURS = 3,
    CALENDAR_MONTHS = 4,
    CALENDAR_YEARS = 5,
};

enum { CALENDAR_STOPS_MAX = 100, CALENDAR_HOUR_MS = 3600 * 1000 };

struct calendar_span {
    int64_t count;
    int64_t unit; /* enum calendar_unit */
};

/* The longest span of a unit: some eight years of days, forty of years. */
int64_t calendar_span_max(enum calendar_unit unit);

/* Of what a row or a file says: a count below 0 or above the longest becomes the bound, a
 * unit that is none working days.  All below takes spans so. */
struct calendar_span calendar_span_of(int64_t count, int64_t unit);

/* Whether a span begins when the hall does something, or when something comes in, which
 * outside service hours counts as received on the next working day. */
enum calendar_begin { CALENDAR_FROM_ACT, CALENDAR_FROM_RECEIPT };

/* What an operator may set: see config.h. */
struct calendar_rules {
    bool next_day; /* after-hours: what comes in outside hours counts the next day */
    bool moves;    /* due-on-day-off: a last day off moves to the next day worked */
    int64_t yellow_days;    /* so many working days or less are left: yellow */
    int64_t yellow_percent; /* or so much of the span, whichever is more */
};

struct calendar_rules calendar_rules(const struct config *config);

/* The day on which what comes in counts as received, by the rules. */
int calendar_receipt_day(const struct calendar *calendar,
                         const struct calendar_rules *rules, int64_t moment_ms);

/* A stretch that does not count, moments; to_ms is 0 while it lasts. */
struct calendar_stop {
    int64_t from_ms;
    int64_t to_ms;
};

/* All that decides when a span ends. */
struct calendar_course {
    struct calendar_span span;
    struct calendar_span extension; /* of count 0: none */
    enum calendar_begin begin;
    int64_t begun_ms;
    size_t stop_count; /* at most CALENDAR_STOPS_MAX, in any order; none ends before it
                          begins */
    const struct calendar_stop *stops;
};

/* Where a span stands that begins and ends so. */
struct calendar_end {
    int64_t due_ms;      /* stopped: as it was then; it moves by what the stop takes */
    int64_t stopped_ms;  /* since when it is stopped; 0 it runs */
    int64_t length_days; /* working days of span and extension, without the stops */
    bool provisional;    /* a notice that is not loaded may move it */
};

struct calendar_end calendar_end(const struct calendar *calendar,
                                 const struct calendar_rules *rules,
                                 const struct calendar_course *given);

/*
 * Working days behind today up to and with the due day; 0 on that day and later.  Of a
 * span that is stopped, those that were left when it was.
 */
int calendar_days_left(const struct calendar *calendar, const struct calendar_end *end,
                       int64_t now_ms);

/* Working days behind the due day up to and with today; 0 while it is not past, and for
 * the rest of the due day. */
int calendar_days_over(const struct calendar *calendar, const struct calendar_end *end,
                       int64_t now_ms);

/* 红黄灯.  Grey: nothing is due; blue: stopped.  What is stopped is never red. */
enum calendar_light {
    CALENDAR_GREY,
    CALENDAR_GREEN,
    CALENDAR_YELLOW,
    CALENDAR_RED,
    CALENDAR_BLUE
};

/* Red as soon as the due moment is past, so what is done on the spot is red when its
 * day's service hours are over.  due_ms 0 is grey. */
enum calendar_light calendar_light(const struct calendar *calendar,
                                   const struct calendar_rules *rules,
                                   const struct calendar_end *end, int64_t now_ms);

#endif
