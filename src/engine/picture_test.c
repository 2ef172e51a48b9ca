/* Pictures of files that are good, odd and hostile; the program is its own child. */
#include "picture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cairo-pdf.h>
#include <cmocka.h>

#include "arena.h"
#include "picture_cage.h"
#include "picture_private.h"

static cairo_status_t put(void *context, const unsigned char *bytes, unsigned size) {
    return picture_put(context, bytes, size) ? CAIRO_STATUS_SUCCESS
                                             : CAIRO_STATUS_WRITE_ERROR;
}

/* shared: what the tests make lives until their end. */
static struct arena *files;

static struct db_bytes kept(struct picture_bytes *out) {
    const struct db_bytes copy = { arena_copy_bytes(files, out->bytes, out->size),
                                   out->size };

    free(out->bytes);
    return copy;
}

static struct db_bytes pdf_of(int pages) {
    struct picture_bytes out = { NULL, 0, 0 };
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(put, &out, 595, 842);
    cairo_t *cairo = cairo_create(surface);

    for (int i = 0; i < pages; i++) {
        cairo_rectangle(cairo, 100, 100, 100, 100);
        cairo_fill(cairo);
        cairo_show_page(cairo);
    }
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return kept(&out);
}

/* Left half black, right half white. */
static cairo_surface_t *halves(int width, int height) {
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cairo = cairo_create(surface);

    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_rectangle(cairo, 0, 0, width / 2.0, height);
    cairo_fill(cairo);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    return surface;
}

static struct db_bytes jpeg_of(int width, int height) {
    struct picture_bytes out = { NULL, 0, 0 };
    cairo_surface_t *surface = halves(width, height);

    assert_true(picture_write_jpeg(surface, &out));
    cairo_surface_destroy(surface);
    return kept(&out);
}

static struct db_bytes png_of(int width, int height) {
    struct picture_bytes out = { NULL, 0, 0 };
    cairo_surface_t *surface = halves(width, height);

    assert_int_equal(cairo_surface_write_to_png_stream(surface, put, &out), 0);
    cairo_surface_destroy(surface);
    return kept(&out);
}

/* Behind SOI: an Exif segment that says how the camera was held. */
static struct db_bytes turned(struct db_bytes jpeg, char orientation) {
    const char exif[] = { '\xff', '\xe1', 0,           34, 'E', 'x', 'i', 'f', 0,
                          0,      'M',    'M',         0,  42,  0,   0,   0,   8,
                          0,      1,      1,           18, 0,   3,   0,   0,   0,
                          1,      0,      orientation, 0,  0,   0,   0,   0,   0 };
    char *bytes = arena_alloc(files, jpeg.size + sizeof exif);

    memcpy(bytes, jpeg.data, 2);
    memcpy(bytes + 2, exif, sizeof exif);
    memcpy(bytes + 2 + sizeof exif, (const char *)jpeg.data + 2, jpeg.size - 2);
    return (struct db_bytes){ bytes, jpeg.size + sizeof exif };
}

static struct picture_made make(struct arena *arena, enum picture_verb verb,
                                enum picture_kind kind, struct db_bytes content,
                                const char *mark) {
    struct picture_made made;

    picture_make(arena,
                 &(struct picture_job){ .verb = verb,
                                        .kind = kind,
                                        .page = 1,
                                        .side = 600,
                                        .content = content,
                                        .mark = mark },
                 &made);
    return made;
}

static enum picture_state look(enum picture_kind kind, struct db_bytes content) {
    struct arena *arena = arena_new();
    const enum picture_state state = make(arena, PICTURE_LOOK, kind, content, "").state;

    arena_free(arena);
    return state;
}

static cairo_surface_t *opened(struct db_bytes bytes) {
    cairo_surface_t *surface = picture_read_jpeg(bytes.data, bytes.size, 600);

    assert_non_null(surface);
    return surface;
}

