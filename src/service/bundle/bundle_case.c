#include <assert.h>
#include <string.h>

#include "agency.h"
#include "bundle.sql.h"
#include "bundle_inside.h"
#include "filing_act.h"
#include "filing_child.h"
#include "filing_rules.h"
#include "item_adjust.h"
#include "matter_agent.h"
#include "page.h"
#include "page_time.h"
#include "place.h"
#include "sealed.h"
#include "text.h"

static const struct word child_states[] = {
    { BUNDLE_WAITING, "waiting", TEXT("等前一项办成") },
    { BUNDLE_BEGUN, "begun", TEXT("正在办") },
    { BUNDLE_IMPOSSIBLE, "impossible", TEXT("前一项没有办成，不能办") },
    { BUNDLE_LEFT, "withdrawn", TEXT("已撤回") },
};
const struct words bundle_child_states = { child_states,
                                           sizeof child_states / sizeof *child_states };

/* ---- reading ---- */

size_t bundle_children(struct work *work, int64_t matter_id,
                       const struct bundle_child **children) {
    struct sql_bundle_children_row *rows;
    const size_t count = sql_bundle_children(work, &rows, .matter_id = matter_id);
    struct bundle_child *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++) {
        made[i] = (struct bundle_child){
            .ordinal = rows[i].ordinal,
            .item_code = rows[i].item_code,
            .name = rows[i].name,
            .behind = (uint64_t)rows[i].behind,
            .state = (enum bundle_child_state)rows[i].state,
            .child_id = rows[i].child_id,
        };
        if (made[i].child_id && matter_find_id(work, made[i].child_id, &made[i].matter))
            work_fault(work, "bundle %lld has lost a child", (long long)matter_id);
    }
    *children = made;
    return count;
}

void bundle_read_case(struct work *work, const struct matter *matter,
                      struct bundle_case *found) {
    struct sql_bundle_find_case_row row;

    if (!sql_bundle_find_case(work, &row, .matter_id = matter->id))
        work_fault(work, "matter %lld has no bundle", (long long)matter->id);
    *found = (struct bundle_case){
        (enum filing_channel)row.channel,
        sealed_read(work, "bundle_case.answers", matter->id, row.answers),
    };
}

const struct refusal *bundle_find_case(struct work *work, const char *number,
                                       struct matter *matter) {
    const struct refusal *refusal = matter_find_mine(work, number, matter);
    struct sql_bundle_of_department_row row;

    if (refusal && work_may(work, RIGHT_REVIEW | RIGHT_APPROVE) &&
        work->actor.department_id && !matter_find(work, number, matter) &&
        sql_bundle_of_department(work, &row, .matter_id = matter->id,
                                 .department_id = work->actor.department_id))
        refusal = NULL;
    return !refusal && matter->flow != &bundle_flow ? &matter_unknown : refusal;
}

/* ---- handing in ---- */

/* The mandate is for every item of it. */
static const struct refusal *take_mandate(struct work *work, const struct bundle *bundle,
                                          const struct bundle_new *given,
                                          struct mandate *mandate, int64_t *person_id) {
    const struct refusal *refusal = filing_may_submit(work);

    for (size_t i = 0; i < bundle->body.item_count && !refusal; i++)
        refusal = agency_take(work, given->mandate_id, bundle->items[i].code, mandate);
    return refusal
               ? refusal
               : person_keep(work,
                             &(struct person){ .kind = mandate->principal.kind,
                                               .name = mandate->principal.name,
                                               .id_number = mandate->principal.id_number,
                                               .phone = given->asker.phone },
                             person_id);
}

static const struct refusal *find_asker(struct work *work, const struct bundle *bundle,
                                        const struct bundle_new *given,
                                        struct mandate *mandate, int64_t *person_id) {
    if (given->channel == FILING_AT_WINDOW)
        return person_keep(work, &given->asker, person_id);
    if (given->mandate_id)
        return take_mandate(work, bundle, given, mandate, person_id);
    *person_id = work->actor.person_id;
    return *person_id ? filing_may_submit(work) : &filing_not_own;
}

