#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "config.h"
#include "item_export.h"

static const struct refusal *export_items(struct work *work, void *context) {
    return item_export(work, context);
}

int cli_export(struct cli *cli) {
    const char *const format = cli_option(cli, "--format");
    struct item_export export = {
        .format = sheet_format_named(format ? format : "jsonl"),
    };
    int status;

    if (cli->argc != 2 || strcmp(cli->argv[0], "items") != 0 ||
        export.format == SHEET_BY_CONTENT || !cli->config->integer[CONFIG_TOWN]) {
        cli_complain("write: haoban export items FILE --town CODE "
                     "[--format jsonl|csv|xlsx]; CSV makes a folder");
        return 2;
    }
    export.path = cli->argv[1];
    if (!cli_open(cli, CLI_MUST_FIT))
        return 1;
    status = cli_call(cli, WORK_READ, export_items, &export);
    cli_close(cli);
    if (!status)
        printf("%" PRId64 " items\n", export.count);
    return status;
}
