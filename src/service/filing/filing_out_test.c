#include "filing_out.h"

#include "filing_law_test.h"

#include "letter.h"
#include "message.h"

const struct flow *const matter_flows[] = { &filing_flow, NULL };

/* How many messages the asker has not read, and what the last one is about. */
static const char *last_message(struct hall *hall, const struct matter *matter) {
    const struct actor before = hall->work.actor;
    const struct message *messages;
    size_t count;

    act_as_resident(hall, matter->person_id);
    count = message_list(&hall->work, INT64_MAX, 1, &messages);
    hall->work.actor = before;
    return count ? messages[0].event->name : "";
}

static void each_step_is_told_to_the_asker(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = told_of_first_paper(hall);

    assert_string_equal(last_message(hall, &matter), "supplement");
    assert_null(act(hall, &matter, "accept", ""));
    assert_string_equal(last_message(hall, &matter), "accepted");
    act_as_resident(hall, matter.person_id);
    assert_null(act(hall, &matter, "urge", "还要多久"));
    as_reviewer(hall, &matter);
    assert_null(act(hall, &matter, "answer_urge", "明天能办好"));
    assert_string_equal(last_message(hall, &matter), "urged");
    assert_null(act(hall, &matter, "begin", ""));
    assert_string_equal(last_message(hall, &matter), "urged"); /* nothing to tell */
    assert_null(act(hall, &matter, "deny", "不符合条件"));
    assert_string_equal(last_message(hall, &matter), "denied");
    hall_close(hall);
}

static const char *last_consequence(struct hall *hall, const struct matter *matter) {
    const struct letter *letters;
    const size_t count = letters_of(&hall->work, matter, &letters);
    struct letter_values values;

    letter_read(&hall->work, &letters[count - 1], &values);
    return values.of[SLOT_CONSEQUENCE];
}

static void what_late_papers_lead_to_is_told_by_the_rules(void **state) {
    struct hall *hall = open_with_papers(state);
    const struct filing_act act = { .verb = "supplement",
                                    .note = "",
                                    .defect = { [1] = "没有签名" } };
    struct matter here = received(hall);
    struct matter elsewhere = received(hall);

    elsewhere.facts &= ~(unsigned)FILING_BY_ZHEJIANG;
    assert_null(filing_do(&hall->work, &here, &act));
    assert_non_null(strstr(last_consequence(hall, &here), "视为撤回"));
    assert_null(filing_do(&hall->work, &elsewhere, &act));
    assert_null(strstr(last_consequence(hall, &elsewhere), "视为撤回"));
    assert_non_null(strstr(last_consequence(hall, &elsewhere), "不予受理"));
    hall_close(hall);
}

static void each_step_of_the_law_is_told_in_writing(void **state) {
    struct hall *hall = open_with_papers(state);
    struct matter matter = received(hall);

    assert_string_equal(last_letter(hall, &matter), "receipt");
    assert_null(act(hall, &matter, "accept", ""));
    assert_string_equal(last_letter(hall, &matter), "acceptance");
    as_reviewer(hall, &matter);
    assert_null(act_in_days(hall, &matter, "special", 3));
    assert_string_equal(last_letter(hall, &matter), "special");
    assert_null(act(hall, &matter, "special_end", ""));
    assert_null(act(hall, &matter, "ask_extension", "要现场核实"));
    assert_string_equal(last_letter(hall, &matter), "special");
    as_head(hall, &matter);
    assert_null(act_in_days(hall, &matter, "extend", 3));
    assert_string_equal(last_letter(hall, &matter), "extension");
    as_reviewer(hall, &matter);
    assert_null(act(hall, &matter, "deny", "不符合条件"));
    assert_string_equal(last_letter(hall, &matter), "denial");
    assert_null(act(hall, &matter, "finish", ""));
    assert_string_equal(last_letter(hall, &matter), "delivery");
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(each_step_is_told_to_the_asker),
        BOTH(what_late_papers_lead_to_is_told_by_the_rules),
        BOTH(each_step_of_the_law_is_told_in_writing),
    };

    return RUN_ON_BOTH(tests);
}