static void add_rows(struct work *work, const struct bundle *bundle,
                     const struct bundle_new *given, const struct matter *matter) {
    sql_bundle_add_case(
        work, .matter_id = matter->id, .channel = given->channel,
        .answers = sealed_write(work, "bundle_case.answers", matter->id, given->answers));
    for (size_t i = 0; i < bundle->body.item_count; i++)
        sql_bundle_add_child(work, .matter_id = matter->id, .ordinal = (int64_t)i + 1,
                             .item_code = bundle->items[i].code,
                             .name = bundle->items[i].name,
                             .behind = (int64_t)bundle->body.item[i].behind);
}

/* The children as they are to be, for the event that comes before their rows. */
static struct ledger_part first_cover(struct work *work, const struct bundle *bundle) {
    struct bundle_child children[BUNDLE_ITEMS_MAX];

    for (size_t i = 0; i < bundle->body.item_count; i++)
        children[i] = (struct bundle_child){
            .ordinal = (int64_t)i + 1,
            .item_code = bundle->items[i].code,
            .name = bundle->items[i].name,
            .behind = bundle->body.item[i].behind,
            .state = BUNDLE_WAITING,
        };
    return bundle_cover(work, children, bundle->body.item_count);
}

const struct refusal *bundle_submit(struct work *work, const struct bundle_new *given,
                                    struct matter *matter) {
    const struct filing_rules *const rules = filing_rules_now(work);
    const bool at_window = given->channel == FILING_AT_WINDOW;
    struct bundle *const bundle = arena_alloc(work->arena, sizeof *bundle);
    int64_t person_id = 0;
    struct mandate mandate;
    const struct refusal *refusal = bundle_find(work, given->code, bundle);

    if (!refusal)
        refusal = bundle_closed(work, bundle, given->channel);
    if (!refusal)
        refusal = find_asker(work, bundle, given, &mandate, &person_id);
    if (!refusal)
        refusal = matter_submit(
            work,
            &(struct matter_new){ .flow = &bundle_flow,
                                  .title = bundle->body.name,
                                  .person_id = person_id,
                                  .phone = given->asker.phone,
                                  .version_id = bundle->version_id,
                                  .department_id = bundle->department_id,
                                  .outlet_id = at_window ? work->actor.outlet_id : 0,
                                  .facts = rules->facts,
                                  .tell = at_window ? rules->tell_at_window
                                                    : rules->tell_online,
                                  .note = "",
                                  .part = first_cover(work, bundle) },
            matter);
    if (refusal)
        return refusal;
    add_rows(work, bundle, given, matter);
    if (given->mandate_id)
        return matter_agent_add(work, matter, &mandate);
    return at_window ? bundle_move(work, matter,
                                   &(struct bundle_act){ .verb = "receive", .note = "" })
                     : NULL;
}

/* ---- children ---- */

static bool is_granted(const struct bundle_child *child) {
    switch (child->state == BUNDLE_BEGUN ? child->matter.state : 0) {
    case FILING_GRANTED:
    case FILING_CERTIFIED:
    case FILING_DONE:
    case FILING_DONE_LACKING:
    case FILING_CHECKING:
    case FILING_CORRECTING: return true;
    default: return false;
    }
}

static bool is_over(const struct bundle_child *child) {
    if (child->state == BUNDLE_BEGUN)
        return flow_is_over(child->matter.flow, child->matter.state);
    return child->state != BUNDLE_WAITING;
}

/* Decided, and not for the asker. */
static bool has_failed(const struct bundle_child *child) {
    if (child->state == BUNDLE_BEGUN)
        return child->matter.state == FILING_DENIED ||
               (is_over(child) && !is_granted(child));
    return child->state == BUNDLE_IMPOSSIBLE || child->state == BUNDLE_LEFT;
}

