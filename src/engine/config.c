#include "config.h"

#include <assert.h>
#include <errno.h>
#include <ini.h>
#include <inttypes.h>
#include <string.h>

#include "arena.h"
#include "text.h"
#include "utf8.h"

enum { PATH_BYTES_MAX = 1000, WORDS_MAX = 1000, HELP_COLUMN = 28 };

const struct config_row config_rows[CONFIG_COUNT] = {
    [CONFIG_DB] = { .name = "db",
                    .kind = CONFIG_TEXT,
                    .otherwise = "sqlite:haoban.db",
                    .min = 1,
                    .max = PATH_BYTES_MAX,
                    .unit = "",
                    .help = "database: sqlite:PATH or postgresql://..." },
    [CONFIG_KEYS] = { .name = "keys",
                      .kind = CONFIG_TEXT,
                      .otherwise = "haoban.keys",
                      .min = 1,
                      .max = PATH_BYTES_MAX,
                      .unit = "",
                      .help = "key file; `haoban keys new FILE` writes one" },
    [CONFIG_TOWN] = { .name = "town",
                      .kind = CONFIG_INTEGER,
                      .otherwise = "0",
                      .min = 0,
                      .max = 999999999999,
                      .unit = "",
                      .help = "division code that is served by default" },
    [CONFIG_HOSTS] = { .name = "hosts",
                       .kind = CONFIG_TEXT,
                       .otherwise = "",
                       .min = 0,
                       .max = PATH_BYTES_MAX,
                       .unit = "",
                       .help = "file with a line NAME CODE for each town that is "
                               "served, too" },
    [CONFIG_ADDRESS] = { .name = "address",
                         .kind = CONFIG_TEXT,
                         .otherwise = "127.0.0.1",
                         .min = 1,
                         .max = 64,
                         .unit = "",
                         .help = "address to listen on; ::1 and :: are IPv6" },
    [CONFIG_PORT] = { .name = "port",
                      .kind = CONFIG_INTEGER,
                      .otherwise = "8080",
                      .min = 0,
                      .max = 65535,
                      .unit = "",
                      .help = "port to listen on; 0 takes any free one" },
    [CONFIG_THREADS] = { .name = "threads",
                         .kind = CONFIG_INTEGER,
                         .otherwise = "0",
                         .min = 0,
                         .max = 256,
                         .unit = "",
                         .help = "threads that answer requests; 0 is one per core" },
    [CONFIG_CONNECTIONS] = { .name = "connections",
                             .kind = CONFIG_INTEGER,
                             .otherwise = "8",
                             .min = 1,
                             .max = 256,
                             .unit = "",
                             .help = "connections to the database, at most 16 are used" },
    [CONFIG_FILES] = { .name = "files",
                       .kind = CONFIG_TEXT,
                       .otherwise = "haoban-files",
                       .min = 1,
                       .max = PATH_BYTES_MAX,
                       .unit = "",
                       .help = "folder of papers and uploads" },
    [CONFIG_TRUSTED_PROXY] = { .name = "trusted-proxy",
                               .kind = CONFIG_TEXT,
                               .otherwise = "",
                               .min = 0,
                               .max = 64,
                               .unit = "",
                               .help = "address whose X-Forwarded-* headers count" },
    [CONFIG_SUITE] = { .name = "suite",
                       .kind = CONFIG_CHOICE,
                       .otherwise = "aes",
                       .choices = "aes|sm",
                       .unit = "",
                       .help = "how personal data is sealed: AES-256-GCM, or SM4 and "
                               "SM3" },
    [CONFIG_NODE] = { .name = "node",
                      .kind = CONFIG_INTEGER,
                      .otherwise = "0",
                      .min = 0,
                      .max = 1023,
                      .unit = "",
                      .help = "unique among the processes of one database" },
    [CONFIG_LOG] = { .name = "log",
                     .kind = CONFIG_CHOICE,
                     .otherwise = "info",
                     .choices = "debug|info|warn|error",
                     .unit = "",
                     .help = "lowest level that is written to standard error" },
    [CONFIG_SESSION_MINUTES] = { .name = "session-minutes",
                                 .kind = CONFIG_INTEGER,
                                 .otherwise = "480",
                                 .min = 5,
                                 .max = 1440,
                                 .unit = "minutes",
                                 .help = "how long a sign-in lasts after the last form" },
    [CONFIG_RATE_PER_MINUTE] = { .name = "rate-per-minute",
                                 .kind = CONFIG_INTEGER,
                                 .otherwise = "30",
                                 .min = 1,
                                 .max = 100000,
                                 .unit = "requests",
                                 .help = "of one address, where a request could guess "
                                         "a secret" },
    [CONFIG_DRAFTS] = { .name = "drafts",
                        .kind = CONFIG_INTEGER,
                        .otherwise = "20",
                        .min = 0,
                        .max = 10000,
                        .unit = "drafts",
                        .help = "that a resident keeps at a time; 0 is any number" },
    [CONFIG_GUIDE_HALF_LIFE_DAYS] = { .name = "guide-half-life-days",
                                      .kind = CONFIG_INTEGER,
                                      .otherwise = "90",
                                      .min = 0,
                                      .max = 3650,
                                      .unit = "days",
                                      .help = "after which what visitors opened after a "
                                              "question counts half; 0: not at all" },
    [CONFIG_SUBMISSIONS_PER_DAY] = { .name = "submissions-per-day",
                                     .kind = CONFIG_INTEGER,
                                     .otherwise = "30",
                                     .min = 0,
                                     .max = 10000,
                                     .unit = "cases",
                                     .help = "that a resident hands in online; 0 is any "
                                             "number" },
    [CONFIG_UPLOADS_PER_DAY] = { .name = "uploads-per-day",
                                 .kind = CONFIG_INTEGER,
                                 .otherwise = "100",
                                 .min = 0,
                                 .max = 10000,
                                 .unit = "files",
                                 .help = "that a resident uploads; 0 is any number" },
    [CONFIG_AFTER_HOURS] = { .name = "after-hours",
                             .kind = CONFIG_CHOICE,
                             .otherwise = "next-day",
                             .choices = "next-day|same-day",
                             .unit = "",
                             .help = "when what is handed in outside service hours "
                                     "counts as received" },
    [CONFIG_DUE_ON_DAY_OFF] = { .name = "due-on-day-off",
                                .kind = CONFIG_CHOICE,
                                .otherwise = "moves",
                                .choices = "moves|stays",
                                .unit = "",
                                .help = "whether a limit of days, months or years that "
                                        "would end on a day off ends on the next "
                                        "working day" },
    [CONFIG_YELLOW_DAYS] = { .name = "yellow-days",
                             .kind = CONFIG_INTEGER,
                             .otherwise = "1",
                             .min = 0,
                             .max = 60,
                             .unit = "working days",
                             .help = "left of a limit when its light turns yellow" },
    [CONFIG_YELLOW_PERCENT] = { .name = "yellow-percent",
                                .kind = CONFIG_INTEGER,
                                .otherwise = "20",
                                .min = 0,
                                .max = 100,
                                .unit = "per cent",
                                .help = "of a limit, at which it turns yellow when that "
                                        "is more" },
    [CONFIG_RULES] = { .name = "rules",
                       .kind = CONFIG_CHOICE,
                       .otherwise = "auto",
                       .choices = "auto|national|zhejiang",
                       .unit = "",
                       .help = "under which cases are handled; auto: those of the town's "
                               "province" },
    [CONFIG_PAPER_DAYS] = { .name = "paper-days",
                            .kind = CONFIG_INTEGER,
                            .otherwise = "3650",
                            .min = 0,
                            .max = 36500,
                            .unit = "days",
                            .help = "that papers are kept after a case is over, where "
                                    "its item does not say; 0 is for ever" },
    [CONFIG_CLAMD] = { .name = "clamd",
                       .kind = CONFIG_TEXT,
                       .otherwise = "",
                       .min = 0,
                       .max = PATH_BYTES_MAX,
                       .unit = "",
                       .help = "virus scanner of papers: unix:/PATH or HOST:PORT of a "
                               "clamd" },
    [CONFIG_CLAMD_DOWN] = { .name = "clamd-down",
                            .kind = CONFIG_CHOICE,
                            .otherwise = "keep",
                            .choices = "keep|refuse",
                            .unit = "",
                            .help = "what becomes of a paper while clamd does not "
                                    "answer: kept unseen until it does, or refused" },
    [CONFIG_SITE] = { .name = "site",
                      .kind = CONFIG_TEXT,
                      .otherwise = "",
                      .min = 0,
                      .max = 200,
                      .unit = "",
                      .help = "https://NAME under which people find this hall, for the "
                              "codes on letters" },
    [CONFIG_FONT] = { .name = "font",
                      .kind = CONFIG_TEXT,
                      .otherwise = "WenQuanYi Micro Hei",
                      .min = 1,
                      .max = 100,
                      .unit = "",
                      .help = "family of the characters on letters" },
    [CONFIG_SMS_GATEWAY] = { .name = "sms-gateway",
                             .kind = CONFIG_TEXT,
                             .otherwise = "",
                             .min = 0,
                             .max = PATH_BYTES_MAX,
                             .unit = "",
                             .help = "where SMS go: smpp://HOST, https://..., log:" },
    [CONFIG_SMS_ASK] = { .name = "sms-ask",
                         .kind = CONFIG_TEXT,
                         .otherwise = "",
                         .min = 0,
                         .max = PATH_BYTES_MAX,
                         .unit = "",
                         .help = "https:// address that tells of {town} and {id}" },
    [CONFIG_SMS_FROM] = { .name = "sms-from",
                          .kind = CONFIG_TEXT,
                          .otherwise = "",
                          .min = 0,
                          .max = 20,
                          .unit = "",
                          .help = "number that SMS come from" },
    [CONFIG_SMS_SIGN] = { .name = "sms-sign",
                          .kind = CONFIG_TEXT,
                          .otherwise = "",
                          .min = 0,
                          .max = 48,
                          .unit = "",
                          .help =
                              "who sends, in brackets before each SMS; 7 characters" },
    [CONFIG_MAIL_GATEWAY] = { .name = "mail-gateway",
                              .kind = CONFIG_TEXT,
                              .otherwise = "",
                              .min = 0,
                              .max = PATH_BYTES_MAX,
                              .unit = "",
                              .help =
                                  "where mails go: smtp://HOST:PORT, smtps://..., log:" },
    [CONFIG_MAIL_FROM] = { .name = "mail-from",
                           .kind = CONFIG_TEXT,
                           .otherwise = "",
                           .min = 0,
                           .max = 254,
                           .unit = "",
                           .help = "mail address that mails come from" },
    [CONFIG_GATEWAY_SECRETS] = { .name = "gateway-secrets",
                                 .kind = CONFIG_TEXT,
                                 .otherwise = "",
                                 .min = 0,
                                 .max = PATH_BYTES_MAX,
                                 .unit = "",
                                 .help = "file of sms-user, sms-password, sms-key, "
                                         "mail-user, mail-password" },
    [CONFIG_GATEWAY_TRUSTED] = { .name = "gateway-trusted",
                                 .kind = CONFIG_TEXT,
                                 .otherwise = "",
                                 .min = 0,
                                 .max = PATH_BYTES_MAX,
                                 .unit = "",
                                 .help = "file of certificates (PEM) that gateways may "
                                         "show" },
    [CONFIG_GATEWAY_SECONDS] = { .name = "gateway-seconds",
                                 .kind = CONFIG_INTEGER,
                                 .otherwise = "20",
                                 .min = 1,
                                 .max = 120,
                                 .unit = "seconds",
                                 .help = "that a gateway has for an answer" },
    [CONFIG_SENDERS] = { .name = "senders",
                         .kind = CONFIG_INTEGER,
                         .otherwise = "1",
                         .min = 1,
                         .max = 16,
                         .unit = "threads",
                         .help = "that hand over SMS, and as many mails" },
    [CONFIG_EXPORT_DAYS] = { .name = "export-days",
                             .kind = CONFIG_INTEGER,
                             .otherwise = "7",
                             .min = 1,
                             .max = 365,
                             .unit = "days",
                             .help = "after which an exported file is removed" },
};

