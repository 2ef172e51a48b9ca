#include "matter_hand.h"

#include <assert.h>
#include <string.h>

#include "matter_hand.sql.h"
#include "matter_tell.h"
#include "matter_who.h"
#include "page.h"
#include "person.h"
#include "place.h"
#include "text.h"
#include "utf8.h"

enum { STRETCH = 2000 }; /* of the statement; more than a matter has */

const struct refusal matter_hand_nobody = {
    REFUSED_INVALID, "matter.hand_nobody",
    TEXT("请选转给谁：一位同事、一个网点或一个科室。"), "to"
};
const struct refusal matter_hand_same = { REFUSED_INVALID, "matter.hand_same",
                                          TEXT("这个办件已经在那里了，请选别的去处。"),
                                          "to" };
const struct refusal matter_hand_no_reason = {
    REFUSED_INVALID, "matter.hand_no_reason",
    TEXT("请写明为什么转交，接手的同事会看到。"), "reason"
};
const struct refusal matter_hand_too_often = {
    REFUSED_CONFLICT, "matter.hand_too_often",
    TEXT("这个办件转交太多次了，不能再转。请由现在的承办人办结，或请大厅管理人员协调。"),
    NULL
};

/* ---- covered by the ledger ---- */

static void add_values(struct text *out, const struct sql_matter_hand_stretch_row *row) {
    const int64_t numbers[] = { row->ordinal, row->first_id,     row->from_id,
                                row->to_id,   row->to_outlet_id, row->to_department_id,
                                row->by_id,   row->at_ms };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        text_addf(out, "%lld/", (long long)numbers[i]);
    text_addf(out, "%zu:%s;", strlen(row->reason), row->reason);
}

/* How many of the rows are whole matters: the last may go on behind a full stretch. */
static size_t whole(const struct sql_matter_hand_stretch_row *rows, size_t count) {
    size_t end = count;

    if (count < STRETCH)
        return count;
    while (end > 0 && rows[end - 1].matter_id == rows[count - 1].matter_id)
        end--;
    assert(end > 0);
    return end;
}

static size_t stretch(struct work *work, int64_t after_id,
                      const struct ledger_part_rows **rows) {
    struct sql_matter_hand_stretch_row *found;
    const size_t read = sql_matter_hand_stretch(work, &found, .matter_id = after_id);
    const size_t count = whole(found, read);
    struct ledger_part_rows *made = arena_alloc(work->arena, count * sizeof *made + 1);
    size_t matters = 0;

    for (size_t i = 0; i < count;) {
        const int64_t matter_id = found[i].matter_id;
        struct text out = { .arena = work->arena };

        for (; i < count && found[i].matter_id == matter_id; i++)
            add_values(&out, &found[i]);
        made[matters++] =
            (struct ledger_part_rows){ matter_id, { out.bytes, out.length } };
    }
    *rows = made;
    return matters;
}

const struct ledger_part_kind matter_hand_part = { "hands", stretch };

static struct ledger_part part_of(struct work *work, int64_t matter_id) {
    struct sql_matter_hand_stretch_row *found;
    const size_t count =
        sql_matter_hand_stretch(work, &found, .matter_id = matter_id - 1);
    struct text out = { .arena = work->arena };

    for (size_t i = 0; i < count && found[i].matter_id == matter_id; i++)
        add_values(&out, &found[i]);
    return (struct ledger_part){ matter_hand_part.name, { out.bytes, out.length } };
}

/* ---- handing over ---- */

static bool may_act(struct work *work, const struct matter *matter) {
    return work_may(work, RIGHT_INTAKE) ||
           (work_may(work, RIGHT_REVIEW | RIGHT_APPROVE) &&
            work->actor.department_id == matter->department_id);
}

bool matter_may_hand_over(struct work *work, const struct matter *matter) {
    if (work->actor.person_id || flow_is_over(matter->flow, matter->state))
        return false;
    return work_may(work, RIGHT_MANAGE) ||
           (matter->owner_id && matter->owner_id == work->actor.id) ||
           deputy_stands_for(work, matter->owner_id) ||
           (!matter->owner_id && may_act(work, matter));
}

