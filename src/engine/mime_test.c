/* A mail on its way: ASCII throughout, and nobody can add a header. */
#include "mime.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "civil.h"

static void an_address_is_one_that_needs_no_quotes(void **state) {
    static const char *const good[] = { "lin@example.cn", "a.b-c_d+e@x.y.example",
                                        "1@2.cn" };
    static const char *const bad[] = {
        "",
        "lin",
        "@example.cn",
        "lin@",
        "lin@example",
        "l in@x.cn",
        "lin@x.cn ",
        "l@x@y.cn",
        "林@x.cn",
        "l@x..cn",
        ".l@x.cn",
        "l.@x.cn",
        "l@.x.cn",
        "l@-x.cn",
        "l@x.cn-",
        "l@x.cn\r\nBcc: a@b.cn",
        "<l@x.cn>",
        "\"l\"@x.cn",
        "l@x.cn.",
        "l,m@x.cn",
        "l@x_y.cn",
    };

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(mime_is_address(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(mime_is_address(bad[i]));
}

static void a_header_is_encoded_word_by_word(void **state) {
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(mime_header(arena, "accepted"), "accepted");
    assert_string_equal(mime_header(arena, "已受理"), "=?UTF-8?B?5bey5Y+X55CG?=");
    /* Forty-five bytes are fifteen characters: the sixteenth begins another word. */
    assert_string_equal(mime_header(arena, "一二三四五六七八九十一二三四五六"),
                        "=?UTF-8?B?5LiA5LqM5LiJ5Zub5LqU5YWt5LiD5YWr5Lmd5Y2B5LiA5LqM5LiJ5"
                        "Zub5LqU?=\r\n =?UTF-8?B?5YWt?=");
    arena_free(arena);
}

static void a_line_break_cannot_add_a_header(void **state) {
    struct arena *arena = arena_new();

    (void)state;
    assert_null(strstr(mime_header(arena, "x\r\nBcc: a@b.cn"), "Bcc"));
    arena_free(arena);
}

static void a_mail_is_ascii_and_its_lines_are_short(void **state) {
    struct arena *arena = arena_new();
    const char *mail = mime_write(
        arena, &(struct mime_mail){
                   .from = "hall@example.cn",
                   .to = "lin@example.cn",
                   .from_name = "",
                   .subject = "已受理（瓜沥镇便民服务中心）",
                   .text = "您申请的“老年优待证”已经受理。\n"
                           "由社会事务管理办公室办理，11月27日前办结。\n咨询电话："
                           "0571-82000100。",
                   .id = "330109113.7",
                   .now_ms = civil_moment_ms(20261123, 9 * 60),
               });
    size_t column = 0;

    (void)state;
    assert_non_null(strstr(mail, "Date: Mon, 23 Nov 2026 01:00:00 +0000\r\n"));
    assert_non_null(strstr(mail, "Message-ID: <330109113.7@example.cn>\r\n"));
    assert_non_null(strstr(mail, "\r\n\r\n"));
    for (const char *at = mail; *at; at++) {
        assert_true((unsigned char)*at < 0x7f);
        assert_true(*at != '\n' || at[-1] == '\r');
        column = *at == '\n' ? 0 : column + 1;
        assert_true(column <= 78);
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_one_that_needs_no_quotes),
        cmocka_unit_test(a_header_is_encoded_word_by_word),
        cmocka_unit_test(a_line_break_cannot_add_a_header),
        cmocka_unit_test(a_mail_is_ascii_and_its_lines_are_short),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
