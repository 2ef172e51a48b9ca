/* What becomes of an SMS on its way, whatever the gateway says; on both databases. */
#include "message_test.h"

#include "ledger.h"
#include "message_wish.h"

const struct flow *const matter_flows[] = { &flow, NULL };

/* The one delivery that there is. */
static struct delivery only(struct hall *hall) {
    const struct delivery *found;

    assert_int_equal(delivery_list(&hall->work, "", INT64_MAX, 10, &found), 1);
    return *found;
}

static void is_now(struct hall *hall, const char *state) {
    assert_string_equal(only(hall).state, state);
}

static void a_delivery_is_taken_once(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);

    send_refused(hall, &matter);
    assert_true(delivery_is_due(&hall->work, DELIVERY_SMS));
    assert_false(delivery_is_due(&hall->work, DELIVERY_MAIL));
    assert_int_equal(take(hall, DELIVERY_SMS).task, DELIVERY_SEND);
    assert_false(delivery_is_due(&hall->work, DELIVERY_SMS));
    assert_int_equal(take(hall, DELIVERY_SMS).task, DELIVERY_NOTHING);
    is_now(hall, "sending");
    hall_close(hall);
}

static void what_is_taken_and_told_of_is_delivered_and_stays_so(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    struct gateway_receipt receipt = { "r1", { .outcome = GATEWAY_DELIVERED } };
    struct delivery_taken taken;

    send_refused(hall, &matter);
    taken = take(hall, DELIVERY_SMS);
    answer(hall, &taken, GATEWAY_SENT, DELIVERY_CANNOT_ASK);
    is_now(hall, "sent");
    assert_true(delivery_hear(&hall->work, DELIVERY_SMS, &receipt));
    is_now(hall, "delivered");
    receipt.told.outcome = GATEWAY_REFUSED;
    assert_true(delivery_hear(&hall->work, DELIVERY_SMS, &receipt));
    is_now(hall, "delivered");
    receipt.reference = "r2";
    assert_false(delivery_hear(&hall->work, DELIVERY_SMS, &receipt));
    hall_close(hall);
}

static void later_comes_after_growing_pauses_and_not_for_ever(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    int64_t pause_ms = 60000;
    struct delivery_taken taken;

    send_refused(hall, &matter);
    for (int i = 0; i < DELIVERY_ATTEMPTS_MAX; i++) {
        taken = take(hall, DELIVERY_SMS);
        assert_int_equal(taken.task, DELIVERY_SEND);
        answer(hall, &taken, GATEWAY_LATER, DELIVERY_CAN_ASK);
        hall->work.now_ms += pause_ms - 1;
        assert_int_equal(take(hall, DELIVERY_SMS).task, DELIVERY_NOTHING);
        hall->work.now_ms += 1;
        pause_ms *= 2;
    }
    assert_string_equal(only(hall).state, "failed");
    assert_string_equal(only(hall).problem, "smpp 0x58");
    hall_close(hall);
}

static void what_a_crash_left_is_unknown_and_never_sent_again(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    struct delivery_taken left, taken;

    send_refused(hall, &matter);
    left = take(hall, DELIVERY_SMS);
    hall->work.now_ms += 10 * 60000;
    assert_int_equal(take(hall, DELIVERY_SMS).task, DELIVERY_NOTHING);
    is_now(hall, "unknown");
    hall->work.now_ms += 1;
    taken = take(hall, DELIVERY_SMS);
    assert_int_equal(taken.task, DELIVERY_ASK);
    answer(hall, &taken, GATEWAY_UNKNOWN, DELIVERY_CANNOT_ASK);
    hall->work.now_ms += 365LL * 24 * 3600 * 1000;
    assert_int_equal(take(hall, DELIVERY_SMS).task, DELIVERY_NOTHING);
    is_now(hall, "unknown");
    /* The process was only slow: what it says late is true. */
    left.asked = taken.asked;
    answer(hall, &left, GATEWAY_SENT, DELIVERY_CANNOT_ASK);
    is_now(hall, "sent");
    hall_close(hall);
}

