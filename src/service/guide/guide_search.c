#include "guide_index.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "guide_index_inside.h"
#include "guide_match.h"
#include "guide_query.h"
#include "guide_rank.h"
#include "guide_sight.h"
#include "guide_text.h"
#include "guide_usage.h"

enum {
    CODE_RANGE_MAX = 4096, /* documents looked at for one beginning of a code */
    CODE_BEGINNING_MIN = 3,
    NAMED_MAX = 80,  /* lines that are looked at closely: names and aliases, */
    LEARNT_MAX = 40, /* and phrasings */
};

/* Thousandths: what first sight and context add to a close look. */
enum { FIRST_SIGHT_WORTH = 1000, CONTEXT_WORTH = 5000 };

/* What hits are ranked by; what is shown is held below the exact ones. */
enum {
    RANK_PHRASE = GUIDE_RANK_MOST, /* it was taught just so */
    RANK_CODE_BEGINS,
    RANK_ALIAS,
    RANK_EXACT,
    SCORE_CODE_BEGINS = 990,
    SCORE_WORDS_MAX = 998,
};

struct place {
    uint32_t document;
    uint32_t rank;
    int shown; /* thousandths */
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

    if (a.rank != b.rank)
        return a.rank > b.rank;
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
        ranking_offer(
            ranking,
            exact ? (struct place){ (uint32_t)at, RANK_EXACT, GUIDE_SCORE_EXACT }
                  : (struct place){ (uint32_t)at, RANK_CODE_BEGINS, SCORE_CODE_BEGINS });
        at++;
    }
    return beginnings && ranking->count > 0;
}

static bool line_is_the_query(const struct guide_line *line,
                              const struct guide_query *query) {
    return line->fingerprint == query->fingerprint && line->length == query->text.length;
}

static int by_number(const void *one, const void *other) {
    const uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;

    return (a > b) - (a < b);
}

/* An item while its lines are looked at. */
struct looking {
    uint32_t document;
    uint32_t exact; /* 0, or what ranks it without signs */
    struct guide_signs signs;
    struct guide_candidate named, learnt; /* the best of each kind */
};

/* One search: the query, and what it found at first sight. */
struct search {
    const struct guide_index *index;
    struct guide_query query;
    struct guide_usage_asked asked; /* where something was learnt */
    struct guide_candidate candidates[NAMED_MAX + LEARNT_MAX]; /* by item */
    size_t candidate_count;
    struct looking looked[NAMED_MAX + LEARNT_MAX]; /* items, in that order */
    size_t looked_count;
    int learnt;                                           /* guide_rank_learnt() */
    const struct guide_wanted *contexts[GUIDE_QUERY_MAX]; /* that any context has */
    size_t context_count;
    uint64_t context_gain; /* of all that are wanted */
};

/* Of pairs there are fewer than bytes. */
static void find_contexts(struct search *search) {
    const struct guide_query *query = &search->query;

    search->context_count = 0;
    search->context_gain = 1;
    for (size_t i = 0; i < query->wanted_count; i++) {
        const struct guide_wanted *wanted = &query->wanted[i];

        if (guide_term_kind(wanted->key) != GUIDE_TERM_CONTEXT_PAIR)
            continue;
        search->context_gain += wanted->gain;
        if (wanted->end > wanted->first)
            search->contexts[search->context_count++] = wanted;
    }
}

/* How much of the query stands in the context of a name's line, in thousandths. */
static int context_share(const struct search *search, uint32_t line) {
    uint64_t there = 0;

    for (size_t i = 0; i < search->context_count; i++) {
        const struct guide_wanted *wanted = search->contexts[i];

        if (bsearch(&line, wanted->first, (size_t)(wanted->end - wanted->first),
                    sizeof line, by_number))
            there += wanted->gain;
    }
    return (int)(there * GUIDE_WHOLE / search->context_gain);
}

/* A line as it is compared; what its item does counts for each of its lines. */
static struct guide_side side_of(const struct guide_index *index, uint32_t number) {
    const struct guide_line *line = &index->lines[number];

    return (struct guide_side){
        .points = index->points + line->first_point,
        .weights = index->weights + line->first_point,
        .length = line->length,
        .mass = line->mass,
        .marks = index->marks + line->first_mark,
        .mark_count = line->mark_count,
        .actions = line->actions | index->documents[line->document].actions,
    };
}

