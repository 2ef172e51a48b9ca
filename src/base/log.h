/*
 * log -- one line per event, on standard error.
 *
 *     2026-11-23T09:05:00.123+08:00 info work=… actor=… event=filing.accept …
 *
 * Never a person's name, ID number or phone: log ids and numbers.  A line is one
 * write(), so lines of threads and processes do not mix.  Values are key=value,
 * printf-style, separated by a blank; text values with blanks are the caller's to
 * quote.  At most LOG_LINE_MAX bytes with the newline; more is cut
 * between characters.  Controls become '?'.
 */
#ifndef LOG_H
#define LOG_H

#include <stdint.h>

enum { LOG_LINE_MAX = 1000 };

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/*
 * Who and when; zero fields are left out, but a zero moment reads the clock.  NULL
 * stands for all zero.
 */
struct log_about {
    int64_t now_ms;
    int64_t work_id;
    int64_t actor_id;
};

/*
 * Writes an event, named "noun.verb"; NULL for format when there is no more to say.
 * Keeps errno.  A line that cannot be written is lost.
 */
void log_event(enum log_level level, const struct log_about *about, const char *event,
               const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The lowest level that is written; LOG_INFO at start.  Set once, before threads. */
void log_set_level(enum log_level level);

/* Reads "debug", "info", "warn" or "error"; -1 for anything else. */
int log_read_level(const char *word);

#endif
