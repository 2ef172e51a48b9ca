#include <assert.h>
#include <string.h>

#include "arena.h"
#include "quality.sql.h"
#include "quality_overview.h"

/*
 * Two ways to the same page.  The walk looks at items by code until enough of them fail:
 * with many that fail it looks at few.  The merge asks each group of items that fail
 * alike for what comes next: with few that fail there are few groups.
 */
enum { MERGE_COST = 8, MERGED_FIRST = 2 }; /* a group's first rows are dear */

/* A group's rows that come next. */
struct source {
    const struct quality_group *group;
    const struct sql_quality_listed_row *rows;
    size_t count, at;
};

static bool is_asked_for(const struct quality_filter *filter,
                         const struct quality_group *group) {
    return (group->failed & filter->checks) &&
           (!*filter->department || strcmp(filter->department, group->department) == 0);
}

/* The groups that are asked for, and whether reading each is better than walking. */
static bool choose_groups(struct work *work, const struct quality_filter *filter,
                          struct source **sources, size_t *count) {
    const struct quality_overview *const overview = quality_overview(work);
    int64_t items = 0;

    *count = 0;
    if (!overview || overview->group_count == 0)
        return false;
    *sources = arena_alloc(work->arena, overview->group_count * sizeof **sources);
    for (size_t i = 0; i < overview->group_count; i++)
        if (is_asked_for(filter, &overview->group[i])) {
            (*sources)[(*count)++] = (struct source){ .group = &overview->group[i] };
            items += overview->group[i].items;
        }
    return items == 0 ||
           (int64_t)*count * MERGE_COST < filter->limit * overview->all.items / items;
}

static void read_on(struct work *work, const char *after, int64_t limit,
                    struct source *source) {
    struct sql_quality_listed_row *rows;

    source->count = sql_quality_page_of_group(
        work, &rows, .department = source->group->department,
        .failed = source->group->failed, .after = after, .limit = limit);
    source->rows = rows;
    source->at = 0;
}

/* The row of a source that comes next, or NULL behind its last. */
static const struct sql_quality_listed_row *
row_of(struct work *work, const struct quality_filter *filter, struct source *source) {
    if (source->at == source->count && source->count >= MERGED_FIRST)
        read_on(work, source->rows[source->count - 1].code, filter->limit, source);
    return source->at < source->count ? &source->rows[source->at] : NULL;
}

static struct quality_item item_of(const struct sql_quality_listed_row *row) {
    return (struct quality_item){ row->code, row->name, row->department, row->failed,
                                  row->details };
}

static size_t merge(struct work *work, const struct quality_filter *filter,
                    struct source *sources, size_t source_count,
                    struct quality_item *items) {
    size_t count = 0;

    for (size_t i = 0; i < source_count; i++)
        read_on(work, filter->after, MERGED_FIRST, &sources[i]);
    for (; count < (size_t)filter->limit; count++) {
        struct source *next = NULL;

        for (size_t i = 0; i < source_count; i++) {
            const struct sql_quality_listed_row *const row =
                row_of(work, filter, &sources[i]);

            if (row && (!next || strcmp(row->code, next->rows[next->at].code) < 0))
                next = &sources[i];
        }
        if (!next)
            break;
        items[count] = item_of(&next->rows[next->at++]);
    }
    return count;
}

static size_t walk(struct work *work, const struct quality_filter *filter,
                   struct quality_item *items) {
    struct sql_quality_listed_row *rows;
    const size_t count =
        *filter->department
            ? sql_quality_page_of_department(
                  work, &rows, .department = filter->department, .checks = filter->checks,
                  .after = filter->after, .limit = filter->limit)
            : sql_quality_page(work, &rows, .checks = filter->checks,
                               .after = filter->after, .limit = filter->limit);

    for (size_t i = 0; i < count; i++)
        items[i] = item_of(&rows[i]);
    return count;
}

size_t quality_read(struct work *work, const struct quality_filter *filter,
                    struct quality_item **items) {
    struct source *sources;
    size_t count;

    assert(filter->limit >= 1);
    assert(filter->limit <= QUALITY_PAGE_MAX);
    *items = arena_alloc(work->arena, QUALITY_PAGE_MAX * sizeof **items);
    return choose_groups(work, filter, &sources, &count)
               ? merge(work, filter, sources, count, *items)
               : walk(work, filter, *items);
}
