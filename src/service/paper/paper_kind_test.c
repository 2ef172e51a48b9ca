#include "paper_test.h"

#include "paper_pdf.h"

static void each_kind_is_taken_for_what_it_is(void **state) {
    struct scene *scene = open_scene(state);
    const struct paper *papers;

    assert_null(send_file(scene, text_file(pdf), "证明.pdf", "application/pdf"));
    assert_null(
        send_file(scene, jpeg_of(arena_of(scene), 40, 30), "身份证.JPG", "image/jpeg"));
    assert_null(
        send_file(scene, png_of(arena_of(scene), 40, 30, 9), "a.png", "image/png"));
    assert_int_equal(paper_of_draft(&scene->hall->work, DRAFT, &papers), 3);
    assert_int_equal(papers[0].kind, PAPER_PDF);
    assert_int_equal(papers[1].kind, PAPER_JPEG);
    assert_int_equal(papers[2].kind, PAPER_PNG);
    assert_string_equal(papers[1].name, "身份证.JPG");
    close_scene(scene);
}

static void who_claims_nothing_is_believed_by_the_bytes(void **state) {
    struct scene *scene = open_scene(state);
    const struct db_bytes photo = jpeg_of(arena_of(scene), 40, 30);

    assert_null(send_file(scene, photo, "", ""));
    assert_null(send_file(scene, photo, "照片", "application/octet-stream"));
    assert_null(send_file(scene, photo, "a.b.jpeg", "image/jpg; charset=binary"));
    close_scene(scene);
}

static void each_lie_about_the_kind_is_refused(void **state) {
    struct scene *scene = open_scene(state);
    const struct db_bytes photo = jpeg_of(arena_of(scene), 40, 30);
    const struct db_bytes picture = png_of(arena_of(scene), 40, 30, 9);
    const struct {
        struct db_bytes content;
        const char *name, *type;
    } lies[] = {
        { text_file(pdf), "photo.jpg", "image/jpeg" },
        { text_file(pdf), "photo.jpg", "" },
        { text_file(pdf), "a.pdf", "image/jpeg" },
        { photo, "a.pdf", "application/pdf" },
        { photo, "a.png", "" },
        { photo, "a.exe", "" },
        { photo, "a.jpg.", "" },
        { picture, "a.jpg", "image/png" },
        { text_file("<html><script>"), "a.jpg", "image/jpeg" },
        { text_file("<html><script>"), "", "" },
        { text_file("MZ\x90"), "a.pdf", "application/pdf" },
    };

    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++)
        assert_ptr_equal(send_file(scene, lies[i].content, lies[i].name, lies[i].type),
                         &paper_wrong_kind);
    assert_int_equal(stored_files(scene), 0);
    close_scene(scene);
}

static void a_file_cut_short_anywhere_is_refused(void **state) {
    struct scene *scene = open_scene(state);
    const struct db_bytes files[] = { jpeg_of(arena_of(scene), 40, 30),
                                      png_of(arena_of(scene), 40, 30, 9),
                                      { pdf, strlen(pdf) - 1 } };

    for (size_t i = 0; i < 3; i++)
        for (size_t gone = 1; gone < files[i].size; gone++) {
            const struct db_bytes part = cut(files[i], gone);
            /* A heap block of that very size, so that a sanitizer sees a stray read. */
            void *copy = test_malloc(part.size);
            const struct db_bytes exact = { copy, part.size };

            memcpy(copy, part.data, part.size);
            if (paper_kind_of(exact) != PAPER_UNKNOWN)
                assert_int_equal(paper_flaw_of(paper_kind_of(exact), exact),
                                 PAPER_BROKEN);
            test_free(copy);
        }
    assert_ptr_equal(send_file(scene, cut(files[0], 2), "a.jpg", ""), &paper_broken);
    close_scene(scene);
}

static void a_picture_with_a_changed_bit_is_noticed(void **state) {
    struct scene *scene = open_scene(state);
    const struct db_bytes picture = png_of(arena_of(scene), 40, 30, 9);

    for (size_t at = 8; at < picture.size; at++) {
        const struct db_bytes other = changed(arena_of(scene), picture, at);

        assert_int_equal(paper_flaw_of(PAPER_PNG, other), PAPER_BROKEN);
    }
    close_scene(scene);
}

static void what_a_camera_puts_behind_its_photo_is_let_be(void **state) {
    struct scene *scene = open_scene(state);
    struct text out = { .arena = scene->hall->work.arena };
    const struct db_bytes photo = jpeg_of(arena_of(scene), 40, 30);

    text_add_bytes(&out, photo.data, photo.size);
    text_add_bytes(&out, photo.data, photo.size);
    assert_int_equal(paper_flaw_of(PAPER_JPEG, bytes_of(&out)), PAPER_SOUND);
    close_scene(scene);
}

