#include "guide_evidence.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "cache.h"
#include "civil.h"
#include "config.h"
#include "crypt.h"
#include "executor.h"
#include "guide.sql.h"
#include "guide_rank.h"
#include "guide_trace.h"
#include "house.h"

enum { WHOLE = 1000 };

static const char topic[] = "guide.evidence";

static struct db_bytes digest_of(struct work *work, const char *gist) {
    return crypt_lookup(work->house->keyring, work->arena, "guide.evidence", gist);
}

static int64_t half_life(const struct work *work) {
    return work->house->config->integer[CONFIG_GUIDE_HALF_LIFE_DAYS];
}

/* Halves, and a straight line between one half and the next. */
int64_t guide_evidence_left(int64_t weight, int64_t days, int64_t half_life_days) {
    assert(weight >= 0);
    assert(half_life_days > 0);
    if (days <= 0)
        return weight;
    if (days / half_life_days >= 62)
        return 0;
    weight >>= days / half_life_days;
    return weight - weight * (days % half_life_days) / (2 * half_life_days);
}

static int64_t weight_on(const struct work *work, int64_t weight, int64_t last_day) {
    const int days = civil_serial(work_day(work)) - civil_serial((int)last_day);

    return guide_evidence_left(weight, days, half_life(work));
}

/* ---- writing ---- */

static void write_one(struct work *work, const struct guide_happening *happening) {
    const struct db_bytes question = digest_of(work, happening->gist);
    const int64_t more = happening->filed ? GUIDE_EVIDENCE_FILED * WHOLE : WHOLE;
    const int64_t opened = happening->filed ? 0 : 1;
    const int64_t today = work_day(work);
    struct sql_guide_evidence_of_row row;

    if (!sql_guide_evidence_of(work, &row, .question = question,
                               .item_id = happening->item_id)) {
        if (!happening->filed)
            sql_guide_add_evidence(work, .question = question,
                                   .item_id = happening->item_id, .opened = 1, .filed = 0,
                                   .weight = more, .last_day = today);
        return;
    }
    const bool enough = row.opened + opened >= GUIDE_EVIDENCE_LEAST;

    sql_guide_renew_evidence(
        work, .question = question, .item_id = happening->item_id,
        .words = enough ? happening->gist : "", .opened = row.opened + opened,
        .filed = row.filed + 1 - opened,
        .weight = weight_on(work, row.weight, row.last_day) + more, .last_day = today);
    if (enough)
        cache_touch(work, topic);
}

static void write_all(struct work *work, const struct guide_happening *happenings,
                      size_t count) {
    for (size_t i = 0; i < count; i++)
        write_one(work, &happenings[i]);
}

void guide_evidence_write(struct work *work) {
    struct guide_happening *happenings;
    const size_t count = guide_trace_take(work, &happenings);

    write_all(work, happenings, count);
}

/* What was taken from the trace on its way into rows; in the arena of the task. */
struct telling {
    struct task task;
    struct guide_happening *happenings;
    size_t count;
};

static const struct refusal *run_telling(struct work *work, void *context) {
    const struct telling *telling = context;

    write_all(work, telling->happenings, telling->count);
    return NULL;
}

static void end_telling(struct task *task, void *context) {
    (void)context;
    arena_free(task->work.arena);
}

void guide_evidence_tell(struct work *work) {
    struct guide_happening *happenings;

    if (!work->house->executor || half_life(work) == 0 || !guide_trace_is_due(work))
        return;
    const size_t count = guide_trace_take(work, &happenings);
    struct arena *arena = arena_new();
    struct telling *telling = arena_alloc(arena, sizeof *telling);

    telling->count = count;
    telling->happenings = arena_alloc(arena, count * sizeof *happenings + 1);
    memcpy(telling->happenings, happenings, count * sizeof *happenings);
    telling->task = (struct task){
        .work = { .arena = arena, .town = work->town, .kind = WORK_WRITE },
        .run = run_telling,
        .done = end_telling,
        .context = telling,
    };
    executor_submit(work->house->executor, &telling->task);
}

/* ---- ranking ---- */

/* What speaks for an item after a question. */
struct voice {
    uint8_t question[CRYPT_DIGEST_SIZE];
    int64_t item_id;
    int64_t weight; /* thousandths */
};

/* All that speaks in a town, by question. */
struct choir {
    struct voice *voices;
    size_t count;
};

static int by_question(const void *one, const void *other) {
    const struct voice *a = one, *b = other;

    return memcmp(a->question, b->question, sizeof a->question);
}

