#include "sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <zip.h>

#include "arena.h"
#include "text.h"

/* ---- what a reading said ---- */

struct heard {
    struct arena *arena;
    struct text rows;  /* "table:line name=cell|name=cell\n" */
    struct text wrong; /* "table:line:column reason\n" */
    const char *why;
    bool whole;
};

static void hear_row(void *context, const struct sheet_row *row) {
    struct heard *const heard = context;

    text_addf(&heard->rows, "%s:%d", row->table, row->line);
    for (size_t i = 0; i < row->count; i++)
        text_addf(&heard->rows, "%c%s=%s", i ? '|' : ' ', row->column[i], row->cell[i]);
    text_add_byte(&heard->rows, '\n');
}

static void hear_wrong(void *context, const struct sheet_place *place,
                       const char *reason) {
    struct heard *const heard = context;

    text_addf(&heard->wrong, "%s:%d:%d %s\n", place->table, place->line, place->column,
              reason);
}

struct scene {
    struct arena *arena;
    char folder[64];
};

static int begin(void **state) {
    struct scene *scene = calloc(1, sizeof *scene);

    scene->arena = arena_new();
    snprintf(scene->folder, sizeof scene->folder, "/tmp/haoban-sheet-XXXXXX");
    *state = scene;
    return mkdtemp(scene->folder) ? 0 : -1;
}

static int end(void **state) {
    struct scene *scene = *state;
    char *const command = arena_format(scene->arena, "rm -rf '%s'", scene->folder);
    const int failed = system(command);

    arena_free(scene->arena);
    free(scene);
    return failed;
}

static const char *path_in(struct scene *scene, const char *name) {
    return arena_format(scene->arena, "%s/%s", scene->folder, name);
}

static struct heard read_path(struct scene *scene, const char *path) {
    struct heard heard = {
        .arena = scene->arena,
        .rows = { .arena = scene->arena },
        .wrong = { .arena = scene->arena },
        .why = "",
    };
    const struct sheet_listener listener = { hear_row, hear_wrong, &heard };

    heard.whole = sheet_read(scene->arena, path, &listener, &heard.why);
    text_string(&heard.rows);
    text_string(&heard.wrong);
    return heard;
}

static struct heard read_bytes(struct scene *scene, const char *name, const void *bytes,
                               size_t size) {
    const char *const path = path_in(scene, name);
    FILE *const file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
    return read_path(scene, path);
}

static void expect_rows(struct scene *scene, const char *name, const char *content,
                        const char *rows) {
    struct heard heard = read_bytes(scene, name, content, strlen(content));

    assert_string_equal(heard.why, "");
    assert_string_equal(text_string(&heard.wrong), "");
    assert_string_equal(text_string(&heard.rows), rows);
}

static void expect_wrong(struct scene *scene, const char *name, const char *content,
                         const char *wrong) {
    struct heard heard = read_bytes(scene, name, content, strlen(content));

    if (!strstr(text_string(&heard.wrong), wrong))
        fail_msg("%s: expected %s", text_string(&heard.wrong), wrong);
}

static void expect_refused(struct heard heard, const char *why) {
    assert_false(heard.whole);
    if (!strstr(heard.why, why))
        fail_msg("%s: expected %s", heard.why, why);
}

/* ---- CSV ---- */

static void a_csv_is_rows_of_named_columns(void **state) {
    struct scene *scene = *state;

    expect_rows(scene, "a.csv",
                "\xEF\xBB\xBF编码,名称,说明\r\nA1,甲,\"两行\r\n\"\"字\"\"\"\r\n\r\n"
                "A2,\"乙,丙\"\r\n",
                "a:2 编码=A1|名称=甲|说明=两行\n\"字\"\n"
                "a:5 编码=A2|名称=乙,丙|说明=\n");
    expect_rows(scene, "b.csv", "a;b\n1;\"2,3\"\n", "b:2 a=1|b=2,3\n");
    expect_rows(scene, "c.csv", "a\tb\n1\t2", "c:2 a=1|b=2\n");
    expect_rows(scene, "d.csv", "a\r\r1\r2", "d:3 a=1\nd:4 a=2\n");
    expect_rows(scene, "e.csv", "", "");
}

static void a_csv_of_excel_in_china_is_gb18030(void **state) {
    struct scene *scene = *state;

    /* 编码,名称 A1,老年证 and a rare character of four bytes */
    expect_rows(scene, "a.csv",
                "\xB1\xE0\xC2\xEB,\xC3\xFB\xB3\xC6\nA1,\xC0\xCF\xC4\xEA\xD6\xA4"
                "\x95\x32\x82\x36\n",
                "a:2 编码=A1|名称=老年证𠀀\n");
    expect_refused(read_bytes(scene, "b.csv", "a\n\xFF\xFF\xFF\n", 6), "GB18030");
    expect_refused(read_bytes(scene, "c.csv",
                              "\xFF\xFE"
                              "a\0\n\0",
                              6),
                   "UTF-16");
}

