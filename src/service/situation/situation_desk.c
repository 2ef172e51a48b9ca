#include "situation_desk.h"

#include <string.h>

#include "arena.h"
#include "cursor.h"
#include "item_list.h"
#include "page_time.h"
#include "text.h"

enum { KEEPERS = RIGHT_LIBRARY | RIGHT_MANAGE, FLOW_CHARACTERS = 20000 };

static const struct refusal unsound = {
    REFUSED_INVALID,
    "situation.unsound",
    TEXT("这些问题还不能发布。请按列出的各处改好，再检查一次。"),
    "flow",
};
static const struct refusal other_item = {
    REFUSED_INVALID,
    "situation.other_item",
    TEXT("文字里的 code 是另一个事项的编码。请改成本事项的编码，或换到那个事项去改。"),
    "flow",
};

/* ---- the list ---- */

static const struct form_field find_fields[] = {
    { .name = "code",
      .label = TEXT("事项编码"),
      .hint = TEXT("还没有问题的事项，从这里开始写"),
      .kind = FORM_TEXT,
      .required = true,
      .max = ITEM_CODE_MAX },
};
static const struct form find_form = { "situation.find", find_fields, 1 };

struct situation_desk_row situation_desk_row_of(struct work *work, enum language language,
                                                const struct situation_item *one) {
    struct situation_findings *const findings =
        arena_alloc(work->arena, sizeof *findings);
    struct item_version *const version = arena_alloc(work->arena, sizeof *version);
    struct situation_desk_row row = {
        .code = one->code,
        .name = one->name,
        .revision = one->revision,
        .when = page_say_moment(work->arena, language, one->published_ms, work_day(work)),
    };
    struct situation_flow flow;
    struct item item;

    if (item_find(work, one->code, &item) || situation_read(work, item.id, &flow) ||
        item_read_version(work, item.version_id, version))
        return row;
    situation_check(work->arena, &flow, version, findings);
    row.questions = flow.question_count;
    row.ways = findings->ways;
    row.findings = findings->count;
    return row;
}

static const struct refusal *show_list(struct work *work, struct exchange *exchange) {
    struct situation_desk_list *const list = arena_alloc(work->arena, sizeof *list);
    const struct situation_item *items;

    list->after = exchange_query(exchange, "after");
    if (!item_is_place(work, list->after))
        return &cursor_bad;
    list->count = situation_items(work, list->after, SITUATION_DESK_ROWS + 1, &items);
    list->next = "";
    if (list->count > SITUATION_DESK_ROWS) {
        list->count = SITUATION_DESK_ROWS;
        list->next = items[SITUATION_DESK_ROWS - 1].code;
    }
    for (size_t i = 0; i < list->count; i++)
        list->rows[i] = situation_desk_row_of(work, exchange->view.language, &items[i]);
    list->input =
        exchange->form ? exchange->form : form_fresh(work->arena, &find_form, NULL);
    situation_desk_list_page(exchange_page(exchange, TEXT("情形引导")), list);
    return NULL;
}

static const struct refusal *find(struct work *work, struct exchange *exchange) {
    struct html out = { .text = { .arena = work->arena } };
    const char *const code = form_value(exchange->form, "code");
    struct item item;
    const struct refusal *const refusal = item_find(work, code, &item);

    if (!refusal)
        exchange_redirect(exchange, route_url(&out, "/desk/situations/%s", item.code));
    return refusal;
}

static const struct refusal *find_again(struct work *work, struct exchange *exchange) {
    if (exchange->refusal)
        form_set_error(exchange->form, "code", exchange->refusal->text);
    return show_list(work, exchange);
}

/* ---- what is wrong ---- */

static void hear(void *context, struct situation_place place, const char *reason) {
    struct situation_desk_page *const page = context;

    if (page->fault_count < SITUATION_DESK_FAULTS)
        page->fault[page->fault_count++] = (struct situation_desk_fault){ place, reason };
}

/* ---- preview ---- */

struct preview {
    struct arena *arena;
    struct situation_desk_page *page;
};

static void take_way(void *context, const struct situation_walk *walk) {
    const struct preview *const preview = context;
    struct situation_desk_page *const page = preview->page;
    struct text out = { .arena = preview->arena };

    if (page->way_count == SITUATION_DESK_WAYS)
        return;
    for (size_t i = 0; i < walk->count; i++)
        text_addf(&out, "%s%s", i > 0 ? " → " : "",
                  walk->flow->questions[walk->step[i].question]
                      .answers[walk->step[i].answer]
                      .words);

    struct situation_desk_way *const way = &page->way[page->way_count++];
    way->answers = text_string(&out);
    situation_conclude(preview->arena, walk, page->version, &way->result);
}

