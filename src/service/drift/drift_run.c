#include <assert.h>
#include <string.h>

#include "arena.h"
#include "crypt.h"
#include "drift.sql.h"
#include "drift_inside.h"
#include "drift_pair.h"
#include "item_list.h"
#include "text.h"

enum { OURS_AT_FIRST = 1024 };

/* ---- what both parts share ---- */

const char *drift_mark(struct arena *arena, const char *ours, const char *theirs) {
    const char *const both = arena_format(arena, "%s\x1D%s", ours, theirs);
    uint8_t digest[CRYPT_DIGEST_SIZE];

    crypt_sm3(digest, both, strlen(both));
    return text_hex(arena, digest, sizeof digest);
}

const char *drift_mark_of(struct arena *arena, const struct drift_element *element,
                          const struct item_version *ours,
                          const struct item_version *theirs) {
    return drift_mark(arena, drift_canon(arena, element, ours),
                      drift_canon(arena, element, theirs));
}

const char *drift_write_row(struct arena *arena, const struct item_version *version) {
    struct text row = { .arena = arena };

    shape_put(&row, NULL, &item_file_shape, version);
    return text_string(&row);
}

bool drift_read_row(struct arena *arena, const char *row, struct item_version *version) {
    struct item_import import = { .path = "",
                                  .bytes = row,
                                  .format = ITEM_FORMAT_HAOBAN };
    const char *why;

    if (!item_import_read(arena, &import, &why) || import.row_count != 1)
        return false;
    *version = *item_import_row(&import, 0);
    return true;
}

/* ---- both sides ---- */

struct our_item {
    const char *code, *name, *department;
    int64_t version_id;
};

struct comparison {
    struct work *work;
    const struct item_import *import;
    struct drift_run *run;
    struct drift_elements compared;
    struct our_item *items;
    size_t count, room;
    struct drift_side *ours, *theirs;
};

/* Keeps the head of an item beyond the stretch in which it was read. */
static void keep_item(struct comparison *comparison, struct arena *arena,
                      const struct item *item) {
    if (comparison->count == comparison->room) {
        const struct our_item *const before = comparison->items;

        comparison->room = comparison->room ? comparison->room * 2 : OURS_AT_FIRST;
        comparison->items =
            arena_alloc(arena, comparison->room * sizeof *comparison->items);
        if (before)
            memcpy(comparison->items, before, comparison->count * sizeof *before);
    }
    comparison->items[comparison->count++] =
        (struct our_item){ arena_copy(arena, item->code), arena_copy(arena, item->name),
                           arena_copy(arena, item->department), item->version_id };
}

static void read_ours(struct comparison *comparison) {
    struct work *const work = comparison->work;
    struct item_choice choice = { "", "", "", ITEM_PAGE_MAX };
    size_t count = ITEM_PAGE_MAX;

    while (count == ITEM_PAGE_MAX) {
        struct arena *const outer = work_stretch_begin(work);
        struct item *items;

        count = item_read_page(work, &choice, &items);
        for (size_t i = 0; i < count; i++)
            keep_item(comparison, outer, &items[i]);
        work_stretch_end(work, outer);
        if (comparison->count > 0)
            choice.after = comparison->items[comparison->count - 1].code;
    }
}

static void pair(struct comparison *comparison) {
    struct arena *const arena = comparison->work->arena;
    const size_t here = comparison->count, there = comparison->import->row_count;

    comparison->ours = arena_alloc(arena, here * sizeof *comparison->ours);
    comparison->theirs = arena_alloc(arena, there * sizeof *comparison->theirs);
    for (size_t i = 0; i < here; i++)
        comparison->ours[i] = (struct drift_side){ .code = comparison->items[i].code,
                                                   .name = comparison->items[i].name };
    for (size_t i = 0; i < there; i++) {
        const struct item_version *const version = item_import_row(comparison->import, i);

        comparison->theirs[i] =
            (struct drift_side){ .code = version->code, .name = version->name };
    }
    drift_pair(arena, comparison->ours, here, comparison->theirs, there);
}

/* ---- which elements the list holds ---- */

static bool holds(const struct item_import *import, const struct drift_element *element,
                  struct arena *scratch) {
    const struct item_version nothing = item_nothing();
    const char *const none = arena_copy(scratch, drift_canon(scratch, element, &nothing));

    for (size_t i = 0; i < import->row_count; i++)
        if (strcmp(drift_canon(scratch, element, item_import_row(import, i)), none) != 0)
            return true;
    return false;
}