static void a_long_gb18030_file_is_converted_piece_by_piece(void **state) {
    struct scene *scene = *state;
    struct text content = { .arena = scene->arena };
    enum { ROWS = 30000 };

    text_add(&content, "\xC3\xFB\n");
    for (int i = 0; i < ROWS; i++)
        text_addf(&content, "\xC0\xCF\xC4\xEA%d\n", i);
    struct heard heard = read_bytes(scene, "a.csv", content.bytes, content.length);
    assert_true(heard.whole);
    assert_non_null(strstr(heard.rows.bytes, "a:30001 名=老年29999\n"));
}

static void wrong_cells_are_told_with_line_and_column(void **state) {
    struct scene *scene = *state;

    expect_wrong(scene, "a.csv", "a,b\n1,\"x\ny\x01\"\n", "a:2:2 这一格里有控制字符");
    expect_wrong(scene, "a.csv", "a,b\n1,2,3\n", "a:2:3 这一列没有列名");
    expect_wrong(scene, "a.csv", "a,b,a\n1,2,3\n", "a:1:3 “a”这一列出现了两次");
    expect_refused(read_bytes(scene, "a.csv", "a\n\"b\n", 5), "双引号");
    expect_refused(read_bytes(scene, "a.csv", "a\nx\"y\"\n", 7), "第 2 行");
}

static void a_quote_that_nobody_closes_does_not_take_the_memory(void **state) {
    struct scene *scene = *state;
    struct text content = { .arena = scene->arena };

    text_add(&content, "a\n\"");
    for (int i = 0; i < SHEET_CELL_MAX; i++)
        text_add(&content, "xxxxxxxx\n");
    expect_refused(read_bytes(scene, "a.csv", content.bytes, content.length),
                   "第 2 行有一格太长");
}

static void a_file_that_is_too_large_is_refused(void **state) {
    struct scene *scene = *state;
    const char *const path = path_in(scene, "a.csv");
    FILE *const file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(ftruncate(fileno(file), 200 * 1024 * 1024), 0);
    fclose(file);
    expect_refused(read_path(scene, path), "200 MB");
    expect_refused(read_path(scene, path_in(scene, "none.csv")), "打不开");
    expect_refused(read_path(scene, scene->folder), "MB");
}

/* ---- JSON Lines ---- */

static void members_are_columns(void **state) {
    struct scene *scene = *state;

    expect_rows(scene, "a.jsonl",
                "{\"code\":\"A1\",\"limit\":{\"n\":5,\"unit\":\"day\"},"
                "\"terms\":[\"甲\",\"乙\"],\"fee\":false}\n\n{\"x\":null}\n",
                "a:1 code=A1|limit.n=5|limit.unit=day|terms=甲\n乙|fee=false\na:3 x=\n");
    expect_wrong(scene, "a.jsonl", "{\"a\":1}\n{\"a\":\n", "a:2:");
    expect_wrong(scene, "a.jsonl", "{\"a\":1}\n[1]\n", "a:2:1 一行应当是一个");
    expect_wrong(scene, "a.jsonl", "{\"a\":1}\n{\"a\":\"\\u0002\"}\n", "a:2:1");
}

/* ---- what was written is read ---- */

static const char *const names[] = { "编码", "名称" };
static const char *const more_names[] = { "编码", "材料", "份数" };
static const struct sheet_table tables[] = {
    { "事项", names, 2 },
    { "材料", more_names, 3 },
};

static const char written[] = "事项:2 编码=A1|名称=甲,\"乙\"\n二行\n"
                              "事项:3 编码=A2|名称=\n"
                              "材料:2 编码=A1|材料=身份证|份数=1\n";

static void write_tables(struct scene *scene, enum sheet_format format,
                         const char *name) {
    const char *const first[] = { "A1", "甲,\"乙\"\n二行" };
    const char *const second[] = { "A2", "" };
    const char *const paper[] = { "A1", "身份证", "1" };
    const char *why = "";
    struct sheet_writer *writer =
        sheet_create(format, path_in(scene, name), tables, 2, &why);

    assert_non_null(writer);
    sheet_put(writer, 0, first);
    sheet_put(writer, 1, paper);
    sheet_put(writer, 0, second);
    assert_true(sheet_close(writer));
}

