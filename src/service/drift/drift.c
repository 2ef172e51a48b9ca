#include "drift.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "drift.sql.h"
#include "drift_inside.h"
#include "page.h"
#include "quality_unified.h"

const struct refusal drift_unknown = {
    REFUSED_ABSENT,
    "drift.unknown",
    TEXT("没有这处差异。请回到比对清单，从那里打开。"),
    NULL,
};
const struct refusal drift_decided = {
    REFUSED_CONFLICT,
    "drift.decided",
    TEXT("这处差异已经有人处理了，或者两边已经一致。请回到比对清单看现在的情况。"),
    NULL,
};
const struct refusal drift_moved = {
    REFUSED_CONFLICT,
    "drift.moved",
    TEXT("比对以后事项又改过了，这里显示的已经不是现在的内容。请重新比对一次再处理。"),
    NULL,
};
const struct refusal drift_no_reason = {
    REFUSED_INVALID,
    "drift.no_reason",
    TEXT("请写明为什么可以不一样，以后的人要看得懂。"),
    "reason",
};
const struct refusal drift_not_to_take = {
    REFUSED_CONFLICT,
    "drift.not_to_take",
    TEXT("这一处不能直接采用。编码、状态不同的，或者只有一边有的，请在事项库里处理，或者"
         "写明原因。"),
    NULL,
};

/* ---- sources and runs ---- */

struct drift_source drift_source(struct work *work, const char *name) {
    struct sql_drift_source_named_row row;

    if (!sql_drift_source_named(work, &row, .name = name))
        return (struct drift_source){ 0, name, "" };
    return (struct drift_source){ row.id, row.name, row.columns };
}

struct drift_source drift_keep_source(struct work *work, const char *name,
                                      const char *columns) {
    const int64_t before = drift_source(work, name).id;
    const int64_t id = before ? before : work_new_id(work);

    sql_drift_keep_source(work, .id = id, .name = name, .columns = columns);
    return (struct drift_source){ id, name, columns };
}

size_t drift_sources(struct work *work, const struct drift_source **sources) {
    struct sql_drift_sources_row *rows;
    const size_t count = sql_drift_sources(work, &rows);
    struct drift_source *const found = arena_alloc(work->arena, count * sizeof *found);

    for (size_t i = 0; i < count; i++)
        found[i] = (struct drift_source){ rows[i].id, rows[i].name, rows[i].columns };
    *sources = found;
    return count;
}

size_t drift_runs(struct work *work, int64_t before, size_t limit,
                  const struct drift_run **runs) {
    struct sql_drift_runs_row *rows;
    const size_t count = sql_drift_runs(
        work, &rows, .before = before > 0 ? before : INT64_MAX, .limit = (int64_t)limit);
    struct drift_run *const found = arena_alloc(work->arena, count * sizeof *found);

    for (size_t i = 0; i < count; i++)
        found[i] = (struct drift_run){
            .id = rows[i].id,
            .source = rows[i].name,
            .at_ms = rows[i].at_ms,
            .actor_name = rows[i].actor_name,
            .file_name = rows[i].file_name,
            .row_count = rows[i].row_count,
            .rejected = rows[i].rejected,
            .by_code = rows[i].by_code,
            .by_name = rows[i].by_name,
            .ambiguous = rows[i].ambiguous,
            .only_here = rows[i].only_here,
            .only_there = rows[i].only_there,
            .differing = rows[i].differing,
            .fresh = rows[i].fresh,
            .settled = rows[i].settled,
            .compared = rows[i].compared,
        };
    *runs = found;
    return count;
}

/* ---- differences ---- */