static void *build(struct work *work) {
    struct choir *choir = calloc(1, sizeof *choir);
    struct sql_guide_evidence_row *rows;
    const size_t count =
        half_life(work)
            ? sql_guide_evidence(work, &rows, .opened_least = GUIDE_EVIDENCE_LEAST)
            : 0;

    if (!choir || !(choir->voices = calloc(count + 1, sizeof *choir->voices)))
        abort();
    for (size_t i = 0; i < count; i++) {
        struct voice *voice = &choir->voices[choir->count++];

        assert(rows[i].question.size == sizeof voice->question);
        memcpy(voice->question, rows[i].question.data, sizeof voice->question);
        voice->item_id = rows[i].item_id;
        voice->weight = weight_on(work, rows[i].weight, rows[i].last_day);
    }
    qsort(choir->voices, choir->count, sizeof *choir->voices, by_question);
    return choir;
}

static void free_choir(void *value) {
    struct choir *choir = value;

    free(choir->voices);
    free(choir);
}

static const struct cache_class choirs = { topic, build, free_choir };

/* The voices of one question: the first and how many. */
static size_t voices_of(const struct choir *choir, struct db_bytes question,
                        const struct voice **first) {
    struct voice key;
    size_t low = 0, high = choir->count, count = 0;

    memcpy(key.question, question.data, sizeof key.question);
    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (by_question(&choir->voices[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *first = &choir->voices[low];
    while (low + count < choir->count && by_question(*first + count, &key) == 0)
        count++;
    return count;
}

/* What an item gains: its share of all that speaks, doubted while that is little. */
static uint32_t gain_of(const struct voice *voices, size_t count, int64_t item_id) {
    int64_t all = (int64_t)GUIDE_EVIDENCE_DOUBT * WHOLE, own = 0;

    for (size_t i = 0; i < count; i++) {
        all += voices[i].weight;
        if (voices[i].item_id == item_id)
            own = voices[i].weight;
    }
    return (uint32_t)(own * GUIDE_EVIDENCE_GAIN / all);
}

/* Moves a hit forward past those that rank lower, which keep their order. */
static void move_forward(struct guide_hit *hits, size_t at) {
    const struct guide_hit moved = hits[at];

    for (; at > 0 && hits[at - 1].rank < moved.rank; at--)
        hits[at] = hits[at - 1];
    hits[at] = moved;
}

void guide_evidence_rank(struct work *work, const char *gist, struct guide_hit *hits,
                         size_t count) {
    const struct choir *choir = cache_get(work, &choirs);
    const struct voice *voices;

    if (!choir || choir->count == 0 || !gist[0])
        return;
    const size_t voice_count = voices_of(choir, digest_of(work, gist), &voices);

    for (size_t i = 0; voice_count && i < count; i++) {
        const uint32_t gain = gain_of(voices, voice_count, hits[i].id);

        if (hits[i].rank >= GUIDE_RANK_MOST || gain == 0)
            continue;
        hits[i].rank += gain;
        if (hits[i].rank >= GUIDE_RANK_MOST)
            hits[i].rank = GUIDE_RANK_MOST - 1;
        move_forward(hits, i);
    }
}

/* ---- the librarian ---- */

size_t guide_evidence_list(struct work *work, size_t limit,
                           const struct guide_evidence **evidence) {
    struct sql_guide_evidence_row *rows;
    size_t count =
        half_life(work)
            ? sql_guide_evidence(work, &rows, .opened_least = GUIDE_EVIDENCE_LEAST)
            : 0;
    struct guide_evidence *all;

    count = count < limit ? count : limit;
    all = arena_alloc(work->arena, count * sizeof *all + 1);
    for (size_t i = 0; i < count; i++)
        all[i] = (struct guide_evidence){
            .words = rows[i].words,
            .code = rows[i].code,
            .item_id = rows[i].item_id,
            .opened = rows[i].opened,
            .filed = rows[i].filed,
            .weight = weight_on(work, rows[i].weight, rows[i].last_day),
            .last_day = (int)rows[i].last_day,
        };
    *evidence = all;
    return count;
}

void guide_evidence_drop(struct work *work, const char *words, int64_t item_id) {
    if (!words[0])
        return;
    sql_guide_drop_evidence(work, .words = words, .item_id = item_id);
    cache_touch(work, topic);
}

void guide_evidence_sweep(struct work *work) {
    if (half_life(work))
        guide_evidence_write(work);
    sql_guide_forget_evidence(
        work, .before_day = civil_add_days(work_day(work), -GUIDE_EVIDENCE_DAYS),
        .old_day = civil_add_days(work_day(work), -GUIDE_EVIDENCE_FEW_DAYS),
        .opened_least = GUIDE_EVIDENCE_LEAST);
    cache_touch(work, topic); /* what is left weighs a day less */
}
