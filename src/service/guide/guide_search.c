#include "guide_index.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "guide_hanzi.h"
#include "guide_index_inside.h"
#include "guide_match.h"
#include "guide_sound.h"
#include "guide_text.h"

enum {
    WANTED_MAX = 600, /* terms of one query with those of its meanings */
    POSTINGS_READ_MAX = 60000,
    BLOCK_LINES = 4096, /* their cells stay in the processor's first cache */
    GROUP_LINES = 16,
    CODE_RANGE_MAX = 4096, /* documents looked at for one beginning of a code */
    CODE_BEGINNING_MIN = 3,
    CANDIDATES_MAX = 160, /* lines that are looked at closely */
};

/* Thousandths: what the lines of one item add up to. */
enum {
    LEARNT_WORTH = 950,
    SECOND_WORTH = 100, /* of the name where a learnt line is better, and likewise */
    FURTHER_WORTH = 150,
    LEARNT_SHARE = 1200,
    FIRST_SIGHT_WORTH = 1000,
    CONTEXT_WORTH = 5000, /* of a query that stands in an item's context whole */
};

enum { POPULARITY_WORTH = 40 }; /* for each time that it doubles */

/* What hits are ranked by; what is shown is held below the exact ones. */
enum {
    RANK_WORDS_MAX = 1000000,
    RANK_CODE_BEGINS,
    RANK_ALIAS,
    RANK_EXACT,
    SCORE_CODE_BEGINS = 990,
    SCORE_WORDS_MAX = 998,
};

/* What a term of each kind gives a line, in thousandths of its rarity. */
static const uint32_t term_worth[] = {
    [GUIDE_TERM_CHARACTER] = 1000, [GUIDE_TERM_PAIR] = 300,
    [GUIDE_TERM_START] = 250,      [GUIDE_TERM_CONTEXT_PAIR] = 400,
    [GUIDE_TERM_MEANING] = 1000,
};

/* A term that the query asks for; said means by itself, not by what it means. */
struct wanted {
    uint64_t key;
    uint32_t weight; /* thousandths */
    bool said;
    uint32_t gain; /* what each of its lines gains */
    const uint32_t *first;
    const uint32_t *next; /* postings not yet read */
    const uint32_t *end;
};

struct query {
    struct guide_text text;
    uint32_t fingerprint;
    uint16_t factors[GUIDE_LINE_CHARACTERS_MAX]; /* of its characters, thousandths */
    uint16_t weights[GUIDE_LINE_CHARACTERS_MAX];
    struct guide_mark marks[GUIDE_MARKS_MAX];
    struct guide_side side; /* all of that, as it is compared */
    struct wanted wanted[WANTED_MAX];
    size_t wanted_count;
    uint64_t mass; /* the rarity of its characters, weighted */
    uint64_t share_of_mass;
    uint64_t ideal; /* what a line that is just this query is worth */
};

static void want(struct query *query, uint64_t key, uint32_t weight, bool said) {
    for (size_t i = 0; i < query->wanted_count; i++)
        if (query->wanted[i].key == key) {
            if (query->wanted[i].weight < weight)
                query->wanted[i].weight = weight;
            return;
        }
    if (query->wanted_count < WANTED_MAX)
        query->wanted[query->wanted_count++] =
            (struct wanted){ .key = key, .weight = weight, .said = said };
}

static void want_said(struct query *query) {
    struct guide_token tokens[GUIDE_TOKENS_MAX];
    const size_t count = guide_text_tokens(&query->text, tokens);

    for (size_t i = 0; i < count; i++) {
        const uint32_t first = query->factors[tokens[i].first];
        const uint32_t last = query->factors[tokens[i].last];
        const uint32_t weight = first < last ? first : last;

        want(query, tokens[i].key, weight, true);
        if (guide_term_kind(tokens[i].key) == GUIDE_TERM_PAIR)
            want(query, guide_term_context_key(tokens[i].key), weight, false);
    }
}

