#include "situation.h"

#include "house_test.h"

#include "item_import.h"
#include "situation_check.h"
#include "situation_picture.h"
#include "situation_text.h"
#include "situation_walk.h"
#include "situation_web.h"
#include "text.h"

/* 老年证: who comes; of an agent, whether he is a relative; then how old. */
static const char senior[] =
    "{\"code\":\"X-1\",\"questions\":["
    "{\"id\":\"who\",\"text\":\"谁来办？\",\"answers\":["
    "{\"id\":\"self\",\"text\":\"本人\",\"next\":\"age\"},"
    "{\"id\":\"agent\",\"text\":\"代办\",\"next\":\"kin\"}]},"
    "{\"id\":\"kin\",\"text\":\"是亲属吗？\",\"answers\":["
    "{\"id\":\"yes\",\"text\":\"是\",\"next\":\"age\"},"
    "{\"id\":\"no\",\"text\":\"不是\",\"next\":\"age\"}]},"
    "{\"id\":\"age\",\"text\":\"多大年纪？\",\"answers\":["
    "{\"id\":\"old\",\"text\":\"满 60\",\"next\":\"result\"},"
    "{\"id\":\"older\",\"text\":\"满 80\",\"next\":\"result\"}]}],"
    "\"papers\":[{\"name\":\"身份证\"},"
    "{\"name\":\"委托书\",\"why\":\"要签字\",\"when\":[{\"kin\":\"no\"}]},"
    "{\"name\":\"户口簿\",\"when\":[{\"kin\":\"yes\"},{\"age\":\"older\"}]},"
    "{\"name\":\"户口簿\",\"exempt\":true,\"when\":[{\"who\":\"self\",\"age\":\"old\"}]}]"
    "}";

struct heard {
    int count;
    struct situation_place place;
    char reason[400];
};

static void hear(void *context, struct situation_place place, const char *reason) {
    struct heard *const heard = context;

    if (heard->count++ == 0) {
        heard->place = place;
        snprintf(heard->reason, sizeof heard->reason, "%s", reason);
    }
}

static struct situation_flow read_flow(struct arena *arena, const char *text) {
    struct heard heard = { 0 };
    const struct situation_listener listener = { hear, &heard };
    struct situation_flow flow;
    const char *code;

    if (!situation_read_text(arena, text, &listener, &flow, &code))
        fail_msg("%s", heard.reason);
    return flow;
}

/* ---- going through ---- */

static void a_changed_answer_keeps_those_that_are_still_asked(void **state) {
    struct arena *arena = arena_new();
    const struct situation_flow flow = read_flow(arena, senior);
    struct situation_walk walk;

    (void)state;
    situation_walk(&walk, &flow, "who.agent-kin.no-age.older");
    assert_int_equal(walk.next, SITUATION_RESULT);
    assert_int_equal(walk.count, 3);

    const char *const changed = situation_address_with(arena, &walk, 0, 0);
    situation_walk(&walk, &flow, changed);
    assert_int_equal(walk.next, SITUATION_RESULT);
    assert_string_equal(situation_address(arena, &walk), "who.self-age.older");
    arena_free(arena);
}

static void what_is_no_answer_is_asked_again(void **state) {
    static const char *const odd[] = {
        "",
        "who",
        "who.",
        "who.nobody",
        ".self",
        "-",
        "who.self.age",
        "who_self",
        "age.old-kin.yes",
        "who.selfselfselfselfselfselfselfselfself",
        "whowhowhowhowhowhowhowhowhowhowho.self",
    };
    struct arena *arena = arena_new();
    const struct situation_flow flow = read_flow(arena, senior);
    struct situation_walk walk;

    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        situation_walk(&walk, &flow, odd[i]);
        if (walk.next != 0 || walk.count != 0)
            fail_msg("%s leads somewhere", odd[i]);
    }
    arena_free(arena);
}

/* ---- the list ---- */

static const struct situation_verdict *verdict_on(const struct situation_result *result,
                                                  const char *name) {
    for (size_t i = 0; i < result->count; i++)
        if (strcmp(result->verdicts[i].name, name) == 0)
            return &result->verdicts[i];
    fail_msg("nothing is said of %s", name);
    return NULL;
}

