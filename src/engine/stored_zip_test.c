/* ZIPs that are read back, and those that anybody might have made. */
#include "stored_zip.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "arena.h"
#include "civil.h"

struct scene {
    struct arena *arena;
    int file;
    char path[64];
    struct stored_zip zip;
};

static struct db_bytes text_of(const char *text) {
    return (struct db_bytes){ text, strlen(text) };
}

static struct scene open_scene(void) {
    struct scene scene = { .arena = arena_new(), .path = "/tmp/haoban-zip-XXXXXX" };

    scene.file = mkstemp(scene.path);
    assert_true(scene.file >= 0);
    stored_zip_begin(&scene.zip, scene.arena, scene.file,
                     civil_moment_ms(20261123, 9 * 60));
    return scene;
}

static void close_scene(struct scene *scene) {
    close(scene->file);
    unlink(scene->path);
    arena_free(scene->arena);
}

static void put_two(struct scene *scene) {
    stored_zip_put(&scene->zip, "papers/01.pdf", text_of("%PDF"));
    stored_zip_put(&scene->zip, "申请表.txt", text_of(""));
}

static void what_is_written_is_read(void **state) {
    struct scene scene = open_scene();
    struct stored_zip_list list;
    struct db_bytes content;

    (void)state;
    put_two(&scene);
    assert_true(stored_zip_end(&scene.zip) > 0);
    assert_null(stored_zip_list(scene.arena, scene.file, &list));
    assert_int_equal(list.count, 2);
    assert_string_equal(list.file[1].name, "申请表.txt");
    assert_true(stored_zip_read(scene.arena, scene.file, &list.file[0], &content));
    assert_memory_equal(content.data, "%PDF", 4);
    assert_true(stored_zip_read(scene.arena, scene.file, &list.file[1], &content));
    assert_int_equal(content.size, 0);
    assert_ptr_equal(stored_zip_find(&list, "申请表.txt"), &list.file[1]);
    assert_null(stored_zip_find(&list, "01.pdf"));
    close_scene(&scene);
}

static void writing_goes_on_from_a_mark(void **state) {
    struct scene scene = open_scene();
    struct stored_zip mark, again;
    struct stored_zip_list list;

    (void)state;
    put_two(&scene);
    mark = scene.zip;
    again = mark;
    stored_zip_put(&again, "long.txt", text_of("much longer than what comes next"));
    stored_zip_end(&again);
    again = mark;
    stored_zip_put(&again, "index.json", text_of("{}"));
    stored_zip_end(&again);
    assert_null(stored_zip_list(scene.arena, scene.file, &list));
    assert_int_equal(list.count, 3);
    assert_string_equal(list.file[2].name, "index.json");
    close_scene(&scene);
}

/* Every byte counts: none can be changed unseen but in a content, whose check sum then
 * does not fit. */
static void no_byte_changes_unseen(void **state) {
    struct scene scene = open_scene();
    int64_t size;

    (void)state;
    put_two(&scene);
    size = stored_zip_end(&scene.zip);
    for (int64_t at = 0; at < size; at++) {
        struct stored_zip_list list;
        struct db_bytes content;
        unsigned char was, is;

        assert_int_equal(pread(scene.file, &was, 1, at), 1);
        is = was ^ 0x11;
        assert_int_equal(pwrite(scene.file, &is, 1, at), 1);
        if (!stored_zip_list(scene.arena, scene.file, &list))
            assert_false(
                stored_zip_read(scene.arena, scene.file, &list.file[0], &content));
        assert_int_equal(pwrite(scene.file, &was, 1, at), 1);
    }
    close_scene(&scene);
}

static void no_byte_is_added_or_taken_away(void **state) {
    struct scene scene = open_scene();
    struct stored_zip_list list;
    int64_t size;

    (void)state;
    put_two(&scene);
    size = stored_zip_end(&scene.zip);
    assert_int_equal(pwrite(scene.file, "x", 1, size), 1);
    assert_non_null(stored_zip_list(scene.arena, scene.file, &list));
    for (int64_t cut = size - 1; cut >= 0; cut--) {
        assert_int_equal(ftruncate(scene.file, cut), 0);
        assert_non_null(stored_zip_list(scene.arena, scene.file, &list));
        assert_int_equal(list.count, 0);
    }
    close_scene(&scene);
}

/* A name is patched in both headers, as whoever wants it unpacked elsewhere would. */
static void names_lead_nowhere(void **state) {
    static const char *const names[] = { "../aaaaaaaaaaa", "/aaaaaaaaaaaaa",
                                         "aaaaaa/../aaaa", "aaaaaa//aaaaaa",
                                         "aaaaaaaaaaaaa/", "aaaaaa\\aaaaaaa",
                                         "c:aaaaaaaaaaaa", "aaaaaa\naaaaaaa",
                                         "./aaaaaaaaaaaa" };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct scene scene = open_scene();
        struct stored_zip_list list;
        int64_t directory;

        stored_zip_put(&scene.zip, "aaaaaaaaaaaaaa", text_of("x"));
        directory = scene.zip.at;
        stored_zip_end(&scene.zip);
        assert_null(stored_zip_list(scene.arena, scene.file, &list));
        assert_int_equal(pwrite(scene.file, names[i], 14, 30), 14);
        assert_int_equal(pwrite(scene.file, names[i], 14, directory + 46), 14);
        assert_non_null(stored_zip_list(scene.arena, scene.file, &list));
        close_scene(&scene);
    }
}

static void two_of_one_name_are_none(void **state) {
    struct scene scene = open_scene();
    struct stored_zip_list list;

    (void)state;
    stored_zip_put(&scene.zip, "index.json", text_of("{}"));
    stored_zip_put(&scene.zip, "index.json", text_of("[]"));
    stored_zip_end(&scene.zip);
    assert_non_null(stored_zip_list(scene.arena, scene.file, &list));
    close_scene(&scene);
}

static void a_full_disk_is_told(void **state) {
    struct arena *arena = arena_new();
    const int full = open("/dev/full", O_RDWR);
    struct stored_zip zip;

    (void)state;
    if (full < 0)
        skip();
    stored_zip_begin(&zip, arena, full, 0);
    stored_zip_put(&zip, "a", text_of("x"));
    assert_non_null(zip.why);
    assert_int_equal(stored_zip_end(&zip), 0);
    close(full);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(writing_goes_on_from_a_mark),
        cmocka_unit_test(no_byte_changes_unseen),
        cmocka_unit_test(no_byte_is_added_or_taken_away),
        cmocka_unit_test(names_lead_nowhere),
        cmocka_unit_test(two_of_one_name_are_none),
        cmocka_unit_test(a_full_disk_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
