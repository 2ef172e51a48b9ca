#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "archive.h"
#include "cli.h"
#include "config.h"
#include "ledger.h"

struct verifying {
    struct ledger_report report;
    char broken[64]; /* the chain that is broken, as people know it */
};

/* A chain is a matter's, which has a number, or a mandate's. */
static void name_broken(struct work *work, struct verifying *verifying) {
    const int64_t id = verifying->report.broken_matter;
    struct matter matter;

    if (id && !matter_find_id(work, id, &matter))
        snprintf(verifying->broken, sizeof verifying->broken, "matter %s", matter.number);
    else
        snprintf(verifying->broken, sizeof verifying->broken,
                 "matter or mandate with the id %" PRId64, id);
}

static const struct refusal *verify(struct work *work, void *context) {
    struct verifying *verifying = context;

    ledger_verify(work, door_parts, &verifying->report);
    name_broken(work, verifying);
    return NULL;
}

static void print_break(const struct verifying *verifying) {
    const struct ledger_report *report = &verifying->report;
    const char *const broken = verifying->broken;

    if (report->broken_day)
        printf("broken: the seal of %" PRId64 " does not fit that day's events\n",
               report->broken_day);
    else if (report->broken_part && strcmp(report->broken_part, "matter") == 0)
        printf("broken: the row of %s is not what its last event left "
               "(state, clock, owner, answer, rating …)\n",
               broken);
    else if (report->broken_part)
        printf("broken: the %s of %s is not what its event left\n", report->broken_part,
               broken);
    else if (report->broken_ordinal)
        printf("broken: event %" PRId64 " of %s was changed, or one before it is "
               "missing\n",
               report->broken_ordinal, broken);
    else
        printf("broken: the last event of %s is missing, or all of it is\n", broken);
}

int cli_verify(struct cli *cli) {
    struct verifying verifying = { .broken = "" };
    const struct ledger_report *const report = &verifying.report;
    int status;

    if (!cli->config->integer[CONFIG_TOWN]) {
        cli_complain("which town? Write --town CODE");
        return 2;
    }
    if (!cli_open(cli, CLI_MUST_FIT))
        return 1;
    status = cli_call(cli, WORK_READ, verify, &verifying);
    cli_close(cli);
    if (status)
        return status;
    printf("%" PRId64 " matters, %" PRId64 " mandates, %" PRId64 " events, %" PRId64
           " daily seals\n",
           report->matters, report->mandates, report->events, report->seals);
    if (report->broken_matter || report->broken_day) {
        print_break(&verifying);
        return 1;
    }
    if (report->uncovered)
        printf("%" PRId64 " matters have had no event since their rows are covered\n",
               report->uncovered);
    puts("the ledger is whole");
    return 0;
}
