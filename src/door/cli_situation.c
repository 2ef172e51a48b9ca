#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "config.h"
#include "situation_check.h"
#include "situation_import.h"

enum { ITEMS_AT_ONCE = 50 };

/* ---- a file ---- */

/* Says 0 when the file cannot be read; rows that are wrong are reported and counted. */
static int read_file(struct cli *cli, const char *path, struct situation_import *import) {
    struct item_import *const told = arena_alloc(cli->arena, sizeof *told);

    told->path = path;
    cli_hear_import(told);
    import->listener = told->listener;
    import->bytes = cli_read_file(cli, path, SITUATION_FILE_MAX, &import->size);
    if (!import->bytes)
        return 0;
    situation_import_read(cli->arena, import);
    return 1;
}

/* ---- import ---- */

static const struct refusal *store(struct work *work, void *context) {
    return situation_import_store(work, context);
}

int cli_import_situations(struct cli *cli) {
    struct situation_import import = { .keep = cli_flag(cli, "--keep-good")
                                                   ? ITEM_KEEP_GOOD
                                                   : ITEM_KEEP_ALL_OR_NOTHING };
    const char *const path = cli->argc == 2 ? cli->argv[1] : NULL;
    int status;

    if (!path || !cli->config->integer[CONFIG_TOWN]) {
        cli_complain("write: haoban import situations FILE --town CODE [--keep-good]");
        return 2;
    }
    if (!read_file(cli, path, &import) || !cli_open(cli, CLI_MAY_MIGRATE))
        return 1;
    status = cli_call(cli, WORK_WRITE, store, &import);
    cli_close(cli);
    printf("%" PRId64 " published, %" PRId64 " unchanged, %" PRId64 " rejected\n",
           status ? 0 : import.report.published, status ? 0 : import.report.unchanged,
           import.report.rejected + import.report.refused);
    return status;
}

/* ---- check: a file ---- */

static void print_heading(void) {
    printf("%-6s %9s %7s %5s %6s %8s  %s\n", "line", "questions", "longest", "ways",
           "papers", "findings", "item");
}

static int check_file(struct cli *cli) {
    struct situation_import import = { .keep = ITEM_KEEP_ALL_OR_NOTHING };

    if (!read_file(cli, cli->argv[1], &import))
        return 1;
    print_heading();
    for (size_t i = 0; i < import.flow_count; i++) {
        const struct situation_import_flow *const one = &import.flows[i];

        printf("%-6d %9zu %7zu %5zu %6zu %8zu  %s %s\n", one->line,
               one->flow.question_count, one->longest, one->ways, one->flow.paper_count,
               one->findings, one->code, one->name);
    }
    fprintf(stderr, "%zu items, %" PRId64 " findings, %" PRId64 " odd rows\n",
            import.flow_count, import.report.rejected, import.report.remarked);
    return import.report.rejected > 0;
}

/* ---- check: the library ---- */

struct survey {
    char after[ITEM_CODE_MAX + 1]; /* the last item that was looked at */
    size_t items, findings;
    size_t batch; /* items of the last call */
};

static void print_item(struct work *work, struct survey *survey,
                       const struct situation_item *one) {
    struct situation_findings *const found = arena_alloc(work->arena, sizeof *found);
    struct item_version *const version = arena_alloc(work->arena, sizeof *version);
    struct situation_flow flow;
    struct item item;

    if (item_find(work, one->code, &item) || situation_read(work, item.id, &flow) ||
        item_read_version(work, item.version_id, version))
        return;
    situation_check(work->arena, &flow, version, found);
    printf("%-6zu %9zu %7zu %5zu %6zu %8zu  %s %s\n", survey->items + 1,
           flow.question_count, found->longest, found->ways, flow.paper_count,
           found->count, one->code, one->name);
    for (size_t i = 0; i < found->count; i++)
        printf("       %s: %s\n", situation_fault_name(found->finding[i].fault),
               found->finding[i].reason);
    survey->items++;
    survey->findings += found->count;
}

static const struct refusal *print_batch(struct work *work, void *context) {
    struct survey *const survey = context;
    const struct situation_item *items;

    survey->batch = situation_items(work, survey->after, ITEMS_AT_ONCE, &items);
    for (size_t i = 0; i < survey->batch; i++)
        print_item(work, survey, &items[i]);
    if (survey->batch > 0)
        snprintf(survey->after, sizeof survey->after, "%s",
                 items[survey->batch - 1].code);
    return NULL;
}

static int check_library(struct cli *cli) {
    struct survey survey = { .batch = ITEMS_AT_ONCE };
    int status = 0;

    if (!cli_open(cli, CLI_MUST_FIT))
        return 1;
    print_heading();
    while (!status && survey.batch == ITEMS_AT_ONCE)
        status = cli_call(cli, WORK_READ, print_batch, &survey);
    cli_close(cli);
    fprintf(stderr, "%zu items, %zu findings\n", survey.items, survey.findings);
    return status || survey.findings > 0;
}

int cli_check_situations(struct cli *cli) {
    if (cli->argc == 2)
        return check_file(cli);
    if (cli->argc == 1 && cli->config->integer[CONFIG_TOWN])
        return check_library(cli);
    cli_complain("write: haoban check situations FILE, or check situations --town CODE");
    return 2;
}
