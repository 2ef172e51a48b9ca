/* SMPP as bytes: what we write, byte for byte, and what a centre may say. */
#include "smpp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "text.h"

static struct smpp_pdu read_all(const struct text *bytes) {
    struct smpp_pdu pdu;

    assert_int_equal(smpp_read((const uint8_t *)bytes->bytes, bytes->length, &pdu),
                     bytes->length);
    return pdu;
}

static void a_bind_is_what_the_specification_says(void **state) {
    static const char expected[] =
        "\0\0\0\x28\0\0\0\x09\0\0\0\0\0\0\0\x01"
        "SMPP3TEST\0secret08\0\0\x34\0\0"; /* and a terminator: address_range */
    struct arena *arena = arena_new();
    struct text out = { .arena = arena };

    (void)state;
    smpp_write_bind(&out, 1, "SMPP3TEST", "secret08");
    assert_int_equal(out.length, 0x28);
    assert_memory_equal(out.bytes, expected, out.length);
    arena_free(arena);
}

static void an_sms_travels_in_ucs2(void **state) {
    struct arena *arena = arena_new();
    struct text out = { .arena = arena };
    struct smpp_message message = { .from = "10690001", .to = "13800000001" };
    struct smpp_pdu pdu;

    (void)state;
    message.text = smpp_ucs2(arena, "办A𠮷", &message.text_size);
    assert_int_equal(message.text_size, 8);
    assert_memory_equal(message.text, "\x52\x9e\0A\xd8\x42\xdf\xb7", 8);
    smpp_write_submit(&out, 7, &message);
    pdu = read_all(&out);
    assert_int_equal(pdu.command, SMPP_SUBMIT);
    assert_int_equal(pdu.sequence, 7);
    assert_memory_equal(pdu.body + pdu.body_size - 8, message.text, 8);
    assert_int_equal(pdu.body[pdu.body_size - 9], 8);
    assert_int_equal(pdu.body[pdu.body_size - 11], 8); /* data_coding */
    arena_free(arena);
}

static void a_name_that_is_too_long_is_cut(void **state) {
    struct arena *arena = arena_new();
    struct text out = { .arena = arena };
    struct smpp_pdu pdu;

    (void)state;
    smpp_write_bind(&out, 1, "a name of more than sixteen", "password of more than 9");
    pdu = read_all(&out);
    assert_string_equal((const char *)pdu.body, "a name of more ");
    assert_string_equal((const char *)pdu.body + SMPP_NAME_SIZE, "password");
    arena_free(arena);
}

static void a_pdu_that_is_not_all_there_is_waited_for(void **state) {
    struct arena *arena = arena_new();
    struct text out = { .arena = arena };
    struct smpp_pdu pdu;

    (void)state;
    smpp_write_delivered(&out, SMPP_NOT_NOW, 9);
    for (size_t size = 0; size < out.length; size++)
        assert_int_equal(smpp_read((const uint8_t *)out.bytes, size, &pdu), 0);
    pdu = read_all(&out);
    assert_int_equal(pdu.command, SMPP_DELIVER | SMPP_ANSWER);
    assert_int_equal(pdu.status, SMPP_NOT_NOW);
    arena_free(arena);
}

static void a_length_that_is_none_ends_the_line(void **state) {
    struct smpp_pdu pdu;

    (void)state;
    assert_int_equal(smpp_read((const uint8_t *)"\0\0\0\x0f\0\0\0\0", 8, &pdu), -1);
    assert_int_equal(smpp_read((const uint8_t *)"\xff\xff\xff\xff", 4, &pdu), -1);
}

/* deliver_sm with a text and parameters behind it. */
static struct smpp_pdu receipt(struct text *out, int class, const char *words,
                               const char *parameters, size_t size) {
    text_add_bytes(out, "\0\0\0", 3);
    text_add_bytes(out, "13800000001", 12);
    text_add_bytes(out, "\0\0", 2);
    text_add_bytes(out, "10690001", 9);
    text_add_byte(out, (char)class);
    text_add_bytes(out, "\0\0\0\0\0\0\0\0", 8);
    text_add_byte(out, (char)strlen(words));
    text_add(out, words);
    text_add_bytes(out, parameters, size);
    return (struct smpp_pdu){ .command = SMPP_DELIVER,
                              .body = (const uint8_t *)out->bytes,
                              .body_size = out->length };
}

