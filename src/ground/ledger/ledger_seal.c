#include <assert.h>
#include <string.h>

#include "civil.h"
#include "crypt.h"
#include "ledger.sql.h"
#include "ledger_digest.h"

enum { SEALS_AT_ONCE = 31 };
static const int64_t day_ms = 24LL * 3600 * 1000;

static void fold(struct ledger_fold *folded, struct db_bytes digest) {
    uint8_t both[2 * LEDGER_DIGEST_SIZE];

    memset(both, 0, sizeof both);
    memcpy(both, folded->digest, LEDGER_DIGEST_SIZE);
    if (digest.size == LEDGER_DIGEST_SIZE)
        memcpy(both + LEDGER_DIGEST_SIZE, digest.data, LEDGER_DIGEST_SIZE);
    crypt_sm3(folded->digest, both, sizeof both);
    folded->events++;
}

struct ledger_fold ledger_fold_day(struct work *work, int day, struct db_bytes before) {
    const int64_t from_ms = civil_moment_ms(day, 0);
    struct ledger_fold folded = { 0 };
    struct sql_ledger_of_day_row last = { .at_ms = from_ms };
    size_t count;

    if (before.size == LEDGER_DIGEST_SIZE)
        memcpy(folded.digest, before.data, LEDGER_DIGEST_SIZE);
    do {
        struct arena *outer = work_stretch_begin(work);
        struct sql_ledger_of_day_row *rows;

        count = sql_ledger_of_day(work, &rows, .after_ms = last.at_ms,
                                  .matter_id = last.matter_id, .ordinal = last.ordinal,
                                  .to_ms = from_ms + day_ms);
        for (size_t i = 0; i < count; i++)
            fold(&folded, rows[i].digest);
        if (count)
            last = rows[count - 1];
        work_stretch_end(work, outer);
    } while (count && !work->fault);
    return folded;
}

/* The day after the last seal, or of the first event; days without events are left out.
 */
static int first_open_day(struct work *work,
                          const struct sql_ledger_last_seal_row *seal) {
    const int from = seal->day ? civil_add_days((int)seal->day, 1) : CIVIL_FIRST_DAY;
    struct sql_ledger_first_event_row event;

    return sql_ledger_first_event(work, &event, .from_ms = civil_moment_ms(from, 0))
               ? civil_day(event.at_ms)
               : 0;
}

int ledger_seal_days(struct work *work) {
    struct sql_ledger_last_seal_row seal;
    int sealed = 0;

    while (sealed < SEALS_AT_ONCE && !work->fault) {
        sql_ledger_last_seal(work, &seal);

        const int day = first_open_day(work, &seal);

        if (!day || day >= work_day(work))
            break;

        const struct ledger_fold folded = ledger_fold_day(work, day, seal.digest);

        sql_ledger_seal(work, .day = day, .events = folded.events, .before = seal.digest,
                        .digest = { folded.digest, LEDGER_DIGEST_SIZE });
        sealed++;
    }
    return sealed;
}
