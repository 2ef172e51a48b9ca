#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "item_element.h"
#include "quality.h"

/* ---- an item that is right in everything ---- */

static const char *const one_way[] = { "window" };
static const char *const online_way[] = { "online" };
static const char *const one_handling[] = { "window" };
static const char *const by_courier[] = { "window", "courier" };
static const char *const person[] = { "person" };
static const char *const firm[] = { "firm" };
static const char *const people_subject[] = { "社会保障" };
static const char *const firm_subject[] = { "准营准办" };

static const struct item_line basis[] = { { .title = "《中华人民共和国行政许可法》",
                                            .detail = "第三十二条",
                                            .note = "",
                                            .relief = "",
                                            .basis = "" } };
#define STEP(name)                                                                       \
    { .title = name, .detail = "综合窗口", .note = "", .relief = "", .basis = "" }
static const struct item_line steps[] = {
    STEP("受理"), STEP("审核"), STEP("审批"), STEP("办结"), STEP("送达"),
};
static const struct item_line fees[] = {
    { .title = "工本费", .detail = "10 元", .note = "", .relief = "", .basis = "" }
};
static const struct item_line questions[] = {
    { .title = "要多久？", .detail = "五天。", .note = "", .relief = "", .basis = "" }
};
#define PAPER(called, what)                                                              \
    {                                                                                    \
        .situation = "", .name = called, .source = 10, .source_note = "", .copies = 1,   \
        .size = "", .necessity = what, .standard = "", .note = "",                       \
        .blank_form = "https://example.org/form", .sample = ""                           \
    }
static const struct item_paper papers[] = { PAPER("经营许可申请表", 1),
                                            PAPER("健康证明", 3) };
static const struct item_paper plain_papers[] = { PAPER("健康证明", 1) };
static const struct item_paper vague_papers[] = { PAPER("法律法规规定的其他材料", 1) };
static const struct item_paper formless_papers[] = {
    { .situation = "", .name = "经营许可申请表", .blank_form = "", .standard = "" }
};

#define LIST(words) ((struct item_list){ words, sizeof(words) / sizeof *(words) })
#define LINES(lines) ((struct item_lines){ lines, sizeof(lines) / sizeof *(lines) })

static struct item_version good_item(void) {
    struct item_version version = item_nothing();

    version.code = "11440300MB2C94128A5330117281000";
    version.code_scheme = "national";
    version.base_code = "330117281000";
    version.name = "食品经营许可";
    version.main_name = "食品经营许可";
    version.type_code = "01";
    version.type_name = "行政许可";
    version.department = "市场监管所";
    version.level = 5;
    version.kind = 2;
    version.review = 2;
    version.legal = (struct item_limit){ 20, 1 };
    version.promised = (struct item_limit){ 5, 1 };
    version.visits = 1;
    version.visits_reason = "要当面核对原件";
    version.conditions = "有固定的经营场所。";
    version.fee_charged = 1;
    version.fee_basis = "浙价费〔2020〕1 号";
    version.online_payment = 1;
    version.fees = LINES(fees);
    version.result_name = "食品经营许可证";
    version.result_kind = "certificate";
    version.result_sample = "样本";
    version.phone = "0571-82521111";
    version.complaint_phone = "0571-82522222";
    version.deferral = 1;
    version.ways = LIST(one_way);
    version.handlings = LIST(one_handling);
    version.targets = LIST(person);
    version.subjects = LIST(people_subject);
    version.papers = papers;
    version.paper_count = 2;
    version.basis = LINES(basis);
    version.steps = LINES(steps);
    version.questions = LINES(questions);
    return version;
}

/* ---- what breaks each rule ---- */

