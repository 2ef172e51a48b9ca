#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "account.h"
#include "calendar.h"
#include "cli.h"
#include "config.h"
#include "doors.h"
#include "escalation.h"
#include "executor.h"
#include "export.h"
#include "filing.h"
#include "filing_checklist.h"
#include "filing_draft.h"
#include "guide_desk.h"
#include "host.h"
#include "http.h"
#include "item_tell.h"
#include "job.h"
#include "ledger.h"
#include "letter.h"
#include "log.h"
#include "mandate.h"
#include "matter_recount.h"
#include "matter_run_out.h"
#include "message.h"
#include "message_sender.h"
#include "paper.h"
#include "paper_scan.h"
#include "push.h"
#include "quality.h"
#include "route.h"
#include "runner.h"
#include "tally.h"

enum { STOP_WAIT_MS = 10000, NIGHT_MINUTE = 30, TRIM_BYTES = 4 << 20 };

/* ---- what the clock begins ---- */

static void seal(struct work *work, const char *subject) {
    (void)subject;
    ledger_seal_days(work);
}

static void sweep(struct work *work, const char *subject) {
    (void)subject;
    account_sweep(work);
    export_sweep(work);
    filing_sweep_drafts(work);
    guide_sweep(work);
    mandate_sweep(work);
    message_sweep(work);
    paper_sweep(work);
    route_sweep(work);
    tally_sweep(work);
}

static void count(struct work *work, const char *subject) {
    (void)subject;
    filing_count(work);
}

static void keep_time(struct work *work, const char *subject) {
    (void)subject;
    matter_run_out(work);
}

static void remind(struct work *work, const char *subject) {
    (void)subject;
    calendar_remind(work);
}

static void forget(struct work *work, const char *subject) {
    (void)subject;
    filing_forget_papers(work);
}

static const struct job_kind job_kinds[] = {
    { PAPER_SCAN_JOB, paper_scan_job, JOB_WHEN_ASKED },
    { "paper.forget", forget, NIGHT_MINUTE },
    { ITEM_TOLD, quality_follow, JOB_WHEN_ASKED },
    { LETTER_PRINT, letter_print_job, JOB_WHEN_ASKED },
    { QUALITY_GO_ON, quality_go_on, JOB_WHEN_ASKED },
    { "ledger.seal", seal, NIGHT_MINUTE },
    { "house.sweep", sweep, NIGHT_MINUTE },
    { ESCALATION_DAY, escalation_day, NIGHT_MINUTE },
    { ESCALATION_SWEEP, escalation_sweep, JOB_WHEN_ASKED },
    { "filing.count", count, NIGHT_MINUTE },
    { "filing.time", keep_time, CALENDAR_CLOSING_MINUTE + 1 },
    { "calendar.remind", remind, NIGHT_MINUTE },
    { MATTER_RECOUNT, matter_recount, JOB_WHEN_ASKED },
};

/* ---- serving ---- */

static int threads_of(const struct config *config) {
    const int64_t set = config->integer[CONFIG_THREADS];
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);

    return (int)(set > 0 ? set : cores > 0 ? cores : 1);
}

/* Only this thread hears the signals that end the program; all others are begun later. */
static void block_signals(sigset_t *ending) {
    sigemptyset(ending);
    sigaddset(ending, SIGINT);
    sigaddset(ending, SIGTERM);
    pthread_sigmask(SIG_BLOCK, ending, NULL);
}

static struct http_server *start_http(struct cli *cli, struct router *router) {
    const struct config *config = cli->config;
    const char *why = NULL;
    struct http_server *server = http_start(
        &(struct http_settings){
            .address = config->text[CONFIG_ADDRESS],
            .port = (int)config->integer[CONFIG_PORT],
            .threads = threads_of(config),
            .spool_folder =
                arena_format(cli->arena, "%s/spool", config->text[CONFIG_FILES]),
            .trusted_proxy = config->text[CONFIG_TRUSTED_PROXY],
            .body_max = router_body_max,
            .serve = router_serve,
            .refuse = router_refuse,
            .finished = router_finished,
            .context = router,
        },
        cli->arena, &why);