static void find_compared(struct comparison *comparison) {
    struct arena *const arena = comparison->work->arena;
    const struct drift_elements all = drift_elements(arena);
    struct drift_element *const held = arena_alloc(arena, all.count * sizeof *held);
    struct text paths = { .arena = arena };
    size_t count = 0;

    for (size_t i = 0; i < all.count; i++) {
        struct arena *const scratch = arena_new();

        if (holds(comparison->import, &all.element[i], scratch)) {
            text_addf(&paths, "%s%s", count > 0 ? "\n" : "", all.element[i].path);
            held[count++] = all.element[i];
        }
        arena_free(scratch);
    }
    comparison->compared = (struct drift_elements){ held, count };
    comparison->run->compared = text_string(&paths);
}

/* ---- what differs ---- */

static void note(struct comparison *comparison, const struct drift_difference *found) {
    sql_drift_note(comparison->work, .id = work_new_id(comparison->work),
                   .source_id = comparison->run->source_id, .kind = found->kind,
                   .code = found->code, .element = found->element, .name = found->name,
                   .department = found->department, .unified = found->unified,
                   .ours = found->ours, .theirs = found->theirs, .mark = found->mark,
                   .last_run_id = comparison->run->id);
}

static void keep_row(struct comparison *comparison, const char *code,
                     const struct item_version *theirs) {
    sql_drift_keep_row(comparison->work, .source_id = comparison->run->source_id,
                       .code = code, .run_id = comparison->run->id,
                       .said = drift_write_row(comparison->work->arena, theirs));
}

/* A list that does not say whether an item is in use says nothing against it. */
static bool is_unsaid(const struct drift_element *element,
                      const struct item_version *theirs) {
    return strcmp(element->path, "state") == 0 && theirs->state == 0;
}

static bool differs(struct arena *arena, const struct drift_element *element,
                    const struct item_version *ours, const struct item_version *theirs) {
    return !is_unsaid(element, theirs) &&
           strcmp(drift_canon(arena, element, ours),
                  drift_canon(arena, element, theirs)) != 0;
}

static void compare(struct comparison *comparison, const struct our_item *item,
                    const struct item_version *theirs) {
    struct work *const work = comparison->work;
    const int64_t before = comparison->run->differing;
    struct item_version ours;

    if (item_read_version(work, item->version_id, &ours))
        return;
    for (size_t i = 0; i < comparison->compared.count; i++) {
        const struct drift_element *const element = &comparison->compared.element[i];

        if (!differs(work->arena, element, &ours, theirs))
            continue;
        comparison->run->differing++;
        note(comparison, &(struct drift_difference){
                             .kind = DRIFT_DIFFERS,
                             .code = item->code,
                             .element = element->path,
                             .name = item->name,
                             .department = item->department,
                             .unified = element->unified,
                             .ours = drift_says(work->arena, element, &ours),
                             .theirs = drift_says(work->arena, element, theirs),
                             .mark = drift_mark_of(work->arena, element, &ours, theirs),
                         });
    }
    if (comparison->run->differing > before)
        keep_row(comparison, item->code, theirs);
}

/* An item of which one side is all there is to say. */
static void note_whole(struct comparison *comparison, enum drift_kind kind,
                       const struct our_item *item, const char *theirs) {
    static const char *const elements[] = {
        [DRIFT_ONLY_HERE] = "only_here",
        [DRIFT_ONLY_THERE] = "only_there",
        [DRIFT_UNCLEAR] = "unclear",
    };
    const char *const ours = kind == DRIFT_ONLY_THERE ? "" : item->name;

    note(comparison, &(struct drift_difference){
                         .kind = kind,
                         .code = item->code,
                         .element = elements[kind],
                         .name = item->name,
                         .department = item->department,
                         .ours = ours,
                         .theirs = theirs,
                         .mark = drift_mark(comparison->work->arena, ours, theirs),
                     });
}

static const struct item_version *row_of(const struct comparison *comparison,
                                         size_t place) {
    return item_import_row(comparison->import, place);
}

