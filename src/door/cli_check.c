#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "config.h"
#include "json.h"
#include "place.h"
#include "quality_overview.h"
#include "text.h"

/* ---- items ---- */

enum check_format { CHECK_TEXT, CHECK_JSON_LINES };

struct check {
    const char *department; /* code or name; "" all */
    enum check_format format;
    const char *after; /* the code behind which the next page begins */
    char code[ITEM_CODE_MAX + 1];
    size_t looked_at;
    int64_t must, should, items;
    int64_t score;
};

static const struct refusal *refresh(struct work *work, void *context) {
    struct check *const check = context;

    const char *last;

    check->looked_at = quality_refresh(work, check->code, &last);
    snprintf(check->code, sizeof check->code, "%s", last);
    return NULL;
}

static void print_text(const struct quality_item *item, const struct quality_check *check,
                       int64_t severity, const char *detail) {
    printf("  %s %s：%s%s%s\n", severity == QUALITY_MUST ? "必须改" : "建议改",
           check->name, check->title, *detail ? "；" : "", detail);
    (void)item;
}

static void print_json(struct arena *arena, const struct quality_item *item,
                       const struct quality_check *check, int64_t severity,
                       const char *detail) {
    struct text out = { .arena = arena };

    json_open(&out, NULL, '{');
    json_put_string(&out, "code", item->code);
    json_put_string(&out, "name", item->name);
    json_put_string(&out, "department", item->department);
    json_put_string(&out, "check", check->name);
    json_put_string(&out, "severity", severity == QUALITY_MUST ? "must" : "should");
    json_put_string(&out, "element", check->element);
    json_put_string(&out, "title", check->title);
    json_put_string(&out, "detail", detail);
    json_close(&out, '}');
    puts(text_string(&out));
}

static void print_item(struct work *work, struct check *check,
                       const struct quality_rules *rules,
                       const struct quality_item *item) {
    if (check->format == CHECK_TEXT)
        printf("%s %s（%s）\n", item->code, item->name, item->department);
    for (size_t i = 0; i < quality_check_count; i++) {
        const struct quality_check *const rule = &quality_checks[i];
        const int64_t severity = rules->rule[rule->number].severity;
        const char *const detail = quality_detail(work->arena, item, rule);

        if (!(item->failed & rules->enabled & (int64_t)1 << rule->number))
            continue;
        *(severity == QUALITY_MUST ? &check->must : &check->should) += 1;
        if (check->format == CHECK_TEXT)
            print_text(item, rule, severity, detail);
        else
            print_json(work->arena, item, rule, severity, detail);
    }
    check->items++;
}

/* One page of items; the code of the last tells where the next begins. */
static const struct refusal *print_page(struct work *work, void *context) {
    struct check *const check = context;
    const struct quality_rules *const rules = quality_rules(work);
    const struct place_book *const book = place_book(work);
    const struct place_department *const department =
        book ? place_department_coded(book, check->department) : NULL;
    struct quality_item *items;
    const size_t count =
        quality_read(work,
                     &(struct quality_filter){
                         .department = department ? department->name : check->department,
                         .checks = rules->enabled,
                         .after = check->after,
                         .limit = QUALITY_PAGE_MAX },
                     &items);

    for (size_t i = 0; i < count; i++)
        print_item(work, check, rules, &items[i]);
    check->looked_at = count;
    if (count > 0) {
        snprintf(check->code, sizeof check->code, "%s", items[count - 1].code);
        check->after = check->code;
    }
    return NULL;
}

static const struct refusal *read_score(struct work *work, void *context) {
    const struct quality_overview *const overview = quality_overview(work);

    if (overview)
        *(struct quality_department *)context = overview->all;
    return NULL;
}

static int print_findings(struct cli *cli, struct check *check) {
    struct quality_department all = { 0 };
    int status = 0;

    do
        status = cli_call(cli, WORK_WRITE, refresh, check);
    while (!status && check->looked_at == QUALITY_BATCH);
    check->looked_at = QUALITY_PAGE_MAX;
    while (!status && check->looked_at == QUALITY_PAGE_MAX)
        status = cli_call(cli, WORK_READ, print_page, check);
    if (!status)
        status = cli_call(cli, WORK_READ, read_score, &all);
    if (!status)
        fprintf(stderr,
                "%" PRId64 " items checked, %" PRId64 " of those asked for fail: %" PRId64
                " findings that must be mended, %" PRId64 " that should; score of all "
                "%" PRId64 ".%" PRId64 "\n",
                all.items, check->items, check->must, check->should, all.score / 10,
                all.score % 10);
    return status || check->must > 0;
}

static int check_items(struct cli *cli) {
    const char *const department = cli_option(cli, "--department");
    const char *const format = cli_option(cli, "--format");
    struct check check = { .department = department ? department : "", .after = "" };
    int status;

    if (format && strcmp(format, "jsonl") == 0)
        check.format = CHECK_JSON_LINES;
    else if (format && strcmp(format, "text") != 0)
        check.department = NULL;
    if (!check.department || cli->argc != 1 || !cli->config->integer[CONFIG_TOWN]) {
        cli_complain("write: haoban check items --town CODE [--department CODE or NAME] "
                     "[--format text|jsonl]");
        return 2;
    }
    if (!cli_open(cli, CLI_MAY_MIGRATE))
        return 1;
    status = print_findings(cli, &check);
    cli_close(cli);
    return status;
}

static const struct {
    const char *what;
    int (*run)(struct cli *cli);
} checks[] = {
    { "items", check_items },
    { "drift", cli_check_drift },
    { "situations", cli_check_situations },
};

int cli_check(struct cli *cli) {
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (cli->argc > 0 && strcmp(cli->argv[0], checks[i].what) == 0)
            return checks[i].run(cli);
    cli_complain(
        "write: haoban check items, check drift FILE or check situations [FILE]");
    return 2;
}