    if (!server)
        cli_complain("%s", why);
    return server;
}

/* NULL when the list of names cannot be read; the person has been told why. */
static const struct host_book *read_hosts(struct cli *cli) {
    const char *path = cli->config->text[CONFIG_HOSTS];
    struct host_book *book = host_book_new(cli->arena, cli->config->integer[CONFIG_TOWN]);
    FILE *file = path[0] ? fopen(path, "r") : NULL;
    const char *why = path[0] && !file ? strerror(errno) : NULL;

    if (file) {
        why = host_read(cli->arena, file, book);
        fclose(file);
    }
    if (why)
        cli_complain("%s: %s; correct the file or --hosts", path, why);
    return why ? NULL : book;
}

static int serve_until_told(struct cli *cli, struct router *router,
                            const struct host_book *hosts, const sigset_t *ending) {
    struct http_server *server = start_http(cli, router);
    int signal_number = 0;

    if (!server)
        return 0;

    struct job_runner *jobs =
        job_start(&cli->house, (struct job_towns){ hosts->town, hosts->town_count },
                  job_kinds, sizeof job_kinds / sizeof *job_kinds);
    struct message_senders *senders = message_senders_start(
        &cli->house, (struct job_towns){ hosts->town, hosts->town_count });

    struct runner *exports = runner_start(&cli->house, hosts->town, hosts->town_count,
                                          export_turn, cli->arena);

    printf("haoban serves http://%s:%d/\n", cli->config->text[CONFIG_ADDRESS],
           http_port(server));
    fflush(stdout);
    sigwait(ending, &signal_number);
    log_event(LOG_INFO, NULL, "serve.stopping", "signal=%d", signal_number);
    runner_stop(exports);
    job_stop(jobs);
    message_senders_stop(senders);
    http_stop(server, STOP_WAIT_MS);
    executor_await_idle(cli->house.executor);
    return 1;
}

static int make_folder(const char *path) {
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return 1;
    cli_complain("cannot make the folder %s: %s", path, strerror(errno));
    return 0;
}

static int check_gateways(struct cli *cli) {
    const char *why = message_check_settings(&cli->house, cli->arena);

    if (why)
        cli_complain("%s", why);
    return !why;
}

int cli_serve(struct cli *cli) {
    sigset_t ending;
    const struct host_book *hosts;
    struct router *router;
    int served;

    if (cli->argc > 0) {
        cli_complain("serve does not know '%s'; `haoban serve --help` lists its settings",
                     cli->argv[0]);
        return 2;
    }
    if (!cli->config->integer[CONFIG_TOWN]) {
        cli_complain("which town? Write --town CODE, e.g. --town 330109113");
        return 2;
    }
    hosts = read_hosts(cli);
    if (!hosts)
        return 1;
    block_signals(&ending);
    /* A request's memory comes and goes; handing it back each time costs more. */
    mallopt(M_TRIM_THRESHOLD, TRIM_BYTES);
    if (!make_folder(cli->config->text[CONFIG_FILES]) || !cli_open(cli, CLI_MAY_MIGRATE))
        return 1;
    if (!check_gateways(cli)) {
        cli_close(cli);
        return 1;
    }
    cli->house.push = push_start(&cli->house);
    router = router_new(&(struct router_settings){
        .house = &cli->house,
        .hosts = hosts,
        .tables = door_tables,
        .table_count = door_table_count,
        .looks = door_looks,
        .sign_on = door_sign_on,
        .view = door_view,
    });
    served = serve_until_told(cli, router, hosts, &ending);
    push_stop(cli->house.push);
    router_free(router);
    cli_close(cli);
    return served ? 0 : 1;
}
