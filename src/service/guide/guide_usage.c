#include "guide_usage.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guide_index_inside.h"

enum {
    ROUNDS = 4,
    LIKELY_WHOLE = 1 << 20,
    LIKELY_LEAST = LIKELY_WHOLE / 2000, /* what is rarer is forgotten */
    SHARE_WHOLE = 1 << 16,
    FIRST_SAME = 10, /* how much likelier a character stands for itself at first */
    ENDED_LINK = 0,
};

/* Of a name's worth for a character: itself, what people say for it, and neither. */
enum { SAME_PART = 20, SAID_PART = 55, USUAL_PART = 25 };

static void *zeroed(size_t count, size_t size) {
    void *memory = calloc(count + 1, size);

    if (!memory) {
        fputs("guide usage: out of memory\n", stderr);
        abort();
    }
    return memory;
}

/* What is likely to be said for a character of names. */
struct saying {
    uint32_t point; /* of names */
    uint32_t likely;
};

/* By the character said: those of said_points[i] are sayings[firsts[i]] .. [i + 1] - 1.
 */
struct table {
    uint32_t *said_points; /* rising */
    uint32_t *firsts;
    size_t said_count;
    struct saying *sayings;
};

/* How likely a character is said for one of names, and named for one that is said. */
enum direction { SAID, NAMED, DIRECTIONS };

struct guide_usage {
    struct table tables[DIRECTIONS];
};

/* ---- learning ---- */

/* Two characters that stand in a phrasing and in its name. */
struct couple {
    uint64_t key; /* said, named; 0 is a free slot */
    uint32_t likely;
    uint64_t counted;
};

struct learning {
    const struct guide_index *index;
    enum direction direction; /* NAMED: phrasings and names change places */
    struct couple *couples;   /* a hash table */
    size_t couple_count, slot_count;
    uint32_t *places; /* the couples of all phrasings, said by said */
    size_t place_count;
    uint64_t *named; /* by term: how often something was said for it */
};

static size_t slot_of(const struct couple *couples, size_t slot_count, uint64_t key) {
    size_t slot = (size_t)(key * 0x9e3779b97f4a7c15u >> 32) & (slot_count - 1);

    while (couples[slot].key && couples[slot].key != key)
        slot = (slot + 1) & (slot_count - 1);
    return slot;
}

/* The number of a character's term plus 1; every character of a line has one. */
static uint32_t term_of(const struct guide_index *index, uint32_t point) {
    return *guide_index_slot(index, guide_term_character_key(point));
}

static uint32_t point_of(const struct guide_index *index, uint64_t term) {
    return guide_term_first(index->terms[term - 1].key);
}

/* Calls for each phrasing that is learnt from, with its name. */
static void each_phrase(struct learning *learning,
                        void (*take)(struct learning *learning,
                                     const struct guide_line *phrase,
                                     const struct guide_line *name)) {
    const struct guide_index *index = learning->index;
    size_t taken = 0, of_item = 0;

    for (size_t i = index->named_count; i < index->line_count; i++) {
        const struct guide_line *phrase = &index->lines[i];
        const struct guide_item *item = &index->documents[phrase->document];
        const bool first =
            i == index->named_count || phrase[-1].document != phrase->document;

        of_item = first ? 0 : of_item + 1;
        if (of_item >= GUIDE_USAGE_OF_ITEM_MAX || taken++ >= GUIDE_USAGE_PHRASES_MAX)
            continue;
        if (learning->direction == SAID)
            take(learning, phrase, &index->lines[item->name_line]);
        else
            take(learning, &index->lines[item->name_line], phrase);
    }
}

static void count_places(struct learning *learning, const struct guide_line *phrase,
                         const struct guide_line *name) {
    learning->place_count += (size_t)phrase->length * name->length;
}

static void widen(struct learning *learning) {
    const size_t slot_count = 2 * learning->slot_count;
    struct couple *couples = zeroed(slot_count, sizeof *couples);

    for (size_t i = 0; i < learning->slot_count; i++)
        if (learning->couples[i].key)
            couples[slot_of(couples, slot_count, learning->couples[i].key)] =
                learning->couples[i];
    free(learning->couples);
    learning->couples = couples;
    learning->slot_count = slot_count;
}

