#include "filing_act.h"

#include <assert.h>
#include <string.h>

#include "calendar_span.h"
#include "civil.h"
#include "filing.sql.h"
#include "filing_checklist.h"
#include "filing_cover.h"
#include "filing_hearing.h"
#include "filing_out.h"
#include "filing_rules.h"
#include "house.h"
#include "item.h"
#include "item_words.h"
#include "joint.h"
#include "page.h"
#include "paper_list.h"
#include "text.h"
#include "utf8.h"

const struct refusal filing_no_defect = {
    REFUSED_INVALID, "filing.no_defect",
    TEXT("请在缺少或不对的材料旁边写明缺什么、哪里不对，一次告诉申请人。"), "note"
};
const struct refusal filing_may_not_follow = {
    REFUSED_INVALID, "filing.may_not_follow",
    TEXT("只有办事指南里列为“容缺后补”的材料可以后补。请选这些材料，或改为一次性告知补正"
         "。"),
    "note"
};
const struct refusal filing_too_wordy = {
    REFUSED_INVALID, "filing.too_wordy",
    TEXT("写得太长，一份文书放不下。请每样材料只写要点，理由写短一些。"), "note"
};
const struct refusal filing_no_special = {
    REFUSED_INVALID, "filing.no_special",
    TEXT("请选是哪一种特别程序，申请人要收到书面告知。"), "special"
};
const struct refusal filing_no_days = { REFUSED_INVALID, "filing.no_days",
                                        TEXT("请写需要多少个工作日，要书面告诉申请人。"),
                                        "days" };
const struct refusal filing_no_post_number = {
    REFUSED_INVALID, "filing.no_post_number",
    TEXT("邮寄送达请填写邮寄单号，申请人凭它查询。"), "post_number"
};
const struct refusal filing_no_approver = {
    REFUSED_INVALID, "filing.no_approver",
    TEXT("联办事项延期要本级人民政府负责人批准，请写明是哪位负责人，姓名和职务。"),
    "approver"
};
const struct refusal filing_too_long = {
    REFUSED_INVALID, "filing.too_long",
    TEXT("延期最多 10 个工作日，而且只能延一次。请改短。"), "days"
};
const struct refusal filing_not_believed = {
    REFUSED_CONFLICT, "filing.not_believed",
    TEXT("申请人有失信承诺没有修复，不能再适用告知承诺。请按一般程序受理。"), NULL
};

/* 行政许可法 art. 45 */
static const struct word specials[] = {
    { 1, "hearing", TEXT("听证") },   { 2, "tender", TEXT("招标") },
    { 3, "auction", TEXT("拍卖") },   { 4, "inspection", TEXT("检验") },
    { 5, "testing", TEXT("检测") },   { 6, "quarantine", TEXT("检疫") },
    { 7, "appraisal", TEXT("鉴定") }, { 8, "expert_review", TEXT("专家评审") },
};

const struct words filing_specials = { specials, sizeof specials / sizeof *specials };

enum { HEARING = 1 };                                                 /* of specials */
enum { ON_THE_SPOT = 1, MAY_FOLLOW = 3, AT_WINDOW = 1, BY_POST = 2 }; /* of item_words */

/* An act being prepared: nothing is written before all of it is known to be right. */
struct plan {
    struct work *work;
    struct matter *matter;
    const struct filing_act *act;
    const struct flow_step *step;
    const struct filing_rules *rules;
    struct item_version version;
    struct filing filing;
    struct matter_change change;
    struct paper_checklist papers;
    struct filing_told told; /* what goes out with it */
    struct text note;        /* the same, for the record */
    bool alters;             /* what filing keeps beside the matter */
};

static struct calendar_span working_days(int64_t days) {
    return (struct calendar_span){ days, CALENDAR_WORKING_DAYS };
}

static bool is_verb(const struct plan *plan, const char *verb) {
    return strcmp(plan->step->verb, verb) == 0;
}

static const char *given(const char *text) {
    return text ? text : "";
}

/* ---- how long it may take ---- */

/* The promise, or the statute where there is none, or on the spot: today.  Never longer
 * than the statute (浙江 art. 12). */
static struct calendar_span limit_of(const struct item_version *version) {
    const struct item_limit promised = version->promised, legal = version->legal;
    const bool comparable = promised.count && legal.count && promised.unit == legal.unit;
    const bool promises = promised.count && !(comparable && legal.count < promised.count);
    const struct item_limit limit = promises ? promised : legal;

