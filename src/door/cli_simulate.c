#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "account.h"
#include "check.h"
#include "cli.h"
#include "config.h"
#include "crypt.h"
#include "filing.h"
#include "item.h"
#include "item_list.h"
#include "text.h"

/*
 * Invented cases, handed in through the same verbs as real ones, spread over a year.
 * The first person has PER_PERSON cases and the account "simulated", whose list the
 * benchmark reads; of each twenty cases one is granted and finished, one stays open, and
 * the others were withdrawn.
 */
enum { PER_PERSON = 20, BATCH = 500, DAYS = 365, CASES_MAX = 20000000, ITEMS_MAX = 50 };
static const int64_t day_ms = 24LL * 3600 * 1000;

struct simulation {
    int64_t cases;
    int64_t done;
    int64_t begun_ms;
    char hash[CRYPT_PASSWORD_HASH_MAX];
};

/* Born on 1900-01-01, of an area that counts up: nobody alive has such a number. */
static const char *invent_id_number(struct arena *arena, int64_t person) {
    static const char weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    char *number = arena_format(arena, "%06" PRId64 "19000101%03" PRId64 "0",
                                330000 + person / 1000, person % 1000);
    int sum = 0;

    for (int i = 0; i < 17; i++)
        sum += (number[i] - '0') * weights[i];
    number[17] = "10X98765432"[sum % 11];
    assert(check_citizen_id(number, 20260101));
    return number;
}

static const struct refusal *go_along(struct work *work, struct matter *matter,
                                      int64_t number) {
    static const char *const whole_way[] = { "receive", "accept", "grant", "finish",
                                             NULL };
    static const char *const withdrawn[] = { "withdraw", NULL };
    static const char *const open[] = { NULL };
    const char *const *verbs = number % PER_PERSON == 0   ? whole_way
                               : number % PER_PERSON == 1 ? open
                                                          : withdrawn;
    const struct refusal *refusal = NULL;

    for (; *verbs && !refusal; verbs++)
        refusal = filing_do(work, matter, &(struct filing_act){ *verbs, "", "" });
    return refusal;
}

static const struct refusal *file_one(struct work *work, const struct item *item,
                                      int64_t number) {
    const int64_t person = number / PER_PERSON;
    struct matter matter;
    const struct refusal *refusal = filing_submit(
        work,
        &(struct filing_new){
            .item_code = item->code,
            .channel = FILING_ONLINE,
            .statement = "",
            .asker = { .kind = PERSON_NATURAL,
                       .name = "演示人",
                       .id_number = invent_id_number(work->arena, person),
                       .phone = arena_format(work->arena, "138%08" PRId64, person) },
        },
        &matter);

    return refusal ? refusal : go_along(work, &matter, number);
}

static const struct refusal *file_batch(struct work *work, void *context) {
    struct simulation *simulation = context;
    struct item *items;
    const size_t count = item_read_page(
        work,
        &(struct item_choice){ .kind = "", .value = "", .after = "", .limit = ITEMS_MAX },
        &items);
    const struct refusal *refusal = count ? NULL : &item_unknown;
    const int64_t end = simulation->done + BATCH < simulation->cases
                            ? simulation->done + BATCH
                            : simulation->cases;

    for (int64_t i = simulation->done; i < end && !refusal && !work->fault; i++) {
        struct arena *outer = work_stretch_begin(work);

        work->now_ms = simulation->begun_ms + i * DAYS * day_ms / simulation->cases;
        refusal = file_one(work, &items[(size_t)i % count], i);
        work_stretch_end(work, outer);
    }
    return refusal;
}

static const struct refusal *add_account(struct work *work, void *context) {
    const struct simulation *simulation = context;
    struct account account = { .login = "simulated",
                               .name = "",
                               .rights = RIGHT_RESIDENT };

    account.person_id = person_by_id_number(work, invent_id_number(work->arena, 0));
    if (account_by_login(work, account.login))
        return NULL;
    return account_add(work, &account, simulation->hash, &account.id);
}

int cli_simulate(struct cli *cli) {
    const char *word = cli_option(cli, "--cases");
    struct simulation simulation = { .begun_ms = house_now_ms() - DAYS * day_ms };
    int status = 0;

    if (!word || !text_read_int(word, &simulation.cases) || simulation.cases < 1 ||
        simulation.cases > CASES_MAX) {
        cli_complain("write: haoban simulate --cases N (1 to %d), on a test database "
                     "only",
                     CASES_MAX);
        return 2;
    }
    if (!cli_open(cli, CLI_MAY_MIGRATE))
        return 1;
    crypt_password_hash(simulation.hash, "simulated");
    while (simulation.done < simulation.cases && !status) {
        status = cli_call(cli, WORK_WRITE, file_batch, &simulation);
        simulation.done += BATCH;
        if (simulation.done % (100 * BATCH) == 0)
            fprintf(stderr, "\r%" PRId64 " of %" PRId64 " cases", simulation.done,
                    simulation.cases);
    }
    if (!status)
        status = cli_call(cli, WORK_WRITE, add_account, &simulation);
    fputs("\n", stderr);
    cli_close(cli);
    return status;
}