static void tables_are_read_as_they_were_written(void **state) {
    struct scene *scene = *state;
    struct heard heard;

    write_tables(scene, SHEET_XLSX, "a.xlsx");
    heard = read_path(scene, path_in(scene, "a.xlsx"));
    assert_string_equal(heard.why, "");
    assert_string_equal(text_string(&heard.rows), written);
    write_tables(scene, SHEET_CSV, "b");
    heard = read_path(scene, path_in(scene, "b"));
    assert_string_equal(heard.why, "");
    assert_non_null(strstr(text_string(&heard.rows), "二行\n事项:4 编码=A2|名称=\n"));
    assert_non_null(
        strstr(text_string(&heard.rows), "材料:2 编码=A1|材料=身份证|份数=1"));
}

/* Cells that spreadsheets would run, and those that only look like it. */
static const char *const strange[] = { "=1+1",  "+86", "-1", "@a",  "\tx",
                                       "'=1+1", "'",   "''", "'a'", " a " };
enum { STRANGE = sizeof strange / sizeof *strange };

static void formulas_are_made_harmless_and_come_back(void **state) {
    struct scene *scene = *state;
    const struct sheet_table table = { "事项", names, 2 };
    const char *const path = path_in(scene, "a.csv");
    const char *why = "";
    struct sheet_writer *writer = sheet_create(SHEET_CSV, path, &table, 1, &why);
    struct text expected = { .arena = scene->arena };
    char bytes[1000];

    for (size_t i = 0; i < STRANGE; i++) {
        const char *const cell[] = { "A", strange[i] };

        sheet_put(writer, 0, cell);
        text_addf(&expected, "a:%zu 编码=A|名称=%s\n", i + 2, strange[i]);
    }
    assert_true(sheet_close(writer));
    struct heard heard = read_path(scene, path);
    assert_string_equal(text_string(&heard.rows), text_string(&expected));

    FILE *const file = fopen(path, "rb");
    bytes[fread(bytes, 1, sizeof bytes - 1, file)] = '\0';
    fclose(file);
    assert_non_null(strstr(bytes, "A,\"'=1+1\"\r\n"));
    assert_null(strstr(bytes, ",="));
    assert_null(strstr(bytes, "\"="));
    assert_null(strstr(bytes, ",@"));
}

static void a_folder_that_cannot_be_written_is_told(void **state) {
    struct scene *scene = *state;
    const char *why = "";

    assert_null(sheet_create(SHEET_CSV, "/nowhere/a", tables, 2, &why));
    assert_non_null(strstr(why, "写不了"));
    (void)scene;
}

/* ---- XLSX of others ---- */

#define RELATIONS                                                                        \
    "<Relationships><Relationship Id='r1' Type='x/worksheet' "                           \
    "Target='worksheets/sheet1.xml'/><Relationship Id='r2' Type='x/sharedStrings' "      \
    "Target='/xl/sharedStrings.xml'/></Relationships>"
#define WORKBOOK                                                                         \
    "<workbook xmlns:r='http://r'><sheets><sheet name='事项' r:id='r1'/>"              \
    "<sheet name='x' state='hidden' r:id='r3'/></sheets></workbook>"
#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"

static void add_entry(zip_t *zip, const char *name, const char *content, size_t size) {
    zip_source_t *source = zip_source_buffer(zip, content, size, 0);

    assert_true(zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) >= 0);
}

static struct heard read_workbook(struct scene *scene, const char *sheet, size_t size,
                                  const char *strings) {
    const char *const path = path_in(scene, "x.xlsx");
    zip_t *const zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);

    assert_non_null(zip);
    add_entry(zip, "xl/workbook.xml", WORKBOOK, sizeof WORKBOOK - 1);
    add_entry(zip, "xl/_rels/workbook.xml.rels", RELATIONS, sizeof RELATIONS - 1);
    add_entry(zip, "xl/worksheets/sheet1.xml", sheet, size);
    if (strings)
        add_entry(zip, "xl/sharedStrings.xml", strings, strlen(strings));
    assert_int_equal(zip_close(zip), 0);
    return read_path(scene, path);
}

