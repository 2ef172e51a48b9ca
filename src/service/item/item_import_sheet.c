#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "item_import_inside.h"
#include "item_sheet.h"
#include "page.h"

/* A row of a table; the next one of the same list of the same item. */
struct sheet_line {
    int line;
    const char *code;
    const char *const *cell;
    struct sheet_line *next;
};

/* A table of the file, as it is read: its columns need not be ours, nor all of them. */
struct sheet_source {
    const struct item_sheet *sheet; /* NULL: passed over */
    const char *name;               /* in the file */
    size_t count;
    const struct shape_field **field; /* of each column; NULL: not read */
    size_t code_column;
    struct sheet_line *first;
    struct sheet_line **last;
    size_t line_count;
};

enum { LISTS_MAX = 16 };

/* An item with its rows in all tables. */
struct import_record {
    const struct sheet_line *line;
    struct {
        const struct sheet_line *first;
        const struct sheet_line *last;
        size_t count;
    } list[LISTS_MAX]; /* by sheet */
};

struct import_sheets {
    struct item_sheets known;
    struct sheet_source *source[SHEET_TABLES_MAX]; /* in the order of the file */
    size_t source_count;
    struct sheet_source *of[LISTS_MAX]; /* by sheet; NULL: the file has none */
    struct import_record *record;       /* of this row */
    struct import_record *records;
    size_t record_count;
};

/* ---- columns ---- */

static const struct item_sheet *sheet_named(const struct item_sheets *known,
                                            const char *name) {
    for (size_t i = 0; i < known->count; i++)
        if (strcmp(known->sheet[i].table.name, name) == 0)
            return &known->sheet[i];
    return NULL;
}

/* Whether a line "ours=theirs" of the import's columns is about a column of the file. */
static bool is_line_of(const char *line, size_t size, const char *theirs) {
    const char *const equals = memchr(line, '=', size);

    return equals && strlen(theirs) == (size_t)(line + size - equals) - 1 &&
           memcmp(equals + 1, theirs, strlen(theirs)) == 0;
}

/* What we call a column of the file. */
static const char *our_name(struct import_reader *reader, const char *theirs) {
    for (const char *line = reader->import->columns; *line;) {
        const size_t size = strcspn(line, "\n");

        if (is_line_of(line, size, theirs))
            return arena_copy_bytes(reader->line_arena, line, strcspn(line, "="));
        line += size + (line[size] == '\n');
    }
    return theirs;
}

/* The number of the column that we call so, from 1; 0 when there is none. */
static int column_called(struct import_reader *reader, const struct sheet_row *row,
                         const char *name) {
    for (size_t i = 0; i < row->count; i++)
        if (strcmp(our_name(reader, row->column[i]), name) == 0)
            return (int)i + 1;
    return 0;
}

/* A file of one table may be called as people like; ours has codes and names. */
static const struct item_sheet *sheet_of(struct import_reader *reader,
                                         const struct sheet_row *row) {
    const struct item_sheets *const known = &reader->sheets->known;
    const struct item_sheet *const named = sheet_named(known, row->table);

    if (named || !column_called(reader, row, ITEM_SHEET_CODE))
        return named;
    return column_called(reader, row, ITEM_SHEET_NAME) ? &known->sheet[0] : NULL;
}

static size_t column_in(const struct item_sheet *sheet, const char *name) {
    size_t column = 0;

    while (column < sheet->table.count && strcmp(sheet->table.column[column], name) != 0)
        column++;
    return column;
}

/* The field that a column fills in; of the items a whole list, too, a word a row. */
static const struct shape_field *field_called(const struct item_sheets *known,
                                              const struct item_sheet *sheet,
                                              const char *name) {
    const size_t column = column_in(sheet, name);
    const struct item_sheet *const list = sheet_named(known, name);

    if (column < sheet->table.count)
        return sheet->field[column];
    return list && sheet == &known->sheet[0] ? list->list : NULL;
}

static void map_columns(struct import_reader *reader, struct sheet_source *source,
                        const struct sheet_row *row) {
    for (size_t i = 0; i < row->count; i++) {
        const char *const name = our_name(reader, row->column[i]);

        source->field[i] = field_called(&reader->sheets->known, source->sheet, name);
        if (source->field[i] || *reader->import->columns)
            continue;
        if (*name && column_in(source->sheet, name) == source->sheet->table.count)
            import_reject_at(
                reader, &(struct sheet_place){ source->name, row->heading, (int)i + 1 },
                arena_format(reader->line_arena, "没有“%.60s”这一列，请核对列名",
                             row->column[i]));
    }
}

