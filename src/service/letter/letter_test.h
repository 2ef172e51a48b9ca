/*
 * letter_test -- a hall with a matter for letters, and samples of all that a kind needs.
 */
#ifndef LETTER_TEST_H
#define LETTER_TEST_H

#include "item_test.h"
#include "paper_test.h"

#include "civil.h"
#include "item.h"
#include "letter.h"
#include "matter.h"
#include "person.h"
#include "place.h"

static const char item_code[] = "11330109000000019G5332000001000";
static const char asker_name[] = "演示人";

/* A kind of matter of its own, since the real ones stand above. */
static const struct flow_state request_states[] = {
    { 1, "open", "已收", 0, FLOW_INTAKE, FLOW_TAKEN_IN, "" },
    { 2, "over", "已结", 0, FLOW_NOBODY, FLOW_OVER, "" },
};
static const struct flow_step request_steps[] = {
    { .from = FLOW_SET(1),
      .verb = "finish",
      .to = 2,
      .rights = RIGHT_INTAKE,
      .ends = FLOW_SET(FLOW_CLOCK_TELL),
      .label = "办结",
      .done = "已办结" },
    { .from = FLOW_SET(1),
      .verb = "tell",
      .to = FLOW_SAME,
      .rights = RIGHT_INTAKE,
      .begins = FLOW_SET(FLOW_CLOCK_SUPPLY),
      .label = "告知",
      .done = "已告知" },
};
static const struct flow request_flow = {
    .name = "request",
    .label = "事",
    .states = request_states,
    .state_count = 2,
    .steps = request_steps,
    .step_count = 2,
};
const struct flow *const matter_flows[] = { &request_flow, NULL };

static const struct letter_field samples[] = {
    { "agent", "演示代理" },
    { "agent_id", "330109190001010016" },
    { "papers", "居民身份证，原件，1份，纸质\n近期免冠照片，原件，2份，纸质" },
    { "lacking", "户口簿复印件1份" },
    { "defects", "申请表第3栏没有填写：请填写居住地址\n照片不清楚：请换一张清楚的" },
    { "until", "2026年11月30日" },
    { "reason", "申请人户籍不在本镇。\n经核实，属于邻镇。" },
    { "basis", "《浙江省老年人权益保障条例》第三十条" },
    { "competent", "衙前镇便民服务中心" },
    { "procedure", "专家评审" },
    { "days", "15 个工作日" },
    { "conditions", "年满六十周岁\n户籍在本镇" },
    { "result", "老年优待证 浙GL-0012 号" },
    { "results", "老年优待证 浙GL-0012 号，1份" },
    { "mode", "窗口领取" },
    { "receiver", "演示人" },
    { "giver", "民政办公室" },
    { "taker", "综合窗口3号" },
    { "approver", "演示甲，镇长" },
    { "new_due_day", "2026年12月14日" },
    { "subject", "拟不予发放优待证" },
    { "time", "2026年12月15日 14:30" },
    { "place", "便民服务中心三楼会议室" },
    { "ended", "准予决定书 瓜沥准〔2026〕1号" },
};

static inline const char *sample_of(int slot) {
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        if (strcmp(samples[i].name, letter_slots[slot].name) == 0)
            return samples[i].value;
    return NULL;
}

/* Fields for a set of slots; fields has room for all. */
static inline size_t fields_for(uint64_t slots, struct letter_field *fields) {
    size_t count = 0;

    for (int slot = 0; slot < LETTER_SLOTS; slot++)
        if (slots & ((uint64_t)1 << slot))
            fields[count++] =
                (struct letter_field){ letter_slots[slot].name, sample_of(slot) };
    return count;
}

/* A scene of paper_test.h, with a town, an item and a matter of 2026-11-23, nine. */
static inline struct scene *open_letters(void **state, struct matter *matter) {
    struct scene *const scene = open_scene(state);
    struct work *const work = &scene->hall->work;
    struct item_version version = plain_version(item_code, "老年优待证");
    const struct person person = { .kind = PERSON_NATURAL,
                                   .name = asker_name,
                                   .id_number = "330109190001010016",
                                   .phone = "13800000001" };
    struct item item;
    int64_t person_id = 0;

    work->now_ms = civil_moment_ms(20261123, 9 * 60);
    place_keep_town(work, &(struct place_town){ .name = "瓜沥镇",
                                                .district = "萧山区",
                                                .city = "杭州市",
                                                .province = "浙江省",
                                                .hall_name = "瓜沥镇便民服务中心",
                                                .phone = "0571-82000100",
                                                .complaint_phone = "0571-12345",
                                                .hours = "",
                                                .credit_code = "" });
    version.kind = 2;
    version.legal = (struct item_limit){ 20, 1 };
    version.promised = (struct item_limit){ 5, 1 };
    version.result_name = "老年优待证";
    publish_version(scene->hall, &version);
    work->actor = (struct actor){ .id = 102, .rights = RIGHT_INTAKE, .name = "演示甲" };
    assert_null(item_find(work, item_code, &item));
    assert_null(person_keep(work, &person, &person_id));
    assert_null(matter_submit(work,
                              &(struct matter_new){ .flow = &request_flow,
                                                    .title = item.name,
                                                    .person_id = person_id,
                                                    .phone = person.phone,
                                                    .item_id = item.id,
                                                    .version_id = item.version_id,
                                                    .tell = { 5, CALENDAR_WORKING_DAYS },
                                                    .note = "" },
                              matter));
    return scene;
}

/* One with all that the kind needs. */
static inline struct letter issue_one(struct scene *scene, struct matter *matter,
                                      const char *kind) {
    struct letter_field fields[LETTER_SLOTS];
    const size_t count = fields_for(letter_kind_named(kind)->needs, fields);
    struct letter letter;

    assert_null(letter_issue(&scene->hall->work, matter, kind, fields, count, &letter));
    return letter;
}

#endif
