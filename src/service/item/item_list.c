#include "item_list.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "item.sql.h"
#include "item_inside.h"
#include "place.h"
#include "text.h"

static size_t read_tagged(struct work *work, const struct item_choice *choice,
                          struct item **items) {
    struct sql_item_tagged_row *rows;
    const size_t count =
        sql_item_tagged(work, &rows, .directory = choice->kind, .value = choice->value,
                        .after = choice->after, .limit = choice->limit);

    *items = arena_alloc(work->arena, count * sizeof **items);
    for (size_t i = 0; i < count; i++)
        (*items)[i] = ITEM_OF_ROW(work, &rows[i]);
    return count;
}

static size_t read_all(struct work *work, const struct item_choice *choice,
                       struct item **items) {
    struct sql_item_all_row *rows;
    const size_t count =
        sql_item_all(work, &rows, .after = choice->after, .limit = choice->limit);

    *items = arena_alloc(work->arena, count * sizeof **items);
    for (size_t i = 0; i < count; i++)
        (*items)[i] = ITEM_OF_ROW(work, &rows[i]);
    return count;
}

static size_t read_at_outlet(struct work *work, const struct item_choice *choice,
                             struct item **items) {
    const struct place_book *const book = place_book(work);
    const struct place_outlet *const outlet =
        book ? place_outlet_coded(book, choice->value) : NULL;
    struct sql_item_at_outlet_row *rows;

    if (!outlet)
        return 0;

    const size_t count = sql_item_at_outlet(
        work, &rows, .outlet_id = outlet->id, .is_hall = place_is_hall(outlet),
        .after = choice->after, .limit = choice->limit);
    *items = arena_alloc(work->arena, count * sizeof **items);
    for (size_t i = 0; i < count; i++)
        (*items)[i] = ITEM_OF_ROW(work, &rows[i]);
    return count;
}

size_t item_read_page(struct work *work, const struct item_choice *choice,
                      struct item **items) {
    assert(choice->limit >= 1);
    assert(choice->limit <= ITEM_PAGE_MAX);
    if (strcmp(choice->kind, "outlet") == 0)
        return read_at_outlet(work, choice, items);
    return *choice->kind ? read_tagged(work, choice, items)
                         : read_all(work, choice, items);
}

/* The words as a pattern of LIKE: its own signs count as themselves. */
static const char *pattern_of(struct arena *arena, const char *words) {
    struct text pattern = { .arena = arena };

    text_add_byte(&pattern, '%');
    for (; *words; words++) {
        if (strchr("%_\\", *words))
            text_add_byte(&pattern, '\\');
        text_add_byte(&pattern, *words);
    }
    text_add_byte(&pattern, '%');
    return text_string(&pattern);
}

size_t item_search(struct work *work, const struct item_query *query,
                   struct item **items) {
    struct sql_item_search_row *rows;

    assert(query->limit >= 1);
    assert(query->limit <= ITEM_PAGE_MAX);
    const size_t count = sql_item_search(
        work, &rows, .pattern = pattern_of(work->arena, query->words),
        .only = query->state, .after = query->after, .limit = query->limit);

    *items = arena_alloc(work->arena, count * sizeof **items);
    for (size_t i = 0; i < count; i++)
        (*items)[i] = ITEM_OF_ROW(work, &rows[i]);
    return count;
}

/* Reads one row more, which tells whether there is a next page. */
size_t item_read_page_and_next(struct work *work, const struct item_choice *choice,
                               struct item **items, const char **next) {
    const struct item_choice more = { choice->kind, choice->value, choice->after,
                                      choice->limit + 1 };
    const size_t count = item_read_page(work, &more, items);

    *next = "";
    if (count <= (size_t)choice->limit)
        return count;
    *next = (*items)[choice->limit - 1].code;
    return (size_t)choice->limit;
}

bool item_is_place(struct work *work, const char *after) {
    struct item item;

    return !*after || item_find(work, after, &item) != &item_unknown;
}

struct item_entries item_read_directory(struct work *work, const char *kind) {
    struct sql_item_directory_row *rows;
    const size_t count = sql_item_directory(work, &rows, .kind = kind);
    struct item_entry *const entries = arena_alloc(work->arena, count * sizeof *entries);

    for (size_t i = 0; i < count; i++)
        entries[i] = (struct item_entry){ rows[i].value, rows[i].items };
    return (struct item_entries){ entries, count };
}

int64_t item_count(struct work *work) {
    struct sql_item_count_row row;

    return sql_item_count(work, &row) ? row.items : 0;
}

/* ---- for the guide ---- */

static void add_line(struct text *text, const char *line) {
    if (!*line)
        return;
    if (text->length > 0)
        text_add_byte(text, '\n');
    text_add(text, line);
}

static struct item_sign sign_of(struct work *work, const struct sql_item_signs_row *row,
                                struct text *context) {
    struct text aliases = { .arena = work->arena };

    add_line(&aliases, row->daily_terms);
    add_line(&aliases, row->short_name);
    add_line(&aliases, row->main_name);
    return (struct item_sign){
        .id = row->id,
        .code = row->code,
        .name = row->name,
        .aliases = text_string(&aliases),
        .context = text_string(context),
        .popularity = row->filed_count,
    };
}

/* Returns how many there were; *last is the code of the last one. */
static size_t give_batch(struct work *work, char last[ITEM_CODE_MAX + 1],
                         void (*take)(void *context, const struct item_sign *sign),
                         void *context) {
    struct sql_item_signs_row *rows;
    struct sql_item_sign_papers_row *papers;
    const size_t count = sql_item_signs(work, &rows, .after = last, .limit = ITEM_BATCH);

    if (count == 0)
        return 0;

    const size_t paper_count =
        sql_item_sign_papers(work, &papers, .after = last, .last = rows[count - 1].code);
    size_t paper = 0;

    for (size_t i = 0; i < count; i++) {
        struct text lines = { .arena = work->arena };

        add_line(&lines, rows[i].subjects);
        add_line(&lines, rows[i].result_name);
        for (; paper < paper_count && papers[paper].id == rows[i].id; paper++)
            add_line(&lines, papers[paper].name);

        const struct item_sign sign = sign_of(work, &rows[i], &lines);
        take(context, &sign);
    }
    snprintf(last, ITEM_CODE_MAX + 1, "%s", rows[count - 1].code);
    return count;
}

void item_each(struct work *work,
               void (*take)(void *context, const struct item_sign *sign), void *context) {
    char last[ITEM_CODE_MAX + 1] = "";
    size_t count;

    do {
        struct arena *const outer = work_stretch_begin(work);

        count = give_batch(work, last, take, context);
        work_stretch_end(work, outer);
    } while (count == ITEM_BATCH);
}