static struct sheet_source *begin_source(struct import_reader *reader,
                                         const struct sheet_row *row) {
    struct import_sheets *const sheets = reader->sheets;
    struct sheet_source *const source = arena_alloc(reader->arena, sizeof *source);
    const int code = column_called(reader, row, ITEM_SHEET_CODE);

    *source = (struct sheet_source){
        .sheet = sheet_of(reader, row),
        .name = arena_copy(reader->arena, row->table),
        .count = row->count,
        .field = arena_alloc(reader->arena, row->count * sizeof *source->field),
        .last = &source->first,
    };
    assert(sheets->source_count < SHEET_TABLES_MAX);
    sheets->source[sheets->source_count++] = source;
    if (source->sheet && sheets->of[source->sheet - sheets->known.sheet]) {
        import_reject_at(reader, &(struct sheet_place){ source->name, row->heading, 0 },
                         arena_format(reader->line_arena,
                                      "前面已经有一张“%s”表，请并成一张再导入",
                                      source->sheet->table.name));
        source->sheet = NULL;
    } else if (source->sheet && code) {
        source->code_column = (size_t)code - 1;
        sheets->of[source->sheet - sheets->known.sheet] = source;
        map_columns(reader, source, row);
    } else {
        source->sheet = NULL;
        import_remark_at(
            reader, &(struct sheet_place){ source->name, row->heading, 0 },
            "这张表没有读：表名应当是 事项、申请材料 等，并且有“事项编码”这一列");
    }
    return source;
}

/* ---- rows ---- */

static struct sheet_source *source_of(struct import_reader *reader,
                                      const struct sheet_row *row) {
    struct import_sheets *const sheets = reader->sheets;
    struct sheet_source *const last =
        sheets->source_count > 0 ? sheets->source[sheets->source_count - 1] : NULL;

    return last && strcmp(last->name, row->table) == 0 ? last : begin_source(reader, row);
}

static void take_row(void *context, const struct sheet_row *row) {
    struct import_reader *const reader = context;
    struct sheet_source *const source = source_of(reader, row);

    if (!source->sheet)
        return;

    struct sheet_line *const line = arena_alloc(reader->arena, sizeof *line);
    const char **const cell = arena_alloc(reader->arena, row->count * sizeof *cell);
    for (size_t i = 0; i < row->count; i++)
        cell[i] = *row->cell[i] ? arena_copy(reader->arena, row->cell[i]) : "";
    *line = (struct sheet_line){ row->line,
                                 import_trimmed(reader->arena, cell[source->code_column]),
                                 cell, NULL };
    *source->last = line;
    source->last = &line->next;
    source->line_count++;
}

static void take_wrong(void *context, const struct sheet_place *place,
                       const char *reason) {
    import_reject_at(context, place, reason);
}

/* ---- lists find their items ---- */

static int compare_codes(const void *one, const void *other) {
    const struct import_record *const a = one;
    const struct import_record *const b = other;
    const int order = strcmp(a->line->code, b->line->code);

    return order ? order
                 : (a->line->line > b->line->line) - (a->line->line < b->line->line);
}

static struct import_record *record_of(struct import_sheets *sheets, const char *code) {
    const struct sheet_line key = { .code = code };
    size_t low = 0;
    size_t high = sheets->record_count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (strcmp(sheets->records[middle].line->code, key.code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == sheets->record_count || strcmp(sheets->records[low].line->code, code) != 0)
        return NULL;
    return &sheets->records[low];
}

static void make_records(struct import_reader *reader) {
    struct import_sheets *const sheets = reader->sheets;
    const struct sheet_source *const items = sheets->of[0];

    sheets->records =
        arena_alloc(reader->arena, items->line_count * sizeof *sheets->records);
    for (const struct sheet_line *line = items->first; line; line = line->next)
        sheets->records[sheets->record_count++].line = line;
    qsort(sheets->records, sheets->record_count, sizeof *sheets->records, compare_codes);
}

static void give_lines(struct import_reader *reader, size_t number) {
    const struct sheet_source *const source = reader->sheets->of[number];

    for (struct sheet_line *line = source->first, *next; line; line = next) {
        struct import_record *const record = record_of(reader->sheets, line->code);

        next = line->next;
        line->next = NULL;
        if (!record) {
            const int column = (int)source->code_column + 1;

            import_reject_at(
                reader, &(struct sheet_place){ source->name, line->line, column },
                arena_format(reader->line_arena, "“事项”表里没有编码 %.80s", line->code));
            continue;
        }
        if (record->list[number].count++ == 0)
            record->list[number].first = line;
        else
            ((struct sheet_line *)record->list[number].last)->next = line;
        record->list[number].last = line;
    }
}

/* ---- an item as the object that a file of lines would hold ---- */

static void add_member(struct json *object, struct json member,
                       const struct shape_field *field) {
    member.key = field->name;
    ((struct json *)object->member)[object->count++] = member;
}

static struct json words_of(struct arena *arena, const char *cell) {
    const struct item_list words = item_sheet_words(arena, cell);
    struct json *const members = arena_alloc(arena, words.count * sizeof *members);

