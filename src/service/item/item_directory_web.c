#include "item_directory_web.h"

#include <string.h>

#include "arena.h"
#include "cursor.h"
#include "item_page.h"
#include "place.h"

enum { PAGE_ROWS = 30 };

static const struct refusal no_such_list = {
    REFUSED_ABSENT,
    "item.no_such_list",
    TEXT("没有这种分类。请回到全部事项，从列出的分类里选。"),
    NULL,
};

/* ---- directories ---- */

/* What the values of a directory read as; others are their own words. */
static const struct {
    const char *kind;
    const struct words *words;
} readings[] = {
    { "way", &item_ways },
    { "target", &item_targets },
    { "zone", &item_zones },
    { "featured", &item_featured },
};

static const struct words *words_of(const char *kind) {
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
        if (strcmp(readings[i].kind, kind) == 0)
            return readings[i].words;
    return NULL;
}

static const struct refusal *show_overview(struct work *work, struct exchange *exchange) {
    const size_t count = item_directories.count;
    struct item_shelf *const shelves = arena_alloc(work->arena, count * sizeof *shelves);

    for (size_t i = 0; i < count; i++) {
        const struct word *const kind = &item_directories.word[i];

        shelves[i] = (struct item_shelf){ kind, words_of(kind->name),
                                          item_read_directory(work, kind->name) };
    }
    item_overview_page(exchange_page(exchange, TEXT("全部事项")), shelves, count,
                       item_count(work));
    return NULL;
}

static const struct refusal *show_outlets(struct work *work, struct exchange *exchange) {
    const struct place_book *const book = place_book(work);

    if (book)
        item_outlets_page(exchange_page(exchange, TEXT("按网点找事项")), book->outlets,
                          book->outlet_count);
    return NULL;
}

/* ---- lists ---- */

/* What a list is called, in the language of the page. */
static const char *heading_of(struct work *work, const struct exchange *exchange,
                              const char *kind, const char *value) {
    const struct words *const words = words_of(kind);
    const struct place_book *const book =
        strcmp(kind, "outlet") == 0 ? place_book(work) : NULL;
    const struct place_outlet *const outlet =
        book ? place_outlet_coded(book, value) : NULL;

    if (outlet)
        return outlet->name;
    if (!*kind)
        return page_say(exchange->view.language, TEXT("按编码看全部事项"));
    return page_say(exchange->view.language, words ? word_reads(words, value) : value);
}

static const struct refusal *show_choice(struct work *work, struct exchange *exchange,
                                         const struct item_choice *choice,
                                         const char *lead) {
    struct item_list_view view = { .kind = word_named(&item_directories, choice->kind),
                                   .value = choice->value,
                                   .lead = lead,
                                   .after = choice->after };
    struct item *items;

    if (*choice->kind && !view.kind)
        return &no_such_list;
    if (!item_is_place(work, choice->after))
        return &cursor_bad;
    view.count = item_read_page_and_next(work, choice, &items, &view.next);
    view.items = items;
    view.heading = heading_of(work, exchange, choice->kind, choice->value);
    item_list_page(exchange_page(exchange, view.heading), &view);
    return NULL;
}

static const struct refusal *show_list(struct work *work, struct exchange *exchange) {
    const struct item_choice choice = {
        .kind = exchange_query(exchange, "by"),
        .value = exchange_query(exchange, "value"),
        .after = exchange_query(exchange, "after"),
        .limit = PAGE_ROWS,
    };

    return show_choice(work, exchange, &choice, NULL);
}

/* ---- zones ---- */

static const struct {
    const char *zone; /* a name of item_zones */
    const char *lead;
} leads[] = {
    { "benefit", TEXT("开店办证、用工社保、补贴优惠：企业和群众常办的事集中在这里。") },
    { "liyuan", TEXT("住在社区和村里常办的事集中在这里，很多在家门口的网点就能办。") },
};

static const struct refusal *show_zone(struct work *work, struct exchange *exchange) {
    const struct item_choice choice = {
        .kind = "zone",
        .value = exchange_parameter(exchange, "zone"),
        .after = exchange_query(exchange, "after"),
        .limit = PAGE_ROWS,
    };

    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
        if (strcmp(leads[i].zone, choice.value) == 0)
            return show_choice(work, exchange, &choice, leads[i].lead);
    return &no_such_list;
}

static const struct route routes[] = {
    { .pattern = "/items", .handle = show_overview, .cached = true },
    { .pattern = "/items/list", .handle = show_list, .cached = true },
    { .pattern = "/items/outlets", .handle = show_outlets, .cached = true },
    { .pattern = "/zone/:zone", .handle = show_zone, .cached = true },
};

const struct route_table item_directory_routes = { routes,
                                                   sizeof routes / sizeof *routes };