static void meet(struct learning *learning, uint32_t said, uint32_t named) {
    const uint64_t key = (uint64_t)said << 32 | named;

    if (2 * (learning->couple_count + 1) > learning->slot_count)
        widen(learning);
    struct couple *couple =
        &learning->couples[slot_of(learning->couples, learning->slot_count, key)];

    if (couple->key)
        return;
    *couple = (struct couple){
        .key = key,
        .likely = said == named ? LIKELY_WHOLE : LIKELY_WHOLE / FIRST_SAME,
    };
    learning->couple_count++;
}

static void meet_all(struct learning *learning, const struct guide_line *phrase,
                     const struct guide_line *name) {
    const uint32_t *points = learning->index->points;
    uint32_t named[GUIDE_LINE_CHARACTERS_MAX];

    for (size_t j = 0; j < name->length; j++)
        named[j] = term_of(learning->index, points[name->first_point + j]);
    for (size_t i = 0; i < phrase->length; i++) {
        const uint32_t said = term_of(learning->index, points[phrase->first_point + i]);

        for (size_t j = 0; j < name->length; j++)
            meet(learning, said, named[j]);
    }
}

/* Notes where each couple is, once none moves any more. */
static void place_all(struct learning *learning, const struct guide_line *phrase,
                      const struct guide_line *name) {
    const uint32_t *points = learning->index->points;
    uint32_t named[GUIDE_LINE_CHARACTERS_MAX];

    for (size_t j = 0; j < name->length; j++)
        named[j] = term_of(learning->index, points[name->first_point + j]);
    for (size_t i = 0; i < phrase->length; i++) {
        const uint64_t said = term_of(learning->index, points[phrase->first_point + i]);

        for (size_t j = 0; j < name->length; j++)
            learning->places[learning->place_count++] = (uint32_t)slot_of(
                learning->couples, learning->slot_count, said << 32 | named[j]);
    }
}

/* Shares each character that was said among those of the name, as likely as they are. */
static void share_all(struct learning *learning, const struct guide_line *phrase,
                      const struct guide_line *name) {
    for (size_t i = 0; i < phrase->length; i++) {
        const uint32_t *places = learning->places + learning->place_count;
        uint64_t sum = 1;

        for (size_t j = 0; j < name->length; j++)
            sum += learning->couples[places[j]].likely;
        for (size_t j = 0; j < name->length; j++) {
            struct couple *couple = &learning->couples[places[j]];

            couple->counted += couple->likely * (uint64_t)SHARE_WHOLE / sum;
        }
        learning->place_count += name->length;
    }
}

static void end_round(struct learning *learning) {
    memset(learning->named, 0, (learning->index->term_count + 1) * sizeof(uint64_t));
    for (size_t i = 0; i < learning->slot_count; i++)
        if (learning->couples[i].key)
            learning->named[learning->couples[i].key & UINT32_MAX] +=
                learning->couples[i].counted;
    for (size_t i = 0; i < learning->slot_count; i++) {
        struct couple *couple = &learning->couples[i];

        if (!couple->key)
            continue;
        couple->likely =
            (uint32_t)(couple->counted * LIKELY_WHOLE /
                       (learning->named[couple->key & UINT32_MAX] + SHARE_WHOLE / 2));
        couple->counted = 0;
    }
}

static void learn(struct learning *learning) {
    learning->slot_count = 1 << 16;
    learning->couples = zeroed(learning->slot_count, sizeof *learning->couples);
    learning->named = zeroed(learning->index->term_count + 1, sizeof *learning->named);
    each_phrase(learning, count_places);
    learning->places = zeroed(learning->place_count, sizeof *learning->places);
    each_phrase(learning, meet_all);
    learning->place_count = 0;
    each_phrase(learning, place_all);
    for (int i = 0; i < ROUNDS; i++) {
        learning->place_count = 0;
        each_phrase(learning, share_all);
        end_round(learning);
    }
}

/* ---- what is kept ---- */

struct kept {
    uint32_t said;
    struct saying saying;
};

