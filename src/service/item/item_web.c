#include "item_web.h"

#include <string.h>

#include "arena.h"
#include "cursor.h"
#include "item_answer.h"
#include "item_element.h"
#include "item_linked.h"
#include "item_page.h"
#include "item_standing.h"

enum { PAGE_ROWS = 30 };

/* ---- one item ---- */

static const struct refusal *read_item(struct work *work, const char *code,
                                       struct item *item, struct item_version *version) {
    const struct refusal *const refusal = item_find(work, code, item);

    return refusal ? refusal : item_read_version(work, item->version_id, version);
}

/* The order on paper: needed first, then what may follow later, then the rest. */
static const int64_t necessity_order[] = { 1, 3, 2, 0 };
enum { NECESSITIES = sizeof necessity_order / sizeof *necessity_order };

static bool is_first_of_situation(const struct item_version *version, size_t index) {
    for (size_t i = 0; i < index; i++)
        if (strcmp(version->papers[i].situation, version->papers[index].situation) == 0)
            return false;
    return true;
}

static struct item_situation situation_of(const struct item_version *version,
                                          const char *name, struct item_paper *papers) {
    size_t count = 0;

    for (size_t order = 0; order < NECESSITIES; order++)
        for (size_t i = 0; i < version->paper_count; i++)
            if (version->papers[i].necessity == necessity_order[order] &&
                strcmp(version->papers[i].situation, name) == 0)
                papers[count++] = version->papers[i];
    return (struct item_situation){ name, papers, count };
}

static void group_papers(struct arena *arena, struct item_view *view) {
    const struct item_version *const version = view->version;
    const size_t most = version->paper_count;
    struct item_situation *const situations =
        arena_alloc(arena, most * sizeof *situations);
    struct item_paper *papers = arena_alloc(arena, most * sizeof *papers);

    for (size_t i = 0; i < most; i++) {
        if (!is_first_of_situation(version, i))
            continue;

        struct item_situation *const next = &situations[view->situation_count++];
        *next = situation_of(version, version->papers[i].situation, papers);
        papers += next->count;
    }
    view->situations = situations;
}

/* What the page shows in one list at its end, for whoever knows these words. */
static const char *const more_paths[] = {
    "code_scheme", "base_code",    "sub_name",        "main_code",
    "main_name",   "local_code",   "local_base_code", "authority",
    "body_kind",   "power_source", "level",           "levels",
    "area",        "partners",     "life_events",     "online_depth",
};

static bool is_more(const char *path) {
    for (size_t i = 0; i < sizeof more_paths / sizeof *more_paths; i++)
        if (strcmp(more_paths[i], path) == 0)
            return true;
    return false;
}

static void gather_more(struct arena *arena, struct item_view *view) {
    const struct item_elements all = item_elements(arena);
    struct item_said *const more = arena_alloc(arena, all.count * sizeof *more);

    for (size_t i = 0; i < all.count; i++) {
        const struct shape_field *const field = all.element[i].field;
        const char *const text = item_element_text(arena, field, view->version);

        if (*text && is_more(all.element[i].path))
            more[view->more_count++] = (struct item_said){ field->label, text };
    }
    view->more = more;
}

static bool has_way(const struct item *item, const char *way) {
    for (size_t i = 0; i < item->ways.count; i++)
        if (strcmp(item->ways.word[i], way) == 0)
            return true;
    return false;
}

/* An office that the town has is called by its name there. */
static void name_offices(struct work *work, struct item_view *view) {
    const struct item_version *const version = view->version;
    const struct place_book *const book = place_book(work);
    const char **const names =
        arena_alloc(work->arena, version->office_count * sizeof *names + 1);

    for (size_t i = 0; i < version->office_count; i++) {
        const char *const said = version->offices[i].department;
        const struct place_department *const known =
            book ? place_department_coded(book, said) : NULL;

        names[i] = known ? known->name : said;
    }
    view->offices = names;
}

void item_fill_view(struct work *work, struct item_view *view) {
    const struct item *const item = view->item;

    view->closed = item_may_be_filed(item);
    view->online = !item_may_be_filed_at(work, item, 0) &&
                   (has_way(item, "online") || has_way(item, "mobile"));
    view->place_count = item_places(work, item, &view->places);
    view->asks = item_asks(work, item->id);
    group_papers(work->arena, view);
    gather_more(work->arena, view);
    name_offices(work, view);
}