/* What is being read, and from where, for the reason of a refusal. */
struct reading {
    struct arena *arena;
    struct config *config;
    const char *why;                  /* NULL while all is well */
    const char *option[CONFIG_COUNT]; /* of the command line, NULL when absent */
    const char *path;                 /* of the file, NULL without one */
    FILE *file;
    int line;
    int seen_line[CONFIG_COUNT]; /* where the file sets it, 0: nowhere */
};

/* The row of a name of length bytes; CONFIG_COUNT when there is none. */
static enum config_name find_row(const char *name, size_t length) {
    enum config_name row = 0;

    while (row < CONFIG_COUNT && (strncmp(config_rows[row].name, name, length) != 0 ||
                                  config_rows[row].name[length] != '\0'))
        row++;
    return row;
}

/* The place of a word in "one|two|three"; -1 when it is not there. */
static int find_choice(const char *choices, const char *word) {
    const size_t length = strlen(word);
    int place = 0;

    if (length == 0 || strchr(word, '|'))
        return -1;
    while (strncmp(choices, word, length) != 0 ||
           (choices[length] != '|' && choices[length] != '\0')) {
        choices = strchr(choices, '|');
        if (!choices)
            return -1;
        choices++;
        place++;
    }
    return place;
}

static bool text_fits(const struct config_row *row, const char *value) {
    const size_t size = strlen(value);

    return size >= (size_t)row->min && size <= (size_t)row->max &&
           utf8_valid_text(value, size) && !strpbrk(value, "\r\n");
}