static int red_at(cairo_surface_t *surface, int x, int y) {
    const unsigned char *pixels = cairo_image_surface_get_data(surface);

    return pixels[(size_t)y * (size_t)cairo_image_surface_get_stride(surface) +
                  4 * (size_t)x + 2];
}

/* ---- what is good ---- */

static void a_page_becomes_a_picture_of_the_size_that_was_asked_for(void **state) {
    struct arena *arena = arena_new();
    const struct picture_made made =
        make(arena, PICTURE_PAGE, PICTURE_PDF, pdf_of(3), "");

    (void)state;
    assert_int_equal(made.state, PICTURE_GOOD);
    assert_int_equal(made.pages, 3);

    cairo_surface_t *page = opened(made.bytes);

    assert_int_equal(cairo_image_surface_get_height(page), 600);
    assert_int_equal(cairo_image_surface_get_width(page), 424);
    assert_true(red_at(page, 100, 100) < 40);
    assert_true(red_at(page, 10, 10) > 220);
    cairo_surface_destroy(page);
    arena_free(arena);
}

static void a_photo_of_a_phone_held_upright_stands_upright(void **state) {
    struct arena *arena = arena_new();
    const struct picture_made made =
        make(arena, PICTURE_PAGE, PICTURE_JPEG, turned(jpeg_of(400, 200), 6), "");

    (void)state;
    assert_int_equal(made.state, PICTURE_GOOD);

    cairo_surface_t *page = opened(made.bytes);

    /* The left of the file is the top of the picture. */
    assert_int_equal(cairo_image_surface_get_width(page), 200);
    assert_int_equal(cairo_image_surface_get_height(page), 400);
    assert_true(red_at(page, 100, 20) < 40);
    assert_true(red_at(page, 100, 380) > 220);
    cairo_surface_destroy(page);
    arena_free(arena);
}

static void a_large_png_is_made_smaller_and_stays_what_it_was(void **state) {
    struct arena *arena = arena_new();
    const struct picture_made made =
        make(arena, PICTURE_PAGE, PICTURE_PNG, png_of(3000, 1501), "");

    (void)state;
    assert_int_equal(made.state, PICTURE_GOOD);

    cairo_surface_t *page = opened(made.bytes);

    assert_int_equal(cairo_image_surface_get_width(page), 600);
    assert_true(red_at(page, 20, 150) < 40);
    assert_true(red_at(page, 580, 150) > 220);
    cairo_surface_destroy(page);
    arena_free(arena);
}

static void the_mark_is_drawn_on_pages_and_copies(void **state) {
    static const enum picture_kind kinds[] = { PICTURE_PDF, PICTURE_JPEG, PICTURE_PNG };
    const struct db_bytes each[] = { pdf_of(1), jpeg_of(800, 600), png_of(800, 600) };
    const char mark[] = "仅供办理政务服务事项使用\n演示甲";

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct arena *arena = arena_new();
        const struct picture_made plain =
            make(arena, PICTURE_PAGE, kinds[i], each[i], "");
        const struct picture_made marked =
            make(arena, PICTURE_PAGE, kinds[i], each[i], mark);
        const struct picture_made copy =
            make(arena, PICTURE_COPY, kinds[i], each[i], mark);

        assert_int_equal(marked.state, PICTURE_GOOD);
        assert_true(marked.bytes.size > plain.bytes.size + 1000);
        assert_int_equal(copy.state, PICTURE_GOOD);
        assert_memory_equal(copy.bytes.data, "%PDF-", 5);
        assert_int_equal(look(PICTURE_PDF, copy.bytes), PICTURE_GOOD);
        arena_free(arena);
    }
}

/* ---- what is not ---- */

static void what_is_cut_short_is_broken(void **state) {
    struct db_bytes jpeg = jpeg_of(800, 600);
    struct db_bytes png = png_of(800, 600);
    struct db_bytes pdf = pdf_of(2);

    (void)state;
    assert_int_equal(look(PICTURE_JPEG, jpeg), PICTURE_GOOD);
    assert_int_equal(look(PICTURE_PNG, png), PICTURE_GOOD);
    jpeg.size /= 2;
    png.size /= 2;
    pdf.size = 200;
    assert_int_equal(look(PICTURE_JPEG, jpeg), PICTURE_BROKEN);
    assert_int_equal(look(PICTURE_PNG, png), PICTURE_BROKEN);
    assert_int_equal(look(PICTURE_PDF, pdf), PICTURE_BROKEN);
}

