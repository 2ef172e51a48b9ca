#include <string.h>

#include "ledger.sql.h"
#include "ledger_digest.h"

/* The heads of the matters, in order of id, a stretch at a time. */
struct heads {
    struct arena *arena;
    struct sql_ledger_heads_row *rows;
    size_t count;
    size_t at;
    int64_t last_id;
};

/* The chain that is being followed. */
struct chain {
    int64_t matter_id; /* 0: none yet */
    struct ledger_head head;
    int64_t state; /* that its last event left */
};

/* The next head, or NULL behind the last. */
static const struct sql_ledger_heads_row *next_head(struct work *work,
                                                    struct heads *heads) {
    if (heads->at == heads->count) {
        struct arena *outer = work->arena;

        arena_reset(heads->arena);
        work->arena = heads->arena;
        heads->count = sql_ledger_heads(work, &heads->rows, .id = heads->last_id);
        work->arena = outer;
        if (work->fault)
            work->fault = arena_copy(outer, work->fault);
        heads->at = 0;
        if (heads->count == 0)
            return NULL;
        heads->last_id = heads->rows[heads->count - 1].id;
    }
    return &heads->rows[heads->at++];
}

static void break_at(struct ledger_report *report, int64_t matter_id, int64_t ordinal) {
    if (report->broken_matter)
        return;
    report->broken_matter = matter_id;
    report->broken_ordinal = ordinal;
}

/* A chain has ended: its head must be what its matter's row says. */
static void close_chain(struct work *work, const struct chain *chain, struct heads *heads,
                        struct ledger_report *report) {
    const struct sql_ledger_heads_row *row;

    if (!chain->matter_id)
        return;
    row = next_head(work, heads);
    report->matters++;
    if (!row || row->id > chain->matter_id)
        break_at(report, chain->matter_id, 0); /* its matter is gone */
    else if (row->id < chain->matter_id)
        break_at(report, row->id, 0); /* its events are gone */
    else if (row->state != chain->state || row->head_ordinal != chain->head.ordinal ||
             row->head_digest.size != LEDGER_DIGEST_SIZE ||
             memcmp(row->head_digest.data, chain->head.digest, LEDGER_DIGEST_SIZE) != 0)
        break_at(report, row->id, 0);
}

static void follow(struct work *work, const struct sql_ledger_stretch_row *row,
                   struct chain *chain, struct ledger_report *report) {
    const struct ledger_event event = {
        row->ordinal,    row->verb,     row->from_state, row->to_state,
        row->actor_name, row->actor_id, row->note,       row->at_ms,
    };
    uint8_t digest[LEDGER_DIGEST_SIZE];

    ledger_digest_event(work->arena, work->town, row->matter_id, &event,
                        chain->head.digest, digest);
    report->events++;
    if (row->ordinal != chain->head.ordinal + 1 ||
        row->before.size != LEDGER_DIGEST_SIZE ||
        memcmp(row->before.data, chain->head.digest, LEDGER_DIGEST_SIZE) != 0 ||
        row->digest.size != LEDGER_DIGEST_SIZE ||
        memcmp(row->digest.data, digest, LEDGER_DIGEST_SIZE) != 0)
        break_at(report, row->matter_id, row->ordinal);
    chain->head.ordinal = row->ordinal;
    chain->state = row->to_state;
    memcpy(chain->head.digest, digest, LEDGER_DIGEST_SIZE);
}

static void verify_chains(struct work *work, struct ledger_report *report) {
    struct heads heads = { .arena = arena_new() };
    struct chain chain = { 0 };
    size_t count;

    do {
        struct arena *outer = work_stretch_begin(work);
        struct sql_ledger_stretch_row *rows;

        count = sql_ledger_stretch(work, &rows, .matter_id = chain.matter_id,
                                   .ordinal = chain.head.ordinal);
        for (size_t i = 0; i < count && !report->broken_matter; i++) {
            if (rows[i].matter_id != chain.matter_id) {
                close_chain(work, &chain, &heads, report);
                chain = (struct chain){ .matter_id = rows[i].matter_id };
            }
            follow(work, &rows[i], &chain, report);
        }
        work_stretch_end(work, outer);
    } while (count && !report->broken_matter && !work->fault);
    if (!report->broken_matter) {
        close_chain(work, &chain, &heads, report);
        const struct sql_ledger_heads_row *extra = next_head(work, &heads);
        if (extra)
            break_at(report, extra->id, 0);
    }
    arena_free(heads.arena);
}

static void verify_seals(struct work *work, struct ledger_report *report) {
    struct ledger_fold before = { 0 };
    struct db_bytes none = { NULL, 0 };
    struct sql_ledger_seals_row *rows;
    const size_t count = sql_ledger_seals(work, &rows, .day = 0);

    for (size_t i = 0; i < count && !report->broken_day; i++) {
        const struct db_bytes previous =
            i ? (struct db_bytes){ before.digest, LEDGER_DIGEST_SIZE } : none;
        const struct ledger_fold folded =
            ledger_fold_day(work, (int)rows[i].day, previous);

        report->seals++;
        if (folded.events != rows[i].events ||
            rows[i].digest.size != LEDGER_DIGEST_SIZE ||
            memcmp(rows[i].digest.data, folded.digest, LEDGER_DIGEST_SIZE) != 0)
            report->broken_day = rows[i].day;
        before = folded;
    }
}

void ledger_verify(struct work *work, struct ledger_report *report) {
    *report = (struct ledger_report){ 0 };
    verify_chains(work, report);
    if (!report->broken_matter)
        verify_seals(work, report);
}
