/* Who hears when a limit runs out, hour by hour through the days; on both databases. */
#include "escalation.h"

#include "house_test.h"

#include "account.h"
#include "calendar.h"
#include "civil.h"
#include "deputy.h"
#include "job.sql.h"
#include "message.h"
#include "person.h"
#include "place.h"

enum { ASKED = 1, IN_REVIEW, WAITING, DONE, OFFICE = 7 };

static const struct flow_state states[] = {
    { ASKED, "asked", "已提交", 0, FLOW_INTAKE, FLOW_SUBMITTED, "请等回音。" },
    { IN_REVIEW, "in_review", "审查中", 0, FLOW_REVIEW, FLOW_UNDER_REVIEW, "正在审核。" },
    { WAITING, "waiting", "特别程序中", 0, FLOW_REVIEW, FLOW_UNDER_REVIEW, "在鉴定。" },
    { DONE, "done", "办好了", 0, FLOW_NOBODY, FLOW_OVER, "已经办好。" },
};
#define CLOCK(name) FLOW_SET(FLOW_CLOCK_##name)
static const struct flow_step steps[] = {
    { .from = FLOW_SET(ASKED),
      .verb = "accept",
      .to = IN_REVIEW,
      .rights = RIGHT_INTAKE,
      .ends = CLOCK(TELL),
      .begins = CLOCK(DECIDE),
      .label = "受理",
      .done = "已受理" },
    { .from = FLOW_SET(IN_REVIEW),
      .verb = "extend",
      .to = FLOW_SAME,
      .rights = RIGHT_APPROVE,
      .extends = CLOCK(DECIDE),
      .label = "延期",
      .done = "延期" },
    { .from = FLOW_SET(IN_REVIEW),
      .verb = "special",
      .to = WAITING,
      .rights = RIGHT_REVIEW,
      .begins = CLOCK(SPECIAL),
      .stops = CLOCK(DECIDE),
      .label = "转特别程序",
      .done = "开始特别程序" },
    { .from = FLOW_SET(WAITING),
      .verb = "special_end",
      .to = IN_REVIEW,
      .rights = RIGHT_REVIEW,
      .ends = CLOCK(SPECIAL),
      .resumes = CLOCK(DECIDE),
      .label = "特别程序结束",
      .done = "特别程序结束" },
    { .from = FLOW_SET(IN_REVIEW),
      .verb = "finish",
      .to = DONE,
      .rights = RIGHT_REVIEW,
      .ends = CLOCK(DECIDE),
      .label = "办结",
      .done = "已办结" },
};
static const struct flow flow = { .name = "request",
                                  .label = "请求",
                                  .states = states,
                                  .state_count = 4,
                                  .steps = steps,
                                  .step_count = 5 };
const struct flow *const matter_flows[] = { &flow, NULL };

/* ---- a hall with everybody in it ---- */

struct people {
    int64_t clerk, deputy, reviewer, head, other_head, manager;
};

static int64_t employ(struct hall *hall, const char *login, unsigned rights,
                      int64_t department_id) {
    int64_t id = 0;

    assert_null(account_add(&hall->work,
                            &(struct account){ .login = login,
                                               .name = login,
                                               .rights = rights,
                                               .department_id = department_id },
                            "", &id));
    return id;
}

static void act_as(struct hall *hall, int64_t id, unsigned rights) {
    hall->work.actor = (struct actor){
        .id = id, .rights = rights, .department_id = OFFICE, .name = "演示甲"
    };
}

static void go_to(struct hall *hall, int day, int hour) {
    hall->work.now_ms = civil_moment_ms(day, hour * 60);
}

/* Monday 2026-11-23, nine in the morning: asked for, and to be told within five days. */
static struct hall *open_hall(void **state, struct people *people,
                              struct matter *matter) {
    struct hall *hall = hall_open(state);
    const struct person asker = { .kind = PERSON_NATURAL,
                                  .name = "演示人",
                                  .id_number = "330109190001010016",
                                  .phone = "13800000001" };
    int64_t person_id = 0;

    go_to(hall, 20261123, 9);
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
    *people = (struct people){
        .clerk = employ(hall, "clerk", RIGHT_INTAKE, 0),
        .deputy = employ(hall, "deputy", RIGHT_INTAKE, 0),
        .reviewer = employ(hall, "reviewer", RIGHT_REVIEW, OFFICE),
        .head = employ(hall, "head", RIGHT_APPROVE, OFFICE),
        .other_head = employ(hall, "other_head", RIGHT_APPROVE, OFFICE + 1),
        .manager = employ(hall, "manager", RIGHT_MANAGE, 0),
    };
    assert_null(person_keep(&hall->work, &asker, &person_id));
    assert_null(matter_submit(&hall->work,
                              &(struct matter_new){ .flow = &flow,
                                                    .title = "老年优待证",
                                                    .person_id = person_id,
                                                    .phone = asker.phone,
                                                    .department_id = OFFICE,
                                                    .tell = { 5, CALENDAR_WORKING_DAYS },
                                                    .note = "" },
                              matter));
    act_as(hall, people->clerk, RIGHT_INTAKE);
    assert_null(deputy_name(&hall->work, people->clerk, people->deputy));
    return hall;
}

