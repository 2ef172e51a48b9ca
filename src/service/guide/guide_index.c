#include "guide_index.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guide_index_inside.h"
#include "guide_text.h"

enum { ALIAS_WEIGHT = 950 };

static const char *const fillers[] = {
    "怎么",   "怎么办", "怎样",     "如何", "请问", "我想", "我要", "想要",
    "能不能", "可以",   "可不可以", "需要", "什么", "哪些", "哪里", "在哪",
    "多少",   "一下",   "办理",     "办",   "手续", "事项", "流程", "的",
    "了",     "吗",     "呢",       "啊",   "吧",
};

enum { FILLER_COUNT = sizeof fillers / sizeof *fillers };

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

/* 1024 times the logarithm to the base 2, straight lines between the powers. */
static uint32_t logarithm(uint64_t value) {
    assert(value > 0);
    assert(value < 1ull << 53);
    const uint32_t power = 63 - (uint32_t)__builtin_clzll(value);
    return power << 10 | ((uint32_t)(value << 10 >> power) & 1023);
}

/* BM25's inverse document frequency: log((lines + 1) / (count + 1/2)). */
uint32_t guide_index_rarity(const struct guide_index *index, size_t count) {
    assert(count <= index->line_count);
    return logarithm(2 * (uint64_t)index->line_count + 2) -
           logarithm(2 * (uint64_t)count + 1) + 1;
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

static void builder_add_line(struct builder *builder, size_t document,
                             const struct guide_text *text, uint16_t weight) {
    struct guide_index *index = builder->index;
    struct guide_token tokens[GUIDE_TOKENS_MAX];
    const size_t count = guide_text_tokens(text, tokens);

    assert(index->line_count < UINT32_MAX - 1);
    index->lines = widened(index->lines, index->line_count, &builder->line_capacity,
                           sizeof *index->lines);
    index->lines[index->line_count++] = (struct guide_line){
        .document = (uint32_t)document,
        .fingerprint = guide_text_fingerprint(text),
        .length = (uint16_t)text->length,
        .weight = weight,
    };
    index->usual_length += GUIDE_WHOLE * text->length;
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

static void builder_add_document(struct builder *builder, size_t number,
                                 const struct guide_document *source) {
    const char *aliases = source->aliases;
    struct guide_text text;

    guide_text_fold(source->name, SIZE_MAX, 0, &text);
    builder->index->documents[number].name_length = (uint32_t)text.length;
    builder_add_line(builder, number, &text, GUIDE_WHOLE);
    builder_add_context(builder, source->context);
    for (size_t i = 0; i < GUIDE_LINES_MAX && *aliases; i++) {
        aliases = guide_text_fold(aliases, SIZE_MAX, '\n', &text);
        if (text.length > 0)
            builder_add_line(builder, number, &text, ALIAS_WEIGHT);
    }
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
        if (guide_term_kind(term->key) == GUIDE_TERM_CHARACTER)
            index->lines[occurrence->line].mass += guide_index_rarity(index, term->count);
    }
}

static int by_first_said(const void *left, const void *right) {
    const struct guide_phrase *a = left;
    const struct guide_phrase *b = right;
    const uint32_t first = a->said.points[0];

    return (first > b->said.points[0]) - (first < b->said.points[0]);
}

static void add_phrase(struct guide_index *index, const char *said, const char *means) {
    struct guide_phrase *phrase = &index->phrases[index->phrase_count];

    guide_text_fold(said, SIZE_MAX, 0, &phrase->said);
    guide_text_fold(means, SIZE_MAX, 0, &phrase->means);
    if (phrase->said.length > 0)
        index->phrase_count++;
}

static void build_phrases(struct guide_index *index, const struct guide_synonym *synonyms,
                          size_t count) {
    index->phrases = resized(NULL, FILLER_COUNT + count, sizeof *index->phrases);
    for (size_t i = 0; i < FILLER_COUNT; i++)
        add_phrase(index, fillers[i], "");
    for (size_t i = 0; i < count; i++)
        add_phrase(index, synonyms[i].said, synonyms[i].means);
    qsort(index->phrases, index->phrase_count, sizeof *index->phrases, by_first_said);
}

struct guide_index *guide_index_build(const struct guide_document *documents,
                                      size_t document_count,
                                      const struct guide_synonym *synonyms,
                                      size_t synonym_count) {
    struct guide_index *index = resized(NULL, 1, sizeof *index);
    struct builder builder = { .index = index };

    assert(document_count <= GUIDE_DOCUMENTS_MAX);
    assert(synonym_count <= GUIDE_SYNONYMS_MAX);
    *index = (struct guide_index){ .document_count = document_count };
    slots_double(index);
    build_documents(&builder, documents);
    build_postings(&builder);
    build_phrases(index, synonyms, synonym_count);
    index->usual_length /= index->line_count ? index->line_count : 1;
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
    free(index->phrases);
    free(index);
}
