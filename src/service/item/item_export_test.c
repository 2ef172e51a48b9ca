#include "item_export.h"

#include <sys/stat.h>

#include "item_test.h"

#include "item_full_test.h"
#include "item_import.h"
#include "item_list.h"
#include "item_standing.h"

enum { TOWN = 330109113, OTHER_TOWN = 330109114, REASONS_SIZE = 2000 };

/* ---- two towns with the same outlets, one with a library ---- */

static void found_town(struct hall *hall, int town) {
    struct arena *const arena = hall->work.arena;

    db_script(&hall->work, arena_format(arena,
                                        "INSERT INTO town VALUES (%d, '演示镇', '', '',"
                                        " '', '大厅', '', '', '', '', 0, 0)",
                                        town));
    db_script(&hall->work,
              arena_format(arena,
                           "INSERT INTO outlet VALUES (%d, 11, 'H1', '镇大厅', 'hall',"
                           " 'H1', '', '', ''), (%d, 12, 'V1', '航民村', 'village',"
                           " 'H1', '', '', ''), (%d, 13, 'V2', '友谊村', 'village',"
                           " 'H1', '', '', '')",
                           town, town, town));
}

static void publish_coded(struct hall *hall, const char *code) {
    struct item_version version = full_version(hall->work.arena);
    enum item_outcome outcome;

    version.code = code;
    assert_null(item_publish(&hall->work, &version, &tested, &outcome));
}

static void adjust_at(struct hall *hall, const char *verb, const char *outlet) {
    assert_null(item_adjust(&hall->work, &(struct item_adjustment){ .code = "F1",
                                                                    .verb = verb,
                                                                    .outlet = outlet,
                                                                    .holder = "村委会",
                                                                    .reason = "试" }));
}

static struct hall *open_library(void **state) {
    struct hall *hall = hall_open(state);

    hall->work.actor = (struct actor){ .id = 5, .name = "演示丁" };
    found_town(hall, TOWN);
    found_town(hall, OTHER_TOWN);
    publish_coded(hall, "F1");
    publish_coded(hall, "F2");
    publish_coded(hall, "F3");
    publish_coded(hall, "F4");
    adjust_at(hall, "enter", "V1");
    adjust_at(hall, "suspend", "V1");
    adjust_at(hall, "hand_down", "H1");
    assert_null(adjust(hall, "F2", "suspend"));
    assert_null(adjust(hall, "F3", "hand_down"));
    assert_null(adjust(hall, "F4", "cancel"));
    return hall;
}

/* ---- files ---- */

static const char *path_of(struct hall *hall, const char *name) {
    return arena_format(hall->work.arena, "/tmp/haoban-export-%d-%s", (int)getpid(),
                        name);
}

static void write_library(struct hall *hall, enum sheet_format format, const char *path) {
    struct item_export export = { .format = format, .path = path };

    assert_null(item_export(&hall->work, &export));
    assert_null(hall->work.fault);
}

static const char *bytes_of(struct hall *hall, const char *path) {
    enum { MOST = 1024 * 1024 };
    char *const bytes = arena_alloc(hall->work.arena, MOST);
    FILE *const file = fopen(path, "rb");

    assert_non_null(file);
    bytes[fread(bytes, 1, MOST - 1, file)] = '\0';
    fclose(file);
    return bytes;
}

static void hear(void *context, int line, int column, const char *reason) {
    char *const reasons = context;
    const size_t size = strlen(reasons);

    snprintf(reasons + size, REASONS_SIZE - size, "%d:%d %s\n", line, column, reason);
}

static struct item_import read_library(struct hall *hall, const char *path,
                                       char reasons[REASONS_SIZE]) {
    struct item_import import = {
        .path = path,
        .listener = { .reject = hear, .context = reasons },
    };
    const char *why = "";

    reasons[0] = '\0';
    if (!item_import_read(hall->work.arena, &import, &why))
        snprintf(reasons, REASONS_SIZE, "%s", why);
    return import;
}

static struct item_import import_library(struct hall *hall, const char *path) {
    char reasons[REASONS_SIZE];
    struct item_import import = read_library(hall, path, reasons);

    assert_string_equal(reasons, "");
    assert_null(item_import_store(&hall->work, &import));
    assert_null(hall->work.fault);
    return import;
}

static void remove_path(struct hall *hall, const char *path) {
    assert_int_equal(system(arena_format(hall->work.arena, "rm -rf '%s'", path)), 0);
}

/* ---- there and back ---- */

static void come_back_by(struct hall *hall, enum sheet_format format, const char *name) {
    const char *const path = path_of(hall, name);
    const char *const lines = path_of(hall, "lines.jsonl");
    const char *const again = path_of(hall, "again.jsonl");
    struct item_import import;

    write_library(hall, SHEET_JSONL, lines);
    write_library(hall, format, path);
    import = import_library(hall, path);
    assert_int_equal(import.report.unchanged, 4);
    hall->work.town = OTHER_TOWN;
    import = import_library(hall, path);
    assert_int_equal(import.report.imported, 4);
    import = import_library(hall, path);
    assert_int_equal(import.report.unchanged, 4);
    write_library(hall, SHEET_JSONL, again);
    assert_string_equal(bytes_of(hall, again), bytes_of(hall, lines));
    hall->work.town = TOWN;
    remove_path(hall, path);
    remove_path(hall, lines);
    remove_path(hall, again);
}

static void a_library_of_lines_comes_back_as_it_was(void **state) {
    struct hall *hall = open_library(state);

    come_back_by(hall, SHEET_JSONL, "a.jsonl");
    hall_close(hall);
}

