/*
 * cli -- the subcommands of the program.
 *
 * One row holds all that is true of a subcommand; `haoban --help` and each one's own help
 * are printed from the rows and from the settings table (config.h).  A subcommand reads
 * its words from the cli, opens the house when it needs the database, and returns the
 * exit status: 0 done, 1 it did not work, 2 the words were wrong.
 */
#ifndef CLI_H
#define CLI_H

#include <stddef.h>

#include "house.h"
#include "work.h"

/* One run of the program: its words, and the house once it is open. */
struct cli {
    struct arena *arena;
    struct config *config;
    int argc; /* words behind the subcommand and the settings */
    char **argv;
    struct house house; /* after cli_open() */
};

enum cli_schema {
    CLI_MUST_FIT,    /* the schema must be the program's */
    CLI_MAY_MIGRATE, /* an embedded database is brought to it */
};

/* A row of the table of subcommands. */
struct cli_command {
    const char *name;    /* the first word */
    const char *words;   /* "items FILE [--format NAME]" */
    const char *summary; /* one line of --help */
    int (*run)(struct cli *cli);
};

extern const struct cli_command cli_commands[];
extern const size_t cli_command_count;

/* Opens keys and database.  Says 1, or prints what is wrong and what to do and says 0. */
int cli_open(struct cli *cli, enum cli_schema schema);
void cli_close(struct cli *cli);

/* Runs one work and waits.  Prints a fault or refusal; returns the exit status. */
int cli_call(struct cli *cli, enum work_kind kind,
             const struct refusal *(*run)(struct work *work, void *context),
             void *context);

/* Takes "--name VALUE" or "--name=VALUE" out of the words; NULL when it is not there. */
const char *cli_option(struct cli *cli, const char *name);

/* Takes "--name" out of the words; says 1 when it was there. */
int cli_flag(struct cli *cli, const char *name);

/* Prints "haoban: …" on standard error. */
void cli_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Reads a whole file of at most max bytes; NULL after a complaint. */
const char *cli_read_file(struct cli *cli, const char *path, size_t max, size_t *size);

/* Prints what is wrong or odd in a list as "FILE:LINE:COLUMN: …" on standard error. */
struct item_import;
void cli_hear_import(struct item_import *import);

/* Parts of check and import. */
int cli_check_drift(struct cli *cli);
int cli_check_situations(struct cli *cli);
int cli_import_situations(struct cli *cli);
int cli_import_bundles(struct cli *cli);

/*
 * The subcommands with a file of their own.
 *   serve      until SIGINT or SIGTERM; answers what is under way, then ends with 0
 *   demo       as serve, after making keys, database and demonstration where missing
 *   import     items, situations, holidays or a town; all or nothing unless --keep-good
 *   export     the library of items, as a file that imports again
 *   archive    a case as a ZIP, not over a file that is there; --check: 1 when it is not
 *              what was made, and what of it
 *   verify     1 when the ledger is broken, and where
 *   simulate   invented cases, for measuring
 *   user       accounts; names, numbers and passwords come by standard input
 *   guide      answers questions of standard input; learns phrasings from a file
 *   item       in use, suspended, cancelled
 *   due        when limits end; two columns give the day only (span.h for the rest)
 *   message    queues a notice on trial; the address comes by standard input
 *   check      1 when items break a rule that must hold, or a list says what is new
 */
int cli_serve(struct cli *cli);
int cli_demo(struct cli *cli);
int cli_import(struct cli *cli);
int cli_export(struct cli *cli);
int cli_archive(struct cli *cli);
int cli_verify(struct cli *cli);
int cli_simulate(struct cli *cli);
int cli_user(struct cli *cli);
int cli_guide(struct cli *cli);
int cli_item(struct cli *cli);
int cli_check(struct cli *cli);
int cli_due(struct cli *cli);
int cli_message(struct cli *cli);

#endif