static int by_said(const void *one, const void *other) {
    const struct kept *a = one, *b = other;

    if (a->said != b->said)
        return a->said < b->said ? -1 : 1;
    if (a->saying.likely != b->saying.likely)
        return a->saying.likely > b->saying.likely ? -1 : 1;
    return (a->saying.point > b->saying.point) - (a->saying.point < b->saying.point);
}

static struct kept *keep_likely(const struct learning *learning, size_t *count) {
    struct kept *kept = zeroed(learning->couple_count, sizeof *kept);

    *count = 0;
    for (size_t i = 0; i < learning->slot_count; i++) {
        const struct couple *couple = &learning->couples[i];

        if (!couple->key || couple->likely < LIKELY_LEAST)
            continue;

        const uint32_t one = point_of(learning->index, couple->key >> 32);
        const uint32_t other = point_of(learning->index, couple->key & UINT32_MAX);

        kept[(*count)++] = learning->direction == SAID
                               ? (struct kept){ one, { other, couple->likely } }
                               : (struct kept){ other, { one, couple->likely } };
    }
    qsort(kept, *count, sizeof *kept, by_said);
    return kept;
}

static void keep(const struct learning *learning, struct table *table) {
    size_t count;
    struct kept *kept = keep_likely(learning, &count);

    table->said_points = zeroed(count, sizeof *table->said_points);
    table->firsts = zeroed(count + 1, sizeof *table->firsts);
    table->sayings = zeroed(count, sizeof *table->sayings);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || kept[i].said != kept[i - 1].said) {
            table->said_points[table->said_count] = kept[i].said;
            table->firsts[table->said_count++] = (uint32_t)i;
        }
        table->sayings[i] = kept[i].saying;
    }
    table->firsts[table->said_count] = (uint32_t)count;
    free(kept);
}

static void build(const struct guide_index *index, enum direction direction,
                  struct table *table) {
    struct learning learning = { .index = index, .direction = direction };

    learn(&learning);
    keep(&learning, table);
    free(learning.couples);
    free(learning.places);
    free(learning.named);
}

struct guide_usage *guide_usage_build(const struct guide_index *index) {
    struct guide_usage *usage;

    if (index->named_count == index->line_count)
        return NULL;
    usage = zeroed(1, sizeof *usage);
    for (int i = 0; i < DIRECTIONS; i++)
        build(index, (enum direction)i, &usage->tables[i]);
    return usage;
}

void guide_usage_free(struct guide_usage *usage) {
    if (!usage)
        return;
    for (int i = 0; i < DIRECTIONS; i++) {
        free(usage->tables[i].said_points);
        free(usage->tables[i].firsts);
        free(usage->tables[i].sayings);
    }
    free(usage);
}

/* ---- asking ---- */

static struct guide_usage_slot *find_slot(struct guide_usage_slot *slots,
                                          uint32_t point) {
    size_t slot = (point * 0x9e3779b1u) >> 16 & (GUIDE_USAGE_SLOTS - 1);

    while (slots[slot].point && slots[slot].point != point)
        slot = (slot + 1) & (GUIDE_USAGE_SLOTS - 1);
    return &slots[slot];
}

/* How likely a character is said, or named, whatever is meant. */
static uint32_t usual_of(const struct guide_index *index, uint32_t point) {
    const uint32_t term = term_of(index, point);
    const uint64_t lines = term ? index->terms[term - 1].count : 0;

    return (uint32_t)(lines * LIKELY_WHOLE / (index->point_count + 1)) + 1;
}

static void link_up(const struct guide_index *index, struct guide_usage_asked *asked,
                    uint32_t point, struct guide_usage_link link) {
    struct guide_usage_slot *slot = find_slot(asked->slots, point);

    if (asked->link_count == GUIDE_USAGE_LINKS_MAX ||
        (!slot->point && 2 * asked->slot_count >= GUIDE_USAGE_SLOTS))
        return;
    if (!slot->point) {
        *slot =
            (struct guide_usage_slot){ .point = point, .usual = usual_of(index, point) };
        asked->slot_count++;
    }
    link.next = (uint16_t)slot->link;
    asked->links[asked->link_count] = link;
    slot->link = (uint32_t)++asked->link_count;
}

