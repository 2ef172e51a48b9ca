/*
 * item_sheet -- the item library as tables (sheet.h), for people who work with a
 * spreadsheet.
 *
 *     事项          a row for each item, a column for each element that is no list
 *     申请材料 …    a row for each line of a list, behind the code of its item
 *
 * Columns are called by the elements' Chinese labels.  In XLSX each table is a sheet of
 * one file, in CSV a file of one folder.  A cell of several words has one on each line;
 * who types them may part them by 、 or ； instead.
 */
#ifndef ITEM_SHEET_H
#define ITEM_SHEET_H

#include "item_element.h"
#include "sheet.h"

#define ITEM_SHEET_CODE TEXT("事项编码")
#define ITEM_SHEET_NAME TEXT("事项名称")

/* One of the tables; its columns are as many as its fields. */
struct item_sheet {
    const struct shape_field *list; /* NULL: the items themselves */
    struct sheet_table table;
    const struct shape_field *const *field; /* NULL: for the reader only */
};

struct item_sheets {
    const struct item_sheet *sheet; /* the items first */
    size_t count;
};

/* All tables of item_file_shape, in the arena. */
struct item_sheets item_sheets(struct arena *arena);

/* What a cell says of a field; at is the version, or a row of a list. */
const char *item_sheet_cell(struct arena *arena, const struct shape_field *field,
                            const void *at);

/* The words of a cell, in the arena. */
struct item_list item_sheet_words(struct arena *arena, const char *cell);

#endif
