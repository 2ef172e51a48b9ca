/* Wordings and what they become: never more than 70 units, whatever an item is called. */
#include "message_slot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "json.h"
#include "message_event.h"
#include "utf8.h"

enum { LINE_MAX_BYTES = 1 << 20, SMS_UNITS = 70 };

/* A long sign, as a district office may have. */
static const char sign[] = "【杭州湾新区政务】";

static const struct message_slot few[] = {
    { "item", "老年优待证", true },
    { "reason", "", true },
    { "tail", "0000457", false },
};
static const struct message_slots slots = { few, 3 };

static const char *fill(struct arena *arena, const char *wording, size_t most) {
    return message_fill(arena, wording, slots, most);
}

static void a_slot_becomes_its_value(void **state) {
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(fill(arena, "{item}（{tail}）已受理", 0),
                        "老年优待证（0000457）已受理");
    assert_string_equal(fill(arena, "", 0), "");
    assert_string_equal(fill(arena, "没有空", 0), "没有空");
    arena_free(arena);
}

static void brackets_go_when_they_have_nothing_to_say(void **state) {
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(fill(arena, "不予受理[：{reason}]。", 0), "不予受理。");
    assert_string_equal(fill(arena, "办[{item}]好[了]。", 0), "办老年优待证好了。");
    arena_free(arena);
}

static void what_is_wrong_is_found_where_it_is(void **state) {
    static const struct {
        const char *wording;
        enum message_fault fault;
        size_t at;
    } wrong[] = {
        { "a{name}", MESSAGE_UNKNOWN_SLOT, 1 }, { "{}", MESSAGE_UNKNOWN_SLOT, 0 },
        { "{item", MESSAGE_UNCLOSED, 0 },       { "item}", MESSAGE_UNCLOSED, 4 },
        { "{it{em}}", MESSAGE_UNCLOSED, 0 },    { "ab[c", MESSAGE_UNCLOSED, 2 },
        { "a]", MESSAGE_UNCLOSED, 1 },          { "[[a]]", MESSAGE_UNCLOSED, 1 },
        { "[{item]}", MESSAGE_UNCLOSED, 1 },
    };
    const char *at;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(message_check(wrong[i].wording, slots, &at), wrong[i].fault);
        assert_ptr_equal(at, wrong[i].wording + wrong[i].at);
    }
}

static void too_many_parts_are_refused(void **state) {
    char wording[MESSAGE_PARTS_MAX * 6 + 7] = "";
    const char *at;

    (void)state;
    for (size_t i = 0; i < MESSAGE_PARTS_MAX; i++)
        strncat(wording, "{item}", sizeof wording - strlen(wording) - 1);
    assert_int_equal(message_check(wording, slots, &at), MESSAGE_GOOD);
    strncat(wording, "x", sizeof wording - strlen(wording) - 1);
    assert_int_equal(message_check(wording, slots, &at), MESSAGE_TOO_MANY_PARTS);
}

static void the_longest_bends_first_and_only_as_far_as_needed(void **state) {
    static const struct message_slot two[] = {
        { "a", "一二三四五六七八九十", true },
        { "b", "一二三四五六", true },
    };
    const struct message_slots both = { two, 2 };
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(message_fill(arena, "{a}-{b}", both, 17),
                        "一二三四五六七八九十-一二三四五六");
    assert_string_equal(message_fill(arena, "{a}-{b}", both, 15),
                        "一二三四五六七…-一二三四五六");
    assert_string_equal(message_fill(arena, "{a}-{b}", both, 11), "一二三四…-一二三四…");
    /* No further: then the end is cut. */
    assert_string_equal(message_fill(arena, "{a}-{b}", both, 9), "一二三四…-一二…");
    arena_free(arena);
}

static void rare_characters_count_twice_and_are_not_cut(void **state) {
    static const struct message_slot rare[] = { { "a", "𠮷𠮷𠮷𠮷𠮷𠮷", true } };
    struct arena *arena = arena_new();

    (void)state;
    assert_int_equal(message_units("𠮷a办"), 4);
    assert_string_equal(message_fill(arena, "{a}", (struct message_slots){ rare, 1 }, 8),
                        "𠮷𠮷𠮷…");
    arena_free(arena);
}

