#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "arena.h"
#include "sheet_inside.h"
#include "text.h"
#include "utf8.h"

/*
 * XLSX is a ZIP of XML: xl/workbook.xml names the sheets and refers, by way of
 * xl/_rels/workbook.xml.rels, to their entries; xl/sharedStrings.xml holds texts that
 * cells refer to by number.
 */
enum {
    ENTRIES_MAX = 2000,
    PATH_MAX_SIZE = 300,
    SHARED_COUNT_MAX = 4 * 1000 * 1000,
    SMALL_ENTRY = 1024 * 1024, /* of such size no ratio is suspicious */
    ERROR_TEXT_MAX = 100,
};

/* ---- an entry as XML ---- */

struct entry {
    struct sheet_reading *sheet;
    zip_file_t *file;
    xmlTextReader *xml;
    zip_uint64_t packed;
    zip_uint64_t unpacked; /* so far */
    bool too_large;
};

static bool is_bomb(const struct entry *entry) {
    return entry->unpacked > SHEET_UNPACKED_MAX ||
           (entry->unpacked > SMALL_ENTRY &&
            entry->unpacked / SHEET_RATIO_MAX > entry->packed);
}

/* libxml2 asks for bytes; what a ZIP says of its sizes is not believed. */
static int give_bytes(void *context, char *bytes, int size) {
    struct entry *const entry = context;
    const zip_int64_t count = zip_fread(entry->file, bytes, (zip_uint64_t)size);

    if (count < 0)
        return -1;
    entry->unpacked += (zip_uint64_t)count;
    entry->too_large = entry->too_large || is_bomb(entry);
    return entry->too_large ? -1 : (int)count;
}

static int leave_open(void *context) {
    (void)context;
    return 0;
}

/* What libxml2 would print. */
static void say_nothing(void *context, const char *text, xmlParserSeverities severity,
                        xmlTextReaderLocatorPtr where) {
    (void)context;
    (void)text;
    (void)severity;
    (void)where;
}

static bool entry_open(struct entry *entry, struct sheet_reading *sheet, zip_t *zip,
                       const char *path) {
    struct zip_stat about;

    *entry = (struct entry){ .sheet = sheet };
    zip_stat_init(&about);
    if (zip_stat(zip, path, 0, &about) != 0 || !(about.valid & ZIP_STAT_COMP_SIZE))
        return false;
    entry->packed = about.comp_size;
    entry->file = zip_fopen(zip, path, 0);
    if (!entry->file)
        return false;
    entry->xml =
        xmlReaderForIO(give_bytes, leave_open, entry, NULL, NULL,
                       XML_PARSE_NONET | XML_PARSE_NOWARNING | XML_PARSE_NOERROR);
    if (!entry->xml) {
        zip_fclose(entry->file);
        return false;
    }
    xmlTextReaderSetErrorHandler(entry->xml, say_nothing, NULL);
    return true;
}

static void entry_close(struct entry *entry) {
    xmlFreeTextReader(entry->xml);
    zip_fclose(entry->file);
}

/* Steps to the next node.  No office program writes a DOCTYPE: who does means ill. */
static bool step(struct entry *entry) {
    struct sheet_reading *const sheet = entry->sheet;
    const int result = sheet->stopped ? 0 : xmlTextReaderRead(entry->xml);

    if (result == 1 &&
        xmlTextReaderNodeType(entry->xml) == XML_READER_TYPE_DOCUMENT_TYPE) {
        sheet_fail(sheet, "这个 XLSX 里有不该有的 DOCTYPE，没有读");
        return false;
    }
    if (entry->too_large)
        sheet_fail(sheet, "这个 XLSX 解压后大得不正常，没有读");
    else if (result < 0)
        sheet_fail(sheet, "这个 XLSX 里的 XML 不完整，请用表格软件重新保存");
    return result == 1;
}

static bool is_begin(const struct entry *entry, const char *name) {
    return xmlTextReaderNodeType(entry->xml) == XML_READER_TYPE_ELEMENT &&
           strcmp((const char *)xmlTextReaderConstLocalName(entry->xml), name) == 0;
}

static bool is_end(const struct entry *entry, const char *name) {
    return xmlTextReaderNodeType(entry->xml) == XML_READER_TYPE_END_ELEMENT &&
           strcmp((const char *)xmlTextReaderConstLocalName(entry->xml), name) == 0;
}