static void each_paper_says_which_answer_asks_for_it(void **state) {
    struct arena *arena = arena_new();
    const struct situation_flow flow = read_flow(arena, senior);
    struct situation_walk walk;
    struct situation_result result;

    (void)state;
    situation_walk(&walk, &flow, "who.self-age.old");
    situation_conclude(arena, &walk, NULL, &result);
    assert_int_equal(result.bring, 1);
    assert_int_equal(result.exempt, 1);
    assert_int_equal(result.no_need, 1);
    assert_int_equal(verdict_on(&result, "身份证")->because_count, 0);

    /* Who comes himself is not asked for a relation: that answer spares the paper. */
    const struct situation_verdict *const spared = verdict_on(&result, "委托书");
    assert_int_equal(spared->treatment, SITUATION_NO_NEED);
    assert_int_equal(spared->because_count, 1);
    assert_int_equal(spared->because[0].question, 0);

    const struct situation_verdict *const exempt = verdict_on(&result, "户口簿");
    assert_int_equal(exempt->treatment, SITUATION_EXEMPT);
    assert_int_equal(exempt->because_count, 2);
    arena_free(arena);
}

static void a_paper_that_the_item_got_since_is_brought_by_all(void **state) {
    static const struct item_paper papers[] = { { .name = "身份证" },
                                                { .name = "体检表" },
                                                { .name = "信息", .exempt = 1 } };
    const struct item_version version = { .papers = papers, .paper_count = 3 };
    struct arena *arena = arena_new();
    const struct situation_flow flow = read_flow(arena, senior);
    struct situation_walk walk;
    struct situation_result result;

    (void)state;
    situation_walk(&walk, &flow, "who.self-age.old");
    situation_conclude(arena, &walk, &version, &result);
    assert_int_equal(verdict_on(&result, "体检表")->treatment, SITUATION_BRING);
    assert_int_equal(verdict_on(&result, "信息")->treatment, SITUATION_EXEMPT);
    arena_free(arena);
}

/* ---- what is wrong ---- */

/* Replaces the first occurrence of a part of the text. */
static const char *with(struct arena *arena, const char *part, const char *other) {
    const char *const at = strstr(senior, part);

    assert_non_null(at);
    return arena_format(arena, "%.*s%s%s", (int)(at - senior), senior, other,
                        at + strlen(part));
}

static void expect_finding(const char *part, const char *other,
                           enum situation_fault fault, const char *reason) {
    struct arena *arena = arena_new();
    const char *const text = with(arena, part, other);
    const struct situation_flow flow = read_flow(arena, text);
    struct situation_findings *const found = arena_alloc(arena, sizeof *found);

    situation_check(arena, &flow, NULL, found);
    if (found->count == 0)
        fail_msg("%s: nothing found", other);
    if (found->finding[0].fault != fault || !strstr(found->finding[0].reason, reason))
        fail_msg("%s: %s", situation_fault_name(found->finding[0].fault),
                 found->finding[0].reason);
    assert_true(situation_place(text, &found->finding[0]).column > 1);
    arena_free(arena);
}

static void the_checker_finds_what_is_wrong(void **state) {
    (void)state;
    expect_finding("\"next\":\"kin\"", "\"next\":\"kim\"", SITUATION_UNKNOWN, "kim");
    expect_finding(",\"next\":\"kin\"", "", SITUATION_DEAD_END, "没有下一步");
    expect_finding("\"answers\":[{\"id\":\"old\",\"text\":\"满 60\",\"next\":\"result\"},"
                   "{\"id\":\"older\",\"text\":\"满 80\",\"next\":\"result\"}]",
                   "\"answers\":[]", SITUATION_DEAD_END, "没有答案");
    expect_finding("\"text\":\"不是\",\"next\":\"age\"",
                   "\"text\":\"不是\",\"next\":\"who\"", SITUATION_CYCLE,
                   "who → kin → who");
    expect_finding("\"next\":\"kin\"", "\"next\":\"age\"", SITUATION_UNREACHED, "kin");
    expect_finding("{\"kin\":\"no\"}", "{\"kin\":\"no\",\"who\":\"self\"}",
                   SITUATION_NEVER_ASKED, "委托书");
    expect_finding("{\"kin\":\"no\"}", "{\"kin\":\"maybe\"}", SITUATION_UNKNOWN, "maybe");
    expect_finding("{\"kin\":\"no\"}", "{\"kim\":\"no\"}", SITUATION_UNKNOWN, "kim");
    expect_finding("{\"who\":\"self\",\"age\":\"old\"}", "{\"who\":\"self\"}",
                   SITUATION_ASKED_TWICE, "who.self-age.older");
}