/* Says what a value of the row has to be. */
static const char *wanted(struct arena *arena, const struct config_row *row) {
    switch (row->kind) {
    case CONFIG_INTEGER:
        return arena_format(arena, "a whole number from %" PRId64 " to %" PRId64,
                            row->min, row->max);
    case CONFIG_CHOICE: return arena_format(arena, "one of %s", row->choices);
    case CONFIG_TEXT: break;
    }
    return arena_format(arena, "a UTF-8 text of %" PRId64 " to %" PRId64 " bytes",
                        row->min, row->max);
}

/* Sets one value; false when the row does not allow it.  A choice is its place too. */
static bool set_value(struct reading *reading, enum config_name name, const char *value) {
    const struct config_row *row = &config_rows[name];
    int64_t integer = 0;

    assert(name < CONFIG_COUNT);
    if (row->kind == CONFIG_TEXT && !text_fits(row, value))
        return false;
    if (row->kind == CONFIG_INTEGER &&
        (!text_read_int(value, &integer) || integer < row->min || integer > row->max))
        return false;
    if (row->kind == CONFIG_CHOICE) {
        integer = find_choice(row->choices, value);
        if (integer < 0)
            return false;
    }
    reading->config->text[name] = arena_copy(reading->arena, value);
    reading->config->integer[name] = integer;
    return true;
}

