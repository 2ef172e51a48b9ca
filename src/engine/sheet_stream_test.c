/* A table in pieces is the table in one go, whoever wrote each piece. */
#include "sheet_stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"

enum { ROWS = 300, COLUMNS = 30 };

static const char *column[COLUMNS];
static const struct sheet_table table = { "办件", column, COLUMNS };

static const char *cell_of(struct arena *arena, int row, int place) {
    static const char *const odd[] = {
        "", "=1+1", "a,\"b\"", "第一行\n第二行", "<&>", "_x0041_", " 两边 ", "𠮷",
    };

    return place == 1 ? odd[row % 8] : arena_format(arena, "第 %d 行 %d", row, place);
}

static void put_rows(struct arena *arena, struct sheet_stream *stream, int first,
                     int last) {
    for (int row = first; row < last; row++) {
        const char *cell[COLUMNS];

        for (int i = 0; i < COLUMNS; i++)
            cell[i] = cell_of(arena, row, i);
        assert_true(sheet_stream_room(stream));
        sheet_stream_put(stream, cell);
    }
}

/* Each piece has an arena of its own, as another process would. */
static void write_file(const char *path, enum sheet_format format, int piece) {
    FILE *const file = fopen(path, "wb");
    struct arena *const outer = arena_new();
    const char *mark = NULL;

    assert_non_null(file);
    for (int row = 0; row <= ROWS; row += piece) {
        struct arena *const arena = arena_new();
        struct sheet_stream *const stream =
            mark ? sheet_stream_resume(arena, format, &table, mark)
                 : sheet_stream_begin(arena, format, &table);
        const struct text *bytes;

        assert_non_null(stream);
        put_rows(arena, stream, row, row + piece < ROWS ? row + piece : ROWS);
        bytes = row + piece > ROWS ? sheet_stream_end(stream)
                                   : sheet_stream_pause(stream, &mark);
        assert_int_equal(fwrite(text_string(bytes), 1, bytes->length, file),
                         bytes->length);
        if (mark)
            mark = arena_copy(outer, mark);
        arena_free(arena);
    }
    arena_free(outer);
    fclose(file);
}

struct reader {
    struct arena *arena;
    int rows;
};

static void hear_row(void *context, const struct sheet_row *row) {
    struct reader *const reader = context;

    assert_int_equal(row->count, COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        assert_string_equal(row->cell[i], cell_of(reader->arena, reader->rows, i));
    reader->rows++;
}

static void hear_wrong(void *context, const struct sheet_place *place,
                       const char *reason) {
    (void)context;
    fail_msg("line %d: %s", place->line, reason);
}

static void assert_reads_back(const char *path) {
    struct reader reader = { .arena = arena_new() };
    const struct sheet_listener listener = { hear_row, hear_wrong, &reader };
    const char *why = "";

    if (!sheet_read(reader.arena, path, &listener, &why))
        fail_msg("%s", why);
    assert_int_equal(reader.rows, ROWS);
    arena_free(reader.arena);
}

static int name_columns(void **state) {
    struct arena *const arena = arena_new();

    for (int i = 0; i < COLUMNS; i++)
        column[i] = arena_format(arena, "列%d", i);
    *state = arena;
    return 0;
}

static int forget_columns(void **state) {
    arena_free(*state);
    return 0;
}

static void each_format_reads_back_however_it_was_cut(void **state) {
    static const enum sheet_format formats[] = { SHEET_CSV, SHEET_JSONL, SHEET_XLSX };
    static const int pieces[] = { ROWS + 1, 100, 7, 1 };

    for (size_t f = 0; f < 3; f++)
        for (size_t p = 0; p < 4; p++) {
            char path[] = "/tmp/haoban-stream-XXXXXX";
            const int file = mkstemp(path);

            assert_true(file >= 0);
            close(file);
            write_file(path, formats[f], pieces[p]);
            assert_reads_back(path);
            unlink(path);
        }
    (void)state;
}

/* The mark of an XLSX whose sheet is as good as full. */
static const char *almost_full(struct arena *arena, const char *mark) {
    char words[4][32];
    int used = 0;

    assert_int_equal(sscanf(mark, "%31s %31s %31s %31s%n", words[0], words[1], words[2],
                            words[3], &used),
                     4);
    return arena_format(arena, "%s %s %s %d%s", words[0], words[1], words[2],
                        SHEET_STREAM_LEAF_ROWS, mark + used);
}

static void a_full_sheet_is_followed_by_another(void **state) {
    struct arena *const arena = *state;
    struct sheet_stream *stream = sheet_stream_begin(arena, SHEET_XLSX, &table);
    char path[] = "/tmp/haoban-stream-XXXXXX";
    const int file = mkstemp(path);
    const struct text *bytes;
    const char *mark;

    put_rows(arena, stream, 0, 3);
    bytes = sheet_stream_pause(stream, &mark);
    assert_int_equal(write(file, bytes->bytes, bytes->length), bytes->length);
    stream = sheet_stream_resume(arena, SHEET_XLSX, &table, almost_full(arena, mark));
    assert_non_null(stream);
    put_rows(arena, stream, 3, ROWS);
    bytes = sheet_stream_end(stream);
    assert_int_equal(write(file, bytes->bytes, bytes->length), bytes->length);
    close(file);
    assert_reads_back(path);
    unlink(path);
}

static void a_mark_of_something_else_is_none(void **state) {
    struct arena *const arena = *state;
    struct sheet_stream *const stream = sheet_stream_begin(arena, SHEET_CSV, &table);
    const char *mark;

    sheet_stream_pause(stream, &mark);
    assert_non_null(sheet_stream_resume(arena, SHEET_CSV, &table, mark));
    assert_null(sheet_stream_resume(arena, SHEET_XLSX, &table, mark));
    assert_null(sheet_stream_resume(arena, SHEET_CSV, &table, ""));
    assert_null(sheet_stream_resume(arena, SHEET_CSV, &table, "1 2 3 4 x"));
    assert_null(
        sheet_stream_resume(arena, SHEET_CSV, &table, arena_format(arena, "%s9 ", mark)));
}

static void a_long_cell_is_cut_where_excel_would_refuse_it(void **state) {
    struct arena *const arena = *state;
    static const char *const one[] = { "长" };
    const struct sheet_table narrow = { "表", one, 1 };
    struct sheet_stream *const stream = sheet_stream_begin(arena, SHEET_XLSX, &narrow);
    char *const cell = arena_alloc(arena, 40000);
    const char *const cells[] = { cell };

    memset(cell, 'x', 39999);
    sheet_stream_put(stream, cells);
    assert_true(sheet_stream_end(stream)->length > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_format_reads_back_however_it_was_cut),
        cmocka_unit_test(a_full_sheet_is_followed_by_another),
        cmocka_unit_test(a_mark_of_something_else_is_none),
        cmocka_unit_test(a_long_cell_is_cut_where_excel_would_refuse_it),
    };

    return cmocka_run_group_tests(tests, name_columns, forget_columns);
}