static const struct refusal *move(struct hall *hall, struct matter *matter,
                                  const char *verb, enum flow_clock clock, int days) {
    struct matter_change change = { .verb = verb, .note = "" };

    assert_null(matter_find(&hall->work, matter->number, matter));
    change.span[clock] = (struct calendar_span){ days, CALENDAR_WORKING_DAYS };
    return matter_move(&hall->work, matter, &change);
}

/* The clerk takes it up: to be decided within five working days, by Monday the 30th. */
static void accept(struct hall *hall, const struct people *people,
                   struct matter *matter) {
    act_as(hall, people->clerk, RIGHT_INTAKE);
    assert_null(move(hall, matter, "accept", FLOW_CLOCK_DECIDE, 5));
}

static void sweep(struct hall *hall) {
    hall->work.actor = (struct actor){ .rights = RIGHT_SYSTEM, .name = "" };
    escalation_sweep(&hall->work, "20261123 540 100 0 0");
    assert_null(hall->work.fault);
}

static void sweep_at(struct hall *hall, int day, int hour) {
    go_to(hall, day, hour);
    sweep(hall);
}

/* How many messages an account has, and what the newest is. */
static int64_t heard(struct hall *hall, int64_t account_id) {
    act_as(hall, account_id, RIGHT_MANAGE);
    return message_unread(&hall->work);
}

static const char *newest(struct hall *hall, int64_t account_id) {
    const struct message *messages;

    act_as(hall, account_id, RIGHT_MANAGE);
    assert_true(message_list(&hall->work, INT64_MAX, 1, &messages) > 0);
    return messages->event->key;
}

static size_t events_of(struct hall *hall, const struct matter *matter) {
    const struct ledger_event *events;
    const size_t count = ledger_events(&hall->work, matter->id, &events);
    size_t told = 0;

    for (size_t i = 0; i < count; i++)
        told += strcmp(events[i].verb, "escalate") == 0;
    return told;
}

/* ---- when ---- */

static void the_higher_the_later(void **state) {
    struct people people;
    struct matter matter;
    struct hall *hall = open_hall(state, &people, &matter);

    accept(hall, &people, &matter);
    sweep_at(hall, 20261125, 17); /* three working days are left */
    assert_int_equal(heard(hall, people.clerk) + heard(hall, people.reviewer), 0);
    sweep_at(hall, 20261126, 9);
    assert_string_equal(newest(hall, people.reviewer), "staff-due_soon");
    assert_int_equal(heard(hall, people.clerk), 1);
    assert_int_equal(heard(hall, people.head), 0);
    sweep_at(hall, 20261130, 9); /* due today */
    assert_int_equal(heard(hall, people.head), 1);
    assert_int_equal(heard(hall, people.deputy), 0);
    sweep_at(hall, 20261201, 9); /* over by a day */
    assert_string_equal(newest(hall, people.head), "staff-escalated");
    assert_int_equal(heard(hall, people.deputy), 1);
    assert_int_equal(heard(hall, people.manager), 0);
    sweep_at(hall, 20261203, 9);
    assert_string_equal(newest(hall, people.manager), "staff-escalated");
    assert_int_equal(heard(hall, people.other_head), 0);
    assert_int_equal(events_of(hall, &matter), 4);
    hall_close(hall);
}

static void a_step_is_told_once(void **state) {
    struct people people;
    struct matter matter;
    struct hall *hall = open_hall(state, &people, &matter);

    accept(hall, &people, &matter);
    for (int hour = 9; hour < 18; hour++)
        sweep_at(hall, 20261126, hour);
    sweep_at(hall, 20261127, 9);
    assert_int_equal(heard(hall, people.clerk), 1);
    assert_int_equal(heard(hall, people.reviewer), 1);
    assert_int_equal(events_of(hall, &matter), 1);
    hall_close(hall);
}

/* The house stood still for a week: the gravest is told, and all who should have heard
 * hear of it. */
static void steps_that_were_missed_are_told_as_one(void **state) {
    struct people people;
    struct matter matter;
    struct hall *hall = open_hall(state, &people, &matter);

    accept(hall, &people, &matter);
    sweep_at(hall, 20261207, 9);
    assert_int_equal(heard(hall, people.clerk), 1);
    assert_int_equal(heard(hall, people.deputy), 1);
    assert_int_equal(heard(hall, people.reviewer), 1);
    assert_int_equal(heard(hall, people.head), 1);
    assert_int_equal(heard(hall, people.manager), 1);
    sweep_at(hall, 20261208, 9);
    assert_int_equal(events_of(hall, &matter), 1);
    hall_close(hall);
}

