#include <assert.h>
#include <string.h>

#include "ledger.sql.h"
#include "ledger_digest.h"
#include "text.h"

enum { PARTS_MAX = 16 };

/* The head of a chain in the row of its matter or mandate, with what is covered there. */
struct head {
    int64_t id;
    int64_t ordinal;
    struct db_bytes digest;
    struct ledger_row row;
};

/* The heads of one table, in order of id, a stretch at a time. */
struct heads {
    size_t (*stretch)(struct work *work, int64_t after_id, struct head **heads);
    struct arena *arena;
    struct head *heads;
    size_t count;
    size_t at;
    int64_t last_id;
    bool ended;
};

enum { MATTERS, MANDATES, TABLES };

/* The rows of a part, likewise, and what the chain that is followed says of them. */
struct part {
    const struct ledger_part_kind *kind;
    struct arena *arena;
    const struct ledger_part_rows *rows;
    size_t count;
    size_t at;
    int64_t last_id;
    bool ended;
    bool told; /* by the chain */
    uint8_t digest[LEDGER_DIGEST_SIZE];
};

/* The chain that is being followed. */
struct chain {
    int64_t matter_id; /* 0: none yet */
    struct ledger_head head;
    int64_t state; /* that its last event left */
    bool covered;  /* by its last event */
    bool is_new;   /* covered from its first event on */
    uint8_t row[LEDGER_DIGEST_SIZE];
};

struct proof {
    struct work *work;
    struct ledger_report *report;
    struct heads tables[TABLES];
    struct part parts[PARTS_MAX];
    size_t part_count;
    struct chain chain;
};

static bool is_digest(struct db_bytes found, const uint8_t digest[LEDGER_DIGEST_SIZE]) {
    return found.size == LEDGER_DIGEST_SIZE &&
           memcmp(found.data, digest, LEDGER_DIGEST_SIZE) == 0;
}

static void break_at(struct ledger_report *report, int64_t matter_id, int64_t ordinal,
                     const char *part) {
    if (report->broken_matter)
        return;
    report->broken_matter = matter_id;
    report->broken_ordinal = ordinal;
    report->broken_part = part;
}

/* ---- what is read beside the chains, each in an arena of its own ---- */

static struct arena *turn_to(struct work *work, struct arena *arena) {
    struct arena *outer = work->arena;

    arena_reset(arena);
    work->arena = arena;
    return outer;
}

static void turn_back(struct work *work, struct arena *outer) {
    work->arena = outer;
    if (work->fault)
        work->fault = arena_copy(outer, work->fault);
}

static struct ledger_row row_of_matter(const struct sql_ledger_heads_row *row) {
    return (struct ledger_row){
        .number = row->number,
        .kind = row->kind,
        .title = row->title,
        .answer = row->answer,
        .state = row->state,
        .desk = row->desk,
        .stage = row->stage,
        .person_id = row->person_id,
        .item_id = row->item_id,
        .version_id = row->version_id,
        .department_id = row->department_id,
        .outlet_id = row->outlet_id,
        .owner_id = row->owner_id,
        .rated = row->rated,
        .clock_days = row->clock_days,
        .submitted_ms = row->submitted_ms,
        .received_ms = row->received_ms,
        .accepted_ms = row->accepted_ms,
        .decided_ms = row->decided_ms,
        .finished_ms = row->finished_ms,
        .due_ms = row->due_ms,
        .facts = row->facts,
        .parent_id = row->parent_id,
    };
}

static size_t stretch_matters(struct work *work, int64_t after_id, struct head **heads) {
    struct sql_ledger_heads_row *rows;
    const size_t count = sql_ledger_heads(work, &rows, .id = after_id);
    struct head *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++) {
        const struct sql_ledger_heads_row *row = &rows[i];

        made[i] = (struct head){ .id = row->id,
                                 .ordinal = row->head_ordinal,
                                 .digest = row->head_digest,
                                 .row = row_of_matter(row) };
    }
    *heads = made;
    return count;
}

static size_t stretch_mandates(struct work *work, int64_t after_id, struct head **heads) {
    struct sql_ledger_mandates_row *rows;
    const size_t count = sql_ledger_mandates(work, &rows, .id = after_id);
    struct head *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct head){ .id = rows[i].id,
                                 .ordinal = rows[i].head_ordinal,
                                 .digest = rows[i].head_digest,
                                 .row = { .number = text_of_int(work->arena, rows[i].id),
                                          .kind = "mandate",
                                          .title = "",
                                          .answer = "",
                                          .state = rows[i].state,
                                          .outlet_id = rows[i].outlet_id,
                                          .owner_id = rows[i].recorded_by,
                                          .submitted_ms = rows[i].asked_ms,
                                          .accepted_ms = rows[i].given_ms,
                                          .finished_ms = rows[i].over_ms } };
    *heads = made;
    return count;
}

