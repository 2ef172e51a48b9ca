/*
 * calendar -- 工作日: which days are worked, and when a limit of working days ends.
 *
 * A day is worked when a notice of the State Council makes it so, or when it is Monday
 * to Friday and no notice makes it a day off.  Notices are rows (table holiday), shared
 * by all towns; a year is announced when it has rows.
 *
 *     due = the n-th working day after the day on which the limit begins; that day
 *           itself does not count (行政许可法 art. 82, 民法典 art. 201), and the limit
 *           ends with the service hours of the due day.
 *
 * A due day in a year that is not announced yet follows the rule of the week;
 * calendar_is_announced() tells.
 */
#ifndef CALENDAR_H
#define CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "work.h"

enum { CALENDAR_DAYS_MAX = 2000, CALENDAR_CLOSING_MINUTE = 17 * 60 + 30 };

struct calendar;

/* The rows of the database; cached, good until the work ends.  NULL under a fault. */
const struct calendar *calendar_of(struct work *work);

/* Whether people work on the day.  Pure. */
bool calendar_is_worked(const struct calendar *calendar, int day);

/* The n-th working day after a day; n from 0 (the day itself) to CALENDAR_DAYS_MAX. */
int calendar_due_day(const struct calendar *calendar, int day, int working_days);

/* Working days after the first day up to and with the last; 0 when last <= first. */
int calendar_count(const struct calendar *calendar, int first, int last);

/* The moment at which a limit of working days ends that begins now. */
int64_t calendar_due_ms(const struct calendar *calendar, int64_t now_ms,
                        int working_days);

/*
 * The day on which something handed in now counts as received: today, or the next
 * working day when the hall has closed or today is not worked.
 */
int calendar_received_day(const struct calendar *calendar, int64_t now_ms);

/* Whether the year of a day has a notice. */
bool calendar_is_announced(const struct calendar *calendar, int day);

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
