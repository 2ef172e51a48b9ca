#include "item_sheet.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "item_inside.h"
#include "page.h"
#include "text.h"

enum { SHEETS_MAX = 16 };

/* What parts the words of a cell of one line. */
static const char *const separators[] = { "、", "；", "，", ";", "," };
enum { SEPARATORS = sizeof separators / sizeof *separators };

/* ---- tables ---- */

struct drawing {
    struct arena *arena;
    struct item_sheet *sheet;
    size_t sheet_count;
    const char **column; /* of the items */
    const struct shape_field **field;
    size_t column_count;
};

static void draw_list(struct drawing *drawing, const struct shape_field *list) {
    const size_t count = list->of->count + 2;
    const char **const column = arena_alloc(drawing->arena, count * sizeof *column);
    const struct shape_field **const field =
        arena_alloc(drawing->arena, count * sizeof *field);

    assert(drawing->sheet_count < SHEETS_MAX);
    column[0] = ITEM_SHEET_CODE;
    column[1] = ITEM_SHEET_NAME;
    for (size_t i = 2; i < count; i++) {
        field[i] = &list->of->fields[i - 2];
        column[i] = field[i]->label;
    }
    drawing->sheet[drawing->sheet_count++] =
        (struct item_sheet){ list, { list->label, column, count }, field };
}

static void draw_field(struct drawing *drawing, const struct shape_field *field) {
    if (field->kind == SHAPE_LIST) {
        draw_list(drawing, field);
        return;
    }
    drawing->column[drawing->column_count] = field->label;
    drawing->field[drawing->column_count++] = field;
}

static void draw_fields(struct drawing *drawing, const struct shape *shape) {
    for (size_t i = 0; i < shape->count; i++)
        if (shape->fields[i].kind == SHAPE_OBJECT)
            draw_fields(drawing, shape->fields[i].of);
        else
            draw_field(drawing, &shape->fields[i]);
}

struct item_sheets item_sheets(struct arena *arena) {
    struct drawing drawing = {
        .arena = arena,
        .sheet = arena_alloc(arena, SHEETS_MAX * sizeof *drawing.sheet),
        .sheet_count = 1,
        .column = arena_alloc(arena, SHEET_COLUMNS_MAX * sizeof *drawing.column),
        .field = arena_alloc(arena, SHEET_COLUMNS_MAX * sizeof *drawing.field),
    };

    draw_fields(&drawing, &item_file_shape);
    drawing.sheet[0] = (struct item_sheet){
        NULL, { TEXT("事项"), drawing.column, drawing.column_count }, drawing.field
    };
    return (struct item_sheets){ drawing.sheet, drawing.sheet_count };
}

/* ---- cells ---- */

static bool has_separator(const char *cell) {
    for (size_t i = 0; i < SEPARATORS; i++)
        if (strstr(cell, separators[i]))
            return true;
    return false;
}

/* One word that holds a separator is kept whole by a line break behind it. */
const char *item_sheet_cell(struct arena *arena, const struct shape_field *field,
                            const void *at) {
    const char *const text = item_element_text(arena, field, at);

    if (field->kind == SHAPE_WORDS && !strchr(text, '\n') && has_separator(text))
        return arena_format(arena, "%s\n", text);
    return text;
}

static const char *parted(struct arena *arena, const char *cell) {
    struct text text = { .arena = arena };

    while (*cell) {
        size_t size = 0;

        for (size_t i = 0; i < SEPARATORS && size == 0; i++)
            if (text_begins(cell, separators[i]))
                size = strlen(separators[i]);
        if (size > 0)
            text_add_byte(&text, '\n');
        else
            text_add_byte(&text, *cell);
        cell += size > 0 ? size : 1;
    }
    return text_string(&text);
}

struct item_list item_sheet_words(struct arena *arena, const char *cell) {
    return item_list_read(arena, strchr(cell, '\n') ? cell : parted(arena, cell));
}