    for (size_t i = 0; i < words.count; i++)
        members[i] = (struct json){ .kind = JSON_STRING, .string = words.word[i] };
    return (struct json){ .kind = JSON_ARRAY, .count = words.count, .member = members };
}

static struct json value_of(struct arena *arena, const struct shape_field *field,
                            const char *cell) {
    if (field->kind == SHAPE_WORDS)
        return words_of(arena, cell);
    return (struct json){ .kind = JSON_STRING, .string = cell };
}

static const char *cell_of(const struct sheet_source *source,
                           const struct sheet_line *line,
                           const struct shape_field *field) {
    for (size_t i = 0; i < source->count; i++)
        if (source->field[i] == field)
            return line->cell[i];
    return "";
}

static int column_of(const struct sheet_source *source, const struct shape_field *field) {
    for (size_t i = 0; field && i < source->count; i++)
        if (source->field[i] == field)
            return (int)i + 1;
    return 0;
}

static struct json empty_object(struct arena *arena, size_t room) {
    struct json *const members = arena_alloc(arena, room * sizeof *members);

    return (struct json){ .kind = JSON_OBJECT, .member = members };
}

static struct json list_of(struct import_reader *reader, const struct shape_field *list) {
    struct import_sheets *const sheets = reader->sheets;
    size_t number = 1;

    while (sheets->known.sheet[number].list != list)
        number++;

    const struct sheet_source *const source = sheets->of[number];
    const size_t count = sheets->record->list[number].count;
    struct json *const rows = arena_alloc(reader->line_arena, count * sizeof *rows);
    const struct sheet_line *line = sheets->record->list[number].first;

    for (size_t i = 0; i < count; i++, line = line->next) {
        rows[i] = empty_object(reader->line_arena, list->of->count);
        for (size_t j = 0; j < list->of->count; j++) {
            const struct shape_field *const field = &list->of->fields[j];

            add_member(&rows[i],
                       value_of(reader->line_arena, field, cell_of(source, line, field)),
                       field);
        }
    }
    return (struct json){ .kind = JSON_ARRAY, .count = count, .member = rows };
}

/* A list that one cell holds: each word is the name of a row. */
static struct json named_rows(struct import_reader *reader,
                              const struct shape_field *list, const char *cell) {
    struct arena *const arena = reader->line_arena;
    const struct item_list words = item_sheet_words(arena, cell);
    struct json *const rows = arena_alloc(arena, words.count * sizeof *rows);

    for (size_t i = 0; i < words.count; i++) {
        rows[i] = empty_object(arena, 1);
        for (size_t j = 0; j < list->of->count && rows[i].count == 0; j++)
            if (list->of->fields[j].duty == SHAPE_REQUIRED)
                add_member(&rows[i],
                           (struct json){ .kind = JSON_STRING, .string = words.word[i] },
                           &list->of->fields[j]);
    }
    return (struct json){ .kind = JSON_ARRAY, .count = words.count, .member = rows };
}

static struct json rows_of(struct import_reader *reader, const struct shape_field *list) {
    const struct sheet_source *const items = reader->sheets->of[0];

    return column_of(items, list) > 0
               ? named_rows(reader, list,
                            cell_of(items, reader->sheets->record->line, list))
               : list_of(reader, list);
}

static struct json object_of(struct import_reader *reader, const struct shape *shape) {
    struct json object = empty_object(reader->line_arena, shape->count);

