#include "library_web.h"

#include "arena.h"
#include "item_list.h"
#include "item_words.h"
#include "library_page.h"

enum { PAGE_ROWS = 30, KEEPERS = RIGHT_LIBRARY | RIGHT_MANAGE };

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

/* ---- routes ---- */

static const struct route routes[] = {
    { .pattern = "/desk/library",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .form = &list_form,
      .handle = show_list,
      .again = show_list },
};

const struct route_table library_routes = { routes, sizeof routes / sizeof *routes };
