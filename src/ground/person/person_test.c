#include "person.h"

#include "house_test.h"

#include "text.h"

static const struct person lin = {
    .kind = PERSON_NATURAL,
    .name = "林𠮷祥",
    .id_number = "330109190001010016",
    .phone = "13800000001",
};

static int64_t keep(struct hall *hall, const struct person *given) {
    int64_t id = 0;

    assert_null(person_keep(&hall->work, given, &id));
    return id;
}

static void the_same_id_number_is_the_same_person(void **state) {
    struct hall *hall = hall_open(state);
    const int64_t id = keep(hall, &lin);
    struct person again = lin;
    struct person found;

    again.phone = "13900000002";
    assert_true(keep(hall, &again) == id);
    assert_null(person_open(&hall->work, id, &found));
    assert_string_equal(found.name, lin.name);
    assert_true(person_by_id_number(&hall->work, lin.id_number) == id);
    assert_true(person_by_id_number(&hall->work, "330109190001010024") == 0);
    hall_close(hall);
}

/* A relative's phone or a slip at the window must not lock the person out. */
static void nobody_rewrites_a_person_by_handing_something_in(void **state) {
    struct hall *hall = hall_open(state);
    const int64_t id = keep(hall, &lin);
    struct person other = lin;
    struct person found;
    int64_t other_id = 0;

    other.phone = "13900000002";
    keep(hall, &other);
    other.name = "张三";
    assert_ptr_equal(person_keep(&hall->work, &other, &other_id), &person_other_name);
    assert_null(person_open(&hall->work, id, &found));
    assert_string_equal(found.name, lin.name);
    assert_string_equal(found.phone, lin.phone);
    hall_close(hall);
}

static void pages_show_a_person_masked(void **state) {
    struct hall *hall = hall_open(state);
    struct person found;

    assert_null(person_masked(&hall->work, keep(hall, &lin), &found));
    assert_string_equal(found.name, "林**");
    assert_string_equal(found.id_number, "330109********0016");
    assert_string_equal(found.phone, "138****0001");
    hall_close(hall);
}

/* What a thief of the database file would search for. */
static void nothing_of_a_person_stands_plain_in_the_database(void **state) {
    struct hall *hall = hall_open(state);
    const struct place *place = *state;

    keep(hall, &lin);
    hall_close(hall);
    if (place->kind != DB_SQLITE)
        return;

    char command[PLACE_SIZE + 100];

    snprintf(command, sizeof command,
             "cat %s/town.db* | grep -a -c -e 330109190001010016 -e 13800000001 -e 祥 "
             "> /dev/null",
             place->folder);
    assert_int_not_equal(system(command), 0);
}

static void a_sealed_value_moved_to_another_row_does_not_open(void **state) {
    struct hall *hall = hall_open(state);
    struct person other = lin;
    struct person found;

    keep(hall, &lin);
    other.id_number = "330109190001010024";
    other.name = "陈四";
    const int64_t id = keep(hall, &other);

    db_script(&hall->work, "UPDATE person SET name = (SELECT q.name FROM person q "
                           "WHERE q.id < person.id) WHERE id IN (SELECT max(id) FROM "
                           "person)");
    person_open(&hall->work, id, &found);
    assert_non_null(strstr(hall->work.fault, "does not open"));
    start_again(&hall->work);
    db_end(&hall->work, false);
    hall_begin(hall);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(the_same_id_number_is_the_same_person),
        BOTH(nobody_rewrites_a_person_by_handing_something_in),
        BOTH(pages_show_a_person_masked),
        BOTH(nothing_of_a_person_stands_plain_in_the_database),
        BOTH(a_sealed_value_moved_to_another_row_does_not_open),
    };

    return RUN_ON_BOTH(tests);
}