static void a_workbook_comes_back_as_it_was(void **state) {
    struct hall *hall = open_library(state);

    come_back_by(hall, SHEET_XLSX, "a.xlsx");
    hall_close(hall);
}

static void a_folder_of_csv_comes_back_as_it_was(void **state) {
    struct hall *hall = open_library(state);

    come_back_by(hall, SHEET_CSV, "a");
    hall_close(hall);
}

static void where_nothing_can_be_written_nothing_is(void **state) {
    struct hall *hall = open_library(state);
    struct item_export export = { .format = SHEET_JSONL, .path = "/nowhere/a.jsonl" };

    assert_ptr_equal(item_export(&hall->work, &export), &item_export_unwritable);
    export.format = SHEET_XLSX;
    assert_ptr_equal(item_export(&hall->work, &export), &item_export_unwritable);
    hall_close(hall);
}

/* ---- sheets of people ---- */

static const char *write_file(struct hall *hall, const char *name, const char *content) {
    const char *const path = path_of(hall, name);
    FILE *const file = fopen(path, "wb");

    assert_non_null(file);
    fputs(content, file);
    fclose(file);
    return path;
}

static void what_has_no_column_stays_as_it_was(void **state) {
    struct hall *hall = open_library(state);
    const char *const path = write_file(
        hall, "a.csv", "事项编码,事项名称,日常用语\nF1,新名字,老年证、敬老卡\n");
    struct item_version version;
    struct item item;

    assert_int_equal(import_library(hall, path).report.changed, 1);
    assert_null(item_find(&hall->work, "F1", &item));
    assert_null(item_read_version(&hall->work, item.version_id, &version));
    item_read_standing(&hall->work, &version);
    assert_string_equal(version.name, "新名字");
    assert_int_equal(version.daily_terms.count, 2);
    assert_string_equal(version.daily_terms.word[1], "敬老卡");
    assert_int_equal(version.paper_count, 2);
    assert_int_equal(version.place_count, 2);
    assert_true(version.power_source > 0);
    remove_path(hall, path);
    hall_close(hall);
}

static void expect_reasons(struct hall *hall, const char *path, const char *expected) {
    char reasons[REASONS_SIZE];

    read_library(hall, path, reasons);
    if (!strstr(reasons, expected))
        fail_msg("%s: expected %s", reasons, expected);
}

static void what_is_wrong_in_a_sheet_is_told_with_its_cell(void **state) {
    struct hall *hall = hall_open(state);
    const char *const folder = path_of(hall, "folder");

    expect_reasons(hall, write_file(hall, "a.csv", "事项编码,事项名称\nA1,甲\n\nA1,乙\n"),
                   "4:1 表“");
    expect_reasons(hall, path_of(hall, "a.csv"), "事项编码 A1 与第 2 行重复");
    expect_reasons(hall, write_file(hall, "a.csv", "事项编码,事项名称,天气\nA1,甲,晴\n"),
                   "1:3 表");
    expect_reasons(
        hall, write_file(hall, "a.csv", "事项编码,事项名称,承诺办结时限\nA1,甲,三天\n"),
        "2:3 表“");
    expect_reasons(hall, path_of(hall, "a.csv"), "字段 承诺办结时限 应当是 0 到");
    expect_reasons(hall, write_file(hall, "a.csv", "编码,名称\nA1,甲\n"),
                   "没有找到“事项”表");
    assert_int_equal(mkdir(folder, 0700), 0);
    write_file(hall, "folder/事项.csv", "事项编码,事项名称\nA1,甲\n");
    write_file(hall, "folder/申请材料.csv",
               "材料名称,事项编码,份数\n身份证,A2,1\n身份证,A1,一\n");
    expect_reasons(hall, folder, "2:2 表“申请材料”：“事项”表里没有编码 A2");
    expect_reasons(hall, folder, "3:3 表“申请材料”：字段 份数 应当是");
    write_file(hall, "folder/事项二.csv", "事项编码,事项名称\nA3,丙\n");
    expect_reasons(hall, folder, "前面已经有一张“事项”表，请并成一张再导入");
    remove_path(hall, folder);
    remove_path(hall, path_of(hall, "a.csv"));
    hall_close(hall);
}

static void an_outlet_that_the_town_has_not_is_refused(void **state) {
    struct hall *hall = open_library(state);
    struct item_import import = {
        .path = "/srv/a.jsonl",
        .bytes = "{\"code\":\"N1\",\"name\":\"甲\",\"state\":\"in_use\",\"papers\":[],"
                 "\"ways\":[],\"places\":[{\"outlet\":\"X9\",\"state\":\"left\"}]}",
        .keep = ITEM_KEEP_GOOD,
    };
    struct item item;
    const char *why = "";

    assert_true(item_import_read(hall->work.arena, &import, &why));
    assert_null(item_import_store(&hall->work, &import));
    assert_int_equal(import.report.refused, 1);
    assert_ptr_equal(item_find(&hall->work, "N1", &item), &item_unknown);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_library_of_lines_comes_back_as_it_was),
        BOTH(a_workbook_comes_back_as_it_was),
        BOTH(a_folder_of_csv_comes_back_as_it_was),
        BOTH(where_nothing_can_be_written_nothing_is),
        BOTH(what_has_no_column_stays_as_it_was),
        BOTH(what_is_wrong_in_a_sheet_is_told_with_its_cell),
        BOTH(an_outlet_that_the_town_has_not_is_refused),
    };

    return RUN_ON_BOTH(tests);
}
