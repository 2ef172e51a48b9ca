#include "item_answer.h"

#include "arena.h"
#include "item_words.h"

#define COUNT(fields) (sizeof(fields) / sizeof *(fields))
#define AT(type, member) .offset = offsetof(type, member)

static const struct shape_field limit_fields[] = {
    { .name = "n",
      .kind = SHAPE_INTEGER,
      AT(struct item_limit, count),
      .help = "0: no limit" },
    { .name = "unit",
      .kind = SHAPE_WORD,
      AT(struct item_limit, unit),
      .words = &item_units,
      .help = "of n" },
};
static const struct shape limit_shape = {
    "ItemLimit",
    limit_fields,
    COUNT(limit_fields),
    sizeof(struct item_limit),
};

#define HEAD struct item_answer_head
static const struct shape_field head_fields[] = {
    { .name = "code", .kind = SHAPE_TEXT, AT(HEAD, item.code), .help = "of the item" },
    { .name = "name", .kind = SHAPE_TEXT, AT(HEAD, item.name), .help = "of the item" },
    { .name = "department",
      .kind = SHAPE_TEXT,
      AT(HEAD, item.department),
      .help = "who decides" },
    { .name = "state",
      .kind = SHAPE_WORD,
      AT(HEAD, state),
      .words = &item_states,
      .help = "in_use, suspended or handed_down" },
    { .name = "kind",
      .kind = SHAPE_WORD,
      AT(HEAD, item.kind),
      .words = &item_kinds,
      .help = "empty: unknown" },
    { .name = "legal_limit",
      .kind = SHAPE_OBJECT,
      AT(HEAD, item.legal),
      .of = &limit_shape,
      .help = "by law" },
    { .name = "promised_limit",
      .kind = SHAPE_OBJECT,
      AT(HEAD, item.promised),
      .of = &limit_shape,
      .help = "by promise" },
    { .name = "visits",
      .kind = SHAPE_INTEGER,
      AT(HEAD, item.visits),
      .help = "to the hall, -1 unknown" },
    { .name = "ways",
      .kind = SHAPE_WORDS,
      AT(HEAD, item.ways.word),
      .count_offset = offsetof(HEAD, item.ways.count),
      .words = &item_ways,
      .help = "where one goes" },
};
static const struct shape head_shape = {
    "ItemHead",
    head_fields,
    COUNT(head_fields),
    sizeof(HEAD),
};

#define PAGE struct item_answer_page
static const struct shape_field page_fields[] = {
    { .name = "items",
      .kind = SHAPE_LIST,
      AT(PAGE, heads),
      .count_offset = offsetof(PAGE, count),
      .of = &head_shape,
      .help = "by code" },
    { .name = "next",
      .kind = SHAPE_TEXT,
      AT(PAGE, next),
      .help = "ask for the rest with after=this; empty at the end" },
};
const struct shape item_answer_page_shape = {
    "ItemPage",
    page_fields,
    COUNT(page_fields),
    sizeof(PAGE),
};

struct item_answer_page *item_answer_page(struct arena *arena, const struct item *items,
                                          size_t count, const char *next) {
    struct item_answer_page *const page = arena_alloc(arena, sizeof *page);
    struct item_answer_head *const heads = arena_alloc(arena, count * sizeof *heads);

    for (size_t i = 0; i < count; i++)
        heads[i] = (struct item_answer_head){ items[i], items[i].state };
    *page = (struct item_answer_page){ heads, count, next };
    return page;
}
