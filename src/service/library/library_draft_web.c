#include <string.h>

#include "arena.h"
#include "cursor.h"
#include "item_list.h"
#include "item_page.h"
#include "library_draft_page.h"
#include "library_web.h"
#include "page_time.h"
#include "text.h"

enum { PAGE_ROWS = 30 };

static const struct refusal no_reason = {
    REFUSED_INVALID, "library.no_reason",
    TEXT("请写明为什么修改，例如文件名称和文号，审核的人和公众都会看到。"), "note"
};
static const struct refusal no_remark = { REFUSED_INVALID, "library.no_remark",
                                          TEXT("请写明哪里要改，作者会看到。"), "note" };
static const struct refusal no_such_act = {
    REFUSED_ABSENT, "library.no_such_act",
    TEXT("没有这个操作。请回到草稿页，从列出的按钮里选。"), NULL
};

/* ---- the draft of an address ---- */

const struct refusal *library_draft_of(struct work *work, struct exchange *exchange,
                                       struct library_draft *draft) {
    int64_t id;

    if (!text_read_int(exchange_parameter(exchange, "id"), &id))
        return &library_no_draft;
    return library_find_draft(work, id, draft);
}

void library_see_revision(const struct exchange *exchange, struct library_draft *draft) {
    int64_t revision = 0;

    text_read_int(form_value(exchange->form, "revision"), &revision);
    draft->revision = revision;
}

static void go_to_draft(struct work *work, struct exchange *exchange, int64_t id) {
    struct html out = { .text = { .arena = work->arena } };

    exchange_redirect(exchange, route_url(&out, "/desk/library/draft/%ld", id));
}

/* ---- all drafts ---- */

static const struct refusal *show_drafts(struct work *work, struct exchange *exchange) {
    struct library_drafts page = { .after = 0 };
    const struct refusal *const refusal =
        cursor_read(exchange_query(exchange, "after"), &page.after, 1, 0);

    if (refusal)
        return refusal;
    page.count = library_list_drafts(work, page.after, PAGE_ROWS + 1, &page.drafts);
    if (page.count > PAGE_ROWS) {
        page.count = PAGE_ROWS;
        page.next = page.drafts[PAGE_ROWS - 1].id;
    }

    const char **const when = arena_alloc(work->arena, page.count * sizeof *when);
    for (size_t i = 0; i < page.count; i++)
        when[i] = page_say_moment(work->arena, exchange->view.language,
                                  page.drafts[i].changed_ms, work_day(work));
    page.when = when;
    library_drafts_page(exchange_page(exchange, TEXT("草稿和审核")), &page);
    return NULL;
}

/* ---- beginning ---- */

static const struct form_field new_fields[] = {
    { .name = "code",
      .label = TEXT("事项编码"),
      .hint = TEXT("国家编码 31 位，或本地自编的字母和数字；发布后不能改"),
      .kind = FORM_TEXT,
      .required = true,
      .max = ITEM_CODE_MAX },
    { .name = "name",
      .label = TEXT("事项名称"),
      .kind = FORM_TEXT,
      .required = true,
      .max = ITEM_NAME_MAX },
};
static const struct form new_form = { "library.new", new_fields, 2 };

static const struct refusal *show_new(struct work *work, struct exchange *exchange) {
    const struct form_input *const form =
        exchange->form ? exchange->form : form_fresh(work->arena, &new_form, NULL);

    library_new_page(exchange_page(exchange, TEXT("新增事项")), form);
    return NULL;
}

static const struct refusal *begin_new(struct work *work, struct exchange *exchange) {
    int64_t id = 0;
    const struct refusal *const refusal =
        library_begin_new(work, form_value(exchange->form, "code"),
                          form_value(exchange->form, "name"), &id);

    if (!refusal)
        go_to_draft(work, exchange, id);
    return refusal;
}

static const struct form_field edit_fields[] = {
    { .name = "element", .label = "", .kind = FORM_HIDDEN },
};
static const struct form edit_form = { "library.edit", edit_fields, 1 };

/* The page of an element, for who may write it; else the draft. */
static void go_to_element(struct work *work, struct exchange *exchange, int64_t id,
                          const char *path) {
    struct html out = { .text = { .arena = work->arena } };
    struct library_draft draft;
    size_t section;

    if (library_find_draft(work, id, &draft) || library_may_write(work, &draft))
        go_to_draft(work, exchange, id);
    else if (library_list(work->arena, path))
        exchange_redirect(exchange,
                          route_url(&out, "/desk/library/draft/%ld/list/%s", id, path));
    else if (library_find_section(work->arena, path, &section))
        exchange_redirect(exchange,
                          route_url(&out, "/desk/library/draft/%ld/section/%ld#%s", id,
                                    (long)section, path));
    else
        go_to_draft(work, exchange, id);
}