    if (version->kind == ON_THE_SPOT && !promised.count)
        return working_days(0);
    return limit.count ? (struct calendar_span){ limit.count, limit.unit }
                       : (struct calendar_span){ 0 };
}

/* On a promise the decision comes first: no office is asked. */
static bool becomes_joint(const struct plan *plan) {
    return plan->version.office_count && plan->step->marks & FLOW_MARK_ACCEPTED &&
           !(plan->step->sets & FILING_PROMISED);
}

static void set_spans(struct plan *plan) {
    struct calendar_span *const span = plan->change.span;

    span[FLOW_CLOCK_DECIDE] = limit_of(&plan->version);
    if (becomes_joint(plan)) {
        span[FLOW_CLOCK_DECIDE] = joint_limit(span[FLOW_CLOCK_DECIDE]);
        plan->change.sets |= FILING_JOINT;
    }
    span[FLOW_CLOCK_SUPPLY] = plan->rules->supply;
    span[FLOW_CLOCK_CHECK] = plan->rules->check;
    span[FLOW_CLOCK_RECTIFY] = plan->rules->rectify;
}

static void say_line(struct text *text, const char *before, const char *what) {
    text_addf(text, "%s%s%s", text->length ? "\n" : "", before, what);
}

/* The clock that the days of an act are for. */
static const struct refusal *set_days(struct plan *plan) {
    const uint64_t clocks = plan->step->extends | plan->step->begins;
    const int64_t days = plan->act->days;

    if (plan->step->extends && plan->matter->facts & FILING_JOINT) {
        if (days > JOINT_EXTENSION_MAX)
            return &joint_too_long;
        if (!given(plan->act->approver)[0])
            return &filing_no_approver;
        plan->told.approver = plan->act->approver;
        say_line(&plan->note, "批准人：", plan->act->approver);
    } else if (plan->step->extends && days > plan->rules->extension_max) {
        return &filing_too_long;
    }
    if ((plan->step->extends || plan->step->asks & FILING_ASKS_SPECIAL) && days < 1)
        return &filing_no_days;
    plan->told.days = days;
    for (int i = 0; i < FLOW_CLOCKS && days > 0; i++)
        if (clocks & FLOW_SET(i) && (i != FLOW_CLOCK_DECIDE || plan->step->extends))
            plan->change.span[i] = working_days(days);
    return NULL;
}

/* ---- what is missing ---- */

static const char *defect_of(const struct plan *plan, size_t paper) {
    return given(plan->act->defect[paper]);
}

static size_t papers_of(const struct plan *plan) {
    return plan->version.paper_count < FILING_DEFECTS_MAX ? plan->version.paper_count
                                                          : FILING_DEFECTS_MAX;
}

/* For the record and for the letter. */
static void tell_line(struct plan *plan, struct text *text, const char *before,
                      const char *what) {
    say_line(text, before, what);
    say_line(&plan->note, before, what);
}

/* Whether a notice of before named the paper. */
static bool was_told(struct plan *plan, size_t paper) {
    const struct filing_defect *told;
    const size_t count = filing_defects(plan->work, plan->matter, &told);

    for (size_t i = 0; i < count; i++)
        if (told[i].paper == (int64_t)paper)
            return true;
    return false;
}

static int64_t first_told_ms(struct plan *plan) {
    const struct ledger_event *events;
    const size_t count = ledger_events(plan->work, plan->matter->id, &events);

    for (size_t i = 0; i < count; i++)
        if (strcmp(events[i].verb, "supplement") == 0 ||
            strcmp(events[i].verb, "pre_return") == 0)
            return events[i].at_ms;
    return 0;
}

/* Whether the paper was handed in since the first notice: its faults are new. */
static bool came_later(struct plan *plan, const struct item_paper *asked) {
    const int64_t told_ms = first_told_ms(plan);
    const struct paper_line *const line = paper_line_of(&plan->papers, asked->name);

    for (size_t i = 0; line && i < line->file_count; i++)
        if (line->files[i]->created_ms > told_ms)
            return true;
    return false;
}

/* What the first notice did not tell of must not be told by a second one (行政许可法
 * art. 32(4)): it is done, and it raises an alarm. */
static bool is_new(struct plan *plan, size_t paper) {
    return was_told(plan, paper) || came_later(plan, &plan->version.papers[paper - 1]);
}

