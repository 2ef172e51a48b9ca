/* Who stands in for whom, and who is left, on both databases. */
#include "deputy.h"

#include "house_test.h"

#include "account.h"
#include "civil.h"

enum { TODAY = 20261123 };

static int64_t add(struct hall *hall, const char *name, unsigned rights) {
    int64_t id = 0;

    assert_null(account_add(
        &hall->work,
        &(struct account){
            .login = name, .name = name, .rights = rights, .department_id = 7 },
        "", &id));
    return id;
}

static void act_as(struct hall *hall, int64_t id, unsigned rights) {
    hall->work.actor = (struct actor){ .id = id, .rights = rights, .name = "" };
}

static struct hall *open_hall(void **state) {
    struct hall *hall = hall_open(state);

    hall->work.now_ms = civil_moment_ms(TODAY, 9 * 60);
    return hall;
}

static const struct refusal *leave_from(struct hall *hall, int64_t id, int from,
                                        int end) {
    return deputy_leave(&hall->work, &(struct deputy_absence){ .account_id = id,
                                                               .from_day = from,
                                                               .end_day = end,
                                                               .reason = "leave" });
}

static void b_stands_in_on_the_days_on_which_a_is_away(void **state) {
    struct hall *hall = open_hall(state);
    const int64_t a = add(hall, "演示甲", RIGHT_INTAKE);
    const int64_t b = add(hall, "演示乙", RIGHT_INTAKE);
    const struct deputy_colleague *list;

    act_as(hall, a, RIGHT_INTAKE);
    assert_null(deputy_name(&hall->work, a, b));
    act_as(hall, b, RIGHT_INTAKE);
    assert_null(deputy_stands_for(&hall->work, a)); /* A is there */
    act_as(hall, a, RIGHT_INTAKE);
    assert_null(leave_from(hall, a, 20261124, 20261125));
    act_as(hall, b, RIGHT_INTAKE);
    assert_null(deputy_stands_for(&hall->work, a));
    hall->work.now_ms = civil_moment_ms(20261124, 0);
    assert_string_equal(deputy_stands_for(&hall->work, a)->name, "演示甲");
    assert_int_equal(deputy_stood_in(&hall->work, &list), 1);
    hall->work.now_ms = civil_moment_ms(20261125, 23 * 60);
    assert_non_null(deputy_stands_for(&hall->work, a));
    hall->work.now_ms = civil_moment_ms(20261126, 0);
    assert_null(deputy_stands_for(&hall->work, a));
    assert_int_equal(deputy_stood_in(&hall->work, &list), 0);
    hall_close(hall);
}

/* Standing in gives nobody a right that his post has not. */
static void b_holds_the_same_post(void **state) {
    struct hall *hall = open_hall(state);
    const int64_t a = add(hall, "演示甲", RIGHT_REVIEW);
    const int64_t clerk = add(hall, "演示乙", RIGHT_INTAKE);
    const int64_t both = add(hall, "演示丙", RIGHT_INTAKE | RIGHT_REVIEW);

    act_as(hall, a, RIGHT_REVIEW);
    assert_ptr_equal(deputy_name(&hall->work, a, clerk), &deputy_other_post);
    assert_ptr_equal(deputy_name(&hall->work, a, a), &deputy_oneself);
    assert_ptr_equal(deputy_name(&hall->work, a, 5), &deputy_unknown);
    assert_null(deputy_name(&hall->work, a, both));
    assert_null(leave_from(hall, a, TODAY, TODAY));
    act_as(hall, both, RIGHT_INTAKE); /* review was taken from him since */
    assert_null(deputy_stands_for(&hall->work, a));
    act_as(hall, both, RIGHT_INTAKE | RIGHT_REVIEW);
    assert_non_null(deputy_stands_for(&hall->work, a));
    hall_close(hall);
}

