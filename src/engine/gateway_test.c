/* What is true of every gateway: secrets, signatures, and what may be told of a problem.
 */
#include "gateway.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "arena.h"

static const char *write_file(struct arena *arena, const char *text, mode_t mode) {
    const char *path = arena_format(arena, "/tmp/haoban-secrets-%d", (int)getpid());
    int file;

    unlink(path);
    file = open(path, O_WRONLY | O_CREAT | O_EXCL, mode);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    close(file);
    return path;
}

static void secrets_come_from_a_file_that_nobody_else_reads(void **state) {
    struct arena *arena = arena_new();
    struct gateway_secrets secrets;
    const char *why = NULL;
    const char *path =
        write_file(arena, "# SMS\nsms-user = hall\nsms-key = a long key\n", 0600);

    (void)state;
    assert_true(gateway_read_secrets(path, arena, &secrets, &why));
    assert_string_equal(secrets.sms_user, "hall");
    assert_string_equal(secrets.sms_key, "a long key");
    assert_string_equal(secrets.mail_password, "");
    path = write_file(arena, "sms-user = hall\n", 0640);
    assert_false(gateway_read_secrets(path, arena, &secrets, &why));
    assert_non_null(strstr(why, "chmod 600"));
    path = write_file(arena, "sms-user = hall\nsms-passwort = geheim\n", 0600);
    assert_false(gateway_read_secrets(path, arena, &secrets, &why));
    assert_non_null(strstr(why, ":2: "));
    assert_null(strstr(why, "geheim"));
    unlink(path);
    assert_true(gateway_read_secrets("", arena, &secrets, &why));
    assert_string_equal(secrets.sms_user, "");
    arena_free(arena);
}

static void a_signature_is_the_one_that_others_compute(void **state) {
    char signature[GATEWAY_SIGNATURE_SIZE];

    (void)state;
    /* printf '1795402800000\n{"id":"1"}' | openssl dgst -sha256 -hmac key */
    gateway_sign(signature, "key", "1795402800000", "{\"id\":\"1\"}", 10);
    assert_string_equal(
        signature, "b85738f3046f8aa2a09eb90839cbc463fbd79a252ddbcad705c3ba908640f9fa");
}

static void a_reason_tells_nobodys_number(void **state) {
    (void)state;
    assert_string_equal(gateway_safe_reason("UNDELIV 069"), "UNDELIV 069");
    assert_string_equal(gateway_safe_reason("to 13800000001"), "other");
    assert_string_equal(gateway_safe_reason("用户不存在"), "other");
    assert_string_equal(gateway_safe_reason("x\" fault=\"y"), "other");
    assert_string_equal(gateway_safe_reason("a reason that goes on and on and on and on"),
                        "other");
    assert_string_equal(gateway_safe_reason(""), "");
}

static void an_address_has_its_places_filled(void **state) {
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(
        gateway_fill_address(arena, "https://x/{town}/{id}?{}", 330109113, "7.1"),
        "https://x/330109113/7.1?{}");
    arena_free(arena);
}

static struct gateway_settings settings(const char *address,
                                        enum gateway_channel channel) {
    return (struct gateway_settings){ .channel = channel,
                                      .address = address,
                                      .ask_address = "",
                                      .from = "hall@example.cn",
                                      .trusted = "",
                                      .deadline_ms = 500,
                                      .secrets = { "hall", "", "key", "", "" } };
}

static void an_address_is_checked_before_anything_is_sent(void **state) {
    static const char *const good[] = { "", "log:", "smpp://centre.example:2775",
                                        "smpp://[::1]:2775",
                                        "https://sms.example/{town}/send" };
    static const char *const bad[] = { "smpp",     "smpp:",    "smpp://",
                                       "ftp://x/", "smtp://x", "https://u:p@x/",
                                       "LOG:" };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        const struct gateway_settings given = settings(good[i], GATEWAY_SMS);

        assert_null(gateway_check(arena, &given));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct gateway_settings given = settings(bad[i], GATEWAY_SMS);

        assert_non_null(gateway_check(arena, &given));
    }
    arena_free(arena);
}

/* Nobody listens there: certainly not taken, by any driver. */
static void where_nobody_listens_it_is_later(void **state) {
    static const struct {
        const char *address;
        enum gateway_channel channel;
    } nowhere[] = {
        { "smpp://127.0.0.1:1", GATEWAY_SMS },
        { "http://127.0.0.1:1/", GATEWAY_SMS },
        { "smtp://127.0.0.1:1", GATEWAY_MAIL },
    };
    const struct gateway_letter letter = { 330109113, "7",    1795402800000,
                                           "a@b.cn",  "试发", "试发" };

    (void)state;
    for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++) {
        const struct gateway_settings given =
            settings(nowhere[i].address, nowhere[i].channel);
        struct gateway *gateway = gateway_new(&given);
        struct gateway_answer answer;

        gateway_send(gateway, &letter, &answer);
        assert_int_equal(answer.outcome, GATEWAY_LATER);
        gateway_free(gateway);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secrets_come_from_a_file_that_nobody_else_reads),
        cmocka_unit_test(a_signature_is_the_one_that_others_compute),
        cmocka_unit_test(a_reason_tells_nobodys_number),
        cmocka_unit_test(an_address_has_its_places_filled),
        cmocka_unit_test(an_address_is_checked_before_anything_is_sent),
        cmocka_unit_test(where_nobody_listens_it_is_later),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