/* Only who does cases can take one over. */
static bool is_there(struct work *work, const struct matter_hand *hand) {
    const struct deputy_book *colleagues = deputy_book(work);
    const struct place_book *places = place_book(work);
    const struct deputy_colleague *to =
        colleagues ? deputy_find(colleagues, hand->to_id) : NULL;

    if (hand->to_id)
        return to && (to->rights & (RIGHT_INTAKE | RIGHT_REVIEW | RIGHT_APPROVE));
    if (hand->to_outlet_id)
        return places && place_outlet(places, hand->to_outlet_id);
    return hand->to_department_id && places &&
           place_department(places, hand->to_department_id);
}

static const struct refusal *check(struct work *work, const struct matter *matter,
                                   const struct matter_hand *hand) {
    const struct matter_handed *hands;

    if (flow_is_over(matter->flow, matter->state))
        return &matter_wrong_state;
    if (!matter_may_hand_over(work, matter))
        return &matter_forbidden;
    if (!is_there(work, hand))
        return &matter_hand_nobody;
    if ((hand->to_id && hand->to_id == matter->owner_id) ||
        (hand->to_department_id && hand->to_department_id == matter->department_id))
        return &matter_hand_same;
    if (!hand->reason[0])
        return &matter_hand_no_reason;
    return matter_hands(work, matter->id, &hands) >= MATTER_HANDS_MAX
               ? &matter_hand_too_often
               : NULL;
}

/* The colleague hears what came to him, and why; the asker, that another office decides:
 * the reason is the staff's own. */
static void send_word(struct work *work, const struct matter *matter,
                      const struct matter_hand *hand) {
    struct matter_word word = { "handed_over", hand->to_id, work->actor.name,
                                hand->reason };

    if (matter->flow->send && hand->to_id && hand->to_id != work->actor.id)
        matter->flow->send(work, matter, &word);
    word.from = word.reason = "";
    if (matter->flow->send && hand->to_department_id)
        matter->flow->send(work, matter, &word);
}

const struct refusal *matter_hand_over(struct work *work, struct matter *matter,
                                       const struct matter_hand *hand) {
    const struct refusal *refusal = check(work, matter, hand);
    const int64_t was = matter->head.ordinal;
    const char *const name = work->actor.name;
    struct ledger_part part;

    assert(!!hand->to_id + !!hand->to_outlet_id + !!hand->to_department_id <= 1);
    assert(utf8_count(hand->reason) <= MATTER_NOTE_MAX);
    if (refusal)
        return refusal;
    sql_matter_hand_add(work, .matter_id = matter->id, .ordinal = was + 1,
                        .first_id = matter_first(work, matter),
                        .from_id = matter->owner_id, .to_id = hand->to_id,
                        .to_outlet_id = hand->to_outlet_id,
                        .to_department_id = hand->to_department_id,
                        .by_id = work->actor.id, .reason = hand->reason);
    part = part_of(work, matter->id);
    work->actor.name = matter_say_actor(work, matter); /* before it changes hands */
    matter->owner_id = hand->to_id;
    if (hand->to_department_id)
        matter->department_id = hand->to_department_id;
    refusal = matter_record_part(work, matter, "hand_over", hand->reason, &part);
    work->actor.name = name;
    if (!refusal && hand->to_department_id)
        sql_matter_hand_department(work, .id = matter->id,
                                   .department_id = matter->department_id);
    if (!refusal)
        send_word(work, matter, hand);
    return refusal;
}

/* ---- reading ---- */

size_t matter_hands(struct work *work, int64_t matter_id,
                    const struct matter_handed **hands) {
    struct sql_matter_hand_of_matter_row *rows;
    const size_t count = sql_matter_hand_of_matter(work, &rows, .matter_id = matter_id);
    struct matter_handed *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct matter_handed){
            .first_id = rows[i].first_id,
            .from_id = rows[i].from_id,
            .to_id = rows[i].to_id,
            .to_outlet_id = rows[i].to_outlet_id,
            .to_department_id = rows[i].to_department_id,
            .by_id = rows[i].by_id,
            .reason = rows[i].reason,
            .ordinal = rows[i].ordinal,
            .at_ms = rows[i].at_ms,
        };
    *hands = made;
    return count;
}