static const struct refusal *show_item(struct work *work, struct exchange *exchange) {
    struct item item;
    struct item_version version;
    struct item_view view = { .item = &item, .version = &version };
    const struct refusal *const refusal =
        read_item(work, exchange_parameter(exchange, "code"), &item, &version);

    if (refusal)
        return refusal;
    item_fill_view(work, &view);
    exchange->view.item = item.code;
    item_page(exchange_page(exchange, version.name), &view);
    return NULL;
}

static const struct refusal *give_linked(struct work *work, struct exchange *exchange) {
    const struct place_book *const book = place_book(work);
    struct item item;
    struct item_version version;
    const struct refusal *const refusal =
        read_item(work, exchange_parameter(exchange, "code"), &item, &version);

    if (refusal || !book)
        return refusal;
    item_put_linked(exchange_text(exchange, "application/ld+json; charset=utf-8"),
                    &version, &book->town);
    return NULL;
}

/* ---- API ---- */

static const struct form_choice by_choices[] = {
    { "subject", TEXT("主题") },
    { "event", TEXT("一件事") },
    { "zone", TEXT("专区") },
    { "featured", TEXT("特色事项") },
    { "way", TEXT("办理方式") },
    { "target", TEXT("服务对象") },
    { "department", TEXT("部门") },
    { "outlet", TEXT("网点") },
    { NULL, NULL },
};

static const struct form_field list_fields[] = {
    { .name = "by", .label = TEXT("分类"), .kind = FORM_CHOICE, .choices = by_choices },
    { .name = "value", .label = TEXT("分类的值"), .kind = FORM_TEXT },
    { .name = "after",
      .label = TEXT("从哪个编码之后开始"),
      .kind = FORM_TEXT,
      .max = ITEM_CODE_MAX },
    { .name = "limit",
      .label = TEXT("最多几项"),
      .kind = FORM_INTEGER,
      .min = 1,
      .max = ITEM_PAGE_MAX - 1 },
};
static const struct form list_form = {
    "item.list",
    list_fields,
    sizeof list_fields / sizeof *list_fields,
};

static const struct refusal *give_list(struct work *work, struct exchange *exchange) {
    const int64_t limit = form_number(exchange->form, "limit");
    const struct item_choice choice = {
        .kind = form_value(exchange->form, "by"),
        .value = form_value(exchange->form, "value"),
        .after = form_value(exchange->form, "after"),
        .limit = limit > 0 ? limit : PAGE_ROWS,
    };
    struct item *items;
    const char *next;

    if (!item_is_place(work, choice.after))
        return &cursor_bad;

    const size_t count = item_read_page_and_next(work, &choice, &items, &next);

    exchange_give(exchange, item_answer_page(work->arena, items, count, next));
    return NULL;
}

static const struct refusal *give_item(struct work *work, struct exchange *exchange) {
    struct item item;
    struct item_version version;
    const struct refusal *const refusal =
        read_item(work, exchange_parameter(exchange, "code"), &item, &version);

    if (refusal)
        return refusal;
    item_read_standing(work, &version);
    exchange_give(exchange, &version);
    return NULL;
}

/* ---- routes ---- */

static const struct route routes[] = {
    { .method = HTTP_GET,
      .pattern = "/item/:code",
      .rights = RIGHT_NONE,
      .face = FACE_SITE,
      .handle = show_item,
      .cached = true },
    { .pattern = "/item/:code/data.jsonld", .handle = give_linked, .cached = true },
    { .method = HTTP_GET,
      .pattern = "/api/v1/items",
      .rights = RIGHT_NONE,
      .face = FACE_API,
      .form = &list_form,
      .handle = give_list,
      .answers = &item_answer_page_shape,
      .summary =
          "Lists items in use or suspended, all or those of a directory, by code" },
    { .method = HTTP_GET,
      .pattern = "/api/v1/items/:code",
      .rights = RIGHT_NONE,
      .face = FACE_API,
      .handle = give_item,
      .answers = &item_shape,
      .summary = "One item with all its elements" },
};

const struct route_table item_routes = { routes, sizeof routes / sizeof *routes };