/* The number of a character that was said, or said_count. */
static size_t find_said(const struct table *table, uint32_t point) {
    size_t low = 0, high = table->said_count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (table->said_points[middle] < point)
            low = middle + 1;
        else
            high = middle;
    }
    return low < table->said_count && table->said_points[low] == point
               ? low
               : table->said_count;
}

/* Links the character at a place with all that it is likely to stand for. */
static void link_said(const struct guide_index *index, struct guide_usage_asked *asked,
                      size_t at, uint32_t point, enum direction direction) {
    const struct table *table = &index->usage->tables[direction];
    const size_t said = find_said(table, point);

    if (said == table->said_count)
        return;
    for (size_t i = table->firsts[said]; i < table->firsts[said + 1]; i++) {
        const uint32_t likely = table->sayings[i].likely;
        struct guide_usage_link link = { .asked = (uint8_t)at };

        *(direction == SAID ? &link.likely : &link.named) = likely;
        link_up(index, asked, table->sayings[i].point, link);
    }
}

void guide_usage_ask(const struct guide_index *index, const struct guide_text *question,
                     struct guide_usage_asked *asked) {
    const uint32_t same = SAME_PART * (LIKELY_WHOLE / SAID_PART);

    asked->length = question->length;
    asked->slot_count = asked->link_count = 0;
    memset(asked->slots, 0, sizeof asked->slots);
    for (size_t at = 0; at < question->length; at++) {
        const uint32_t point = question->points[at];

        /* It stands for itself, whether or not it was ever said for it. */
        asked->usual[at] = usual_of(index, point);
        link_up(index, asked, point,
                (struct guide_usage_link){
                    .likely = same, .named = same, .asked = (uint8_t)at });
        for (int i = 0; i < DIRECTIONS; i++)
            link_said(index, asked, at, point, (enum direction)i);
    }
}

/* How much better than usual, in bits; of is what the likelihood is shared among. */
static uint32_t bits_of(uint64_t likely, size_t of, uint32_t usual) {
    const uint64_t better =
        likely * SAID_PART * GUIDE_BIT / (USUAL_PART * (uint64_t)of * usual);

    return guide_index_logarithm(GUIDE_BIT + better) - guide_index_logarithm(GUIDE_BIT);
}

/* Adds what a character of a name explains; returns how much the question explains it. */
static uint32_t explain_one(const struct guide_usage_asked *asked, uint32_t point,
                            uint64_t likely[GUIDE_LINE_CHARACTERS_MAX]) {
    size_t slot = (point * 0x9e3779b1u) >> 16 & (GUIDE_USAGE_SLOTS - 1);
    uint64_t named = 0;

    while (asked->slots[slot].point && asked->slots[slot].point != point)
        slot = (slot + 1) & (GUIDE_USAGE_SLOTS - 1);
    if (!asked->slots[slot].point)
        return 0;
    for (uint32_t link = asked->slots[slot].link; link != ENDED_LINK;
         link = asked->links[link - 1].next) {
        likely[asked->links[link - 1].asked] += asked->links[link - 1].likely;
        named += asked->links[link - 1].named;
    }
    return bits_of(named, asked->length, asked->slots[slot].usual);
}

struct guide_explained guide_usage_explain(const struct guide_usage_asked *asked,
                                           const uint32_t *points, size_t length) {
    uint64_t likely[GUIDE_LINE_CHARACTERS_MAX] = { 0 };
    uint32_t least = UINT32_MAX, name_least = UINT32_MAX;
    uint64_t all = 0;

    assert(length > 0 && asked->length > 0);
    for (size_t j = 0; j < length; j++) {
        const uint32_t bits = explain_one(asked, points[j], likely);

        name_least = bits < name_least ? bits : name_least;
    }
    for (size_t i = 0; i < asked->length; i++) {
        const uint32_t bits = bits_of(likely[i], length, asked->usual[i]);

        all += bits;
        least = bits < least ? bits : least;
    }
    return (struct guide_explained){
        .all = (int)(all * GUIDE_WHOLE / GUIDE_BIT),
        .least = (int)((uint64_t)least * GUIDE_WHOLE / GUIDE_BIT),
        .name_least = (int)((uint64_t)name_least * GUIDE_WHOLE / GUIDE_BIT),
    };
}
