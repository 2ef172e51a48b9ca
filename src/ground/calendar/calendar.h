/*
 * calendar -- 工作日: which days are worked, and when a limit of working days ends.
 *
 * A day is worked when a notice of the State Council makes it so, or when it is Monday
 * to Friday and no notice makes it a day off.  Notices are rows (table holiday), shared
 * by all towns; a year is announced when it has rows.
 *
 *     due = the n-th working day after the day on which the limit begins; that day
 *           itself does not count (行政许可法 art. 82, 民法典 art. 201), and the limit
 *           ends with the service hours of the due day (art. 203).
 *
 * The service hours are those of the town's hall (place_town), 8:30 to 17:30 while they
 * are not known.  A day in a year that is not announced yet follows the rule of the week;
 * calendar_is_certain() tells.  What else a limit may be counted in, and what stops it,
 * is calendar_span.h's.
 */
#ifndef CALENDAR_H
#define CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "work.h"

enum {
    CALENDAR_DAYS_MAX = 2000,
    CALENDAR_OPENING_MINUTE = 8 * 60 + 30,
    CALENDAR_CLOSING_MINUTE = 17 * 60 + 30,
    CALENDAR_NOTICE_DAYS = 60, /* so long before the notices end, they are asked for */
};

struct calendar;

/* The rows of the database; cached, good until the work ends.  NULL under a fault. */
const struct calendar *calendar_of(struct work *work);

/* Whether people work on the day.  Pure. */
bool calendar_is_worked(const struct calendar *calendar, int day);

/* The n-th working day after a day; n from 0 (the day itself) to CALENDAR_DAYS_MAX. */
int calendar_due_day(const struct calendar *calendar, int day, int working_days);

/* Working days after the first day up to and with the last; 0 when last <= first. */
int calendar_count(const struct calendar *calendar, int first, int last);

/* The day itself when it is worked, else the next that is. */
int calendar_worked_from(const struct calendar *calendar, int day);

/* The moments at which the service hours of a day begin and end. */
int64_t calendar_open_ms(const struct calendar *calendar, int day);
int64_t calendar_close_ms(const struct calendar *calendar, int day);

/*
 * The day on which something handed in now counts as received: today, or the next
 * working day when the hall has closed or today is not worked.
 */
int calendar_received_day(const struct calendar *calendar, int64_t now_ms);

/* Whether the year of a day has a notice. */
bool calendar_is_announced(const struct calendar *calendar, int day);

/*
 * Whether no notice to come can change the day: its year has one, and so has the next
 * when the day is in the last week of the year.  (The notices of 2007, 2008, 2012, 2019
 * and 2023 began with days of the December before, none earlier than the 29th.)
 */
bool calendar_is_certain(const struct calendar *calendar, int day);

/* The last year that has a notice; 0 when none has. */
int calendar_last_year(const struct calendar *calendar);

/* Whether the next year's notice should be loaded by now: within CALENDAR_NOTICE_DAYS
 * there are days that are not certain. */
bool calendar_wants_notice(const struct calendar *calendar, int today);

/* Writes a warning to the log when it does: a daily job. */
void calendar_remind(struct work *work);

/* One day of a notice. */
struct calendar_row {
    int day;          /* yyyymmdd */
    const char *kind; /* off or work */
    const char *name;
    int year; /* of the notice */
};

extern const struct refusal calendar_bad_row;

/*
 * Puts rows in place of those that a year had.  Refuses calendar_bad_row when a day
 * does not exist or a kind is unknown; then nothing has changed.
 */
const struct refusal *calendar_load(struct work *work, const struct calendar_row *rows,
                                    size_t count);

/* Says in the work's town that the shared rows have changed; calendar_load() says it in
 * its own town only. */
void calendar_renew(struct work *work);

#endif
