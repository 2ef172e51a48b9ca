#include <stdio.h>

#include "bundle_import.h"
#include "cli.h"
#include "config.h"

static const struct refusal *store(struct work *work, void *context) {
    return bundle_import_store(work, context);
}

int cli_import_bundles(struct cli *cli) {
    const char *const path = cli->argc == 2 ? cli->argv[1] : NULL;
    struct bundle_import import = { .arena = cli->arena };
    int status;

    if (!path || !cli->config->integer[CONFIG_TOWN]) {
        cli_complain("write: haoban import bundles FILE --town CODE");
        return 2;
    }
    import.bytes = cli_read_file(cli, path, BUNDLE_FILE_MAX, &import.size);
    if (!import.bytes || !cli_open(cli, CLI_MAY_MIGRATE))
        return 1;
    status = cli_call(cli, WORK_WRITE, store, &import);
    cli_close(cli);
    for (size_t i = 0; i < import.fault_count; i++)
        fprintf(stderr, "%s:%d: %s\n", path, import.fault[i].line, import.fault[i].why);
    printf("%d new, %d changed, %d unchanged, %zu rejected\n",
           status ? 0 : import.new_count, status ? 0 : import.changed,
           status ? 0 : import.unchanged, import.fault_count);
    return status;
}
