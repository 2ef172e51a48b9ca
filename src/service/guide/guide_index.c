#include "guide_index.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guide_index_inside.h"
#include "guide_match.h"
#include "guide_sound.h"
#include "guide_text.h"
#include "guide_usage.h"

/* A character that no line has says that something else is meant, but not how much. */
enum { UNKNOWN_WEIGHT = 1000 }; /* thousandths of what the rarest weighs */

enum { LENGTH_WEIGHT = 400 }; /* thousandths: how much longer lines lose */

static void *resized(void *memory, size_t count, size_t size) {
    assert(size > 0);
    assert(count <= SIZE_MAX / size - 1);
    void *moved = realloc(memory, (count + 1) * size);

    if (!moved) {
        fputs("guide index: out of memory\n", stderr);
        abort();
    }
    return moved;
}

/* Makes room for one more of what has count of capacity. */
static void *widened(void *memory, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity)
        return memory;
    *capacity = *capacity ? 2 * *capacity : 1024;
    return resized(memory, *capacity, size);
}

uint32_t guide_index_logarithm(uint64_t value) {
    assert(value > 0);
    assert(value < 1ull << 53);
    const uint32_t power = 63 - (uint32_t)__builtin_clzll(value);
    return power << 10 | ((uint32_t)(value << 10 >> power) & 1023);
}

/* BM25's inverse document frequency: log((lines + 1) / (count + 1/2)). */
uint32_t guide_index_rarity(const struct guide_index *index, size_t count) {
    assert(count <= index->document_count);
    return guide_index_logarithm(2 * (uint64_t)index->document_count + 2) -
           guide_index_logarithm(2 * (uint64_t)count + 1) + 1;
}

/* The slot where the key is, or the free one where it belongs. */
uint32_t *guide_index_slot(const struct guide_index *index, uint64_t key) {
    size_t slot = (size_t)(key * 0x9e3779b97f4a7c15u >> 32) & (index->slot_count - 1);

    assert(index->term_count < index->slot_count);
    while (index->slots[slot] && index->terms[index->slots[slot] - 1].key != key)
        slot = (slot + 1) & (index->slot_count - 1);
    return &index->slots[slot];
}

static void slots_double(struct guide_index *index) {
    index->slot_count = index->slot_count ? 2 * index->slot_count : 4096;
    index->slots = resized(index->slots, index->slot_count, sizeof *index->slots);
    memset(index->slots, 0, index->slot_count * sizeof *index->slots);
    for (size_t i = 0; i < index->term_count; i++)
        *guide_index_slot(index, index->terms[i].key) = (uint32_t)i + 1;
}

struct occurrence {
    uint32_t term;
    uint32_t line;
};

/* What building needs beside the index, and nobody afterwards. */
struct builder {
    struct guide_index *index;
    size_t term_capacity;
    size_t line_capacity;
    struct occurrence *occurrences; /* by line */
    size_t occurrence_count;
    size_t occurrence_capacity;
    size_t point_capacity;
    size_t mark_capacity;
};

static struct guide_term *builder_term(struct builder *builder, uint64_t key) {
    struct guide_index *index = builder->index;

    if (2 * (index->term_count + 1) > index->slot_count)
        slots_double(index);

    uint32_t *slot = guide_index_slot(index, key);
    if (*slot == 0) {
        index->terms = widened(index->terms, index->term_count, &builder->term_capacity,
                               sizeof *index->terms);
        index->terms[index->term_count] = (struct guide_term){ .key = key };
        *slot = (uint32_t)++index->term_count;
    }
    return &index->terms[*slot - 1];
}

/* Notes that the newest line has a term; a second time says nothing new. */
static void builder_add_term(struct builder *builder, uint64_t key) {
    struct guide_term *term = builder_term(builder, key);
    const uint32_t line_count = (uint32_t)builder->index->line_count;

    if (term->first == line_count)
        return;
    term->first = line_count;
    term->count++;
    builder->occurrences =
        widened(builder->occurrences, builder->occurrence_count,
                &builder->occurrence_capacity, sizeof *builder->occurrences);
    builder->occurrences[builder->occurrence_count++] =
        (struct occurrence){ (uint32_t)(term - builder->index->terms), line_count - 1 };
}

