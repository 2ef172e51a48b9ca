#include "filing.h"

#include <assert.h>
#include <string.h>

#include "calendar.h"
#include "civil.h"
#include "config.h"
#include "filing.sql.h"
#include "filing_cover.h"
#include "house.h"
#include "id.h"
#include "item_adjust.h"
#include "json.h"
#include "page.h"
#include "paper.h"
#include "sealed.h"
#include "text.h"

const struct refusal filing_not_own = {
    REFUSED_INVALID, "filing.not_own",
    TEXT("网上只能为本人申请，证件号要和登录账号一致。替家人办请到窗口或找村社代办员。"),
    "id_number"
};
const struct refusal filing_not_online = {
    REFUSED_CONFLICT, "filing.not_online",
    TEXT("这个事项不能在网上办，请带材料到便民服务中心窗口办理。"), NULL
};
const struct refusal filing_no_draft = {
    REFUSED_ABSENT, "filing.no_draft",
    TEXT("没有找到这份草稿，可能已经提交。请到“我的办件”里查看，或重新填写。"), NULL
};

const struct refusal filing_too_many = {
    REFUSED_BUSY, "filing.too_many",
    TEXT("您今天在网上交的申请已到上限。请明天再交，或到便民服务中心窗口办理。"), NULL
};
const struct refusal filing_too_many_drafts = {
    REFUSED_BUSY, "filing.too_many_drafts",
    TEXT("您没提交的草稿太多了。请到“我的办件”里的草稿，提交或删掉几份再填。"), NULL
};

/* ---- handing in ---- */

/* An item that names its ways is filed online only where one of them is. */
static const struct refusal *check_way(const struct item *item,
                                       const struct filing_new *given) {
    int online = item->ways.count == 0;

    for (size_t i = 0; i < item->ways.count; i++)
        online |= strcmp(item->ways.word[i], "online") == 0 ||
                  strcmp(item->ways.word[i], "mobile") == 0;
    return online || given->channel != FILING_ONLINE ? NULL : &filing_not_online;
}

/* A resident's person must be the one that his account belongs to. */
static bool is_own(const struct work *work, int64_t person_id) {
    return !work->actor.person_id || work->actor.person_id == person_id;
}

/* Counters hand in for whoever stands there, as many as come. */
static const struct refusal *check_count(struct work *work) {
    const int64_t most = work->house->config->integer[CONFIG_SUBMISSIONS_PER_DAY];
    const int64_t midnight_ms = civil_moment_ms(work_day(work), 0);
    struct sql_filing_count_online_row row;

    if (!most || !work->actor.person_id)
        return NULL;
    return sql_filing_count_online(work, &row, .person_id = work->actor.person_id,
                                   .id = id_first_of(midnight_ms)) &&
                   row.count >= most
               ? &filing_too_many
               : NULL;
}

static const struct refusal *receive_at_window(struct work *work,
                                               const struct filing_new *given,
                                               struct matter *matter) {
    if (given->channel != FILING_AT_WINDOW)
        return NULL;
    return matter_move(work, matter,
                       &(struct matter_change){ .verb = "receive", .note = "" });
}

const struct refusal *filing_submit(struct work *work, const struct filing_new *given,
                                    struct matter *matter) {
    const int64_t outlet_id =
        given->channel == FILING_AT_WINDOW ? work->actor.outlet_id : 0;
    struct item item;
    int64_t person_id = 0;
    const struct refusal *refusal = item_find(work, given->item_code, &item);

    if (!refusal)
        refusal = item_may_be_filed_at(work, &item, outlet_id);
    if (!refusal)
        refusal = check_way(&item, given);
    if (!refusal)
        refusal = check_count(work);
    if (refusal)
        return refusal;

    refusal = person_keep(work, &given->asker, &person_id);
    if (!is_own(work, person_id))
        return &filing_not_own; /* what was kept is undone with the work */
    if (refusal)
        return refusal;
    refusal =
        matter_submit(work,
                      &(struct matter_new){
                          .flow = &filing_flow,
                          .title = item.name,
                          .person_id = person_id,
                          .phone = given->asker.phone,
                          .item_id = item.id,
                          .version_id = item.version_id,
                          .department_id = item.department_id,
                          .outlet_id = outlet_id,
                          .tell_days = FILING_TELL_DAYS,
                          .note = "",
                          .part = filing_cover(work, given->channel, FILING_OPEN, "") },
                      matter);
    if (refusal)
        return refusal;
    sql_filing_add(work, .matter_id = matter->id, .channel = given->channel,
                   .statement = sealed_write(work, "filing.statement", matter->id,
                                             given->statement));
    return receive_at_window(work, given, matter);
}

