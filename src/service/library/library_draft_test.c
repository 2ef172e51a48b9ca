#include "library_draft.h"

#include "item_test.h"

#include "item_change.h"
#include "item_element.h"

enum { AUTHOR = 5, OTHER = 6, MANAGER = 7 };

static const char code[] = "11330109000000019G5332000001000";
static const char new_code[] = "QX-0001";

/* ---- a library with one item ---- */

static void act_as(struct hall *hall, int64_t id, unsigned rights) {
    static const char *const names[] = {
        [AUTHOR] = "演示丁", [OTHER] = "演示雨", [MANAGER] = "演示丙"
    };

    hall->work.actor = (struct actor){ .id = id, .rights = rights, .name = names[id] };
}

static struct item_version make_version(void) {
    struct item_version version = item_nothing();

    version.code = code;
    version.code_scheme = "national";
    version.name = "老年优待证";
    version.conditions = "满 60 周岁";
    return version;
}

static void publish(struct hall *hall, const struct item_version *version) {
    enum item_outcome outcome;

    assert_null(item_publish(&hall->work, version, &tested, &outcome));
    assert_int_not_equal(outcome, ITEM_UNCHANGED);
}

static struct hall *open_library(void **state) {
    struct hall *hall = hall_open(state);
    const struct item_version version = make_version();

    act_as(hall, AUTHOR, RIGHT_LIBRARY);
    publish(hall, &version);
    return hall;
}

static struct library_draft find(struct hall *hall, int64_t id) {
    struct library_draft draft;

    assert_null(library_find_draft(&hall->work, id, &draft));
    return draft;
}

/* A draft that asks for 65 years. */
static struct library_draft write_draft(struct hall *hall) {
    struct library_draft draft;
    int64_t id;

    assert_null(library_begin(&hall->work, code, &id));
    draft = find(hall, id);
    draft.content.conditions = "满 65 周岁";
    assert_null(library_keep(&hall->work, &draft));
    return find(hall, id);
}

static struct item_version published(struct hall *hall) {
    struct item item;
    struct item_version version;

    assert_null(item_find(&hall->work, code, &item));
    assert_null(item_read_version(&hall->work, item.version_id, &version));
    return version;
}

/* ---- the way of a draft ---- */

static void a_second_person_publishes_what_the_first_wrote(void **state) {
    struct hall *hall = open_library(state);
    struct library_draft draft = write_draft(hall);
    const int64_t began_from = published(hall).id;
    struct item_change change;
    struct item_version old;

    assert_null(library_submit(&hall->work, &draft, "省目录调整"));
    draft = find(hall, draft.id);
    assert_ptr_equal(library_publish(&hall->work, &draft), &library_own_draft);
    act_as(hall, OTHER, RIGHT_LIBRARY);
    assert_null(library_publish(&hall->work, &draft));
    assert_string_equal(published(hall).conditions, "满 65 周岁");
    assert_true(published(hall).version == 2);
    assert_null(item_read_version(&hall->work, began_from, &old));
    assert_string_equal(old.conditions, "满 60 周岁");
    assert_true(item_published_by(&hall->work, old.item_id, 2, &change));
    assert_string_equal(change.author_name, "演示丁");
    assert_string_equal(change.actor_name, "演示雨");
    assert_string_equal(change.reason, "省目录调整");
    assert_ptr_equal(library_find_draft(&hall->work, draft.id, &draft),
                     &library_no_draft);
    hall_close(hall);
}

static void a_draft_is_sent_back_with_a_remark_and_goes_on(void **state) {
    struct hall *hall = open_library(state);
    struct library_draft draft = write_draft(hall);

    assert_null(library_submit(&hall->work, &draft, "调整"));
    draft = find(hall, draft.id);
    assert_ptr_equal(library_keep(&hall->work, &draft), &library_under_review);
    act_as(hall, MANAGER, RIGHT_MANAGE);
    assert_null(library_send_back(&hall->work, &draft, "年龄不对"));
    draft = find(hall, draft.id);
    assert_string_equal(draft.remark, "年龄不对");
    assert_string_equal(draft.reviewer_name, "演示丙");
    assert_ptr_equal(library_publish(&hall->work, &draft), &library_not_submitted);
    act_as(hall, AUTHOR, RIGHT_LIBRARY);
    assert_null(library_submit(&hall->work, &draft, "调整"));
    assert_string_equal(find(hall, draft.id).remark, "");
    hall_close(hall);
}

static void an_author_takes_back_what_is_under_review(void **state) {
    struct hall *hall = open_library(state);
    struct library_draft draft = write_draft(hall);

    assert_ptr_equal(library_take_back(&hall->work, &draft), &library_not_submitted);
    assert_null(library_submit(&hall->work, &draft, "调整"));
    draft = find(hall, draft.id);
    act_as(hall, OTHER, RIGHT_LIBRARY);
    assert_ptr_equal(library_take_back(&hall->work, &draft), &library_not_author);
    act_as(hall, AUTHOR, RIGHT_LIBRARY);
    assert_null(library_take_back(&hall->work, &draft));
    assert_int_equal(find(hall, draft.id).state, LIBRARY_WRITING);
    hall_close(hall);
}

/* ---- who and when ---- */