/* Keeps the characters of the newest line; what they weigh is known when all are there.
 */
static void builder_keep_points(struct builder *builder, const struct guide_text *text,
                                const uint16_t *factors) {
    struct guide_index *index = builder->index;

    while (index->point_count + text->length > builder->point_capacity) {
        builder->point_capacity =
            builder->point_capacity ? 2 * builder->point_capacity : 4096;
        index->points =
            resized(index->points, builder->point_capacity, sizeof *index->points);
        index->weights =
            resized(index->weights, builder->point_capacity, sizeof *index->weights);
    }
    for (size_t i = 0; i < text->length; i++) {
        index->points[index->point_count] = text->points[i];
        index->weights[index->point_count++] = factors[i];
    }
    assert(index->point_count < UINT32_MAX);
}

/* Keeps the known words of the newest line; fillers have done their part. */
static void builder_keep_marks(struct builder *builder, const struct guide_mark *marks,
                               size_t count) {
    struct guide_index *index = builder->index;
    struct guide_line *line = &index->lines[index->line_count - 1];

    line->first_mark = (uint32_t)index->mark_count;
    line->actions = guide_words_actions(marks, count);
    for (size_t i = 0; i < count; i++) {
        if (marks[i].kind == GUIDE_WORD_FILLER)
            continue;
        index->marks = widened(index->marks, index->mark_count, &builder->mark_capacity,
                               sizeof *index->marks);
        index->marks[index->mark_count++] = marks[i];
        line->mark_count++;
        builder_add_term(builder,
                         guide_term_meaning_key(marks[i].kind, marks[i].meaning));
    }
}

static void builder_add_line(struct builder *builder, size_t document,
                             const struct guide_text *text, enum guide_line_kind kind) {
    struct guide_index *index = builder->index;
    struct guide_token tokens[GUIDE_TOKENS_MAX];
    struct guide_mark marks[GUIDE_MARKS_MAX];
    uint16_t factors[GUIDE_LINE_CHARACTERS_MAX];
    const size_t count = guide_text_tokens(text, tokens);
    const size_t mark_count =
        guide_words_mark(index->words, text, GUIDE_WORD_MEANT, marks);

    assert(index->line_count < UINT32_MAX - 1);
    index->lines = widened(index->lines, index->line_count, &builder->line_capacity,
                           sizeof *index->lines);
    index->lines[index->line_count++] = (struct guide_line){
        .document = (uint32_t)document,
        .fingerprint = guide_text_fingerprint(text),
        .first_point = (uint32_t)index->point_count,
        .length = (uint16_t)text->length,
        .kind = (uint8_t)kind,
    };
    index->usual_length += GUIDE_WHOLE * text->length;
    if (kind == GUIDE_LINE_LEARNT)
        index->documents[document].learnt_count++;
    guide_match_factors(text, marks, mark_count, factors);
    builder_keep_points(builder, text, factors);
    builder_keep_marks(builder, marks, mark_count);
    for (size_t i = 0; i < count; i++)
        builder_add_term(builder, tokens[i].key);
}

/* Context belongs to the name's line: it may add to what the name is worth. */
static void builder_add_context(struct builder *builder, const char *context) {
    struct guide_token tokens[GUIDE_TOKENS_MAX];

    for (size_t i = 0; i < GUIDE_LINES_MAX && *context; i++) {
        struct guide_text text;

        context = guide_text_fold(context, SIZE_MAX, '\n', &text);
        const size_t count = guide_text_tokens(&text, tokens);
        for (size_t j = 0; j < count; j++)
            if (guide_term_kind(tokens[j].key) == GUIDE_TERM_PAIR)
                builder_add_term(builder, guide_term_context_key(tokens[j].key));
    }
}