static void want_meant(struct query *query) {
    for (size_t i = 0; i < query->side.mark_count; i++) {
        const struct guide_mark *mark = &query->marks[i];

        if (mark->kind != GUIDE_WORD_FILLER)
            want(query, guide_term_meaning_key(mark->kind, mark->meaning), GUIDE_WHOLE,
                 false);
    }
}

/* What a run of letters may spell is asked for as if it had been written. */
static void take_spelt(void *context, uint64_t term) {
    want(context, term, GUIDE_WHOLE, false);
}

static void want_spelt(const struct guide_index *index, struct query *query) {
    const struct guide_text *text = &query->text;

    for (size_t at = 0; at < text->length;) {
        const size_t end = guide_hanzi_run(text->points, text->parted, text->length, at);

        if (end - at >= GUIDE_SPELLING_MIN)
            guide_sound_each(index, text->points + at, end - at, take_spelt, query);
        at = end > at ? end : at + 1;
    }
}

static void query_weigh(const struct guide_index *index, struct query *query) {
    uint64_t ideal = 0;

    for (size_t i = 0; i < query->wanted_count; i++) {
        struct wanted *wanted = &query->wanted[i];
        const uint32_t number = *guide_index_slot(index, wanted->key);
        const struct guide_term none = { .count = 0 };
        const struct guide_term *term = number ? &index->terms[number - 1] : &none;
        const enum guide_term_kind kind = guide_term_kind(wanted->key);
        const uint64_t weight = (uint64_t)guide_index_rarity(index, term->count) *
                                wanted->weight / GUIDE_WHOLE;

        wanted->gain = (uint32_t)(weight * term_worth[kind] / GUIDE_WHOLE) + 1;
        wanted->first = wanted->next = index->postings + term->first;
        wanted->end = wanted->next + term->count;
        ideal += wanted->said ? wanted->gain : 0;
    }
    query->ideal = (ideal + 1) * guide_index_shortness(index, query->text.length);
}

static int by_postings_then_key(const void *left, const void *right) {
    const struct wanted *a = left;
    const struct wanted *b = right;
    const ptrdiff_t a_count = a->end - a->next;
    const ptrdiff_t b_count = b->end - b->next;

    if (a_count != b_count)
        return a_count < b_count ? -1 : 1;
    return (a->key > b->key) - (a->key < b->key);
}

/* Keeps the rarest terms; of common ones the first may be read in part. */
static void query_bound_work(struct query *query) {
    ptrdiff_t left = POSTINGS_READ_MAX;

    qsort(query->wanted, query->wanted_count, sizeof *query->wanted,
          by_postings_then_key);
    for (size_t i = 0; i < query->wanted_count; i++) {
        struct wanted *wanted = &query->wanted[i];

        if (wanted->end - wanted->next > left)
            wanted->end = wanted->next + left;
        left -= wanted->end - wanted->next;
    }
    assert(left >= 0);
}

static void query_read_side(const struct guide_index *index, struct query *query) {
    struct guide_side *side = &query->side;

    *side = (struct guide_side){ .points = query->text.points,
                                 .parted = query->text.parted,
                                 .weights = query->weights,
                                 .length = query->text.length,
                                 .marks = query->marks };
    side->mark_count =
        guide_words_mark(index->words, &query->text, GUIDE_WORD_SAID, query->marks);
    side->actions = guide_words_actions(query->marks, side->mark_count);
    guide_match_factors(&query->text, query->marks, side->mark_count, query->factors);
    for (size_t i = 0; i < side->length; i++) {
        query->weights[i] =
            guide_index_weight(index, query->text.points[i], query->factors[i]);
        side->mass += query->weights[i];
    }
}

static void query_read(const struct guide_index *index, const char *words,
                       struct query *query) {
    guide_text_fold(words, GUIDE_QUERY_MAX, 0, &query->text);
    query->fingerprint = guide_text_fingerprint(&query->text);
    query->wanted_count = 0;
    query_read_side(index, query);
    want_said(query);
    want_meant(query);
    want_spelt(index, query);
    query_weigh(index, query);
    query_bound_work(query);
}

