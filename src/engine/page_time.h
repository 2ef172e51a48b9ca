/*
 * page_time -- days and moments as people say them.
 *
 *     11月27日（周五）        a day
 *     11月27日（周五）17:30前  until when
 *     11月27日 09:12          when it was
 *
 * The year is said only when it is not this year; what is printed says it always, with 0
 * for today.  The strings are in the arena.
 */
#ifndef PAGE_TIME_H
#define PAGE_TIME_H

#include <stdint.h>

#include "page.h"

struct arena;

/* today is yyyymmdd, as work_day() says it. */
const char *page_say_day(struct arena *arena, enum language language, int day, int today);
const char *page_say_until(struct arena *arena, enum language language, int64_t until_ms,
                           int today);
const char *page_say_moment(struct arena *arena, enum language language,
                            int64_t moment_ms, int today);

#endif
