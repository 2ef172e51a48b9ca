#include "item_element.h"

#include "item_full_test.h"
#include "item_import_inside.h"
#include "item_test.h"
#include "item_words.h"
#include "text.h"

static const char *written(struct arena *arena, const struct item_version *version) {
    struct text text = { .arena = arena };

    shape_put(&text, NULL, &item_version_shape, version);
    return text_string(&text);
}

static void every_element_is_kept_and_read_back(void **state) {
    struct hall *hall = hall_open(state);
    struct arena *const arena = hall->work.arena;
    const struct item_version version = full_version(arena);
    struct item_version read;
    struct item item;
    enum item_outcome outcome;

    assert_null(item_publish(&hall->work, &version, &tested, &outcome));
    assert_null(hall->work.fault);
    assert_null(item_find(&hall->work, "F1", &item));
    assert_null(item_read_version(&hall->work, item.version_id, &read));
    assert_string_equal(written(arena, &read), written(arena, &version));
    hall_close(hall);
}

static void a_file_of_every_element_is_read_as_it_was_written(void **state) {
    struct arena *arena = arena_new();
    const struct item_version version = full_version(arena);
    const char *const row = written(arena, &version);
    struct item_import import = { .bytes = row, .format = ITEM_FORMAT_HAOBAN };
    const char *why = "";

    (void)state;
    assert_true(item_import_read(arena, &import, &why));
    assert_true(import.report.rejected == 0);
    assert_int_equal(import.row_count, 1);
    assert_string_equal(written(arena, &import.rows[0].version), row);
    arena_free(arena);
}

/* ---- the table ---- */

static void every_element_has_a_label_a_help_and_a_group(void **state) {
    struct arena *arena = arena_new();
    const struct item_elements all = item_elements(arena);

    (void)state;
    assert_true(all.count > 60);
    for (size_t i = 0; i < all.count; i++) {
        assert_non_null(all.element[i].field->label);
        assert_non_null(all.element[i].field->help);
        assert_non_null(all.element[i].group);
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(all.element[i].path, all.element[j].path);
            assert_string_not_equal(all.element[i].field->label,
                                    all.element[j].field->label);
        }
    }
    assert_string_equal(all.element[0].path, "code");
    arena_free(arena);
}

static const char *text_at(struct arena *arena, const char *path,
                           const struct item_version *version) {
    const struct item_elements all = item_elements(arena);

    for (size_t i = 0; i < all.count; i++)
        if (strcmp(all.element[i].path, path) == 0)
            return item_element_text(arena, all.element[i].field, version);
    fail_msg("no element %s", path);
    return "";
}

static void an_element_is_taken_from_another_version(void **state) {
    struct arena *arena = arena_new();
    const struct item_elements all = item_elements(arena);
    const struct item_version full = full_version(arena);
    struct item_version version = item_nothing();

    (void)state;
    for (size_t i = 0; i < all.count; i++)
        item_element_take(all.element[i].field, &version, &full);
    assert_string_equal(written(arena, &version), written(arena, &full));
    arena_free(arena);
}

static void an_element_reads_as_people_say_it(void **state) {
    static const char *const ways[] = { "online", "window" };
    struct arena *arena = arena_new();
    struct item_version version = item_nothing();

    (void)state;
    assert_string_equal(text_at(arena, "fee.charged", &version), "");
    assert_string_equal(text_at(arena, "visits", &version), "");
    assert_string_equal(text_at(arena, "level", &version), "");
    assert_string_equal(text_at(arena, "promise", &version), "否");
    version.fee_charged = 0;
    version.visits = 0;
    version.level = 5;
    version.promised = (struct item_limit){ 5, 1 };
    version.ways = (struct item_list){ ways, 2 };
    version.result_kind = "certificate";
    assert_string_equal(text_at(arena, "fee.charged", &version), "否");
    assert_string_equal(text_at(arena, "visits", &version), "0");
    assert_string_equal(text_at(arena, "level", &version), "镇（街道）级");
    assert_string_equal(text_at(arena, "promised_limit.n", &version), "5");
    assert_string_equal(text_at(arena, "promised_limit.unit", &version), "个工作日");
    assert_string_equal(text_at(arena, "ways", &version), "网办\n窗口办");
    assert_string_equal(text_at(arena, "result.kind", &version), "证照");
    assert_string_equal(text_at(arena, "papers", &version), "");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(every_element_is_kept_and_read_back),
    };
    const struct CMUnitTest pure[] = {
        cmocka_unit_test(a_file_of_every_element_is_read_as_it_was_written),
        cmocka_unit_test(every_element_has_a_label_a_help_and_a_group),
        cmocka_unit_test(an_element_is_taken_from_another_version),
        cmocka_unit_test(an_element_reads_as_people_say_it),
    };

    return RUN_ON_BOTH(tests) + cmocka_run_group_tests_name("element", pure, NULL, NULL);
}