struct place {
    uint32_t document;
    uint32_t score;
};

struct ranking {
    const struct guide_index *index;
    struct place places[GUIDE_HITS_MAX + 1]; /* best first, and one to spare */
    size_t count;
    size_t limit;
};

static bool place_is_better(const struct guide_index *index, struct place a,
                            struct place b) {
    const struct guide_item *left = &index->documents[a.document];
    const struct guide_item *right = &index->documents[b.document];

    if (a.score != b.score)
        return a.score > b.score;
    if (left->popularity != right->popularity)
        return left->popularity > right->popularity;
    if (left->name_length != right->name_length)
        return left->name_length < right->name_length;
    return a.document < b.document;
}

/* Places a document; one that is there already keeps the better score. */
static void ranking_offer(struct ranking *ranking, struct place place) {
    struct place *places = ranking->places;
    size_t at = 0;
    size_t end = 0;

    while (at < ranking->count && !place_is_better(ranking->index, place, places[at])) {
        if (places[at].document == place.document)
            return;
        at++;
    }
    for (end = at; end < ranking->count; end++)
        if (places[end].document == place.document)
            break;
    memmove(&places[at + 1], &places[at], (end - at) * sizeof *places);
    places[at] = place;
    if (end == ranking->count && ranking->count < ranking->limit)
        ranking->count++;
}

