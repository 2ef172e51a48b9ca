/* The list of all cases: whatever is combined, it shows what a look at each would. */
#include "matter_asked.h"

#include "filing_test.h"

#include "filing_cover.h"
#include "filing_invent.h"
#include "matter_invent.h"
#include "place.h"

const struct flow *const matter_flows[] = { &filing_flow, NULL };

enum { FILED = 40, PAGE = 7, FAR = 1000 };

static const char other_code[] = "11330109000000019G5332000002000";

static struct person asker_number(int i) {
    static const char *const numbers[] = { "330109190001010016", "330109190001010024",
                                           "330109190001010032" };
    struct person person = asker;

    person.id_number = numbers[i % 3];
    return person;
}

static struct matter file_one(struct hall *hall, int i) {
    struct matter matter;

    assert_null(filing_submit(
        &hall->work,
        &(struct filing_new){ .item_code = i % 4 ? item_code : other_code,
                              .asker = asker_number(i),
                              .statement = "",
                              .channel = i % 2 ? FILING_AT_WINDOW : FILING_ONLINE },
        &matter));
    return matter;
}

static void keep_department(struct hall *hall, const char *code, const char *name) {
    place_keep_department(&hall->work,
                          &(struct place_department){
                              .code = code, .name = name, .phone = "", .duty = "" });
}

static int64_t other_department(struct hall *hall) {
    return place_department_coded(place_book(&hall->work), "D04")->id;
}

/* Some wait at each desk, some are over, and each of two clerks was asked first. */
static struct hall *open_busy(void **state) {
    static const char *const ways[][5] = {
        { NULL },
        { "receive", NULL },
        { "receive", "accept", NULL },
        { "receive", "accept", "grant", NULL },
        { "receive", "accept", "grant", "finish", NULL },
        { "receive", "refuse", NULL },
    };
    struct hall *hall = open_with_item(state);
    struct item_version other = plain_version(other_code, "残疾人证");

    keep_department(hall, "D04", "残联");
    other.department = "残联";
    other.kind = 2;
    other.promised = (struct item_limit){ 1, 1 };
    publish_version(hall, &other);
    for (int i = 0; i < FILED; i++) {
        act_as(hall, RIGHT_INTAKE | RIGHT_MANAGE | (i % 3 ? 0 : RIGHT_LIBRARY), 0);
        hall->work.actor.outlet_id = 40 + i % 2;

        struct matter matter = file_one(hall, i);

        hall->work.actor.rights |= RIGHT_REVIEW;
        hall->work.actor.department_id = matter.department_id;
        for (const char *const *verb = ways[i % 6]; *verb; verb++)
            if (strcmp(*verb, "receive") != 0 || matter.state == FILING_SUBMITTED)
                assert_null(act(hall, &matter, *verb, "说明"));
        hall->work.now_ms += 5 * 3600000LL;
    }
    return hall;
}

/* ---- what a look at each would find ---- */

static bool is_right(struct hall *hall, const struct matter_filter *filter,
                     const struct matter_found *found) {
    const struct flow_state *state = found->line.state;
    const bool open = state->desk != FLOW_NOBODY;

    return (filter->order == MATTER_NEWEST || open) &&
           (!filter->state[0] || strcmp(filter->state, state->name) == 0) &&
           (filter->stage == MATTER_ANY || filter->stage == (int)state->stage ||
            (filter->stage == MATTER_OPEN && state->stage != FLOW_OVER)) &&
           (filter->light == MATTER_ANY || filter->light == (int)found->line.light) &&
           (!filter->scoped || filter->scope_id == found->department_id) &&
           (!filter->department_id || filter->department_id == found->department_id) &&
           (!filter->owner_id || filter->owner_id == found->owner_id) &&
           (!filter->item_id || filter->item_id == found->item_id) &&
           (!filter->outlet_id || filter->outlet_id == found->outlet_id) &&
           (!filter->channel || filter->channel == found->channel) &&
           (!filter->since_ms || found->line.submitted_ms >= filter->since_ms) &&
           (!filter->before_ms || found->line.submitted_ms < filter->before_ms) &&
           (!filter->due_since_ms || found->line.due_ms >= filter->due_since_ms) &&
           (!filter->due_end_ms ||
            (found->line.due_ms < filter->due_end_ms && found->line.due_ms > 0 && hall));
}

static struct matter_found_page read_all(struct hall *hall) {
    const struct matter_filter all = { .stage = MATTER_ANY,
                                       .state = "",
                                       .light = MATTER_ANY };
    struct matter_found_page page;

