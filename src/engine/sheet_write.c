#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <xlsxwriter.h>

#include "arena.h"
#include "json.h"
#include "sheet_inside.h"
#include "text.h"

struct sheet_writer {
    struct arena *arena;      /* of the writer itself */
    struct arena *line_arena; /* reset for each row */
    enum sheet_format format;
    const struct sheet_table *tables;
    size_t count;
    FILE **file;          /* of each table: CSV, JSON Lines */
    lxw_workbook *book;   /* XLSX */
    lxw_worksheet **leaf; /* of each table */
    lxw_format *wrapped;
    lxw_row_t *row; /* the next of each */
    bool broken;
};

/* ---- rows of text ---- */

static void add_quoted(struct text *line, const char *cell) {
    text_add_byte(line, '"');
    if (sheet_is_formula(*cell))
        text_add_byte(line, '\'');
    for (; *cell; cell++) {
        if (*cell == '"')
            text_add_byte(line, '"');
        text_add_byte(line, *cell);
    }
    text_add_byte(line, '"');
}

/* RFC 4180; what needs no quotes has none.  Blanks around it would be lost. */
static bool needs_quotes(const char *cell) {
    const size_t size = strlen(cell);

    return sheet_is_formula(*cell) || cell[strcspn(cell, ",;\t\"\n\r")] ||
           (size > 0 && (cell[0] == ' ' || cell[size - 1] == ' '));
}

static void add_csv(struct text *line, const char *cell) {
    if (needs_quotes(cell))
        add_quoted(line, cell);
    else
        text_add(line, cell);
}

void sheet_add_csv(struct text *line, const char *const *cell, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            text_add_byte(line, ',');
        add_csv(line, cell[i]);
    }
    text_add(line, "\r\n");
}

void sheet_add_json(struct text *line, const char *const *column, const char *const *cell,
                    size_t count) {
    struct text object = { .arena = line->arena };

    json_open(&object, NULL, '{');
    for (size_t i = 0; i < count; i++)
        json_put_string(&object, column[i], cell[i]);
    json_close(&object, '}');
    text_add_bytes(line, object.bytes, object.length);
    text_add_byte(line, '\n');
}

static void put_line(struct sheet_writer *writer, size_t table, const struct text *line) {
    if (fwrite(line->bytes, 1, line->length, writer->file[table]) != line->length)
        writer->broken = true;
}

static void put_csv(struct sheet_writer *writer, size_t table, const char *const *cell) {
    struct text line = { .arena = writer->line_arena };

    sheet_add_csv(&line, cell, writer->tables[table].count);
    put_line(writer, table, &line);
}

static void put_json(struct sheet_writer *writer, size_t table, const char *const *cell) {
    struct text line = { .arena = writer->line_arena };

    sheet_add_json(&line, writer->tables[table].column, cell,
                   writer->tables[table].count);
    put_line(writer, table, &line);
}

static bool open_text(struct sheet_writer *writer, size_t table, const char *path) {
    FILE *const file = fopen(path, "wb");

    if (!file)
        return false;
    writer->file[table] = file;
    if (writer->format == SHEET_JSONL)
        return true;
    /* Without the mark Excel takes a CSV for GB18030. */
    fputs("\xEF\xBB\xBF", file);
    put_csv(writer, table, writer->tables[table].column);
    return true;
}

static bool open_texts(struct sheet_writer *writer, const char *path) {
    if (writer->count == 1)
        return open_text(writer, 0, path);
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return false;
    for (size_t i = 0; i < writer->count; i++)
        if (!open_text(
                writer, i,
                arena_format(writer->arena, "%s/%s.csv", path, writer->tables[i].name)))
            return false;
    return true;
}

/* ---- XLSX ---- */

enum { COLUMN_WIDTH = 20 };

static void put_xlsx(struct sheet_writer *writer, size_t table, const char *const *cell) {
    const lxw_row_t row = writer->row[table]++;

    for (size_t i = 0; i < writer->tables[table].count; i++)
        if (*cell[i] && worksheet_write_string(writer->leaf[table], row, (lxw_col_t)i,
                                               cell[i], writer->wrapped) != LXW_NO_ERROR)
            writer->broken = true;
}

/* The first row, which stays in sight, in bold. */
static void put_names(struct sheet_writer *writer, size_t table) {
    lxw_format *const bold = workbook_add_format(writer->book);
    lxw_worksheet *const leaf = writer->leaf[table];
    const size_t count = writer->tables[table].count;

    format_set_bold(bold);
    for (size_t i = 0; i < count; i++)
        worksheet_write_string(leaf, 0, (lxw_col_t)i, writer->tables[table].column[i],
                               bold);
    worksheet_freeze_panes(leaf, 1, 0);
    worksheet_set_column(leaf, 0, (lxw_col_t)(count - 1), COLUMN_WIDTH, NULL);
    writer->row[table] = 1;
}

/* Rows go to a temporary file at once. */
static bool open_xlsx(struct sheet_writer *writer, const char *path) {
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };
    FILE *const file = fopen(path, "wb");

    /* The library finds out at the end only, and prints it. */
    if (!file || fclose(file) != 0)
        return false;
    writer->book = workbook_new_opt(path, &options);
    if (!writer->book)
        return false;
    writer->wrapped = workbook_add_format(writer->book);
    format_set_text_wrap(writer->wrapped);
    format_set_align(writer->wrapped, LXW_ALIGN_VERTICAL_TOP);
    format_set_num_format(writer->wrapped, "@");
    for (size_t i = 0; i < writer->count; i++) {
        writer->leaf[i] = workbook_add_worksheet(writer->book, writer->tables[i].name);
        if (!writer->leaf[i])
            return false;
        put_names(writer, i);
    }
    return true;
}

/* ---- any ---- */

struct sheet_writer *sheet_create(enum sheet_format format, const char *path,
                                  const struct sheet_table *tables, size_t count,
                                  const char **why) {
    struct arena *const arena = arena_new();
    struct sheet_writer *const writer = arena_alloc(arena, sizeof *writer);
    bool opened;

    assert(count >= 1);
    assert(count == 1 || format != SHEET_JSONL);
    *writer = (struct sheet_writer){
        .arena = arena,
        .line_arena = arena_new(),
        .format = format,
        .tables = tables,
        .count = count,
        .file = arena_alloc(arena, count * sizeof *writer->file),
        .leaf = arena_alloc(arena, count * sizeof *writer->leaf),
        .row = arena_alloc(arena, count * sizeof *writer->row),
    };
    opened = format == SHEET_XLSX ? open_xlsx(writer, path) : open_texts(writer, path);
    if (opened)
        return writer;
    *why = "文件写不了，请检查文件夹是否存在、有没有权限";
    sheet_close(writer);
    return NULL;
}

void sheet_put(struct sheet_writer *writer, size_t table, const char *const *cell) {
    assert(table < writer->count);
    switch (writer->format) {
    case SHEET_JSONL: put_json(writer, table, cell); break;
    case SHEET_XLSX: put_xlsx(writer, table, cell); break;
    case SHEET_CSV:
    case SHEET_BY_CONTENT: put_csv(writer, table, cell); break;
    }
    arena_reset(writer->line_arena);
}

bool sheet_close(struct sheet_writer *writer) {
    bool whole = !writer->broken;

    for (size_t i = 0; i < writer->count; i++)
        if (writer->file[i])
            whole = fclose(writer->file[i]) == 0 && whole;
    if (writer->book)
        whole = workbook_close(writer->book) == LXW_NO_ERROR && whole;
    arena_free(writer->line_arena);
    arena_free(writer->arena);
    return whole;
}