    for (size_t i = 0; i < shape->count; i++) {
        const struct shape_field *const field = &shape->fields[i];

        if (field->kind == SHAPE_OBJECT)
            add_member(&object, object_of(reader, field->of), field);
        else if (field->kind == SHAPE_LIST)
            add_member(&object, rows_of(reader, field), field);
        else
            add_member(&object,
                       value_of(reader->line_arena, field,
                                cell_of(reader->sheets->of[0],
                                        reader->sheets->record->line, field)),
                       field);
    }
    return object;
}

/* ---- where something stands ---- */

static size_t list_number(const struct import_sheets *sheets, const char *list) {
    for (size_t i = 1; i < sheets->known.count; i++)
        if (strcmp(sheets->known.sheet[i].list->name, list) == 0)
            return i;
    return 0;
}

void import_sheet_place(const struct import_reader *reader,
                        const struct shape_field *field, struct sheet_place *place) {
    const struct import_sheets *const sheets = reader->sheets;
    const size_t list = reader->row_of ? list_number(sheets, reader->row_of) : 0;
    const size_t number = sheets->of[list] ? list : 0; /* in a cell of the item's row */
    const struct sheet_source *const source = sheets->of[number];
    const struct sheet_line *line =
        number ? sheets->record->list[number].first : sheets->record->line;

    for (size_t i = 1; number && i < reader->row; i++)
        line = line->next;
    if (number != list)
        field = sheets->known.sheet[list].list;
    *place = (struct sheet_place){ source->name, line->line, column_of(source, field) };
}

/* ---- the file ---- */

/* Elements for which the file has no column or table stay as the library has them. */
static void find_unsaid(struct import_reader *reader) {
    const struct import_sheets *const sheets = reader->sheets;
    const struct item_sheet *const items = &sheets->known.sheet[0];
    const size_t most = items->table.count + sheets->known.count;
    const struct shape_field **const unsaid =
        arena_alloc(reader->arena, most * sizeof *unsaid);
    size_t count = 0;

    for (size_t i = 0; i < items->table.count; i++)
        if (column_of(sheets->of[0], items->field[i]) == 0)
            unsaid[count++] = items->field[i];
    for (size_t i = 1; i < sheets->known.count; i++)
        if (!sheets->of[i] && column_of(sheets->of[0], sheets->known.sheet[i].list) == 0)
            unsaid[count++] = sheets->known.sheet[i].list;
    reader->import->unsaid = unsaid;
    reader->import->unsaid_count = count;
}

/* The items in the order of the file. */
static void read_items(struct import_reader *reader) {
    for (const struct sheet_line *line = reader->sheets->of[0]->first; line;
         line = line->next) {
        struct import_record *record = record_of(reader->sheets, line->code);

        while (record->line != line)
            record++;
        reader->sheets->record = record;
        reader->line = line->line;

        const struct json object = object_of(reader, &item_file_shape);
        import_take_row(reader, &object);
    }
}

/* Whether each line of the import's columns begins with one of ours. */
static bool are_ours(struct import_reader *reader, const struct item_sheets *known,
                     const char **why) {
    for (const char *line = reader->import->columns; *line;) {
        const size_t size = strcspn(line, "\n");
        const char *const name =
            arena_copy_bytes(reader->arena, line, strcspn(line, "=\n"));

        if (size > 0 && (!memchr(line, '=', size) || (column_in(&known->sheet[0], name) ==
                                                          known->sheet[0].table.count &&
                                                      !sheet_named(known, name)))) {
            *why = arena_format(reader->arena,
                                "列名对照“%.*s”不对：应当写 我们的列名=清单里的列名",
                                (int)size, line);
            return false;
        }
        line += size + (line[size] == '\n');
    }
    return true;
}

bool import_read_sheets(struct import_reader *reader, const char **why) {
    struct import_sheets sheets = { .known = item_sheets(reader->arena) };
    const struct sheet_listener listener = { take_row, take_wrong, reader };

    assert(sheets.known.count <= LISTS_MAX);
    reader->sheets = &sheets;
    reader->import->format = ITEM_FORMAT_HAOBAN;
    if (!are_ours(reader, &sheets.known, why) ||
        !sheet_read_named(reader->arena, reader->import->path, reader->import->name,
                          &listener, why))
        return false;
    if (!sheets.of[0]) {
        *why = "没有找到“事项”表：第一行要有“事项编码”和“事项名称”这两列";
        return false;
    }
    make_records(reader);
    for (size_t i = 1; i < sheets.known.count; i++)
        if (sheets.of[i])
            give_lines(reader, i);
    find_unsaid(reader);
    read_items(reader);
    reader->sheets = NULL;
    return true;
}