/* The attribute of this element, "" when it has none; in the arena. */
static const char *attribute(const struct entry *entry, struct arena *arena,
                             const char *name) {
    xmlChar *const value = xmlTextReaderGetAttribute(entry->xml, (const xmlChar *)name);
    const char *const copy = value ? arena_copy(arena, (const char *)value) : "";

    xmlFree(value);
    return copy;
}

/* An attribute that Excel writes in the namespace of relations. */
static const char *relation(const struct entry *entry, struct arena *arena) {
    const char *found = "";

    while (xmlTextReaderMoveToNextAttribute(entry->xml) == 1)
        if (strcmp((const char *)xmlTextReaderConstLocalName(entry->xml), "id") == 0 &&
            xmlTextReaderConstPrefix(entry->xml))
            found = arena_copy(arena, (const char *)xmlTextReaderConstValue(entry->xml));
    xmlTextReaderMoveToElement(entry->xml);
    return found;
}

static void add_value(const struct entry *entry, struct text *text) {
    const int type = xmlTextReaderNodeType(entry->xml);

    if (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
        type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE ||
        type == XML_READER_TYPE_WHITESPACE)
        text_add(text, (const char *)xmlTextReaderConstValue(entry->xml));
}

/*
 * Reads on to the end of an element that holds texts <t>; those of <rPh> say how others
 * are pronounced.  Texts that are too long are cut: who gives them on says so.
 */
static void read_texts(struct entry *entry, const char *name, struct text *text) {
    bool wanted = false;
    bool spoken = false;

    if (xmlTextReaderIsEmptyElement(entry->xml) == 1)
        return;
    while (step(entry) && !is_end(entry, name)) {
        if (is_begin(entry, "rPh") || is_end(entry, "rPh"))
            spoken = is_begin(entry, "rPh") && !xmlTextReaderIsEmptyElement(entry->xml);
        if (is_begin(entry, "t") || is_end(entry, "t"))
            wanted = is_begin(entry, "t") && !xmlTextReaderIsEmptyElement(entry->xml);
        if (wanted && !spoken && text->length <= SHEET_CELL_MAX)
            add_value(entry, text);
    }
}

/* ---- texts ---- */

static int hex_of(char byte) {
    static const char digits[] = "0123456789ABCDEF";
    const char *const at = strchr(digits, byte >= 'a' && byte <= 'f' ? byte - 32 : byte);

    return byte && at ? (int)(at - digits) : -1;
}

/* The character of "_x000D_", or -1. */
static int escaped(const char *at) {
    int point = 0;

    if (at[0] != '_' || at[1] != 'x')
        return -1;
    for (int i = 2; i < 6; i++) {
        if (hex_of(at[i]) < 0)
            return -1;
        point = point * 16 + hex_of(at[i]);
    }
    return at[6] == '_' ? point : -1;
}

/* Gives a text on, with what Excel wrote as _x000D_ in it. */
static void give_text(struct sheet_reading *sheet, size_t column, const char *string) {
    enum { ESCAPE_SIZE = sizeof "_x000D_" - 1, SURROGATES = 0xD800, BEHIND = 0xDFFF };
    struct text text = { .arena = sheet->line_arena };
    char bytes[4];

    for (const char *at = string; *at;) {
        const int point = escaped(at);

        if (point > 0 && (point < SURROGATES || point > BEHIND)) {
            text_add_bytes(&text, bytes, utf8_put(bytes, (uint32_t)point));
            at += ESCAPE_SIZE;
        } else {
            text_add_byte(&text, *at++);
        }
    }
    sheet_give(sheet, column, text_string(&text), text.length);
}

/* ---- shared strings ---- */

struct shared {
    const char **string;
    size_t count;
    size_t room;
    size_t bytes;
};

static void add_shared(struct sheet_reading *sheet, struct shared *shared,
                       const char *string) {
    shared->bytes += strlen(string) + 1;
    if (shared->bytes > SHEET_SHARED_MAX || shared->count >= SHARED_COUNT_MAX) {
        sheet_fail(sheet, "这个 XLSX 里的文字太多，请分成几个文件");
        return;
    }
    if (shared->count == shared->room) {
        const char **const before = shared->string;

        shared->room = shared->room ? 2 * shared->room : 1024;
        shared->string = arena_alloc(sheet->arena, shared->room * sizeof *shared->string);
        if (shared->count > 0)
            memcpy(shared->string, before, shared->count * sizeof *before);
    }
    shared->string[shared->count++] = arena_copy(sheet->arena, string);
}