static void a_sound_flow_has_no_findings(void **state) {
    struct arena *arena = arena_new();
    const struct situation_flow flow = read_flow(arena, senior);
    struct situation_findings *const found = arena_alloc(arena, sizeof *found);

    (void)state;
    situation_check(arena, &flow, NULL, found);
    assert_int_equal(found->count, 0);
    assert_int_equal(found->ways, 6);
    assert_int_equal(found->longest, 3);
    arena_free(arena);
}

/* Questions one behind the other, each with so many answers. */
static const char *chain(struct arena *arena, int questions, int answers) {
    struct text out = { .arena = arena };

    text_add(&out, "{\"questions\":[");
    for (int i = 0; i < questions; i++) {
        text_addf(&out, "%s{\"id\":\"q%d\",\"text\":\"问\",\"answers\":[", i ? "," : "",
                  i);
        for (int j = 0; j < answers; j++)
            text_addf(&out, "%s{\"id\":\"a%d\",\"text\":\"答\",\"next\":\"%s\"}",
                      j ? "," : "", j,
                      i + 1 < questions ? arena_format(arena, "q%d", i + 1) : "result");
        text_add(&out, "]}");
    }
    text_add(&out, "],\"papers\":[{\"name\":\"表\"}]}");
    return text_string(&out);
}

static void nobody_is_asked_more_than_five_questions(void **state) {
    struct arena *arena = arena_new();
    struct situation_findings *const found = arena_alloc(arena, sizeof *found);
    const struct situation_flow five = read_flow(arena, chain(arena, 5, 2));
    const struct situation_flow six = read_flow(arena, chain(arena, 6, 2));

    (void)state;
    situation_check(arena, &five, NULL, found);
    assert_int_equal(found->count, 0);
    situation_check(arena, &six, NULL, found);
    assert_int_equal(found->count, 1);
    assert_int_equal(found->finding[0].fault, SITUATION_TOO_LONG);
    assert_string_equal(found->finding[0].question, "q5");
    arena_free(arena);
}

/* Six in a row, and a seventh that nobody comes to: both are said. */
static void a_way_too_long_is_found_beside_other_faults(void **state) {
    struct arena *arena = arena_new();
    struct situation_findings *const found = arena_alloc(arena, sizeof *found);
    const char *const six = chain(arena, 6, 2);
    const char *const end = strstr(six, "],\"papers\"");
    const struct situation_flow flow = read_flow(
        arena, arena_format(arena,
                            "%.*s,{\"id\":\"lost\",\"text\":\"问\",\"answers\":[{"
                            "\"id\":\"a\",\"text\":\"答\",\"next\":\"result\"}]}%s",
                            (int)(end - six), six, end));

    (void)state;
    situation_check(arena, &flow, NULL, found);
    assert_int_equal(found->count, 2);
    assert_int_equal(found->finding[0].fault, SITUATION_UNREACHED);
    assert_int_equal(found->finding[1].fault, SITUATION_TOO_LONG);
    assert_false(found->can_be_walked);
    arena_free(arena);
}

static void more_ways_than_can_be_looked_at_are_refused(void **state) {
    struct arena *arena = arena_new();
    struct situation_findings *const found = arena_alloc(arena, sizeof *found);
    const struct situation_flow flow = read_flow(arena, chain(arena, 5, 6));

    (void)state;
    situation_check(arena, &flow, NULL, found);
    assert_int_equal(found->count, 1);
    assert_int_equal(found->finding[0].fault, SITUATION_TOO_MANY);
    arena_free(arena);
}

/* ---- as text ---- */