static void what_is_unknown_is_asked_for(void **state) {
    static const struct {
        enum gateway_outcome said;
        const char *becomes;
    } answers[] = {
        { GATEWAY_DELIVERED, "delivered" }, { GATEWAY_REFUSED, "failed" },
        { GATEWAY_SENT, "sent" },           { GATEWAY_LATER, "queued" },
        { GATEWAY_UNKNOWN, "unknown" },
    };
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    const struct delivery *found;

    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        struct delivery_taken taken;

        send_refused(hall, &matter);
        taken = take(hall, DELIVERY_SMS);
        answer(hall, &taken, GATEWAY_UNKNOWN, DELIVERY_CAN_ASK);
        hall->work.now_ms += DELIVERY_ASK_MINUTES * 60000LL;
        taken = take(hall, DELIVERY_SMS);
        assert_int_equal(taken.task, DELIVERY_ASK);
        answer(hall, &taken, answers[i].said, DELIVERY_CANNOT_ASK);
        delivery_list(&hall->work, "", INT64_MAX, 1, &found);
        assert_string_equal(found->state, answers[i].becomes);
        db_script(&hall->work, "DELETE FROM delivery");
    }
    hall_close(hall);
}

static void asking_ends(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    struct delivery_taken taken;
    int asked = 0;

    send_refused(hall, &matter);
    taken = take(hall, DELIVERY_SMS);
    answer(hall, &taken, GATEWAY_SENT, DELIVERY_CAN_ASK);
    for (int days = 0; days < 60; days++) {
        hall->work.now_ms += 24LL * 3600 * 1000;
        taken = take(hall, DELIVERY_SMS);
        if (taken.task != DELIVERY_ASK)
            continue;
        asked++;
        /* One that the gateway has had is not sent again, whatever it says now. */
        answer(hall, &taken, GATEWAY_LATER, DELIVERY_CAN_ASK);
    }
    assert_int_equal(asked, DELIVERY_ASKED_MAX);
    is_now(hall, "sent");
    hall_close(hall);
}

static void a_receipt_may_come_before_the_answer(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    struct delivery_taken taken;

    send_refused(hall, &matter);
    taken = take(hall, DELIVERY_SMS);
    assert_true(delivery_hear_named(
        &hall->work, taken.name, &(struct gateway_answer){ GATEWAY_DELIVERED, "", "" }));
    answer(hall, &taken, GATEWAY_SENT, DELIVERY_CAN_ASK);
    is_now(hall, "delivered");
    assert_false(delivery_hear_named(&hall->work, "7", &(struct gateway_answer){ 0 }));
    assert_false(delivery_hear_named(&hall->work, "x.y", &(struct gateway_answer){ 0 }));
    hall_close(hall);
}

static void somebody_sends_again_what_failed_and_says_why(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    const struct ledger_event *events;
    struct delivery_taken taken, again;
    int64_t id;

    send_refused(hall, &matter);
    taken = take(hall, DELIVERY_SMS);
    id = taken.id;
    act_as_staff(hall, STAFF);
    assert_ptr_equal(delivery_resend(&hall->work, id, 0, "没收到"), &delivery_not_over);
    answer(hall, &taken, GATEWAY_REFUSED, DELIVERY_CANNOT_ASK);
    assert_ptr_equal(delivery_resend(&hall->work, id, 0, ""), &delivery_no_reason);
    assert_ptr_equal(delivery_resend(&hall->work, id + 1, 0, "x"), &delivery_absent);
    assert_null(delivery_resend(&hall->work, id, 0, "已问过本人，没有收到"));
    /* Two managers at once: one of them. */
    assert_ptr_equal(delivery_resend(&hall->work, id, 0, "x"), &delivery_not_over);
    again = take(hall, DELIVERY_SMS);
    assert_int_equal(again.task, DELIVERY_SEND);
    assert_string_not_equal(again.name, taken.name);
    assert_int_equal(again.attempts, 1);
    /* What is told of the first no longer matters. */
    assert_true(delivery_hear_named(&hall->work, taken.name,
                                    &(struct gateway_answer){ GATEWAY_REFUSED, "", "" }));
    is_now(hall, "sending");
    assert_int_equal(ledger_events(&hall->work, matter.id, &events), 2);
    assert_string_equal(events[1].verb, "resend_message");
    assert_string_equal(events[1].note, "已问过本人，没有收到");
    hall_close(hall);
}

