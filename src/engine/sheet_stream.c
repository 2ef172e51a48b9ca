#include "sheet_stream.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "arena.h"
#include "sheet_inside.h"

/*
 * An XLSX is a ZIP.  Its sheets are written first, each packed by a compressor that is
 * begun anew with each piece: what one piece ends with (an empty block, on a whole byte)
 * another can go on behind.  Sizes and check sums stand behind each sheet, and its small
 * parts, which say how many sheets there are, come last.
 */
enum {
    PACK_LEVEL = 5,
    PACK_MEMORY = 8,
    PACK_BUFFER = 64 * 1024,
    XML_BUFFER = 256 * 1024,
    NAME_MAX_BYTES = 64,
    DEFLATED = 8,
    VERSION = 20,
    SIZES_BEHIND = 1 << 3 | 1 << 11, /* and names in UTF-8 */
    DAY_1980 = 1 << 5 | 1,
    MARK_VERSION = 1,
};
static const int64_t zip_bytes_max = 0xFFFFFFFFLL - (64LL << 20); /* room for the end */

/* A part of the ZIP. */
struct entry {
    char name[NAME_MAX_BYTES];
    int64_t offset;
    int64_t crc;
    int64_t packed, plain;
};

struct sheet_stream {
    struct arena *arena;
    enum sheet_format format;
    const struct sheet_table *table;
    struct text out; /* the bytes of this piece */
    struct text xml; /* not packed yet */
    z_stream packer;
    bool is_packing;
    int64_t before; /* bytes of the pieces before */
    int64_t rows;   /* of this sheet */
    struct entry leaf[SHEET_STREAM_LEAVES_MAX];
    size_t leaf_count;
};

/* ---- packing ---- */

/* zlib's memory is of this piece; it is not given back one by one. */
static void *give_memory(void *arena, unsigned count, unsigned size) {
    return arena_room(arena, (size_t)count * size);
}

static void take_memory(void *arena, void *memory) {
    (void)arena;
    (void)memory;
}

static void begin_packing(struct sheet_stream *stream) {
    if (stream->is_packing)
        return;
    stream->packer = (z_stream){ .zalloc = give_memory,
                                 .zfree = take_memory,
                                 .opaque = stream->arena };

    const int result = deflateInit2(&stream->packer, PACK_LEVEL, Z_DEFLATED, -MAX_WBITS,
                                    PACK_MEMORY, Z_DEFAULT_STRATEGY);

    assert(result == Z_OK);
    (void)result;
    stream->is_packing = true;
}

/* Packs what was written of an entry; flush as zlib has it. */
static void pack(struct sheet_stream *stream, struct entry *entry, int flush) {
    unsigned char packed[PACK_BUFFER];
    z_stream *packer = &stream->packer;

    begin_packing(stream);
    packer->next_in = (z_const Bytef *)stream->xml.bytes;
    packer->avail_in = (uInt)stream->xml.length;
    entry->crc = (int64_t)crc32((uLong)entry->crc, (const Bytef *)stream->xml.bytes,
                                (uInt)stream->xml.length);
    entry->plain += (int64_t)stream->xml.length;
    do {
        packer->next_out = packed;
        packer->avail_out = sizeof packed;
        deflate(packer, flush);

        const size_t size = sizeof packed - packer->avail_out;

        text_add_bytes(&stream->out, packed, size);
        entry->packed += (int64_t)size;
    } while (packer->avail_out == 0);
    stream->xml.length = 0;
}

static void end_packing(struct sheet_stream *stream) {
    if (stream->is_packing)
        deflateEnd(&stream->packer);
    stream->is_packing = false;
}

/* ---- the ZIP ---- */

static int64_t offset_of(const struct sheet_stream *stream) {
    return stream->before + (int64_t)stream->out.length;
}

static void add_number(struct text *out, int64_t value, int bytes) {
    for (; bytes > 0; bytes--, value >>= 8)
        text_add_byte(out, (char)(value & 0xFF));
}

