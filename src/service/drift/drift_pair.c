#include "drift_pair.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "drift_normal.h"

/* A side by what it is looked up by. */
struct entry {
    const char *key;
    struct drift_side *side;
    size_t place;
};

struct entries {
    struct entry *entry;
    size_t count;
};

static int by_key(const void *one, const void *other) {
    return strcmp(((const struct entry *)one)->key, ((const struct entry *)other)->key);
}

static void sort(struct entries *entries) {
    if (entries->count > 1)
        qsort(entries->entry, entries->count, sizeof *entries->entry, by_key);
}

static struct entries codes_of(struct arena *arena, struct drift_side *sides,
                               size_t count) {
    struct entries entries = { arena_alloc(arena, count * sizeof *entries.entry), count };

    for (size_t i = 0; i < count; i++) {
        sides[i].match = DRIFT_ALONE;
        entries.entry[i] = (struct entry){ sides[i].code, &sides[i], i };
    }
    sort(&entries);
    return entries;
}

/* The names of those that are still alone. */
static struct entries names_of(struct arena *arena, struct drift_side *sides,
                               size_t count) {
    struct entries entries = { arena_alloc(arena, count * sizeof *entries.entry), 0 };

    for (size_t i = 0; i < count; i++)
        if (sides[i].match == DRIFT_ALONE && *sides[i].name)
            entries.entry[entries.count++] = (struct entry){
                drift_normal(arena, sides[i].name,
                             DRIFT_BLANKS | DRIFT_WIDTH | DRIFT_PUNCTUATION),
                &sides[i], i
            };
    sort(&entries);
    return entries;
}

/* How many entries from a place on have the same key. */
static size_t run_at(const struct entries *entries, size_t at) {
    size_t size = 1;

    while (at + size < entries->count &&
           strcmp(entries->entry[at].key, entries->entry[at + size].key) == 0)
        size++;
    return size;
}

static void mark_run(const struct entries *entries, size_t at, size_t size,
                     const struct entry *like) {
    for (size_t i = at; i < at + size; i++) {
        entries->entry[i].side->match = DRIFT_AMBIGUOUS;
        entries->entry[i].side->other = like->place;
    }
}

static void join(const struct entry *one, const struct entry *other,
                 enum drift_match match) {
    one->side->match = other->side->match = match;
    one->side->other = other->place;
    other->side->other = one->place;
}

static void merge(const struct entries *ours, const struct entries *theirs,
                  enum drift_match match) {
    for (size_t i = 0, j = 0; i < ours->count && j < theirs->count;) {
        const int order = strcmp(ours->entry[i].key, theirs->entry[j].key);
        const size_t here = run_at(ours, i), there = run_at(theirs, j);

        if (order == 0 && here == 1 && there == 1) {
            join(&ours->entry[i], &theirs->entry[j], match);
        } else if (order == 0) {
            mark_run(ours, i, here, &theirs->entry[j]);
            mark_run(theirs, j, there, &ours->entry[i]);
        }
        i += order <= 0 ? here : 0;
        j += order >= 0 ? there : 0;
    }
}

void drift_pair(struct arena *arena, struct drift_side *ours, size_t our_count,
                struct drift_side *theirs, size_t their_count) {
    const struct entries our_codes = codes_of(arena, ours, our_count);
    const struct entries their_codes = codes_of(arena, theirs, their_count);

    merge(&our_codes, &their_codes, DRIFT_BY_CODE);

    const struct entries our_names = names_of(arena, ours, our_count);
    const struct entries their_names = names_of(arena, theirs, their_count);

    merge(&our_names, &their_names, DRIFT_BY_NAME);
}
