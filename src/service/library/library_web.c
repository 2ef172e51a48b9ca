#include "library_web.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "cursor.h"
#include "item_list.h"
#include "item_words.h"
#include "library_draft_page.h"

enum { PAGE_ROWS = 30, NEWEST_CHANGES = 5 };

/* ---- the list ---- */

static const struct form_field list_fields[] = {
    { .name = "q", .label = TEXT("名称或编码"), .kind = FORM_TEXT, .max = ITEM_CODE_MAX },
    { .name = "state", .label = TEXT("状态"), .kind = FORM_HIDDEN },
    { .name = "after", .label = TEXT("翻页"), .kind = FORM_HIDDEN, .max = ITEM_CODE_MAX },
};
static const struct form list_form = {
    "library.list",
    list_fields,
    sizeof list_fields / sizeof *list_fields,
};

static const struct refusal *show_list(struct work *work, struct exchange *exchange) {
    const struct form_input *const asked = exchange->form;
    const struct word *const state = word_named(&item_states, form_value(asked, "state"));
    const struct item_query query = {
        .words = form_value(asked, "q"),
        .state = state ? state->value : 0,
        .after = form_value(asked, "after"),
        .limit = PAGE_ROWS + 1,
    };
    struct library_list list = { .asked = asked, .after = query.after, .next = "" };
    struct item *items;

    if (!item_is_place(work, query.after))
        return &cursor_bad;
    list.count = item_search(work, &query, &items);
    list.items = items;
    if (list.count > PAGE_ROWS) {
        list.count = PAGE_ROWS;
        list.next = items[PAGE_ROWS - 1].code;
    }
    library_list_page(exchange_page(exchange, TEXT("事项库")), &list);
    return NULL;
}

/* ---- adjusting ---- */

static const char whole_town[] = "town"; /* no outlet's code: those are digits */

static const struct form_choice *verb_choices(struct arena *arena) {
    struct form_choice *const choices =
        arena_alloc(arena, (item_verb_count + 1) * sizeof *choices);
    size_t count = 0;

    for (size_t i = 0; i < item_verb_count; i++)
        if (item_verbs[i].from || item_verbs[i].place_from)
            choices[count++] =
                (struct form_choice){ item_verbs[i].name, item_verbs[i].label };
    choices[count] = (struct form_choice){ NULL, NULL };
    return choices;
}

static const struct form_choice *outlet_choices(struct work *work) {
    const struct place_book *const book = place_book(work);
    const size_t outlets = book ? book->outlet_count : 0;
    struct form_choice *const choices =
        arena_alloc(work->arena, (outlets + 2) * sizeof *choices);

    choices[0] = (struct form_choice){ whole_town, TEXT("全镇") };
    for (size_t i = 0; i < outlets; i++)
        choices[i + 1] =
            (struct form_choice){ book->outlets[i].code, book->outlets[i].name };
    choices[outlets + 1] = (struct form_choice){ NULL, NULL };
    return choices;
}

static const struct form *adjust_form(struct work *work) {
    const struct form_field fields[] = {
        { .name = "verb",
          .label = TEXT("怎么调整"),
          .hint = TEXT("进驻、招增、核减只用在单个网点，取消只用在全镇"),
          .kind = FORM_CHOICE,
          .required = true,
          .choices = verb_choices(work->arena) },
        { .name = "outlet",
          .label = TEXT("范围"),
          .kind = FORM_CHOICE,
          .required = true,
          .choices = outlet_choices(work) },
        { .name = "holder",
          .label = TEXT("下放给谁，或者从谁承接"),
          .hint = TEXT("只有下放和承接要填，例如村民委员会的名称"),
          .kind = FORM_TEXT,
          .max = ITEM_HOLDER_MAX },
        { .name = "reason",
          .label = TEXT("为什么调整"),
          .hint = TEXT("写进变更记录，公众也看得到，请写依据，不要写个人信息"),
          .kind = FORM_LONG_TEXT,
          .required = true,
          .max = ITEM_REASON_MAX },
    };
    struct form_field *const kept = arena_alloc(work->arena, sizeof fields);
    struct form *const form = arena_alloc(work->arena, sizeof *form);

    memcpy(kept, fields, sizeof fields);
    *form = (struct form){ "library.adjust", kept, sizeof fields / sizeof *fields };
    return form;
}

static const struct form *adjust_form_of(struct work *work, struct exchange *exchange) {
    (void)exchange;
    return adjust_form(work);
}

/* Whoever comes from a list of faults says which element he wants to mend. */
static void find_element(struct arena *arena, const char *path,
                         struct library_item *page) {
    const struct item_elements all = item_elements(arena);

    page->element = "";
    for (size_t i = 0; i < all.count; i++)
        if (strcmp(all.element[i].path, path) == 0) {
            page->element = all.element[i].path;
            page->label = all.element[i].field->label;
        }
}