size_t drift_list(struct work *work, const struct drift_filter *filter,
                  const struct drift_difference **differences) {
    struct sql_drift_page_row *rows;

    assert(filter->limit >= 1);
    assert(filter->limit <= DRIFT_PAGE_MAX);
    const size_t count = sql_drift_page(
        work, &rows, .source_id = filter->source_id, .state = filter->state,
        .kind = filter->kind, .element = filter->element,
        .department = filter->department, .only_unified = filter->only_unified,
        .fresh = filter->fresh_run_id, .after_code = filter->after_code,
        .after_element = filter->after_element, .limit = filter->limit);
    struct drift_difference *const found =
        arena_alloc(work->arena, count * sizeof *found);

    for (size_t i = 0; i < count; i++)
        found[i] = (struct drift_difference){
            .id = rows[i].id,
            .source_id = filter->source_id,
            .source = "",
            .kind = rows[i].kind,
            .state = rows[i].state,
            .code = rows[i].code,
            .element = rows[i].element,
            .name = rows[i].name,
            .department = rows[i].department,
            .unified = rows[i].unified,
            .ours = rows[i].ours,
            .theirs = rows[i].theirs,
            .mark = "",
            .reason = rows[i].reason,
            .decided_by = "",
        };
    *differences = found;
    return count;
}

struct drift_counts drift_count(struct work *work, int64_t source_id) {
    struct drift_counts counts = { .state = { 0 } };
    struct sql_drift_counts_row *rows;
    const size_t count = sql_drift_counts(work, &rows, .source_id = source_id);

    for (size_t i = 0; i < count; i++) {
        counts.state[rows[i].state] += rows[i].differences;
        for (int field = 0; field < QUALITY_UNIFIED_COUNT; field++)
            if (rows[i].state == DRIFT_OPEN && rows[i].unified >> field & 1)
                counts.unified[field] += rows[i].differences;
    }
    return counts;
}

const struct refusal *drift_find(struct work *work, int64_t id,
                                 struct drift_difference *difference) {
    struct sql_drift_find_row row;

    if (!sql_drift_find(work, &row, .id = id))
        return &drift_unknown;
    *difference = (struct drift_difference){
        .id = row.id,
        .source_id = row.source_id,
        .source = row.source,
        .kind = row.kind,
        .state = row.state,
        .code = row.code,
        .element = row.element,
        .name = row.name,
        .department = row.department,
        .unified = row.unified,
        .ours = row.ours,
        .theirs = row.theirs,
        .mark = row.mark,
        .reason = row.reason,
        .decided_by = row.decided_by,
        .decided_ms = row.decided_ms,
    };
    return NULL;
}

/* ---- deciding ---- */

static bool is_waiting(const struct drift_difference *difference) {
    return difference->state == DRIFT_OPEN || difference->state == DRIFT_EXPLAINED;
}

bool drift_may_be_accepted(const struct drift_difference *difference) {
    return is_waiting(difference) && (difference->kind == DRIFT_ONLY_THERE ||
                                      (difference->kind == DRIFT_DIFFERS &&
                                       strcmp(difference->element, "code") != 0 &&
                                       strcmp(difference->element, "state") != 0));
}

static const struct refusal *decide(struct work *work,
                                    const struct drift_difference *difference,
                                    enum drift_state state, const char *reason) {
    return sql_drift_decide(work, .id = difference->id, .was = difference->state,
                            .mark = difference->mark, .state = state, .reason = reason,
                            .decided_by = work->actor.name) > 0
               ? NULL
               : &drift_decided;
}

const struct refusal *drift_explain(struct work *work, int64_t id, const char *reason) {
    struct drift_difference difference;
    const struct refusal *const refusal = drift_find(work, id, &difference);

    if (refusal)
        return refusal;
    if (!is_waiting(&difference))
        return &drift_decided;
    if (!*reason)
        return &drift_no_reason;
    return decide(work, &difference, DRIFT_EXPLAINED, reason);
}

/* What is taken over, from the list's row into what we say. */
struct taking {
    struct work *work;
    struct drift_elements elements;
    struct item item;
    struct item_version before, ours, theirs;
};

