#include "drift_web.h"

#include <string.h>

#include "arena.h"
#include "cursor.h"
#include "text.h"

enum { PAGE_ROWS = 30, KEEPERS = RIGHT_LIBRARY | RIGHT_MANAGE };

static const struct word kinds[] = {
    { DRIFT_DIFFERS, "differs", TEXT("内容不同") },
    { DRIFT_ONLY_HERE, "only_here", TEXT("只有我们有") },
    { DRIFT_ONLY_THERE, "only_there", TEXT("只有省里有") },
    { DRIFT_UNCLEAR, "unclear", TEXT("同名的不止一个") },
};
static const struct word states[] = {
    { DRIFT_OPEN, "open", TEXT("待处理") },
    { DRIFT_EXPLAINED, "explained", TEXT("已说明") },
    { DRIFT_ACCEPTED, "accepted", TEXT("已采用") },
    { DRIFT_SETTLED, "settled", TEXT("已一致") },
};
const struct words drift_kinds = { kinds, sizeof kinds / sizeof *kinds };
const struct words drift_states = { states, sizeof states / sizeof *states };

const char *drift_label(struct drift_elements elements,
                        const struct drift_difference *difference) {
    const struct drift_element *const element =
        drift_element(elements, difference->element);

    return difference->kind == DRIFT_DIFFERS && element
               ? element->label
               : word_chinese(&drift_kinds, difference->kind);
}

/* ---- the work list ---- */

static int64_t number_asked(const struct exchange *exchange, const char *name) {
    int64_t number = 0;

    text_read_int(exchange_query(exchange, name), &number);
    return number;
}

/* The value of the word that was asked for; otherwise when it is none. */
static int64_t word_asked(const struct exchange *exchange, const char *name,
                          const struct words *words, int64_t otherwise) {
    const struct word *const word = word_named(words, exchange_query(exchange, name));

    return word ? word->value : otherwise;
}

/* The source that was asked for, else the one last compared with. */
static const struct drift_source *find_source(const struct drift_work_list *list,
                                              int64_t id) {
    for (size_t i = 0; i < list->source_count; i++)
        if (list->sources[i].id == id)
            return &list->sources[i];
    return list->source_count > 0 ? &list->sources[0] : NULL;
}

static void read_differences(struct work *work, struct drift_work_list *list) {
    list->counts = drift_count(work, list->source->id);
    list->count = drift_list(work, &list->filter, &list->differences);
    if (list->count > PAGE_ROWS) {
        list->count = PAGE_ROWS;
        list->next = &list->differences[PAGE_ROWS - 1];
    }
}

/* The list goes by code and element, and goes on behind a difference of its source. */
static const struct refusal *go_on(struct work *work, const char *after,
                                   struct drift_filter *filter) {
    struct drift_difference last;
    int64_t id;
    const struct refusal *refusal = cursor_read(after, &id, 1, 0);

    if (refusal || !id)
        return refusal;
    if (drift_find(work, id, &last) || last.source_id != filter->source_id)
        return &cursor_bad;
    filter->after_code = last.code;
    filter->after_element = last.element;
    return NULL;
}

static const struct refusal *show_list(struct work *work, struct exchange *exchange) {
    const struct refusal *refusal;
    struct drift_work_list list = {
        .elements = drift_elements(work->arena),
        .overview = quality_overview(work),
        .unified = quality_unified_labels(work),
    };

    list.source_count = drift_sources(work, &list.sources);
    list.source = find_source(&list, number_asked(exchange, "source"));
    list.filter = (struct drift_filter){
        .source_id = list.source ? list.source->id : 0,
        .state = word_asked(exchange, "state", &drift_states, DRIFT_OPEN),
        .kind = word_asked(exchange, "kind", &drift_kinds, 0),
        .element = exchange_query(exchange, "element"),
        .department = exchange_query(exchange, "department"),
        .only_unified = *exchange_query(exchange, "unified") != '\0',
        .after_code = "",
        .after_element = "",
        .limit = PAGE_ROWS + 1,
    };
    if (!list.overview)
        return NULL;
    refusal = go_on(work, exchange_query(exchange, "after"), &list.filter);
    if (refusal)
        return refusal;
    if (list.source)
        read_differences(work, &list);
    drift_list_page(exchange_page(exchange, TEXT("与省目录比对")), &list);
    return NULL;
}

/* ---- runs and elements ---- */

