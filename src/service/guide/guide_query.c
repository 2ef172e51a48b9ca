#include "guide_query.h"

#include <assert.h>
#include <stdlib.h>

#include "guide_hanzi.h"
#include "guide_sound.h"
#include "utf8.h"

enum { POSTINGS_READ_MAX = 60000, CHARACTER_BYTES_MAX = 4 };

/* What a term of each kind gives a line, in thousandths of its rarity. */
static const uint32_t term_worth[] = {
    [GUIDE_TERM_CHARACTER] = 1000, [GUIDE_TERM_PAIR] = 300,
    [GUIDE_TERM_START] = 250,      [GUIDE_TERM_CONTEXT_PAIR] = 400,
    [GUIDE_TERM_MEANING] = 1000,
};

static void want(struct guide_query *query, uint64_t key, uint32_t weight, bool said) {
    for (size_t i = 0; i < query->wanted_count; i++)
        if (query->wanted[i].key == key) {
            if (query->wanted[i].weight < weight)
                query->wanted[i].weight = weight;
            return;
        }
    if (query->wanted_count < GUIDE_WANTED_MAX)
        query->wanted[query->wanted_count++] =
            (struct guide_wanted){ .key = key, .weight = weight, .said = said };
}

static void want_said(struct guide_query *query) {
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

static void want_meant(struct guide_query *query) {
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

static void want_spelt(const struct guide_index *index, struct guide_query *query) {
    const struct guide_text *text = &query->text;

    for (size_t at = 0; at < text->length;) {
        const size_t end = guide_hanzi_run(text->points, text->parted, text->length, at);

        if (end - at >= GUIDE_SPELLING_MIN)
            guide_sound_each(index, text->points + at, end - at, take_spelt, query);
        at = end > at ? end : at + 1;
    }
}

static void query_weigh(const struct guide_index *index, struct guide_query *query) {
    uint64_t ideal = 0;

    for (size_t i = 0; i < query->wanted_count; i++) {
        struct guide_wanted *wanted = &query->wanted[i];
        const uint32_t number = *guide_index_slot(index, wanted->key);
        const struct guide_term none = { .count = 0 };
        const struct guide_term *term = number ? &index->terms[number - 1] : &none;
        const enum guide_term_kind kind = guide_term_kind(wanted->key);
        const uint64_t weight = (uint64_t)guide_index_rarity(index, term->items) *
                                wanted->weight / GUIDE_WHOLE;

        wanted->gain = (uint32_t)(weight * term_worth[kind] / GUIDE_WHOLE) + 1;
        wanted->first = wanted->next = index->postings + term->first;
        wanted->end = wanted->next + term->count;
        ideal += wanted->said ? wanted->gain : 0;
    }
    query->ideal = (ideal + 1) * guide_index_shortness(index, query->text.length);
}

static int by_postings_then_key(const void *left, const void *right) {
    const struct guide_wanted *a = left;
    const struct guide_wanted *b = right;
    const ptrdiff_t a_count = a->end - a->next;
    const ptrdiff_t b_count = b->end - b->next;

    if (a_count != b_count)
        return a_count < b_count ? -1 : 1;
    return (a->key > b->key) - (a->key < b->key);
}

/* Keeps the rarest terms; of common ones the first may be read in part. */
static void query_bound_work(struct guide_query *query) {
    ptrdiff_t left = POSTINGS_READ_MAX;

    qsort(query->wanted, query->wanted_count, sizeof *query->wanted,
          by_postings_then_key);
    for (size_t i = 0; i < query->wanted_count; i++) {
        struct guide_wanted *wanted = &query->wanted[i];

        if (wanted->end - wanted->next > left)
            wanted->end = wanted->next + left;
        left -= wanted->end - wanted->next;
    }
    assert(left >= 0);
}

static void query_read_side(const struct guide_index *index, struct guide_query *query) {
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

void guide_query_read(const struct guide_index *index, const char *words,
                      struct guide_query *query) {
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

void guide_index_gist(const struct guide_index *index, const char *question,
                      char gist[GUIDE_GIST_MAX]) {
    struct guide_text text;
    struct guide_mark marks[GUIDE_MARKS_MAX];
    bool filler[GUIDE_LINE_CHARACTERS_MAX] = { false };
    char *out = gist;

    guide_text_fold(question, GUIDE_QUERY_MAX, 0, &text);
    const size_t count = guide_words_mark(index->words, &text, GUIDE_WORD_SAID, marks);
    size_t left = text.length;

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; marks[i].kind == GUIDE_WORD_FILLER && j < marks[i].length;
             j++) {
            left -= !filler[marks[i].first + j];
            filler[marks[i].first + j] = true;
        }
    for (size_t i = 0; i < text.length; i++)
        if ((left == 0 || !filler[i]) &&
            out - gist < GUIDE_GIST_MAX - CHARACTER_BYTES_MAX)
            out += utf8_put(out, text.points[i]);
    *out = '\0';
}