static void what_is_done_or_stands_still_is_left_alone(void **state) {
    struct people people;
    struct matter matter;
    struct hall *hall = open_hall(state, &people, &matter);

    accept(hall, &people, &matter);
    act_as(hall, people.reviewer, RIGHT_REVIEW);
    assert_null(move(hall, &matter, "special", FLOW_CLOCK_SPECIAL, 20));
    sweep_at(hall, 20261207, 9);
    assert_int_equal(events_of(hall, &matter), 0);
    go_to(hall, 20261208, 9); /* goes on with what was left, and a day later warns */
    act_as(hall, people.reviewer, RIGHT_REVIEW);
    assert_null(move(hall, &matter, "special_end", FLOW_CLOCK_SPECIAL, 0));
    sweep(hall);
    assert_int_equal(events_of(hall, &matter), 0);
    act_as(hall, people.reviewer, RIGHT_REVIEW);
    assert_null(move(hall, &matter, "finish", FLOW_CLOCK_DECIDE, 0));
    sweep_at(hall, 20270105, 9);
    assert_int_equal(events_of(hall, &matter), 0);
    hall_close(hall);
}

static void an_extended_limit_warns_anew(void **state) {
    struct people people;
    struct matter matter;
    struct hall *hall = open_hall(state, &people, &matter);

    accept(hall, &people, &matter);
    sweep_at(hall, 20261126, 9);
    act_as(hall, people.head, RIGHT_APPROVE);
    assert_null(move(hall, &matter, "extend", FLOW_CLOCK_DECIDE, 10));
    sweep_at(hall, 20261201, 9);
    assert_int_equal(heard(hall, people.reviewer), 1);
    sweep_at(hall, 20261210, 9); /* two are left of the fifteen */
    assert_int_equal(heard(hall, people.reviewer), 2);
    assert_int_equal(events_of(hall, &matter), 2);
    hall_close(hall);
}

/* Nobody has taken it up: those whose turn it is hear, and the manager on the last day.
 */
static void what_nobody_owns_is_heard_by_whose_turn_it_is(void **state) {
    struct people people;
    struct matter matter;
    struct hall *hall = open_hall(state, &people, &matter);

    sweep_at(hall, 20261127, 9);
    assert_int_equal(heard(hall, people.clerk), 1);
    assert_int_equal(heard(hall, people.deputy), 1); /* a clerk, too */
    assert_int_equal(heard(hall, people.manager), 0);
    sweep_at(hall, 20261130, 9);
    assert_int_equal(heard(hall, people.manager), 1);
    hall_close(hall);
}

static void a_whole_hall_that_hears_is_nobody(void **state) {
    struct people people;
    struct matter matter;
    struct hall *hall = open_hall(state, &people, &matter);

    for (int i = 0; i < ESCALATION_DESK_MAX; i++)
        employ(hall, arena_format(hall->work.arena, "clerk%d", i), RIGHT_INTAKE, 0);
    sweep_at(hall, 20261127, 9);
    assert_int_equal(heard(hall, people.clerk), 0);
    assert_int_equal(heard(hall, people.manager), 1);
    hall_close(hall);
}

static void who_is_away_has_a_deputy_who_hears(void **state) {
    struct people people;
    struct matter matter;
    struct hall *hall = open_hall(state, &people, &matter);

    accept(hall, &people, &matter);
    assert_null(
        deputy_leave(&hall->work, &(struct deputy_absence){ .account_id = people.clerk,
                                                            .from_day = 20261126,
                                                            .end_day = 20261127,
                                                            .reason = "leave" }));
    sweep_at(hall, 20261126, 9);
    assert_int_equal(heard(hall, people.clerk), 1);
    assert_int_equal(heard(hall, people.deputy), 1);
    hall_close(hall);
}

/* ---- which hours ---- */

/* How many jobs are there to be done at the end of a day; they are done then. */
static int jobs_of(struct hall *hall, int day) {
    struct sql_job_next_row row;
    int count = 0;

    go_to(hall, day, 23);
    for (; sql_job_next(&hall->work, &row); count++) {
        assert_string_equal(row.kind, ESCALATION_SWEEP);
        assert_true(sql_job_finish(&hall->work, .id = row.id) == 1);
    }
    return count;
}

