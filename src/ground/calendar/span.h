/*
 * span -- 期限: a length of time that a law or a promise names, when it ends, and how it
 * stands.
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
#ifndef SPAN_H
#define SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calendar.h"

struct config;

/* The numbers of item_units, which are stored. */
enum span_unit {
    SPAN_WORKING_DAYS = 1,
    SPAN_DAYS = 2,
    SPAN_HOURS = 3,
    SPAN_MONTHS = 4,
    SPAN_YEARS = 5,
};

enum { SPAN_STOPS_MAX = 100, SPAN_HOUR_MS = 3600 * 1000 };

struct span {
    int64_t count; /* from 0 to span_max() of the unit */
    enum span_unit unit;
};

/* The longest span of a unit: some eight years of days, fifty of years. */
int64_t span_max(enum span_unit unit);

/* Of what a row or a file says.  A count out of bounds becomes the bound, a unit that is
 * none working days. */
struct span span_of(int64_t count, int64_t unit);

/* Whether a span begins when the hall does something, or when something comes in, which
 * outside service hours counts as received on the next working day. */
enum span_begin { SPAN_FROM_ACT, SPAN_FROM_RECEIPT };

/* What an operator may set: see config.h. */
struct span_rules {
    bool next_day; /* after-hours: what comes in outside hours counts the next day */
    bool moves;    /* due-on-day-off: a last day off moves to the next day worked */
    int64_t yellow_days;    /* so many working days or less are left: yellow */
    int64_t yellow_percent; /* or so much of the span, whichever is more */
};

struct span_rules span_rules(const struct config *config);

/* A stretch that does not count, moments; to_ms is 0 while it lasts. */
struct span_stop {
    int64_t from_ms;
    int64_t to_ms;
};

/* All that decides when a span ends. */
struct span_course {
    struct span span;
    struct span extension; /* of count 0: none */
    enum span_begin begin;
    int64_t begun_ms;
    size_t
        stop_count; /* at most SPAN_STOPS_MAX, in any order; none ends before it begins */
    const struct span_stop *stops;
};

/* Where a span stands that begins and ends so. */
struct span_end {
    int64_t due_ms;      /* stopped: as it was then; it moves by what the stop takes */
    int64_t stopped_ms;  /* since when it is stopped; 0 it runs */
    int64_t length_days; /* working days of span and extension, without the stops */
    bool provisional;    /* a notice that is not loaded may move it */
};

struct span_end span_end(const struct calendar *calendar, const struct span_rules *rules,
                         const struct span_course *course);

/*
 * Working days behind today up to and with the due day; 0 on that day and later.  Of a
 * span that is stopped, those that were left when it was.
 */
int span_days_left(const struct calendar *calendar, const struct span_end *end,
                   int64_t now_ms);

/* Working days behind the due day up to and with today; 0 while it is not past, and for
 * the rest of the due day. */
int span_days_over(const struct calendar *calendar, const struct span_end *end,
                   int64_t now_ms);

/* 红黄灯.  Grey: nothing is due; blue: stopped.  What is stopped is never red. */
enum span_light { SPAN_GREY, SPAN_GREEN, SPAN_YELLOW, SPAN_RED, SPAN_BLUE };

/* Red as soon as the due moment is past, so what is done on the spot is red when its
 * day's service hours are over.  due_ms 0 is grey. */
enum span_light span_light(const struct calendar *calendar,
                           const struct span_rules *rules, const struct span_end *end,
                           int64_t now_ms);

#endif
