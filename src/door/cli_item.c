#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "config.h"
#include "item.h"

static const struct {
    const char *word;
    enum item_state state;
} changes[] = {
    { "suspend", ITEM_SUSPENDED },
    { "resume", ITEM_IN_USE },
    { "cancel", ITEM_CANCELLED },
};

struct change {
    const char *code;
    enum item_state state;
};

static const struct refusal *set_state(struct work *work, void *context) {
    const struct change *change = context;

    return item_set_state(work, change->code, change->state);
}

int cli_item(struct cli *cli) {
    struct change change = { .code = cli->argc == 2 ? cli->argv[1] : NULL };
    int status;

    for (size_t i = 0; change.code && i < sizeof changes / sizeof *changes; i++)
        if (strcmp(changes[i].word, cli->argv[0]) == 0)
            change.state = changes[i].state;
    if (!change.state || !cli->config->integer[CONFIG_TOWN]) {
        cli_complain("write: haoban item suspend|resume|cancel CODE --town CODE");
        return 2;
    }
    if (!cli_open(cli, CLI_MAY_MIGRATE))
        return 1;
    status = cli_call(cli, WORK_WRITE, set_state, &change);
    cli_close(cli);
    return status;
}