/* Adds each line of a text; of an empty one there is nothing to find. */
static void builder_add_lines(struct builder *builder, size_t number, const char *lines,
                              enum guide_line_kind kind, size_t most) {
    for (size_t i = 0; i < most && *lines; i++) {
        struct guide_text text;

        lines = guide_text_fold(lines, SIZE_MAX, '\n', &text);
        if (text.length > 0)
            builder_add_line(builder, number, &text, kind);
    }
}

/* What people said stands behind all names, so that either is looked through alone. */
static void builder_add_learnt(struct builder *builder, size_t number,
                               const struct guide_document *source) {
    builder_add_lines(builder, number, source->learnt, GUIDE_LINE_LEARNT,
                      GUIDE_LEARNT_MAX);
}

static void builder_add_document(struct builder *builder, size_t number,
                                 const struct guide_document *source) {
    struct guide_text text;

    guide_text_fold(source->name, SIZE_MAX, 0, &text);
    builder->index->documents[number].name_length = (uint32_t)text.length;
    builder->index->documents[number].name_line = (uint32_t)builder->index->line_count;
    builder_add_line(builder, number, &text, GUIDE_LINE_NAME);
    builder->index->documents[number].actions =
        builder->index->lines[builder->index->line_count - 1].actions;
    builder_add_context(builder, source->context);
    builder_add_lines(builder, number, source->aliases, GUIDE_LINE_ALIAS,
                      GUIDE_LINES_MAX);
}

/* A document on its way into the order of codes. */
struct entry {
    const char *code;
    const struct guide_document *source;
};

static int by_code_then_id(const void *left, const void *right) {
    const struct entry *a = left;
    const struct entry *b = right;
    const int order = strcmp(a->code, b->code);

    return order ? order
                 : (a->source->id > b->source->id) - (a->source->id < b->source->id);
}

/* Folds every code into index->codes; folding never makes a text longer. */
static struct entry *fold_codes(struct guide_index *index,
                                const struct guide_document *documents) {
    struct entry *entries = resized(NULL, index->document_count, sizeof *entries);
    size_t size = 0;

    for (size_t i = 0; i < index->document_count; i++)
        size += strlen(documents[i].code) + 1;
    index->codes = resized(NULL, size, 1);

    char *out = index->codes;
    for (size_t i = 0; i < index->document_count; i++) {
        struct guide_text text;

        guide_text_fold(documents[i].code, SIZE_MAX, 0, &text);
        entries[i] = (struct entry){ out, &documents[i] };
        out = guide_text_write(&text, out);
    }
    assert(out <= index->codes + size);
    return entries;
}

static void build_documents(struct builder *builder,
                            const struct guide_document *documents) {
    struct guide_index *index = builder->index;
    struct entry *entries = fold_codes(index, documents);

    qsort(entries, index->document_count, sizeof *entries, by_code_then_id);
    index->documents = resized(NULL, index->document_count, sizeof *index->documents);
    for (size_t i = 0; i < index->document_count; i++) {
        index->documents[i] = (struct guide_item){
            .id = entries[i].source->id,
            .code = entries[i].code,
            .popularity = entries[i].source->popularity,
        };
        builder_add_document(builder, i, entries[i].source);
    }
    index->named_count = index->line_count;
    for (size_t i = 0; i < index->document_count; i++)
        builder_add_learnt(builder, i, entries[i].source);
    free(entries);
}

/*
 * Turns occurrences into postings.  Each term's place is filled from its end and the
 * occurrences are walked from the last, so postings rise and .first ends at the first.
 */