/* The head that comes next in a table, without going on; NULL behind the last. */
static const struct head *next_of_table(struct work *work, struct heads *table) {
    if (table->at == table->count && !table->ended) {
        struct arena *outer = turn_to(work, table->arena);

        table->count = table->stretch(work, table->last_id, &table->heads);
        turn_back(work, outer);
        table->at = 0;
        table->ended = table->count == 0;
        if (table->count > 0)
            table->last_id = table->heads[table->count - 1].id;
    }
    return table->at < table->count ? &table->heads[table->at] : NULL;
}

/* The next head of all tables, whose ids are different, or NULL behind the last. */
static const struct head *next_head(struct proof *proof) {
    const struct head *next = NULL;
    struct heads *from = NULL;

    for (size_t i = 0; i < TABLES; i++) {
        const struct head *head = next_of_table(proof->work, &proof->tables[i]);

        if (head && (!next || head->id < next->id)) {
            next = head;
            from = &proof->tables[i];
        }
    }
    if (from)
        from->at++;
    return next;
}

/* The rows that come next, without going on; NULL behind the last. */
static const struct ledger_part_rows *next_of_part(struct work *work, struct part *part) {
    if (part->at == part->count && !part->ended) {
        struct arena *outer = turn_to(work, part->arena);

        part->count = part->kind->stretch(work, part->last_id, &part->rows);
        turn_back(work, outer);
        part->at = 0;
        part->ended = part->count == 0;
        if (part->count > 0)
            part->last_id = part->rows[part->count - 1].matter_id;
    }
    return part->at < part->count ? &part->rows[part->at] : NULL;
}

/* ---- the end of a chain ---- */

static void check_row(struct proof *proof, const struct head *head) {
    uint8_t digest[LEDGER_DIGEST_SIZE];

    if (!proof->chain.covered) {
        proof->report->uncovered++;
        return;
    }
    ledger_digest_row(proof->work->arena, &head->row, digest);
    if (memcmp(digest, proof->chain.row, sizeof digest) != 0)
        break_at(proof->report, head->id, 0, "matter");
}

/* The head must be what the matter's row says, and the row what the last event left. */
static void check_head(struct proof *proof) {
    const struct chain *chain = &proof->chain;
    const struct head *head = next_head(proof);
    struct ledger_report *report = proof->report;

    if (head && strcmp(head->row.kind, "mandate") == 0)
        report->mandates++;
    else
        report->matters++;
    if (!head || head->id > chain->matter_id)
        break_at(report, chain->matter_id, 0, NULL); /* its matter is gone */
    else if (head->id < chain->matter_id)
        break_at(report, head->id, 0, NULL); /* its events are gone */
    else if (head->row.state != chain->state || head->ordinal != chain->head.ordinal ||
             !is_digest(head->digest, chain->head.digest))
        break_at(report, head->id, 0, NULL);
    else
        check_row(proof, head);
}

/* The rows of a part must be what the last event that wrote them left; those of before
 * parts were covered, no event tells of. */
static void check_part(struct proof *proof, struct part *part) {
    const struct chain *chain = &proof->chain;
    const struct ledger_part_rows *rows = next_of_part(proof->work, part);
    uint8_t digest[LEDGER_DIGEST_SIZE];

    if (rows && rows->matter_id < chain->matter_id) {
        break_at(proof->report, rows->matter_id, 0, part->kind->name);
        return;
    }
    if (!rows || rows->matter_id > chain->matter_id) {
        if (part->told)
            break_at(proof->report, chain->matter_id, 0, part->kind->name);
        return;
    }
    part->at++;
    if (!part->told && !chain->is_new)
        return;
    ledger_digest_part(proof->work->arena, proof->work->town, chain->matter_id,
                       &(struct ledger_part){ part->kind->name, rows->values }, digest);
    if (!part->told || memcmp(digest, part->digest, sizeof digest) != 0)
        break_at(proof->report, chain->matter_id, 0, part->kind->name);
}

static void close_chain(struct proof *proof) {
    if (!proof->chain.matter_id)
        return;
    check_head(proof);
    for (size_t i = 0; i < proof->part_count; i++) {
        check_part(proof, &proof->parts[i]);
        proof->parts[i].told = false;
    }
}

/* ---- along a chain ---- */

