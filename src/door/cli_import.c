#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "calendar.h"
#include "civil.h"
#include "cli.h"
#include "config.h"
#include "crypt.h"
#include "item_import.h"
#include "matter_recount.h"
#include "place.h"
#include "text.h"
#include "town_import.h"

enum { HOLIDAYS_BYTES_MAX = 1024 * 1024, TOWN_BYTES_MAX = 16 * 1024 * 1024 };

static int need_town(const struct cli *cli) {
    if (cli->config->integer[CONFIG_TOWN])
        return 1;
    cli_complain("which town? Write --town CODE, e.g. --town 330109113");
    return 0;
}

/* ---- items ---- */

static void print_reject(void *context, int line, int column, const char *reason) {
    const struct item_import *import = context;

    if (column)
        fprintf(stderr, "%s:%d:%d: %s\n", import->path, line, column, reason);
    else
        fprintf(stderr, "%s:%d: %s\n", import->path, line, reason);
}

static void print_remark(void *context, int line, int column, const char *reason) {
    const struct item_import *import = context;

    (void)column;
    fprintf(stderr, "%s:%d: 提示：%s\n", import->path, line, reason);
}

/* On a terminal only: a log keeps no carriage returns. */
static void print_progress(void *context, size_t rows) {
    (void)context;
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%zu", rows);
}

void cli_hear_import(struct item_import *import) {
    import->listener = (struct item_import_listener){ print_reject, print_remark,
                                                      print_progress, import };
}

static const struct refusal *store_items(struct work *work, void *context) {
    return item_import_store(work, context);
}

static int read_import(struct cli *cli, struct item_import *import) {
    const char *format = cli_option(cli, "--format");
    const int named = format ? item_import_format_named(format) : ITEM_FORMAT_BY_ROW;

    import->area = cli_option(cli, "--area");
    import->keep =
        cli_flag(cli, "--keep-good") ? ITEM_KEEP_GOOD : ITEM_KEEP_ALL_OR_NOTHING;
    cli_hear_import(import);
    if (named < 0 || cli->argc != 2) {
        cli_complain("write: haoban import items FILE --town CODE [--format haoban|"
                     "guangdong|guangan|changchun|names] [--area NAME] [--keep-good]");
        return 0;
    }
    import->format = (enum item_import_format)named;
    import->path = cli->argv[1];
    return 1;
}

static int import_items(struct cli *cli) {
    struct item_import import = { .path = NULL };
    const char *why = "";
    int status;

    if (!read_import(cli, &import) || !need_town(cli))
        return 2;
    if (!item_import_read(cli->arena, &import, &why)) {
        cli_complain("%s", why);
        return 1;
    }
    if (!cli_open(cli, CLI_MAY_MIGRATE))
        return 1;
    status = cli_call(cli, WORK_WRITE, store_items, &import);
    cli_close(cli);
    if (isatty(STDERR_FILENO))
        fputc('\r', stderr);
    printf("%" PRId64 " new, %" PRId64 " changed, %" PRId64 " unchanged, %" PRId64
           " rejected\n",
           status ? 0 : import.report.imported, status ? 0 : import.report.changed,
           status ? 0 : import.report.unchanged,
           import.report.rejected + import.report.refused);
    return status;
}

/* ---- holidays: day, name, off or work, year; tabs between ---- */

struct holidays {
    struct calendar_row *rows;
    size_t count;
};

static const struct refusal *store_holidays(struct work *work, void *context) {
    const struct holidays *holidays = context;

    return calendar_load(work, holidays->rows, holidays->count);
}

static int read_holiday(char *line, struct calendar_row *row) {
    char *fields[4];
    int64_t year = 0;

    for (int i = 0; i < 4; i++) {
        fields[i] = line;
        line += strcspn(line, "\t");
        if (*line)
            *line++ = '\0';
    }
    *row = (struct calendar_row){ civil_read_day(fields[0]), fields[2], fields[1], 0 };
    if (!row->day || !text_read_int(fields[3], &year))
        return 0;
    row->year = (int)year;
    return strcmp(row->kind, "off") == 0 || strcmp(row->kind, "work") == 0;
}

