#include "cli.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "cache.h"
#include "config.h"
#include "crypt.h"
#include "executor.h"
#include "id.h"
#include "matter.h"
#include "migrate.h"
#include "text.h"
#include "utf8.h"

/* ---- what subcommands share ---- */

void cli_complain(const char *format, ...) {
    va_list args;

    fputs("haoban: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

static void take_out(struct cli *cli, int at, int count) {
    memmove(cli->argv + at, cli->argv + at + count,
            (size_t)(cli->argc - at - count) * sizeof *cli->argv);
    cli->argc -= count;
}

const char *cli_option(struct cli *cli, const char *name) {
    const size_t size = strlen(name);

    for (int i = 0; i < cli->argc; i++) {
        const char *word = cli->argv[i];

        if (strcmp(word, name) == 0 && i + 1 < cli->argc) {
            const char *value = cli->argv[i + 1];

            take_out(cli, i, 2);
            return value;
        }
        if (strncmp(word, name, size) == 0 && word[size] == '=') {
            take_out(cli, i, 1);
            return word + size + 1;
        }
    }
    return NULL;
}

int cli_flag(struct cli *cli, const char *name) {
    for (int i = 0; i < cli->argc; i++) {
        if (strcmp(cli->argv[i], name) == 0) {
            take_out(cli, i, 1);
            return 1;
        }
    }
    return 0;
}

const char *cli_read_file(struct cli *cli, const char *path, size_t max, size_t *size) {
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    struct text out = { .arena = cli->arena };
    char block[64 * 1024];
    size_t got;

    if (!file) {
        cli_complain("cannot read %s: %s", path, strerror(errno));
        return NULL;
    }
    while ((got = fread(block, 1, sizeof block, file)) > 0 && out.length <= max)
        text_add_bytes(&out, block, got);
    if (file != stdin)
        fclose(file);
    if (out.length > max) {
        cli_complain("%s has more than %zu bytes; split it", path, max);
        return NULL;
    }
    *size = out.length;
    return text_string(&out);
}

/* ---- the house ---- */

/* Brings the schema to the program's, or says what to do. */
static int check_schema(struct cli *cli, enum cli_schema schema) {
    const char *location = cli->config->text[CONFIG_DB];
    const char *why = NULL;
    struct db *db = db_open(location, WORK_WRITE, cli->arena, &why);

    if (!db) {
        cli_complain("%s", why);
        return 0;
    }

    struct work work = { .arena = cli->arena,
                         .db = db,
                         .kind = WORK_WRITE,
                         .house = &cli->house,
                         .now_ms = house_now_ms() };
    const int embedded = db_kind(db) == DB_SQLITE;
    struct migrate_status status = { MIGRATE_UNKNOWN, 0, "" };

    db_begin(&work);
    status = migrate_status(&work, migrate_built_in());
    db_end(&work, false);
    if (schema == CLI_MAY_MIGRATE && embedded &&
        (status.state == MIGRATE_EMPTY || status.state == MIGRATE_OLDER))
        status = migrate_apply(&work, migrate_built_in());
    db_close(db);
    if (work.fault)
        cli_complain("%s", work.fault);
    else if (status.state != MIGRATE_CURRENT)
        cli_complain("%s", status.text);
    return !work.fault && status.state == MIGRATE_CURRENT;
}

static int open_keys(struct cli *cli) {
    const struct config *config = cli->config;
    const enum crypt_suite suite =
        strcmp(config->text[CONFIG_SUITE], "sm") == 0 ? CRYPT_SM : CRYPT_AES;
    const char *why = NULL;

    cli->house.keyring = keyring_read(config->text[CONFIG_KEYS], suite, cli->arena, &why);
    if (!cli->house.keyring)
        cli_complain("%s", why);
    return cli->house.keyring != NULL;
}

int cli_open(struct cli *cli, enum cli_schema schema) {
    const struct config *config = cli->config;
    const char *why = NULL;

    cli->house = (struct house){ .config = config };
    if (!open_keys(cli))
        return 0;
    if (!check_schema(cli, schema)) {
        keyring_free((struct keyring *)cli->house.keyring);
        return 0;
    }
    cli->house.ids = id_source_new((int)config->integer[CONFIG_NODE]);
    cli->house.caches = cache_room_new();
    cli->house.executor =
        executor_start(&cli->house, config->text[CONFIG_DB],
                       (int)config->integer[CONFIG_CONNECTIONS], cli->arena, &why);
    if (cli->house.executor)
        return 1;
    cli_complain("%s", why);
    cli_close(cli);
    return 0;
}

void cli_close(struct cli *cli) {
    if (cli->house.executor)
        executor_stop(cli->house.executor);
    if (cli->house.caches)
        cache_room_free(cli->house.caches);
    if (cli->house.ids)
        id_source_free(cli->house.ids);
    if (cli->house.keyring)
        keyring_free((struct keyring *)cli->house.keyring);
    cli->house = (struct house){ 0 };
}

/* A subcommand's work is the program's own. */
struct call {
    const struct refusal *(*run)(struct work *work, void *context);
    void *context;
};

static const struct refusal *run_as_system(struct work *work, void *context) {
    const struct call *call = context;

    work->actor = (struct actor){ .rights = RIGHT_SYSTEM, .name = "" };
    return call->run(work, call->context);
}

int cli_call(struct cli *cli, enum work_kind kind,
             const struct refusal *(*run)(struct work *work, void *context),
             void *context) {
    struct call call = { run, context };
    struct task task = {
        .work = { .arena = arena_new(),
                  .kind = kind,
                  .town = cli->config->integer[CONFIG_TOWN] },
        .run = run_as_system,
        .context = &call,
    };

    executor_call(cli->house.executor, &task);
    if (task.work.fault)
        cli_complain("%s", task.work.fault);
    else if (task.refusal)
        cli_complain("%s (%s)", task.refusal->text, task.refusal->name);

    const int status = task.work.fault || task.refusal ? 1 : 0;

    arena_free(task.work.arena);
    return status;
}

/* ---- short subcommands ---- */

static int run_migrate(struct cli *cli) {
    const char *location = cli->config->text[CONFIG_DB];
    const char *why = NULL;
    struct db *db = db_open(location, WORK_WRITE, cli->arena, &why);

    if (!db) {
        cli_complain("%s", why);
        return 1;
    }

    struct work work = {
        .arena = cli->arena, .db = db, .kind = WORK_WRITE, .now_ms = house_now_ms()
    };
    const struct migrate_status status = migrate_apply(&work, migrate_built_in());
    const int good = !work.fault && status.state == MIGRATE_CURRENT;

    if (good)
        printf("%s\n", status.text);
    else
        cli_complain("%s", work.fault ? work.fault : status.text);
    db_close(db);
    return good ? 0 : 1;
}

static int run_keys(struct cli *cli) {
    const char *why = NULL;

    if (cli->argc != 2 || strcmp(cli->argv[0], "new") != 0) {
        cli_complain("write: haoban keys new FILE");
        return 2;
    }
    if (!keyring_create(cli->argv[1], cli->arena, &why)) {
        cli_complain("%s", why);
        return 1;
    }
    printf("%s: a new key; without it nobody reads the sealed columns, so keep a copy "
           "apart from the database\n",
           cli->argv[1]);
    return 0;
}

static int run_flow(struct cli *cli) {
    struct text out = { .arena = cli->arena };

    for (size_t i = 0; matter_flows[i]; i++)
        if (cli->argc == 0 || strcmp(cli->argv[0], matter_flows[i]->name) == 0)
            flow_print(&out, matter_flows[i]);
    fputs(text_string(&out), stdout);
    if (!out.length)
        cli_complain("there is no flow '%s'", cli->argv[0]);
    return out.length ? 0 : 2;
}

static int run_openapi(struct cli *cli) {
    struct text out = { .arena = cli->arena };

    api_describe(&out);
    puts(text_string(&out));
    return 0;
}

/* ---- the table ---- */

const struct cli_command cli_commands[] = {
    { "serve", "", "answers over HTTP until it is told to stop", cli_serve },
    { "demo", "[FOLDER]", "makes a demonstration town in a folder and serves it",
      cli_demo },
    { "migrate", "", "creates the schema, or brings it to this program's", run_migrate },
    { "import",
      "items FILE [--format NAME] [--area NAME] [--keep-good] | situations FILE "
      "[--keep-good] | holidays FILE | town FOLDER",
      "loads a list of items, their situations, a year's holidays, or a town",
      cli_import },
    { "export", "items FILE [--format jsonl|csv|xlsx]",
      "writes the library of items as a file that imports again", cli_export },
    { "item", "VERB CODE --reason TEXT [--outlet CODE] [--holder NAME]",
      "adjusts an item: suspend, resume, cancel, hand_down, take_over; with an outlet "
      "enter, recruit and leave, too",
      cli_item },
    { "check",
      "items [--department CODE or NAME] [--format text|jsonl] | "
      "drift FILE [--source NAME] [--format NAME] [--keep-good] | situations [FILE]",
      "lists what fails the quality rules, differs from the province's list, or leads "
      "people wrong; status 1 when something must be mended, or is new",
      cli_check },
    { "guide", "--stdin [--limit N] | learn FILE [--keep-good]",
      "answers one question a line: which item is meant; or learns how people ask",
      cli_guide },
    { "due", "--stdin [--received]",
      "reads BEGIN<tab>COUNT[<tab>UNIT[<tab>FROM/TO...]] a line, prints when it is due; "
      "UNIT is working_day, day, hour, month or year, COUNT may be 20+10, FROM/TO is a "
      "stretch that does not count",
      cli_due },
    { "verify", "", "proves that nobody rewrote the ledger", cli_verify },
    { "archive", "NUMBER [--out FILE.zip] | --check FILE.zip",
      "writes a finished case's whole file as one ZIP; or proves one, without a database",
      cli_archive },
    { "flow", "[KIND]", "prints the flow of a kind of matter as a table", run_flow },
    { "user",
      "add LOGIN --role ROLE [--name NAME] [--department CODE] [--outlet CODE] | "
      "password LOGIN",
      "makes an account, or gives one another password", cli_user },
    { "message", "test sms|mail",
      "queues a notice to an address of one's own, to prove a gateway", cli_message },
    { "keys", "new FILE", "makes a key file for the sealed columns", run_keys },
    { "openapi", "", "prints the description of the API", run_openapi },
    { "simulate", "--cases N", "fills a test database with invented cases",
      cli_simulate },
};

const size_t cli_command_count = sizeof cli_commands / sizeof *cli_commands;