static void an_sms_is_one_line(void **state) {
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(message_one_line(arena, " 缺：\n 照片 2 张\r\n\t户口簿 \n"),
                        "缺：照片 2 张；户口簿");
    arena_free(arena);
}

/* ---- all that goes out ---- */

/* Fixed values at their longest; what bends is an item's name, and long everywhere else.
 */
static struct message_slots longest(struct arena *arena, const char *item,
                                    const char *rest) {
    struct message_slot *made = arena_alloc(arena, message_slot_count * sizeof *made);

    for (size_t i = 0; i < message_slot_count; i++) {
        const struct message_slot_row *row = &message_slot_rows[i];

        made[i] =
            (struct message_slot){ row->name, row->bends ? rest : row->most, row->bends };
        if (strcmp(row->name, "item") == 0)
            made[i].value = item;
    }
    return (struct message_slots){ made, message_slot_count };
}

static void check_item(struct arena *arena, const char *item, const char *rest) {
    const struct message_slots all = longest(arena, item, rest);
    const size_t most = SMS_UNITS - message_units(sign);
    const char *at;

    for (size_t i = 0; i < message_event_count; i++) {
        const struct message_event *event = &message_events[i];
        const char *sms = message_fill(arena, event->sms, all, most);

        assert_int_equal(message_check(event->sms, all, &at), MESSAGE_GOOD);
        assert_int_equal(message_check(event->text, all, &at), MESSAGE_GOOD);
        assert_true(message_units(sms) <= most);
        /* Which item it is can be told, and nothing behind it was cut. */
        if (event->sms[0]) {
            assert_memory_equal(sms, item, utf8_prefix(item, 4));
            assert_true(strcmp(sms + strlen(sms) - 3, "…") != 0);
        }
    }
}

static void no_wording_of_the_program_is_ever_cut(void **state) {
    struct arena *arena = arena_new();

    (void)state;
    check_item(arena, "老年优待证", "缺");
    check_item(arena, "老年优待证",
               "申请表没有签字，身份证复印件看不清，户口簿缺户主页，请补齐以后再来");
    arena_free(arena);
}

static void check_file(const char *folder, const char *name, const char *member) {
    struct arena *arena = arena_new();
    FILE *file = fopen(arena_format(arena, "%s/data/%s", folder, name), "r");
    char *line = malloc(LINE_MAX_BYTES);
    struct json_error error;
    size_t items = 0;

    assert_non_null(file);
    assert_non_null(line);
    while (fgets(line, LINE_MAX_BYTES, file)) {
        struct arena *of_one = arena_new();
        const struct json *item = json_read(of_one, line, strlen(line), &error);
        const char *title = item ? json_string(json_get(item, member)) : "";

        if (strlen(title) >= 9) {
            check_item(of_one, title, title);
            items++;
        }
        arena_free(of_one);
    }
    assert_true(items > 0);
    free(line);
    fclose(file);
    arena_free(arena);
}

static void every_item_of_real_catalogues_fits_into_70(void **state) {
    const char *folder = getenv("HAOBAN_SHARED");

    (void)state;
    if (!folder || !folder[0])
        skip();
    check_file(folder, "items_guangdong.jsonl", "name");
    check_file(folder, "items_guangan.jsonl", "name");
    check_file(folder, "items_changchun_guides.jsonl", "main_item");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slot_becomes_its_value),
        cmocka_unit_test(brackets_go_when_they_have_nothing_to_say),
        cmocka_unit_test(what_is_wrong_is_found_where_it_is),
        cmocka_unit_test(too_many_parts_are_refused),
        cmocka_unit_test(the_longest_bends_first_and_only_as_far_as_needed),
        cmocka_unit_test(rare_characters_count_twice_and_are_not_cut),
        cmocka_unit_test(an_sms_is_one_line),
        cmocka_unit_test(no_wording_of_the_program_is_ever_cut),
        cmocka_unit_test(every_item_of_real_catalogues_fits_into_70),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