static void set_defaults(struct reading *reading) {
    for (enum config_name name = 0; name < CONFIG_COUNT; name++) {
        const bool fits = set_value(reading, name, config_rows[name].otherwise);

        assert(fits);
    }
}

/* ---- the file ---- */

/* Refuses the file's present line. */
static void refuse_line(struct reading *reading, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void refuse_line(struct reading *reading, const char *format, ...) {
    va_list args;

    va_start(args, format);
    reading->why = arena_format(reading->arena, "%s:%d: %s", reading->path, reading->line,
                                arena_vformat(reading->arena, format, args));
    va_end(args);
}

/* Hands libinih the next line; none after a refusal, and none that it would cut. */
static char *next_line(char *line, int size, void *context) {
    struct reading *reading = context;

    if (reading->why || !fgets(line, size, reading->file))
        return NULL;
    reading->line++;
    if (strlen(line) == (size_t)size - 1 && line[size - 2] != '\n') {
        refuse_line(reading,
                    "is longer than %d bytes; shorten it or give it as an "
                    "option",
                    size - 2);
        return NULL;
    }
    return line;
}

/* libinih's callback: nonzero is success. */
static int take_pair(void *context, const char *section, const char *name,
                     const char *value) {
    struct reading *reading = context;
    const enum config_name row = find_row(name, strlen(name));

    if (reading->why)
        return 0;
    if (*section)
        refuse_line(reading, "settings stand in no section; remove the line [%s]",
                    section);
    else if (row == CONFIG_COUNT)
        refuse_line(reading, "there is no setting \"%s\"; see `haoban serve --help`",
                    name);
    else if (reading->seen_line[row])
        /* libinih also reads an indented line as more of the setting above it. */
        refuse_line(reading,
                    "sets %s again after line %d; remove one, and begin lines "
                    "without blanks",
                    name, reading->seen_line[row]);
    else if (!set_value(reading, row, value))
        refuse_line(reading, "%s must be %s, not \"%s\"", name,
                    wanted(reading->arena, &config_rows[row]), value);
    else
        reading->seen_line[row] = reading->line;
    return reading->why == NULL;
}

static void read_file(struct reading *reading) {
    reading->file = fopen(reading->path, "r");
    if (!reading->file) {
        reading->why = arena_format(reading->arena,
                                    "%s: cannot be read (%s); correct --config or the "
                                    "file's rights",
                                    reading->path, strerror(errno));
        return;
    }

    const int code = ini_parse_stream(next_line, reading, take_pair, reading);
    const bool failed = ferror(reading->file);

    fclose(reading->file);
    if (failed) {
        reading->why = arena_format(reading->arena, "%s: cannot be read; is it a folder?",
                                    reading->path);
    } else if (code != 0 && !(reading->why && reading->line <= code)) {
        reading->line = code > 0 ? code : reading->line;
        refuse_line(reading, "is not NAME = VALUE, a comment (; or #) or empty; "
                             "correct it");
    }
}

/* ---- the command line ---- */

static void refuse_option(struct reading *reading, const char *name, const char *what) {
    if (!reading->why)
        reading->why = arena_format(reading->arena, "--%s %s", name, what);
}

/*
 * If the word is an option of ours, stores its value and returns how many words it
 * took; else 0.
 */
static int take_option(struct reading *reading, int left, char **words) {
    if (!text_begins(words[0], "--"))
        return 0;

    const char *name = words[0] + 2;
    const size_t length = strcspn(name, "=");
    const enum config_name row = find_row(name, length);
    const bool names_file = length == strlen("config") && text_begins(name, "config");

    if (row == CONFIG_COUNT && !names_file)
        return 0;

    const bool stands_alone = name[length] == '\0';
    const char *value = stands_alone ? words[1] : name + length + 1;

    if (stands_alone && (left < 2 || text_begins(value, "--"))) {
        refuse_option(reading, name, "needs a value behind it");
        return 1;
    }
    if (names_file)
        reading->path = value;
    else
        reading->option[row] = value;
    return stands_alone ? 2 : 1;
}

/* Takes our options out of the words and keeps the rest in order. */
static void take_options(struct reading *reading, int *argc, char **argv) {
    int kept = 0;

    for (int i = 0; i < *argc;) {
        const int taken = take_option(reading, *argc - i, argv + i);

        if (taken == 0)
            argv[kept++] = argv[i++];
        i += taken;
    }
    if (kept < *argc)
        argv[kept] = NULL;
    *argc = kept;
}

static void set_options(struct reading *reading) {
    for (enum config_name name = 0; name < CONFIG_COUNT; name++) {
        const struct config_row *row = &config_rows[name];
        const char *value = reading->option[name];

        if (value && !set_value(reading, name, value))
            refuse_option(reading, row->name,
                          arena_format(reading->arena, "must be %s, not \"%s\"",
                                       wanted(reading->arena, row), value));
    }
}

struct config *config_read(struct arena *arena, int *argc, char **argv,
                           const char **why) {
    struct reading reading = {
        .arena = arena,
        .config = arena_alloc(arena, sizeof *reading.config),
    };

    assert(*argc >= 0);
    assert(*argc <= WORDS_MAX);
    set_defaults(&reading);
    take_options(&reading, argc, argv);
    if (!reading.why && reading.path)
        read_file(&reading);
    if (!reading.why)
        set_options(&reading);
    *why = reading.why;
    return reading.why ? NULL : reading.config;
}

/* ---- help ---- */

static const char *word_for(enum config_kind kind) {
    return kind == CONFIG_INTEGER ? "NUMBER" : kind == CONFIG_CHOICE ? "WORD" : "TEXT";
}

static void print_row(FILE *out, const struct config_row *row) {
    const int used = fprintf(out, "  --%s %s", row->name, word_for(row->kind));

    fprintf(out, "%*s%s\n%*s", HELP_COLUMN - used, "", row->help, HELP_COLUMN, "");
    if (row->kind == CONFIG_CHOICE)
        fprintf(out, "%s; ", row->choices);
    if (row->kind == CONFIG_INTEGER)
        fprintf(out, "%" PRId64 " to %" PRId64 "%s%s; ", row->min, row->max,
                *row->unit ? " " : "", row->unit);
    fprintf(out, "default %s\n", *row->otherwise ? row->otherwise : "none");
}

void config_print_help(FILE *out) {
    fprintf(out, "  --config FILE%*ssettings as NAME = VALUE, one a line; options win\n",
            HELP_COLUMN - 15, "");
    for (enum config_name name = 0; name < CONFIG_COUNT; name++)
        print_row(out, &config_rows[name]);
}
