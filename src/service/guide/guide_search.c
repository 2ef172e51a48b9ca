#include "guide_index.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "guide_index_inside.h"
#include "guide_text.h"

enum {
    WANTED_MAX = 600, /* terms of one query with those of its synonyms */
    POSTINGS_READ_MAX = 200000,
    BLOCK_LINES = 2048,    /* their cells stay in the processor's first cache */
    CODE_RANGE_MAX = 4096, /* documents looked at for one beginning of a code */
    CODE_BEGINNING_MIN = 3,
    PHRASES_ALIKE_MAX = 8, /* that say the same */
};

/* Thousandths.  Measured; the optimum is flat, so none of them is delicate. */
enum {
    FILLER_WEIGHT = 150,
    SYNONYM_WEIGHT = 600,
    LENGTH_WEIGHT = 300, /* how much longer lines lose */
    QUERY_COVER_WEIGHT = 1000,
    LINE_COVER_WEIGHT = 1500,
};

enum { RANK_STEP = 100 };

/*
 * What hits are ranked by.  Words may be worth more than a thousand, since synonyms add
 * to what was said; only what is shown is held below the exact ones.
 */
enum {
    RANK_WORDS_MAX = 1000000,
    RANK_CODE_BEGINS,
    RANK_ALIAS,
    RANK_EXACT,
    SCORE_CODE_BEGINS = 990,
    SCORE_WORDS_MAX = 998,
};

/* What a term of each kind gives a line, in thousandths of its rarity. */
static const struct {
    uint32_t score;
    uint32_t cover;
} term_rules[] = {
    [GUIDE_TERM_CHARACTER] = { .score = 1000, .cover = 1000 },
    [GUIDE_TERM_PAIR] = { .score = 300, .cover = 0 },
    [GUIDE_TERM_START] = { .score = 250, .cover = 0 },
    [GUIDE_TERM_CONTEXT_PAIR] = { .score = 400, .cover = 0 },
};

/* A term that the query asks for; said means by itself, not as a synonym. */
struct wanted {
    uint64_t key;
    uint32_t weight; /* thousandths */
    bool said;
    uint64_t gain;        /* what each of its lines gains: see cells */
    const uint32_t *next; /* postings not yet read */
    const uint32_t *end;
};

struct query {
    struct guide_text text;
    uint32_t fingerprint;
    uint32_t weights[GUIDE_LINE_CHARACTERS_MAX]; /* of its characters, thousandths */
    struct wanted wanted[WANTED_MAX];
    size_t wanted_count;
    uint64_t mass;  /* the rarity of its characters, weighted */
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
        const uint32_t first = query->weights[tokens[i].first];
        const uint32_t last = query->weights[tokens[i].last];
        const uint32_t weight = first < last ? first : last;

        want(query, tokens[i].key, weight, true);
        if (guide_term_kind(tokens[i].key) == GUIDE_TERM_PAIR)
            want(query, guide_term_context_key(tokens[i].key), weight, false);
    }
}

static void want_meant(struct query *query, const struct guide_text *means) {
    struct guide_token tokens[GUIDE_TOKENS_MAX];
    const size_t count = guide_text_tokens(means, tokens);

    for (size_t i = 0; i < count; i++)
        if (guide_term_kind(tokens[i].key) != GUIDE_TERM_START)
            want(query, tokens[i].key, SYNONYM_WEIGHT, false);
}