static const struct refusal *begin(struct work *work, struct exchange *exchange) {
    int64_t id = 0;
    const struct refusal *const refusal =
        library_begin(work, exchange_parameter(exchange, "code"), &id);

    if (!refusal)
        go_to_element(work, exchange, id, form_value(exchange->form, "element"));
    return refusal;
}

/* ---- the overview ---- */

static const struct form_field act_fields[] = {
    { .name = "note",
      .label = TEXT("说明"),
      .kind = FORM_LONG_TEXT,
      .max = LIBRARY_REMARK_MAX },
    { .name = "revision", .label = "", .kind = FORM_HIDDEN },
};
static const struct form act_form = { "library.act", act_fields, 2 };

static size_t count_said(struct arena *arena, const struct library_fields *fields,
                         const void *at) {
    size_t count = 0;

    for (size_t i = 0; i < fields->count; i++)
        count += *item_element_text(arena, fields->field[i], at) != '\0';
    return count;
}

static struct library_part list_part(const struct item_element *list,
                                     const struct item_version *content) {
    struct library_part part = { .heading = list->field->label, .path = list->path };

    library_rows(list->field, content, &part.count);
    return part;
}

/* Sections, and behind those of a heading its lists. */
static void read_parts(struct arena *arena, struct library_overview *page) {
    const struct item_version *const content = &page->draft->content;
    const struct library_section *sections;
    const struct item_element *lists;
    const size_t section_count = library_sections(arena, &sections);
    const size_t list_count = library_lists(arena, &lists);
    struct library_part *const parts =
        arena_alloc(arena, (section_count + list_count) * sizeof *parts);
    size_t count = 0;

    for (size_t i = 0; i < section_count; i++) {
        const struct library_section *const section = &sections[i];

        parts[count++] = (struct library_part){
            .heading = section->heading,
            .number = section->part,
            .index = i,
            .said = count_said(arena, &section->fields, content),
            .count = section->fields.count,
        };
        if (i + 1 < section_count && sections[i + 1].heading == section->heading)
            continue;
        for (size_t k = 0; k < list_count; k++)
            if (lists[k].group == section->heading)
                parts[count++] = list_part(&lists[k], content);
    }
    page->parts = parts;
    page->part_count = count;
}

static const struct refusal *read_overview(struct work *work, struct exchange *exchange,
                                           struct library_draft *draft,
                                           struct library_overview *page) {
    struct item_version published;
    struct item item = { .version = 0 };
    const struct refusal *const refusal = library_published(work, draft, &published);

    if (refusal)
        return refusal;
    page->draft = draft;
    page->difference_count =
        library_differences(work->arena, &published, &draft->content, &page->differences);
    page->gap_count = library_gaps(work->arena, &draft->content, &page->gaps);
    read_parts(work->arena, page);
    page->is_author = work->actor.id == draft->author_id;
    page->may_write = !library_may_write(work, draft);
    page->may_review = !library_may_review(work, draft);
    page->may_drop = page->is_author || work_may(work, RIGHT_MANAGE);
    item_find(work, draft->code, &item);
    page->is_overtaken = item.version != draft->base_version;
    page->when = page_say_moment(work->arena, exchange->view.language, draft->changed_ms,
                                 work_day(work));
    return NULL;
}

/* ---- what is done with a draft ---- */

static const struct refusal *submit(struct work *work, struct library_draft *draft,
                                    const char *note) {
    return *note ? library_submit(work, draft, note) : &no_reason;
}

static const struct refusal *send_back(struct work *work, struct library_draft *draft,
                                       const char *note) {
    return *note ? library_send_back(work, draft, note) : &no_remark;
}

static const struct refusal *take_back(struct work *work, struct library_draft *draft,
                                       const char *note) {
    (void)note;
    return library_take_back(work, draft);
}

static const struct refusal *publish(struct work *work, struct library_draft *draft,
                                     const char *note) {
    (void)note;
    return library_publish(work, draft);
}

static const struct refusal *catch_up(struct work *work, struct library_draft *draft,
                                      const char *note) {
    (void)note;
    return library_catch_up(work, draft);
}

static const struct refusal *drop(struct work *work, struct library_draft *draft,
                                  const char *note) {
    (void)note;
    return library_drop(work, draft);
}

enum goes_to { TO_DRAFT, TO_ITEM, TO_DRAFTS };

static const struct act {
    const char *name;
    const char *done; /* TEXT() */
    const struct refusal *(*run)(struct work *work, struct library_draft *draft,
                                 const char *note);
    enum goes_to goes_to;
} acts[] = {
    { "submit", TEXT("已提交审核，请另一位同事审核。"), submit, TO_DRAFT },
    { "take-back", TEXT("已撤回审核，可以接着改。"), take_back, TO_DRAFT },
    { "send-back", TEXT("已退回作者。"), send_back, TO_DRAFT },
    { "publish", NULL, publish, TO_ITEM },
    { "catch-up", TEXT("已合并新版本，请再核对一遍差异。"), catch_up, TO_DRAFT },
    { "drop", NULL, drop, TO_DRAFTS },
    { "kept", TEXT("已保存。"), NULL, TO_DRAFT },
};

