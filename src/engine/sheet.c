#include "sheet.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "arena.h"
#include "sheet_inside.h"
#include "text.h"
#include "utf8.h"

static const struct {
    enum sheet_format format;
    const char *name;
} formats[] = {
    { SHEET_JSONL, "jsonl" },
    { SHEET_CSV, "csv" },
    { SHEET_XLSX, "xlsx" },
};

enum sheet_format sheet_format_named(const char *name) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return formats[i].format;
    return SHEET_BY_CONTENT;
}

/* ---- rows ---- */

int sheet_column(const struct sheet_row *row, const char *column) {
    for (size_t i = 0; i < row->count; i++)
        if (strcmp(row->column[i], column) == 0)
            return (int)i + 1;
    return 0;
}

const char *sheet_cell(const struct sheet_row *row, const char *column) {
    const int number = sheet_column(row, column);

    return number ? row->cell[number - 1] : "";
}

bool sheet_is_formula(char byte) {
    return byte && strchr("=+-@\t\r'", byte);
}

/* ---- telling ---- */

void sheet_wrong(struct sheet_reading *reading, int column, const char *format, ...) {
    const struct sheet_place place = { reading->table, reading->line, column };
    va_list args;

    va_start(args, format);
    const char *const reason = arena_vformat(reading->line_arena, format, args);
    va_end(args);
    reading->spoiled = true;
    if (reading->listener->wrong)
        reading->listener->wrong(reading->listener->context, &place, reason);
    if (++reading->findings >= SHEET_WRONG_MAX)
        sheet_fail(reading, "错误超过 %d 处，先改正前面的", SHEET_WRONG_MAX);
}

void sheet_fail(struct sheet_reading *reading, const char *format, ...) {
    va_list args;

    va_start(args, format);
    if (!reading->why)
        reading->why = arena_vformat(reading->arena, format, args);
    va_end(args);
    reading->stopped = true;
}

/* ---- lines ---- */

void sheet_begin_table(struct sheet_reading *reading, const char *name) {
    if (++reading->table_count > SHEET_TABLES_MAX) {
        sheet_fail(reading, "表格太多，最多 %d 张", SHEET_TABLES_MAX);
        return;
    }
    reading->table = arena_copy(reading->arena, name);
    reading->column = NULL;
    reading->column_count = 0;
    reading->heading = 0;
    reading->line = 0;
}

void sheet_begin_line(struct sheet_reading *reading, int line) {
    arena_reset(reading->line_arena);
    reading->line = line;
    reading->spoiled = false;
    reading->cell_count = 0;
    reading->cell =
        arena_alloc(reading->line_arena, SHEET_COLUMNS_MAX * sizeof *reading->cell);
}

/* A copy with "\n" for each line break. */
static const char *with_line_feeds(struct arena *arena, const char *bytes, size_t size) {
    char *const copy = arena_copy_bytes(arena, bytes, size);
    char *to = copy;

    for (const char *at = copy; *at; at++)
        if (*at != '\r')
            *to++ = *at;
        else if (at[1] != '\n')
            *to++ = '\n';
    *to = '\0';
    return copy;
}

void sheet_give(struct sheet_reading *reading, size_t column, const char *bytes,
                size_t size) {
    const int number = (int)column + 1;

    if (column >= SHEET_COLUMNS_MAX) {
        if (size > 0 && !reading->spoiled)
            sheet_wrong(reading, number, "列太多，最多 %d 列", SHEET_COLUMNS_MAX);
    } else if (size > SHEET_CELL_MAX) {
        sheet_wrong(reading, number, "这一格太长，最多 %d 个字节", SHEET_CELL_MAX);
    } else if (!utf8_valid(bytes, size)) {
        sheet_wrong(reading, number, "这一格不是有效的文字，请另存为 UTF-8 编码");
    } else if (!utf8_valid_text(bytes, size)) {
        sheet_wrong(reading, number, "这一格里有控制字符");
    } else {
        for (; reading->cell_count < column; reading->cell_count++)
            reading->cell[reading->cell_count] = "";
        reading->cell[column] = with_line_feeds(reading->line_arena, bytes, size);
        if (column == reading->cell_count)
            reading->cell_count++;
    }
}

static bool is_blank(const struct sheet_reading *reading) {
    for (size_t i = 0; i < reading->cell_count; i++)
        if (reading->cell[i][strspn(reading->cell[i], " \n\t")])
            return false;
    return true;
}

static const char *trimmed(struct arena *arena, const char *name) {
    name += strspn(name, " \n\t");

    size_t size = strlen(name);
    while (size > 0 && strchr(" \n\t", name[size - 1]))
        size--;
    return arena_copy_bytes(arena, name, size);
}

/* The first line names the columns; one without a name may hold nothing. */
static void take_names(struct sheet_reading *reading) {
    const char **const names =
        arena_alloc(reading->arena, reading->cell_count * sizeof *names);

    for (size_t i = 0; i < reading->cell_count; i++) {
        names[i] = trimmed(reading->arena, reading->cell[i]);
        for (size_t j = 0; j < i && *names[i]; j++)
            if (strcmp(names[i], names[j]) == 0)
                sheet_wrong(reading, (int)i + 1, "“%.60s”这一列出现了两次", names[i]);
    }
    reading->column = names;
    reading->column_count = reading->cell_count;
    reading->heading = reading->line;
    if (reading->spoiled)
        sheet_fail(reading, "“%.60s”的表头有错，没有读下去", reading->table);
}

