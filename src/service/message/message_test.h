/*
 * message_test -- a town with gateways that nobody calls, and one matter in it, for the
 * tests of messages and deliveries.  It is Monday 2026-11-23, nine in the morning.
 *
 * The program that tests defines matter_flows with the flow below.
 */
#ifndef MESSAGE_TEST_H
#define MESSAGE_TEST_H

#include "message.h"

#include "house_test.h"

#include "calendar.h"
#include "civil.h"
#include "message_delivery.h"
#include "person.h"
#include "place.h"

enum { ASKED = 1, DONE = 2, STAFF = 55, OTHER_STAFF = 56 };

static const struct flow_state states[] = {
    { ASKED, "asked", "已提交", 0, FLOW_INTAKE, FLOW_SUBMITTED, "请等窗口回音。" },
    { DONE, "done", "办好了", 0, FLOW_NOBODY, FLOW_OVER, "已经办好。" },
};
static const struct flow_step steps[] = {
    { .from = FLOW_SET(ASKED),
      .verb = "finish",
      .to = DONE,
      .rights = RIGHT_INTAKE,
      .ends = FLOW_SET(FLOW_CLOCK_TELL),
      .label = "办结",
      .done = "窗口已办结" },
};
static const struct flow flow = {
    .name = "request",
    .label = "请求",
    .states = states,
    .state_count = 2,
    .steps = steps,
    .step_count = 1,
};
static const struct message_field why = { "reason", "申请表没有签字，\n请补签" };

/* A town with gateways that nobody calls, and one matter in it. */
static inline struct hall *open_hall(void **state, struct matter *matter) {
    struct hall *hall = hall_open(state);
    struct config *config;
    const struct person asker = { .kind = PERSON_NATURAL,
                                  .name = "演示人",
                                  .id_number = "330109190001010016",
                                  .phone = "13800000001" };
    int64_t person_id = 0;

    config = (struct config *)hall->house.config;
    config->text[CONFIG_SMS_GATEWAY] = "log:";
    config->text[CONFIG_MAIL_GATEWAY] = "log:";
    hall->work.now_ms = civil_moment_ms(20261123, 9 * 60);
    place_keep_town(&hall->work, &(struct place_town){ .code = hall->work.town,
                                                       .name = "瓜沥镇",
                                                       .district = "",
                                                       .city = "",
                                                       .province = "",
                                                       .hall_name = "便民服务中心",
                                                       .phone = "0571-82000100",
                                                       .complaint_phone = "",
                                                       .hours = "",
                                                       .credit_code = "" });
    assert_null(person_keep(&hall->work, &asker, &person_id));
    assert_null(matter_submit(&hall->work,
                              &(struct matter_new){ .flow = &flow,
                                                    .title = "老年优待证",
                                                    .person_id = person_id,
                                                    .phone = asker.phone,
                                                    .tell = { 4, CALENDAR_WORKING_DAYS },
                                                    .note = "" },
                              matter));
    return hall;
}

static inline void act_as_asker(struct hall *hall, const struct matter *matter) {
    hall->work.actor = (struct actor){
        .id = 9, .rights = RIGHT_RESIDENT, .person_id = matter->person_id, .name = ""
    };
}

static inline void act_as_staff(struct hall *hall, int64_t id) {
    hall->work.actor =
        (struct actor){ .id = id, .rights = RIGHT_MANAGE, .name = "演示甲" };
}

static inline void send_refused(struct hall *hall, const struct matter *matter) {
    message_send(&hall->work, matter, "refused", &why, 1);
}

/* The next of a channel, as the sender takes it. */
static inline struct delivery_taken take(struct hall *hall,
                                         enum delivery_channel channel) {
    struct delivery_taken taken;

    delivery_take(&hall->work, channel, hall->work.arena, &taken);
    return taken;
}

static inline void answer(struct hall *hall, const struct delivery_taken *taken,
                          enum gateway_outcome outcome, enum delivery_asking asking) {
    delivery_record(&hall->work, DELIVERY_SMS, taken,
                    &(struct gateway_answer){ outcome, "r1", "smpp 0x58" }, asking);
}

#endif
