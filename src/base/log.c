#include "log.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "civil.h"
#include "utf8.h"

static const char *const level_words[] = {
    [LOG_DEBUG] = "debug",
    [LOG_INFO] = "info",
    [LOG_WARN] = "warn",
    [LOG_ERROR] = "error",
};

enum { LEVEL_COUNT = sizeof level_words / sizeof *level_words };

/* shared: set once, before there are threads. */
static enum log_level lowest_level = LOG_INFO;

/* A line under way.  It holds a byte more than is written, so that a cut shows. */
struct line {
    char bytes[LOG_LINE_MAX + 1];
    size_t length;
};

static void line_vadd(struct line *line, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static void line_vadd(struct line *line, const char *format, va_list args) {
    const size_t room = sizeof line->bytes - line->length;
    const int wanted = vsnprintf(line->bytes + line->length, room, format, args);

    assert(wanted >= 0);
    line->length += (size_t)wanted < room ? (size_t)wanted : room - 1;
}

static void line_add(struct line *line, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void line_add(struct line *line, const char *format, ...) {
    va_list args;

    va_start(args, format);
    line_vadd(line, format, args);
    va_end(args);
}

static int64_t clock_ms(void) {
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void line_add_moment(struct line *line, int64_t now_ms) {
    const int day = civil_day(now_ms);
    const int minute = civil_minute(now_ms);
    const int ms = (int)(now_ms - civil_moment_ms(day, minute));
    char day_text[11];

    civil_write_day(day_text, day);
    line_add(line, "%sT%02d:%02d:%02d.%03d+08:00", day_text, minute / 60, minute % 60,
             ms / 1000, ms % 1000);
}

static void line_add_about(struct line *line, const struct log_about *about) {
    if (about->work_id)
        line_add(line, " work=%" PRId64, about->work_id);
    if (about->actor_id)
        line_add(line, " actor=%" PRId64, about->actor_id);
}

/* A value from outside must not begin a second line nor steer a terminal. */
static void line_disarm(struct line *line) {
    for (size_t i = 0; i < line->length; i++) {
        const unsigned char byte = (unsigned char)line->bytes[i];
        const unsigned char next = (unsigned char)line->bytes[i + 1];

        if (byte < ' ' || byte == 0x7F)
            line->bytes[i] = '?';
        if (byte == 0xC2 && next >= 0x80 && next <= 0x9F)
            line->bytes[i] = line->bytes[i + 1] = '?';
    }
}

/* A cut within a character would leave bytes that are no text. */
static void line_trim(struct line *line) {
    if (line->length >= LOG_LINE_MAX)
        line->length = utf8_prefix(line->bytes, LOG_LINE_MAX - 1);
}

static void line_write(struct line *line) {
    assert(line->length < LOG_LINE_MAX);
    line->bytes[line->length++] = '\n';

    /* There is nowhere to report a log that cannot be written. */
    if (write(STDERR_FILENO, line->bytes, line->length) < 0)
        return;
}

void log_event(enum log_level level, const struct log_about *about, const char *event,
               const char *format, ...) {
    static const struct log_about nobody = { 0 };
    const int error = errno;
    struct line line = { .length = 0 };

    assert(level >= LOG_DEBUG && level <= LOG_ERROR);
    assert(event && *event);
    if (level < lowest_level)
        return;
    if (!about)
        about = &nobody;

    line_add_moment(&line, about->now_ms ? about->now_ms : clock_ms());
    line_add(&line, " %s", level_words[level]);
    line_add_about(&line, about);
    line_add(&line, " event=%s", event);
    if (format) {
        va_list args;

        line_add(&line, " ");
        va_start(args, format);
        line_vadd(&line, format, args);
        va_end(args);
    }
    line_disarm(&line);
    line_trim(&line);
    line_write(&line);
    errno = error;
}

void log_set_level(enum log_level level) {
    assert(level >= LOG_DEBUG && level <= LOG_ERROR);
    lowest_level = level;
}

int log_read_level(const char *word) {
    for (int level = 0; level < LEVEL_COUNT; level++)
        if (strcmp(word, level_words[level]) == 0)
            return level;
    return -1;
}