/* What the children are now is covered by an event that says what was done. */
static const struct refusal *record(struct work *work, struct matter *matter,
                                    const char *verb, const char *note) {
    const struct bundle_child *children;
    const size_t count = bundle_children(work, matter->id, &children);
    const struct ledger_part part = bundle_cover(work, children, count);

    return matter_record_part(work, matter, verb, note, &part);
}

static void set_child(struct work *work, const struct matter *matter, int64_t ordinal,
                      enum bundle_child_state state, int64_t child_id) {
    sql_bundle_set_child(work, .matter_id = matter->id, .ordinal = ordinal,
                         .state = state, .child_id = child_id);
}

/* Receipt and acceptance were the bundle's: the child begins with both.  That it is
 * accepted has its own letter; telling says whether the asker hears of it, too. */
static const struct refusal *make_child(struct work *work, const struct matter *matter,
                                        const struct bundle_child *child,
                                        enum filing_telling telling) {
    struct bundle_case found;
    struct matter made;
    const struct refusal *refusal;

    bundle_read_case(work, matter, &found);
    refusal = filing_submit_under(work,
                                  &(struct filing_new){ .item_code = child->item_code,
                                                        .statement = found.answers,
                                                        .channel = found.channel },
                                  matter, &made);
    if (refusal)
        return refusal;
    set_child(work, matter, child->ordinal, BUNDLE_BEGUN, made.id);
    refusal = matter_agent_inherit(work, &made);
    if (!refusal)
        refusal = filing_do(work, &made,
                            &(struct filing_act){ .verb = "receive",
                                                  .note = "",
                                                  .telling = FILING_IS_TOLD_ABOVE });
    return refusal ? refusal
                   : filing_do(work, &made,
                               &(struct filing_act){
                                   .verb = "accept", .note = "", .telling = telling });
}

/* Whether all that come before are granted, or one of them will never be. */
enum turn { NOT_YET, ITS_TURN, NEVER };

static enum turn turn_of(const struct bundle_child *children, size_t count,
                         const struct bundle_child *child) {
    enum turn turn = ITS_TURN;

    for (size_t i = 0; i < count; i++) {
        if (!(child->behind & UINT64_C(1) << (children[i].ordinal - 1)))
            continue;
        if (has_failed(&children[i]))
            return NEVER;
        if (!is_granted(&children[i]))
            turn = NOT_YET;
    }
    return turn;
}

static void say_name(struct text *names, const struct bundle_child *child) {
    text_addf(names, "%s%s", names->length ? "、" : "", child->name);
}

/* Begins all whose turn it is. */
static const struct refusal *begin_children(struct work *work, struct matter *matter,
                                            enum filing_telling telling) {
    const struct bundle_child *children;
    const size_t count = bundle_children(work, matter->id, &children);
    struct text names = { .arena = work->arena };
    const struct refusal *refusal = NULL;

    for (size_t i = 0; i < count && !refusal; i++)
        if (children[i].state == BUNDLE_WAITING &&
            turn_of(children, count, &children[i]) == ITS_TURN) {
            refusal = make_child(work, matter, &children[i], telling);
            say_name(&names, &children[i]);
        }
    return refusal || !names.length
               ? refusal
               : record(work, matter, "begin_items", text_string(&names));
}

/* Those behind one that failed fail, too: again until nothing changes. */
static const struct refusal *give_up_children(struct work *work, struct matter *matter) {
    struct text names = { .arena = work->arena };

    for (size_t round = 0; round < BUNDLE_ITEMS_MAX; round++) {
        const struct bundle_child *children;
        const size_t count = bundle_children(work, matter->id, &children);

        for (size_t i = 0; i < count; i++)
            if (children[i].state == BUNDLE_WAITING &&
                turn_of(children, count, &children[i]) == NEVER) {
                set_child(work, matter, children[i].ordinal, BUNDLE_IMPOSSIBLE, 0);
                say_name(&names, &children[i]);
            }
    }
    return names.length ? record(work, matter, "give_up_items", text_string(&names))
                        : NULL;
}

