/*
 * speed -- how fast the guide's index is built and searched, on one core.
 *
 *     speed ITEMS [PHRASINGS]
 *
 * Item names are made by chance from the words that offices use, with a department, an
 * object and an action, so that they share as much as real ones; questions are made from
 * the same words as people say them.  The chance is seeded: each run is the same.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "guide_index.h"
#include "guide_synonyms.h"

enum {
    QUESTIONS = 5000,
    TEXT_BYTES = 256,
    WORD_BYTES = 64,
    ALIASES = 2,
    PHRASINGS_OF_ITEM = 5,
};

static uint64_t chance(uint64_t *seed, uint64_t below) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (*seed >> 33) % below;
}

/* One of the words of a list that blanks separate. */
static void pick(uint64_t *seed, const char *list, char word[WORD_BYTES]) {
    size_t count = 1;

    for (const char *c = list; *c; c++)
        count += *c == ' ';
    for (size_t left = (size_t)chance(seed, count); left > 0; left--)
        list = strchr(list, ' ') + 1;
    snprintf(word, WORD_BYTES, "%.*s", (int)strcspn(list, " "), list);
}

static void make_text(uint64_t *seed, char text[TEXT_BYTES]) {
    const size_t life = chance(seed, guide_life_synonym_count);
    const size_t office = chance(seed, guide_office_synonym_count);
    char what[WORD_BYTES], where[WORD_BYTES], action[WORD_BYTES];

    pick(seed, guide_life_synonyms[life].said, where);
    pick(seed, guide_office_synonyms[office].said, what);
    pick(seed, guide_actions[chance(seed, guide_action_count)], action);
    snprintf(text, TEXT_BYTES, "%s%s%s", where, what, action);
}

/* Phrasings of an item, each on its own line. */
static const char *make_phrasings(uint64_t *seed) {
    char *const phrasings = calloc(PHRASINGS_OF_ITEM, TEXT_BYTES + 1);
    size_t size = 0;

    if (!phrasings)
        abort();
    for (int i = 0; i < PHRASINGS_OF_ITEM; i++) {
        make_text(seed, phrasings + size);
        size += strlen(phrasings + size);
        phrasings[size++] = '\n';
    }
    return phrasings;
}

static double milliseconds(void) {
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int by_size(const void *one, const void *other) {
    const double a = *(const double *)one, b = *(const double *)other;

    return (a > b) - (a < b);
}

static struct guide_document *make_items(size_t count, size_t phrasings) {
    struct guide_document *items = calloc(count, sizeof *items);
    uint64_t seed = 20261125;

    if (!items)
        abort();
    for (size_t i = 0; i < count; i++) {
        char *const texts = malloc((2 + ALIASES) * TEXT_BYTES);

        if (!texts)
            abort();
        snprintf(texts, TEXT_BYTES, "S%08zu", i);
        for (size_t j = 1; j < 2 + ALIASES; j++)
            make_text(&seed, texts + j * TEXT_BYTES);
        const bool taught = i < phrasings / PHRASINGS_OF_ITEM;

        items[i] =
            (struct guide_document){ .id = (int64_t)i + 1,
                                     .code = texts,
                                     .name = texts + TEXT_BYTES,
                                     .aliases = texts + 2 * TEXT_BYTES,
                                     .context = "",
                                     .learnt = taught ? make_phrasings(&seed) : "" };
    }
    return items;
}

static void measure_search(const struct guide_index *index) {
    static double took[QUESTIONS];
    uint64_t seed = 7;
    double sum = 0;

    for (size_t i = 0; i < QUESTIONS; i++) {
        char question[2 * TEXT_BYTES] = "请问怎么办";
        struct guide_hit hits[10];
        const size_t polite = chance(&seed, 2) ? strlen(question) : 0;

        make_text(&seed, question + polite);

        const double begin = milliseconds();
        guide_index_search(index, question, hits, 10);
        took[i] = milliseconds() - begin;
        sum += took[i];
    }
    qsort(took, QUESTIONS, sizeof *took, by_size);
    printf("a question: mean %.3f ms, p99 %.3f ms, worst %.3f ms   wanted p99 1 ms\n",
           sum / QUESTIONS, took[QUESTIONS * 99 / 100], took[QUESTIONS - 1]);
}

int main(int argc, char **argv) {
    const size_t count = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 100000;
    const size_t phrasings = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 0;
    struct guide_document *items = make_items(count, phrasings);
    const size_t known = guide_life_synonym_count + guide_office_synonym_count;
    struct guide_synonym *synonyms = calloc(known, sizeof *synonyms);

    if (!synonyms)
        abort();
    memcpy(synonyms, guide_life_synonyms, guide_life_synonym_count * sizeof *synonyms);
    memcpy(synonyms + guide_life_synonym_count, guide_office_synonyms,
           guide_office_synonym_count * sizeof *synonyms);

    const double begin = milliseconds();
    struct guide_index *index = guide_index_build(items, count, synonyms, known);

    printf("%zu items, a name and an alias each, %zu phrasings: built in %.0f ms   "
           "wanted 1000 ms\n",
           count, phrasings, milliseconds() - begin);
    measure_search(index);
    guide_index_free(index);
    return 0;
}
