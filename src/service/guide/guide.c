#include "guide.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "cache.h"
#include "guide_desk.h"
#include "guide_evidence.h"
#include "guide_learn.h"
#include "guide_synonyms.h"
#include "guide_trace.h"
#include "item.h"
#include "item_list.h"
#include "text.h"

enum { POPULAR_MAX = 12, EVIDENCE_LOOKS_AT = 20 };

/* The index of a town, with what answers say of an item. */
struct book {
    struct arena *arena;
    struct guide_index *index;
    struct guide_answer *items; /* by id; the score is the popularity */
    int64_t *ids;               /* likewise */
    size_t count;
    struct guide_answer popular[POPULAR_MAX];
    size_t popular_count;
};

/* The documents of an index while item_each() gives them, and then their phrases. */
struct gathering {
    struct arena *arena;   /* of the building */
    struct arena *lasting; /* of the book */
    struct guide_document *documents;
    size_t count, room;
    struct text phrases; /* of the item whose phrases come now */
    int64_t item_id;
};

static void gather(void *context, const struct item_sign *sign) {
    struct gathering *all = context;

    if (all->count == all->room) {
        all->room = all->room ? 2 * all->room : 1024;
        all->documents = realloc(all->documents, all->room * sizeof *all->documents);
        if (!all->documents)
            abort();
    }
    all->documents[all->count++] = (struct guide_document){
        .id = sign->id,
        .code = arena_copy(all->lasting, sign->code),
        .name = arena_copy(all->lasting, sign->name),
        .aliases = arena_copy(all->arena, sign->aliases),
        .context = arena_copy(all->arena, sign->context),
        .learnt = "",
        .popularity = sign->popularity > INT32_MAX ? INT32_MAX : (int)sign->popularity,
    };
}

static int by_id(const void *one, const void *other) {
    const int64_t a = ((const struct guide_document *)one)->id;
    const int64_t b = ((const struct guide_document *)other)->id;

    return (a > b) - (a < b);
}

/* Among equals the shorter name is the more usual thing. */
static int by_popularity(const void *one, const void *other) {
    const struct guide_document *a = one, *b = other;
    const size_t size = strlen(a->name), other_size = strlen(b->name);

    if (a->popularity != b->popularity)
        return a->popularity < b->popularity ? 1 : -1;
    return size != other_size ? (size > other_size ? 1 : -1) : strcmp(a->code, b->code);
}

static struct guide_answer answer_of(const struct guide_document *document) {
    return (struct guide_answer){ document->code, document->name, document->popularity };
}

static void keep_answers(struct book *book, struct gathering *all) {
    book->count = all->count;
    if (all->count == 0)
        return; /* a town whose library is empty */
    book->items = arena_alloc(book->arena, all->count * sizeof *book->items);
    book->ids = arena_alloc(book->arena, all->count * sizeof *book->ids);
    for (size_t i = 0; i < all->count; i++) {
        book->items[i] = answer_of(&all->documents[i]);
        book->ids[i] = all->documents[i].id;
    }
    if (all->count)
        qsort(all->documents, all->count, sizeof *all->documents, by_popularity);
    while (book->popular_count < POPULAR_MAX && book->popular_count < all->count) {
        book->popular[book->popular_count] =
            answer_of(&all->documents[book->popular_count]);
        book->popular_count++;
    }
}

static int compare_document(const void *key, const void *member) {
    const int64_t a = *(const int64_t *)key;
    const int64_t b = ((const struct guide_document *)member)->id;

    return (a > b) - (a < b);
}

/* Phrases come by item; the documents are in the order of their ids by now. */
static void gather_phrase(void *context, int64_t item_id, const char *phrase) {
    struct gathering *all = context;
    struct guide_document *document =
        bsearch(&item_id, all->documents, all->count, sizeof *document, compare_document);

    if (!document)
        return; /* of an item that is not in use */
    if (item_id != all->item_id) {
        all->item_id = item_id;
        all->phrases = (struct text){ .arena = all->arena };
    }
    text_addf(&all->phrases, "%s\n", phrase);
    document->learnt = text_string(&all->phrases);
}