static const struct refusal *read_theirs(struct taking *taking,
                                         const struct drift_difference *difference) {
    struct sql_drift_row_row row;

    if (!sql_drift_row(taking->work, &row, .source_id = difference->source_id,
                       .code = difference->code) ||
        !drift_read_row(taking->work->arena, row.said, &taking->theirs))
        return &drift_moved;
    return NULL;
}

static const struct refusal *begin_taking(struct taking *taking,
                                          const struct drift_difference *difference) {
    struct work *const work = taking->work;
    const struct refusal *refusal = read_theirs(taking, difference);

    taking->elements = drift_elements(work->arena);
    if (!refusal)
        refusal = item_find(work, difference->code, &taking->item);
    if (!refusal)
        refusal = item_read_version(work, taking->item.version_id, &taking->before);
    taking->ours = taking->before;
    return refusal;
}

/* Takes one element, when both sides still say what was compared. */
static const struct refusal *take(struct taking *taking,
                                  const struct drift_difference *difference) {
    const struct drift_element *const element =
        drift_element(taking->elements, difference->element);

    if (!element || !drift_may_be_accepted(difference))
        return &drift_not_to_take;
    if (strcmp(
            drift_mark_of(taking->work->arena, element, &taking->before, &taking->theirs),
            difference->mark) != 0)
        return &drift_moved;
    drift_take(element, &taking->ours, &taking->theirs);
    return decide(taking->work, difference, DRIFT_ACCEPTED, difference->reason);
}

static const struct refusal *publish(struct work *work,
                                     const struct item_version *version,
                                     const struct drift_difference *difference) {
    const struct item_why why = {
        arena_format(work->arena, "采用%s的内容", difference->source), ""
    };
    enum item_outcome outcome;

    return item_publish(work, version, &why, &outcome);
}

static const struct refusal *accept_new(struct taking *taking,
                                        const struct drift_difference *difference) {
    struct item item;
    const struct refusal *refusal = read_theirs(taking, difference);

    if (!refusal && taking->theirs.state > ITEM_IN_USE)
        refusal = &drift_not_to_take;
    if (!refusal && !item_find(taking->work, difference->code, &item))
        refusal = item.state == ITEM_CANCELLED ? &drift_not_to_take : &drift_moved;
    if (!refusal)
        refusal = publish(taking->work, &taking->theirs, difference);
    return refusal ? refusal
                   : decide(taking->work, difference, DRIFT_ACCEPTED, difference->reason);
}

const struct refusal *drift_accept(struct work *work, int64_t id) {
    struct taking taking = { .work = work };
    struct drift_difference difference;
    const struct refusal *refusal = drift_find(work, id, &difference);

    if (refusal)
        return refusal;
    if (!is_waiting(&difference))
        return &drift_decided;
    if (!drift_may_be_accepted(&difference))
        return &drift_not_to_take;
    if (difference.kind == DRIFT_ONLY_THERE)
        return accept_new(&taking, &difference);
    refusal = begin_taking(&taking, &difference);
    if (!refusal)
        refusal = take(&taking, &difference);
    return refusal ? refusal : publish(work, &taking.ours, &difference);
}

const struct refusal *drift_accept_item(struct work *work, int64_t id) {
    struct taking taking = { .work = work };
    struct sql_drift_of_item_row *rows;
    struct drift_difference difference;
    const struct refusal *refusal = drift_find(work, id, &difference);

    if (refusal)
        return refusal;

    const size_t count = sql_drift_of_item(work, &rows, .source_id = difference.source_id,
                                           .code = difference.code);
    refusal = count > 0 ? begin_taking(&taking, &difference) : &drift_decided;
    for (size_t i = 0; i < count && !refusal; i++) {
        refusal = drift_find(work, rows[i].id, &difference);
        if (!refusal && drift_may_be_accepted(&difference))
            refusal = take(&taking, &difference);
    }
    return refusal ? refusal : publish(work, &taking.ours, &difference);
}