static void note_part(struct proof *proof, const struct sql_ledger_stretch_row *row) {
    for (size_t i = 0; i < proof->part_count; i++) {
        struct part *part = &proof->parts[i];

        if (strcmp(part->kind->name, row->part) == 0) {
            part->told = true;
            memcpy(part->digest, row->part_digest.data, LEDGER_DIGEST_SIZE);
            return;
        }
    }
}

/* What an event covers has a digest's size, or is nothing. */
static bool is_cover(const struct ledger_cover *cover) {
    const size_t wanted = cover->part[0] ? LEDGER_DIGEST_SIZE : 0;

    return cover->part_digest.size == wanted &&
           (cover->row.size == LEDGER_DIGEST_SIZE ||
            (cover->row.size == 0 && !cover->part[0]));
}

static void follow(struct proof *proof, const struct sql_ledger_stretch_row *row) {
    const struct ledger_event event = {
        row->ordinal,    row->verb,     row->from_state, row->to_state,
        row->actor_name, row->actor_id, row->note,       row->at_ms,
    };
    const struct ledger_cover cover = { row->covers, row->part, row->part_digest };
    struct chain *chain = &proof->chain;
    uint8_t digest[LEDGER_DIGEST_SIZE];

    ledger_digest_event(proof->work->arena, proof->work->town, row->matter_id, &event,
                        &cover, chain->head.digest, digest);
    proof->report->events++;
    if (row->ordinal != chain->head.ordinal + 1 || !is_cover(&cover) ||
        !is_digest(row->before, chain->head.digest) || !is_digest(row->digest, digest)) {
        break_at(proof->report, row->matter_id, row->ordinal, NULL);
        return;
    }
    chain->covered = cover.row.size > 0;
    chain->is_new = row->ordinal == 1 ? chain->covered : chain->is_new;
    if (chain->covered)
        memcpy(chain->row, cover.row.data, LEDGER_DIGEST_SIZE);
    if (cover.part[0])
        note_part(proof, row);
    chain->head.ordinal = row->ordinal;
    chain->state = row->to_state;
    memcpy(chain->head.digest, digest, LEDGER_DIGEST_SIZE);
}

static void verify_stretches(struct proof *proof) {
    struct work *work = proof->work;
    size_t count;

    do {
        struct arena *outer = work_stretch_begin(work);
        struct sql_ledger_stretch_row *rows;

        count = sql_ledger_stretch(work, &rows, .matter_id = proof->chain.matter_id,
                                   .ordinal = proof->chain.head.ordinal);
        for (size_t i = 0; i < count && !proof->report->broken_matter; i++) {
            if (rows[i].matter_id != proof->chain.matter_id) {
                close_chain(proof);
                proof->chain = (struct chain){ .matter_id = rows[i].matter_id };
            }
            follow(proof, &rows[i]);
        }
        work_stretch_end(work, outer);
    } while (count && !proof->report->broken_matter && !work->fault);
}

/* Behind the last chain there is no matter and no part of one. */
static void check_the_rest(struct proof *proof) {
    const struct head *extra;

    close_chain(proof);
    extra = next_head(proof);
    if (extra)
        break_at(proof->report, extra->id, 0, NULL);
    for (size_t i = 0; i < proof->part_count; i++) {
        const struct ledger_part_rows *rows = next_of_part(proof->work, &proof->parts[i]);

        if (rows)
            break_at(proof->report, rows->matter_id, 0, proof->parts[i].kind->name);
    }
}

static void verify_chains(struct work *work, const struct ledger_part_kind *const *parts,
                          struct ledger_report *report) {
    struct proof proof = {
        .work = work,
        .report = report,
        .tables = { [MATTERS] = { .stretch = stretch_matters, .arena = arena_new() },
                    [MANDATES] = { .stretch = stretch_mandates, .arena = arena_new() } },
    };

    for (; *parts; parts++) {
        assert(proof.part_count < PARTS_MAX);
        proof.parts[proof.part_count++] =
            (struct part){ .kind = *parts, .arena = arena_new() };
    }
    verify_stretches(&proof);
    if (!report->broken_matter)
        check_the_rest(&proof);
    for (size_t i = 0; i < TABLES; i++)
        arena_free(proof.tables[i].arena);
    for (size_t i = 0; i < proof.part_count; i++)
        arena_free(proof.parts[i].arena);
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
        if (folded.events != rows[i].events || !is_digest(rows[i].digest, folded.digest))
            report->broken_day = rows[i].day;
        before = folded;
    }
}

void ledger_verify(struct work *work, const struct ledger_part_kind *const *parts,
                   struct ledger_report *report) {
    *report = (struct ledger_report){ 0 };
    verify_chains(work, parts, report);
    if (!report->broken_matter)
        verify_seals(work, report);
}