/* Handed on before anybody took it up, it was nobody's; who took it up then was first. */
int64_t matter_first(struct work *work, const struct matter *matter) {
    const struct matter_handed *hands;
    const size_t count = matter_hands(work, matter->id, &hands);

    for (size_t i = 0; i < count; i++) {
        const int64_t first = hands[i].first_id  ? hands[i].first_id
                              : hands[i].from_id ? hands[i].from_id
                                                 : hands[i].to_id;

        if (first)
            return first;
    }
    return matter->owner_id;
}

static const char *office_of(struct work *work, int64_t outlet_id,
                             int64_t department_id) {
    const struct place_book *book = place_book(work);
    const struct place_outlet *outlet = book ? place_outlet(book, outlet_id) : NULL;
    const struct place_department *department =
        book ? place_department(book, department_id) : NULL;

    return department ? department->name
           : outlet   ? outlet->name
           : book     ? book->town.hall_name
                      : "";
}

/* A colleague's office is his outlet. */
const char *matter_hand_office(struct work *work, const struct matter_handed *handed) {
    const struct deputy_book *book = handed->to_id ? deputy_book(work) : NULL;
    const struct deputy_colleague *to = book ? deputy_find(book, handed->to_id) : NULL;

    return office_of(work, to ? to->outlet_id : handed->to_outlet_id,
                     handed->to_department_id);
}

const char *matter_handed_to(struct work *work, int64_t matter_id) {
    const struct matter_handed *hands;
    const size_t count = matter_hands(work, matter_id, &hands);

    return count > 0 ? matter_hand_office(work, &hands[count - 1]) : "";
}

static struct matter_line line_of(struct work *work,
                                  const struct sql_matter_hand_owned_row *row) {
    return (struct matter_line){
        .id = row->id,
        .number = row->number,
        .title = row->title,
        .state = flow_state(matter_flow(row->kind), (int)row->state),
        .asker =
            person_masked_name(work, row->person_id, (enum person_kind)row->person_kind,
                               row->person_name.data, row->person_name.size),
        .submitted_ms = row->submitted_ms,
        .due_ms = row->due_ms,
        .light = matter_light(work, row->due_ms, row->clock_days, (unsigned)row->facts),
        .rated = row->rated,
    };
}

size_t matter_list_owned(struct work *work, int64_t owner_id, struct matter_cursor after,
                         size_t limit, const struct matter_line **lines) {
    struct sql_matter_hand_owned_row *rows;
    const size_t count =
        sql_matter_hand_owned(work, &rows, .owner_id = owner_id, .due_ms = after.due_ms,
                              .id = after.id, .limit = (int64_t)limit);
    struct matter_line *made = arena_alloc(work->arena, count * sizeof *made + 1);

    assert(limit <= MATTER_LIST_MAX + 1);
    for (size_t i = 0; i < count; i++)
        made[i] = line_of(work, &rows[i]);
    *lines = made;
    return count;
}

size_t matter_list_given_away(struct work *work, const struct matter_given_away **list) {
    const int64_t kept_ms = MATTER_GIVEN_AWAY_DAYS * 24LL * 3600 * 1000;
    struct sql_matter_hand_given_away_row *rows;
    const size_t count = sql_matter_hand_given_away(
        work, &rows, .from_id = work->actor.id, .after_ms = work->now_ms - kept_ms,
        .limit = MATTER_GIVEN_AWAY_MAX);
    const struct deputy_book *book = deputy_book(work);
    struct matter_given_away *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++) {
        const struct deputy_colleague *to =
            book ? deputy_find(book, rows[i].to_id) : NULL;

        made[i] = (struct matter_given_away){
            .number = rows[i].number,
            .title = rows[i].title,
            .to = to ? to->name
                     : office_of(work, rows[i].to_outlet_id, rows[i].to_department_id),
            .at_ms = rows[i].at_ms,
        };
    }
    *list = made;
    return count;
}