static void short_code(struct item_version *version) {
    version->code = "11440300MB2C94128A53301172810";
}
static void wrong_body(struct item_version *version) {
    version->code = "11440300MB2C94128B5330117281000";
}
static void level_of_a_city(struct item_version *version) {
    version->level = 3;
}
static void type_of_a_service(struct item_version *version) {
    version->type_code = "20";
}
static void sub_item_of_nothing(struct item_version *version) {
    version->code = "11440300MB2C94128A5330117281002";
    version->base_code = "";
    version->main_name = "";
}
static void another_base_code(struct item_version *version) {
    version->base_code = "330117282000";
}
static void promised_but_on_the_spot(struct item_version *version) {
    version->kind = 1;
}
static void at_once_but_promised(struct item_version *version) {
    version->promised.count = 0;
}
static void at_once_but_reviewed_in_stages(struct item_version *version) {
    version->promised.count = 0;
    version->kind = 1;
}
static void longer_than_the_law(struct item_version *version) {
    version->promised.count = 21;
}
static void longer_in_other_units(struct item_version *version) {
    version->legal = (struct item_limit){ 1, 4 };
    version->promised = (struct item_limit){ 23, 1 };
}
static void approval_called_a_certificate(struct item_version *version) {
    version->result_name = "建设用地批复";
}
static void document_called_a_certificate(struct item_version *version) {
    version->result_name = "准予变更的批文";
}
static void result_without_a_sample(struct item_version *version) {
    version->result_sample = "";
}
static void visit_without_a_reason(struct item_version *version) {
    version->visits_reason = "无";
}
static void reason_without_a_visit(struct item_version *version) {
    version->visits = 0;
    version->ways = LIST(online_way);
}
static void no_way_but_none(struct item_version *version) {
    version->visits = 0;
    version->visits_reason = "";
}
static void wholly_online_with_a_visit(struct item_version *version) {
    version->online_depth = 4;
}
static void fee_without_a_basis(struct item_version *version) {
    version->fee_basis = "";
}
static void fee_without_a_tariff(struct item_version *version) {
    version->fees.count = 0;
}
static void fee_that_does_not_say_how_it_is_paid(struct item_version *version) {
    version->online_payment = -1;
}
static void nothing_paid_online(struct item_version *version) {
    version->fee_charged = 0;
}
static void no_complaint_phone(struct item_version *version) {
    version->complaint_phone = "";
}
static void phone_without_an_area(struct item_version *version) {
    version->phone = "0571-82521111、82521112";
}
static void one_phone_for_both(struct item_version *version) {
    version->complaint_phone = "（0571）82521111";
}
static void firm_under_peoples_subjects(struct item_version *version) {
    version->targets = LIST(firm);
}
static void person_under_firms_subjects(struct item_version *version) {
    version->subjects = LIST(firm_subject);
}
static void licence_without_questions(struct item_version *version) {
    version->questions.count = 0;
}
static void licence_without_delivery(struct item_version *version) {
    version->steps.count = 4;
}
static void no_name(struct item_version *version) {
    version->name = "";
}
static void no_papers(struct item_version *version) {
    version->paper_count = 0;
    version->deferral = 0;
}
static void no_steps(struct item_version *version) {
    version->steps.count = 0;
}
static void no_basis(struct item_version *version) {
    version->basis.count = 0;
}
static void no_time(struct item_version *version) {
    version->promised.count = 0;
    version->kind = 0;
}
static void nothing_may_follow(struct item_version *version) {
    version->papers = plain_papers;
    version->paper_count = 1;
}
static void no_conditions(struct item_version *version) {
    version->conditions = "";
}
static void paper_that_catches_all(struct item_version *version) {
    version->papers = vague_papers;
    version->paper_count = 1;
    version->deferral = 0;
}
static void no_main_item(struct item_version *version) {
    version->main_name = "";
}
static void step_of_nobody(struct item_version *version) {
    static const struct item_line nobody[] = { { .title = "受理", .detail = "" },
                                               STEP("审核"),
                                               STEP("审批"),
                                               STEP("办结"),
                                               STEP("送达") };

    version->steps = LINES(nobody);
}
static void form_without_a_blank(struct item_version *version) {
    version->papers = formless_papers;
    version->paper_count = 1;
    version->deferral = 0;
}

static const struct {
    const char *check;
    void (*spoil)(struct item_version *version);
} cases[] = {
    { "code.shape", short_code },
    { "code.body", wrong_body },
    { "code.level", level_of_a_city },
    { "code.type", type_of_a_service },
    { "code.sub_item", sub_item_of_nothing },
    { "code.base", another_base_code },
    { "time.kind", promised_but_on_the_spot },
    { "time.kind", at_once_but_promised },
    { "time.kind", at_once_but_reviewed_in_stages },
    { "time.promise", longer_than_the_law },
    { "time.promise", longer_in_other_units },
    { "result.kind", approval_called_a_certificate },
    { "result.kind", document_called_a_certificate },
    { "result.sample", result_without_a_sample },
    { "visits.reason", visit_without_a_reason },
    { "visits.reason", reason_without_a_visit },
    { "visits.courier", no_way_but_none },
    { "visits.online", wholly_online_with_a_visit },
    { "fee.basis", fee_without_a_basis },
    { "fee.basis", fee_without_a_tariff },
    { "fee.basis", fee_that_does_not_say_how_it_is_paid },
    { "fee.online", nothing_paid_online },
    { "phone.both", no_complaint_phone },
    { "phone.area", phone_without_an_area },
    { "phone.differ", one_phone_for_both },
    { "target.subject", firm_under_peoples_subjects },
    { "target.subject", person_under_firms_subjects },
    { "licence.questions", licence_without_questions },
    { "licence.steps", licence_without_delivery },
    { "guide.name", no_name },
    { "guide.papers", no_papers },
    { "guide.steps", no_steps },
    { "guide.basis", no_basis },
    { "guide.time", no_time },
    { "guide.deferral", nothing_may_follow },
    { "guide.conditions", no_conditions },
    { "paper.catch_all", paper_that_catches_all },
    { "unified.main_name", no_main_item },
    { "unified.handling", step_of_nobody },
    { "unified.forms", form_without_a_blank },
};
enum { CASES = sizeof cases / sizeof *cases };