    matter_filter_read(&hall->work, &all, MATTER_ASKER_MASKED,
                       (struct matter_cursor){ 0, 0 }, FAR, FAR, &page);
    assert_int_equal(page.count, FILED);
    assert_false(page.goes_on);
    return page;
}

static void assert_in_order(const struct matter_filter *filter,
                            const struct matter_line *before,
                            const struct matter_line *line) {
    if (filter->order == MATTER_NEWEST)
        assert_true(line->id < before->id);
    else
        assert_true(line->due_ms > before->due_ms ||
                    (line->due_ms == before->due_ms && line->id > before->id));
}

/* Reads page by page and looks at order and conditions; says how many there were. */
static size_t read_through(struct hall *hall, const struct matter_filter *filter,
                           size_t looks) {
    struct matter_cursor after = { 0, 0 };
    struct matter_found_page page;
    struct matter_line before = { 0 };
    size_t count = 0;

    do {
        matter_filter_read(&hall->work, filter, MATTER_ASKER_MASKED, after, PAGE, looks,
                           &page);
        for (size_t i = 0; i < page.count; i++) {
            assert_true(is_right(hall, filter, &page.found[i]));
            if (count++ > 0)
                assert_in_order(filter, &before, &page.found[i].line);
            before = page.found[i].line;
        }
        assert_true(page.count == PAGE || page.cut || !page.goes_on);
        after = page.after;
    } while (page.goes_on);
    return count;
}

static size_t hold_against(struct hall *hall, const struct matter_found_page *all,
                           const struct matter_filter *filter) {
    size_t wanted = 0;

    for (size_t i = 0; i < all->count; i++)
        wanted += is_right(hall, filter, &all->found[i]);
    assert_int_equal(read_through(hall, filter, FAR), wanted);
    assert_int_equal(read_through(hall, filter, PAGE), wanted);
    return wanted;
}

/* ---- sentences ---- */

/* Each bit of the choice is a condition. */
static struct matter_filter filter_of(const struct matter_found *like, int choice,
                                      enum matter_order order) {
    struct matter_filter filter = {
        .order = order, .stage = MATTER_ANY, .state = "", .light = MATTER_ANY
    };

    if (choice & 1)
        filter.stage = choice & 2 ? MATTER_OPEN : (int)like->line.state->stage;
    else if (choice & 2)
        filter.state = like->line.state->name;
    if (choice & 4)
        filter.department_id = like->department_id;
    if (choice & 8)
        filter.owner_id = like->owner_id;
    if (choice & 16)
        filter.item_id = like->item_id;
    if (choice & 32)
        filter.outlet_id = like->outlet_id;
    if (choice & 64)
        filter.channel = like->channel;
    if (choice & 128)
        filter.since_ms = like->line.submitted_ms - 86400000;
    if (choice & 256)
        filter.before_ms = like->line.submitted_ms + 1;
    return filter;
}

static void any_conditions_are_met_together(void **state) {
    struct hall *hall = open_busy(state);
    const struct matter_found_page all = read_all(hall);
    size_t found = 0;

    for (int choice = 0; choice < 512; choice++) {
        const struct matter_found *like = &all.found[choice % FILED];
        const struct matter_filter newest = filter_of(like, choice, MATTER_NEWEST);
        const struct matter_filter due = filter_of(like, choice, MATTER_NEXT_DUE);

        found += hold_against(hall, &all, &newest);
        hold_against(hall, &all, &due);
    }
    assert_true(found > 512); /* a filter made after a case finds that case */
    hall_close(hall);
}

static void lights_are_those_of_the_rows(void **state) {
    struct hall *hall = open_busy(state);
    const struct matter_found_page all = read_all(hall);
    size_t found = 0, open = 0;

    for (size_t i = 0; i < all.count; i++)
        open += all.found[i].line.state->desk != FLOW_NOBODY;
    for (int light = MATTER_GREY; light <= MATTER_BLUE; light++)
        found += hold_against(hall, &all,
                              &(struct matter_filter){ .order = MATTER_NEXT_DUE,
                                                       .stage = MATTER_ANY,
                                                       .state = "",
                                                       .light = light });
    assert_int_equal(found, open);
    assert_true(hold_against(hall, &all,
                             &(struct matter_filter){
                                 .order = MATTER_NEXT_DUE,
                                 .stage = MATTER_ANY,
                                 .state = "",
                                 .light = MATTER_ANY,
                                 .due_since_ms = civil_moment_ms(20261125, 0),
                                 .due_end_ms = civil_moment_ms(20261201, 0) }) > 0);
    hall_close(hall);
}

