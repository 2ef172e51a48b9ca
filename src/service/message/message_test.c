/* What people are told, in which words, and how they wish it; on both databases. */
#include "message_test.h"

#include "message_slot.h"
#include "message_wish.h"
#include "message_wording.h"

const struct flow *const matter_flows[] = { &flow, NULL };

/* ---- the inbox ---- */

static void the_asker_is_told_in_the_house(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    const struct message *messages;
    struct message message;

    send_refused(hall, &matter);
    act_as_asker(hall, &matter);
    assert_int_equal(message_unread(&hall->work), 1);
    assert_int_equal(message_list(&hall->work, INT64_MAX, 10, &messages), 1);
    assert_string_equal(messages->event->key, "refused");
    assert_string_equal(messages->title, "老年优待证");
    assert_string_equal(messages->number, matter.number);
    assert_non_null(strstr(messages->text, "理由：申请表没有签字，\n请补签"));
    assert_non_null(strstr(messages->text, "60日内申请行政复议"));
    assert_null(message_open(&hall->work, messages->id));
    assert_null(message_find(&hall->work, messages->id, &message));
    assert_true(message.read_ms == hall->work.now_ms);
    assert_int_equal(message_unread(&hall->work), 0);
    /* The first time counts. */
    hall->work.now_ms += 1000;
    assert_null(message_open(&hall->work, messages->id));
    assert_null(message_find(&hall->work, messages->id, &message));
    assert_true(message.read_ms == hall->work.now_ms - 1000);
    hall_close(hall);
}

static void nobody_reads_anothers(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    const struct message *messages;
    struct message message;

    send_refused(hall, &matter);
    act_as_asker(hall, &matter);
    assert_int_equal(message_list(&hall->work, INT64_MAX, 10, &messages), 1);
    hall->work.actor.person_id++;
    assert_ptr_equal(message_find(&hall->work, messages->id, &message), &message_absent);
    assert_ptr_equal(message_open(&hall->work, messages->id), &message_absent);
    message_open_all(&hall->work, INT64_MAX);
    /* An account of the staff that has the person's id is another reader. */
    act_as_staff(hall, matter.person_id);
    assert_ptr_equal(message_find(&hall->work, messages->id, &message), &message_absent);
    act_as_asker(hall, &matter);
    assert_int_equal(message_unread(&hall->work), 1);
    hall_close(hall);
}

static void all_are_marked_but_what_came_since(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    const struct message *messages;

    send_refused(hall, &matter);
    send_refused(hall, &matter);
    act_as_asker(hall, &matter);
    assert_int_equal(message_list(&hall->work, INT64_MAX, 10, &messages), 2);
    send_refused(hall, &matter);
    message_open_all(&hall->work, messages[0].id);
    assert_int_equal(message_unread(&hall->work), 1);
    hall_close(hall);
}

static void a_list_goes_on_where_it_ended(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    const struct message *first, *second;

    for (int i = 0; i < 3; i++)
        send_refused(hall, &matter);
    act_as_asker(hall, &matter);
    assert_int_equal(message_list(&hall->work, INT64_MAX, 2, &first), 2);
    assert_int_equal(message_list(&hall->work, first[1].id, 2, &second), 1);
    assert_true(second->id < first[1].id && first[1].id < first[0].id);
    hall_close(hall);
}

static void staff_is_told_and_has_no_sms(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    const struct message *messages;

    message_tell_staff(&hall->work, &matter, STAFF, "urged", &why, 1);
    act_as_staff(hall, STAFF);
    assert_int_equal(message_list(&hall->work, INT64_MAX, 10, &messages), 1);
    assert_string_equal(messages->event->key, "staff-urged");
    act_as_staff(hall, OTHER_STAFF);
    assert_int_equal(message_unread(&hall->work), 0);
    assert_int_equal(take(hall, DELIVERY_SMS).task, DELIVERY_NOTHING);
    hall_close(hall);
}

static void what_only_staff_is_told_of_goes_to_the_owner(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);

    matter.owner_id = 0;
    message_send(&hall->work, &matter, "supervised", &why, 1);
    matter.owner_id = STAFF;
    message_send(&hall->work, &matter, "supervised", &why, 1);
    act_as_staff(hall, STAFF);
    assert_int_equal(message_unread(&hall->work), 1);
    act_as_asker(hall, &matter);
    assert_int_equal(message_unread(&hall->work), 0);
    hall_close(hall);
}

/* ---- SMS ---- */

static void an_sms_says_all_without_a_link(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    struct delivery_taken taken;

    send_refused(hall, &matter);
    taken = take(hall, DELIVERY_SMS);
    assert_int_equal(taken.task, DELIVERY_SEND);
    assert_string_equal(taken.address, "13800000001");
    assert_string_equal(taken.text,
                        arena_format(hall->work.arena,
                                     "【瓜沥镇政务】老年优待证（尾号%s）不予受理："
                                     "申请表没有签字，请补签。可60日内复议或6个月内诉讼。"
                                     "0571-82000100",
                                     matter.number + 17));
    assert_true(message_units(taken.text) <= MESSAGE_SMS_UNITS);
    hall_close(hall);
}

