#include "filing.h"

#include <string.h>

#include "agency.h"
#include "civil.h"
#include "config.h"
#include "filing.sql.h"
#include "filing_act.h"
#include "filing_child.h"
#include "filing_cover.h"
#include "filing_rules.h"
#include "house.h"
#include "id.h"
#include "item_adjust.h"
#include "matter_agent.h"
#include "matter_who.h"
#include "page.h"
#include "sealed.h"

const struct refusal filing_not_own = {
    REFUSED_INVALID, "filing.not_own",
    TEXT("网上只能为本人，或为授权给您的人申请。替家人办请先让他授权，或到窗口办理。"),
    "id_number"
};
const struct refusal filing_not_online = {
    REFUSED_CONFLICT, "filing.not_online",
    TEXT("这个事项不能在网上办，请带材料到便民服务中心窗口办理。"), NULL
};
const struct refusal filing_too_many = {
    REFUSED_BUSY, "filing.too_many",
    TEXT("您今天在网上交的申请已到上限。请明天再交，或到便民服务中心窗口办理。"), NULL
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
const struct refusal *filing_may_submit(struct work *work) {
    const int64_t most = work->house->config->integer[CONFIG_SUBMISSIONS_PER_DAY];
    const int64_t midnight_ms = civil_moment_ms(work_day(work), 0);
    struct sql_filing_count_online_row row;

    if (!most || !work->actor.person_id)
        return NULL;
    return sql_filing_count_online(work, &row, .person_id = work->actor.person_id,
                                   .id = id_first_of(midnight_ms)) &&
                   row.count + matter_count_acted(work, id_first_of(midnight_ms)) >= most
               ? &filing_too_many
               : NULL;
}

static const struct refusal *receive_at_window(struct work *work,
                                               const struct filing_new *given,
                                               struct matter *matter) {
    if (given->channel != FILING_AT_WINDOW)
        return NULL;
    return filing_do(work, matter,
                     &(struct filing_act){
                         .verb = "receive", .note = "", .received = given->received });
}

/* Who asks, and by which mandate he is acted for, if by any. */
static const struct refusal *find_asker(struct work *work, const struct filing_new *given,
                                        struct mandate *mandate, int64_t *person_id) {
    struct person asker = given->asker;
    const struct refusal *refusal = NULL;

    if (given->mandate_id) {
        refusal = agency_take(work, given->mandate_id, given->item_code, mandate);
        if (refusal)
            return refusal;
        asker.kind = mandate->principal.kind;
        asker.name = mandate->principal.name;
        asker.id_number = mandate->principal.id_number;
    }
    refusal = person_keep(work, &asker, person_id);
    /* What was kept is undone with the work. */
    return given->mandate_id || is_own(work, *person_id) ? refusal : &filing_not_own;
}

/* For whom, where, and as whose. */
struct under {
    int64_t person_id, outlet_id;
    const char *phone;
    int64_t parent_id;
};

static const struct refusal *add_filing(struct work *work, const struct filing_new *given,
                                        const struct under *under,
                                        const struct item *item, struct matter *matter) {
    const struct filing_rules *const rules = filing_rules_now(work);
    const struct refusal *const refusal = matter_submit(
        work,
        &(struct matter_new){
            .flow = &filing_flow,
            .title = item->name,
            .person_id = under->person_id,
            .phone = under->phone,
            .item_id = item->id,
            .version_id = item->version_id,
            .department_id = item->department_id,
            .outlet_id = under->outlet_id,
            .parent_id = under->parent_id,
            .facts = rules->facts,
            .tell = given->channel == FILING_AT_WINDOW ? rules->tell_at_window
                                                       : rules->tell_online,
            .note = "",
            .part = filing_cover(work, &(struct filing){ .channel = given->channel,
                                                         .result = "",
                                                         .post_number = "" }) },
        matter);

    if (!refusal)
        sql_filing_add(work, .matter_id = matter->id, .channel = given->channel,
                       .statement = sealed_write(work, "filing.statement", matter->id,
                                                 given->statement));
    return refusal;
}

const struct refusal *filing_submit(struct work *work, const struct filing_new *given,
                                    struct matter *matter) {
    const int64_t outlet_id =
        given->channel == FILING_AT_WINDOW ? work->actor.outlet_id : 0;
    struct mandate mandate;
    struct item item;
    int64_t person_id = 0;
    const struct refusal *refusal = item_find(work, given->item_code, &item);

    if (!refusal)
        refusal = item_may_be_filed_at(work, &item, outlet_id);
    if (!refusal)
        refusal = check_way(&item, given);
    if (!refusal)
        refusal = filing_may_submit(work);
    if (!refusal)
        refusal = find_asker(work, given, &mandate, &person_id);
    if (refusal)
        return refusal;
    refusal = add_filing(work, given,
                         &(struct under){ person_id, outlet_id, given->asker.phone, 0 },
                         &item, matter);
    if (refusal)
        return refusal;
    if (given->mandate_id)
        refusal = matter_agent_add(work, matter, &mandate);
    return refusal ? refusal : receive_at_window(work, given, matter);
}

const struct refusal *filing_submit_under(struct work *work,
                                          const struct filing_new *given,
                                          const struct matter *parent,
                                          struct matter *matter) {
    const struct under under = { parent->person_id, parent->outlet_id,
                                 matter_phone(work, parent), parent->id };
    struct item item;
    const struct refusal *refusal = item_find(work, given->item_code, &item);

    if (!refusal)
        refusal = item_may_be_filed_at(work, &item, parent->outlet_id);
    return refusal ? refusal : add_filing(work, given, &under, &item, matter);
}

/* ---- reading ---- */

void filing_read(struct work *work, const struct matter *matter, struct filing *filing) {
    struct sql_filing_find_row row;

    if (!sql_filing_find(work, &row, .matter_id = matter->id))
        work_fault(work, "matter %lld has no filing", (long long)matter->id);
    *filing = (struct filing){
        .channel = (enum filing_channel)row.channel,
        .outcome = (enum filing_outcome)row.outcome,
        .statement = sealed_read(work, "filing.statement", matter->id, row.statement),
        .result = row.result ? row.result : "",
        .delivery = row.delivery,
        .post_number = row.post_number ? row.post_number : "",
        .special = row.special,
    };
}

/* Whoever has a button on the matter, or may manage, has a reason to read it whole. */
static bool may_reveal(struct work *work, const struct matter *matter) {
    if (work_may(work, RIGHT_INTAKE | RIGHT_MANAGE))
        return true;
    return work_may(work, RIGHT_REVIEW | RIGHT_APPROVE) &&
           (work->actor.department_id == matter->department_id ||
            matter_stood_in(work, matter));
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