static int sight_of(const struct search *search, struct guide_candidate candidate) {
    const uint64_t sight = candidate.score * GUIDE_WHOLE / search->query.ideal;

    return sight < GUIDE_WHOLE ? (int)sight : GUIDE_WHOLE;
}

/* How well a line serves, looked at closely. */
static int worth_of(const struct search *search, struct guide_candidate candidate) {
    const struct guide_side side = side_of(search->index, candidate.line);
    int worth = FIRST_SIGHT_WORTH * sight_of(search, candidate) / GUIDE_WHOLE;

    if (side.length)
        worth += guide_match(&search->query.side, &side);
    if (search->index->lines[candidate.line].kind == GUIDE_LINE_NAME)
        worth += CONTEXT_WORTH * context_share(search, candidate.line) / GUIDE_WHOLE;
    return worth;
}

static struct guide_explained explain(const struct search *search, uint32_t number) {
    const struct guide_line *line = &search->index->lines[number];

    return search->index->usage && line->length
               ? guide_usage_explain(&search->asked,
                                     search->index->points + line->first_point,
                                     line->length)
               : (struct guide_explained){ 0 };
}

static void keep_worth(int worths[GUIDE_RANK_LEARNT_MAX], int worth) {
    for (size_t i = 0; i < GUIDE_RANK_LEARNT_MAX; i++)
        if (worth > worths[i]) {
            const int lower = worths[i];

            worths[i] = worth;
            worth = lower;
        }
}

/* Adds what one line shows; the best of a kind is the first of equals. */
static void add_line(const struct search *search, struct guide_candidate candidate,
                     struct looking *looking) {
    const bool learnt = candidate.line >= search->index->named_count;
    struct guide_signs *signs = &looking->signs;
    struct guide_best *best = learnt ? &signs->learnt : &signs->named;
    const int worth = worth_of(search, candidate);

    if (learnt) {
        keep_worth(signs->worths, worth);
    } else {
        const struct guide_explained explained = explain(search, candidate.line);

        if (explained.all > signs->explained.all)
            signs->explained = explained;
    }
    if (worth > best->worth) {
        best->worth = worth;
        *(learnt ? &looking->learnt : &looking->named) = candidate;
    }
}

static void tell_apart(const struct search *search, struct guide_candidate candidate,
                       struct guide_best *best) {
    const struct guide_side side = side_of(search->index, candidate.line);

    if (best->worth == 0)
        return;
    best->sight = sight_of(search, candidate);
    if (side.length)
        guide_match_traits(&search->query.side, &side, best->trait);
}

/* What hits look like: the best line, on the scale that says whether it is found. */
static int shown_score(const struct guide_signs *signs) {
    const int named = signs->named.worth, learnt = signs->worths[0];
    const int shown =
        1 + (named > learnt ? named : learnt) * SCORE_WORDS_MAX / GUIDE_MATCH_WHOLE;

    return shown < SCORE_WORDS_MAX ? shown : SCORE_WORDS_MAX;
}

/* What a line is worth that is just what was asked. */
static const uint32_t exact_rank[] = {
    [GUIDE_LINE_NAME] = RANK_EXACT,
    [GUIDE_LINE_ALIAS] = RANK_ALIAS,
    [GUIDE_LINE_LEARNT] = RANK_PHRASE,
};

/* What an item is measured by against the others, in the order of enum guide_best_at. */
enum { AGAINST = 3 };

static void measure(const struct guide_signs *signs, int measures[AGAINST]) {
    measures[0] = signs->named.worth;
    measures[1] = signs->worths[0];
    measures[2] = signs->explained.all;
}

static void find_best(struct search *search) {
    int best[AGAINST] = { 0 }, measures[AGAINST];

    for (size_t i = 0; i < search->looked_count; i++) {
        measure(&search->looked[i].signs, measures);
        for (size_t m = 0; m < AGAINST; m++)
            best[m] = measures[m] > best[m] ? measures[m] : best[m];
    }
    for (size_t i = 0; i < search->looked_count; i++) {
        measure(&search->looked[i].signs, measures);
        for (size_t m = 0; m < AGAINST; m++)
            if (measures[m] == best[m])
                search->looked[i].signs.best |= 1U << m;
    }
}

static struct place place_of(const struct search *search, struct looking *looking) {
    const uint32_t document = looking->document;
    struct guide_signs *signs = &looking->signs;