static const struct refusal *show_runs(struct work *work, struct exchange *exchange) {
    const struct drift_run *runs;
    int64_t before, next = 0;
    size_t count;
    const struct refusal *refusal =
        cursor_read(exchange_query(exchange, "after"), &before, 1, INT64_MAX);

    if (refusal)
        return refusal;
    count = drift_runs(work, before, PAGE_ROWS + 1, &runs);
    if (count > PAGE_ROWS) {
        count = PAGE_ROWS;
        next = runs[PAGE_ROWS - 1].id;
    }
    drift_runs_page(exchange_page(exchange, TEXT("比对记录")), runs, count, next);
    return NULL;
}

static const struct refusal *show_elements(struct work *work, struct exchange *exchange) {
    drift_elements_page(exchange_page(exchange, TEXT("比对办法")),
                        drift_elements(work->arena), quality_unified_labels(work));
    return NULL;
}

/* ---- one difference ---- */

static const struct form_field explain_fields[] = {
    { .name = "reason",
      .label = TEXT("为什么可以不一样"),
      .hint = TEXT("写给以后接手的人看；两边的内容不变，这一处就不再提醒"),
      .kind = FORM_LONG_TEXT,
      .required = true,
      .max = DRIFT_REASON_MAX },
};
static const struct form explain_form = { "drift.explain", explain_fields, 1 };

static int64_t id_of(const struct exchange *exchange) {
    int64_t id = 0;

    text_read_int(exchange_parameter(exchange, "id"), &id);
    return id;
}

static const char *labels_of(struct work *work, enum language language, int64_t fields) {
    const char *const *const labels = quality_unified_labels(work);
    struct text out = { .arena = work->arena };

    for (size_t i = 0; i < QUALITY_UNIFIED_COUNT; i++)
        if (fields >> i & 1)
            text_addf(&out, "%s%s", out.length ? page_say(language, TEXT("、")) : "",
                      page_say(language, labels[i]));
    return text_string(&out);
}

static const struct refusal *show_difference(struct work *work,
                                             struct exchange *exchange) {
    struct drift_difference difference;
    struct drift_view view = { .difference = &difference, .unified = "" };
    struct item item;
    const struct refusal *const refusal = drift_find(work, id_of(exchange), &difference);

    if (refusal)
        return refusal;
    view.label = drift_label(drift_elements(work->arena), &difference);
    view.unified = labels_of(work, exchange->view.language, difference.unified);
    view.exists = !item_find(work, difference.code, &item);
    view.input = exchange->form ? exchange->form
                                : form_fresh(work->arena, &explain_form, "reason",
                                             difference.reason, NULL);
    drift_compare_lines(work->arena, difference.ours, difference.theirs, &view.ours,
                        &view.theirs);
    drift_difference_page(exchange_page(exchange, TEXT("一处差异")), &view);
    return NULL;
}

/* Decided: the list shows what is still open. */
static const struct refusal *go_back(struct work *work, struct exchange *exchange,
                                     const struct refusal *refusal) {
    struct drift_difference difference;

    if (!refusal)
        refusal = drift_find(work, id_of(exchange), &difference);
    if (!refusal)
        exchange_redirect(exchange, arena_format(work->arena, "/desk/drift?source=%lld",
                                                 (long long)difference.source_id));
    return refusal;
}

static const struct refusal *accept(struct work *work, struct exchange *exchange) {
    return go_back(work, exchange, drift_accept(work, id_of(exchange)));
}

static const struct refusal *accept_item(struct work *work, struct exchange *exchange) {
    return go_back(work, exchange, drift_accept_item(work, id_of(exchange)));
}

static const struct refusal *explain(struct work *work, struct exchange *exchange) {
    return go_back(
        work, exchange,
        drift_explain(work, id_of(exchange), form_value(exchange->form, "reason")));
}

/* ---- routes ---- */

#define PAGE(address, handler)                                                           \
    { .pattern = address, .rights = KEEPERS, .face = FACE_DESK, .handle = handler }
#define ACT(address, handler)                                                            \
    {                                                                                    \
        .method = HTTP_POST, .pattern = address, .rights = KEEPERS, .face = FACE_DESK,   \
        .handle = handler, .once = true                                                  \
    }

static const struct route routes[] = {
    PAGE("/desk/drift", show_list),
    PAGE("/desk/drift/runs", show_runs),
    PAGE("/desk/drift/elements", show_elements),
    PAGE("/desk/drift/difference/:id", show_difference),
    ACT("/desk/drift/difference/:id/accept", accept),
    ACT("/desk/drift/difference/:id/accept-item", accept_item),
    { .method = HTTP_POST,
      .pattern = "/desk/drift/difference/:id/explain",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .form = &explain_form,
      .handle = explain,
      .again = show_difference,
      .once = true },
};

const struct route_table drift_routes = { routes, sizeof routes / sizeof *routes };