/* What a local header and the directory say alike; sizes 0 stand behind the part. */
static void add_head(struct text *out, const struct entry *entry, int64_t crc,
                     int64_t packed, int64_t plain) {
    add_number(out, VERSION, 2);
    add_number(out, SIZES_BEHIND, 2);
    add_number(out, DEFLATED, 2);
    add_number(out, 0, 2);
    add_number(out, DAY_1980, 2);
    add_number(out, crc, 4);
    add_number(out, packed, 4);
    add_number(out, plain, 4);
    add_number(out, (int64_t)strlen(entry->name), 2);
    add_number(out, 0, 2);
}

static struct entry begin_entry(struct sheet_stream *stream, const char *name) {
    struct entry entry = { .offset = offset_of(stream) };

    assert(strlen(name) < sizeof entry.name);
    memcpy(entry.name, name, strlen(name) + 1);
    add_number(&stream->out, 0x04034b50, 4);
    add_head(&stream->out, &entry, 0, 0, 0);
    text_add(&stream->out, name);
    return entry;
}

static void end_entry(struct sheet_stream *stream, struct entry *entry) {
    pack(stream, entry, Z_FINISH);
    end_packing(stream);
    add_number(&stream->out, 0x08074b50, 4);
    add_number(&stream->out, entry->crc, 4);
    add_number(&stream->out, entry->packed, 4);
    add_number(&stream->out, entry->plain, 4);
}

static void add_directory(struct text *out, const struct entry *entries, size_t count) {
    for (size_t i = 0; i < count; i++) {
        add_number(out, 0x02014b50, 4);
        add_number(out, VERSION, 2);
        add_head(out, &entries[i], entries[i].crc, entries[i].packed, entries[i].plain);
        add_number(out, 0, 2 + 2 + 2);
        add_number(out, 0, 4);
        add_number(out, entries[i].offset, 4);
        text_add(out, entries[i].name);
    }
}

static void end_zip(struct sheet_stream *stream, const struct entry *entries,
                    size_t count) {
    const int64_t offset = offset_of(stream);

    add_directory(&stream->out, entries, count);

    const int64_t size = offset_of(stream) - offset;

    add_number(&stream->out, 0x06054b50, 4);
    add_number(&stream->out, 0, 2 + 2);
    add_number(&stream->out, (int64_t)count, 2);
    add_number(&stream->out, (int64_t)count, 2);
    add_number(&stream->out, size, 4);
    add_number(&stream->out, offset, 4);
    add_number(&stream->out, 0, 2);
}

/* ---- sheets ---- */

