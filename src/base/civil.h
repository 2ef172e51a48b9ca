/*
 * civil -- calendar days and clock times as people in China count them.
 *
 * A moment is an int64_t of milliseconds since 1970-01-01 UTC (now_ms).  A day is
 * an int yyyymmdd of the proleptic Gregorian calendar at UTC+8, which has had no
 * summer time since 1992.  A serial counts days since 1970-01-01.
 * Days from 1900-01-01 to 2199-12-31 are supported; others are a bug.
 */
#ifndef CIVIL_H
#define CIVIL_H

#include <stdbool.h>
#include <stdint.h>

enum { CIVIL_FIRST_DAY = 19000101, CIVIL_LAST_DAY = 21991231, CIVIL_DAY_MINUTES = 1440 };

/* The civil day of a moment. */
int civil_day(int64_t now_ms);

/* Minutes since midnight of a moment, 0 to 1439. */
int civil_minute(int64_t now_ms);

/* The moment at which a minute of a day begins; minute 1440 is the next midnight. */
int64_t civil_moment_ms(int day, int minute);

/* Whether yyyymmdd is a day that exists and is supported. */
bool civil_day_exists(int day);

/* Days since 1970-01-01, negative before, and back. */
int civil_serial(int day);
int civil_day_of_serial(int serial);

/* 1 Monday to 7 Sunday, as ISO 8601. */
int civil_weekday(int day);
int civil_weekday_of_serial(int serial);

/* Adds days, which may be negative. */
int civil_add_days(int day, int days);

/* Adds months, which may be negative; the 31st becomes the month's last day where there
 * is none. */
int civil_add_months(int day, int months);

/* Reads "2026-11-23".  Returns the day, or 0 when it is none. */
int civil_read_day(const char *string);

/* Reads "09:05", from 00:00 to 24:00.  Returns the minute of the day, or -1. */
int civil_read_minute(const char *string);

/*
 * Reads "2026-11-23", which is its midnight, "2026-11-23T09:05" or "2026-11-23 09:05".
 * False, and nothing is written, when it is none of them.
 */
bool civil_read_moment(const char *string, int64_t *moment_ms);

/* Writes "2026-11-23" and a terminator: 11 bytes. */
void civil_write_day(char out[11], int day);

/* Writes "2026-11-23 09:05", the time at UTC+8, and a terminator: 17 bytes. */
void civil_write_moment(char out[17], int64_t now_ms);

/* Writes "2026-11-23T09:05:00.000+08:00" as RFC 3339 has it, and a terminator: 30 bytes.
 */
void civil_write_stamp(char out[30], int64_t now_ms);

/* Writes "Mon, 23 Nov 2026 01:05:00 GMT" as HTTP has it, and a terminator: 30 bytes. */
void civil_write_http_date(char out[30], int64_t now_ms);

#endif
