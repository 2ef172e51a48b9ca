#include "quality_listing.h"

#include <string.h>

#include "arena.h"
#include "page.h"
#include "quality_web.h"
#include "text.h"

enum { CODE, NAME, DEPARTMENT, CHECK, GRADE, DETAIL, COLUMNS };
enum { ITEMS = LISTING_BATCH / QUALITY_CHECKS_MAX }; /* that are sure to fit */

static const char *const columns[COLUMNS] = {
    [CODE] = TEXT("编码"),  [NAME] = TEXT("事项"),  [DEPARTMENT] = TEXT("科室"),
    [CHECK] = TEXT("规则"), [GRADE] = TEXT("轻重"), [DETAIL] = TEXT("哪里不对"),
};

static const struct refusal *check(struct work *work, const char *query,
                                   const char **kept) {
    struct html out = { .text = { .arena = work->arena } };

    *kept = route_url(&out, "?department=%s&check=%s&grade=%s",
                      listing_asked(work->arena, query, "department"),
                      listing_asked(work->arena, query, "check"),
                      listing_asked(work->arena, query, "grade")) +
            1;
    return NULL;
}

static const char *const *row_of(struct arena *arena, const struct quality_rules *rules,
                                 const struct quality_item *item,
                                 const struct quality_check *found) {
    const bool must = rules->rule[found->number].severity == QUALITY_MUST;
    const char **cell = arena_alloc(arena, COLUMNS * sizeof *cell);

    cell[CODE] = arena_copy(arena, item->code);
    cell[NAME] = item->name;
    cell[DEPARTMENT] = item->department;
    cell[CHECK] = found->title;
    cell[GRADE] = must ? TEXT("必须改") : TEXT("建议改");
    cell[DETAIL] = quality_detail(arena, item, found);
    return cell;
}

static void read_rows(struct work *work, const char *query, const char *after, bool whole,
                      struct listing_batch *batch) {
    const struct quality_rules *const rules = quality_rules(work);
    const struct quality_filter filter = {
        .department = listing_asked(work->arena, query, "department"),
        .checks = quality_checks_asked(rules, listing_asked(work->arena, query, "check"),
                                       listing_asked(work->arena, query, "grade")),
        .after = after,
        .limit = ITEMS,
    };
    const char *const **rows = arena_alloc(work->arena, LISTING_BATCH * sizeof *rows);
    struct quality_item *items;
    const size_t count = quality_read(work, &filter, &items);

    (void)whole;
    *batch = (struct listing_batch){ .row = rows, .ended = count < ITEMS, .next = after };
    for (size_t i = 0; i < count; i++) {
        for (size_t c = 0; c < quality_check_count; c++)
            if (items[i].failed & filter.checks & (int64_t)1 << quality_checks[c].number)
                rows[batch->count++] =
                    row_of(work->arena, rules, &items[i], &quality_checks[c]);
        batch->next = items[i].code;
    }
}

const struct listing quality_listing = {
    .name = "quality",
    .title = TEXT("要改的事项"),
    .rights = RIGHT_LIBRARY | RIGHT_MANAGE,
    .column = columns,
    .column_count = COLUMNS,
    .page = "/desk/quality",
    .check = check,
    .read = read_rows,
};