/* ---- along the flow ---- */

/* Values of item_units. */
enum { WORKING_DAYS = 1, DAYS = 2, HOURS = 3, MONTHS = 4, YEARS = 5, ON_THE_SPOT = 1 };

/* When a limit ends that is not counted in working days; 0 when it is. */
static int64_t other_due_ms(const struct work *work, struct item_limit limit) {
    const int today = work_day(work);
    const int count = (int)limit.count;

    switch (limit.unit) {
    case DAYS:
        return civil_moment_ms(civil_add_days(today, count), CALENDAR_CLOSING_MINUTE);
    case HOURS: return work->now_ms + count * 3600000LL;
    case MONTHS:
        return civil_moment_ms(civil_add_months(today, count), CALENDAR_CLOSING_MINUTE);
    case YEARS:
        return civil_moment_ms(civil_add_months(today, 12 * count),
                               CALENDAR_CLOSING_MINUTE);
    default: return 0;
    }
}

/* The promise, or the statute where there is none, or on the spot: today. */
static const struct refusal *set_limit(struct work *work, const struct matter *matter,
                                       struct matter_change *change) {
    struct item_version version;
    const struct refusal *refusal = item_read_version(work, matter->version_id, &version);

    if (refusal)
        return refusal;

    const int promises = version.promised.count > 0 || version.kind == ON_THE_SPOT;
    const struct item_limit limit = promises ? version.promised : version.legal;

    change->decide_days = limit.unit == WORKING_DAYS ? (int)limit.count : 0;
    change->decide_due_ms = limit.count > 0 ? other_due_ms(work, limit) : 0;
    return NULL;
}

static enum filing_outcome outcome_of(int state) {
    return state == FILING_GRANTED  ? FILING_WAS_GRANTED
           : state == FILING_DENIED ? FILING_WAS_DENIED
                                    : FILING_OPEN;
}

/* What a decision writes beside the matter's row. */
static struct ledger_part part_of(struct work *work, const struct matter *matter,
                                  enum filing_outcome outcome, const char *result) {
    struct filing filing;

    filing_read(work, matter, &filing);
    return filing_cover(work, filing.channel, outcome, result);
}

const struct refusal *filing_do(struct work *work, struct matter *matter,
                                const struct filing_act *act) {
    struct matter_change change = { .verb = act->verb, .note = act->note };
    const struct flow_step *step = flow_step(matter->flow, matter->state, act->verb);
    const enum filing_outcome outcome = step ? outcome_of(step->to) : FILING_OPEN;
    const struct refusal *refusal = NULL;

    assert(matter->flow == &filing_flow);
    if (step && step->clock == FLOW_CLOCK_DECIDE)
        refusal = set_limit(work, matter, &change);
    if (step && step->to != matter->state)
        change.answer = act->note[0] ? act->note : act->result[0] ? act->result : NULL;
    if (outcome != FILING_OPEN)
        change.part = part_of(work, matter, outcome, act->result);
    if (!refusal)
        refusal = matter_move(work, matter, &change);
    if (!refusal && outcome != FILING_OPEN)
        sql_filing_decide(work, .matter_id = matter->id, .outcome = outcome,
                          .result = act->result);
    return refusal;
}

void filing_read(struct work *work, const struct matter *matter, struct filing *filing) {
    struct sql_filing_find_row row;

    if (!sql_filing_find(work, &row, .matter_id = matter->id))
        work_fault(work, "matter %lld has no filing", (long long)matter->id);
    *filing = (struct filing){
        .channel = (enum filing_channel)row.channel,
        .outcome = (enum filing_outcome)row.outcome,
        .statement = sealed_read(work, "filing.statement", matter->id, row.statement),
        .result = row.result ? row.result : "",
    };
}

/* Whoever has a button on the matter, or may manage, has a reason to read it whole. */
static bool may_reveal(const struct work *work, const struct matter *matter) {
    if (work_may(work, RIGHT_INTAKE | RIGHT_MANAGE))
        return true;
    return work_may(work, RIGHT_REVIEW) &&
           work->actor.department_id == matter->department_id;
}

const struct refusal *filing_reveal(struct work *work, struct matter *matter,
                                    struct person *asker) {
    const struct refusal *refusal = may_reveal(work, matter)
                                        ? person_open(work, matter->person_id, asker)
                                        : &matter_forbidden;

    if (refusal)
        return refusal;
    asker->phone = matter_phone(work, matter);
    return matter_record(work, matter, "reveal", "");
}

