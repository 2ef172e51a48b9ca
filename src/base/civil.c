#include "civil.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

enum {
    MINUTES_PER_DAY = 24 * 60,
    MS_PER_MINUTE = 60 * 1000,
    MS_PER_DAY = MINUTES_PER_DAY * MS_PER_MINUTE,
    OFFSET_MS = 8 * 60 * MS_PER_MINUTE,
    MONTHS_PER_YEAR = 12,
    DAYS_PER_ERA = 146097,  /* 400 years */
    SERIAL_OF_ERA = 719468, /* days from 0000-03-01 to 1970-01-01 */
};

struct date {
    int year;
    int month; /* 1 to 12 */
    int day;   /* 1 to 31 */
};

static struct date date_of(int day) {
    return (struct date){ day / 10000, day / 100 % 100, day % 100 };
}

static int day_of(struct date date) {
    return date.year * 10000 + date.month * 100 + date.day;
}

static int days_in_month(int year, int month) {
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    const bool leaps = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leaps);
}

bool civil_day_exists(int day) {
    const struct date date = date_of(day);

    return day >= CIVIL_FIRST_DAY && day <= CIVIL_LAST_DAY && date.month >= 1 &&
           date.month <= MONTHS_PER_YEAR && date.day >= 1 &&
           date.day <= days_in_month(date.year, date.month);
}

/* The year is taken to begin in March, so that a leap day ends it. */
int civil_serial(int day) {
    assert(civil_day_exists(day));

    const struct date date = date_of(day);
    const int march_month = (date.month + 9) % MONTHS_PER_YEAR;
    const int year = date.year - (date.month <= 2);
    const int day_of_year = (153 * march_month + 2) / 5 + date.day - 1;

    return 365 * year + year / 4 - year / 100 + year / 400 + day_of_year - SERIAL_OF_ERA;
}

int civil_day_of_serial(int serial) {
    const int days = serial + SERIAL_OF_ERA;

    assert(days > 0);

    const int era = days / DAYS_PER_ERA;
    const int day_of_era = days % DAYS_PER_ERA;
    const int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int march_month = (5 * day_of_year + 2) / 153;
    const int month = march_month < 10 ? march_month + 3 : march_month - 9;
    const int day = day_of((struct date){
        .year = era * 400 + year_of_era + (month <= 2),
        .month = month,
        .day = day_of_year - (153 * march_month + 2) / 5 + 1,
    });

    assert(civil_day_exists(day));
    return day;
}

/* Counted from the first of January 1900, so that no moment is negative. */
static int64_t ms_since_first_day(int64_t now_ms) {
    const int64_t first_ms = (int64_t)civil_serial(CIVIL_FIRST_DAY) * MS_PER_DAY;

    assert(now_ms >= first_ms - OFFSET_MS);
    assert(now_ms <= INT64_MAX / 2);
    return now_ms + OFFSET_MS - first_ms;
}

int civil_day(int64_t now_ms) {
    const int64_t days = ms_since_first_day(now_ms) / MS_PER_DAY;

    assert(days <= civil_serial(CIVIL_LAST_DAY) - civil_serial(CIVIL_FIRST_DAY));
    return civil_day_of_serial(civil_serial(CIVIL_FIRST_DAY) + (int)days);
}

int civil_minute(int64_t now_ms) {
    return (int)(ms_since_first_day(now_ms) % MS_PER_DAY / MS_PER_MINUTE);
}

int64_t civil_moment_ms(int day, int minute) {
    assert(minute >= 0 && minute <= MINUTES_PER_DAY);
    return (int64_t)civil_serial(day) * MS_PER_DAY - OFFSET_MS +
           (int64_t)minute * MS_PER_MINUTE;
}

int civil_weekday(int day) {
    return civil_weekday_of_serial(civil_serial(day));
}

int civil_weekday_of_serial(int serial) {
    /* Serial 0 was a Thursday; 7,000 weeks make every supported serial positive. */
    return (serial + 7 * 7000 + 3) % 7 + 1;
}

int civil_add_days(int day, int days) {
    const int span = civil_serial(CIVIL_LAST_DAY) - civil_serial(CIVIL_FIRST_DAY);

    assert(days >= -span && days <= span);
    return civil_day_of_serial(civil_serial(day) + days);
}

int civil_add_months(int day, int months) {
    assert(civil_day_exists(day));
    assert(months >= -300 * MONTHS_PER_YEAR && months <= 300 * MONTHS_PER_YEAR);

    struct date date = date_of(day);
    const int month_count = date.year * MONTHS_PER_YEAR + date.month - 1 + months;

    date.year = month_count / MONTHS_PER_YEAR;
    date.month = month_count % MONTHS_PER_YEAR + 1;

    const int last = days_in_month(date.year, date.month);

    if (date.day > last)
        date.day = last;
    assert(civil_day_exists(day_of(date)));
    return day_of(date);
}