static const struct refusal *show_item(struct work *work, struct exchange *exchange) {
    struct item item;
    struct library_item page = { .item = &item, .form = exchange->form };
    const struct refusal *const refusal =
        item_find(work, exchange_parameter(exchange, "code"), &item);

    if (refusal)
        return refusal;
    page.place_count = item_places(work, &item, &page.places);
    page.line_count = library_read_lines(
        work, exchange->view.language, LIBRARY_FOR_STAFF,
        &(struct item_change_choice){ .item_id = item.id, .limit = NEWEST_CHANGES },
        &page.lines);
    page.done = item_verb_named(exchange_query(exchange, "done"));
    find_element(work->arena, exchange_query(exchange, "element"), &page);
    if (!page.form)
        page.form = form_fresh(work->arena, adjust_form(work), NULL);
    library_item_page(exchange_page(exchange, item.name), &page);
    return NULL;
}

static const struct refusal *adjust(struct work *work, struct exchange *exchange) {
    const struct form_input *const form = exchange->form;
    const char *const outlet = form_value(form, "outlet");
    const struct item_adjustment given = {
        .code = exchange_parameter(exchange, "code"),
        .verb = form_value(form, "verb"),
        .outlet = strcmp(outlet, whole_town) == 0 ? "" : outlet,
        .holder = form_value(form, "holder"),
        .reason = form_value(form, "reason"),
    };
    struct html out = { .text = { .arena = work->arena } };
    const struct refusal *const refusal = item_adjust(work, &given);

    if (!refusal)
        exchange_redirect(exchange, route_url(&out, "/desk/library/item/%s?done=%s",
                                              given.code, given.verb));
    return refusal;
}

/* ---- two versions side by side ---- */

const char *library_cut(struct html *out, const char *text, size_t begin, size_t size) {
    const size_t rest = strlen(text) - begin;

    assert(begin <= strlen(text));
    return arena_copy_bytes(out->text.arena, text + begin, size < rest ? size : rest);
}

static const struct form_field versions_fields[] = {
    { .name = "old", .label = TEXT("原来的版本"), .kind = FORM_INTEGER, .min = 1 },
    { .name = "new", .label = TEXT("后来的版本"), .kind = FORM_INTEGER, .min = 1 },
};
static const struct form versions_form = { "library.versions", versions_fields, 2 };

/* Reads one side; a number that is none of the item's is said beside its field. */
static void read_side(struct work *work, const struct item *item,
                      struct form_input *asked, const char *name,
                      struct item_version *version) {
    const struct refusal *const refusal =
        item_read_numbered(work, item->code, form_number(asked, name), version);

    if (refusal)
        form_set_error(asked, name,
                       TEXT("没有这一版，请填 1 到现在的版本号之间的整数。"));
}

static const struct library_line *line_of_version(struct work *work,
                                                  enum language language, int64_t item_id,
                                                  int64_t version) {
    struct item_change *const change = arena_alloc(work->arena, sizeof *change);
    struct library_line *const line = arena_alloc(work->arena, sizeof *line);

    if (!item_published_by(work, item_id, version, change))
        return NULL;
    *line = library_line_of(work, language, LIBRARY_FOR_STAFF, change);
    return line;
}

/* Without numbers, the last change. */
static void set_default(struct form_input *asked, const char *name, int64_t number) {
    const size_t i = form_index(asked->form, name);

    if (*asked->value[i] || number < 1)
        return;
    asked->number[i] = number;
    asked->value[i] = arena_format(asked->arena, "%lld", (long long)number);
}

static const struct refusal *show_versions(struct work *work, struct exchange *exchange) {
    const enum language language = exchange->view.language;
    struct item item;
    struct item_version old = item_nothing(), now = item_nothing();
    struct library_versions page = { .item = &item, .form = exchange->form };
    const struct refusal *const refusal =
        item_find(work, exchange_parameter(exchange, "code"), &item);

    if (refusal)
        return refusal;
    set_default(exchange->form, "old", item.version > 1 ? item.version - 1 : 1);
    set_default(exchange->form, "new", item.version);
    if (!exchange->form->error_count) {
        read_side(work, &item, exchange->form, "old", &old);
        read_side(work, &item, exchange->form, "new", &now);
    }
    if (!exchange->form->error_count) {
        page.difference_count =
            library_differences(work->arena, &old, &now, &page.differences);
        page.old = line_of_version(work, language, item.id, old.version);
        page.now = line_of_version(work, language, item.id, now.version);
    } else {
        exchange->status = 422;
    }
    library_versions_page(exchange_page(exchange, item.name), &page);
    return NULL;
}

/* ---- routes ---- */

static const struct route routes[] = {
    { .pattern = "/desk/library",
      .rights = LIBRARY_KEEPERS,
      .face = FACE_DESK,
      .form = &list_form,
      .handle = show_list,
      .again = show_list },
    { .pattern = "/desk/library/item/:code",
      .rights = LIBRARY_KEEPERS,
      .face = FACE_DESK,
      .handle = show_item },
    { .pattern = "/desk/library/item/:code/versions",
      .rights = LIBRARY_KEEPERS,
      .face = FACE_DESK,
      .form = &versions_form,
      .handle = show_versions,
      .again = show_versions },
    { .method = HTTP_POST,
      .pattern = "/desk/library/item/:code/adjust",
      .rights = LIBRARY_KEEPERS,
      .face = FACE_DESK,
      .form_of = adjust_form_of,
      .handle = adjust,
      .again = show_item,
      .once = true },
};

const struct route_table library_routes = { routes, sizeof routes / sizeof *routes };