/* Checks the flow of the page, and shows what can be shown of it. */
static void look(struct work *work, struct situation_desk_page *page) {
    struct situation_findings *const findings =
        arena_alloc(work->arena, sizeof *findings);
    struct preview preview = { work->arena, page };

    situation_check(work->arena, &page->flow, page->version, findings);
    for (size_t i = 0; i < findings->count; i++)
        hear(page, situation_place(page->text, &findings->finding[i]),
             findings->finding[i].reason);
    if (!findings->can_be_walked)
        return;
    situation_draw(work->arena, &page->flow, &page->picture);
    page->ways = situation_each_way(&page->flow, take_way, &preview);
}

/* ---- one item ---- */

static const struct form_field flow_fields[] = {
    { .name = "flow",
      .label = TEXT("问题、答案和材料"),
      .hint = TEXT("改好后先检查；写法见页面下方"),
      .kind = FORM_LONG_TEXT,
      .required = true,
      .max = FLOW_CHARACTERS },
    { .name = "seen", .label = "", .kind = FORM_HIDDEN },
};
static const struct form flow_form = { "situation.flow", flow_fields, 2 };
static const struct form seen_form = { "situation.seen", flow_fields + 1, 1 };

static const struct refusal stale = { REFUSED_CONFLICT, "situation.stale",
                                      TEXT("您打开这一页以后，别的同事发布了新的情形引导"
                                           "，您的没有发布。请看下面“发布过的版本”"
                                           "里最新的一版，把要的内容合进来再发布。"),
                                      NULL };

/* Whether nothing was published since the librarian opened the page. */
static const struct refusal *check_seen(const struct exchange *exchange,
                                        struct situation_desk_page *page) {
    page->seen = page->newest;
    text_read_int(form_value(exchange->form, "seen"), &page->seen);
    return page->seen == page->newest ? NULL : &stale;
}

/* Where a librarian begins: everybody brings everything that the item lists. */
static void begin_flow(struct work *work, struct situation_desk_page *page) {
    const struct item_version *const version = page->version;
    struct situation_paper *const papers =
        arena_alloc(work->arena, version->paper_count * sizeof *papers);
    size_t count = 0;

    for (size_t i = 0; i < version->paper_count; i++) {
        bool known = false;

        for (size_t j = 0; j < count && !known; j++)
            known = strcmp(papers[j].name, version->papers[i].name) == 0;
        if (!known)
            papers[count++] =
                (struct situation_paper){ .name = version->papers[i].name, .why = "" };
    }
    page->flow = (struct situation_flow){ .author = "", .note = "" };
    page->flow.papers = papers;
    page->flow.paper_count = count;
}

static void read_history(struct work *work, enum language language,
                         struct situation_desk_page *page) {
    page->history_count = situation_history(work, page->item->id, &page->history);

    const char **const when =
        arena_alloc(work->arena, page->history_count * sizeof *when);
    for (size_t i = 0; i < page->history_count; i++)
        when[i] = page_say_moment(work->arena, language, page->history[i].published_ms,
                                  work_day(work));
    page->when = when;
}

static const struct refusal *begin_page(struct work *work,
                                        const struct exchange *exchange,
                                        struct situation_desk_page **page) {
    struct item *const item = arena_alloc(work->arena, sizeof *item);
    struct item_version *const version = arena_alloc(work->arena, sizeof *version);
    const struct refusal *refusal =
        item_find(work, exchange_parameter(exchange, "code"), item);

    if (!refusal)
        refusal = item_read_version(work, item->version_id, version);
    *page = arena_alloc(work->arena, sizeof **page);
    (*page)->item = item;
    (*page)->version = version;
    (*page)->text = "";
    if (refusal)
        return refusal;

    const bool in_use = !situation_read(work, item->id, &(*page)->flow);

    (*page)->newest = (*page)->seen = (*page)->flow.revision;
    (*page)->in_use = in_use ? (*page)->newest : 0;
    if (!in_use)
        (*page)->flow = (struct situation_flow){ .author = "", .note = "" };
    return NULL;
}

static const struct refusal *give_page(struct work *work, struct exchange *exchange,
                                       struct situation_desk_page *page) {
    read_history(work, exchange->view.language, page);
    page->input = form_fresh(work->arena, &flow_form, "flow", page->text, NULL);
    situation_desk_item_page(exchange_page(exchange, TEXT("情形引导")), page);
    return NULL;
}