static const char xml_begins[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
#define SPREADSHEET "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"

/* "A" … "Z", "AA" …; columns from 0. */
static void add_column(struct text *out, size_t column) {
    if (column >= 26)
        text_add_byte(out, (char)('A' + column / 26 - 1));
    text_add_byte(out, (char)('A' + column % 26));
}

/* Excel reads _x0041_ as a character: an underscore before such a thing is written so. */
static bool is_escape(const char *at) {
    return at[0] == '_' && at[1] == 'x' &&
           strspn(at + 2, "0123456789abcdefABCDEF") >= 4 && at[6] == '_';
}

/* U+FFFE and U+FFFF are no characters of XML. */
static bool is_no_character(const char *at) {
    return (unsigned char)at[0] == 0xEF && (unsigned char)at[1] == 0xBF &&
           (unsigned char)at[2] >= 0xBE;
}

static void add_character(struct text *out, const char *at) {
    switch (*at) {
    case '&': text_add(out, "&amp;"); break;
    case '<': text_add(out, "&lt;"); break;
    case '>': text_add(out, "&gt;"); break;
    case '\n':
    case '\t': text_add_byte(out, *at); break;
    case '_': text_add(out, is_escape(at) ? "_x005F_" : "_"); break;
    default:
        text_add_byte(out, (unsigned char)*at < ' ' || *at == 127 ? ' ' : *at);
        break;
    }
}

static void add_words(struct text *out, const char *words) {
    int count = 0;

    for (; *words; words++) {
        const unsigned char byte = (unsigned char)*words;

        if ((byte & 0xC0) != 0x80 && ++count > SHEET_STREAM_CELL_MAX)
            return;
        count += byte >= 0xF0; /* Excel counts two for those */
        if (is_no_character(words))
            words += 2;
        else
            add_character(out, words);
    }
}

static void add_row(struct sheet_stream *stream, const char *const *cell, int style) {
    struct text *xml = &stream->xml;
    const int64_t row = ++stream->rows;

    text_add(xml, "<row r=\"");
    text_add_int(xml, row);
    text_add(xml, "\">");
    for (size_t i = 0; i < stream->table->count; i++) {
        if (!*cell[i])
            continue;
        text_add(xml, "<c r=\"");
        add_column(xml, i);
        text_add_int(xml, row);
        text_add(xml, style ? "\" s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
                            : "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        add_words(xml, cell[i]);
        text_add(xml, "</t></is></c>");
    }
    text_add(xml, "</row>");
}

static struct entry *leaf_of(struct sheet_stream *stream) {
    assert(stream->leaf_count > 0);
    return &stream->leaf[stream->leaf_count - 1];
}

static void name_leaf(char name[NAME_MAX_BYTES], size_t number) {
    snprintf(name, NAME_MAX_BYTES, "xl/worksheets/sheet%zu.xml", number);
}

/* The names of columns stay in sight. */
static void begin_leaf(struct sheet_stream *stream) {
    char name[NAME_MAX_BYTES];

    assert(stream->leaf_count < SHEET_STREAM_LEAVES_MAX);
    name_leaf(name, stream->leaf_count + 1);
    stream->leaf[stream->leaf_count++] = begin_entry(stream, name);
    stream->rows = 0;
    text_addf(&stream->xml,
              "%s<worksheet xmlns=\"" SPREADSHEET "\"><sheetViews><sheetView "
              "workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" "
              "activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
              "<cols><col min=\"1\" max=\"%zu\" width=\"20\" customWidth=\"1\"/></cols>"
              "<sheetData>",
              xml_begins, stream->table->count);
    add_row(stream, stream->table->column, 1);
}

static void end_leaf(struct sheet_stream *stream) {
    text_add(&stream->xml, "</sheetData></worksheet>");
    end_entry(stream, leaf_of(stream));
}

static void put_xlsx(struct sheet_stream *stream, const char *const *cell) {
    if (stream->rows > SHEET_STREAM_LEAF_ROWS || leaf_of(stream)->plain > zip_bytes_max) {
        end_leaf(stream);
        begin_leaf(stream);
    }
    add_row(stream, cell, 0);
    if (stream->xml.length >= XML_BUFFER)
        pack(stream, leaf_of(stream), Z_NO_FLUSH);
}

/* ---- the small parts ---- */

static struct entry add_part(struct sheet_stream *stream, const char *name) {
    struct entry entry = begin_entry(stream, name);

    end_entry(stream, &entry);
    return entry;
}

static void write_types(struct sheet_stream *stream) {
    text_addf(&stream->xml,
              "%s<Types xmlns=\"" PACKAGE "content-types\">"
              "<Default Extension=\"rels\" "
              "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
              "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/"
              "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
              "<Override PartName=\"/xl/styles.xml\" ContentType=\"application/"
              "vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>",
              xml_begins);
    for (size_t i = 1; i <= stream->leaf_count; i++)
        text_addf(&stream->xml,
                  "<Override PartName=\"/xl/worksheets/sheet%zu.xml\" ContentType=\""
                  "application/vnd.openxmlformats-officedocument.spreadsheetml."
                  "worksheet+xml\"/>",
                  i);
    text_add(&stream->xml, "</Types>");
}

static void write_relations(struct sheet_stream *stream) {
    text_addf(&stream->xml,
              "%s<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship "
              "Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" "
              "Target=\"xl/workbook.xml\"/></Relationships>",
              xml_begins);
}

static void write_book(struct sheet_stream *stream) {
    text_addf(&stream->xml,
              "%s<workbook xmlns=\"" SPREADSHEET "\" xmlns:r=\"" OFFICE "\"><sheets>",
              xml_begins);
    for (size_t i = 1; i <= stream->leaf_count; i++) {
        text_add(&stream->xml, "<sheet name=\"");
        add_words(&stream->xml, stream->table->name);
        if (i > 1)
            text_addf(&stream->xml, " %zu", i);
        text_addf(&stream->xml, "\" sheetId=\"%zu\" r:id=\"rId%zu\"/>", i, i);
    }
    text_add(&stream->xml, "</sheets></workbook>");
}

static void write_book_relations(struct sheet_stream *stream) {
    text_addf(&stream->xml, "%s<Relationships xmlns=\"" PACKAGE "relationships\">",
              xml_begins);
    for (size_t i = 1; i <= stream->leaf_count; i++)
        text_addf(&stream->xml,
                  "<Relationship Id=\"rId%zu\" Type=\"" OFFICE
                  "/worksheet\" Target=\"worksheets/sheet%zu.xml\"/>",
                  i, i);
    text_addf(&stream->xml,
              "<Relationship Id=\"rId%zu\" Type=\"" OFFICE
              "/styles\" Target=\"styles.xml\"/></Relationships>",
              stream->leaf_count + 1);
}

/* Two formats: text, and text in bold. */
static void write_styles(struct sheet_stream *stream) {
    text_addf(&stream->xml,
              "%s<styleSheet xmlns=\"" SPREADSHEET "\"><fonts count=\"2\"><font>"
              "<sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/>"
              "<sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
              "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill>"
              "<patternFill patternType=\"gray125\"/></fill></fills>"
              "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/>"
              "</border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"49\" "
              "fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
              "<cellXfs count=\"2\"><xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" "
              "borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"49\" "
              "fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
              "applyNumberFormat=\"1\" applyFont=\"1\"/></cellXfs></styleSheet>",
              xml_begins);
}

static void end_xlsx(struct sheet_stream *stream) {
    static const struct {
        const char *name;
        void (*write)(struct sheet_stream *stream);
    } parts[] = {
        { "[Content_Types].xml", write_types },
        { "_rels/.rels", write_relations },
        { "xl/workbook.xml", write_book },
        { "xl/_rels/workbook.xml.rels", write_book_relations },
        { "xl/styles.xml", write_styles },
    };
    enum { PARTS = sizeof parts / sizeof *parts };
    struct entry entries[SHEET_STREAM_LEAVES_MAX + PARTS];
    size_t count = stream->leaf_count;

    end_leaf(stream);
    memcpy(entries, stream->leaf, stream->leaf_count * sizeof *entries);
    for (size_t i = 0; i < PARTS; i++) {
        parts[i].write(stream);
        entries[count++] = add_part(stream, parts[i].name);
    }
    end_zip(stream, entries, count);
}

/* ---- the mark: numbers, with blanks between them ---- */

static void add_mark(struct text *out, int64_t value) {
    text_add_int(out, value);
    text_add_byte(out, ' ');
}

static const char *write_mark(const struct sheet_stream *stream) {
    struct text out = { .arena = stream->arena };

    add_mark(&out, MARK_VERSION);
    add_mark(&out, stream->format);
    add_mark(&out, offset_of(stream));
    add_mark(&out, stream->rows);
    add_mark(&out, (int64_t)stream->leaf_count);
    for (size_t i = 0; i < stream->leaf_count; i++) {
        add_mark(&out, stream->leaf[i].offset);
        add_mark(&out, stream->leaf[i].crc);
        add_mark(&out, stream->leaf[i].packed);
        add_mark(&out, stream->leaf[i].plain);
    }
    assert(out.length <= SHEET_STREAM_MARK_MAX);
    return text_string(&out);
}

static bool read_number(struct arena *arena, const char **at, int64_t *value) {
    const size_t size = strcspn(*at, " ");
    const char *word = arena_copy_bytes(arena, *at, size);

    *at += size + ((*at)[size] == ' ');
    return text_read_int(word, value) && *value >= 0;
}

static bool read_leaf(struct sheet_stream *stream, const char **at, size_t number) {
    struct entry *leaf = &stream->leaf[number];

    name_leaf(leaf->name, number + 1);
    return read_number(stream->arena, at, &leaf->offset) &&
           read_number(stream->arena, at, &leaf->crc) &&
           read_number(stream->arena, at, &leaf->packed) &&
           read_number(stream->arena, at, &leaf->plain);
}

static bool read_mark(struct sheet_stream *stream, const char *mark) {
    int64_t version, format, leaves;

    if (!read_number(stream->arena, &mark, &version) || version != MARK_VERSION ||
        !read_number(stream->arena, &mark, &format) || format != (int)stream->format ||
        !read_number(stream->arena, &mark, &stream->before) ||
        !read_number(stream->arena, &mark, &stream->rows) ||
        !read_number(stream->arena, &mark, &leaves) || leaves > SHEET_STREAM_LEAVES_MAX ||
        (format == SHEET_XLSX) != (leaves > 0))
        return false;
    stream->leaf_count = (size_t)leaves;
    for (size_t i = 0; i < stream->leaf_count; i++)
        if (!read_leaf(stream, &mark, i))
            return false;
    return !*mark;
}

/* ---- any format ---- */

static struct sheet_stream *stream_new(struct arena *arena, enum sheet_format format,
                                       const struct sheet_table *table) {
    struct sheet_stream *stream = arena_alloc(arena, sizeof *stream);

    assert(format != SHEET_BY_CONTENT);
    assert(table->count > 0 && table->count <= SHEET_COLUMNS_MAX);
    *stream = (struct sheet_stream){
        .arena = arena,
        .format = format,
        .table = table,
        .out = { .arena = arena },
        .xml = { .arena = arena },
    };
    return stream;
}

struct sheet_stream *sheet_stream_begin(struct arena *arena, enum sheet_format format,
                                        const struct sheet_table *table) {
    struct sheet_stream *stream = stream_new(arena, format, table);

    if (format == SHEET_XLSX)
        begin_leaf(stream);
    if (format == SHEET_CSV) {
        text_add(&stream->out, "\xEF\xBB\xBF");
        sheet_add_csv(&stream->out, table->column, table->count);
    }
    return stream;
}

struct sheet_stream *sheet_stream_resume(struct arena *arena, enum sheet_format format,
                                         const struct sheet_table *table,
                                         const char *mark) {
    struct sheet_stream *stream = stream_new(arena, format, table);

    return read_mark(stream, mark) ? stream : NULL;
}

void sheet_stream_put(struct sheet_stream *stream, const char *const *cell) {
    switch (stream->format) {
    case SHEET_XLSX: put_xlsx(stream, cell); break;
    case SHEET_JSONL:
        sheet_add_json(&stream->out, stream->table->column, cell, stream->table->count);
        break;
    default: sheet_add_csv(&stream->out, cell, stream->table->count); break;
    }
}

bool sheet_stream_room(const struct sheet_stream *stream) {
    return stream->format != SHEET_XLSX || (offset_of(stream) < zip_bytes_max &&
                                            stream->leaf_count < SHEET_STREAM_LEAVES_MAX);
}

const struct text *sheet_stream_pause(struct sheet_stream *stream, const char **mark) {
    if (stream->format == SHEET_XLSX) {
        pack(stream, leaf_of(stream), Z_SYNC_FLUSH);
        end_packing(stream);
    }
    *mark = write_mark(stream);
    return &stream->out;
}

const struct text *sheet_stream_end(struct sheet_stream *stream) {
    if (stream->format == SHEET_XLSX)
        end_xlsx(stream);
    return &stream->out;
}
