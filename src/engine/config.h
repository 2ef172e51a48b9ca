/*
 * config -- what an operator may set, from one table.
 *
 * A setting comes from its default, then the file (ini; --config FILE), then the command
 * line (--name VALUE).  One row holds all that is true of it; `haoban serve --help`, the
 * checks are drawn from the rows.
 */
#ifndef CONFIG_H
#define CONFIG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct arena;

enum config_kind { CONFIG_TEXT, CONFIG_INTEGER, CONFIG_CHOICE };

enum config_name {
    CONFIG_DB,    /* sqlite:PATH or postgresql://… */
    CONFIG_KEYS,  /* key file */
    CONFIG_TOWN,  /* division code that this process serves by default */
    CONFIG_HOSTS, /* file of names that stand for other towns; "" none */
    CONFIG_ADDRESS,
    CONFIG_PORT,
    CONFIG_THREADS,     /* of HTTP */
    CONFIG_CONNECTIONS, /* to PostgreSQL */
    CONFIG_FILES,       /* folder of papers and uploads */
    CONFIG_TRUSTED_PROXY,
    CONFIG_SUITE, /* aes or sm */
    CONFIG_NODE,  /* 0 to 1023, unique among processes of one database */
    CONFIG_LOG,   /* debug, info, warn, error */
    CONFIG_SESSION_MINUTES,
    CONFIG_RATE_PER_MINUTE, /* of an address, for routes that guess */
    CONFIG_DRAFTS,          /* of an account at a time; 0 any number, as below */
    CONFIG_SUBMISSIONS_PER_DAY,
    CONFIG_UPLOADS_PER_DAY,
    CONFIG_GUIDE_HALF_LIFE_DAYS, /* of what visitors opened; 0: it does not count */
    CONFIG_AFTER_HOURS, /* next-day or same-day; this and the next three: calendar_span.h
                         */
    CONFIG_DUE_ON_DAY_OFF, /* moves or stays */
    CONFIG_YELLOW_DAYS,
    CONFIG_YELLOW_PERCENT,
    CONFIG_RULES,      /* of filings: auto, national or zhejiang */
    CONFIG_PAPER_DAYS, /* that papers are kept after a case is over; 0: for ever */
    CONFIG_CLAMD,      /* unix:/PATH or HOST:PORT of a virus scanner; "" none */
    CONFIG_CLAMD_DOWN, /* keep or refuse */
    CONFIG_SITE, /* https://… under which people find the hall; "" where it listens */
    CONFIG_FONT, /* family of printed letters */
    CONFIG_SMS_GATEWAY, /* addresses as gateway.h says; "" sends none */
    CONFIG_SMS_ASK,
    CONFIG_SMS_FROM,
    CONFIG_SMS_SIGN, /* between 【 and 】; "" the town's name and 政务 */
    CONFIG_MAIL_GATEWAY,
    CONFIG_MAIL_FROM,
    CONFIG_GATEWAY_SECRETS, /* file of names, passwords, keys */
    CONFIG_GATEWAY_TRUSTED,
    CONFIG_GATEWAY_SECONDS,
    CONFIG_SENDERS,     /* threads of each channel */
    CONFIG_EXPORT_DAYS, /* that the file of a list is kept */
    CONFIG_COUNT,
};

struct config_row {
    const char *name; /* "rate-per-minute": of the option and the ini key */
    enum config_kind kind;
    const char *otherwise; /* default, as text */
    int64_t min, max;      /* of an integer; bytes of a text */
    const char *choices;   /* "aes|sm" */
    const char *unit;      /* "minutes", or "" */
    const char *help;
};

extern const struct config_row config_rows[CONFIG_COUNT];

struct config {
    const char *text[CONFIG_COUNT];
    int64_t integer[CONFIG_COUNT];
};

/*
 * Reads defaults, the file and the options.  argv holds the words behind the
 * subcommand; settings are taken out of it and *argc shrinks to what is left.
 * Returns NULL and an English reason that says what to do.
 */
struct config *config_read(struct arena *arena, int *argc, char **argv, const char **why);

/* Prints the table for --help. */
void config_print_help(FILE *out);

#endif