/* ---- what follows when a child moved ---- */

static const char *say_outcome(struct work *work, const struct bundle_child *children,
                               size_t count) {
    int granted = 0;

    for (size_t i = 0; i < count; i++)
        granted += is_granted(&children[i]);
    return granted == (int)count ? arena_format(work->arena, "%d 项全部办成。", granted)
                                 : arena_format(work->arena, "%d 项办成，%d 项没有办成。",
                                                granted, (int)count - granted);
}

static const struct refusal *finish(struct work *work, struct matter *matter) {
    const struct bundle_child *children;
    const size_t count = bundle_children(work, matter->id, &children);

    for (size_t i = 0; i < count; i++)
        if (!is_over(&children[i]))
            return NULL;
    return bundle_move(
        work, matter,
        &(struct bundle_act){
            .verb = "finish", .note = "", .answer = say_outcome(work, children, count) });
}

/* Whether an item whose turn it is takes nothing now. */
static bool any_closed(struct work *work, const struct matter *matter) {
    const struct bundle_child *children;
    const size_t count = bundle_children(work, matter->id, &children);
    struct item item;

    for (size_t i = 0; i < count; i++)
        if (children[i].state == BUNDLE_WAITING &&
            turn_of(children, count, &children[i]) == ITS_TURN &&
            (item_find(work, children[i].item_code, &item) ||
             item_may_be_filed_at(work, &item, matter->outlet_id)))
            return true;
    return false;
}

/* What was suspended meanwhile must not undo the decision that led here: it is left
 * waiting, and who leads the bundle lets it go on (verb go_on). */
static const struct refusal *go_on(struct work *work, struct matter *matter) {
    const struct refusal *refusal = give_up_children(work, matter);

    if (!refusal && !any_closed(work, matter))
        refusal = begin_children(work, matter, FILING_TELLS);
    return refusal ? refusal : finish(work, matter);
}

const struct refusal *bundle_child_moved(struct work *work, struct matter *matter,
                                         const struct matter *child) {
    const struct actor actor = work->actor;
    const struct refusal *refusal;

    if (matter->state != BUNDLE_UNDER_WAY ||
        (!child->decided_ms && !flow_is_over(child->flow, child->state)))
        return NULL;
    work->actor = (struct actor){ .rights = RIGHT_SYSTEM, .name = "" };
    refusal = go_on(work, matter);
    work->actor = actor;
    return refusal;
}

/* ---- verbs ---- */

static const struct refusal *accept(struct work *work, struct matter *matter,
                                    const char *verb, const char *note) {
    struct bundle *const bundle = arena_alloc(work->arena, sizeof *bundle);
    const bool deems = strcmp(verb, "deem") == 0;
    const struct refusal *refusal = bundle_read(work, matter->version_id, bundle);

    if (!refusal)
        refusal = bundle_move(
            work, matter,
            &(struct bundle_act){
                .verb = verb,
                .note = note,
                .days = bundle->days,
                .since_ms = deems ? filing_received_since_ms(work, matter) : 0 });
    /* Nobody is there who could be told that an item is suspended; see go_on(). */
    if (refusal || (deems && any_closed(work, matter)))
        return refusal;
    return begin_children(work, matter, FILING_TELLS_IN_WRITING);
}

/* A child goes by the same verb, where its state allows it. */
static const struct refusal *withdraw_child(struct work *work, struct matter *child,
                                            const char *verb, const char *note) {
    if (!flow_step(child->flow, child->state, child->facts, verb))
        return NULL;
    return filing_do(work, child,
                     &(struct filing_act){ .verb = verb,
                                           .note = note,
                                           .telling = FILING_TELLS_IN_WRITING });
}