static const struct refusal *tell_defects(struct plan *plan) {
    const bool again = plan->matter->facts & FILING_TOLD;
    size_t named = 0;

    for (size_t i = 1; i <= papers_of(plan); i++) {
        if (!defect_of(plan, i)[0])
            continue;
        named++;
        if (again && !is_new(plan, i))
            plan->change.sets |= FILING_TOLD_TWICE;
        tell_line(
            plan, &plan->told.defects,
            arena_format(plan->work->arena, "%s：", plan->version.papers[i - 1].name),
            defect_of(plan, i));
    }
    if (!named && again)
        plan->change.sets |= FILING_TOLD_TWICE;
    return named || plan->act->note[0] ? NULL : &filing_no_defect;
}

static const struct refusal *let_follow(struct plan *plan) {
    int64_t days = 0;
    size_t named = 0;

    for (size_t i = 1; i <= papers_of(plan); i++) {
        const struct item_paper *const paper = &plan->version.papers[i - 1];

        if (!defect_of(plan, i)[0])
            continue;
        if (paper->necessity != MAY_FOLLOW)
            return &filing_may_not_follow;
        named++;
        days = paper->follow_days > days ? paper->follow_days : days;
        say_line(&plan->told.lacking, "", paper->name);
        say_line(&plan->note, "后补：", paper->name);
    }
    if (!plan->act->days)
        plan->change.span[FLOW_CLOCK_SUPPLY] =
            days ? working_days(days) : plan->rules->follow;
    return named ? NULL : &filing_may_not_follow;
}

/* ---- what else is told with it ---- */

static const struct refusal *set_special(struct plan *plan) {
    if (!word_of(&filing_specials, plan->act->special))
        return &filing_no_special;
    plan->filing.special = plan->act->special;
    plan->alters = true;
    plan->told.special = word_chinese(&filing_specials, plan->act->special);
    say_line(&plan->note, "", plan->told.special);
    return NULL;
}

/* 行政许可法 art. 47: whoever asks for a hearing in time gets it within 20 days. */
static void set_hearing(struct plan *plan) {
    plan->filing.special = HEARING;
    plan->alters = true;
    plan->told.special = word_chinese(&filing_specials, HEARING);
    plan->told.days = FILING_HEARING_DAYS;
    plan->change.span[FLOW_CLOCK_SPECIAL] = working_days(FILING_HEARING_DAYS);
}

static const struct refusal *set_meeting(struct plan *plan) {
    const struct filing_act *const act = plan->act;
    const struct refusal *const refusal =
        filing_check_meeting(plan->work, plan->matter, act);

    if (refusal)
        return refusal;
    plan->told.time = filing_say_meeting(plan->work->arena, act);
    plan->told.place = act->place;
    say_line(&plan->note, "时间：", plan->told.time);
    say_line(&plan->note, "地点：", plan->told.place);
    return NULL;
}

static const struct refusal *set_delivery(struct plan *plan) {
    const int64_t delivery = plan->act->delivery ? plan->act->delivery : AT_WINDOW;

    if (delivery == BY_POST && !given(plan->act->post_number)[0])
        return &filing_no_post_number;
    plan->filing.delivery = delivery;
    plan->filing.post_number = delivery == BY_POST ? plan->act->post_number : "";
    plan->alters = true;
    plan->told.delivery = word_chinese(&item_deliveries, delivery);
    if (delivery == BY_POST)
        plan->told.delivery = arena_format(plan->work->arena, "%s，邮寄单号：%s",
                                           plan->told.delivery, plan->act->post_number);
    say_line(&plan->note, "", plan->told.delivery);
    return NULL;
}

static void set_result(struct plan *plan) {
    if (given(plan->act->result)[0]) {
        plan->filing.result = plan->act->result;
        plan->alters = true;
    }
}

static void say_basis(struct plan *plan) {
    const struct item_lines *const basis = &plan->version.basis;

    if (given(plan->act->basis)[0])
        say_line(&plan->told.basis, "", plan->act->basis);
    for (size_t i = 0; i < basis->count && !given(plan->act->basis)[0]; i++)
        say_line(&plan->told.basis, "",
                 arena_format(plan->work->arena, "%s %s", basis->line[i].title,
                              basis->line[i].detail));
    if (plan->told.basis.length)
        say_line(&plan->note, "依据：", text_string(&plan->told.basis));
}