/* The first document whose code is not below a text. */
static size_t code_lower_bound(const struct guide_index *index, const char *code) {
    size_t low = 0;
    size_t high = index->document_count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (strcmp(index->documents[middle].code, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Names have digits too (5000人以上), and codes have words (许可-00802). */
static bool text_may_begin_code(const struct guide_text *text) {
    bool digit = false;

    for (size_t i = 0; i < text->length; i++)
        digit |= text->points[i] >= '0' && text->points[i] <= '9';
    return digit && text->length >= CODE_BEGINNING_MIN;
}

/* Whether the text is, or begins, a code, so that its words mean nothing. */
static bool search_codes(const struct guide_index *index, const struct guide_text *text,
                         struct ranking *ranking) {
    char code[4 * GUIDE_LINE_CHARACTERS_MAX + 1];
    const size_t size = (size_t)(guide_text_write(text, code) - code) - 1;
    const bool beginnings = text_may_begin_code(text);
    size_t at = code_lower_bound(index, code);

    for (size_t seen = 0; at < index->document_count && seen < CODE_RANGE_MAX; seen++) {
        const char *found = index->documents[at].code;
        const bool exact = strcmp(found, code) == 0;

        if (!exact && (!beginnings || strncmp(found, code, size) != 0))
            break;
        ranking_offer(ranking, (struct place){ (uint32_t)at++,
                                               exact ? RANK_EXACT : RANK_CODE_BEGINS });
    }
    return beginnings && ranking->count > 0;
}

/* A line that may serve, and how well at first sight. */
struct candidate {
    uint32_t line;
    uint64_t score; /* thousandths of the query's ideal, times that */
};

/* The best lines at first sight: a heap whose first is the worst of them. */
struct candidates {
    struct candidate of[CANDIDATES_MAX];
    size_t count;
};

static bool candidate_is_worse(struct candidate a, struct candidate b) {
    return a.score != b.score ? a.score < b.score : a.line > b.line;
}

static void candidates_swap(struct candidates *candidates, size_t a, size_t b) {
    const struct candidate moved = candidates->of[a];

    candidates->of[a] = candidates->of[b];
    candidates->of[b] = moved;
}

static void candidates_sink(struct candidates *candidates) {
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

static void candidates_offer(struct candidates *candidates, struct candidate candidate) {
    size_t at = candidates->count;

    if (at == CANDIDATES_MAX) {
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
static uint64_t candidates_least(const struct candidates *candidates) {
    return candidates->count < CANDIDATES_MAX ? 1 : candidates->of[0].score;
}

/* What a rank is shown as, in thousandths. */
static int shown_score(uint32_t rank) {
    switch (rank) {
    case RANK_EXACT: return GUIDE_SCORE_EXACT;
    case RANK_ALIAS: return GUIDE_SCORE_EXACT - 1;
    case RANK_CODE_BEGINS: return SCORE_CODE_BEGINS;
    }
    const uint32_t shown = 1 + rank * SCORE_WORDS_MAX / GUIDE_MATCH_WHOLE;

    return shown < SCORE_WORDS_MAX ? (int)shown : SCORE_WORDS_MAX;
}

static void gather(struct wanted *wanted, size_t begin, size_t end,
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
                          const struct candidates *candidates) {
    return (int32_t)((candidates_least(candidates) - 1) /
                     guide_index_shortness(index, 0));
}

static void sight_group(const struct guide_index *index, struct candidates *candidates,
                        const int32_t cells[GROUP_LINES], size_t first) {
    int32_t least = cell_least(index, candidates);

    for (size_t i = 0; i < GROUP_LINES; i++) {
        if (cells[i] <= least)
            continue;
        const uint64_t score = (uint64_t)cells[i] * index->shortness[first + i];

        if (score >= candidates_least(candidates)) {
            candidates_offer(candidates,
                             (struct candidate){ (uint32_t)(first + i), score });
            least = cell_least(index, candidates);
        }
    }
}

static void sight_block(const struct guide_index *index, struct query *query,
                        struct candidates *candidates, size_t begin) {
    int32_t cells[BLOCK_LINES] = { 0 };
    int32_t least = cell_least(index, candidates);

    for (size_t i = 0; i < query->wanted_count; i++)
        gather(&query->wanted[i], begin, begin + BLOCK_LINES, cells);
    for (size_t i = 0; i < BLOCK_LINES; i += GROUP_LINES)
        if (any_above(cells + i, least)) {
            sight_group(index, candidates, cells + i, begin + i);
            least = cell_least(index, candidates);
        }
}

static void sight_all(const struct guide_index *index, struct query *query,
                      struct candidates *candidates) {
    for (size_t begin = 0; begin < index->line_count; begin += BLOCK_LINES)
        sight_block(index, query, candidates, begin);
}

static bool line_is_the_query(const struct guide_line *line, const struct query *query) {
    return line->fingerprint == query->fingerprint && line->length == query->text.length;
}

static int by_number(const void *one, const void *other) {
    const uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;

    return (a > b) - (a < b);
}

/* How much of the query stands in the context of a name's line, in thousandths. */
static int context_share(const struct query *query, uint32_t line) {
    uint64_t all = 1, there = 0;

    for (size_t i = 0; i < query->wanted_count; i++) {
        const struct wanted *wanted = &query->wanted[i];

        if (guide_term_kind(wanted->key) != GUIDE_TERM_CONTEXT_PAIR)
            continue;
        all += wanted->gain;
        if (bsearch(&line, wanted->first, (size_t)(wanted->end - wanted->first),
                    sizeof line, by_number))
            there += wanted->gain;
    }
    return (int)(there * GUIDE_WHOLE / all);
}

/* How well a candidate serves, looked at closely. */
static int look_closely(const struct guide_index *index, const struct query *query,
                        struct candidate candidate) {
    const struct guide_line *line = &index->lines[candidate.line];
    const struct guide_side side = {
        .points = index->points + line->first_point,
        .weights = index->weights + line->first_point,
        .length = line->length,
        .mass = line->mass,
        .marks = index->marks + line->first_mark,
        .mark_count = line->mark_count,
        .actions = line->actions | index->documents[line->document].actions,
    };
    const uint64_t sight = candidate.score * GUIDE_WHOLE / query->ideal;

    int worth = FIRST_SIGHT_WORTH * (int)(sight < GUIDE_WHOLE ? sight : GUIDE_WHOLE) /
                GUIDE_WHOLE;

    if (line->kind == GUIDE_LINE_NAME)
        worth += CONTEXT_WORTH * context_share(query, candidate.line) / GUIDE_WHOLE;
    return worth + (line->length ? guide_match(&query->side, &side) : 0);
}

/* What the lines of one item are worth. */
struct worth {
    int named;     /* the best of the name and its aliases */
    int learnt[3]; /* the best, best first */
    uint32_t exact;
};

static void worth_add(struct worth *worth, const struct guide_line *line, bool exact,
                      int value) {
    if (line->kind != GUIDE_LINE_LEARNT) {
        const uint32_t rank = line->kind == GUIDE_LINE_NAME ? RANK_EXACT : RANK_ALIAS;

        if (exact && worth->exact < rank)
            worth->exact = rank;
        if (value > worth->named)
            worth->named = value;
        return;
    }
    for (size_t i = 0; i < 3; i++)
        if (value > worth->learnt[i]) {
            const int lower = worth->learnt[i];

            worth->learnt[i] = value;
            value = lower;
        }
}

static uint32_t worth_rank(const struct worth *worth, int popularity) {
    const int learnt = worth->learnt[0] * LEARNT_WORTH / GUIDE_WHOLE;
    const int further = worth->learnt[1] + worth->learnt[2];
    const int best = learnt > worth->named ? learnt : worth->named;
    const int second = learnt > worth->named ? worth->named : learnt;
    int doublings = 0;

    if (worth->exact)
        return worth->exact;
    while (popularity > 0 && doublings < 32) {
        popularity /= 2;
        doublings++;
    }
    const int sum = best * GUIDE_WHOLE + second * SECOND_WORTH + further * FURTHER_WORTH;
    const int together = worth->learnt[0] ? sum / LEARNT_SHARE : best;
    return (uint32_t)(together + doublings * POPULARITY_WORTH);
}

static int by_line(const void *one, const void *other) {
    const struct candidate *a = one, *b = other;

    return (a->line > b->line) - (a->line < b->line);
}

/* Lines go by document, so the candidates of one are neighbours. */
static void rank_documents(const struct guide_index *index, const struct query *query,
                           struct candidates *candidates, struct ranking *ranking) {
    qsort(candidates->of, candidates->count, sizeof *candidates->of, by_line);
    for (size_t at = 0; at < candidates->count;) {
        const uint32_t document = index->lines[candidates->of[at].line].document;
        struct worth worth = { 0 };

        for (; at < candidates->count; at++) {
            const struct guide_line *line = &index->lines[candidates->of[at].line];

            if (line->document != document)
                break;
            worth_add(&worth, line, line_is_the_query(line, query),
                      look_closely(index, query, candidates->of[at]));
        }
        const int popularity = index->documents[document].popularity;

        ranking_offer(ranking,
                      (struct place){ document, worth_rank(&worth, popularity) });
    }
}

static void search_words(struct query *query, struct ranking *ranking) {
    struct candidates candidates;

    candidates.count = 0;
    sight_all(ranking->index, query, &candidates);
    rank_documents(ranking->index, query, &candidates, ranking);
}

size_t guide_index_search(const struct guide_index *index, const char *query,
                          struct guide_hit *hits, size_t limit) {
    struct query read;
    struct ranking ranking = { .index = index, .limit = limit };

    assert(limit >= 1);
    assert(limit <= GUIDE_HITS_MAX);
    query_read(index, query, &read);
    if (read.text.length == 0)
        return 0;

    if (!search_codes(index, &read.text, &ranking))
        search_words(&read, &ranking);
    for (size_t i = 0; i < ranking.count; i++)
        hits[i] = (struct guide_hit){
            .id = index->documents[ranking.places[i].document].id,
            .score = shown_score(ranking.places[i].score),
        };
    return ranking.count;
}