static void what_is_written_for_people_reads_back_the_same(void **state) {
    struct arena *arena = arena_new();
    const struct situation_flow flow = read_flow(arena, senior);
    const char *const lines = situation_write_lines(arena, "X-1", &flow);
    const struct situation_flow again = read_flow(arena, lines);

    (void)state;
    assert_true(situation_is_same(arena, &flow, &again));
    assert_non_null(strstr(lines, "\n      {\"id\": \"self\", \"text\": \"本人\", "));

    /* A place in such a text is a line and a column of it. */
    const struct situation_place place =
        situation_place_of(lines, situation_find_member(lines, 0, "id", "kin"));
    assert_int_equal(place.line, 8);
    assert_int_equal(place.column, 6);
    arena_free(arena);
}

static void a_form_that_is_no_flow_says_where(void **state) {
    static const char text[] = "{\n \"questions\": [\n  {\"id\": \"who\"}\n ]\n}";
    struct arena *arena = arena_new();
    struct heard heard = { 0 };
    const struct situation_listener listener = { hear, &heard };
    struct situation_flow flow;
    const char *code;

    (void)state;
    assert_false(situation_read_text(arena, text, &listener, &flow, &code));
    assert_int_equal(heard.place.line, 3);
    assert_int_equal(heard.place.column, 4);
    arena_free(arena);
}

/* ---- drawn ---- */

static void a_question_is_drawn_behind_all_that_lead_to_it(void **state) {
    struct arena *arena = arena_new();
    const struct situation_flow flow = read_flow(arena, senior);
    struct situation_picture picture;

    (void)state;
    situation_draw(arena, &flow, &picture);
    assert_int_equal(picture.box_count, 3);
    assert_true(picture.boxes[0].x < picture.boxes[1].x);
    assert_true(picture.boxes[1].x < picture.boxes[2].x);
    assert_int_equal(picture.arrow_count, 4);
    assert_true(picture.boxes[2].x + picture.boxes[2].width <= picture.width);
    arena_free(arena);
}

/* ---- scanned ---- */

static void a_scanned_address_gives_item_and_answers(void **state) {
    struct arena *arena = arena_new();
    const char *code, *answers;

    (void)state;
    assert_true(situation_scanned(
        arena, "https://hall.example/item/X-1/ask?a=who.self-age.old", &code, &answers));
    assert_string_equal(code, "X-1");
    assert_string_equal(answers, "who.self-age.old");
    assert_true(situation_scanned(arena, "http://h/item/X-1/ask", &code, &answers));
    assert_string_equal(answers, "");
    assert_true(situation_scanned(arena, "http://h/item/%E8%AE%B8%E5%8F%AF-1/ask", &code,
                                  &answers));
    assert_string_equal(code, "许可-1");
    assert_false(situation_scanned(arena, "http://h/item/%FF/ask", &code, &answers));
    assert_false(situation_scanned(arena, "老年证", &code, &answers));
    assert_false(situation_scanned(arena, "http://h/item/X-1", &code, &answers));
    assert_false(situation_scanned(arena, "http://h/item//ask?a=x", &code, &answers));
    assert_false(situation_scanned(arena, "http://h/item/X-1/asked", &code, &answers));
    arena_free(arena);
}

/* ---- published ---- */

static struct item import_item(struct hall *hall, const char *papers) {
    struct item_import import = {
        .path = "x",
        .bytes = arena_format(hall->work.arena,
                              "{\"code\":\"X-1\",\"name\":\"老年证\",\"ways\":[],"
                              "\"papers\":[%s]}\n",
                              papers),
    };
    const char *why;
    struct item item;

    assert_true(item_import_read(hall->work.arena, &import, &why));
    assert_null(item_import_store(&hall->work, &import));
    assert_null(item_find(&hall->work, "X-1", &item));
    return item;
}

