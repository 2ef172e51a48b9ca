#include <assert.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account.h"
#include "check.h"
#include "cli.h"
#include "config.h"
#include "crypt.h"
#include "db.h"
#include "filing_act.h"
#include "item.h"
#include "item_list.h"
#include "text.h"

/*
 * Invented cases, handed in through the same verbs as real ones, spread over a year.
 * The first person has PER_PERSON cases and the account "simulated", whose list the
 * benchmark reads; of each twenty cases one is granted and finished, one stays open, and
 * the others were withdrawn.  Each thread has days and items of its own, so that on
 * PostgreSQL none waits for another's counts.
 */
enum { PER_PERSON = 20, DAYS = 365, CASES_MAX = 20000000, ITEMS_MAX = 48 };
enum { THREADS = 8, BATCH = 100, TOLD_BATCHES = 500 };
static const int64_t day_ms = 24LL * 3600 * 1000;

struct simulation {
    int64_t cases;
    int64_t begun_ms;
    char hash[CRYPT_PASSWORD_HASH_MAX];
    atomic_int batches; /* that are done */
};

/* What one thread hands in. */
struct share {
    struct cli *cli;
    struct simulation *simulation;
    int64_t first_item; /* every THREADS-th from there */
    int64_t next, end;
    int status;
    pthread_t thread;
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
        refusal =
            filing_do(work, matter, &(struct filing_act){ .verb = *verbs, .note = "" });
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

/* The items that a batch chooses from. */
struct choice {
    struct item *items;
    size_t count;
};

/* The item of this place, or the next that is done online too. */
static const struct refusal *file_any(struct work *work, const struct choice *choice,
                                      int64_t place, int64_t number) {
    const struct refusal *refusal = &item_unknown;

    for (size_t i = 0; i < choice->count; i++) {
        const size_t at = ((size_t)place + i) % choice->count;

        refusal = file_one(work, &choice->items[at], number);
        if (refusal != &filing_not_online)
            break;
    }
    return refusal;
}

static const struct refusal *file_batch(struct work *work, void *context) {
    const struct share *share = context;
    const struct simulation *simulation = share->simulation;
    struct choice choice;
    const struct refusal *refusal = NULL;
    const int64_t end =
        share->next + BATCH < share->end ? share->next + BATCH : share->end;

    choice.count = item_read_page(
        work,
        &(struct item_choice){ .kind = "", .value = "", .after = "", .limit = ITEMS_MAX },
        &choice.items);
    for (int64_t i = share->next; i < end && !refusal && !work->fault; i++) {
        struct arena *outer = work_stretch_begin(work);

        work->now_ms = simulation->begun_ms + i * DAYS * day_ms / simulation->cases;
        refusal = file_any(work, &choice, share->first_item + i * THREADS, i);
        work_stretch_end(work, outer);
    }
    return refusal;
}

/* Plans that PostgreSQL made for empty tables are slow for full ones: it looks again. */
static const struct refusal *take_stock(struct work *work, void *context) {
    (void)context;
    db_script(work, "/*pg ANALYZE */");
    return NULL;
}

static void *file_share(void *context) {
    struct share *share = context;

    for (; share->next < share->end && !share->status; share->next += BATCH) {
        share->status = cli_call(share->cli, WORK_WRITE, file_batch, share);

        const int done = atomic_fetch_add(&share->simulation->batches, 1) + 1;

        if ((done & (done - 1)) == 0 && !share->status)
            share->status = cli_call(share->cli, WORK_WRITE, take_stock, NULL);
        if (done % TOLD_BATCHES == 0)
            fprintf(stderr, "\r%d of %" PRId64 " cases", done * BATCH,
                    share->simulation->cases);
    }
    return NULL;
}

static int file_all(struct cli *cli, struct simulation *simulation) {
    const int64_t batches = (simulation->cases + BATCH - 1) / BATCH;
    const int64_t size = (batches + THREADS - 1) / THREADS * BATCH;
    struct share shares[THREADS];
    int status = 0;

    for (int64_t i = 0; i < THREADS; i++) {
        const int64_t end = (i + 1) * size;

        shares[i] =
            (struct share){ .cli = cli,
                            .simulation = simulation,
                            .first_item = i,
                            .next = i * size,
                            .end = end < simulation->cases ? end : simulation->cases };
        if (pthread_create(&shares[i].thread, NULL, file_share, &shares[i]) != 0)
            abort();
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(shares[i].thread, NULL);
        status |= shares[i].status;
    }
    return status;
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
    int status;

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
    status = file_all(cli, &simulation);
    if (!status)
        status = cli_call(cli, WORK_WRITE, add_account, &simulation);
    fputs("\n", stderr);
    cli_close(cli);
    return status;
}
