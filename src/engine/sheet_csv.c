#include <csv.h>
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "sheet_inside.h"
#include "utf8.h"

enum { PIECE_SIZE = 64 * 1024, UTF8_LEFT_MAX = 3, GB_LEFT_MAX = 8 };

struct csv_reading {
    struct sheet_reading *sheet;
    struct csv_parser parser;
    size_t column;
    int line;       /* where this row began */
    int line_feeds; /* within it so far */
    bool begun;
    bool returned; /* the last break was a return, of which a feed may be part */
};

/* ---- what encoding ---- */

/* The bytes at the end that may be the beginning of a character. */
static size_t left_over(const char *bytes, size_t size) {
    size_t left = 0;

    while (left < size && left < UTF8_LEFT_MAX &&
           ((unsigned char)bytes[size - 1 - left] & 0xC0) == 0x80)
        left++;
    if (left < size && (unsigned char)bytes[size - 1 - left] >= 0xC0)
        left++;
    return left;
}

/* Whether the whole file is UTF-8; it stands at its beginning again. */
static bool is_utf8(FILE *file) {
    char bytes[PIECE_SIZE];
    size_t left = 0;
    size_t size;
    bool valid = true;

    while (valid && (size = fread(bytes + left, 1, sizeof bytes - left, file)) > 0) {
        size += left;
        left = left_over(bytes, size);
        valid = utf8_valid(bytes, size - left);
        memmove(bytes, bytes + size - left, left);
    }
    valid = valid && utf8_valid(bytes, left);
    rewind(file);
    return valid;
}

/* ---- rows ---- */

static void begin_row(struct csv_reading *csv) {
    if (csv->begun)
        return;
    sheet_begin_line(csv->sheet, csv->line);
    csv->begun = true;
    csv->column = 0;
}

static int count_feeds(const char *bytes, size_t size) {
    int count = 0;

    for (size_t i = 0; i < size; i++)
        count += bytes[i] == '\n' ||
                 (bytes[i] == '\r' && (i + 1 == size || bytes[i + 1] != '\n'));
    return count;
}

/* libcsv gives the bytes of a cell. */
static void take_cell(void *bytes, size_t size, void *context) {
    struct csv_reading *const csv = context;
    const char *cell = bytes ? bytes : "";

    csv->returned = false;
    if (csv->sheet->stopped)
        return;
    begin_row(csv);
    csv->line_feeds += count_feeds(cell, size);
    if (size > 1 && *cell == '\'' && sheet_is_formula(cell[1])) {
        cell++;
        size--;
    }
    sheet_give(csv->sheet, csv->column++, cell, size);
}

/* libcsv gives each line break between rows, -1 at the end of the file. */
static void take_end(int byte, void *context) {
    struct csv_reading *const csv = context;

    if (byte == '\n' && csv->returned) {
        csv->returned = false;
        return;
    }
    csv->returned = byte == '\r';
    if (csv->begun && !csv->sheet->stopped)
        sheet_end_line(csv->sheet);
    csv->begun = false;
    csv->line += csv->line_feeds + 1;
    csv->line_feeds = 0;
}

/* ---- bytes ---- */

/* libcsv keeps one cell; a quote that nobody closed would take the whole file. */
static void *grow_cell(void *memory, size_t size) {
    return size > 2 * SHEET_CELL_MAX ? NULL : realloc(memory, size);
}

static void parse(struct csv_reading *csv, const char *bytes, size_t size) {
    struct sheet_reading *const sheet = csv->sheet;

    if (sheet->stopped ||
        csv_parse(&csv->parser, bytes, size, take_cell, take_end, csv) == size)
        return;
    sheet->line = csv->line + csv->line_feeds;
    if (csv_error(&csv->parser) == CSV_EPARSE)
        sheet_fail(sheet, "第 %d 行起引号不配对，请检查这一行的双引号", csv->line);
    else
        sheet_fail(sheet, "第 %d 行有一格太长，可能是双引号没有配对", csv->line);
}