static void each_publishing_is_a_revision_that_stays(void **state) {
    struct hall *hall = hall_open(state);
    const struct item item = import_item(hall, "{\"name\":\"身份证\"}");
    const struct situation_flow flow = read_flow(hall->work.arena, senior);
    const struct situation_flow shorter =
        read_flow(hall->work.arena, chain(hall->work.arena, 1, 2));
    const struct situation_flow nothing = { .author = "", .note = "" };
    const struct situation_flow *history;
    struct situation_flow read;

    hall->work.actor.name = "管理员";
    assert_ptr_equal(situation_read(&hall->work, item.id, &read), &situation_none);
    assert_true(situation_publish(&hall->work, &item, &flow));
    assert_false(situation_publish(&hall->work, &item, &flow));
    assert_int_equal(item_asks(&hall->work, item.id), 3);
    assert_true(situation_publish(&hall->work, &item, &shorter));
    assert_int_equal(item_asks(&hall->work, item.id), 1);

    assert_null(situation_read(&hall->work, item.id, &read));
    assert_true(read.revision == 2);
    assert_true(situation_is_same(hall->work.arena, &read, &shorter));
    assert_null(situation_read_revision(&hall->work, item.id, 1, &read));
    assert_true(situation_is_same(hall->work.arena, &read, &flow));
    assert_string_equal(read.author, "管理员");

    assert_true(situation_publish(&hall->work, &item, &nothing));
    assert_ptr_equal(situation_read(&hall->work, item.id, &read), &situation_none);
    assert_int_equal(item_asks(&hall->work, item.id), 0);
    assert_int_equal(situation_history(&hall->work, item.id, &history), 3);
    assert_true(history[0].revision == 3);
    hall_close(hall);
}

static void a_new_version_of_the_item_keeps_its_situations(void **state) {
    struct hall *hall = hall_open(state);
    const struct item item = import_item(hall, "{\"name\":\"身份证\"}");
    const struct situation_flow flow = read_flow(hall->work.arena, senior);
    struct situation_findings *const found = arena_alloc(hall->work.arena, sizeof *found);
    struct situation_flow read;
    struct item_version version;

    assert_true(situation_publish(&hall->work, &item, &flow));

    const struct item later =
        import_item(hall, "{\"name\":\"身份证\"},{\"name\":\"照片\"}");
    assert_true(later.version == 2);
    assert_null(situation_read(&hall->work, later.id, &read));
    assert_true(read.item_version == 1);

    /* What the librarian has to bring up to date is found. */
    assert_null(item_read_version(&hall->work, later.version_id, &version));
    situation_check(hall->work.arena, &read, &version, found);
    assert_int_equal(found->finding[found->count - 1].fault, SITUATION_NEVER_ASKED);
    assert_string_equal(found->finding[found->count - 1].paper, "照片");
    hall_close(hall);
}

static void items_with_situations_are_listed_by_code(void **state) {
    struct hall *hall = hall_open(state);
    const struct item item = import_item(hall, "{\"name\":\"身份证\"}");
    const struct situation_flow flow = read_flow(hall->work.arena, senior);
    const struct situation_item *items;

    assert_int_equal(situation_items(&hall->work, "", 10, &items), 0);
    situation_publish(&hall->work, &item, &flow);
    assert_int_equal(situation_items(&hall->work, "", 10, &items), 1);
    assert_string_equal(items[0].name, "老年证");
    assert_int_equal(situation_items(&hall->work, "X-1", 10, &items), 0);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(each_publishing_is_a_revision_that_stays),
        BOTH(a_new_version_of_the_item_keeps_its_situations),
        BOTH(items_with_situations_are_listed_by_code),
    };
    const struct CMUnitTest pure[] = {
        cmocka_unit_test(a_changed_answer_keeps_those_that_are_still_asked),
        cmocka_unit_test(what_is_no_answer_is_asked_again),
        cmocka_unit_test(each_paper_says_which_answer_asks_for_it),
        cmocka_unit_test(a_paper_that_the_item_got_since_is_brought_by_all),
        cmocka_unit_test(the_checker_finds_what_is_wrong),
        cmocka_unit_test(a_sound_flow_has_no_findings),
        cmocka_unit_test(nobody_is_asked_more_than_five_questions),
        cmocka_unit_test(a_way_too_long_is_found_beside_other_faults),
        cmocka_unit_test(more_ways_than_can_be_looked_at_are_refused),
        cmocka_unit_test(what_is_written_for_people_reads_back_the_same),
        cmocka_unit_test(a_form_that_is_no_flow_says_where),
        cmocka_unit_test(a_question_is_drawn_behind_all_that_lead_to_it),
        cmocka_unit_test(a_scanned_address_gives_item_and_answers),
    };

    return RUN_ON_BOTH(tests) + cmocka_run_group_tests_name("pure", pure, NULL, NULL);
}
