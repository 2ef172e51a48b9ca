#include "library_web.h"

#include <string.h>

#include "arena.h"
#include "item_list.h"
#include "item_words.h"
#include "library_page.h"

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