static void each_hour_of_service_has_a_sweep_and_no_day_off(void **state) {
    struct people people;
    struct matter matter;
    struct hall *hall = open_hall(state, &people, &matter);

    hall->work.actor = (struct actor){ .rights = RIGHT_SYSTEM, .name = "" };
    jobs_of(hall, 20261123); /* what else waits */
    go_to(hall, 20261126, 0);
    escalation_day(&hall->work, "20261126");
    escalation_day(&hall->work, "20261126");       /* asking twice is asking once */
    assert_int_equal(jobs_of(hall, 20261126), 10); /* 8:30 to 17:30 */
    go_to(hall, 20261127, 12); /* what the program slept through is not made up for */
    escalation_day(&hall->work, "20261127");
    assert_int_equal(jobs_of(hall, 20261127), 7); /* 11:30 and later */
    go_to(hall, 20261128, 0);                     /* Saturday */
    escalation_day(&hall->work, "20261128");
    assert_int_equal(jobs_of(hall, 20261128), 0);
    hall_close(hall);
}

/* ---- the table ---- */

static void the_programs_table_holds_until_a_manager_changes_it(void **state) {
    struct people people;
    struct matter matter;
    struct hall *hall = open_hall(state, &people, &matter);
    const struct escalation_step step = { FLOW_CLOCK_DECIDE, 0, 4, ESCALATION_MANAGER };
    struct escalation_table table;

    escalation_read(&hall->work, &table);
    assert_int_equal(table.revision, 0);
    assert_int_equal(table.count, escalation_built_in_count);
    act_as(hall, people.clerk, RIGHT_INTAKE);
    assert_ptr_equal(escalation_keep(&hall->work, 0, &step), &escalation_forbidden);
    act_as(hall, people.manager, RIGHT_MANAGE);
    assert_null(escalation_keep(&hall->work, 0, &step));
    escalation_read(&hall->work, &table);
    assert_int_equal(table.revision, 1);
    assert_int_equal(table.count, escalation_built_in_count + 1);
    /* A colleague who saw the table as it was changes nothing. */
    assert_ptr_equal(escalation_keep(&hall->work, 0, &step), &escalation_changed);
    assert_ptr_equal(escalation_remove(&hall->work, 7, &step), &escalation_changed);
    accept(hall, &people, &matter);
    sweep_at(hall, 20261124, 9);
    assert_int_equal(heard(hall, people.manager), 1);
    assert_null(escalation_remove(&hall->work, 1, &step));
    assert_ptr_equal(escalation_remove(&hall->work, 2, &step), &escalation_unknown);
    assert_null(escalation_restore(&hall->work, 3));
    escalation_read(&hall->work, &table);
    assert_int_equal(table.revision, 0);
    assert_ptr_equal(
        escalation_keep(&hall->work, 0,
                        &(struct escalation_step){ FLOW_CLOCK_DECIDE, 0, 4, 0 }),
        &escalation_nobody);
    hall_close(hall);
}

static void the_programs_table_is_in_order(void **state) {
    (void)state;
    for (size_t i = 1; i < escalation_built_in_count; i++) {
        const struct escalation_step *const before = &escalation_built_in[i - 1];
        const struct escalation_step *const step = &escalation_built_in[i];

        assert_true(
            before->kind < step->kind ||
            (before->kind == step->kind &&
             (before->late < step->late ||
              (before->late == step->late &&
               (step->late ? before->days < step->days : before->days > step->days)))));
        assert_true(step->hearer && !(step->hearer & ~(unsigned)ESCALATION_ALL));
    }
}

static void a_step_is_said_as_people_say_it(void **state) {
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(
        escalation_say(arena, LANGUAGE_CHINESE,
                       &(struct escalation_step){ FLOW_CLOCK_DECIDE, 1, 3, 1 }),
        "办理期限超期 3 个工作日");
    assert_string_equal(
        escalation_say(arena, LANGUAGE_CHINESE,
                       &(struct escalation_step){ FLOW_CLOCK_URGE, 0, 0, 1 }),
        "催办答复期限今天到期");
    assert_string_equal(escalation_say_hearers(arena, LANGUAGE_CHINESE,
                                               ESCALATION_OWNER | ESCALATION_HEAD),
                        "首问人、科室负责人");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest pure[] = {
        cmocka_unit_test(the_programs_table_is_in_order),
        cmocka_unit_test(a_step_is_said_as_people_say_it),
    };
    const struct CMUnitTest tests[] = {
        BOTH(the_higher_the_later),
        BOTH(a_step_is_told_once),
        BOTH(steps_that_were_missed_are_told_as_one),
        BOTH(what_is_done_or_stands_still_is_left_alone),
        BOTH(an_extended_limit_warns_anew),
        BOTH(what_nobody_owns_is_heard_by_whose_turn_it_is),
        BOTH(a_whole_hall_that_hears_is_nobody),
        BOTH(who_is_away_has_a_deputy_who_hears),
        BOTH(each_hour_of_service_has_a_sweep_and_no_day_off),
        BOTH(the_programs_table_holds_until_a_manager_changes_it),
    };

    return cmocka_run_group_tests(pure, NULL, NULL) + RUN_ON_BOTH(tests);
}
