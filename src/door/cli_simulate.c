#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "account.h"
#include "check.h"
#include "civil.h"
#include "cli.h"
#include "config.h"
#include "crypt.h"
#include "db.h"
#include "filing_invent.h"
#include "id.h"
#include "item_list.h"
#include "matter_invent.h"
#include "person.h"
#include "place.h"
#include "text.h"

/*
 * Invented cases, spread over a year, added as if their verbs had been used
 * (filing_invent.h).  The first person has PER_PERSON cases and the account "simulated",
 * whose list the benchmark reads; of each twenty cases one is granted and finished, one
 * stays open, and the others were withdrawn.  One of four came in at a window of some
 * outlet and has somebody who was asked first, of a few.
 */
enum { PER_PERSON = 20, AT_WINDOW = 4, OWNERS_MAX = 4, DAYS = 365, CASES_MAX = 20000000 };
enum { BATCH = 2000, TOLD_BATCHES = 10, INVENTING_NODE = 1023 };
static const int64_t day_ms = 24LL * 3600 * 1000;

/* Ordinals of a day that were taken from its counter and not used yet. */
struct numbers {
    int day;
    int64_t next;
};

struct simulation {
    int64_t cases;
    int64_t next; /* of them */
    int64_t begun_ms;
    struct id_source *ids; /* of the moments of cases, and not of now */
    char hash[CRYPT_PASSWORD_HASH_MAX];
};

/* What a batch chooses from. */
struct choice {
    struct item *items;
    size_t item_count;
    const struct place_book *book;
    const struct account_colleague *staff;
    size_t owner_count; /* of the staff, the first */
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

static const char *phone_of(struct arena *arena, int64_t person) {
    return arena_format(arena, "138%08" PRId64, person);
}

static int64_t keep_person(struct work *work, int64_t person) {
    int64_t id = 0;

    person_keep(work,
                &(struct person){ .kind = PERSON_NATURAL,
                                  .name = "演示人",
                                  .id_number = invent_id_number(work->arena, person),
                                  .phone = phone_of(work->arena, person) },
                &id);
    return id;
}

static int64_t moment_of(const struct simulation *simulation, int64_t number) {
    return simulation->begun_ms + number * DAYS * day_ms / simulation->cases;
}

/* How many cases from this one on are of its day. */
static int64_t count_of_day(const struct simulation *simulation, int64_t number,
                            int64_t end) {
    const int day = civil_day(moment_of(simulation, number));
    int64_t count = 1;

    while (number + count < end &&
           civil_day(moment_of(simulation, number + count)) == day)
        count++;
    return count;
}

static enum filing_invented_way way_of(int64_t number) {
    return number % PER_PERSON == 0   ? FILING_INVENTED_DONE
           : number % PER_PERSON == 1 ? FILING_INVENTED_OPEN
                                      : FILING_INVENTED_WITHDRAWN;
}

static void invent_one(struct work *work, const struct simulation *simulation,
                       const struct choice *choice, int64_t number, int64_t person_id,
                       const char *digits) {
    const uint64_t place = (uint64_t)number / AT_WINDOW;
    const bool at_window =
        (number / PER_PERSON + number) % AT_WINDOW == 1 && choice->book->outlet_count > 0;

    filing_invent(
        work,
        &(struct filing_invented){
            .id = id_next(simulation->ids, work->now_ms),
            .number = digits,
            .item = &choice->items[(uint64_t)number * 7 % choice->item_count],
            .person_id = person_id,
            .phone = phone_of(work->arena, number / PER_PERSON),
            .outlet_id =
                at_window ? choice->book->outlets[place % choice->book->outlet_count].id
                          : 0,
            .owner_id = at_window && choice->owner_count
                            ? choice->staff[place % choice->owner_count].id
                            : 0,
            .way = way_of(number),
        });
}

static void read_choice(struct work *work, struct choice *choice) {
    choice->item_count =
        item_read_page(work,
                       &(struct item_choice){
                           .kind = "", .value = "", .after = "", .limit = ITEM_PAGE_MAX },
                       &choice->items);
    choice->book = place_book(work);
    choice->owner_count = account_staff(work, &choice->staff);
    if (choice->owner_count > OWNERS_MAX)
        choice->owner_count = OWNERS_MAX;
}

static const struct refusal *invent_batch(struct work *work, void *context) {
    const struct simulation *simulation = context;
    const int64_t begun_ms = work->now_ms;
    const int64_t end = simulation->next + BATCH < simulation->cases
                            ? simulation->next + BATCH
                            : simulation->cases;
    struct numbers numbers = { 0, 0 };
    struct choice choice;
    int64_t person_id = 0;

    read_choice(work, &choice);
    if (choice.item_count == 0 || !choice.book)
        return &item_unknown;
    for (int64_t i = simulation->next; i < end && !work->fault; i++) {
        struct arena *outer = work_stretch_begin(work);

        work->now_ms = moment_of(simulation, i);
        if (work_day(work) != numbers.day)
            numbers = (struct numbers){
                work_day(work), matter_invent_numbers(work, work_day(work),
                                                      count_of_day(simulation, i, end))
            };
        if (!person_id || i % PER_PERSON == 0)
            person_id = keep_person(work, i / PER_PERSON);
        invent_one(work, simulation, &choice, i, person_id,
                   matter_invent_number(work, numbers.day, numbers.next++));
        work_stretch_end(work, outer);
    }
    work->now_ms = begun_ms;
    return NULL;
}

/* Plans that PostgreSQL made for empty tables are slow for full ones: it looks again. */
static const struct refusal *take_stock(struct work *work, void *context) {
    (void)context;
    db_script(work, "/*pg ANALYZE */");
    return NULL;
}

static int invent_all(struct cli *cli, struct simulation *simulation) {
    int status = 0;

    for (int64_t done = 1; simulation->next < simulation->cases && !status; done++) {
        status = cli_call(cli, WORK_WRITE, invent_batch, simulation);
        simulation->next += BATCH;
        if ((done & (done - 1)) == 0 && !status)
            status = cli_call(cli, WORK_WRITE, take_stock, NULL);
        if (done % TOLD_BATCHES == 0)
            fprintf(stderr, "\r%" PRId64 " of %" PRId64 " cases", done * BATCH,
                    simulation->cases);
    }
    return status ? status : cli_call(cli, WORK_WRITE, take_stock, NULL);
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
    struct simulation simulation = {
        .begun_ms = house_now_ms() - (DAYS + FILING_INVENTED_DAYS) * day_ms,
    };
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
    simulation.ids = id_source_new(INVENTING_NODE);
    status = invent_all(cli, &simulation);
    if (!status)
        status = cli_call(cli, WORK_WRITE, add_account, &simulation);
    id_source_free(simulation.ids);
    fputs("\n", stderr);
    cli_close(cli);
    return status;
}
