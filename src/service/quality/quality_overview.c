#include "quality_overview.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "cache.h"
#include "quality.sql.h"

enum { WHOLE = 100, GROUPS = 5000 };

struct kept_overview {
    struct quality_overview overview;
    struct quality_department *departments;
    struct quality_group *groups;
    size_t group_count; /* also of those that are too many to keep */
    struct arena *arena;
};

static int64_t bits_in(int64_t bits) {
    int64_t count = 0;

    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

/* Items that fail alike, put on the account of a department; score is the points lost. */
static void put_on(struct quality_department *account, const struct quality_rules *rules,
                   int64_t failed, int64_t items) {
    const int64_t must = bits_in(failed & rules->must);
    const int64_t should = bits_in(failed & rules->enabled & ~rules->must);
    const int64_t lost = must * rules->must_cost + should * rules->should_cost;

    account->items += items;
    account->clean += must + should == 0 ? items : 0;
    account->must += must * items;
    account->should += should * items;
    account->score += (lost < WHOLE ? lost : WHOLE) * items;
}

/* Points lost become the mean of what is left, in tenths. */
static void close_account(struct quality_department *account) {
    if (account->items > 0)
        account->score =
            10 * WHOLE - (10 * account->score + account->items / 2) / account->items;
}

static struct quality_department *account_of(struct kept_overview *kept,
                                             const char *department) {
    struct quality_overview *const overview = &kept->overview;

    if (overview->count > 0) {
        struct quality_department *const last = &kept->departments[overview->count - 1];

        if (strcmp(last->name, department) == 0 ||
            overview->count == QUALITY_DEPARTMENTS_MAX)
            return last;
    }

    struct quality_department *const next = &kept->departments[overview->count++];
    next->name = arena_copy(kept->arena, department);
    return next;
}

static void take_group(struct kept_overview *kept, const struct quality_rules *rules,
                       const struct sql_quality_groups_row *row) {
    struct quality_overview *const overview = &kept->overview;

    struct quality_department *const account = account_of(kept, row->department);

    put_on(account, rules, row->failed, row->items);
    if (kept->group_count < QUALITY_GROUPS_MAX)
        kept->groups[kept->group_count] =
            (struct quality_group){ arena_copy(kept->arena, row->department), row->failed,
                                    row->items };
    kept->group_count++;
    put_on(&overview->all, rules, row->failed, row->items);
    for (size_t i = 0; i < quality_check_count; i++)
        if (row->failed >> quality_checks[i].number & 1)
            overview->failing[quality_checks[i].number] += row->items;
}

static int by_score(const void *one, const void *other) {
    const struct quality_department *const a = one, *const b = other;

    if (a->score != b->score)
        return a->score < b->score ? -1 : 1;
    return strcmp(a->name, b->name);
}

static void read_groups(struct work *work, struct kept_overview *kept,
                        const struct quality_rules *rules) {
    struct sql_quality_groups_row *rows, last = { .department = "", .failed = -1 };
    size_t count = GROUPS;

    while (count == GROUPS) {
        count = sql_quality_groups(work, &rows, .after_department = last.department,
                                   .after_failed = last.failed);
        for (size_t i = 0; i < count; i++)
            take_group(kept, rules, &rows[i]);
        if (count > 0)
            last = rows[count - 1];
    }
}

static void *build_overview(struct work *work) {
    struct arena *const arena = arena_new();
    struct kept_overview *const kept = arena_alloc(arena, sizeof *kept);
    const struct quality_rules *const rules = quality_rules(work);

    kept->arena = arena;
    kept->departments =
        arena_alloc(arena, QUALITY_DEPARTMENTS_MAX * sizeof *kept->departments);
    kept->groups = arena_alloc(arena, QUALITY_GROUPS_MAX * sizeof *kept->groups);
    kept->overview.department = kept->departments;
    kept->overview.all.name = "";
    read_groups(work, kept, rules);
    kept->overview.group = kept->groups;
    kept->overview.group_count =
        kept->group_count <= QUALITY_GROUPS_MAX ? kept->group_count : 0;
    close_account(&kept->overview.all);
    for (size_t i = 0; i < kept->overview.count; i++)
        close_account(&kept->departments[i]);
    qsort(kept->departments, kept->overview.count, sizeof *kept->departments, by_score);
    return kept;
}

static void free_overview(void *value) {
    arena_free(((struct kept_overview *)value)->arena);
}

const struct quality_overview *quality_overview(struct work *work) {
    static const struct cache_class class = { "quality", build_overview, free_overview };
    const struct kept_overview *const kept = cache_get(work, &class);

    return kept ? &kept->overview : NULL;
}
