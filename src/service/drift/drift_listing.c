#include "drift_listing.h"

#include <string.h>

#include "arena.h"
#include "cursor.h"
#include "drift_web.h"
#include "page.h"
#include "text.h"

enum { CODE, NAME, ELEMENT, DEPARTMENT, OURS, THEIRS, STATE, REASON, COLUMNS };

static const char *const columns[COLUMNS] = {
    [CODE] = TEXT("编码"),       [NAME] = TEXT("事项"),     [ELEMENT] = TEXT("字段"),
    [DEPARTMENT] = TEXT("科室"), [OURS] = TEXT("我们写的"), [THEIRS] = TEXT("省里写的"),
    [STATE] = TEXT("处理情况"),  [REASON] = TEXT("说明"),
};

static int64_t number_of(struct arena *arena, const char *query, const char *name) {
    int64_t number = 0;

    text_read_int(listing_asked(arena, query, name), &number);
    return number;
}

static int64_t word_of_query(struct arena *arena, const char *query, const char *name,
                             const struct words *words, int64_t otherwise) {
    const struct word *const word = word_named(words, listing_asked(arena, query, name));

    return word ? word->value : otherwise;
}

/* The page without a source shows the one that was compared with last. */
static int64_t source_of(struct work *work, const char *query) {
    const struct drift_source *sources;
    const size_t count = drift_sources(work, &sources);
    const int64_t asked = number_of(work->arena, query, "source");

    for (size_t i = 0; i < count; i++)
        if (sources[i].id == asked)
            return asked;
    return count > 0 ? sources[0].id : 0;
}

static const struct refusal *check(struct work *work, const char *query,
                                   const char **kept) {
    struct arena *const arena = work->arena;
    struct html out = { .text = { .arena = arena } };

    *kept =
        route_url(
            &out, "?source=%lld&state=%s&kind=%s&element=%s&department=%s&unified=%s",
            (long long)source_of(work, query), listing_asked(arena, query, "state"),
            listing_asked(arena, query, "kind"), listing_asked(arena, query, "element"),
            listing_asked(arena, query, "department"),
            listing_asked(arena, query, "unified")) +
        1;
    return NULL;
}

/* A place is the id of the last difference: its code and element say where it stands. */
static bool go_on(struct work *work, const char *after, struct drift_filter *filter) {
    struct drift_difference last;
    int64_t id;

    filter->after_code = filter->after_element = "";
    if (!*after)
        return true;
    if (cursor_read(after, &id, 1, 0) || drift_find(work, id, &last))
        return false;
    filter->after_code = last.code;
    filter->after_element = last.element;
    return true;
}

static const char *const *row_of(struct arena *arena, struct drift_elements elements,
                                 const struct drift_difference *difference) {
    const char **cell = arena_alloc(arena, COLUMNS * sizeof *cell);

    cell[CODE] = difference->code;
    cell[NAME] = difference->name;
    cell[ELEMENT] = drift_label(elements, difference);
    cell[DEPARTMENT] = difference->department;
    cell[OURS] = difference->ours;
    cell[THEIRS] = difference->theirs;
    cell[STATE] = word_chinese(&drift_states, difference->state);
    cell[REASON] = difference->reason;
    return cell;
}

static void read_rows(struct work *work, const char *query, const char *after, bool whole,
                      struct listing_batch *batch) {
    struct arena *const arena = work->arena;
    const struct drift_elements elements = drift_elements(arena);
    const struct drift_difference *found;
    struct drift_filter filter = {
        .source_id = number_of(arena, query, "source"),
        .state = word_of_query(arena, query, "state", &drift_states, DRIFT_OPEN),
        .kind = word_of_query(arena, query, "kind", &drift_kinds, 0),
        .element = listing_asked(arena, query, "element"),
        .department = listing_asked(arena, query, "department"),
        .only_unified = *listing_asked(arena, query, "unified") != '\0',
        .limit = DRIFT_PAGE_MAX,
    };
    const char *const **rows = arena_alloc(arena, DRIFT_PAGE_MAX * sizeof *rows);

    (void)whole;
    if (!go_on(work, after, &filter))
        work_fault(work, "drift: no such place: %s", after);
    if (work->fault)
        return;
    *batch = (struct listing_batch){ .row = rows, .next = after };
    batch->count = drift_list(work, &filter, &found);
    batch->ended = batch->count < DRIFT_PAGE_MAX;
    for (size_t i = 0; i < batch->count; i++) {
        rows[i] = row_of(arena, elements, &found[i]);
        batch->next = cursor_write(arena, &found[i].id, 1);
    }
}

const struct listing drift_listing = {
    .name = "drift",
    .title = TEXT("与省目录的差异"),
    .rights = RIGHT_LIBRARY | RIGHT_MANAGE,
    .column = columns,
    .column_count = COLUMNS,
    .page = "/desk/drift",
    .check = check,
    .read = read_rows,
};