    if (looking->exact == RANK_EXACT)
        return (struct place){ document, RANK_EXACT, GUIDE_SCORE_EXACT };
    if (looking->exact == RANK_ALIAS)
        return (struct place){ document, RANK_ALIAS, GUIDE_SCORE_EXACT - 1 };
    if (looking->exact)
        return (struct place){ document, looking->exact, shown_score(signs) };
    if (search->learnt) {
        tell_apart(search, looking->named, &signs->named);
        tell_apart(search, looking->learnt, &signs->learnt);
    }
    return (struct place){ document, guide_rank(signs, search->learnt),
                           shown_score(signs) };
}

/* Looks at the lines of one item, from a candidate on; returns the first of the next. */
static size_t look_at(struct search *search, size_t at) {
    const struct guide_index *index = search->index;
    const uint32_t document = index->lines[search->candidates[at].line].document;
    const struct guide_item *item = &index->documents[document];
    struct looking *looking = &search->looked[search->looked_count++];

    *looking = (struct looking){
        .document = document,
        .signs = { .phrase_count = item->learnt_count,
                   .asked_length = search->query.text.length,
                   .popularity = item->popularity },
    };
    if (search->candidates[at].line >= index->named_count)
        add_line(search, (struct guide_candidate){ item->name_line, 0 }, looking);
    for (; at < search->candidate_count; at++) {
        const struct guide_line *line = &index->lines[search->candidates[at].line];

        if (line->document != document)
            break;
        if (line_is_the_query(line, &search->query) &&
            looking->exact < exact_rank[line->kind])
            looking->exact = exact_rank[line->kind];
        add_line(search, search->candidates[at], looking);
    }
    return at;
}

static uint32_t document_of(const struct guide_index *index,
                            struct guide_candidate candidate) {
    return index->lines[candidate.line].document;
}

/* Names and phrasings of one item become neighbours, the names first. */
static void merge(struct search *search, const struct guide_candidates *named,
                  const struct guide_candidates *learnt) {
    size_t at = 0;

    search->candidate_count = named->count + learnt->count;
    for (size_t i = 0, j = 0; at < search->candidate_count;)
        if (j == learnt->count ||
            (i < named->count && document_of(search->index, named->of[i]) <=
                                     document_of(search->index, learnt->of[j])))
            search->candidates[at++] = named->of[i++];
        else
            search->candidates[at++] = learnt->of[j++];
}

static int by_line(const void *one, const void *other) {
    const struct guide_candidate *a = one, *b = other;

    return (a->line > b->line) - (a->line < b->line);
}

static void search_words(struct search *search, struct ranking *ranking) {
    const struct guide_index *index = search->index;
    struct guide_candidates named = { .room = NAMED_MAX },
                            learnt = { .room = LEARNT_MAX };

    guide_sight(index, &search->query, (struct guide_range){ 0, index->named_count },
                &named);
    guide_sight(index, &search->query,
                (struct guide_range){ index->named_count, index->line_count }, &learnt);
    qsort(named.of, named.count, sizeof *named.of, by_line);
    qsort(learnt.of, learnt.count, sizeof *learnt.of, by_line);
    merge(search, &named, &learnt);
    find_contexts(search);
    if (index->usage)
        guide_usage_ask(index, &search->query.text, &search->asked);
    search->learnt = guide_rank_learnt(index->line_count - index->named_count);
    search->looked_count = 0;
    for (size_t at = 0; at < search->candidate_count;)
        at = look_at(search, at);
    find_best(search);
    for (size_t i = 0; i < search->looked_count; i++)
        ranking_offer(ranking, place_of(search, &search->looked[i]));
}

size_t guide_index_search(const struct guide_index *index, const char *query,
                          struct guide_hit *hits, size_t limit) {
    struct search search;
    struct ranking ranking = { .index = index, .limit = limit };

    assert(limit >= 1);
    assert(limit <= GUIDE_HITS_MAX);
    search.index = index;
    guide_query_read(index, query, &search.query);
    if (search.query.text.length == 0)
        return 0;

    if (!search_codes(index, &search.query.text, &ranking))
        search_words(&search, &ranking);
    for (size_t i = 0; i < ranking.count; i++) {
        const struct place *place = &ranking.places[i];

        hits[i] = (struct guide_hit){
            .id = index->documents[place->document].id,
            .score = i == 0 || place->shown < hits[i - 1].score ? place->shown
                                                                : hits[i - 1].score,
            .rank = place->rank,
        };
    }
    return ranking.count;
}