static const struct refusal *set_asked(struct plan *plan) {
    const unsigned asks = plan->step->asks;
    const struct refusal *refusal = NULL;

    if (asks & FILING_ASKS_DEFECTS)
        refusal = tell_defects(plan);
    if (!refusal && asks & FILING_ASKS_LACKING)
        refusal = let_follow(plan);
    if (!refusal && asks & FILING_ASKS_SPECIAL)
        refusal = set_special(plan);
    if (!refusal && asks & FILING_ASKS_DELIVERY)
        refusal = set_delivery(plan);
    if (!refusal && asks & FILING_ASKS_MEETING)
        refusal = set_meeting(plan);
    if (!refusal && asks & FILING_ASKS_DAYS)
        refusal = set_days(plan);
    if (asks & FILING_ASKS_RESULT)
        set_result(plan);
    if (asks & FILING_ASKS_BODY && given(plan->act->body)[0]) {
        plan->told.body = plan->act->body;
        say_line(&plan->note, "请向有权办理的机关申请：", plan->act->body);
    }
    if (asks & FILING_ASKS_BASIS)
        say_basis(plan);
    return refusal;
}

/* ---- what follows from the verb ---- */

/* What the item allows is known to the row once the papers are on the table. */
unsigned filing_facts_of(const struct item_version *version) {
    unsigned facts = version->kind == ON_THE_SPOT ? FILING_ON_THE_SPOT : 0;

    if (version->promise == 1)
        facts |= FILING_MAY_PROMISE;
    for (size_t i = 0; i < version->paper_count && i < FILING_DEFECTS_MAX; i++)
        if (version->papers[i].necessity == MAY_FOLLOW)
            facts |= FILING_DEFERS;
    return facts;
}

int64_t filing_received_since_ms(struct work *work, const struct matter *matter) {
    const int64_t given_ms = matter->submitted_ms;
    const struct calendar *const calendar = calendar_of(work);
    const struct calendar_rules rules = calendar_rules(work->house->config);
    const int received = calendar ? calendar_receipt_day(calendar, &rules, given_ms) : 0;

    return received == 0 || received == civil_day(given_ms)
               ? given_ms
               : civil_moment_ms(received, 0);
}

static const struct refusal *set_verb(struct plan *plan) {
    const struct matter *const matter = plan->matter;

    if (plan->step->sets & FILING_HEARING)
        set_hearing(plan);
    if (is_verb(plan, "receive"))
        plan->change.sets |= filing_facts_of(&plan->version);
    if (is_verb(plan, "accept_promise") &&
        filing_is_in_breach(plan->work, matter->person_id))
        return &filing_not_believed;
    if (is_verb(plan, "deem"))
        plan->change.since_ms = filing_received_since_ms(plan->work, matter);
    return NULL;
}

static void set_outcome(struct plan *plan) {
    const int to = plan->step->to;
    const bool granted =
        to == FILING_GRANTED || (to == FILING_DONE && is_verb(plan, "settle"));

    if (granted)
        plan->filing.outcome = FILING_WAS_GRANTED;
    if (to == FILING_DENIED)
        plan->filing.outcome = FILING_WAS_DENIED;
    plan->alters |= granted || to == FILING_DENIED;
}

/* What the asker is told at the end; a step within a state tells no answer. */
static const char *answer_of(const struct plan *plan) {
    if (plan->step->to == FLOW_SAME)
        return NULL;
    if (plan->act->note[0])
        return plan->act->note;
    return given(plan->act->result)[0] ? plan->act->result : NULL;
}

/* What is told whatever the verb is. */
static void begin_telling(struct plan *plan) {
    struct arena *const arena = plan->work->arena;
    const struct filing_act *const act = plan->act;

    plan->note.arena = arena;
    plan->told = (struct filing_told){
        .telling = act->telling,
        .reason = act->note[0] ? act->note : plan->step->done,
        .result = given(act->result)[0] ? act->result : plan->version.result_name,
        .conditions = plan->version.conditions,
        .defects.arena = arena,
        .lacking.arena = arena,
        .basis.arena = arena,
        .received.arena = arena,
    };
    if (given(act->received)[0])
        text_add(&plan->told.received, act->received);
    for (size_t i = 0; i < plan->papers.count; i++)
        if (plan->papers.lines[i].file_count && plan->papers.lines[i].asked)
            say_line(&plan->told.received, plan->papers.lines[i].name, "（电子）");
}