/* The phrases that begin with a character are those from here on. */
static size_t phrase_lower_bound(const struct guide_index *index, uint32_t point) {
    size_t low = 0;
    size_t high = index->phrase_count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (index->phrases[middle].said.points[0] < point)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Takes the longest phrases at a place; returns how many characters are done. */
static size_t query_read_phrase(const struct guide_index *index, struct query *query,
                                size_t at) {
    const uint32_t *points = query->text.points + at;
    const struct guide_phrase *found[PHRASES_ALIKE_MAX];
    size_t count = 0;
    size_t longest = 1;
    bool filler = false;

    for (size_t i = phrase_lower_bound(index, points[0]); i < index->phrase_count; i++) {
        const struct guide_phrase *phrase = &index->phrases[i];
        const size_t length = phrase->said.length;

        if (phrase->said.points[0] != points[0])
            break;
        if (length < longest || length > query->text.length - at ||
            memcmp(phrase->said.points, points, length * sizeof *points) != 0)
            continue;
        if (length > longest)
            count = 0;
        longest = length;
        if (count < PHRASES_ALIKE_MAX)
            found[count++] = phrase;
    }
    for (size_t i = 0; i < count; i++) {
        filler = count == 1 && found[i]->means.length == 0;
        want_meant(query, &found[i]->means);
    }
    for (size_t i = 0; i < longest; i++)
        query->weights[at + i] = filler ? FILLER_WEIGHT : GUIDE_WHOLE;
    return longest;
}

/* A longer line than usual is worth less, a shorter one at most 1 / 0.7 times more. */
static uint64_t shortness(const struct guide_index *index, size_t length) {
    return GUIDE_WHOLE * GUIDE_WHOLE /
           (GUIDE_WHOLE - LENGTH_WEIGHT +
            LENGTH_WEIGHT * GUIDE_WHOLE * (uint64_t)length / (index->usual_length + 1));
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
        const uint64_t score = weight * term_rules[kind].score / GUIDE_WHOLE;
        const uint64_t cover = weight * term_rules[kind].cover / GUIDE_WHOLE;

        wanted->gain = score << 32 | cover;
        wanted->next = index->postings + term->first;
        wanted->end = wanted->next + term->count;
        ideal += wanted->said ? score : 0;
        query->mass += wanted->said ? cover : 0;
    }
    query->ideal = (ideal + 1) * shortness(index, query->text.length) *
                   (GUIDE_WHOLE + QUERY_COVER_WEIGHT + LINE_COVER_WEIGHT);
    query->mass += 1;
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

static void query_read(const struct guide_index *index, const char *words,
                       struct query *query) {
    guide_text_fold(words, GUIDE_QUERY_MAX, 0, &query->text);
    query->fingerprint = guide_text_fingerprint(&query->text);
    query->wanted_count = 0;
    query->mass = 0;
    for (size_t at = 0; at < query->text.length;)
        at += query_read_phrase(index, query, at);
    want_said(query);
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

/* The least score that still gets a place. */
static uint32_t ranking_least(const struct ranking *ranking) {
    return ranking->count < ranking->limit ? 1
                                           : ranking->places[ranking->limit - 1].score;
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

/*
 * A cell gathers for one line, in its upper half what the shared terms score, in its
 * lower half how much they cover: one addition does both.
 */
static uint32_t line_score(const struct guide_index *index, const struct query *query,
                           const struct guide_line *line, uint64_t cell) {
    const uint64_t score = cell >> 32;
    const uint64_t cover = cell & UINT32_MAX;
    const uint64_t asked = cover < query->mass ? cover : query->mass;
    const uint64_t share = GUIDE_WHOLE + QUERY_COVER_WEIGHT * asked / query->mass +
                           LINE_COVER_WEIGHT * cover / (line->mass + 1);
    const uint64_t worth =
        score * shortness(index, line->length) * share * line->weight / query->ideal;

    if (line->fingerprint == query->fingerprint && line->length == query->text.length)
        return line->weight == GUIDE_WHOLE ? RANK_EXACT : RANK_ALIAS;
    if (worth <= SCORE_WORDS_MAX)
        return (uint32_t)worth;

    /* Above what is shown only steps count, so that popularity decides among near ones.
     */
    const uint64_t steps = SCORE_WORDS_MAX + (worth - SCORE_WORDS_MAX) / RANK_STEP;

    return steps < RANK_WORDS_MAX ? (uint32_t)steps : RANK_WORDS_MAX;
}

/* What a rank is shown as, in thousandths. */
static int shown_score(uint32_t rank) {
    switch (rank) {
    case RANK_EXACT: return GUIDE_SCORE_EXACT;
    case RANK_ALIAS: return GUIDE_SCORE_EXACT - 1;
    case RANK_CODE_BEGINS: return SCORE_CODE_BEGINS;
    default: return rank < SCORE_WORDS_MAX ? (int)rank : SCORE_WORDS_MAX;
    }
}

/* The least cell that can reach a place, were its line as short and as apt as can be. */
static uint64_t cell_least(const struct ranking *ranking, const struct query *query) {
    const uint64_t most = shortness(ranking->index, 0) * GUIDE_WHOLE *
                          (GUIDE_WHOLE + QUERY_COVER_WEIGHT + LINE_COVER_WEIGHT);

    const uint32_t least = ranking_least(ranking);

    /* A line may be the text itself, which ranks above what its terms are worth. */
    return query->ideal * (least < SCORE_WORDS_MAX ? least : SCORE_WORDS_MAX) / most
           << 32;
}

static void gather(struct wanted *wanted, size_t begin, size_t end,
                   uint64_t cells[BLOCK_LINES]) {
    while (wanted->next < wanted->end && *wanted->next < end)
        cells[*wanted->next++ - begin] += wanted->gain;
}

static void search_block(struct query *query, struct ranking *ranking, size_t begin,
                         size_t end) {
    const struct guide_index *index = ranking->index;
    uint64_t cells[BLOCK_LINES] = { 0 };
    uint64_t least = cell_least(ranking, query);

    for (size_t i = 0; i < query->wanted_count; i++)
        gather(&query->wanted[i], begin, end, cells);
    for (size_t i = begin; i < end; i++) {
        if (cells[i - begin] <= least)
            continue;
        const struct guide_line *line = &index->lines[i];
        const uint32_t score = line_score(index, query, line, cells[i - begin]);

        if (score >= ranking_least(ranking)) {
            ranking_offer(ranking, (struct place){ line->document, score });
            least = cell_least(ranking, query);
        }
    }
}

static void search_words(struct query *query, struct ranking *ranking) {
    const size_t count = ranking->index->line_count;

    for (size_t begin = 0; begin < count; begin += BLOCK_LINES)
        search_block(query, ranking, begin,
                     count - begin < BLOCK_LINES ? count : begin + BLOCK_LINES);
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