static void read_shared(struct sheet_reading *sheet, zip_t *zip, const char *path,
                        struct shared *shared) {
    struct entry entry;

    if (!*path || !entry_open(&entry, sheet, zip, path))
        return;
    while (step(&entry))
        if (is_begin(&entry, "si")) {
            struct text text = { .arena = sheet->line_arena };

            read_texts(&entry, "si", &text);
            add_shared(sheet, shared, text_string(&text));
            arena_reset(sheet->line_arena);
        }
    entry_close(&entry);
}

/* ---- cells ---- */

struct cell {
    size_t column;
    const char *kind; /* s shared, inlineStr, str, b, e; "" a number */
    struct text text;
};

/* "AB12" is column 27, counted from 0; a cell without a reference follows the last. */
static size_t column_of(const char *reference, size_t otherwise) {
    size_t column = 0;

    if (!*reference)
        return otherwise;
    for (; *reference >= 'A' && *reference <= 'Z' && column <= SHEET_COLUMNS_MAX;
         reference++)
        column = column * 26 + (size_t)(*reference - 'A') + 1;
    return column > 0 ? column - 1 : otherwise;
}

static void give_shared(struct sheet_reading *sheet, const struct shared *shared,
                        const struct cell *cell, const char *number) {
    char *end;
    const unsigned long index = strtoul(number, &end, 10);

    if (!*number || *end || index >= shared->count)
        sheet_wrong(sheet, (int)cell->column + 1, "这一格指的文字不在文件里");
    else
        give_text(sheet, cell->column, shared->string[index]);
}

/* Excel keeps 15 digits of a number; of a longer code the rest is lost. */
static void give_number(struct sheet_reading *sheet, const struct cell *cell,
                        const char *number) {
    enum { DIGITS_MAX = 15 };

    if (strpbrk(number, "Ee") || strlen(number) > DIGITS_MAX + 3)
        sheet_wrong(sheet, (int)cell->column + 1,
                    "这一格被存成了数字 %.30s，后面的位数已经丢了，请把这一列设为“文本”"
                    "格式后重新填写",
                    number);
    else
        sheet_give(sheet, cell->column, number, strlen(number));
}

static void give_cell(struct sheet_reading *sheet, const struct shared *shared,
                      struct cell *cell) {
    const char *const text = text_string(&cell->text);

    if (strcmp(cell->kind, "s") == 0)
        give_shared(sheet, shared, cell, text);
    else if (strcmp(cell->kind, "inlineStr") == 0 || strcmp(cell->kind, "str") == 0)
        give_text(sheet, cell->column, text);
    else if (strcmp(cell->kind, "e") == 0)
        sheet_wrong(sheet, (int)cell->column + 1, "这一格的公式出错：%.*s",
                    ERROR_TEXT_MAX, text);
    else if (strcmp(cell->kind, "b") == 0)
        give_text(sheet, cell->column, strcmp(text, "1") == 0 ? "是" : "否");
    else
        give_number(sheet, cell, text);
}

static void read_cell(struct entry *entry, const struct shared *shared, size_t follows) {
    struct sheet_reading *const sheet = entry->sheet;
    struct arena *const arena = sheet->line_arena;
    struct cell cell = {
        .column = column_of(attribute(entry, arena, "r"), follows),
        .kind = attribute(entry, arena, "t"),
        .text = { .arena = arena },
    };
    bool value = false;

    if (xmlTextReaderIsEmptyElement(entry->xml) == 1)
        return;
    while (step(entry) && !is_end(entry, "c")) {
        if (is_begin(entry, "is"))
            read_texts(entry, "is", &cell.text);
        if (is_begin(entry, "v") || is_end(entry, "v"))
            value = is_begin(entry, "v") && !xmlTextReaderIsEmptyElement(entry->xml);
        if (value && cell.text.length <= SHEET_CELL_MAX)
            add_value(entry, &cell.text);
    }
    if (!sheet->stopped && cell.text.length > 0)
        give_cell(sheet, shared, &cell);
}

static int line_of(const struct entry *entry, int follows) {
    const char *const number = attribute(entry, entry->sheet->line_arena, "r");
    char *end;
    const long line = strtol(number, &end, 10);

    return *number && !*end && line > 0 && line < 10 * 1000 * 1000 ? (int)line : follows;
}