static void a_receipt_says_it_in_words(void **state) {
    struct arena *arena = arena_new();
    struct text out = { .arena = arena };
    struct smpp_receipt told;
    struct smpp_pdu pdu =
        receipt(&out, 4,
                "id:0123456789 sub:001 dlvrd:001 submit date:2611230900 done "
                "date:2611230901 stat:UNDELIV err:069 text:id:7 stat:DELIVRD",
                "", 0);

    (void)state;
    assert_true(smpp_read_receipt(&pdu, &told));
    assert_string_equal(told.message_id, "0123456789");
    assert_int_equal(told.state, SMPP_UNDELIVERABLE);
    assert_string_equal(told.error, "069");
    arena_free(arena);
}

static void a_receipt_says_it_in_parameters(void **state) {
    static const char parameters[] = "\x04\x27\0\x01\x02"
                                     "\0\x1e\0\x04"
                                     "abc";
    struct arena *arena = arena_new();
    struct text out = { .arena = arena };
    struct smpp_receipt told;
    struct smpp_pdu pdu =
        receipt(&out, 4, "id:other stat:EXPIRED", parameters, sizeof parameters);

    (void)state;
    assert_true(smpp_read_receipt(&pdu, &told));
    assert_string_equal(told.message_id, "abc");
    assert_int_equal(told.state, SMPP_DELIVERED);
    arena_free(arena);
}

static void what_a_person_wrote_is_no_receipt(void **state) {
    struct arena *arena = arena_new();
    struct text out = { .arena = arena };
    struct smpp_receipt told;
    struct smpp_pdu pdu = receipt(&out, 0, "id:1 stat:DELIVRD", "", 0);

    (void)state;
    assert_false(smpp_read_receipt(&pdu, &told));
    arena_free(arena);
}

static void a_body_that_is_cut_says_nothing(void **state) {
    struct arena *arena = arena_new();
    struct text out = { .arena = arena };
    struct smpp_receipt told;
    struct smpp_pdu pdu = receipt(&out, 4, "id:1 stat:DELIVRD", "", 0);

    (void)state;
    while (pdu.body_size--)
        assert_false(smpp_read_receipt(&pdu, &told));
    arena_free(arena);
}

static void an_answer_gives_the_id(void **state) {
    const struct smpp_pdu good = { .body = (const uint8_t *)"m1", .body_size = 3 };
    const struct smpp_pdu open = { .body = (const uint8_t *)"m1", .body_size = 2 };
    const struct smpp_pdu asked = { .body = (const uint8_t *)"m1\0\0\x05\x0b",
                                    .body_size = 6 };
    char id[SMPP_ID_SIZE];
    enum smpp_state told;
    int error;

    (void)state;
    assert_true(smpp_read_submitted(&good, id));
    assert_string_equal(id, "m1");
    assert_false(smpp_read_submitted(&open, id));
    assert_string_equal(id, "");
    assert_true(smpp_read_queried(&asked, &told, &error));
    assert_int_equal(told, SMPP_UNDELIVERABLE);
    assert_int_equal(error, 11);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bind_is_what_the_specification_says),
        cmocka_unit_test(an_sms_travels_in_ucs2),
        cmocka_unit_test(a_name_that_is_too_long_is_cut),
        cmocka_unit_test(a_pdu_that_is_not_all_there_is_waited_for),
        cmocka_unit_test(a_length_that_is_none_ends_the_line),
        cmocka_unit_test(a_receipt_says_it_in_words),
        cmocka_unit_test(a_receipt_says_it_in_parameters),
        cmocka_unit_test(what_a_person_wrote_is_no_receipt),
        cmocka_unit_test(a_body_that_is_cut_says_nothing),
        cmocka_unit_test(an_answer_gives_the_id),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
