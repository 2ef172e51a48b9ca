#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_check.h"
#include "cli.h"
#include "config.h"
#include "text.h"

/* ---- making ---- */

struct making {
    const char *number;
    struct archive archive;
};

static const struct refusal *begin(struct work *work, void *context) {
    struct making *making = context;

    return archive_begin(work, making->number, &making->archive);
}

static const struct refusal *finish(struct work *work, void *context) {
    struct making *making = context;

    return archive_finish(work, &making->archive);
}

/* The file has its name only when it is whole and on the disk. */
static int keep(const struct archive *archive, const char *part, const char *path) {
    if (fsync(archive->file) == 0 && link(part, path) == 0)
        return 0;
    cli_complain("cannot write %s: %s", path, strerror(errno));
    return 1;
}

static int make_into(struct cli *cli, struct making *making, const char *path) {
    const char *const part = arena_format(cli->arena, "%s.part", path);
    int status = 1;

    making->archive.arena = cli->arena;
    making->archive.file =
        open(part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (making->archive.file < 0) {
        cli_complain("cannot write %s: %s", part, strerror(errno));
        return 1;
    }
    if (cli_open(cli, CLI_MUST_FIT)) {
        status = cli_call(cli, WORK_READ, begin, making);
        if (status == 0)
            status = cli_call(cli, WORK_WRITE, finish, making);
        cli_close(cli);
    }
    if (status == 0)
        status = keep(&making->archive, part, path);
    close(making->archive.file);
    unlink(part);
    return status;
}

static int make(struct cli *cli, const char *out) {
    struct making making = { .number = cli->argv[0] };
    const char *const digits = matter_read_number(cli->arena, making.number);
    const char *const path =
        out ? out : arena_format(cli->arena, "%s.zip", digits ? digits : "");
    int status;

    if (!digits) {
        cli_complain("'%s' is no number of a case: 24 digits with a check digit",
                     making.number);
        return 2;
    }
    if (!cli->config->integer[CONFIG_TOWN]) {
        cli_complain("which town? Write --town CODE");
        return 2;
    }
    if (access(path, F_OK) == 0) {
        cli_complain("%s is there already: write --out with another name", path);
        return 1;
    }
    status = make_into(cli, &making, path);
    if (status == 0)
        printf("%s: %zu files, %" PRId64 " bytes; the case's ledger says that it was "
               "taken\n",
               path, making.archive.zip.count, making.archive.size_bytes);
    return status;
}

/* ---- checking ---- */

static void print_findings(const struct archive_verdict *verdict, const char *path) {
    for (size_t i = 0; i < verdict->finding_count; i++) {
        const struct archive_finding *finding = &verdict->finding[i];

        printf("broken: %s: %s\n", finding->file[0] ? finding->file : path,
               finding->text);
    }
    if (verdict->finding_count == ARCHIVE_FINDINGS_MAX)
        puts("and perhaps more");
}

static int check(struct cli *cli, const char *path) {
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    struct archive_verdict *const verdict = arena_alloc(cli->arena, sizeof *verdict);

    if (file < 0) {
        cli_complain("cannot read %s: %s", path, strerror(errno));
        return 1;
    }
    archive_check(cli->arena, file, verdict);
    close(file);
    if (verdict->finding_count) {
        print_findings(verdict, path);
        return 1;
    }
    printf("case %s, archived %s%s%s, %" PRId64 " files, %" PRId64 " events\n",
           verdict->number, verdict->made, verdict->made_by[0] ? " by " : "",
           verdict->made_by, verdict->files, verdict->head.ordinal);
    printf("head: event %" PRId64 ", SM3 %s\n", verdict->head.ordinal,
           text_hex(cli->arena, verdict->head.digest, LEDGER_DIGEST_SIZE));
    puts("the archive is whole; that this head is the house's own, the house's ledger "
         "tells");
    return 0;
}

int cli_archive(struct cli *cli) {
    const char *const checked = cli_option(cli, "--check");
    const char *const out = cli_option(cli, "--out");

    if (checked && !out && cli->argc == 0)
        return check(cli, checked);
    if (checked || cli->argc != 1) {
        cli_complain("write: haoban archive NUMBER [--out FILE.zip], or haoban archive "
                     "--check FILE.zip");
        return 2;
    }
    return make(cli, out);
}