static const struct refusal *show(struct work *work, struct exchange *exchange) {
    struct situation_desk_page *page;
    int64_t revision = 0;
    const struct refusal *refusal = begin_page(work, exchange, &page);

    if (!refusal && text_read_int(exchange_query(exchange, "revision"), &revision))
        refusal = situation_read_revision(work, page->item->id, revision, &page->flow);
    /* A revision that took the questions away is where one begins again. */
    if (refusal && !(refusal == &situation_none && page->flow.revision > 0))
        return refusal;
    page->shown = refusal ? 0 : page->flow.revision;
    page->published = *exchange_query(exchange, "published") && page->in_use > 0;
    if (page->shown == 0)
        begin_flow(work, page);
    page->text = situation_write_lines(work->arena, page->item->code, &page->flow);
    if (page->shown > 0)
        look(work, page);
    return give_page(work, exchange, page);
}

/* ---- writing ---- */

/* Reads and checks what was written; the faults are on the page. */
static const struct refusal *read_written(struct work *work, struct exchange *exchange,
                                          struct situation_desk_page **page) {
    const struct refusal *const refusal = begin_page(work, exchange, page);
    const char *code;

    if (refusal)
        return refusal;
    (*page)->text = form_value(exchange->form, "flow");

    const struct situation_listener listener = { hear, *page };
    if (!situation_read_text(work->arena, (*page)->text, &listener, &(*page)->flow,
                             &code))
        return &unsound;
    if (*code && strcmp(code, (*page)->item->code) != 0)
        return &other_item;
    look(work, *page);
    if ((*page)->fault_count > 0)
        return &unsound;
    (*page)->checked = true;
    return NULL;
}

/* Shows what was written with what is wrong, or, when nothing is, with its preview. */
static const struct refusal *show_written(struct work *work, struct exchange *exchange) {
    struct situation_desk_page *page;
    const struct refusal *const refusal = read_written(work, exchange, &page);

    if (refusal && refusal != &unsound && refusal != &other_item)
        return refusal;
    check_seen(exchange, page);
    if (exchange->refusal == &stale) {
        hear(page, (struct situation_place){ 1, 1 }, stale.text);
        page->seen = page->newest; /* he was told: what he hands in next is meant */
    }
    if (refusal == &other_item)
        hear(page, (struct situation_place){ 1, 1 }, refusal->text);
    if (refusal)
        exchange->status = 422;
    return give_page(work, exchange, page);
}

static const struct refusal *publish(struct work *work, struct exchange *exchange) {
    struct html out = { .text = { .arena = work->arena } };
    struct situation_desk_page *page;
    const struct refusal *refusal = read_written(work, exchange, &page);

    if (!refusal)
        refusal = check_seen(exchange, page);
    if (refusal)
        return refusal;
    situation_publish(work, page->item, &page->flow);
    exchange_redirect(
        exchange, route_url(&out, "/desk/situations/%s?published=1", page->item->code));
    return NULL;
}

static const struct refusal *take_away(struct work *work, struct exchange *exchange) {
    const struct situation_flow nothing = { .author = "", .note = "" };
    struct html out = { .text = { .arena = work->arena } };
    struct situation_desk_page *page;
    const struct refusal *refusal = begin_page(work, exchange, &page);

    if (!refusal)
        refusal = check_seen(exchange, page);
    if (refusal)
        return refusal;
    situation_publish(work, page->item, &nothing);
    exchange_redirect(exchange, route_url(&out, "/desk/situations/%s", page->item->code));
    return NULL;
}

static const struct route routes[] = {
    { .pattern = "/desk/situations",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .handle = show_list },
    { .pattern = "/desk/situations/find",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .form = &find_form,
      .handle = find,
      .again = find_again },
    { .pattern = "/desk/situations/:code",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .handle = show },
    { .method = HTTP_POST,
      .pattern = "/desk/situations/:code/check",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .form = &flow_form,
      .handle = show_written,
      .again = show_written },
    { .method = HTTP_POST,
      .pattern = "/desk/situations/:code/publish",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .form = &flow_form,
      .handle = publish,
      .again = show_written,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/desk/situations/:code/remove",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .form = &seen_form,
      .handle = take_away,
      .once = true },
};

const struct route_table situation_desk_routes = { routes,
                                                   sizeof routes / sizeof *routes };