static void read_row(struct entry *entry, const struct shared *shared) {
    struct sheet_reading *const sheet = entry->sheet;

    sheet_begin_line(sheet, line_of(entry, sheet->line + 1));
    if (xmlTextReaderIsEmptyElement(entry->xml) == 1)
        return;
    while (step(entry) && !is_end(entry, "row"))
        if (is_begin(entry, "c"))
            read_cell(entry, shared, sheet->cell_count);
    sheet_end_line(sheet);
}

static void read_sheet(struct sheet_reading *sheet, zip_t *zip, const char *path,
                       const struct shared *shared) {
    struct entry entry;

    if (!entry_open(&entry, sheet, zip, path)) {
        sheet_fail(sheet, "这个 XLSX 缺少工作表 %.100s", path);
        return;
    }
    while (step(&entry))
        if (is_begin(&entry, "row"))
            read_row(&entry, shared);
    entry_close(&entry);
}

/* ---- the workbook ---- */

struct workbook {
    size_t count;
    const char *name[SHEET_TABLES_MAX];
    const char *id[SHEET_TABLES_MAX];
    const char *path[SHEET_TABLES_MAX]; /* NULL: nothing refers to it */
    const char *shared;                 /* path, "" none */
};

static void read_names(struct sheet_reading *sheet, zip_t *zip, struct workbook *book) {
    struct entry entry;

    if (!entry_open(&entry, sheet, zip, "xl/workbook.xml")) {
        sheet_fail(sheet, "这个压缩文件不是 XLSX，请用表格软件另存为 XLSX");
        return;
    }
    while (step(&entry)) {
        if (!is_begin(&entry, "sheet") ||
            strcmp(attribute(&entry, sheet->arena, "state"), "hidden") == 0)
            continue;
        if (book->count == SHEET_TABLES_MAX) {
            sheet_fail(sheet, "工作表太多，最多 %d 张", SHEET_TABLES_MAX);
            break;
        }
        book->name[book->count] = attribute(&entry, sheet->arena, "name");
        book->id[book->count++] = relation(&entry, sheet->arena);
    }
    entry_close(&entry);
}

/* A target is from xl/, or from the top when it begins with a slash. */
static const char *path_of(struct arena *arena, const char *target) {
    if (strlen(target) > PATH_MAX_SIZE)
        return "";
    return *target == '/' ? target + 1 : arena_format(arena, "xl/%s", target);
}

static bool ends_with(const char *string, const char *end) {
    const size_t size = strlen(string);

    return size >= strlen(end) && strcmp(string + size - strlen(end), end) == 0;
}

static void read_relations(struct sheet_reading *sheet, zip_t *zip,
                           struct workbook *book) {
    struct entry entry;

    if (!entry_open(&entry, sheet, zip, "xl/_rels/workbook.xml.rels")) {
        sheet_fail(sheet, "这个 XLSX 不完整，请用表格软件重新保存");
        return;
    }
    while (step(&entry)) {
        if (!is_begin(&entry, "Relationship"))
            continue;

        const char *const id = attribute(&entry, sheet->arena, "Id");
        const char *const path =
            path_of(sheet->arena, attribute(&entry, sheet->arena, "Target"));
        if (ends_with(attribute(&entry, sheet->arena, "Type"), "/sharedStrings"))
            book->shared = path;
        for (size_t i = 0; i < book->count; i++)
            if (strcmp(book->id[i], id) == 0)
                book->path[i] = path;
    }
    entry_close(&entry);
}

static void read_workbook(struct sheet_reading *sheet, zip_t *zip) {
    struct workbook book = { .shared = "" };
    struct shared shared = { 0 };

    if (zip_get_num_entries(zip, 0) > ENTRIES_MAX)
        sheet_fail(sheet, "这个压缩文件里的文件太多，没有读");
    if (!sheet->stopped)
        read_names(sheet, zip, &book);
    if (!sheet->stopped)
        read_relations(sheet, zip, &book);
    if (!sheet->stopped)
        read_shared(sheet, zip, book.shared, &shared);
    for (size_t i = 0; i < book.count && !sheet->stopped; i++) {
        sheet_begin_table(sheet, book.name[i]);
        if (book.path[i] && !sheet->stopped)
            read_sheet(sheet, zip, book.path[i], &shared);
    }
}

void sheet_read_xlsx(struct sheet_reading *reading, const char *path) {
    zip_t *const zip = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, NULL);

    if (!zip) {
        sheet_fail(reading, "这个 XLSX 打不开，可能没有传完或已经损坏");
        return;
    }
    read_workbook(reading, zip);
    zip_discard(zip);
}
