#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "config.h"
#include "drift.h"
#include "drift_element.h"
#include "drift_web.h"
#include "utf8.h"

struct comparison {
    struct arena *arena;
    const char *source;
    struct item_import import;
    struct drift_run run;
    size_t printed; /* of one page */
    char code[ITEM_CODE_MAX + 1];
    char element[ITEM_CODE_MAX + 1];
};

/* How the source's columns were mapped before. */
static const struct refusal *find_columns(struct work *work, void *context) {
    struct comparison *const comparison = context;

    comparison->import.columns =
        arena_copy(comparison->arena, drift_source(work, comparison->source).columns);
    return NULL;
}

static const struct refusal *compare(struct work *work, void *context) {
    struct comparison *const comparison = context;
    const struct drift_source source =
        drift_keep_source(work, comparison->source, comparison->import.columns);

    comparison->run.source_id = source.id;
    return drift_run(work, &comparison->import, &comparison->run);
}

/* One page of what this run opened. */
static const struct refusal *print_fresh(struct work *work, void *context) {
    struct comparison *const comparison = context;
    const struct drift_elements elements = drift_elements(work->arena);
    const struct drift_difference *differences;
    const size_t count =
        drift_list(work,
                   &(struct drift_filter){ .source_id = comparison->run.source_id,
                                           .state = DRIFT_OPEN,
                                           .fresh_run_id = comparison->run.id,
                                           .element = "",
                                           .department = "",
                                           .after_code = comparison->code,
                                           .after_element = comparison->element,
                                           .limit = DRIFT_PAGE_MAX },
                   &differences);

    for (size_t i = 0; i < count; i++)
        printf("%s\t%s\t%s\t%s\t%s\n", differences[i].code, differences[i].name,
               drift_label(elements, &differences[i]),
               drift_on_one_line(work->arena, differences[i].ours),
               drift_on_one_line(work->arena, differences[i].theirs));
    comparison->printed = count;
    if (count > 0) {
        snprintf(comparison->code, sizeof comparison->code, "%s",
                 differences[count - 1].code);
        snprintf(comparison->element, sizeof comparison->element, "%s",
                 differences[count - 1].element);
    }
    return NULL;
}

static int print_all_fresh(struct cli *cli, struct comparison *comparison) {
    int status = 0;

    do
        status = cli_call(cli, WORK_READ, print_fresh, comparison);
    while (!status && comparison->printed == DRIFT_PAGE_MAX);
    return status;
}

static void print_run(const struct drift_run *run) {
    fprintf(stderr,
            "%" PRId64 " rows, %" PRId64 " rejected; paired %" PRId64 " by code, %" PRId64
            " by name; unclear %" PRId64 ", only here %" PRId64 ", only there %" PRId64
            "; %" PRId64 " fields differ; %" PRId64 " differences are new, %" PRId64
            " are gone\n",
            run->row_count, run->rejected, run->by_code, run->by_name, run->ambiguous,
            run->only_here, run->only_there, run->differing, run->fresh, run->settled);
}

/* Pairs are parted by semicolons, which a shell leaves alone between quotes. */
static const char *lines_of(struct arena *arena, const char *map) {
    char *const lines = arena_copy(arena, map);

    for (char *at = lines; *at; at++)
        if (*at == ';')
            *at = '\n';
    return lines;
}

/* Says 1 when the words are right. */
static int read_words(struct cli *cli, struct comparison *comparison) {
    const char *const source = cli_option(cli, "--source");
    const char *const format = cli_option(cli, "--format");
    const char *const map = cli_option(cli, "--map");
    const int named = format ? item_import_format_named(format) : ITEM_FORMAT_BY_ROW;

    comparison->source = source ? source : DRIFT_USUAL_SOURCE;
    comparison->import.keep =
        cli_flag(cli, "--keep-good") ? ITEM_KEEP_GOOD : ITEM_KEEP_ALL_OR_NOTHING;
    if (named < 0 || cli->argc != 2 || !cli->config->integer[CONFIG_TOWN] ||
        utf8_count(comparison->source) > DRIFT_NAME_MAX) {
        cli_complain("write: haoban check drift FILE --town CODE [--source NAME] "
                     "[--format NAME] [--map OURS=THEIRS;…] [--keep-good]");
        return 0;
    }
    comparison->import.columns = map ? lines_of(cli->arena, map) : NULL;
    comparison->import.format = (enum item_import_format)named;
    comparison->import.path = cli->argv[1];
    cli_hear_import(&comparison->import);
    comparison->run.file_name = comparison->import.path;
    if (strrchr(comparison->run.file_name, '/'))
        comparison->run.file_name = strrchr(comparison->run.file_name, '/') + 1;
    return 1;
}

static int compare_and_print(struct cli *cli, struct comparison *comparison) {
    const char *why = "";
    int status = 0;

    if (!comparison->import.columns)
        status = cli_call(cli, WORK_READ, find_columns, comparison);
    if (!status && !item_import_read(cli->arena, &comparison->import, &why)) {
        cli_complain("%s", why);
        return 1;
    }
    if (!status)
        status = cli_call(cli, WORK_WRITE, compare, comparison);
    if (!status)
        status = print_all_fresh(cli, comparison);
    if (!status)
        print_run(&comparison->run);
    return status || comparison->run.fresh > 0;
}

int cli_check_drift(struct cli *cli) {
    struct comparison comparison = { .arena = cli->arena };
    int status;

    if (!read_words(cli, &comparison))
        return 2;
    if (!cli_open(cli, CLI_MAY_MIGRATE))
        return 1;
    status = compare_and_print(cli, &comparison);
    cli_close(cli);
    return status;
}
