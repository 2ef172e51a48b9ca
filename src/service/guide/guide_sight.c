#include "guide_sight.h"

#include <assert.h>
#include <stdbool.h>

enum {
    BLOCK_LINES = 4096, /* their cells stay in the processor's first cache */
    GROUP_LINES = 16,
};

static bool candidate_is_worse(struct guide_candidate a, struct guide_candidate b) {
    return a.score != b.score ? a.score < b.score : a.line > b.line;
}

static void candidates_swap(struct guide_candidates *candidates, size_t a, size_t b) {
    const struct guide_candidate moved = candidates->of[a];

    candidates->of[a] = candidates->of[b];
    candidates->of[b] = moved;
}

static void candidates_sink(struct guide_candidates *candidates) {
    size_t at = 0;

    for (;;) {
        size_t worst = at;

        for (size_t child = 2 * at + 1; child <= 2 * at + 2; child++)
            if (child < candidates->count &&
                candidate_is_worse(candidates->of[child], candidates->of[worst]))
                worst = child;
        if (worst == at)
            return;
        candidates_swap(candidates, at, worst);
        at = worst;
    }
}

static void candidates_offer(struct guide_candidates *candidates,
                             struct guide_candidate candidate) {
    size_t at = candidates->count;

    if (at == candidates->room) {
        if (candidate_is_worse(candidate, candidates->of[0]))
            return;
        candidates->of[0] = candidate;
        candidates_sink(candidates);
        return;
    }
    candidates->of[candidates->count++] = candidate;
    while (at > 0 &&
           candidate_is_worse(candidates->of[at], candidates->of[(at - 1) / 2])) {
        candidates_swap(candidates, at, (at - 1) / 2);
        at = (at - 1) / 2;
    }
}

/* The least score that still gets a place. */
static uint64_t candidates_least(const struct guide_candidates *candidates) {
    return candidates->count < candidates->room ? 1 : candidates->of[0].score;
}

static void gather(struct guide_wanted *wanted, size_t begin, size_t end,
                   int32_t cells[BLOCK_LINES]) {
    while (wanted->next < wanted->end && *wanted->next < end)
        cells[*wanted->next++ - begin] += (int32_t)wanted->gain;
}

/* Whether one of a group's cells is above; the compiler compares them side by side. */
static bool any_above(const int32_t cells[GROUP_LINES], int32_t least) {
    int32_t above = 0;

    for (size_t i = 0; i < GROUP_LINES; i++)
        above |= cells[i] > least;
    return above;
}

/* The most that a cell can have without a place, were its line as short as can be. */
static int32_t cell_least(const struct guide_index *index,
                          const struct guide_candidates *candidates) {
    return (int32_t)((candidates_least(candidates) - 1) /
                     guide_index_shortness(index, 0));
}

static void sight_group(const struct guide_index *index,
                        struct guide_candidates *candidates,
                        const int32_t cells[GROUP_LINES], size_t first) {
    int32_t least = cell_least(index, candidates);

    for (size_t i = 0; i < GROUP_LINES; i++) {
        if (cells[i] <= least)
            continue;
        const uint64_t score = (uint64_t)cells[i] * index->shortness[first + i];

        if (score >= candidates_least(candidates)) {
            candidates_offer(candidates,
                             (struct guide_candidate){ (uint32_t)(first + i), score });
            least = cell_least(index, candidates);
        }
    }
}

static void sight_block(const struct guide_index *index, struct guide_query *query,
                        struct guide_candidates *candidates, struct guide_range lines) {
    int32_t cells[BLOCK_LINES] = { 0 };
    int32_t least = cell_least(index, candidates);

    for (size_t i = 0; i < query->wanted_count; i++)
        gather(&query->wanted[i], lines.begin, lines.end, cells);
    for (size_t i = 0; lines.begin + i < lines.end; i += GROUP_LINES)
        if (any_above(cells + i, least)) {
            sight_group(index, candidates, cells + i, lines.begin + i);
            least = cell_least(index, candidates);
        }
}

void guide_sight(const struct guide_index *index, struct guide_query *query,
                 struct guide_range lines, struct guide_candidates *candidates) {
    assert(candidates->room >= 1);
    assert(candidates->room <= GUIDE_CANDIDATES_MAX);
    candidates->count = 0;
    for (size_t at = lines.begin; at < lines.end; at += BLOCK_LINES) {
        const size_t end = at + BLOCK_LINES;

        sight_block(index, query, candidates,
                    (struct guide_range){ at, end < lines.end ? end : lines.end });
    }
}