static void an_sms_says_by_when(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);

    message_send(&hall->work, &matter, "received", NULL, 0);
    assert_string_equal(take(hall, DELIVERY_SMS).text,
                        arena_format(hall->work.arena,
                                     "【瓜沥镇政务】老年优待证已收件，编号%s，"
                                     "11月27日前告知是否受理。",
                                     matter.number));
    hall_close(hall);
}

static void without_a_gateway_nothing_leaves(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);

    ((struct config *)hall->house.config)->text[CONFIG_SMS_GATEWAY] = "";
    send_refused(hall, &matter);
    assert_int_equal(take(hall, DELIVERY_SMS).task, DELIVERY_NOTHING);
    act_as_asker(hall, &matter);
    assert_int_equal(message_unread(&hall->work), 1);
    hall_close(hall);
}

static void an_sms_may_be_switched_off_unless_the_law_asks_for_it(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);

    act_as_asker(hall, &matter);
    assert_null(message_keep_wish(&hall->work, &(struct message_wish){ false, "", "" }));
    message_send(&hall->work, &matter, "received", NULL, 0);
    assert_int_equal(take(hall, DELIVERY_SMS).task, DELIVERY_NOTHING);
    send_refused(hall, &matter);
    assert_int_equal(take(hall, DELIVERY_SMS).task, DELIVERY_SEND);
    assert_int_equal(message_unread(&hall->work), 2);
    hall_close(hall);
}

/* ---- mail ---- */

static const char *code_of(const char *mail) {
    const char *code = strstr(mail, "验证码是 ");

    assert_non_null(code);
    return code + strlen("验证码是 ");
}

static void prove(struct hall *hall, const char *mail) {
    char code[MESSAGE_CODE_DIGITS + 1] = "";
    struct delivery_taken taken;

    assert_null(message_keep_wish(&hall->work, &(struct message_wish){ true, mail, "" }));
    taken = take(hall, DELIVERY_MAIL);
    assert_string_equal(taken.address, mail);
    memcpy(code, code_of(taken.text), MESSAGE_CODE_DIGITS);
    assert_null(message_prove_mail(&hall->work, code));
}

static void mail_goes_to_an_address_that_was_proven(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    struct delivery_taken taken;

    act_as_asker(hall, &matter);
    assert_null(message_keep_wish(&hall->work,
                                  &(struct message_wish){ true, "lin@example.cn", "" }));
    take(hall, DELIVERY_MAIL);
    send_refused(hall, &matter);
    assert_int_equal(take(hall, DELIVERY_MAIL).task, DELIVERY_NOTHING);
    prove(hall, "lin@example.cn");
    send_refused(hall, &matter);
    taken = take(hall, DELIVERY_MAIL);
    assert_int_equal(taken.task, DELIVERY_SEND);
    assert_string_equal(taken.address, "lin@example.cn");
    assert_string_equal(taken.subject, "不予受理（便民服务中心）");
    assert_non_null(strstr(taken.text, "请补签"));
    /* The same address again needs no proof, none ends it. */
    assert_null(message_keep_wish(&hall->work,
                                  &(struct message_wish){ true, "lin@example.cn", "" }));
    assert_int_equal(take(hall, DELIVERY_MAIL).task, DELIVERY_NOTHING);
    assert_null(message_keep_wish(&hall->work, &(struct message_wish){ true, "", "" }));
    send_refused(hall, &matter);
    assert_int_equal(take(hall, DELIVERY_MAIL).task, DELIVERY_NOTHING);
    hall_close(hall);
}

static void a_code_is_guessed_five_times_and_no_more(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    char code[MESSAGE_CODE_DIGITS + 1] = "";

    act_as_asker(hall, &matter);
    assert_null(message_keep_wish(&hall->work,
                                  &(struct message_wish){ true, "lin@example.cn", "" }));
    memcpy(code, code_of(take(hall, DELIVERY_MAIL).text), MESSAGE_CODE_DIGITS);
    for (int i = 0; i < MESSAGE_CODE_GUESSES; i++)
        assert_ptr_equal(message_prove_mail(&hall->work, "wrong"), &message_wrong_code);
    assert_ptr_equal(message_prove_mail(&hall->work, code), &message_wrong_code);
    hall_close(hall);
}

static void a_code_is_good_for_half_an_hour_and_one_reader(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    char code[MESSAGE_CODE_DIGITS + 1] = "";

    act_as_asker(hall, &matter);
    assert_null(message_keep_wish(&hall->work,
                                  &(struct message_wish){ true, "lin@example.cn", "" }));
    memcpy(code, code_of(take(hall, DELIVERY_MAIL).text), MESSAGE_CODE_DIGITS);
    hall->work.actor.person_id++;
    assert_ptr_equal(message_prove_mail(&hall->work, code), &message_wrong_code);
    hall->work.actor.person_id--;
    hall->work.now_ms += MESSAGE_CODE_MINUTES * 60000LL;
    assert_ptr_equal(message_prove_mail(&hall->work, code), &message_wrong_code);
    hall_close(hall);
}