static void an_item_has_one_draft_that_its_author_writes(void **state) {
    struct hall *hall = open_library(state);
    struct library_draft draft = write_draft(hall);
    const struct library_draft *drafts;
    int64_t again;

    act_as(hall, OTHER, RIGHT_LIBRARY);
    assert_null(library_begin(&hall->work, code, &again));
    assert_true(again == draft.id);
    assert_ptr_equal(library_keep(&hall->work, &draft), &library_not_author);
    assert_ptr_equal(library_drop(&hall->work, &draft), &library_not_author);
    assert_int_equal(library_list_drafts(&hall->work, 0, 10, &drafts), 1);
    assert_int_equal(library_list_drafts(&hall->work, draft.id, 10, &drafts), 0);
    act_as(hall, MANAGER, RIGHT_MANAGE);
    assert_null(library_drop(&hall->work, &draft));
    assert_int_equal(library_list_drafts(&hall->work, 0, 10, &drafts), 0);
    hall_close(hall);
}

static void whoever_saw_an_older_draft_changes_nothing(void **state) {
    struct hall *hall = open_library(state);
    struct library_draft seen = write_draft(hall);
    struct library_draft newer = seen;

    newer.content.hours = "全天";
    assert_null(library_keep(&hall->work, &newer));
    seen.content.hours = "上午";
    assert_ptr_equal(library_keep(&hall->work, &seen), &library_stale);
    assert_ptr_equal(library_submit(&hall->work, &seen, "调整"), &library_stale);
    assert_ptr_equal(library_drop(&hall->work, &seen), &library_stale);
    assert_string_equal(find(hall, seen.id).content.hours, "全天");
    hall_close(hall);
}

static void a_draft_that_was_overtaken_is_merged_first(void **state) {
    struct hall *hall = open_library(state);
    struct library_draft draft = write_draft(hall);
    struct item_version imported = make_version();

    imported.phone = "0571-82000001";
    publish(hall, &imported);
    assert_ptr_equal(library_submit(&hall->work, &draft, "调整"), &library_overtaken);
    assert_null(library_catch_up(&hall->work, &draft));
    draft = find(hall, draft.id);
    assert_string_equal(draft.content.phone, "0571-82000001");
    assert_string_equal(draft.content.conditions, "满 65 周岁");
    assert_null(library_submit(&hall->work, &draft, "调整"));
    imported.phone = "0571-82000002";
    publish(hall, &imported);
    draft = find(hall, draft.id);
    act_as(hall, OTHER, RIGHT_LIBRARY);
    assert_ptr_equal(library_publish(&hall->work, &draft), &library_overtaken);
    hall_close(hall);
}

static void nothing_is_handed_in_that_changes_nothing_or_lacks_something(void **state) {
    struct hall *hall = open_library(state);
    struct library_draft draft;
    int64_t id;

    assert_null(library_begin(&hall->work, code, &id));
    draft = find(hall, id);
    assert_ptr_equal(library_submit(&hall->work, &draft, "调整"), &library_no_change);
    draft.content.name = "";
    assert_null(library_keep(&hall->work, &draft));
    draft = find(hall, id);
    assert_ptr_equal(library_submit(&hall->work, &draft, "调整"), &library_incomplete);
    draft.content.name = "老年优待证办理";
    draft.content.base_code = "abc";
    assert_null(library_keep(&hall->work, &draft));
    draft = find(hall, id);
    assert_ptr_equal(library_submit(&hall->work, &draft, "调整"), &library_codes_wrong);
    hall_close(hall);
}

static void a_cancelled_item_is_not_written_any_more(void **state) {
    struct hall *hall = open_library(state);
    struct library_draft draft = write_draft(hall);
    int64_t id;

    assert_null(adjust(hall, code, "cancel"));
    assert_ptr_equal(library_begin(&hall->work, code, &id), &item_cancelled);
    assert_ptr_equal(library_submit(&hall->work, &draft, "调整"), &item_cancelled);
    assert_null(library_drop(&hall->work, &draft));
    hall_close(hall);
}

/* ---- new items ---- */

static void a_new_item_begins_with_a_code_that_is_right_and_free(void **state) {
    struct hall *hall = open_library(state);
    struct library_draft draft;
    int64_t id;

    assert_ptr_equal(library_begin_new(&hall->work, code, "老年证", &id),
                     &library_code_taken);
    assert_ptr_equal(
        library_begin_new(&hall->work, "11330109000000018G5332000001000", "老年证", &id),
        &library_code_wrong);
    assert_null(library_begin_new(&hall->work, new_code, "清洁卡", &id));
    assert_ptr_equal(library_begin_new(&hall->work, new_code, "清洁卡", &id),
                     &library_code_taken);
    draft = find(hall, id);
    assert_string_equal(draft.content.code_scheme, "local");
    assert_null(library_submit(&hall->work, &draft, "新增"));
    draft = find(hall, id);
    act_as(hall, MANAGER, RIGHT_MANAGE);
    assert_null(library_publish(&hall->work, &draft));

    struct item item;
    struct item_change change;
    assert_null(item_find(&hall->work, new_code, &item));
    assert_true(item_published_by(&hall->work, item.id, 1, &change));
    assert_string_equal(change.verb, "add");
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_second_person_publishes_what_the_first_wrote),
        BOTH(a_draft_is_sent_back_with_a_remark_and_goes_on),
        BOTH(an_author_takes_back_what_is_under_review),
        BOTH(an_item_has_one_draft_that_its_author_writes),
        BOTH(whoever_saw_an_older_draft_changes_nothing),
        BOTH(a_draft_that_was_overtaken_is_merged_first),
        BOTH(nothing_is_handed_in_that_changes_nothing_or_lacks_something),
        BOTH(a_cancelled_item_is_not_written_any_more),
        BOTH(a_new_item_begins_with_a_code_that_is_right_and_free),
    };

    return RUN_ON_BOTH(tests);
}
