/*
 * item_export -- the whole library as a file (事项导出), which imports again
 * (item_import.h) to the same library: all items, cancelled ones too, by code, with
 * how they stand.
 *
 *     JSON Lines   a line for each item, all elements: item_file_shape
 *     CSV, XLSX    the tables of item_sheet.h
 *
 * What belongs to this town's past stays: numbers of versions, history, cases, drafts.
 */
#ifndef ITEM_EXPORT_H
#define ITEM_EXPORT_H

#include "item.h"
#include "sheet.h"

struct item_export {
    enum sheet_format format; /* not SHEET_BY_CONTENT */
    const char *path;         /* of the file, or of the folder: CSV */
    int64_t count;            /* of items that were written */
};

extern const struct refusal item_export_unwritable;

/*
 * Writes the library; memory does not grow with it.  May be run again, and begins anew
 * then.  Refuses: item_export_unwritable, when the file cannot be made or is not whole.
 */
const struct refusal *item_export(struct work *work, struct item_export *export);

#endif