static const struct refusal *withdraw(struct work *work, struct matter *matter,
                                      const char *verb, const char *note) {
    const struct bundle_child *children;
    const size_t count = bundle_children(work, matter->id, &children);
    const struct refusal *refusal =
        bundle_move(work, matter, &(struct bundle_act){ .verb = verb, .note = note });

    for (size_t i = 0; i < count && !refusal; i++) {
        struct matter child = children[i].matter;

        if (children[i].state == BUNDLE_WAITING)
            set_child(work, matter, children[i].ordinal, BUNDLE_LEFT, 0);
        else if (children[i].state == BUNDLE_BEGUN)
            refusal = withdraw_child(work, &child, verb, note);
    }
    return refusal ? refusal : record(work, matter, "leave_items", "");
}

const struct refusal *bundle_do(struct work *work, struct matter *matter,
                                const char *verb, const char *note) {
    assert(matter->flow == &bundle_flow);
    if (strcmp(verb, "accept") == 0 || strcmp(verb, "deem") == 0)
        return accept(work, matter, verb, note);
    if (strcmp(verb, "go_on") == 0) {
        const struct refusal *const refusal =
            bundle_move(work, matter, &(struct bundle_act){ .verb = verb, .note = note });

        return refusal ? refusal : begin_children(work, matter, FILING_TELLS);
    }
    if (strcmp(verb, "withdraw") == 0 || strcmp(verb, "withdraw_for") == 0)
        return withdraw(work, matter, verb, note);
    return bundle_move(work, matter, &(struct bundle_act){ .verb = verb, .note = note });
}

/* ---- what the asker is told ---- */

static const char *holder_of(const struct place_book *book, const struct matter *matter) {
    const struct place_department *const department =
        book ? place_department(book, matter->department_id) : NULL;

    return department ? department->name : "";
}

static struct matter_track_part part_of(struct work *work, enum language language,
                                        const struct bundle_child *child) {
    const struct matter *const matter = &child->matter;
    struct matter_track_part part = {
        .title = child->name,
        .state = word_name(&bundle_child_states, child->state),
        .label = word_chinese(&bundle_child_states, child->state),
        .until = "",
        .holder = "",
        .number = "",
        .answer = "",
        .over = is_over(child),
    };

    if (child->state != BUNDLE_BEGUN)
        return part;
    part.state = flow_state(matter->flow, matter->state)->name;
    part.label = flow_state(matter->flow, matter->state)->label;
    part.holder = holder_of(place_book(work), matter);
    part.number = matter->number;
    part.answer = matter->answer;
    part.due_ms = matter->due_ms;
    if (matter->due_ms)
        part.until =
            page_say_until(work->arena, language, matter->due_ms, work_day(work));
    return part;
}

/* The step of an item: one behind the last of those before it. */
static int64_t place_of(const struct bundle_child *children, size_t count, size_t of,
                        int depth) {
    int64_t place = 0;

    assert(depth <= BUNDLE_ITEMS_MAX);
    for (size_t i = 0; i < count; i++)
        if (children[of].behind & UINT64_C(1) << i) {
            const int64_t before = place_of(children, count, i, depth + 1);

            place = before > place ? before : place;
        }
    return place + 1;
}

void bundle_tell(struct work *work, const struct matter *matter, enum language language,
                 struct matter_track *track) {
    const struct bundle_child *children;
    const size_t count = bundle_children(work, matter->id, &children);
    struct matter_track_part *parts = arena_alloc(work->arena, count * sizeof *parts + 1);
    uint64_t ordered = 0;

    for (size_t i = 0; i < count; i++)
        ordered |= children[i].behind;
    for (size_t i = 0; i < count; i++) {
        parts[i] = part_of(work, language, &children[i]);
        parts[i].place = ordered ? place_of(children, count, i, 0) : 0;
    }
    track->parts_heading = TEXT("这件事里的各项");
    track->parts = parts;
    track->part_count = count;
}