static const struct act *act_named(const char *name) {
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (strcmp(acts[i].name, name) == 0)
            return &acts[i];
    return NULL;
}

static void go_on(struct work *work, struct exchange *exchange, const struct act *act,
                  const struct library_draft *draft) {
    struct html out = { .text = { .arena = work->arena } };
    const char *const addresses[] = {
        [TO_DRAFT] =
            route_url(&out, "/desk/library/draft/%ld?done=%s", draft->id, act->name),
        [TO_ITEM] = route_url(&out, "/desk/library/item/%s?done=publish", draft->code),
        [TO_DRAFTS] = "/desk/library/drafts",
    };

    exchange_redirect(exchange, addresses[act->goes_to]);
}

static const struct refusal *do_act(struct work *work, struct exchange *exchange) {
    const struct act *const act = act_named(exchange_parameter(exchange, "act"));
    struct library_draft draft;
    const struct refusal *refusal = library_draft_of(work, exchange, &draft);

    if (refusal || !act || !act->run)
        return refusal ? refusal : &no_such_act;
    library_see_revision(exchange, &draft);
    refusal = act->run(work, &draft, form_value(exchange->form, "note"));
    if (!refusal)
        go_on(work, exchange, act, &draft);
    return refusal;
}

static const struct refusal *show_draft(struct work *work, struct exchange *exchange) {
    struct library_overview page = { .tried = "" };
    struct library_draft draft;
    const struct refusal *refusal = library_draft_of(work, exchange, &draft);
    const struct act *const act = act_named(exchange_query(exchange, "done"));
    struct form_input *form = exchange->form;

    if (!refusal)
        refusal = read_overview(work, exchange, &draft, &page);
    if (refusal)
        return refusal;
    if (form)
        page.tried = exchange_parameter(exchange, "act");
    else
        form = form_fresh(work->arena, &act_form, NULL);
    library_set_revision(form, draft.revision);
    page.form = form;
    page.done = act ? act->done : NULL;
    library_overview_page(exchange_page(exchange, draft.name), &page);
    return NULL;
}

/* ---- as people will see it ---- */

/* The head of an item as it will be; of one that is there, its state and places. */
static struct item head_of(struct work *work, const struct library_draft *draft) {
    const struct item_version *const v = &draft->content;
    struct item item = { .state = ITEM_IN_USE, .holder = "" };

    item_find(work, draft->code, &item);
    item.code = draft->code;
    item.name = v->name;
    item.department = v->department;
    item.kind = v->kind;
    item.legal = v->legal;
    item.promised = v->promised;
    item.visits = v->visits;
    item.fee_charged = v->fee_charged;
    item.ways = v->ways;
    return item;
}

static const struct refusal *preview(struct work *work, struct exchange *exchange) {
    struct library_draft draft;
    const struct refusal *const refusal = library_draft_of(work, exchange, &draft);

    if (refusal)
        return refusal;

    const struct item item = head_of(work, &draft);
    struct item_view view = { .item = &item, .version = &draft.content };
    struct html *const out = exchange_page(exchange, draft.name);

    item_fill_view(work, &view);
    view.online = false; /* nobody files what is not published */
    library_preview_banner(out, &draft);
    item_page(out, &view);
    return NULL;
}

/* ---- routes ---- */

static const struct route routes[] = {
    { .pattern = "/desk/library/drafts",
      .rights = LIBRARY_KEEPERS,
      .face = FACE_DESK,
      .handle = show_drafts },
    { .pattern = "/desk/library/new",
      .rights = RIGHT_LIBRARY,
      .face = FACE_DESK,
      .handle = show_new },
    { .method = HTTP_POST,
      .pattern = "/desk/library/new",
      .rights = RIGHT_LIBRARY,
      .face = FACE_DESK,
      .form = &new_form,
      .handle = begin_new,
      .again = show_new,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/desk/library/item/:code/edit",
      .rights = RIGHT_LIBRARY,
      .face = FACE_DESK,
      .form = &edit_form,
      .handle = begin,
      .once = true },
    { .pattern = "/desk/library/draft/:id",
      .rights = LIBRARY_KEEPERS,
      .face = FACE_DESK,
      .handle = show_draft },
    { .pattern = "/desk/library/draft/:id/preview",
      .rights = LIBRARY_KEEPERS,
      .handle = preview },
    { .method = HTTP_POST,
      .pattern = "/desk/library/draft/:id/:act",
      .rights = LIBRARY_KEEPERS,
      .face = FACE_DESK,
      .form = &act_form,
      .handle = do_act,
      .again = show_draft,
      .once = true },
};

const struct route_table library_draft_routes = { routes,
                                                  sizeof routes / sizeof *routes };