/* Reads all lines, or complains of the first bad one.  A heading is passed over. */
static int read_holidays(struct cli *cli, const char *path, struct holidays *holidays) {
    size_t size = 0;
    const char *bytes = cli_read_file(cli, path, HOLIDAYS_BYTES_MAX, &size);
    char *text = bytes ? arena_copy(cli->arena, bytes) : NULL;
    int number = 0;

    holidays->rows = arena_alloc(cli->arena, (size / 8 + 1) * sizeof *holidays->rows);
    for (char *line = text; line && *line;) {
        char *next = strchr(line, '\n');

        if (next)
            *next++ = '\0';
        line[strcspn(line, "\r")] = '\0';
        number++;
        if (*line && !read_holiday(line, &holidays->rows[holidays->count])) {
            if (number > 1) {
                cli_complain("%s:%d: write YYYY-MM-DD<tab>name<tab>off or work<tab>year",
                             path, number);
                return 0;
            }
        } else if (*line) {
            holidays->count++;
        }
        line = next;
    }
    return text != NULL;
}

/* ---- every town hears of new holidays ---- */

struct towns {
    struct arena *arena;
    const int64_t *codes;
    size_t count;
};

static const struct refusal *read_towns(struct work *work, void *context) {
    struct towns *towns = context;
    const int64_t *codes;

    towns->count = place_towns(work, &codes);
    towns->codes = (const int64_t *)(const void *)arena_copy_bytes(
        towns->arena, codes, towns->count * sizeof *codes);
    return NULL;
}

static const struct refusal *renew_calendar(struct work *work, void *context) {
    (void)context;
    calendar_renew(work);
    matter_ask_recount(work);
    return NULL;
}

static int renew_calendars(struct cli *cli) {
    struct towns towns = { .arena = cli->arena };
    int status = cli_call(cli, WORK_READ, read_towns, &towns);

    for (size_t i = 0; i < towns.count && !status; i++) {
        cli->config->integer[CONFIG_TOWN] = towns.codes[i];
        status = cli_call(cli, WORK_WRITE, renew_calendar, NULL);
    }
    return status;
}

static int import_holidays(struct cli *cli) {
    struct holidays holidays = { 0 };
    int status;

    if (cli->argc != 2) {
        cli_complain("write: haoban import holidays FILE");
        return 2;
    }
    if (!read_holidays(cli, cli->argv[1], &holidays) || !cli_open(cli, CLI_MAY_MIGRATE))
        return 1;
    status = cli_call(cli, WORK_WRITE, store_holidays, &holidays);
    if (!status)
        status = renew_calendars(cli);
    cli_close(cli);
    if (!status)
        printf("%zu days; `haoban serve` counts the limits that run anew\n",
               holidays.count);
    return status;
}

/* ---- a town ---- */

struct town {
    struct town_files files;
    struct arena *arena; /* outlives the work, for where */
    const char *where;
};

static const struct refusal *store_town(struct work *work, void *context) {
    struct town *town = context;
    const char *where = "";
    const struct refusal *refusal = town_import(work, &town->files, &where);

    town->where = arena_copy(town->arena, where);
    return refusal;
}

static const char *read_part(struct cli *cli, const char *folder, const char *name) {
    const char *path = arena_format(cli->arena, "%s/%s", folder, name);
    size_t size;

    return access(path, R_OK) == 0 ? cli_read_file(cli, path, TOWN_BYTES_MAX, &size)
                                   : NULL;
}

static int import_town(struct cli *cli) {
    const char *folder = cli->argc == 2 ? cli->argv[1] : ".";
    struct town town = { .arena = cli->arena, .where = "" };
    int status;

    town.files.town = read_part(cli, folder, "town.json");
    town.files.departments = read_part(cli, folder, "departments.json");
    town.files.outlets = read_part(cli, folder, "outlets.json");
    if (cli->argc != 2 || !town.files.town) {
        cli_complain("write: haoban import town FOLDER --town CODE; the folder holds "
                     "town.json, departments.json and outlets.json");
        return 2;
    }
    if (!need_town(cli))
        return 2;
    if (!cli_open(cli, CLI_MAY_MIGRATE))
        return 1;
    status = cli_call(cli, WORK_WRITE, store_town, &town);
    if (status && town.where[0])
        cli_complain("%s", town.where);
    cli_close(cli);
    return status;
}

static const struct {
    const char *what;
    int (*run)(struct cli *cli);
} imports[] = {
    { "items", import_items },         { "situations", cli_import_situations },
    { "bundles", cli_import_bundles }, { "holidays", import_holidays },
    { "town", import_town },
};

int cli_import(struct cli *cli) {
    for (size_t i = 0; i < sizeof imports / sizeof *imports; i++)
        if (cli->argc > 0 && strcmp(cli->argv[0], imports[i].what) == 0)
            return imports[i].run(cli);
    cli_complain("write: haoban import items FILE, import situations FILE, import "
                 "bundles FILE, import holidays FILE or import town FOLDER");
    return 2;
}