static void a_photo_of_too_many_pixels_is_refused(void **state) {
    struct scene *scene = open_scene(state);
    struct hall *hall = scene->hall;

    assert_null(send_file(scene, jpeg_of(hall->work.arena, 10000, 10000), "a.jpg", ""));
    assert_null(send_file(scene, png_of(hall->work.arena, 20000, 5000, 1), "a.png", ""));
    assert_ptr_equal(
        send_file(scene, jpeg_of(hall->work.arena, 10001, 10000), "a.jpg", ""),
        &paper_wide);
    assert_ptr_equal(send_file(scene, jpeg_of(hall->work.arena, 20001, 10), "a.jpg", ""),
                     &paper_wide);
    assert_ptr_equal(send_file(scene, png_of(hall->work.arena, 4000000000, 4000000000, 1),
                               "a.png", ""),
                     &paper_wide);
    assert_ptr_equal(send_file(scene, jpeg_of(hall->work.arena, 0, 10), "a.jpg", ""),
                     &paper_broken);
    close_scene(scene);
}

/* The page with a name more in its catalogue. */
static struct db_bytes with(struct arena *arena, const char *name) {
    static const char before[] = "/Type/Catalog";
    const char *at = strstr(pdf, before) + strlen(before);

    return text_file(arena_format(arena, "%.*s%s(x)%s", (int)(at - pdf), pdf,
                                  name[0] == '(' ? "" : name, at));
}

static void a_pdf_that_would_do_something_is_refused(void **state) {
    static const char *const names[] = { "/JavaScript",    "/JS",
                                         "/Launch",        "/EmbeddedFile",
                                         "/EmbeddedFiles", "/J#53",
                                         "/Java#53cript" };
    static const char *const harmless[] = { "/JSX", "/J", "/Launcher", "(JS)" };
    struct scene *scene = open_scene(state);
    struct arena *arena = scene->hall->work.arena;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_ptr_equal(send_file(scene, with(arena, names[i]), "a.pdf", ""),
                         &paper_active);
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        assert_null(send_file(scene, with(arena, harmless[i]), "a.pdf", ""));
    close_scene(scene);
}

/* ---- what is packed ---- */

/* A stream of objects, packed or not, in front of the page. */
static struct db_bytes with_objects(struct arena *arena, const char *dictionary,
                                    struct db_bytes objects) {
    struct text out = { .arena = arena };

    text_add(&out, "%PDF-1.7\n9 0 obj\n<</Type/ObjStm/N 1/First 4");
    text_addf(&out, "%s/Length %zu>>\nstream\n", dictionary, objects.size);
    text_add_bytes(&out, objects.data, objects.size);
    text_add(&out, "\nendstream\nendobj\n");
    text_add(&out, pdf + strlen("%PDF-1.7\n"));
    return bytes_of(&out);
}

static struct db_bytes packed(struct arena *arena, const char *text, size_t blanks) {
    const size_t size = blanks + strlen(text);
    char *plain = arena_alloc(arena, size + 1);
    uLongf packed_size = compressBound(size);
    Bytef *bytes = arena_alloc(arena, packed_size);

    memset(plain, ' ', blanks);
    memcpy(plain + blanks, text, strlen(text));
    assert_int_equal(compress(bytes, &packed_size, (const Bytef *)plain, size), Z_OK);
    return (struct db_bytes){ bytes, packed_size };
}

static void scripts_are_found_where_they_are_packed(void **state) {
    static const char script[] = "9 0 <</S/JavaScript/JS(x)>>";
    static const char flate[] = "/Filter/FlateDecode";
    struct scene *scene = open_scene(state);
    struct arena *arena = arena_of(scene);
    const struct {
        struct db_bytes file;
        enum paper_flaw flaw;
    } cases[] = {
        { with_objects(arena, flate, packed(arena, "9 0 <</S/GoTo>>", 0)), PAPER_SOUND },
        { with_objects(arena, flate, packed(arena, script, 0)), PAPER_ACTIVE },
        /* Across the edge of a window. */
        { with_objects(arena, flate, packed(arena, script, 64 * 1024 - 12)),
          PAPER_ACTIVE },
        { with_objects(arena, flate, packed(arena, "/JSX", 64 * 1024 - 3)), PAPER_SOUND },
        { with_objects(arena, "", text_file(script)), PAPER_ACTIVE },
        /* What cannot be looked into. */
        { with_objects(arena, "/Filter/LZWDecode", text_file("x")), PAPER_ACTIVE },
        { with_objects(arena, flate, text_file("no zip")), PAPER_ACTIVE },
        { with_objects(arena, flate, packed(arena, "", PDF_PACKED_MAX + 1)),
          PAPER_ACTIVE },
        { with_objects(arena, "/Encrypt 7 0 R", text_file("x")), PAPER_LOCKED },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(paper_flaw_of(PAPER_PDF, cases[i].file), cases[i].flaw);
    close_scene(scene);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        BOTH(each_kind_is_taken_for_what_it_is),
        BOTH(who_claims_nothing_is_believed_by_the_bytes),
        BOTH(each_lie_about_the_kind_is_refused),
        BOTH(a_file_cut_short_anywhere_is_refused),
        BOTH(a_picture_with_a_changed_bit_is_noticed),
        BOTH(what_a_camera_puts_behind_its_photo_is_let_be),
        BOTH(a_photo_of_too_many_pixels_is_refused),
        BOTH(a_pdf_that_would_do_something_is_refused),
        BOTH(scripts_are_found_where_they_are_packed),
    };

    return RUN_PAPER_TESTS(argc, argv, tests);
}
