#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "bundle_import.h"
#include "cli.h"
#include "config.h"
#include "crypt.h"
#include "embed.h"
#include "item_import.h"
#include "place.h"
#include "situation_import.h"
#include "town_import.h"

static const char demo_password[] = "haoban-demo";

static const char *data(const char *name) {
    const struct embedded_data *found = embed_find_data(name);

    return found ? (const char *)found->bytes : NULL;
}

/* Makes the folder with its keys, and sets what the command line left at its default. */
static int prepare(struct cli *cli, const char *folder) {
    struct config *config = cli->config;
    const char *keys = arena_format(cli->arena, "%s/haoban.keys", folder);
    const char *why = NULL;
    struct stat found;

    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        cli_complain("cannot make the folder %s: %s", folder, strerror(errno));
        return 0;
    }
    if (strcmp(config->text[CONFIG_DB], config_rows[CONFIG_DB].otherwise) == 0)
        config->text[CONFIG_DB] = arena_format(cli->arena, "sqlite:%s/haoban.db", folder);
    if (strcmp(config->text[CONFIG_FILES], config_rows[CONFIG_FILES].otherwise) == 0)
        config->text[CONFIG_FILES] = arena_format(cli->arena, "%s/files", folder);
    if (strcmp(config->text[CONFIG_KEYS], config_rows[CONFIG_KEYS].otherwise) == 0)
        config->text[CONFIG_KEYS] = keys;
    if (!config->text[CONFIG_SMS_GATEWAY][0])
        config->text[CONFIG_SMS_GATEWAY] = "log:";
    if (!config->text[CONFIG_MAIL_GATEWAY][0])
        config->text[CONFIG_MAIL_GATEWAY] = "log:";
    config->integer[CONFIG_TOWN] = town_code(cli->arena, data("demo/town.json"));
    if (stat(config->text[CONFIG_KEYS], &found) == 0 ||
        keyring_create(config->text[CONFIG_KEYS], cli->arena, &why))
        return 1;
    cli_complain("%s", why);
    return 0;
}

struct demo {
    struct town_files files;
    struct item_import items;
    struct situation_import situations;
    struct bundle_import bundles;
    const char *where;
    char hash[CRYPT_PASSWORD_HASH_MAX];
};

static const struct refusal *is_there(struct work *work, void *context) {
    const struct place_book *book = place_book(work);

    *(int *)context = book && book->town.code != 0;
    return NULL;
}

static const struct refusal *load(struct work *work, void *context) {
    struct demo *demo = context;
    const struct refusal *refusal = town_import(work, &demo->files, &demo->where);

    if (!refusal)
        refusal = item_import_store(work, &demo->items);
    if (!refusal)
        refusal = situation_import_store(work, &demo->situations);
    return refusal ? refusal : bundle_import_store(work, &demo->bundles);
}

static int fill(struct cli *cli) {
    struct demo demo = { .where = "" };
    int there = 0;

    if (cli_call(cli, WORK_READ, is_there, &there) != 0)
        return 0;
    if (there)
        return 1;
    crypt_password_hash(demo.hash, demo_password);
    demo.files = (struct town_files){
        data("demo/town.json"),  data("demo/departments.json"), data("demo/outlets.json"),
        data("demo/staff.json"), data("demo/residents.json"),   demo.hash,
    };
    demo.items = (struct item_import){ .path = "demo/items.jsonl",
                                       .bytes = data("demo/items.jsonl") };
    demo.situations.bytes = data("demo/situations.jsonl");
    demo.situations.size = strlen(demo.situations.bytes);
    situation_import_read(cli->arena, &demo.situations);
    demo.bundles = (struct bundle_import){ .arena = cli->arena,
                                           .bytes = data("demo/bundles.jsonl") };
    demo.bundles.size = strlen(demo.bundles.bytes);
    if (item_import_read(cli->arena, &demo.items, &demo.where) &&
        cli_call(cli, WORK_WRITE, load, &demo) == 0)
        return 1;
    cli_complain("%s", demo.where);
    return 0;
}

static void print_accounts(const struct cli *cli) {
    static const char *const accounts[][3] = {
        { "resident", "办事人", "/sign-in" },
        { "clerk", "综合窗口", "/desk/sign-in" },
        { "reviewer", "审批人员", "/desk/sign-in" },
        { "head", "科室负责人", "/desk/sign-in" },
        { "manager", "大厅管理", "/desk/sign-in" },
        { "librarian", "事项管理员", "/desk/sign-in" },
    };

    printf("demonstration accounts, password %s:\n", demo_password);
    for (size_t i = 0; i < sizeof accounts / sizeof *accounts; i++)
        printf("  %-9s %s  http://%s:%lld%s\n", accounts[i][0], accounts[i][1],
               cli->config->text[CONFIG_ADDRESS],
               (long long)cli->config->integer[CONFIG_PORT], accounts[i][2]);
}

int cli_demo(struct cli *cli) {
    const char *folder = cli->argc > 0 ? cli->argv[0] : "demo-data";

    if (!prepare(cli, folder) || !cli_open(cli, CLI_MAY_MIGRATE))
        return 1;

    const int filled = fill(cli);

    cli_close(cli);
    if (!filled)
        return 1;
    print_accounts(cli);
    cli->argc = 0;
    return cli_serve(cli);
}