int civil_read_day(const char *string) {
    static const char pattern[] = "dddd-dd-dd";
    int day = 0;

    for (size_t i = 0; i < sizeof pattern - 1; i++) {
        const bool is_digit = string[i] >= '0' && string[i] <= '9';

        if (pattern[i] == 'd' ? !is_digit : string[i] != pattern[i])
            return 0;
        if (is_digit)
            day = day * 10 + (string[i] - '0');
    }
    return !string[sizeof pattern - 1] && civil_day_exists(day) ? day : 0;
}

int civil_read_minute(const char *string) {
    const char *const d = string;
    int value[4] = { 0 };

    for (int i = 0; i < 5; i++) {
        const bool is_digit = d[i] >= '0' && d[i] <= '9';

        if (i == 2 ? d[i] != ':' : !is_digit)
            return -1;
        if (is_digit)
            value[i - (i > 2)] = d[i] - '0';
    }

    const int minute = (value[0] * 10 + value[1]) * 60 + value[2] * 10 + value[3];

    return !d[5] && value[2] < 6 && minute <= MINUTES_PER_DAY ? minute : -1;
}

bool civil_read_moment(const char *string, int64_t *moment_ms) {
    enum { DAY_SIZE = 10 };
    const size_t size = strnlen(string, DAY_SIZE + 1);
    char day_part[DAY_SIZE + 1] = "";

    if (size < DAY_SIZE)
        return false;
    memcpy(day_part, string, DAY_SIZE);

    const bool whole = size > DAY_SIZE;
    const int day = civil_read_day(day_part);
    const int minute = whole ? civil_read_minute(string + DAY_SIZE + 1) : 0;

    if (!day || minute < 0 ||
        (whole && string[DAY_SIZE] != 'T' && string[DAY_SIZE] != ' '))
        return false;
    *moment_ms = civil_moment_ms(day, minute);
    return true;
}

static void write_digits(char *out, int number, int count) {
    for (int i = count - 1; i >= 0; i--) {
        out[i] = (char)('0' + number % 10);
        number /= 10;
    }
}

void civil_write_day(char out[11], int day) {
    assert(civil_day_exists(day));

    const struct date date = date_of(day);

    write_digits(out, date.year, 4);
    out[4] = '-';
    write_digits(out + 5, date.month, 2);
    out[7] = '-';
    write_digits(out + 8, date.day, 2);
    out[10] = '\0';
}

void civil_write_moment(char out[17], int64_t now_ms) {
    const int minute = civil_minute(now_ms);

    civil_write_day(out, civil_day(now_ms));
    out[10] = ' ';
    write_digits(out + 11, minute / 60, 2);
    out[13] = ':';
    write_digits(out + 14, minute % 60, 2);
    out[16] = '\0';
}

/* Seconds and milliseconds are the same everywhere. */
static int second_of(int64_t now_ms) {
    return (int)(now_ms / 1000 % 60);
}

void civil_write_stamp(char out[30], int64_t now_ms) {
    civil_write_moment(out, now_ms);
    out[10] = 'T';
    out[16] = ':';
    write_digits(out + 17, second_of(now_ms), 2);
    out[19] = '.';
    write_digits(out + 20, (int)(now_ms % 1000), 3);
    memcpy(out + 23, "+08:00", sizeof "+08:00");
}

void civil_write_http_date(char out[30], int64_t now_ms) {
    static const char weekdays[] = "MonTueWedThuFriSatSun";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const int64_t there_ms = now_ms - 8 * 3600000LL; /* so that Greenwich reads as here */
    const int day = civil_day(there_ms);
    const int minute = civil_minute(there_ms);

    memcpy(out, weekdays + 3 * (civil_weekday(day) - 1), 3);
    memcpy(out + 3, ", ", 2);
    write_digits(out + 5, day % 100, 2);
    out[7] = ' ';
    memcpy(out + 8, months + 3 * (day / 100 % 100 - 1), 3);
    out[11] = ' ';
    write_digits(out + 12, day / 10000, 4);
    out[16] = ' ';
    write_digits(out + 17, minute / 60, 2);
    out[19] = ':';
    write_digits(out + 20, minute % 60, 2);
    out[22] = ':';
    write_digits(out + 23, second_of(now_ms), 2);
    memcpy(out + 25, " GMT", sizeof " GMT");
}
