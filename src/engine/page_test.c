#include "page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"

/* The texts are those of the build: tests take from them what they need. */

static const struct page_view in_english = { .language = LANGUAGE_ENGLISH };

static int begin(void **state) {
    *state = arena_new();
    return 0;
}

static int end(void **state) {
    arena_free(*state);
    return 0;
}

static struct html page_in(void **state) {
    return (struct html){ .text = { .arena = *state } };
}

/* A text that has a place, and English when english asks for it; -1: none. */
static int text_with_place(bool english) {
    for (size_t i = 0; i < page_text_count; i++)
        if (strstr(page_texts[i].in[LANGUAGE_CHINESE], "{0}") &&
            !strstr(page_texts[i].in[LANGUAGE_CHINESE], "{1}") &&
            (page_texts[i].in[LANGUAGE_ENGLISH] != NULL) == english)
            return (int)i;
    return -1;
}

static void what_people_typed_never_becomes_markup(void **state) {
    struct html out = page_in(state);

    html_text(&out, "\"><script>&'办");
    assert_string_equal(text_string(&out.text), "&quot;&gt;&lt;script&gt;&amp;&#39;办");
}

static void a_page_prints_texts_and_every_integer(void **state) {
    struct html out = page_in(state);

    html_put(&out, "甲");
    html_put(&out, -7);
    html_put(&out, INT64_MIN);
    html_put(&out, (size_t)12);
    html_put(&out, 3u);
    html_text(&out, "");
    assert_string_equal(text_string(&out.text), "甲-7-9223372036854775808123");
    assert_string_equal(html_text_of(&out, (size_t)5), "5");
    assert_string_equal(html_text_of(&out, -5), "-5");
}

static void an_attribute_is_there_only_with_a_value(void **state) {
    struct html out = page_in(state);

    html_attribute(&out, "aria-current", NULL);
    html_attribute(&out, "checked", "");
    html_attribute(&out, "value", "\"x\"");
    assert_string_equal(text_string(&out.text), " checked=\"\" value=\"&quot;x&quot;\"");
}

static void the_texts_are_sorted_for_the_search(void **state) {
    (void)state;
    for (size_t i = 1; i < page_text_count; i++)
        assert_true(strcmp(page_texts[i - 1].in[LANGUAGE_CHINESE],
                           page_texts[i].in[LANGUAGE_CHINESE]) < 0);
}

static void every_text_is_found_by_its_chinese(void **state) {
    (void)state;
    for (size_t i = 0; i < page_text_count; i++) {
        const char *chinese = page_texts[i].in[LANGUAGE_CHINESE];
        const char *english = page_texts[i].in[LANGUAGE_ENGLISH];

        assert_ptr_equal(page_say(LANGUAGE_CHINESE, chinese), chinese);
        assert_ptr_equal(page_say(LANGUAGE_ENGLISH, chinese),
                         english ? english : chinese);
    }
}

static void an_unknown_text_is_shown_as_it_is(void **state) {
    struct html out = page_in(state);

    out.view = &in_english;
    assert_string_equal(page_say(LANGUAGE_ENGLISH, "没有人收过这句"), "没有人收过这句");
    assert_string_equal(page_words(&out, "没有人收过这句"), "没有人收过这句");
}

static void values_take_their_places_and_are_escaped(void **state) {
    const char *const values[] = { "<张{0}>" };
    const int index =
        text_with_place(false) >= 0 ? text_with_place(false) : text_with_place(true);
    struct html out = page_in(state);

    assert_true(index >= 0);
    html_say_with(&out, index, values, 1);
    assert_non_null(strstr(text_string(&out.text), "&lt;张{0}&gt;"));

    const char *const said = page_say_with(
        *state, LANGUAGE_CHINESE, page_texts[index].in[LANGUAGE_CHINESE], values, 1);
    assert_non_null(strstr(said, "<张{0}>"));
}

static void english_pages_speak_english(void **state) {
    const char *const values[] = { "7" };
    const int index = text_with_place(true);
    struct html out = page_in(state);

    if (index < 0)
        skip();
    out.view = &in_english;
    html_say_with(&out, index, values, 1);
    assert_null(strstr(text_string(&out.text), "{0}"));
    assert_string_equal(text_string(&out.text),
                        page_say_with(*state, LANGUAGE_ENGLISH,
                                      page_texts[index].in[LANGUAGE_CHINESE], values, 1));
}

static void braces_that_are_no_place_stay(void **state) {
    const char *const values[] = { "一", "二" };

    assert_string_equal(page_say_with(*state, LANGUAGE_CHINESE,
                                      "{1}{0} {2} {} {x} { {00000000000000000009} {",
                                      values, 2),
                        "二一 {2} {} {x} { {00000000000000000009} {");
}

static void forms_carry_the_tokens_of_the_view(void **state) {
    const struct page_view view = { .form_token = "a\"b", .once_token = NULL };
    struct html out = page_in(state);

    html_form_tokens(&out);
    assert_string_equal(text_string(&out.text), "");
    out.view = &view;
    html_form_tokens(&out);
    assert_string_equal(text_string(&out.text),
                        "<input type=\"hidden\" name=\"_token\" value=\"a&quot;b\">");
}

static void a_value_in_an_address_adds_no_segment_and_no_parameter(void **state) {
    struct html out = page_in(state);

    assert_string_equal(
        route_url(&out, "/item/%s?q=%s&n=%d", "a/../b?c#d", "老年&x=1 %", 3),
        "/item/a%2F..%2Fb%3Fc%23d?q=%E8%80%81%E5%B9%B4%26x%3D1%20%25&n=3");
    assert_string_equal(
        route_url(&out, "/f/%ld/%lld#%s", -1L, INT64_MAX + 0LL, "A-z.0_~"),
        "/f/-1/9223372036854775807#A-z.0_~");
    assert_string_equal(route_url(&out, "/a%%20b"), "/a%20b");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_people_typed_never_becomes_markup, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_page_prints_texts_and_every_integer, begin,
                                        end),
        cmocka_unit_test_setup_teardown(an_attribute_is_there_only_with_a_value, begin,
                                        end),
        cmocka_unit_test(the_texts_are_sorted_for_the_search),
        cmocka_unit_test(every_text_is_found_by_its_chinese),
        cmocka_unit_test_setup_teardown(an_unknown_text_is_shown_as_it_is, begin, end),
        cmocka_unit_test_setup_teardown(values_take_their_places_and_are_escaped, begin,
                                        end),
        cmocka_unit_test_setup_teardown(english_pages_speak_english, begin, end),
        cmocka_unit_test_setup_teardown(braces_that_are_no_place_stay, begin, end),
        cmocka_unit_test_setup_teardown(forms_carry_the_tokens_of_the_view, begin, end),
        cmocka_unit_test_setup_teardown(
            a_value_in_an_address_adds_no_segment_and_no_parameter, begin, end),
    };

    return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