static void look_at_ours(struct comparison *comparison, size_t place) {
    const struct our_item *const item = &comparison->items[place];
    const struct drift_side *const side = &comparison->ours[place];
    struct drift_run *const run = comparison->run;

    switch (side->match) {
    case DRIFT_BY_CODE:
    case DRIFT_BY_NAME:
        *(side->match == DRIFT_BY_CODE ? &run->by_code : &run->by_name) += 1;
        compare(comparison, item, row_of(comparison, side->other));
        break;
    case DRIFT_AMBIGUOUS: {
        const struct item_version *const like = row_of(comparison, side->other);

        run->ambiguous++;
        note_whole(
            comparison, DRIFT_UNCLEAR, item,
            arena_format(comparison->work->arena, "%s（%s）", like->name, like->code));
        break;
    }
    case DRIFT_ALONE:
        if (run->rejected > 0) {
            sql_drift_spare(comparison->work, .source_id = run->source_id,
                            .code = item->code, .last_run_id = run->id);
            break;
        }
        run->only_here++;
        note_whole(comparison, DRIFT_ONLY_HERE, item, "");
        break;
    }
}

static void look_at_theirs(struct comparison *comparison, size_t place) {
    const struct item_version *const row = row_of(comparison, place);
    const struct our_item item = { row->code, row->name, row->department, 0 };

    if (comparison->theirs[place].match != DRIFT_ALONE)
        return;
    comparison->run->only_there++;
    note_whole(comparison, DRIFT_ONLY_THERE, &item, row->name);
    keep_row(comparison, row->code, row);
}

static void look_at_all(struct comparison *comparison,
                        void (*look)(struct comparison *, size_t), size_t count) {
    struct work *const work = comparison->work;

    for (size_t i = 0; i < count && !work->fault; i++) {
        struct arena *const outer = work_stretch_begin(work);

        look(comparison, i);
        work_stretch_end(work, outer);
    }
}

/* ---- the run ---- */

/* What this run says nothing of stays as it was. */
static void spare_the_rest(const struct comparison *comparison) {
    struct work *const work = comparison->work;
    const struct drift_run *const run = comparison->run;
    const struct drift_elements all = drift_elements(work->arena);

    for (size_t i = 0; i < all.count; i++)
        if (!drift_element(comparison->compared, all.element[i].path))
            sql_drift_spare_element(work, .source_id = run->source_id,
                                    .element = all.element[i].path,
                                    .last_run_id = run->id);
    if (run->rejected > 0)
        sql_drift_spare_kind(work, .source_id = run->source_id, .kind = DRIFT_ONLY_THERE,
                             .last_run_id = run->id);
}

static void close_run(struct work *work, struct drift_run *run) {
    struct sql_drift_fresh_row fresh;

    run->settled =
        sql_drift_settle(work, .source_id = run->source_id, .last_run_id = run->id);
    if (run->rejected == 0)
        sql_drift_forget_rows(work, .source_id = run->source_id, .run_id = run->id);
    if (sql_drift_fresh(work, &fresh, .source_id = run->source_id,
                        .fresh_run_id = run->id))
        run->fresh = fresh.differences;
    sql_drift_add_run(
        work, .id = run->id, .source_id = run->source_id, .actor_name = work->actor.name,
        .file_name = run->file_name, .row_count = run->row_count,
        .rejected = run->rejected, .by_code = run->by_code, .by_name = run->by_name,
        .ambiguous = run->ambiguous, .only_here = run->only_here,
        .only_there = run->only_there, .differing = run->differing, .fresh = run->fresh,
        .settled = run->settled, .compared = run->compared);
}

const struct refusal *drift_run(struct work *work, const struct item_import *import,
                                struct drift_run *run) {
    struct comparison comparison = { .work = work, .import = import, .run = run };

    if (import->report.rejected > 0 && import->keep == ITEM_KEEP_ALL_OR_NOTHING)
        return &item_import_refused;
    *run = (struct drift_run){ .source_id = run->source_id,
                               .file_name = run->file_name,
                               .id = work_new_id(work),
                               .at_ms = work->now_ms,
                               .source = "",
                               .actor_name = work->actor.name,
                               .row_count = (int64_t)import->row_count,
                               .rejected = import->report.rejected };
    find_compared(&comparison);
    read_ours(&comparison);
    pair(&comparison);
    look_at_all(&comparison, look_at_ours, comparison.count);
    look_at_all(&comparison, look_at_theirs, import->row_count);
    spare_the_rest(&comparison);
    close_run(work, run);
    return NULL;
}