const struct refusal *filing_asker_masked(struct work *work, const struct matter *matter,
                                          struct person *asker) {
    const struct refusal *refusal = person_open(work, matter->person_id, asker);

    if (refusal)
        return refusal;
    asker->phone = matter_phone(work, matter);
    person_mask(work->arena, asker);
    return NULL;
}

/* ---- drafts ---- */

static const char *answers_of(struct work *work, const struct filing_draft *draft) {
    struct text out = { .arena = work->arena };

    json_open(&out, NULL, '{');
    json_put_string(&out, "item", draft->item_code);
    json_put_string(&out, "phone", draft->phone);
    json_put_string(&out, "statement", draft->statement);
    json_close(&out, '}');
    return text_string(&out);
}

static const struct refusal *check_drafts(struct work *work) {
    const int64_t most = work->house->config->integer[CONFIG_DRAFTS];
    struct sql_filing_count_drafts_row row;

    return most && sql_filing_count_drafts(work, &row, .account_id = work->actor.id) &&
                   row.count >= most
               ? &filing_too_many_drafts
               : NULL;
}

const struct refusal *filing_keep_draft(struct work *work, struct filing_draft *draft) {
    const int64_t id = draft->id ? draft->id : work_new_id(work);
    const struct db_bytes answers =
        sealed_write(work, "draft.answers", id, answers_of(work, draft));
    struct item item;
    const struct refusal *refusal = item_find(work, draft->item_code, &item);

    if (!refusal)
        refusal = item_may_be_filed_at(work, &item, 0);
    if (refusal)
        return refusal;
    if (!draft->id)
        refusal = check_drafts(work);
    if (refusal)
        return refusal;
    if (draft->id)
        return sql_filing_change_draft(work, .id = id, .account_id = work->actor.id,
                                       .answers = answers)
                   ? NULL
                   : &filing_no_draft;
    draft->id = id;
    sql_filing_add_draft(work, .id = id, .account_id = work->actor.id, .item_id = item.id,
                         .answers = answers);
    return NULL;
}

const struct refusal *filing_find_draft(struct work *work, int64_t id,
                                        struct filing_draft *draft) {
    struct sql_filing_find_draft_row row;
    struct json_error error;

    if (!sql_filing_find_draft(work, &row, .id = id, .account_id = work->actor.id))
        return &filing_no_draft;

    const char *answers = sealed_read(work, "draft.answers", id, row.answers);
    const struct json *json = json_read(work->arena, answers, strlen(answers), &error);

    if (!json)
        return &filing_no_draft;
    *draft = (struct filing_draft){
        id,
        json_string(json_get(json, "item")),
        json_string(json_get(json, "phone")),
        json_string(json_get(json, "statement")),
    };
    return NULL;
}

size_t filing_drafts(struct work *work, const struct filing_draft_line **lines) {
    struct sql_filing_drafts_row *rows;
    const size_t count = sql_filing_drafts(work, &rows, .account_id = work->actor.id,
                                           .limit = FILING_DRAFTS_MAX);
    struct filing_draft_line *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] =
            (struct filing_draft_line){ rows[i].id, rows[i].name, rows[i].changed_ms };
    *lines = made;
    return count;
}

const struct refusal *filing_remove_draft(struct work *work, int64_t id) {
    return sql_filing_remove_draft(work, .id = id, .account_id = work->actor.id)
               ? NULL
               : &filing_no_draft;
}

static const struct refusal *hand_in_papers(struct work *work, int64_t draft_id,
                                            struct matter *matter) {
    struct ledger_part papers;

    if (!paper_move_to_matter(work, draft_id, matter->id))
        return NULL;
    papers = paper_cover(work, matter->id);
    return matter_record_part(work, matter, "papers", "", &papers);
}

const struct refusal *filing_submit_draft(struct work *work, int64_t id,
                                          struct matter *matter) {
    struct filing_new given = { .channel = FILING_ONLINE };
    struct filing_draft draft;
    const struct refusal *refusal = filing_find_draft(work, id, &draft);

    if (!refusal)
        refusal = person_open(work, work->actor.person_id, &given.asker);
    if (refusal)
        return refusal;
    given.item_code = draft.item_code;
    given.asker.phone = draft.phone;
    given.statement = draft.statement;
    refusal = filing_submit(work, &given, matter);
    /* Who deletes the row hands it in: once, and with every paper that came before. */
    if (!refusal && !sql_filing_forget_draft(work, .id = id))
        refusal = &filing_no_draft;
    return refusal ? refusal : hand_in_papers(work, id, matter);
}

void filing_sweep_drafts(struct work *work) {
    const int64_t kept_ms = FILING_DRAFT_DAYS * 24LL * 3600 * 1000;

    sql_filing_sweep_drafts(work, .before_ms = work->now_ms - kept_ms);
}