static void build_postings(const struct builder *builder) {
    struct guide_index *index = builder->index;
    size_t end = 0;

    assert(builder->occurrence_count < UINT32_MAX);
    for (size_t i = 0; i < index->term_count; i++) {
        end += index->terms[i].count;
        index->terms[i].first = (uint32_t)end;
    }
    assert(end == builder->occurrence_count);

    index->postings = resized(NULL, end, sizeof *index->postings);
    while (end-- > 0) {
        const struct occurrence *occurrence = &builder->occurrences[end];
        struct guide_term *term = &index->terms[occurrence->term];

        index->postings[--term->first] = occurrence->line;
    }
}

/* How many items have each term, in whichever of their lines. */
static void count_items(struct guide_index *index) {
    uint32_t *seen = resized(NULL, index->document_count, sizeof *seen);

    memset(seen, 0, index->document_count * sizeof *seen);
    for (size_t i = 0; i < index->term_count; i++) {
        struct guide_term *term = &index->terms[i];

        for (size_t j = 0; j < term->count; j++) {
            const uint32_t line = index->postings[term->first + j];
            const uint32_t document = index->lines[line].document;

            term->items += seen[document] != i + 1;
            seen[document] = (uint32_t)i + 1;
        }
    }
    free(seen);
}

uint16_t guide_index_weight(const struct guide_index *index, uint32_t point,
                            uint16_t factor) {
    const uint32_t number = *guide_index_slot(index, guide_term_character_key(point));
    const uint32_t rarity =
        number ? guide_index_rarity(index, index->terms[number - 1].items)
               : guide_index_rarity(index, 0) * UNKNOWN_WEIGHT / GUIDE_WHOLE;

    return (uint16_t)(rarity * factor / GUIDE_WHOLE);
}

uint16_t guide_index_shortness(const struct guide_index *index, size_t length) {
    return (uint16_t)(GUIDE_WHOLE * GUIDE_WHOLE /
                      (GUIDE_WHOLE - LENGTH_WEIGHT +
                       LENGTH_WEIGHT * GUIDE_WHOLE * (uint64_t)length /
                           (index->usual_length + 1)));
}

/* Turns the factors of all characters into what they weigh. */
static void weigh_lines(struct guide_index *index) {
    index->shortness = resized(NULL, index->line_count, sizeof *index->shortness);
    for (size_t i = 0; i < index->line_count; i++) {
        struct guide_line *line = &index->lines[i];

        for (size_t j = 0; j < line->length; j++) {
            const size_t at = line->first_point + j;

            index->weights[at] =
                guide_index_weight(index, index->points[at], index->weights[at]);
            line->mass += index->weights[at];
        }
        index->shortness[i] = guide_index_shortness(index, line->length);
    }
}

struct guide_index *guide_index_build(const struct guide_document *documents,
                                      size_t document_count,
                                      const struct guide_synonym *synonyms,
                                      size_t synonym_count) {
    struct guide_index *index = resized(NULL, 1, sizeof *index);
    struct builder builder = { .index = index };

    assert(document_count <= GUIDE_DOCUMENTS_MAX);
    assert(synonym_count <= GUIDE_SYNONYMS_MAX);
    *index = (struct guide_index){ .document_count = document_count,
                                   .words = guide_words_build(synonyms, synonym_count) };
    slots_double(index);
    build_documents(&builder, documents);
    build_postings(&builder);
    count_items(index);
    index->usual_length /= index->line_count ? index->line_count : 1;
    weigh_lines(index);
    guide_sound_build(index);
    index->usage = guide_usage_build(index);
    index->lines = resized(index->lines, index->line_count, sizeof *index->lines);
    index->terms = resized(index->terms, index->term_count, sizeof *index->terms);
    free(builder.occurrences);
    return index;
}

void guide_index_free(struct guide_index *index) {
    free(index->documents);
    free(index->codes);
    free(index->lines);
    free(index->terms);
    free(index->slots);
    free(index->postings);
    free(index->points);
    free(index->weights);
    free(index->sounds);
    free(index->shortness);
    free(index->marks);
    guide_words_free(index->words);
    guide_usage_free(index->usage);
    free(index);
}