static void a_code_is_not_sent_again(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    struct delivery_taken taken;

    act_as_asker(hall, &matter);
    assert_null(message_keep_wish(&hall->work,
                                  &(struct message_wish){ true, "lin@example.cn", "" }));
    taken = take(hall, DELIVERY_MAIL);
    answer(hall, &taken, GATEWAY_REFUSED, DELIVERY_CANNOT_ASK);
    assert_ptr_equal(delivery_resend(&hall->work, taken.id, 0, "x"), &delivery_not_again);
    assert_string_equal(only(hall).address, "l***@example.cn");
    hall_close(hall);
}

static void the_managers_see_how_many_a_day(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    const struct delivery_count *counts;

    for (int i = 0; i < 3; i++) {
        struct delivery_taken taken;

        send_refused(hall, &matter);
        taken = take(hall, DELIVERY_SMS);
        answer(hall, &taken,
               i == 0   ? GATEWAY_REFUSED
               : i == 1 ? GATEWAY_UNKNOWN
                        : GATEWAY_SENT,
               DELIVERY_CANNOT_ASK);
    }
    delivery_hear(&hall->work, DELIVERY_SMS,
                  &(struct gateway_receipt){ "r1", { .outcome = GATEWAY_DELIVERED } });
    assert_int_equal(delivery_counts(&hall->work, &counts), 1);
    assert_int_equal(counts->day, 20261123);
    assert_int_equal(counts->sent, 1);
    assert_int_equal(counts->delivered, 1);
    assert_int_equal(counts->failed, 1);
    assert_int_equal(counts->unknown, 1);
    assert_int_equal(delivery_bad(&hall->work), 2);
    hall->work.now_ms += DELIVERY_COUNT_DAYS * 24LL * 3600 * 1000;
    assert_int_equal(delivery_counts(&hall->work, &counts), 0);
    hall_close(hall);
}

static void a_list_is_of_a_state_and_masked(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    const struct delivery *found;
    struct delivery_taken taken;

    send_refused(hall, &matter);
    send_refused(hall, &matter);
    taken = take(hall, DELIVERY_SMS);
    answer(hall, &taken, GATEWAY_REFUSED, DELIVERY_CANNOT_ASK);
    assert_int_equal(delivery_list(&hall->work, "failed", INT64_MAX, 10, &found), 1);
    assert_string_equal(found->address, "138****0001");
    assert_string_equal(found->number, matter.number);
    assert_int_equal(delivery_list(&hall->work, "queued", INT64_MAX, 10, &found), 1);
    assert_int_equal(delivery_list(&hall->work, "", INT64_MAX, 1, &found), 1);
    assert_int_equal(delivery_list(&hall->work, "", found->id, 10, &found), 1);
    hall_close(hall);
}

static void what_is_old_is_forgotten(void **state) {
    struct matter matter;
    struct hall *hall = open_hall(state, &matter);
    const struct delivery *found;

    send_refused(hall, &matter);
    hall->work.now_ms += (DELIVERY_DAYS + 1) * 24LL * 3600 * 1000;
    message_sweep(&hall->work);
    assert_int_equal(delivery_list(&hall->work, "", INT64_MAX, 10, &found), 0);
    act_as_asker(hall, &matter);
    assert_int_equal(message_unread(&hall->work), 1);
    hall->work.now_ms += MESSAGE_DAYS * 24LL * 3600 * 1000;
    message_sweep(&hall->work);
    assert_int_equal(message_unread(&hall->work), 0);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_delivery_is_taken_once),
        BOTH(what_is_taken_and_told_of_is_delivered_and_stays_so),
        BOTH(later_comes_after_growing_pauses_and_not_for_ever),
        BOTH(what_a_crash_left_is_unknown_and_never_sent_again),
        BOTH(what_is_unknown_is_asked_for),
        BOTH(asking_ends),
        BOTH(a_receipt_may_come_before_the_answer),
        BOTH(somebody_sends_again_what_failed_and_says_why),
        BOTH(a_code_is_not_sent_again),
        BOTH(the_managers_see_how_many_a_day),
        BOTH(a_list_is_of_a_state_and_masked),
        BOTH(what_is_old_is_forgotten),
    };

    return RUN_ON_BOTH(tests);
}
