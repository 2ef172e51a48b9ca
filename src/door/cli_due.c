#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "calendar_span.h"
#include "civil.h"
#include "cli.h"
#include "item_words.h"
#include "text.h"

enum { LINE_MAX_BYTES = 8192, FIRST_DAY = 20000101, LAST_DAY = 20991231 };

/* What the lines have in common, and what is said behind the last. */
struct due {
    enum calendar_begin begin;
    int64_t guessed; /* lines whose day a notice to come may move */
};

/* A line as it is read: its fields, and what is wrong with it. */
struct line {
    char *rest;      /* NULL when no field is left */
    const char *why; /* NULL while it is good */
    int fields;
    bool whole_day; /* it begins on a day and not at a moment */
    struct calendar_course course;
    struct calendar_stop stops[CALENDAR_STOPS_MAX];
};

static char *next_field(struct line *line) {
    char *const field = line->rest;

    if (!field)
        return NULL;
    line->fields++;
    line->rest = strchr(field, '\t');
    if (line->rest)
        *line->rest++ = '\0';
    return field;
}

static bool read_moment(const char *string, int64_t *moment_ms) {
    return civil_read_moment(string, moment_ms) &&
           *moment_ms >= civil_moment_ms(FIRST_DAY, 0) &&
           *moment_ms <= civil_moment_ms(LAST_DAY, CIVIL_DAY_MINUTES);
}

static void read_begin(struct line *line) {
    const char *const field = next_field(line);

    line->whole_day = strlen(field) == strlen("YYYY-MM-DD");
    if (!read_moment(field, &line->course.begun_ms))
        line->why = "begin with YYYY-MM-DD or YYYY-MM-DDTHH:MM, from 2000 to 2099";
}

/* Cuts "20+10" in two; the second is NULL when there is none. */
static char *cut_plus(char *field) {
    char *const plus = field ? strchr(field, '+') : NULL;

    if (plus)
        *plus = '\0';
    return plus ? plus + 1 : NULL;
}

static bool read_unit(const char *name, int64_t *unit) {
    const struct word *const word = word_named(&item_units, name);

    if (word)
        *unit = word->value;
    return word != NULL;
}

static bool read_count(const char *string, struct calendar_span *span) {
    return text_read_int(string, &span->count) && span->count >= 0 &&
           span->count <= calendar_span_max((enum calendar_unit)span->unit);
}

static void read_spans(struct line *line) {
    struct calendar_course *const course = &line->course;
    char *count = next_field(line);
    char *unit = next_field(line);
    char *const more = cut_plus(count);
    char *const more_unit = cut_plus(unit);

    course->span.unit = CALENDAR_WORKING_DAYS;
    if (unit && !read_unit(unit, &course->span.unit))
        line->why = "the unit is working_day, day, hour, month or year";
    course->extension.unit = course->span.unit;
    if (more_unit && !read_unit(more_unit, &course->extension.unit))
        line->why = "the unit of the extension is working_day, day, hour, month or year";
    if (!count || !read_count(count, &course->span) ||
        (more && !read_count(more, &course->extension)))
        line->why = "the count is a number from 0, such as 20, or 20+10 with an "
                    "extension; at most 2000 working days, 3000 days, 72000 hours, 480 "
                    "months or 40 years";
}

static void read_stop(struct line *line, char *field) {
    struct calendar_course *const course = &line->course;
    char *const slash = strchr(field, '/');
    struct calendar_stop stop = { 0 };

    if (slash)
        *slash = '\0';
    if (!slash || !read_moment(field, &stop.from_ms) ||
        (slash[1] && (!read_moment(slash + 1, &stop.to_ms) || stop.to_ms < stop.from_ms)))
        line->why = "a stretch is FROM/TO, the first not behind the second, or FROM/ "
                    "while it lasts";
    else if (course->stop_count == CALENDAR_STOPS_MAX)
        line->why = "a line has at most 100 stretches";
    else
        line->stops[course->stop_count++] = stop;
}

static void read_line(struct line *line) {
    read_begin(line);
    if (!line->why)
        read_spans(line);
    for (char *field = next_field(line); field && !line->why; field = next_field(line))
        read_stop(line, field);
    line->course.stops = line->stops;
}

/* What has two columns is answered with the day alone. */
static void answer_day(struct due *due, const struct calendar *calendar,
                       const struct calendar_course *course) {
    const int day =
        calendar_due_day(calendar, civil_day(course->begun_ms), (int)course->span.count);
    char out[11];

    civil_write_day(out, day);
    puts(out);
    due->guessed += !calendar_is_certain(calendar, day);
}

static void answer_whole(struct due *due, const struct calendar *calendar,
                         const struct calendar_rules *rules,
                         const struct calendar_course *course) {
    const struct calendar_end end = calendar_end(calendar, rules, course);
    char out[17];

    civil_write_moment(out, end.due_ms);
    fputs(out, stdout);
    if (end.stopped_ms)
        printf("\tstopped %d", calendar_days_left(calendar, &end, end.stopped_ms));
    else
        fputs("\truns", stdout);
    puts(end.provisional ? "\tprovisional" : "\tcertain");
    due->guessed += end.provisional;
}

static const struct refusal *answer(struct work *work, void *context) {
    const struct calendar *const calendar = calendar_of(work);
    const struct calendar_rules rules = calendar_rules(work->house->config);
    struct due *const due = context;
    char bytes[LINE_MAX_BYTES];

    for (int number = 1; calendar && fgets(bytes, sizeof bytes, stdin); number++) {
        struct line line = { .rest = bytes, .course = { .begin = due->begin } };

        bytes[strcspn(bytes, "\r\n")] = '\0';
        read_line(&line);
        if (line.why)
            printf("line %d: write BEGIN<tab>COUNT[<tab>UNIT[<tab>FROM/TO...]]: %s\n",
                   number, line.why);
        else if (line.fields == 2 && line.whole_day && !line.course.extension.count &&
                 due->begin == CALENDAR_FROM_ACT)
            answer_day(due, calendar, &line.course);
        else
            answer_whole(due, calendar, &rules, &line.course);
    }
    if (due->guessed)
        cli_complain("%lld of the days may move: the holidays are loaded up to %d only; "
                     "load the next year with `haoban import holidays FILE`",
                     (long long)due->guessed, calendar_last_year(calendar));
    return NULL;
}

int cli_due(struct cli *cli) {
    const bool received = cli_flag(cli, "--received");
    struct due due = { .begin = received ? CALENDAR_FROM_RECEIPT : CALENDAR_FROM_ACT };
    int status;

    if (!cli_flag(cli, "--stdin") || cli->argc) {
        cli_complain("write: haoban due --stdin [--received], and a line for each limit: "
                     "BEGIN<tab>COUNT[<tab>UNIT[<tab>FROM/TO...]]");
        return 2;
    }
    if (!cli_open(cli, CLI_MAY_MIGRATE))
        return 1;
    status = cli_call(cli, WORK_READ, answer, &due);
    cli_close(cli);
    return status;
}
