#include "quality_web.h"

#include <string.h>

#include "arena.h"
#include "cursor.h"
#include "item_list.h"

enum { PAGE_ROWS = 30, KEEPERS = RIGHT_LIBRARY | RIGHT_MANAGE };

/* ---- what is shared with the pages ---- */

const char *quality_anchor(const struct quality_check *check) {
    static const struct {
        const char *element;
        const char *anchor;
    } anchors[] = {
        { "papers", "papers" },      { "steps", "steps" },
        { "basis", "basis" },        { "faq", "questions" },
        { "kind", "time" },          { "promised_limit.n", "time" },
        { "fee.basis", "fee" },      { "fee.online", "fee" },
        { "result.kind", "result" }, { "result.sample", "result" },
        { "conditions", "who" },     { "subjects", "who" },
    };

    for (size_t i = 0; i < sizeof anchors / sizeof *anchors; i++)
        if (strcmp(anchors[i].element, check->element) == 0)
            return anchors[i].anchor;
    return "place";
}

const char *quality_says_score(struct html *out, int64_t score) {
    return arena_format(out->text.arena, "%lld.%lld", (long long)score / 10,
                        (long long)score % 10);
}

/* ---- items that fail ---- */

static int64_t severity_of(const char *grade) {
    if (strcmp(grade, "must") == 0)
        return QUALITY_MUST;
    return strcmp(grade, "should") == 0 ? QUALITY_SHOULD : 0;
}

int64_t quality_checks_asked(const struct quality_rules *rules, const char *check,
                             const char *grade) {
    const struct quality_check *const named = quality_check_named(check);
    const int64_t severity = severity_of(grade);
    int64_t checks = rules->enabled;

    if (named)
        checks &= (int64_t)1 << named->number;
    if (severity == QUALITY_MUST)
        checks &= rules->must;
    if (severity == QUALITY_SHOULD)
        checks &= ~rules->must;
    return checks;
}

static void begin_list(struct work *work, struct quality_list *list) {
    list->overview = quality_overview(work);
    list->rules = quality_rules(work);
    if (list->overview)
        list->unchecked = item_count(work) - list->overview->all.items;
}

static void read_items(struct work *work, const struct exchange *exchange,
                       struct quality_list *list) {
    const struct quality_filter filter = {
        .department = list->department,
        .checks = quality_checks_asked(list->rules, exchange_query(exchange, "check"),
                                       exchange_query(exchange, "grade")),
        .after = list->after,
        .limit = PAGE_ROWS + 1,
    };
    struct quality_item *items;

    list->count = quality_read(work, &filter, &items);
    list->items = items;
    list->next = "";
    if (list->count > PAGE_ROWS) {
        list->count = PAGE_ROWS;
        list->next = items[PAGE_ROWS - 1].code;
    }
}

static const struct refusal *show_list(struct work *work, struct exchange *exchange) {
    struct quality_list list = {
        .department = exchange_query(exchange, "department"),
        .check = quality_check_named(exchange_query(exchange, "check")),
        .severity = severity_of(exchange_query(exchange, "grade")),
        .after = exchange_query(exchange, "after"),
    };

    if (!item_is_place(work, list.after))
        return &cursor_bad;
    begin_list(work, &list);
    if (!list.overview)
        return NULL;
    read_items(work, exchange, &list);
    quality_list_page(exchange_page(exchange, TEXT("事项质量")), &list);
    return NULL;
}

static const struct refusal *show_departments(struct work *work,
                                              struct exchange *exchange) {
    struct quality_list list = { .department = "", .after = "", .next = "" };

    begin_list(work, &list);
    if (!list.overview)
        return NULL;
    quality_departments_page(exchange_page(exchange, TEXT("科室得分")), &list);
    return NULL;
}

/* ---- one item ---- */

static const struct refusal *show_item(struct work *work, struct exchange *exchange) {
    struct quality_sheet sheet = { .rules = quality_rules(work) };
    struct item_version version;
    struct item item;
    const struct refusal *refusal =
        item_find(work, exchange_parameter(exchange, "code"), &item);

    if (!refusal)
        refusal = item_read_version(work, item.version_id, &version);
    if (refusal)
        return refusal;
    sheet.item = &item;
    sheet.found = (struct quality_item){ .code = item.code,
                                         .name = item.name,
                                         .department = item.department };
    sheet.found.failed =
        quality_judge(work->arena, sheet.rules, &version, &sheet.found.details);
    quality_item_page(exchange_page(exchange, TEXT("事项检查")), &sheet);
    return NULL;
}

/* ---- routes ---- */

static const struct route routes[] = {
    { .pattern = "/desk/quality",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .handle = show_list },
    { .pattern = "/desk/quality/departments",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .handle = show_departments },
    { .pattern = "/desk/quality/item/:code",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .handle = show_item },
};

const struct route_table quality_routes = { routes, sizeof routes / sizeof *routes };
