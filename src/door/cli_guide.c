#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "config.h"
#include "guide.h"
#include "guide_learn.h"
#include "text.h"
#include "utf8.h"

enum { LINE_BYTES_MAX = 4096 };

/* ---- haoban guide --stdin ---- */

static const struct refusal *answer_questions(struct work *work, void *context) {
    const size_t limit = *(const size_t *)context;
    char line[LINE_BYTES_MAX];

    while (fgets(line, sizeof line, stdin)) {
        struct arena *outer = work_stretch_begin(work);
        const struct guide_answer *answers;

        line[strcspn(line, "\r\n")] = '\0';
        if (utf8_valid(line, strlen(line))) {
            const size_t count = guide_find(work, line, limit, &answers);

            for (size_t i = 0; i < count; i++)
                printf("%s\t%zu\t%s\t%s\t%lld\n", line, i + 1, answers[i].code,
                       answers[i].name, (long long)answers[i].score);
        }
        work_stretch_end(work, outer);
    }
    return NULL;
}

static int answer(struct cli *cli, size_t limit) {
    int status;

    if (!cli_open(cli, CLI_MAY_MIGRATE))
        return 1;
    status = cli_call(cli, WORK_READ, answer_questions, &limit);
    cli_close(cli);
    return status;
}

/* ---- haoban guide learn ---- */

static void print_reject(void *context, int line, int column, const char *reason) {
    const struct guide_learning *learning = context;

    if (column)
        fprintf(stderr, "%s:%d:%d: %s\n", learning->path, line, column, reason);
    else
        fprintf(stderr, "%s:%d: %s\n", learning->path, line, reason);
}

static const struct refusal *store(struct work *work, void *context) {
    return guide_learn_store(work, context);
}

static int learn(struct cli *cli, enum guide_keep keep) {
    struct guide_learning learning = { .path = cli->argv[1], .keep = keep };
    const char *why = "";
    int status;

    learning.reject = print_reject;
    learning.context = &learning;
    if (!guide_learn_read(cli->arena, &learning, &why)) {
        cli_complain("%s: %s", learning.path, why);
        return 1;
    }
    if (!cli_open(cli, CLI_MAY_MIGRATE))
        return 1;
    status = cli_call(cli, WORK_WRITE, store, &learning);
    cli_close(cli);
    printf("%" PRId64 " learnt, %" PRId64 " rejected\n", status ? 0 : learning.learnt,
           learning.rejected);
    return status;
}

int cli_guide(struct cli *cli) {
    const char *word = cli_option(cli, "--limit");
    const int stdin_asks = cli_flag(cli, "--stdin");
    const int keeps = cli_flag(cli, "--keep-good");
    int64_t limit = 10;

    if (word && (!text_read_int(word, &limit) || limit < 1 || limit > GUIDE_LIMIT_MAX))
        limit = 0;
    if (cli->config->integer[CONFIG_TOWN] && limit) {
        if (stdin_asks && cli->argc == 0)
            return answer(cli, (size_t)limit);
        if (!stdin_asks && cli->argc == 2 && strcmp(cli->argv[0], "learn") == 0)
            return learn(cli, keeps ? GUIDE_KEEP_GOOD : GUIDE_KEEP_ALL_OR_NOTHING);
    }
    cli_complain("write: haoban guide --town CODE --stdin [--limit 1 to %d], or "
                 "haoban guide --town CODE learn FILE [--keep-good]",
                 GUIDE_LIMIT_MAX);
    return 2;
}
