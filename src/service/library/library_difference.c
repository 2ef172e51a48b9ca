#include "library_difference.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "item.h"
#include "text.h"

enum { AT_FIRST = 32, ROWS_MAX = ITEM_PAPERS_MAX };

/* ---- fields by their rows in the table ---- */

static const void *member(const struct shape_field *field, const void *at) {
    return (const char *)at + field->offset;
}

static const char *json_of(struct arena *arena, const struct shape_field *field,
                           const void *at) {
    const struct shape one = { "", field, 1, 0 };
    struct text text = { .arena = arena };

    shape_put(&text, NULL, &one, at);
    return text_string(&text);
}

bool library_same(struct arena *arena, const struct shape_field *field, const void *one,
                  const void *other) {
    return strcmp(json_of(arena, field, one), json_of(arena, field, other)) == 0;
}

const char *library_rows(const struct shape_field *list, const void *at, size_t *count) {
    assert(list->kind == SHAPE_LIST);
    *count = *(const size_t *)(const void *)((const char *)at + list->count_offset);
    return *(const char *const *)member(list, at);
}

const char *library_row_title(const struct shape_field *list, const void *row) {
    for (size_t i = 0; i < list->of->count; i++)
        if (list->of->fields[i].duty == SHAPE_REQUIRED)
            return *(const char *const *)member(&list->of->fields[i], row);
    return "";
}

void library_merge(struct arena *arena, const struct item_version *base,
                   const struct item_version *now, struct item_version *content) {
    const struct item_elements all = item_elements(arena);

    for (size_t i = 0; i < all.count; i++) {
        const struct shape_field *const field = all.element[i].field;

        if (library_same(arena, field, base, content))
            item_element_take(field, content, now);
    }
}

/* ---- the list of differences ---- */

struct found {
    struct arena *arena;
    struct library_difference *difference;
    size_t count, room;
    const struct item_element *element;
};

static bool begins_character(char byte) {
    return ((unsigned char)byte & 0xC0) != 0x80;
}

/* What two texts have in front and behind in common does not differ. */
static void find_parts(struct library_difference *difference) {
    const char *const old = difference->old;
    const char *const now = difference->now;
    const size_t old_size = strlen(old), now_size = strlen(now);
    size_t front = 0, behind = 0;

    while (front < old_size && front < now_size && old[front] == now[front])
        front++;
    while (front > 0 && (!begins_character(old[front]) || !begins_character(now[front])))
        front--;
    while (behind < old_size - front && behind < now_size - front &&
           old[old_size - behind - 1] == now[now_size - behind - 1])
        behind++;
    while (behind > 0 && !begins_character(old[old_size - behind]))
        behind--;
    difference->old_part = (struct library_span){ front, old_size - behind - front };
    difference->now_part = (struct library_span){ front, now_size - behind - front };
}

static void add(struct found *found, struct library_difference difference) {
    if (found->count == found->room) {
        const struct library_difference *const before = found->difference;

        found->room = found->room ? found->room * 2 : AT_FIRST;
        found->difference =
            arena_alloc(found->arena, found->room * sizeof *found->difference);
        if (found->count > 0)
            memcpy(found->difference, before, found->count * sizeof *before);
    }
    difference.group = found->element->group;
    find_parts(&difference);
    found->difference[found->count++] = difference;
}

static void compare_field(struct found *found, const struct shape_field *field,
                          const char *list, const char *row, const void *old,
                          const void *now) {
    if (!library_same(found->arena, field, old, now))
        add(found, (struct library_difference){
                       .label = field->label,
                       .list = list,
                       .row = row,
                       .mark = LIBRARY_CHANGED,
                       .old = item_element_text(found->arena, field, old),
                       .now = item_element_text(found->arena, field, now) });
}

/* ---- lists ---- */

/* A list on both sides, and to which row of the other each belongs; -1 none. */
struct pairing {
    const struct shape_field *list;
    const char *old, *now; /* rows */
    size_t old_count, now_count;
    int old_of[ROWS_MAX], now_of[ROWS_MAX];
    bool is_by_title[ROWS_MAX]; /* of now: out of the common run, so changed or moved */
};

static const char *row_at(const struct pairing *pairing, const char *rows, size_t i) {
    return rows + i * pairing->list->of->size;
}

static const char *row_json(struct arena *arena, const struct pairing *pairing,
                            const char *row) {
    struct text text = { .arena = arena };

    shape_put(&text, NULL, pairing->list->of, row);
    return text_string(&text);
}

/* The longest common run of rows, as text books have it. */
static void pair_the_same(struct arena *arena, struct pairing *pairing) {
    const size_t n = pairing->old_count, m = pairing->now_count;
    unsigned char longest[ROWS_MAX + 1][ROWS_MAX + 1] = { { 0 } };
    const char *old[ROWS_MAX], *now[ROWS_MAX];

    for (size_t i = 0; i < n; i++)
        old[i] = row_json(arena, pairing, row_at(pairing, pairing->old, i));
    for (size_t j = 0; j < m; j++)
        now[j] = row_json(arena, pairing, row_at(pairing, pairing->now, j));
    for (size_t i = n; i-- > 0;)
        for (size_t j = m; j-- > 0;) {
            const unsigned char down = longest[i + 1][j], right = longest[i][j + 1];

            longest[i][j] = strcmp(old[i], now[j]) == 0
                                ? (unsigned char)(longest[i + 1][j + 1] + 1)
                            : down > right ? down
                                           : right;
        }
    for (size_t i = 0, j = 0; i < n && j < m;) {
        if (strcmp(old[i], now[j]) == 0) {
            pairing->now_of[i] = (int)j;
            pairing->old_of[j++] = (int)i++;
        } else if (longest[i + 1][j] >= longest[i][j + 1]) {
            i++;
        } else {
            j++;
        }
    }
}