static void codes_are_sent_so_often_a_day(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    const struct message_wish wish = { true, "lin@example.cn", "" };

    act_as_asker(hall, &matter);
    for (int i = 0; i < MESSAGE_CODES_A_DAY; i++)
        assert_null(message_keep_wish(&hall->work, &wish));
    assert_ptr_equal(message_keep_wish(&hall->work, &wish), &message_many_codes);
    hall_close(hall);
}

/* ---- wordings ---- */

static const struct refusal *keep(struct hall *hall, int64_t version, const char *sms,
                                  const char *text) {
    return message_keep_wording(
        &hall->work,
        &(struct message_wording){ message_event("refused"), version, true, sms, text });
}

static void a_town_has_words_of_its_own(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    const struct message_event *refused = message_event("refused");
    const struct message_wording_line *lines;

    act_as_staff(hall, STAFF);
    assert_int_equal(message_wording(&hall->work, refused).version, 0);
    assert_null(keep(hall, 0, "{item}不受理：{reason}。{phone}", "对不起：{reason}"));
    assert_null(keep(hall, 1, "{item}没有受理：{reason}。{phone}", "对不起：{reason}"));
    hall_end(hall, 1);
    hall_begin(hall);
    assert_true(message_wording(&hall->work, refused).own);
    send_refused(hall, &matter);
    assert_non_null(strstr(take(hall, DELIVERY_SMS).text, "没有受理"));
    assert_ptr_equal(keep(hall, 1, "{item}", "x"), &message_version_old);
    assert_null(keep(hall, 2, "", ""));
    hall_end(hall, 1);
    hall_begin(hall);
    assert_false(message_wording(&hall->work, refused).own);
    assert_int_equal(message_wording_versions(&hall->work, refused, &lines), 3);
    assert_string_equal(lines[0].text, "");
    assert_string_equal(lines[2].sms, "{item}不受理：{reason}。{phone}");
    assert_string_equal(lines[2].account_name, "演示甲");
    hall_close(hall);
}

static void words_that_cannot_be_are_refused(void **state) {
    static const char long_sms[] =
        "{item}编号{number}，{due}，请您一定不要忘记带上身份证和户口簿，{phone}";
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);

    act_as_staff(hall, STAFF);
    assert_ptr_equal(keep(hall, 0, "{thing}", "x"), &message_bad_slot);
    assert_ptr_equal(keep(hall, 0, "x", "{item"), &message_unclosed);
    assert_ptr_equal(keep(hall, 0, long_sms, "x"), &message_too_long);
    assert_ptr_equal(keep(hall, 0, "", "x"), &message_says_nothing);
    assert_ptr_equal(keep(hall, 0, "x", ""), &message_says_nothing);
    hall_close(hall);
}

static void the_programs_own_words_can_be_kept(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);

    act_as_staff(hall, STAFF);
    for (size_t i = 0; i < message_event_count; i++)
        assert_null(message_keep_wording(
            &hall->work,
            &(struct message_wording){ &message_events[i], 0, true, message_events[i].sms,
                                       message_events[i].text }));
    hall_close(hall);
}

static void nothing_personal_stands_plain_in_the_database(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    const struct place *place = *state;

    send_refused(hall, &matter);
    hall_close(hall);
    if (place->kind != DB_SQLITE)
        return;

    char command[PLACE_SIZE + 100];

    snprintf(command, sizeof command,
             "cat %s/town.db* | grep -a -c -e 13800000001 -e 申请表没有签字 > /dev/null",
             place->folder);
    assert_int_not_equal(system(command), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(the_asker_is_told_in_the_house),
        BOTH(nobody_reads_anothers),
        BOTH(all_are_marked_but_what_came_since),
        BOTH(a_list_goes_on_where_it_ended),
        BOTH(staff_is_told_and_has_no_sms),
        BOTH(what_only_staff_is_told_of_goes_to_the_owner),
        BOTH(an_sms_says_all_without_a_link),
        BOTH(an_sms_says_by_when),
        BOTH(without_a_gateway_nothing_leaves),
        BOTH(an_sms_may_be_switched_off_unless_the_law_asks_for_it),
        BOTH(mail_goes_to_an_address_that_was_proven),
        BOTH(a_code_is_guessed_five_times_and_no_more),
        BOTH(a_code_is_good_for_half_an_hour_and_one_reader),
        BOTH(codes_are_sent_so_often_a_day),
        BOTH(a_town_has_words_of_its_own),
        BOTH(words_that_cannot_be_are_refused),
        BOTH(the_programs_own_words_can_be_kept),
        BOTH(nothing_personal_stands_plain_in_the_database),
    };

    return RUN_ON_BOTH(tests);
}
