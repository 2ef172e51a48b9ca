#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "config.h"
#include "item_adjust.h"

static const struct refusal *adjust(struct work *work, void *context) {
    return item_adjust(work, context);
}

/* What can be written, from the table that says what can be done. */
static void explain(struct cli *cli) {
    const char *verbs = "";

    for (size_t i = 0; i < item_verb_count; i++)
        if (item_verbs[i].from || item_verbs[i].place_from)
            verbs = arena_format(cli->arena, "%s%s%s", verbs, *verbs ? "|" : "",
                                 item_verbs[i].name);
    cli_complain("write: haoban item %s CODE --reason TEXT [--outlet CODE] "
                 "[--holder NAME] --town CODE",
                 verbs);
}

int cli_item(struct cli *cli) {
    const char *reason = cli_option(cli, "--reason");
    const char *outlet = cli_option(cli, "--outlet");
    const char *holder = cli_option(cli, "--holder");
    struct item_adjustment given = {
        .outlet = outlet ? outlet : "",
        .holder = holder ? holder : "",
        .reason = reason ? reason : "",
    };
    int status;

    if (cli->argc != 2 || !item_verb_named(cli->argv[0]) ||
        !cli->config->integer[CONFIG_TOWN]) {
        explain(cli);
        return 2;
    }
    given.verb = cli->argv[0];
    given.code = cli->argv[1];
    if (!cli_open(cli, CLI_MAY_MIGRATE))
        return 1;
    status = cli_call(cli, WORK_WRITE, adjust, &given);
    cli_close(cli);
    return status;
}