static void cells_of_every_kind_are_read(void **state) {
    static const char sheet[] = SHEET(
        "<row r='3'><c r='A3' t='s'><v>0</v></c><c r='B3' t='inlineStr'><is><t>数</t>"
        "</is></c><c r='D3' t='str'><f>A1</f><v>名</v></c></row>"
        "<row r='5'><c r='A5' t='s'><v>1</v></c><c r='B5'><v>12</v></c>"
        "<c r='D5' t='b'><v>1</v></c></row><row r='7'/>"
        "<row><c t='s'><v>2</v></c></row>");
    static const char strings[] =
        "<sst><si><t>编码</t></si><si><r><t>A</t></r><r><t>1</t></r>"
        "<rPh sb='0' eb='1'><t>读音</t></rPh></si><si><t>a_x000D_\nb</t></si></sst>";
    struct heard heard = read_workbook(*state, sheet, sizeof sheet - 1, strings);

    assert_string_equal(heard.why, "");
    assert_string_equal(text_string(&heard.wrong), "");
    assert_string_equal(text_string(&heard.rows), "事项:5 编码=A1|数=12|=|名=是\n"
                                                  "事项:8 编码=a\nb|数=|=|名=\n");
}

static void strange_cells_are_told(void **state) {
    static const char sheet[] = SHEET(
        "<row r='1'><c t='inlineStr'><is><t>a</t></is></c></row>"
        "<row r='2'><c t='s'><v>7</v></c></row><row r='3'><c t='e'><v>#REF!</v></c></row>"
        "<row r='4'><c><v>1.1330109E+30</v></c></row>");
    struct heard heard = read_workbook(*state, sheet, sizeof sheet - 1, NULL);
    const char *const wrong = text_string(&heard.wrong);

    assert_true(heard.whole);
    assert_non_null(strstr(wrong, "事项:2:1 这一格指的文字不在文件里"));
    assert_non_null(strstr(wrong, "事项:3:1 这一格的公式出错：#REF!"));
    assert_non_null(strstr(wrong, "事项:4:1 这一格被存成了数字"));
}

static void a_zip_bomb_is_refused(void **state) {
    struct scene *scene = *state;
    struct text sheet = { .arena = scene->arena };
    enum { BLANKS = 8 * 1024 * 1024 };
    char *const blanks = arena_alloc(scene->arena, BLANKS);

    memset(blanks, ' ', BLANKS);
    text_add(&sheet, "<worksheet><sheetData>");
    text_add_bytes(&sheet, blanks, BLANKS);
    text_add(&sheet, "</sheetData></worksheet>");
    expect_refused(read_workbook(scene, sheet.bytes, sheet.length, NULL), "大得不正常");
}

static void entities_are_refused(void **state) {
    static const char sheet[] =
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>" SHEET(
            "<row><c t='inlineStr'><is><t>&b;</t></is></c></row>");

    expect_refused(read_workbook(*state, sheet, sizeof sheet - 1, NULL), "DOCTYPE");
}

static void what_is_no_workbook_is_refused(void **state) {
    struct scene *scene = *state;
    static const char cut[] = "<worksheet><sheetData><row>";
    const char *const path = path_in(scene, "y.xlsx");
    zip_t *const zip = zip_open(path, ZIP_CREATE, NULL);

    expect_refused(read_bytes(scene, "x.xlsx", "PK\3\4 and no more", 16), "打不开");
    expect_refused(read_workbook(scene, cut, sizeof cut - 1, NULL), "XML 不完整");
    add_entry(zip, "readme.txt", "x", 1);
    assert_int_equal(zip_close(zip), 0);
    expect_refused(read_path(scene, path), "不是 XLSX");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_csv_is_rows_of_named_columns, begin, end),
        cmocka_unit_test_setup_teardown(a_csv_of_excel_in_china_is_gb18030, begin, end),
        cmocka_unit_test_setup_teardown(a_long_gb18030_file_is_converted_piece_by_piece,
                                        begin, end),
        cmocka_unit_test_setup_teardown(wrong_cells_are_told_with_line_and_column, begin,
                                        end),
        cmocka_unit_test_setup_teardown(
            a_quote_that_nobody_closes_does_not_take_the_memory, begin, end),
        cmocka_unit_test_setup_teardown(a_file_that_is_too_large_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(members_are_columns, begin, end),
        cmocka_unit_test_setup_teardown(tables_are_read_as_they_were_written, begin, end),
        cmocka_unit_test_setup_teardown(formulas_are_made_harmless_and_come_back, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_folder_that_cannot_be_written_is_told, begin,
                                        end),
        cmocka_unit_test_setup_teardown(cells_of_every_kind_are_read, begin, end),
        cmocka_unit_test_setup_teardown(strange_cells_are_told, begin, end),
        cmocka_unit_test_setup_teardown(a_zip_bomb_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(entities_are_refused, begin, end),
        cmocka_unit_test_setup_teardown(what_is_no_workbook_is_refused, begin, end),
    };

    return cmocka_run_group_tests_name("sheet", tests, NULL, NULL);
}