static void a_pdf_that_would_act_is_found_also_where_it_is_packed(void **state) {
    static const char scripted[] =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/Names<</Java#53cript<</Names"
        "[(a)<</S/JavaScript/JS(app.alert(1))>>]>>>>>>endobj\n"
        "2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n"
        "trailer<</Root 1 0 R>>\n%%EOF\n";
    static const char launching[] =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        "2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Annots[<</Type/Annot"
        "/Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/F(calc.exe)>>>>]>>endobj\n"
        "trailer<</Root 1 0 R>>\n%%EOF\n";

    (void)state;
    assert_int_equal(
        look(PICTURE_PDF, (struct db_bytes){ scripted, sizeof scripted - 1 }),
        PICTURE_ACTIVE);
    assert_int_equal(
        look(PICTURE_PDF, (struct db_bytes){ launching, sizeof launching - 1 }),
        PICTURE_ACTIVE);
}

static void a_pdf_with_too_many_pages_is_not_opened_further(void **state) {
    (void)state;
    assert_int_equal(look(PICTURE_PDF, pdf_of(PICTURE_PAGES_MAX)), PICTURE_GOOD);
    assert_int_equal(look(PICTURE_PDF, pdf_of(PICTURE_PAGES_MAX + 1)), PICTURE_LONG);
}

static void an_orientation_is_never_read_beyond_its_segment(void **state) {
    const struct db_bytes file = turned(jpeg_of(8, 8), 6);
    const unsigned char *data = (const unsigned char *)file.data + 6;

    (void)state;
    assert_int_equal(picture_orientation(data, 32), 6);
    for (size_t size = 0; size < 28; size++) {
        unsigned char *exact = malloc(size + 1);

        memcpy(exact, data, size);
        assert_int_equal(picture_orientation(exact, size), 1);
        free(exact);
    }
}

/* ---- the cage ---- */

static int in_cage(int (*run)(void)) {
    const pid_t child = fork();
    int status = 0;

    if (child == 0)
        _exit(picture_cage_enter(5) ? run() : 99);
    assert_true(child > 0);
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int may_connect(void) {
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static int may_write(void) {
    return fopen("/tmp/haoban-cage", "w") != NULL;
}

static int may_begin_programs(void) {
    return system("true") == 0;
}

static int may_read_fonts(void) {
    return fopen("/etc/fonts/fonts.conf", "r") != NULL;
}

static void a_caged_child_reaches_nobody_and_writes_nothing(void **state) {
    (void)state;
    assert_int_equal(in_cage(may_connect), 0);
    assert_int_equal(in_cage(may_write), 0);
    assert_int_equal(in_cage(may_begin_programs), 0);
    assert_int_equal(in_cage(may_read_fonts), 1);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_becomes_a_picture_of_the_size_that_was_asked_for),
        cmocka_unit_test(a_photo_of_a_phone_held_upright_stands_upright),
        cmocka_unit_test(a_large_png_is_made_smaller_and_stays_what_it_was),
        cmocka_unit_test(the_mark_is_drawn_on_pages_and_copies),
        cmocka_unit_test(what_is_cut_short_is_broken),
        cmocka_unit_test(a_pdf_that_would_act_is_found_also_where_it_is_packed),
        cmocka_unit_test(a_pdf_with_too_many_pages_is_not_opened_further),
        cmocka_unit_test(an_orientation_is_never_read_beyond_its_segment),
        cmocka_unit_test(a_caged_child_reaches_nobody_and_writes_nothing),
    };

    if (argc == 2 && strcmp(argv[1], "picture") == 0)
        return picture_child();
    files = arena_new();

    const int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_free(files);
    return failed;
}