static void free_book(void *value) {
    struct book *book = value;

    if (book->index)
        guide_index_free(book->index);
    arena_free(book->arena);
}

/* The words that the program knows and those of the town. */
static size_t gather_synonyms(struct work *work, struct arena *arena,
                              const struct guide_synonym **synonyms) {
    const size_t known = guide_life_synonym_count + guide_office_synonym_count;
    const struct guide_synonym *said;
    const size_t count = guide_town_synonyms(work, &said);
    struct guide_synonym *all = arena_alloc(arena, (known + count) * sizeof *all);

    memcpy(all, guide_life_synonyms, guide_life_synonym_count * sizeof *all);
    memcpy(all + guide_life_synonym_count, guide_office_synonyms,
           guide_office_synonym_count * sizeof *all);
    if (count)
        memcpy(all + known, said, count * sizeof *all);
    *synonyms = all;
    return known + count;
}

static void *build(struct work *work) {
    struct arena *lasting = arena_new();
    struct book *book = arena_alloc(lasting, sizeof *book);
    struct gathering all = { .arena = arena_new(), .lasting = lasting };

    book->arena = lasting;
    item_each(work, gather, &all);
    if (all.count)
        qsort(all.documents, all.count, sizeof *all.documents, by_id);
    guide_each_phrase(work, gather_phrase, &all);
    if (!work->fault) {
        const struct guide_synonym *synonyms;
        const size_t count = gather_synonyms(work, all.arena, &synonyms);

        book->index = guide_index_build(all.documents, all.count, synonyms, count);
        keep_answers(book, &all);
    }
    free(all.documents);
    arena_free(all.arena);
    return book;
}

static const struct cache_class books = { "items", build, free_book };

static int compare_id(const void *key, const void *member) {
    const int64_t a = *(const int64_t *)key, b = *(const int64_t *)member;

    return (a > b) - (a < b);
}

static const struct guide_answer *item_of(const struct book *book, int64_t id) {
    const int64_t *at = bsearch(&id, book->ids, book->count, sizeof id, compare_id);

    assert(at);
    return &book->items[at - book->ids];
}

size_t guide_find(struct work *work, const char *question, size_t limit,
                  const struct guide_answer **answers) {
    const struct book *book = cache_get(work, &books);
    struct guide_hit hits[GUIDE_HITS_MAX];

    assert(limit >= 1 && limit <= GUIDE_LIMIT_MAX);
    *answers = NULL;
    if (!book || !book->index)
        return 0;

    /* More than are asked for, because evidence may bring one forward. */
    const size_t looked = limit > EVIDENCE_LOOKS_AT ? limit : EVIDENCE_LOOKS_AT;
    size_t count = guide_index_search(book->index, question, hits, looked);
    char gist[GUIDE_GIST_MAX];

    guide_index_gist(book->index, question, gist);
    guide_evidence_rank(work, gist, hits, count);
    count = count < limit ? count : limit;

    struct guide_answer *found = arena_alloc(work->arena, count * sizeof *found);

    for (size_t i = 0; i < count; i++) {
        found[i] = *item_of(book, hits[i].id);
        found[i].score = i == 0 || hits[i].score < found[i - 1].score
                             ? hits[i].score
                             : found[i - 1].score;
    }
    *answers = found;
    return count;
}

const struct refusal *guide_note_opened(struct work *work, const char *question,
                                        const char *code, const char *network) {
    const struct book *book = cache_get(work, &books);
    struct item item;
    const struct refusal *refusal = item_find(work, code, &item);
    char gist[GUIDE_GIST_MAX];

    if (refusal || !book || !book->index || guide_phrase_wrong(question))
        return refusal;
    guide_index_gist(book->index, question, gist);
    guide_trace_opened(work, gist, item.id, network);
    guide_evidence_tell(work);
    return NULL;
}

void guide_note_filed(struct work *work, int64_t item_id, const char *network) {
    guide_trace_filed(work, item_id, network);
}

size_t guide_popular(struct work *work, size_t limit,
                     const struct guide_answer **answers) {
    const struct book *book = cache_get(work, &books);

    *answers = book ? book->popular : NULL;
    if (!book)
        return 0;
    return limit < book->popular_count ? limit : book->popular_count;
}