/* The separator is what the first line has most of. */
static unsigned char separator_of(const char *bytes, size_t size) {
    static const char separators[] = ",;\t";
    size_t most = 0;
    unsigned char best = ',';

    for (const char *separator = separators; *separator; separator++) {
        size_t count = 0;

        for (size_t i = 0; i < size && bytes[i] != '\n' && bytes[i] != '\r'; i++)
            count += bytes[i] == *separator;
        if (count > most) {
            most = count;
            best = (unsigned char)*separator;
        }
    }
    return best;
}

static void parse_first(struct csv_reading *csv, const char *bytes, size_t size) {
    static const char mark[] = "\xEF\xBB\xBF";
    const size_t skip = size >= 3 && memcmp(bytes, mark, 3) == 0 ? 3 : 0;

    csv_set_delim(&csv->parser, separator_of(bytes + skip, size - skip));
    parse(csv, bytes + skip, size - skip);
}

static void parse_utf8(struct csv_reading *csv, FILE *file) {
    char bytes[PIECE_SIZE];
    size_t size = fread(bytes, 1, sizeof bytes, file);

    parse_first(csv, bytes, size);
    while (!csv->sheet->stopped && (size = fread(bytes, 1, sizeof bytes, file)) > 0)
        parse(csv, bytes, size);
}

/* Converts a piece; what is left of it is moved to its beginning. */
static size_t convert(struct csv_reading *csv, iconv_t converter, char *bytes,
                      size_t size, bool first) {
    char out[2 * PIECE_SIZE];
    char *from = bytes;
    char *to = out;
    size_t left = size;
    size_t room = sizeof out;

    /* A character that a piece cuts in two is finished by the next. */
    if (iconv(converter, &from, &left, &to, &room) == (size_t)-1 &&
        (errno != EINVAL || left > GB_LEFT_MAX)) {
        csv->sheet->line = csv->line;
        sheet_fail(csv->sheet,
                   "第 %d 行附近的文字既不是 UTF-8 也不是 GB18030，请另存为 CSV UTF-8",
                   csv->line + count_feeds(bytes, size - left));
        return 0;
    }
    if (first)
        parse_first(csv, out, sizeof out - room);
    else
        parse(csv, out, sizeof out - room);
    memmove(bytes, from, left);
    return left;
}

static void parse_gb18030(struct csv_reading *csv, FILE *file) {
    const iconv_t converter = iconv_open("UTF-8", "GB18030");
    char bytes[PIECE_SIZE];
    size_t left = 0;
    size_t size;
    bool first = true;

    if (converter == (iconv_t)-1) {
        sheet_fail(csv->sheet, "这台机器不会读 GB18030，请另存为 CSV UTF-8");
        return;
    }
    while (!csv->sheet->stopped &&
           (size = fread(bytes + left, 1, sizeof bytes - left, file)) > 0) {
        left = convert(csv, converter, bytes, size + left, first);
        first = false;
    }
    if (!csv->sheet->stopped && left > 0)
        sheet_fail(csv->sheet, "文件在一个字的中间结束了，可能没有传完");
    iconv_close(converter);
}

void sheet_read_csv(struct sheet_reading *reading, FILE *file) {
    static const unsigned char options = CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL;
    struct csv_reading csv = { .sheet = reading, .line = 1 };
    char wide[2] = { 0 };

    if (fread(wide, 1, 2, file) == 2 &&
        (memcmp(wide, "\xFF\xFE", 2) == 0 || memcmp(wide, "\xFE\xFF", 2) == 0)) {
        sheet_fail(reading, "这是 Unicode（UTF-16）文本，请另存为 CSV UTF-8");
        return;
    }
    rewind(file);
    if (csv_init(&csv.parser, options) != 0) {
        sheet_fail(reading, "内存不够，读不了这个文件");
        return;
    }
    csv_set_realloc_func(&csv.parser, grow_cell);
    if (is_utf8(file))
        parse_utf8(&csv, file);
    else
        parse_gb18030(&csv, file);
    if (!reading->stopped && csv_fini(&csv.parser, take_cell, take_end, &csv) != 0)
        sheet_fail(reading, "第 %d 行的双引号没有配对，文件到末尾也没有结束", csv.line);
    csv_free(&csv.parser);
}
