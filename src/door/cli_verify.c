#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "archive.h"
#include "cli.h"
#include "config.h"
#include "ledger.h"

static const struct refusal *verify(struct work *work, void *context) {
    ledger_verify(work, door_parts, context);
    return NULL;
}

static void print_break(const struct ledger_report *report) {
    if (report->broken_day)
        printf("broken: the seal of %" PRId64 " does not fit that day's events\n",
               report->broken_day);
    else if (report->broken_part && strcmp(report->broken_part, "matter") == 0)
        printf("broken: the row of matter %" PRId64 " is not what its last event left "
               "(state, clock, owner, answer, rating …)\n",
               report->broken_matter);
    else if (report->broken_part)
        printf("broken: the %s of matter %" PRId64 " is not what its event left\n",
               report->broken_part, report->broken_matter);
    else if (report->broken_ordinal)
        printf("broken: event %" PRId64 " of matter %" PRId64 " was changed, or one "
               "before it is missing\n",
               report->broken_ordinal, report->broken_matter);
    else
        printf("broken: the last event of matter %" PRId64 " is missing, or the matter "
               "is\n",
               report->broken_matter);
}

int cli_verify(struct cli *cli) {
    struct ledger_report report = { 0 };
    int status;

    if (!cli->config->integer[CONFIG_TOWN]) {
        cli_complain("which town? Write --town CODE");
        return 2;
    }
    if (!cli_open(cli, CLI_MUST_FIT))
        return 1;
    status = cli_call(cli, WORK_READ, verify, &report);
    cli_close(cli);
    if (status)
        return status;
    printf("%" PRId64 " matters, %" PRId64 " mandates, %" PRId64 " events, %" PRId64
           " daily seals\n",
           report.matters, report.mandates, report.events, report.seals);
    if (report.broken_matter || report.broken_day) {
        print_break(&report);
        return 1;
    }
    if (report.uncovered)
        printf("%" PRId64 " matters have had no event since their rows are covered\n",
               report.uncovered);
    puts("the ledger is whole");
    return 0;
}