static size_t count_asked(struct hall *hall, const char *query) {
    const struct matter_asked asked = matter_asked_read(hall->work.arena, query);
    struct matter_filter filter;

    assert_null(matter_asked_filter(&hall->work, &asked, &filter));
    assert_string_equal(matter_asked_write(hall->work.arena, &asked), query);
    return read_through(hall, &filter, FAR);
}

static void an_address_says_what_is_wanted(void **state) {
    struct hall *hall = open_busy(state);
    struct matter_filter filter;

    act_as(hall, RIGHT_MANAGE, 0);
    assert_int_equal(count_asked(hall, ""), FILED);
    assert_int_equal(count_asked(hall, "state=open") + count_asked(hall, "state=at-over"),
                     FILED);
    assert_int_equal(
        count_asked(hall, "channel=window") + count_asked(hall, "channel=online"), FILED);
    assert_int_equal(count_asked(hall, "item=11330109000000019G5332000002000"),
                     FILED / 4);
    assert_int_equal(count_asked(hall, "from=2026-11-23&to=2026-11-23"), 3);
    assert_int_equal(count_asked(hall, "to=1999-01-01"), 0);
    assert_int_equal(count_asked(hall, "from=2150-01-01"), 0);

    static const char *const bad[] = { "state=nowhere",     "light=pink",
                                       "from=2026-02-30",   "order=name",
                                       "department=nobody", "asker=i12",
                                       "owner=nobody",      "channel=pigeon" };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct matter_asked asked = matter_asked_read(hall->work.arena, bad[i]);

        assert_ptr_equal(matter_asked_filter(&hall->work, &asked, &filter),
                         &matter_asked_bad);
    }

    const struct matter_asked no_item = matter_asked_read(hall->work.arena, "item=1");

    assert_ptr_equal(matter_asked_filter(&hall->work, &no_item, &filter),
                     &matter_asked_no_item);
    hall_close(hall);
}

static void an_asker_is_found_by_number_or_phone(void **state) {
    struct hall *hall = open_busy(state);
    const char *by_id = matter_asked_asker(&hall->work, "330109190001010016");
    const char *by_phone = matter_asked_asker(&hall->work, "13800000001");

    act_as(hall, RIGHT_MANAGE, 0);
    assert_non_null(by_id);
    assert_non_null(by_phone);
    assert_null(strstr(by_id, "0101"));
    assert_null(matter_asked_asker(&hall->work, "演示人"));
    assert_int_equal(count_asked(hall, arena_format(hall->work.arena, "asker=%s", by_id)),
                     (FILED + 2) / 3);
    assert_int_equal(
        count_asked(hall, arena_format(hall->work.arena, "asker=%s", by_phone)), FILED);
    assert_int_equal(
        count_asked(hall, arena_format(hall->work.arena, "order=due&asker=%s", by_phone)),
        count_asked(hall, "state=open"));
    hall_close(hall);
}

/* Once, an office's lists went through those of the whole hall, and were cut. */
static void assert_looks_at_no_others(struct hall *hall,
                                      const struct matter_filter *filter, size_t count) {
    struct matter_found_page page;

    matter_filter_read(&hall->work, filter, MATTER_ASKER_MASKED,
                       (struct matter_cursor){ 0, 0 }, count, count, &page);
    assert_int_equal(page.count, count);
    assert_false(page.cut);
}

static void an_office_sees_its_own(void **state) {
    struct hall *hall = open_busy(state);
    struct matter_filter filter;

    act_as(hall, RIGHT_REVIEW, 0); /* of no office: what no office decides */
    filter = matter_filter_all(&hall->work);
    assert_int_equal(read_through(hall, &filter, FAR), FILED - FILED / 4);
    act_as(hall, RIGHT_REVIEW, other_department(hall));
    filter = matter_filter_all(&hall->work);
    assert_int_equal(read_through(hall, &filter, FAR), FILED / 4);
    assert_looks_at_no_others(hall, &filter, FILED / 4);
    assert_int_equal(count_asked(hall, "state=open") + count_asked(hall, "state=at-over"),
                     FILED / 4);
    filter.department_id = OTHER_DEPARTMENT;
    assert_int_equal(read_through(hall, &filter, FAR), 0);
    filter.order = MATTER_NEXT_DUE;
    assert_int_equal(read_through(hall, &filter, FAR), 0);
    hall_close(hall);
}

