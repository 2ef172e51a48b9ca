#include "item_export.h"

#include <stdio.h>

#include "item.sql.h"
#include "item_list.h"
#include "item_sheet.h"
#include "item_standing.h"
#include "page.h"
#include "text.h"

const struct refusal item_export_unwritable = {
    REFUSED_INVALID,
    "item.export_unwritable",
    TEXT("文件写不了。请检查文件夹是否存在、有没有写的权限、磁盘是否已满。"),
    "path",
};

/* ---- as JSON Lines ---- */

static bool put_line(FILE *file, struct arena *arena,
                     const struct item_version *version) {
    struct text line = { .arena = arena };

    shape_put(&line, NULL, &item_file_shape, version);
    text_add_byte(&line, '\n');
    return fwrite(line.bytes, 1, line.length, file) == line.length;
}

/* ---- as tables ---- */

static void put_row(struct sheet_writer *writer, struct arena *arena,
                    const struct item_sheets *sheets, size_t number,
                    const struct item_version *version, const void *at) {
    const struct item_sheet *const sheet = &sheets->sheet[number];
    const char **const cell = arena_alloc(arena, sheet->table.count * sizeof *cell);

    for (size_t i = 0; i < sheet->table.count; i++)
        if (sheet->field[i])
            cell[i] = item_sheet_cell(arena, sheet->field[i], at);
        else
            cell[i] = i == 0 ? version->code : version->name;
    sheet_put(writer, number, cell);
}

static void put_tables(struct sheet_writer *writer, struct arena *arena,
                       const struct item_sheets *sheets,
                       const struct item_version *version) {
    put_row(writer, arena, sheets, 0, version, version);
    for (size_t i = 1; i < sheets->count; i++) {
        const struct shape_field *const list = sheets->sheet[i].list;
        const char *const from = (const char *)version;
        const char *const rows =
            *(const char *const *)(const void *)(from + list->offset);
        const size_t count = *(const size_t *)(const void *)(from + list->count_offset);

        for (size_t j = 0; j < count; j++)
            put_row(writer, arena, sheets, i, version, rows + j * list->of->size);
    }
}

/* ---- the library ---- */

struct output {
    FILE *file;                  /* of lines */
    struct sheet_writer *writer; /* of tables */
    struct item_sheets sheets;
    bool broken;
};

static bool output_open(struct work *work, const struct item_export *export,
                        struct output *output) {
    struct sheet_table *tables;
    const char *why = "";

    if (export->format == SHEET_JSONL) {
        output->file = fopen(export->path, "wb");
        return output->file;
    }
    output->sheets = item_sheets(work->arena);
    tables = arena_alloc(work->arena, output->sheets.count * sizeof *tables);
    for (size_t i = 0; i < output->sheets.count; i++)
        tables[i] = output->sheets.sheet[i].table;
    output->writer =
        sheet_create(export->format, export->path, tables, output->sheets.count, &why);
    return output->writer;
}

static bool output_close(struct output *output) {
    const bool closed =
        output->file ? fclose(output->file) == 0 : sheet_close(output->writer);

    return closed && !output->broken;
}

static void put_item(struct work *work, struct output *output, int64_t version_id) {
    struct item_version version;

    if (item_read_version(work, version_id, &version))
        return;
    item_read_standing(work, &version);
    if (output->writer)
        put_tables(output->writer, work->arena, &output->sheets, &version);
    else if (!put_line(output->file, work->arena, &version))
        output->broken = true;
}

/* Returns how many there were; *last becomes the code of the last one. */
static size_t put_batch(struct work *work, struct output *output,
                        char last[ITEM_CODE_MAX + 1]) {
    struct sql_item_every_row *rows;
    const size_t count = sql_item_every(work, &rows, .after = last, .limit = ITEM_BATCH);

    for (size_t i = 0; i < count && !work->fault; i++)
        put_item(work, output, rows[i].version_id);
    if (count > 0)
        snprintf(last, ITEM_CODE_MAX + 1, "%s", rows[count - 1].code);
    return count;
}

const struct refusal *item_export(struct work *work, struct item_export *export) {
    struct output output = { .file = NULL };
    char last[ITEM_CODE_MAX + 1] = "";
    size_t count;

    export->count = 0;
    if (!output_open(work, export, &output))
        return &item_export_unwritable;
    do {
        struct arena *const outer = work_stretch_begin(work);

        count = put_batch(work, &output, last);
        work_stretch_end(work, outer);
        export->count += (int64_t)count;
    } while (count == ITEM_BATCH && !work->fault);
    return output_close(&output) ? NULL : &item_export_unwritable;
}
