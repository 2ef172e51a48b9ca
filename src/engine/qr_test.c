#include "qr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { SCALE = 4 };

static const char address[] =
    "https://hall.example.cn/item/330109113001/ask?a=who.agent-age.under_18";

/* Fills the squares of a path, as a browser would. */
static void draw(const struct qr *qr, unsigned char *squares) {
    int x, y, width, used;

    memset(squares, 255, (size_t)qr->size * (size_t)qr->size);
    for (const char *at = qr->path; *at; at += used) {
        assert_int_equal(sscanf(at, "M%d %dh%dv1h-%*dz%n", &x, &y, &width, &used), 3);
        assert_true(x + width <= qr->size);
        memset(squares + y * qr->size + x, 0, (size_t)width);
    }
}

/* Writes it as an image, large enough to be read. */
static void write_image(const struct qr *qr, const unsigned char *squares,
                        const char *path) {
    FILE *const file = fopen(path, "wb");

    assert_non_null(file);
    fprintf(file, "P5 %d %d 255\n", qr->size * SCALE, qr->size * SCALE);
    for (int y = 0; y < qr->size * SCALE; y++)
        for (int x = 0; x < qr->size * SCALE; x++)
            fputc(squares[y / SCALE * qr->size + x / SCALE], file);
    fclose(file);
}

static void a_reader_finds_the_text_again(void **state) {
    struct arena *arena = arena_new();
    const struct qr qr = qr_encode(arena, address);
    unsigned char *const squares = arena_alloc(arena, (size_t)qr.size * (size_t)qr.size);
    char path[] = "/tmp/haoban-qr-XXXXXX", read[200] = "";
    const int made = mkstemp(path);

    (void)state;
    assert_true(made >= 0);
    close(made);
    draw(&qr, squares);
    write_image(&qr, squares, path);

    FILE *const reader =
        popen(arena_format(arena, "zbarimg --quiet --raw pnm:%s", path), "r");
    assert_non_null(reader);
    if (!fgets(read, sizeof read, reader))
        fail_msg("%s", "zbarimg read nothing");
    pclose(reader);
    unlink(path);
    read[strcspn(read, "\n")] = '\0';
    assert_string_equal(read, address);
    arena_free(arena);
}

static void the_quiet_zone_is_white(void **state) {
    struct arena *arena = arena_new();
    const struct qr qr = qr_encode(arena, "x");
    unsigned char *const squares = arena_alloc(arena, (size_t)qr.size * (size_t)qr.size);

    (void)state;
    draw(&qr, squares);
    for (int i = 0; i < qr.size; i++)
        for (int edge = 0; edge < 4; edge++) {
            assert_int_equal(squares[edge * qr.size + i], 255);
            assert_int_equal(squares[i * qr.size + edge], 255);
            assert_int_equal(squares[(qr.size - 1 - edge) * qr.size + i], 255);
        }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reader_finds_the_text_again),
        cmocka_unit_test(the_quiet_zone_is_white),
    };

    return cmocka_run_group_tests_name("qr", tests, NULL, NULL);
}