static void check_unnamed(struct sheet_reading *reading) {
    for (size_t i = 0; i < reading->cell_count; i++) {
        const bool named = i < reading->column_count && *reading->column[i];

        if (!named && *reading->cell[i])
            sheet_wrong(reading, (int)i + 1, "这一列没有列名，却有内容");
    }
}

static void give_row(struct sheet_reading *reading, const char *const *column,
                     size_t count) {
    const struct sheet_row row = { reading->table, reading->line, reading->heading,
                                   count,          column,        reading->cell };

    if (reading->spoiled)
        return;
    if (++reading->rows > SHEET_ROWS_MAX)
        sheet_fail(reading, "超过了 %d 行，请分成几个文件", SHEET_ROWS_MAX);
    else if (reading->listener->row)
        reading->listener->row(reading->listener->context, &row);
}

void sheet_end_line(struct sheet_reading *reading) {
    if (reading->stopped || (is_blank(reading) && !reading->spoiled))
        return;
    if (!reading->column) {
        take_names(reading);
        return;
    }
    check_unnamed(reading);
    for (; reading->cell_count < reading->column_count; reading->cell_count++)
        reading->cell[reading->cell_count] = "";
    give_row(reading, reading->column, reading->column_count);
}

void sheet_give_named(struct sheet_reading *reading, const char *const *column,
                      size_t count) {
    for (; reading->cell_count < count; reading->cell_count++)
        reading->cell[reading->cell_count] = "";
    give_row(reading, column, count);
}

/* ---- files ---- */

enum { HEAD_SIZE = 512, NAMES_MAX = 256 };

/* The name of a file without folder and ending. */
static const char *stem_of(struct arena *arena, const char *path) {
    const char *const slash = strrchr(path, '/');
    const char *const name = slash ? slash + 1 : path;
    const char *const dot = strrchr(name, '.');

    return arena_copy_bytes(arena, name, dot ? (size_t)(dot - name) : strlen(name));
}

static enum sheet_format format_of(const char *head, size_t size) {
    size_t at = size >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    if (size >= 4 && memcmp(head, "PK\3\4", 4) == 0)
        return SHEET_XLSX;
    while (at < size && strchr(" \t\r\n", head[at]) && head[at])
        at++;
    return at < size && head[at] == '{' ? SHEET_JSONL : SHEET_CSV;
}

static void read_open_file(struct sheet_reading *reading, const char *path, FILE *file) {
    const char *const name = reading->name ? reading->name : path;
    char head[HEAD_SIZE];
    const size_t size = fread(head, 1, sizeof head, file);

    rewind(file);
    switch (format_of(head, size)) {
    case SHEET_XLSX: sheet_read_xlsx(reading, path); break;
    case SHEET_JSONL:
        sheet_begin_table(reading, stem_of(reading->arena, name));
        sheet_read_json(reading, file);
        break;
    case SHEET_CSV:
    case SHEET_BY_CONTENT:
        sheet_begin_table(reading, stem_of(reading->arena, name));
        sheet_read_csv(reading, file);
        break;
    }
}

static void read_file(struct sheet_reading *reading, const char *path) {
    FILE *const file = fopen(path, "rb");
    struct stat about;

    if (!file) {
        sheet_fail(reading, "打不开 %s：%s", path, strerror(errno));
        return;
    }
    if (fstat(fileno(file), &about) != 0 || !S_ISREG(about.st_mode))
        sheet_fail(reading, "%s 不是文件", path);
    else if (about.st_size > SHEET_FILE_MAX)
        sheet_fail(reading, "文件有 %lld MB，最多 %d MB，请分成几个文件",
                   (long long)about.st_size / 1024 / 1024, SHEET_FILE_MAX / 1024 / 1024);
    else
        read_open_file(reading, path, file);
    fclose(file);
}

/* ---- folders ---- */

static bool is_csv(const struct dirent *entry) {
    const char *const dot = strrchr(entry->d_name, '.');

    return entry->d_name[0] != '.' && dot && strcasecmp(dot, ".csv") == 0;
}

static int is_wanted(const struct dirent *entry) {
    return is_csv(entry);
}

static void read_folder(struct sheet_reading *reading, const char *path) {
    struct dirent **entries = NULL;
    const int count = scandir(path, &entries, is_wanted, alphasort);

    if (count <= 0)
        sheet_fail(reading, "文件夹 %s 里没有 CSV 文件", path);
    for (int i = 0; i < count; i++) {
        if (!reading->stopped)
            read_file(reading,
                      arena_format(reading->arena, "%s/%s", path, entries[i]->d_name));
        free(entries[i]);
    }
    free(entries);
}

bool sheet_read(struct arena *arena, const char *path,
                const struct sheet_listener *listener, const char **why) {
    return sheet_read_named(arena, path, NULL, listener, why);
}

bool sheet_read_named(struct arena *arena, const char *path, const char *name,
                      const struct sheet_listener *listener, const char **why) {
    struct sheet_reading reading = { .arena = arena,
                                     .line_arena = arena_new(),
                                     .listener = listener,
                                     .name = name,
                                     .table = "" };
    struct stat about;

    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode))
        read_folder(&reading, path);
    else
        read_file(&reading, path);
    arena_free(reading.line_arena);
    if (reading.why)
        *why = reading.why;
    return !reading.why;
}