static const char *title_at(const struct pairing *pairing, const char *rows, size_t i) {
    return library_row_title(pairing->list, row_at(pairing, rows, i));
}

/* Of the rest, rows of the same title are one row. */
static void pair_by_title(struct pairing *pairing) {
    for (size_t j = 0; j < pairing->now_count; j++)
        for (size_t i = 0; i < pairing->old_count && pairing->old_of[j] < 0; i++)
            if (pairing->now_of[i] < 0 &&
                strcmp(title_at(pairing, pairing->old, i),
                       title_at(pairing, pairing->now, j)) == 0) {
                pairing->old_of[j] = (int)i;
                pairing->now_of[i] = (int)j;
                pairing->is_by_title[j] = true;
            }
}

/* A whole row, a line for each field that says something. */
static const char *row_text(struct arena *arena, const struct shape_field *list,
                            const void *row) {
    struct text text = { .arena = arena };

    for (size_t i = 0; i < list->of->count; i++) {
        const struct shape_field *const field = &list->of->fields[i];
        const char *const said = item_element_text(arena, field, row);

        if (*said)
            text_addf(&text, "%s%s：%s", text.length > 0 ? "\n" : "", field->label, said);
    }
    return text_string(&text);
}

static void add_row(struct found *found, const struct shape_field *list,
                    enum library_mark mark, const char *row) {
    const char *const text = row_text(found->arena, list, row);

    add(found, (struct library_difference){ .label = list->label,
                                            .list = "",
                                            .row = library_row_title(list, row),
                                            .mark = mark,
                                            .old = mark == LIBRARY_REMOVED ? text : "",
                                            .now = mark == LIBRARY_ADDED ? text : "" });
}

static void compare_rows(struct found *found, const struct pairing *pairing, size_t i,
                         size_t j) {
    const char *const old = row_at(pairing, pairing->old, i);
    const char *const now = row_at(pairing, pairing->now, j);
    const char *const title = library_row_title(pairing->list, now);
    const size_t before = found->count;

    for (size_t f = 0; f < pairing->list->of->count; f++)
        compare_field(found, &pairing->list->of->fields[f], pairing->list->label, title,
                      old, now);
    if (found->count == before && pairing->is_by_title[j])
        add(found, (struct library_difference){
                       .label = pairing->list->label,
                       .list = "",
                       .row = title,
                       .mark = LIBRARY_MOVED,
                       .old = arena_format(found->arena, "%zu", i + 1),
                       .now = arena_format(found->arena, "%zu", j + 1) });
}

static void compare_list(struct found *found, const struct shape_field *list,
                         const void *old, const void *now) {
    struct pairing pairing = { .list = list };

    pairing.old = library_rows(list, old, &pairing.old_count);
    pairing.now = library_rows(list, now, &pairing.now_count);
    assert(pairing.old_count <= ROWS_MAX);
    assert(pairing.now_count <= ROWS_MAX);
    for (size_t i = 0; i < ROWS_MAX; i++)
        pairing.old_of[i] = pairing.now_of[i] = -1;
    pair_the_same(found->arena, &pairing);
    pair_by_title(&pairing);
    for (size_t j = 0; j < pairing.now_count; j++) {
        const int i = pairing.old_of[j];

        if (i < 0)
            add_row(found, list, LIBRARY_ADDED, row_at(&pairing, pairing.now, j));
        else
            compare_rows(found, &pairing, (size_t)i, j);
    }
    for (size_t i = 0; i < pairing.old_count; i++)
        if (pairing.now_of[i] < 0)
            add_row(found, list, LIBRARY_REMOVED, row_at(&pairing, pairing.old, i));
}

size_t library_differences(struct arena *arena, const struct item_version *old,
                           const struct item_version *now,
                           const struct library_difference **differences) {
    const struct item_elements all = item_elements(arena);
    struct found found = { .arena = arena };

    for (size_t i = 0; i < all.count; i++) {
        const struct shape_field *const field = all.element[i].field;

        found.element = &all.element[i];
        if (field->kind == SHAPE_LIST)
            compare_list(&found, field, old, now);
        else
            compare_field(&found, field, "", "", old, now);
    }
    *differences = found.difference;
    return found.count;
}

/* ---- what is missing ---- */

static bool is_missing(const struct shape_field *field, const void *at) {
    return field->duty == SHAPE_REQUIRED && !**(const char *const *)member(field, at);
}

static size_t find_gaps(const struct item_element *element,
                        const struct item_version *content, struct library_gap *gaps) {
    const struct shape_field *const field = element->field;
    size_t rows, found = 0;

    if (field->kind != SHAPE_LIST) {
        if (is_missing(field, content))
            gaps[found++] = (struct library_gap){ element->path, field->label, 0 };
        return found;
    }

    const char *const row = library_rows(field, content, &rows);
    for (size_t i = 0; i < rows; i++)
        for (size_t f = 0; f < field->of->count; f++)
            if (is_missing(&field->of->fields[f], row + i * field->of->size))
                gaps[found++] = (struct library_gap){ element->path,
                                                      field->of->fields[f].label, i + 1 };
    return found;
}

size_t library_gaps(struct arena *arena, const struct item_version *content,
                    const struct library_gap **gaps) {
    const struct item_elements all = item_elements(arena);
    const size_t most = all.count * (ROWS_MAX + 1);
    struct library_gap *const found = arena_alloc(arena, most * sizeof *found);
    size_t count = 0;

    for (size_t i = 0; i < all.count; i++)
        count += find_gaps(&all.element[i], content, found + count);
    *gaps = found;
    return count;
}