static void askers_are_masked_unless_the_whole_is_asked_for(void **state) {
    struct hall *hall = open_busy(state);
    const struct matter_filter all = matter_filter_all(&hall->work);
    struct matter_found_page page;

    matter_filter_read(&hall->work, &all, MATTER_ASKER_MASKED,
                       (struct matter_cursor){ 0, 0 }, 1, 1, &page);
    assert_string_equal(page.found[0].line.asker, "演**");
    assert_string_equal(page.found[0].phone, "138****0001");
    assert_non_null(strstr(page.found[0].id_number, "********"));
    matter_filter_read(&hall->work, &all, MATTER_ASKER_WHOLE,
                       (struct matter_cursor){ 0, 0 }, 1, 1, &page);
    assert_string_equal(page.found[0].line.asker, "演示人");
    assert_string_equal(page.found[0].phone, "13800000001");
    hall_close(hall);
}

static void a_filter_is_saved_by_its_name(void **state) {
    struct hall *hall = open_busy(state);
    const struct matter_asked red = matter_asked_read(hall->work.arena, "light=red");
    const struct matter_asked open = matter_asked_read(hall->work.arena, "state=open");
    const struct matter_saved *saved;

    act_as(hall, RIGHT_MANAGE, 0);
    assert_null(matter_saved_keep(&hall->work, "超期的", &red));
    assert_null(matter_saved_keep(&hall->work, "超期的", &open));
    assert_int_equal(matter_saved_read(&hall->work, &saved), 1);
    assert_string_equal(saved[0].asked.value[MATTER_ASKED_STATE], "open");
    for (int i = 1; i < MATTER_SAVED_MAX; i++)
        assert_null(matter_saved_keep(
            &hall->work, arena_format(hall->work.arena, "第 %d 个", i), &red));
    assert_ptr_equal(matter_saved_keep(&hall->work, "再一个", &red), &matter_saved_full);
    assert_null(matter_saved_keep(&hall->work, "超期的", &red));

    act_as(hall, RIGHT_REVIEW, DEPARTMENT);
    matter_saved_remove(&hall->work, saved[0].id);
    assert_int_equal(matter_saved_read(&hall->work, &saved), 0);
    act_as(hall, RIGHT_MANAGE, 0);
    assert_int_equal(matter_saved_read(&hall->work, &saved), MATTER_SAVED_MAX);
    matter_saved_remove(&hall->work, saved[0].id);
    assert_int_equal(matter_saved_read(&hall->work, &saved), MATTER_SAVED_MAX - 1);
    hall_close(hall);
}

/* As many as the benchmark fills a database with are never handed in one by one. */
static void what_was_invented_is_as_if_it_had_happened(void **state) {
    static const struct ledger_part_kind *const parts[] = { &filing_part, NULL };
    struct hall *hall = open_with_item(state);
    struct ledger_report report = { 0 };
    struct item item;
    struct matter kept = file(hall, FILING_ONLINE);
    const int64_t first = matter_invent_numbers(&hall->work, 20261123, 6);

    assert_null(item_find(&hall->work, item_code, &item));
    assert_int_equal(first, 2);
    for (int i = 0; i < 6; i++)
        filing_invent(&hall->work, &(struct filing_invented){
                                       .id = work_new_id(&hall->work),
                                       .number = matter_invent_number(
                                           &hall->work, 20261123, first + i),
                                       .item = &item,
                                       .person_id = kept.person_id,
                                       .phone = "13800000001",
                                       .outlet_id = i % 2 * 40,
                                       .way = (enum filing_invented_way)(i % 3),
                                   });
    ledger_verify(&hall->work, parts, &report);
    assert_int_equal(report.matters, 7);
    assert_int_equal(report.broken_matter, 0);
    act_as(hall, RIGHT_MANAGE, 0);
    assert_int_equal(count_asked(hall, "state=done"), 2);
    assert_int_equal(count_asked(hall, "state=withdrawn"), 2);
    assert_int_equal(count_asked(hall, "order=due"), 3);
    hall_close(hall);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        BOTH(any_conditions_are_met_together),
        BOTH(lights_are_those_of_the_rows),
        BOTH(an_address_says_what_is_wanted),
        BOTH(an_asker_is_found_by_number_or_phone),
        BOTH(an_office_sees_its_own),
        BOTH(askers_are_masked_unless_the_whole_is_asked_for),
        BOTH(a_filter_is_saved_by_its_name),
        BOTH(what_was_invented_is_as_if_it_had_happened),
    };

    return RUN_ON_BOTH(tests);
}