static const struct refusal *prepare(struct plan *plan) {
    const struct refusal *refusal =
        item_read_version(plan->work, plan->matter->version_id, &plan->version);

    if (refusal)
        return refusal;
    filing_read_checklist(plan->work, plan->matter, &plan->papers);
    begin_telling(plan);
    filing_read(plan->work, plan->matter, &plan->filing);
    set_spans(plan);
    refusal = set_asked(plan);
    if (!refusal)
        refusal = set_verb(plan);
    if (!refusal)
        refusal = joint_allows(plan->work, plan->matter, plan->step, &plan->version,
                               plan->act->note);
    if (refusal)
        return refusal;
    set_outcome(plan);
    if (plan->act->note[0])
        say_line(&plan->note, "", plan->act->note);
    plan->change.note = plan->note.length ? text_string(&plan->note) : "";
    if (utf8_count(plan->change.note) > MATTER_TOLD_MAX)
        return &filing_too_wordy;
    plan->change.answer = answer_of(plan);
    if (plan->alters)
        plan->change.part = filing_cover(plan->work, &plan->filing);
    return NULL;
}

/* ---- doing it ---- */

static void write_defects(struct plan *plan) {
    if (!(plan->step->asks & (FILING_ASKS_DEFECTS | FILING_ASKS_LACKING)))
        return;
    for (size_t i = 1; i <= papers_of(plan); i++)
        if (defect_of(plan, i)[0])
            sql_filing_add_defect(
                plan->work, .matter_id = plan->matter->id,
                .ordinal = plan->matter->head.ordinal, .paper = (int64_t)i,
                .name = plan->version.papers[i - 1].name, .told = defect_of(plan, i));
}

static void write_beside(struct plan *plan) {
    const struct matter *const matter = plan->matter;

    if (plan->alters)
        sql_filing_change(
            plan->work, .matter_id = matter->id, .outcome = plan->filing.outcome,
            .result = plan->filing.result, .delivery = plan->filing.delivery,
            .post_number = plan->filing.post_number, .special = plan->filing.special);
    write_defects(plan);
    if (is_verb(plan, "supply") || is_verb(plan, "complete") || is_verb(plan, "resubmit"))
        sql_filing_cure_defects(plan->work, .matter_id = matter->id);
    if (plan->step->sets & FILING_BROKE_PROMISE)
        sql_filing_add_breach(plan->work, .person_id = matter->person_id,
                              .matter_id = matter->id);
}

const struct refusal *filing_do(struct work *work, struct matter *matter,
                                const struct filing_act *act) {
    struct plan plan = {
        .work = work,
        .matter = matter,
        .act = act,
        .step = flow_step(matter->flow, matter->state, matter->facts, act->verb),
        .rules = filing_rules_of(matter->facts),
        .change = { .verb = act->verb, .note = act->note },
    };
    const struct refusal *refusal = NULL;

    assert(matter->flow == &filing_flow);
    if (plan.step && matter_may(work, matter, plan.step))
        refusal = prepare(&plan);
    if (!refusal)
        refusal = matter_move(work, matter, &plan.change);
    if (refusal)
        return refusal;
    write_beside(&plan);
    if (matter->facts & FILING_JOINT)
        joint_follow(work, matter, plan.step, &plan.version);
    refusal = filing_send_out(work, matter, plan.step, &plan.told);
    return refusal ? refusal : matter_tell_parent(work, matter);
}

const struct refusal *filing_settle(struct work *work, struct matter *matter) {
    struct item_version version;
    const struct refusal *refusal = item_read_version(work, matter->version_id, &version);

    return refusal ? refusal
                   : filing_do(work, matter,
                               &(struct filing_act){ .verb = "settle",
                                                     .note = "",
                                                     .result = version.result_name });
}

/* ---- what was told, who is believed ---- */

size_t filing_defects(struct work *work, const struct matter *matter,
                      const struct filing_defect **defects) {
    struct sql_filing_defects_row *rows;
    const size_t count = sql_filing_defects(work, &rows, .matter_id = matter->id,
                                            .limit = FILING_TOLD_MAX);
    struct filing_defect *made = arena_alloc(work->arena, (count + 1) * sizeof *made);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct filing_defect){ rows[i].ordinal, rows[i].paper, rows[i].name,
                                          rows[i].told, rows[i].cured_ms };
    *defects = made;
    return count;
}

bool filing_is_in_breach(struct work *work, int64_t person_id) {
    struct sql_filing_breaches_row row;

    return sql_filing_breaches(work, &row, .person_id = person_id) && row.count > 0;
}

const struct refusal *filing_repair(struct work *work, struct matter *matter,
                                    const char *reason) {
    if (!work_may(work, RIGHT_APPROVE) ||
        work->actor.department_id != matter->department_id)
        return &matter_forbidden;
    if (!reason[0])
        return &matter_no_reason;
    if (!sql_filing_repair(work, .person_id = matter->person_id, .matter_id = matter->id))
        return &matter_wrong_state;
    return matter_record(work, matter, "repair", reason);
}