static void only_oneself_and_a_manager_enter_an_absence(void **state) {
    struct hall *hall = open_hall(state);
    const int64_t a = add(hall, "演示甲", RIGHT_INTAKE);
    const int64_t b = add(hall, "演示乙", RIGHT_INTAKE);

    act_as(hall, b, RIGHT_INTAKE);
    assert_ptr_equal(leave_from(hall, a, TODAY, TODAY), &deputy_forbidden);
    assert_ptr_equal(deputy_name(&hall->work, a, b), &deputy_forbidden);
    act_as(hall, 999, RIGHT_MANAGE);
    assert_null(leave_from(hall, a, TODAY, TODAY));
    assert_null(deputy_name(&hall->work, a, b));
    assert_ptr_equal(leave_from(hall, a, 20261122, 20261122), &deputy_wrong_days);
    assert_ptr_equal(leave_from(hall, a, 20261125, 20261124), &deputy_wrong_days);
    assert_ptr_equal(leave_from(hall, a, TODAY, 20271124), &deputy_wrong_days);
    hall_close(hall);
}

static void who_comes_back_early_is_back_today(void **state) {
    struct hall *hall = open_hall(state);
    const int64_t a = add(hall, "演示甲", RIGHT_INTAKE);
    int64_t absence;

    act_as(hall, a, RIGHT_INTAKE);
    assert_null(leave_from(hall, a, TODAY, 20261127));
    assert_true(deputy_is_away(deputy_book(&hall->work), a, TODAY));
    hall->work.now_ms = civil_moment_ms(20261125, 9 * 60);
    absence = deputy_book(&hall->work)->absences[0].id;
    assert_null(deputy_return(&hall->work, absence));
    assert_false(deputy_is_away(deputy_book(&hall->work), a, 20261125));
    assert_ptr_equal(deputy_return(&hall->work, absence), &deputy_no_absence);
    hall_close(hall);
}

static void the_manager_is_told_when_nobody_is_left(void **state) {
    struct hall *hall = open_hall(state);
    const int64_t a = add(hall, "演示甲", RIGHT_INTAKE);
    const int64_t b = add(hall, "演示乙", RIGHT_INTAKE);
    const struct deputy_colleague *list;

    act_as(hall, 999, RIGHT_MANAGE);
    assert_null(leave_from(hall, a, TODAY, TODAY));
    assert_int_equal(deputy_gaps(&hall->work, TODAY, &list), 1); /* no deputy */
    assert_null(deputy_name(&hall->work, a, b));
    assert_int_equal(deputy_gaps(&hall->work, TODAY, &list), 0);
    assert_null(leave_from(hall, b, TODAY, TODAY));
    assert_int_equal(deputy_gaps(&hall->work, TODAY, &list), 2);
    assert_int_equal(deputy_gaps(&hall->work, 20261124, &list), 0);
    hall_close(hall);
}

/* Who stood in for whom last week can still be said. */
static void naming_another_keeps_who_it_was(void **state) {
    struct hall *hall = open_hall(state);
    const int64_t a = add(hall, "演示甲", RIGHT_INTAKE);
    const int64_t b = add(hall, "演示乙", RIGHT_INTAKE);
    const int64_t c = add(hall, "演示丙", RIGHT_INTAKE);

    act_as(hall, a, RIGHT_INTAKE);
    assert_null(deputy_name(&hall->work, a, b));
    assert_null(deputy_name(&hall->work, a, c));
    assert_true(deputy_find(deputy_book(&hall->work), a)->deputy_id == c);
    assert_null(deputy_name(&hall->work, a, 0));
    assert_true(deputy_find(deputy_book(&hall->work), a)->deputy_id == 0);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(b_stands_in_on_the_days_on_which_a_is_away),
        BOTH(b_holds_the_same_post),
        BOTH(only_oneself_and_a_manager_enter_an_absence),
        BOTH(who_comes_back_early_is_back_today),
        BOTH(the_manager_is_told_when_nobody_is_left),
        BOTH(naming_another_keeps_who_it_was),
    };

    return RUN_ON_BOTH(tests);
}