/* Thresholds as the program has them. */
static struct quality_rules usual_rules(void) {
    struct quality_rules rules = { .enabled = 0 };

    for (size_t i = 0; i < quality_check_count; i++)
        rules.rule[quality_checks[i].number].threshold = quality_checks[i].threshold;
    return rules;
}

static int64_t judge(struct arena *arena, const struct item_version *version,
                     const char **details) {
    const struct quality_rules rules = usual_rules();

    return quality_judge(arena, &rules, version, details);
}

static void an_item_that_is_right_passes_every_check(void **state) {
    const struct item_version version = good_item();
    const char *details;

    (void)state;
    struct arena *const arena = arena_new();
    const int64_t failed = judge(arena, &version, &details);

    for (size_t i = 0; i < quality_check_count; i++)
        if (failed >> quality_checks[i].number & 1)
            fail_msg("%s does not hold", quality_checks[i].name);
    assert_string_equal(details, "");
    arena_free(arena);
}

static void what_breaks_a_rule_fails_its_check(void **state) {
    struct arena *const arena = arena_new();

    (void)state;
    for (size_t i = 0; i < CASES; i++) {
        const struct quality_check *const check = quality_check_named(cases[i].check);
        struct item_version version = good_item();

        assert_non_null(check);
        cases[i].spoil(&version);
        if (!(judge(arena, &version, NULL) >> check->number & 1))
            fail_msg("%s holds in case %zu", check->name, i);
    }
    arena_free(arena);
}

static void every_check_has_a_case_and_a_number_of_its_own(void **state) {
    (void)state;
    for (size_t i = 0; i < quality_check_count; i++) {
        size_t found = 0;

        for (size_t j = 0; j < CASES; j++)
            found += strcmp(cases[j].check, quality_checks[i].name) == 0;
        if (found == 0)
            fail_msg("%s has no case", quality_checks[i].name);
        if (i > 0)
            assert_true(quality_checks[i].number > quality_checks[i - 1].number);
    }
}

static void what_is_done_on_the_spot_is_reviewed_at_once(void **state) {
    struct item_version version = good_item();
    const int64_t kind = (int64_t)1 << quality_check_named("time.kind")->number;
    struct arena *const arena = arena_new();

    (void)state;
    version.promised.count = 0;
    version.kind = version.review = 1;
    assert_int_equal(judge(arena, &version, NULL) & kind, 0);
    arena_free(arena);
}

static void who_need_not_come_may_apply_by_courier_or_online(void **state) {
    struct item_version version = good_item();
    const int64_t courier = (int64_t)1 << quality_check_named("visits.courier")->number;
    struct arena *const arena = arena_new();

    (void)state;
    version.visits = 0;
    version.visits_reason = "无";
    version.handlings = LIST(by_courier);
    assert_int_equal(judge(arena, &version, NULL), 0);
    version.handlings = LIST(one_handling);
    version.ways = LIST(online_way);
    assert_int_equal(judge(arena, &version, NULL) & courier, 0);
    arena_free(arena);
}

static void a_detail_says_what_was_found(void **state) {
    struct item_version version = good_item();
    struct quality_item item = { .code = "" };
    struct arena *const arena = arena_new();

    (void)state;
    longer_than_the_law(&version);
    licence_without_delivery(&version);
    item.failed = judge(arena, &version, &item.details);
    assert_string_equal(quality_detail(arena, &item, quality_check_named("time.promise")),
                        "21 个工作日 > 20 个工作日");
    assert_string_equal(
        quality_detail(arena, &item, quality_check_named("licence.steps")), "送达");
    assert_string_equal(quality_detail(arena, &item, quality_check_named("guide.name")),
                        "");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_item_that_is_right_passes_every_check),
        cmocka_unit_test(what_breaks_a_rule_fails_its_check),
        cmocka_unit_test(every_check_has_a_case_and_a_number_of_its_own),
        cmocka_unit_test(what_is_done_on_the_spot_is_reviewed_at_once),
        cmocka_unit_test(who_need_not_come_may_apply_by_courier_or_online),
        cmocka_unit_test(a_detail_says_what_was_found),
    };

    return cmocka_run_group_tests_name("checks", tests, NULL, NULL);
}
